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
	PastDue    Urgency = iota // the deadline has passed
	FarBack                   // a red light before the deadline
	DueSoon                   // near the deadline and not finished
	SlowPace                  // a yellow light
	Unverified                // reported, and nothing missing but the office's verification
)

// key is the urgency's key in the catalogue (urgency.<key>).
func (u Urgency) key() string {
	return [...]string{"past-due", "far-back", "due-soon", "slow-pace", "unverified"}[u]
}

// Matter is a task that somebody has to do something about.
type Matter struct {
	*TaskLine
	Urgency Urgency
	// Act lists the bureaus that are to act: they answer for the task, have something to do in it and are not finished. If a group's task
	// lags, they are its members that lag themselves. If the task waits to be verified, it is the office that is to act, and Act lists the
	// bureaus that reported.
	Act []*workbook.Bureau
}

// matters lists the tasks that call for action, each once: overdue tasks, the longest overdue first; red lights, the furthest behind first;
// what is due soon, the soonest first; yellow lights; and what waits to be verified.
func (l *Ledger) matters() []*Matter {
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
		case tl.NearDue:
			m.Urgency = DueSoon
		case tl.Light == workbook.Yellow:
			m.Urgency = SlowPace
		case tl.Unverified(), tl.Completion.Claimed:
			m.Urgency = Unverified
		default:
			continue
		}
		if m.Act = tl.toAct(m.Urgency); m.Urgency == Unverified {
			m.Act = tl.reporting()
		}
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

// Awaited is a task of which more was reported than has been verified. A group's task has no figures as a whole, so it is one member's
// part then.
type Awaited struct {
	Task       *workbook.Task
	Bureaus    []*workbook.Bureau // that reported it
	Completion workbook.Completion
}

// Awaiting lists what has to be verified, in the plan's order: rectifications of which more was reported than has been verified, and those
// without a target figure that are called done.
func (l *Ledger) Awaiting() []Awaited {
	var out []Awaited
	for _, tl := range l.Tasks {
		switch t := tl.Task; {
		case !t.Reports() || t.StatusOnly:
		case t.ByGroup() && len(t.Parts) == 0:
			for _, line := range tl.Lines {
				if line.toVerify() {
					out = append(out, Awaited{t, []*workbook.Bureau{line.Bureau}, line.Completion})
				}
			}
		case tl.Completion.ReportedMore():
			out = append(out, Awaited{t, tl.reporting(), tl.Completion})
		}
	}
	return out
}

// beside gives what was reported of a task and what was verified of it instead; ok says that the two differ. reported is not known if the
// bureau only calls it done.
func (l *Line) beside() (reported, verified workbook.Amount, ok bool) {
	if c := l.Completion; c.ReportedMore() {
		return c.Reported, c.Done, true
	}
	if l.Reported == nil || l.Entry == nil || l.Task.Measure == workbook.Rectification {
		return workbook.Amount{}, workbook.Amount{}, false
	}
	reported, verified = l.Reported.Value, l.Entry.Value
	return reported, verified, reported.Known && verified.Known && reported != verified
}

// beside is the same of the task as a whole. That of a counted task is what its lead reported.
func (t *TaskLine) beside() (reported, verified workbook.Amount, ok bool) {
	if c := t.Completion; c.ReportedMore() {
		return c.Reported, c.Done, true
	}
	if lead := t.Lead(); lead != nil && len(t.Task.Parts) == 0 {
		return lead.beside()
	}
	return workbook.Amount{}, workbook.Amount{}, false
}

// toVerify reports whether the bureau owes the task and reported more of it than has been verified.
func (l *Line) toVerify() bool { return l.owes() && l.Completion.ReportedMore() }

// reporting lists the bureaus whose reports on a rectification wait to be verified: its lead, or those among which it is divided in parts
// or that lead it as a group.
func (t *TaskLine) reporting() []*workbook.Bureau {
	if lead := t.Lead(); lead != nil && len(t.Task.Parts) == 0 {
		return []*workbook.Bureau{lead.Bureau}
	}
	var out []*workbook.Bureau
	for _, line := range t.Lines {
		if line.toVerify() {
			out = append(out, line.Bureau)
		}
	}
	return out
}

// over reports whether the bureau has nothing left to do in the task; what it reported may still wait to be verified.
func (l *Line) over() bool {
	over, _ := l.Completion.HandedOver()
	return over
}

// toAct lists the bureaus that have something to do in a task; members of a group that are not behind themselves only if nobody else is.
func (t *TaskLine) toAct(u Urgency) []*workbook.Bureau {
	var out, inTime []*workbook.Bureau
	for _, line := range t.Lines {
		switch {
		case !line.answers() || !line.owes() || line.Unverified() || line.over() && line.Role != workbook.RoleLead:
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

// OverdueRow is an unfinished milestone or step past its own deadline, in a task that is not finished.
type OverdueRow struct {
	Task      *TaskLine
	ID, Title string
	Due       calendar.Date
	DaysLate  int
	Act       []*workbook.Bureau
}

// finishedFor reports whether a task is over for the bureaus that answer for one of its rows: as a whole, or for each of them.
func (t *TaskLine) finishedFor(bureaus []*workbook.Bureau) bool {
	if whole, _ := t.Completion.HandedOver(); whole || !t.Task.ByGroup() {
		return whole
	}
	over := 0
	for _, l := range t.Lines {
		if l.Role == workbook.RoleMember && l.over() && slices.Contains(bureaus, l.Bureau) {
			over++
		}
	}
	return over > 0 && over == len(bureaus)
}

// overdueRows lists the milestones and steps past their own deadline, the longest overdue first.
func (l *Ledger) overdueRows() []*OverdueRow {
	var out []*OverdueRow
	for _, tl := range l.Tasks {
		t := tl.Task
		if over, _ := tl.Completion.HandedOver(); over || t.StatusOnly {
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
