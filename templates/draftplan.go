package templates

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

// DraftInput is a draft with what is known of the document besides its text.
type DraftInput struct {
	Draft *draft.Draft
	// File is the document's name, SHA256 its hash.
	File, SHA256 string
}

// draftPlan writes a draft as the rows of a plan, and remembers which row each value went to.
type draftPlan struct {
	DraftInput
	c     *Catalogue
	forms []*workbook.Form
	rows  map[string][][]sheet.Cell
	// rowOf is the row of each task, counted from 0.
	rowOf map[*draft.Task]int
	// added compares the draft with a plan that it is to be added to; nil for a draft of a new plan.
	added *draft.Additions
	// tasksAt is the place of the rows of 任务 if they are not on the plan's own sheet; otherwise nil.
	tasksAt *taskPlace
	// sourceRow gives the first row on the sheet of sources that is about a form's row.
	sourceRow map[*workbook.Form]map[int]int
	// marks holds the values with their sheets and cells, in the order in which they were written.
	marks []draftMark
}

// taskPlace is a sheet that has the columns of 任务 behind others, from a row on.
type taskPlace struct {
	sheet    string
	row, col int
}

// draftMark is a value of the draft in its cell.
type draftMark struct {
	form *workbook.Form
	// row counts the rows of the form from 0; label names the row for people.
	row   int
	col   string
	label string
	said  draft.Said
	// sentence is the sentence that the value was read from.
	sentence string
}

func newDraftPlan(in DraftInput, c *Catalogue) *draftPlan {
	p := &draftPlan{DraftInput: in, c: c, forms: PlanForms(c), rows: map[string][][]sheet.Cell{}, rowOf: map[*draft.Task]int{}}
	for i, t := range in.Draft.Tasks {
		p.rowOf[t] = i
	}
	p.settings()
	p.bureaus()
	p.tasks()
	p.indicators()
	return p
}

// tables decodes the rows as any plan is decoded, so that the draft is written like one.
func (p *draftPlan) tables() map[string]*workbook.Table {
	book := &sheet.Book{}
	for _, f := range p.forms {
		rows := p.rows[f.Key]
		if rows == nil {
			continue
		}
		s := &sheet.Sheet{Name: f.Sheet}
		for j := range f.Columns {
			s.Put(sheet.At(1, j+1), sheet.Cell{Value: sheet.Str(f.Columns[j].Heading)})
		}
		for i, row := range rows {
			for j, cell := range row {
				if !cell.Value.IsBlank() {
					s.Put(sheet.At(i+2, j+1), cell)
				}
			}
		}
		book.Sheets = append(book.Sheets, s)
	}
	return workbook.DecodePlan(book, "", p.forms).Tables
}

func (p *draftPlan) form(key string) *workbook.Form {
	for _, f := range p.forms {
		if f.Key == key {
			return f
		}
	}
	return nil
}

// row begins a row of a form.
func (p *draftPlan) row(form, label string) *draftRow {
	f := p.form(form)
	p.rows[form] = append(p.rows[form], make([]sheet.Cell, len(f.Columns)))
	return &draftRow{p: p, form: f, n: len(p.rows[form]) - 1, label: label}
}

type draftRow struct {
	p     *draftPlan
	form  *workbook.Form
	n     int
	label string
	// sentence is what the row was read from.
	sentence string
}

func (r *draftRow) set(col string, v sheet.Value) {
	if i := r.form.Index(col); i >= 0 {
		cell := sheet.Cell{Value: v}
		if r.form.Columns[i].Type == workbook.DateColumn && v.Kind == sheet.Number {
			cell.Format = sheet.Date
		}
		r.p.rows[r.form.Key][r.n][i] = cell
	}
}

func (r *draftRow) text(col, text string) { r.set(col, sheet.StrOrBlank(text)) }

// say writes a value with its mark. A value that the text leaves open is written as open.
func (r *draftRow) say(col string, s draft.Said, open bool) {
	i := r.form.Index(col)
	if i < 0 {
		return
	}
	switch {
	case s.IsNum:
		r.set(col, sheet.Num(s.Num))
	case s.Date != 0:
		r.set(col, sheet.Int(int(s.Date)))
	case s.Text != "" && r.form.Columns[i].Type == workbook.ChoiceColumn:
		r.text(col, r.form.Columns[i].Label(s.Text))
	case s.Text != "":
		r.text(col, s.Text)
	case open:
		r.text(col, r.p.c.T("word.open"))
	}
	if s.Filled() || s.Why != "" {
		r.p.marks = append(r.p.marks, draftMark{r.form, r.n, col, r.label, s, r.sentence})
	}
}

func (p *draftPlan) settings() {
	d := p.Draft
	name := p.form(workbook.FormSettings).Column(workbook.ColName)
	put := func(key string, v sheet.Value, format sheet.Format) {
		r := p.row(workbook.FormSettings, name.Label(key))
		r.text(workbook.ColName, name.Label(key))
		if i := r.form.Index(workbook.ColValue); i >= 0 {
			p.rows[workbook.FormSettings][r.n][i] = sheet.Cell{Value: v, Format: format}
		}
	}
	title := d.Title.Text
	if title == "" {
		title = p.File
	}
	put(workbook.SetDocument, sheet.Str(title), sheet.General)
	put(workbook.SetDocDate, sheet.Int(int(d.Date)), sheet.Date)
	put(workbook.SetYear, sheet.Int(d.Date.Year()), sheet.General)
	// The same document gives the same plan, so its number comes from the document.
	put(workbook.SetPlanID, sheet.Str(strconv.Itoa(d.Date.Year())+"-"+p.SHA256[:min(8, len(p.SHA256))]), sheet.General)
	put(workbook.SetStart, sheet.Int(int(d.Date)), sheet.Date)
}

func (p *draftPlan) bureaus() {
	for i, b := range p.Draft.Bureaus {
		r := p.row(workbook.FormBureaus, b.Name.Text)
		r.text(workbook.ColCode, fmt.Sprintf("D%02d", i+1))
		r.say(workbook.ColName, b.Name, false)
		r.text(workbook.ColAliases, strings.Join(b.Aliases, "、"))
		r.text(workbook.ColCategory, p.c.T("draft-category."+b.Category))
		groups := draft.Said{Text: strings.Join(b.Groups, "、")}
		if len(b.GroupsOpen) > 0 {
			groups.Sure, groups.Why, groups.About = draft.Likely, draft.WhyGroupMember, strings.Join(b.GroupsOpen, "、")
		}
		r.say(workbook.ColGroups, groups, false)
		var remarks []string
		if b.Unlisted {
			remarks = append(remarks, p.c.T("draft.group-unlisted", "name", b.Name.Text))
		}
		if b.Now != "" {
			remarks = append(remarks, p.c.T("draft.renamed", "name", b.Name.Text, "now", b.Now))
		}
		if len(remarks) > 0 {
			r.text(workbook.ColRemark, strings.Join(remarks, p.c.T("word.semicolon")))
		}
	}
}

// cadences writes cadences in the plan's words.
func (p *draftPlan) cadences(s draft.Said) draft.Said {
	var words []string
	for _, key := range strings.Fields(s.Text) {
		words = append(words, p.c.T("draft-cadence."+key))
	}
	s.Text = strings.Join(words, "、")
	return s
}

func (p *draftPlan) tasks() {
	for _, t := range p.Draft.Tasks {
		r := p.row(workbook.FormTasks, t.ID)
		r.sentence = t.Quote
		r.text(workbook.ColTask, t.ID)
		r.text(workbook.ColParent, t.Parent)
		measure := t.Get(workbook.ColMeasure).Text
		group := measure == workbook.Grouping
		for _, col := range []string{workbook.ColArea, workbook.ColTitle, workbook.ColGoal, workbook.ColMeasure, workbook.ColSupports,
			workbook.ColLeader, workbook.ColStart, workbook.ColUnit, workbook.ColBaseline, workbook.ColDirection} {
			r.say(col, t.Get(col), false)
		}
		if !group {
			r.say(workbook.ColLeads, t.Get(workbook.ColLeads), true)
			r.say(workbook.ColDueText, t.Get(workbook.ColDueText), true)
			r.say(workbook.ColDue, t.Get(workbook.ColDue), true)
			r.say(workbook.ColTarget, t.Get(workbook.ColTarget), measure == workbook.Rectification)
			cadence := t.Get(workbook.ColCadence)
			r.say(workbook.ColCadence, p.cadences(cadence), cadence.Why != "")
			if measure == workbook.Quantity {
				r.say(workbook.ColBasis, t.Get(workbook.ColBasis), false)
			}
			if measure == workbook.Project {
				basis := t.Get(workbook.ColBasis)
				basis.Text = cmp.Or(basis.Text, workbook.BySteps)
				r.say(workbook.ColBasis, basis, false)
			}
		}
		r.text(workbook.ColSource, p.source(t))
		r.text(workbook.ColRemark, p.remark(t))
		p.parts(t, measure)
	}
}

// source says where a task was read: paragraph, characters and numbered part.
func (p *draftPlan) source(t *draft.Task) string {
	at := p.place(t.Whole)
	if part := t.Get(workbook.ColSource).Text; part != "" {
		at += "　" + part
	}
	return at
}

// place says where a value was read.
func (p *draftPlan) place(at draft.Span) string {
	switch {
	case at.IsZero():
		return ""
	case at.Cell != "":
		return p.c.T("draft.place-cell", "sheet", p.Draft.Sheets[at.Para], "para", at.Para, "cell", at.Cell)
	}
	return p.c.T("draft.place", "para", at.Para, "from", at.From+1, "to", at.To)
}

// remark says what somebody has to decide about a task, and repeats the document's own remark.
func (p *draftPlan) remark(t *draft.Task) string {
	out := []string{}
	if s := t.Get(workbook.ColRemark); s.Text != "" {
		out = append(out, s.Text)
	}
	for _, col := range []string{workbook.ColLeads, workbook.ColDueText, workbook.ColTarget, workbook.ColCadence} {
		if s := t.Get(col); s.Sure == draft.Doubtful || s.Why == draft.WhyHaste {
			out = append(out, p.why(s))
		}
	}
	return strings.Join(out, p.c.T("word.semicolon"))
}

func (p *draftPlan) why(s draft.Said) string {
	if s.Why == "" {
		return ""
	}
	return p.c.T("draft-why."+s.Why, "about", s.About)
}

// parts writes milestones, stages and a project's steps.
func (p *draftPlan) parts(t *draft.Task, measure string) {
	for i, st := range t.Stages {
		r := p.row(workbook.FormStages, t.ID)
		r.sentence = t.Quote
		r.text(workbook.ColTask, t.ID)
		r.set(workbook.ColStage, sheet.Int(i+1))
		r.say(workbook.ColTitle, st.Title, false)
		r.set(workbook.ColWorth, sheet.Num(st.Worth))
		r.say(workbook.ColInitial, st.Count, false)
		r.text(workbook.ColRemark, p.c.T("draft-why."+draft.WhyWorth))
	}
	for _, s := range t.Parts {
		r := p.row(workbook.FormParts, t.ID)
		r.sentence = t.Quote
		r.text(workbook.ColTask, t.ID)
		r.say(workbook.ColBureau, s.Bureau, false)
		r.say(workbook.ColTarget, s.Target, false)
	}
	p.periodTargets(workbook.ColTask, t.ID, t.Quote, t.Targets)
	if measure == workbook.Project {
		p.steps(t)
		return
	}
	for i, m := range t.Milestones {
		r := p.row(workbook.FormMilestones, t.ID)
		r.sentence = t.Quote
		r.text(workbook.ColTask, t.ID)
		r.set(workbook.ColMilestone, sheet.Int(i+1))
		if n, err := strconv.Atoi(m.ID); err == nil {
			r.set(workbook.ColMilestone, sheet.Int(n))
		} else if m.ID != "" {
			r.text(workbook.ColMilestone, m.ID)
		}
		r.say(workbook.ColTitle, m.Title, true)
		r.say(workbook.ColDueText, m.DueText, true)
		r.say(workbook.ColDue, m.Due, true)
		r.text(workbook.ColSource, p.place(m.Title.At))
	}
}

func (p *draftPlan) steps(t *draft.Task) {
	steps := t.Milestones
	switch {
	case len(steps) > 0:
	case t.Get(workbook.ColYearInvestment).Filled():
		steps = []draft.Milestone{{}} // a row for the investments
	default:
		steps = []draft.Milestone{{Title: t.Get(workbook.ColTitle), DueText: t.Get(workbook.ColDueText), Due: t.Get(workbook.ColDue)}}
	}
	for i, m := range steps {
		r := p.row(workbook.FormProjects, t.ID)
		r.sentence = t.Quote
		r.text(workbook.ColTask, t.ID)
		r.text(workbook.ColProject, t.Get(workbook.ColTitle).Text)
		if i == 0 {
			r.say(workbook.ColTotalInvestment, t.Get(workbook.ColTotalInvestment), false)
			r.say(workbook.ColYearInvestment, t.Get(workbook.ColYearInvestment), false)
		}
		if !m.Title.Filled() {
			r.text(workbook.ColSource, p.place(t.Whole))
			continue
		}
		r.set(workbook.ColStepNo, sheet.Int(i+1))
		r.say(workbook.ColStep, m.Title, true)
		r.say(workbook.ColDueText, m.DueText, true)
		r.say(workbook.ColDue, m.Due, true)
		r.text(workbook.ColSource, p.place(m.Title.At))
	}
}

// indicatorID gives the number of the indicator with index i in a draft.
func indicatorID(x *draft.Indicator, i int) string {
	return cmp.Or(x.ID, fmt.Sprintf("ZB-%02d", i+1))
}

// periodTargets writes the interim targets of a task or an indicator, by quarters or months. col is the column of its number.
func (p *draftPlan) periodTargets(col, id, sentence string, targets []draft.PeriodTarget) {
	for _, t := range targets {
		r := p.row(workbook.FormInterims, id)
		r.sentence = sentence
		r.text(col, id)
		r.say(workbook.ColDueText, t.By, false)
		r.say(workbook.ColDue, t.Due, false)
		r.say(workbook.ColTarget, t.Target, true)
		r.text(workbook.ColSource, p.place(t.Target.At))
	}
}

func (p *draftPlan) indicators() {
	for i, x := range p.Draft.Indicators {
		id := indicatorID(x, i)
		r := p.row(workbook.FormIndicators, id)
		r.text(workbook.ColIndicator, id)
		r.say(workbook.ColTitle, x.Title, false)
		r.say(workbook.ColUnit, x.Unit, false)
		r.say(workbook.ColDirection, x.Direction, false)
		r.say(workbook.ColPlanned, x.Planned, true)
		r.say(workbook.ColLastYear, x.LastYear, x.Title.At.Cell == "")
		r.say(workbook.ColBest, x.Best, false)
		r.say(workbook.ColLatest, x.Latest, x.Title.At.Cell == "")
		r.text(workbook.ColRemark, x.Remark.Text)
		p.periodTargets(workbook.ColIndicator, id, "", x.Targets)
		if len(x.Owners) > 0 {
			r.say(workbook.ColBureau, x.Bureau, true)
			r.text(workbook.ColSource, p.place(x.Title.At))
			continue
		}
		owner := p.c.T("word.open")
		if x.Task != nil {
			r.text(workbook.ColTask, x.Task.ID)
			if len(x.Task.Leads) > 0 {
				owner = strings.Join(x.Task.Leads, "、")
			}
		}
		r.text(workbook.ColBureau, owner)
		r.text(workbook.ColSource, p.place(x.Title.At))
	}
}
