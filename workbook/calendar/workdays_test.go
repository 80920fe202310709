package calendar

import (
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func TestPublishedWorkdays(t *testing.T) {
	workdays := NewWorkdays(nil, nil)
	for s, want := range map[string]bool{
		"2024-09-13": true,  // Friday
		"2024-09-14": true,  // Saturday, made up for 中秋节
		"2024-09-15": false, // 中秋节
		"2024-09-17": false,
		"2024-09-18": true,
		"2024-09-29": true, // Sunday, made up for 国庆节
		"2024-09-30": true,
		"2024-10-01": false,
		"2024-10-07": false,
		"2024-10-08": true,
		"2024-10-12": true, // Saturday, made up
		"2024-10-13": false,
		"2025-01-01": false,
		"2025-01-26": true, // Sunday, made up for 春节
		"2025-01-28": false,
		"2025-02-04": false,
		"2025-05-01": false,
	} {
		if got := workdays.Contains(day(t, s)); got != want {
			t.Errorf("%s: worked %v, want %v", s, got, want)
		}
	}
	if !workdays.Knows(2024) || !workdays.Knows(2025) || workdays.Knows(2001) || workdays.Knows(2060) {
		t.Errorf("known: 2024 %v, 2025 %v, 2001 %v, 2060 %v", workdays.Knows(2024), workdays.Knows(2025), workdays.Knows(2001), workdays.Knows(2060))
	}
	if workdays.Contains(0) {
		t.Error("no date is worked")
	}
}

func TestUnknownYearsHaveWeekends(t *testing.T) {
	workdays := NewWorkdays(nil, nil)
	for d := NewDate(2060, 10, 1); d <= NewDate(2060, 10, 14); d++ {
		weekend := d.Weekday() == 0 || d.Weekday() == 6
		if workdays.Contains(d) == weekend || (Workdays{}).Contains(d) == weekend {
			t.Errorf("%v (%v) is worked: %v", d, d.Weekday(), workdays.Contains(d))
		}
	}
}

func TestPlanOverridesPublishedWorkdays(t *testing.T) {
	national, monday, saturday := day(t, "2024-10-01"), day(t, "2024-09-23"), day(t, "2024-09-21")
	workdays := NewWorkdays([]Date{monday, 0, day(t, "2060-10-01"), saturday}, []Date{national, saturday, 0})
	for d, want := range map[Date]bool{national: true, monday: false, saturday: true, day(t, "2024-10-02"): false, day(t, "2060-10-01"): false} {
		if got := workdays.Contains(d); got != want {
			t.Errorf("%v: worked %v, want %v", d, got, want)
		}
	}
	if !workdays.Knows(2060) {
		t.Error("the plan's own holidays do not make their year known")
	}
}

func TestAdd(t *testing.T) {
	workdays := NewWorkdays(nil, nil)
	tests := []struct {
		from string
		n    int
		want string
	}{
		{"2024-09-01", 5, "2024-09-06"}, {"2024-09-06", 1, "2024-09-09"}, {"2024-09-30", 1, "2024-10-08"}, {"2024-10-08", -1, "2024-09-30"},
		{"2024-09-27", 1, "2024-09-29"}, {"2024-09-12", 3, "2024-09-18"}, {"2024-10-01", 0, "2024-10-01"}, {"2024-10-05", -1, "2024-09-30"},
	}
	for _, tt := range tests {
		if got := workdays.Add(day(t, tt.from), tt.n); got.String() != tt.want {
			t.Errorf("%s and %d workdays: %v, want %s", tt.from, tt.n, got, tt.want)
		}
	}
	if d := workdays.Add(0, 3); d != 0 {
		t.Errorf("no date and 3 workdays: %v", d)
	}
	if d := workdays.Add(lastDate, 1); d != 0 {
		t.Errorf("beyond the calendar lies %v", d)
	}
	if next, prev := workdays.onOrAfter(day(t, "2024-10-01")), workdays.onOrBefore(day(t, "2024-10-07")); next.String() != "2024-10-08" || prev.String() != "2024-09-30" {
		t.Errorf("around the holidays: %v and %v", next, prev)
	}
	if d := day(t, "2024-09-30"); workdays.onOrAfter(d) != d || workdays.onOrBefore(d) != d {
		t.Error("a workday is moved")
	}
}

// between counts the workdays after a day up to and including a later one.
func between(w Workdays, a, b Date) int {
	n := 0
	for d := a + 1; d <= b; d++ {
		if w.Contains(d) {
			n++
		}
	}
	return n
}

func TestWorkdaysAddUp(t *testing.T) {
	workdays := NewWorkdays(nil, nil)
	rapid.Check(t, func(t *rapid.T) {
		d, n := commonDate(t, "date"), rapid.IntRange(1, 300).Draw(t, "workdays")
		later := workdays.Add(d, n)
		if !workdays.Contains(later) || later <= d || workdays.Add(d, n+1) <= later {
			t.Fatalf("%v and %d workdays: %v", d, n, later)
		}
		if got := between(workdays, d, later); got != n {
			t.Fatalf("from %v to %v: %d workdays, want %d", d, later, got, n)
		}
		if start := workdays.onOrAfter(d); workdays.Add(workdays.Add(start, n), -n) != start {
			t.Fatalf("%d workdays on from %v and back: %v", n, start, workdays.Add(workdays.Add(start, n), -n))
		}
	})
}

func TestWorkdaysAreSharedSafely(t *testing.T) {
	workdays := NewWorkdays(nil, nil)
	from, to := day(t, "2024-01-01"), day(t, "2024-12-31")
	want := between(workdays, from, to)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got := between(NewWorkdays(nil, nil), from, to); got != want {
				t.Errorf("a calendar made beside others: %d workdays, want %d", got, want)
			}
			if got := between(workdays, from, to); got != want {
				t.Errorf("a shared calendar: %d workdays, want %d", got, want)
			}
		})
	}
	wg.Wait()
	// 262 days from Monday to Friday, 19 of them holidays, and 8 made up at weekends.
	if want != 251 {
		t.Errorf("2024 has %d workdays", want)
	}
}
