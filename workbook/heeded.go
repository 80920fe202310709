package workbook

import "sort"

// reached gives the state of a milestone or step that a bureau's row tells; last is what it said before, nil if nothing. What the row leaves
// blank stays as it was, except the reason that answers a warning.
func (s *Standing) reached(last *Reached, b *Bureau, r *Record, at Source) *Reached {
	e := &Reached{}
	if last != nil {
		*e = *last
	}
	e.Period, e.Bureau, e.Source, e.Answer, e.Beside = s.Period, b.Code, at, r.Get(ColText).Text, nil
	if st := r.Get(ColStatus); st.Filled() && st.Key != Unchanged {
		e.Status = st.Key
	}
	if d := r.Get(ColStartedOn); d.Filled() {
		e.StartedOn = d.Date
	}
	if d := r.Get(ColDoneOn); d.Filled() {
		e.DoneOn = d.Date
	}
	if e.Status != Done {
		e.DoneOn = 0
	}
	if d := r.Get(ColText); d.Filled() {
		e.Text = d.Text
	}
	return e
}

// counted gives the figure in a column of a bureau's row.
func (s *Standing) counted(column string, b *Bureau, r *Record, at Source) *Counted {
	return &Counted{Period: s.Period, Bureau: b.Code, V: r.Get(column).Num, Text: r.Get(ColText).Text, Source: at}
}

// among puts a bureau's word on a row beside those of others in the same period, and gives the word that counts. A bureau's later word
// replaces its earlier one.
func (e *Reached) among(was *Reached, listed []*Bureau) *Reached {
	if was == nil || was.Period != e.Period {
		return e
	}
	all := append([]*Reached{e}, was.Beside...)
	all = append(all, was)
	return firstHeeded(all, listed, func(x *Reached) string { return x.Bureau }, func(x *Reached, beside []*Reached) *Reached {
		c := *x
		c.Beside = beside
		return &c
	})
}

// among puts a bureau's figure beside those of others in the same period, and gives the one that counts. A bureau's later figure replaces
// its earlier one.
func (e *Counted) among(was *Counted, listed []*Bureau) *Counted {
	if was == nil || was.Period != e.Period {
		return e
	}
	all := append([]*Counted{e}, was.Beside...)
	all = append(all, was)
	return firstHeeded(all, listed, func(x *Counted) string { return x.Bureau }, func(x *Counted, beside []*Counted) *Counted {
		c := *x
		c.Beside = beside
		return &c
	})
}

// firstHeeded orders words as the plan lists their bureaus and gives the first, with the others beside it. If a bureau has several words,
// only its first in all is kept.
func firstHeeded[T any](all []T, listed []*Bureau, bureau func(T) string, with func(first T, beside []T) T) T {
	place := map[string]int{}
	for i, b := range listed {
		place[b.Code] = i
	}
	seen := map[string]bool{}
	var words []T
	for _, x := range all {
		if code := bureau(x); !seen[code] {
			seen[code] = true
			words = append(words, x)
		}
	}
	sort.SliceStable(words, func(i, j int) bool { return place[bureau(words[i])] < place[bureau(words[j])] })
	var beside []T
	for _, x := range words[1:] {
		beside = append(beside, with(x, nil))
	}
	return with(words[0], beside)
}
