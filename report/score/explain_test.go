package score

import (
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// The base is written with the plan's decimals, and with more only if adding up would otherwise give another total.
func TestSumAddsUpToTotal(t *testing.T) {
	s := &Scores{Material: Material{Plan: &workbook.Plan{}}}
	s.Plan.Settings.Decimals = 2
	for _, c := range []struct {
		base, adjusted, total, full, scaled float64
		want                                string
	}{
		{88.6749, 0, 88.67, 0, 0, "88.67"},
		{76.1304, 1, 77.13, 100, 100, "76.13"},
		{80, 0, 80, 0, 0, "80.00"},
		{70.004, 0, 140.01, 100, 50, "70.004"},
		{70.00049, 0, 700.005, 1000, 100, "70.0005"},
	} {
		b := &Result{Base: sheet.Num(c.base), Adjusted: sheet.Num(c.adjusted), Total: sheet.Num(c.total), Full: c.full, Scaled: c.scaled}
		if got := s.baseText(b); got != c.want {
			t.Errorf("%v: got %s, want %s", c, got, c.want)
		}
	}
}
