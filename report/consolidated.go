package report

import (
	"slices"
	"strconv"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// Consolidated lays out the workbook that leaders read: the overview first, then what it rests on. Figures on the overview and in the sums
// by area and bureau are formulas over the ledger's sheet, stored together with their values. A sheet that would be empty is left out, and
// the overview says so. Of a task that is 仅报状态 no sheet shows more than number, title, bureau, status and light. The rows of the long
// sheets are laid out only while the book is written. hist may be nil.
func Consolidated(l *Ledger, hist *History, c *templates.Catalogue) *sheet.Book {
	k := &consolidated{l: l, c: c, words: newWords(l.Plan, c), codes: make(map[string]*workbook.Bureau, len(l.Plan.Bureaus))}
	for _, b := range slices.Backward(l.Plan.Bureaus) {
		k.codes[b.Code] = b // backwards, so that the first of two bureaus with one code wins
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

// tabs lists the keys of the sheets that the workbook may have besides the overview and the county's lists.
func tabs() []string {
	return []string{
		"areas", "bureaus", "bureau-details", "trend", "ledger", "matters", "problems", "milestones", "indicators", "parts", "projects", "moves", "notices",
		"contrasts", "others", "register", "turnout", "files", "findings", "exceptions", "sources",
	}
}

// consolidated is one workbook being laid out. It holds the tables and the row numbers through which its sheets refer to each other.
type consolidated struct {
	l *Ledger
	c *templates.Catalogue
	words
	title string
	codes map[string]*workbook.Bureau
	// bureauWidth is the width of a column of bureaus' names, each on one line; linkedWidth that of a column in which they are links.
	bureauWidth, linkedWidth float64
	// before is the ledger of the period before, nil in the first; joined lists the bureaus that became one within the year.
	before *Ledger
	joined []Joining

	ledger   *table
	taskRow  map[*TaskLine]int // rows of the ledger's sheet
	lineRow  map[*Line]int     // rows of the bureaus' lines on the same sheet
	formulas ledgerFormulas
	// sentBack holds task and bureau code of the returned rows that do not count until they are corrected.
	sentBack map[[2]string]bool
	problems *table
	// problemRows lists the problems in the order of their sheet's rows.
	problemRows []*workbook.ProblemRow
	areas       *table
	areaSums    []*AreaSum
	areaRow     map[string]int
	areaAll     int // the row of the sums over all areas
	bureaus     *table
	sums        []*BureauSum
	sumRow      map[*BureauSum]int
	// charted lists the bureaus of the overview's chart, in its order. details is the sheet of the bureaus' details, detailRow the row at
	// which each bureau's part begins.
	charted   []*BureauSum
	details   *table
	detailRow map[*BureauSum]int
	trend     *table // nil in the first period
	register  *table
	counts    map[string]sheet.Ref // cells of the register's sheet, by what they count
	sources   *sourceList
	moves     []*Moved
	matters   []*Matter
	// leftOut names the sheets that would have been empty.
	leftOut []string
	// noPast names the sheets that compare periods, left out because there is only one period.
	noPast []string
}

// Rows of every table's sheet.
const (
	tableTitleRow = 1
	tableLineRow  = 2
	tableHeadRow  = 3
)

// The greatest widths of a column of bureaus. A name wider than mostBureauWidth takes two lines. A link cannot, since LibreOffice shows only
// one line of it: mostLinkedWidth has room for a name of seventeen characters.
const (
	mostBureauWidth = 22.0
	mostLinkedWidth = 34.0
)

// ratioFormat shows ratios, which are stored as 0–1.
const ratioFormat = sheet.Percent

// wholePercents shows ratios without decimals if they are whole per cents.
func wholePercents(r sheet.Range) sheet.Conditional {
	return sheet.Conditional{Range: r, Formula: "MOD(ROUND(" + r.First.String() + "*1000,0),10)=0", Whole: sheet.Percent}
}

// wholePoints shows percentage points without decimals if they are whole.
func wholePoints(r sheet.Range) sheet.Conditional {
	return sheet.Conditional{Range: r, Formula: "MOD(ROUND(" + r.First.String() + "*10,0),10)=0", Whole: sheet.Decimal1}
}

// field is a column of a table.
type field struct {
	key    string // the heading's key in the catalogue: col.<key>, else heading.<key>
	width  float64
	format sheet.Format
	align  sheet.Align
	// hidden columns serve the formulas of other sheets.
	hidden bool
}

// table is a sheet with one table in it, filled row by row. A long table, which grows with the number of bureaus, tasks or files, keeps no
// rows: they are laid out while the sheet is written.
type table struct {
	s      *sheet.Sheet
	fields []field
	at     map[string]int
	head   int        // the row of the headings
	row    int        // the number of the current row
	end    int        // the last row
	open   *sheet.Row // the current row
	blank  []sheet.Cell
	// laid opens and fills row i, from 0, of a long table; nil if all rows are kept. added lists the rows of a long table that come from
	// add.
	laid  func(i int)
	added []addedRow
	// bare says that only the values of a row are wanted: formulas are left out, and of the ledger also the hidden columns and the source.
	// The row is then laid out in aside and leaves the current row alone.
	bare  bool
	aside *sheet.Row
	// outside keeps, by column key, the part before the row number of a reference from another sheet.
	outside map[string]string
}

// openTable begins a sheet with the headings of a table in row head; heading words them by their keys.
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

// newTable begins a sheet with its title, the line that says what it rests on, and the headings in row head. tab is the key of its name.
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
			f.align = sheet.AlignCenter // like the counts and days beside them
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

// next opens a row. All its cells exist, so that the table's grid has no gaps.
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

// lay makes a long table of n rows. row opens and fills the row with a number from 0; it may be called several times for one row, and all
// that it refers to must be known by then.
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

// addedRow is a row that is filled while the sheet is written.
type addedRow struct {
	role sheet.Role
	fill func()
}

// add adds a row and returns its number. fill is called while the sheet is written, possibly several times.
func (t *table) add(role sheet.Role, fill func()) int {
	t.added = append(t.added, addedRow{role, fill})
	t.row++
	t.end = t.row
	return t.row
}

// layRow lays out row i, from 0, of a long table; the row is valid until the next call.
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

// linkedRows is the most rows that a table may have for every row to hold links: a sheet takes no more than some 65,000. In a longer table
// only the rows at the head of a group hold links.
const linkedRows = 65_000

// rows counts the rows below the headings.
func (t *table) rows() int { return t.end - t.head }

// sayFewLinks says above a table that is too long for links in every row why most rows have none.
func (k *consolidated) sayFewLinks(t *table) {
	if t.rows() > linkedRows {
		t.say(k.c.T("report.few-links", "n", linkedRows))
	}
}

// say adds text to the line above a table.
func (t *table) say(text string) {
	line := t.s.Cell(sheet.At(tableLineRow, 2))
	line.Value = sheet.Str(line.Value.Text + text)
}

// values lays out a row of a long table without its formulas, see bare. The row is valid until the next call.
func (t *table) values(row int) *sheet.Row {
	open, at := t.open, t.row
	t.open, t.bare = t.aside, true
	defer func() { t.open, t.row, t.bare = open, at, false }()
	return t.layRow(row - t.head - 1)
}

// put sets a value in the current row and returns the cell, whose look the caller may change. The pointer is valid until the next row.
func (t *table) put(key string, v sheet.Value) *sheet.Cell {
	col := t.at[key]
	if c := t.open.Cell(col); c != nil {
		c.Value = v
		return c
	}
	return t.open.Put(col, sheet.Cell{Role: sheet.Identity, Value: v})
}

// compute sets a formula with its value. thisRow in the formula is replaced by the row's number.
func (t *table) compute(key, formula string, v sheet.Value) *sheet.Cell {
	c := t.put(key, v)
	if !t.bare {
		c.Formula = strings.ReplaceAll(formula, thisRow, strconv.Itoa(t.row))
	}
	return c
}

// thisRow stands for the row's number in a formula that is made once for all rows of a table.
const thisRow = "\x00"

// here refers to a cell in the formula's own row, by thisRow.
func (t *table) here(key string) string { return "$" + sheet.ColName(t.at[key]) + thisRow }

// empty reports whether the table has no rows.
func (t *table) empty() bool { return t.end == t.head }

// last gives the last row that formulas refer to: of a table without rows, the blank one below the headings.
func (t *table) last() int { return max(t.end, t.head+1) }

// ref refers to a cell in the current row from within its own sheet: "$K5".
func (t *table) ref(key string) string {
	return "$" + sheet.At(t.row, t.at[key]).String()
}

// outer refers to a cell of the table from other sheets.
func (t *table) outer(key string, row int) string {
	before, ok := t.outside[key]
	if !ok {
		before = sheet.QuoteName(t.s.Name) + "!$" + sheet.ColName(t.at[key]) + "$"
		t.outside[key] = before
	}
	return before + strconv.Itoa(row)
}

// span refers to a whole column of the table from other sheets.
func (t *table) span(key string) string {
	return sheet.QuoteName(t.s.Name) + "!" + sheet.Rect(t.head+1, t.at[key], t.last(), t.at[key]).Abs()
}

// inner refers to a column of the table from within its own sheet, down to row last.
func (t *table) inner(key string, last int) string {
	return sheet.Rect(t.head+1, t.at[key], last, t.at[key]).Abs()
}

// link makes a link to a row of the table.
func (t *table) link(row int) *sheet.Extra {
	return &sheet.Extra{Link: sheet.QuoteName(t.s.Name) + "!" + sheet.At(row, 1).String()}
}

// finish sets filter, widths and print area once all rows are there. For a table without rows it returns nil and notes the sheet in
// leftOut.
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
	// Sources, hashes and codes at the right end are not printed: on paper they lead nowhere and only make the rest smaller.
	printed := shown
	for slices.Contains([]string{colFrom, "beside", "sha256", workbook.ColRule}, t.fields[printed-1].key) {
		printed--
	}
	t.s.Layout.Print.Area = sheet.Rect(1, 1, t.end, printed)
	// The lines above the table end where the print area does, or they would be cut off on paper.
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

// laptopWidth is the width of the widest table that fits a laptop's screen of 1366 pixels.
const laptopWidth = 180.0

// keepInView freezes the columns that say what a row is about if the table is wider than the screen and none are frozen yet.
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

// back makes the cell that leads back to the overview.
func (k *consolidated) back() sheet.Cell {
	return sheet.Cell{Role: sheet.WayBack, Value: sheet.Str(k.c.T("report.back")), Extra: &sheet.Extra{Link: sheet.QuoteName(k.c.T("tab.overview")) + "!A1"}}
}

// basis says what every sheet rests on: the day to judge by and the number of files received. The plan's hash, which nobody reads on paper,
// stands in the notes beside the overview.
func (k *consolidated) basis() string {
	return k.c.T("report.basis", "asof", k.day(k.l.AsOf), "files", len(k.l.Files))
}

// hashMark gives as much of a hash as people compare by eye: its first twelve digits; a dash if there is none.
func hashMark(sha string) string {
	if sha == "" {
		return "—"
	}
	return sha[:min(12, len(sha))]
}

func (k *consolidated) print(titles sheet.Span) sheet.Print {
	// An ampersand would begin a field in a footer.
	plain := strings.NewReplacer("&", "&&")
	return sheet.Print{
		Landscape: true, FitWidth: true, TitleRows: titles, CenterHorizontally: true,
		FooterLeft:   plain.Replace(k.l.Plan.Settings.County + "  " + k.period(k.l.Period)),
		FooterCenter: k.c.T("print.page"),
		FooterRight:  plain.Replace(k.c.T("report.as-of", "asof", k.day(k.l.AsOf))),
	}
}

// criterion gives the criterion by which COUNTIFS counts the cells equal to a label: ref, the cell that shows the label, or the escaped
// label itself if it is empty or holds characters that COUNTIFS would take for a pattern or a comparison.
func criterion(label, ref string) string {
	if label != "" && !strings.ContainsAny(label, "*?~<>=\"") {
		return ref
	}
	escaped := strings.NewReplacer("~", "~~", "*", "~*", "?", "~?", `"`, `""`).Replace(label)
	return `"=` + escaped + `"`
}

// inQuotes writes a text as a string literal of a formula.
func inQuotes(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
