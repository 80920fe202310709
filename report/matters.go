package report

import (
	"slices"
	"sort"

	"duban/workbook"
	"duban/workbook/calendar"
)

// Urgency says why a matter is urgent, the most urgent first.
type Urgency uint8

const (
	PastDue  Urgency = iota // the deadline has passed
	FarBack                 // a red light before the deadline
	DueSoon                 // near the deadline and not finished
	SlowPace                // a yellow light
)

// Key is the urgency's key in the catalogue (urgency.<key>).
func (u Urgency) Key() string { return [...]string{"past-due", "far-back", "due-soon", "slow-pace"}[u] }

// Matter is a task that somebody has to do something about.
type Matter struct {
	*TaskLine
	Urgency Urgency
	// Act are the bureaus that are to act: those that answer for the task, have something to do in it and are not finished with it; of a
	// group whose task lags those that lag themselves.
	Act []*workbook.Bureau
	// Waits says that nothing is missing but the office's verification: nobody else is to act.
	Waits bool
}

// Matters lists what calls for action: overdue tasks, the longest first; then red lights, the furthest behind first; then
// what is due soon, the soonest first; then yellow lights. A task stands there once.
func (l *Ledger) Matters() []*Matter {
	var out []*Matter
	for _, tl := range l.Tasks {
		m := &Matter{TaskLine: tl}
		switch {
		case !tl.Task.Reports():
			continue
		case tl.Class == ClassOverdue:
			m.Urgency = PastDue
		case tl.Light == workbook.Red:
			m.Urgency = FarBack
		case tl.NearDue && !(tl.Completion.Ratio.Known && tl.Completion.Ratio.V >= 1):
			m.Urgency = DueSoon
		case tl.Light == workbook.Yellow:
			m.Urgency = SlowPace
		default:
			continue
		}
		m.Act, m.Waits = tl.toAct(m.Urgency), waits(tl.Completion, tl.Standing)
		out = append(out, m)
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		switch {
		case a.Urgency != b.Urgency:
			return a.Urgency < b.Urgency
		case a.Urgency == PastDue && a.Due != b.Due, a.Urgency == DueSoon && a.Due != b.Due:
			return a.Due < b.Due
		}
		return a.Gap.V < b.Gap.V
	})
	return out
}

// waits reports a rectification of which as much was reported as should have been reached, and not verified.
func waits(c workbook.Completion, s Standing) bool {
	return c.Reported.Known && s.Expected.Known && c.AsReported().Ratio.V >= s.Expected.V
}

// Awaiting lists the rectifications of which more was reported than has been verified, in the plan's order: somebody has to verify them.
func (l *Ledger) Awaiting() []*TaskLine {
	var out []*TaskLine
	for _, tl := range l.Tasks {
		if tl.Task.Reports() && !tl.Task.StatusOnly && tl.Completion.Reported.Known {
			out = append(out, tl)
		}
	}
	return out
}

// Reporting are the bureaus whose own reports make up what was reported of a rectification and waits to be verified: its lead, or those
// that do it in parts or as a group.
func (t *TaskLine) Reporting() []*workbook.Bureau {
	if lead := t.Lead(); lead != nil && len(t.Task.Parts) == 0 {
		return []*workbook.Bureau{lead.Bureau}
	}
	var out []*workbook.Bureau
	for _, line := range t.Lines {
		if line.Completion.Reported.Known && line.Owes() {
			out = append(out, line.Bureau)
		}
	}
	return out
}

func (t *TaskLine) toAct(u Urgency) []*workbook.Bureau {
	var out, inTime []*workbook.Bureau
	for _, line := range t.Lines {
		switch {
		case !line.Answers() || !line.Owes() || line.Completion.Finished && line.Role != workbook.RoleLead:
		case (u == FarBack || u == SlowPace) && line.Role == workbook.RoleMember && (line.Light == workbook.Green || line.Light == workbook.Blue):
			inTime = append(inTime, line.Bureau)
		default:
			out = append(out, line.Bureau)
		}
	}
	if len(out) == 0 {
		return inTime
	}
	return out
}

// OverdueRow is a milestone or step whose own deadline has passed, unfinished, in a task that is not finished.
type OverdueRow struct {
	Task      *TaskLine
	ID, Title string
	Due       calendar.Date
	DaysLate  int
	Act       []*workbook.Bureau
}

// finishedFor reports whether a task is over for some bureaus that answer for a row of it: as a whole, or for each of them.
func (t *TaskLine) finishedFor(bureaus []*workbook.Bureau) bool {
	if t.Completion.Finished || !t.Task.ByGroup() {
		return t.Completion.Finished
	}
	over := 0
	for _, l := range t.Lines {
		if l.Role == workbook.RoleMember && l.Completion.Finished && slices.Contains(bureaus, l.Bureau) {
			over++
		}
	}
	return over > 0 && over == len(bureaus)
}

// OverdueRows lists the milestones and steps that are past their own deadline, the longest first.
func (l *Ledger) OverdueRows() []*OverdueRow {
	var out []*OverdueRow
	for _, tl := range l.Tasks {
		t := tl.Task
		if tl.Completion.Finished || t.StatusOnly {
			continue
		}
		late := func(id, title string, due calendar.Date, states []workbook.RowState) {
			if due == 0 || due >= l.AsOf {
				return
			}
			var act []*workbook.Bureau
			open := false
			for _, r := range states {
				if !r.Done() && !tl.finishedFor(r.Bureaus) {
					open, act = true, append(act, r.Bureaus...)
				}
			}
			if open {
				out = append(out, &OverdueRow{tl, id, title, due, int(l.AsOf - due), act})
			}
		}
		for _, m := range t.Milestones {
			late(m.ID, m.Title, l.Plan.MilestoneDueOn(m, l.AsOf), l.Now.MilestoneStates(m))
		}
		for _, s := range t.Steps {
			late(s.ID, s.Title, s.Due, l.Now.StepStates(s))
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Due < out[j].Due })
	return out
}
