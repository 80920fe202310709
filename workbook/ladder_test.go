package workbook

import (
	"testing"

	"duban/workbook/calendar"
)

// The highest rung that is reached counts, in whatever order the plan lists them; for tasks due soon the number of days counts downwards.
func TestRung(t *testing.T) {
	p := &Plan{Ladder: []*Rung{
		{Trigger: TriggerOverdue, From: 30, Level: Circulate}, {Trigger: TriggerOverdue, From: 1, Level: Press}, {Trigger: TriggerOverdue, From: 15, Level: Supervise},
		{Trigger: TriggerDueSoon, From: 10, Level: Remind},
	}}
	for _, c := range []struct {
		trigger string
		reached float64
		want    NoticeLevel
	}{
		{TriggerOverdue, 0, NoNotice}, {TriggerOverdue, 1, Press}, {TriggerOverdue, 15, Supervise}, {TriggerOverdue, 29, Supervise}, {TriggerOverdue, 300, Circulate},
		{TriggerDueSoon, 11, NoNotice}, {TriggerDueSoon, 10, Remind}, {TriggerDueSoon, 0, Remind}, {TriggerMissing, 9, NoNotice},
	} {
		got := NoNotice
		if r := p.Rung(c.trigger, c.reached); r != nil {
			got = r.Level
		}
		if got != c.want {
			t.Errorf("%s %v: level %d, want %d", c.trigger, c.reached, got, c.want)
		}
	}
}

func TestHeldNeedsAnApprover(t *testing.T) {
	b, other, task := &Bureau{}, &Bureau{}, &Task{}
	day := calendar.NewDate(2024, 10, 10)
	p := &Plan{Reasons: []*ApprovedReason{{Bureau: b, Task: task, Approver: ""}, {Bureau: other, Until: day, Approver: "市长"}}}
	if p.Held(b, task, calendar.Period{}, day) != nil {
		t.Error("a row that nobody approved holds a notice back")
	}
	if p.Held(other, task, calendar.Period{}, day) == nil || p.Held(other, nil, calendar.MonthOf(day), day) == nil || p.Held(other, task, calendar.Period{}, day+1) != nil {
		t.Error("a row without a task holds all of a bureau's back, up to its day")
	}
}
