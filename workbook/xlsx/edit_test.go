package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/workbook/sheet"
)

func mustApply(t testing.TB, data []byte, edits ...Edit) []byte {
	t.Helper()
	out, err := Apply(data, edits)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// editFiles gives our own file, and the same file saved by other programs.
func editFiles(t testing.TB) map[string][]byte {
	return map[string][]byte{
		"own":         mustWrite(t, sampleBook()),
		"openpyxl":    fixture(t, "mark-openpyxl-3.0.9.xlsx"),
		"libreoffice": fixture(t, "mark-libreoffice-7.4.7.xlsx"),
	}
}

func TestApply(t *testing.T) {
	for name, data := range editFiles(t) {
		t.Run(name, func(t *testing.T) {
			before, err := Read(data)
			if err != nil {
				t.Fatal(err)
			}
			values := map[sheet.Ref]sheet.Value{
				sheet.At(3, 7): sheet.Str("已完成"), sheet.At(3, 8): sheet.Num(12.5), sheet.At(3, 10): sheet.Num(45565), sheet.At(4, 8): {}, sheet.At(5, 11): sheet.Str("=1+1 <甲> _x0041_\n乙"),
				sheet.At(6, 12): sheet.Str("公式没了"), sheet.At(40, 2): sheet.Truth(true), sheet.At(20, 20): sheet.Num(7), sheet.At(3, 30): sheet.Str("右边"), sheet.At(20, 1): sheet.Err("#N/A"),
			}
			var edits []Edit
			for at, v := range values {
				edits = append(edits, Edit{"任务进展", at, v})
			}
			out := mustApply(t, data, edits...)
			unpacked(t, out)
			after, err := Read(out)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range before.Sheets {
				if s.Name == "任务进展" {
					for at, v := range values {
						s.Put(at, sheet.Cell{Value: v})
					}
				}
				sameCells(t, s.Name, s, after.Sheet(s.Name))
			}
			// The format of a cell stays with it.
			if c := after.Sheet("任务进展").Cell(sheet.At(3, 10)); c == nil || c.Format != sheet.Date {
				t.Errorf("the date's format: %+v", c)
			}
			if !bytes.Equal(out, mustApply(t, data, edits...)) {
				t.Error("the same edits gave other bytes")
			}
		})
	}
}

func TestApplyKeepsOtherParts(t *testing.T) {
	for name, data := range editFiles(t) {
		before, after := unpackedPlain(t, data), unpackedPlain(t, mustApply(t, data, Edit{"数据", sheet.At(2, 2), sheet.Num(1)}))
		changed := 0
		for part, content := range before {
			if !bytes.Equal(content, after[part]) {
				changed++
			}
		}
		if changed != 1 || len(before) != len(after) {
			t.Errorf("%s: %d parts changed, %d became %d", name, changed, len(before), len(after))
		}
	}
}

func TestApplyLastEditCounts(t *testing.T) {
	at := sheet.At(1, 1)
	data := mustApply(t, mustWrite(t, bookOf(sheet.Cell{Value: sheet.Int(1)})), Edit{"甲", at, sheet.Int(2)}, Edit{"甲", at, sheet.Int(3)})
	book, err := Read(data)
	if err != nil || book.Sheets[0].Value(at).Num != 3 {
		t.Errorf("%+v, %v", book, err)
	}
}

func TestApplyRefuses(t *testing.T) {
	data := mustWrite(t, bookOf(sheet.Cell{Value: sheet.Int(1)}))
	if _, err := Apply(data, []Edit{{"乙", sheet.At(1, 1), sheet.Int(1)}}); err == nil {
		t.Error("a sheet that is not there was edited")
	}
	for _, e := range []Edit{{"甲", sheet.At(0, 1), sheet.Int(1)}, {"甲", sheet.At(1, sheet.MaxCols+1), sheet.Int(1)}, {"甲", sheet.At(1, 1), sheet.Str(strings.Repeat("长", sheet.MaxCellLen+1))}} {
		var limit *LimitError
		if _, err := Apply(data, []Edit{e}); !errors.As(err, &limit) {
			t.Errorf("%s: %v", e.Ref, err)
		}
	}
	var refusal *Refusal
	if _, err := Apply([]byte("no zip"), nil); !errors.As(err, &refusal) {
		t.Error(err)
	}
	for _, kind := range []string{"array", "dataTable"} {
		joint := testBook(`<row r="1"><c r="A1"><f t="` + kind + `" ref="A1:A2">B1:B2</f><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>`)
		first := mustRead(t, joint).Sheets[0].Name
		if _, err := Apply(pack(t, joint), []Edit{{first, sheet.At(1, 1), sheet.Int(1)}}); err == nil {
			t.Errorf("%s: a formula that fills two cells was typed over", kind)
		}
	}
}

// TestApplyKeepsSharedFormulas checks that overwriting the cell that contains a shared formula does not change the formulas of the others.
func TestApplyKeepsSharedFormulas(t *testing.T) {
	parts := testBook(`<row r="1"><c r="A1"><f t="shared" ref="A1:A9" si="3">IF(B1&gt;0,"&lt;",$C$1)</f><v>1</v></c><c r="D1"><f t="shared" ref="D1:E1" si="4">D9</f><v>1</v></c><c r="E1"><f t="shared" si="4"/><v>1</v></c></row>` +
		`<row r="2"><c r="A2"><f t="shared" si="3"/><v>1</v></c></row><row r="3"><c r="A3"><f>1</f></c></row><row r="4"><c r="A4"><f t="shared" si="3"></f><v>1</v></c></row><row r="5"><c r="A5"><f t="shared" si="3"/><v>1</v></c></row>`)
	data, name := pack(t, parts), mustRead(t, parts).Sheets[0].Name
	for _, tt := range []struct {
		edits []sheet.Ref
		want  string
		part  string
	}{
		{[]sheet.Ref{sheet.At(2, 1)}, `A1=IF(B1>0,"<",$C$1) D1=D9 E1=E9 A3=1 A4=IF(B4>0,"<",$C$1) A5=IF(B5>0,"<",$C$1)`, `ref="A1:A9" si="3"`},
		{[]sheet.Ref{sheet.At(1, 1)}, `D1=D9 E1=E9 A2=IF(B2>0,"<",$C$1) A3=1 A4=IF(B4>0,"<",$C$1) A5=IF(B5>0,"<",$C$1)`, `<f t="shared" ref="A2:A9" si="3">`},
		{[]sheet.Ref{sheet.At(1, 1), sheet.At(2, 1), sheet.At(3, 1)}, `D1=D9 E1=E9 A4=IF(B4>0,"<",$C$1) A5=IF(B5>0,"<",$C$1)`, `<f t="shared" ref="A4:A9" si="3">`},
		{[]sheet.Ref{sheet.At(1, 1), sheet.At(2, 1), sheet.At(4, 1), sheet.At(5, 1)}, `D1=D9 E1=E9 A3=1`, `<f t="shared" ref="D1:E1" si="4">`},
		{[]sheet.Ref{sheet.At(1, 4)}, `A1=IF(B1>0,"<",$C$1) E1=E9 A2=IF(B2>0,"<",$C$1) A3=1 A4=IF(B4>0,"<",$C$1) A5=IF(B5>0,"<",$C$1)`, `<f t="shared" ref="E1" si="4">`},
	} {
		var edits []Edit
		for _, at := range tt.edits {
			edits = append(edits, Edit{name, at, sheet.Int(7)})
		}
		out := mustApply(t, data, edits...)
		book, err := Read(out)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for r := range book.Sheets[0].Each() {
			for _, c := range r.Cells {
				if c.Formula != "" {
					got = append(got, sheet.At(r.N, c.Col).String()+"="+c.Formula)
				}
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%v typed over: %v, want %s", tt.edits, got, tt.want)
		}
		for name, part := range unpackedPlain(t, out) {
			if strings.HasPrefix(name, "xl/worksheets/") && !strings.Contains(string(part), tt.part) {
				t.Errorf("%v typed over: no %s in %s", tt.edits, tt.part, part)
			}
		}
	}
}

// TestApplyKeepsOtherFormulas checks that, whatever is overwritten, the other cells' formulas are read as before, even if a group has no
// range or several texts, its number is written in two ways, or its cells are anywhere.
func TestApplyKeepsOtherFormulas(t *testing.T) {
	for _, tt := range []struct {
		name     string
		formulas []string
		typed    []int
	}{
		{"no range", []string{`<f t="shared" si="0">B1+1</f>`, `<f t="shared" si="0"/>`, `<f t="shared" si="0"/>`}, []int{1}},
		{"second text typed over", []string{`<f t="shared" ref="A1:A3" si="0">B1+1</f>`, `<f t="shared" ref="A2:A3" si="0">C2+2</f>`, `<f t="shared" si="0"/>`}, []int{2}},
		{"first text typed over", []string{`<f t="shared" ref="A1:A4" si="0">B1+1</f>`, `<f ca="1" t="shared" ref="A2:A3" si="0">C2+2</f>`, `<f t="shared" si="0"/>`, `<f t="shared" si="0"/>`}, []int{1}},
		{"both typed over", []string{`<f t="shared" ref="A1:A3" si="0">B1+1</f>`, `<f t="shared" ref="A2:A3" si="0">C2+2</f>`, `<f t="shared" si="0"/>`}, []int{1, 2}},
		{"number in two ways", []string{`<f t="shared" ref="A1:A3" si="0">B1+1</f>`, `<f t="shared" si="00"/>`, `<f t="shared" si="000"/>`}, []int{1}},
		{"number in two ways, second text typed over", []string{`<f t="shared" ref="A1:A3" si="0">B1+1</f>`, `<f t="shared" ref="A2:A3" si="00">C2+2</f>`, `<f t="shared" si="00"/>`}, []int{2}},
		{"before its text", []string{`<f t="shared" si="0"/>`, `<f t="shared" ref="A1:A3" si="0">=B2+1</f>`, `<f t="shared" si="0"/>`}, []int{2}},
		{"no text but its sign", []string{`<f t="shared" ref="A1:A3" si="0">=</f>`, `<f t="shared" ref="A2:A3" si="0">B2+1</f>`, `<f t="shared" si="0"/>`}, []int{2}},
	} {
		if diff := othersChanged(t, tt.formulas, tt.typed); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 7).Draw(rt, "n")
		formulas := make([]string, n)
		for i := range formulas {
			text := rapid.SampledFrom([]string{"", "", fmt.Sprintf("B%d+1", i+1), fmt.Sprintf("C%d+2", i+1)}).Draw(rt, "text")
			attrs := rapid.SampledFrom([]string{``, ` t="shared"`, ` t="shared" si="0"`, ` t="shared" si="0"`, ` si="00" t="shared" ref="A1:A9"`, ` t="shared" si="1"`, ` t="shared" si="1" ref="A2"`}).Draw(rt, "attributes")
			formulas[i] = `<f` + attrs + `>` + text + `</f>`
		}
		if diff := othersChanged(t, formulas, rapid.SliceOfNDistinct(rapid.IntRange(1, n), 1, n, rapid.ID).Draw(rt, "typed over")); diff != "" {
			rt.Fatal(diff)
		}
	})
}

// othersChanged overwrites rows of a column of formulas and says how the others have changed.
func othersChanged(t testing.TB, formulas []string, typed []int) string {
	t.Helper()
	rows := ""
	for i, f := range formulas {
		rows += fmt.Sprintf(`<row r="%[1]d"><c r="A%[1]d">%[2]s<v>1</v></c></row>`, i+1, f)
	}
	data := pack(t, testBook(rows))
	before, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	sheetName, want := before.Sheets[0].Name, formulasByCell(before)
	var edits []Edit
	for _, row := range typed {
		at := sheet.At(row, 1)
		edits = append(edits, Edit{sheetName, at, sheet.Int(7)})
		delete(want, sheetName+"!"+at.String())
	}
	after, err := Read(mustApply(t, data, edits...))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, formulasByCell(after)); diff != "" {
		return fmt.Sprintf("%v typed over: formulas differ (-want +got):\n%s\n%s", typed, diff, strings.Join(formulas, "\n"))
	}
	return ""
}

// formulasByCell gives the formulas of a book by their places.
func formulasByCell(b *sheet.Book) map[string]string {
	out := map[string]string{}
	for _, s := range b.Sheets {
		for r := range s.Each() {
			for _, c := range r.Cells {
				if c.Formula != "" {
					out[s.Name+"!"+sheet.At(r.N, c.Col).String()] = c.Formula
				}
			}
		}
	}
	return out
}

// TestChangeCellsForms checks the ways in which programs write rows: with prefixes, without places, empty.
func TestChangeCellsForms(t *testing.T) {
	const ns = mainNamespace
	for _, tt := range []struct{ name, in, want string }{
		{"empty", `<worksheet xmlns="` + ns + `"><sheetData/></worksheet>`, `<sheetData><row r="2"><c r="B2"><v>5</v></c></row></sheetData>`},
		{"prefix", `<x:worksheet xmlns:x="` + ns + `"><x:sheetData><x:row r="2"><x:c r="B2" s="3" t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
			`<x:row r="2"><c xmlns="` + ns + `" r="B2" s="3"><v>5</v></c></x:row>`},
		{"no places", `<worksheet xmlns="` + ns + `"><sheetData><row><c><v>1</v></c></row><row><c><v>2</v></c><c><v>3</v></c><c/></row></sheetData></worksheet>`,
			`<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>5</v></c><c r="C2"/></row>`},
		{"before and after", `<worksheet xmlns="` + ns + `"><sheetData><row r="2" spans="1:3"><c r="A2"/><c r="C2"/></row></sheetData></worksheet>`,
			`<row r="2"><c r="A2"/><c r="B2"><v>5</v></c><c r="C2"/></row>`},
		{"empty row", `<worksheet xmlns="` + ns + `"><sheetData><row r="2" ht="20"/><row r="4"/></sheetData></worksheet>`, `<row r="2" ht="20"><c r="B2"><v>5</v></c></row><row r="4"/>`},
		{"column style", `<worksheet xmlns="` + ns + `"><cols><col min="2" max="3" style="7" width="9"/></cols><sheetData><row r="1"/></sheetData></worksheet>`, `<row r="1"/><row r="2"><c r="B2" s="7"><v>5</v></c></row>`},
		{"row style", `<worksheet xmlns="` + ns + `"><sheetData><row r="2" s="4" customFormat="1"/></sheetData></worksheet>`, `<c r="B2" s="4"><v>5</v></c>`},
		{"dimension", `<worksheet xmlns="` + ns + `"><dimension ref="C3:D4"/><sheetData/></worksheet>`, `<dimension ref="B2:D4"/>`},
		{"comment", `<worksheet xmlns="` + ns + `"><sheetData><!-- <row> --><row r="2"><!-- c --><c r="B2"><v>1</v></c></row></sheetData></worksheet>`, `<!-- c --><c r="B2"><v>5</v></c></row>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			five := sheet.Int(5)
			out, _, err := changeCells("sheet", []byte(tt.in), ns, []cellChange{{at: sheet.At(2, 2), value: &five}})
			if err != nil {
				t.Fatal(err)
			}
			wellFormed(t, "sheet", out)
			if !strings.Contains(string(out), tt.want) {
				t.Errorf("got %s\nwant %s", out, tt.want)
			}
		})
	}
}

func TestApplyProperty(t *testing.T) {
	data := mustWrite(t, sampleBook())
	base, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		want := &sheet.Sheet{Name: "数据"}
		for i := range base.Sheet("数据").Rows {
			r := &base.Sheet("数据").Rows[i]
			for _, c := range r.Cells {
				want.Put(sheet.At(r.N, c.Col), c)
			}
		}
		var edits []Edit
		for range rapid.IntRange(0, 8).Draw(t, "edits") {
			e := Edit{"数据", sheet.At(rapid.IntRange(1, 14).Draw(t, "row"), rapid.IntRange(1, 9).Draw(t, "col")), drawValue(t)}
			edits = append(edits, e)
			want.Put(e.Ref, sheet.Cell{Value: e.Value})
		}
		out, err := Apply(data, edits)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(out)
		if err != nil {
			t.Fatal(err)
		}
		sameCells(t, "数据", want, got.Sheet("数据"))
	})
}

func FuzzChangeCells(f *testing.F) {
	for _, seed := range []string{
		`<worksheet xmlns="` + mainNamespace + `"><sheetData><row r="1"><c r="A1"/></row></sheetData></worksheet>`,
		`<worksheet xmlns="` + mainNamespace + `"><dimension ref='A1'/><cols><col min="1" max="2" style="1"/></cols><sheetData><row><c><f>1</f></c></row><row r="3" spans = "1:2"/></sheetData></worksheet>`,
		`<x:worksheet xmlns:x="` + mainNamespace + `"><x:sheetData/></x:worksheet>`,
	} {
		f.Add(seed, 2, 2)
	}
	f.Fuzz(func(t *testing.T, in string, row, col int) {
		if row < 1 || row > sheet.MaxRows || col < 1 || col > sheet.MaxCols {
			return
		}
		value := sheet.Str("值")
		out, _, err := changeCells("sheet", []byte(in), mainNamespace, []cellChange{{at: sheet.At(row, col), value: &value, restyle: func(s int) int { return s + 1 }}})
		if err != nil {
			return
		}
		if _, err := outline("sheet", out, 2); err != nil {
			t.Errorf("%q became %q: %v", in, out, err)
		}
	})
}

func BenchmarkApply(b *testing.B) {
	data := mustWrite(b, templateBook())
	var edits []Edit
	for r := 3; r < 10; r++ {
		for i := range 6 {
			edits = append(edits, Edit{"表" + string(rune('1'+i)), sheet.At(r, 7), sheet.Str("已完成")}, Edit{"表" + string(rune('1'+i)), sheet.At(r, 8), sheet.Int(r)})
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		mustApply(b, data, edits...)
	}
}
