package workbook_test

import (
	"testing"

	"duban/workbook"
)

// grouped is a plan with tasks that three towns lead, and rows that ask different towns.
const grouped = roster + `
	# 参数
	| 参数     | 值         |
	| 文件日期 | 2024-09-01 |
	# 任务
	| 任务编号 | 重点任务 | 计量方式 | 牵头单位     | 配合单位 | 开始日期   | 完成日期   |
	| A        | 各有各的 | 事项     | 各镇、住建局 | 发改局   | 2024-09-01 | 2024-12-31 |
	| B        | 首镇挂牌 | 事项     | 各镇         |          | 2024-09-01 | 2024-12-31 |
	| C        | 末镇挂牌 | 事项     | 各镇         |          | 2024-09-01 | 2024-12-31 |
	| D        | 只审核   | 事项     | 各镇         | 发改局   | 2024-09-01 | 2024-12-31 |
	| E        | 联办     | 事项     | 各镇         | 发改局   | 2024-09-01 | 2024-12-31 |
	| F        | 建站     | 项目     | 各镇         |          | 2024-09-01 | 2024-12-31 |
	| G        | 无时限   | 事项     | 各镇         |          | 2024-09-01 | 未明确     |
	# 节点
	| 任务编号 | 节点编号 | 节点名称 | 责任单位                   | 完成日期   |
	| A        | 1        | 方案     |                            | 2024-09-20 |
	| A        | 2        | 审核     | 发改局                     | 2024-09-25 |
	| A        | 3        | 汇总     | 住建局                     | 2024-10-25 |
	| B        | 1        | 挂牌     | 海阳所镇                   | 2024-09-20 |
	| C        | 1        | 挂牌     | 乳山口镇                   | 2024-09-20 |
	| D        | 1        | 审核     | 发改局                     | 2024-09-20 |
	| E        | 1        | 自办     |                            | 2024-11-20 |
	| E        | 2        | 联办     | 海阳所镇、白沙滩镇、发改局 | 2024-09-20 |
	| F        | 1        | 选址     |                            | 2024-09-20 |
	| G        | 1        | 挂牌     | 海阳所镇                   | 2024-09-20 |
`

// TestGroupsExpected checks that what is expected of a group's task and of each of its bureaus follows from the rows that each is asked
// for, in whatever order the plan names them.
func TestGroupsExpected(t *testing.T) {
	p := planOf(t, grouped)
	wantObserved(t, p.Observations)
	at := day(t, "2024-09-30")
	for _, tt := range []struct{ task, of, want string }{
		{"A", "", "1"}, {"A", "海阳所镇", "1"}, {"A", "住建局", "0"}, {"A", "发改局", "1"},
		// One of the three has a milestone, which is due; the others have until the end of the year.
		{"B", "", "0.333333333"}, {"B", "海阳所镇", "1"}, {"B", "乳山口镇", "0"},
		{"C", "", "0.333333333"}, {"C", "海阳所镇", "0"}, {"C", "乳山口镇", "1"},
		{"D", "", "0"}, {"D", "海阳所镇", "0"}, {"D", "发改局", "1"},
		{"E", "", "0.333333333"}, {"E", "海阳所镇", "0.5"}, {"E", "乳山口镇", "0"}, {"E", "发改局", "1"},
		// A project may have only milestones.
		{"F", "", "1"}, {"F", "海阳所镇", "1"},
		// Without a deadline nothing is expected of towns without a milestone, and a third of the whole.
		{"G", "", "0.333333333"}, {"G", "海阳所镇", "1"}, {"G", "乳山口镇", "?"},
	} {
		x := task(t, p, tt.task)
		s := stand(t, p, "2024-09", "entry "+tt.task+" 海阳所镇 ongoing -", "entry "+tt.task+" 白沙滩镇 ongoing -", "entry "+tt.task+" 乳山口镇 ongoing -")
		got := workbook.Amount{}
		if tt.of == "" {
			got = p.PaceOfWhole(s, x, p.Official(s, x), at)
		} else {
			b := bureau(t, p, tt.of)
			c := p.Of(s, x, b)
			got = p.Pace(s, x.Measuring(b, c), c, p.AtWork(s, x, b), at)
		}
		if figure(got) != tt.want {
			t.Errorf("%s %s: expected %s, want %s", tt.task, tt.of, figure(got), tt.want)
		}
	}
}

// TestGroupIsItsMembers checks that a group's task has the mean completion of its members.
func TestGroupIsItsMembers(t *testing.T) {
	p := planOf(t, grouped)
	for _, tt := range []struct {
		name, task    string
		lines         []string
		official, own string // own: of 海阳所镇
	}{
		{"called done with a milestone open", "A", []string{"entry A 海阳所镇 done - 2024-09-20"}, "0.333333333 1/3", "1 0/1 finished 2024-09-20"},
		{"without rows of its own", "C", []string{"entry C 海阳所镇 done - 2024-09-20"}, "0.333333333 1/3", "1 1/1 finished 2024-09-20"},
	} {
		s, x := stand(t, p, "2024-09", tt.lines...), task(t, p, tt.task)
		if got := reached(p.Official(s, x)); got != tt.official {
			t.Errorf("%s: official %s, want %s", tt.name, got, tt.official)
		}
		if got := reached(p.Of(s, x, bureau(t, p, "海阳所镇"))); got != tt.own {
			t.Errorf("%s: own %s, want %s", tt.name, got, tt.own)
		}
	}
}

// TestStagesThatNobodyCounts checks that an allocated task counts by its stages if there is a lead who counts them, and otherwise by its
// parts.
func TestStagesThatNobodyCounts(t *testing.T) {
	for lead, want := range map[string]string{"住建局": "0 0/20", "各镇": "0.4 8/20", "": "0.4 8/20"} {
		p := planOf(t, roster+`
			# 任务
			| 任务编号 | 重点任务 | 计量方式 | 牵头单位  | 完成日期   |
			| G        | 管网     | 分段     | `+lead+`  | 2024-12-31 |
			# 分段
			| 任务编号 | 阶段序号 | 阶段名称 | 折算值 | 期初数 |
			| G        | 1        | 未动工   | 0      | 20     |
			| G        | 2        | 完工     | 100    | 0      |
			# 分配
			| 任务编号 | 单位     | 目标值 |
			| G        | 海阳所镇 | 12     |
			| G        | 白沙滩镇 | 8      |`)
		if got := reached(p.Official(stand(t, p, "2024-09", "entry G 海阳所镇 ongoing 8"), task(t, p, "G"))); got != want {
			t.Errorf("led by %q: %s, want %s", lead, got, want)
		}
	}
}

// TestRowsAskedOtherwise checks that the last word of each bureau counts if each month's plan asks other bureaus for a row.
func TestRowsAskedOtherwise(t *testing.T) {
	asked := func(whom string) *workbook.Plan {
		return planOf(t, roster+`
			# 任务
			| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 完成日期   |
			| G        | 管网     | 事项     | 住建局   | 2024-12-31 |
			# 节点
			| 任务编号 | 节点编号 | 节点名称 | 责任单位 | 完成日期   |
			| G        | 1        | 勘查     | `+whom+` | 2024-12-31 |`)
	}
	each, joint := asked("各镇"), asked("海阳所镇、白沙滩镇")
	say := func(s *workbook.Standing, own, status string) {
		code := own
		if code == "" {
			code = "HY"
		}
		s.Milestones[workbook.RowKey{Task: "G", ID: "1", Bureau: own}] = &workbook.Reached{Period: s.Period, Bureau: code, Status: status}
	}
	state := func(p *workbook.Plan, s *workbook.Standing, name string) string {
		if r := s.Milestone(p.Task("G").Milestones[0], bureau(t, p, name)); r != nil {
			return r.Status
		}
		return ""
	}
	s := (*workbook.Standing)(nil).Next(period(t, "2024-09"))
	say(s, "HY", workbook.Ongoing)
	say(s, "BS", workbook.Done)
	s = s.Next(period(t, "2024-10"))
	say(s, "", workbook.Done)
	if got := state(joint, s, "海阳所镇"); got != workbook.Done {
		t.Errorf("together: %s", got)
	}
	if hy, bs := state(each, s, "海阳所镇"), state(each, s, "白沙滩镇"); hy != workbook.Done || bs != workbook.Done {
		t.Errorf("each by itself again: %s, %s", hy, bs)
	}
	s = s.Next(period(t, "2024-11"))
	say(s, "HY", workbook.Ongoing)
	if got := state(joint, s, "白沙滩镇"); got != workbook.Ongoing {
		t.Errorf("together again: %s", got)
	}
	if hy, rk := state(each, s, "海阳所镇"), state(each, s, "乳山口镇"); hy != workbook.Ongoing || rk != "" {
		t.Errorf("each: %s, %s", hy, rk)
	}
}

// TestPartsMakeNoMembers checks that a bureau with a part in a group's task does not answer for rows that the group is asked for.
func TestPartsMakeNoMembers(t *testing.T) {
	p := planOf(t, roster+`
	# 任务
	| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 开始日期   | 完成日期   | 目标值 |
	| H        | 修路     | 数量     | 各镇     | 2024-09-01 | 2024-12-31 | 5      |
	# 节点
	| 任务编号 | 节点编号 | 节点名称 | 责任单位 |
	| H        | 1        | 立项     |          |
	# 指标
	| 指标编号 | 指标名称 | 任务编号 | 计量单位 | 方向     | 计划值 |
	| ZB-H     | 通车里程 | H        | 公里     | 越高越好 | 5      |
	# 项目
	| 任务编号 | 项目名称 | 环节序号 | 环节 |
	| H        | 一号路   | 1        | 开工 |
	# 分配
	| 任务编号 | 单位   | 目标值 |
	| H        | 发改局 | 5      |
`)
	x := task(t, p, "H")
	for name, asked := range map[string]workbook.Asked{"milestone": x.Milestones[0].Asked, "step": x.Steps[0].Asked, "indicator": x.Indicators[0].Asked} {
		if len(asked.Bureaus) != 3 || !asked.Each {
			t.Errorf("%s is asked of %d, each for itself %v; want of the three towns, each", name, len(asked.Bureaus), asked.Each)
		}
	}
}
