package calendar

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestParseCadences(t *testing.T) {
	tests := []struct {
		text string
		want []Cadence
	}{
		{"每周、月末", []Cadence{Weekly, MonthEnd}},
		{"每月", []Cadence{Monthly}}, {"每季度", []Cadence{Quarterly}}, {"每半年", []Cadence{HalfYearly}}, {"每年", []Cadence{Yearly}}, {"一次性", []Cadence{OneOff}},
		{" 每周 ，每月 ", []Cadence{Weekly, Monthly}}, {"每月,每月", []Cadence{Monthly}}, {"每周\n每月", nil}, {"每周；月底", []Cadence{Weekly, MonthEnd}},
		{"每周和月末", []Cadence{Weekly, MonthEnd}}, {"月报", []Cadence{Monthly}}, {"Monthly", []Cadence{Monthly}}, {"每月末", []Cadence{MonthEnd}},
		{"", nil}, {"、", nil}, {"每天", nil}, {"每周、偶尔", nil}, {"长期", nil}, {"每两周", nil},
	}
	for _, tt := range tests {
		got, ok := ParseCadences(tt.text)
		if ok != (tt.want != nil) || !slices.Equal(got, tt.want) {
			t.Errorf("ParseCadences(%q) = %v, %v, want %v", tt.text, got, ok, tt.want)
		}
	}
	for c := Weekly; c <= OneOff; c++ {
		if got, ok := ParseCadences(c.String()); !ok || !slices.Equal(got, []Cadence{c}) {
			t.Errorf("%q reads as %v", c, got)
		}
	}
}

func TestDueBetween(t *testing.T) {
	tests := []struct {
		c        Cadence
		from, to string
		want     int
	}{
		{Weekly, "2024-09-01", "2024-09-30", 5}, // the first day is a Sunday
		{Weekly, "2024-09-02", "2024-09-30", 4},
		{Weekly, "2024-09-02", "2024-09-07", 0},
		{Monthly, "2024-09-01", "2024-12-31", 4},
		{Monthly, "2024-09-30", "2024-09-30", 1},
		{Monthly, "2024-09-01", "2024-09-29", 0},
		{MonthEnd, "2024-09-15", "2024-10-31", 2},
		{Quarterly, "2024-09-01", "2024-12-31", 2},
		{HalfYearly, "2024-09-01", "2025-06-30", 2},
		{Yearly, "2024-09-01", "2024-12-30", 0},
		{Yearly, "2024-09-01", "2024-12-31", 1},
		{OneOff, "2024-01-01", "2024-12-31", 0},
		{Weekly, "2024-09-30", "2024-09-01", 0},
	}
	for _, tt := range tests {
		if got := tt.c.DueBetween(day(t, tt.from), day(t, tt.to)); got != tt.want {
			t.Errorf("%v from %s to %s: %d due, want %d", tt.c, tt.from, tt.to, got, tt.want)
		}
	}
	if n := Monthly.DueBetween(0, day(t, "2024-12-31")) + Monthly.DueBetween(day(t, "2024-12-31"), 0); n != 0 {
		t.Errorf("%d due between no date and one", n)
	}
}

func TestDueIn(t *testing.T) {
	tests := []struct {
		c    Cadence
		p    string
		want bool
	}{
		{Weekly, "2024-09", true}, {Weekly, "2024-W36", true}, {Monthly, "2024-09", true}, {Monthly, "2024-W36", false}, {Monthly, "2024-W40", true},
		{Quarterly, "2024-08", false}, {Quarterly, "2024-09", true}, {HalfYearly, "2024-06", true}, {HalfYearly, "2024-09", false}, {Yearly, "2024-12", true},
		{Yearly, "2024-Q3", false}, {OneOff, "2024", false},
	}
	for _, tt := range tests {
		if got := tt.c.DueIn(period(t, tt.p)); got != tt.want {
			t.Errorf("%v in %s: due %v, want %v", tt.c, tt.p, got, tt.want)
		}
	}
	if Weekly.DueIn(Period{}) {
		t.Error("due in no period")
	}
}

func TestDutiesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Cadence(rapid.IntRange(int(Weekly), int(OneOff)).Draw(t, "cadence"))
		from := commonDate(t, "from")
		mid := from.AddDays(rapid.IntRange(0, 500).Draw(t, "days"))
		to := mid.AddDays(rapid.IntRange(1, 500).Draw(t, "more days"))
		if whole, parts := c.DueBetween(from, to), c.DueBetween(from, mid)+c.DueBetween(mid+1, to); whole != parts {
			t.Fatalf("%v from %v to %v: %d due, split after %v %d", c, from, to, whole, mid, parts)
		}
	})
}
