package report

import (
	"sync"
	"testing"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// smallPlan has each measure and each role, a group, a grouping row, and tasks that are 仅报状态, without a lead and without a deadline.
const smallPlan = `
# 参数
| 参数 | 值 |
| 县市 | 乳山市 |
| 编发单位 | 发改局 |
| 文件日期 | 2024-09-01 |
| 计划编号 | small-2024 |
| 临期天数 | 10 |
# 单位
| 单位编码 | 单位名称 | 单位类别 | 所属组 | 参评 |
| FG | 发改局 | 市直部门 | 各部门 | 是 |
| CZ | 财政局 | 市直部门 | 各部门 | 是 |
| NY | 农业局 | 市直部门 | 各部门 | 是 |
| XC | 夏村镇 | 镇区 | 各镇 | 是 |
| NH | 南黄镇 | 镇区 | 各镇 | 是 |
| GY | 国运公司 | 其他单位 | | 否 |
# 任务
| 任务编号 | 领域 | 上级任务 | 重点任务 | 目标要求 | 计量方式 | 牵头单位 | 配合单位 | 完成日期 | 计量单位 | 目标值 | 方向 | 仅报状态 | 频次 |
| CY | 产业园区 | | 园区建设 | | 汇总 | | | | | | | | |
| CY-01 | 产业园区 | CY | 编制园区规划 | 通过评审 | 事项 | 发改局 | 财政局 | 2024-09-30 | | | | | |
| CY-02 | 产业园区 | CY | 标准厂房建设 | 建成10万平方米 | 数量 | 国运公司、发改局 | 财政局 | 2024-12-31 | 万平方米 | 10 | | | |
| CY-03 | 产业园区 | CY | 园区道路 | | 项目 | 国运公司 | | 2024-10-31 | | | | | |
| XC-01 | 乡村振兴 | | 美丽村居改造 | 157个村 | 分段 | 农业局 | 各镇 | 2024-10-31 | 个 | 157 | | | |
| XC-02 | 乡村振兴 | | 镇级债务化解 | | 数量 | 财政局 | | 2024-12-31 | 万元 | 300 | | | |
| XC-03 | 乡村振兴 | | 秸秆禁烧 | 每周巡查 | 例行 | 各镇 | | | 次 | | | | 每周 |
| YS-01 | 营商环境 | | 政务服务指标提升 | | 指标 | 发改局 | | 2024-12-31 | | | | | |
| YS-02 | 营商环境 | | 问题整改 | 12项 | 整改 | 财政局 | | 2024-10-05 | 项 | 12 | | | |
| YS-03 | 营商环境 | | 证照分离改革 | | 事项 | 未明确 | | 2024-10-31 | | | | | |
| YS-04 | 营商环境 | | 长效机制 | | 事项 | 农业局 | | 未明确 | | | | | |
| GJ-01 | | | 专项斗争 | 不对外的目标 | 事项 | 发改局 | | 2024-09-20 | | | | 是 | |
# 节点
| 任务编号 | 节点编号 | 节点名称 | 责任单位 | 完成日期 |
| XC-01 | 1 | 方案编制 | 农业局 | 2024-09-10 |
# 分段
| 任务编号 | 阶段序号 | 阶段名称 | 折算值 | 期初数 |
| XC-01 | 1 | 方案拟定 | 0 | 15 |
| XC-01 | 2 | 具体实施 | 50 | 92 |
| XC-01 | 3 | 改革完成 | 100 | 50 |
# 分配
| 任务编号 | 单位 | 基数 | 目标值 |
| XC-02 | 夏村镇 | 0 | 100 |
| XC-02 | 南黄镇 | 0 | 200 |
# 指标
| 指标编号 | 指标名称 | 任务编号 | 责任单位 | 计量单位 | 方向 | 计划值 | 上年值 | 区域最优值 | 最新值 |
| ZB-01 | 企业开办时间 | YS-01 | 发改局 | 天 | 不超过 | 3 | 5 | 2 | 4 |
# 项目
| 任务编号 | 项目名称 | 环节序号 | 环节 | 责任单位 | 办理时限（天） | 计划完成日期 | 总投资 | 年度计划投资 |
| CY-03 | 园区一号路 | 1 | 立项 | 国运公司 | 10 | 2024-09-20 | 3000 | 1000 |
| CY-03 | 园区一号路 | 2 | 施工许可 | 国运公司 | 20 | 2024-10-20 | | |
# 表样
| 表名 | 列名 | 类型 | 填写方 |
| 外出招商 | 外出日期 | 日期 | 单位 |
| 外出招商 | 计划投资 | 数值 | 单位 |
# 变更
| 变更编号 | 变更对象 | 对象编号 | 字段 | 原值 | 新值 | 生效日期 | 原因 | 批准人 |
| BG-1 | 任务 | XC-01 | 完成日期 | 2024-10-31 | 2024-11-15 | 2024-10-10 | 连续降雨 | 分管市长 |
# 免报
| 单位 | 期 | 原因 | 批准人 |
| 国运公司 | 2024-10 | 机构改革 | 督查室 |
# 核定
| 任务编号 | 单位 | 期 | 字段 | 核定值 | 原因 | 核定人 |
| YS-02 | 财政局 | 2024-10 | 累计完成值 | 9 | 现场核查 | 督查室 |
`

func catalogueOf(t testing.TB, lang string) *templates.Catalogue {
	t.Helper()
	if c, ok := catalogues.Load(lang); ok {
		return c.(*templates.Catalogue)
	}
	c, err := templates.LoadCatalogue(lang)
	if err != nil {
		t.Fatal(err)
	}
	catalogues.Store(lang, c)
	return c
}

// catalogues keeps the catalogues that tests have loaded.
var catalogues sync.Map

func planOf(t testing.TB, text string) *workbook.Plan {
	t.Helper()
	sheets, err := sheet.ParsePipe(text)
	if err != nil {
		t.Fatal(err)
	}
	p := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "任务总表.xlsx", templates.PlanForms(catalogueOf(t, "zh")))
	p.SHA256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	return p
}

func periodOf(t testing.TB, s string) calendar.Period {
	t.Helper()
	p, ok := calendar.ParsePeriod(s)
	if !ok {
		t.Fatalf("%s is no period", s)
	}
	return p
}

func source(file string, row int) workbook.Source {
	return workbook.NewSource(workbook.Place{File: file + ".xlsx", Sheet: "任务进展", Ref: sheet.At(row, 9)}, "ab"+file, "R0001")
}

// smallRounds gives the ledgers of September and October on the small plan.
func smallRounds(t testing.TB) (september, october *Ledger) {
	t.Helper()
	return roundsOf(t, smallPlan)
}

// roundsOf does so on a variant of the small plan.
func roundsOf(t testing.TB, plan string) (september, october *Ledger) {
	t.Helper()
	p := planOf(t, plan)
	if len(p.Tasks) != 12 || len(p.Bureaus) != 6 {
		t.Fatalf("the plan has %d tasks and %d bureaus: %v", len(p.Tasks), len(p.Bureaus), p.Observations)
	}
	sep, oct := periodOf(t, "2024-09"), periodOf(t, "2024-10")
	day := calendar.NewDate

	s := (*workbook.Standing)(nil).Next(sep)
	entry := func(s *workbook.Standing, task, bureau string, e workbook.Accepted) {
		b := p.Directory.Bureau(bureau)
		e.Period, e.Role, e.Source = s.Period, p.Task(task).Role(b), source(bureau, p.Task(task).Order+2)
		s.Entries[workbook.EntryKey{Task: task, Bureau: b.Code}] = &e
	}
	entry(s, "CY-01", "发改局", workbook.Accepted{Status: workbook.Ongoing, Text: "已完成初稿，征求了五家单位意见。"})
	entry(s, "CY-02", "国运公司", workbook.Accepted{Status: workbook.Ongoing, Value: workbook.Known(4), Text: "一号厂房封顶。"})
	entry(s, "CY-02", "发改局", workbook.Accepted{Status: workbook.Ongoing, Value: workbook.Known(1)})
	entry(s, "XC-02", "夏村镇", workbook.Accepted{Status: workbook.Ongoing, Value: workbook.Known(40)})
	entry(s, "XC-03", "夏村镇", workbook.Accepted{Status: workbook.Ongoing, Value: workbook.Known(4)})
	entry(s, "GJ-01", "发改局", workbook.Accepted{Status: workbook.Ongoing, Text: "不对外的进展"})
	entry(s, "YS-04", "农业局", workbook.Accepted{Status: workbook.Done, DoneOn: day(2024, 9, 25)})

	n := s.Next(oct)
	entry(n, "CY-01", "发改局", workbook.Accepted{Status: workbook.Done, DoneOn: day(2024, 10, 12), Text: "通过专家评审并印发。"})
	entry(n, "CY-02", "国运公司", workbook.Accepted{Status: workbook.Ongoing, Value: workbook.Known(7.5), Text: "二号厂房主体完工。", Trouble: "钢材到货慢", Next: "11月底前封顶"})
	entry(n, "XC-02", "夏村镇", workbook.Accepted{Status: workbook.Done, Value: workbook.Known(100), DoneOn: day(2024, 10, 20)})
	entry(n, "XC-03", "夏村镇", workbook.Accepted{Status: workbook.Ongoing, Value: workbook.Known(9)})
	entry(n, "XC-03", "南黄镇", workbook.Accepted{Status: workbook.Ongoing, Value: workbook.Known(6)})
	entry(n, "YS-02", "财政局", workbook.Accepted{Status: workbook.Ongoing, Value: workbook.Known(11)})
	n.Stages[workbook.RowKey{Task: "XC-01", ID: "1"}] = &workbook.Counted{Period: oct, V: 5, Source: source("农业局", 3)}
	n.Stages[workbook.RowKey{Task: "XC-01", ID: "2"}] = &workbook.Counted{Period: oct, V: 42, Source: source("农业局", 4)}
	n.Stages[workbook.RowKey{Task: "XC-01", ID: "3"}] = &workbook.Counted{Period: oct, V: 110, Text: "本月完成60个", Source: source("农业局", 5)}
	n.Steps[workbook.RowKey{Task: "CY-03", ID: "1"}] = &workbook.Reached{Period: oct, Status: workbook.Done, StartedOn: day(2024, 9, 2), DoneOn: day(2024, 10, 2), Source: source("国运公司", 9)}
	n.Indicators[workbook.RowKey{ID: "ZB-01"}] = &workbook.Counted{Period: oct, V: 3.5, Source: source("发改局", 20)}
	n.Problems = append(n.Problems,
		&workbook.ProblemRow{ID: "GY-202410-01", Task: "CY-02", Text: "用地指标未落实", Stuck: "用地预审", Needed: []string{"发改局"}, Due: day(2024, 10, 20), Level: "county", Bureau: "GY", Since: oct, Period: oct, Source: source("国运公司", 12)},
		&workbook.ProblemRow{ID: "FG-202410-01", Task: "GJ-01", Text: "不对外的问题", Bureau: "FG", Since: oct, Period: oct, Source: source("发改局", 13)},
	)
	n.Lists = append(n.Lists, &workbook.ListRow{List: "外出招商", Bureau: "XC", Period: oct, Source: source("夏村镇", 6), Cells: []workbook.Datum{
		{State: workbook.Good, Date: day(2024, 10, 8), Text: "2024-10-08"}, {State: workbook.Good, Num: 2.5, Text: "2.5"},
	}})

	arrival := func(b string, d calendar.Date, errors int) Arrival {
		return Arrival{Bureau: p.Directory.Bureau(b), Seen: d, Readable: true, Errors: errors, File: b + "10月.xlsx"}
	}
	reg := func(per calendar.Period, arrivals ...Arrival) *Register {
		return BuildRegister(p, per, p.DueDay(per), asking(p.Reporting(nil, per)...), arrivals)
	}
	september = BuildLedger(LedgerInput{Plan: p, Period: sep, AsOf: p.CutoffDay(sep), Now: s, Register: reg(sep)})
	nothing := arrival("农业局", day(2024, 11, 4), 0)
	nothing.Nothing, nothing.Reason = true, "本期无进展"
	october = BuildLedger(LedgerInput{
		Plan: p, Period: oct, AsOf: p.CutoffDay(oct), Now: n, Before: s,
		Register: reg(oct, arrival("发改局", day(2024, 11, 1), 0), arrival("财政局", day(2024, 11, 2), 2), nothing, arrival("夏村镇", day(2024, 11, 20), 0)),
		Files: []FileLine{
			{Name: "发改局10月.xlsx", SHA256: "ab发改局", Receipt: "R0001", Bureau: p.Bureaus[0], Period: "2024-10", Seen: day(2024, 11, 1), Verdict: "accepted", Warnings: 1},
			{Name: "财政局10月.xlsx", SHA256: "ab财政局", Receipt: "R0002", Bureau: p.Bureaus[1], Period: "2024-10", Seen: day(2024, 11, 2), Verdict: "in-part", Errors: 2},
		},
		Findings: []validate.Finding{
			{Code: "done-without-date", Severity: workbook.Problem, Bureau: "CZ", Period: "2024-10", Task: "YS-02", Field: "实际完成日期",
				Place: workbook.Place{File: "财政局10月.xlsx", Sheet: "任务进展", Ref: sheet.At(6, 12)}, Value: "2024"},
			{Code: "value-fell", Severity: workbook.Warning, Bureau: "FG", Period: "2024-10", Task: "GJ-01", Message: "不对外的问题", Value: "不对外的值",
				Place: workbook.Place{File: "发改局10月.xlsx", Sheet: "任务进展", Ref: sheet.At(9, 11)}, Answered: true, Reason: "不对外的说明"},
		},
	})
	return september, october
}
