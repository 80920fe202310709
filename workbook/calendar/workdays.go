package calendar

import (
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"
)

// Workdays knows which days are worked. It never changes once made, so many may read it at once. The zero Workdays knows only
// weekends.
type Workdays struct {
	// worked holds the days that differ from the rule of the week: true is worked.
	worked map[Date]bool
	// known holds the years whose public holidays are known.
	known map[int]bool
}

// NewWorkdays makes workdays from the built-in Chinese public holidays and make-up workdays, and from the plan's own lists, which
// count if the two differ. A day in both of the plan's lists is worked.
func NewWorkdays(holidays, workdays []Date) Workdays {
	w := Workdays{worked: map[Date]bool{}, known: map[int]bool{}}
	w.addPublished()
	for _, d := range holidays {
		if d.Valid() {
			w.worked[d] = false
			w.known[d.Year()] = true
		}
	}
	for _, d := range workdays {
		if d.Valid() {
			w.worked[d] = true
		}
	}
	return w
}

// addPublished adds the built-in holidays, which reach without a gap from 2002 to the last announced year.
func (w Workdays) addPublished() {
	for year := 2002; ; year++ {
		days := HolidayUtil.GetHolidaysByYear(year)
		if days.Len() == 0 {
			return
		}
		for e := days.Front(); e != nil; e = e.Next() {
			h, ok := e.Value.(*HolidayUtil.Holiday)
			if !ok {
				continue
			}
			d, ok := ParseISO(h.GetDay())
			if !ok {
				continue
			}
			w.worked[d] = h.IsWork()
			// A year's first days are announced with the year before: only its National Day shows that the whole year is known.
			if d.Month() == 10 && d.Day() == 1 {
				w.known[year] = true
			}
		}
	}
}

// Knows reports whether a year's public holidays are known; if not, only its weekends are free.
func (w Workdays) Knows(year int) bool { return w.known[year] }

// Contains reports whether a day is worked; no date is not.
func (w Workdays) Contains(d Date) bool {
	if !d.Valid() {
		return false
	}
	if worked, listed := w.worked[d]; listed {
		return worked
	}
	day := d.Weekday()
	return day != time.Saturday && day != time.Sunday
}

// Add gives the nth workday after a day, or before it if n is negative; the day itself if n is 0. It is no date beyond the calendar's
// ends.
func (w Workdays) Add(d Date, n int) Date {
	step := 1
	if n < 0 {
		step = -1
	}
	for n != 0 && d.Valid() {
		if d = d.AddDays(step); w.Contains(d) {
			n -= step
		}
	}
	return dateOrNone(d)
}

// onOrAfter gives the day itself if it is worked, or else the next workday.
func (w Workdays) onOrAfter(d Date) Date {
	if w.Contains(d) {
		return d
	}
	return w.Add(d, 1)
}

// onOrBefore gives the day itself if it is worked, or else the previous workday.
func (w Workdays) onOrBefore(d Date) Date {
	if w.Contains(d) {
		return d
	}
	return w.Add(d, -1)
}
