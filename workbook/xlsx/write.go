package xlsx

import (
	"maps"
	"slices"
	"strconv"

	"duban/workbook/sheet"
)

// Write makes an xlsx file of a book: cells, formulas with the values stored for them, and all that the layouts ask
// for. The same book gives the same bytes. Rows of height 0 get the height that their text needs. What Excel would
// refuse or cut is an error of type *LimitError that names the sheet and the cell; nothing is ever left out in silence.
//
// The document's dates are Book.Created, 1980-01-01 where that is 0; Book.Oddities, Sheet.Protected and
// Sheet.HiddenColumns are a reader's and are not written.
func Write(book *sheet.Book) ([]byte, error) { return (*Writer)(nil).Write(book) }

// bookWriter makes one file. What is dear in excelize's interface or wrong in what it writes is left out of the shell
// and put in by fill: rows, columns, filters, merges, rules, links, notes, charts, names.
type bookWriter struct {
	book   *sheet.Book
	keep   *Writer // nil where nothing is kept for the next book
	styles *styleTable
	texts  *sharedTexts
	parts  parts
	rows   [][]byte // <sheetData> of each sheet
	used   []sheet.Range
	rules  []sheetRules
	charts int
	// others are sheets that the book will stand beside, and that links may lead to.
	others []string
}

// shell has excelize make everything but the rows, and writes these with the formats that it made.
func (w *bookWriter) shell() error {
	if err := checkNames(w.book); err != nil {
		return err
	}
	rows := make([][]sheet.Row, len(w.book.Sheets))
	for i, s := range w.book.Sheets {
		if err := checkMerges(s); err != nil {
			return err
		}
		rows[i] = fillMerges(s)
	}
	made, err := w.keep.shell(w.wanted(rows))
	if err != nil {
		return err
	}
	w.parts, w.styles = maps.Clone(made.parts), &styleTable{cells: made.cells, conditionals: made.conditionals}
	for i, s := range w.book.Sheets {
		if err := w.sheetRows(s, rows[i]); err != nil {
			return err
		}
	}
	return w.properties()
}

// active gives the sheet that shows first: a hidden one cannot.
func (w *bookWriter) active() int {
	sheets := w.book.Sheets
	if n := w.book.Active; n >= 0 && n < len(sheets) && sheets[n].Visibility == sheet.Visible {
		return n
	}
	return max(0, slices.IndexFunc(sheets, func(s *sheet.Sheet) bool { return s.Visibility == sheet.Visible }))
}

func (w *bookWriter) sheetRows(s *sheet.Sheet, rows []sheet.Row) error {
	heights := newRowHeights(s)
	rw := &rowWriter{sheet: s, texts: w.texts, style: w.styles.of, height: heights.of}
	if err := rw.write(rows); err != nil {
		return err
	}
	rules, err := w.sheetRules(s)
	if err != nil {
		return err
	}
	w.rows, w.used, w.rules = append(w.rows, rw.b), append(w.used, rw.used), append(w.rules, rules)
	return nil
}

// fill puts into the shell what excelize was not asked for.
func (w *bookWriter) fill() error {
	for i, s := range w.book.Sheets {
		if err := w.fillSheet(i, s); err != nil {
			return err
		}
	}
	if err := w.fillWorkbook(); err != nil {
		return err
	}
	delete(w.parts, "xl/sharedStrings.xml")
	if len(w.texts.texts) > 0 {
		w.parts["xl/sharedStrings.xml"] = w.texts.part()
	}
	rels, err := w.workbookRels()
	if err != nil {
		return err
	}
	w.parts["xl/_rels/workbook.xml.rels"] = rels
	w.parts[contentTypesPart] = w.parts.contentTypes()
	return nil
}

func sheetPartName(i int) string { return "xl/worksheets/sheet" + strconv.Itoa(i+1) + ".xml" }
