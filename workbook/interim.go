package workbook

import (
	"cmp"
	"slices"

	"duban/workbook/calendar"
)

// Interim is one row of 分期目标: what the figure of a task or of an indicator is to have reached by a day before the end, such as by
// the end of each quarter.
type Interim struct {
	DueText string
	Due     calendar.Date // 0 where the row names no day
	Target  Amount
	Rec     *Record
}

// By says by when it is to be reached: as the plan words it, else the day.
func (i *Interim) By() string { return cmp.Or(i.DueText, i.Due.String()) }

// Interims are the interim targets of one task or indicator, those with a day and a figure, in order of their days.
type Interims []*Interim

// Passed is the last interim target that has fallen due at a day, nil where none has.
func (is Interims) Passed(day calendar.Date) *Interim {
	for _, i := range slices.Backward(is) {
		if i.Due <= day {
			return i
		}
	}
	return nil
}

// Next is the first interim target that is due on a day or after it, nil where all are over.
func (is Interims) Next(day calendar.Date) *Interim {
	for _, i := range is {
		if i.Due >= day {
			return i
		}
	}
	return nil
}

// InForce is the interim target that is worked towards, or held to, at a day; nil where the target of the end is, and at the end. What is
// not to be exceeded by June leaves room until then, so that of a ceiling, too, the next one counts. What is to be reached by June is no
// floor before June: of a floor it is the last one, and before all of them the first. end is 0 where there is none.
func (is Interims) InForce(direction string, end, day calendar.Date) *Interim {
	i := is.Next(day)
	if direction == Floor {
		if i = is.Passed(day); i == nil && len(is) > 0 {
			i = is[0]
		}
	}
	if i == nil || end != 0 && (day >= end || i.Due >= end) {
		return nil
	}
	return i
}

// expected is the completion, 0–1, that interim targets ask for at a day: on the straight line from each to the next, from nothing before
// start to all at end. ratio is the completion of a figure. Without a start nothing is known before the first target, without an end the
// last one stands.
func (is Interims) expected(start, end, day calendar.Date, ratio func(value float64) Amount) Amount {
	switch {
	case end != 0 && day >= end:
		return Known(1)
	case start != 0 && day < start:
		return Known(0)
	}
	type point struct {
		day   calendar.Date
		ratio float64
	}
	var was, next point
	if start != 0 {
		was.day = start.AddDays(-1) // nothing is done at the end of the day before
	}
	for _, i := range is {
		r := ratio(i.Target.V)
		if !r.Known || i.Due < start || end != 0 && i.Due >= end {
			continue
		}
		at := point{i.Due, min(1, r.V)}
		if i.Due > day {
			next = at
			break
		}
		was = at
	}
	if next.day == 0 && end != 0 {
		next = point{end, 1}
	}
	switch {
	case was.day == 0:
		return Amount{}
	case next.day == 0:
		return Known(was.ratio)
	}
	return Known(round9(was.ratio + (next.ratio-was.ratio)*float64(day-was.day)/float64(next.day-was.day)))
}

// TakesInterims reports whether a task has a figure of its own that can be held to interim targets.
func (t *Task) TakesInterims() bool {
	return t.Measure == Quantity || t.Measure == Rectification || t.Measure == Project && t.Basis == ByInvestment
}

// Paced reports whether interim targets say how far a task is to be at a day. Those of a bound say what it holds to.
func (t *Task) Paced() bool {
	return len(t.Interims) > 0 && t.TakesInterims() && !(t.Measure == Quantity && IsBound(t.Direction))
}

// InterimRatio is the completion, 0–1, that a figure of a task's is of its target; not known where the target or the baseline is not.
func (t *Task) InterimRatio(value float64) Amount {
	baseline, target := Known(0), t.Target
	switch t.Measure {
	case Quantity:
		baseline = t.Baseline
	case Project:
		if t.YearInvestment.Known {
			target = t.YearInvestment
		}
	}
	if !baseline.Known || !target.Known {
		return Amount{}
	}
	direction := t.Direction
	if t.Measure != Quantity {
		direction = Higher
	}
	return QuantityRatio(direction, value, baseline.V, target.V)
}

// boundAt is what a target of a task's, or of a bureau's part in it, is at a day: of a bound its interim target, of which a part has the
// share that it has of the whole.
func (p *Plan) boundAt(t *Task, target Amount, day calendar.Date) Amount {
	if len(t.Interims) == 0 || !IsBound(t.Direction) || t.Measure != Quantity || !target.Known {
		return target
	}
	switch i := t.Interims.InForce(t.Direction, p.DueOn(t, day), day); {
	case i == nil:
		return target
	case target == t.Target:
		return i.Target
	case t.Target.V != 0:
		return Known(round9(target.V * i.Target.V / t.Target.V))
	}
	return target
}

// span is from when to when an indicator is to come to its plan: as long as the task that it measures, else the year of its interim
// targets.
func (p *Plan) span(in *Indicator, day calendar.Date) (start, end calendar.Date) {
	if in.Task != nil {
		start, end = in.Task.Start, p.DueOn(in.Task, day)
	}
	if len(in.Interims) == 0 {
		return start, end
	}
	if end == 0 {
		end = calendar.NewDate(in.Interims[len(in.Interims)-1].Due.Year(), 12, 31)
	}
	if in.Task == nil {
		start = calendar.NewDate(in.Interims[0].Due.Year(), 1, 1)
	}
	return start, end
}

// Paced reports whether interim targets say how far an indicator is to be at a day.
func (in *Indicator) Paced() bool { return len(in.Interims) > 0 && in.bound() == "" }

// IndicatorExpected is the completion, 0–1, that is expected of an indicator at a day: of a bound that it is kept, by its interim targets
// where it has any, else by the time of its task that has passed. Not known of one that belongs to no task and has none.
func (p *Plan) IndicatorExpected(in *Indicator, day calendar.Date) Amount {
	start, end := p.span(in, day)
	switch {
	case in.bound() != "":
		return Known(1)
	case in.Paced():
		return in.Interims.expected(start, end, day, in.InterimRatio)
	}
	return Elapsed(start, end, day)
}

// InterimRatio is the completion, 0–1, that a value of an indicator is of its plan; not known where that is open.
func (in *Indicator) InterimRatio(value float64) Amount {
	if !in.Planned.Known {
		return Amount{}
	}
	return in.ratio(value, in.Planned.V)
}

// ByInterims reports whether interim targets, its own or those of its indicators, say how far a task is to be at a day.
func (t *Task) ByInterims() bool {
	return t.Paced() || t.Measure == ByIndicator && slices.ContainsFunc(t.Indicators, (*Indicator).Paced)
}

// OfInterim is a bureau's completion of a task that is not due yet as one of the interim targets that fell due last, which are its target
// then; false where none has fallen due. Of indicators it is the mean of those that have one, or are held to a bound at any time.
func (p *Plan) OfInterim(s *Standing, t *Task, b *Bureau, c Completion, day calendar.Date) (Completion, bool) {
	switch {
	case !c.Ratio.Known || !t.ByInterims():
		return c, false
	case t.Measure == ByIndicator:
		return p.indicatorsOfInterim(s, t, c, day)
	}
	passed := t.Interims.Passed(day)
	if passed == nil {
		return c, false
	}
	share := t.InterimRatio(passed.Target.V)
	if !share.Known || share.V <= 0 {
		return c, false
	}
	base := 0.0
	if part := t.PartOf(b); part != nil {
		base = part.Baseline.V
	} else if t.Measure == Quantity {
		base = t.Baseline.V
	}
	c.Ratio = Known(round9(c.Ratio.V / share.V))
	if c.Of.Known {
		c.Of = Known(round9(base + share.V*(c.Of.V-base)))
	}
	return c, true
}

func (p *Plan) indicatorsOfInterim(s *Standing, t *Task, c Completion, day calendar.Date) (Completion, bool) {
	var sum float64
	n := 0
	for _, in := range t.Indicators {
		r := p.indicatorRatio(s, in)
		if in.bound() == "" {
			r = p.reachedOf(in, r, day)
		}
		if r.Known {
			sum, n = sum+min(1, r.V), n+1
		}
	}
	if n == 0 {
		return c, false
	}
	c.Ratio, c.Done, c.Of = Known(round9(sum/float64(n))), Known(round9(sum)), Known(float64(n))
	return c, true
}

// reachedOf is the completion of an indicator, of which the ratio to its plan is given, against the interim target that fell due last; not
// known where none has.
func (p *Plan) reachedOf(in *Indicator, ratio Amount, day calendar.Date) Amount {
	passed := in.Interims.Passed(day)
	if passed == nil || !ratio.Known {
		return Amount{}
	}
	if share := in.InterimRatio(passed.Target.V); share.Known && share.V > 0 {
		return Known(round9(ratio.V / share.V))
	}
	return Amount{}
}

// IndicatorToDate is an indicator's completion at a day against what it is to have reached by then, see PlannedAt.
func (p *Plan) IndicatorToDate(in *Indicator, value Amount, day calendar.Date) Amount {
	planned, _ := p.PlannedAt(in, day)
	if !value.Known || !planned.Known {
		return Amount{}
	}
	return in.ratio(value.V, planned.V)
}

// indicatorsExpected is the mean of what is expected of a task's indicators, of those whose figures are known: its completion is theirs.
func (p *Plan) indicatorsExpected(s *Standing, t *Task, day calendar.Date) Amount {
	var sum float64
	n := 0
	for _, in := range t.Indicators {
		if !p.indicatorRatio(s, in).Known {
			continue
		}
		if e := p.IndicatorExpected(in, day); e.Known {
			sum, n = sum+e.V, n+1
		}
	}
	if n == 0 {
		return Amount{}
	}
	return Known(round9(sum / float64(n)))
}

// PlannedAt is the figure that an indicator is to have reached at a day, and the interim target that says so, nil where the plan does: the
// last interim target that fell due, the plan once that is due. Of a bound it is what holds on the day. Not known before the first of
// them, and where the plan is open. Of an indicator without interim targets it is its plan at any time.
func (p *Plan) PlannedAt(in *Indicator, day calendar.Date) (Amount, *Interim) {
	_, end := p.span(in, day)
	var i *Interim
	switch {
	case len(in.Interims) == 0 || end != 0 && day >= end:
		return in.Planned, nil
	case in.bound() == "":
		if i = in.Interims.Passed(day); i == nil {
			return Amount{}, nil
		}
	default:
		if i = p.InterimInForce(in, day); i == nil {
			return in.Planned, nil
		}
	}
	return i.Target, i
}

// InterimInForce is the interim target of an indicator that is worked towards, or held to, at a day; nil where its plan is.
func (p *Plan) InterimInForce(in *Indicator, day calendar.Date) *Interim {
	_, end := p.span(in, day)
	return in.Interims.InForce(in.Direction, end, day)
}

// decodeInterims reads 分期目标.
func (p *Plan) decodeInterims() {
	for _, r := range p.records(FormInterims) {
		to, t := p.interimsOf(r)
		if to == nil {
			continue
		}
		i := &Interim{Target: amount(r.Get(ColTarget)), Rec: r}
		i.DueText, i.Due = p.resolveDue(r, statedStart(t))
		switch first := slices.IndexFunc(*to, func(x *Interim) bool { return x.Due == i.Due }); {
		case i.Due == 0:
			if r.Get(ColDue).State != Bad {
				p.observe("interim-undated", r, ColDue)
			}
		case first >= 0:
			p.observe("interim-twice", r, ColDue, "due", i.Due.String(), "first", (*to)[first].Rec.Place(ColDue).Cell())
		case i.Target.Known:
			*to = append(*to, i)
		}
	}
	for _, t := range p.Tasks {
		t.Interims.sort()
	}
	for _, in := range p.Indicators {
		in.Interims.sort()
	}
}

// statedStart is the start that the plan states for a task, 0 where it leaves it to the default or there is no task.
func statedStart(t *Task) calendar.Date {
	if t == nil {
		return 0
	}
	return t.Rec.Get(ColStart).Date
}

func (is Interims) sort() {
	slices.SortStableFunc(is, func(a, b *Interim) int { return int(a.Due) - int(b.Due) })
}

// interimsOf finds the interim targets that a row is one of, with the task that they are of, nil for those of an indicator without one.
// It observes a row that belongs to nothing.
func (p *Plan) interimsOf(r *Record) (*Interims, *Task) {
	number, task := r.Get(ColIndicator), r.Get(ColTask)
	if !number.Filled() {
		if !task.Filled() {
			p.observe("interim-unowned", r, ColTask)
			return nil, nil
		}
		t := p.taskOf(r)
		switch {
		case t == nil:
			return nil, nil
		case !t.TakesInterims():
			p.observe("interim-unmeasured", r, ColTask)
			return nil, nil
		}
		return &t.Interims, t
	}
	in := p.Indicator(number.Text)
	if in == nil {
		p.observe("indicator-unknown", r, ColIndicator, "near", p.nearIndicator(number.Text))
		return nil, nil
	}
	if task.Filled() && (in.Task == nil || p.Task(task.Text) != in.Task) {
		p.observe("interim-task-differs", r, ColTask, "name", in.ID)
	}
	return &in.Interims, in.Task
}
