package validate

import (
	"iter"
	"maps"
	"slices"

	"duban/workbook"
)

// MostListed is how many findings of many files are listed together, as those of a round or of one run, and how many rows that are held
// back: some twenty megabytes. A county's hundred units come to a few hundred; where they come to more, nobody reads the list to its
// end.
const MostListed = 20_000

// CutAt is how much is held of lists until they are cut the next time, where so much is held of them now: however many files have
// something, all are not gone through for each of them, and what is to be cut is not held for long.
func CutAt(held int) int { return max(held, MostListed) * 5 / 4 }

// Listing counts what is found in files, kind by kind, and says how many of a kind each of them lists where all have more than are
// listed together: errors that count have the first turn, then warnings that do, then the others, and within a turn each file gets
// the same of each of its kinds, as far as it has it, but one at least. So it is with rows that are held back, form by form. Files may
// come in any order, and what they list may be cut while others are still to come: what is listed in the end is the same.
type Listing struct{ findings, rows shares }

// Take counts what a file lists, which is not cut yet.
func (l *Listing) Take(list []Finding) {
	for k, n := range kindsIn(list) {
		l.findings.take(k.class(), n)
	}
}

// TakeHeld counts the rows of a return that are held back and known.
func (l *Listing) TakeHeld(v *Verdict, r *workbook.Return) {
	if len(v.Held) == 0 {
		return
	}
	for _, t := range r.Tables {
		n := 0
		for _, rec := range t.Records {
			if v.Held[rec] {
				n++
			}
		}
		l.rows.take(0, n)
	}
}

// Clone is a listing that goes on from here by itself.
func (l *Listing) Clone() Listing { return Listing{l.findings.clone(), l.rows.clone()} }

// Over reports whether there is more than is listed together.
func (l *Listing) Over() bool { return l.findings.all > MostListed || l.rows.all > MostListed }

// Cut leaves as much on a list of what was taken file by file as each lists among the others; of the rest the numbers are kept. The
// plan's tasks are told apart in these; without a plan no tasks are.
func (l *Listing) Cut(list []Finding, p *workbook.Plan) []Finding {
	if l.findings.all <= MostListed {
		return list
	}
	turns := l.findings.turns()
	var out []Finding
	for of := range byFile(list) {
		out = append(out, cut(of, turns, tallies{}, p)...)
	}
	return out
}

// listed leaves of what is found in several files, file by file, what is listed together.
func listed(list []Finding, p *workbook.Plan) []Finding {
	var l Listing
	for of := range byFile(list) {
		l.Take(of)
	}
	return l.Cut(list, p)
}

// byFile gives the findings that stand together in a file, one file after the other.
func byFile(list []Finding) iter.Seq[[]Finding] {
	return func(yield func([]Finding) bool) {
		for len(list) > 0 {
			n := slices.IndexFunc(list, func(f Finding) bool { return f.Place.File != list[0].Place.File })
			if n < 0 {
				n = len(list)
			}
			if !yield(list[:n]) {
				return
			}
			list = list[n:]
		}
	}
}

// Abridge leaves of a return's verdict what it lists among others. How its points stand against another return's is known all the same.
func (v *Verdict) Abridge(l *Listing, r *workbook.Return, p *workbook.Plan) {
	if l.findings.all > MostListed {
		points := v.asked()
		if cut := cut(v.Findings, l.findings.turns(), tallies{}, p); len(cut) < len(v.Findings) {
			v.Findings, v.points = cut, points
		}
	}
	if l.rows.all > MostListed {
		v.knowHeld(r, l.rows.turns()[0])
	}
}

// Abridged reports whether less of it is listed than was found to be listed of it alone.
func (v *Verdict) Abridged() bool { return v.points != nil }

// shares counts things of several files by their kinds, of which there are three classes.
type shares struct {
	// kinds counts the kinds of all files, all what there is of them.
	kinds, all int
	// beyond are how many kinds of a class have some number beside their first, by that number less one.
	beyond [3][]int
}

// take counts a file's n of a kind.
func (s *shares) take(class, n int) {
	if n == 0 {
		return
	}
	s.kinds++
	s.all += n
	of := &s.beyond[class]
	if n > 1 {
		for len(*of) < n-1 {
			*of = append(*of, 0)
		}
		(*of)[n-2]++
	}
}

// turns are how many of a kind each file has its turn for, by its class. Where a class has more than there is room for, there is none
// for those after it: else what was left over would hang on who came first.
func (s *shares) turns() (most [3]int) {
	room := max(0, MostListed-s.kinds)
	for class, sizes := range s.beyond {
		have := 0
		for _, n := range sizes {
			have += n
		}
		most[class] = 1
		for _, n := range sizes {
			if have > room {
				room = 0
				break
			}
			room -= have
			have -= n
			most[class]++
		}
	}
	return most
}

func (s *shares) clone() shares {
	out := *s
	for class, sizes := range s.beyond {
		out.beyond[class] = slices.Clone(sizes)
	}
	return out
}

// cut leaves the first of each kind on a list, as many as its class says, with what is not kept and more beside counted.
func cut(list []Finding, most [3]int, more tallies, p *workbook.Plan) []Finding {
	n := 0
	for k, have := range kindsIn(list) {
		n += min(have, most[k.class()])
	}
	out := make([]Finding, 0, n)
	kept, last := map[kind]int{}, map[kind]int{}
	for i := range list {
		k := kindOf(&list[i])
		if kept[k] == most[k.class()] {
			more.add(&found{Finding: list[i]}, p)
			continue
		}
		kept[k]++
		last[k] = len(out)
		out = append(out, list[i])
	}
	for k, t := range more {
		if t.n == 0 {
			continue
		}
		x := &out[last[k]]
		if x.Further != nil { // two files may bear one name
			t.n += x.Further.N
			for _, id := range x.Further.Tasks {
				t.tasks[id] = true
			}
		}
		x.Further = &Further{N: t.n, Tasks: slices.Sorted(maps.Keys(t.tasks))}
	}
	return out
}

// kindsIn counts findings by their kinds.
func kindsIn(list []Finding) map[kind]int {
	of := map[kind]int{}
	for i := range list {
		of[kindOf(&list[i])]++
	}
	return of
}
