package score

import (
	"fmt"
	"strconv"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// Rows of a table's sheet: below the title, the line that says what it rests on, and the guidance come the headings, then the table's rows.
const (
	headRow  = 4
	firstRow = 5
)

// bookLayout lays out the scoring workbook. Every score, sum, rank and grade is a formula over the book's own sheets, stored with its value.
type bookLayout struct {
	s *Scores
	c *templates.Catalogue
	t *tableSet
	// sources lists the rows of tasks and of their periods that came from a return, in the order of the sheet of sources.
	sources []*Row
	// overlong names the columns with formulas longer than programs take, whose cells have values instead.
	overlong []string
}

// Book lays out the scoring workbook in a catalogue's language. The rows of tasks and of their sources, which are many, are laid out only
// while the book is written.
func Book(s *Scores, c *templates.Catalogue) *sheet.Book {
	k := &bookLayout{s: s, c: c, t: s.tablesIn(c)}
	k.order()
	k.links()
	book := &sheet.Book{Title: k.title(), Creator: "duban", Created: float64(s.AsOf),
		Custom: map[string]string{workbook.IdentityKind: workbook.KindScores, workbook.IdentityPlan: s.Plan.Settings.PlanID}}
	sections := k.tableSheet(k.t.sections, "sections", 3)
	sections.Layout.Print.Landscape = false
	book.Sheets = append(book.Sheets, k.overviewSheet(), sections, k.tableSheet(k.t.items, "items", 3))
	for _, grain := range grains() {
		if tab := k.t.details[grain]; k.shows(grain) {
			freeze := 2
			if grain == workbook.GrainTask || grain == workbook.GrainTaskPeriod {
				freeze = 4
			}
			sh := k.tableSheet(tab, sheetKey(grain), freeze)
			k.limit(sh, tab)
			book.Sheets = append(book.Sheets, sh)
		}
	}
	if len(k.s.Objections) > 0 {
		book.Sheets = append(book.Sheets, k.objectionSheet())
	}
	params := k.t.params.dress(k.titleOf(k.t.params.sh.Name), k.stated())
	exceptions := report.YearExceptions(s.Plan, s.Ledgers, k.titleOf(c.T("tab.year-exceptions")), k.stated(), c)
	book.Sheets = append(book.Sheets, params, k.noteSheet(), exceptions, k.sourceSheet())
	book.Names = k.t.params.names
	return book
}

// shows reports whether a grain has a sheet: if items score it, if its sheet is always there, or if a bureau's row counts its events.
func (k *bookLayout) shows(grain string) bool {
	if len(k.s.Scheme.byGrain(grain)) > 0 {
		return true
	}
	switch grain {
	case workbook.GrainTask, workbook.GrainReporting, workbook.GrainAdjustment, workbook.GrainRating:
		return true
	}
	return k.t.bureauUses() && grain == workbook.GrainEvent && len(k.s.Rows[grain]) > 0
}

func (k *bookLayout) title() string {
	set := &k.s.Plan.Settings
	if k.s.Interim {
		return k.c.T("scorebook.title-interim", "county", set.County, "year", k.year(), "span", k.s.Span.String())
	}
	return k.c.T("scorebook.title", "county", set.County, "year", k.year())
}

func (k *bookLayout) year() string {
	if y := k.s.Plan.Settings.Year; y != 0 {
		return strconv.Itoa(y)
	}
	if k.s.AsOf != 0 {
		return strconv.Itoa(k.s.AsOf.Year())
	}
	return ""
}

func (k *bookLayout) titleOf(sheetName string) string {
	return k.c.T("scorebook.title-of", "title", k.title(), "sheet", sheetName)
}

// stated gives the line that says what the scores rest on; the sheet of sources adds the hashes.
func (k *bookLayout) stated() string {
	return k.c.T("scorebook.stated", "asof", k.s.AsOf.String(), "period", k.ledgerPeriod(), "file", k.s.Plan.File)
}

func (k *bookLayout) ledgerPeriod() string {
	if k.s.Ledger == nil {
		return ""
	}
	return k.s.Ledger.Period.String()
}

// order orders the bureaus by category and rank in the overview and in the tables of sections and items.
func (k *bookLayout) order() {
	place := map[*Result]int{}
	ranked := k.s.ranked()
	for i, b := range ranked {
		place[b] = i
	}
	no := k.t.overview.index["no"]
	k.t.overview.shown = make([]int, len(k.t.overviewRows))
	for i, b := range k.t.overviewRows {
		k.t.overview.shown[i] = place[b]
		no.set(i, sheet.Int(place[b]+1))
	}
	k.t.items.shown = shownBy(len(k.t.itemRows), ranked, func(i int) *Result { return k.t.itemRows[i].bureau })
	k.t.sections.shown = shownBy(len(k.t.sectionRows), ranked, func(i int) *Result { return k.t.sectionRows[i].bureau })
}

// shownBy gives the places of n rows if they are ordered by bureau as ranked is; of gives a row's bureau.
func shownBy(n int, ranked []*Result, of func(int) *Result) []int {
	rows := map[*Result][]int{}
	for i := range n {
		rows[of(i)] = append(rows[of(i)], i)
	}
	out, next := make([]int, n), 0
	for _, b := range ranked {
		for _, i := range rows[b] {
			out[i] = next
			next++
		}
	}
	return out
}

// mostSourceLinks is the most links to sources on one sheet, as programs take no more than 65,530. Further sources are listed without a
// link.
const mostSourceLinks = 65_000

// links makes the links from a bureau's name to its tasks, and from a task's source to the sheet of sources.
func (k *bookLayout) links() {
	tasks := k.t.details[workbook.GrainTask]
	first := map[*workbook.Bureau]int{}
	for i, r := range k.s.Rows[workbook.GrainTask] {
		if _, ok := first[r.Bureau]; !ok {
			first[r.Bureau] = i
		}
	}
	tab, at := k.c.T("scoresheet.sources"), k.sourceFirst()
	for _, grain := range []string{workbook.GrainTask, workbook.GrainTaskPeriod} {
		// Rows are many, so each link is made only when its cell is laid out.
		rows, linked := make([]int32, len(k.s.Rows[grain])), 0
		for i, r := range k.s.Rows[grain] {
			if r.sourced() {
				if linked < mostSourceLinks {
					rows[i] = int32(at + len(k.sources))
					linked++
				}
				k.sources = append(k.sources, r)
			}
		}
		k.t.details[grain].index["source"].linked = func(i int) (*sheet.Extra, bool) {
			if rows[i] == 0 {
				return nil, false
			}
			return linkTo(tab, sheet.At(int(rows[i]), 1)), true
		}
	}
	name := k.t.overview.index["bureau"]
	for i, b := range k.t.overviewRows {
		if row, ok := first[b.Bureau]; ok {
			name.dressed(i, calcDress{role: sheet.Link, extra: linkTo(tasks.name, sheet.At(tasks.at(row), 1))})
		}
	}
}

// tableSheet lays a table out on a sheet of its own, with helper columns last and not printed. guide is the key of its guidance, freeze the
// number of columns that stay in view.
func (k *bookLayout) tableSheet(tab *calcTable, guide string, freeze int) *sheet.Sheet {
	sh := &sheet.Sheet{Name: tab.name, Layout: tableLayout(k.c)}
	visible := tab.visible()
	sh.Layout.FreezeRows, sh.Layout.FreezeCols = headRow, freeze
	sh.Layout.Filter = sheet.Rect(headRow, 1, tab.last(), len(tab.columns))
	printed := visible
	if source := tab.index["source"]; source != nil && source.pos == visible {
		printed-- // on paper it leads nowhere
	}
	sh.Layout.Print.Area = sheet.Rect(1, 1, max(firstRow, tab.last()-tab.spare), printed)
	topLines(sh, min(visible, 12), k.titleOf(tab.name), k.stated(), k.c.T("scorebook.guide-"+guide, "n", spareAdjustments, "limited", k.s.decidedBy() != 0, "partial", len(k.s.partialUsed()) > 0))
	columns := make([]sheet.ColumnLayout, len(tab.columns))
	for _, c := range tab.columns {
		head := sheet.Cell{Role: sheet.Heading, Value: sheet.Str(c.heading)}
		if c.head != sheet.Plain {
			head.Role = c.head
		}
		sh.Put(sheet.At(headRow, c.pos), head)
		columns[c.pos-1] = sheet.ColumnLayout{First: c.pos, Last: c.pos, Width: sheet.HeadingWidth(c.heading, c.width)}
		if c.helper {
			columns[c.pos-1].Outline = 1
		}
	}
	sh.Layout.Columns = columns
	sh.TurnUpright()
	long := tab.key == workbook.GrainTask || tab.key == workbook.GrainTaskPeriod
	tab.lay(sh, long, func(c *calcColumn) { k.overlong = append(k.overlong, c.name()) })
	if tab.rows == 0 {
		sh.Put(sheet.At(firstRow, 1), sheet.Cell{Role: sheet.Muted, Value: sheet.Str(k.c.T("scorebook.nothing"))})
	}
	return sh
}

// overviewSheet lays out the ranking, the first page that leaders see.
func (k *bookLayout) overviewSheet() *sheet.Sheet {
	sh := k.tableSheet(k.t.overview, "overview", 2)
	title := k.title()
	sh.Cell(sheet.At(1, 1)).Value = sheet.Str(title)
	guide := sh.Cell(sheet.At(3, 1))
	switch {
	case k.s.Interim:
		guide.Value = sheet.Str(k.c.T("scorebook.guide-interim"))
	case k.s.Before != nil && k.s.Before.Interim && k.s.Before.Ledger != nil:
		// Ranks change much between an interim scoring and the year's end, and leaders ask why.
		guide.Value = sheet.Str(guide.Value.Text + k.c.T("scorebook.guide-moves", "period", k.s.Before.Ledger.Period.String()))
	}
	return sh
}

// limit restricts what may be typed into a detail sheet to what its formulas can take. An outcome in other words, for instance, would not be
// counted anywhere.
func (k *bookLayout) limit(sh *sheet.Sheet, tab *calcTable) {
	if tab.rows == 0 {
		return
	}
	v := sheet.Validation{ErrorTitle: sh.Name, Error: k.c.T("scorebook.refused")}
	column := func(key string) sheet.Range {
		pos := tab.index[key].pos
		return sheet.Rect(tab.first, pos, tab.last(), pos)
	}
	switch tab.key {
	case workbook.GrainReporting:
		first := tab.index["period:0"].pos
		v.Range = sheet.Rect(tab.first, first, tab.last(), tab.index[fmt.Sprint("period:", len(k.s.Registers)-1)].pos)
		v.Type = sheet.ListValidation
		v.Choices = []string{k.t.outcome(report.OnTime, false), k.t.outcome(report.OnTime, true), k.t.outcome(report.Late, false), k.t.outcome(report.Late, true),
			k.t.outcome(report.SentBack, false), k.t.outcome(report.Missing, false), k.t.explained(k.t.outcome(report.Late, false)), k.t.explained(k.t.outcome(report.Late, true)),
			k.t.explained(k.t.outcome(report.SentBack, false)), k.t.explained(k.t.outcome(report.Missing, false)), k.t.outcome(report.Exempt, false)}
	case workbook.GrainRating:
		v.Range, v.Type, v.Min, v.Max = column(in(workbook.InMark)), sheet.DecimalValidation, "0", "100"
	case workbook.GrainAdjustment:
		sh.Layout.Validations = append(sh.Layout.Validations, k.t.spareChoices(tab)...)
		v.Range, v.Type, v.Min, v.Max = column(in(workbook.InAmount)), sheet.DecimalValidation, "-100000", "100000"
	default:
		return
	}
	sh.Layout.Validations = append(sh.Layout.Validations, v)
}

func tableLayout(c *templates.Catalogue) *sheet.Layout {
	return &sheet.Layout{
		Tab: sheet.Heading,
		Print: sheet.Print{
			Landscape: true, FitWidth: true, CenterHorizontally: true, TitleRows: sheet.Span{First: headRow, Last: headRow},
			// The title is on the first page only, so every page names its sheet: &A.
			FooterLeft: "&A", FooterCenter: c.T("scorebook.page"),
		},
	}
}

// topLines writes the first three rows, each merged over cols columns.
func topLines(sh *sheet.Sheet, cols int, title, stated, guide string) {
	for i, line := range []struct {
		role sheet.Role
		text string
	}{{sheet.Title, title}, {sheet.Subtitle, stated}, {sheet.Guide, guide}} {
		sh.Put(sheet.At(i+1, 1), sheet.Cell{Role: line.role, Value: sheet.Str(line.text)})
		if cols > 1 {
			sh.Merges = append(sh.Merges, sheet.Rect(i+1, 1, i+1, cols))
		}
	}
}

func body(v sheet.Value) sheet.Cell { return sheet.Cell{Role: sheet.Body, Value: v} }

// linkTo makes a link to a cell of the same book.
func linkTo(sh string, ref sheet.Ref) *sheet.Extra {
	return &sheet.Extra{Link: sheet.QuoteName(sh) + "!" + ref.String()}
}
