package workbook

import (
	"testing"

	"duban/workbook/calendar"
)

// TestLimitsOfTasksThatCameUpLater checks that a limit in days counts from the day on which a task came up, and a limit that names the
// document or meeting from that one, unless it would be over before the task began.
func TestLimitsOfTasksThatCameUpLater(t *testing.T) {
	p := &Plan{Settings: Settings{Deadlines: calendar.DefaultDeadlineRules(calendar.NewDate(2024, 9, 1))}}
	for _, tt := range []struct{ wording, start, want string }{
		{"两日内", "", "2024-09-03"},
		{"两日内", "2024-08-20", "2024-09-03"},
		{"两日内", "2024-10-15", "2024-10-17"},
		{"半个月内", "2024-10-15", "2024-10-30"},
		{"印发后一个月内", "2024-09-15", "2024-10-01"},
		{"印发后半年内", "2024-09-15", "2025-03-01"},
		{"会后三天内", "2024-10-15", "2024-10-18"},
		{"10月底前", "2024-10-15", "2024-10-31"},
	} {
		start, _ := calendar.ParseISO(tt.start) // 0 for none
		d, ok := p.LimitOf(tt.wording, start)
		if !ok || d.Last.String() != tt.want {
			t.Errorf("%s from %s: %v, want %s", tt.wording, tt.start, d.Last, tt.want)
		}
	}
}
