package main

import (
	"testing"

	"duban/workbook"
)

// TestExplainRoundsAsTheReportDoes: 2.65% is told as the cell shows it.
func TestExplainRoundsAsTheReportDoes(t *testing.T) {
	if got := percentOrDash(workbook.Known(0.0265)); got != "2.7%" {
		t.Errorf("explain: %s", got)
	}
	if got := share(workbook.Known(0.0265)); got != "2.7%" {
		t.Errorf("status: %s", got)
	}
}
