package report

import (
	"math"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
)

func TestClassify(t *testing.T) {
	settings := &workbook.Settings{YellowFrom: 10, RedFrom: 30, AheadFrom: 15}
	at := calendar.NewDate(2024, 9, 30)
	known := workbook.Known
	for _, c := range []struct {
		name                 string
		unassigned, finished bool
		due                  calendar.Date
		gap                  workbook.Amount
		class                Class
		light                workbook.Light
	}{
		{"nobody has it, even past its deadline", true, false, at - 5, known(-100), ClassUnassigned, workbook.NoLight},
		{"finished after its deadline", false, true, at - 5, known(0), ClassDone, workbook.Green},
		{"finished before its deadline is no blue light", false, true, at + 90, known(60), ClassDone, workbook.Green},
		{"finished without a deadline", false, true, 0, workbook.Amount{}, ClassDone, workbook.Green},
		{"a day past its deadline, however little is missing", false, false, at - 1, known(-0.1), ClassOverdue, workbook.Red},
		{"past its deadline and not measured", false, false, at - 1, workbook.Amount{}, ClassOverdue, workbook.Red},
		{"on its deadline", false, false, at, known(-5), ClassOnTrack, workbook.Green},
		{"not measured", false, false, at + 30, workbook.Amount{}, ClassOther, workbook.NoLight},
		{"no deadline", false, false, 0, workbook.Amount{}, ClassOther, workbook.NoLight},
		{"on the red threshold", false, false, at + 30, known(-30), ClassBehind, workbook.Red},
		{"just above the red threshold", false, false, at + 30, known(-29.999999999), ClassBehind, workbook.Yellow},
		{"on the yellow threshold", false, false, at + 30, known(-10), ClassBehind, workbook.Yellow},
		{"just above the yellow threshold", false, false, at + 30, known(-9.999999999), ClassOnTrack, workbook.Green},
		{"even", false, false, at + 30, known(0), ClassOnTrack, workbook.Green},
		{"just below the blue threshold", false, false, at + 30, known(14.999999999), ClassOnTrack, workbook.Green},
		{"on the blue threshold", false, false, at + 30, known(15), ClassAhead, workbook.Blue},
		{"measured without a deadline of its own", false, false, 0, known(-12), ClassBehind, workbook.Yellow},
	} {
		class, light := classify(settings, c.unassigned, c.finished, c.due, c.gap, at)
		if class != c.class || light != c.light {
			t.Errorf("%s: got %s and light %d, want %s and light %d", c.name, class.Key(), light, c.class.Key(), c.light)
		}
	}
}

// Before its deadline, work that is either done or not is judged only by whether it was begun.
func TestBinaryTasksBeforeTheirDeadline(t *testing.T) {
	b := &workbook.Bureau{Code: "FG", Name: "发改局"}
	start, due := calendar.NewDate(2024, 9, 1), calendar.NewDate(2024, 12, 9) // a hundred days
	for _, c := range []struct {
		name   string
		status string
		day    calendar.Date
		due    calendar.Date
		class  Class
		light  workbook.Light
		gap    workbook.Amount
	}{
		{"never reported, 5 days in", "", start + 4, due, ClassOnTrack, workbook.Green, workbook.Known(-5)},
		{"never reported, 10 days in", "", start + 9, due, ClassBehind, workbook.Yellow, workbook.Known(-10)},
		{"not started, 30 days in", workbook.NotStarted, start + 29, due, ClassBehind, workbook.Red, workbook.Known(-30)},
		{"asking for a change is not being at work", workbook.AskChange, start + 29, due, ClassBehind, workbook.Red, workbook.Known(-30)},
		{"at work, 90 days in", workbook.Ongoing, start + 89, due, ClassOnTrack, workbook.Green, workbook.Known(0)},
		{"at work on the last day", workbook.Ongoing, due, due, ClassBehind, workbook.Red, workbook.Known(-100)},
		{"at work the day after", workbook.Ongoing, due + 1, due, ClassOverdue, workbook.Red, workbook.Known(-100)},
		{"done early", workbook.Done, start + 9, due, ClassDone, workbook.Green, workbook.Known(0)},
		{"done", workbook.Done, due + 1, due, ClassDone, workbook.Green, workbook.Known(0)},
		{"sustained but not verified", workbook.Sustained, start + 9, due, ClassOther, workbook.NoLight, workbook.Amount{}},
		{"at work without a deadline", workbook.Ongoing, start + 9, 0, ClassOther, workbook.NoLight, workbook.Amount{}},
	} {
		task := &workbook.Task{ID: "CY-01", Measure: workbook.Deliverable, Start: start, Due: c.due, Weight: 1,
			Assigned: []workbook.Assignment{{Bureau: b, Role: workbook.RoleLead}}}
		plan := &workbook.Plan{Bureaus: []*workbook.Bureau{b}, Tasks: []*workbook.Task{task}}
		plan.Settings.YellowFrom, plan.Settings.RedFrom, plan.Settings.AheadFrom = 10, 30, 10
		now := (*workbook.Standing)(nil).Next(calendar.MonthOf(c.day))
		if c.status != "" {
			now.Entries[workbook.EntryKey{Task: "CY-01", Bureau: "FG"}] = &workbook.Accepted{Status: c.status, DoneOn: start + 9, Period: now.Period}
		}
		l := BuildLedger(LedgerInput{Plan: plan, Period: now.Period, AsOf: c.day, Now: now})
		for who, s := range map[string]Standing{"task": l.Tasks[0].Standing, "line": l.Lines[0].Standing} {
			if s.Class != c.class || s.Light != c.light || s.Gap != c.gap {
				t.Errorf("%s: the %s is %s with light %d, gap %v; want %s, %d, %v", c.name, who, s.Class.Key(), s.Light, s.Gap, c.class.Key(), c.light, c.gap)
			}
		}
	}
}

// In a task led by a group, one member that has not begun makes the whole no later than the members are on average, and one that is done
// early makes it no earlier.
func TestAGroupIsExpectedWhatItsMembersAre(t *testing.T) {
	start, due := calendar.NewDate(2024, 9, 1), calendar.NewDate(2024, 12, 9) // a hundred days
	for _, c := range []struct {
		name     string
		statuses [4]string
		day      calendar.Date
		class    Class
		gap      float64
	}{
		{"one of four has not begun, 30 days in", [4]string{workbook.Ongoing, workbook.Ongoing, workbook.Ongoing, ""}, start + 29, ClassOnTrack, -7.5},
		{"none has begun, 30 days in", [4]string{}, start + 29, ClassBehind, -30},
		{"two of four are done early, the others at work", [4]string{workbook.Done, workbook.Done, workbook.Ongoing, workbook.Ongoing}, start + 29, ClassOnTrack, 0},
		{"one is done early, one has not begun", [4]string{workbook.Done, "", workbook.Ongoing, workbook.Ongoing}, start + 79, ClassBehind, -20},
		{"one is not done on the last day", [4]string{workbook.Done, workbook.Done, workbook.Done, workbook.Ongoing}, due, ClassBehind, -25},
		{"an unverified 长期坚持 counts on neither side", [4]string{workbook.Done, workbook.Sustained, workbook.Ongoing, ""}, start + 29, ClassBehind, -10},
	} {
		task := &workbook.Task{ID: "CY-01", Measure: workbook.Deliverable, Start: start, Due: due, Weight: 1}
		plan := &workbook.Plan{Tasks: []*workbook.Task{task}}
		plan.Settings.YellowFrom, plan.Settings.RedFrom, plan.Settings.AheadFrom = 10, 30, 10
		now := (*workbook.Standing)(nil).Next(calendar.MonthOf(c.day))
		for i, status := range c.statuses {
			b := &workbook.Bureau{Code: string(rune('A' + i)), Order: i}
			plan.Bureaus = append(plan.Bureaus, b)
			task.Assigned = append(task.Assigned, workbook.Assignment{Bureau: b, Role: workbook.RoleMember, As: "各镇"})
			if status != "" {
				now.Entries[workbook.EntryKey{Task: task.ID, Bureau: b.Code}] = &workbook.Accepted{Status: status, DoneOn: start + 9, Period: now.Period}
			}
		}
		l := BuildLedger(LedgerInput{Plan: plan, Period: now.Period, AsOf: c.day, Now: now})
		if s := l.Tasks[0].Standing; s.Class != c.class || math.Abs(s.Gap.V-c.gap) > 1e-6 {
			t.Errorf("%s: %s with gap %v, want %s with %v", c.name, s.Class.Key(), s.Gap, c.class.Key(), c.gap)
		}
	}
}

// A bound that is kept asks for nothing more by its last day; one that is broken does.
func TestABoundThatIsKeptIsNotNearDue(t *testing.T) {
	b := &workbook.Bureau{Code: "FG", Name: "发改局"}
	due := calendar.NewDate(2024, 12, 31)
	for value, near := range map[float64]bool{88.1: false, 88: false, 87.9: true} {
		task := &workbook.Task{ID: "HB-01", Measure: workbook.Quantity, Direction: workbook.Floor, Baseline: workbook.Known(0), Target: workbook.Known(88), Start: due - 300, Due: due,
			Assigned: []workbook.Assignment{{Bureau: b, Role: workbook.RoleLead}}}
		plan := &workbook.Plan{Bureaus: []*workbook.Bureau{b}, Tasks: []*workbook.Task{task}}
		plan.Settings.NearDays = 10
		now := (*workbook.Standing)(nil).Next(calendar.MonthOf(due))
		now.Entries[workbook.EntryKey{Task: "HB-01", Bureau: "FG"}] = &workbook.Accepted{Status: workbook.Ongoing, Value: workbook.Known(value), Period: now.Period}
		l := BuildLedger(LedgerInput{Plan: plan, Period: now.Period, AsOf: due, Now: now})
		if l.Tasks[0].NearDue != near || l.Lines[0].NearDue != near {
			t.Errorf("at %v (%v): the task is near due: %v, its line: %v", value, l.Tasks[0].Completion.Ratio, l.Tasks[0].NearDue, l.Lines[0].NearDue)
		}
	}
}

func TestNearDue(t *testing.T) {
	b := &workbook.Bureau{Code: "FG", Name: "发改局"}
	due := calendar.NewDate(2024, 9, 30)
	for _, c := range []struct {
		day  calendar.Date
		done bool
		near bool
	}{{due - 11, false, false}, {due - 10, false, true}, {due, false, true}, {due + 1, false, false}, {due - 3, true, false}} {
		task := &workbook.Task{ID: "CY-01", Measure: workbook.Deliverable, Start: due - 60, Due: due, Assigned: []workbook.Assignment{{Bureau: b, Role: workbook.RoleLead}}}
		plan := &workbook.Plan{Bureaus: []*workbook.Bureau{b}, Tasks: []*workbook.Task{task}}
		plan.Settings.NearDays = 10
		now := (*workbook.Standing)(nil).Next(calendar.MonthOf(c.day))
		if c.done {
			now.Entries[workbook.EntryKey{Task: "CY-01", Bureau: "FG"}] = &workbook.Accepted{Status: workbook.Done, DoneOn: c.day, Period: now.Period}
		}
		if l := BuildLedger(LedgerInput{Plan: plan, Period: now.Period, AsOf: c.day, Now: now}); l.Tasks[0].NearDue != c.near {
			t.Errorf("on %s, done %v: near due is %v", c.day, c.done, l.Tasks[0].NearDue)
		}
	}
}
