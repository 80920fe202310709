package score

import (
	"slices"
	"strconv"

	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// This file writes the tables into the scoring workbook: the places of their cells, and the text of their formulas.

// place numbers the columns, helper columns after the others.
func (t *calcTable) place() {
	n := 0
	for _, helper := range []bool{false, true} {
		for _, c := range t.columns {
			if c.helper == helper && c.pos == 0 {
				n++
				c.pos = n
			}
		}
	}
}

// at gives the row of the sheet for a row of the table.
func (t *calcTable) at(row int) int {
	if t.shown != nil {
		row = t.shown[row]
	}
	return t.first + row
}

// visible counts the columns that are not helpers.
func (t *calcTable) visible() int {
	n := 0
	for _, c := range t.columns {
		if !c.helper {
			n++
		}
	}
	return n
}

// last gives the last row of the table on the sheet. A table without rows has an empty one, so that ranges are never empty.
func (t *calcTable) last() int { return t.first + max(t.rows, 1) - 1 }

// span gives a column's range, with the sheet's name if table from is on another sheet.
func (c *calcColumn) span(from *calcTable) string {
	key := c.key
	if from.name != c.table.name {
		key = "!" + key
	}
	span, ok := c.table.spans[key]
	if !ok {
		span = sheet.Rect(c.table.first, c.pos, c.table.last(), c.pos).Abs()
		if from.name != c.table.name {
			span = sheet.QuoteName(c.table.name) + "!" + span
		}
		c.table.spans[key] = span
	}
	return span
}

// writtenFormula is the text of a formula, in which only row numbers and references to parameters differ from row to row.
type writtenFormula struct {
	pieces []writtenPiece
	// broken says that it cannot be written.
	broken bool
	// checked says that the formula of one row was compared with the limits of spreadsheet programs, tooLong that it exceeds them.
	checked, tooLong bool
}

// writtenPiece is a text, followed by the row's number if row is set, or else by the reference to the parameter that a word means in the
// row, if there is a word.
type writtenPiece struct {
	text string
	row  bool
	word string
}

// write makes the text of a formula. The columns must have their places.
func (f *calcFormula) write() *writtenFormula {
	if f.written != nil {
		return f.written
	}
	f.written = &writtenFormula{}
	open, err := f.expr.Pieces()
	if err != nil {
		f.written.broken = true
		return f.written
	}
	text := ""
	hole := func(p writtenPiece) {
		f.written.pieces = append(f.written.pieces, p)
		text = ""
	}
	for _, p := range open {
		text += p.Text
		switch p.Ref {
		case formula.CellRef:
			c := f.resolve(p.Name)
			if c == nil || c.table != f.table {
				f.written.broken = true
				return f.written
			}
			hole(writtenPiece{text: text + "$" + sheet.ColName(c.pos), row: true})
		case formula.ColumnRef:
			c := f.resolve(p.Name)
			if c == nil {
				f.written.broken = true
				return f.written
			}
			text += c.span(f.table)
		default:
			hole(writtenPiece{text: text, word: p.Name})
		}
	}
	return f.written
}

// text gives the formula's text in a row; false if it cannot be written or exceeds the limits of spreadsheet programs.
func (f *calcFormula) text(row int) (string, bool) {
	w, t := f.write(), f.table
	if w.broken {
		return "", false
	}
	b, at := t.buf[:0], int64(t.at(row))
	for i := range w.pieces {
		p := &w.pieces[i]
		b = append(b, p.text...)
		switch {
		case p.row:
			b = strconv.AppendInt(b, at, 10)
		case p.word != "":
			param := t.param(row, p.word)
			if param == nil {
				return "", false
			}
			b = append(b, param.ref...)
		}
	}
	t.buf = b
	text := string(b)
	if len(text) >= farFromLimit {
		return text, withinLimits(text)
	}
	if !w.checked {
		w.checked, w.tooLong = true, !withinLimits(text)
	}
	return text, !w.tooLong
}

// lay puts the table on its sheet. overlong is called for each column with a formula that exceeds the limits of spreadsheet programs; a cell
// with such a formula gets its value only. The rows of a long table are laid out while the sheet is written, and not kept.
func (t *calcTable) lay(sh *sheet.Sheet, long bool, overlong func(c *calcColumn)) {
	for _, c := range t.columns {
		if c.tooLong() {
			overlong(c)
		}
	}
	if long {
		sh.Lay = t.each
		return
	}
	for i := range t.rows {
		for _, c := range t.columns {
			if cell, ok := c.laid(i); ok {
				sh.Put(sheet.At(t.at(i), c.pos), cell)
			}
		}
	}
}

// each lays the rows out one after the other, all in the same memory.
func (t *calcTable) each(yield func(*sheet.Row) bool) {
	columns := slices.Clone(t.columns)
	slices.SortFunc(columns, func(a, b *calcColumn) int { return a.pos - b.pos })
	row := &sheet.Row{}
	for i := range t.rows {
		row.N, row.Cells = t.at(i), row.Cells[:0]
		for _, c := range columns {
			if cell, ok := c.laid(i); ok {
				cell.Col = c.pos
				row.Cells = append(row.Cells, cell)
			}
		}
		if !yield(row) {
			return
		}
	}
}

// laid makes the sheet's cell for a row of the column; false if it has none.
func (c *calcColumn) laid(i int) (sheet.Cell, bool) {
	f, d := c.formulaIn(i), c.dress[i]
	if c.linked != nil {
		if extra, ok := c.linked(i); ok {
			d = calcDress{role: sheet.Link, extra: extra}
		}
	}
	v := c.current(i)
	if c.sentence && d.instead == "" {
		v = c.cell(i)
	}
	if f == nil && v.IsBlank() && d.extra == nil && c.role == sheet.Plain {
		return sheet.Cell{}, false
	}
	cell := sheet.Cell{Role: c.role, Align: c.align, Format: c.format, Value: v, Extra: d.extra}
	if d.role != sheet.Plain {
		cell.Role = d.role
	}
	if cell.Role == sheet.Plain {
		cell.Role = sheet.Body
	}
	if d.unseen {
		cell.Format = sheet.Unseen
	}
	if d.instead != "" {
		cell.Value = sheet.Str(d.instead)
		return cell, true
	}
	if f != nil {
		if text, ok := f.text(i); ok {
			cell.Formula = text
		}
	}
	return cell, true
}

// farFromLimit is a length of formulas, in bytes, below which one row need be checked against the limits of spreadsheet programs: the row
// numbers and names of parameters that differ in other rows cannot make the formula too long. Depth and texts are the same in all rows.
const farFromLimit = sheet.MaxFormulaLen / 4

// tooLong reports whether a cell of the column has a formula that exceeds the limits of spreadsheet programs. It checks one row for each
// formula, and all rows for formulas that are not far from the limits.
func (c *calcColumn) tooLong() bool {
	known := map[*calcFormula]bool{}
	var last *calcFormula
	for i := range c.table.rows {
		f := c.formulaIn(i)
		if f == nil || f == last && known[f] {
			continue
		}
		if last = f; known[f] {
			continue
		}
		text, ok := f.text(i)
		if !ok {
			return true
		}
		known[f] = len(text) < farFromLimit
	}
	return false
}

// withinLimits reports whether a formula is within the limits of spreadsheet programs.
func withinLimits(text string) bool {
	broken, _, _ := sheet.FormulaLimit(text)
	return broken == ""
}
