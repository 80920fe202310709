package workbook

import (
	"hash/fnv"
	"iter"
	"slices"
	"strconv"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// A consolidated workbook is itself a return one level up: a prefecture takes the ledgers of its counties as a county takes the returns
// of its bureaus, and a province those of its prefectures. Of a ledger the task rows and the list of problems are taken. What bureaus
// reported under a task stays behind and can be reached through the sources.

// KindConsolidated is what a consolidated workbook calls itself.
const KindConsolidated = "consolidated"

// Keys of the sheets that are read of a consolidated workbook, and of those of their columns that no returned sheet has.
const (
	FormLedger  = "ledger"
	FormAreas   = "areas"
	FormSources = "sources"

	ColCompletion = "completion"
	ColElapsed    = "elapsed"
	ColExpected   = "expected"
	ColGap        = "gap"
	ColLight      = "light"
	ColClass      = "class"
	ColDeadline   = "deadline"
	ColDaysLate   = "days-late"
	ColBelow      = "below" // who reports on the task, one level down
	ColRaisedDown = "raised-below"
	ColVerified   = "verified" // what was verified, in words
	ColTaskRow    = "count-task"
	ColAreaOf     = "count-area"
	ColClassOf    = "count-class"
	ColTasks      = "tasks"

	ColSourceForm = "form"
	ColRowID      = "row-id"
	ColSheet      = "sheet"
	ColCell       = "cell"
	ColReceipt    = "receipt"
	ColSHA256     = "sha256"
	ColDepth      = "depth" // 1 for the files received here, 2 for those received one level down …
)

// Keys of a consolidated workbook's identity sheet besides those that every workbook has.
const (
	identityAsOf   = "as-of"
	identityMarked = "marked" // the ledger's columns with marked cells, in order; for another sheet "marked-<form>"
)

// Statuses of a ledger row that carries nothing that counts.
const (
	NotReported = "not-reported"
	HeldBack    = "sent-back"
)

// LedgerForms are the sheets that are read of a consolidated workbook.
type LedgerForms struct {
	Ledger, Areas, Sources, Problems *Form
	// NoArea are the ways to write the area of tasks without one, Total those of the line that sums all areas.
	NoArea, Total []string
	// Unverified are the ways to write the light of what waits to be verified.
	Unverified []string
	// Signs recognise the lights by the sign before their names, which counties choose freely.
	Signs map[Light][]string
}

// LedgerReturn is a consolidated workbook that came from the level below.
type LedgerReturn struct {
	// County is the county's name for itself.
	County string
	// AsOf is the day as of which it was merged, 0 if that is lost.
	AsOf  calendar.Date
	Table *Table
	Areas *Table
	Forms *LedgerForms
	// Place is the ledger's sheet, or only the file if it has none.
	Place Place
	// Problems is the list of problems, nil if there is none.
	Problems *Table
	// Marks are those of the rows of the ledger and of the list of problems, by form key.
	Marks map[string]*RowMarks
	// Sources says where the ledger's values came from, by folded task number.
	Sources map[string][]Hop
	// HasSources says that the sheet of sources is there.
	HasSources bool
}

// Whole reports whether the ledger's sheet is there with its headings and every column needed to read it.
func (l *LedgerReturn) Whole() bool { return l.Table.whole() }

func (t *Table) whole() bool {
	return t != nil && t.HeadingRow > 0 && !slices.ContainsFunc(t.Missing(), func(c *Column) bool { return c.Required })
}

// LedgerTask is what a ledger of the level below says of one of its tasks.
type LedgerTask struct {
	// Number is the task's number below, Order its place in that ledger.
	Number                           string
	Order                            int
	Area, Title, Goal                string
	Measure, Unit                    string
	Below                            string
	Due                              calendar.Date
	Target, Done                     Amount
	Completion, Elapsed, Expected    Amount
	DaysLate                         Amount
	Finished, Unassigned, StatusOnly bool
	// NoStatus says that the level below gives no status, as of a task that a group leads or that nobody was given.
	NoStatus bool
	// Verified says in words what the level below verified of the task, and beside what it reported.
	Verified string
	// Unverified says that the task was reported and waits to be verified by the level below.
	Unverified bool
	// Class and Light are keys of the choices that the level below worked out; they are shown if nothing else is known.
	Class string
	Light Light
	// Chain says where its values came from, level by level downwards.
	Chain []Hop
}

// Hop is a cell of a file that was received some levels below.
type Hop struct {
	// Depth is 1 for files received here, 2 for files received where a file of depth 1 was made, and so on.
	Depth  int
	Form   string
	Row    string
	Bureau string
	Period string
	File   string
	Sheet  string
	Cell   string
	SHA256 string
	// Receipt is the name of the receipt at the place where the file was received.
	Receipt string
}

// own gives a hop copies of its strings, as Record.own does for a row.
func (h *Hop) own() {
	for _, s := range []*string{&h.Form, &h.Row, &h.Bureau, &h.Period, &h.File, &h.Sheet, &h.Cell, &h.SHA256, &h.Receipt} {
		*s = strings.Clone(*s)
	}
}

// RowMarks holds the marks of a sheet's row cells as they were written.
type RowMarks struct {
	// Columns are the keys of the marked columns: those that the sheet was written with.
	Columns []string
	// Rows gives the marks by row number and column key.
	Rows map[string]map[string]string
	// Since gives, for a problem's number, the period in which it was raised.
	Since map[string]calendar.Period
	// numbers gives row numbers as they were written, by their folded form.
	numbers map[string]string
}

// MarksOf gives the marks of a sheet; they are empty if it has none.
func (l *LedgerReturn) MarksOf(form string) *RowMarks {
	if m := l.Marks[form]; m != nil {
		return m
	}
	return &RowMarks{}
}

// Written gives a row's number as it was written: somebody may have retyped it in another case on the way. An unknown number is returned
// as it is.
func (m *RowMarks) Written(id string) string {
	if w, ok := m.numbers[Fold(id)]; ok {
		return w
	}
	return id
}

// CellMark gives a short mark of a cell's content, which tells an edited cell however a program saved it.
func CellMark(v sheet.Value) string {
	text := ""
	switch v.Kind {
	case sheet.Number:
		text = strconv.FormatFloat(round9(v.Num), 'f', -1, 64)
	default:
		text = Fold(v.String())
	}
	h := fnv.New32a()
	h.Write([]byte(text))
	return strconv.FormatUint(uint64(h.Sum32()&0xFFFF|0x10000), 16)[1:]
}

// MarkedColumns lists the columns of a sheet whose cells are marked: all that people may overwrite.
func MarkedColumns(f *Form) []string {
	var out []string
	for i := range f.Columns {
		if c := &f.Columns[i]; c.Filled != Computed {
			out = append(out, c.Key)
		}
	}
	return out
}

// WorkedOut reports whether a marked column of the ledger holds formulas; in any other column a formula was typed over a merged value.
func WorkedOut(key string) bool { return key == ColClass || key == ColLight || key == ColDaysLate }

// LedgerIdentity yields the lines that identify a consolidated workbook: keys and values, and for each row of the sheets that are read
// one level up its number and the marks of its cells. As there are as many lines as the county has tasks, each is made when it is asked
// for.
func LedgerIdentity(p *Plan, per calendar.Period, asOf calendar.Date, lang string, sheets []MarkedSheet) iter.Seq[[]string] {
	head := [][]string{
		{IdentityMark},
		{IdentityKind, KindConsolidated},
		{IdentityForm, strconv.Itoa(FormVersion)},
		{IdentityPlan, p.Settings.PlanID},
		{IdentityPlanSHA, p.SHA256},
		{IdentityBureau, p.Settings.County},
		{IdentityPeriod, per.String()},
		{IdentityLang, lang},
		{identityAsOf, asOf.String()},
	}
	return func(yield func([]string) bool) {
		for _, line := range head {
			if !yield(line) {
				return
			}
		}
		for _, s := range sheets {
			columns := MarkedColumns(s.Form)
			if !yield([]string{markedKey(s.Form.Key), strings.Join(columns, ",")}) {
				return
			}
			for r := range s.Rows {
				if !yield(r.line(s.Form, columns)) {
					return
				}
			}
		}
	}
}

// line gives a row's line with the marks of its cells.
func (r *MarkedRow) line(f *Form, columns []string) []string {
	marks := make([]string, len(columns))
	for i, key := range columns {
		marks[i] = CellMark(r.Values[key])
	}
	line := []string{IdentityRow, f.Key, strconv.Itoa(r.Row), r.ID, strings.Join(marks, "")}
	if !r.Since.IsZero() {
		line = append(line, r.Since.String())
	}
	return line
}

// markedKey gives the key of the line that names a sheet's marked columns.
func markedKey(form string) string {
	if form == FormLedger {
		return identityMarked
	}
	return identityMarked + "-" + form
}

// MarkedSheet is a sheet of a consolidated workbook with the rows whose cells are marked.
type MarkedSheet struct {
	Form *Form
	Rows iter.Seq[MarkedRow]
}

// MarkedRow is a row of a MarkedSheet.
type MarkedRow struct {
	ID     string
	Row    int
	Values map[string]sheet.Value
	// Since is the period in which a problem was raised; zero for other rows.
	Since calendar.Period
}

// markWidth is the number of digits of a mark.
const markWidth = 4

// isLedger recognises a consolidated workbook: by its identity sheet, or else by its ledger.
func (r *Return) isLedger(book *sheet.Book, forms *LedgerForms) bool {
	kind := r.Identity.Kind
	if !r.Identity.Whole {
		kind = book.Custom[IdentityKind]
	}
	if kind != "" {
		return kind == KindConsolidated
	}
	return forms.find(forms.Ledger, book) != nil
}

// find finds a sheet of a consolidated workbook, by name or by its headings.
func (f *LedgerForms) find(form *Form, book *sheet.Book) *sheet.Sheet {
	if s := FindSheet(form, book); s != nil {
		return s
	}
	for _, s := range book.Sheets {
		if s.Visibility == sheet.Visible && headingsFound(form, s) >= form.most() {
			return s
		}
	}
	return nil
}

// Wants reports, from the first rows of a sheet of a consolidated workbook, whether readLedger may need its other rows.
func (f *LedgerForms) Wants(s *sheet.Sheet) bool {
	alone := &sheet.Book{Sheets: []*sheet.Sheet{s}}
	named := func(form *Form) bool { return f.find(form, alone) != nil }
	return isIdentity(s) || FindSheet(f.Sources, alone) != nil || slices.ContainsFunc([]*Form{f.Ledger, f.Areas, f.Problems}, named)
}

// readLedger reads a consolidated workbook of the level below.
func (r *Return) readLedger(book *sheet.Book, plan *Plan, forms *LedgerForms) {
	l := &LedgerReturn{Forms: forms, Place: Place{File: r.File}, Marks: map[string]*RowMarks{}, Sources: map[string][]Hop{}}
	r.Ledger, r.Identity.Kind = l, KindConsolidated
	l.County = r.Identity.Bureau
	period, asOf := r.Identity.Period, ""
	if r.Identity.Whole {
		asOf = l.readMarks(book)
	} else {
		l.County, period, asOf = book.Custom[IdentityBureau], book.Custom[IdentityPeriod], book.Custom[identityAsOf]
		r.note("ledger-identity-lost", Place{File: r.File})
	}
	l.AsOf, _ = calendar.ParseISO(asOf)
	s := forms.find(forms.Ledger, book)
	title := ""
	if s != nil {
		l.Place.Sheet = s.Name
		title = titleOf(s)
	}
	if l.County == "" {
		l.County = countyIn(title, plan)
	}
	r.Bureau = plan.Directory.Sender(l.County)
	var ok bool
	if r.Period, ok = calendar.ParsePeriod(period); !ok {
		r.Period = periodIn(title)
	}
	if s == nil {
		return
	}
	reading := Reading{Near: plan.Settings.DocDate}
	if !r.Period.IsZero() {
		reading.Near = r.Period.Last()
	}
	l.Table = ReadTable(forms.Ledger, s, r.File, reading)
	l.Table.taskRows()
	r.Tables[FormLedger] = l.Table
	if s := forms.find(forms.Areas, book); s != nil {
		l.Areas = ReadTable(forms.Areas, s, r.File, reading)
	}
	if s := forms.find(forms.Problems, book); s != nil {
		l.Problems = ReadTable(forms.Problems, s, r.File, reading)
		r.Tables[FormProblems] = l.Problems
	}
	if s := FindSheet(forms.Sources, book); s != nil {
		l.HasSources = true
		l.readSources(ReadTable(forms.Sources, s, r.File, reading))
	}
}

// readMarks reads what the identity sheet says of the rows of the other sheets, and gives the as-of day of the merge as text.
func (l *LedgerReturn) readMarks(book *sheet.Book) (asOf string) {
	for _, s := range book.Sheets {
		if !isIdentity(s) {
			continue
		}
		for i := range s.Rows {
			text := func(col int) string {
				if c := s.Rows[i].Cell(col); c != nil {
					return c.Value.String()
				}
				return ""
			}
			switch key := text(1); key {
			case identityAsOf:
				asOf = text(2)
			case markedKey(FormLedger), markedKey(FormProblems):
				form := FormLedger
				if key != markedKey(form) {
					form = FormProblems
				}
				l.Marks[form] = &RowMarks{Columns: strings.Split(text(2), ","), Rows: map[string]map[string]string{}, Since: map[string]calendar.Period{}, numbers: map[string]string{}}
			case IdentityRow:
				l.Marks[text(2)].read(text(4), text(5), text(6))
			}
		}
		return asOf
	}
	return asOf
}

// read records the marks of a row, unless they do not fit the columns.
func (m *RowMarks) read(id, marks, since string) {
	if m == nil || len(marks) != markWidth*len(m.Columns) {
		return
	}
	row := map[string]string{}
	for i, key := range m.Columns {
		row[key] = marks[markWidth*i : markWidth*(i+1)]
	}
	m.Rows[id], m.numbers[Fold(id)] = row, id
	if p, ok := calendar.ParsePeriod(since); ok {
		m.Since[id] = p
	}
}

// taskRows keeps only the rows of a ledger that are tasks of the level above, not the lines of bureaus below them nor headings. The hidden
// column says which these are. If that column is lost, or does not know a row because it was added by hand, a number's first row is the
// task's. A row counts as a bureau's line only if its hidden columns have content, whatever its number.
func (t *Table) taskRows() {
	there := func(key string) bool { return t.Cols[t.Form.Index(key)] > 0 }
	told, counted := there(ColTaskRow), there(ColAreaOf) && there(ColClassOf)
	seen := map[string]bool{}
	if told {
		for _, r := range t.Records {
			if r.countsTask() {
				seen[Fold(r.ID)] = true
			}
		}
	}
	t.Records = slices.DeleteFunc(t.Records, func(r *Record) bool {
		if told && r.countsTask() {
			return false
		}
		says := r.Get(ColClass).State != Empty || r.Get(ColLight).State != Empty || r.Get(ColStatus).State != Empty
		if r.ID == "" {
			return !says
		}
		first := !seen[Fold(r.ID)]
		seen[Fold(r.ID)] = true
		byHand := told && counted && r.Get(ColAreaOf).State == Empty && r.Get(ColClassOf).State == Empty
		return !first && !byHand || !says
	})
}

// countsTask reports whether the hidden column of a ledger's row counts it as a task.
func (r *Record) countsTask() bool { return r.Get(ColTaskRow).Raw.Num == 1 }

// titleOf gives the text above a table's headings.
func titleOf(s *sheet.Sheet) string {
	for i := range s.Rows {
		for j := range s.Rows[i].Cells {
			if c := &s.Rows[i].Cells[j]; c.Value.Kind == sheet.Text && strings.TrimSpace(c.Value.Text) != "" {
				return c.Value.Text
			}
		}
	}
	return ""
}

// countyIn gives the only bureau of the plan that a title names; empty if it names none or several.
func countyIn(title string, plan *Plan) string {
	if named := plan.Directory.Mentioned(title); len(named) == 1 {
		return named[0].Name
	}
	return ""
}

// periodIn gives the period that a title names in brackets.
func periodIn(title string) calendar.Period {
	for _, part := range strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune("（）()　 ", r) }) {
		if p, ok := calendar.ParsePeriod(part); ok {
			return p
		}
	}
	return calendar.Period{}
}

func (l *LedgerReturn) readSources(t *Table) {
	for _, r := range t.Records {
		h := Hop{Depth: 1, Form: r.Get(ColSourceForm).Text, Row: r.Get(ColRowID).Text, Bureau: r.Get(ColBureau).Text, Period: r.Get(ColPeriod).Text,
			File: r.Get(ColFile).Text, Sheet: r.Get(ColSheet).Text, Cell: r.Get(ColCell).Text, SHA256: r.Get(ColSHA256).Text, Receipt: r.Get(ColReceipt).Text}
		if d := r.Get(ColDepth); d.Filled() {
			h.Depth = int(d.Num)
		}
		id := Fold(r.Get(ColTask).Text)
		l.Sources[id] = append(l.Sources[id], h)
	}
}
