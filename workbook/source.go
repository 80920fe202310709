package workbook

import "duban/workbook/sheet"

// Source says where an accepted value came from: the returned cell, the file's hash, its receipt. What all values of a sheet have in
// common is held once.
type Source struct {
	from     *returnedSheet
	row, col int32
}

// returnedSheet is a sheet of a returned workbook that values were taken from.
type returnedSheet struct {
	file, sheet, sha256, receipt string
	// form is the form that its table was read by, nil if none; cols are its columns as in Table.Cols.
	form *Form
	cols []int
}

// NewSource gives the source of a value at a place of a file, or of a file as a whole if the place has no cell.
func NewSource(at Place, sha256, receipt string) Source {
	return Source{&returnedSheet{file: at.File, sheet: at.Sheet, sha256: sha256, receipt: receipt}, int32(at.Ref.Row), int32(at.Ref.Col)}
}

// Place is the cell, or the zero Place if nothing was returned.
func (s Source) Place() Place {
	if s.from == nil {
		return Place{}
	}
	return Place{File: s.from.file, Sheet: s.from.sheet, Ref: sheet.At(int(s.row), int(s.col))}
}

// SHA256 is the file's hash.
func (s Source) SHA256() string {
	if s.from == nil {
		return ""
	}
	return s.from.sha256
}

// Receipt is the name of the file's receipt.
func (s Source) Receipt() string {
	if s.from == nil {
		return ""
	}
	return s.from.receipt
}

// on gives the sheet of the same file that a table was read from.
func (s Source) on(t *Table) *returnedSheet {
	return &returnedSheet{file: t.File, sheet: t.Sheet, sha256: s.SHA256(), receipt: s.Receipt(), form: t.Form, cols: t.Cols}
}

// at gives the source of a column's cell in a row of the sheet's table.
func (f *returnedSheet) at(r *Record, key string) Source {
	ref := r.Place(key).Ref
	return Source{f, int32(ref.Row), int32(ref.Col)}
}

// to gives the source of another column's cell in the same row.
func (s Source) to(key string) Source {
	s.col = int32(s.cell(key).Ref.Col)
	return s
}

// cell gives the place of another column in the same row, as Record.Place does.
func (s Source) cell(key string) Place {
	p := s.Place()
	if s.from != nil && s.from.form != nil {
		p.Ref.Col = columnAt(s.from.form, s.from.cols, key)
	}
	return p
}
