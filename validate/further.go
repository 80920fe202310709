package validate

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"duban/workbook"
)

// MostFindings is the most findings of a return that are kept one by one. Nobody corrects more at a time, and a file in which nearly every
// cell is wrong has hundreds of thousands. A finding takes most of a kilobyte for as long as the round is in memory, so twenty such files
// would take gigabytes. The rest are counted by kind, so that all totals are right, and at least one finding of each kind is kept.
const MostFindings = 1_000

// Further counts the findings that are not kept. It is attached to the last kept finding of the same kind.
type Further struct {
	N int
	// Tasks holds the numbers of the plan's tasks that errors among them are about, sorted.
	Tasks []string
}

// Number gives the number of findings that one stands for: itself and those in Further.
func (f *Finding) Number() int {
	if f.Further == nil {
		return 1
	}
	return 1 + f.Further.N
}

// kind is what findings that are counted together have in common.
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

// class gives the order in which kinds are kept: 0 for errors that count, 1 for warnings that count, 2 for all others.
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

// tally counts the findings of a kind that are not kept. first is kept after all if no other finding of the kind is.
type tally struct {
	first found
	n     int
	tasks map[string]bool
}

// tallies holds the counts by kind.
type tallies map[kind]*tally

// add counts a finding, with its task if the plan, which may be nil, has it and the finding is an error that counts.
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

// excess takes the findings of a file that are no longer listed, since enough with their code are. The last one, if waits is true, is counted
// only when the next one comes, as the check that found it may still add to it.
type excess struct {
	plan *workbook.Plan
	// settle marks a finding as answered or waived.
	settle func(*found)
	// of counts all findings by code, once the list is long.
	of    map[string]int
	last  found
	waits bool
	// tallies counts the findings before last; held has the rows that they hold back.
	tallies tallies
	held    map[*workbook.Record]bool
}

// tooMany counts a finding with a code and reports whether enough of them are on the list.
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

// guess gives what was probably meant, for the next finding with a code. It does not look if that finding will only be counted: comparing a
// name with all others takes a thousand times as long as finding out that it is none of them.
func (f *findings) guess(code string, near func() string) string {
	if e := f.excess; e != nil && e.of[code] >= MostFindings {
		return ""
	}
	return near()
}

// countWaiting counts the finding that waits in excess, if any.
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

// listKinds lists the first finding of each kind that has none on the list. The findings on the list have been settled before.
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

// shorten cuts a return's findings to MostFindings and counts the others, with those in more, which may be nil. Every kind keeps its first
// finding. The room that is left goes to errors that count, then to warnings that count, then to the others; within each of these classes
// it is shared equally among the kinds.
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

// share shares room equally among groups of the given sizes. level is the most that each group gets, used what all of them take together.
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

// mostHeldKept is the most held rows of a form that are kept one by one once a return is checked.
const mostHeldKept = 1_000

// HeldRows counts all rows that are held back.
func (v *Verdict) HeldRows() int {
	n := len(v.Held)
	for _, more := range v.heldToo {
		n += more
	}
	return n
}

// HeldToo gives the number of rows of a form that are held back besides those in Held.
func (v *Verdict) HeldToo(form string) int { return v.heldToo[form] }

// Settled frees memory once a return is checked: it keeps only the first held rows of each form, in Held and in the return, and the number
// of the others.
func (v *Verdict) Settled(r *workbook.Return) { v.knowHeld(r, mostHeldKept) }

// knowHeld drops the held rows of each form beyond the first most, and counts them.
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
			t.Records = slices.Clone(left) // frees the room of thousands of others
			v.heldToo[key] += n - most
		}
	}
	v.Held = known
}
