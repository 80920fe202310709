package sheet

import (
	"fmt"
	"slices"
	"testing"
)

func TestDiff(t *testing.T) {
	book := func(text string) *Book {
		sheets, err := ParsePipe(text)
		if err != nil {
			t.Fatal(err)
		}
		return &Book{Sheets: sheets}
	}
	a := book(`
# 总览
| 甲 | 80 | |
| 乙 | 50 |
# 多出
| 丙 |
`)
	b := book(`
# 总览
| 甲 | 75 | 新 |
| 乙 | 50 |
|    |    |
# 台账
| 丁 |
`)
	a.Sheet("总览").Rows[1].Cells[1].Formula = "SUM(A1, 'B 单'!B1)"
	b.Sheet("总览").Rows[1].Cells[1].Formula = "_xlfn.SUM(A1,B单!B1)"
	var got []string
	for _, d := range Diff(a, b) {
		place := d.Sheet
		if d.Ref != (Ref{}) {
			place += "!" + d.Ref.String()
		}
		got = append(got, fmt.Sprintf("%s %s|%s", place, d.A, d.B))
	}
	want := []string{"总览!B1 80|75", "总览!C1 |新", "台账 |台账", "多出 多出|"}
	if !slices.Equal(got, want) {
		t.Errorf("differences\n%q\nwant\n%q", got, want)
	}
	if d := Diff(a, a); d != nil {
		t.Errorf("a book differs from itself: %v", d)
	}
	// A formula in whose place somebody typed its value.
	b.Sheet("总览").Rows[1].Cells[1].Formula = ""
	if d := diffSheets(a.Sheet("总览"), b.Sheet("总览")); len(d) != 3 || d[2].A != "=SUM(A1, 'B 单'!B1)" || d[2].B != "50" {
		t.Errorf("a value in a formula's place: %v", d)
	}
}
