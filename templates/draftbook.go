package templates

import (
	"strings"

	"duban/workbook"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

// DraftBook lays out a draft as a plan workbook: the first sheet says what is sure and what is open, then comes the plan, whose
// doubtful cells are marked and say why, and a sheet says where every value was read.
func DraftBook(in DraftInput, c *Catalogue) *sheet.Book {
	p := newDraftPlan(in, c)
	book := PlanBook(p.tables(), c)
	book.Title = c.T("draft.title", "document", p.name())
	book.Created = float64(in.Draft.Date)
	for i := range p.marks {
		m := &p.marks[i]
		if s := book.Sheet(m.form.Sheet); s != nil {
			p.mark(s, m)
		}
	}
	// The sources come right after the overview, as nobody would find them behind thirty sheets of a plan.
	book.Sheets = append([]*sheet.Sheet{p.overview(), p.sources()}, book.Sheets...)
	p.linkSources(book)
	return book
}

func (p *draftPlan) name() string {
	if t := p.Draft.Title.Text; t != "" {
		return t
	}
	return p.File
}

// ref gives a row's cell; the headings are in the first row of a plan's sheet.
func (p *draftPlan) ref(f *workbook.Form, row int, col string) sheet.Ref {
	if p.tasksAt != nil && f.Key == workbook.FormTasks {
		return sheet.At(row+p.tasksAt.row, f.Index(col)+1+p.tasksAt.col)
	}
	return sheet.At(row+2, f.Index(col)+1)
}

// sheetOf gives the sheet with a form's rows.
func (p *draftPlan) sheetOf(f *workbook.Form) string {
	if p.tasksAt != nil && f.Key == workbook.FormTasks {
		return p.tasksAt.sheet
	}
	return f.Sheet
}

// mark colours a cell that somebody has to look at, and notes why and what it was read from.
func (p *draftPlan) mark(s *sheet.Sheet, m *draftMark) {
	if m.said.Sure == draft.Sure && m.said.Why == "" {
		return
	}
	cell := s.Cell(p.ref(m.form, m.row, m.col))
	if cell == nil {
		return
	}
	if m.said.Sure == draft.Doubtful {
		cell.Role = sheet.Warn
	}
	note := p.why(m.said)
	if note == "" {
		return
	}
	if m.said.Quote != "" {
		note += "\n" + p.c.T("draft.quote", "text", clip(m.said.Quote, 160), "place", p.place(m.said.At))
	}
	cell.Extra = &sheet.Extra{Note: note}
}

// draftHeads lists the columns of the sheet of sources.
var draftHeads = []struct {
	key   string
	width float64
}{{"sheet", 8}, {"row", 9}, {"column", 10}, {"value", 30}, {"para", 6}, {"from", 5}, {"to", 5}, {"sure", 9}, {"why", 30}, {"text", 26}, {"sentence", 54}}

// sources lists every value with the place that it was read from, and what was not taken from the document.
func (p *draftPlan) sources() *sheet.Sheet {
	s := &sheet.Sheet{Name: p.c.T("draft.sources-sheet"), Layout: &sheet.Layout{FreezeRows: 3, Tab: sheet.Label,
		Print: sheet.Print{Landscape: true, FitWidth: true, CenterHorizontally: true, TitleRows: sheet.Span{First: 3, Last: 3}, FooterCenter: p.c.T("print.page")}}}
	for i, h := range draftHeads {
		s.Layout.Columns = append(s.Layout.Columns, sheet.ColumnLayout{First: i + 1, Last: i + 1, Width: h.width})
		s.Put(sheet.At(3, i+1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str(p.c.T("draft-head." + h.key))})
	}
	wide := func(row int, role sheet.Role, text string) {
		s.Put(sheet.At(row, 1), sheet.Cell{Role: role, Value: sheet.Str(text)})
		s.Merges = append(s.Merges, sheet.Rect(row, 1, row, len(draftHeads)))
	}
	wide(1, sheet.Title, p.c.T("draft.sources-title"))
	wide(2, sheet.Guide, p.c.T("draft.sources-intro"))
	row := 4
	p.sourceRow = map[*workbook.Form]map[int]int{}
	text := func(col int, v string) *sheet.Cell {
		return s.Put(sheet.At(row, col), sheet.Cell{Role: sheet.Body, Align: sheet.AlignLeft, Value: sheet.StrOrBlank(clip(v, longestCell))})
	}
	for i, m := range p.read() {
		cell := p.rows[m.form.Key][m.row][m.form.Index(m.col)]
		text(1, p.sheetOf(m.form))
		link := text(2, m.label)
		if i < mostLinks {
			link.Role, link.Extra = sheet.Link, &sheet.Extra{Link: sheet.QuoteName(p.sheetOf(m.form)) + "!" + p.ref(m.form, m.row, m.col).String()}
		}
		text(3, m.form.Column(m.col).Heading)
		value := text(4, "")
		value.Value, value.Format = cell.Value, cell.Format
		p.putPlace(s, row, m.said.At)
		sure := text(8, p.c.T(confidenceKey(m.said.Sure)))
		if m.said.Sure == draft.Doubtful {
			sure.Role = sheet.Warn
		}
		text(9, p.why(m.said))
		text(10, m.said.Quote)
		text(11, p.sentence(m))
		if p.sourceRow[m.form] == nil {
			p.sourceRow[m.form] = map[int]int{}
		}
		if p.sourceRow[m.form][m.row] == 0 {
			p.sourceRow[m.form][m.row] = row
		}
		row++
	}
	last := row - 1
	s.Layout.Filter = sheet.Rect(3, 1, max(3, last), len(draftHeads))
	for _, left := range []struct {
		key string
		at  []draft.Span
	}{{"draft.passed", p.Draft.Passed}, {"draft.unused", p.Draft.Unused}} {
		if len(left.at) == 0 {
			continue
		}
		row++
		wide(row, sheet.Section, p.c.T(left.key, "n", len(left.at)))
		row++
		for _, at := range left.at {
			for col := 1; col <= len(draftHeads); col++ {
				text(col, "")
			}
			p.putPlace(s, row, at)
			text(11, string([]rune(p.Draft.Paragraphs[at.Para-1])[at.From:at.To]))
			row++
		}
	}
	return s
}

// sentence gives the sentence that a value was read from: the task's, or the one around it in its paragraph.
func (p *draftPlan) sentence(m *draftMark) string {
	if m.sentence != "" || m.said.At.IsZero() || m.said.At.Cell != "" {
		return m.sentence
	}
	para := []rune(p.Draft.Paragraphs[m.said.At.Para-1])
	from, to := m.said.At.From, m.said.At.To
	for from > 0 && !strings.ContainsRune(sentenceEnds, para[from-1]) {
		from--
	}
	for to < len(para) && (to == 0 || !strings.ContainsRune(sentenceEnds, para[to-1])) {
		to++
	}
	return strings.TrimSpace(string(para[from:to]))
}

const sentenceEnds = "。；;！？"

// linkSources links the cell in which a row says where it was read to the list of what was read for it.
func (p *draftPlan) linkSources(book *sheet.Book) {
	list := sheet.QuoteName(p.c.T("draft.sources-sheet"))
	for form, rows := range p.sourceRow {
		s := book.Sheet(p.sheetOf(form))
		if s == nil || !form.Has(workbook.ColSource) {
			continue
		}
		for row, at := range rows {
			cell := s.Cell(p.ref(form, row, workbook.ColSource))
			if cell == nil || cell.Value.IsBlank() || row >= mostLinks {
				continue
			}
			// The cell keeps its look: the text is long and has to wrap, and people type into the cell as into any other of its row.
			if cell.Extra == nil {
				cell.Extra = &sheet.Extra{}
			}
			cell.Extra.Link = list + "!" + sheet.At(at, 1).String()
		}
	}
}

// read lists the values that were read in the document, those of tasks first; a value put together from several places has its
// note in its own cell.
func (p *draftPlan) read() []*draftMark {
	var tasks, others []*draftMark
	for i := range p.marks {
		m := &p.marks[i]
		switch {
		case m.said.At.IsZero() && m.said.Quote == "":
		case m.form.Key == workbook.FormBureaus:
			others = append(others, m)
		default:
			tasks = append(tasks, m)
		}
	}
	return append(tasks, others...)
}

// mostLinks keeps the sheet below the number of links that a sheet may have. Rows further down still name their cell.
const mostLinks = 60000

// longestCell keeps the sheet of sources readable; the document has the whole text.
const longestCell = 500

func (p *draftPlan) putPlace(s *sheet.Sheet, row int, at draft.Span) {
	cells := [3]sheet.Value{}
	if !at.IsZero() {
		cells[0] = sheet.Int(at.Para)
		cells[1], cells[2] = sheet.Int(at.From+1), sheet.Int(at.To)
		if at.Cell != "" {
			cells[1], cells[2] = sheet.Str(at.Cell), sheet.Value{}
			if name := p.Draft.Sheets[at.Para]; name != "" {
				cells[0] = sheet.Str(name)
			}
		}
	}
	for i, v := range cells {
		s.Put(sheet.At(row, 5+i), sheet.Cell{Role: sheet.Body, Align: sheet.AlignCenter, Value: v})
	}
}

func confidenceKey(c draft.Confidence) string {
	switch c {
	case draft.Sure:
		return "draft-sure.sure"
	case draft.Likely:
		return "draft-sure.likely"
	}
	return "draft-sure.doubtful"
}

// DraftSummary describes a draft in figures.
type DraftSummary struct {
	Tasks, Groups, Bureaus, Milestones, Interims, Indicators int
	// NoLead and NoDate count tasks that the text leaves open, Doubtful the cells that somebody has to look at. A task that comes
	// again needs no date: Recurring counts those without one.
	NoLead, NoDate, Recurring, Doubtful int
	// Rectifications counts tasks that are done only once somebody has verified them.
	Rectifications int
	// Unused counts paragraphs from which nothing was taken, Passed the sentences not taken in other paragraphs.
	Unused, Passed int
	// First lists the tasks that are due first, Busiest the bureaus that lead most.
	First   []*draft.Task
	Busiest []Busy
}

// Busy gives the number of tasks that a bureau, or a group as such, leads and supports.
type Busy struct {
	Name            string
	Leads, Supports int
}

// listedFirst is the number of tasks and bureaus that the first sheet and the printed summary name.
const listedFirst = 10

// Summarize counts a draft.
func Summarize(d *draft.Draft) DraftSummary {
	s := DraftSummary{Bureaus: len(d.Bureaus), Indicators: len(d.Indicators), Unused: len(d.Unused), Passed: len(d.Passed)}
	for _, t := range d.Tasks {
		s.Milestones += len(t.Milestones)
		s.Interims += len(t.Targets)
		if t.Get(workbook.ColMeasure).Text == workbook.Grouping {
			s.Groups++
			continue
		}
		s.Tasks++
		if t.Get(workbook.ColMeasure).Text == workbook.Rectification {
			s.Rectifications++
		}
		if len(t.Leads) == 0 {
			s.NoLead++
		}
		switch {
		case t.Get(workbook.ColDue).Date != 0:
			s.First = append(s.First, t)
		case t.Get(workbook.ColCadence).Filled():
			s.Recurring++
		default:
			s.NoDate++
		}
		for _, f := range t.Fields {
			if f.Sure == draft.Doubtful {
				s.Doubtful++
			}
		}
	}
	for _, x := range d.Indicators {
		s.Interims += len(x.Targets)
		for _, f := range [...]draft.Said{x.Planned, x.LastYear} {
			if f.Sure == draft.Doubtful {
				s.Doubtful++
			}
		}
	}
	sortByDue(s.First)
	s.First = s.First[:min(len(s.First), listedFirst)]
	s.Busiest = busiest(d.Tasks)
	return s
}
