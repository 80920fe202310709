package workbook

import (
	"math"
	"strings"
	"unicode"

	"duban/workbook/sheet"
)

// State of a datum.
type State uint8

const (
	Empty State = iota
	Good
	Open // 未明确: known to be undecided
	Bad  // something stands there that cannot be read; Fault says why
)

// Faults of a datum that is Bad.
const (
	FaultNumber   = "not-a-number"
	FaultPercent  = "not-a-percent"
	FaultDate     = "not-a-date"
	FaultChoice   = "not-a-choice"
	FaultBool     = "not-yes-or-no"
	FaultError    = "error-value"
	FaultUnstored = "formula-not-computed"
	FaultUnit     = "percent-for-number"
)

// Datum is one cell as it was understood. What cannot be understood is kept as it stood.
type Datum struct {
	Raw    sheet.Value
	Format sheet.Format
	State  State
	// Formula reports that the cell holds a formula, whose stored value was taken.
	Formula bool
	// Text is the cell's text: cleaned of edge spaces and control characters, numbers as digits, dates as 2024-09-30,
	// choices by their label.
	Text string
	// Num is the number of a NumberColumn or PercentColumn, 1 for a yes.
	Num  float64
	Date Date
	// Key is the key of a choice.
	Key  string
	List []string
	// Repairs are what had to be forgiven to read it.
	Repairs []Repair
	Fault   string
	Ref     sheet.Ref
}

// Filled reports whether the cell holds something readable.
func (d *Datum) Filled() bool { return d.State == Good }

// Record is one row of a table, as read.
type Record struct {
	Table *Table
	Row   int
	Data  []Datum // in the order of the form's columns
	// ID identifies the row: the texts of the form's ID columns, joined by a bar.
	ID string
}

var noDatum = Datum{}

// Get finds a cell by its column's key. It never fails: a column that is not there is an empty datum.
func (r *Record) Get(key string) *Datum {
	if i := r.Table.Form.Index(key); i >= 0 && i < len(r.Data) {
		return &r.Data[i]
	}
	return &noDatum
}

// Place is where a column's cell of this row stands; the row's first cell where the column is missing.
func (r *Record) Place(key string) Place {
	p := Place{File: r.Table.File, Sheet: r.Table.Sheet, Ref: sheet.At(r.Row, 1)}
	if i := r.Table.Form.Index(key); i >= 0 {
		if c := r.Table.Cols[i]; c > 0 {
			p.Ref.Col = c
		}
	}
	return p
}

// Table is a form's sheet as read from a workbook.
type Table struct {
	Form *Form
	File string
	// Sheet is the name of the sheet as found.
	Sheet string
	// HeadingRow is the row that holds the headings, 0 where none was found.
	HeadingRow int
	// Cols gives the sheet column of each of the form's columns, 0 for one that is missing.
	Cols []int
	// Unknown are columns with a heading that the form does not know.
	Unknown []Stray
	// Twice are columns whose heading stands there a second time; the first one counts.
	Twice   []Stray
	Records []*Record
	// Hidden and Protected repeat what the reader found.
	Protected bool
}

// Stray is a heading that found no place.
type Stray struct {
	Heading string
	Ref     sheet.Ref
}

// Place is the table's sheet.
func (t *Table) Place() Place { return Place{File: t.File, Sheet: t.Sheet} }

// Missing lists the form's columns that the sheet does not have.
func (t *Table) Missing() []*Column {
	var out []*Column
	for i := range t.Form.Columns {
		if t.Cols[i] == 0 {
			out = append(out, &t.Form.Columns[i])
		}
	}
	return out
}

// Find finds the first record with an id, nil where there is none.
func (t *Table) Find(id string) *Record {
	for _, r := range t.Records {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Reading is what a table's cells are read against.
type Reading struct {
	// Near is the date from which a missing year is taken.
	Near Date
	// Unit gives the unit of measure of a row's numbers; nil means none.
	Unit func(r *Record) string
	// KeepBlank keeps rows in which only the plan's columns are filled in.
	KeepBlank bool
}

// headingDepth is how far down a heading row is looked for: a cover text of forty lines is the most that was seen.
const headingDepth = 60

// FindSheet finds a form's sheet by its name, nil where there is none.
func FindSheet(f *Form, b *sheet.Book) *sheet.Sheet {
	for _, s := range b.Sheets {
		if name := fold(s.Name); name == fold(f.Sheet) {
			return s
		}
	}
	for _, s := range b.Sheets {
		name := fold(s.Name)
		for _, a := range f.Also {
			if name == fold(a) {
				return s
			}
		}
	}
	return nil
}

// ReadTable reads a form's table from a sheet. It is total: whatever stands there, a table comes back.
func ReadTable(f *Form, s *sheet.Sheet, file string, rd Reading) *Table {
	t := &Table{Form: f, File: file, Sheet: s.Name, Cols: make([]int, len(f.Columns)), Protected: s.Protected}
	t.findHeadings(s)
	if t.HeadingRow == 0 {
		return t
	}
	for i := range s.Rows {
		row := &s.Rows[i]
		if row.N <= t.HeadingRow {
			continue
		}
		if r := t.readRow(row, rd); r != nil {
			t.Records = append(t.Records, r)
		}
	}
	return t
}

// Score is how many of the form's columns a sheet's best heading row names: how a lost sheet is found again.
func Score(f *Form, s *sheet.Sheet) int {
	t := &Table{Form: f, Cols: make([]int, len(f.Columns))}
	return t.findHeadings(s)
}

func (t *Table) findHeadings(s *sheet.Sheet) int {
	headings := t.Form.headings()
	best, bestRow := 0, (*sheet.Row)(nil)
	cols := make([]int, len(t.Cols))
	for i := range s.Rows {
		row := &s.Rows[i]
		if row.N > headingDepth {
			break
		}
		clear(cols)
		if n := t.matchHeadings(headings, row, cols, nil); n > best {
			best, bestRow = n, row
		}
	}
	// One matching word may stand in any running text; two side by side do not, nor does a required heading by itself.
	if best < min(2, t.Form.typed()) && !(best == 1 && t.lone(headings, bestRow)) {
		return best
	}
	t.HeadingRow = bestRow.N
	t.matchHeadings(headings, bestRow, t.Cols, t)
	return best
}

// lone reports that a row holds a required heading and nothing else: a list of names needs no more.
func (t *Table) lone(headings headingIndex, row *sheet.Row) bool {
	n, required := 0, false
	for i := range row.Cells {
		if v := row.Cells[i].Value; !v.IsEmpty() {
			n++
			k := headings.find(v.String())
			required = k >= 0 && t.Form.Columns[k].Required
		}
	}
	return n == 1 && required
}

func (t *Table) matchHeadings(headings headingIndex, row *sheet.Row, cols []int, note *Table) int {
	n := 0
	for i := range row.Cells {
		c := &row.Cells[i]
		if c.Value.Kind != sheet.Text || c.Value.Text == "" {
			continue
		}
		at := sheet.At(row.N, c.Col)
		k := headings.find(c.Value.Text)
		switch {
		case k < 0:
			if note != nil {
				note.Unknown = append(note.Unknown, Stray{c.Value.Text, at})
			}
		case cols[k] != 0:
			if note != nil {
				note.Twice = append(note.Twice, Stray{c.Value.Text, at})
			}
		default:
			cols[k] = c.Col
			n++
		}
	}
	return n
}

// headingIndex finds columns by what their headings may look like. It is made once for a sheet.
type headingIndex map[string]int

func (f *Form) headings() headingIndex {
	h := make(headingIndex, 3*len(f.Columns))
	put := func(heading string, i int) {
		if k := foldHeading(heading); k != "" {
			if _, taken := h[k]; !taken {
				h[k] = i
			}
		}
	}
	// A column's own heading goes before another one's further names.
	for i := range f.Columns {
		put(f.Columns[i].Heading, i)
	}
	for i := range f.Columns {
		for _, a := range f.Columns[i].Also {
			put(a, i)
		}
	}
	return h
}

// find finds the column of a heading, with or without what stands behind it in brackets; -1 where there is none.
func (h headingIndex) find(text string) int {
	text = foldHeading(text)
	if i, ok := h[text]; ok {
		return i
	}
	if at := strings.IndexByte(text, '('); at > 0 {
		if i, ok := h[text[:at]]; ok {
			return i
		}
	}
	return -1
}

func (t *Table) readRow(row *sheet.Row, rd Reading) *Record {
	r := &Record{Table: t, Row: row.N, Data: make([]Datum, len(t.Cols))}
	any := false
	for i, col := range t.Cols {
		if col == 0 {
			continue
		}
		c := row.Cell(col)
		if c == nil {
			r.Data[i].Ref = sheet.At(row.N, col)
			continue
		}
		d := readCell(&t.Form.Columns[i], c, rd.Near)
		d.Ref = sheet.At(row.N, col)
		r.Data[i] = d
		if d.State != Empty && t.Form.Columns[i].Filled != Computed {
			any = true
		}
	}
	if !any {
		return nil
	}
	if rd.Unit != nil {
		unit := rd.Unit(r)
		for i := range r.Data {
			if t.Form.Columns[i].Type == NumberColumn {
				r.Data[i].readNumber(unit)
			}
		}
	}
	parts := make([]string, 0, len(t.Form.ID))
	for _, k := range t.Form.ID {
		parts = append(parts, r.Get(k).Text)
	}
	if r.ID = strings.Join(parts, "|"); strings.Trim(r.ID, "|") == "" {
		r.ID = ""
	}
	return r
}

func readCell(col *Column, c *sheet.Cell, near Date) Datum {
	d := Datum{Raw: c.Value, Format: c.Format, Formula: c.Formula != ""}
	switch {
	case c.Unstored:
		d.State, d.Fault = Bad, FaultUnstored
		return d
	case c.Value.Kind == sheet.Error:
		d.State, d.Fault, d.Text = Bad, FaultError, c.Value.Text
		return d
	}
	d.Text = cleanText(c)
	if d.Text == "" {
		return d
	}
	d.State = Good
	if IsOpenWord(d.Text) {
		d.State = Open
		return d
	}
	switch col.Type {
	case NumberColumn:
		d.readNumber("")
	case PercentColumn:
		d.readPercent()
	case DateColumn:
		d.readDate(near)
	case ChoiceColumn:
		key, ok := col.choice(d.Text)
		if !ok {
			d.State, d.Fault = Bad, FaultChoice
			return d
		}
		d.Key, d.Text = key, col.Label(key)
	case NamesColumn:
		d.List = SplitNames(d.Text)
	case BoolColumn:
		switch fold(d.Text) {
		case "是", "√", "✓", "yes", "y", "true", "1", "对":
			d.Num = 1
		case "否", "×", "no", "n", "false", "0", "不":
		default:
			d.State, d.Fault = Bad, FaultBool
		}
	}
	return d
}

// readNumber reads the datum's raw value as a number of a unit. It may be called again once the unit is known.
func (d *Datum) readNumber(unit string) {
	if d.State == Open || d.State == Empty || d.Fault == FaultError || d.Fault == FaultUnstored {
		return
	}
	d.State, d.Fault, d.Repairs, d.Num = Good, "", nil, 0
	switch d.Raw.Kind {
	case sheet.Number:
		d.Num = d.Raw.Num
		if d.Format == sheet.Percent {
			if fold(unit) != "%" {
				d.State, d.Fault, d.Num = Bad, FaultUnit, 0
				return
			}
			d.Num = round9(d.Num * 100)
		}
	case sheet.Text:
		n, repairs, ok := ParseNumber(d.Raw.Text, unit)
		if !ok {
			d.State, d.Fault = Bad, FaultNumber
			return
		}
		d.Num, d.Repairs = n, repairs
	default:
		d.State, d.Fault = Bad, FaultNumber
	}
}

func (d *Datum) readPercent() {
	switch d.Raw.Kind {
	case sheet.Number:
		if d.Num = d.Raw.Num; d.Format == sheet.Percent {
			d.Num = round9(d.Num * 100)
		}
	case sheet.Text:
		n, repairs, ok := ParsePercent(d.Raw.Text)
		if !ok {
			d.State, d.Fault = Bad, FaultPercent
			return
		}
		d.Num, d.Repairs = n, repairs
	default:
		d.State, d.Fault = Bad, FaultPercent
	}
}

// The days that a serial may stand for: 2000-01-01 to 2099-12-31. A task of a county has no other.
const firstSerial, lastSerial = 36526, 73050

func (d *Datum) readDate(near Date) {
	switch d.Raw.Kind {
	case sheet.Number:
		if day := math.Floor(d.Raw.Num); day >= firstSerial && day <= lastSerial {
			d.Date = Date(day)
			if d.Raw.Num != day {
				d.Repairs = []Repair{RepairTimeCut}
			}
			d.Text = d.Date.String()
			return
		}
	case sheet.Bool:
		d.State, d.Fault = Bad, FaultDate
		return
	}
	day, repairs, ok := ParseDate(d.Text, near)
	// A number such as 9.3 may be 9月3日 or 9月30日: what would have to be guessed is not read.
	if !ok || d.Raw.Kind == sheet.Number && d.Raw.Num < 19000101 {
		d.State, d.Fault = Bad, FaultDate
		return
	}
	d.Date, d.Repairs, d.Text = day, repairs, day.String()
}

// cleanText is a cell's text without edge spaces and control characters; numbers come as digits, and as a day where
// the cell shows one: programs turn a typed 2024-9-30 into a date in text columns too.
func cleanText(c *sheet.Cell) string {
	s := c.Value.String()
	if c.Value.Kind != sheet.Text {
		if day := math.Floor(c.Value.Num); c.Value.Kind == sheet.Number && c.Format == sheet.Date && day >= firstSerial && day <= lastSerial {
			return Date(day).String()
		}
		return s
	}
	clean := true
	for _, r := range s {
		if r < ' ' && r != '\n' || r == '\u200b' || r == '\ufeff' || r == 0x7f {
			clean = false
			break
		}
	}
	if !clean {
		s = strings.Map(func(r rune) rune {
			if r == '\t' {
				return ' '
			}
			if r != '\n' && unicode.IsControl(r) || r == '\u200b' || r == '\ufeff' {
				return -1
			}
			return r
		}, s)
	}
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\u3000' })
}

// IsOpenWord reports whether a cell says that its value is still to be decided.
func IsOpenWord(s string) bool {
	switch fold(s) {
	case "未明确", "待定", "待明确", "待确定", "undecided", "tbd":
		return true
	}
	return false
}

// SplitNames takes a list of names apart: 、 is the mark; commas, semicolons and line breaks are taken too.
func SplitNames(s string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,；;\n\r|", r) }) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// round9 is the nine decimals at which computed inputs enter a cell, so that programs agree on comparisons.
func round9(f float64) float64 {
	if math.Abs(f) > 1e15 {
		return f
	}
	return math.Round(f*1e9) / 1e9
}
