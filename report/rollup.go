package report

import (
	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// belowStanding judges a task that came with a county's ledger. Completion and expectation are the county's figures, but an expectation
// that equals the time elapsed grows with the days until the county's next ledger. Class, light and lateness are judged by this plan's
// thresholds and at this plan's day, so that counties with different thresholds can be compared. Of a task that is 仅报状态 the county's
// ledger says class and light, and no more.
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
	said := j.plan.CutoffDay(j.now.Entry(t, t.Lead()).Period)
	s.Elapsed = l.ElapsedBy(said, j.day)
	s.DaysLate = j.plan.DaysLate(j.now, t, c, j.day)
	if l.DaysLate.Known && l.DaysLate.V > s.DaysLate.V {
		s.DaysLate = l.DaysLate // a milestone or step is later, which only the county knows
	}
	switch {
	case l.Unassigned:
	case l.Expected == l.Elapsed:
		s.Expected = s.Elapsed
	default:
		s.Expected = l.Expected
	}
	if c.Ratio.Known && s.Expected.Known {
		s.Gap = workbook.Known(round9((c.Ratio.V - s.Expected.V) * 100))
	}
	s.Class, s.Light = classify(&j.plan.Settings, l.Unassigned, c.Finished, s.Due, s.Gap, j.day)
	if l.Unverified { // the county has to verify it
		s.Waits, s.DaysLate = true, workbook.Known(l.DaysLate.V)
		s.Class, s.Light = ClassOther, workbook.NoLight
	}
	s.NearDue = !l.Unverified && j.nearDue(c, s.Due)
	return s
}

// classOf finds a class by its key; ClassOther for an unknown one.
func classOf(key string) Class {
	for _, c := range Classes() {
		if c.Key() == key {
			return c
		}
	}
	return ClassOther
}

// rolledUp reports whether some of the ledger's tasks came from the level below. They are the last ones of the plan.
func (l *Ledger) rolledUp() bool {
	n := len(l.Plan.Tasks)
	return n > 0 && l.Plan.Tasks[n-1].Rolled
}

// identitySheet makes the hidden sheet that says what the workbook is and holds marks of the cells of ledger and problems. One level up the
// workbook is a return, and the marks tell which cells were typed over on the way.
func (k *consolidated) identitySheet() *sheet.Sheet {
	forms := templates.LedgerForms(k.c)
	ledger := workbook.MarkedSheet{Form: forms.Ledger, Rows: func(yield func(workbook.MarkedRow) bool) {
		for _, tl := range k.l.Tasks {
			if !tl.Task.Reports() {
				continue
			}
			row := k.taskRow[tl]
			if !yield(workbook.MarkedRow{ID: tl.Task.ID, Row: row, Values: k.ledger.marked(forms.Ledger, k.ledger.values(row))}) {
				return
			}
		}
	}}
	problems := workbook.MarkedSheet{Form: forms.Problems, Rows: func(yield func(workbook.MarkedRow) bool) {
		for i, p := range k.problemRows {
			row := k.problems.head + 1 + i
			if !yield(workbook.MarkedRow{ID: p.ID, Row: row, Values: k.problems.marked(forms.Problems, k.problems.values(row)), Since: p.Since}) {
				return
			}
		}
	}}
	lines := workbook.LedgerIdentity(k.l.Plan, k.l.Period, k.l.AsOf, k.c.Lang, []workbook.MarkedSheet{ledger, problems})
	s := &sheet.Sheet{Name: workbook.IdentitySheet, Visibility: sheet.VeryHidden, Layout: &sheet.Layout{Protection: &sheet.Protection{}}}
	s.Lay = func(yield func(*sheet.Row) bool) {
		row := &sheet.Row{}
		for line := range lines {
			row.N, row.Cells = row.N+1, row.Cells[:0]
			for j, text := range line {
				row.Cells = append(row.Cells, sheet.Cell{Col: j + 1, Role: sheet.Identity, Format: sheet.TextFormat, Value: sheet.Str(text)})
			}
			if !yield(row) {
				return
			}
		}
	}
	return s
}

// marked gives the values of those cells of a row that are marked, by column key.
func (t *table) marked(f *workbook.Form, row *sheet.Row) map[string]sheet.Value {
	out := map[string]sheet.Value{}
	for _, key := range workbook.MarkedColumns(f) {
		if col := t.at[key]; col > 0 {
			out[key] = row.Value(col)
		}
	}
	return out
}
