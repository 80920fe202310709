package score

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// describe adds the columns that say what a row is about.
func (t *tableSet) describe(tab *calcTable, rows []*Row) {
	column := func(key string, width float64, value func(r *Row) sheet.Value) *calcColumn {
		col := tab.add(calcColumn{key: key, heading: t.heading(key), width: width, role: sheet.Body})
		col.typed = func(i int) sheet.Value {
			if i < len(rows) {
				return value(rows[i])
			}
			return sheet.Value{} // a spare row
		}
		return col
	}
	switch tab.key {
	case workbook.GrainTask, workbook.GrainTaskPeriod:
		// The number is the same in all rows of a task, as programs compare them as texts.
		task := func(r *Row) *workbook.Task { return cmp.Or(t.s.taskNow(r.Line.Task.ID), r.Line.Task) }
		column("task", 11, func(r *Row) sheet.Value { return sheet.Str(keyText(task(r).ID)) })
		t.taskKeys(tab, rows, task)
		column("title", 30, func(r *Row) sheet.Value { return sheet.StrOrBlank(r.Line.Task.Title) })
	case workbook.GrainEvent:
		column("matter", 36, func(r *Row) sheet.Value { return sheet.StrOrBlank(r.Event.Title) })
		column("happened", 13, func(r *Row) sheet.Value { return dateValue(r.Event.Date) }).format = sheet.Date
		column("evidence", 24, func(r *Row) sheet.Value { return sheet.StrOrBlank(r.Event.Evidence) })
		column("approver", 12, func(r *Row) sheet.Value { return sheet.StrOrBlank(r.Event.Approver) })
		t.matters(tab, rows, func(r *Row) string { return r.Event.Title })
	case workbook.GrainAdjustment:
		item := tab.add(calcColumn{key: "item", heading: t.heading("item"), width: 15, role: sheet.Body})
		for i, r := range rows {
			if r.only == nil {
				item.set(i, sheet.StrOrBlank(r.Adjustment.Item))
				continue
			}
			tab.word(i, "_item", t.params.items[r.only].label)
			item.setFormula(i, tab.formula("_item"))
		}
		column("matter", 32, func(r *Row) sheet.Value { return sheet.StrOrBlank(r.Adjustment.Matter) })
		column("evidence", 18, func(r *Row) sheet.Value { return sheet.StrOrBlank(r.Adjustment.Evidence) })
		column("approver", 12, func(r *Row) sheet.Value { return sheet.StrOrBlank(r.Adjustment.Approver) })
		column("approved", 12, func(r *Row) sheet.Value { return dateValue(r.Adjustment.Approved) }).format = sheet.Date
		t.matters(tab, rows, func(r *Row) string { return r.Adjustment.Matter })
	case workbook.GrainRating:
		column("raters-kind", 12, func(r *Row) sheet.Value {
			return sheet.Str(t.c.ChoiceLabel("raters", t.s.Plan.RaterKind(r.Rating.Raters)))
		})
		column("rater", 14, func(r *Row) sheet.Value { return sheet.Str(t.s.raterName(r, t.c)) })
		column("task", 11, func(r *Row) sheet.Value {
			if r.Rating.Task == nil {
				return sheet.Value{}
			}
			return sheet.Str(keyText(r.Rating.Task.ID))
		})
		t.taskKeys(tab, rows, func(r *Row) *workbook.Task { return r.Rating.Task })
	}
}

// taskKey gives the key of the column by which rows of one task are found. Programs take 1.10 in a condition for the number 1.1, so if any
// task's number does not begin with a letter, that is a helper column of keys.
func (t *tableSet) taskKey() string {
	for _, grain := range []string{workbook.GrainTask, workbook.GrainTaskPeriod} {
		for _, r := range t.s.Rows[grain] {
			if first, _ := utf8.DecodeRuneInString(strings.TrimSpace(r.Line.Task.ID)); !unicode.IsLetter(first) {
				return "task-key"
			}
		}
	}
	return "task"
}

// sameTask gives the condition that selects the rows of a row's own task, as arguments of COUNTIFS with a comma at the end.
func (t *tableSet) sameTask() string { return fmt.Sprintf("[[%[1]s]],[@[%[1]s]],", t.taskKey()) }

// taskKeys adds the column of keys of tasks if taskKey needs it; of gives a row's task or nil.
func (t *tableSet) taskKeys(tab *calcTable, rows []*Row, of func(*Row) *workbook.Task) {
	if t.taskKey() == "task" {
		return
	}
	col := t.helper(tab, "task-key", "")
	for i, r := range rows {
		if task := of(r); task != nil {
			col.set(i, sheet.Str("|"+keyText(task.ID)))
		}
	}
}

func dateValue(d calendar.Date) sheet.Value {
	if d == 0 {
		return sheet.Value{}
	}
	return sheet.Int(int(d))
}

// raterName names who gave a mark, or gives the mark's number within its group if the group is anonymous or nobody is named.
func (s *Scores) raterName(r *Row, c *templates.Catalogue) string {
	g := s.Plan.RaterGroup(r.Rating.Raters)
	if r.Rating.Rater == "" || g != nil && g.Anonymous {
		return c.T("scorebook.rater-number", "n", r.Number)
	}
	return r.Rating.Rater
}

// matters gives rows about one matter of one bureau the same number, so that the matter counts once. A row that does not say what it is
// about is a matter of its own.
func (t *tableSet) matters(tab *calcTable, rows []*Row, of func(*Row) string) {
	no := tab.add(calcColumn{key: "no", heading: t.heading("no"), width: 6, helper: true})
	matter := tab.add(calcColumn{key: "matter-no", heading: t.heading("matter-no"), width: 8, helper: true})
	written := tab.add(calcColumn{key: "matter-key", heading: t.heading("matter-key"), width: 8, align: sheet.AlignRun, helper: true})
	numbers := map[string]int{}
	for i, r := range rows {
		no.set(i, sheet.Int(i+1))
		key := fmt.Sprint(i)
		if said := foldWord(of(r)); said != "" {
			key = foldWord(keyText(r.Bureau.Name)) + "|" + plainText(said)
			written.set(i, sheet.Str(key))
		}
		if numbers[key] == 0 {
			numbers[key] = i + 1
		}
		matter.set(i, sheet.Int(numbers[key]))
	}
}
