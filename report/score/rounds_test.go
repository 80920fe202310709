package score

import (
	"testing"

	"duban/report"
	"duban/workbook"
	"duban/workbook/calendar"
)

// Registers of earlier rounds have the bureaus of the plan of their time; a bureau is the same by its code.
func TestReportingCountsEveryRound(t *testing.T) {
	bureau := func() *workbook.Bureau {
		return &workbook.Bureau{Code: "FGJ", Name: "发改局", Category: "部门", Scored: true}
	}
	plan := &workbook.Plan{Bureaus: []*workbook.Bureau{bureau()}}
	plan.Settings.Decimals = 2
	var registers []*report.Register
	for i, o := range []report.Outcome{report.Late, report.Missing, report.OnTime} {
		registers = append(registers, &report.Register{Period: calendar.MonthOf(calendar.NewDate(2024, 9+i, 1)), Rows: []*report.RegisterRow{{Bureau: bureau(), Outcome: o}}})
	}
	s := Compute(Material{Plan: plan, Registers: registers})
	rows := s.Rows[workbook.GrainReporting]
	if len(rows) != 1 {
		t.Fatalf("%d rows, want 1", len(rows))
	}
	for input, want := range map[string]float64{workbook.InAsked: 3, workbook.InLate: 1, workbook.InMissing: 1, workbook.InReceived: 2} {
		if got := rows[0].Inputs.of(input).Num; got != want {
			t.Errorf("%s: %v, want %v", input, got, want)
		}
	}
}

// The last round was merged with the plan of its time. Its ledger still counts for every bureau, with the score that was verified for a task.
func TestLastRoundsTasksAreScored(t *testing.T) {
	more := CountyDecisions + `
# 核定
| 任务编号 | 单位 | 字段 | 核定值 | 原因 | 核定人 |
| ZS-01 | 商务局 | 核定分 | 6 | 现场核查 | 督查室 |
`
	c := County(t, more)
	then := report.BuildLedger(report.LedgerInput{Plan: c.Plan, Period: c.month(12), AsOf: c.asOf, Now: c.now})
	in := Material{Plan: c.Plan, Ledger: then, Registers: c.regs, AsOf: c.asOf}
	was := Compute(in)
	c.Decode(CountyPipes + more)
	in.Plan, in.Registers = c.Plan, c.regs
	is := Compute(in)
	verified := 0
	for i, b := range is.Bureaus {
		w := was.Bureaus[i]
		if b.Rank != w.Rank || b.Rows != w.Rows || !b.Total.Equal(w.Total) {
			t.Errorf("%s: rank %d of %d rows, %v; %d of %d rows, %v by the plan of the day", b.Bureau.Name, b.Rank, b.Rows, b.Total, w.Rank, w.Rows, w.Total)
		}
	}
	for _, r := range is.Rows[workbook.GrainTask] {
		if c.bureau(r.Bureau.Name) != r.Bureau {
			t.Errorf("%s: the row is not that of the present plan's bureau", r.Line.Task.ID)
		}
		if !r.Inputs.of(workbook.InVerified).IsBlank() {
			verified++
		}
	}
	if verified != 1 {
		t.Errorf("%d rows have the score that was fixed, want 1", verified)
	}
}

// An item that counts only weeks leaves out bureaus that were asked for none, and one that counts months leaves out bureaus that were asked
// only for weeks. The notes list an approved reason for a week like any other that bears on the scores.
func TestWeeksCountForWhoWasAskedForThem(t *testing.T) {
	c, s := WeeksCase(t)
	for bureau, want := range map[string]string{"甲局": "S1=9 S2=8 S3=7", "乙局": "S1=10 S2=- S3=10", "丙局": "S1=- S2=9 S3=9"} {
		if got := c.items(s, bureau); got != want {
			t.Errorf("%s: %s, want %s", bureau, got, want)
		}
	}
	if got := len(s.inScores()); got != 1 {
		t.Errorf("the notes name %d reasons, want 1", got)
	}
}

// WeeksCase makes a county whose scheme has items for months, for weeks, and for both.
func WeeksCase(t *testing.T) (*Case, *Scores) {
	c := NewCase(t, "zh", `
# 参数
| 参数 | 值 |
| 年度 | 2024 |
# 单位
| 单位名称 | 单位类别 |
| 甲局 | 部门 |
| 乙局 | 部门 |
| 丙局 | 部门 |
# 正当理由
| 单位 | 任务编号 | 期 | 起始日 | 截至 | 原因 | 用于 | 批准人 |
| 丙局 | | 2024-W38 | | | 抗台风 | 计分不计 | 县长 |
# 计分办法
| 编号 | 部分 | 计分项 | 适用范围 | 分值 | 取数 | 计分方法 | 汇总方式 | 无数据时 |
| S1 | 报送 | 月报 | 全部 | 10 | 报送 | 按月 | 合计 | 剔除重算 |
| S2 | 报送 | 周报 | 全部 | 10 | 报送 | 按周 | 合计 | 剔除重算 |
| S3 | 报送 | 各报 | 全部 | 10 | 报送 | 都看 | 合计 | 剔除重算 |
# 计分方法
| 方法名称 | 公式 |
| 按月 | '=[@分值]-[@未报数] |
| 按周 | '=[@分值]-[@周报未报数] |
| 都看 | '=[@分值]-[@未报数]-[@周报未报数] |
`)
	c.register(9, map[string]report.Outcome{"甲局": report.Missing, "乙局": report.OnTime})
	c.register(10, map[string]report.Outcome{"甲局": report.OnTime, "乙局": report.OnTime, "丙局": report.Exempt})
	months := c.regs
	for _, week := range []string{"2024-W37", "2024-W38"} {
		c.register(9, map[string]report.Outcome{"甲局": report.Missing, "丙局": report.Missing})
		c.regs[len(c.regs)-1].Period, _ = calendar.ParsePeriod(week)
	}
	return c, Compute(Material{Plan: c.Plan, Registers: months, Partial: c.regs[len(months):], AsOf: c.asOf})
}
