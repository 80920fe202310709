package score

import (
	"slices"

	"duban/report"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// taskPeriodRows makes a row for each bureau, task and period: how the bureau's part in the task stood at the period's end. A finished task
// is not asked about any more, so its later periods never lack a report. If nothing was due in a period, no report is missing. The ledger
// of an earlier round has the plan of its time: bureaus are identified by their present code and tasks by number, and weights are those of
// the present plan.
func (s *Scores) taskPeriodRows() {
	ledgers := slices.Clone(s.Ledgers)
	if len(ledgers) == 0 && s.Ledger != nil {
		ledgers = append(ledgers, s.Ledger)
	}
	slices.SortStableFunc(ledgers, func(a, b *report.Ledger) int { return int(a.Period.Last() - b.Period.Last()) })
	type part struct {
		ledger *report.Ledger
		line   *report.Line
	}
	type key struct{ bureau, task string }
	type asked struct {
		code   string
		period calendar.Period
	}
	returns := map[asked]registered{}
	for _, reg := range s.Registers {
		for _, row := range reg.Rows {
			returns[asked{row.Bureau.CodeNow(), reg.Period}] = s.registered(reg, row)
		}
	}
	parts := map[key][]part{}
	tasks := map[string][]string{}
	for _, l := range ledgers {
		for _, line := range l.Lines {
			k := key{line.Bureau.CodeNow(), workbook.Fold(line.Task.ID)}
			if len(parts[k]) == 0 {
				tasks[k.bureau] = append(tasks[k.bureau], k.task)
			}
			parts[k] = append(parts[k], part{l, line})
		}
	}
	order := func(id string) int {
		if t := s.taskNow(id); t != nil {
			return t.Order
		}
		return len(s.Plan.Tasks)
	}
	for _, b := range s.Bureaus {
		ids := tasks[b.Bureau.Code]
		slices.SortStableFunc(ids, func(x, y string) int { return order(x) - order(y) })
		for _, id := range ids {
			for _, p := range parts[key{b.Bureau.Code, id}] {
				s.row(s.taskPeriodRow(b.Bureau, p.ledger, p.line, returns[asked{b.Bureau.Code, p.ledger.Period}]))
			}
		}
	}
}

// taskNow finds a task by number, in whatever writing, in the ledger at the end of the span, or else in the plan; nil if it is gone.
func (s *Scores) taskNow(id string) *workbook.Task {
	if s.tasks == nil {
		s.tasks = map[string]*workbook.Task{}
		for _, t := range s.Plan.Tasks {
			s.tasks[workbook.Fold(t.ID)] = t
		}
		if s.Ledger != nil {
			for _, l := range s.Ledger.Lines {
				s.tasks[workbook.Fold(l.Task.ID)] = l.Task
			}
		}
	}
	return s.tasks[workbook.Fold(id)]
}

func (s *Scores) taskPeriodRow(b *workbook.Bureau, l *report.Ledger, line *report.Line, of registered) *Row {
	reported := 0
	begun := line.Task.Start <= l.Period.Last() // before that the task was not asked about, not even by a declaration of nothing to report
	if line.Reported != nil && !line.Carried || line.Completion.Finished || of.nothing() && begun {
		reported = 1
	}
	late, excused := s.lateness(l, line)
	inputs := s.lineInputs(line, line.Completion)
	inputs.set(workbook.InPeriod, sheet.Str(l.Period.String()))
	inputs.set(workbook.InReceived, sheet.Int(reported))
	inputs.set(workbook.InDaysLate, amountValue(late))
	inputs.set(workbook.InExcused, amountValue(excused))
	r := &Row{Grain: workbook.GrainTaskPeriod, Bureau: b, Line: line, Period: l.Period, Inputs: inputs}
	t := s.taskNow(line.Task.ID)
	switch {
	case t == nil:
		r.Left = leftTaskGone
	case reported == 0 && (!begun || of.noneDue()):
		r.Left = leftNoneDue
	}
	if r.Left != "" {
		// Without a weight the period counts for no item, whatever the item makes of periods without a report.
		r.Inputs.set(workbook.InWeight, sheet.Int(0))
		return r
	}
	share := s.roleShare(line.Role)
	r.Inputs.set(workbook.InWeight, sheet.Num(t.Weight))
	r.Inputs.set(workbook.InDifficulty, sheet.Num(t.Difficulty))
	r.Basis = max(0, t.Weight*share)
	switch {
	case share <= 0:
		r.Left = leftNoShare
	case r.Basis <= 0:
		r.Left = leftNoWeight
	case reported == 1 && !line.Completion.Ratio.Known:
		r.Left = leftUnknown
	}
	if r.Left != "" {
		r.Basis = 0
	}
	return r
}
