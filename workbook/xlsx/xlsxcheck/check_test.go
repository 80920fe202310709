package xlsxcheck_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"duban/workbook/sheet"
	"duban/workbook/xlsx"
	"duban/workbook/xlsx/xlsxcheck"
)

// sound gives a workbook with something of everything that is checked.
func sound(t *testing.T) []byte {
	t.Helper()
	s := &sheet.Sheet{Name: "任务", Merges: []sheet.Range{sheet.Rect(1, 1, 1, 3)}, Layout: &sheet.Layout{
		Columns: []sheet.ColumnLayout{{First: 1, Last: 1, Width: 20}, {First: 2, Last: 2, Width: 10}}, Filter: sheet.Rect(2, 1, 4, 3),
		Validations:  []sheet.Validation{{Range: sheet.Rect(3, 2, 4, 2), Type: sheet.ListValidation, Choices: []string{"是", "否"}, Prompt: "选一项"}},
		Conditionals: []sheet.Conditional{{Range: sheet.Rect(3, 3, 4, 3), Formula: "LEN(C3)>0", Role: sheet.Warn}},
		Print:        sheet.Print{TitleRows: sheet.Span{First: 2, Last: 2}, FooterCenter: "&P"},
	}}
	s.Put(sheet.At(1, 1), sheet.Cell{Role: sheet.Title, Value: sheet.Str("标题")})
	s.Put(sheet.At(2, 1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str("编号"), Extra: &sheet.Extra{Note: "说明"}})
	s.Put(sheet.At(3, 1), sheet.Cell{Value: sheet.Num(1)})
	s.Put(sheet.At(3, 2), sheet.Cell{Value: sheet.Str("是")})
	s.Put(sheet.At(3, 3), sheet.Cell{Formula: `IF('数 据'!A1>0,"有","")`, Value: sheet.Str("有")})
	for row := 5; row <= 6; row++ {
		s.Put(sheet.At(row, 3), sheet.Cell{Formula: fmt.Sprintf(`IF(AND(ISNUMBER($A%d),$A%[1]d>1),"大","小")`, row), Value: sheet.Str("小")})
	}
	s.Put(sheet.At(4, 1), sheet.Cell{Role: sheet.Link, Value: sheet.Str("去"), Extra: &sheet.Extra{Link: "'数 据'!A1"}})
	d := &sheet.Sheet{Name: "数 据"}
	d.Put(sheet.At(1, 1), sheet.Cell{Value: sheet.Num(2), Format: sheet.Date})
	data, err := xlsx.Write(&sheet.Book{Title: "表", Custom: map[string]string{"a": "b"}, Sheets: []*sheet.Sheet{s, d}})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// changed gives the workbook with a part changed, or dropped if with is "-".
func changed(t *testing.T, data []byte, part, old, with string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	done := false
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			if done = old == "" || bytes.Contains(body, []byte(old)); with == "-" {
				continue
			}
			body = []byte(strings.Replace(string(body), old, with, 1))
		}
		e, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if !done {
		t.Errorf("%s has no %q", part, old)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSoundHasNoFaults(t *testing.T) {
	for _, f := range xlsxcheck.Check(sound(t)) {
		t.Error(f)
	}
}

// TestEveryFaultIsFound breaks one thing at a time.
func TestEveryFaultIsFound(t *testing.T) {
	const book, one, styles = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"
	const notes, boxes, types = "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "[Content_Types].xml"
	data := sound(t)
	for _, tt := range []struct{ part, old, with, want string }{
		{one, "</sheetData>", "</sheetDatum>", "not well-formed"},
		{one, "<sheetData>", "<q:x/><sheetData>", "prefix q of x is not declared"},
		{one, `<row r="3"`, `<row r="2"`, "row 2 is out of order"},
		{one, `r="B3"`, `r="A3"`, "cell A3 is out of order"},
		{one, "<mergeCells", `<hyperlinks><hyperlink ref="A1" location="'数 据'!A1"/></hyperlinks><mergeCells`, "mergeCells stands after hyperlinks"},
		{one, `ref="A1:C1"`, `ref="C1:A1"`, "is no range"},
		{one, "数 据'!A1&gt;0", "没有'!A1&gt;0", `no sheet "没有"`},
		{one, `&gt;0,"有","")`, `&gt;0,"有","`, "a quote is not closed"},
		{one, `&gt;0,"有","")`, `&gt;0,"` + strings.Repeat("长", 256) + `","")`, "a literal of 256 characters"},
		{one, `prompt="选一项"`, `prompt="` + strings.Repeat("长", 256) + `"`, "prompt of 256 characters"},
		{one, `dxfId="0"`, `dxfId="7"`, "format 7 is none of 1"},
		{one, `priority="1"`, `priority="0"`, `a rule of priority "0"`},
		{one, `location="'数 据'!A1"`, `location="没有!A1"`, `no sheet "没有"`},
		{one, `location="'数 据'!A1"`, `location="数据"`, "which is no place"},
		{one, `<c r="A3"`, `<c s="99" r="A3"`, "format 99 is none"},
		{one, `<legacyDrawing`, `<drawing`, "drawing leads to a vmlDrawing"},
		{one, `<mergeCell ref="A1:C1"/>`, `<mergeCell ref="A1:C1"/><mergeCell ref="B1:D1"/>`, "overlaps another"},
		{one, ` t="shared" ref="C5:C6" si="0"`, ``, "C6: group 0 of shared formulas begins nowhere"},
		{one, ` ref="C5:C6" si="0"`, ` ref="C5" si="0"`, "C6 lies outside its group 0"},
		{one, `<f t="shared" si="0"/>`, `<f t="shared" ref="C6:C7" si="0">$A6</f>`, "group 0 of shared formulas begins twice"},
		{one, `AND(ISNUMBER($A5)`, `AND('数 据'!A1=1,ISNUMBER($A5)`, "C5: a formula that cannot be shared"},
		{one, ` ref="C5:C6" si="0"`, ` ref="C5:C6"`, `a shared formula of group ""`},
		{book, `name="数 据"`, `name="任务"`, `sheet "任务" stands twice`},
		{book, `name="数 据"`, `name="` + strings.Repeat("长", 32) + `"`, "empty or too long"},
		{book, `sheetId="2"`, `sheetId="1"`, "stands twice or is none"},
		{book, `localSheetId="0"`, `localSheetId="1"`, `of sheet "数 据" is about sheet "任务"`},
		{book, `localSheetId="0"`, `localSheetId="5"`, "belongs to sheet 5, which is none"},
		{book, `r:id="rId1"`, `r:id="rId77"`, "leads to rId77, which is no relationship"},
		{styles, `fillId="0"`, `fillId="55"`, "fillId 55 is none"},
		{styles, `<fills count="`, `<fills count="9`, "fills counts"},
		{notes, `ref="A2"`, `ref="A9"`, "note A9 has 0 boxes"},
		{notes, `authorId="0"`, `authorId="4"`, "author 4 is none of 1"},
		{boxes, "<x:Row>1</x:Row>", "<x:Row>4</x:Row>", "a box at A5 has no note"},
		{types, "spreadsheetml.styles+xml", "spreadsheetml.styles+xml\"/><Override PartName=\"/xl/none.xml\" ContentType=\"a/b", "declares xl/none.xml, which is not there"},
		{styles, "", "-", "leads to xl/styles.xml, which is not there"},
		{"docProps/custom.xml", `pid="2"`, `pid="1"`, "stands twice or has no id"},
	} {
		faults := xlsxcheck.Check(changed(t, data, tt.part, tt.old, tt.with))
		if !strings.Contains(strings.Join(faults, "\n"), tt.want) {
			t.Errorf("%s, %s → %.40s: %v, wanted %q", tt.part, tt.old, tt.with, faults, tt.want)
		}
	}
	if faults := xlsxcheck.Check([]byte("PK")); len(faults) == 0 {
		t.Error("no workbook has no faults")
	}
}
