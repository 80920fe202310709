package report

import (
	"duban/workbook"
	"duban/workbook/calendar"
)

// judge judges how the tasks of a plan stand on a day, by the standing at the end of a period.
type judge struct {
	plan *workbook.Plan
	now  *workbook.Standing
	day  calendar.Date
}

// standing judges a completion of task t. rows is the task with the milestones and steps whose lateness counts; pace is the completion that
// is expected.
func (j judge) standing(t, rows *workbook.Task, c workbook.Completion, pace workbook.Amount) Standing {
	if t.Rolled {
		return j.belowStanding(t, c)
	}
	s := Standing{Due: j.plan.DueOn(t, j.day)}
	start, due := j.plan.Term(t, j.day)
	s.Elapsed = workbook.Elapsed(start, due, j.day)
	s.DaysLate = j.plan.DaysLate(j.now, rows, c, j.day)
	if !t.Reports() {
		return s
	}
	// Nothing is expected of a task that nobody was given.
	unassigned := t.Unassigned()
	if !unassigned {
		s.Expected = pace
	}
	if c.Ratio.Known && s.Expected.Known {
		s.Gap = workbook.Known(round9((c.Ratio.V - s.Expected.V) * 100))
	}
	s.Class, s.Light = classify(&j.plan.Settings, unassigned, c.Finished, s.Due, s.Gap, j.day)
	// That the office has not verified yet does not make the bureau late.
	if s.Waits = j.waits(c, s); s.Waits && (s.Class == ClassBehind || s.Class == ClassOverdue) {
		s.Class, s.Light = ClassOther, workbook.NoLight
	}
	s.NearDue = j.nearDue(c, s.Due)
	return s
}

// nearDue reports whether a deadline is near by which there is something left to do. Of a bound that is kept there is nothing.
func (j judge) nearDue(c workbook.Completion, due calendar.Date) bool {
	left := !c.Finished && !c.Claimed && !(c.Ratio.Known && c.Ratio.V >= 1)
	return left && due != 0 && due >= j.day && int(due-j.day) <= j.plan.Settings.NearDays
}

// waits reports whether a rectification will be neither behind nor overdue once the bureaus' unverified reports are verified.
func (j judge) waits(c workbook.Completion, s Standing) bool {
	if c.Claimed || !c.Pending.Known || !s.Expected.Known {
		return c.Claimed
	}
	ratio := c.AsPending().Ratio.V
	class, _ := classify(&j.plan.Settings, false, ratio >= 1, s.Due, workbook.Known(round9((ratio-s.Expected.V)*100)), j.day)
	return class != ClassBehind && class != ClassOverdue
}

// classify gives class and light by the plan's thresholds, in percentage points. A gap that equals a threshold is behind or ahead. A task
// behind by less than the yellow threshold is on track.
func classify(s *workbook.Settings, unassigned, finished bool, due calendar.Date, gap workbook.Amount, at calendar.Date) (Class, workbook.Light) {
	switch {
	case unassigned:
		return ClassUnassigned, workbook.NoLight
	case finished:
		return ClassDone, workbook.Green
	case due != 0 && at > due:
		return ClassOverdue, workbook.Red
	case !gap.Known:
		return ClassOther, workbook.NoLight
	case gap.V <= -s.RedFrom:
		return ClassBehind, workbook.Red
	case gap.V <= -s.YellowFrom:
		return ClassBehind, workbook.Yellow
	case gap.V >= s.AheadFrom:
		return ClassAhead, workbook.Blue
	}
	return ClassOnTrack, workbook.Green
}
