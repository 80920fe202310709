package workbook_test

import (
	"fmt"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
)

func TestPartsAddBureaus(t *testing.T) {
	p := planOf(t, roster+`
		# 任务
		| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 配合单位 | 计量单位 | 目标值 |
		| CZ-01    | 村庄     | 数量     | 住建局   | 白沙滩镇 | 个       | 157    |
		# 分配
		| 任务编号 | 单位             | 基数 | 目标值 |
		| CZ-01    | 海阳所镇         | 2    | 60     |
		| CZ-01    | 白沙滩镇         |      | 未明确 |
		| CZ-01    | 各镇             |      | 10     |
		| CZ-01    | 乳山寨镇         |      | 1      |
		| CZ-1     | 住建局           |      | 1      |`)
	wantObserved(t, p.Observations,
		"part-twice 分配!B4 name=海阳所镇 first=B2",
		"part-twice 分配!B4 name=白沙滩镇 first=B3",
		"name-unknown 分配!B5 name=乳山寨镇 near=乳山口镇",
		"task-unknown 分配!A6 near=CZ-01")
	x := task(t, p, "CZ-01")
	if got := assigned(x); got != "住建局=lead 白沙滩镇=support 海阳所镇=member 乳山口镇=member(各镇)" {
		t.Errorf("assigned %s", got)
	}
	var parts []string
	for _, part := range x.Parts {
		parts = append(parts, fmt.Sprint(part.Bureau.Name, part.Baseline, part.Target))
	}
	if got := strings.Join(parts, " "); got != "海阳所镇{2 true} {60 true} 白沙滩镇{0 true} {0 false} 乳山口镇{0 true} {10 true}" {
		t.Errorf("parts %s", got)
	}
	if x.PartOf(bureau(t, p, "住建局")) != nil || x.PartOf(bureau(t, p, "海阳所镇")).Target.V != 60 {
		t.Error("whose part is whose")
	}
}

func TestStagesStepsAndIndicators(t *testing.T) {
	p := planOf(t, `
		# 参数
		| 参数     | 值         |
		| 文件日期 | 2024-09-01 |
		`+roster+`
		# 任务
		| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 计量单位 | 口径 | 目标值 |
		| CZ-01    | 村庄     | 分段     | 住建局   | 个       |      | 157    |
		| XM-01    | 大桥     | 项目     | 住建局   | 亿元     |      |        |
		| ZB-01    | 指标     | 指标     | 发改局   |          |      |        |
		# 分段
		| 任务编号 | 阶段序号 | 阶段名称 | 折算值 | 期初数 |
		| CZ-01    | 1        | 未编制   | 0      | 15     |
		| CZ-01    | 2        | 已初审   | 50%    | 92     |
		| CZ-01    | 3        | 已批复   | 100    | '50个  |
		| CZ-01    | 3        | 又批复   | 100    | 1      |
		# 项目
		| 任务编号 | 项目名称 | 环节序号 | 环节 | 责任单位 | 办理时限（天） | 计划完成日期 | 总投资 | 年度计划投资 |
		| XM-01    | 大桥     | 1        | 立项 | 发改局   | 20             | 2024-10-15   | 12.5亿 | ３０００万元 |
		| XM-01    | 大桥     | 2        | 开工 |          |                |              |        |              |
		| XM-01    | 大桥     | 2        | 竣工 |          |                |              |        |              |
		| XM-01    | 大桥     |          |      |          |                |              |        |              |
		# 指标
		| 指标编号 | 指标名称 | 任务编号 | 责任单位 | 计量单位 | 方向     | 计划值 | 上年值 | 最新值 |
		| Z1       | 增速     | ZB-01    |          | %        |          | 6.5%   | '6％   | 5      |
		| Z2       | 能耗     | ZB-01    | 财政局   | %        | 越低越好 | 未明确 |        |        |
		| Z1       | 重复     |          |          |          |          |        |        |        |
		| Z3       | 自立     |          | 各部门   | 亿元     | 不超过   | 3      |        |        |`)
	wantObserved(t, p.Observations,
		"stage-twice 分段!B5 first=B4",
		"step-twice 项目!C4 first=C3",
		"indicator-twice 指标!A4 first=A2")
	x := task(t, p, "CZ-01")
	if x.StageTotal() != 157 || len(x.Stages) != 3 || x.Stages[1].Worth != 50 {
		t.Errorf("stages %+v", x.Stages)
	}
	x = task(t, p, "XM-01")
	if x.Basis != workbook.BySteps || len(x.Steps) != 2 || x.TotalInvestment != workbook.Known(12.5) || x.YearInvestment != workbook.Known(0.3) {
		t.Errorf("project %+v", x)
	}
	if s := x.Steps[0]; s.Days != 20 || s.Due.String() != "2024-10-15" || len(s.Bureaus) != 1 || s.Bureaus[0].Name != "发改局" || x.Steps[1].Bureaus[0].Name != "住建局" {
		t.Errorf("steps %+v, %+v", s, x.Steps[1])
	}
	if len(p.Indicators) != 3 || len(task(t, p, "ZB-01").Indicators) != 2 {
		t.Fatalf("indicators %v", p.Indicators)
	}
	in := p.Indicator("z1")
	if in.Planned.V != 6.5 || in.LastYear.V != 6 || in.Direction != workbook.Higher || in.Bureaus[0].Name != "发改局" {
		t.Errorf("indicator %+v", in)
	}
	if in := p.Indicator("Z2"); in.Planned.Known || in.Direction != workbook.Lower || in.Bureaus[0].Name != "财政局" {
		t.Errorf("indicator %+v", in)
	}
	if in := p.Indicator("Z3"); in.Task != nil || len(in.Bureaus) != 3 || in.Direction != workbook.Ceiling {
		t.Errorf("indicator %+v", in)
	}
	// A bureau that answers for an indicator or a step reports even if it has no task.
	for name, want := range map[string]bool{"财政局": true, "发改局": true, "住建局": true, "海阳所镇": false} {
		found := false
		for _, b := range p.Reporting(nil, period(t, "2024-10")) {
			found = found || b.Name == name
		}
		if found != want {
			t.Errorf("%s reports: %v", name, found)
		}
	}
}

func TestCountyLists(t *testing.T) {
	p := planOf(t, roster+`
		# 表样
		| 表名       | 列名     | 类型 | 必填 | 频次 | 适用单位 | 可选项         |
		| 招商引资月 | 日期     | 日期 | 是   | 每周 | 各镇     |                |
		| 招商引资月 | 客商     | 文本 | 是   |      |          |                |
		| 招商引资月 | 意向金额 | 数字 |      |      |          |                |
		| 招商引资月 | 结果     | 选项 |      |      |          | 签约、洽谈     |
		| 招商引资月 | 客商     | 文本 |      |      |          |                |
		| 招商引资月 |          | 文本 |      |      |          |                |
		|            | 备注     | 文本 |      |      |          |                |
		| 外出       | 去向     | 选项 |      |      |          |                |
		| 外出       | 何时     | 日期 |      | 闲时 | 审计署   |                |`)
	wantObserved(t, p.Observations,
		"list-column-twice 表样!B6", "list-column-nameless 表样!B7", "list-nameless 表样!A8",
		"list-no-choices 表样!G9 column=去向", "cadence-unknown 表样!E10", "name-unknown 表样!F10 name=审计署 near=")
	if len(p.Lists) != 2 {
		t.Fatalf("%d lists", len(p.Lists))
	}
	l := p.Lists[0]
	var cols []string
	for _, c := range l.Form.Columns {
		cols = append(cols, fmt.Sprint(c.Heading, c.Type, c.Required))
	}
	if got := strings.Join(cols, " "); got != "日期3 true 客商0 true 意向金额1 false 结果4 false" {
		t.Errorf("columns %s", got)
	}
	if got := strings.Join(l.Form.Columns[3].Labels(), "、"); got != "签约、洽谈" || l.Form.Key != "list:招商引资月" || l.Form.Sheet != "招商引资月" {
		t.Errorf("form %+v", l.Form)
	}
	if p.Lists[1].Form.Columns[0].Type != workbook.TextColumn {
		t.Error("a choice without choices is no text")
	}
	forms := templates.ReturnForms(words(t))
	issued := l.Issued(forms)
	if n := len(issued.Columns); n != 5 || issued.Columns[n-1].Key != workbook.ColCheck || len(l.Form.Columns) != 4 {
		t.Errorf("issued with %d columns of %d", n, len(l.Form.Columns))
	}
	if l.Issued(forms) != issued || l.Issued(templates.ReturnForms(words(t))) == issued || p.Lists[1].Issued(forms) == issued {
		t.Error("a list is not issued as one form in each language")
	}
	town, board := bureau(t, p, "海阳所镇"), bureau(t, p, "发改局")
	tests := []struct {
		b      *workbook.Bureau
		period string
		want   int
	}{
		{town, "2024-09", 2}, {town, "2024-W36", 1}, {board, "2024-09", 1}, {board, "2024-W36", 0},
	}
	for _, tt := range tests {
		if got := len(p.ListsAsked(nil, tt.b, period(t, tt.period))); got != tt.want {
			t.Errorf("%s fills in %d lists in %s, want %d", tt.b.Name, got, tt.period, tt.want)
		}
	}
}

// decided is a plan with a task, a milestone and decisions about them.
const decided = roster + `
	# 参数
	| 参数     | 值         |
	| 文件日期 | 2024-09-01 |
	# 任务
	| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 计量单位 | 目标值 | 完成日期   |
	| XC-02    | 示范村   | 数量     | 住建局   | 个       | 10     | 2024-10-31 |
	# 节点
	| 任务编号 | 节点编号 | 节点名称 | 完成日期   |
	| XC-02    | 1        | 选村     | 2024-09-15 |
`

func TestChangesOfDeadlines(t *testing.T) {
	p := planOf(t, decided+`
		# 变更
		| 变更编号 | 变更对象 | 对象编号   | 字段     | 原值       | 新值       | 生效日期   | 批准人 |
		| B3       | 任务     | xc-02      | 完成日期 |            | 2024-12-31 | 2024-12-01 | 王某   |
		| B1       | 任务     | XC-02      | 完成日期 | 2024-10-31 | 2024-11-15 | 2024-10-10 | 王某   |
		| B2       | 任务     | XC-02      | 完成日期 |            | 2025-06-30 | 2024-10-11 |        |
		| B4       | 节点     | XC-02/1    | 完成日期 |            | '9月25日   | 2024-09-10 | 王某   |
		| B5       | 任务     | XC-20      | 完成日期 |            | 2024-12-31 | 2024-10-10 | 王某   |
		| B6       | 节点     | XC-02／9   | 完成日期 |            | 2024-12-31 | 2024-10-10 | 王某   |
		| B7       | 单位     | 住建委     | 名称     |            | 城建局     | 2024-10-10 | 王某   |
		| B8       | 任务     | XC-02      | 完成日期 |            | 春节后     | 2024-10-12 | 王某   |`)
	wantObserved(t, p.Observations,
		"change-object-unknown 变更!C6 near=XC-02",
		"change-object-unknown 变更!C7 near=",
		"change-object-unknown 变更!C8 near=住建局",
		"change-date 变更!F9")
	x := task(t, p, "XC-02")
	tests := []struct{ at, due, milestone string }{
		{"2024-09-09", "2024-10-31", "2024-09-15"},
		{"2024-09-10", "2024-10-31", "2024-09-25"},
		{"2024-10-09", "2024-10-31", "2024-09-25"},
		{"2024-10-10", "2024-11-15", "2024-09-25"},
		{"2024-10-31", "2024-11-15", "2024-09-25"}, // B2 was never approved, B8 names no day
		{"2024-12-01", "2024-12-31", "2024-09-25"},
	}
	for _, tt := range tests {
		if due, ms := p.DueOn(x, day(t, tt.at)), p.MilestoneDueOn(x.Milestones[0], day(t, tt.at)); due != day(t, tt.due) || ms != day(t, tt.milestone) {
			t.Errorf("on %s: due %v, milestone %v", tt.at, due, ms)
		}
	}
	if x.Due.String() != "2024-10-31" {
		t.Errorf("the plan's own deadline became %v", x.Due)
	}
}

// Numbers of tasks and names of bureaus may hold a slash themselves.
func TestChangesOfWhatHasASlash(t *testing.T) {
	p := planOf(t, `
		# 单位
		| 单位编码 | 单位名称    |
		| A        | 甲局/乙局   |
		# 任务
		| 任务编号 | 重点任务 | 牵头单位  | 计量方式 | 目标值 | 完成日期   |
		| 2024/02  | 修路     | 甲局/乙局 | 数量     | 10     | 2024-12-31 |
		# 节点
		| 任务编号 | 节点编号 | 节点名称 | 完成日期   |
		| 2024/02  | 1        | 立项     | 2024-09-15 |
		| 2024/02  | 2/3      | 开工     | 2024-10-15 |
		# 变更
		| 变更对象 | 对象编号    | 字段     | 新值       | 生效日期   | 批准人 |
		| 任务     | 2024/02     | 目标值   | 20         | 2024-09-01 | 王某   |
		| 任务     | 2024／02    | 完成日期 | 2025-03-31 | 2024-09-01 | 王某   |
		| 节点     | 2024/02/1   | 完成日期 | 2024-09-30 | 2024-09-01 | 王某   |
		| 节点     | 2024/02｜2/3 | 完成日期 | 2024-10-31 | 2024-09-01 | 王某   |
		| 单位     | 甲局/乙局   | 单位名称 | 甲乙局     | 2024-09-01 | 王某   |`)
	wantObserved(t, p.Observations)
	x := task(t, p, "2024/02")
	got := fmt.Sprintln(x.Target.V, p.DueOn(x, workbook.LastDay), p.MilestoneInForce(x.Milestones[0]), p.MilestoneInForce(x.Milestones[1]), p.Bureaus[0].Name)
	if want := "20 2025-03-31 2024-09-30 2024-10-31 甲乙局\n"; got != want {
		t.Errorf("changed to %s, want %s", got, want)
	}
}

func TestDecisions(t *testing.T) {
	p := planOf(t, decided+`
		# 免报
		| 单位     | 期         | 原因 | 批准人 |
		| 财政局   | '2024-09   | 搬迁 | 王某   |
		| 海阳所镇 | 2024-10-01 | 防汛 | 王某   |
		| 白沙滩镇 |            | 撤并 | 王某   |
		| 乳山口镇 | '2024-Q4   | 借调 |        |
		| 审计署   | 2024-09    | 无   | 王某   |
		| 发改局   | 上个月     | 无   | 王某   |
		# 豁免
		| 规则编码      | 单位   | 期       | 任务编号 | 原因 | 批准人 |
		| value-fell    | 发改   | '2024-09 | XC-02    | 更正 | 王某   |
		# 核定
		| 任务编号 | 单位   | 期       | 字段         | 核定值 | 核定人 | 日期       |
		| XC-02    |        | '2024-09 | 累计完成值   | '4个   | 督查室 | 2024-10-09 |
		| XC-02    | 审计署 | '2024-09 | 累计完成值   | 9      | 督查室 | 2024-10-09 |
		| XC-09    | 住建局 | '2024-09 | 累计完成值   | 9      | 督查室 | 2024-10-09 |
		# 加减分
		| 单位   | 加减分 | 事项 | 批准人 |
		| 财政局 | -0.5   | 迟报 | 王某   |
		| 财政局 | 未明确 | 待议 | 王某   |
		# 评议
		| 单位   | 评议组 | 评议分 |
		| 财政局 | 领导   | '９５  |
		# 事件
		| 事件编号 | 单位   | 事件 | 级别 | 日期       |
		| S1       | 财政局 | 表彰 | 省级 | 2024-09-20 |`)
	exempted := map[string]string{
		"财政局": "2024-09", "海阳所镇": "2024-10", "白沙滩镇": "2024-09 2024-10 2024-11", "乳山口镇": "", "发改局": "",
	}
	for name, want := range exempted {
		var got []string
		for _, per := range []string{"2024-09", "2024-10", "2024-11"} {
			if p.Exempted(bureau(t, p, name), period(t, per)) != nil {
				got = append(got, per)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s is exempt in %v, want %s", name, got, want)
		}
	}
	if len(p.Waivers) != 1 || p.Waivers[0].Bureau.Name != "发改局" || p.Waivers[0].Period.String() != "2024-09" {
		t.Errorf("waivers %+v", p.Waivers)
	}
	if len(p.Verified) != 1 || p.Verified[0].Bureau.Name != "住建局" || p.Verified[0].Number != workbook.Known(4) {
		t.Errorf("%d verifications, first %+v", len(p.Verified), p.Verified[0])
	}
	if len(p.Adjustments) != 1 || p.Adjustments[0].Amount != -0.5 || len(p.Ratings) != 1 || p.Ratings[0].Mark != 95 || len(p.Events) != 1 {
		t.Errorf("adjustments %v, ratings %v, events %v", p.Adjustments, p.Ratings, p.Events)
	}
	wantObserved(t, p.Observations,
		"name-unknown 免报!A6 name=审计署 near=", "period-unknown 免报!B7",
		"name-unknown 核定!B3 name=审计署 near=", "task-unknown 核定!A4 near=XC-02")
}

func TestListColumnsAreCountedInTheUnitOfTheirHeading(t *testing.T) {
	p := planOf(t, `
		# 表样
		| 表名 | 列名             | 类型 | 填写方 |
		| 招商 | 计划投资（亿元） | 数值 | 单位   |
		| 招商 | 到位资金(万元)   | 数值 | 单位   |
		| 招商 | 增幅（%）        | 数值 | 单位   |
		| 招商 | 用工（累计）     | 数值 | 单位   |
	`)
	book := bookOf(t, `
		# 招商
		| 计划投资（亿元） | 到位资金(万元) | 增幅（%） | 用工（累计） |
		| '2亿             | '2亿           | '80%      | '2万         |
		| '5000万元        | '300万         | '80       | '35          |
	`)
	tab := workbook.ReadTable(&p.Lists[0].Form, book.Sheets[0], "", workbook.Reading{})
	want := [][]float64{{2, 20000, 80, 20000}, {0.5, 300, 80, 35}}
	if len(tab.Records) != len(want) {
		t.Fatalf("%d rows", len(tab.Records))
	}
	for i, r := range tab.Records {
		for j, col := range []string{"计划投资（亿元）", "到位资金(万元)", "增幅（%）", "用工（累计）"} {
			if d := r.Get("c:" + col); d.State != workbook.Good || d.Num != want[i][j] {
				t.Errorf("row %d, %s: %q is read as %v, want %v", i+1, col, d.Raw.Text, d.Num, want[i][j])
			}
		}
	}
}

// An indicator's number is its whole row id, whatever stands in it; that of a milestone has its task's before it.
func TestPlanRowsByNumber(t *testing.T) {
	p := planOf(t, `
		# 单位
		| 单位名称 |
		| 统计局   |
		# 任务
		| 任务编号 | 重点任务 | 牵头单位 |
		| T1       | 普查     | 统计局   |
		# 节点
		| 任务编号 | 节点编号 | 节点名称 |
		| T1       | 1\|2     | 入户     |
		# 指标
		| 指标编号 | 指标名称 | 责任单位 |
		| Z\|1     | 增速     | 统计局   |`)
	for _, want := range []struct{ form, id string }{
		{workbook.FormProgress, "T1"}, {workbook.FormMilestoneState, "T1|1|2"}, {workbook.FormIndicatorState, "Z|1"},
	} {
		if r := p.PlanRow(want.form, want.id); r == nil || r.ID != want.id {
			t.Errorf("%s %s is the row %+v", want.form, want.id, r)
		}
	}
	if r := p.PlanRow(workbook.FormIndicatorState, "Z"); r != nil {
		t.Errorf("Z is the row %s", r.ID)
	}
}

// What a part stood at may not be known yet; then nobody knows how far it and the whole have come, as for a task without parts.
func TestBaselineOfAPartIsOpen(t *testing.T) {
	for _, x := range []struct{ baseline, whole string }{{"20", "0.666666667"}, {"未明确", "?"}} {
		p := planOf(t, `
		# 单位
		| 单位名称 |
		| 甲镇     |
		| 乙镇     |
		# 任务
		| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 计量单位 | 目标值 | 完成日期   |
		| T1       | 增收     | 数量     | 甲镇     | 万元     | 80     | 2024-12-31 |
		# 分配
		| 任务编号 | 单位 | 基数 | 目标值 |
		| T1       | 甲镇 | `+x.baseline+` | 60 |
		| T1       | 乙镇 |      | 20     |
		`)
		s := stand(t, p, "2024-10", "entry T1 甲镇 ongoing 40", "entry T1 乙镇 done 20")
		if got := figure(p.Official(s, task(t, p, "T1")).Ratio); got != x.whole {
			t.Errorf("baseline %s: the whole has come to %s, want %s", x.baseline, got, x.whole)
		}
	}
}
