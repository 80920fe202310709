package sheet

import (
	"iter"
	"slices"
)

// Cell is one cell of a row.
type Cell struct {
	// Col counts from 1.
	Col    int
	Role   Role
	Format Format
	Align  Align
	// Shown says how people see a number that was read, if not as the number itself.
	Shown Shown
	// Unstored marks a formula that was read without a stored value: nobody has computed it yet.
	Unstored bool
	Value    Value
	// Formula is the formula without its "=", in A1 notation; Value is then the value stored for it.
	Formula string
	// Extra is nil for nearly every cell.
	Extra *Extra
}

// Extra is what only few cells have.
type Extra struct {
	// Link leads to a place in the same book, as "'任务进展'!A5", or to a web or file address.
	Link string
	// Note is shown when the pointer is over the cell.
	Note string
}

// Row is one row; rows without cells may be missing.
type Row struct {
	// N counts from 1.
	N int
	// Height is in points; 0 leaves it to the program that shows the sheet.
	Height  float64
	Outline uint8
	Hidden  bool
	// Cells are in ascending order of Col, each at most once.
	Cells []Cell
}

// Visibility of a sheet.
type Visibility uint8

const (
	Visible Visibility = iota
	Hidden
	VeryHidden // cannot be shown from the program's menus
)

// Sheet is one sheet of a book.
type Sheet struct {
	Name       string
	Visibility Visibility
	// Rows are in ascending order of N, each at most once.
	Rows []Row
	// Lay gives further rows that are not kept: a long table is laid out row by row while it is written, anew on each call. They are
	// in ascending order of N among Rows, and no merged range reaches into them. A row is valid until the next one. Only Each and
	// Fill look at them.
	Lay    iter.Seq[*Row]
	Merges []Range
	// HiddenColumns are those that a reader found hidden.
	HiddenColumns []Span
	// Protected says that a reader found the sheet protected.
	Protected bool
	// Layout says how the sheet is formatted for people. A reader leaves it nil.
	Layout *Layout
}

// Name is a defined name.
type Name struct {
	Name string
	// Refers is an absolute reference, as "参数!$B$3".
	Refers string
	// Sheet restricts the name to one sheet; empty means the whole book.
	Sheet string
}

// Book is one workbook.
type Book struct {
	Sheets []*Sheet
	Names  []Name
	// Title, Creator and Created (an Excel serial day, counted in whole days) are the document's own properties.
	Title   string
	Creator string
	Created float64
	// Custom are the custom document properties.
	Custom map[string]string
	// Active is the index of the sheet that shows first.
	Active int
	// Oddities are what a reader had to work around.
	Oddities []Oddity
}

// OddDate1904 is the code of an oddity: dates were counted from 1904 and were shifted if their format marks them as dates.
const OddDate1904 = "date-1904"

// Oddity is something that a reader met and handled, such as a wrong dimension or external links.
type Oddity struct {
	Code string
	Part string
	// For a cell's link that leads out of the workbook: the sheet and cell, its target, and how many more there are.
	Sheet string
	Ref   Ref
	Link  string
	More  int
}

// Sheet finds a sheet by name, nil if there is none.
func (b *Book) Sheet(name string) *Sheet {
	for _, s := range b.Sheets {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// Cells counts the cells of a book.
func (b *Book) Cells() (n int) {
	for _, s := range b.Sheets {
		for i := range s.Rows {
			n += len(s.Rows[i].Cells)
		}
	}
	return n
}

// Row finds a row by its number, nil when the sheet has none there.
func (s *Sheet) Row(n int) *Row {
	// Rows are mostly dense: look where the row is if none is missing, then search.
	if i := n - 1; i >= 0 && i < len(s.Rows) && s.Rows[i].N == n {
		return &s.Rows[i]
	}
	lo, hi := 0, len(s.Rows)
	for lo < hi {
		mid := (lo + hi) / 2
		if s.Rows[mid].N < n {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(s.Rows) && s.Rows[lo].N == n {
		return &s.Rows[lo]
	}
	return nil
}

// Cell finds a cell, nil when the row has none there.
func (r *Row) Cell(col int) *Cell {
	if r == nil {
		return nil
	}
	if i := col - 1; i >= 0 && i < len(r.Cells) && r.Cells[i].Col == col {
		return &r.Cells[i]
	}
	for i := range r.Cells {
		if r.Cells[i].Col == col {
			return &r.Cells[i]
		}
	}
	return nil
}

// Each gives all rows in order, including those of Lay.
func (s *Sheet) Each() iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		i, going := 0, true
		if s.Lay != nil {
			s.Lay(func(r *Row) bool {
				for ; going && i < len(s.Rows) && s.Rows[i].N < r.N; i++ {
					going = yield(&s.Rows[i])
				}
				going = going && yield(r)
				return going
			})
		}
		for ; going && i < len(s.Rows); i++ {
			going = yield(&s.Rows[i])
		}
	}
}

// fill keeps the rows of Lay, for whoever looks at single cells.
func (s *Sheet) fill() {
	if s.Lay == nil {
		return
	}
	var rows []Row
	for r := range s.Each() {
		own := *r
		own.Cells = slices.Clone(r.Cells)
		rows = append(rows, own)
	}
	s.Rows, s.Lay = rows, nil
}

// Fill keeps the rows of all sheets.
func (b *Book) Fill() *Book {
	for _, s := range b.Sheets {
		s.fill()
	}
	return b
}

// Value is the value in a column of the row, blank if there is no cell.
func (r *Row) Value(col int) Value {
	if c := r.Cell(col); c != nil {
		return c.Value
	}
	return Value{}
}

// Cell finds a cell by its place, nil when there is none.
func (s *Sheet) Cell(ref Ref) *Cell { return s.Row(ref.Row).Cell(ref.Col) }

// Value is the value at a place, blank when there is no cell.
func (s *Sheet) Value(ref Ref) Value { return s.Row(ref.Row).Value(ref.Col) }

// Put stores a cell at its place, and adds its row if that is missing. It returns the cell for further changes.
func (s *Sheet) Put(ref Ref, c Cell) *Cell {
	return s.ensureRow(ref.Row).Put(ref.Col, c)
}

// Put stores a cell of the row at its place, and returns it for further changes.
func (r *Row) Put(col int, c Cell) *Cell {
	c.Col = col
	at := len(r.Cells)
	for at > 0 && r.Cells[at-1].Col >= col {
		at--
	}
	if at < len(r.Cells) && r.Cells[at].Col == col {
		r.Cells[at] = c
		return &r.Cells[at]
	}
	r.Cells = append(r.Cells, Cell{})
	copy(r.Cells[at+1:], r.Cells[at:])
	r.Cells[at] = c
	return &r.Cells[at]
}

// SetHeight sets a row's height in points.
func (s *Sheet) SetHeight(n int, points float64) { s.ensureRow(n).Height = points }

func (s *Sheet) ensureRow(n int) *Row {
	if r := s.Row(n); r != nil {
		return r
	}
	at := len(s.Rows)
	for at > 0 && s.Rows[at-1].N > n {
		at--
	}
	s.Rows = append(s.Rows, Row{})
	copy(s.Rows[at+1:], s.Rows[at:])
	s.Rows[at] = Row{N: n}
	return &s.Rows[at]
}

// LastRow is the number of the last row that holds a cell, 0 for an empty sheet.
func (s *Sheet) LastRow() int {
	for i := len(s.Rows) - 1; i >= 0; i-- {
		if len(s.Rows[i].Cells) > 0 {
			return s.Rows[i].N
		}
	}
	return 0
}

// LastCol is the number of the rightmost column that holds a cell, 0 for an empty sheet.
func (s *Sheet) LastCol() int {
	last := 0
	for _, r := range s.Rows {
		if n := len(r.Cells); n > 0 && r.Cells[n-1].Col > last {
			last = r.Cells[n-1].Col
		}
	}
	return last
}
