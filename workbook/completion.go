package workbook

// Completion is what a task has reached at a date, worked out from what was accepted and verified.
type Completion struct {
	// Ratio is 1 for all of it, not known where the plan leaves the target open or nothing can be measured. It may exceed
	// 1, never falls below 0, and is rounded to nine decimals.
	Ratio Amount
	// Done and Of are the two figures that the ratio rests on, in the measure's own terms: value and target, stages' worth,
	// milestones done and all, times delivered and due.
	Done, Of Amount
	// Binary says that nothing lies between nothing and all: such a task is not behind before its deadline.
	Binary bool
	// ByParts says that Done and Of are counts of milestones or steps, which fall due one by one.
	ByParts bool
	// Finished says that the task is over, and FinishedOn when, 0 where that is not known.
	Finished   bool
	FinishedOn Date
}

// VerifiedValue is the verification in force of a field of a bureau's entry on a task: the latest that was given up to a
// period; nil where there is none. One that nobody approved is none.
func (p *Plan) VerifiedValue(t *Task, b *Bureau, field string, upTo Period) *Verification {
	var found *Verification
	for _, v := range p.Verified {
		if v.Task == t && v.Bureau == b && v.Field == field && v.Approver != "" && (v.Period == Period{} || v.Period.Last() <= upTo.Last()) {
			if found == nil || found.Period.Last() <= v.Period.Last() {
				found = v
			}
		}
	}
	return found
}

// ProblemClosed reports that a problem is off the list at the end of a period: its bureau says that it is settled, and a
// verification confirms it, by the problem's number or by its task and bureau.
func (p *Plan) ProblemClosed(pr *ProblemRow, upTo Period) bool {
	if !pr.Closed {
		return false
	}
	for _, v := range p.Verified {
		if v.Field != ColClosed || v.Approver == "" || !v.Period.IsZero() && v.Period.Last() > upTo.Last() {
			continue
		}
		if v.Task == nil && fold(v.Problem) == fold(pr.ID) ||
			v.Task != nil && pr.Task != "" && fold(v.Task.ID) == fold(pr.Task) && v.Bureau != nil && v.Bureau.Code == pr.Bureau {
			return true
		}
	}
	return false
}

// Effective is a bureau's entry with what was verified put in its place; nil where there is neither.
func (p *Plan) Effective(s *Standing, t *Task, b *Bureau) *Accepted {
	e := s.Entry(t, b)
	var c *Accepted
	over := func(field string) *Verification {
		v := p.VerifiedValue(t, b, field, s.Period)
		if v == nil {
			return nil
		}
		if c == nil {
			c = &Accepted{Role: t.Role(b), Status: NotStarted}
			if e != nil {
				*c = *e
			}
		}
		return v
	}
	if v := over(ColDoneValue); v != nil && v.Number.Known {
		c.Value = v.Number
	}
	if v := over(ColStatus); v != nil {
		if key, ok := p.statusKey(v.Value); ok {
			c.Status = key
		}
	}
	if v := over(ColDoneOn); v != nil {
		if d, _, ok := ParseDate(v.Value, s.Period.Last()); ok {
			c.DoneOn = d
		}
	}
	if c != nil {
		return c
	}
	return e
}

// statusKey reads a verified status, in any of its writings.
func (p *Plan) statusKey(text string) (string, bool) {
	t := p.Tables[FormVerifications]
	if t == nil {
		return "", false
	}
	return t.Form.Column(ColValue).choice(text)
}

// Official is the task's own completion at the end of a standing's period: of the sum of its parts where it is
// allocated, of the first-listed lead's entry otherwise, the mean of its members' where a group leads it.
func (p *Plan) Official(s *Standing, t *Task) Completion {
	switch {
	case t.Rolled:
		return s.ofLedger(t)
	case t.Measure == Grouping:
		return p.ofChildren(s, t)
	case len(t.Parts) > 0:
		return p.ofParts(s, t)
	case t.ByGroup():
		return p.ofMembers(s, t)
	}
	return p.measured(s, t, t.Lead())
}

// Of is the completion of one bureau's part in a task: of its allocated part where it has one, of its own work where the
// task is a deliverable or recurring, otherwise that of the task, to which all contribute.
func (p *Plan) Of(s *Standing, t *Task, b *Bureau) Completion {
	if part := t.PartOf(b); part != nil {
		return p.ofPart(s, t, part)
	}
	if b == t.Lead() {
		return p.Official(s, t)
	}
	switch t.Measure {
	case Deliverable:
		// A bureau that answers for milestones of its own is judged by them, any other by its own status.
		if n := ownMilestones(t, b); n > 0 {
			return p.byMilestones(s, t, b)
		}
		return p.byStatus(s, t, b)
	case Recurring:
		if s.Entry(t, b) != nil && s.Entry(t, b).Value.Known {
			return p.measured(s, t, b)
		}
	}
	if t.ByGroup() {
		return p.measured(s, t, b)
	}
	return p.Official(s, t)
}

func ownMilestones(t *Task, b *Bureau) int {
	n := 0
	for _, m := range t.Milestones {
		for _, x := range m.Bureaus {
			if x == b {
				n++
			}
		}
	}
	return n
}

// measured works a completion out by the task's measure from one bureau's entry.
func (p *Plan) measured(s *Standing, t *Task, b *Bureau) Completion {
	e := p.Effective(s, t, b)
	switch t.Measure {
	case Quantity:
		return amountOf(t, e, t.Baseline, t.Target)
	case Staged:
		return p.staged(s, t)
	case ByIndicator:
		return p.byIndicators(s, t)
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
		if len(t.Steps) > 0 {
			return p.bySteps(s, t, e)
		}
	case Rectification:
		return p.rectified(s, t, b, e)
	}
	if len(t.Milestones) > 0 {
		c := p.byMilestones(s, t, nil)
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
// it is 1 within it, else 2 − value ÷ ceiling. It never falls below 0. Not known where nothing lies between baseline and
// target, or where a figure that is to fall has its target above the baseline: mostly the baseline was forgotten.
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
	if !value.Known || !baseline.Known || !target.Known || t.Direction == Ceiling {
		return false
	}
	r := QuantityRatio(t.Direction, value.V, baseline.V, target.V)
	return r.Known && r.V >= 1
}

func amountOf(t *Task, e *Accepted, baseline, target Amount) Completion {
	c := Completion{Done: baseline, Of: target}
	if e != nil && e.Value.Known {
		c.Done = e.Value
	}
	if target.Known && baseline.Known {
		if t.Direction == Ceiling && (e == nil || !e.Value.Known) {
			return c // a ceiling is not kept by saying nothing
		}
		c.Ratio = QuantityRatio(t.Direction, c.Done.V, baseline.V, target.V)
	}
	c.finish(t, e)
	return c
}

// finish calls a measured task over when the measure is full, or when it is reported done while the measure is not known.
func (c *Completion) finish(t *Task, e *Accepted) {
	switch {
	case c.Ratio.Known && c.Ratio.V >= 1 && t.Direction != Ceiling:
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
	case t.Direction == Ceiling && e != nil && e.Status == Done:
		c.Finished, c.FinishedOn = true, e.DoneOn
	}
}

func (p *Plan) staged(s *Standing, t *Task) Completion {
	var start, now, all, total float64
	for _, st := range t.Stages {
		n := st.Initial
		if c := s.Stages[RowKey{t.ID, st.ID}]; c != nil {
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

// StageTotal is the number of units that a staged task's stages sum to, now and always.
func (t *Task) StageTotal() float64 {
	var n float64
	for _, s := range t.Stages {
		n += s.Initial
	}
	return n
}

func (p *Plan) byIndicators(s *Standing, t *Task) Completion {
	var sum float64
	n := 0
	for _, in := range t.Indicators {
		if r := IndicatorRatio(in, s.IndicatorValue(in)); r.Known {
			sum += r.V
			n++
		}
	}
	if n == 0 {
		c := Completion{Binary: true}
		if e := p.Effective(s, t, t.Lead()); e != nil && e.Status == Done {
			c.Ratio, c.Finished, c.FinishedOn = Known(1), true, e.DoneOn
		}
		return c
	}
	c := Completion{Ratio: Known(round9(sum / float64(n))), Done: Known(round9(sum)), Of: Known(float64(n))}
	if e := p.Effective(s, t, t.Lead()); e != nil && e.Status == Done {
		c.Finished, c.FinishedOn = true, e.DoneOn
	}
	return c
}

// IndicatorValue is an indicator's value at the end of the standing's period: as last accepted, else as the plan has it.
func (s *Standing) IndicatorValue(in *Indicator) Amount {
	if s != nil {
		if c := s.Indicators[in.ID]; c != nil {
			return Known(c.V)
		}
	}
	return in.Latest
}

// IndicatorRatio is an indicator's completion against its plan: value ÷ plan where more is better; where less is better
// the way from last year to the plan, or 2 − value ÷ plan where last year is not known; a ceiling as for quantities.
func IndicatorRatio(in *Indicator, value Amount) Amount {
	if !value.Known || !in.Planned.Known {
		return Amount{}
	}
	switch {
	case in.Direction == Ceiling, in.Direction == Lower && (!in.LastYear.Known || in.LastYear.V <= in.Planned.V):
		return QuantityRatio(Ceiling, value.V, 0, in.Planned.V)
	case in.Direction == Lower:
		return QuantityRatio(Lower, value.V, in.LastYear.V, in.Planned.V)
	}
	return QuantityRatio(Higher, value.V, 0, in.Planned.V)
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

// DutiesDue counts a recurring task's duties from its start to a date, or to its end where that is earlier.
func (p *Plan) DutiesDue(t *Task, to Date) int {
	if end := p.DueOn(t, to); end != 0 && end < to {
		to = end
	}
	n := 0
	for _, c := range t.Cadences {
		n += c.DueBetween(t.Start, to)
	}
	return n
}

func (p *Plan) byMilestones(s *Standing, t *Task, own *Bureau) Completion {
	c := Completion{ByParts: true}
	done, n := 0, 0
	for _, m := range t.Milestones {
		if own != nil && !contains(m.Bureaus, own) {
			continue
		}
		n++
		if r := s.Milestones[RowKey{t.ID, m.ID}]; r != nil && r.Status == Done {
			done++
			c.FinishedOn = max(c.FinishedOn, r.DoneOn)
		}
	}
	c.settle(done, n)
	return c
}

func (p *Plan) bySteps(s *Standing, t *Task, e *Accepted) Completion {
	c := Completion{ByParts: true}
	done := 0
	for _, st := range t.Steps {
		if r := s.Steps[RowKey{t.ID, st.ID}]; r != nil && r.Status == Done {
			done++
			c.FinishedOn = max(c.FinishedOn, r.DoneOn)
		}
	}
	c.settle(done, len(t.Steps))
	if e != nil && e.Status == Done && !c.Finished {
		c.Ratio, c.Finished, c.FinishedOn = Known(1), true, e.DoneOn
	}
	return c
}

func (c *Completion) settle(done, of int) {
	c.Done, c.Of = Known(float64(done)), Known(float64(of))
	if of > 0 {
		c.Ratio = Known(round9(float64(done) / float64(of)))
	}
	if c.Finished = of > 0 && done == of; !c.Finished {
		c.FinishedOn = 0
	}
}

// rectified counts what was verified: a rectification is closed by 核定, not by being reported.
func (p *Plan) rectified(s *Standing, t *Task, b *Bureau, e *Accepted) Completion {
	c := Completion{Done: Known(0), Of: t.Target}
	v := p.VerifiedValue(t, b, ColDoneValue, s.Period)
	if v != nil && v.Number.Known {
		c.Done = v.Number
	}
	if t.Target.Known && t.Target.V > 0 {
		c.Ratio = Known(round9(max(0, c.Done.V/t.Target.V)))
		if c.Ratio.V >= 1 {
			c.Finished = true
			if e != nil {
				c.FinishedOn = e.DoneOn
			}
			if c.FinishedOn == 0 {
				c.FinishedOn = v.Date
			}
		}
		return c
	}
	// With an open number of matters only a verified status ends it.
	if sv := p.VerifiedValue(t, b, ColStatus, s.Period); sv != nil && e != nil && (e.Status == Done || e.Status == Sustained) {
		c.Ratio, c.Finished, c.FinishedOn = Known(1), true, e.DoneOn
	}
	return c
}

func (p *Plan) ofPart(s *Standing, t *Task, part *Part) Completion {
	return amountOf(t, p.Effective(s, t, part.Bureau), part.Baseline, part.Target)
}

// ofParts sums an allocated task's parts. Where a part's target is still open the task's own target stands for the sum.
func (p *Plan) ofParts(s *Standing, t *Task) Completion {
	var value, base, target float64
	open := false
	var last Date
	finished := true
	for _, part := range t.Parts {
		pc := p.ofPart(s, t, part)
		value += pc.Done.V
		base += part.Baseline.V
		target += part.Target.V
		open = open || !part.Target.Known
		finished = finished && pc.Finished
		last = max(last, pc.FinishedOn)
	}
	c := Completion{Done: Known(round9(value)), Of: Known(round9(target))}
	if open || t.Target.Known && t.Target.V == target {
		c.Of = t.Target
	}
	if c.Of.Known {
		c.Ratio = QuantityRatio(t.Direction, value, base, c.Of.V)
	}
	if c.Finished = finished || c.Ratio.Known && c.Ratio.V >= 1 && t.Direction != Ceiling; c.Finished {
		c.FinishedOn = last
		if c.FinishedOn == 0 {
			c.FinishedOn = s.Period.Last()
		}
	}
	return c
}

func (p *Plan) ofMembers(s *Standing, t *Task) Completion {
	var sum float64
	n := 0
	c := Completion{Finished: true, Binary: t.Measure == Deliverable && len(t.Milestones) == 0}
	for _, a := range t.Assigned {
		if a.Role != RoleMember {
			continue
		}
		m := p.measured(s, t, a.Bureau)
		if m.Ratio.Known {
			sum += m.Ratio.V
			n++
		}
		c.ByParts = m.ByParts
		c.Finished = c.Finished && m.Finished
		c.FinishedOn = max(c.FinishedOn, m.FinishedOn)
	}
	if n > 0 {
		c.Ratio = Known(round9(sum / float64(n)))
		c.Done, c.Of = Known(round9(sum)), Known(float64(n))
	}
	if !c.Finished || n == 0 {
		c.Finished, c.FinishedOn = false, 0
	}
	return c
}

// ofChildren is a grouping row's completion: the mean of its sub-tasks', by weight.
func (p *Plan) ofChildren(s *Standing, t *Task) Completion {
	var sum, weight float64
	c := Completion{Finished: len(t.Children) > 0}
	for _, ch := range t.Children {
		cc := p.Official(s, ch)
		if cc.Ratio.Known && ch.Weight > 0 {
			sum += min(1, cc.Ratio.V) * ch.Weight
			weight += ch.Weight
		}
		c.Finished = c.Finished && cc.Finished
		c.FinishedOn = max(c.FinishedOn, cc.FinishedOn)
	}
	if weight > 0 {
		c.Ratio = Known(round9(sum / weight))
	}
	if !c.Finished {
		c.FinishedOn = 0
	}
	return c
}
