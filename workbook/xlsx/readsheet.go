package xlsx

import (
	"errors"
	"strconv"

	"duban/workbook/sheet"
)

// sheetReader is the state of reading one sheet part.
type sheetReader struct {
	*reader
	into *sheet.Sheet
	// each gets the rows one by one and returns whether it wants more; if nil, rows are collected in the sheet.
	each func(*sheet.Row) bool
	// unwanted says that what is read of the sheet is not kept.
	unwanted bool
	// row is the number of the row last opened, col that of the cell last opened in it.
	row, col int
	// start is the index in the slab at which the cells of the row begin.
	start int
	// shared holds the formulas that others refer to by number, arrays those that fill more cells than their own.
	shared map[int]formulaGroup
	arrays []arrayFormula
	// links are the cells' links that lead out of the workbook by a relationship.
	links []cellLink
}

// arrayFormula is a formula that fills a range; in the file the other cells of the range look typed.
type arrayFormula struct {
	over sheet.Range
	text string
}

// errEnough says that no more rows of a sheet are wanted.
var errEnough = errors.New("no more rows are wanted")

func (r *reader) readSheet(part string, into *sheet.Sheet, each func(*sheet.Row) bool) error {
	if err := r.openSheet(part); err != nil {
		return err
	}
	s := &sheetReader{reader: r, into: into, each: each}
	l := &r.lexer
	seen := false
	err := r.children(func() (err error) {
		if l.ns != nsMain {
			return nil
		}
		switch string(l.local) {
		case "sheetData":
			if seen {
				return damaged(part, damagedElement, "element", "sheetData")
			}
			seen = true
			return s.readRows()
		case "cols":
			return r.children(s.readColumns)
		case "mergeCells":
			return r.children(s.readMerge)
		case "hyperlinks":
			return r.children(s.readLink)
		case "sheetProtection":
			into.Protected, err = r.flag("sheet", false)
		case "row", "c":
			return damaged(part, damagedElement, "element", string(l.local))
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(s.links) > 0 {
		s.sayLinks(part)
	}
	if each == nil {
		s.keepRows()
	}
	return nil
}

// keepRows gives the sheet its rows, and their place to those of the next sheet.
func (s *sheetReader) keepRows() {
	s.into.Rows = append([]sheet.Row(nil), s.rows...)
	clear(s.rows)
	s.rows = s.rows[:0]
}

// readColumns records which columns are hidden; adjacent ranges are joined.
func (s *sheetReader) readColumns() error {
	if !s.lexer.is("col") {
		return nil
	}
	hidden, err := s.flag("hidden", false)
	if err != nil {
		return err
	}
	if width, ok := s.lexer.attr("width"); ok && string(width) == "0" {
		hidden = true
	}
	first, err := s.number("min", 0)
	if err != nil {
		return err
	}
	last, err := s.number("max", first)
	if err != nil {
		return err
	}
	if first < 1 || last < first || first > sheet.MaxCols {
		return s.bad(damagedAttribute, "name", "col")
	}
	if !hidden {
		return nil
	}
	last = min(last, sheet.MaxCols) // some programs count one too far
	if n := len(s.into.HiddenColumns); n > 0 && s.into.HiddenColumns[n-1].Last == first-1 {
		s.into.HiddenColumns[n-1].Last = last
		return nil
	}
	s.into.HiddenColumns = append(s.into.HiddenColumns, sheet.Span{First: first, Last: last})
	return nil
}

func (s *sheetReader) readMerge() error {
	if !s.lexer.is("mergeCell") {
		return nil
	}
	ref, err := s.attrText("ref")
	if err != nil {
		return err
	}
	over, ok := sheet.ParseRange(ref)
	if !ok {
		return s.bad(damagedReference, "value", ref)
	}
	s.into.Merges = append(s.into.Merges, over)
	return nil
}

func (s *sheetReader) bad(reason string, pairs ...string) error {
	return damaged(s.lexer.part, reason, append(pairs, "sheet", s.into.Name)...)
}

// stray judges an element where only rows or cells belong. The format's own elements are a fault, as rows could hide in them; a
// vendor's are skipped and noted.
func (s *sheetReader) stray() error {
	l := &s.lexer
	switch {
	case l.ns == nsMain && string(l.local) == "extLst":
	case l.ns == nsForeign && string(l.local) != "AlternateContent":
		s.odd(OddForeign, l.part)
	default:
		return s.bad(damagedElement, "element", string(l.local))
	}
	if !l.skip() {
		return s.fault()
	}
	return nil
}

// readRows reads the rows of the sheet, whose start tag was just read.
func (s *sheetReader) readRows() error {
	l := &s.lexer
	for {
		switch l.next() {
		case lexStart:
			var err error
			if l.is("row") {
				err = s.readRow()
			} else {
				err = s.stray()
			}
			if err != nil {
				return err
			}
		case lexText:
			if !allSpace(l.raw) {
				l.fail(damagedElement)
				return s.fault()
			}
		case lexEnd:
			return nil
		default:
			return s.fault()
		}
	}
}

// rowStart reads the attributes of a row.
func (s *sheetReader) rowStart() (sheet.Row, error) {
	row := sheet.Row{N: s.row + 1}
	var height []byte
	custom := false
	for i := range s.lexer.attrs {
		a := &s.lexer.attrs[i]
		if a.colon >= 0 {
			continue
		}
		value := s.lexer.at(a.value)
		switch string(s.lexer.at(a.name)) {
		case "r":
			n, ok := wholeNumber(value)
			if !ok || n < 1 || n > sheet.MaxRows {
				return row, s.bad(damagedReference, "row", string(value))
			}
			if n <= s.row {
				return row, s.bad(damagedOrder, "row", string(value))
			}
			row.N = n
		case "hidden":
			hidden, err := s.flag("hidden", false)
			if err != nil {
				return row, err
			}
			row.Hidden = hidden
		case "ht":
			height = value
		case "customHeight":
			var err error
			if custom, err = s.flag("customHeight", false); err != nil {
				return row, err
			}
		case "outlineLevel":
			if n, ok := wholeNumber(value); ok && n <= 7 {
				row.Outline = uint8(n)
			}
		}
	}
	if row.N > sheet.MaxRows {
		return row, s.bad(damagedReference, "row", strconv.Itoa(row.N))
	}
	// A height that the program computed says nothing.
	if custom {
		if points, ok := parseNumber(string(height)); ok && points > 0 {
			row.Height = points
		}
	}
	return row, nil
}

func (s *sheetReader) readRow() error {
	row, err := s.rowStart()
	if err != nil {
		return err
	}
	s.row, s.col, s.start = row.N, 0, len(s.slab)
	s.dropArrays()
	l := &s.lexer
	for {
		if done, err := s.quickCell(); err != nil {
			return err
		} else if done {
			continue
		}
		switch l.next() {
		case lexStart:
			if len(l.local) == 1 && l.local[0] == 'c' && l.ns == nsMain {
				err = s.readCell()
			} else {
				err = s.stray()
			}
			if err != nil {
				return err
			}
		case lexText:
			if !allSpace(l.raw) {
				l.fail(damagedElement)
				return s.fault()
			}
		case lexEnd:
			if end := len(s.slab); end > s.start {
				// The capacity is the length: a cell that is appended later copies the row instead of overwriting the next one.
				row.Cells = s.slab[s.start:end:end]
				return s.give(row)
			}
			return nil
		default:
			return s.fault()
		}
	}
}

// headRows is how many rows of a sheet show what it holds.
const headRows = 64

// give hands a row on. If the row is not collected, the next one reuses its space.
func (s *sheetReader) give(row sheet.Row) error {
	if s.each == nil && !s.unwanted {
		s.rows = append(s.rows, row)
		if s.wants != nil && len(s.rows) == headRows {
			s.into.Rows = s.rows
			s.unwanted = !s.wants(s.into)
		}
		return nil
	}
	more := true
	if s.unwanted {
		s.cells -= len(row.Cells)
	} else {
		more = s.each(&row)
	}
	clear(row.Cells)
	s.slab = s.slab[:s.start]
	if !more {
		return errEnough
	}
	return nil
}

// A slab is 18 KB, one of the allocator's sizes; rows follow each other in it.
const slabCells = 256

// addSlabCell makes room for one more cell of the row. A row that no longer fits is moved to a new slab.
func (s *sheetReader) addSlabCell() *sheet.Cell {
	if len(s.slab) == cap(s.slab) {
		begun := s.slab[s.start:]
		s.slab = append(make([]sheet.Cell, 0, max(slabCells, 2*len(begun))), begun...)
		s.start = 0
	}
	s.slab = s.slab[:len(s.slab)+1]
	return &s.slab[len(s.slab)-1]
}

// dropArrays forgets the arrays that end above the row.
func (s *sheetReader) dropArrays() {
	kept := s.arrays[:0]
	for _, a := range s.arrays {
		if a.over.Last.Row >= s.row {
			kept = append(kept, a)
		}
	}
	s.arrays = kept
}
