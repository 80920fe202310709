package workbook_test

import (
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
)

// What a bureau reported and raised counts for the bureau that has its name now. The heir's own reports come first. A name for a code is
// looked up in the earlier state of the plan.
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

// If two bureaus with a part of a task each are merged, their figures are added up like their parts.
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
	// One part was complete in August and the other in September, so the whole has been complete since September; if one is not, the whole
	// is not.
	for _, full := range []struct {
		own, other, want string
	}{{"2024-08", "2024-09", "2024-09"}, {"2024-09", "2024-08", "2024-09"}, {"2024-08", "", ""}, {"", "2024-08", ""}} {
		since := func(text string) calendar.Period { p, _ := calendar.ParsePeriod(text); return p }
		a, b := s.Entries[workbook.EntryKey{Task: "T1", Bureau: "A"}], s.Entries[workbook.EntryKey{Task: "T1", Bureau: "B"}]
		a.FullSince, a.DoneOn, b.FullSince, b.DoneOn = since(full.own), since(full.own).Last(), since(full.other), since(full.other).Last()
		e := s.HandedOver(was, now).Entry(now.Task("T1"), now.Bureaus[0])
		if want := since(full.want); e.FullSince != want || full.want != "" && e.DoneOn != want.Last() || full.want == "" && e.DoneOn != 0 {
			t.Errorf("%+v: full since %v, done on %v", full, e.FullSince, e.DoneOn)
		}
	}
	if e := got.Entry(now.Task("T2"), now.Bureaus[0]); e.Value.V != 7 {
		t.Errorf("what a support reported of a task that is not allocated is added to its lead's: %v", e.Value)
	}
	if s.Entries[workbook.EntryKey{Task: "T1", Bureau: "A"}].Value.V != 30 {
		t.Error("the standing that it was taken from changed")
	}
}

// A lead without a part of its own reports the sum of all parts, which is not part of the heir's figure, whichever of the two takes in the
// other.
func TestWhatLeadsSumUpIsNoPart(t *testing.T) {
	plan := func(bureaus, leads, parts string) *workbook.Plan {
		return planOf(t, "# 单位\n| 单位编码 | 单位名称 | 别名 |\n"+bureaus+"\n# 任务\n| 任务编号 | 重点任务 | 牵头单位 | 配合单位 | 计量方式 | 目标值 |\n| T1 | 走访 | "+leads+
			" | 数量 | 100 |\n# 分配\n| 任务编号 | 单位 | 目标值 |\n"+parts)
	}
	was := plan("| A | 甲局 | |\n| B | 乙局 | |\n| C | 丙局 | |\n", "丙局 | 甲局、乙局", "| T1 | 甲局 | 60 |\n| T1 | 乙局 | 40 |\n")
	for _, c := range []struct {
		name, bureaus, leads, parts string
		said                        map[string]float64
		heir                        string
		want                        float64
		known                       bool
	}{
		{"the lead takes a part in", "| A | 甲局 | |\n| C | 丙局 | 乙局 |\n", "丙局 | 甲局", "| T1 | 甲局 | 60 |\n| T1 | 丙局 | 40 |\n",
			map[string]float64{"A": 30, "B": 25, "C": 55}, "C", 25, true},
		{"who has a part takes the lead in", "| A | 甲局 | 丙局 |\n| B | 乙局 | |\n", "甲局 | 乙局", "| T1 | 甲局 | 60 |\n| T1 | 乙局 | 40 |\n",
			map[string]float64{"A": 30, "B": 25, "C": 55}, "A", 30, true},
		{"who has a part and was silent takes the lead in", "| A | 甲局 | 丙局 |\n| B | 乙局 | |\n", "甲局 | 乙局", "| T1 | 甲局 | 60 |\n| T1 | 乙局 | 40 |\n",
			map[string]float64{"B": 25, "C": 25}, "A", 0, false},
		{"all become one", "| D | 丁局 | 甲局、乙局、丙局 |\n", "丁局 | ", "| T1 | 丁局 | 100 |\n",
			map[string]float64{"A": 30, "B": 25, "C": 55}, "D", 55, true},
	} {
		now := plan(c.bureaus, c.leads, c.parts)
		s := &workbook.Standing{Period: period(t, "2024-09"), Entries: map[workbook.EntryKey]*workbook.Accepted{}}
		for code, v := range c.said {
			e := &workbook.Accepted{Period: s.Period, Role: workbook.RoleSupport, Value: workbook.Known(v)}
			if code == "C" {
				e.Role = workbook.RoleLead
			}
			s.Entries[workbook.EntryKey{Task: "T1", Bureau: code}] = e
		}
		got := s.HandedOver(was, now).Entries[workbook.EntryKey{Task: "T1", Bureau: c.heir}]
		if got == nil || got.Value.V != c.want || got.Value.Known != c.known {
			t.Errorf("%s: %+v, want %v", c.name, got, c.want)
		}
	}
}

// The lead's last report on a task still counts if the lead is merged into a bureau that supported the task or led it before.
func TestTheLastLeadIsInherited(t *testing.T) {
	const tasks = "\n# 任务\n| 任务编号 | 重点任务 | 牵头单位 | 计量方式 | 目标值 |\n| T1 | 修路 | 甲局 | 数量 | 10 |\n"
	was := planOf(t, "# 单位\n| 单位编码 | 单位名称 |\n| A | 甲局 |\n| B | 乙局 |\n"+tasks)
	now := planOf(t, "# 单位\n| 单位编码 | 单位名称 | 别名 |\n| A | 甲局 | 乙局 |\n"+tasks)
	for _, c := range []struct {
		role, since string
		want        float64
	}{
		{workbook.RoleSupport, "2024-09", 4}, {workbook.RoleCoLead, "2024-09", 4}, {workbook.RoleLead, "2024-08", 4}, {workbook.RoleLead, "2024-09", 1},
	} {
		s := &workbook.Standing{Entries: map[workbook.EntryKey]*workbook.Accepted{
			{Task: "T1", Bureau: "A"}: {Role: c.role, Value: workbook.Known(1), Period: period(t, c.since)},
			{Task: "T1", Bureau: "B"}: {Role: workbook.RoleLead, Value: workbook.Known(4), Period: period(t, "2024-09")},
		}}
		if e := s.HandedOver(was, now).Entry(now.Task("T1"), now.Bureaus[0]); e.Value.V != c.want {
			t.Errorf("the heir's own is of %s, %s: %v stands, want %v", c.role, c.since, e.Value.V, c.want)
		}
	}
}
