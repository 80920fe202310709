package validate

// Recheck says how the points of a bureau's earlier return stand in a later one of the same period.
type Recheck struct {
	Mended, Remaining, New int
}

// Compare holds the points of a return against those of the bureau's return before it. A point is known by its rule, its
// row and its column, not by its cell: a row that was moved, or a sheet that was renamed, is still the same point.
func Compare(before, now *Verdict) Recheck {
	var r Recheck
	was, is := points(before), points(now)
	for k, n := range was {
		r.Remaining += min(n, is[k])
		r.Mended += max(0, n-is[k])
	}
	for k, n := range is {
		r.New += max(0, n-was[k])
	}
	return r
}

// point is what two findings of two returns have in common when they are the same point. Rows that people add have no
// number of their own: of these as many are taken for the same as there are alike.
type point struct{ code, form, row, task, field, sheet string }

func points(v *Verdict) map[point]int {
	m := map[point]int{}
	for i := range v.Findings {
		f := &v.Findings[i]
		if !f.Counts() {
			continue
		}
		p := point{code: f.Code, form: f.Form, row: fold(f.Row), task: fold(f.Task), field: f.Field}
		if f.Form == "" {
			p.sheet = f.Place.Sheet
		}
		m[p]++
	}
	return m
}
