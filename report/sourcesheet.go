package report

import (
	"duban/workbook"
	"duban/workbook/sheet"
)

// sourceKey names an accepted value: what it is of, and whose.
type sourceKey struct{ form, task, id, bureau string }

// sourceRow is where an accepted value came from.
type sourceRow struct {
	key    sourceKey
	period workbook.Period
	from   workbook.Source
}

// sourceList holds the sources in the order of their sheet, so that other sheets can lead to them before it is laid out.
type sourceList struct {
	tab  string
	rows []sourceRow
	at   map[sourceKey]int
}

func entrySource(line *Line) sourceKey {
	return sourceKey{workbook.FormProgress, line.Task.ID, "", line.Bureau.Code}
}

// linkTo leads to a source's row, nil where there is none.
func (l *sourceList) linkTo(key sourceKey) *sheet.Extra {
	i, ok := l.at[key]
	if !ok {
		return nil
	}
	return &sheet.Extra{Link: sheet.QuoteName(l.tab) + "!" + sheet.At(tableHeadRow+1+i, 1).String()}
}

// prepareSources lists where every value that stands came from: entries in the ledger's order, then milestones, stages,
// steps and indicators in the plan's, then problems.
func (k *consolidated) prepareSources() {
	l := &sourceList{tab: k.c.T("tab.sources"), at: map[sourceKey]int{}}
	add := func(key sourceKey, period workbook.Period, from workbook.Source) {
		if _, twice := l.at[key]; twice || from.Place.IsZero() {
			return
		}
		if _, shown := k.shownTask(key.task); !shown {
			return
		}
		l.at[key] = len(l.rows)
		l.rows = append(l.rows, sourceRow{key, period, from})
	}
	for _, line := range k.l.Lines {
		if line.Reported != nil {
			add(entrySource(line), line.Reported.Period, line.Reported.Source)
		}
	}
	now := k.l.Now
	for _, t := range k.l.Plan.Tasks {
		for _, m := range t.Milestones {
			if r := now.Milestones[workbook.RowKey{Task: t.ID, ID: m.ID}]; r != nil {
				add(sourceKey{workbook.FormMilestoneState, t.ID, m.ID, ""}, r.Period, r.Source)
			}
		}
		for _, s := range t.Stages {
			if r := now.Stages[workbook.RowKey{Task: t.ID, ID: s.ID}]; r != nil {
				add(sourceKey{workbook.FormStageState, t.ID, s.ID, ""}, r.Period, r.Source)
			}
		}
		for _, s := range t.Steps {
			if r := now.Steps[workbook.RowKey{Task: t.ID, ID: s.ID}]; r != nil {
				add(sourceKey{workbook.FormStepState, t.ID, s.ID, ""}, r.Period, r.Source)
			}
		}
	}
	for _, in := range k.l.Plan.Indicators {
		if r := now.Indicators[in.ID]; r != nil {
			add(sourceKey{workbook.FormIndicatorState, taskID(in.Task), in.ID, ""}, r.Period, r.Source)
		}
	}
	for _, p := range now.Problems {
		add(sourceKey{workbook.FormProblems, p.Task, p.ID, p.Bureau}, p.Period, p.Source)
	}
	k.sources = l
}

func taskID(t *workbook.Task) string {
	if t == nil {
		return ""
	}
	return t.ID
}

// sourceSheet says of every value that stands which returned cell it came from.
func (k *consolidated) sourceSheet() *sheet.Sheet {
	t := k.newTable("sources", tableHeadRow, []field{
		{key: "form", width: 12}, {key: workbook.ColTask, width: 12, format: sheet.TextFormat}, {key: "row-id", width: 18, format: sheet.TextFormat},
		{key: workbook.ColBureau, width: 19}, {key: workbook.ColPeriod, width: 14, align: sheet.AlignCenter}, {key: "file", width: 40},
		{key: "sheet", width: 14}, {key: "cell", width: 9, align: sheet.AlignCenter}, {key: "receipt", width: 10, align: sheet.AlignCenter},
		{key: "sha256", width: 68, format: sheet.TextFormat},
	})
	rows := map[string]int{}
	for tl, row := range k.taskRow {
		rows[tl.Task.ID] = row
	}
	for _, r := range k.sources.rows {
		t.next(sheet.Body)
		t.put("form", sheet.Str(k.c.T("sheet."+r.key.form)))
		task := t.put(workbook.ColTask, sheet.StrOrBlank(r.key.task))
		if row := rows[r.key.task]; row > 0 {
			task.Role, task.Extra = sheet.Link, k.ledger.link(row)
		}
		t.put("row-id", sheet.StrOrBlank(r.key.id))
		if b := k.bureau(r.key.bureau); b != nil {
			t.put(workbook.ColBureau, sheet.Str(b.Name))
		}
		t.put(workbook.ColPeriod, sheet.Str(k.period(r.period)))
		t.put("file", sheet.Str(r.from.Place.File))
		t.put("sheet", sheet.Str(r.from.Place.Sheet))
		t.put("cell", sheet.Str(r.from.Place.Cell()))
		t.put("receipt", sheet.Str(r.from.Receipt))
		t.put("sha256", sheet.Str(r.from.SHA256))
	}
	s := k.finish(t)
	if s != nil {
		// A hash a row is nothing to read on paper, and would be most of the pages of the workbook.
		s.Layout.Print.Area = sheet.Rect(1, 1, t.head, len(t.fields))
		line := s.Cell(sheet.At(tableLineRow, 2))
		line.Value = sheet.Str(line.Value.Text + k.c.T("report.screen-only", "n", t.row-t.head))
	}
	return s
}

// bureau finds a bureau by its code.
func (k *consolidated) bureau(code string) *workbook.Bureau {
	for _, b := range k.l.Plan.Bureaus {
		if b.Code == code {
			return b
		}
	}
	return nil
}
