package workbook

import "duban/workbook/calendar"

// Completion says how far a task is at a date, worked out from what was accepted and verified.
type Completion struct {
	// Ratio is the share that is done, 1 for all. It may exceed 1, is never below 0, and is rounded to nine decimals. It is not known if the
	// plan leaves the target open or nothing can be measured.
	Ratio Amount
	// Done and Of are the two figures behind the ratio, in the measure's own terms: value and target, worth of the stages now and at the
	// end, milestones done and in all, duties delivered and due.
	Done, Of Amount
	// Binary says that the task is either done or not, with nothing between: such a task is not behind before its deadline.
	Binary bool
	// ByParts says that Done and Of count milestones or steps, which fall due one by one.
	ByParts bool
	// Bound is the share of the completion, 0–1, that comes from bounds. These have to hold from the first day.
	Bound float64
	// Finished says that the task is finished, FinishedOn on which day, 0 if that is not known.
	Finished   bool
	FinishedOn calendar.Date
	// Reported is the reported figure of a rectification if it is higher than the verified one, in terms of Done; otherwise not known.
	Reported Amount
	// Pending is what Done becomes once everything reported since the last verification is verified; not known if that adds nothing.
	Pending Amount
	// Claimed says that everything is reported and only a verification is missing, ClaimedOn since which day, 0 if that is not known. If
	// there is no number to reach, reporting the task as done claims it.
	Claimed   bool
	ClaimedOn calendar.Date
}

// HandedOver reports whether there is nothing left to do for the bureau, as the task is finished or only waits to be verified, and since
// which day, 0 if that is not known.
func (c Completion) HandedOver() (over bool, on calendar.Date) {
	if c.Claimed && !c.Finished {
		return true, c.ClaimedOn
	}
	return c.Finished, c.FinishedOn
}

// ReportedMore reports whether more was reported than has been verified, because nobody has verified it yet or because less was found.
func (c Completion) ReportedMore() bool { return c.Claimed || c.Reported.Known }

// Awaits reports whether something that was reported waits to be verified.
func (c Completion) Awaits() bool { return c.Claimed || c.Pending.Known }

// AsPending gives the completion as it will be once what is pending is verified.
func (c Completion) AsPending() Completion {
	if c.Pending.Known && c.Of.Known && c.Of.V > 0 {
		c.Done, c.Ratio = c.Pending, Known(round9(c.Pending.V/c.Of.V))
	}
	return c
}

// AsReported gives the completion by what was reported, verified or not.
func (c Completion) AsReported() Completion {
	if c.Reported.Known && c.Of.Known && c.Of.V > 0 {
		c.Done, c.Ratio = c.Reported, Known(round9(c.Reported.V/c.Of.V))
	}
	return c
}

// Official gives the task's own completion at the end of a standing's period. It comes from the sum of the parts if the task is allocated,
// from the mean of the members if a group leads it, and otherwise from the first-listed lead's entry. An allocated task that is counted by
// stages goes by the stages: they say more than how many units each part has finished.
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
		return Completion{} // nobody has reported that nothing was done
	}
	return c
}

// Of gives one bureau's completion of a task: that of its allocated part if it has one, that of its own work if it is a member of a group
// that leads or the task is a deliverable or recurring, and otherwise that of the whole task, to which all contribute. A finished
// deliverable is finished for supports as well unless their own word counts.
func (p *Plan) Of(s *Standing, t *Task, b *Bureau) Completion {
	return p.ofBureau(s, t, b, func() Completion { return p.Official(s, t) })
}

// OfWhole is Of with the task's own completion given, which would otherwise be worked out again for each of hundreds of bureaus.
func (p *Plan) OfWhole(s *Standing, t *Task, b *Bureau, whole Completion) Completion {
	return p.ofBureau(s, t, b, func() Completion { return whole })
}

func (p *Plan) ofBureau(s *Standing, t *Task, b *Bureau, whole func() Completion) Completion {
	if part := t.PartOf(b); part != nil {
		return p.ofPart(s, t, part)
	}
	if b == t.Lead() || t.Follows(s, b) {
		return whole()
	}
	if t.Measure == Deliverable && !(t.ByGroup() && t.Role(b) == RoleMember) {
		// A bureau that answers for milestones of its own is judged by them, any other by its own status.
		if own := t.Concerning(b); len(own.Milestones) > 0 {
			return own.byMilestones(s)
		}
		c := p.byStatus(s, t, b)
		if t.Role(b) == RoleSupport && !c.Finished && !p.OwnWordCounts(t) {
			if w := whole(); w.Finished {
				return w // nobody asks such a support any more
			}
		}
		return c
	}
	return p.measured(s, t, b)
}

// OwnWordCounts reports whether a support counts by its own word even after the task was finished: supports are scored, and the task is
// one of which each bureau says for itself that it is done.
func (p *Plan) OwnWordCounts(t *Task) bool {
	return t.Measure == Deliverable && p.Settings.SupportShare > 0
}

// Follows reports whether a bureau that is not the lead stands where the whole task does, as it has no part and no work of its own by which
// it could be measured.
func (t *Task) Follows(s *Standing, b *Bureau) bool {
	switch {
	case b == t.Lead() || t.PartOf(b) != nil || t.ByGroup() && t.Role(b) == RoleMember || t.Measure == Deliverable:
		return false
	case t.Measure == Recurring:
		e := s.Entry(t, b)
		return e == nil || !e.Value.Known
	}
	return true
}

// ofPart gives the completion of an allocated part.
func (p *Plan) ofPart(s *Standing, t *Task, part *Part) Completion {
	e := p.Effective(s, t, part.Bureau)
	if t.Measure == Rectification && !part.Nothing() {
		return p.rectified(s, t, part.Bureau, e, part.Target)
	}
	return amountOf(t, e, part.Baseline, p.boundAt(t, part.Target, s.Period.Last()))
}

// ofParts gives the completion of an allocated task from the sum of its parts. If a part's target is still open the task's own target is
// used instead of the sum.
func (p *Plan) ofParts(s *Standing, t *Task) Completion {
	var value, claimed, pending, reported, base, target float64
	open, silent, based := false, false, true // based says that all baselines are known
	var last calendar.Date
	finished, over := true, true
	for _, part := range t.Parts {
		pc := p.ofPart(s, t, part)
		value += pc.Done.V
		claimed += max(pc.Done.V, pc.Reported.V)
		pending += max(pc.Done.V, pc.Pending.V)
		base += part.Baseline.V
		based = based && part.Baseline.Known
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
	// While some have not reported, nobody knows whether a bound is kept, unless the figures so far already break the ceiling or reach
	// the floor.
	settled := !silent || !IsBound(t.Direction) ||
		t.Direction == Ceiling && value > c.Of.V || t.Direction == Floor && reported >= c.Of.V
	if c.Of.Known && settled && based {
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

// ofMembers gives the completion of a task led by a group: the mean of its members, each counting for at most 1, so that one member's
// surplus does not make up for what another lacks.
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

// ofChildren gives the completion of a grouping row: the mean of its sub-tasks, weighted, each counting for at most 1.
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
