package workbook

import (
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"
)

// Calendar knows which days are worked. It never changes once it is made, and may be read by many at once. The zero
// Calendar knows weekends and nothing else.
type Calendar struct {
	// worked holds the days that differ from the rule of the week: true is worked.
	worked map[Date]bool
	// known are the years whose public holidays are there.
	known map[int]bool
}

// NewCalendar makes a calendar from the published Chinese public holidays and make-up workdays, as far as they are
// built in, and the plan's own table, which counts where the two differ. A day in both of the plan's lists is worked.
func NewCalendar(holidays, workdays []Date) Calendar {
	c := Calendar{worked: map[Date]bool{}, known: map[int]bool{}}
	c.addPublished()
	for _, d := range holidays {
		if d.Valid() {
			c.worked[d] = false
			c.known[d.Year()] = true
		}
	}
	for _, d := range workdays {
		if d.Valid() {
			c.worked[d] = true
		}
	}
	return c
}

// addPublished takes over the built-in holidays, which reach without a gap from 2002 to the year last announced.
func (c Calendar) addPublished() {
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
			c.worked[d] = h.IsWork()
			// A year's first days are announced with the year before: only its National Day shows that the year is there.
			if d.Month() == 10 && d.Day() == 1 {
				c.known[year] = true
			}
		}
	}
}

// Knows reports whether a year's public holidays are known; otherwise only its weekends count as free.
func (c Calendar) Knows(year int) bool { return c.known[year] }

// IsWorkday reports whether a day is worked. No date is not.
func (c Calendar) IsWorkday(d Date) bool {
	if !d.Valid() {
		return false
	}
	if worked, listed := c.worked[d]; listed {
		return worked
	}
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday
}

// AddWorkdays is the nth workday after a day, before it where n is negative; the day itself where n is 0. It is no
// date where the calendar ends before.
func (c Calendar) AddWorkdays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step = -1
	}
	for n != 0 && d.Valid() {
		if d = d.AddDays(step); c.IsWorkday(d) {
			n -= step
		}
	}
	return dateOrNone(d)
}

// NextWorkday is the day itself where it is worked, else the first workday after it.
func (c Calendar) NextWorkday(d Date) Date {
	if c.IsWorkday(d) {
		return d
	}
	return c.AddWorkdays(d, 1)
}

// PreviousWorkday is the day itself where it is worked, else the last workday before it.
func (c Calendar) PreviousWorkday(d Date) Date {
	if c.IsWorkday(d) {
		return d
	}
	return c.AddWorkdays(d, -1)
}

// WorkdaysBetween counts the workdays after a up to and including b, negative where b is the earlier day, and 0 where
// one of them is no date. A return due on a and handed in on b is so many workdays late.
func (c Calendar) WorkdaysBetween(a, b Date) int {
	if !a.Valid() || !b.Valid() {
		return 0
	}
	sign := 1
	if b < a {
		a, b, sign = b, a, -1
	}
	n := 0
	for d := a + 1; d <= b; d++ {
		if c.IsWorkday(d) {
			n++
		}
	}
	return sign * n
}
