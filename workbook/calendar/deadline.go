package calendar

import (
	"strings"

	"duban/workbook/numeral"
	"duban/workbook/pattern"
)

// Deadline is a time limit as worded, with the days that it names. Lateness counts from Last. If two times are named, as in
// 11月底或12月初, the later one counts.
type Deadline struct {
	Wording     string
	First, Last Date
	// Open reports that any day up to Last will do (前, 内), not only days from First on.
	Open bool
	// Counted reports that the limit counts from the base date (两日内) instead of naming a day. Since reports that it names what it
	// counts from (印发后一个月内).
	Counted, Since bool
}

// DeadlineRules say what a county's words for deadlines mean.
type DeadlineRules struct {
	// Base is the date of the document that sets the deadlines; everything is counted from it.
	Base Date
	// MonthStart, EarlyEnd and MidEnd are the last days of 月初, 上旬 and 中旬. MonthEnd is the day of 月底, or the month's last day if that
	// is earlier.
	MonthStart, EarlyEnd, MidEnd, MonthEnd int
	// YearEndMonth and YearEndDay are the day of 年底.
	YearEndMonth, YearEndDay int
	// Workdays are the workdays for limits such as 5个工作日内.
	Workdays Workdays
}

// DefaultDeadlineRules gives the rules of common usage, with the published workdays.
func DefaultDeadlineRules(base Date) DeadlineRules {
	return DeadlineRules{
		Base: base, MonthStart: 5, EarlyEnd: 10, MidEnd: 20, MonthEnd: 31, YearEndMonth: 12, YearEndDay: 31,
		Workdays: NewWorkdays(nil, nil),
	}
}

// A month without a year is one of the base year. If it then ends more than half a year before the base date, it is one of the next
// year.
const deadlineReachBack = 6

// ResolveDeadline works out the days that a wording names; deadlineWordings lists what it can read. It fails, and gives only the
// wording, if no single limit is named (每月, 月末, 会后, 尽快) or the wording is unknown: then a coordinator decides.
//
// 底前, 旬前 and a day with 前 include that day. 前 behind a whole month, quarter, half or year (10月前) excludes it: the limit is the day
// before. If that lies before the base date the wording cannot mean it and is not resolved.
func ResolveDeadline(wording string, r DeadlineRules) (Deadline, bool) {
	d := Deadline{Wording: wording}
	var forgiven numeral.RepairList
	s, ok := numeral.Plain(inChinese(wording), &forgiven)
	if !ok || strings.Contains(s, " ") {
		return d, false
	}
	if s, ok = numeral.Arabic(byMonth.Replace(s), &forgiven); !ok {
		return d, false
	}
	t, ok := deadlineReader{DeadlineRules: r}.either(s)
	if !ok || !t.first.Valid() || !t.last.Valid() || t.last < t.first {
		return d, false
	}
	d.First, d.Last, d.Open, d.Counted, d.Since = t.first, t.last, t.open, t.counted, t.since
	return d, true
}

// timeSpan is what one expression names.
type timeSpan struct {
	first, last Date
	open        bool
	// whole marks a whole month, quarter, half or year: 前 then means before it begins.
	whole bool
	// month is that of a day or a part of a month; the next expression may need it: 9月28至30号.
	month Period
	// counted reports that it begins at the base date: 两日内.
	counted bool
	// since reports that it names what it counts from: 印发后一个月内, 会后三天内.
	since bool
	// yeared reports that the expression names its year itself.
	yeared bool
}

// deadlineReader reads one expression, with what is known from the words around it.
type deadlineReader struct {
	DeadlineRules
	// year and month are those of the previous expression, zero if there is none.
	year  int
	month Period
	// within and before report that 内 or 前 follows the expression.
	within, before bool
}

var (
	leadingWords  = pattern.New(`^(?:力争|争取|确保|计划|预计|原则上|务必|定于|应于|于|在)+`)
	untilWords    = pattern.New(`^(?:最迟|最晚|不晚于|不迟于|截至|截止到?|到|至)`)
	trailingWords = pattern.New(`(?:完成|办结|到位|结束)$`)
	beforeWords   = pattern.New(`(?:之前|以前|前)$`)
	withinWords   = pattern.New(`(?:之内|以内|内|期间)$`)
	endingWords   = pattern.New(`为?止$`)
)

// either reads expressions joined by 或; the later one counts.
func (r deadlineReader) either(s string) (timeSpan, bool) {
	left, right, two := strings.Cut(strings.ReplaceAll(s, "或者", "或"), "或")
	a, ok := r.span(left)
	if !two || !ok {
		return a, ok
	}
	b, ok := r.behind(a, right, deadlineReader.either)
	if !ok {
		return timeSpan{}, false
	}
	if b.last < a.last {
		a, b = b, a
	}
	b.first = min(a.first, b.first)
	b.open = a.open || b.open
	return b, true
}

// behind reads an expression that follows another one and may leave out its year and month. It is not earlier than that one, so it
// may be in the next year: 12月底或1月初.
func (r deadlineReader) behind(a timeSpan, s string, read func(deadlineReader, string) (timeSpan, bool)) (timeSpan, bool) {
	r.year, r.month = a.first.Year(), a.month
	b, ok := read(r, s)
	if ok && b.last < a.first && !b.yeared {
		r.year++
		b, ok = read(r, s)
	}
	return b, ok && b.last >= a.first
}

// span reads one expression, or a range from one to another, with 前 or 内.
func (r deadlineReader) span(s string) (timeSpan, bool) {
	s = strings.TrimRight(s, ".,;")
	s = leadingWords.ReplaceAllString(s, "")
	s, until := cutWords(s, untilWords)
	s = trailingWords.ReplaceAllString(s, "")
	s, ending := cutWords(s, endingWords)
	if s, r.before = cutWords(s, beforeWords); !r.before {
		s, r.within = cutWords(s, withinWords)
	}
	t, ok := r.single(s)
	if !ok {
		t, ok = r.run(s)
	}
	if !ok {
		return timeSpan{}, false
	}
	t.open = until || ending || r.before || r.within
	if r.before && t.whole {
		day := t.first.AddDays(-1)
		t.first, t.last = day, day
		return t, r.Base.Valid() && day >= r.Base
	}
	return t, true
}

func cutWords(s string, words *pattern.Pattern) (string, bool) {
	cut := words.ReplaceAllString(s, "")
	return cut, cut != s
}

var (
	runMark   = pattern.New(`至|到|-|~`)
	bareMonth = pattern.New(`^\d{1,2}$`)
	endMonth  = pattern.New(`^\d{1,2}月`)
)

// run reads 9月28至30号, 9-10月, 9月底至10月初.
func (r deadlineReader) run(s string) (timeSpan, bool) {
	before := r.before
	r.before, r.within = false, false
	for _, at := range runMark.FindAllStringIndex(s, -1) {
		left, right := s[:at[0]], s[at[1]:]
		if bareMonth.MatchString(left) && endMonth.MatchString(right) {
			left += "月"
		}
		a, ok := r.single(left)
		if !ok {
			continue
		}
		b, ok := r.behind(a, right, deadlineReader.single)
		if !ok || b.first < a.first {
			continue
		}
		// 9月至10月前 may end with September or with October.
		if before && b.whole {
			return timeSpan{}, false
		}
		b.first, b.whole = a.first, false
		return b, true
	}
	return timeSpan{}, false
}

// single reads one expression without words around it.
func (r deadlineReader) single(s string) (timeSpan, bool) {
	for _, w := range deadlineWordings {
		if m := w.pattern.FindStringSubmatch(s); m != nil {
			if t, ok := w.read(r, m[1:]); ok && t.first.Valid() && t.last.Valid() {
				return t, true
			}
		}
	}
	return timeSpan{}, false
}
