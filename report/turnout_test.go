package report

import (
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// A bureau's rates are over the periods in which it had to report. A renamed bureau keeps its line, and one that is new or no longer asked
// has only its own periods.
func TestTurnout(t *testing.T) {
	register := func(month int, rows ...*RegisterRow) *Register {
		return &Register{Period: calendar.MonthOf(calendar.NewDate(2024, month, 1)), Rows: rows}
	}
	row := func(code, name string, order int, o Outcome) *RegisterRow {
		return &RegisterRow{Bureau: &workbook.Bureau{Code: code, Name: name, Order: order}, Outcome: o}
	}
	all := BuildTurnout([]*Register{
		register(9, row("FG", "发改部门", 0, OnTime), row("SW", "商务局", 1, Exempt), row("LG", "老干部局", 2, Missing)),
		register(10, row("FG", "发改局", 0, Late), row("SW", "商务局", 1, SentBack)),
		register(11, row("FG", "发改局", 0, Missing), row("XX", "信息中心", 1, OnTime), row("SW", "商务局", 2, OnTime)),
	})
	want := []struct {
		name               string
		expected, received int
		rate, punctuality  float64
	}{
		{"发改局", 3, 2, 0.666666667, 0.333333333},
		{"信息中心", 1, 1, 1, 1},
		{"商务局", 2, 2, 1, 0.5},
		{"老干部局", 1, 0, 0, 0},
	}
	if len(all.Rows) != len(want) {
		t.Fatalf("%d rows", len(all.Rows))
	}
	for i, w := range want {
		r := all.Rows[i]
		if r.Bureau.Name != w.name || r.Expected() != w.expected || r.Received() != w.received || r.Rate().V != w.rate || r.Punctuality().V != w.punctuality {
			t.Errorf("%s: %d expected, %d received, %v, %v; want %+v", r.Bureau.Name, r.Expected(), r.Received(), r.Rate(), r.Punctuality(), w)
		}
	}
	if o := all.Rows[1].Outcomes; o[0] != NotAsked || o[1] != NotAsked || o[2] != OnTime {
		t.Errorf("a new bureau's outcomes %v", o)
	}
	exempt := BuildTurnout([]*Register{register(9, row("FG", "发改局", 0, Exempt))})
	if exempt.Rows[0].Rate().Known || exempt.Rows[0].Expected() != 0 {
		t.Error("a rate over no periods")
	}
}

// The sheet's formulas give the rates that the program computes.
func TestTurnoutSheet(t *testing.T) {
	sep, oct := smallRounds(t)
	s := laidOut(oct, &History{Ledgers: []*Ledger{sep}}, catalogueOf(t, "zh")).Sheet("历次报送")
	if s == nil {
		t.Fatal("no sheet")
	}
	rates := cellsUnder(t, s, tableHeadRow, "报送率(%)")
	if len(rates) < 6 || rates[0].Num != 50 || rates[4].Num != 0 {
		t.Errorf("rates %v", rates)
	}
	if got := s.Value(sheet.At(s.LastRow(), 1)).Text; got != "按时率(%)" {
		t.Errorf("the last row is %s", got)
	}
	if alone := laidOut(sep, nil, catalogueOf(t, "zh")).Sheet("历次报送"); alone != nil {
		t.Error("one period alone is no record")
	}
}
