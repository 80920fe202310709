package workbook

import (
	"cmp"
	"slices"

	"duban/workbook/calendar"
)

// Interim is one row of 分期目标, an interim target: the figure that a task or an indicator should reach by a day before its end, such
// as the end of a quarter.
type Interim struct {
	DueText string
	Due     calendar.Date // 0 if the row names no day
	Target  Amount
	Rec     *Record
}

// By gives the limit as the plan words it, or else the day.
func (i *Interim) By() string { return cmp.Or(i.DueText, i.Due.String()) }

// Interims holds the interim targets of one task or indicator that have a day and a figure, sorted by day.
type Interims []*Interim

// passed gives the last interim target due on or before a day, nil if there is none.
func (is Interims) passed(day calendar.Date) *Interim {
	for _, i := range slices.Backward(is) {
		if i.Due <= day {
			return i
		}
	}
	return nil
}

// next gives the first interim target due on or after a day, nil if there is none.
func (is Interims) next(day calendar.Date) *Interim {
	for _, i := range is {
		if i.Due >= day {
			return i
		}
	}
	return nil
}

// InForce gives the interim target that counts at a day: the next one due. That holds for a ceiling, too: a limit for June leaves room
// until June. But a value for June is no floor before June, so for a floor the last one passed counts, or the first if none has passed. It
// returns nil if the final target counts instead. end is the day of the final target, 0 if there is none.
func (is Interims) InForce(direction string, end, day calendar.Date) *Interim {
	i := is.next(day)
	if direction == Floor {
		if i = is.passed(day); i == nil && len(is) > 0 {
			i = is[0]
		}
	}
	if i == nil || end != 0 && (day >= end || i.Due >= end) {
		return nil
	}
	return i
}

// expected gives the completion, 0–1, that interim targets ask for at a day. It runs in a straight line from each target to the next, from
// 0 on the day before start to 1 at end. ratio turns a figure into a completion. start and end may be 0: without a start the result is not
// known before the first target, and without an end it stays at the last one.
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

// takesInterims reports whether the task has a figure of its own that can be compared with interim targets.
func (t *Task) takesInterims() bool {
	return t.Measure == Quantity || t.Measure == Rectification || t.Measure == Project && t.Basis == ByInvestment
}

// Paced reports whether interim targets say how far the task should be at a day. Interim targets of a bound do not: they move the bound.
func (t *Task) Paced() bool {
	return len(t.Interims) > 0 && t.takesInterims() && !(t.Measure == Quantity && IsBound(t.Direction))
}

// InterimRatio gives the completion that a figure of the task is of its final target; not known if the target or the baseline is not. It
// is never below 0 and may exceed 1.
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

// boundAt gives the target of the task, or of a bureau's part in it, at a day. Only bounds change over time, by their interim targets. A
// part takes the same share of the interim target as it has of the whole target.
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

// span gives the time in which an indicator should come to its planned value: that of the task that it measures, or else the year of its
// interim targets. Either day is 0 if it is not known.
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

// Paced reports whether interim targets say how far the indicator should be at a day.
func (in *Indicator) Paced() bool { return len(in.Interims) > 0 && in.bound() == "" }

// IndicatorExpected gives the completion, 0–1, that is expected of an indicator at a day. A bound should always be kept, which is 1.
// Otherwise its interim targets say so if it has any, or else the share of its task's time that has passed. It is not known for an
// indicator with neither.
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

// InterimRatio gives the completion that a value is of the indicator's planned value; not known if that is open. It is never below 0 and
// may exceed 1.
func (in *Indicator) InterimRatio(value float64) Amount {
	if !in.Planned.Known {
		return Amount{}
	}
	return in.ratio(value, in.Planned.V)
}

// ByInterims reports whether interim targets, its own or those of its indicators, say how far the task should be at a day.
func (t *Task) ByInterims() bool {
	return t.Paced() || t.Measure == ByIndicator && slices.ContainsFunc(t.Indicators, (*Indicator).Paced)
}

// OfInterim measures a bureau's completion c of a task that is not due yet against the interim target that fell due last instead of the
// final one. It returns c and false if none has fallen due. For a task measured by indicators it takes the mean of the indicators that
// have such an interim target or are bounds.
func (p *Plan) OfInterim(s *Standing, t *Task, b *Bureau, c Completion, day calendar.Date) (Completion, bool) {
	switch {
	case !c.Ratio.Known || !t.ByInterims():
		return c, false
	case t.Measure == ByIndicator:
		return p.indicatorsOfInterim(s, t, c, day)
	}
	passed := t.Interims.passed(day)
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
			r = p.againstInterim(in, r, day)
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

// againstInterim converts an indicator's completion of its planned value into that of the interim target that fell due last; not known if
// none has.
func (p *Plan) againstInterim(in *Indicator, ratio Amount, day calendar.Date) Amount {
	passed := in.Interims.passed(day)
	if passed == nil || !ratio.Known {
		return Amount{}
	}
	if share := in.InterimRatio(passed.Target.V); share.Known && share.V > 0 {
		return Known(round9(ratio.V / share.V))
	}
	return Amount{}
}

// IndicatorToDate gives an indicator's completion against what it should have reached by a day, see PlannedAt.
func (p *Plan) IndicatorToDate(in *Indicator, value Amount, day calendar.Date) Amount {
	planned, _ := p.PlannedAt(in, day)
	if !value.Known || !planned.Known {
		return Amount{}
	}
	return in.ratio(value.V, planned.V)
}

// indicatorsExpected gives the mean of what is expected of a task's indicators. Only those with known figures count, as they alone make up
// the task's completion.
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

// PlannedAt gives the figure that an indicator should have reached by a day, and the interim target that says so, nil if it is the planned
// value of the end. It is that of the last interim target that fell due, not known before the first. For a bound it is what holds on the
// day. At the end, or without interim targets, it is the planned value, which may be open.
func (p *Plan) PlannedAt(in *Indicator, day calendar.Date) (Amount, *Interim) {
	_, end := p.span(in, day)
	var i *Interim
	switch {
	case len(in.Interims) == 0 || end != 0 && day >= end:
		return in.Planned, nil
	case in.bound() == "":
		if i = in.Interims.passed(day); i == nil {
			return Amount{}, nil
		}
	default:
		if i = p.InterimInForce(in, day); i == nil {
			return in.Planned, nil
		}
	}
	return i.Target, i
}

// InterimInForce gives the interim target of an indicator that counts at a day, nil if its planned value does; see Interims.InForce.
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

// statedStart gives the start that the plan states for a task, 0 if the default start applies or t is nil.
func statedStart(t *Task) calendar.Date {
	if t == nil {
		return 0
	}
	return t.Rec.Get(ColStart).Date
}

func (is Interims) sort() {
	slices.SortStableFunc(is, func(a, b *Interim) int { return int(a.Due) - int(b.Due) })
}

// interimsOf finds the interim targets that a row belongs to, and their task, nil for those of an indicator without one. If the row belongs
// to nothing it observes that and returns nil.
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
		case !t.takesInterims():
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
