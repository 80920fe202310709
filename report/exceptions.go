package report

import (
	"cmp"
	"slices"

	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
)

// Kinds of exceptions, in the order in which outputs name them.
const (
	HeldRow   = "held"      // an error holds the row back, and what was accepted before still counts (沿用)
	Verified  = "verified"  // a verification (核定) outranks the return
	Waived    = "waived"    // a waiver (豁免) settles a finding
	Explained = "explained" // an explanation (情况说明) answers a warning
)

// exceptionKinds lists the kinds.
func exceptionKinds() []string { return []string{HeldRow, Verified, Waived, Explained} }

// Exception is a figure that counts differently from what was reported, or a finding that was waived or explained: what a person who is
// asked to sign the result wants to know.
type Exception struct {
	Kind   string
	Period calendar.Period
	Bureau *workbook.Bureau
	Task   *workbook.Task // nil if it is about no task
	// Finding is the row's first error, the finding waived or the warning explained; nil for a verification. More counts the row's further
	// errors, but never one that stands for others which are not listed: that is an exception of its own.
	Finding *validate.Finding
	More    int
	// Counted says that the errors which hold the task's row back were counted but not listed. Finding is then one of their kind, in
	// another row.
	Counted bool
	// Since is the period whose values count in place of a held row's, zero if nothing was accepted yet.
	Since calendar.Period
	// Verification is what was verified, Reported the entry as its bureau reported it, nil if it reported none.
	Verification *workbook.Verification
	Reported     *workbook.Accepted
	// Reason and Approver say why the exception was made and who approved it.
	Reason, Approver string
	Place            workbook.Place
}

// KeepExceptions drops the findings that Exceptions does not list. Scores need none of them, and a year has tens of thousands.
func (l *Ledger) KeepExceptions() {
	var kept []validate.Finding
	for i := range l.Findings {
		if f := &l.Findings[i]; excepted(f) {
			kept = append(kept, *f)
		}
	}
	l.Findings = kept
}

// excepted reports whether a finding was waived or explained, or holds a row back.
func excepted(f *validate.Finding) bool {
	return f.Waived || f.Answered || f.Severity == workbook.Problem && f.Form != ""
}

// Exceptions lists the period's held rows, verifications in force, waivers and explained warnings, each kind in the order of the findings
// or of the plan.
func (l *Ledger) Exceptions() []Exception {
	var held, waived, explained []Exception
	type rowKey struct {
		bureau, file, sheet string
		row                 int
	}
	rows := map[rowKey]int{}
	for i := range l.Findings {
		f := &l.Findings[i]
		if !excepted(f) {
			continue
		}
		x := Exception{Period: l.Period, Bureau: l.Plan.BureauOf(f.Bureau), Task: taskOf(l.Plan, f), Finding: f, Reason: f.Reason, Approver: f.Approver, Place: f.Place}
		switch {
		case x.Bureau == nil:
		case f.Waived:
			x.Kind = Waived
			waived = append(waived, x)
		case f.Answered:
			x.Kind = Explained
			explained = append(explained, x)
		default:
			key := rowKey{f.Bureau, f.Place.File, f.Place.Sheet, f.Place.Ref.Row}
			at, ok := rows[key]
			if ok && f.Further == nil {
				held[at].More++
				continue
			}
			if !ok {
				rows[key] = len(held)
			}
			x.Kind, x.Since = HeldRow, l.standsSince(f, x.Task)
			held = append(held, x)
		}
	}
	return slices.Concat(l.withCounted(held), l.verifications(), waived, explained)
}

// withCounted adds to the held rows the tasks with a row that is held back by errors which were counted but not listed.
func (l *Ledger) withCounted(held []Exception) []Exception {
	type taskKey struct {
		bureau *workbook.Bureau
		task   *workbook.Task
	}
	listed := map[taskKey]bool{}
	for i := range held {
		listed[taskKey{held[i].Bureau, held[i].Task}] = true
	}
	for _, x := range held {
		if x.Finding.Further == nil {
			continue
		}
		for _, id := range x.Finding.Further.Tasks {
			key := taskKey{x.Bureau, l.Plan.Task(id)}
			if key.task == nil || listed[key] {
				continue
			}
			listed[key] = true
			held = append(held, Exception{Kind: HeldRow, Period: x.Period, Bureau: x.Bureau, Task: key.task, Finding: x.Finding, Counted: true,
				Place: workbook.Place{File: x.Place.File}})
		}
	}
	return held
}

// taskOf finds the task that a finding is about; for an indicator's row, the task that the indicator belongs to. It may be nil.
func taskOf(p *workbook.Plan, f *validate.Finding) *workbook.Task {
	if t := p.Task(f.Task); t != nil || f.Form != workbook.FormIndicatorState {
		return t
	}
	if in := p.Indicator(f.Row); in != nil {
		return in.Task
	}
	return nil
}

// standsSince gives the period in which the values that count in place of a held row's were accepted; zero if there are none.
func (l *Ledger) standsSince(f *validate.Finding, t *workbook.Task) calendar.Period {
	_, id := splitID(f.Row)
	switch f.Form {
	case workbook.FormProgress:
		if t != nil {
			if e := l.Now.Entry(t, l.Plan.BureauOf(f.Bureau)); e != nil {
				return e.Period
			}
		}
	case workbook.FormMilestoneState, workbook.FormStepState:
		if b := l.Plan.BureauOf(f.Bureau); b != nil && t != nil {
			if r := l.reachedBy(t, f.Form, id, b); r != nil {
				return r.Period
			}
		}
	case workbook.FormStageState:
		if c := l.Now.Stages[workbook.RowKey{Task: f.Task, ID: id}]; c != nil {
			return c.Period
		}
	case workbook.FormIndicatorState:
		if in, b := l.Plan.Indicator(f.Row), l.Plan.BureauOf(f.Bureau); in != nil && b != nil {
			if c := l.Now.Indicator(in, b); c != nil {
				return c.Period
			}
		}
	}
	return calendar.Period{}
}

// reachedBy gives the state of a milestone or step for a bureau that answers for it; nil if nothing was reported or the task has no such
// milestone or step.
func (l *Ledger) reachedBy(t *workbook.Task, form, id string, b *workbook.Bureau) *workbook.Reached {
	if form == workbook.FormStepState {
		for _, s := range t.Steps {
			if s.ID == id {
				return l.Now.Step(s, b)
			}
		}
		return nil
	}
	for _, m := range t.Milestones {
		if m.ID == id {
			return l.Now.Milestone(m, b)
		}
	}
	return nil
}

// verifications lists the approved verifications in force at the end of the period, on what the round is about, in the plan's order.
func (l *Ledger) verifications() []Exception {
	var out []Exception
	for _, v := range l.Plan.Verified {
		if v.Approver == "" || !v.Period.IsZero() && v.Period.Last() > l.Period.Last() {
			continue
		}
		if !l.concerns(v) {
			continue
		}
		x := Exception{Kind: Verified, Period: v.Period, Bureau: v.Bureau, Task: v.Task, Verification: v, Reason: v.Reason, Approver: v.Approver}
		if pr := l.Now.ProblemNumbered(v.Problem); v.Problem != "" && pr != nil {
			x.Bureau = l.Plan.Directory.Bureau(pr.Bureau) // the bureau that raised the problem, whatever the verification names
		}
		if v.Task != nil && v.Bureau != nil && v.Field != workbook.ColClosed {
			if l.Plan.VerifiedValue(v.Task, v.Bureau, v.Field, l.Period) != v {
				continue // a later one took its place
			}
			if x.Reported = l.Now.Entry(v.Task, v.Bureau); x.Reported != nil {
				x.Place = x.Reported.Source.Place()
			}
		}
		out = append(out, x)
	}
	return out
}

// Overruled lists the verifications that go on to count although their bureau has reported something else in a later period. A verification
// holds until another is given: whoever does not know leaves out what was reported since. Rectifications are not among them, see Awaiting.
func (l *Ledger) Overruled() []Exception {
	return slices.DeleteFunc(l.verifications(), func(x Exception) bool {
		v, said := x.Verification, x.Reported
		if said == nil || v.Period.IsZero() || said.SaidIn.Last() <= v.Period.Last() || x.Task.Measure == workbook.Rectification || x.Task.StatusOnly {
			return true
		}
		switch counts := l.Plan.Effective(l.Now, x.Task, x.Bureau); v.Field {
		case workbook.ColDoneValue:
			return counts.Value == said.Value
		case workbook.ColStatus:
			return counts.Status == said.Status
		case workbook.ColDoneOn:
			return counts.DoneOn == said.DoneOn
		}
		return true
	})
}

// concerns reports whether a verification is of a task that the round is about, or of a problem with such a task. A problem that names no
// task belongs to every round.
func (l *Ledger) concerns(v *workbook.Verification) bool {
	t := v.Task
	if pr := l.Now.ProblemNumbered(v.Problem); v.Problem != "" && pr != nil {
		t = l.Plan.Task(pr.Task)
	}
	return t == nil || l.Plan.InRound(t, l.Period)
}

// exceptionsOf lists the exceptions of several periods' ledgers by kind and period, each verification once.
func exceptionsOf(ledgers []*Ledger) []Exception {
	var out []Exception
	seen := map[[5]string]bool{}
	for _, l := range ledgers {
		for _, x := range l.Exceptions() {
			if v := x.Verification; v != nil {
				key := [5]string{v.Field, v.Value, v.Problem, v.Period.String()}
				if v.Task != nil && v.Bureau != nil {
					key[4] = v.Task.ID + "\x00" + v.Bureau.Code
				}
				if seen[key] {
					continue
				}
				seen[key] = true
			}
			out = append(out, x)
		}
	}
	order := func(x *Exception) int { return slices.Index(exceptionKinds(), x.Kind) }
	slices.SortStableFunc(out, func(a, b Exception) int {
		return cmp.Or(cmp.Compare(order(&a), order(&b)), a.Period.Compare(b.Period))
	})
	return out
}
