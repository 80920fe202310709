package workbook

import (
	"cmp"

	"duban/workbook/calendar"
)

// Elapsed is 序时进度: the share of the days from start to deadline, both counted, that have passed at a date; not known
// without a start and a deadline.
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

// Expected is what a task should have reached at a date: for milestones and steps the share that has fallen due, each on
// its own deadline (of a group's task the mean of its members' shares); for a recurring duty all that has fallen due; of bounds that they
// are kept, from the first day on; of figures with interim targets what these ask for; otherwise what has elapsed.
func (p *Plan) Expected(s *Standing, t *Task, c Completion, at calendar.Date) Amount {
	due := p.DueOn(t, at)
	switch {
	case t.Measure == Recurring:
		return Known(1)
	case t.Paced():
		return t.Interims.expected(t.Start, due, at, t.InterimRatio)
	case t.ByInterims():
		return p.indicatorsExpected(s, t, at)
	}
	if !c.ByParts {
		e := Elapsed(t.Start, due, at)
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
			share.V = 1 // who is asked for no row of its own is done or not, and due with the task
		}
		sum += share.V
	}
	return Known(round9(sum / float64(len(members))))
}

// fallenDue is the share of a task's milestones or steps that has fallen due at a date, the task's own deadline being that of those
// without one; not known of a task that has none.
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

// eachPart gives the steps of a project, else the milestones of a task, each with its deadline at a date, the task's own where it has
// none, and with what was said of it.
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

// DoneOfDue is the share done of those of a task's milestones or steps that have fallen due at a date, and how many these are: what was
// done before its day makes up for none of them. Of a group's task it is the mean of its members' shares, and the sum of what has fallen
// due of each, as a share of what it is asked for. Not known and 0 where nothing has fallen due.
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

// Pace is what should have been reached of a completion. What is either done or not is due on its deadline and not
// before, so that work under way is never behind; a bureau that has not even begun is measured by the time that has
// passed. Milestones and steps without any date of their own, in a task without a deadline, set no pace.
func (p *Plan) Pace(s *Standing, t *Task, c Completion, atWork bool, at calendar.Date) Amount {
	due := p.DueOn(t, at)
	switch {
	case c.Binary && due == 0:
		return Amount{}
	case c.Binary && c.Finished:
		// What was done early is not ahead of anything: it is done.
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

// Concerning is a task with only those milestones, steps and indicators that a bureau answers for, and of those that each answers for
// by itself only its own word. One bureau's late milestone is not another's lateness.
func (t *Task) Concerning(b *Bureau) *Task {
	own := *t
	own.own = true
	own.Milestones = concerning(t.Milestones, func(m *Milestone) *Asked { return &m.Asked }, b)
	own.Steps = concerning(t.Steps, func(s *Step) *Asked { return &s.Asked }, b)
	own.Indicators = concerning(t.Indicators, func(in *Indicator) *Asked { return &in.Asked }, b)
	return &own
}

// Measuring is a task with the milestones and steps that a bureau's completion was counted from: its own where a deliverable's
// completion is that of its own milestones and of who is one of the group that leads, all otherwise.
func (t *Task) Measuring(b *Bureau, c Completion) *Task {
	if b != t.Lead() && c.ByParts && (t.Measure == Deliverable || t.ByGroup() && t.Role(b) == RoleMember) {
		return t.Concerning(b)
	}
	return t
}

// AtWork reports that a bureau says it is at work on a task, or done with it. 申请调整 says no such thing: it counts only
// once the change is approved.
func (p *Plan) AtWork(s *Standing, t *Task, b *Bureau) bool {
	e := p.Effective(s, t, b)
	return e != nil && (e.Status == Ongoing || e.Status == Done || e.Status == Sustained)
}

// DaysLate is how many days a bureau is or was late with a task at a date: from the deadline to the day it was finished, or all of it
// reported that waits to be verified, or to the date while it is not; the latest of its milestones or steps counts where they have deadlines of their own.
// Not known where nothing has fallen due.
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
			if end = on; end == 0 {
				end = due
			}
		}
		late.Known = true
		late.V = max(late.V, float64(max(0, int(end-due)-excusedDays(reasons, due, end))))
	}
	over, on := c.HandedOver()
	judge(p.DueOn(t, at), over, min(on, at))
	// The whole being finished finishes its parts, unless they say otherwise.
	part := func(due calendar.Date, states []RowState) {
		for _, r := range states {
			if r.Done() {
				judge(due, true, r.Reached.DoneOn)
			} else {
				judge(due, over, min(on, at))
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

func contains(bs []*Bureau, b *Bureau) bool {
	for _, x := range bs {
		if x == b {
			return true
		}
	}
	return false
}
