package templates

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// Rows of a form's sheet in an issued workbook: title, guidance, bands that say who fills in what, headings, entries.
const (
	titleRow   = 1
	introRow   = 2
	bandRow    = 3
	headingRow = 4
	firstRow   = 5
)

// choiceRange is the place of a list that is too long to be written into a drop-down.
type choiceRange struct {
	name string
	col  int
	n    int
}

// Layout lays out one template; a Layouter lays out many.
func Layout(t *Template, forms *workbook.TemplateForms, rules []workbook.Rule, c *Catalogue) (*sheet.Book, error) {
	return NewLayouter(forms, rules, c).Layout(t)
}

// Layouter lays out the templates of a round. What they have in common is worked out once. Several goroutines may use it at a time.
type Layouter struct {
	forms *workbook.TemplateForms
	rules []workbook.Rule
	c     *Catalogue

	mu     sync.Mutex
	checks map[checkOf]*selfCheck
}

// checkOf identifies a self-check: a form, the day on which its rules are in force, and the last row that it may be needed for.
type checkOf struct {
	form string
	at   calendar.Date
	last int
}

// NewLayouter makes a layouter from the forms and rules of a plan.
func NewLayouter(forms *workbook.TemplateForms, rules []workbook.Rule, c *Catalogue) *Layouter {
	return &Layouter{forms: forms, rules: rules, c: c, checks: map[checkOf]*selfCheck{}}
}

func (r *Layouter) check(f *workbook.Form, at calendar.Date, rows int) *selfCheck {
	r.mu.Lock()
	defer r.mu.Unlock()
	of := checkOf{f.Key, at, usualRows}
	if firstRow+rows > usualRows {
		of.last = sheet.MaxRows
	}
	s, ok := r.checks[of]
	if !ok {
		s = newSelfCheck(f, r.rules, r.c, at, of.last)
		r.checks[of] = s
	}
	return s
}

// Layout lays out a template as a workbook: the cover, one sheet for each form, the lists for drop-downs and the identity sheet. The
// rules become the self-check beside each row, with its value already in place.
func (r *Layouter) Layout(t *Template) (*sheet.Book, error) {
	c := r.c
	l := &layout{round: r, t: t, c: c, forms: r.forms}
	book := &sheet.Book{
		Title:   c.T("cover.title", "county", t.Plan.Settings.County, "year", t.Plan.Settings.Year),
		Creator: t.Plan.Settings.Office,
		Created: float64(t.Plan.Settings.DocDate),
		Custom: map[string]string{
			workbook.IdentityKind: "template", workbook.IdentityPlan: t.Plan.Settings.PlanID, workbook.IdentityBureau: t.Bureau.Code,
			workbook.IdentityPeriod: t.Period.String(),
		},
	}
	l.lists()
	var sheets []*sheet.Sheet
	for _, ts := range t.Sheets {
		s, err := l.form(ts)
		if err != nil {
			return nil, fmt.Errorf("lay out %s for %s: %w", ts.Form.Sheet, t.Bureau.Name, err)
		}
		sheets = append(sheets, s)
	}
	book.Sheets = append(book.Sheets, l.cover())
	book.Sheets = append(book.Sheets, sheets...)
	book.Sheets = append(book.Sheets, l.choices, l.identity())
	return book, nil
}

type layout struct {
	round   *Layouter
	t       *Template
	c       *Catalogue
	forms   *workbook.TemplateForms
	choices *sheet.Sheet
	ranges  map[string]choiceRange
	// checks holds the self-check cells of each sheet, for the cover's count.
	checks []checkSpan
	rowIDs []rowID
}

type checkSpan struct {
	sheet string
	cells sheet.Range
	rows  int
	open  int
}

type rowID struct {
	form string
	row  int
	id   string
}

// longestOffer is the most bureaus that a drop-down offers. Nobody looks for a name among a prefecture's thousand, and each
// workbook would contain them all. If there are more, it offers those that the bureau shares a task, milestone or step with. Any
// other name may be typed.
const longestOffer = 200

// offered lists the names of bureaus that a bureau may want to name.
func (l *layout) offered() []string {
	common := map[*workbook.Bureau]bool{l.t.Bureau: true}
	if len(l.t.Plan.Bureaus) > longestOffer {
		for _, t := range l.t.Plan.TasksWith(l.t.Bureau) {
			for _, a := range t.Assigned {
				common[a.Bureau] = true
			}
			for _, m := range t.Milestones {
				for _, b := range m.Bureaus {
					common[b] = true
				}
			}
			for _, s := range t.Steps {
				for _, b := range s.Bureaus {
					common[b] = true
				}
			}
		}
	}
	var out []string
	for _, b := range l.t.Plan.Bureaus {
		if len(l.t.Plan.Bureaus) <= longestOffer || common[b] {
			out = append(out, b.Name)
		}
	}
	return out
}

// lists writes the drop-downs' lists: bureaus' names and the bureau's own tasks.
func (l *layout) lists() {
	l.choices = &sheet.Sheet{Name: l.c.T("sheet.choices"), Visibility: sheet.Hidden, Layout: &sheet.Layout{Protection: &sheet.Protection{}}}
	l.ranges = map[string]choiceRange{}
	lists := []struct {
		name  string
		items []string
	}{{"bureau", l.offered()}, {"task", nil}}
	for _, t := range l.t.Plan.TasksOf(l.t.Bureau) {
		lists[1].items = append(lists[1].items, t.ID)
	}
	heads := make([]sheet.Cell, 0, len(lists))
	longest := 0
	for i, list := range lists {
		heads = append(heads, sheet.Cell{Col: i + 1, Value: sheet.Str(l.c.T("suggest." + list.name)), Role: sheet.Heading})
		l.ranges[list.name] = choiceRange{list.name, i + 1, len(list.items)}
		longest = max(longest, len(list.items))
	}
	l.choices.Rows = append(make([]sheet.Row, 0, longest+1), sheet.Row{N: 1, Cells: heads})
	cells := make([]sheet.Cell, 0, len(lists)*longest)
	for row := range longest {
		from := len(cells)
		for i, list := range lists {
			if row < len(list.items) {
				cells = append(cells, sheet.Cell{Col: i + 1, Value: sheet.Str(list.items[row]), Role: sheet.Plain, Format: sheet.TextFormat})
			}
		}
		l.choices.Rows = append(l.choices.Rows, sheet.Row{N: row + 2, Cells: cells[from:len(cells):len(cells)]})
	}
}

func (l *layout) form(ts *TemplateSheet) (*sheet.Sheet, error) {
	f := ts.Form
	first, last := inputSpan(f)
	n := len(ts.Rows) + ts.Blank
	s := &sheet.Sheet{Name: f.Sheet, Layout: &sheet.Layout{
		FreezeRows: headingRow, Zoom: 100, Tab: sheet.HeadingInput, Protection: &sheet.Protection{},
		Print: sheet.Print{Landscape: true, FitWidth: true, TitleRows: sheet.Span{First: bandRow, Last: headingRow},
			// A sheet with only blank rows is not worth a second page.
			FitHeight:  len(ts.Rows) == 0,
			FooterLeft: strings.ReplaceAll(l.t.Bureau.Name+"  "+l.periodName(), "&", "&&"), FooterCenter: l.c.T("print.page"), CenterHorizontally: true},
	}}
	cols := len(f.Columns)
	// The link back to the cover is in the corner that stays in view.
	s.Put(sheet.At(titleRow, 1), sheet.Cell{Role: sheet.WayBack, Align: sheet.AlignCenter, Value: sheet.Str(l.c.T("form.back")),
		Extra: &sheet.Extra{Link: sheet.QuoteName(l.c.T("sheet.cover")) + "!A1"}})
	s.Put(sheet.At(titleRow, 2), sheet.Cell{Role: sheet.Title, Align: sheet.AlignLeft, Value: sheet.Str(l.c.T("form.title", "sheet", f.Sheet, "bureau", l.t.Bureau.Name, "period", l.periodName()))})
	// A county's own list may have only a column or two, and a single cell cannot be merged.
	if cols > 2 {
		s.Merges = append(s.Merges, sheet.Rect(titleRow, 2, titleRow, cols))
	}
	s.Put(sheet.At(introRow, 1), sheet.Cell{Role: sheet.Guide, Value: sheet.Str(l.intro(f))})
	if cols > 1 {
		s.Merges = append(s.Merges, sheet.Rect(introRow, 1, introRow, cols))
	}
	l.bands(s, f, first, last)
	for i := range f.Columns {
		l.heading(s, f, i)
	}
	lastRow := firstRow + n - 1
	if err := l.entries(s, ts, lastRow); err != nil {
		return nil, err
	}
	if n > 0 {
		s.Layout.Filter = sheet.Rect(headingRow, 1, lastRow, cols)
		s.Layout.Print.Area = sheet.Rect(titleRow, 1, lastRow, cols)
		l.validations(s, ts, lastRow)
	}
	l.columns(s, ts)
	return s, nil
}

// intro says what a sheet is for, and how to read its self-check.
func (l *layout) intro(f *workbook.Form) string {
	text := f.Intro
	if text == "" {
		text = l.c.T("intro.list")
	}
	return text + l.c.T("intro.check", "must", l.c.T("word.must"), "odd", l.c.T("word.odd"), "may", l.c.T("word.may"),
		"unsaid", len(l.check(f).omitted))
}

// check gives the self-check of a form, with the rules that are in force on the last day of the round.
func (l *layout) check(f *workbook.Form) *selfCheck {
	ts := l.t.Sheet(f.Key)
	return l.round.check(f, l.t.Period.Last(), len(ts.Rows)+ts.Blank)
}

func (l *layout) periodName() string { return l.c.Round(l.t.Plan, l.t.Period) }

// bands says above the headings which columns are to be read, which to be filled in, and which check.
func (l *layout) bands(s *sheet.Sheet, f *workbook.Form, first, last int) {
	band := func(from, to int, text string, role sheet.Role) {
		if from > to {
			return
		}
		for col := from; col <= to; col++ {
			s.Put(sheet.At(bandRow, col), sheet.Cell{Role: role})
		}
		s.Cell(sheet.At(bandRow, from)).Value = sheet.Str(text)
		if to > from {
			s.Merges = append(s.Merges, sheet.Rect(bandRow, from, bandRow, to))
		}
	}
	band(1, first-1, l.c.T("band.read"), sheet.Heading)
	band(first, last, l.c.T("band.fill"), sheet.HeadingInput)
	band(last+1, len(f.Columns), l.c.T("band.check"), sheet.HeadingCheck)
}

func (l *layout) heading(s *sheet.Sheet, f *workbook.Form, i int) {
	col := &f.Columns[i]
	role := sheet.Heading
	switch col.Filled {
	case workbook.ByBureau:
		role = sheet.HeadingInput
	case workbook.Computed:
		role = sheet.HeadingCheck
	}
	cell := sheet.Cell{Role: role, Value: sheet.Str(col.Heading)}
	if col.Required && col.Filled == workbook.ByBureau {
		cell.Value.Text += "*"
	}
	note := col.Note
	if col.Key == workbook.ColCheck {
		note = l.check(f).note(l.c, note)
	}
	if note != "" {
		cell.Extra = &sheet.Extra{Note: note}
	}
	s.Put(sheet.At(headingRow, i+1), cell)
}

// columns sets widths, and hides the columns of figures from a bureau none of whose tasks is counted, and those of the
// period before in the first round.
func (l *layout) columns(s *sheet.Sheet, ts *TemplateSheet) {
	filled := func(key string) bool {
		for _, r := range ts.Rows {
			if v, ok := r.Cells[key]; ok && !v.IsEmpty() {
				return true
			}
		}
		return false
	}
	counted := false
	for _, r := range ts.Rows {
		if t := l.t.Plan.Task(r.ID); t != nil && t.TakesFigure(l.t.Bureau) {
			counted = true
		}
	}
	for j := range ts.Form.Columns {
		col := &ts.Form.Columns[j]
		hide := col.Hidden
		if col.Key == workbook.ColInterim {
			hide = !filled(col.Key)
		}
		if ts.Form.Key == workbook.FormProgress {
			switch col.Key {
			case workbook.ColPriorValue, workbook.ColPriorText, workbook.ColTarget:
				hide = hide || !filled(col.Key)
			case workbook.ColDoneValue:
				hide = hide || !counted
			}
		}
		w := col.Width
		if w == 0 {
			w = listWidth(col)
		}
		if col.Key == workbook.ColCheck && strings.HasPrefix(ts.Form.Key, workbook.FormList) {
			// A county's list has rows of one line, which grow only once somebody types in them.
			w = max(w, min(l.check(ts.Form).widest(), widestCheck))
		}
		w = sheet.HeadingWidth(col.Heading, max(w, min(wordWidth(append(col.Labels(), col.Heading)...), sheet.WidestForHeading)))
		if col.Filled != workbook.ByBureau {
			for _, r := range ts.Rows {
				if v := r.Cells[col.Key]; v.Kind == sheet.Text {
					w = max(w, min(wordWidth(v.Text), widestForWord))
				}
			}
		}
		s.Layout.Columns = append(s.Layout.Columns, sheet.ColumnLayout{First: j + 1, Last: j + 1, Width: w, Hidden: hide})
	}
	s.Layout.FreezeCols = min(2, len(ts.Form.Columns))
}

// widestCheck is the most to which the column of a list's self-check is widened for what it says.
const widestCheck = 40

// widestForWord is the most to which a column is widened for a single word in a cell; longer ones, such as addresses, break.
const widestForWord = 15

// wordWidth gives the width of a column in which no word of these texts breaks.
func wordWidth(texts ...string) float64 {
	const edges = 1.5
	longest := 0.0
	for _, text := range texts {
		longest = max(longest, sheet.WordWidth(text))
	}
	return longest + edges
}

// listWidth gives the width of a column that the county defined.
func listWidth(col *workbook.Column) float64 {
	w := 20.0
	switch col.Type {
	case workbook.DateColumn, workbook.NumberColumn:
		w = 13
	case workbook.ChoiceColumn:
		w = 12
	}
	return w
}

// identity writes the sheet that says what the workbook is.
func (l *layout) identity() *sheet.Sheet {
	s := &sheet.Sheet{Name: workbook.IdentitySheet, Visibility: sheet.VeryHidden, Layout: &sheet.Layout{Protection: &sheet.Protection{}}}
	n := 0
	put := func(texts ...string) {
		n++
		for i, t := range texts {
			s.Put(sheet.At(n, i+1), sheet.Cell{Role: sheet.Identity, Format: sheet.TextFormat, Value: sheet.Str(t)})
		}
	}
	put(workbook.IdentityMark)
	put(workbook.IdentityKind, "template")
	put(workbook.IdentityForm, strconv.Itoa(workbook.FormVersion))
	put(workbook.IdentityPlan, l.t.Plan.Settings.PlanID)
	put(workbook.IdentityPlanSHA, l.t.Plan.SHA256)
	put(workbook.IdentityBureau, l.t.Bureau.Code)
	put(workbook.IdentityPeriod, l.t.Period.String())
	put(workbook.IdentityLang, l.c.Lang)
	for _, r := range l.rowIDs {
		put(workbook.IdentityRow, r.form, strconv.Itoa(r.row), r.id)
	}
	if l.t.Key != nil {
		l.t.Key.Seal(s)
	}
	return s
}
