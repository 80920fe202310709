package formula

import (
	"math"
	"strings"
)

// Days count as in Excel's 1900 system: 1 is 1900-01-01, and 60 the 29th of February that 1900 did not have.
const (
	leapDay = 60
	lastDay = 2_958_465 // 9999-12-31
	// unixDay is 1970-01-01.
	unixDay = 25_569
)

// toDay drops the time of day.
func toDay(f float64) (int, string) {
	f = math.Floor(f)
	if f < 0 || f > lastDay {
		return 0, errNum
	}
	return int(f), ""
}

// firstOfMonth is the serial day of a month's first day; months outside 1 to 12 count on into other years.
func firstOfMonth(year, month int) int {
	month--
	year += floorDiv(month, 12)
	month -= floorDiv(month, 12) * 12
	// Years that start in March have their leap day at the end.
	y, m := year, month-2
	if m < 0 {
		y, m = y-1, m+12
	}
	era := floorDiv(y, 400)
	inEra := y - era*400
	day := era*146_097 + inEra*365 + inEra/4 - inEra/100 + (153*m+2)/5 - 719_468 + unixDay
	if day <= leapDay {
		day--
	}
	return day
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// civil gives a day's year, month and day of the month; day 0 is the 0th of January 1900.
func civil(day int) (year, month, dayOfMonth int) {
	switch {
	case day == 0:
		return 1900, 1, 0
	case day == leapDay:
		return 1900, 2, 29
	case day < leapDay:
		day++
	}
	n := day - unixDay + 719_468
	era := floorDiv(n, 146_097)
	n -= era * 146_097
	y := (n - n/1460 + n/36_524 - n/146_096) / 365
	n -= 365*y + y/4 - y/100
	m := (5*n + 2) / 153
	dayOfMonth = n - (153*m+2)/5 + 1
	year, month = y+era*400, m+3
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, dayOfMonth
}

// monthLength counts the days of a month as Excel does.
func monthLength(year, month int) int { return firstOfMonth(year, month+1) - firstOfMonth(year, month) }

// dateDay is DATE.
func dateDay(year, month, day float64) (int, string) {
	year, month, day = math.Trunc(year), math.Trunc(month), math.Trunc(day)
	if year >= 0 && year < 1900 {
		year += 1900
	}
	if !(year >= 1900 && year <= 9999) || math.Abs(month) > 1e6 || math.Abs(day) > 1e7 {
		return 0, errNum
	}
	n := firstOfMonth(int(year), int(month)) + int(day) - 1
	if n < 0 || n > lastDay {
		return 0, errNum
	}
	return n, ""
}

// shiftMonths is EDATE, or EOMONTH if end is set.
func shiftMonths(day int, months float64, end bool) (int, string) {
	if math.Abs(months) > 1e6 {
		return 0, errNum
	}
	y, m, d := civil(day)
	m += int(math.Trunc(months))
	y += floorDiv(m-1, 12)
	m -= floorDiv(m-1, 12) * 12
	if length := monthLength(y, m); end || d > length {
		d = length
	}
	n := firstOfMonth(y, m) + d - 1
	if n < 0 || n > lastDay {
		return 0, errNum
	}
	return n, ""
}

// weekday is WEEKDAY.
func weekday(day int, kind float64) (int, string) {
	// first is the weekday that counts as the first one, Sunday being 0.
	var first, least int
	switch k := int(math.Trunc(kind)); {
	case k == 1:
		first, least = 0, 1
	case k == 2:
		first, least = 1, 1
	case k == 3:
		first, least = 1, 0
	case k >= 11 && k <= 17:
		first, least = k-10, 1
	default:
		return 0, errNum
	}
	return (day-1-first+14)%7 + least, ""
}

// readDate reads 2024-9-30, 2024/9/30 and 2024年9月30日.
func readDate(s string) (float64, bool) {
	year, rest, ok := leadingInt(s, 4)
	if !ok || year < 1900 {
		return 0, false
	}
	between, after, end := "-", "-", ""
	switch {
	case strings.HasPrefix(rest, "/"):
		between, after = "/", "/"
	case strings.HasPrefix(rest, "年"):
		between, after, end = "年", "月", "日"
	}
	if rest, ok = strings.CutPrefix(rest, between); !ok {
		return 0, false
	}
	month, rest, ok := leadingInt(rest, 2)
	if !ok || month < 1 || month > 12 {
		return 0, false
	}
	if rest, ok = strings.CutPrefix(rest, after); !ok {
		return 0, false
	}
	day, rest, ok := leadingInt(rest, 2)
	if !ok || rest != end || day < 1 || day > monthLength(year, month) {
		return 0, false
	}
	return float64(firstOfMonth(year, month) + day - 1), true
}

// leadingInt reads at most so many digits, or exactly four if most is four.
func leadingInt(s string, most int) (n int, rest string, ok bool) {
	i := 0
	for ; i < len(s) && i < most && s[i] >= '0' && s[i] <= '9'; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n, s[i:], i > 0 && (most != 4 || i == 4)
}
