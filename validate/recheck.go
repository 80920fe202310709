package validate

import (
	"hash/fnv"
	"io"
)

// Recheck says how the points of a bureau's earlier return stand in a later one of the same period.
type Recheck struct {
	Mended, Remaining, New int
}

// Followed is what became of the points of a bureau's earlier return.
type Followed struct {
	Recheck
	// Stayed are those that stood there already, by their index among the later findings.
	Stayed map[int]bool
	// Gone are the earlier findings that are mended, as far as they are kept.
	Gone []Finding
}

// Follow holds the points of a return against those of the bureau's return before it, of which neither is abridged. A point is known
// by its rule, its row and its column, not by its cell: a row that was moved, or a sheet that was renamed, is still the same point.
// Of those that are only counted as many are taken to remain as may: nobody is told that something is mended that still stands there.
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

// Recheck counts what became of the points of the bureau's return before this one, also where they are abridged.
func (v *Verdict) Recheck(before *Verdict) Recheck {
	r, _ := follow(before.asked(), v.asked())
	return r
}

// asks are the points of a rule that a return asks to be mended or explained: those that are kept of it, and how many are only
// counted.
type asks struct {
	points  []uint64
	counted int
}

// asked are a return's points by their rules.
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

// ruleFollowed says of the points of a rule that are kept, in their order, which of the earlier ones are gone and which of the later
// ones stood there already.
type ruleFollowed struct{ gone, stayed map[int]bool }

// follow holds points against earlier ones, rule by rule.
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

// follow does so with those of one rule, and gives how many remain.
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
	// Of the others those kept of the later one may be points that are counted in the earlier, those kept of the earlier may be points
	// that are counted in the later, and some may be counted in both.
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

// pointOf is what two findings of a rule in two returns have in common when they are the same point, as a number. Rows that people add
// have no number of their own: of these as many are taken for the same as there are alike.
func pointOf(f *Finding) uint64 {
	sheet := ""
	if f.Form == "" {
		sheet = f.Place.Sheet
	}
	h := fnv.New64a()
	for _, s := range []string{f.Form, fold(f.Row), fold(f.Task), f.Field, sheet} {
		_, _ = io.WriteString(h, s+"\x00")
	}
	return h.Sum64()
}
