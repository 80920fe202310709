package validate

import (
	"iter"
	"maps"
	"slices"

	"duban/workbook"
)

// MostListed is the most findings that are listed together for many files, such as those of a round or a run, and also the most held rows.
// They take some twenty megabytes. A county with a hundred bureaus has a few hundred findings; nobody reads a list longer than this.
const MostListed = 20_000

// CutAt gives the number of listed findings at which lists are cut next, if they hold so many now. Between two cuts the lists grow by a
// quarter, so that they are not all gone through again for each file, and no surplus is held for long.
func CutAt(held int) int { return max(held, MostListed) * 5 / 4 }

// Listing shares the room of one list among the findings of several files. It counts them by kind and says how many of each kind a file
// lists if they are too many together. Every kind of a file keeps at least one. The rest of the room goes to errors that count, then to
// warnings that count, then to the others; within each of these classes it is shared equally among the kinds of all files. Held rows are
// shared likewise, by form. The result is the same whatever the order of the files, and also if lists are cut while more files come.
type Listing struct{ findings, rows shares }

// Take counts the findings of a file, which must not be cut yet.
func (l *Listing) Take(list []Finding) {
	for k, n := range kindsIn(list) {
		l.findings.take(k.class(), n)
	}
}

// TakeHeld counts the held rows of a return.
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

// Clone gives an independent copy.
func (l *Listing) Clone() Listing { return Listing{l.findings.clone(), l.rows.clone()} }

// Over reports whether there are more findings or held rows than are listed together.
func (l *Listing) Over() bool { return l.findings.all > MostListed || l.rows.all > MostListed }

// Cut cuts a list whose files were all taken to their shares, and counts the rest in Further. With a plan, which may be nil, the tasks that
// errors among the rest are about are kept, too.
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

// listed cuts the findings of several files, grouped by file, to MostListed.
func listed(list []Finding, p *workbook.Plan) []Finding {
	var l Listing
	for of := range byFile(list) {
		l.Take(of)
	}
	return l.Cut(list, p)
}

// byFile yields the runs of findings that are in the same file.
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

// Abridge cuts a return's verdict to its share in a listing. Its points are kept, so that it can still be compared with another return.
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

// Abridged reports whether Abridge cut the findings.
func (v *Verdict) Abridged() bool { return v.points != nil }

// shares counts the findings, or held rows, of several files. Those of one kind in one file are a group, and each group is in a class.
type shares struct {
	// kinds is the number of groups, all that of the findings in them.
	kinds, all int
	// beyond counts the groups of each class by size: beyond[class][i] have i+2 findings, that is i+1 besides their first.
	beyond [3][]int
}

// take counts a group of n findings.
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

// turns gives the most findings that a group of each class keeps. If a class has more than there is room for, nothing is left for the
// classes after it, as handing out the remainder would depend on the order of the files.
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

// cut keeps the first findings of each kind on a list, most by class, and counts the others together with more in Further.
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
		if x.Further != nil { // two files may have the same name
			t.n += x.Further.N
			for _, id := range x.Further.Tasks {
				t.tasks[id] = true
			}
		}
		x.Further = &Further{N: t.n, Tasks: slices.Sorted(maps.Keys(t.tasks))}
	}
	return out
}

// kindsIn counts findings by kind.
func kindsIn(list []Finding) map[kind]int {
	of := map[kind]int{}
	for i := range list {
		of[kindOf(&list[i])]++
	}
	return of
}
