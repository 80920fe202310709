package workbook

import (
	"duban/workbook/calendar"
)

// measured works out the completion by the task's measure from one bureau's entry.
func (p *Plan) measured(s *Standing, t *Task, b *Bureau) Completion {
	e := p.Effective(s, t, b)
	rows := t
	if t.ByGroup() && len(t.Milestones)+len(t.Steps)+len(t.Indicators) > 0 {
		rows = t.Concerning(b) // members of a group do not answer for what others are asked for
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

// byStatus gives the completion of a task that is either done or not, by the status that the bureau reports.
func (p *Plan) byStatus(s *Standing, t *Task, b *Bureau) Completion {
	c := Completion{Binary: true, Ratio: Known(0), Done: Known(0), Of: Known(1)}
	e := p.Effective(s, t, b)
	switch {
	case e == nil:
	case e.Status == Done:
		c.Ratio, c.Done, c.Finished, c.FinishedOn = Known(1), Known(1), true, e.DoneOn
	case e.Status == Sustained:
		// 长期坚持 ends a task once it is verified. Until then the task is neither done nor not done.
		if p.VerifiedValue(t, b, ColStatus, s.Period) != nil {
			c.Ratio, c.Done, c.Finished, c.FinishedOn = Known(1), Known(1), true, e.DoneOn
		} else {
			c.Ratio, c.Done = Amount{}, Amount{}
		}
	}
	return c
}

// QuantityRatio gives the completion of a figure on its way from a baseline to a target, up or down. For a ceiling it is 1 within the
// ceiling, and 2 − value ÷ ceiling above; for a floor it is value ÷ floor. It is never below 0 and may exceed 1. It is not known if
// baseline and target are equal, or if a figure that should fall has its target above the baseline: usually the baseline was forgotten.
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

// full reports whether a value reaches the bureau's target: that of its part of the task, or the task's own. It is false for a bound.
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

// amountOf gives the completion of an entry's figure from a baseline to a target. Without a figure it is the baseline's. e may be nil.
func amountOf(t *Task, e *Accepted, baseline, target Amount) Completion {
	c := Completion{Done: baseline, Of: target, Bound: t.boundShare()}
	if e != nil && e.Value.Known {
		c.Done = e.Value
	}
	if target.Known && baseline.Known {
		if IsBound(t.Direction) && (e == nil || !e.Value.Known) {
			return c // without a report nobody knows whether a bound is kept
		}
		c.Ratio = QuantityRatio(t.Direction, c.Done.V, baseline.V, target.V)
	}
	c.finish(t, e)
	return c
}

// boundShare gives Completion.Bound for a task's own figure: 1 if it is a bound, 0 otherwise.
func (t *Task) boundShare() float64 {
	if t.Measure == Quantity && IsBound(t.Direction) {
		return 1
	}
	return 0
}

// finish marks a measured task as finished if its figure reaches the target, or if it is reported done and the completion is not known. A
// bound is finished if it is kept and reported done. If it is broken it is not finished, whatever is reported.
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

// staged gives the completion of a task counted by stages: the worth gained since the start, as a share of what could be gained. Units
// that no return has counted yet stand where the plan has them.
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

// ByStages reports whether the task's completion comes from its stages: it is measured so, has stages, and has a lead who counts them.
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

// AsksFigure reports whether a bureau is asked for a figure. A bureau with an allocated part is, however the whole task is measured, unless
// there is nothing to do in the part. So are those who answer for a counted task, but not those who support it.
func (t *Task) AsksFigure(b *Bureau) bool {
	role := t.Role(b)
	if part := t.PartOf(b); part != nil && role != RoleLead && role != RoleCoLead {
		return !part.Nothing()
	}
	return (t.Counted() || t.PartOf(b) != nil) && role != "" && role != RoleSupport
}

// TakesFigure reports whether a bureau may type a figure, asked or not: a bureau that supports a counted task may report its share.
func (t *Task) TakesFigure(b *Bureau) bool { return t.Counted() || t.AsksFigure(b) }

// CountedIn gives the unit of the task's figures. A recurring duty without a unit is counted in times (次), as the issued workbook says
// beside it.
func (t *Task) CountedIn() string {
	if t.Measure == Recurring && t.Unit == "" {
		return "次"
	}
	return t.Unit
}

// TargetOf gives the target of a bureau's figure: that of its allocated part, the year's investment of a project, or the task's target.
func (t *Task) TargetOf(b *Bureau) Amount {
	if part := t.PartOf(b); part != nil {
		return part.Target
	}
	if t.Measure == Project && t.YearInvestment.Known {
		return t.YearInvestment
	}
	return t.Target
}

// byTarget reports whether the task's completion is measured by its 目标值, or by stages that have to sum to it.
func (t *Task) byTarget() bool {
	switch t.Measure {
	case Quantity, Rectification, Staged:
		return true
	case Project:
		return t.Basis == ByInvestment && !t.YearInvestment.Known
	}
	return false
}

// farBeyond is how many times its target a figure may be before the bureau is asked to confirm it. A figure in 元 that should be in 万元
// is ten thousand times too large.
const farBeyond = 10

// beyondYear takes the place of farBeyond for the investment of a year. A bureau that reports the investment since the project's start
// instead may well report more than twice the plan.
const beyondYear = 2

// DoubtedAbove gives the figure above which a bureau that types one in a period is asked to confirm it. If figures are of their period
// (当期) it depends on what stood before, last. It is not known if no figure is too large.
func (t *Task) DoubtedAbove(b *Bureau, last *Accepted, p calendar.Period) Amount {
	target := t.TargetOf(b)
	if !t.AsksFigure(b) || t.Measure == Recurring || t.Direction == Lower || !target.Known || target.V <= 0 {
		return Amount{}
	}
	times := float64(farBeyond)
	if t.ByYearInvestment() {
		times = beyondYear
	}
	return Known(round9(times*target.V - t.SumWith(last, p, 0)))
}

// Invests reports whether the plan says what is to be invested in the task's project, in all or in the year.
func (t *Task) Invests() bool { return t.TotalInvestment.Known || t.YearInvestment.Known }

// ByYearInvestment reports whether the task is a project that is measured by the investment planned for the year.
func (t *Task) ByYearInvestment() bool {
	return t.Measure == Project && t.Basis == ByInvestment && t.YearInvestment.Known
}

// leastPercent is the lowest target, in percent, for which a figure up to 1 is taken for a fraction: 1% would be no more than a tenth of
// it.
const leastPercent = 10

// InPercent reports whether a bureau's figure is a percentage with a target so large that a figure up to 1 must be a fraction typed by
// mistake, such as 0.85 for 85.
func (t *Task) InPercent(b *Bureau) bool {
	target := t.TargetOf(b)
	return t.Measure == Quantity && Fold(t.Unit) == "%" && t.AsksFigure(b) && target.Known && target.V >= leastPercent
}

// PerhapsFraction reports whether a bureau's percentage may be a fraction typed by mistake, for targets that are too low for InPercent. It
// may be if it is about a hundredth of the target or of the figure before, as 0.05 is of 5, and far from both. After a figure of 0 it is
// never doubted: that may well have risen to 0.05. last is the bureau's entry before this one, nil if there is none.
func (t *Task) PerhapsFraction(b *Bureau, last *Accepted, value float64) bool {
	target, before := t.TargetOf(b), t.Baseline
	if part := t.PartOf(b); part != nil {
		before = part.Baseline
	}
	stood := before.Known && before.V != 0
	if last != nil && last.Value.Known {
		before, stood = last.Value, true
	}
	if t.Measure != Quantity || Fold(t.Unit) != "%" || !t.AsksFigure(b) || t.Basis == ThisPeriod || !target.Known || target.V >= leastPercent || value <= 0 {
		return false
	}
	far := func(from float64) bool { return value < from/10 }
	hundredth := func(of float64) bool { return 100*value >= of/2 && 100*value <= 2*of }
	return far(target.V) && (!stood || far(before.V)) && (hundredth(target.V) || stood && hundredth(before.V))
}

// MayFall reports whether the task's figure may be lower than the last one: it is counted at a date (时点) or by period (当期), should fall,
// or is a bound.
func (t *Task) MayFall() bool {
	return t.Basis == PointInTime || t.Basis == ThisPeriod || t.Direction != Higher
}

// MayBeNegative reports whether the task's figure may lie below 0: it has a floor, as a growth rate has, or its baseline or target is
// below 0.
func (t *Task) MayBeNegative() bool {
	return t.Measure == Quantity && (t.Direction == Floor || t.Baseline.V < 0 || t.Target.V < 0)
}

// StageTotal gives the number of units in all stages of a staged task, which never changes.
func (t *Task) StageTotal() float64 {
	var n float64
	for _, s := range t.Stages {
		n += s.Initial
	}
	return n
}

// byIndicators gives the mean completion of the task's indicators whose figures are known. Each counts for at most 1, so that a surplus in
// one does not make up for another; a single indicator may exceed 1. A task reported as done is finished only if the mean reaches 1 or no
// figure is known.
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

// indicatorRatio gives an indicator's completion. If several bureaus each answer for it by themselves, it is the mean of those whose figure
// is known, each counting for at most 1, so that a surplus of one does not make up for another.
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

// IndicatorValue gives a bureau's value of an indicator at the end of the standing's period.
func (s *Standing) IndicatorValue(in *Indicator, b *Bureau) Amount {
	return FigureState{Counted: s.Indicator(in, b)}.Value(in)
}

// Value gives an indicator's value: the last accepted one, or else the plan's latest, which may not be known.
func (f FigureState) Value(in *Indicator) Amount {
	if f.Counted != nil {
		return Known(f.Counted.V)
	}
	return in.Latest
}

// bound says whether the planned value is a bound to keep at any time, Ceiling or Floor, or a value to reach by the end, empty. For an
// indicator that should fall it is a ceiling if last year's value is not known or is not above it: then there is no way down to measure.
func (in *Indicator) bound() string {
	switch {
	case IsBound(in.Direction):
		return in.Direction
	case in.Direction == Lower && (!in.LastYear.Known || in.LastYear.V <= in.Planned.V):
		return Ceiling
	}
	return ""
}

// IndicatorRatio gives an indicator's completion at a day; not known if the value or the plan is not. A bound is judged as for quantities,
// by what holds on the day. If the value should fall the completion is measured on the way from last year's value to the planned one, and
// otherwise it is value ÷ planned value.
func (p *Plan) IndicatorRatio(in *Indicator, value Amount, day calendar.Date) Amount {
	if in.bound() != "" {
		return p.IndicatorToDate(in, value, day)
	}
	if !value.Known {
		return Amount{}
	}
	return in.InterimRatio(value.V)
}

// ratio gives the completion of a value as compared with a planned one, that of the end or of an interim target.
func (in *Indicator) ratio(value, planned float64) Amount {
	switch bound := in.bound(); {
	case bound != "":
		return QuantityRatio(bound, value, 0, planned)
	case in.Direction == Lower:
		return QuantityRatio(Lower, value, in.LastYear.V, planned)
	}
	return QuantityRatio(Higher, value, 0, planned)
}

// recurring gives the share of the duties due so far that were delivered. The task is finished on its deadline if nothing is missing then.
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

// DutiesDue counts a recurring task's duties from its start to a date, or to its deadline if that is earlier. If less than a week is left
// of a month or longer period at the start, no duty is due in it, unless the task ends in it: a task that starts on 28 August begins in
// September.
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

// leastDays is the number of days that have to be left of a month or longer period for a duty to be due in it.
const leastDays = 7

// byMilestones gives the share of the task's milestones that are done. If several bureaus each answer for one by themselves, the share of
// them that have done it counts.
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

// bySteps gives the share of a project's steps that are done. A project reported as done is finished whatever its steps say.
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

// settle fills in the figures and the ratio from the number done and the number in all, and drops FinishedOn unless all are done.
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

// rectified gives the completion of a rectification, which counts what was verified: 核定 closes its matters, a report does not. A higher
// figure that was reported since the last verification is pending. One reported before it is not: the verification has judged it, and it
// has to be reported anew. target is that of the task or of the bureau's part.
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
				// The days that the verification takes do not make the bureau late.
				if reported.Known && reported.V >= target.V && (v.Date == 0 || p.claimedOn(said) < v.Date) {
					c.FinishedOn = p.claimedOn(said)
				}
			}
		} else if c.Pending.Known && c.Pending.V >= target.V {
			c.Claimed, c.ClaimedOn = true, p.claimedOn(e)
		}
		return c
	}
	// If the number of matters is open, only a verified status closes the rectification, or a closing (销号) once its bureau calls it done.
	sv, closing := p.VerifiedValue(t, b, ColStatus, s.Period), p.VerifiedValue(t, b, ColClosed, s.Period)
	switch {
	case e != nil && (e.Status == Done || e.Status == Sustained) && (sv != nil || closing.settles(e)):
		c.Ratio, c.Finished, c.FinishedOn = Known(1), true, e.DoneOn
		// Who closed it took the figure that was reported with it, unless a figure of its own was verified.
		if c.Reported.Known && v == nil {
			c.Done = c.Reported
		}
		c.Reported, c.Pending = Amount{}, Amount{}
	case said != nil && (said.Status == Done || said.Status == Sustained) && !sv.since(said):
		c.Claimed, c.ClaimedOn = true, p.claimedOn(e)
	}
	return c
}

// claimedOn gives the day on which a bureau claims to have done everything: the one that it names, or else the cutoff of the round in which
// its figure first reached the target or, if it has not, in which it last said something new.
func (p *Plan) claimedOn(e *Accepted) calendar.Date {
	switch {
	case e.DoneOn != 0:
		return e.DoneOn
	case !e.FullSince.IsZero():
		return p.CutoffDay(e.FullSince)
	}
	return p.CutoffDay(e.SaidIn)
}
