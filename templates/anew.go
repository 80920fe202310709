package templates

import (
	"cmp"
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// If a round is issued anew to a merged bureau, nobody has to type again what its former bureaus have sent already.

// FillIn puts what former bureaus have reported in the period into the cells of their heir's workbook, for the heir to look over, correct
// and send back. now is the standing that has it. joints are the tasks on which several of them have entries: there, the text of each is
// put under its name.
func (t *Template) FillIn(bureaus []string, now *workbook.Standing, joints []workbook.Joint, c *Catalogue) {
	t.Said = bureaus
	said := map[string]workbook.Joint{}
	for _, j := range joints {
		if j.Heir == t.Bureau {
			said[j.Task.ID] = j
		}
	}
	for _, s := range t.Sheets {
		switch s.Form.Key {
		case workbook.FormProgress:
			for _, r := range s.Rows {
				task := t.Plan.Task(r.ID)
				if e := now.Entry(task, t.Bureau); e != nil && e.Period == t.Period {
					r.fill(s.Form, entryCells(task, e, said[task.ID]))
				}
			}
		case workbook.FormProblems:
			t.fillProblems(s, now, c)
		default:
			for _, l := range t.Plan.Lists {
				if l.Form.Key == s.Form.Key {
					t.fillList(s, l, now)
				}
			}
		}
	}
	t.fillParts(now)
}

// fill puts values into a row; choices are given by their keys.
func (r *TemplateRow) fill(f *workbook.Form, cells map[string]sheet.Value) {
	for key, v := range cells {
		if col := f.Column(key); len(col.Choices) > 0 && v.Kind == sheet.Text {
			v = sheet.StrOrBlank(col.Label(v.Text))
		}
		if !v.IsEmpty() {
			r.Cells[key] = v
		}
	}
}

// entryCells gives the cells of an entry as it is typed.
func entryCells(t *workbook.Task, e *workbook.Accepted, of workbook.Joint) map[string]sheet.Value {
	figure := e.Value
	if t.Basis == workbook.ThisPeriod {
		figure = e.InPeriod
	}
	estimate := e.Estimate
	if e.EstimateIn != e.Period || len(of.Said) > 1 {
		estimate = workbook.Amount{} // nobody has estimated what several bureaus did together
	}
	words := func(text func(*workbook.Accepted) string) sheet.Value {
		var all []string
		for _, s := range of.Said {
			if told := text(s.Accepted); told != "" {
				all = append(all, s.Bureau.Name+"："+told)
			}
		}
		return sheet.StrOrBlank(cmp.Or(strings.Join(all, "；"), text(e)))
	}
	return map[string]sheet.Value{
		workbook.ColStatus: sheet.Str(e.Status), workbook.ColDoneValue: amountValue(figure), workbook.ColProgress: amountValue(estimate),
		workbook.ColDoneOn:   dateValue(e.DoneOn),
		workbook.ColText:     words(func(e *workbook.Accepted) string { return e.Text }),
		workbook.ColTrouble:  words(func(e *workbook.Accepted) string { return e.Trouble }),
		workbook.ColNext:     words(func(e *workbook.Accepted) string { return e.Next }),
		workbook.ColEvidence: words(func(e *workbook.Accepted) string { return e.Evidence }),
		workbook.ColAnswer:   words(func(e *workbook.Accepted) string { return e.Answer }),
	}
}

// fillParts fills in milestones, stages, indicators and steps.
func (t *Template) fillParts(now *workbook.Standing) {
	reached := func(form string, row string, said *workbook.Reached) {
		s := t.Sheet(form)
		if r := s.Row(row); r != nil && said != nil && said.Period == t.Period && said.Bureau == t.Bureau.Code {
			cells := map[string]sheet.Value{workbook.ColStatus: sheet.Str(said.Status), workbook.ColDoneOn: dateValue(said.DoneOn), workbook.ColText: sheet.StrOrBlank(said.Text)}
			if s.Form.Has(workbook.ColStartedOn) {
				cells[workbook.ColStartedOn] = dateValue(said.StartedOn)
			}
			r.fill(s.Form, cells)
		}
	}
	counted := func(form, row, column string, said *workbook.Counted) {
		s := t.Sheet(form)
		if r := s.Row(row); r != nil && said != nil && said.Period == t.Period && said.Bureau == t.Bureau.Code {
			r.fill(s.Form, map[string]sheet.Value{column: sheet.Num(said.V), workbook.ColText: sheet.StrOrBlank(said.Text)})
		}
	}
	for _, task := range t.Plan.TasksWith(t.Bureau) {
		for _, m := range task.Milestones {
			reached(workbook.FormMilestoneState, task.ID+"|"+m.ID, now.Milestone(m, t.Bureau))
		}
		for _, s := range task.Steps {
			reached(workbook.FormStepState, task.ID+"|"+s.ID, now.Step(s, t.Bureau))
		}
		for _, s := range task.Stages {
			counted(workbook.FormStageState, task.ID+"|"+s.ID, workbook.ColCount, now.Stages[workbook.RowKey{Task: task.ID, ID: s.ID}])
		}
	}
	for _, in := range t.Plan.IndicatorsOf(t.Bureau) {
		counted(workbook.FormIndicatorState, in.ID, workbook.ColValue, now.Indicator(in, t.Bureau))
	}
}

// fillProblems puts in what was reported on problems that were carried over, and the new ones below, which have no number until they come
// back.
func (t *Template) fillProblems(s *TemplateSheet, now *workbook.Standing, c *Catalogue) {
	for _, pr := range now.Problems {
		if pr.Bureau != t.Bureau.Code || pr.Period != t.Period || pr.Below != nil {
			continue
		}
		told := (prepareRows{plan: t.Plan, words: c}).problem(pr)
		if pr.Since != t.Period {
			if r := s.Row(pr.ID); r != nil {
				*r = *told
			}
			continue
		}
		told.ID = ""
		delete(told.Cells, workbook.ColProblem)
		delete(told.Cells, workbook.ColRaisedBy)
		s.Rows = append(s.Rows, told)
		s.Blank = max(0, s.Blank-1)
	}
}

// fillList puts the rows of a county's list in.
func (t *Template) fillList(s *TemplateSheet, l *workbook.ListForm, now *workbook.Standing) {
	for _, row := range now.Lists {
		if row.List != l.Name || row.Bureau != t.Bureau.Code || row.Period != t.Period {
			continue
		}
		r := &TemplateRow{Cells: map[string]sheet.Value{}}
		for i := range min(len(row.Cells), len(l.Form.Columns)) {
			r.Cells[l.Form.Columns[i].Key] = row.Cells[i].Raw
		}
		s.Rows = append(s.Rows, r)
		s.Blank = max(0, s.Blank-1)
	}
}
