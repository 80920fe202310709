package workbook

import (
	"slices"

	"duban/workbook/calendar"
)

// DueDay is the day by which a period's returns are due.
func (p *Plan) DueDay(per calendar.Period) calendar.Date {
	if r := p.Special(per); r != nil {
		return r.Due
	}
	rule := p.Settings.Due
	if per.Kind() == calendar.Week {
		rule = p.Settings.WeekDue
	}
	return rule.Date(per, p.Workdays, p.Settings.Shift)
}

// CutoffDay is the day as of which a period's figures hold and its lights are judged.
func (p *Plan) CutoffDay(per calendar.Period) calendar.Date {
	if per.Partial() {
		return per.Last()
	}
	return p.Settings.Cutoff.Date(per, p.Workdays, calendar.ShiftNone)
}

// Asked lists the tasks on which a bureau is asked to report in a period: begun, not over, and due in such a round. A weekly round asks
// only for weekly tasks, even in the week in which a month ends: the month has a round of its own. Every other round asks for all.
func (p *Plan) Asked(prior *Standing, b *Bureau, per calendar.Period) []*Task {
	var out []*Task
	for _, t := range p.TasksOf(b) {
		if t.Start > per.Last() || !p.InRound(t, per) {
			continue
		}
		if prior != nil && p.over(prior, t, b) {
			continue
		}
		out = append(out, t)
	}
	return out
}

// over reports whether a bureau has nothing more to report on a task: its part was accepted as finished, or it only supports a finished
// task.
func (p *Plan) over(prior *Standing, t *Task, b *Bureau) bool {
	if e := p.Effective(prior, t, b); e != nil && e.Status == Done {
		return p.Of(prior, t, b).Finished
	}
	return t.Role(b) == RoleSupport && p.overForSupports(prior, t, b)
}

// overForSupports reports whether a task was accepted as finished by its lead, and a supporting bureau has nothing left in it that it is
// asked for itself or for which its own word counts.
func (p *Plan) overForSupports(prior *Standing, t *Task, b *Bureau) bool {
	if lead := t.Lead(); lead != nil {
		if e := p.Effective(prior, t, lead); e == nil || e.Status != Done {
			return false
		}
	}
	if t.PartOf(b) != nil || !p.Official(prior, t).Finished || p.Settings.SupportShare > 0 && !p.Of(prior, t, b).Finished {
		return false
	}
	own := t.Concerning(b)
	open := func(r RowState) bool { return !r.Done() }
	return len(own.Indicators) == 0 &&
		!slices.ContainsFunc(own.Milestones, func(m *Milestone) bool { return slices.ContainsFunc(prior.MilestoneStates(m), open) }) &&
		!slices.ContainsFunc(own.Steps, func(st *Step) bool { return slices.ContainsFunc(prior.StepStates(st), open) })
}

// InRound reports whether a round is about a task at all: a weekly round is about weekly tasks, a special one about those that the plan
// names for it, every other one about all.
func (p *Plan) InRound(t *Task, per calendar.Period) bool {
	if per.Kind() == calendar.Special {
		r := p.Special(per)
		return r != nil && r.tasks[t.ID]
	}
	return per.Kind() != calendar.Week || slices.Contains(t.Cadences, calendar.Weekly)
}

// IndicatorInRound reports whether a round asks for an indicator: a weekly round asks for none, and a special one for those of its tasks.
func (p *Plan) IndicatorInRound(in *Indicator, per calendar.Period) bool {
	switch per.Kind() {
	case calendar.Week:
		return false
	case calendar.Special:
		return in.Task != nil && p.InRound(in.Task, per)
	}
	return true
}

// ListsAsked lists the county's lists that a bureau fills in in a period.
func (p *Plan) ListsAsked(prior *Standing, b *Bureau, per calendar.Period) []*ListForm {
	var out []*ListForm
	special := p.Special(per)
	for _, l := range p.Lists {
		asked := l.asked(prior, per) && !p.tookSpecial(prior, l, b, per)
		if special != nil {
			asked = slices.Contains(special.Lists, l)
		}
		if l.isFor(b) && asked {
			out = append(out, l)
		}
	}
	return out
}

// ListInRound reports whether a round is about a list at all, even if the entries already came in its weeks or special rounds.
func (p *Plan) ListInRound(l *ListForm, per calendar.Period) bool {
	return slices.ContainsFunc(p.Bureaus, func(b *Bureau) bool { return slices.Contains(p.ListsAsked(nil, b, per), l) })
}

// asked reports whether a list is filled in in a round: where it falls due, or without a cadence in every round but a weekly one. A month
// does not ask again for what its weeks brought, as it takes them in.
func (l *ListForm) asked(prior *Standing, per calendar.Period) bool {
	for _, c := range l.Cadences {
		switch {
		case per.Kind() == calendar.Week:
			if c == calendar.Weekly {
				return true
			}
		case c == calendar.Weekly && prior.tookWeeks(per):
		case c == calendar.OneOff || c.DueIn(per):
			return true
		}
	}
	return len(l.Cadences) == 0 && per.Kind() != calendar.Week
}

// Reporting lists the bureaus that are asked for something in a period, in the plan's order.
func (p *Plan) Reporting(prior *Standing, per calendar.Period) []*Bureau {
	var out []*Bureau
	for _, b := range p.Bureaus {
		if p.FillsIn(prior, b, per) || b.SendsLedger && !per.Partial() {
			out = append(out, b)
		}
	}
	return out
}

// DueAfter lists the plan's own tasks that are due after a period. A plan whose year is over goes on for their sake, as one that runs from
// April to March does.
func (p *Plan) DueAfter(per calendar.Period) []*Task {
	last := per.Last()
	var out []*Task
	for _, t := range p.Tasks {
		if t.Reports() && !t.Rolled && p.DueOn(t, last) > last {
			out = append(out, t)
		}
	}
	return out
}

// LastOfYear reports whether no round of the plan's year follows a period.
func (p *Plan) LastOfYear(per calendar.Period) bool {
	return per.Next().First().Year() > p.Settings.Year
}

// FillsIn reports whether a bureau has something to fill in in a period. A county that sends its ledger may have nothing else to send.
func (p *Plan) FillsIn(prior *Standing, b *Bureau, per calendar.Period) bool {
	return len(p.Asked(prior, b, per)) > 0 || per.Kind() != calendar.Week && p.hasRows(prior, b, per) || p.hasLists(prior, b, per)
}

// hasLists reports whether a bureau without tasks has a list to fill in. A list for all makes such a bureau report only in a weekly or
// special round, which may be about nothing else.
func (p *Plan) hasLists(prior *Standing, b *Bureau, per calendar.Period) bool {
	for _, l := range p.ListsAsked(prior, b, per) {
		if len(l.For) > 0 || per.Partial() {
			return true
		}
	}
	return false
}

// hasRows reports whether a bureau is asked for milestones, indicators or steps, possibly without having a task of its own.
func (p *Plan) hasRows(prior *Standing, b *Bureau, per calendar.Period) bool {
	for _, in := range p.IndicatorsOf(b) {
		if p.IndicatorInRound(in, per) {
			return true
		}
	}
	for _, t := range p.TasksWith(b) {
		if slices.ContainsFunc(t.Milestones, func(m *Milestone) bool { return p.MilestoneAsked(prior, m, b, per) }) ||
			slices.ContainsFunc(t.Steps, func(s *Step) bool { return p.StepAsked(prior, s, b, per) }) {
			return true
		}
	}
	return false
}

// MilestoneAsked reports whether a bureau is asked for a milestone in a period: one of its own that was not done before.
func (p *Plan) MilestoneAsked(prior *Standing, m *Milestone, b *Bureau, per calendar.Period) bool {
	return p.partAsked(m.Task, m.Bureaus, b, per) && !prior.Milestone(m, b).done()
}

// StepAsked reports whether a bureau is asked for a step of a task's project in a period: one of its own that was not done before.
func (p *Plan) StepAsked(prior *Standing, s *Step, b *Bureau, per calendar.Period) bool {
	return p.partAsked(s.Task, s.Bureaus, b, per) && !prior.Step(s, b).done()
}

func (p *Plan) partAsked(t *Task, of []*Bureau, b *Bureau, per calendar.Period) bool {
	return slices.Contains(of, b) && t.Start <= per.Last() && p.InRound(t, per)
}

func (e *Reached) done() bool { return e != nil && e.Status == Done }

// Exempted finds the approved exemption of a bureau in a period, nil if there is none.
func (p *Plan) Exempted(b *Bureau, per calendar.Period) *Exemption {
	for _, e := range p.Exemptions {
		if e.Bureau == b && e.Approver != "" && (e.Period == calendar.Period{} || e.Period == per || e.Period.Contains(per.Last())) {
			return e
		}
	}
	return nil
}
