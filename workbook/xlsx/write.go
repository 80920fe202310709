package xlsx

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
)

// Write makes an xlsx file of a book: cells, formulas with the values stored for them, and all that the layouts ask
// for. The same book gives the same bytes. Rows of height 0 get the height that their text needs. What Excel would
// refuse or cut is an error of type *LimitError that names the sheet and the cell; nothing is ever left out in silence.
//
// The document's dates are Book.Created, 1980-01-01 where that is 0; Book.Oddities, Sheet.Protected and
// Sheet.HiddenColumns are a reader's and are not written.
func Write(book *sheet.Book) ([]byte, error) {
	w := &bookWriter{book: book, texts: &sharedTexts{index: map[string]int{}}}
	if err := w.shell(); err != nil {
		return nil, err
	}
	if err := w.fill(); err != nil {
		return nil, err
	}
	return w.parts.pack()
}

// bookWriter makes one file. What is dear in excelize's interface or wrong in what it writes is left out of the shell
// and put in by fill: rows, columns, filters, merges, rules, links, notes, charts, names.
type bookWriter struct {
	book   *sheet.Book
	file   *excelize.File
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

// shell lets excelize make everything but the rows.
func (w *bookWriter) shell() (err error) {
	if err := checkNames(w.book); err != nil {
		return err
	}
	w.file = excelize.NewFile()
	defer func() {
		if e := w.file.Close(); err == nil && e != nil {
			err = fmt.Errorf("xlsx: close shell: %w", e)
		}
	}()
	w.styles = newStyleTable(w.file)
	for i, s := range w.book.Sheets {
		if i == 0 {
			err = w.file.SetSheetName(w.file.GetSheetName(0), s.Name)
		} else {
			_, err = w.file.NewSheet(s.Name)
		}
		if err != nil {
			return fmt.Errorf("xlsx: sheet %q: %w", s.Name, err)
		}
	}
	w.file.SetActiveSheet(w.active())
	for _, s := range w.book.Sheets {
		if s.Visibility != sheet.Visible {
			if err := w.file.SetSheetVisible(s.Name, false, s.Visibility == sheet.VeryHidden); err != nil {
				return fmt.Errorf("xlsx: hide sheet %q: %w", s.Name, err)
			}
		}
		if err := shellSheet(w.file, s); err != nil {
			return fmt.Errorf("xlsx: sheet %q: %w", s.Name, err)
		}
		// Rows are written before the shell is, as they bring in the styles.
		if err := w.sheetRows(s); err != nil {
			return err
		}
	}
	if err := w.properties(); err != nil {
		return err
	}
	c := &collector{parts: parts{}}
	w.file.SetZipWriter(asZip(c))
	if _, err := w.file.WriteToBuffer(); err != nil {
		return fmt.Errorf("xlsx: shell: %w", err)
	}
	w.parts = c.parts
	return nil
}

// active gives the sheet that shows first: a hidden one cannot.
func (w *bookWriter) active() int {
	sheets := w.book.Sheets
	if n := w.book.Active; n >= 0 && n < len(sheets) && sheets[n].Visibility == sheet.Visible {
		return n
	}
	return max(0, slices.IndexFunc(sheets, func(s *sheet.Sheet) bool { return s.Visibility == sheet.Visible }))
}

func (w *bookWriter) sheetRows(s *sheet.Sheet) error {
	if err := checkMerges(s); err != nil {
		return err
	}
	heights := newRowHeights(s)
	rw := &rowWriter{sheet: s, texts: w.texts, style: w.styles.of, height: heights.of}
	if err := rw.write(fillMerges(s)); err != nil {
		return err
	}
	rules, err := w.sheetRules(s)
	if err != nil {
		return err
	}
	w.rows, w.used, w.rules = append(w.rows, rw.b), append(w.used, rw.used), append(w.rules, rules)
	return nil
}

// properties sets the document's own and the custom properties.
func (w *bookWriter) properties() error {
	stamp := documentTime(w.book.Created).Format(time.RFC3339)
	creator := w.book.Creator
	if creator == "" {
		creator = programName
	}
	err := w.file.SetDocProps(&excelize.DocProperties{
		Title: wrText(w.book.Title), Creator: wrText(creator), LastModifiedBy: wrText(creator), Created: stamp, Modified: stamp,
	})
	if err != nil {
		return fmt.Errorf("xlsx: document properties: %w", err)
	}
	if err := w.file.SetAppProps(&excelize.AppProperties{Application: programName}); err != nil {
		return fmt.Errorf("xlsx: program properties: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(w.book.Custom)) {
		if err := w.file.SetCustomProps(excelize.CustomProperty{Name: wrText(name), Value: wrText(w.book.Custom[name])}); err != nil {
			return fmt.Errorf("xlsx: property %q: %w", name, err)
		}
	}
	return nil
}

const programName = "duban"

// documentTime turns a serial day into midnight of that day.
func documentTime(serial float64) time.Time {
	if serial <= 0 || serial > 2_958_465 || math.IsNaN(serial) {
		return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(serial))
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
