package report

import (
	"testing"

	"duban/workbook"
)

// Registers of earlier rounds speak of the bureaus of the plan of their day: the same bureau, by its code.
func TestReportingCountsEveryRound(t *testing.T) {
	bureau := func() *workbook.Bureau {
		return &workbook.Bureau{Code: "FGJ", Name: "发改局", Category: "部门", Scored: true}
	}
	plan := &workbook.Plan{Bureaus: []*workbook.Bureau{bureau()}}
	plan.Settings.Decimals = 2
	var registers []*Register
	for i, o := range []Outcome{Late, Missing, OnTime} {
		registers = append(registers, &Register{Period: workbook.MonthOf(workbook.NewDate(2024, 9+i, 1)), Rows: []*RegisterRow{{Bureau: bureau(), Outcome: o}}})
	}
	s := Score(ScoreInput{Plan: plan, Registers: registers})
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
