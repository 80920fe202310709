package report

import (
	"math"

	"duban/workbook"
)

// judge judges how the tasks of a plan stand at one day, from what stood at the end of a period.
type judge struct {
	plan *workbook.Plan
	now  *workbook.Standing
	day  workbook.Date
}

// standing judges a completion. rows is the task with the milestones and steps by which its lateness is counted, basis
// the one with those that its completion was counted from.
func (j judge) standing(t, rows, basis *workbook.Task, c workbook.Completion, atWork bool) Standing {
	s := Standing{Due: j.plan.DueOn(t, j.day)}
	s.Elapsed = workbook.Elapsed(t.Start, s.Due, j.day)
	s.DaysLate = j.plan.DaysLate(j.now, rows, c, j.day)
	if !t.Reports() {
		return s
	}
	// Of a task that nobody has been given nothing is expected.
	unassigned := t.LeadOpen && len(t.Assigned) == 0
	if !unassigned {
		s.Expected = j.expected(basis, c, s.Due, atWork)
	}
	if c.Ratio.Known && s.Expected.Known {
		s.Gap = workbook.Known(round9((c.Ratio.V - s.Expected.V) * 100))
	}
	s.Class, s.Light = classify(&j.plan.Settings, unassigned, c.Finished, s.Due, s.Gap, j.day)
	s.NearDue = !c.Finished && s.Due != 0 && s.Due >= j.day && int(s.Due-j.day) <= j.plan.Settings.NearDays
	return s
}

// expected is what should have been reached. What is either done or not is due on its deadline and not before, so that
// work under way is never behind; a bureau that has not even begun is measured by the time that has passed. Milestones
// and steps without any date of their own, in a task without a deadline, set no pace.
func (j judge) expected(t *workbook.Task, c workbook.Completion, due workbook.Date, atWork bool) workbook.Amount {
	switch {
	case c.Binary && due == 0:
		return workbook.Amount{}
	case c.Binary && c.Finished:
		// What was done early is not ahead of anything: it is done.
		return workbook.Known(1)
	case c.Binary && atWork:
		if j.day >= due {
			return workbook.Known(1)
		}
		return workbook.Known(0)
	case c.ByParts && due == 0 && !j.dated(t):
		return workbook.Amount{}
	}
	return j.plan.Expected(t, c, j.day)
}

func (j judge) dated(t *workbook.Task) bool {
	for _, m := range t.Milestones {
		if j.plan.MilestoneDueOn(m, j.day) != 0 {
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

// classify gives class and light by the plan's thresholds, which are percentage points. A threshold belongs to the worse
// side when behind and to the better side when ahead. What is behind by less than yellow begins at is on track.
func classify(s *workbook.Settings, unassigned, finished bool, due workbook.Date, gap workbook.Amount, at workbook.Date) (Class, workbook.Light) {
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

// atWork reports that a bureau says it is at work on a task, or done with it. 申请调整 says no such thing: it counts only
// once the change is approved.
func (j judge) atWork(t *workbook.Task, b *workbook.Bureau) bool {
	e := j.plan.Effective(j.now, t, b)
	return e != nil && (e.Status == workbook.Ongoing || e.Status == workbook.Done || e.Status == workbook.Sustained)
}

// taskAtWork reports that whoever answers for the task is at work: the lead, or every member of the group that leads it.
func (j judge) taskAtWork(t *workbook.Task) bool {
	if !t.ByGroup() {
		return t.Lead() != nil && j.atWork(t, t.Lead())
	}
	for _, a := range t.Assigned {
		if a.Role == workbook.RoleMember && !j.atWork(t, a.Bureau) {
			return false
		}
	}
	return true
}

// round9 is the nine decimals at which ratios and points enter cells, so that programs agree on comparisons.
func round9(f float64) float64 { return math.Round(f*1e9) / 1e9 }
