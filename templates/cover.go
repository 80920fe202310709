package templates

import (
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// cover lays out the first sheet: who, for when, by when, how many points are open, nothing to report, who signs.
func (l *layout) cover() *sheet.Sheet {
	t, c := l.t, l.c
	label, value := 16.0, 30.0
	if !l.chinese() {
		label, value = 19, 28 // its labels are longer
	}
	s := &sheet.Sheet{Name: c.T("sheet.cover"), Layout: &sheet.Layout{
		Columns: []sheet.ColumnLayout{{First: 1, Last: 1, Width: label}, {First: 2, Last: 2, Width: value}, {First: 3, Last: 3, Width: label},
			{First: 4, Last: 4, Width: value + 4}},
		Protection: &sheet.Protection{}, Tab: sheet.Heading,
		Print: sheet.Print{FitWidth: true, FitHeight: true, CenterHorizontally: true},
	}}
	row := 1
	wide := func(role sheet.Role, text string) {
		s.Put(sheet.At(row, 1), sheet.Cell{Role: role, Value: sheet.Str(text)})
		s.Merges = append(s.Merges, sheet.Rect(row, 1, row, 4))
		row++
	}
	wide(sheet.Title, c.T("cover.title", "county", t.Plan.Settings.County, "year", t.Plan.Settings.Year))
	wide(sheet.Subtitle, c.T("cover.subtitle", "office", t.Plan.Settings.Office, "document", t.Plan.Settings.Document))
	row++
	pair := func(col int, key string, cell sheet.Cell) {
		s.Put(sheet.At(row, col), sheet.Cell{Role: sheet.Label, Value: sheet.Str(c.T("cover." + key))})
		s.Put(sheet.At(row, col+1), cell)
	}
	fixed := func(text string) sheet.Cell {
		return sheet.Cell{Role: sheet.Locked, Align: sheet.AlignLeft, Format: sheet.TextFormat, Value: sheet.Str(text)}
	}
	input := func(key string) sheet.Cell {
		return sheet.Cell{Role: sheet.Input, Align: sheet.AlignLeft, Value: t.Cover[key]}
	}
	pair(1, "bureau", fixed(t.Bureau.Name))
	pair(3, "period", fixed(l.periodName()))
	row++
	pair(1, "due", fixed(l.day(t.Due)))
	pair(3, "cutoff", fixed(l.day(t.Cutoff)))
	row++
	// The sheets' own counts stand below: two rows after this one, under a title and headings.
	openFormula, open := l.openPoints(row + 4)
	pair(1, "points", fixed(c.T("cover.points-of", "n", t.Points(), "tasks", len(t.sheetRows(workbook.FormProgress)))))
	pair(3, "open", sheet.Cell{Role: sheet.Figure, Value: sheet.Int(open), Formula: openFormula})
	openColours(s, sheet.At(row, 4))
	row += 2

	wide(sheet.Section, c.T("cover.sheets"))
	heads := []string{"cover.sheet", "cover.asks", "cover.rows", "cover.open-rows"}
	for i, h := range heads {
		s.Put(sheet.At(row, i+1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str(c.T(h))})
	}
	row++
	for i, ts := range t.Sheets {
		k := l.checks[i]
		s.Put(sheet.At(row, 1), sheet.Cell{Role: sheet.Link, Value: sheet.Str(ts.Form.Sheet), Extra: &sheet.Extra{Link: sheet.QuoteName(ts.Form.Sheet) + "!A1"}})
		ask := c.Or("asks."+ts.Form.Key, "asks.list")
		s.Put(sheet.At(row, 2), sheet.Cell{Role: sheet.Body, Value: sheet.Str(ask)})
		rows := sheet.Int(k.rows)
		if k.rows == 0 {
			rows = sheet.Str(c.T("cover.as-needed"))
		}
		s.Put(sheet.At(row, 3), sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: rows})
		cell := sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: sheet.Int(k.open)}
		if !k.cells.IsZero() {
			cell.Formula = countOpen(k)
			openColours(s, sheet.At(row, 4))
		}
		s.Put(sheet.At(row, 4), cell)
		row++
	}
	row++

	wide(sheet.Section, c.T("cover.how"))
	for _, line := range strings.Split(c.T("cover.how-lines"), "\n") {
		wide(sheet.Guide, line)
	}
	if n := l.unsaid(); n > 0 {
		wide(sheet.Guide, c.T("cover.how-unsaid", "n", n))
	}
	row++

	wide(sheet.Section, c.T("cover.nothing-title"))
	pair(1, "nothing", input("nothing"))
	s.Layout.Validations = append(s.Layout.Validations, sheet.Validation{
		Range: sheet.Rect(row, 2, row, 2), Type: sheet.ListValidation, Choices: []string{c.ChoiceLabel("yes", "yes"), c.ChoiceLabel("yes", "no")},
		PromptTitle: clip(c.T("cover.nothing"), 32), Prompt: clip(c.T("cover.nothing-prompt"), maxPrompt),
		ErrorTitle: clip(c.T("cover.nothing"), 32), Error: choiceError(c, []string{c.ChoiceLabel("yes", "yes"), c.ChoiceLabel("yes", "no")}),
	})
	pair(3, "nothing-reason", input("nothing-reason"))
	row += 2

	wide(sheet.Section, c.T("cover.sign-title"))
	pair(1, "filled-by", input("filled-by"))
	pair(3, "signed-by", input("signed-by"))
	row++
	pair(1, "signed-on", sheet.Cell{Role: sheet.Input, Format: sheet.Date, Align: sheet.AlignLeft, Value: t.Cover["signed-on"]})
	pair(3, "contact", fixed(t.Plan.Settings.Office))
	row += 2
	wide(sheet.Guide, c.T("cover.after"))
	s.Layout.Print.Area = sheet.Rect(1, 1, row-1, 4)
	return s
}

// openColours paints a count of open points: green once there are none.
func openColours(s *sheet.Sheet, at sheet.Ref) {
	cell := sheet.Range{First: at, Last: at}
	s.Layout.Conditionals = append(s.Layout.Conditionals,
		sheet.Conditional{Range: cell, Formula: at.Abs() + "=0", Role: sheet.Good, StopIfTrue: true},
		sheet.Conditional{Range: cell, Formula: at.Abs() + ">0", Role: sheet.Warn})
}

func (t *Template) sheetRows(form string) []*TemplateRow {
	if s := t.Sheet(form); s != nil {
		return s.Rows
	}
	return nil
}

// unsaid counts the rules that no self-check has room for, over all sheets.
func (l *layout) unsaid() int {
	n := 0
	for _, ts := range l.t.Sheets {
		n += len(l.check(ts.Form).unsaid)
	}
	return n
}

// openPoints counts the self-checks that say something, over all sheets, whose own counts stand one below another from a row on.
func (l *layout) openPoints(from int) (string, int) {
	open := 0
	for _, k := range l.checks {
		open += k.open
	}
	if len(l.checks) == 0 {
		return "0", 0
	}
	return "SUM(" + sheet.Rect(from, 4, from+len(l.checks)-1, 4).Abs() + ")", open
}

func countOpen(k checkSpan) string {
	return "SUMPRODUCT(--(LEN(" + sheet.QuoteName(k.sheet) + "!" + k.cells.Abs() + ")>0))"
}

// day writes a date with its weekday, as people plan by it.
func (l *layout) day(d workbook.Date) string {
	return l.c.T("day.long", "date", l.date(d), "weekday", l.c.List("day.weekdays")[d.Weekday()])
}

func (l *layout) date(d workbook.Date) string {
	if l.chinese() {
		return d.Chinese()
	}
	return d.String()
}
