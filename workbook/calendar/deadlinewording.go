package calendar

import (
	"strings"

	"duban/workbook/pattern"
)

// deadlineWording is one way to name a time. read gets the pattern's groups and fails if they make no sense.
type deadlineWording struct {
	pattern *pattern.Pattern
	read    func(r deadlineReader, m []string) (timeSpan, bool)
}

const (
	saidYear  = `(?:(\d{4}|\d{2})年|(今年|本年度?|当年|明年|次年|来年|后年)的?)`
	monthPart = `(初|上旬|中旬|下旬|上中旬|中下旬|月?底|月?末|份)?`
	fromNow   = `(会后|会议后|会议结束后|印发后|发文后)?`
)

// deadlineWordings are tried in order, on whole expressions only. By then Chinese numerals are digits, and 前, 内 and words of manner
// are cut off.
var deadlineWordings = []deadlineWording{
	// 2024-10-20, 2024年10月20日, 20241020
	{pattern.New(`^(\d{4}(?:年|[-./])?\d.*)$`), deadlineReader.exactDay},
	// 9月15日, 明年4月15日, 9月28
	{pattern.New(`^` + saidYear + `?(\d{1,2})月(\d{1,2})[日号]?$`), deadlineReader.dayOfMonth},
	// 9.15, 9/15
	{pattern.New(`^()()(\d{1,2})[./](\d{1,2})[日号]?$`), deadlineReader.dayOfMonth},
	// 30号, behind a month only
	{pattern.New(`^(\d{1,2})[日号]?$`), deadlineReader.dayAlone},
	// 9月, 9月份, 9月上旬, 明年4月底, 10月初
	{pattern.New(`^` + saidYear + `?(\d{1,2})月` + monthPart + `$`), deadlineReader.partOfMonth},
	// 本月, 本月底, 下个月上旬
	{pattern.New(`^(本月|当月|这个月|下月|下个月|次月)` + monthPart + `$`), deadlineReader.partOfNamedMonth},
	// 本月20日, 下月5号
	{pattern.New(`^(本月|当月|这个月|下月|下个月|次月)(\d{1,2})[日号]?$`), deadlineReader.dayOfNamedMonth},
	// 中旬 behind a month; 月底前
	{pattern.New(`^(月[底末]|[上中下]旬)$`), deadlineReader.partAlone},
	// 年底, 今年底, 明年年底, 2025年末
	{pattern.New(`^(?:` + saidYear + `年?|年)[底末终]$`), deadlineReader.yearEnd},
	// 今年, 2025年, 全年, 年内
	{pattern.New(`^(?:(\d{4})年度?|(今年|本年|当年|明年|次年|来年|后年)度?|(全年|年度?))$`), deadlineReader.wholeYear},
	// 三季度, 第四季度末, 明年一季度
	{pattern.New(`^` + saidYear + `?第?([1-4])季度?(底|末)?$`), deadlineReader.quarter},
	// 前三季度, 今年前8个月
	{pattern.New(`^` + saidYear + `?前(\d{1,2})个?(季度?|月)(底|末)?$`), deadlineReader.firstOfYear},
	// 本季度, 下季度末
	{pattern.New(`^(本|当|下)个?季度?(底|末)?$`), deadlineReader.namedQuarter},
	// 上半年, 明年上半年, 下半年底
	{pattern.New(`^` + saidYear + `?(上|下)半年(底|末)?$`), deadlineReader.halfYear},
	// 国庆节前, 明年元旦: feasts that fall on the same day every year; 春节 and 中秋 do not
	{pattern.New(`^` + saidYear + `?(元旦|劳动|建党|建军|国庆)节?$`), deadlineReader.feast},
	// 本周, 本周五, 下周一, 下周末
	{pattern.New(`^(本|这|下)1?个?(?:周|星期)([1-6日天末])?$`), deadlineReader.week},
	// 7天内, 一周内, 两个月内, 5个工作日内, 会后一周内
	{pattern.New(`^` + fromNow + `(\d{1,3})(小时|天|日|个?周|个?星期|个?礼拜|个月|个季度|年|个?工作日)$`), deadlineReader.duration},
	// 半年内, 半个月内
	{pattern.New(`^` + fromNow + `半个?(年|月)$`), deadlineReader.halfDuration},
}

// dated finds the year of an expression: its own, that of the previous expression, or the base year. Unless the year is named, a time
// too long past is next year's.
func (r deadlineReader) dated(digits, word string, in func(year int) timeSpan) (timeSpan, bool) {
	year := r.year
	switch {
	case digits != "":
		if year = atoi(digits); year < 100 {
			year += 2000
		}
	case word != "":
		if !r.Base.Valid() {
			return timeSpan{}, false
		}
		year = r.Base.Year() + yearsOn(word)
	case r.year == 0:
		if !r.Base.Valid() {
			return timeSpan{}, false
		}
		year = r.Base.Year()
		if t := in(year); !t.last.Valid() || t.last < r.Base.AddMonths(-deadlineReachBack) {
			year++
		}
	}
	t := in(year)
	t.yeared = digits != "" || word != ""
	return t, true
}

func yearsOn(word string) int {
	switch word {
	case "明年", "次年", "来年":
		return 1
	case "后年":
		return 2
	}
	return 0
}

func oneDay(d Date) timeSpan { return timeSpan{first: d, last: d, month: MonthOf(d)} }

func wholePeriod(p Period) timeSpan {
	return timeSpan{first: p.First(), last: p.Last(), whole: true}
}

func (r deadlineReader) exactDay(m []string) (timeSpan, bool) {
	d, _, ok := ParseDate(m[0], r.Base)
	t := oneDay(d)
	t.yeared = true
	return t, ok
}

func (r deadlineReader) dayOfMonth(m []string) (timeSpan, bool) {
	return r.dated(m[0], m[1], func(year int) timeSpan { return oneDay(NewDate(year, atoi(m[2]), atoi(m[3]))) })
}

func (r deadlineReader) dayAlone(m []string) (timeSpan, bool) {
	if r.month.IsZero() {
		return timeSpan{}, false
	}
	first := r.month.First()
	return oneDay(NewDate(first.Year(), first.Month(), atoi(m[0]))), true
}

func (r deadlineReader) partOfMonth(m []string) (timeSpan, bool) {
	return r.dated(m[0], m[1], func(year int) timeSpan { return r.inMonth(newPeriod(Month, year, atoi(m[2])), m[3]) })
}

func (r deadlineReader) partOfNamedMonth(m []string) (timeSpan, bool) {
	return r.inMonth(r.namedMonth(m[0]), m[1]), true
}

func (r deadlineReader) dayOfNamedMonth(m []string) (timeSpan, bool) {
	month := r.namedMonth(m[0])
	if month.IsZero() {
		return timeSpan{}, false
	}
	return oneDay(NewDate(month.First().Year(), month.First().Month(), atoi(m[1]))), true
}

// namedMonth gives the base day's month, or the one after it.
func (r deadlineReader) namedMonth(word string) Period {
	month := MonthOf(r.Base)
	switch word {
	case "下月", "下个月", "次月":
		month = month.Next()
	}
	return month
}

// partAlone reads 月底前 as this month's end. A bare 月底 or 月末 means every month's end and is not read.
func (r deadlineReader) partAlone(m []string) (timeSpan, bool) {
	if !r.month.IsZero() {
		return r.inMonth(r.month, m[0]), true
	}
	if !r.before || !strings.HasPrefix(m[0], "月") {
		return timeSpan{}, false
	}
	return r.inMonth(MonthOf(r.Base), m[0]), true
}

// inMonth gives the days of a part of a month; an empty part or 份 is the whole month.
func (r deadlineReader) inMonth(month Period, part string) timeSpan {
	if month.IsZero() {
		return timeSpan{}
	}
	year, n := month.First().Year(), month.First().Month()
	t := timeSpan{first: month.First(), last: month.Last(), month: month}
	switch strings.TrimPrefix(part, "月") {
	case "初":
		t.last = clampedDate(year, n, r.MonthStart)
	case "上旬":
		t.last = clampedDate(year, n, r.EarlyEnd)
	case "中旬":
		t.first, t.last = clampedDate(year, n, r.EarlyEnd+1), clampedDate(year, n, r.MidEnd)
	case "下旬":
		t.first = clampedDate(year, n, r.MidEnd+1)
	case "上中旬":
		t.last = clampedDate(year, n, r.MidEnd)
	case "中下旬":
		t.first = clampedDate(year, n, r.EarlyEnd+1)
	case "底", "末":
		t.last = clampedDate(year, n, r.MonthEnd)
		t.first = t.last
	default:
		t.whole = true
	}
	return t
}

func (r deadlineReader) yearEnd(m []string) (timeSpan, bool) {
	return r.dated(m[0], m[1], func(year int) timeSpan { return oneDay(r.yearEndOf(year)) })
}

func (r deadlineReader) yearEndOf(year int) Date {
	if r.YearEndMonth < 1 || r.YearEndMonth > 12 {
		return 0
	}
	return clampedDate(year, r.YearEndMonth, r.YearEndDay)
}

// wholeYear reads 年 as the base year in 年内 only.
func (r deadlineReader) wholeYear(m []string) (timeSpan, bool) {
	if strings.HasPrefix(m[2], "年") && !r.within {
		return timeSpan{}, false
	}
	return r.dated(m[0], m[1], func(year int) timeSpan { return wholePeriod(newPeriod(Year, year, 1)) })
}

func (r deadlineReader) quarter(m []string) (timeSpan, bool) {
	return r.dated(m[0], m[1], func(year int) timeSpan {
		return r.wholeOrEnd(newPeriod(Quarter, year, atoi(m[2])), m[3])
	})
}

// firstOfYear takes the first months or quarters of a year together.
func (r deadlineReader) firstOfYear(m []string) (timeSpan, bool) {
	kind := Quarter
	if m[3] == "月" {
		kind = Month
	}
	n := atoi(m[2])
	if n < 1 || n > periodsIn(kind, r.Base.Year()) {
		return timeSpan{}, false
	}
	return r.dated(m[0], m[1], func(year int) timeSpan {
		last := newPeriod(kind, year, n).Last()
		if m[4] != "" {
			return oneDay(last)
		}
		return timeSpan{first: NewDate(year, 1, 1), last: last, whole: true}
	})
}

func (r deadlineReader) namedQuarter(m []string) (timeSpan, bool) {
	q := PeriodOf(Quarter, r.Base)
	if m[0] == "下" {
		q = q.Next()
	}
	return r.wholeOrEnd(q, m[1]), true
}

func (r deadlineReader) halfYear(m []string) (timeSpan, bool) {
	n := 1
	if m[2] == "下" {
		n = 2
	}
	return r.dated(m[0], m[1], func(year int) timeSpan { return r.wholeOrEnd(newPeriod(Half, year, n), m[3]) })
}

// feasts gives the month and day of holidays that do not move.
var feasts = map[string][2]int{"元旦": {1, 1}, "劳动": {5, 1}, "建党": {7, 1}, "建军": {8, 1}, "国庆": {10, 1}}

// byMonth spells out holidays named by their month and day, which would otherwise be read as numbers.
var byMonth = strings.NewReplacer("五一", "劳动", "七一", "建党", "八一", "建军", "十一国庆", "国庆")

// feast reads a holiday as a whole: 前 is the day before it. Without a year it is the next one.
func (r deadlineReader) feast(m []string) (timeSpan, bool) {
	in := func(year int) timeSpan {
		t := oneDay(NewDate(year, feasts[m[2]][0], feasts[m[2]][1]))
		t.whole = true
		return t
	}
	if m[0] == "" && m[1] == "" && r.Base.Valid() {
		if t := in(r.Base.Year()); t.first <= r.Base {
			return in(r.Base.Year() + 1), true
		}
	}
	return r.dated(m[0], m[1], in)
}

// wholeOrEnd gives the period, or its last day if the wording says 底 or 末.
func (r deadlineReader) wholeOrEnd(p Period, end string) timeSpan {
	if end == "" {
		return wholePeriod(p)
	}
	return r.inMonth(p.Month(), end)
}

func (r deadlineReader) week(m []string) (timeSpan, bool) {
	w := WeekOf(r.Base)
	if m[0] == "下" {
		w = w.Next()
	}
	switch m[1] {
	case "":
		return wholePeriod(w), true
	case "末":
		return timeSpan{first: w.Last().AddDays(-1), last: w.Last()}, true
	}
	return oneDay(dayOfWeek(w, m[1])), true
}

// dayOfWeek gives a day of a week by its name, as weekdayNamed reads it.
func dayOfWeek(w Period, name string) Date {
	return w.First().AddDays((int(weekdayNamed(name)) + 6) % 7)
}

// duration counts from the day after the base date. 内 must follow: 7日 alone may be the seventh, and 一周 how long something takes.
func (r deadlineReader) duration(m []string) (timeSpan, bool) {
	n := atoi(m[1])
	if !r.within || n == 0 {
		return timeSpan{}, false
	}
	t := timeSpan{first: r.Base, counted: true, since: m[0] != ""}
	switch strings.TrimPrefix(m[2], "个") {
	case "小时":
		t.last = r.Base.AddDays((n + 23) / 24)
	case "天", "日":
		t.last = r.Base.AddDays(n)
	case "周", "星期", "礼拜":
		t.last = r.Base.AddDays(7 * n)
	case "月":
		t.last = r.Base.AddMonths(n)
	case "季度":
		t.last = r.Base.AddMonths(3 * n)
	case "年":
		t.last = r.Base.AddMonths(12 * n)
	case "工作日":
		t.last = r.Workdays.Add(r.Base, n)
	}
	return t, true
}

func (r deadlineReader) halfDuration(m []string) (timeSpan, bool) {
	if !r.within {
		return timeSpan{}, false
	}
	last := r.Base.AddDays(15)
	if m[1] == "年" {
		last = r.Base.AddMonths(6)
	}
	return timeSpan{first: r.Base, last: last, counted: true, since: m[0] != ""}, true
}
