package templates

import (
	"slices"

	"duban/workbook"
	"duban/workbook/sheet"
)

// AsksSame reports whether a template asks the same as the workbook that went out before under its name: the same rows of the same forms,
// with the same headings, locked cells and entries filled in, due on the same day. The book was is read from a file, the book is has just
// been laid out. Formats, guidance, self-checks and the rest of the plan may differ: a return made with one of the two books answers the
// other as well.
func AsksSame(was, is *sheet.Book) bool {
	one, other := workbook.ReadIdentity(was), workbook.ReadIdentity(is)
	if !slices.Equal(was.SheetNames(), is.SheetNames()) || !one.SameForms(&other) || !coverSays(was.Sheets[0], is.Sheets[0]) {
		return false
	}
	for i, s := range is.Sheets {
		if i > 0 && s.Visibility == sheet.Visible && !formSays(was.Sheets[i], s) {
			return false
		}
	}
	return true
}

// coverSays reports whether the earlier cover has, in any cell, each text in the locked cells of the new one: who is asked, for which
// period, by when.
func coverSays(was, is *sheet.Sheet) bool {
	said := map[string]bool{}
	for i := range was.Rows {
		for j := range was.Rows[i].Cells {
			said[was.Rows[i].Cells[j].Value.String()] = true
		}
	}
	for i := range is.Rows {
		for j := range is.Rows[i].Cells {
			if c := &is.Rows[i].Cells[j]; c.Role == sheet.Locked && !said[c.Value.String()] {
				return false
			}
		}
	}
	return true
}

// formSays reports whether the earlier form has the headings and entries of the new one in the same cells.
func formSays(was, is *sheet.Sheet) bool {
	for i := range is.Rows {
		row := &is.Rows[i]
		old := was.Row(row.N)
		for j := range row.Cells {
			c := &row.Cells[j]
			counts := row.N >= headingRow && c.Role != sheet.HeadingCheck && c.Role != sheet.Check && c.Formula == ""
			if counts && old.Value(c.Col).String() != c.Value.String() {
				return false
			}
		}
	}
	return true
}
