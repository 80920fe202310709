package validate

import (
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

func TestCells(t *testing.T) {
	for want, refs := range map[string][]string{
		"":               nil,
		"E5":             {"E5"},
		"E5、E7–E9":       {"E9", "E7", "E5", "E8", "E8"},
		"E5、E6":          {"E6", "E5"},
		"C2、E1–E3、AA1":   {"AA1", "E1", "E2", "E3", "C2"},
		"B9、B10、B12–B14": {"B9", "B10", "B12", "B13", "B14"},
	} {
		var places []workbook.Place
		for _, r := range refs {
			ref, _ := sheet.ParseRef(r)
			places = append(places, workbook.Place{Sheet: "表", Ref: ref})
		}
		if got := Cells(places); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestGroup(t *testing.T) {
	at := func(sheetName string, row, col int) workbook.Place {
		return workbook.Place{File: "r.xlsx", Sheet: sheetName, Ref: sheet.At(row, col)}
	}
	fs := []Finding{
		{Code: "identity-lost", Place: workbook.Place{File: "r.xlsx"}},
		{Code: "done-without-date", Field: "实际完成日期", Task: "T1", Place: at("任务进展", 5, 12)},
		{Code: "not-a-number", Field: "累计完成值", Value: "若干", Place: at("任务进展", 5, 10)},
		{Code: "done-without-date", Field: "实际完成日期", Task: "T2", Place: at("任务进展", 6, 12)},
		{Code: "not-a-number", Field: "累计完成值", Value: "不详", Place: at("任务进展", 6, 10)},
		{Code: "done-without-date", Field: "实际完成日期", Task: "T4", Place: at("任务进展", 7, 12)},
		{Code: "done-without-date", Field: "实际完成日期", Task: "T5", Place: at("任务进展", 9, 12), Answered: true},
		{Code: "done-without-date", Field: "实际完成日期", Task: "T1", Place: at("节点进展", 7, 8)},
		{Code: "row-missing", Task: "T8", Place: workbook.Place{File: "r.xlsx", Sheet: "任务进展"}},
		{Code: "row-missing", Task: "T9", Place: workbook.Place{File: "r.xlsx", Sheet: "任务进展"}},
	}
	var got []string
	n := 0
	for _, g := range Group(fs, nil) {
		got = append(got, g.Code+" "+g.Cells)
		n += g.N
		if g.N != len(g.Places) {
			t.Errorf("%s: %d findings, %d places", g.Code, g.N, len(g.Places))
		}
	}
	same(t, got, []string{"identity-lost ", "done-without-date L5–L7", "not-a-number J5", "not-a-number J6", "done-without-date L9",
		"done-without-date H7", "row-missing ", "row-missing "})
	if n != len(fs) {
		t.Errorf("%d findings in groups, want %d", n, len(fs))
	}
}
