//go:build libreoffice

package main

import (
	"bytes"
	"cmp"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"duban/templates"
	"duban/workbook/docx"
	"duban/workbook/paper"
	"duban/workbook/sheet"
)

// Every workbook and document of the demo's year can be printed, and nothing of it is lost on paper.
func testPrinting(t *testing.T, o *office, counties []*demoCounty) {
	files := map[string][]byte{}
	for _, c := range counties {
		files[c.lang+"/plan.xlsx"] = c.file(t, "plan")
		files[c.lang+"/template.xlsx"] = c.file(t, "issued", lastMonth, "农业局.xlsx")
		files[c.lang+"/distribution.xlsx"] = c.file(t, "issued", lastMonth, "distribution")
		files[c.lang+"/consolidated.xlsx"] = c.file(t, "reports", lastMonth, "consolidated")
		files[c.lang+"/score.xlsx"] = c.file(t, "reports", "2024", "score")
		files[c.lang+"/slip.xlsx"] = c.file(t, "corrections", "2024-11", "冯家镇.xlsx")
		maps.Copy(files, c.documents(t))
	}
	for name, pdf := range o.convert(t, ownEnding, "pdf", files) {
		onPaper(t, name, files[name], pdf)
		lang, kind, _ := strings.Cut(name, "/")
		pages := printed(t, pdf)
		if most := mostPages[kind]; len(pages) == 0 || most > 0 && len(pages) > most {
			t.Errorf("%s prints on %d pages, at most %d were expected", name, len(pages), most)
		}
		if kind == "consolidated.xlsx" {
			firstPageWhole(t, catalogue(t, lang), pages)
		}
	}
}

// documents gives the briefs and notices of a demo's year; of the English demo only those of its last month, as it is the same year with
// other texts.
func (c *demoCounty) documents(t *testing.T) map[string][]byte {
	t.Helper()
	months := lastMonth
	if c.lang == "zh" {
		months = "*"
	}
	reports := filepath.Join(c.dir, c.words.T("folder.reports"))
	out := map[string][]byte{}
	for _, below := range []string{"", "*"} {
		found, err := filepath.Glob(filepath.Join(reports, months, below, "*.docx"))
		if err != nil || len(found) == 0 {
			t.Fatalf("no documents in %s: %v", reports, err)
		}
		for _, path := range found {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			out[c.lang+strings.TrimPrefix(path, reports)] = data
		}
	}
	return out
}

// mostPages is the most pages that a workbook of the demo may print on: leaders' workbooks must be short, clerks' shorter. The ledger alone
// has some 600 rows, in readable type.
var mostPages = map[string]int{"plan.xlsx": 60, "template.xlsx": 8, "distribution.xlsx": 3, "consolidated.xlsx": 66, "score.xlsx": 80, "slip.xlsx": 10}

// firstPageWhole checks that the leaders' first page is complete, that nothing of it is on the second page, and that the columns that only
// serve formulas are on no page.
func firstPageWhole(t *testing.T, words *templates.Catalogue, pages []string) {
	t.Helper()
	for i, text := range pages {
		if strings.Contains(text, words.T("col.count-ratio")) {
			t.Errorf("page %d prints hidden columns", i+1)
		}
	}
	for _, id := range []string{"report.by-class", "report.by-area", "report.places", "report.chart-pace", "report.chart-trend", "report.chart-bureau-lights"} {
		if !strings.Contains(squeezed(pages[0]), squeezed(words.T(id))) {
			t.Errorf("the first page lacks %q:\n%s", words.T(id), pages[0])
		}
	}
	if second := strings.TrimSpace(pages[1]); !strings.HasPrefix(second, words.T("tab.areas")) {
		t.Errorf("the second page begins with %.60s", second)
	}
}

// printed gives the text of each page of a PDF.
func printed(t *testing.T, pdf []byte) []string {
	t.Helper()
	cmd := exec.Command("pdftotext", "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("this test needs pdftotext of poppler: %v", err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
}

// squeezed drops spaces, which printing adds between Chinese and Latin letters, and signs for which LibreOffice finds no font.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r > 0xFFFF || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
}

// unreadable matches what a spreadsheet program shows if a figure has no room or is an error; unrounded matches a figure with too many
// digits.
var (
	unreadable = regexp.MustCompile(`#{2,}|#(NAME|VALUE|REF|N/A|DIV/0)|Err:\d`)
	unrounded  = regexp.MustCompile(`\d\.\d{5,}`)
)

// texts counts the texts of a sheet or document, without their spaces.
type texts map[string]int

// onPaper compares a print with its workbook or document: every text that should print is on it, as often as in the file, none is cut off,
// and figures can be read.
func onPaper(t *testing.T, file string, data, pdf []byte) {
	t.Helper()
	pages, err := paper.Read(pdf)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	document := filepath.Ext(file) == ".docx"
	want := map[string]texts{} // by sheet; a document counts as one sheet
	if document {
		want[""] = documentTexts(t, data)
	} else {
		book := readBookOf(t, file, data)
		for _, s := range book.Sheets {
			if s.Visibility == sheet.Visible {
				want[s.Name] = printedTexts(book, s)
			}
		}
	}
	shown, cut := map[string]*strings.Builder{}, map[string]texts{}
	for n, p := range pages {
		if document {
			p.Sheet = "" // LibreOffice lists its headings as bookmarks
		}
		if shown[p.Sheet] == nil {
			shown[p.Sheet], cut[p.Sheet] = &strings.Builder{}, texts{}
		}
		for _, r := range p.Runs {
			if document && r.Y < textBottom {
				continue
			}
			if odd := cmp.Or(unreadable.FindString(r.Text), unrounded.FindString(r.Text)); odd != "" {
				t.Errorf("%s, page %d (%s) shows %s", file, n+1, p.Sheet, odd)
			}
			// LibreOffice does not wrap the text of a link, as other programs do.
			if across, up := r.Cut(); up || across && !r.Link {
				cut[p.Sheet][squeezed(r.Text)]++
			} else {
				shown[p.Sheet].WriteString(squeezed(r.Text))
			}
		}
	}
	for _, s := range slices.Sorted(maps.Keys(want)) {
		print := ""
		if shown[s] != nil {
			print = shown[s].String()
		}
		for _, text := range slices.Sorted(maps.Keys(want[s])) {
			if n := strings.Count(print, text); n < want[s][text] {
				t.Errorf("%s, %s: %q is printed %d times, and stands there %d times", file, s, text, n, want[s][text])
			}
		}
		// If pages are side by side, the second begins with the same repeated columns, and with the part of merged cells that goes beyond
		// them.
		for _, text := range slices.Sorted(maps.Keys(cut[s])) {
			if !strings.Contains(print, text) {
				t.Errorf("%s, %s: %q is cut off", file, s, text)
			}
		}
	}
}

// textBottom is the height above a document's lower edge, in points, at which its text ends; the page number is below.
const textBottom = 90

func documentTexts(t *testing.T, data []byte) texts {
	t.Helper()
	blocks, err := docx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	out := texts{}
	for _, b := range blocks {
		if b.Table == nil {
			out[squeezed(b.Text)]++
			continue
		}
		for r := range b.Table.Each() {
			for _, c := range r.Cells {
				out[squeezed(c.Value.Text)]++
			}
		}
	}
	delete(out, "")
	return out
}

// printedTexts gives the texts that a sheet prints: those in its print area, if it has one, without hidden rows and columns.
func printedTexts(book *sheet.Book, s *sheet.Sheet) texts {
	out := texts{}
	area := printArea(book, s)
	for r := range s.Each() {
		for _, c := range r.Cells {
			hidden := r.Hidden || slices.ContainsFunc(s.HiddenColumns, func(h sheet.Span) bool { return h.First <= c.Col && c.Col <= h.Last })
			text := squeezed(c.Value.Text)
			if text == "" || hidden || c.Value.Kind != sheet.Text || c.Format == sheet.Unseen || !area.IsZero() && !area.Contains(sheet.At(r.N, c.Col)) {
				continue
			}
			out[text]++
		}
	}
	return out
}

// printArea is the range of a sheet that prints, zero for all of it.
func printArea(book *sheet.Book, s *sheet.Sheet) sheet.Range {
	for _, n := range book.Names {
		if n.Name == "_xlnm.Print_Area" && n.Sheet == s.Name {
			area, _ := sheet.ParseRange(strings.ReplaceAll(n.Refers[strings.LastIndex(n.Refers, "!")+1:], "$", ""))
			return area
		}
	}
	return sheet.Range{}
}
