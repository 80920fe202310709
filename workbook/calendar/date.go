package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"duban/workbook/numeral"
	"duban/workbook/pattern"
)

// Date is a civil day as a serial day of the 1900 date system, in which spreadsheet programs count: 45565 is 2024-09-30. 0 is no
// date. Days before 1900-03-01 do not exist here, as that system counts a day then that never was.
type Date int

const (
	firstDate Date = 61      // 1900-03-01
	lastDate  Date = 2958465 // 9999-12-31
)

// dayZero is serial day 0, counted back from the days on which all programs agree.
var dayZero = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)

// NewDate gives the day of a year, month and day, 0 if it does not exist, such as 2024-02-30.
func NewDate(year, month, day int) Date {
	if year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0
	}
	return dateOrNone(serialOf(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)))
}

// DateOf gives the day that t shows in its own location.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return NewDate(year, int(month), day)
}

func serialOf(t time.Time) Date { return Date((t.Unix() - dayZero.Unix()) / 86400) }

func dateOrNone(d Date) Date {
	if d < firstDate || d > lastDate {
		return 0
	}
	return d
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// clampedDate gives the day of a month: the last one if the month is shorter, the first one if day is below 1.
func clampedDate(year, month, day int) Date {
	return NewDate(year, month, max(1, min(day, daysIn(year, month))))
}

// Valid reports whether the date is a day between 1900-03-01 and 9999-12-31.
func (d Date) Valid() bool { return dateOrNone(d) != 0 }

// Time gives midnight UTC of the day, the zero time for no date.
func (d Date) Time() time.Time {
	if !d.Valid() {
		return time.Time{}
	}
	return dayZero.AddDate(0, 0, int(d))
}

// String gives "2024-09-30", nothing for no date.
func (d Date) String() string {
	if !d.Valid() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// Chinese gives "2024年9月30日", nothing for no date.
func (d Date) Chinese() string {
	if !d.Valid() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day())
}

// Year is the calendar year, 0 for no date.
func (d Date) Year() int {
	if !d.Valid() {
		return 0
	}
	return d.Time().Year()
}

// Month is 1 to 12, 0 for no date.
func (d Date) Month() int {
	if !d.Valid() {
		return 0
	}
	return int(d.Time().Month())
}

// Day is the day of the month, 0 for no date.
func (d Date) Day() int {
	if !d.Valid() {
		return 0
	}
	return d.Time().Day()
}

// Weekday is the day of the week; it means nothing for no date.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// AddDays gives the day n days later, earlier if n is negative. It is no date if d is none or the result is out of range.
func (d Date) AddDays(n int) Date {
	if !d.Valid() || n > int(lastDate) || n < -int(lastDate) {
		return 0
	}
	return dateOrNone(d + Date(n))
}

// AddMonths gives the same day of the month n months later, earlier if n is negative, or the last day if that month is shorter.
func (d Date) AddMonths(n int) Date {
	if !d.Valid() || n > 12*9999 || n < -12*9999 {
		return 0
	}
	months := d.Year()*12 + d.Month() - 1 + n
	if months < 0 {
		return 0
	}
	return clampedDate(months/12, months%12+1, d.Day())
}

// ParseISO reads "2024-09-30" and nothing else.
func ParseISO(s string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, false
	}
	d := DateOf(t)
	return d, d != 0
}

const (
	// Serial days typed as text are read from 1954 to 2119; other numbers of five digits are no dates.
	firstTextSerial, lastTextSerial = 20000, 80000
	// A year of two digits is read if it is this close to the date at hand: 30.9.24 is no day of 2030.
	shortYearReach = 5
	// A day without a year is at most half a year away.
	assumedYearReach = 184
)

var (
	fullDate     = pattern.New(`^(\d{4}|\d{2})(年|[-./])(\d{1,2})(月|[-./])(\d{1,2})[日号]?$`)
	compactDate  = pattern.New(`^(\d{4})(\d{2})(\d{2})$`)
	serialText   = pattern.New(`^(\d{5})(\.\d+)?$`)
	monthAndDay  = pattern.New(`^(\d{1,2})(?:月|[-./])(\d{1,2})[日号]?$`)
	weekdayAside = pattern.New(`^(.*\d[日号]?)\(?(?:星期|周)([1-6日天])\)?$`)
	// The hour follows a space, a T, 日 or a word for the part of the day.
	timeOfDay = pattern.New(
		`^(.*?[日号]|.*?[ Tt]|.*?(?:上午|下午|中午|凌晨|晚上?))((?:上午|下午|中午|凌晨|晚上?)?)(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?(?:[AaPp][Mm])?|[时点](?:(\d{1,2})分?)?|[时点]半)$`)
	partOfDay = pattern.New(`(?:上午|下午|中午|凌晨|晚上?)$`)
)

// ParseDate reads a day as people write it, in Chinese or English (20 March). A missing year is chosen so that the day is closest to
// near, and at most half a year away; without near such a day is not read. A time of day is cut off.
//
// Not read are: what names no exact day (9月底, 9月, 上旬), days that do not exist, and days in digits with the day or the month before
// the year.
func ParseDate(text string, near Date) (d Date, repairs []numeral.Repair, ok bool) {
	found := numeral.RepairList{numeral.RepairDateText}
	s, weekday, ok := bareDay(text, &found)
	if !ok {
		return 0, nil, false
	}
	if d = dayOf(s, near, &found); d == 0 {
		return 0, nil, false
	}
	if weekday != "" && d.Weekday() != weekdayNamed(weekday) {
		return 0, nil, false
	}
	return d, found, true
}

// ParseFullDate reads a day with its year as people write it outside of a spreadsheet, where nobody types a serial day.
func ParseFullDate(text string) (Date, bool) {
	d, repairs, ok := ParseDate(text, 0)
	if !ok || slices.Contains(repairs, numeral.RepairSerial) {
		return 0, false
	}
	return d, true
}

// bareDay strips a day in digits of the time of day and the day of the week behind it.
func bareDay(text string, repairs *numeral.RepairList) (s, weekday string, ok bool) {
	if s, ok = numeral.Plain(inChinese(text), repairs); !ok {
		return "", "", false
	}
	if s, ok = numeral.Arabic(strings.TrimSuffix(s, "."), repairs); !ok {
		return "", "", false
	}
	if s, ok = cutTime(s, repairs); !ok {
		return "", "", false
	}
	if m := weekdayAside.FindStringSubmatch(s); m != nil {
		s, weekday = m[1], m[2]
	}
	return s, weekday, true
}

// BeyondMonth recognises a text such as 2024年9月31日, which would be a day if its month were longer, and gives the month and its number
// of days. It is false if something else keeps the text from being a day. Without a year it uses near's; if near is unknown, February
// has 29 days.
func BeyondMonth(text string, near Date) (month, days int, ok bool) {
	s, _, ok := bareDay(text, &numeral.RepairList{})
	if !ok {
		return 0, 0, false
	}
	const leapYear = 2000
	year, day := leapYear, 0
	if m := fullDate.FindStringSubmatch(s); m != nil && (m[2] == m[4] || m[2] == "年") {
		year, month, day = atoi(m[1]), atoi(m[3]), atoi(m[5])
	} else if m := compactDate.FindStringSubmatch(s); m != nil {
		year, month, day = atoi(m[1]), atoi(m[2]), atoi(m[3])
	} else if m := monthAndDay.FindStringSubmatch(s); m != nil {
		month, day = atoi(m[1]), atoi(m[2])
		if near.Valid() && 1 <= month && month <= 12 {
			year = closest(month, 1, near).Year()
		}
	}
	if month < 1 || month > 12 {
		return 0, 0, false
	}
	if days = daysIn(year, month); day <= days || day > 31 {
		return 0, 0, false
	}
	return month, days, true
}

// dayOf reads a day in digits, 0 if there is none.
func dayOf(s string, near Date, repairs *numeral.RepairList) Date {
	if m := fullDate.FindStringSubmatch(s); m != nil {
		if m[2] != m[4] && m[2] != "年" {
			return 0
		}
		year := atoi(m[1])
		if len(m[1]) == 2 {
			if year += 2000; near.Valid() && max(year-near.Year(), near.Year()-year) > shortYearReach {
				return 0
			}
			repairs.Add(numeral.RepairShortYear)
		}
		return NewDate(year, atoi(m[3]), atoi(m[5]))
	}
	if m := compactDate.FindStringSubmatch(s); m != nil {
		return NewDate(atoi(m[1]), atoi(m[2]), atoi(m[3]))
	}
	if m := serialText.FindStringSubmatch(s); m != nil {
		n := atoi(m[1])
		if n < firstTextSerial || n > lastTextSerial {
			return 0
		}
		repairs.Add(numeral.RepairSerial)
		if strings.Trim(m[2], ".0") != "" {
			repairs.Add(numeral.RepairTimeCut)
		}
		return Date(n)
	}
	if m := monthAndDay.FindStringSubmatch(s); m != nil && near.Valid() {
		repairs.Add(numeral.RepairYearAssumed)
		return closest(atoi(m[1]), atoi(m[2]), near)
	}
	return 0
}

// closest gives the day of a month that is nearest to a date, the later one of two equally near ones.
func closest(month, day int, near Date) Date {
	best, distance := Date(0), Date(assumedYearReach+1)
	for year := near.Year() + 1; year >= near.Year()-1; year-- {
		if d := NewDate(year, month, day); d != 0 && max(d-near, near-d) < distance {
			best, distance = d, max(d-near, near-d)
		}
	}
	return best
}

// cutTime cuts off a time of day; false if no clock shows such a time.
func cutTime(s string, repairs *numeral.RepairList) (string, bool) {
	m := timeOfDay.FindStringSubmatch(s)
	if m == nil {
		if cut := partOfDay.ReplaceAllString(s, ""); cut != s {
			repairs.Add(numeral.RepairTimeCut)
			return cut, true
		}
		return s, true
	}
	for i, most := range map[int]int{3: 24, 4: 59, 5: 59, 6: 59} {
		if m[i] != "" && atoi(m[i]) > most {
			return "", false
		}
	}
	repairs.Add(numeral.RepairTimeCut)
	return partOfDay.ReplaceAllString(strings.TrimRight(m[1], " Tt"), ""), true
}

// weekdayNamed reads what follows 星期 once its numerals are digits: 1 to 6, 日 or 天.
func weekdayNamed(name string) time.Weekday {
	switch name {
	case "1":
		return time.Monday
	case "2":
		return time.Tuesday
	case "3":
		return time.Wednesday
	case "4":
		return time.Thursday
	case "5":
		return time.Friday
	case "6":
		return time.Saturday
	}
	return time.Sunday
}

// atoi reads digits that a pattern has found; they are never too many for an int.
func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
