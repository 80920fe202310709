package workbook

import "duban/workbook/calendar"

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
	// Bound is the share of it, 0–1, that is of bounds: they are to hold from the first day on.
	Bound float64
	// Finished says that the task is over, and FinishedOn when, 0 where that is not known.
	Finished   bool
	FinishedOn calendar.Date
	// Reported is how much of a rectification was reported, where more was than has been verified; else not known.
	Reported Amount
	// Pending is how much of it there will be once all is confirmed that was reported since somebody verified last, in terms of Done;
	// not known where that is no more than has been verified.
	Pending Amount
	// Claimed says that all of it is reported and nothing but a verification is missing, and ClaimedOn since what day it has been,
	// 0 where that is not known. What has no number to reach is claimed by being called done.
	Claimed   bool
	ClaimedOn calendar.Date
}

// HandedOver reports that a task is over for who is to do it, and since when: it is finished, or waits only to be verified.
func (c Completion) HandedOver() (over bool, on calendar.Date) {
	if c.Claimed && !c.Finished {
		return true, c.ClaimedOn
	}
	return c.Finished, c.FinishedOn
}

// Awaits reports that something was reported that nobody has verified since.
func (c Completion) Awaits() bool { return c.Claimed || c.Pending.Known }

// AsPending is the completion with all that was reported since somebody verified last.
func (c Completion) AsPending() Completion {
	if c.Pending.Known && c.Of.Known && c.Of.V > 0 {
		c.Done, c.Ratio = c.Pending, Known(round9(c.Pending.V/c.Of.V))
	}
	return c
}

// AsReported is the completion by what was reported, verified or not.
func (c Completion) AsReported() Completion {
	if c.Reported.Known && c.Of.Known && c.Of.V > 0 {
		c.Done, c.Ratio = c.Reported, Known(round9(c.Reported.V/c.Of.V))
	}
	return c
}

// Official is the task's own completion at the end of a standing's period: of the sum of its parts where it is
// allocated (but not where it stands by its stages, which tell more than how many are finished where), of the first-listed
// lead's entry otherwise, the mean of its members' where a group leads it.
func (p *Plan) Official(s *Standing, t *Task) Completion {
	switch {
	case t.Rolled:
		return s.ofLedger(t)
	case t.Measure == Grouping:
		return p.ofChildren(s, t)
	case len(t.Parts) > 0 && !t.ByStages():
		return p.ofParts(s, t)
	case t.ByGroup():
		return p.ofMembers(s, t)
	}
	c := p.measured(s, t, t.Lead())
	if t.Unassigned() && c.Ratio.V == 0 {
		return Completion{} // that nothing was done nobody said
	}
	return c
}

// Of is the completion of one bureau's part in a task: of its allocated part where it has one, of its own work where the
// task is a deliverable or recurring, otherwise that of the task, to which all contribute.
func (p *Plan) Of(s *Standing, t *Task, b *Bureau) Completion {
	return p.ofBureau(s, t, b, func() Completion { return p.Official(s, t) })
}

// OfWhole is Of a task whose own completion was worked out before: it need not be anew for each of hundreds who contribute to it.
func (p *Plan) OfWhole(s *Standing, t *Task, b *Bureau, whole Completion) Completion {
	return p.ofBureau(s, t, b, func() Completion { return whole })
}

func (p *Plan) ofBureau(s *Standing, t *Task, b *Bureau, whole func() Completion) Completion {
	if part := t.PartOf(b); part != nil {
		return p.ofPart(s, t, part)
	}
	if b == t.Lead() {
		return whole()
	}
	if t.ByGroup() && t.Role(b) == RoleMember {
		return p.measured(s, t, b)
	}
	switch t.Measure {
	case Deliverable:
		// A bureau that answers for milestones of its own is judged by them, any other by its own status.
		if own := t.Concerning(b); len(own.Milestones) > 0 {
			return own.byMilestones(s)
		}
		return p.byStatus(s, t, b)
	case Recurring:
		if s.Entry(t, b) != nil && s.Entry(t, b).Value.Known {
			return p.measured(s, t, b)
		}
	}
	return whole()
}

func (p *Plan) ofPart(s *Standing, t *Task, part *Part) Completion {
	e := p.Effective(s, t, part.Bureau)
	if t.Measure == Rectification && !part.Nothing() {
		return p.rectified(s, t, part.Bureau, e, part.Target)
	}
	return amountOf(t, e, part.Baseline, p.boundAt(t, part.Target, s.Period.Last()))
}

// ofParts sums an allocated task's parts. Where a part's target is still open the task's own target stands for the sum.
func (p *Plan) ofParts(s *Standing, t *Task) Completion {
	var value, claimed, pending, reported, base, target float64
	open, silent := false, false
	var last calendar.Date
	finished, over := true, true
	for _, part := range t.Parts {
		pc := p.ofPart(s, t, part)
		value += pc.Done.V
		claimed += max(pc.Done.V, pc.Reported.V)
		pending += max(pc.Done.V, pc.Pending.V)
		base += part.Baseline.V
		target += part.Target.V
		open = open || !part.Target.Known
		e := p.Effective(s, t, part.Bureau)
		if e != nil && e.Value.Known {
			reported += e.Value.V
		} else {
			silent = true
		}
		partOver, on := pc.HandedOver()
		finished, over = finished && pc.Finished, over && partOver
		last = max(last, on)
	}
	c := Completion{Done: Known(round9(value)), Of: Known(round9(target))}
	if claimed > value {
		c.Reported = Known(round9(claimed))
	}
	if open || t.Target.Known && t.Target.V == target {
		c.Of = t.Target
	}
	c.Of = p.boundAt(t, c.Of, s.Period.Last())
	// A bound is not kept by saying nothing. Broken a ceiling may be by some, and a floor reached, whatever the others would say.
	settled := !silent || !IsBound(t.Direction) ||
		t.Direction == Ceiling && value > c.Of.V || t.Direction == Floor && reported >= c.Of.V
	if c.Of.Known && settled {
		c.Ratio = QuantityRatio(t.Direction, value, base, c.Of.V)
	}
	c.Bound = t.boundShare()
	if c.Finished = finished || c.Ratio.Known && c.Ratio.V >= 1 && !IsBound(t.Direction); c.Finished {
		c.FinishedOn = last
		if c.FinishedOn == 0 {
			c.FinishedOn = s.Period.Last()
		}
	}
	if pending > value {
		c.Pending = Known(round9(pending))
	}
	if !c.Finished && (over || c.Pending.Known && c.Of.Known && c.Pending.V >= c.Of.V) {
		c.Claimed, c.ClaimedOn = true, last
	}
	return c
}

// ofMembers is where a group that leads stands: the mean of its members, of whom none makes up for another by doing more than all.
func (p *Plan) ofMembers(s *Standing, t *Task) Completion {
	var sum, pending, bound float64
	n := 0
	c := Completion{Finished: true, Binary: t.Measure == Deliverable}
	over := true
	var last calendar.Date
	for _, a := range t.Assigned {
		if a.Role != RoleMember {
			continue
		}
		m := p.measured(s, t, a.Bureau)
		if m.Ratio.Known {
			sum += min(1, m.Ratio.V)
			pending += min(1, m.AsPending().Ratio.V)
			bound += m.Bound
			n++
		}
		c.ByParts = c.ByParts || m.ByParts
		c.Binary = c.Binary && m.Binary
		c.Finished = c.Finished && m.Finished
		c.FinishedOn = max(c.FinishedOn, m.FinishedOn)
		memberOver, on := m.HandedOver()
		over, last = over && memberOver, max(last, on)
	}
	if n > 0 {
		c.Ratio = Known(round9(sum / float64(n)))
		c.Done, c.Of = Known(round9(sum)), Known(float64(n))
		c.Bound = bound / float64(n)
		if pending > sum {
			c.Pending = Known(round9(pending))
		}
	}
	if !c.Finished || n == 0 {
		c.Claimed = over && !c.Finished
		c.Finished, c.FinishedOn = false, 0
	}
	if c.Claimed {
		c.ClaimedOn = last
	}
	return c
}

// ofChildren is a grouping row's completion: the mean of its sub-tasks', by weight.
func (p *Plan) ofChildren(s *Standing, t *Task) Completion {
	var sum, bound, weight float64
	c := Completion{Finished: len(t.Children) > 0}
	for _, ch := range t.Children {
		cc := p.Official(s, ch)
		if cc.Ratio.Known && ch.Weight > 0 {
			sum += min(1, cc.Ratio.V) * ch.Weight
			bound += cc.Bound * ch.Weight
			weight += ch.Weight
		}
		c.Finished = c.Finished && cc.Finished
		c.FinishedOn = max(c.FinishedOn, cc.FinishedOn)
	}
	if weight > 0 {
		c.Ratio, c.Bound = Known(round9(sum/weight)), bound/weight
	}
	if !c.Finished {
		c.FinishedOn = 0
	}
	return c
}
