package xlsx

import (
	"io"
	"maps"
	"slices"
	"strconv"

	"duban/workbook/sheet"
)

// Write makes an xlsx file of a book: cells, formulas with the values stored for them, and everything that the layouts ask for. The
// same book gives the same bytes. Rows of height 0 get the height that their text needs. Content that Excel would refuse or cut is an
// error of type *LimitError that names the sheet and the cell; nothing is silently left out.
//
// The document's dates are Book.Created, or 1980-01-01 if that is 0. Book.Oddities, Sheet.Protected and Sheet.HiddenColumns are set
// by readers and are not written.
func Write(book *sheet.Book) ([]byte, error) { return (*Writer)(nil).Write(book) }

// WriteTo writes the same bytes to out, entry by entry, so that a long file is not held as a whole. Compressed pieces that belong
// further back in the file wait in aside. On an error, out has received part of a file.
func WriteTo(out io.Writer, aside Aside, book *sheet.Book) error {
	_, err := (*Writer)(nil).write(book, out, aside)
	return err
}

// Aside is where compressed pieces of a file wait. They are read back from the offsets at which they were written.
type Aside interface {
	io.Writer
	io.ReaderAt
}

// bookWriter makes one file. It leaves to excelize only the shell; what is slow in excelize or what it writes wrongly is put in by
// fill: rows, columns, filters, merges, rules, links, notes, charts, names.
type bookWriter struct {
	book   *sheet.Book
	keep   *Writer // nil if nothing is kept for the next book
	styles *styleTable
	// texts is nil if texts are written within their cells.
	texts  *sharedTexts
	press  press
	space  *writeSpace
	parts  parts
	sheets []*writtenSheet
	charts int
	// charted holds the cells that charts refer to, for sheets whose rows are not kept.
	charted map[*sheet.Sheet]*chartedCells
	// whole says that rows are held however many there are.
	whole bool
	// others are sheets beside which the book will stand, and to which links may lead.
	others []string
}

// writtenSheet is what a sheet has besides the shell.
type writtenSheet struct {
	rows []byte // <sheetData>; empty if it was long
	long long
	used sheet.Range
	// outline is the deepest level at which its rows are grouped.
	outline uint8
	// pages is how many pages it should print on, 0 for any number.
	pages  int
	extras sheetExtras
	rules  sheetRules
}

// shell writes the rows of all sheets, and lets excelize make the rest, with the formats that the rows need.
func (w *bookWriter) shell() error {
	if err := checkNames(w.book); err != nil {
		return err
	}
	for _, s := range w.book.Sheets {
		if err := w.sheetRows(s); err != nil {
			return err
		}
	}
	made, err := w.keep.shell(w.wanted())
	if err != nil {
		return err
	}
	w.parts = maps.Clone(made)
	return w.properties()
}

// active gives the index of the sheet that shows first; a hidden sheet cannot.
func (w *bookWriter) active() int {
	sheets := w.book.Sheets
	if n := w.book.Active; n >= 0 && n < len(sheets) && sheets[n].Visibility == sheet.Visible {
		return n
	}
	return max(0, slices.IndexFunc(sheets, func(s *sheet.Sheet) bool { return s.Visibility == sheet.Visible }))
}

// sheetRows writes the rows of a sheet, its links, notes and rules.
func (w *bookWriter) sheetRows(s *sheet.Sheet) error {
	if err := checkMerges(s); err != nil {
		return err
	}
	out := &writtenSheet{}
	out.extras.of(w, s)
	start := len(w.space.rows)
	rw := &rowWriter{sheet: s, texts: w.texts, style: w.styles.of, height: newRowHeights(s).of, extra: out.extras.add, known: w.space.formulas,
		charted: w.chartedOf(s), b: w.space.rows, start: start, printed: newPrinted(s)}
	if !w.whole {
		rw.long, rw.press = &out.long, &w.press
	}
	if err := rw.write(&sheet.Sheet{Rows: fillMerges(s), Lay: s.Lay}); err != nil {
		return err
	}
	out.rows, w.space.rows = rw.b[start:], rw.b
	out.used, out.outline, out.pages = rw.used, rw.outline, rw.printed.pages(s)
	var err error
	if out.rules, err = w.sheetRules(s); err != nil {
		return err
	}
	w.sheets = append(w.sheets, out)
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
	delete(w.parts, textsPart)
	if len(w.texts.index) > 0 {
		made := w.space.room(len(w.texts.b) + 1024)
		start := len(made)
		w.space.made = w.texts.part(made)
		w.parts[textsPart] = w.space.made[start:len(w.space.made):len(w.space.made)]
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
