package main

import (
	"testing"

	"duban/workbook"
)

// TestExplainRoundsAsTheReportDoes checks that explain writes 2.65% as the report's cell shows it.
func TestExplainRoundsAsTheReportDoes(t *testing.T) {
	if got := percentOrDash(workbook.Known(0.0265)); got != "2.7%" {
		t.Errorf("explain: %s", got)
	}
	if got := share(workbook.Known(0.0265)); got != "2.7%" {
		t.Errorf("status: %s", got)
	}
}
