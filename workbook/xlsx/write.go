package xlsx

import (
	"io"
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

// WriteTo writes the same bytes to where the file is made, entry by entry, so that a long one is not held as a whole. What comes
// later in the file than it is made waits aside, in pieces. Where it fails, out has got part of a file.
func WriteTo(out io.Writer, aside Aside, book *sheet.Book) error {
	_, err := (*Writer)(nil).write(book, out, aside)
	return err
}

// Aside is where compressed pieces of a file wait: what is written is read back from where it came to stand.
type Aside interface {
	io.Writer
	io.ReaderAt
}

// bookWriter makes one file. What is dear in excelize's interface or wrong in what it writes is left out of the shell
// and put in by fill: rows, columns, filters, merges, rules, links, notes, charts, names.
type bookWriter struct {
	book   *sheet.Book
	keep   *Writer // nil where nothing is kept for the next book
	styles *styleTable
	// texts is nil where texts are written within their cells.
	texts  *sharedTexts
	press  press
	space  *writeSpace
	parts  parts
	sheets []*writtenSheet
	charts int
	// charted are the cells that charts refer to of sheets whose rows are not kept.
	charted map[*sheet.Sheet]*chartedCells
	// whole says that rows are held however long they are.
	whole bool
	// others are sheets that the book will stand beside, and that links may lead to.
	others []string
}

// writtenSheet is what a sheet has beside the shell, as it was written.
type writtenSheet struct {
	rows []byte // <sheetData>, or nothing where it was long
	long long
	used sheet.Range
	// outline is how deep its rows are grouped.
	outline uint8
	// pages is how many it is to print on, 0 where it is as many as it takes.
	pages  int
	extras sheetExtras
	rules  sheetRules
}

// shell writes the rows of all sheets, and has excelize make the rest with the formats that they ask for.
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

// active gives the sheet that shows first: a hidden one cannot.
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
