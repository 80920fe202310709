package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
)

const frontName = "需要修改的地方"

func frontSheet() *sheet.Sheet {
	front := &sheet.Sheet{Name: frontName, Merges: []sheet.Range{sheet.Rect(1, 1, 1, 2)}, Layout: &sheet.Layout{
		Columns: []sheet.ColumnLayout{{First: 1, Last: 1, Width: 60}, {First: 2, Last: 2, Width: 20}}, Print: sheet.Print{TitleRows: sheet.Span{First: 2, Last: 2}},
		Conditionals: []sheet.Conditional{{Range: sheet.Rect(3, 1, 4, 1), Formula: `LEN(A3)=0`, Role: sheet.Muted}}}}
	front.Put(sheet.At(1, 1), sheet.Cell{Role: sheet.Title, Value: sheet.Str(frontName)})
	front.Put(sheet.At(2, 1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str("问题")})
	front.Put(sheet.At(2, 2), sheet.Cell{Role: sheet.Heading, Value: sheet.Str("位置")})
	front.Put(sheet.At(3, 1), sheet.Cell{Role: sheet.Body, Value: sheet.Str("已完成的任务要填实际完成日期")})
	front.Put(sheet.At(3, 2), sheet.Cell{Role: sheet.Link, Value: sheet.Str("任务进展 J5"), Extra: &sheet.Extra{Link: "'任务进展'!J5"}})
	front.Put(sheet.At(4, 1), sheet.Cell{Role: sheet.Body, Format: sheet.Date, Value: sheet.Num(45565)})
	return front
}

func someMarks() []Mark {
	return []Mark{
		{"任务进展", sheet.At(5, 10), "已完成的任务要填实际完成日期", sheet.Alert}, {"任务进展", sheet.At(2, 7), "表头改过", sheet.Warn},
		{"任务进展", sheet.At(30, 3), "多出一行", sheet.Warn}, {"数据", sheet.At(2, 2), "数据有误\n请核对", sheet.Warn}, {"数据", sheet.At(2, 2), "第二条", sheet.Alert},
	}
}

func mustMark(t testing.TB, data []byte, marks []Mark, front *sheet.Sheet) []byte {
	t.Helper()
	out, err := MarkUp(data, marks, front)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestMarkUpKeepsSharedFormulas checks that marks on the cell that contains a shared formula, and on the others, change no formula, also if
// a slip is marked again.
func TestMarkUpKeepsSharedFormulas(t *testing.T) {
	const one, other = `IF(AND($A%d>0,B%d<>"A1"),"有A9",SUM($A$1:B%d))`, `IF(AND($A%d>0,B%d<>"A1"),"无A9",SUM($A$1:B%d))`
	book := column(3, one, other, one, one, other, "A9", one)
	book.Sheets[0].Name = "任务进展" // the front sheet links to it
	data := mustWrite(t, book)
	written := formulasOf(t, data, sheetPartName(0))
	if n := strings.Count(strings.Join(written, " "), ` t="shared"`); n != 6 {
		t.Fatalf("%d cells share formulas: %s", n, written)
	}
	for row := 2; row <= 10; row++ {
		marks := []Mark{{"任务进展", sheet.At(row, 3), "请核对", sheet.Alert}, {"任务进展", sheet.At(5, 3), "请核对", sheet.Warn}}
		slip := mustMark(t, data, marks, frontSheet())
		again := mustMark(t, slip, []Mark{{"任务进展", sheet.At(3, 3), "再核对", sheet.Warn}}, frontSheet())
		sameFormulas(t, book, slip)
		sameFormulas(t, book, again)
	}
}

// unpackedPlain gives the parts of a file without checking them.
func unpackedPlain(t testing.TB, data []byte) map[string][]byte {
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
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// seen gives what excelize reads of a file's sheets: notes, fills and rules, by place.
func seen(t testing.TB, data []byte) map[string]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]string{}
	for _, name := range f.GetSheetList() {
		if name == frontName {
			continue
		}
		notes, err := f.GetComments(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range notes {
			text := n.Text
			for _, run := range n.Paragraph {
				text += run.Text
			}
			out[name+"!"+n.Cell+" note"] = text
		}
		for row := 1; row <= 31; row++ {
			for col := 1; col <= 12; col++ {
				at := sheet.At(row, col).String()
				id, err := f.GetCellStyle(name, at)
				if err != nil {
					t.Fatal(err)
				}
				style, err := f.GetStyle(id)
				if err != nil {
					t.Fatal(err)
				}
				out[name+"!"+at+" fill"] = fillSeen(f, id)
				lock := style.Protection == nil || style.Protection.Locked
				out[name+"!"+at+" format"] = strings.Join([]string{fontText(style.Font), zeroOne(lock)}, " ")
			}
		}
		rules, err := f.GetConditionalFormats(name)
		if err != nil {
			t.Fatal(err)
		}
		for at := range rules {
			out[name+"!"+at+" rule"] = "is"
		}
		checks, err := f.GetDataValidations(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range checks {
			out[name+"!"+v.Sqref+" validation"] = v.Type + v.Formula1
		}
	}
	for _, n := range f.GetDefinedName() {
		if !strings.Contains(n.RefersTo, frontName) {
			out["name "+n.Scope+" "+n.Name] = n.RefersTo
		}
	}
	return out
}

// fillSeen gives a fill's colour. The style that excelize reports has none if the file has no theme.
func fillSeen(f *excelize.File, style int) string {
	xf := f.Styles.CellXfs.Xf[style]
	if xf.FillID == nil || f.Styles.Fills == nil {
		return ""
	}
	p := f.Styles.Fills.Fill[*xf.FillID].PatternFill
	if p == nil || p.PatternType != "solid" || p.FgColor == nil {
		return ""
	}
	return strings.TrimPrefix(p.FgColor.RGB, "FF")
}

func fontText(f *excelize.Font) string {
	if f == nil {
		return ""
	}
	return f.Family + f.Color + zeroOne(f.Bold)
}

// difference lists what two files show differently.
func difference(before, after map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range after {
		if before[k] != v {
			out[k] = v
		}
	}
	for k := range before {
		if _, there := after[k]; !there {
			out[k] = "lost"
		}
	}
	return out
}

func wantDifference(t *testing.T, got, want map[string]string) {
	t.Helper()
	for k, v := range got {
		if w, ok := want[k]; !ok || w != v {
			t.Errorf("%s became %q, want %q", k, v, w)
		}
	}
	for k := range want {
		if _, ok := got[k]; !ok {
			t.Errorf("%s did not change", k)
		}
	}
}

// markedDifference lists what someMarks change.
func markedDifference() map[string]string {
	return map[string]string{
		"任务进展!J5 note": "已完成的任务要填实际完成日期", "任务进展!J5 fill": alertFill,
		"任务进展!G2 note": "从下拉中选择：未启动、推进中、已完成、长期坚持、申请调整\n表头改过", "任务进展!G2 fill": strongColor(sheet.Warn),
		"任务进展!C30 note": "多出一行", "任务进展!C30 fill": warnFill,
		"数据!B2 note": "数据有误\n请核对\n第二条", "数据!B2 fill": warnFill,
	}
}

func TestMarkUp(t *testing.T) {
	for name, data := range editFiles(t) {
		t.Run(name, func(t *testing.T) {
			marked := mustMark(t, data, someMarks(), frontSheet())
			unpacked(t, marked)
			wantDifference(t, difference(seen(t, data), seen(t, marked)), markedDifference())
			before, err := Read(data)
			if err != nil {
				t.Fatal(err)
			}
			after, err := Read(marked)
			if err != nil {
				t.Fatal(err)
			}
			if after.Sheets[0].Name != frontName || after.Active != 0 || len(after.Sheets) != len(before.Sheets)+1 {
				t.Errorf("%d sheets, %s first, %d active", len(after.Sheets), after.Sheets[0].Name, after.Active)
			}
			for i, s := range before.Sheets {
				sameCells(t, s.Name, s, after.Sheets[i+1])
				if after.Sheets[i+1].Protected != s.Protected {
					t.Errorf("%s: protection", s.Name)
				}
			}
			if got := after.Sheets[0].Cell(sheet.At(4, 1)); got == nil || got.Format != sheet.Date {
				t.Errorf("a date of the front sheet: %+v", got)
			}
			if n := selectedSheets(t, marked); n != 1 {
				t.Errorf("%d sheets are selected", n)
			}
			if !bytes.Equal(marked, mustMark(t, data, someMarks(), frontSheet())) {
				t.Error("the same marks gave other bytes")
			}
		})
	}
}

// A Marker gives the same as MarkUp for every file, whatever it marked before and whatever front sheet that had.
func TestMarkerMarksOneAfterTheOther(t *testing.T) {
	var k Marker
	plain := frontSheet()
	plain.Layout, plain.Merges = nil, nil
	for range 2 {
		for name, data := range editFiles(t) {
			for i, front := range []*sheet.Sheet{frontSheet(), plain, nil} {
				marked, err := k.MarkUp(data, someMarks()[i:], front)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(marked, mustMark(t, data, someMarks()[i:], front)) {
					t.Errorf("%s, front sheet %d: other bytes", name, i)
				}
			}
		}
	}
	if len(k.alike.shells) != 2 {
		t.Errorf("%d shells were made", len(k.alike.shells))
	}
}

func selectedSheets(t *testing.T, data []byte) int {
	n := 0
	for name, part := range unpackedPlain(t, data) {
		if strings.HasPrefix(name, "xl/worksheets/sheet") && (bytes.Contains(part, []byte(`tabSelected="1"`)) || bytes.Contains(part, []byte(`tabSelected="true"`))) {
			n++
		}
	}
	return n
}

func TestMarkUpDoesNotPileUp(t *testing.T) {
	for name, data := range editFiles(t) {
		t.Run(name, func(t *testing.T) {
			once := mustMark(t, data, someMarks(), frontSheet())
			if !bytes.Equal(once, mustMark(t, once, someMarks(), frontSheet())) {
				t.Error("marking twice is not marking once")
			}
			other := []Mark{{"任务进展", sheet.At(6, 7), "另一处", sheet.Alert}}
			again := mustMark(t, once, other, frontSheet())
			unpacked(t, again)
			wantDifference(t, difference(seen(t, data), seen(t, again)), map[string]string{"任务进展!G6 note": "另一处", "任务进展!G6 fill": alertFill})
			clean := mustMark(t, again, nil, frontSheet())
			wantDifference(t, difference(seen(t, data), seen(t, clean)), nil)
		})
	}
}

// TestMarkUpAfterResave removes marks from slips that another program has saved.
func TestMarkUpAfterResave(t *testing.T) {
	for fixed, plain := range map[string]string{
		"mark-slip-libreoffice-7.4.7.xlsx": "mark-libreoffice-7.4.7.xlsx", "mark-slip-openpyxl-3.0.9.xlsx": "mark-openpyxl-3.0.9.xlsx",
	} {
		t.Run(fixed, func(t *testing.T) {
			slip := fixture(t, fixed)
			clean := mustMark(t, slip, nil, frontSheet())
			unpacked(t, clean)
			got := difference(seen(t, fixture(t, plain)), seen(t, clean))
			for k, v := range got {
				// A program may give a name to the cell format that was made for a mark.
				if strings.HasSuffix(k, " note") || strings.HasSuffix(k, " fill") {
					t.Errorf("%s is %q", k, v)
				}
			}
			book, err := Read(clean)
			if err != nil || book.Sheets[0].Name != frontName || book.Sheet(frontName) == nil {
				t.Fatal(err)
			}
			for _, s := range book.Sheets[1:] {
				if s.Name == frontName {
					t.Error("an earlier front sheet is left")
				}
			}
		})
	}
}

// TestMarkUpWithoutRecord removes marks after the clerk has deleted the front sheet.
func TestMarkUpWithoutRecord(t *testing.T) {
	data := mustWrite(t, sampleBook())
	slip := mustMark(t, data, []Mark{{"任务进展", sheet.At(5, 10), "改", sheet.Alert}, {"数据", sheet.At(3, 1), "改", sheet.Warn}}, frontSheet())
	f, err := openExisting(slip)
	if err != nil {
		t.Fatal(err)
	}
	m := &marker{file: f, dropped: -1}
	if err := m.dropSheet(0); err != nil {
		t.Fatal(err)
	}
	src, err := f.part(f.main)
	if err != nil {
		t.Fatal(err)
	}
	elements := outlined(t, f.main, src, 3)
	for i := range elements {
		if e := &elements[i]; e.local == "sheet" {
			f.set(f.main, patched(src, []patch{{e.start, e.end, ""}}))
			break
		}
	}
	without, err := f.pack()
	if err != nil {
		t.Fatal(err)
	}
	clean := seen(t, mustMark(t, without, nil, frontSheet()))
	for k, v := range difference(seen(t, data), clean) {
		if !strings.HasPrefix(k, "name ") {
			t.Errorf("%s became %q", k, v)
		}
	}
}

// TestMarkUpKeepsRepaint checks that a cell that somebody has recoloured since is not changed.
func TestMarkUpKeepsRepaint(t *testing.T) {
	data := mustWrite(t, sampleBook())
	slip := mustMark(t, data, []Mark{{"数据", sheet.At(3, 1), "改", sheet.Warn}}, frontSheet())
	f, err := excelize.OpenReader(bytes.NewReader(slip))
	if err != nil {
		t.Fatal(err)
	}
	id, err := f.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"00B0F0"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("数据", "A3", "A3", id); err != nil {
		t.Fatal(err)
	}
	painted, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if got := seen(t, mustMark(t, painted.Bytes(), nil, frontSheet()))["数据!A3 fill"]; got != "00B0F0" {
		t.Errorf("the cell is %s", got)
	}
}

func TestMarkUpNames(t *testing.T) {
	marked := mustMark(t, mustWrite(t, sampleBook()), nil, frontSheet())
	f, err := excelize.OpenReader(bytes.NewReader(marked))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	scopes := map[string]string{}
	for _, n := range f.GetDefinedName() {
		scopes[n.Name+" "+n.RefersTo] = n.Scope
	}
	for name, scope := range map[string]string{
		"局部 '数据'!$A$1": "数据", "_xlnm.Print_Area '任务进展'!$A$1:$L$14": "任务进展", "_xlnm.Print_Titles '" + frontName + "'!$2:$2": frontName, "状态 '数据'!$F$2:$F$6": "Workbook",
	} {
		if scopes[name] != scope {
			t.Errorf("%s belongs to %q, want %q", name, scopes[name], scope)
		}
	}
}

func TestMarkUpRefuses(t *testing.T) {
	data := mustWrite(t, sampleBook())
	if _, err := MarkUp(data, []Mark{{Sheet: "没有", Ref: sheet.At(1, 1)}}, nil); err == nil {
		t.Error("a sheet that is not there was marked")
	}
	var limit *LimitError
	if _, err := MarkUp(data, []Mark{{Sheet: "数据", Ref: sheet.At(0, 1)}}, nil); !errors.As(err, &limit) {
		t.Error(err)
	}
	if _, err := MarkUp(data, nil, &sheet.Sheet{Name: strings.Repeat("长", 32)}); !errors.As(err, &limit) {
		t.Error(err)
	}
	dead := frontSheet()
	dead.Cell(sheet.At(3, 2)).Extra.Link = "'没有'!A1"
	if _, err := MarkUp(data, nil, dead); !errors.As(err, &limit) || limit.Limit != LimitLinkTarget {
		t.Error(err)
	}
	var refusal *Refusal
	if _, err := MarkUp([]byte("%PDF-1.4"), nil, nil); !errors.As(err, &refusal) || refusal.Code != RefusedPdf {
		t.Error(err)
	}
}

// TestMarkUpManyRecords splits the record of many marks over several cells.
func TestMarkUpManyRecords(t *testing.T) {
	var marks []Mark
	for r := 1; r <= 400; r++ {
		marks = append(marks, Mark{"任务进展", sheet.At(r, 13), strings.Repeat("长", 200), sheet.Warn})
	}
	data := mustWrite(t, sampleBook())
	clean := mustMark(t, mustMark(t, data, marks, frontSheet()), nil, frontSheet())
	wantDifference(t, difference(seen(t, data), seen(t, clean)), nil)
}

// TestMarkUpWorksInProportion checks that twice as many marks allocate twice the memory, not four times, also if the sheet already has
// notes.
func TestMarkUpWorksInProportion(t *testing.T) {
	one := &sheet.Sheet{Name: "数据"}
	one.Put(sheet.At(1, 1), sheet.Cell{Value: sheet.Str("数据"), Extra: &sheet.Extra{Note: "说明"}})
	data := mustWrite(t, &sheet.Book{Sheets: []*sheet.Sheet{one}})
	work := func(n int) float64 {
		marks := make([]Mark, n)
		for i := range marks {
			marks[i] = Mark{"数据", sheet.At(2+i, 1), "请核对", sheet.Warn}
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		mustMark(t, data, marks, nil)
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc - before.TotalAlloc)
	}
	const n = 3_000
	if once, twice := work(n), work(2*n); twice > 2.5*once {
		t.Errorf("%d marks allocate %.1f MB, %d of them %.1f MB", n, once/1e6, 2*n, twice/1e6)
	}
}

// TestMarkUpPlain marks a file with hardly any styles.
func TestMarkUpPlain(t *testing.T) {
	parts := testBook(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	name := mustRead(t, parts).Sheets[0].Name
	marked := mustMark(t, pack(t, parts), []Mark{{name, sheet.At(1, 1), "改", sheet.Alert}}, &sheet.Sheet{Name: frontName})
	if got := seen(t, marked); got[name+"!A1 fill"] != alertFill || got[name+"!A1 note"] != "改" {
		t.Errorf("%q %q", got[name+"!A1 fill"], got[name+"!A1 note"])
	}
	if _, err := Read(marked); err != nil {
		t.Error(err)
	}
}

// TestMarkUpPrefixed marks a file whose namespace has a prefix in every part, as some libraries write it.
func TestMarkUpPrefixed(t *testing.T) {
	for _, strict := range []bool{false, true} {
		parts := testBook(`<row r="1"><c r="A1" s="1"><v>1</v></c></row>`)
		name := mustRead(t, parts).Sheets[0].Name
		for i := range parts {
			p := &parts[i]
			if p.name == workbookAt || p.name == sheetAt || p.name == stylesAt || p.name == stringsAt {
				p.body = strings.NewReplacer("</", "</x:", "<", "<x:", `xmlns="`, `xmlns:x="`, "<?", "<?").Replace(p.body)
			}
			if p.name == contentTypesPart {
				p.body = strings.Replace(p.body, "</Types>", `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`, 1)
			}
			if strict {
				p.body = strings.ReplaceAll(strings.ReplaceAll(p.body, mainNamespace, "http://purl.oclc.org/ooxml/spreadsheetml/main"), officeNamespace, "http://purl.oclc.org/ooxml/officeDocument/relationships")
			}
		}
		front := frontSheet()
		front.Cell(sheet.At(3, 2)).Extra = nil
		marks := []Mark{{name, sheet.At(1, 1), "改", sheet.Alert}, {name, sheet.At(4, 2), "改", sheet.Alert}}
		once := mustMark(t, pack(t, parts), marks, front)
		unpacked(t, once)
		book, err := Read(once)
		if err != nil {
			t.Fatal(err)
		}
		if book.Sheets[0].Name != frontName || book.Sheets[1].Value(sheet.At(1, 1)).Num != 1 || book.Sheets[1].Cell(sheet.At(1, 1)).Format != sheet.Date {
			t.Errorf("strict %v: %+v", strict, book.Sheets[1])
		}
		f, err := openExisting(once)
		if err != nil {
			t.Fatal(err)
		}
		styles, err := f.part("xl/styles.xml")
		if err != nil || !bytes.Contains(styles, []byte(alertFill)) {
			t.Errorf("strict %v: no fill, %v", strict, err)
		}
		if !bytes.Equal(once, mustMark(t, once, marks, front)) {
			t.Errorf("strict %v: marking twice is not marking once", strict)
		}
	}
}

func TestWithAttr(t *testing.T) {
	for _, tt := range []struct{ tag, name, value, want string }{
		{`<xf a="1" fillId="2"/>`, "fillId", "9", `<xf a="1" fillId="9"/>`},
		{`<xf a="fillId=" fillId='2' b="3">`, "fillId", "9", `<xf a="fillId=" fillId="9" b="3">`},
		{`<xf a="1"/>`, "fillId", "9", `<xf a="1" fillId="9"/>`},
		{`<xf fillId = "2" a="1">`, "fillId", "", `<xf a="1">`},
		{`<xf x:fillId="2">`, "fillId", "9", `<xf x:fillId="2" fillId="9">`},
		{`<xf>`, "fillId", "", `<xf>`},
	} {
		if got := withAttr(tt.tag, tt.name, tt.value); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.tag, got, tt.want)
		}
	}
}

func TestWithoutEnd(t *testing.T) {
	for _, tt := range []struct{ text, cut, want string }{
		{"甲\n乙", "乙", "甲"}, {"乙", "乙", ""}, {"甲乙", "乙", "甲乙"}, {"甲\n乙\n丙", "乙\n丙", "甲"}, {"甲\n乙 \n", "乙", "甲"}, {"甲", "乙", "甲"},
	} {
		if got := withoutEnd(tt.text, tt.cut); got != tt.want {
			t.Errorf("%q without %q: %q", tt.text, tt.cut, got)
		}
	}
}
