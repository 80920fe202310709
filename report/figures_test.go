package report

import "testing"

// Text rounds a figure as a cell shows it, even a tie that a double cannot hold exactly.
func TestFiguresRoundAsSpreadsheetsDo(t *testing.T) {
	for _, c := range []struct {
		ratio float64
		want  string
	}{{0.0265, "2.7%"}, {0.951, "95.1%"}, {0.95, "95%"}, {-0.0004, "0%"}, {0.9995, "100%"}} {
		if got := percentText(c.ratio); got != c.want {
			t.Errorf("%v: %s, want %s", c.ratio, got, c.want)
		}
	}
	if got := round2(0.00145 * 100); got != 0.15 {
		t.Errorf("0.145 comes to %v", got)
	}
	if got := round1(2.65); got != 2.7 {
		t.Errorf("2.65 comes to %v", got)
	}
}
