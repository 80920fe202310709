package report

import (
	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// belowStanding judges a task that came with the ledger of a county. What it reached and should have reached by now is the
// county's figure; class, light and lateness are judged by this plan's thresholds and day, so that counties with thresholds
// of their own can be compared. Of a task of which only the status is shown the ledger says no more than class and light.
func (j judge) belowStanding(t *workbook.Task, c workbook.Completion) Standing {
	s := Standing{Due: j.plan.DueOn(t, j.day)}
	l := j.now.FromBelow(t)
	if l == nil {
		return s
	}
	if l.StatusOnly {
		s.Class, s.Light = classOf(l.Class), l.Light
		return s
	}
	s.Elapsed = l.Elapsed
	s.DaysLate = j.plan.DaysLate(j.now, t, c, j.day)
	if l.DaysLate.Known && l.DaysLate.V > s.DaysLate.V {
		s.DaysLate = l.DaysLate // of a milestone or step, which only the county knows
	}
	if !l.Unassigned {
		s.Expected = l.Expected
	}
	if c.Ratio.Known && s.Expected.Known {
		s.Gap = workbook.Known(round9((c.Ratio.V - s.Expected.V) * 100))
	}
	s.Class, s.Light = classify(&j.plan.Settings, l.Unassigned, c.Finished, s.Due, s.Gap, j.day)
	s.NearDue = !c.Finished && s.Due != 0 && s.Due >= j.day && int(s.Due-j.day) <= j.plan.Settings.NearDays
	return s
}

// classOf finds a class by its key.
func classOf(key string) Class {
	for _, c := range Classes() {
		if c.Key() == key {
			return c
		}
	}
	return ClassOther
}

// rolledUp reports that some of the ledger's tasks came from the level below.
func (l *Ledger) rolledUp() bool {
	n := len(l.Plan.Tasks)
	return n > 0 && l.Plan.Tasks[n-1].Rolled
}

// identitySheet says in hidden cells what the workbook is, and marks the cells of the ledger and of the problems: one level
// up it is a return, and what was typed over on its way is told by its cell.
func (k *consolidated) identitySheet() *sheet.Sheet {
	forms := templates.LedgerForms(k.c)
	ledger, problems := workbook.MarkedSheet{Form: forms.Ledger}, workbook.MarkedSheet{Form: forms.Problems}
	for _, tl := range k.l.Tasks {
		if tl.Task.Reports() {
			row := k.taskRow[tl]
			ledger.Rows = append(ledger.Rows, workbook.MarkedRow{ID: tl.Task.ID, Row: row, Values: k.ledger.marked(forms.Ledger, k.ledger.values(row))})
		}
	}
	for i, p := range k.problemRows {
		row := k.problems.head + 1 + i
		problems.Rows = append(problems.Rows, workbook.MarkedRow{ID: p.ID, Row: row, Values: k.problems.marked(forms.Problems, k.problems.s.Row(row)), Since: p.Since})
	}
	s := &sheet.Sheet{Name: workbook.IdentitySheet, Visibility: sheet.VeryHidden, Layout: &sheet.Layout{Protection: &sheet.Protection{}}}
	for i, line := range workbook.LedgerIdentity(k.l.Plan, k.l.Period, k.l.AsOf, k.c.Lang, []workbook.MarkedSheet{ledger, problems}) {
		for j, text := range line {
			s.Put(sheet.At(i+1, j+1), sheet.Cell{Role: sheet.Identity, Format: sheet.TextFormat, Value: sheet.Str(text)})
		}
	}
	return s
}

// marked are the values of a row's cells that are marked, by column.
func (t *table) marked(f *workbook.Form, row *sheet.Row) map[string]sheet.Value {
	out := map[string]sheet.Value{}
	for _, key := range workbook.MarkedColumns(f) {
		if col := t.at[key]; col > 0 {
			out[key] = row.Value(col)
		}
	}
	return out
}
