package validate

import (
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// A point is the same wherever its row moved to, as rule, row and column identify it.
func TestFollow(t *testing.T) {
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
		if got := Follow(before, &Verdict{Findings: c.now}).Recheck; got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// As many as possible of the points that are only counted are taken to remain: a point reported as mended is certainly gone.
func TestFollowWhatIsOnlyCounted(t *testing.T) {
	points := func(code string, from, to, further int) []Finding {
		var out []Finding
		for n := from; n < to; n++ {
			out = append(out, Finding{Code: code, Severity: problem, Row: string(rune('a' + n))})
		}
		if further > 0 {
			out[len(out)-1].Further = &Further{N: further}
		}
		return out
	}
	for _, c := range []struct {
		name         string
		before, now  []Finding
		want         Recheck
		stayed, gone int
	}{
		{"nothing was done", points("x", 0, 3, 10), points("x", 0, 3, 10), Recheck{0, 13, 0}, 3, 0},
		{"all mended", points("x", 0, 3, 10), nil, Recheck{13, 0, 0}, 0, 3},
		{"the kept ones mended, so that others are kept", points("x", 0, 3, 10), points("x", 3, 6, 7), Recheck{3, 10, 0}, 3, 0},
		{"all but two mended", points("x", 0, 3, 10), points("x", 2, 4, 0), Recheck{11, 2, 0}, 2, 2},
		{"made worse", points("x", 0, 3, 0), points("x", 1, 4, 1), Recheck{0, 3, 1}, 2, 0},
		{"another rule", points("x", 0, 3, 10), points("y", 0, 3, 10), Recheck{13, 0, 13}, 0, 3},
	} {
		f := Follow(&Verdict{Findings: c.before}, &Verdict{Findings: c.now})
		if f.Recheck != c.want || len(f.Stayed) != c.stayed || len(f.Gone) != c.gone {
			t.Errorf("%s: %+v, %d stayed, %d gone, want %+v, %d and %d", c.name, f.Recheck, len(f.Stayed), len(f.Gone), c.want, c.stayed, c.gone)
		}
	}
}
