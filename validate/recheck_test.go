package validate

import (
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// A point is the same wherever its row moved to: it is known by rule, row and column.
func TestCompare(t *testing.T) {
	point := func(code, row, field, ref string) Finding {
		at, _ := sheet.ParseRef(ref)
		return Finding{Code: code, Severity: problem, Form: workbook.FormMilestoneState, Row: row, Task: "T1", Field: field,
			Place: workbook.Place{Sheet: "节点进展", Ref: at}}
	}
	answered := point("done-without-evidence", "T1|3", "佐证材料", "H7")
	answered.Severity, answered.Answered = warning, true
	before := &Verdict{Findings: []Finding{
		point("done-without-date", "T1|1", "实际完成日期", "F5"),
		point("done-without-date", "T1|2", "实际完成日期", "F6"),
		point("number-unreadable", "T1|1", "累计完成值", "E5"),
	}}
	for _, c := range []struct {
		name string
		now  []Finding
		want Recheck
	}{
		{"nothing was done", before.Findings, Recheck{0, 3, 0}},
		{"all mended", nil, Recheck{3, 0, 0}},
		{"rows moved down, one mended", []Finding{point("done-without-date", "T1|2", "实际完成日期", "F16"), point("number-unreadable", "T1|1", "累计完成值", "E15")}, Recheck{1, 2, 0}},
		{"mended in one row and made in another", []Finding{point("done-without-date", "t1|1", "实际完成日期", "F5"), point("done-without-date", "T1|3", "实际完成日期", "F7"),
			point("number-unreadable", "T1|1", "累计完成值", "E5")}, Recheck{1, 2, 1}},
		{"what is answered asks for nothing", []Finding{answered}, Recheck{3, 0, 0}},
	} {
		if got := Compare(before, &Verdict{Findings: c.now}); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}
