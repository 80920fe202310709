package workbook

import "duban/workbook/calendar"

// measured works a completion out by the task's measure from one bureau's entry.
func (p *Plan) measured(s *Standing, t *Task, b *Bureau) Completion {
	e := p.Effective(s, t, b)
	rows := t
	if t.ByGroup() && len(t.Milestones)+len(t.Steps)+len(t.Indicators) > 0 {
		rows = t.Concerning(b) // nobody in a group is held to what others are asked for
	}
	switch t.Measure {
	case Quantity:
		return amountOf(t, e, t.Baseline, p.boundAt(t, t.Target, s.Period.Last()))
	case Staged:
		return p.staged(s, t)
	case ByIndicator:
		return p.byIndicators(s, rows, e)
	case Recurring:
		return p.recurring(s, t, e)
	case Project:
		if t.Basis == ByInvestment {
			target := t.YearInvestment
			if !target.Known {
				target = t.Target
			}
			return amountOf(t, e, Known(0), target)
		}
		if len(rows.Steps) > 0 {
			return rows.bySteps(s, e)
		}
	case Rectification:
		return p.rectified(s, t, b, e, t.Target)
	}
	if len(rows.Milestones) > 0 {
		c := rows.byMilestones(s)
		if e != nil && e.Status == Done {
			c.Ratio, c.Finished, c.FinishedOn = Known(1), true, e.DoneOn
		}
		return c
	}
	return p.byStatus(s, t, b)
}

func (p *Plan) byStatus(s *Standing, t *Task, b *Bureau) Completion {
	c := Completion{Binary: true, Ratio: Known(0), Done: Known(0), Of: Known(1)}
	e := p.Effective(s, t, b)
	switch {
	case e == nil:
	case e.Status == Done:
		c.Ratio, c.Done, c.Finished, c.FinishedOn = Known(1), Known(1), true, e.DoneOn
	case e.Status == Sustained:
		// 长期坚持 is an end that a person confirms: unconfirmed it is neither done nor undone.
		if p.VerifiedValue(t, b, ColStatus, s.Period) != nil {
			c.Ratio, c.Done, c.Finished, c.FinishedOn = Known(1), Known(1), true, e.DoneOn
		} else {
			c.Ratio, c.Done = Amount{}, Amount{}
		}
	}
	return c
}

// QuantityRatio is the completion of a figure on its way from a baseline to a target, in either direction; for a ceiling
// it is 1 within it, else 2 − value ÷ ceiling, for a floor value ÷ floor. It never falls below 0. Not known where nothing lies between
// baseline and target, or where a figure that is to fall has its target above the baseline: mostly the baseline was forgotten.
func QuantityRatio(direction string, value, baseline, target float64) Amount {
	var r float64
	switch {
	case direction == Ceiling:
		switch {
		case value <= target:
			r = 1
		case target <= 0:
			r = 0
		default:
			r = 2 - value/target
		}
	case direction == Floor:
		switch {
		case target > 0:
			r = value / target
		case value >= target:
			r = 1
		}
	case target == baseline, direction == Lower && target > baseline:
		return Amount{}
	default:
		r = (value - baseline) / (target - baseline)
	}
	return Known(round9(max(0, r)))
}

// full reports whether a value reaches what a bureau is to reach on a task: its own part's target, or the task's.
func (t *Task) full(b *Bureau, value Amount) bool {
	baseline, target := t.Baseline, t.Target
	if part := t.PartOf(b); part != nil {
		baseline, target = part.Baseline, part.Target
	} else if t.Measure == Project && t.YearInvestment.Known {
		baseline, target = Known(0), t.YearInvestment
	}
	if !value.Known || !baseline.Known || !target.Known || IsBound(t.Direction) {
		return false
	}
	r := QuantityRatio(t.Direction, value.V, baseline.V, target.V)
	return r.Known && r.V >= 1
}

func amountOf(t *Task, e *Accepted, baseline, target Amount) Completion {
	c := Completion{Done: baseline, Of: target, Bound: t.boundShare()}
	if e != nil && e.Value.Known {
		c.Done = e.Value
	}
	if target.Known && baseline.Known {
		if IsBound(t.Direction) && (e == nil || !e.Value.Known) {
			return c // a bound is not kept by saying nothing
		}
		c.Ratio = QuantityRatio(t.Direction, c.Done.V, baseline.V, target.V)
	}
	c.finish(t, e)
	return c
}

// boundShare is how much of the completion of a task's figure is of a bound: all or nothing.
func (t *Task) boundShare() float64 {
	if t.Measure == Quantity && IsBound(t.Direction) {
		return 1
	}
	return 0
}

// finish calls a measured task over when the measure is full, or when it is reported done while the measure is not known. A bound
// that is kept is over once it is reported done; one that is broken is not, whatever is reported.
func (c *Completion) finish(t *Task, e *Accepted) {
	switch {
	case c.Ratio.Known && c.Ratio.V >= 1 && !IsBound(t.Direction):
		c.Finished = true
		if e != nil {
			c.FinishedOn = e.DoneOn
			if c.FinishedOn == 0 && !e.FullSince.IsZero() {
				c.FinishedOn = e.FullSince.Last()
			}
			if c.FinishedOn == 0 {
				c.FinishedOn = e.Period.Last()
			}
		}
	case !c.Ratio.Known && e != nil && e.Status == Done:
		c.Finished, c.FinishedOn = true, e.DoneOn
	case IsBound(t.Direction) && c.Ratio.Known && c.Ratio.V >= 1 && e != nil && e.Status == Done:
		c.Finished, c.FinishedOn = true, e.DoneOn
	}
}

func (p *Plan) staged(s *Standing, t *Task) Completion {
	var start, now, all, total float64
	for _, st := range t.Stages {
		n := st.Initial
		if c := s.Stages[RowKey{Task: t.ID, ID: st.ID}]; c != nil {
			n = c.V
		}
		start += st.Initial * st.Worth
		now += n * st.Worth
		total += st.Initial
		all = max(all, st.Worth)
	}
	c := Completion{Done: Known(round9(now / 100)), Of: Known(round9(total * all / 100))}
	if full := total * all; full != start {
		c.Ratio = Known(round9(max(0, (now-start)/(full-start))))
	}
	c.finish(t, p.Effective(s, t, t.Lead()))
	return c
}

// ByStages reports whether a task stands by its stages: it is counted by them, and there is a lead who is asked for the counts.
func (t *Task) ByStages() bool {
	return t.Measure == Staged && len(t.Stages) > 0 && t.Lead() != nil
}

// Counted reports whether a task's progress is a figure that the bureau types.
func (t *Task) Counted() bool {
	switch t.Measure {
	case Quantity, Recurring, Rectification:
		return true
	case Project:
		return t.Basis == ByInvestment
	}
	return false
}

// AsksFigure reports whether a figure is asked of a bureau: of its part in a task that was allocated, however the whole is measured, and
// of who answers for a task that is counted.
func (t *Task) AsksFigure(b *Bureau) bool {
	role := t.Role(b)
	if part := t.PartOf(b); part != nil && role != RoleLead && role != RoleCoLead {
		return !part.Nothing()
	}
	return (t.Counted() || t.PartOf(b) != nil) && role != "" && role != RoleSupport
}

// TakesFigure reports whether a bureau may type a figure, asked or not: who supports a task that is counted may say how much it did.
func (t *Task) TakesFigure(b *Bureau) bool { return t.Counted() || t.AsksFigure(b) }

// CountedIn is what a task's figures are counted in. Duties of a task without a unit of its own are counted in times, as its
// return says beside them.
func (t *Task) CountedIn() string {
	if t.Measure == Recurring && t.Unit == "" {
		return "次"
	}
	return t.Unit
}

// TargetOf is what a bureau's figure is measured by: its part of what was allocated, the year's investment of a project.
func (t *Task) TargetOf(b *Bureau) Amount {
	if part := t.PartOf(b); part != nil {
		return part.Target
	}
	if t.Measure == Project && t.YearInvestment.Known {
		return t.YearInvestment
	}
	return t.Target
}

// byTarget reports whether a task's 目标值 is what its completion is measured by, or is at least held to what is.
func (t *Task) byTarget() bool {
	switch t.Measure {
	case Quantity, Rectification, Staged:
		return true
	case Project:
		return t.Basis == ByInvestment && !t.YearInvestment.Known
	}
	return false
}

// farBeyond is how many times its target a figure may be before somebody is asked whether it is meant: a figure in 元
// where 万元 is counted is ten thousand times too large.
const farBeyond = 10

// DoubtedAbove is the figure above which a bureau that types it in a period is asked whether it is meant, with what stood before;
// unknown where none is too large.
func (t *Task) DoubtedAbove(b *Bureau, last *Accepted, p calendar.Period) Amount {
	target := t.TargetOf(b)
	if !t.AsksFigure(b) || t.Measure == Recurring || t.Direction == Lower || !target.Known || target.V <= 0 {
		return Amount{}
	}
	return Known(round9(farBeyond*target.V - t.SumWith(last, p, 0)))
}

// leastPercent is the target, in percent, from which on a figure up to 1 is hardly meant: a rate that has come a tenth of the way to 10%.
const leastPercent = 10

// InPercent reports that a bureau's figure on a task is a percentage so large that one up to 1 is a fraction by mistake: 0.85 for 85.
func (t *Task) InPercent(b *Bureau) bool {
	target := t.TargetOf(b)
	return t.Measure == Quantity && fold(t.Unit) == "%" && t.AsksFigure(b) && target.Known && target.V >= leastPercent
}

// PerhapsFraction reports that a bureau's figure on a task in percent whose target is too low for InPercent is doubted: it is a hundredth
// of the target or of what stood before, as 0.05 is of 5, and far from both. What begins at 0 may well be at 0.05.
func (t *Task) PerhapsFraction(b *Bureau, last *Accepted, value float64) bool {
	target, before := t.TargetOf(b), t.Baseline
	if part := t.PartOf(b); part != nil {
		before = part.Baseline
	}
	stood := before.Known && before.V != 0
	if last != nil && last.Value.Known {
		before, stood = last.Value, true
	}
	if t.Measure != Quantity || fold(t.Unit) != "%" || !t.AsksFigure(b) || t.Basis == ThisPeriod || !target.Known || target.V >= leastPercent || value <= 0 {
		return false
	}
	far := func(from float64) bool { return value < from/10 }
	hundredth := func(of float64) bool { return 100*value >= of/2 && 100*value <= 2*of }
	return far(target.V) && (!stood || far(before.V)) && (hundredth(target.V) || stood && hundredth(before.V))
}

// MayFall reports that a task's figure may be lower than the last one: one at a date, of the period, or one that is to fall.
func (t *Task) MayFall() bool {
	return t.Basis == PointInTime || t.Basis == ThisPeriod || t.Direction != Higher
}

// MayBeNegative reports that a task's figure may lie below 0: a rate that is held to a floor, such as one of growth, or one of which the plan
// itself names a figure below 0.
func (t *Task) MayBeNegative() bool {
	return t.Measure == Quantity && (t.Direction == Floor || t.Baseline.V < 0 || t.Target.V < 0)
}

// StageTotal is the number of units that a staged task's stages sum to, now and always.
func (t *Task) StageTotal() float64 {
	var n float64
	for _, s := range t.Stages {
		n += s.Initial
	}
	return n
}

// byIndicators is the mean of a task's indicators, as far as their figures are known, of which none makes up for another by more than
// its plan. One that falls short is not reached because the task is reported done.
func (p *Plan) byIndicators(s *Standing, t *Task, e *Accepted) Completion {
	var sum, only, bound float64
	n := 0
	for _, in := range t.Indicators {
		if r := p.indicatorRatio(s, in); r.Known {
			sum, only = sum+min(1, r.V), r.V
			if in.bound() != "" {
				bound++
			}
			n++
		}
	}
	if n == 1 {
		sum = only
	}
	all := float64(max(1, n))
	c := Completion{Ratio: Known(round9(sum / all)), Done: Known(round9(sum)), Of: Known(float64(n)), Bound: bound / all}
	done := e != nil && e.Status == Done
	if n == 0 {
		c = Completion{Binary: true}
		if done {
			c.Ratio = Known(1)
		}
	}
	if done && c.Ratio.V >= 1 {
		c.Finished, c.FinishedOn = true, e.DoneOn
	}
	return c
}

// indicatorRatio is an indicator's completion; of one that each of several answers for the mean of those whose figure is known, of
// whom none makes up for another by doing more than all.
func (p *Plan) indicatorRatio(s *Standing, in *Indicator) Amount {
	var sum float64
	n := 0
	for _, f := range s.IndicatorStates(in) {
		r := p.IndicatorRatio(in, f.Value(in), s.Period.Last())
		if !in.Each || len(in.Bureaus) == 1 {
			return r
		}
		if r.Known {
			sum += min(1, r.V)
			n++
		}
	}
	if n == 0 {
		return Amount{}
	}
	return Known(round9(sum / float64(n)))
}

// IndicatorValue is a bureau's value of an indicator at the end of the standing's period.
func (s *Standing) IndicatorValue(in *Indicator, b *Bureau) Amount {
	return FigureState{Counted: s.Indicator(in, b)}.Value(in)
}

// Value is an indicator's value: as last accepted, else as the plan has it.
func (f FigureState) Value(in *Indicator) Amount {
	if f.Counted != nil {
		return Known(f.Counted.V)
	}
	return in.Latest
}

// bound is the bound that an indicator's plan sets at any time, Ceiling or Floor, empty where it says where to come to by its end. One that
// is to fall is held to its plan where the plan is no lower than last year's value, or nobody says what that was: it has no way to go.
func (in *Indicator) bound() string {
	switch {
	case IsBound(in.Direction):
		return in.Direction
	case in.Direction == Lower && (!in.LastYear.Known || in.LastYear.V <= in.Planned.V):
		return Ceiling
	}
	return ""
}

// IndicatorRatio is an indicator's completion at a day: of one that is held to a bound by what holds on the day, as for quantities; where
// less is better the way from last year to the plan, otherwise value ÷ plan.
func (p *Plan) IndicatorRatio(in *Indicator, value Amount, day calendar.Date) Amount {
	if in.bound() != "" {
		return p.IndicatorToDate(in, value, day)
	}
	if !value.Known {
		return Amount{}
	}
	return in.InterimRatio(value.V)
}

// ratio is the completion of a value against what is planned, be it by the end or by a day before it.
func (in *Indicator) ratio(value, planned float64) Amount {
	switch bound := in.bound(); {
	case bound != "":
		return QuantityRatio(bound, value, 0, planned)
	case in.Direction == Lower:
		return QuantityRatio(Lower, value, in.LastYear.V, planned)
	}
	return QuantityRatio(Higher, value, 0, planned)
}

func (p *Plan) recurring(s *Standing, t *Task, e *Accepted) Completion {
	due := p.DutiesDue(t, s.Period.Last())
	c := Completion{Done: Known(0), Of: Known(float64(due))}
	if e != nil && e.Value.Known {
		c.Done = e.Value
	}
	if due > 0 {
		c.Ratio = Known(round9(max(0, c.Done.V/float64(due))))
	}
	if end := p.DueOn(t, s.Period.Last()); end != 0 && end <= s.Period.Last() && c.Ratio.Known && c.Ratio.V >= 1 {
		c.Finished, c.FinishedOn = true, end
	}
	return c
}

// DutiesDue counts a recurring task's duties from its start to a date, or to its end where that is earlier. A month or longer of which
// less than a week is left at the start has none, unless the task ends in it: what is asked for on 28 August begins in September.
func (p *Plan) DutiesDue(t *Task, to calendar.Date) int {
	end := p.DueOn(t, to)
	if end != 0 && end < to {
		to = end
	}
	n := 0
	for _, c := range t.Cadences {
		from := t.Start
		if k := c.Kind(); k != 0 && k != calendar.Week && from.Valid() {
			last := calendar.PeriodOf(k, from).Last()
			if int(last-from)+1 < leastDays && (end == 0 || end > last) {
				from = last + 1
			}
		}
		n += c.DueBetween(from, to)
	}
	return n
}

// leastDays are the days that have to be left of a month or longer for a duty in it.
const leastDays = 7

// byMilestones counts a task's milestones that are done; of one that each of several answers for, the share of those who are.
func (t *Task) byMilestones(s *Standing) Completion {
	c := Completion{ByParts: true}
	done := 0.0
	for _, m := range t.Milestones {
		share, on := ShareDone(s.MilestoneStates(m))
		done += share
		c.FinishedOn = max(c.FinishedOn, on)
	}
	c.settle(done, len(t.Milestones))
	return c
}

// bySteps counts a project's steps in the same way.
func (t *Task) bySteps(s *Standing, e *Accepted) Completion {
	c := Completion{ByParts: true}
	done := 0.0
	for _, st := range t.Steps {
		share, on := ShareDone(s.StepStates(st))
		done += share
		c.FinishedOn = max(c.FinishedOn, on)
	}
	c.settle(done, len(t.Steps))
	if e != nil && e.Status == Done && !c.Finished {
		c.Ratio, c.Finished, c.FinishedOn = Known(1), true, e.DoneOn
	}
	return c
}

func (c *Completion) settle(done float64, of int) {
	done = round9(done)
	c.Done, c.Of = Known(done), Known(float64(of))
	if of > 0 {
		c.Ratio = Known(round9(done / float64(of)))
	}
	if c.Finished = of > 0 && done == float64(of); !c.Finished {
		c.FinishedOn = 0
	}
}

// rectified counts what was verified: a rectification is closed by 核定, not by being reported. What was reported since somebody
// verified last is pending; what is no more than a verification left of it is not, until it is reported anew. target is the task's,
// or that of the bureau's part.
func (p *Plan) rectified(s *Standing, t *Task, b *Bureau, e *Accepted, target Amount) Completion {
	c := Completion{Done: Known(0), Of: target}
	v := p.VerifiedValue(t, b, ColDoneValue, s.Period)
	if v != nil && v.Number.Known {
		c.Done = v.Number
	}
	said := s.Entry(t, b)
	var reported Amount
	if said != nil {
		if reported = said.Value; !reported.Known && said.Status == Done {
			reported = target
		}
		if reported.Known && reported.V > c.Done.V {
			if c.Reported = reported; !v.since(said) {
				c.Pending = reported
			}
		}
	}
	if target.Known && target.V > 0 {
		c.Ratio = Known(round9(max(0, c.Done.V/target.V)))
		if c.Ratio.V >= 1 {
			c.Finished = true
			if e != nil {
				c.FinishedOn = e.DoneOn
			}
			if c.FinishedOn == 0 {
				c.FinishedOn = v.Date
				// The days that a verification takes are not the bureau's.
				if reported.Known && reported.V >= target.V && (v.Date == 0 || p.claimedOn(said) < v.Date) {
					c.FinishedOn = p.claimedOn(said)
				}
			}
		} else if c.Pending.Known && c.Pending.V >= target.V {
			c.Claimed, c.ClaimedOn = true, p.claimedOn(e)
		}
		return c
	}
	// With an open number of matters only a verified status ends it, or a closing of what its bureau calls done.
	sv, closing := p.VerifiedValue(t, b, ColStatus, s.Period), p.VerifiedValue(t, b, ColClosed, s.Period)
	switch {
	case e != nil && (e.Status == Done || e.Status == Sustained) && (sv != nil || closing.settles(e)):
		c.Ratio, c.Finished, c.FinishedOn = Known(1), true, e.DoneOn
	case said != nil && (said.Status == Done || said.Status == Sustained) && !sv.since(said):
		c.Claimed, c.ClaimedOn = true, p.claimedOn(e)
	}
	return c
}

// claimedOn is the day on which a bureau says that it did all: the one that it names, else the cutoff of the round in which its figure
// was first full.
func (p *Plan) claimedOn(e *Accepted) calendar.Date {
	switch {
	case e.DoneOn != 0:
		return e.DoneOn
	case !e.FullSince.IsZero():
		return p.CutoffDay(e.FullSince)
	}
	return p.CutoffDay(e.SaidIn)
}
