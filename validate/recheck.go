package validate

import (
	"hash/fnv"
	"io"

	"duban/workbook"
)

// Recheck counts what became of the points of a bureau's earlier return in a later one of the same period. A point is a finding that counts.
type Recheck struct {
	Mended, Remaining, New int
}

// Followed says what became of the points of a bureau's earlier return.
type Followed struct {
	Recheck
	// Stayed holds the indices of the later findings that were there before.
	Stayed map[int]bool
	// Gone holds the earlier findings that are corrected, if they were kept.
	Gone []Finding
}

// Follow compares the points of a return with those of the bureau's return before it. Neither verdict may be abridged. Points are the same
// if their rule, row and column are, whatever the cell: a row may have been moved, or a sheet renamed. As many as possible of the points
// that are only counted are taken to remain, so that nobody is told that a point is corrected while it is still there.
func Follow(before, now *Verdict) Followed {
	f := Followed{Stayed: map[int]bool{}}
	var by map[string]ruleFollowed
	f.Recheck, by = follow(before.asked(), now.asked())
	nth := map[string]int{}
	for i := range now.Findings {
		if x := &now.Findings[i]; x.Counts() {
			if by[x.Code].stayed[nth[x.Code]] {
				f.Stayed[i] = true
			}
			nth[x.Code]++
		}
	}
	clear(nth)
	for i := range before.Findings {
		if x := &before.Findings[i]; x.Counts() {
			if by[x.Code].gone[nth[x.Code]] {
				f.Gone = append(f.Gone, *x)
				f.Gone[len(f.Gone)-1].Further = nil
			}
			nth[x.Code]++
		}
	}
	return f
}

// Recheck counts what became of the points of the bureau's return before this one. The verdicts may be abridged.
func (v *Verdict) Recheck(before *Verdict) Recheck {
	r, _ := follow(before.asked(), v.asked())
	return r
}

// asks holds the points of one rule in a return: those that are kept, as numbers (see pointOf), and the number of those only counted.
type asks struct {
	points  []uint64
	counted int
}

// asked gives a return's points by the code of their rule.
func (v *Verdict) asked() map[string]*asks {
	if v.points != nil {
		return v.points
	}
	out := map[string]*asks{}
	for i := range v.Findings {
		x := &v.Findings[i]
		if !x.Counts() {
			continue
		}
		a := out[x.Code]
		if a == nil {
			a = &asks{}
			out[x.Code] = a
		}
		a.points = append(a.points, pointOf(x))
		a.counted += x.Number() - 1
	}
	return out
}

// ruleFollowed holds, for the kept points of one rule, the indices of the earlier ones that are gone and of the later ones that were there
// before.
type ruleFollowed struct{ gone, stayed map[int]bool }

// follow compares points with earlier ones, rule by rule.
func follow(before, now map[string]*asks) (r Recheck, by map[string]ruleFollowed) {
	by = map[string]ruleFollowed{}
	for code, a := range now {
		if before[code] == nil {
			r.New += len(a.points) + a.counted
		}
	}
	for code, a := range before {
		b := now[code]
		if b == nil {
			b = &asks{}
		}
		f, remaining := a.follow(b)
		by[code] = f
		r.Remaining += remaining
		r.Mended += len(a.points) + a.counted - remaining
		r.New += len(b.points) + b.counted - remaining
	}
	return r, by
}

// follow compares the points of one rule with the later ones. remaining is the number of earlier points that remain.
func (a *asks) follow(now *asks) (f ruleFollowed, remaining int) {
	f = ruleFollowed{map[int]bool{}, map[int]bool{}}
	at := map[uint64][]int{}
	for i, p := range now.points {
		at[p] = append(at[p], i)
	}
	for i, p := range a.points {
		if same := at[p]; len(same) > 0 {
			f.stayed[same[0]] = true
			at[p] = same[1:]
		} else {
			f.gone[i] = true
		}
	}
	// Points without a match may be among the counted ones of the other return: again is the most later points that may be counted in the
	// earlier return, unseen the most earlier points that may be counted in the later one. Further points may be counted in both.
	again, unseen := min(len(now.points)-len(f.stayed), a.counted), min(len(f.gone), now.counted)
	remaining = len(f.stayed) + again + unseen + min(a.counted-again, now.counted-unseen)
	for i := range now.points {
		if again > 0 && !f.stayed[i] {
			again--
			f.stayed[i] = true
		}
	}
	for i := range a.points {
		if unseen > 0 && f.gone[i] {
			unseen--
			delete(f.gone, i)
		}
	}
	return f, remaining
}

// pointOf gives a number that is equal for findings of one rule in two returns that are the same point. Rows that people add have no number,
// so their points are equal, too: they are matched one by one, as many as there are.
func pointOf(f *Finding) uint64 {
	sheet := ""
	if f.Form == "" {
		sheet = f.Place.Sheet
	}
	h := fnv.New64a()
	for _, s := range []string{f.Form, workbook.Fold(f.Row), workbook.Fold(f.Task), f.Field, sheet} {
		_, _ = io.WriteString(h, s+"\x00")
	}
	return h.Sum64()
}
