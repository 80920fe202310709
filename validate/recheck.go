package validate

// Recheck says how the points of a bureau's earlier return stand in a later one of the same period.
type Recheck struct {
	Mended, Remaining, New int
}

// Compare counts how the points of a return stand against those of the bureau's return before it.
func Compare(before, now *Verdict) Recheck {
	stayed, gone := Follow(before, now)
	r := Recheck{Mended: len(gone), Remaining: len(stayed), New: -len(stayed)}
	for i := range now.Findings {
		if now.Findings[i].Counts() {
			r.New++
		}
	}
	return r
}

// Follow holds the points of a return against those of the bureau's return before it. stayed are those that stood there
// already, by their index among the later findings; gone are the earlier findings that are mended. A point is known by
// its rule, its row and its column, not by its cell: a row that was moved, or a sheet that was renamed, is still the same
// point.
func Follow(before, now *Verdict) (stayed map[int]bool, gone []Finding) {
	stayed = map[int]bool{}
	is := map[point][]int{}
	for i := range now.Findings {
		if f := &now.Findings[i]; f.Counts() {
			is[pointOf(f)] = append(is[pointOf(f)], i)
		}
	}
	for i := range before.Findings {
		f := &before.Findings[i]
		if !f.Counts() {
			continue
		}
		if at := is[pointOf(f)]; len(at) > 0 {
			stayed[at[0]] = true
			is[pointOf(f)] = at[1:]
			continue
		}
		gone = append(gone, *f)
	}
	return stayed, gone
}

// point is what two findings of two returns have in common when they are the same point. Rows that people add have no
// number of their own: of these as many are taken for the same as there are alike.
type point struct{ code, form, row, task, field, sheet string }

func pointOf(f *Finding) point {
	p := point{code: f.Code, form: f.Form, row: fold(f.Row), task: fold(f.Task), field: f.Field}
	if f.Form == "" {
		p.sheet = f.Place.Sheet
	}
	return p
}
