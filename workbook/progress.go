package workbook

import (
	"cmp"

	"duban/workbook/calendar"
)

// Elapsed gives 序时进度: the share of the days from start to deadline, both included, that have passed at a date. It is not known without
// a start and a deadline, or if the deadline lies before the start.
func Elapsed(start, due, at calendar.Date) Amount {
	switch {
	case due == 0 || start == 0 || due < start:
		return Amount{}
	case at < start:
		return Known(0)
	case at >= due:
		return Known(1)
	}
	return Known(round9(float64(at-start+1) / float64(due-start+1)))
}

// Term gives the first and the last day for a task, with the changes up to a date. A year's investment has to be made within the plan's
// year, however long the project takes.
func (p *Plan) Term(t *Task, at calendar.Date) (start, due calendar.Date) {
	start, due = t.Start, p.DueOn(t, at)
	if year := p.Settings.Year; t.ByYearInvestment() && year != 0 {
		first, last := calendar.NewDate(year, 1, 1), calendar.NewDate(year, 12, 31)
		if start < first {
			start = first
		}
		if due == 0 || due > last {
			due = last
		}
	}
	return start, due
}

// Expected gives the completion, 0–1, that a task should have reached at a date:
//   - a recurring duty: 1, as its completion only counts what has fallen due;
//   - a figure with interim targets: what these ask for;
//   - milestones and steps: the share that has fallen due, each on its own deadline; for a task led by a group the mean of its members'
//     shares;
//   - anything else: the share of time that has elapsed. The part of it that consists of bounds is expected in full from the first day.
func (p *Plan) Expected(s *Standing, t *Task, c Completion, at calendar.Date) Amount {
	start, due := p.Term(t, at)
	switch {
	case t.Measure == Recurring:
		return Known(1)
	case t.Paced():
		return t.Interims.expected(start, due, at, t.InterimRatio)
	case t.ByInterims():
		return p.indicatorsExpected(s, t, at)
	}
	if !c.ByParts {
		e := Elapsed(start, due, at)
		if e.V > 0 {
			e.V = round9(c.Bound + (1-c.Bound)*e.V)
		}
		return e
	}
	if t.own || !t.ByGroup() {
		return p.fallenDue(t, due, at)
	}
	var sum float64
	members := t.members()
	for _, b := range members {
		share := p.fallenDue(t.Concerning(b), due, at)
		if !share.Known && due != 0 && due <= at {
			share.V = 1 // a member without rows of its own is either done or not, and is due with the task
		}
		sum += share.V
	}
	return Known(round9(sum / float64(len(members))))
}

// fallenDue gives the share of a task's milestones or steps that has fallen due at a date; those without a deadline have the task's, due. It
// is not known if the task has no milestones or steps.
func (p *Plan) fallenDue(t *Task, due, at calendar.Date) Amount {
	n, fallen := 0, 0
	p.eachPart(t, due, at, func(on calendar.Date, _ func(*Standing) []RowState) {
		n++
		if on != 0 && on <= at {
			fallen++
		}
	})
	if n == 0 {
		return Amount{}
	}
	return Known(round9(float64(fallen) / float64(n)))
}

// eachPart calls do for each step of a project, or else each milestone of the task, with its deadline in force at a date (the task's, due,
// if it has none) and a function that gives its states in a standing.
func (p *Plan) eachPart(t *Task, due, at calendar.Date, do func(due calendar.Date, states func(*Standing) []RowState)) {
	if t.Measure == Project && len(t.Steps) > 0 {
		for _, st := range t.Steps {
			do(cmp.Or(st.Due, due), func(s *Standing) []RowState { return s.StepStates(st) })
		}
		return
	}
	for _, m := range t.Milestones {
		do(cmp.Or(p.MilestoneDueOn(m, at), due), func(s *Standing) []RowState { return s.MilestoneStates(m) })
	}
}

// DoneOfDue gives the share done of the task's milestones or steps that have fallen due at a date, and how many have. What was done before
// it is due does not make up for one that is due. For a task led by a group, share is the mean of its members' shares, and fallen is the
// sum over its members of the share, 0–1, of their rows that has fallen due. If nothing has fallen due, share is not known and fallen is 0.
func (p *Plan) DoneOfDue(s *Standing, t *Task, at calendar.Date) (share Amount, fallen float64) {
	due := p.DueOn(t, at)
	of := func(t *Task) (share Amount, n, fallen float64) {
		done := 0.0
		p.eachPart(t, due, at, func(on calendar.Date, states func(*Standing) []RowState) {
			n++
			if on != 0 && on <= at {
				share, _ := ShareDone(states(s))
				done, fallen = done+share, fallen+1
			}
		})
		if fallen > 0 {
			share = Known(round9(done / fallen))
		}
		return share, n, fallen
	}
	if t.own || !t.ByGroup() {
		share, _, fallen = of(t)
		return share, fallen
	}
	sum, n := 0.0, 0
	for _, b := range t.members() {
		if share, all, due := of(t.Concerning(b)); share.Known {
			sum, n, fallen = sum+share.V, n+1, fallen+due/all
		}
	}
	if n == 0 {
		return Amount{}, 0
	}
	return Known(round9(sum / float64(n))), round9(fallen)
}

// Pace gives the completion, 0–1, that a task should have reached at a date; c is what it has reached. A task that is either done or not is
// due on its deadline and not before: work under way is never behind, but a bureau that has not begun (atWork is false) is measured by the
// time that has passed. It is not known for such a task without a deadline, nor for milestones and steps if neither they nor the task have
// one.
func (p *Plan) Pace(s *Standing, t *Task, c Completion, atWork bool, at calendar.Date) Amount {
	due := p.DueOn(t, at)
	switch {
	case c.Binary && due == 0:
		return Amount{}
	case c.Binary && c.Finished:
		// A task done early is not ahead of time, it is done.
		return Known(1)
	case c.Binary && atWork:
		if at >= due {
			return Known(1)
		}
		return Known(0)
	case c.ByParts && due == 0 && !p.dated(t, at):
		return Amount{}
	}
	return p.Expected(s, t, c, at)
}

// PaceOfWhole gives the pace of a task as a whole, of which c is the official completion. In a task led by a group each member is at work by
// itself, so what is either done or not is expected of the whole to the extent that it is expected of the members, on average like c.
func (p *Plan) PaceOfWhole(s *Standing, t *Task, c Completion, at calendar.Date) Amount {
	if !t.ByGroup() {
		return p.Pace(s, t, c, t.Lead() != nil && p.AtWork(s, t, t.Lead()), at)
	}
	if !c.Binary || c.Finished {
		return p.Pace(s, t, c, false, at)
	}
	var sum float64
	n := 0
	for _, b := range t.members() {
		m := p.measured(s, t, b)
		pace := p.Pace(s, t, m, p.AtWork(s, t, b), at)
		if !pace.Known {
			return Amount{}
		}
		if m.Ratio.Known {
			sum, n = sum+pace.V, n+1
		}
	}
	if n == 0 {
		return Amount{}
	}
	return Known(round9(sum / float64(n)))
}

// dated reports whether a milestone or step of the task has a deadline of its own.
func (p *Plan) dated(t *Task, at calendar.Date) bool {
	for _, m := range t.Milestones {
		if p.MilestoneDueOn(m, at) != 0 {
			return true
		}
	}
	for _, st := range t.Steps {
		if st.Due != 0 {
			return true
		}
	}
	return false
}

// Concerning gives a copy of the task with only the milestones, steps and indicators that a bureau answers for. If several bureaus each
// answer for one by themselves, the copy asks this bureau alone. A milestone is late only for the bureaus that answer for it.
func (t *Task) Concerning(b *Bureau) *Task {
	own := *t
	own.own = true
	own.Milestones = concerning(t.Milestones, func(m *Milestone) *Asked { return &m.Asked }, b)
	own.Steps = concerning(t.Steps, func(s *Step) *Asked { return &s.Asked }, b)
	own.Indicators = concerning(t.Indicators, func(in *Indicator) *Asked { return &in.Asked }, b)
	return &own
}

// Measuring gives the task with the milestones and steps that a bureau's completion was counted from. These are the bureau's own for a
// deliverable and for a member of a group that leads the task, and otherwise all.
func (t *Task) Measuring(b *Bureau, c Completion) *Task {
	if b != t.Lead() && c.ByParts && (t.Measure == Deliverable || t.ByGroup() && t.Role(b) == RoleMember) {
		return t.Concerning(b)
	}
	return t
}

// AtWork reports whether a bureau says that it is at work on a task, or done with it. 申请调整 does not say so: it counts only once the
// change is approved.
func (p *Plan) AtWork(s *Standing, t *Task, b *Bureau) bool {
	e := p.Effective(s, t, b)
	return e != nil && (e.Status == Ongoing || e.Status == Done || e.Status == Sustained)
}

// DaysLate gives the number of days by which a task is or was late at a date: from the deadline to the day on which it was finished, or on
// which all of it was reported if it only waits to be verified, or to the date itself if it is open. Milestones and steps with deadlines of
// their own count likewise, and the largest number stands. It is not known if nothing has fallen due.
func (p *Plan) DaysLate(s *Standing, t *Task, c Completion, at calendar.Date) Amount {
	return p.DaysLateBeyond(s, t, c, at, nil)
}

// DaysLateBeyond is DaysLate without the days that approved reasons cover.
func (p *Plan) DaysLateBeyond(s *Standing, t *Task, c Completion, at calendar.Date, reasons []*ApprovedReason) Amount {
	late := Amount{}
	judge := func(due calendar.Date, finished bool, on calendar.Date) {
		if due == 0 || due > at {
			return
		}
		end := at
		if finished {
			end = cmp.Or(min(on, at), due)
		}
		late.Known = true
		late.V = max(late.V, float64(max(0, int(end-due)-excusedDays(reasons, due, end))))
	}
	over, on := c.HandedOver()
	judge(p.DueOn(t, at), over, on)
	// If the whole is finished so are its milestones and steps, unless they name a day of their own.
	part := func(due calendar.Date, states []RowState) {
		for _, r := range states {
			if r.Done() {
				judge(due, true, r.Reached.DoneOn)
			} else {
				judge(due, over, on)
			}
		}
	}
	for _, m := range t.Milestones {
		part(p.MilestoneDueOn(m, at), s.MilestoneStates(m))
	}
	for _, st := range t.Steps {
		part(st.Due, s.StepStates(st))
	}
	return late
}
