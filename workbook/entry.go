package workbook

import "duban/workbook/calendar"

// entry builds an accepted entry from a row. What a bureau leaves blank stays as it was last; 本期无变化 keeps all of it.
func (s *Standing) entry(t *Task, b *Bureau, last *Accepted, r *Record, at Source) *Accepted {
	e := &Accepted{Period: s.Period, Source: at, Role: t.Role(b)}
	if last != nil {
		e.Status, e.Value, e.Estimate, e.EstimateIn, e.DoneOn = last.Status, last.Value, last.Estimate, last.EstimateIn, last.DoneOn
		e.SaidIn = last.SaidIn
		e.Text, e.TextIn, e.Trouble, e.Next, e.Evidence = last.Text, last.TextIn, last.Trouble, last.Next, last.Evidence
	}
	if st := r.Get(ColStatus); st.Filled() && st.Key != Unchanged {
		e.Status = st.Key
	} else if e.Status == "" {
		e.Status = NotStarted
	}
	e.Opening = last.openingFor(s.Period)
	if v := r.Get(ColDoneValue); v.Filled() {
		e.Value = Known(t.SumWith(last, s.Period, v.Num))
		if t.Basis == ThisPeriod {
			e.InPeriod = Known(v.Num)
		}
		if t.TakesFigure(b) {
			e.Source = at.to(ColDoneValue)
		}
	}
	if st := r.Get(ColStatus).Key; e.SaidIn.IsZero() || r.Get(ColDoneValue).Filled() || st == Done || st == Sustained {
		e.SaidIn = s.Period
	}
	if v := r.Get(ColProgress); v.Filled() {
		e.Estimate, e.EstimateIn = Known(v.Num), s.Period
	}
	if v := r.Get(ColDoneOn); v.Filled() {
		e.DoneOn = v.Date
	}
	if e.Status != Done && e.Status != Sustained {
		e.DoneOn = 0
	}
	set := func(to *string, key string) {
		if d := r.Get(key); d.Filled() {
			*to = d.Text
		}
	}
	set(&e.Text, ColText)
	if r.Get(ColText).Filled() {
		e.TextIn = s.Period
	}
	// Troubles and next steps are about this period alone: silence means there are none.
	if st := r.Get(ColStatus); st.Key != Unchanged {
		e.Trouble, e.Next = "", ""
	}
	set(&e.Trouble, ColTrouble)
	set(&e.Next, ColNext)
	set(&e.Evidence, ColEvidence)
	set(&e.Answer, ColAnswer)
	if last != nil && e.Text != "" && e.Text == last.Text && r.Get(ColText).Filled() {
		e.SameText = last.SameText + 1
	}
	e.repeats(r, last)
	if t.full(b, e.Value) {
		if e.FullSince = s.Period; last != nil && !last.FullSince.IsZero() {
			e.FullSince = last.FullSince
		}
	}
	return e
}

// repeats counts for how many periods in a row an entry says the same: the same figure typed again, the same change asked for again.
func (e *Accepted) repeats(r *Record, last *Accepted) {
	if e.Status == AskChange {
		e.Asking, e.AskedIn = 1, e.Period
	}
	if last == nil {
		return
	}
	if e.Asking > 0 && last.Asking > 0 {
		e.Asking, e.AskedIn = last.Asking+1, last.AskedIn
	}
	switch v := r.Get(ColDoneValue); {
	case !v.Filled():
		e.SameValue = last.SameValue
	case last.Value.Known && e.Value == last.Value:
		e.SameValue = last.SameValue + 1
	}
}

// Opening holds the sums from before the month, and for a special round also from before the week, that a shorter period lies in. The
// longer period's own return counts from there, since its figure includes those of the shorter ones.
type Opening struct{ Month, Week Amount }

// openingFor gives the Opening of an entry in a period p that follows this entry; the receiver may be nil. It is zero unless p is a week
// or special round.
func (e *Accepted) openingFor(p calendar.Period) (o Opening) {
	if e == nil || !p.Partial() {
		return o
	}
	o.Month = e.Value
	if e.Period.Partial() && e.Period.Month() == p.Month() {
		o.Month = e.Opening.Month
	}
	if p.Kind() != calendar.Special {
		return o
	}
	o.Week = e.Value
	if e.Period.Kind() == calendar.Special && calendar.WeekOf(e.Period.Last()) == calendar.WeekOf(p.Last()) {
		o.Week = e.Opening.Week // the week may begin in the month before
	}
	return o
}

// openingOf gives the sum to which a figure of period p is added if this was the last entry; the receiver may be nil.
func (e *Accepted) openingOf(p calendar.Period) Amount {
	switch {
	case e == nil || !e.Value.Known:
		return Amount{}
	case !e.Period.Partial() || !p.Contains(e.Period.Last()):
		return e.Value
	case !p.Partial():
		return e.Opening.Month
	case p.Kind() == calendar.Week && e.Period.Kind() == calendar.Special:
		return e.Opening.Week
	}
	return e.Value
}

// SumWith gives where a task stands once a figure is typed in a period: the figure itself, or if figures are of their period (当期) the sum
// with what stood before. It is rounded, so that parts which make up a target reach it.
func (t *Task) SumWith(last *Accepted, p calendar.Period, typed float64) float64 {
	if t.Basis != ThisPeriod {
		return typed
	}
	return round9(last.openingOf(p).V + typed)
}
