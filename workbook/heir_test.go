package workbook_test

import (
	"testing"

	"duban/workbook"
)

// What a bureau said and raised stands for whoever knows its name by now. What the heir said itself stands before it, and what the
// earlier state of the plan is needed for, a name behind a code, is looked up there.
func TestStandingIsInherited(t *testing.T) {
	const tasks = "\n# 任务\n| 任务编号 | 重点任务 | 牵头单位 | 计量方式 | 目标值 |\n| T1 | 修路 | 乙局 | 数量 | 10 |\n"
	was := planOf(t, "# 单位\n| 单位编码 | 单位名称 |\n| A | 甲局 |\n| | 乙局 |\n| C | 丙局 |\n"+tasks)
	now := planOf(t, "# 单位\n| 单位编码 | 单位名称 | 别名 |\n| | 乙丙局 | 乙局、丙局 |\n| A | 甲局 | |\n"+tasks)
	entry := func(v float64) *workbook.Accepted {
		return &workbook.Accepted{Role: workbook.RoleSupport, Value: workbook.Known(v)}
	}
	said := func(code string) *workbook.Reached {
		return &workbook.Reached{Bureau: code, Status: workbook.Done, Beside: []*workbook.Reached{{Bureau: "C"}}}
	}
	s := &workbook.Standing{
		Entries:    map[workbook.EntryKey]*workbook.Accepted{{Task: "T1", Bureau: "C"}: entry(3), {Task: "T2", Bureau: "A"}: entry(4), {Task: "T1", Bureau: "乙局"}: entry(5)},
		Milestones: map[workbook.RowKey]*workbook.Reached{{Task: "T1", ID: "1"}: said("乙局"), {Task: "T1", ID: "2", Bureau: "C"}: said("C")},
		Indicators: map[workbook.RowKey]*workbook.Counted{{ID: "Z1", Bureau: "乙局"}: {Bureau: "乙局", V: 7}, {ID: "Z1", Bureau: "A"}: {Bureau: "A", V: 8}},
		Problems:   []*workbook.ProblemRow{{ID: "C-202409-01", Bureau: "C"}, {ID: "A-202409-01", Bureau: "A"}},
		Lists:      []*workbook.ListRow{{List: "开工项目", Bureau: "C"}},
	}
	s.Entries[workbook.EntryKey{Task: "T1", Bureau: "C"}].Role = workbook.RoleLead
	got := s.HandedOver(was, now)
	if e := got.Entry(now.Task("T1"), now.Bureaus[0]); e == nil || e.Value.V != 3 || len(got.Entries) != 2 {
		t.Errorf("of two entries that one heir has the lead's stands: %+v of %d", e, len(got.Entries))
	}
	if m := got.Milestones[workbook.RowKey{Task: "T1", ID: "1"}]; m.Bureau != "乙丙局" || m.Beside[0].Bureau != "乙丙局" {
		t.Errorf("milestone 1: %+v", m)
	}
	if m := got.Milestones[workbook.RowKey{Task: "T1", ID: "2", Bureau: "乙丙局"}]; m == nil || m.Bureau != "乙丙局" || len(got.Milestones) != 2 {
		t.Errorf("milestone 2: %+v", m)
	}
	if z := got.Indicators[workbook.RowKey{ID: "Z1", Bureau: "乙丙局"}]; z == nil || z.V != 7 || got.Indicators[workbook.RowKey{ID: "Z1", Bureau: "A"}].V != 8 {
		t.Errorf("indicators: %+v", got.Indicators)
	}
	if got.Problems[0].Bureau != "乙丙局" || got.Problems[1].Bureau != "A" || got.Lists[0].Bureau != "乙丙局" {
		t.Errorf("problems %+v, %+v, list row %+v", got.Problems[0], got.Problems[1], got.Lists[0])
	}
	if s.Problems[0].Bureau != "C" || s.Lists[0].Bureau != "C" || s.Milestones[workbook.RowKey{Task: "T1", ID: "1"}].Bureau != "乙局" || len(s.Entries) != 3 {
		t.Error("the standing that it was taken from changed")
	}
	if now.HeirOf(was.Bureaus[1]) != now.Bureaus[0] || was.HeirOf(now.Bureaus[0]) != was.Bureaus[1] {
		t.Error("the heir of 乙局 is not 乙丙局, or not the other way round")
	}
}

// Two bureaus that had a part of a task each and are one now have done what they did together, as their part is one as well.
func TestPartsAreInherited(t *testing.T) {
	const tasks = "\n# 任务\n| 任务编号 | 重点任务 | 牵头单位 | 配合单位 | 计量方式 | 口径 | 目标值 |\n| T1 | 走访 | 甲局 | 乙局 | 数量 | 当期 | 100 |\n| T2 | 植树 | 甲局 | 乙局 | 数量 | | 100 |\n"
	was := planOf(t, "# 单位\n| 单位编码 | 单位名称 |\n| A | 甲局 |\n| B | 乙局 |\n"+tasks+"# 分配\n| 任务编号 | 单位 | 目标值 |\n| T1 | 甲局 | 60 |\n| T1 | 乙局 | 40 |\n")
	now := planOf(t, "# 单位\n| 单位编码 | 单位名称 | 别名 |\n| A | 甲局 | 乙局 |\n"+tasks+"# 分配\n| 任务编号 | 单位 | 目标值 |\n| T1 | 甲局 | 100 |\n")
	s := &workbook.Standing{Entries: map[workbook.EntryKey]*workbook.Accepted{}}
	for k, v := range map[workbook.EntryKey]float64{{Task: "T1", Bureau: "A"}: 30, {Task: "T1", Bureau: "B"}: 20, {Task: "T2", Bureau: "A"}: 7, {Task: "T2", Bureau: "B"}: 3} {
		s.Entries[k] = &workbook.Accepted{Role: workbook.RoleSupport, Value: workbook.Known(v)}
	}
	got := s.HandedOver(was, now)
	if e := got.Entry(now.Task("T1"), now.Bureaus[0]); e.Value.V != 50 || len(got.Entries) != 2 {
		t.Errorf("the part stands at %v, %d entries", e.Value, len(got.Entries))
	}
	if c := now.Official(got, now.Task("T1")); c.Ratio.V != 0.5 {
		t.Errorf("the task stands at %v", c.Ratio)
	}
	if e := got.Entry(now.Task("T2"), now.Bureaus[0]); e.Value.V != 7 {
		t.Errorf("what a support reported of a task that is not allocated is added to its lead's: %v", e.Value)
	}
	if s.Entries[workbook.EntryKey{Task: "T1", Bureau: "A"}].Value.V != 30 {
		t.Error("the standing that it was taken from changed")
	}
}
