package report

import (
	"sort"

	"duban/workbook"
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
	// Act are the bureaus that are to act: those that answer for the task and are not finished with their part.
	Act []*workbook.Bureau
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
		m.Act = tl.toAct()
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

func (t *TaskLine) toAct() []*workbook.Bureau {
	var out []*workbook.Bureau
	for _, line := range t.Lines {
		if line.Answers() && (!line.Completion.Finished || line.Role == workbook.RoleLead) {
			out = append(out, line.Bureau)
		}
	}
	return out
}

// OverdueRow is a milestone or step whose own deadline has passed, unfinished, in a task that is not finished.
type OverdueRow struct {
	Task      *TaskLine
	ID, Title string
	Due       workbook.Date
	DaysLate  int
	Act       []*workbook.Bureau
}

// OverdueRows lists the milestones and steps that are past their own deadline, the longest first.
func (l *Ledger) OverdueRows() []*OverdueRow {
	var out []*OverdueRow
	for _, tl := range l.Tasks {
		t := tl.Task
		if tl.Completion.Finished || t.StatusOnly {
			continue
		}
		late := func(id, title string, due workbook.Date, r *workbook.Reached, act []*workbook.Bureau) {
			if due != 0 && due < l.AsOf && (r == nil || r.Status != workbook.Done) {
				out = append(out, &OverdueRow{tl, id, title, due, int(l.AsOf - due), act})
			}
		}
		for _, m := range t.Milestones {
			late(m.ID, m.Title, l.Plan.MilestoneDueOn(m, l.AsOf), l.Now.Milestones[workbook.RowKey{Task: t.ID, ID: m.ID}], m.Bureaus)
		}
		for _, s := range t.Steps {
			late(s.ID, s.Title, s.Due, l.Now.Steps[workbook.RowKey{Task: t.ID, ID: s.ID}], s.Bureaus)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Due < out[j].Due })
	return out
}
