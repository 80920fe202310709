package report

import (
	"slices"
	"strconv"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// Consolidated lays out the workbook that leaders read: the overview first, then what it rests on. Figures on the overview
// and in the sums by area and bureau are formulas over the ledger's sheet, with the values worked out here stored in them.
// A sheet that would be empty is left out, and the overview says so. Of a task that is 仅报状态 no sheet shows more than
// number, title, bureau, status and light. The rows of the long sheets are laid out as the book is written. hist may be nil.
func Consolidated(l *Ledger, hist *History, c *templates.Catalogue) *sheet.Book {
	k := &consolidated{l: l, c: c, words: newWords(l.Plan, c), codes: make(map[string]*workbook.Bureau, len(l.Plan.Bureaus))}
	for _, b := range slices.Backward(l.Plan.Bureaus) {
		k.codes[b.Code] = b // the first of two
		k.bureauWidth = min(max(k.bureauWidth, sheet.TextWidth(b.Name)+1), mostBureauWidth)
		k.linkedWidth = min(max(k.linkedWidth, sheet.TextWidth(b.Name)+1), mostLinkedWidth)
	}
	k.title = c.T("report.title", "county", l.Plan.Settings.County, "period", k.period(l.Period))
	past := earlier(hist, l.Period)
	if len(past) > 0 {
		k.before = past[len(past)-1]
	}
	k.joined = Joinings(append(past, l))
	k.prepareSources()
	ledger := k.ledgerSheet()
	sheets := []*sheet.Sheet{nil, k.areaSheet(), k.bureauSheet(), k.detailSheet(), nil, ledger}
	for _, lay := range []func() *sheet.Sheet{
		k.matterSheet, k.problemSheet, k.milestoneSheet, k.indicatorSheet, k.partSheet, k.projectSheet, k.moveSheet, k.noticeSheet,
	} {
		sheets = append(sheets, lay())
	}
	sheets = append(sheets, k.listSheets()...)
	sheets = append(sheets, k.contrastSheet(), k.otherSheet(), k.registerSheet(), k.turnoutSheet(hist), k.fileSheet(), k.findingSheet(), k.exceptionSheet(), k.sourceSheet())
	sheets[4] = k.trendSheet(hist)
	sheets[0] = k.overview(sheets[1:])
	sheets = append(sheets, k.identitySheet())
	book := &sheet.Book{
		Title: k.title, Creator: "duban", Created: float64(l.AsOf),
		Custom: map[string]string{
			workbook.IdentityKind: workbook.KindConsolidated, workbook.IdentityPlan: l.Plan.Settings.PlanID, workbook.IdentityPlanSHA: l.Plan.SHA256,
			workbook.IdentityBureau: l.Plan.Settings.County, workbook.IdentityPeriod: l.Period.String(), "as-of": l.AsOf.String(),
		},
	}
	for _, s := range sheets {
		if s != nil {
			book.Sheets = append(book.Sheets, s)
		}
	}
	return book
}

// tabs are the sheets that the workbook may have beside the overview and the county's lists.
func tabs() []string {
	return []string{
		"areas", "bureaus", "bureau-details", "trend", "ledger", "matters", "problems", "milestones", "indicators", "parts", "projects", "moves", "notices",
		"contrasts", "others", "register", "turnout", "files", "findings", "exceptions", "sources",
	}
}

// consolidated is one workbook being laid out, with the places that its sheets refer to each other by.
type consolidated struct {
	l *Ledger
	c *templates.Catalogue
	words
	title string
	codes map[string]*workbook.Bureau
	// bureauWidth is how wide a column is in which the bureaus' names stand on one line, linkedWidth where they are links.
	bureauWidth, linkedWidth float64
	// before is the ledger of the period before, nil in the first; joined are the bureaus that became one within the year.
	before *Ledger
	joined []Joining

	ledger   *table
	taskRow  map[*TaskLine]int // rows of the ledger's sheet
	lineRow  map[*Line]int     // the same of the bureaus' lines
	formulas ledgerFormulas
	// sentBack are the rows of returns that do not count until they are mended, by task and bureau.
	sentBack map[[2]string]bool
	problems *table
	// problemRows are the problems of the rows of their sheet, in order.
	problemRows []*workbook.ProblemRow
	areas       *table
	areaSums    []*AreaSum
	areaRow     map[string]int
	areaAll     int // the row of the sums over all areas
	bureaus     *table
	sums        []*BureauSum
	sumRow      map[*BureauSum]int
	// charted are the bureaus of the overview's chart, in its order; details is the sheet of the bureaus' details, detailRow the row
	// at which each bureau's begin.
	charted   []*BureauSum
	details   *table
	detailRow map[*BureauSum]int
	trend     *table // nil in the first period
	register  *table
	counts    map[string]sheet.Ref // of the register's sheet, by what they count
	sources   *sourceList
	moves     []*Moved
	matters   []*Matter
	// leftOut names the sheets that would have been empty.
	leftOut []string
	// noPast names the sheets that compare periods, where there is but one.
	noPast []string
}

// Rows of every table's sheet.
const (
	tableTitleRow = 1
	tableLineRow  = 2
	tableHeadRow  = 3
)

// mostBureauWidth is how wide the column of bureaus becomes at the most: a longer name takes two lines. Where the names are links,
// of which LibreOffice shows one line only, it is as wide as mostLinkedWidth, for names of seventeen characters.
const (
	mostBureauWidth = 22.0
	mostLinkedWidth = 34.0
)

// ratioFormat is how ratios are shown, which are stored 0–1.
const ratioFormat = sheet.Percent

// wholePercents drops the zero of ratios that come to whole per cents, wholePoints that of points.
func wholePercents(r sheet.Range) sheet.Conditional {
	return sheet.Conditional{Range: r, Formula: "MOD(ROUND(" + r.First.String() + "*1000,0),10)=0", Whole: sheet.Percent}
}

func wholePoints(r sheet.Range) sheet.Conditional {
	return sheet.Conditional{Range: r, Formula: "MOD(ROUND(" + r.First.String() + "*10,0),10)=0", Whole: sheet.Decimal1}
}

// field is a column of a table that is read.
type field struct {
	key    string // of its heading: col.<key>, else heading.<key>
	width  float64
	format sheet.Format
	align  sheet.Align
	// hidden columns serve the formulas of other sheets.
	hidden bool
}

// table is a sheet with one table in it, written row by row. The rows of one that grows with the number of bureaus, tasks or
// files are laid out as the sheet is written, and not kept.
type table struct {
	s      *sheet.Sheet
	fields []field
	at     map[string]int
	head   int        // the row of the headings
	row    int        // the row at hand
	end    int        // the last row
	open   *sheet.Row // the row at hand
	blank  []sheet.Cell
	// laid opens a row of a long table, counted from 0, and fills it; nil where all rows are kept. added are the rows of one whose
	// rows are added one by one.
	laid  func(i int)
	added []addedRow
	// bare leaves the formulas out, and of the ledger what only sums count by and where a line is from: only the values of a row are
	// asked for, which are put aside from the row at hand.
	bare  bool
	aside *sheet.Row
	// outside is how formulas of other sheets begin that lead to a column.
	outside map[string]string
}

// openTable opens a sheet with the headings of a table in row head.
func openTable(name string, head int, fields []field, heading func(key string) string) *table {
	t := &table{fields: fields, at: map[string]int{}, head: head, row: head, end: head, outside: map[string]string{}}
	t.s = &sheet.Sheet{Name: name, Layout: &sheet.Layout{FreezeRows: head, Tab: sheet.Heading}}
	for i, f := range fields {
		t.at[f.key] = i + 1
		t.s.Layout.Columns = append(t.s.Layout.Columns, sheet.ColumnLayout{First: i + 1, Last: i + 1, Width: f.width, Hidden: f.hidden})
		role := sheet.Identity
		if !f.hidden {
			role = sheet.Heading
			t.blank = append(t.blank, sheet.Cell{Col: i + 1, Format: f.format, Align: f.align})
		}
		t.s.Put(sheet.At(head, i+1), sheet.Cell{Role: role, Value: sheet.Str(heading(f.key))})
	}
	return t
}

// newTable opens a sheet with its title, the line that says what it rests on, and the headings in row head.
func (k *consolidated) newTable(tab string, head int, fields []field) *table {
	for i := range fields {
		f := &fields[i]
		switch {
		case f.key == colClass:
			for _, c := range Classes() {
				f.width = max(f.width, sheet.WordWidth(k.class(c)))
			}
		case f.key == workbook.ColBureau:
			f.width = max(f.width, k.bureauWidth)
		case f.align == sheet.AlignRole && (f.format == ratioFormat || f.format == sheet.Points):
			f.align = sheet.AlignCenter // as counts and days beside them are
		}
	}
	t := openTable(k.c.T("tab."+tab), head, fields, k.heading)
	wide := t.blank[len(t.blank)-1].Col
	t.s.Put(sheet.At(tableTitleRow, 1), sheet.Cell{Role: sheet.Title, Align: sheet.AlignLeft, Value: sheet.Str(t.s.Name + "　" + k.title)})
	t.s.Merges = append(t.s.Merges, sheet.Rect(tableTitleRow, 1, tableTitleRow, wide))
	t.s.Put(sheet.At(tableLineRow, 1), k.back())
	t.s.Put(sheet.At(tableLineRow, 2), sheet.Cell{Role: sheet.Subtitle, Align: sheet.AlignLeft, Value: sheet.Str(k.basis())})
	if wide > 2 {
		t.s.Merges = append(t.s.Merges, sheet.Rect(tableLineRow, 2, tableLineRow, wide))
	}
	t.s.Layout.Print = k.print(sheet.Span{First: tableTitleRow, Last: head})
	return t
}

// next opens a row: every cell is there, so that the table's lines are whole.
func (t *table) next(role sheet.Role) {
	t.row++
	t.end = max(t.end, t.row)
	if t.laid == nil {
		t.s.Rows = append(t.s.Rows, sheet.Row{N: t.row, Cells: make([]sheet.Cell, 0, len(t.fields))})
		t.open = &t.s.Rows[len(t.s.Rows)-1]
	} else {
		*t.open = sheet.Row{N: t.row, Cells: t.open.Cells[:0]}
	}
	t.open.Cells = append(t.open.Cells, t.blank...)
	for i := range t.open.Cells {
		t.open.Cells[i].Role = role
	}
}

// lay makes a long table of so many rows. Each is opened and filled when it is asked for, by its number counted from 0, as
// often as it is; what it refers to must be known by then.
func (t *table) lay(n int, row func(i int)) {
	t.end, t.laid, t.open, t.aside = t.head+n, row, &sheet.Row{}, &sheet.Row{}
	t.s.Lay = func(yield func(*sheet.Row) bool) {
		for i := range n {
			if !yield(t.layRow(i)) {
				return
			}
		}
	}
}

// addedRow is a row that is filled when the sheet is written.
type addedRow struct {
	role sheet.Role
	fill func()
}

// add adds a row that is filled when the sheet is written, as often as it is asked for. It gives the number of the row.
func (t *table) add(role sheet.Role, fill func()) int {
	t.added = append(t.added, addedRow{role, fill})
	t.row++
	t.end = t.row
	return t.row
}

func (t *table) layRow(i int) *sheet.Row {
	t.row = t.head + i
	t.laid(i)
	if t.rows() > linkedRows && t.open.Outline > 0 {
		for j := range t.open.Cells {
			if c := &t.open.Cells[j]; c.Extra != nil {
				c.Role, c.Extra = sheet.Body, nil
			}
		}
	}
	return t.open
}

// linkedRows is up to how many rows each row of a long table leads somewhere: a sheet holds no more than some 65,000 links. In a
// longer one only the rows do under which others are grouped.
const linkedRows = 65_000

// rows is how many rows a long table has.
func (t *table) rows() int { return t.end - t.head }

// sayFewLinks says above a table why most of its rows lead nowhere.
func (k *consolidated) sayFewLinks(t *table) {
	if t.rows() > linkedRows {
		t.say(k.c.T("report.few-links", "n", linkedRows))
	}
}

// say adds to the line above a table.
func (t *table) say(text string) {
	line := t.s.Cell(sheet.At(tableLineRow, 2))
	line.Value = sheet.Str(line.Value.Text + text)
}

// values are the cells of a row of a long table as bare leaves them, good until those of the next one are asked for.
func (t *table) values(row int) *sheet.Row {
	open, at := t.open, t.row
	t.open, t.bare = t.aside, true
	defer func() { t.open, t.row, t.bare = open, at, false }()
	return t.layRow(row - t.head - 1)
}

// put sets a value in the row last opened and returns the cell for further dressing.
func (t *table) put(key string, v sheet.Value) *sheet.Cell {
	col := t.at[key]
	if c := t.open.Cell(col); c != nil {
		c.Value = v
		return c
	}
	return t.open.Put(col, sheet.Cell{Role: sheet.Identity, Value: v})
}

// compute sets a formula with its value. Where it has thisRow it gets the number of its row.
func (t *table) compute(key, formula string, v sheet.Value) *sheet.Cell {
	c := t.put(key, v)
	if !t.bare {
		c.Formula = strings.ReplaceAll(formula, thisRow, strconv.Itoa(t.row))
	}
	return c
}

// thisRow stands for the number of the row in a formula that is worked out once for all rows of a table.
const thisRow = "\x00"

// here is a cell of the table in whichever row a formula stands.
func (t *table) here(key string) string { return "$" + sheet.ColName(t.at[key]) + thisRow }

// empty reports that the table has no row.
func (t *table) empty() bool { return t.end == t.head }

// last is the row up to which formulas refer to the table; a table without rows has one blank row.
func (t *table) last() int { return max(t.end, t.head+1) }

// ref is a cell of the table as seen from within its own sheet, "$K5".
func (t *table) ref(key string) string {
	return "$" + sheet.At(t.row, t.at[key]).String()
}

// outer is a cell of the table as seen from other sheets.
func (t *table) outer(key string, row int) string {
	before, ok := t.outside[key]
	if !ok {
		before = sheet.QuoteName(t.s.Name) + "!$" + sheet.ColName(t.at[key]) + "$"
		t.outside[key] = before
	}
	return before + strconv.Itoa(row)
}

// span is a column of the table as seen from other sheets.
func (t *table) span(key string) string {
	return sheet.QuoteName(t.s.Name) + "!" + sheet.Rect(t.head+1, t.at[key], t.last(), t.at[key]).Abs()
}

// inner is a column of the table as seen from within its own sheet, from the first row to a last one.
func (t *table) inner(key string, last int) string {
	return sheet.Rect(t.head+1, t.at[key], last, t.at[key]).Abs()
}

// link leads to a row of the table.
func (t *table) link(row int) *sheet.Extra {
	return &sheet.Extra{Link: sheet.QuoteName(t.s.Name) + "!" + sheet.At(row, 1).String()}
}

// finish sets filter and print area once all rows are there. A sheet without rows is none.
func (k *consolidated) finish(t *table) *sheet.Sheet {
	if t.empty() {
		k.leftOut = append(k.leftOut, t.s.Name)
		return nil
	}
	if t.added != nil {
		t.lay(len(t.added), func(i int) {
			t.next(t.added[i].role)
			t.added[i].fill()
		})
	}
	shown := 0
	for i, f := range t.fields {
		if !f.hidden {
			shown = i + 1
		}
	}
	for i, f := range t.fields {
		column := sheet.Rect(t.head+1, i+1, t.end, i+1)
		switch {
		case f.hidden:
			continue
		case f.format == ratioFormat:
			t.s.Layout.Conditionals = append(t.s.Layout.Conditionals, wholePercents(column))
		case f.format == sheet.Decimal1:
			t.s.Layout.Conditionals = append(t.s.Layout.Conditionals, wholePoints(column))
		}
		if head := t.s.Cell(sheet.At(t.head, i+1)); head != nil {
			t.s.Layout.Columns[i].Width = sheet.HeadingWidth(head.Value.Text, t.s.Layout.Columns[i].Width)
		}
	}
	t.s.Layout.Filter = sheet.Rect(t.head, 1, t.end, shown)
	// On paper a source, a hash or a code leads nowhere, and would only make the rest smaller.
	printed := shown
	for slices.Contains([]string{colFrom, "beside", "sha256", workbook.ColRule}, t.fields[printed-1].key) {
		printed--
	}
	t.s.Layout.Print.Area = sheet.Rect(1, 1, t.end, printed)
	// What stands above the table ends with what prints, or paper would cut it off.
	for i := range t.s.Merges {
		if m := &t.s.Merges[i]; m.First.Row < t.head {
			m.Last.Col = min(m.Last.Col, printed)
		}
	}
	t.s.Merges = slices.DeleteFunc(t.s.Merges, func(m sheet.Range) bool { return m.First == m.Last })
	t.s.TurnUpright()
	t.keepInView()
	return t.s
}

// laptopWidth is how wide a table is that a laptop's screen of 1366 pixels shows whole.
const laptopWidth = 180.0

// keepInView keeps what a row is about in view where the table is wider than the screen.
func (t *table) keepInView() {
	wide := 0.0
	for _, c := range t.s.Layout.Columns {
		if !c.Hidden {
			wide += c.Width
		}
	}
	if t.s.Layout.FreezeCols > 0 || wide <= laptopWidth {
		return
	}
	t.s.Layout.FreezeCols = 1
	for i, f := range t.fields[:min(3, len(t.fields))] {
		if f.key == workbook.ColTitle || f.key == workbook.ColProject || f.key == "indicator-title" {
			t.s.Layout.FreezeCols = i + 1
		}
	}
}

func (k *consolidated) heading(key string) string { return k.c.ReportHeading(key) }

// back leads to the overview.
func (k *consolidated) back() sheet.Cell {
	return sheet.Cell{Role: sheet.WayBack, Value: sheet.Str(k.c.T("report.back")), Extra: &sheet.Extra{Link: sheet.QuoteName(k.c.T("tab.overview")) + "!A1"}}
}

// basis says what every sheet rests on: the day and the receipts. The plan's hash is nothing to read on paper; the notes beside
// the overview have it.
func (k *consolidated) basis() string {
	return k.c.T("report.basis", "asof", k.day(k.l.AsOf), "files", len(k.l.Files))
}

// hashMark is as much of a hash as people compare by eye.
func hashMark(sha string) string {
	if sha == "" {
		return "—"
	}
	return sha[:min(12, len(sha))]
}

func (k *consolidated) print(titles sheet.Span) sheet.Print {
	// An ampersand begins a field in a footer.
	plain := strings.NewReplacer("&", "&&")
	return sheet.Print{
		Landscape: true, FitWidth: true, TitleRows: titles, CenterHorizontally: true,
		FooterLeft:   plain.Replace(k.l.Plan.Settings.County + "  " + k.period(k.l.Period)),
		FooterCenter: k.c.T("print.page"),
		FooterRight:  plain.Replace(k.c.T("report.as-of", "asof", k.day(k.l.AsOf))),
	}
}

// criterion is what COUNTIFS compares a column with to count cells equal to a label: the cell that shows the label, or
// the label itself where it holds what COUNTIFS would take for a pattern or a comparison.
func criterion(label, ref string) string {
	if label != "" && !strings.ContainsAny(label, "*?~<>=\"") {
		return ref
	}
	escaped := strings.NewReplacer("~", "~~", "*", "~*", "?", "~?", `"`, `""`).Replace(label)
	return `"=` + escaped + `"`
}

// inQuotes is a text as formulas write it.
func inQuotes(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
