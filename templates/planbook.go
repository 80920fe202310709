package templates

import (
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// PlanBook lays out the plan workbook: guidance first, then one sheet for each form, filled with the records of a plan read
// before, by form key, and with blank rows ready. Choices are written in the catalogue's language.
func PlanBook(tables map[string]*workbook.Table, c *Catalogue) *sheet.Book {
	forms := PlanForms(c)
	book := &sheet.Book{Title: c.T("plan.title", "county", settingText(tables, workbook.SetCounty)), Creator: "duban"}
	if d := settingDate(tables, workbook.SetDocDate); d != 0 {
		book.Created = float64(d)
	}
	spans := map[string]int{}
	for _, f := range forms {
		rows := 0
		if t := tables[f.Key]; t != nil {
			rows = len(t.Records)
		}
		if f.Key == workbook.FormSettings {
			rows = len(f.Column(workbook.ColName).Choices)
		}
		spans[f.Key] = rows + max(f.BlankRows, 10)
	}
	book.Sheets = append(book.Sheets, planGuide(book.Title, forms, c))
	layout := planLayout{forms, spans, c}
	for _, f := range forms {
		book.Sheets = append(book.Sheets, layout.sheet(f, tables[f.Key]))
	}
	return book
}

func settingText(tables map[string]*workbook.Table, key string) string {
	if d := setting(tables, key); d != nil {
		return d.Text
	}
	return ""
}

func settingDate(tables map[string]*workbook.Table, key string) calendar.Date {
	if d := setting(tables, key); d != nil && d.Raw.Kind == sheet.Number {
		return calendar.Date(d.Raw.Num)
	}
	return 0
}

func setting(tables map[string]*workbook.Table, key string) *workbook.Datum {
	t := tables[workbook.FormSettings]
	if t == nil {
		return nil
	}
	for _, r := range t.Records {
		if r.Get(workbook.ColName).Key == key {
			return r.Get(workbook.ColValue)
		}
	}
	return nil
}

func planGuide(title string, forms []*workbook.Form, c *Catalogue) *sheet.Sheet {
	s := &sheet.Sheet{Name: c.T("plan.guide-sheet"), Layout: &sheet.Layout{
		Columns:    []sheet.ColumnLayout{{First: 1, Last: 1, Width: 18}, {First: 2, Last: 2, Width: 86}},
		Protection: &sheet.Protection{}, Tab: sheet.Heading, Print: sheet.Print{FitWidth: true},
	}}
	row := 1
	wide := func(role sheet.Role, text string) {
		s.Put(sheet.At(row, 1), sheet.Cell{Role: role, Value: sheet.Str(text)})
		s.Merges = append(s.Merges, sheet.Rect(row, 1, row, 2))
		row++
	}
	wide(sheet.Title, title)
	for _, line := range strings.Split(c.T("plan.guide-lines"), "\n") {
		wide(sheet.Guide, line)
	}
	row++
	wide(sheet.Section, c.T("plan.sheets"))
	for _, f := range forms {
		s.Put(sheet.At(row, 1), sheet.Cell{Role: sheet.Link, Value: sheet.Str(f.Sheet), Extra: &sheet.Extra{Link: sheet.QuoteName(f.Sheet) + "!A1"}})
		s.Put(sheet.At(row, 2), sheet.Cell{Role: sheet.Body, Value: sheet.Str(c.T("plan-use." + f.Key))})
		row++
	}
	return s
}

// planLayout lays out the sheets of a plan, by its forms and the number of rows on each.
type planLayout struct {
	forms []*workbook.Form
	spans map[string]int
	c     *Catalogue
}

// sheet is one sheet of the plan: headings in the first row, so that sorting, filtering and pasting work as in any
// list. A rule on their cells protects the headings; sheet protection would forbid inserting rows.
func (l planLayout) sheet(f *workbook.Form, t *workbook.Table) *sheet.Sheet {
	c := l.c
	s := &sheet.Sheet{Name: f.Sheet, Layout: &sheet.Layout{
		FreezeRows: 1, FreezeCols: frozen(f), Tab: planTab(f.Key),
		Print: sheet.Print{Landscape: true, FitWidth: true, CenterHorizontally: true, TitleRows: sheet.Span{First: 1, Last: 1}, Header: c.T("print.plan"), FooterCenter: c.T("print.page")},
	}}
	last := l.spans[f.Key] + 1
	for j := range f.Columns {
		col := &f.Columns[j]
		s.Layout.Columns = append(s.Layout.Columns, sheet.ColumnLayout{First: j + 1, Last: j + 1, Width: sheet.HeadingWidth(col.Heading, col.Width)})
		cell := sheet.Cell{Role: sheet.Heading, Value: sheet.Str(col.Heading)}
		if col.Required {
			cell.Role = sheet.HeadingInput
		}
		if col.Note != "" {
			cell.Extra = &sheet.Extra{Note: col.Note}
		}
		at := sheet.At(1, j+1)
		s.Put(at, cell)
		s.Layout.Validations = append(s.Layout.Validations, sheet.Validation{
			Range: sheet.Range{First: at, Last: at}, Type: sheet.FormulaValidation, Min: "EXACT(" + at.Abs() + "," + quote(col.Heading) + ")",
			ErrorTitle: clip(col.Heading, 32), Error: c.T("typing.refused"),
		})
		if v, ok := l.validation(f, col, sheet.Rect(2, j+1, last, j+1)); ok {
			s.Layout.Validations = append(s.Layout.Validations, v)
		}
	}
	row := 2
	if f.Key == workbook.FormSettings {
		row = planSettings(s, f, t, c)
	} else if t != nil {
		for _, r := range t.Records {
			for j := range f.Columns {
				col, d := &f.Columns[j], r.Get(f.Columns[j].Key)
				s.Put(sheet.At(row, j+1), ownWords(planCell(col, d), col, d, c))
			}
			row++
		}
	}
	// Blank rows are only for the screen; the print-out ends with the last filled row.
	s.Layout.Print.Area = sheet.Rect(1, 1, max(2, row-1), len(f.Columns))
	s.TurnUpright()
	s.PageAbreast(sheet.Span{First: 1, Last: named(f)})
	for ; row <= last && f.Key != workbook.FormSettings; row++ {
		for j := range f.Columns {
			s.Put(sheet.At(row, j+1), planCell(&f.Columns[j], &workbook.Datum{}))
		}
	}
	s.Layout.Filter = sheet.Rect(1, 1, last, len(f.Columns))
	return s
}

func frozen(f *workbook.Form) int {
	if len(f.Columns) > 8 {
		return 1
	}
	return 0
}

// named gives the first column by which people recognise a row, its title or its name, or else the first column.
func named(f *workbook.Form) int {
	for j := range f.Columns {
		switch f.Columns[j].Key {
		case workbook.ColTitle, workbook.ColName:
			return j + 1
		}
	}
	return 1
}

func planTab(key string) sheet.Role {
	switch key {
	case workbook.FormBureaus, workbook.FormTasks:
		return sheet.HeadingInput
	}
	return sheet.Heading
}

// planSettings lists every setting with its meaning, and the plan's value if it has one.
func planSettings(s *sheet.Sheet, f *workbook.Form, t *workbook.Table, c *Catalogue) int {
	row := 2
	for _, ch := range f.Column(workbook.ColName).Choices {
		d := &workbook.Datum{}
		if t != nil {
			for _, r := range t.Records {
				if r.Get(workbook.ColName).Key == ch.Key {
					d = r.Get(workbook.ColValue)
				}
			}
		}
		s.Put(sheet.At(row, 1), sheet.Cell{Role: sheet.Locked, Value: sheet.Str(ch.Label)})
		cell := sheet.Cell{Role: sheet.Input, Align: sheet.AlignLeft, Format: d.Format, Value: d.Raw}
		s.Put(sheet.At(row, 2), cell)
		s.Put(sheet.At(row, 3), sheet.Cell{Role: sheet.Guide, Value: sheet.Str(c.T("settingnote." + ch.Key))})
		row++
	}
	return row
}

// planCell gives a datum as it was read; choices, and yes or no, are in the form's own words.
func planCell(col *workbook.Column, d *workbook.Datum) sheet.Cell {
	cell := sheet.Cell{Role: sheet.Input, Align: planAlign(col), Format: numberFormat(col), Value: d.Raw}
	switch {
	case d.State == workbook.Good && col.Type == workbook.ChoiceColumn:
		cell.Value = sheet.Str(col.Label(d.Key))
	case d.State == workbook.Good && col.Type == workbook.BoolColumn:
		key := "no"
		if d.Num != 0 {
			key = "yes"
		}
		cell.Value = sheet.Str(col.Label(key))
	case d.State == workbook.Good && col.Type == workbook.TextColumn:
		cell.Value = sheet.Str(d.Text)
	case d.State == workbook.Good && d.Date != 0:
		cell.Value = sheet.Int(int(d.Date))
	}
	return cell
}

// ownWords writes open values and cadences in the reader's language, since the built-in plans are in Chinese.
func ownWords(cell sheet.Cell, col *workbook.Column, d *workbook.Datum, c *Catalogue) sheet.Cell {
	if d.State == workbook.Open {
		cell.Value = sheet.Str(c.T("word.open"))
	} else if cadences, ok := calendar.ParseCadences(d.Text); ok && col.Suggest == "cadence" {
		words := make([]string, len(cadences))
		for i, one := range cadences {
			words[i] = c.T("draft-cadence." + one.String())
		}
		cell.Value = sheet.Str(strings.Join(words, c.T("word.list")))
	}
	return cell
}

func planAlign(col *workbook.Column) sheet.Align {
	if col.Type == workbook.TextColumn || col.Type == workbook.NamesColumn {
		return sheet.AlignLeft
	}
	return alignOf(col)
}

// validation gives the drop-down or limit for the cells of a column; false if there is none.
func (l planLayout) validation(f *workbook.Form, col *workbook.Column, cells sheet.Range) (sheet.Validation, bool) {
	v := sheet.Validation{Range: cells, Type: sheet.AnyValidation, PromptTitle: clip(col.Heading, 32), Prompt: clip(col.Note, maxPrompt)}
	switch {
	case f.Key == workbook.FormSettings:
		return v, false
	case col.Type == workbook.ChoiceColumn || col.Type == workbook.BoolColumn:
		v.Type, v.Choices = sheet.ListValidation, col.Labels()
		v.ErrorTitle, v.Error = clip(col.Heading, 32), choiceError(l.c, v.Choices)
		return v, true
	case col.Suggest == "cadence":
		v.Type, v.Choices, v.Open = sheet.ListValidation, l.c.List("suggest.cadences"), true
		return v, true
	case col.Suggest != "":
		key, field := suggestFrom(col.Suggest)
		for _, src := range l.forms {
			if src.Key == key && src.Key != f.Key {
				k := src.Index(field) + 1
				v.Open = true
				v.Type, v.ListRange = sheet.ListValidation, sheet.QuoteName(src.Sheet)+"!"+sheet.Rect(2, k, l.spans[key]+1, k).Abs()
				return v, true
			}
		}
	}
	return v, v.Prompt != ""
}

// suggestFrom gives the column of the plan that a suggestion takes its list from.
func suggestFrom(list string) (form, column string) {
	switch list {
	case "bureau":
		return workbook.FormBureaus, workbook.ColName
	case "task":
		return workbook.FormTasks, workbook.ColTask
	case "method":
		return workbook.FormMethods, workbook.ColMethod
	}
	return "", ""
}
