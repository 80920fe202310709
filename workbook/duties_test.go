package workbook_test

import (
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
)

// A duty that begins at the very end of a month is not due for that month.
func TestDutiesDue(t *testing.T) {
	for _, x := range []struct {
		name           string
		cadence        calendar.Cadence
		start, end, to string
		want           int
	}{
		{"a week of the month is left", calendar.Monthly, "2024-08-25", "2024-12-31", "2024-08-31", 1},
		{"less than a week of the month is left", calendar.Monthly, "2024-08-26", "2024-12-31", "2024-08-31", 0},
		{"then it begins in the next month", calendar.Monthly, "2024-08-26", "2024-12-31", "2024-12-31", 4},
		{"so does what falls due at the month's end", calendar.MonthEnd, "2024-08-28", "2024-12-31", "2024-12-31", 4},
		{"and what falls due by quarter", calendar.Quarterly, "2024-09-28", "2024-12-31", "2024-12-31", 1},
		{"a year of which four months are left", calendar.Yearly, "2024-09-01", "2024-12-31", "2024-12-31", 1},
		{"the task ends within the month", calendar.Monthly, "2024-08-28", "2024-08-31", "2024-08-31", 1},
		{"a task without an end", calendar.Monthly, "2024-08-28", "", "2024-10-31", 2},
		{"a week is owed from any of its days", calendar.Weekly, "2024-09-01", "2024-12-31", "2024-09-08", 2},
	} {
		day := func(s string) calendar.Date {
			d, _ := calendar.ParseISO(s)
			return d
		}
		task := &workbook.Task{Start: day(x.start), Due: day(x.end), Cadences: []calendar.Cadence{x.cadence}}
		if got := (&workbook.Plan{}).DutiesDue(task, day(x.to)); got != x.want {
			t.Errorf("%s: %d due, want %d", x.name, got, x.want)
		}
	}
}
