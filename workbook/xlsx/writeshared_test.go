package xlsx

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"duban/workbook/sheet"
)

// formulasOf gives the elements of a sheet's formulas, in their order.
func formulasOf(t testing.TB, data []byte, part string) []string {
	t.Helper()
	return regexp.MustCompile(`<f[ >/][^<]*(</f>)?`).FindAllString(string(unpacked(t, data)[part]), -1)
}

// column makes a book of one sheet with formulas one below the other, in which %d is replaced by the row's number.
func column(from int, formulas ...string) *sheet.Book {
	s := &sheet.Sheet{Name: "表"}
	for i, f := range formulas {
		if f != "" {
			s.Put(sheet.At(from+i, 3), sheet.Cell{Formula: strings.ReplaceAll(f, "%d", fmt.Sprint(from+i)), Value: sheet.Int(i)})
		}
	}
	return &sheet.Book{Sheets: []*sheet.Sheet{s}}
}

func TestFormulasAreShared(t *testing.T) {
	const long = `IF(AND($A%d>0,B%d<>"A1"),"有A9",SUM($A$1:B%d))`
	const other = `IF(AND($A%d>0,B%d<>"A1"),"无A9",SUM($A$1:B%d))`
	for _, tt := range []struct {
		name     string
		book     *sheet.Book
		elements []string
	}{
		{"down a column", column(9, long, long, long), []string{`<f t="shared" ref="C9:C11" si="0">` + long + `</f>`, `<f t="shared" si="0"/>`, `<f t="shared" si="0"/>`}},
		{"only one", column(9, long), []string{`<f>` + long + `</f>`}},
		{"two by turns", column(1, long, other, other, long, "", "A1", long), []string{`<f t="shared" ref="C1:C7" si="1">` + long + `</f>`, `<f t="shared" ref="C2:C3" si="0">` + other + `</f>`,
			`<f t="shared" si="0"/>`, `<f t="shared" si="1"/>`, `<f>A1</f>`, `<f t="shared" si="1"/>`}},
		{"the same cells each time", column(1, long, strings.ReplaceAll(long, "%d", "1")), []string{`<f>` + long + `</f>`, `<f>` + strings.ReplaceAll(long, "%d", "1") + `</f>`}},
		{"short", column(1, "A%d+$B%d*2", "A%d+$B%d*2"), []string{`<f>A1+$B1*2</f>`, `<f>A2+$B2*2</f>`}},
		{"other rows than its own", column(1, long+"+A%d", long+"+A7"), []string{`<f>` + long + `+A%d</f>`, `<f>` + long + `+A7</f>`}},
	} {
		data := mustWrite(t, tt.book)
		var want []string
		for i, r := range tt.book.Sheets[0].Rows {
			start, text, _ := strings.Cut(strings.ReplaceAll(tt.elements[i], "%d", fmt.Sprint(r.N)), ">")
			if written, ok := strings.CutSuffix(text, "</f>"); ok {
				text = escapeText(written) + "</f>"
			}
			want = append(want, start+">"+text)
		}
		if got := formulasOf(t, data, sheetPartName(0)); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		sameFormulas(t, tt.book, data)
	}
}

// TestFormulasThatCannotBeShared checks what [MS-XLSB] 2.5.98.98 does not allow in a shared formula.
func TestFormulasThatCannotBeShared(t *testing.T) {
	for _, f := range []string{
		`IF('表'!$A%d>0,"这是甲","这是乙")`, `SUM($A%d:INDEX($B$1:$B$99,$A%d))`, `SUM(($A%d:$B%d,$D%d:$E%d))`, `SUM($A%d:$B%d $B%d:$E%d)`,
		`IF($A%d>0,{1,2,3},"这是乙这是乙")`, `IFERROR($A%d,#N/A)&"这是乙这是乙"`, `_xlfn.TEXTJOIN("、",TRUE,$A%d:$B%d)`, `SUM(任务[完成率])+SUM(任务[目标])+$A%d`,
		`SUM($A%d:末)+SUM($A%d:末)+SUM(B%d)`, `($A%d,$B%d,$A%d,$B%d,$D%d,$E%d)`,
	} {
		book := column(1, f, f)
		data := mustWrite(t, book)
		for _, e := range formulasOf(t, data, sheetPartName(0)) {
			if strings.Contains(e, "shared") {
				t.Errorf("%s is shared: %s", f, e)
			}
		}
		sameFormulas(t, book, data)
	}
	for _, f := range []string{`SUM($A%d:$B%d)+SUM(A:$C)+SUM($1:$3)`, `SUM(A%d:$B$9,$A%d:$B%d,A%d)&"a b!'[{#@_xl"`, `IF(AND(A%d>1,A%d<9),"甲乙",(A%d+1)*2)`} {
		if got := formulasOf(t, mustWrite(t, column(1, f, f)), sheetPartName(0)); len(got) != 2 || got[1] != `<f t="shared" si="0"/>` {
			t.Errorf("%s is not shared: %s", f, got)
		}
	}
	if mayShare(`A1&"甲`) {
		t.Error("a formula with half a text may be shared")
	}
}

// sameFormulas compares a file's formulas, as this package and excelize read them, with the book that was written.
func sameFormulas(t *testing.T, book *sheet.Book, data []byte) {
	t.Helper()
	read, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, s := range book.Sheets {
		for r := range s.Each() {
			for _, c := range r.Cells {
				at := sheet.At(r.N, c.Col)
				if got := read.Sheet(s.Name).Cell(at); got == nil || got.Formula != c.Formula || got.Value.Num != c.Value.Num {
					t.Errorf("%s: read %+v, written %s", at, got, c.Formula)
				}
				if got, err := f.GetCellFormula(s.Name, at.String()); err != nil || got != c.Formula {
					t.Errorf("%s: excelize reads %s, written %s: %v", at, got, c.Formula, err)
				}
			}
		}
	}
}

// TestSharedFormulasOfALongSheet checks that a group ends with its piece if a long sheet is compressed piece by piece.
func TestSharedFormulasOfALongSheet(t *testing.T) {
	const rows = 9000
	long := &sheet.Sheet{Name: "长表", Lay: func(yield func(*sheet.Row) bool) {
		r := &sheet.Row{}
		for n := 1; n <= rows; n++ {
			*r = sheet.Row{N: n, Cells: append(r.Cells[:0], sheet.Cell{Col: 1, Value: sheet.Num(float64(n) / 7)},
				sheet.Cell{Col: 2, Formula: fmt.Sprintf(`IF($A%d>100,"大于一百","不到一百")&$A%[1]d`, n), Value: sheet.Str("一")})}
			if !yield(r) {
				return
			}
		}
	}}
	book := &sheet.Book{Sheets: []*sheet.Sheet{long}}
	data := mustWrite(t, book)
	groups := 0
	for _, e := range formulasOf(t, data, sheetPartName(0)) {
		if strings.Contains(e, "ref=") {
			groups++
		}
	}
	if groups < 2 || groups > 20 {
		t.Errorf("%d groups", groups)
	}
	read, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	for r := range long.Each() {
		if got := read.Sheets[0].Cell(sheet.At(r.N, 2)); got.Formula != r.Cells[1].Formula {
			t.Fatalf("row %d: %s", r.N, got.Formula)
		}
	}
}

// TestSharingChangesNothing checks that any formulas in any columns are read as they were written.
func TestSharingChangesNothing(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"A%d", "$B%d", "C$%d", "$D$7", "SUM(A%d:$B$9)", `"A%d"`, "F:F", "2:$3", "1E5", "LOG10(A%d)", "'表'!A%d", "名2", `""`, "XFD%d", "A1048576"})
	var w Writer
	rapid.Check(t, func(rt *rapid.T) {
		s := &sheet.Sheet{Name: "表"}
		shapes := rapid.SliceOfN(rapid.SliceOfN(pieces, 4, 9), 1, 4).Draw(rt, "shapes")
		for n, i := range rapid.SliceOfN(rapid.IntRange(0, len(shapes)-1), 2, 30).Draw(rt, "rows") {
			for col := 1; col <= 2; col++ {
				shift := rapid.IntRange(0, 9).Draw(rt, "shift") / 9
				s.Put(sheet.At(n+1, col), sheet.Cell{Formula: strings.ReplaceAll(strings.Join(shapes[i], "&"), "%d", fmt.Sprint(n+1+shift)), Value: sheet.Int(n)})
			}
		}
		data, err := w.Write(&sheet.Book{Sheets: []*sheet.Sheet{s}})
		if err != nil {
			rt.Fatal(err)
		}
		read, err := Read(data)
		if err != nil {
			rt.Fatal(err)
		}
		for _, r := range s.Rows {
			for _, c := range r.Cells {
				if got := read.Sheets[0].Cell(sheet.At(r.N, c.Col)); got.Formula != c.Formula {
					rt.Fatalf("%s: read %s, written %s", sheet.At(r.N, c.Col), got.Formula, c.Formula)
				}
			}
		}
	})
}
