package report

import (
	"slices"

	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
)

// LedgerInput is what a ledger is computed from.
type LedgerInput struct {
	Plan   *workbook.Plan
	Period calendar.Period
	// AsOf is the day by which lights and lateness are judged.
	AsOf calendar.Date
	// Now is the standing at the end of the period, Before that at the end of the period before; nil if there is none.
	Now, Before *workbook.Standing
	// Earlier is the plan of the period before, nil if it is not known.
	Earlier  *workbook.Plan
	Register *Register
	Files    []FileLine
	Findings []validate.Finding
}

// BuildLedger computes the ledger of a period: a line for each task of the round, in the plan's order, with a line for each of its bureaus.
func BuildLedger(in LedgerInput) *Ledger {
	in.Plan = in.Plan.WithLedgers(in.Now)
	l := &Ledger{
		Plan: in.Plan, Period: in.Period, AsOf: in.AsOf, Now: in.Now, Before: in.Before,
		Register: in.Register, Files: in.Files, Findings: in.Findings,
	}
	if l.Now == nil {
		l.Now = in.Before.Next(in.Period)
	}
	now := judge{in.Plan, l.Now, in.AsOf}
	for _, t := range in.Plan.Tasks {
		if !in.Plan.InRound(t, in.Period) {
			continue
		}
		tl := &TaskLine{Task: t}
		tl.Completion, tl.Standing = now.task(t)
		switch had := in.Before != nil && !in.Before.Period.IsZero(); {
		case had && in.added(t):
			tl.Added = true
		case had:
			c, was := judge{in.Plan, in.Before, in.Plan.CutoffDay(in.Before.Period)}.task(t)
			tl.Prior, tl.Was = c.Ratio, &was
		}
		if t.Reports() {
			for _, a := range t.Assigned {
				line := now.line(t, a, tl.Completion)
				tl.Lines = append(tl.Lines, line)
				l.Lines = append(l.Lines, line)
			}
		}
		l.Tasks = append(l.Tasks, tl)
	}
	return l
}

// added reports whether a task came into the plan since the period before. A task on which an entry stood before was only taken out and
// put back: it is not new.
func (in LedgerInput) added(t *workbook.Task) bool {
	if in.Earlier == nil || t.Rolled || in.Earlier.Task(t.ID) != nil {
		return false
	}
	return !slices.ContainsFunc(t.Assigned, func(a workbook.Assignment) bool { return in.Before.Entry(t, a.Bureau) != nil })
}

// task gives the completion of a task as a whole, and how it stands.
func (j judge) task(t *workbook.Task) (workbook.Completion, Standing) {
	c := j.plan.Official(j.now, t)
	return c, j.standing(t, t, c, j.plan.PaceOfWhole(j.now, t, c, j.day))
}

// line makes the line of a bureau's part in a task; whole is the completion of the task as a whole.
func (j judge) line(t *workbook.Task, a workbook.Assignment, whole workbook.Completion) *Line {
	b := a.Bureau
	l := &Line{Task: t, Bureau: b, Role: a.Role, Reported: j.now.Entry(t, b), Entry: j.plan.Effective(j.now, t, b)}
	l.Carried = l.Reported != nil && !within(j.now.Period, l.Reported.Period)
	for _, field := range []string{workbook.ColStatus, workbook.ColDoneValue, workbook.ColDoneOn, workbook.ColClosed} {
		if v := j.plan.VerifiedValue(t, b, field, j.now.Period); v != nil {
			l.Verified = append(l.Verified, v)
		}
	}
	l.Completion = j.plan.OfWhole(j.now, t, b, whole)
	basis := t.Measuring(b, l.Completion)
	l.Standing = j.standing(t, l.HeldTo(), l.Completion, j.plan.Pace(j.now, basis, l.Completion, j.plan.AtWork(j.now, t, b), j.day))
	return l
}

// HeldTo gives the task with those milestones and steps whose delay makes the bureau late: all of them if it leads, or else those that it
// answers for.
func (l *Line) HeldTo() *workbook.Task {
	if l.Bureau == l.Task.Lead() {
		return l.Task
	}
	return l.Task.Concerning(l.Bureau)
}

// Lead gives the line of the first-listed lead; nil if nobody sums up.
func (t *TaskLine) Lead() *Line {
	if b := t.Task.Lead(); b != nil && len(t.Lines) > 0 && t.Lines[0].Bureau == b {
		return t.Lines[0]
	}
	return nil
}

// answers reports whether the bureau answers for the task: as lead, as co-lead or as a member of the group that leads.
func (l *Line) answers() bool { return l.Role != workbook.RoleSupport }

// owes reports whether the bureau has something of its own to do in the task: it answers for the task, or was allocated a part in which
// there is something to do. A member of a group whose part is nothing owes nothing, although the group leads.
func (l *Line) owes() bool {
	if part := l.Task.PartOf(l.Bureau); part != nil && (l.Role == workbook.RoleMember || l.Role == workbook.RoleSupport) {
		return !part.Nothing()
	}
	return l.answers()
}

// Source gives the place that the line's figures came from; the zero Source if nothing was reported.
func (l *Line) Source() workbook.Source {
	if l.Reported == nil {
		return workbook.Source{}
	}
	return l.Reported.Source
}

// within reports whether this ledger's report tells what was reported for period p: its own period, or a week or special round that ends
// in it.
func (l *Ledger) within(p calendar.Period) bool {
	return within(l.Period, p)
}

func within(period, p calendar.Period) bool {
	return p == period || p.Partial() && !period.Partial() && period.Contains(p.Last())
}
