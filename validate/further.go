package validate

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"duban/workbook"
)

// MostFindings is how many findings of a return are kept each by itself. Nobody mends more at one go, and a file in which nearly
// every cell is wrong has hundreds of thousands, of which each takes most of a kilobyte for as long as a round is worked with: twenty
// such files would take gigabytes. Of the others their number is kept, kind by kind, so that all that is counted is right, and of
// each kind at least one finding stands for them.
const MostFindings = 1_000

// Further are findings of the kind of the last one that is kept of it.
type Further struct {
	N int
	// Tasks are the numbers of the plan's tasks that errors among them are about, sorted.
	Tasks []string
}

// Number is how many findings one stands for: itself and those of its kind that are not kept.
func (f *Finding) Number() int {
	if f.Further == nil {
		return 1
	}
	return 1 + f.Further.N
}

// kind is what findings have in common that are counted together.
type kind struct {
	code             string
	severity         workbook.Severity
	answered, waived bool
}

func kindOf(f *Finding) kind { return kind{f.Code, f.Severity, f.Answered, f.Waived} }

func (k kind) compare(other kind) int {
	word := func(k kind) string { return strconv.FormatBool(k.answered) + strconv.FormatBool(k.waived) }
	return cmp.Or(cmp.Compare(k.code, other.code), cmp.Compare(k.severity, other.severity), cmp.Compare(word(k), word(other)))
}

// class is the turn in which findings are kept: what must be mended, then what is to be mended or explained, then the others.
func (k kind) class() int {
	f := Finding{Severity: k.severity, Answered: k.answered, Waived: k.waived}
	switch {
	case !f.Counts():
		return 2
	case k.severity == problem:
		return 0
	}
	return 1
}

// tally counts findings of a kind that are not kept; the first of them may have to stand for the others.
type tally struct {
	first found
	n     int
	tasks map[string]bool
}

// tallies count them by their kinds.
type tallies map[kind]*tally

// add counts a finding that may be about a task of a plan.
func (t tallies) add(x *found, p *workbook.Plan) {
	k := kindOf(&x.Finding)
	of := t[k]
	if of == nil {
		of = &tally{first: *x, tasks: map[string]bool{}}
		t[k] = of
	}
	of.n += x.Number()
	if x.Further != nil {
		for _, id := range x.Further.Tasks {
			of.tasks[id] = true
		}
	}
	if x.Severity == problem && x.Counts() && x.Task != "" && !of.tasks[x.Task] && p != nil && p.Task(x.Task) != nil {
		of.tasks[x.Task] = true
	}
}

// excess takes findings of which there are enough with their code while a file is judged. The last one waits until the next comes, as
// who found it may add to it.
type excess struct {
	plan *workbook.Plan
	// settle says of a finding whether it is answered or waived.
	settle func(*found)
	// of counts all findings by their codes, once there are many.
	of    map[string]int
	last  found
	waits bool
	// tallies are those that do not wait, held the rows that they hold back.
	tallies tallies
	held    map[*workbook.Record]bool
}

// tooMany reports whether there are enough findings with a code on the list.
func (e *excess) tooMany(list []found, code string) bool {
	if len(list) < MostFindings {
		return false
	}
	if e.of == nil {
		e.of, e.tallies, e.held = map[string]int{}, tallies{}, map[*workbook.Record]bool{}
		for i := range list {
			e.of[list[i].Code]++
		}
	}
	e.of[code]++
	return e.of[code] > MostFindings
}

// guess is what was probably meant, for the next finding with a code. It is not looked for where this will only be counted: to hold a
// name against all that there are takes a thousand times as long as to find that it is none of them.
func (f *findings) guess(code string, near func() string) string {
	if e := f.excess; e != nil && e.of[code] >= MostFindings {
		return ""
	}
	return near()
}

// countWaiting counts the finding that waits.
func (f *findings) countWaiting() {
	e := f.excess
	if e == nil || !e.waits {
		return
	}
	e.waits = false
	x := &e.last
	f.markWrong(x)
	e.settle(x)
	e.tallies.add(x, e.plan)
	if x.holdsBack() {
		e.held[x.rec] = true
	}
}

// listKinds puts the first of each kind of which none is on the list there, once those on it are settled.
func (f *findings) listKinds() {
	f.countWaiting()
	if f.excess == nil || len(f.excess.tallies) == 0 {
		return
	}
	listed := map[kind]bool{}
	for i := range f.list {
		listed[kindOf(&f.list[i].Finding)] = true
	}
	for _, k := range slices.SortedFunc(maps.Keys(f.excess.tallies), kind.compare) {
		if t := f.excess.tallies[k]; !listed[k] {
			f.list = append(f.list, t.first)
			t.n--
		}
	}
}

// shorten keeps as many of a return's findings as are kept, with the others counted. Every kind keeps its first; of what room is left
// errors that count have the first turn and then warnings that do, and within a turn all kinds get the same, as far as they have it.
func shorten(list []Finding, more tallies, p *workbook.Plan) []Finding {
	if len(list) <= MostFindings && len(more) == 0 {
		return list
	}
	listed := kindsIn(list)
	room := max(0, MostFindings-len(listed))
	most := [3]int{}
	for class := range most {
		var sizes []int
		for k, n := range listed {
			if k.class() == class {
				sizes = append(sizes, n-1)
			}
		}
		level, used := share(sizes, room)
		most[class], room = 1+level, room-used
	}
	if more == nil {
		more = tallies{}
	}
	return cut(list, most, more, p)
}

// share is how many each of some get at the most, so that all of them together take no more than there is room for, and how many
// they take.
func share(sizes []int, room int) (level, used int) {
	slices.SortFunc(sizes, cmp.Compare)
	for i, n := range sizes {
		each := (room - used) / (len(sizes) - i)
		if n > each {
			return each, used + each*(len(sizes)-i)
		}
		level, used = n, used+n
	}
	return level, used
}

// mostHeldKept is how many rows of a form that are held back are known one by one once a return was judged.
const mostHeldKept = 1_000

// HeldRows counts the rows that are held back.
func (v *Verdict) HeldRows() int {
	n := len(v.Held)
	for _, more := range v.heldToo {
		n += more
	}
	return n
}

// HeldToo is how many rows of a form are held back beside those that are known.
func (v *Verdict) HeldToo(form string) int { return v.heldToo[form] }

// Settled lets go of what is not listed of a return that was judged: of the rows of a form that are held back only the first are known,
// and in the return, from then on, and how many there are besides.
func (v *Verdict) Settled(r *workbook.Return) { v.knowHeld(r, mostHeldKept) }

// knowHeld lets go of the rows of each form that are held back but for so many.
func (v *Verdict) knowHeld(r *workbook.Return, most int) {
	if len(v.Held) <= most {
		return
	}
	known := map[*workbook.Record]bool{}
	if v.heldToo == nil {
		v.heldToo = map[string]int{}
	}
	for key, t := range r.Tables {
		n := 0
		left := slices.DeleteFunc(t.Records, func(rec *workbook.Record) bool {
			if !v.Held[rec] {
				return false
			}
			if n++; n <= most {
				known[rec] = true
			}
			return n > most
		})
		if n > most {
			t.Records = slices.Clone(left) // the room of thousands of others is not kept
			v.heldToo[key] += n - most
		}
	}
	v.Held = known
}
