package workbook

import (
	"slices"
	"strings"

	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// Record is one row of a table, as read.
type Record struct {
	Table *Table
	Row   int
	// data holds the non-empty cells, in the order of the form's columns.
	data []Datum
	// ID identifies the row: the texts of the form's ID columns, joined by "|".
	ID string
}

var noDatum = Datum{}

// cell gives a column's cell as it was read.
func (r *Record) cell(key string) sheet.Cell {
	d := r.Get(key)
	return sheet.Cell{Value: d.Raw, Format: d.Format, Shown: d.Shown, Formula: d.Formula(), Unstored: d.Fault() == FaultUnstored}
}

// Get finds a cell by its column's key. It never fails: a missing column gives an empty datum.
func (r *Record) Get(key string) *Datum { return r.At(r.Table.Form.Index(key)) }

// At finds a cell by the index of its column in the form; a cell that was not read is an empty datum.
func (r *Record) At(i int) *Datum {
	if k, ok := r.find(i); ok {
		return &r.data[k]
	}
	return &noDatum
}

// find gives the index in data of a column's cell, or the index at which it would be inserted.
func (r *Record) find(i int) (int, bool) {
	// The search starts where the cell would be if no cell were empty.
	k := min(i+1, len(r.data))
	for k > 0 && int(r.data[k-1].col) >= i {
		k--
	}
	return k, k < len(r.data) && int(r.data[k].col) == i
}

// set stores a cell as a column's.
func (r *Record) set(i int, d Datum) {
	_ = r.Table.Form.Columns[i] // panics if the form lacks the column, which is a mistake in the program
	d.col = uint16(i)
	if k, ok := r.find(i); ok {
		r.data[k] = d
	} else {
		r.data = slices.Insert(r.data, k, d)
	}
}

// column gives the form's column of one of the row's cells.
func (r *Record) column(d *Datum) *Column { return &r.Table.Form.Columns[d.col] }

// Place gives the place of a column's cell in this row, or of the row's first cell if the sheet lacks the column.
func (r *Record) Place(key string) Place {
	return Place{File: r.Table.File, Sheet: r.Table.Sheet, Ref: sheet.At(r.Row, columnAt(r.Table.Form, r.Table.Cols, key))}
}

// columnAt gives the sheet's column for a column of a form, 1 if the sheet lacks it; cols is as in Table.Cols.
func columnAt(f *Form, cols []int, key string) int {
	if i := f.Index(key); i >= 0 && cols[i] > 0 {
		return cols[i]
	}
	return 1
}

// Table is a form's sheet as read from a workbook.
type Table struct {
	Form *Form
	File string
	// Sheet is the name of the sheet as found.
	Sheet string
	// HeadingRow is the row that holds the headings, 0 if none was found.
	HeadingRow int
	// Blank says that the sheet is empty.
	Blank bool
	// Cols gives the sheet column of each of the form's columns, 0 for one that is missing.
	Cols []int
	// Unknown lists the columns with a heading that the form does not know.
	Unknown []Stray
	// Twice lists the columns whose heading occurs a second time; the first one counts.
	Twice   []Stray
	Records []*Record
	// Nameless lists cells among or below the rows in a column without a heading; their text is the first one's.
	Nameless []Stray
	// Above lists rows above the headings that look like entries, as when the headings were sorted in with them. They are not read.
	Above []*Record
}

// Stray is a column of the sheet, or a cell, that no column of the form was found for.
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

// Find finds the first record with an id, nil if there is none.
func (t *Table) Find(id string) *Record {
	for _, r := range t.Records {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Reading says how a table's cells are read.
type Reading struct {
	// Near is the date by which a missing year is chosen.
	Near calendar.Date
	// Unit gives the unit of measure of a row's numbers; nil means none.
	Unit func(r *Record) string
	// Since1904 says that the workbook counts days from 1904: then a serial without a date format means nothing.
	Since1904 bool
	// Merged asks for merged cells to get the meaning that they can have; otherwise all but the first are blank.
	Merged bool
	// Known reports whether a row id was issued: such a row counts wherever it stands.
	Known func(f *Form, id string) bool
}

// ReadTable reads a form's table from a sheet. It never fails: whatever the sheet holds, a table comes back.
func ReadTable(f *Form, s *sheet.Sheet, file string, rd Reading) *Table {
	t := &Table{Form: f, File: file, Sheet: f.Sheet, Blank: s.LastRow() == 0, Cols: make([]int, len(f.Columns))}
	if s.Name != f.Sheet {
		t.Sheet = strings.Clone(s.Name) // the sheet's own name shares memory with the file as read
	}
	t.findHeadings(s)
	if t.HeadingRow == 0 {
		return t
	}
	headed := t.headed()
	work := make([]Datum, 0, len(t.Cols))
	for i := range s.Rows {
		row := &s.Rows[i]
		if row.N == t.HeadingRow {
			continue
		}
		r := t.readRow(row, &rd, work)
		switch {
		case row.N > t.HeadingRow:
			t.strayCells(row, headed)
			if r != nil {
				t.Records = append(t.Records, r)
			}
		case r == nil:
		case rd.Known != nil && r.ID != "" && rd.Known(f, r.ID):
			t.Records = append(t.Records, r)
		case r.looksTyped() && !banded(s, row.N):
			t.Above = append(t.Above, r)
		}
	}
	if rd.Merged {
		t.readMerged(s, &rd)
	}
	if rd.Unit != nil {
		for _, r := range t.Records {
			r.measure(rd.Unit(r))
		}
	}
	return t
}

// banded reports whether a row holds titles or bands, which reach over several columns, rather than entries.
func banded(s *sheet.Sheet, row int) bool {
	return slices.ContainsFunc(s.Merges, func(m sheet.Range) bool {
		return m.First.Row <= row && row <= m.Last.Row && m.First.Col < m.Last.Col
	})
}

// headed gives the sheet's columns that have a heading, known or not.
func (t *Table) headed() map[int]bool {
	cols := map[int]bool{}
	for _, c := range t.Cols {
		cols[c] = true
	}
	for _, list := range [][]Stray{t.Unknown, t.Twice} {
		for _, s := range list {
			cols[s.Ref.Col] = true
		}
	}
	return cols
}

func (t *Table) strayCells(row *sheet.Row, headed map[int]bool) {
	for i := range row.Cells {
		if c := &row.Cells[i]; !headed[c.Col] && cleanText(c) != "" {
			t.Nameless = append(t.Nameless, Stray{cleanText(c), sheet.At(row.N, c.Col)})
		}
	}
}

// readRow reads a row; nil if it holds nothing but computed cells. work is scratch space for its cells.
func (t *Table) readRow(row *sheet.Row, rd *Reading, work []Datum) *Record {
	any := false
	for i, col := range t.Cols {
		if col == 0 {
			continue
		}
		c := row.Cell(col)
		if c == nil || c.Value.IsBlank() && c.Formula == "" && !c.Unstored {
			continue
		}
		d := readCell(&t.Form.Columns[i], c, rd)
		d.col = uint16(i)
		work = append(work, d)
		if d.State != Empty && t.Form.Columns[i].Filled != Computed {
			any = true
		}
	}
	if !any {
		return nil
	}
	r := &Record{Table: t, Row: row.N, data: slices.Clone(work)}
	r.identify()
	return r
}

// identify sets the row's ID from its cells.
func (r *Record) identify() {
	parts := make([]string, 0, len(r.Table.Form.ID))
	for _, k := range r.Table.Form.ID {
		parts = append(parts, r.Get(k).Text)
	}
	if r.ID = strings.Join(parts, "|"); strings.Trim(r.ID, "|") == "" {
		r.ID = ""
	}
}

// measure reads the row's numbers as counted in a unit.
func (r *Record) measure(unit string) {
	for i := range r.data {
		if d := &r.data[i]; r.column(d).Type == NumberColumn && d.Fault() != FaultMerged {
			d.readNumber(unit)
		}
	}
}

// looksTyped tells an entry from a title: the bureau's columns hold more than two values, or two of which one is readable and not just
// text.
func (r *Record) looksTyped() bool {
	n, readable := 0, false
	for i := range r.data {
		d := &r.data[i]
		if col := r.column(d); col.Filled == ByBureau && d.State != Empty {
			n++
			readable = readable || col.Type != TextColumn && col.Type != NamesColumn && d.State == Good
		}
	}
	return n > 2 || n == 2 && readable
}
