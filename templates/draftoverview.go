package templates

import (
	"cmp"
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

func sortByDue(tasks []*draft.Task) {
	slices.SortStableFunc(tasks, func(a, b *draft.Task) int {
		return cmp.Compare(a.Get(workbook.ColDue).Date, b.Get(workbook.ColDue).Date)
	})
}

// busiest lists those who lead most tasks, then those who support most.
func busiest(tasks []*draft.Task) []Busy {
	var out []Busy
	at := map[string]int{}
	find := func(name string) *Busy {
		i, ok := at[name]
		if !ok {
			i = len(out)
			at[name] = i
			out = append(out, Busy{Name: name})
		}
		return &out[i]
	}
	for _, t := range tasks {
		for _, n := range t.Leads {
			find(n).Leads++
		}
		for _, n := range t.Supports {
			find(n).Supports++
		}
	}
	slices.SortStableFunc(out, func(a, b Busy) int {
		return cmp.Or(cmp.Compare(b.Leads, a.Leads), cmp.Compare(b.Supports, a.Supports))
	})
	return out[:min(len(out), listedFirst)]
}

// The first sheet is a grid of eight columns; the two tables share it.
const draftCols = 8

// overview is the first sheet: what is sure, what is open, what is due first, who has most to do, and what to do next.
func (p *draftPlan) overview() *sheet.Sheet {
	sum := Summarize(p.pending())
	s := &sheet.Sheet{Name: p.c.T("draft.overview-sheet"), Layout: &sheet.Layout{Tab: sheet.Title,
		Columns: []sheet.ColumnLayout{{First: 1, Last: 1, Width: 10}, {First: 2, Last: 2, Width: 13}, {First: 3, Last: 3, Width: 40},
			{First: 4, Last: 4, Width: 20}, {First: 5, Last: 5, Width: 3}, {First: 6, Last: 6, Width: 20}, {First: 7, Last: 8, Width: 11}},
		Print: sheet.Print{Landscape: true, FitWidth: true, CenterHorizontally: true, FooterCenter: p.c.T("print.page")}}}
	row := 1
	span := func(first, last int, c sheet.Cell) {
		for col := last; col > first; col-- {
			s.Put(sheet.At(row, col), sheet.Cell{Role: c.Role})
		}
		if last > first {
			s.Merges = append(s.Merges, sheet.Rect(row, first, row, last))
		}
		s.Put(sheet.At(row, first), c)
	}
	line := func(role sheet.Role, text string) {
		span(1, draftCols, sheet.Cell{Role: role, Value: sheet.Str(text)})
		row++
	}
	line(sheet.Title, p.c.T("draft.title", "document", p.name()))
	s.SetHeight(1, 34)
	line(sheet.Subtitle, p.c.T("draft.basis", "file", p.File, "date", p.Draft.Date.String(), "sha", p.SHA256[:min(12, len(p.SHA256))]))
	row++
	if p.added != nil {
		line(sheet.BodyStrong, p.c.T("draft.said-additions", AdditionWords(*p.added)...))
	} else {
		line(sheet.BodyStrong, p.c.T("draft.sum-tasks", "tasks", sum.Tasks, "groups", sum.Groups, "bureaus", sum.Bureaus, "milestones", sum.Milestones, "interims", sum.Interims, "indicators", sum.Indicators))
	}
	line(sheet.Good, p.c.T("draft.sum-sure", "leads", sum.Tasks-sum.NoLead, "dates", sum.Tasks-sum.NoDate-sum.Recurring, "recurring", sum.Recurring))
	line(sheet.Warn, p.c.T("draft.sum-open", "nolead", sum.NoLead, "nodate", sum.NoDate, "doubtful", sum.Doubtful, "passed", sum.Passed))
	if sum.Rectifications > 0 {
		line(sheet.Warn, p.c.T("draft.sum-closing", "n", sum.Rectifications))
	}
	row++
	p.twoTables(s, &row, sum, span)
	row++
	page := 1
	if len(sum.First) > listedFirst/2 {
		page = row
		s.Layout.Print.BreakBefore = []int{row}
	}
	p.openTable(s, &row, span)
	row++
	if (row-page)%rowsOfPage+len(strings.Split(p.c.T("draft.next-lines"), "\n")) >= rowsOfPage {
		// The next steps are kept on one page.
		s.Layout.Print.BreakBefore = append(s.Layout.Print.BreakBefore, row)
	}
	line(sheet.Section, p.c.T("draft.next"))
	next := "draft.next-lines"
	if p.tasksAt != nil {
		next = "draft.next-accept"
	}
	for _, text := range strings.Split(p.c.T(next), "\n") {
		line(sheet.Guide, text)
	}
	s.Layout.Print.Area = sheet.Rect(1, 1, row-1, draftCols)
	return s
}

// rowsOfPage is about how many rows of the first sheet a page holds.
const rowsOfPage = 25

// pending gives the draft without what the plan has already, about which nothing has to be decided.
func (p *draftPlan) pending() *draft.Draft {
	if p.added == nil {
		return p.Draft
	}
	d := *p.Draft
	d.Tasks = nil
	for i, t := range p.Draft.Tasks {
		if p.added.List[i].State != draft.Same {
			d.Tasks = append(d.Tasks, t)
		}
	}
	return &d
}

func body(v sheet.Value) sheet.Cell {
	return sheet.Cell{Role: sheet.Body, Align: sheet.AlignLeft, Value: v}
}

func heading(text string) sheet.Cell { return sheet.Cell{Role: sheet.Heading, Value: sheet.Str(text)} }

// toTask links a cell to a task's row.
func (p *draftPlan) toTask(t *draft.Task) sheet.Cell {
	c := body(sheet.Str(t.ID))
	f := p.form(workbook.FormTasks)
	c.Role = sheet.Link
	c.Extra = &sheet.Extra{Link: sheet.QuoteName(p.sheetOf(f)) + "!" + p.ref(f, p.rowOf[t], workbook.ColTask).String()}
	return c
}

// twoTables puts the tasks that are due first beside the bureaus that lead most.
func (p *draftPlan) twoTables(s *sheet.Sheet, row *int, sum DraftSummary, span func(int, int, sheet.Cell)) {
	span(1, 4, sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T("draft.first"))})
	span(6, 8, sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T("draft.busiest"))})
	*row++
	// The headings must not be those of the plan, whose reader would take this sheet for one of its own.
	for i, key := range []string{"task", "due", "title", "leads"} {
		s.Put(sheet.At(*row, i+1), heading(p.c.T("draft-first."+key)))
	}
	for i, key := range []string{"bureau", "leads", "supports"} {
		s.Put(sheet.At(*row, i+6), heading(p.c.T("draft-busy."+key)))
	}
	*row++
	for i := range max(len(sum.First), len(sum.Busiest)) {
		if i < len(sum.First) {
			t := sum.First[i]
			s.Put(sheet.At(*row, 1), p.toTask(t))
			due := body(sheet.Int(int(t.Get(workbook.ColDue).Date)))
			due.Format, due.Align = sheet.Date, sheet.AlignCenter
			s.Put(sheet.At(*row, 2), due)
			s.Put(sheet.At(*row, 3), body(sheet.Str(t.Get(workbook.ColTitle).Text)))
			s.Put(sheet.At(*row, 4), p.leadCell(t))
		}
		if i < len(sum.Busiest) {
			b := sum.Busiest[i]
			s.Put(sheet.At(*row, 6), body(sheet.Str(b.Name)))
			for j, n := range []int{b.Leads, b.Supports} {
				c := body(sheet.Int(n))
				c.Align = sheet.AlignCenter
				s.Put(sheet.At(*row, 7+j), c)
			}
		}
		*row++
	}
}

func (p *draftPlan) leadCell(t *draft.Task) sheet.Cell {
	if len(t.Leads) == 0 {
		return sheet.Cell{Role: sheet.Warn, Align: sheet.AlignLeft, Value: sheet.Str(p.c.T("word.open"))}
	}
	return body(sheet.Str(strings.Join(t.Leads, "、")))
}

// openGroups lists the groups whose members the document does not list, or not all of them.
func openGroups(d *draft.Draft) []string {
	var out []string
	for _, b := range d.Bureaus {
		groups := b.GroupsOpen
		if b.Unlisted {
			groups = []string{b.Name.Text}
		}
		for _, g := range groups {
			if !slices.Contains(out, g) {
				out = append(out, g)
			}
		}
	}
	return out
}

// openTable lists what somebody has to decide, one line for each task, in the document's order.
func (p *draftPlan) openTable(s *sheet.Sheet, row *int, span func(int, int, sheet.Cell)) {
	span(1, draftCols, sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T("draft.decide"))})
	*row++
	s.Put(sheet.At(*row, 1), heading(p.c.T("draft-first.task")))
	span(2, 3, heading(p.c.T("draft-first.title")))
	span(4, draftCols, heading(p.c.T("draft.decide-what")))
	*row++
	first := *row
	for _, g := range openGroups(p.Draft) {
		s.Put(sheet.At(*row, 1), body(sheet.Str("")))
		span(2, 3, body(sheet.Str(g)))
		span(4, draftCols, body(sheet.Str(p.c.T("draft-why."+draft.WhyGroupMember, "about", g))))
		*row++
	}
	for _, t := range p.pending().Tasks {
		if t.Get(workbook.ColMeasure).Text == workbook.Grouping {
			continue
		}
		var what []string
		if p.added != nil {
			if near := p.added.List[p.rowOf[t]].Near; near != nil {
				what = append(what, p.c.T("draft.near", "task", near.ID, "title", near.Title))
			}
		}
		for _, col := range []string{workbook.ColLeads, workbook.ColDueText, workbook.ColTarget, workbook.ColCadence, workbook.ColTitle} {
			if f := t.Get(col); f.Sure == draft.Doubtful {
				what = append(what, p.form(workbook.FormTasks).Column(col).Heading+p.c.T("draft.colon")+p.why(f))
			}
		}
		if len(what) == 0 {
			continue
		}
		s.Put(sheet.At(*row, 1), p.toTask(t))
		span(2, 3, body(sheet.Str(t.Get(workbook.ColTitle).Text)))
		span(4, draftCols, body(sheet.Str(strings.Join(what, p.c.T("word.semicolon")))))
		*row++
	}
	for i, x := range p.Draft.Indicators {
		var what []string
		for _, f := range [...]struct {
			col  string
			said draft.Said
		}{{workbook.ColPlanned, x.Planned}, {workbook.ColLastYear, x.LastYear}} {
			if f.said.Sure == draft.Doubtful {
				what = append(what, p.form(workbook.FormIndicators).Column(f.col).Heading+p.c.T("draft.colon")+p.why(f.said))
			}
		}
		if len(what) == 0 {
			continue
		}
		s.Put(sheet.At(*row, 1), body(sheet.Str(indicatorID(x, i))))
		span(2, 3, body(sheet.Str(x.Title.Text)))
		span(4, draftCols, body(sheet.Str(strings.Join(what, p.c.T("word.semicolon")))))
		*row++
	}
	if *row == first {
		span(1, draftCols, sheet.Cell{Role: sheet.Good, Value: sheet.Str(p.c.T("draft.decide-nothing"))})
		*row++
	}
}
