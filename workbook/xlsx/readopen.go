package xlsx

import (
	"iter"
	"slices"

	"duban/workbook/sheet"
)

// Opened is a workbook whose sheets are read on request, row by row. However large it is, only its texts and its longest part are
// held. Everything but the rows was read and checked when it was opened. It is for one goroutine, and for one sheet at a time.
type Opened struct {
	one    *reader
	sheets []sheetPart
}

// Open opens a workbook. It uses the reader's space: the reader cannot read another workbook until this one is done with.
func (r *Reader) Open(data []byte) (*Opened, error) {
	one, err := r.begin(data, r.readLimits())
	if err != nil {
		return nil, err
	}
	sheets, _, err := one.readFrame()
	if err != nil {
		return nil, err
	}
	o := &Opened{one, sheets}
	o.makeRoom()
	return o, nil
}

// makeRoom allocates room for the longest part at once, instead of growing from part to part. A part that will be refused for its
// length gets none.
func (o *Opened) makeRoom() {
	longest := 0
	for _, s := range o.sheets {
		if f, ok := o.one.zip.entries[foldPart(s.part)]; ok && o.one.zip.checkSize(s.part, f) == nil {
			longest = max(longest, int(f.UncompressedSize64))
		}
	}
	if cap(o.one.buffer) < longest {
		o.one.buffer = make([]byte, longest)
	}
}

// Book gives the workbook without any rows.
func (o *Opened) Book() *sheet.Book { return o.one.book }

// SheetNames lists the names of all sheets, in their order.
func (o *Opened) SheetNames() []string { return o.one.book.SheetNames() }

// SheetRows reads the rows of a sheet; a missing sheet has none. A row is valid until the next one. An error, of type *Refusal, comes
// last.
func (o *Opened) SheetRows(name string) iter.Seq2[*sheet.Row, error] {
	return func(yield func(*sheet.Row, error) bool) {
		s, ok := o.find(name)
		if !ok {
			return
		}
		err := o.one.readRowsOf(s, func(row *sheet.Row) bool { return yield(row, nil) })
		if err != nil && err != errEnough {
			yield(nil, err)
		}
	}
}

// Long reports whether the workbook is so long that another program, saving the same cells, might make it too long to be read.
func (o *Opened) Long() bool {
	var all uint64
	for _, f := range o.one.zip.entries {
		all += f.UncompressedSize64
	}
	return all > longBytes
}

// longBytes is a quarter of the cells that are read of any workbook, in the shortest form in which cells are written.
const longBytes = maxCells / 4 * 40

// Sheet reads a whole sheet; nil if there is none with the name.
func (o *Opened) Sheet(name string) (*sheet.Sheet, error) {
	s, ok := o.find(name)
	if !ok {
		return nil, nil
	}
	return s.sheet, o.one.readRowsOf(s, nil)
}

// find finds a sheet and gives a copy, to hold what is read of it.
func (o *Opened) find(name string) (sheetPart, bool) {
	i := slices.IndexFunc(o.sheets, func(s sheetPart) bool { return s.sheet.Name == name })
	if i < 0 {
		return sheetPart{}, false
	}
	s, into := o.sheets[i], *o.sheets[i].sheet
	s.sheet = &into
	return s, true
}
