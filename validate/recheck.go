package validate

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

// Follow holds the points of a return against those of the bureau's return before it. A point is known by its rule, its row and its
// column, not by its cell: a row that was moved, or a sheet that was renamed, is still the same point. Of those that are only
// counted as many are taken to remain as may: nobody is told that something is mended that still stands there.
func Follow(before, now *Verdict) Followed {
	f := Followed{Stayed: map[int]bool{}}
	is := map[point][]int{}
	codes := map[string]*only{}
	of := func(code string) *only {
		if codes[code] == nil {
			codes[code] = &only{}
		}
		return codes[code]
	}
	for i := range now.Findings {
		if x := &now.Findings[i]; x.Counts() {
			is[pointOf(x)] = append(is[pointOf(x)], i)
			f.New += x.Number()
			o := of(x.Code)
			o.now, o.nowCounted = o.now+1, o.nowCounted+x.Number()-1
		}
	}
	var gone []Finding
	for i := range before.Findings {
		x := &before.Findings[i]
		if !x.Counts() {
			continue
		}
		f.Mended += x.Number()
		o := of(x.Code)
		o.counted += x.Number() - 1
		if at := is[pointOf(x)]; len(at) > 0 {
			f.Stayed[at[0]] = true
			is[pointOf(x)] = at[1:]
			o.now--
			f.Remaining++
			continue
		}
		o.before++
		gone = append(gone, *x)
		gone[len(gone)-1].Further = nil
	}
	for _, o := range codes {
		o.match()
		f.Remaining += o.again + o.unseen + o.both
	}
	for i := range now.Findings {
		x := &now.Findings[i]
		if o := codes[x.Code]; x.Counts() && !f.Stayed[i] && o.again > 0 {
			o.again--
			f.Stayed[i] = true
		}
	}
	for i := range gone {
		if o := codes[gone[i].Code]; o.unseen > 0 {
			o.unseen--
			continue
		}
		f.Gone = append(f.Gone, gone[i])
	}
	f.Mended -= f.Remaining
	f.New -= f.Remaining
	return f
}

// only are the points of a rule that stand in one of two returns and in no known place of the other: how many are kept of the earlier
// and of the later one, and how many are only counted there.
type only struct {
	before, counted, now, nowCounted int
	// again are those kept of the later one that are taken for points counted in the earlier, unseen those kept of the earlier that
	// are taken for points counted in the later, both those counted in both.
	again, unseen, both int
}

func (o *only) match() {
	o.again, o.unseen = min(o.now, o.counted), min(o.before, o.nowCounted)
	o.both = min(o.counted-o.again, o.nowCounted-o.unseen)
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
