package templates

import (
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// coverSheet is the first sheet while it is laid out: who, for when, by when, how many points are open, nothing to report, who signs.
// It has four columns: two labels, each with its value.
type coverSheet struct {
	*layout
	*sheet.Sheet
	row int // the next one
}

func (l *layout) cover() *sheet.Sheet {
	label, value := 16.0, 30.0
	if l.c.Lang != "zh" {
		label, value = 19, 28 // its labels are longer
	}
	s := coverSheet{l, &sheet.Sheet{Name: l.c.T("sheet.cover"), Layout: &sheet.Layout{
		Columns: []sheet.ColumnLayout{{First: 1, Last: 1, Width: label}, {First: 2, Last: 2, Width: value}, {First: 3, Last: 3, Width: label},
			{First: 4, Last: 4, Width: value + 4}},
		Protection: &sheet.Protection{}, Tab: sheet.Heading,
		Print: sheet.Print{FitWidth: true, FitHeight: true, CenterHorizontally: true},
	}}, 1}
	s.head()
	s.sheets()
	s.guide()
	s.nothing()
	s.signature()
	s.Layout.Print.Area = sheet.Rect(1, 1, s.row-1, 4)
	return s.Sheet
}

// wide puts a line across all columns.
func (s *coverSheet) wide(role sheet.Role, text string) {
	s.Put(sheet.At(s.row, 1), sheet.Cell{Role: role, Value: sheet.Str(text)})
	s.Merges = append(s.Merges, sheet.Rect(s.row, 1, s.row, 4))
	s.row++
}

// pair puts a label into a column and its value into the next one.
func (s *coverSheet) pair(col int, key string, value sheet.Cell) {
	s.Put(sheet.At(s.row, col), sheet.Cell{Role: sheet.Label, Value: sheet.Str(s.c.T("cover." + key))})
	s.Put(sheet.At(s.row, col+1), value)
}

func fixed(text string) sheet.Cell {
	return sheet.Cell{Role: sheet.Locked, Align: sheet.AlignLeft, Format: sheet.TextFormat, Value: sheet.Str(text)}
}

// input is what the clerk fills in, or has filled in before.
func (s *coverSheet) input(key string) sheet.Cell {
	return sheet.Cell{Role: sheet.Input, Align: sheet.AlignLeft, Value: s.t.Cover[key]}
}

// head says who reports on what by when, and how many points are open.
func (s *coverSheet) head() {
	t := s.t
	s.wide(sheet.Title, s.c.T("cover.title", "county", t.Plan.Settings.County, "year", t.Plan.Settings.Year))
	s.wide(sheet.Subtitle, s.c.T("cover.subtitle", "office", t.Plan.Settings.Office, "document", t.Plan.Settings.Document))
	s.row++
	s.pair(1, "bureau", fixed(t.Bureau.Name))
	s.pair(3, "period", fixed(s.periodName()))
	s.row++
	s.pair(1, "due", fixed(s.c.LongDay(t.Due)))
	s.pair(3, "cutoff", fixed(s.c.LongDay(t.Cutoff)))
	s.row++
	// The counts of the sheets begin three rows below, after a title and headings.
	formula, open := s.openPoints(s.row + 4)
	s.pair(1, "points", fixed(s.c.T("cover.points-of", "n", t.Points(), "tasks", len(t.sheetRows(workbook.FormProgress)), "urgent", s.c.Listing(strings.Join(t.urgent(), "、")))))
	s.pair(3, "open", sheet.Cell{Role: sheet.Figure, Value: sheet.Int(open), Formula: formula})
	openColours(s.Sheet, sheet.At(s.row, 4))
	s.row += 2
}

// urgent lists the numbers of the tasks on the form that the plan marks as 急办.
func (t *Template) urgent() (ids []string) {
	for _, r := range t.sheetRows(workbook.FormProgress) {
		if task := t.Plan.Task(r.ID); task != nil && task.Urgent {
			ids = append(ids, task.ID)
		}
	}
	return ids
}

// sheets lists the sheets, what each asks for, and how many of its rows and points are open.
func (s *coverSheet) sheets() {
	s.wide(sheet.Section, s.c.T("cover.sheets"))
	for i, id := range []string{"cover.sheet", "cover.asks", "cover.rows", "cover.open-rows"} {
		s.Put(sheet.At(s.row, i+1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str(s.c.T(id))})
	}
	s.row++
	for i, ts := range s.t.Sheets {
		name, check := ts.Form.Sheet, s.checks[i]
		rows := sheet.Int(check.rows)
		if check.rows == 0 {
			rows = sheet.Str(s.c.T("cover.as-needed"))
		}
		open := sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: sheet.Int(check.open)}
		if !check.cells.IsZero() {
			open.Formula = countOpen(check)
			openColours(s.Sheet, sheet.At(s.row, 4))
		}
		s.Put(sheet.At(s.row, 1), sheet.Cell{Role: sheet.Link, Value: sheet.Str(name), Extra: &sheet.Extra{Link: sheet.QuoteName(name) + "!A1"}})
		s.Put(sheet.At(s.row, 2), sheet.Cell{Role: sheet.Body, Value: sheet.Str(s.c.Or("asks."+ts.Form.Key, "asks.list"))})
		s.Put(sheet.At(s.row, 3), sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: rows})
		s.Put(sheet.At(s.row, 4), open)
		s.row++
	}
	s.row++
}

// guide says how the workbook is filled in.
func (s *coverSheet) guide() {
	s.wide(sheet.Section, s.c.T("cover.how"))
	if len(s.t.Said) > 0 {
		s.wide(sheet.Guide, s.c.T("cover.said", "names", s.c.Listing(strings.Join(s.t.Said, "、"))))
	}
	for line := range strings.SplitSeq(s.c.T("cover.how-lines"), "\n") {
		s.wide(sheet.Guide, line)
	}
	if n := s.omitted(); n > 0 {
		s.wide(sheet.Guide, s.c.T("cover.how-unsaid", "n", n))
	}
	s.row++
}

// nothing lays out the cells in which a bureau says that it has nothing to report, and why.
func (s *coverSheet) nothing() {
	s.wide(sheet.Section, s.c.T("cover.nothing-title"))
	s.pair(1, "nothing", s.input("nothing"))
	title, choices := clip(s.c.T("cover.nothing"), 32), []string{s.c.ChoiceLabel("yes", "yes"), s.c.ChoiceLabel("yes", "no")}
	s.Layout.Validations = append(s.Layout.Validations, sheet.Validation{
		Range: sheet.Rect(s.row, 2, s.row, 2), Type: sheet.ListValidation, Choices: choices,
		PromptTitle: title, Prompt: clip(s.c.T("cover.nothing-prompt"), maxPrompt),
		ErrorTitle: title, Error: choiceError(s.c, choices),
	})
	s.pair(3, "nothing-reason", s.input("nothing-reason"))
	s.row += 2
}

// signature lays out who filled it in, who signs and when, and whom to ask.
func (s *coverSheet) signature() {
	s.wide(sheet.Section, s.c.T("cover.sign-title"))
	s.pair(1, "filled-by", s.input("filled-by"))
	s.pair(3, "signed-by", s.input("signed-by"))
	s.row++
	day := s.input("signed-on")
	day.Format = sheet.Date
	s.pair(1, "signed-on", day)
	s.pair(3, "contact", fixed(s.t.Plan.Settings.Office))
	s.row += 2
	s.wide(sheet.Guide, s.c.T("cover.after"))
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

// omitted counts the rules for which self-checks have no room, over all sheets.
func (l *layout) omitted() int {
	n := 0
	for _, ts := range l.t.Sheets {
		n += len(l.check(ts.Form).omitted)
	}
	return n
}

// openPoints sums the counts of self-checks that say something over all sheets; these counts are one below the other from a row on.
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
