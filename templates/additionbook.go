package templates

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

// Columns of the sheet on which a coordinator accepts what a document adds to a plan, before those of 任务.
const (
	ColAccept   = "accept"
	ColState    = "state"
	ColExisting = "existing"
	ColChanges  = "changes"
)

var acceptColumns = []column{
	{key: ColAccept, typ: yes, choices: "yes", width: 8},
	{key: ColState, typ: choice, choices: "addition", width: 10},
	{key: ColExisting, width: 12},
	{key: ColChanges, width: 34},
}

// AcceptForm makes the form of the sheet that lists what a document adds to a plan: 采纳 and the kind of row, then the columns of 任务.
func AcceptForm(c *Catalogue) *workbook.Form {
	tasks := planForms[2]
	return c.build([]form{{key: "accept-rows", columns: append(append([]column{}, acceptColumns...), tasks.columns...), id: tasks.id}})[0]
}

// acceptHead is the heading row of that sheet, below a title and a guide.
const acceptHead = 3

// acceptWide is the number of columns that its title and guide span.
const acceptWide = 10

// AcceptedBase is a hidden sheet on which a draft keeps its rows for tasks that the plan has, as it wrote them. A cell that
// differs from them later was changed by somebody.
func AcceptedBase(c *Catalogue) *workbook.Form {
	f := AcceptForm(c)
	f.Sheet, f.Also = c.T("draft.base-sheet"), nil
	return f
}

// AdditionBook lays out what a document would add to a plan: one row a task, to be accepted or left, and beside it the
// bureaus, milestones, stages and steps that go with the rows. The row of a task that the plan has shows the task as it would
// be: what the document says otherwise in its place, everything else as in the plan.
func AdditionBook(in DraftInput, added draft.Additions, plan *workbook.Plan, c *Catalogue) *sheet.Book {
	d := *in.Draft
	d.Tasks, d.Bureaus, d.Indicators = nil, added.Bureaus, newIndicators(added.Indicators, plan)
	n := 0
	for _, x := range added.List {
		t := *x.Task
		t.Parent = ""
		if x.State == draft.Fresh {
			t.ID = t.Number()
			for t.ID == "" || plan.Task(t.ID) != nil {
				n++
				t.ID = fmt.Sprintf("%s%02d", c.T("draft.new-prefix"), n)
			}
			fromPaper(&t, in.Draft.Date, plan)
		} else {
			t.ID, t.Milestones, t.Stages, t.Parts, t.Targets = x.Plan.ID, nil, nil, nil, nil
			for _, m := range x.Milestones {
				t.Milestones = append(t.Milestones, m.Milestone)
			}
			takePlan(&t, x, plan)
		}
		d.Tasks = append(d.Tasks, &t)
	}
	in.Draft = &d
	p := newDraftPlan(in, c)
	p.added = &added
	p.showPlan(added, plan)
	form := AcceptForm(c)
	p.tasksAt = &taskPlace{sheet: form.Sheet, row: acceptHead + 1, col: len(acceptColumns)}
	book := PlanBook(p.tables(), c)
	keep := []*sheet.Sheet{p.overview(), p.acceptSheet(form, added)}
	for _, key := range []string{workbook.FormBureaus, workbook.FormMilestones, workbook.FormStages, workbook.FormParts, workbook.FormProjects,
		workbook.FormIndicators, workbook.FormInterims, workbook.FormSettings} {
		if len(p.rows[key]) > 0 {
			keep = append(keep, book.Sheet(p.form(key).Sheet))
		}
	}
	book.Sheets = keep
	for i := range p.marks {
		if s := book.Sheet(p.sheetOf(p.marks[i].form)); s != nil {
			p.mark(s, &p.marks[i])
		}
	}
	book.Sheets = append(book.Sheets, p.sources(), p.baseSheet(added, plan))
	p.linkSources(book)
	book.Title = c.T("draft.title", "document", p.name())
	book.Created = float64(in.Draft.Date)
	book.Active = 1
	return book
}

// fromPaper makes a new task start on the day of its paper, if that is not the day from which the plan's tasks count.
func fromPaper(t *draft.Task, day calendar.Date, plan *workbook.Plan) {
	due := t.Get(workbook.ColDue).Date
	if day == plan.Settings.Start || t.Get(workbook.ColStart).Filled() || due != 0 && due < day {
		return
	}
	t.Fields = maps.Clone(t.Fields)
	t.Fields[workbook.ColStart] = draft.Said{Date: day, Sure: draft.Likely, Why: draft.WhyPaperDay}
}

// newIndicators numbers the draft's indicators with numbers that the plan does not use yet.
func newIndicators(list []*draft.Indicator, plan *workbook.Plan) []*draft.Indicator {
	var out []*draft.Indicator
	n := 0
	for _, i := range list {
		one := *i
		for one.ID == "" || plan.Indicator(one.ID) != nil {
			n++
			one.ID = fmt.Sprintf("ZB-%02d", n)
		}
		out = append(out, &one)
	}
	return out
}

// acceptSheet lists the rows: new tasks and changes to be accepted, and in grey what the plan has already.
func (p *draftPlan) acceptSheet(form *workbook.Form, added draft.Additions) *sheet.Sheet {
	s := &sheet.Sheet{Name: form.Sheet, Layout: &sheet.Layout{FreezeRows: acceptHead, FreezeCols: len(acceptColumns), Tab: sheet.HeadingInput,
		Print: sheet.Print{Landscape: true, A3: true, FitWidth: true, CenterHorizontally: true, TitleRows: sheet.Span{First: acceptHead, Last: acceptHead}, FooterCenter: p.c.T("print.page")}}}
	s.Put(sheet.At(1, 1), sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T("draft.accept-title", "document", p.name()))})
	s.Merges = append(s.Merges, sheet.Rect(1, 1, 1, acceptWide))
	s.Put(sheet.At(2, 1), sheet.Cell{Role: sheet.Guide, Value: sheet.Str(p.c.T("draft.accept-intro"))})
	s.Merges = append(s.Merges, sheet.Rect(2, 1, 2, acceptWide))
	for j := range form.Columns {
		col := &form.Columns[j]
		role := sheet.Heading
		if col.Key == ColAccept {
			role = sheet.HeadingInput
		}
		s.Layout.Columns = append(s.Layout.Columns, sheet.ColumnLayout{First: j + 1, Last: j + 1, Width: col.Width})
		s.Put(sheet.At(acceptHead, j+1), sheet.Cell{Role: role, Value: sheet.Str(col.Heading)})
	}
	for i, x := range added.List {
		row := acceptHead + 1 + i
		role := sheet.Input
		if x.State == draft.Same {
			role = sheet.Muted
		}
		put := func(col int, v sheet.Value) {
			s.Put(sheet.At(row, col), sheet.Cell{Role: role, Align: sheet.AlignLeft, Value: v})
		}
		put(1, sheet.Value{})
		put(2, sheet.Str(form.Column(ColState).Label(x.State.Key())))
		if x.Plan != nil {
			put(3, sheet.Str(x.Plan.ID))
		} else {
			put(3, sheet.Value{})
		}
		if x.Near != nil {
			put(4, sheet.Str(p.c.T("draft.near", "task", x.Near.ID, "title", x.Near.Title)))
		} else {
			put(4, sheet.StrOrBlank(p.changes(form, x)))
		}
		for j, cell := range p.rows[workbook.FormTasks][i] {
			col := &form.Columns[len(acceptColumns)+j]
			if cell.Role, cell.Align = role, planAlign(col); x.Changed(col.Key) {
				cell.Role = sheet.Good
			}
			if cell.Format == sheet.General {
				cell.Format = numberFormat(col)
			}
			s.Put(sheet.At(row, len(acceptColumns)+j+1), cell)
		}
	}
	last := acceptHead + len(added.List)
	s.Layout.Validations = append(s.Layout.Validations, sheet.Validation{Range: sheet.Rect(acceptHead+1, 1, max(last, acceptHead+1), 1), Type: sheet.ListValidation,
		Choices: form.Column(ColAccept).Labels(), ErrorTitle: clip(form.Column(ColAccept).Heading, 32), Error: choiceError(p.c, form.Column(ColAccept).Labels()),
		PromptTitle: clip(form.Column(ColAccept).Heading, 32), Prompt: p.c.T("draft.accept-prompt")})
	s.Layout.Filter = sheet.Rect(acceptHead, 1, max(last, acceptHead), len(form.Columns))
	s.PageAbreast(sheet.Span{First: 1, Last: 3})
	return s
}

// changes says where a document differs from the plan.
func (p *draftPlan) changes(form *workbook.Form, x *draft.Addition) string {
	var out []string
	old := func(text string) string {
		if text == "" {
			return p.c.T("draft.blank")
		}
		return text
	}
	for _, d := range x.Changes {
		out = append(out, p.c.T("draft.change", "field", form.Column(d.Field).Heading, "old", old(d.Old), "new", d.New))
	}
	for _, m := range x.Milestones {
		if m.Plan != nil {
			was := ""
			if m.Old != 0 {
				was = m.Old.String()
			}
			out = append(out, p.c.T("draft.change", "field", p.c.T("draft.milestone", "title", m.Plan.Title), "old", old(was), "new", m.Due.Date.String()))
		}
	}
	if n := x.NewMilestones(); n > 0 {
		out = append(out, p.c.T("draft.new-milestones", "n", n, "sheet", p.form(workbook.FormMilestones).Sheet))
	}
	if x.Unlisted > 0 {
		out = append(out, p.c.T("draft.unlisted", "n", x.Unlisted))
	}
	return strings.Join(out, p.c.T("word.semicolon"))
}

// takePlan gives a task that the plan has the plan's bureaus and days, as far as the document says nothing else: so it is
// counted on the first sheet, and nothing of it is to be decided.
func takePlan(t *draft.Task, x *draft.Addition, plan *workbook.Plan) {
	fields := map[string]draft.Said{}
	for col, said := range t.Fields {
		if ofDocument(x, col) {
			fields[col] = said
		}
	}
	t.Fields = fields
	for _, col := range []string{workbook.ColTitle, workbook.ColDue} {
		if !ofDocument(x, col) {
			d := plan.InForce(x.Plan, col)
			fields[col] = draft.Said{Text: d.Text, Date: d.Date}
		}
	}
	var cadences []string
	for _, c := range x.Plan.Cadences {
		cadences = append(cadences, c.String())
	}
	if len(cadences) > 0 {
		fields[workbook.ColCadence] = draft.Said{Text: strings.Join(cadences, " ")}
	}
	if !x.Changed(workbook.ColLeads) {
		t.Leads = x.Plan.Rec.Get(workbook.ColLeads).List()
	}
	if !x.Changed(workbook.ColSupports) {
		t.Supports = x.Plan.Rec.Get(workbook.ColSupports).List()
	}
}

// AdditionWords says in figures what a document would add to a plan.
func AdditionWords(a draft.Additions) []any {
	fresh, changed, same := a.Counts()
	return []any{"new", fresh, "near", a.Near(), "changed", changed, "same", same, "milestones", a.Milestones(), "unlisted", a.Unlisted(),
		"indicators", len(a.Indicators), "targets", a.Targets()}
}

// showPlan puts the plan's words into the rows of tasks that the plan has, wherever the document does not differ.
func (p *draftPlan) showPlan(added draft.Additions, plan *workbook.Plan) {
	form := p.form(workbook.FormTasks)
	source := form.Index(workbook.ColSource)
	shown := map[int]*draft.Addition{}
	for i, x := range added.List {
		// A plan has tasks of several documents, so each row names its own.
		at := &p.rows[workbook.FormTasks][i][source].Value
		*at = sheet.Str(p.c.T("draft.source", "document", p.name(), "place", at.Text))
		if x.Plan == nil {
			continue
		}
		shown[i] = x
		for j := range form.Columns {
			if col := &form.Columns[j]; !ofDocument(x, col.Key) {
				p.rows[workbook.FormTasks][i][j] = planCell(col, plan.InForce(x.Plan, col.Key))
			}
		}
		for _, d := range x.Changes {
			if n, err := strconv.ParseFloat(d.New, 64); err == nil && d.Field == workbook.ColTarget {
				// The document may count in another unit than the plan.
				p.rows[workbook.FormTasks][i][form.Index(d.Field)].Value = sheet.Num(n)
			}
		}
	}
	// The draft's note on a cell is about the document's words, not about those of the plan that are in it now.
	p.marks = slices.DeleteFunc(p.marks, func(m draftMark) bool {
		x := shown[m.row]
		return m.form == form && x != nil && !ofDocument(x, m.col)
	})
}

// ofDocument reports whether a cell in a row of a task that the plan has comes from the document: where it differs, and where it was read.
func ofDocument(x *draft.Addition, col string) bool {
	switch col {
	case workbook.ColSource, workbook.ColRemark:
		return true
	case workbook.ColDueText:
		return x.Changed(workbook.ColDue)
	}
	return x.Changed(col)
}

// baseSheet writes AcceptedBase: the plan's words in the fields that can be changed, the other fields as they
// were written; and behind each row the plan's days for the milestones that the document dates differently.
func (p *draftPlan) baseSheet(added draft.Additions, plan *workbook.Plan) *sheet.Sheet {
	form := AcceptedBase(p.c)
	s := &sheet.Sheet{Name: form.Sheet, Visibility: sheet.VeryHidden, Layout: &sheet.Layout{}}
	for j := range form.Columns {
		s.Put(sheet.At(1, j+1), sheet.Cell{Role: sheet.Identity, Value: sheet.Str(form.Columns[j].Heading)})
	}
	row := 2
	for i, x := range added.List {
		if x.Plan == nil {
			continue
		}
		s.Put(sheet.At(row, form.Index(ColExisting)+1), sheet.Cell{Role: sheet.Identity, Value: sheet.Str(x.Plan.ID)})
		for j, cell := range p.rows[workbook.FormTasks][i] {
			col := &form.Columns[len(acceptColumns)+j]
			if x.Changed(col.Key) {
				cell = planCell(col, plan.InForce(x.Plan, col.Key))
			}
			if cell.Role = sheet.Identity; !cell.Value.IsBlank() {
				s.Put(sheet.At(row, len(acceptColumns)+j+1), cell)
			}
		}
		row++
		for _, m := range x.Milestones {
			if m.Plan == nil {
				continue
			}
			s.Put(sheet.At(row, form.Index(ColExisting)+1), sheet.Cell{Role: sheet.Identity, Value: sheet.Str(x.Plan.ID + "|" + m.ID)})
			if m.Old != 0 {
				s.Put(sheet.At(row, form.Index(workbook.ColDue)+1), sheet.Cell{Role: sheet.Identity, Format: sheet.Date, Value: sheet.Int(int(m.Old))})
			}
			row++
		}
	}
	return s
}
