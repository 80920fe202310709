package score

import (
	"testing"

	"duban/report"
	"duban/workbook"
)

// Registers of earlier rounds speak of the bureaus of the plan of their day: the same bureau, by its code.
func TestReportingCountsEveryRound(t *testing.T) {
	bureau := func() *workbook.Bureau {
		return &workbook.Bureau{Code: "FGJ", Name: "发改局", Category: "部门", Scored: true}
	}
	plan := &workbook.Plan{Bureaus: []*workbook.Bureau{bureau()}}
	plan.Settings.Decimals = 2
	var registers []*report.Register
	for i, o := range []report.Outcome{report.Late, report.Missing, report.OnTime} {
		registers = append(registers, &report.Register{Period: workbook.MonthOf(workbook.NewDate(2024, 9+i, 1)), Rows: []*report.RegisterRow{{Bureau: bureau(), Outcome: o}}})
	}
	s := Compute(Material{Plan: plan, Registers: registers})
	rows := s.Rows[workbook.GrainReporting]
	if len(rows) != 1 {
		t.Fatalf("%d rows, want 1", len(rows))
	}
	for input, want := range map[string]float64{workbook.InAsked: 3, workbook.InLate: 1, workbook.InMissing: 1, workbook.InReceived: 2} {
		if got := rows[0].Inputs.Of(input).Num; got != want {
			t.Errorf("%s: %v, want %v", input, got, want)
		}
	}
}

// The last round was merged with the plan of its day: by its ledger every bureau stands where it stood then, with the
// score that was fixed for its task.
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
		if !r.Inputs.Of(workbook.InVerified).IsBlank() {
			verified++
		}
	}
	if verified != 1 {
		t.Errorf("%d rows have the score that was fixed, want 1", verified)
	}
}
