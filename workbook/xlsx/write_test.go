package xlsx

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
)

func mustWrite(t testing.TB, book *sheet.Book) []byte {
	t.Helper()
	data, err := Write(book)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// unpacked gives the parts of a file and checks what holds for every file: entries are sorted and unique, and every part is well-formed,
// declared and reachable by relationships.
func unpacked(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if _, twice := out[f.Name]; twice {
			t.Errorf("part %s stands twice", f.Name)
		}
		out[f.Name] = part
		wellFormed(t, f.Name, part)
		if m := f.Modified.Format("2006-01-02 15:04:05"); m != "1980-01-01 00:00:00" {
			t.Errorf("%s: time %s", f.Name, m)
		}
	}
	if first := z.File[0].Name; first != contentTypesPart {
		t.Errorf("first entry is %s", first)
	}
	if !slices.IsSortedFunc(z.File[1:], func(a, b *zip.File) int { return strings.Compare(foldPart(a.Name), foldPart(b.Name)) }) {
		t.Error("entries are not sorted")
	}
	types := outlined(t, contentTypesPart, out[contentTypesPart], 2)
	declared := map[string]int{}
	for i := range types {
		switch e := &types[i]; e.local {
		case "Override":
			declared[strings.TrimPrefix(e.attr("PartName"), "/")]++
		case "Default":
			declared["."+e.attr("Extension")]++
		}
	}
	for name, n := range declared {
		if n != 1 {
			t.Errorf("%s is declared %d times", name, n)
		}
		if _, there := out[name]; !there && !strings.HasPrefix(name, ".") {
			t.Errorf("%s is declared and not there", name)
		}
	}
	for name := range out {
		if name != contentTypesPart && declared[name] == 0 && declared[name[strings.LastIndexByte(name, '.'):]] == 0 {
			t.Errorf("%s is not declared", name)
		}
	}
	checkTargets(t, out)
	return out
}

func wellFormed(t testing.TB, name string, part []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			break
		}
	}
	var l lexer
	if refusal := l.reset(name, part, maxDepth); refusal != nil {
		t.Error(refusal)
		return
	}
	for {
		switch l.next() {
		case lexBad:
			t.Error(l.refusal)
			return
		case lexDone:
			return
		}
	}
}

func outlined(t testing.TB, name string, part []byte, levels int) []element {
	t.Helper()
	elements, err := outline(name, part, levels)
	if err != nil {
		t.Fatal(err)
	}
	return elements
}

func checkTargets(t testing.TB, parts map[string][]byte) {
	t.Helper()
	for name, part := range parts {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		base := strings.Replace(strings.TrimSuffix(name, ".rels"), "_rels/", "", 1)
		ids := map[string]bool{}
		elements := outlined(t, name, part, 2)
		for i := range elements[1:] {
			e := &elements[i+1]
			if ids[e.attr("Id")] {
				t.Errorf("%s: id %s stands twice", name, e.attr("Id"))
			}
			ids[e.attr("Id")] = true
			if e.attr("TargetMode") == "External" {
				continue
			}
			target, ok := resolvePart(base, e.attr("Target"))
			if _, there := parts[target]; !ok || !there {
				t.Errorf("%s leads to %s, which is not there", name, e.attr("Target"))
			}
		}
	}
}

func TestWriteParts(t *testing.T) {
	parts := unpacked(t, mustWrite(t, sampleBook()))
	for part, want := range map[string]string{
		"xl/worksheets/sheet1.xml": "A1:H6", "xl/worksheets/sheet2.xml": "A1:L14", "xl/worksheets/sheet5.xml": "A1",
	} {
		if !bytes.Contains(parts[part], []byte(`<dimension ref="`+want+`"/>`)) {
			t.Errorf("%s: no dimension %s", part, want)
		}
	}
	if !bytes.Contains(parts["docProps/core.xml"], []byte("2024-09-30T00:00:00Z")) {
		t.Error("the document's date is not the book's")
	}
}

// TestSheetOrder checks that the elements of every sheet are in the order of the schema.
func TestSheetOrder(t *testing.T) {
	order := strings.Fields("sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection autoFilter mergeCells " +
		"conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks drawing legacyDrawing extLst")
	for name, part := range unpacked(t, mustWrite(t, sampleBook())) {
		if !strings.HasPrefix(name, "xl/worksheets/sheet") {
			continue
		}
		last := -1
		elements := outlined(t, name, part, 2)
		for i := range elements[1:] {
			local := elements[i+1].local
			at := slices.Index(order, local)
			if at < last || at < 0 {
				t.Errorf("%s: %s stands where it must not", name, local)
			}
			last = at
		}
	}
}

func TestWriteSameBytes(t *testing.T) {
	first := sha256.Sum256(mustWrite(t, sampleBook()))
	for range 11 {
		if sha256.Sum256(mustWrite(t, sampleBook())) != first {
			t.Fatal("the same book gave other bytes")
		}
	}
}

// TestWriteOracle has excelize read what was written.
func TestWriteOracle(t *testing.T) {
	book := sampleBook()
	f, err := excelize.OpenReader(bytes.NewReader(mustWrite(t, book)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, s := range book.Sheets {
		for _, row := range s.Rows {
			for _, c := range row.Cells {
				at := sheet.At(row.N, c.Col).String()
				formula, err := f.GetCellFormula(s.Name, at)
				if err != nil || formula != c.Formula {
					t.Errorf("%s!%s: formula %q, %v", s.Name, at, formula, err)
				}
				if c.Value.Text != wrText(c.Value.Text) {
					continue
				}
				got, err := f.GetCellValue(s.Name, at, excelize.Options{RawCellValue: true})
				want := c.Value.String()
				if c.Value.Kind == sheet.Number {
					want = string(appendNumber(nil, c.Value.Num))
				}
				if c.Value.Kind == sheet.Bool {
					want = string(boolDigit(c.Value))
				}
				if err != nil || got != want {
					t.Errorf("%s!%s: value %q, want %q, %v", s.Name, at, got, want, err)
				}
			}
		}
	}
	dvs, err := f.GetDataValidations("任务进展")
	if err != nil || len(dvs) != 6 || dvs[0].ErrorStyle != nil || !dvs[0].ShowErrorMessage {
		t.Errorf("validations: %d, %v", len(dvs), err)
	}
	protection, err := f.GetSheetProtection("任务进展")
	if err != nil || !protection.AutoFilter || !protection.FormatColumns || !protection.FormatRows || protection.Sort {
		t.Errorf("protection: %+v, %v", protection, err)
	}
	for at, locked := range map[string]bool{"A3": true, "G3": false, "L3": true} {
		id, err := f.GetCellStyle("任务进展", at)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil || style.Protection == nil || style.Protection.Locked != locked {
			t.Errorf("%s: locked %v, %v", at, style.Protection, err)
		}
	}
	if notes, err := f.GetComments("任务进展"); err != nil || len(notes) != 2 || notes[0].Author != "督查室" {
		t.Errorf("notes: %+v, %v", notes, err)
	}
	if ok, target, err := f.GetCellHyperLink("总览", "B6"); !ok || err != nil || target != "%E5%9B%9E%E6%94%B6/2024-09/%E5%8F%91%E6%94%B9%E5%B1%80%201.xlsx" {
		t.Errorf("link to a file: %v %q %v", ok, target, err)
	}
}

func TestChartCaches(t *testing.T) {
	parts := unpacked(t, mustWrite(t, sampleBook()))
	if n := bytes.Count(parts["xl/drawings/drawing1.xml"], []byte("<xdr:oneCellAnchor>")); n != 6 {
		t.Errorf("%d charts are placed", n)
	}
	for _, want := range []string{
		`<c:f>'数据'!$A$2:$A$6</c:f><c:strCache><c:ptCount val="5"/><c:pt idx="0"><c:v>项目建设</c:v></c:pt>`,
		`<c:f>'数据'!$B$2:$B$6</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="5"/><c:pt idx="0"><c:v>95.1</c:v></c:pt>`,
		`<c:f>'数据'!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>完成率</c:v></c:pt>`,
		`<c:max val="100"/><c:min val="0"/>`, `<c:barDir val="bar"/>`, strongColor(sheet.Warn),
	} {
		if !bytes.Contains(parts["xl/charts/chart1.xml"], []byte(want)) {
			t.Errorf("chart 1 lacks %s", want)
		}
	}
	if !bytes.Contains(parts["xl/charts/chart2.xml"], []byte(`<c:majorUnit val="1"/>`)) || bytes.Contains(parts["xl/charts/chart1.xml"], []byte("majorUnit")) {
		t.Error("an axis has other steps than were asked for")
	}
	if !bytes.Contains(parts["xl/charts/chart3.xml"], []byte(`<c:tx><c:v>完成率</c:v></c:tx>`)) {
		t.Error("a series named by a literal has no name")
	}
}

func TestBarsHaveTheirScale(t *testing.T) {
	part := string(unpacked(t, mustWrite(t, sampleBook()))["xl/worksheets/sheet2.xml"])
	for _, want := range []string{`<cfvo type="num" val="0"/><cfvo type="num" val="1"/>`, `<x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo><x14:cfvo type="num"><xm:f>1</xm:f></x14:cfvo>`} {
		if strings.Count(part, want) != 1 {
			t.Errorf("not once: %s", want)
		}
	}
}

func TestActiveSheetShows(t *testing.T) {
	book := &sheet.Book{Active: 0, Sheets: []*sheet.Sheet{{Name: "甲", Visibility: sheet.Hidden}, {Name: "乙"}}}
	parts := unpacked(t, mustWrite(t, book))
	if !bytes.Contains(parts["xl/workbook.xml"], []byte(`activeTab="1"`)) || !bytes.Contains(parts["xl/worksheets/sheet2.xml"], []byte(`tabSelected="true"`)) {
		t.Error("the sheet that shows is not the active one")
	}
	if bytes.Contains(parts["xl/worksheets/sheet1.xml"], []byte("tabSelected")) {
		t.Error("a hidden sheet is selected")
	}
}

// bookOf makes a book of one cell.
func bookOf(c sheet.Cell) *sheet.Book {
	s := &sheet.Sheet{Name: "甲"}
	s.Put(sheet.At(2, 3), c)
	return &sheet.Book{Sheets: []*sheet.Sheet{s}}
}

func laidOut(l *sheet.Layout) *sheet.Book {
	return &sheet.Book{Sheets: []*sheet.Sheet{{Name: "甲", Layout: l}}}
}

func validated(v sheet.Validation) *sheet.Book {
	v.Range = sheet.Rect(2, 3, 2, 3)
	return laidOut(&sheet.Layout{Validations: []sheet.Validation{v}})
}

func TestWriteLimits(t *testing.T) {
	long := func(n int) string { return strings.Repeat("长", n) }
	tests := []struct {
		name  string
		book  *sheet.Book
		limit string // empty if the book is written
		cell  string
	}{
		{"no sheets", &sheet.Book{}, LimitSheets, ""},
		{"all hidden", &sheet.Book{Sheets: []*sheet.Sheet{{Name: "甲", Visibility: sheet.VeryHidden}}}, LimitSheets, ""},
		{"name of 31", &sheet.Book{Sheets: []*sheet.Sheet{{Name: long(31)}}}, "", ""},
		{"name of 32", &sheet.Book{Sheets: []*sheet.Sheet{{Name: long(32)}}}, LimitSheetName, ""},
		{"name of 31 units", &sheet.Book{Sheets: []*sheet.Sheet{{Name: strings.Repeat("𠀀", 16)}}}, LimitSheetName, ""},
		{"name with slash", &sheet.Book{Sheets: []*sheet.Sheet{{Name: "甲/乙"}}}, LimitSheetName, ""},
		{"name in quotes", &sheet.Book{Sheets: []*sheet.Sheet{{Name: "'甲"}}}, LimitSheetName, ""},
		{"blank name", &sheet.Book{Sheets: []*sheet.Sheet{{Name: " "}}}, LimitSheetName, ""},
		{"name twice", &sheet.Book{Sheets: []*sheet.Sheet{{Name: "a"}, {Name: "A"}}}, LimitSheetNameTwice, ""},
		{"text of the limit", bookOf(sheet.Cell{Value: sheet.Str(long(sheet.MaxCellLen))}), "", ""},
		{"text too long", bookOf(sheet.Cell{Value: sheet.Str(long(sheet.MaxCellLen + 1))}), LimitText, "C2"},
		{"formula of the limit", bookOf(sheet.Cell{Formula: strings.Repeat("1+", sheet.MaxFormulaLen/2-1) + "11"}), "", ""},
		{"formula too long", bookOf(sheet.Cell{Formula: strings.Repeat("1+", sheet.MaxFormulaLen/2) + "1"}), LimitFormula, "C2"},
		{"formula of too many bytes", bookOf(sheet.Cell{Formula: strings.Repeat(".5+", 1700) + "1"}), LimitFormulaBytes, "C2"},
		{"literal of 255", bookOf(sheet.Cell{Formula: `"` + long(254) + `"""`}), "", ""},
		{"literal of 256", bookOf(sheet.Cell{Formula: `"` + long(256) + `"`}), LimitFormulaText, "C2"},
		{"nested 64", bookOf(sheet.Cell{Formula: strings.Repeat("ABS(", 64) + "1" + strings.Repeat(")", 64)}), "", ""},
		{"nested 65", bookOf(sheet.Cell{Formula: strings.Repeat("ABS(", 65) + "1" + strings.Repeat(")", 65)}), LimitFormulaNesting, "C2"},
		{"open quote", bookOf(sheet.Cell{Formula: `IF(A1="甲`}), LimitFormulaOpen, "C2"},
		{"open bracket", bookOf(sheet.Cell{Formula: `IF(A1=1`}), LimitFormulaOpen, "C2"},
		{"quoted sheet", bookOf(sheet.Cell{Formula: `'甲(1'!A1`}), "", ""},
		{"unknown error", bookOf(sheet.Cell{Value: sheet.Err("#OOPS")}), LimitErrorCode, "C2"},
		{"dead link", bookOf(sheet.Cell{Value: sheet.Str("x"), Extra: &sheet.Extra{Link: "'乙'!A1"}}), LimitLinkTarget, "C2"},
		{"row order", &sheet.Book{Sheets: []*sheet.Sheet{{Name: "甲", Rows: []sheet.Row{{N: 2}, {N: 2}}}}}, LimitRows, ""},
		{"row beyond", &sheet.Book{Sheets: []*sheet.Sheet{{Name: "甲", Rows: []sheet.Row{{N: sheet.MaxRows + 1}}}}}, LimitRows, ""},
		{"row height", &sheet.Book{Sheets: []*sheet.Sheet{{Name: "甲", Rows: []sheet.Row{{N: 1, Height: 410}}}}}, LimitRowHeight, "1"},
		{"column order", &sheet.Book{Sheets: []*sheet.Sheet{{Name: "甲", Rows: []sheet.Row{{N: 1, Cells: []sheet.Cell{{Col: 2}, {Col: 1}}}}}}}, LimitColumns, "1"},
		{"columns overlap", laidOut(&sheet.Layout{Columns: []sheet.ColumnLayout{{First: 1, Last: 3}, {First: 2, Last: 2}}}), LimitColumns, "2:2"},
		{"merges overlap", &sheet.Book{Sheets: []*sheet.Sheet{{Name: "甲", Merges: []sheet.Range{sheet.Rect(1, 1, 2, 2), sheet.Rect(2, 2, 3, 3)}}}}, LimitMerge, "B2:C3"},
		{"list of 255", validated(sheet.Validation{Choices: []string{long(127), long(127)}}), "", ""},
		{"list of 256", validated(sheet.Validation{Choices: []string{long(127), long(128)}}), LimitList, "C2"},
		{"list with comma", validated(sheet.Validation{Choices: []string{"a,b"}}), LimitListComma, "C2"},
		{"empty list", validated(sheet.Validation{}), LimitListEmpty, "C2"},
		{"prompt title", validated(sheet.Validation{Type: sheet.AnyValidation, PromptTitle: long(33)}), LimitPromptTitle, "C2"},
		{"prompt", validated(sheet.Validation{Type: sheet.AnyValidation, Prompt: long(256)}), LimitPrompt, "C2"},
		{"error text", validated(sheet.Validation{Type: sheet.DecimalValidation, Error: long(256)}), LimitPrompt, "C2"},
		{"footer", laidOut(&sheet.Layout{Print: sheet.Print{FooterLeft: long(254)}}), LimitFooter, ""},
		{"header", laidOut(&sheet.Layout{Print: sheet.Print{Header: long(250)}}), LimitFooter, ""},
		{"defined name", &sheet.Book{Sheets: []*sheet.Sheet{{Name: "甲"}}, Names: []sheet.Name{{Name: "A1", Refers: "1"}}}, LimitName, "A1"},
		{"chart", laidOut(&sheet.Layout{Charts: []sheet.Chart{{At: sheet.At(1, 1), Series: []sheet.Series{{Values: "'乙'!$A$1"}}}}}), LimitChart, "A1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Write(tt.book)
			var limit *LimitError
			switch {
			case tt.limit == "" && err != nil:
				t.Fatal(err)
			case tt.limit != "" && !errors.As(err, &limit):
				t.Fatalf("got %v, want %s", err, tt.limit)
			case limit != nil && (limit.Limit != tt.limit || limit.Cell != tt.cell):
				t.Errorf("got %s at %q, want %s at %q", limit.Limit, limit.Cell, tt.limit, tt.cell)
			}
		})
	}
}

// wideBook makes a book of one sheet with rows of 20 columns, half of them numbers.
func wideBook(rows int) *sheet.Book {
	s := &sheet.Sheet{Name: "台账", Layout: &sheet.Layout{FreezeRows: 1}}
	for r := 1; r <= rows; r++ {
		row := sheet.Row{N: r, Cells: make([]sheet.Cell, 20)}
		for c := range row.Cells {
			row.Cells[c] = sheet.Cell{Col: c + 1, Role: sheet.Body, Value: sheet.Num(float64(r*c) / 7)}
			if c%2 == 0 {
				row.Cells[c].Value = sheet.Str(fmt.Sprintf("第%d行督办事项", r%500))
			}
		}
		s.Rows = append(s.Rows, row)
	}
	return &sheet.Book{Sheets: []*sheet.Sheet{s}}
}

func templateBook() *sheet.Book {
	book := &sheet.Book{Creator: "督查室"}
	for i := range 6 {
		s := sampleForm(fmt.Sprintf("表%d", i+1), 7)
		s.Layout.Bars = nil
		book.Sheets = append(book.Sheets, s)
	}
	return book
}

func BenchmarkWrite(b *testing.B) {
	for _, bb := range []struct {
		name string
		book *sheet.Book
	}{{"template", templateBook()}, {"ledger", wideBook(20_000)}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				mustWrite(b, bb.book)
			}
		})
	}
	b.Run("template among others", func(b *testing.B) {
		b.ReportAllocs()
		var w Writer
		book := templateBook()
		for b.Loop() {
			if _, err := w.Write(book); err != nil {
				b.Fatal(err)
			}
		}
	})
}
