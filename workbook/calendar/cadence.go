package calendar

import (
	"strings"

	"duban/workbook/numeral"
)

// Cadence is how often a task is reported or delivered.
type Cadence uint8

// The cadences. Monthly and MonthEnd fall on the same day: 每月 is a duty at any time of the month, 月末 one at its end, and a task may
// have both, and 每周 too.
const (
	Weekly Cadence = iota + 1
	Monthly
	MonthEnd
	Quarterly
	HalfYearly
	Yearly
	OneOff
)

// ParseCadences reads a list such as "每周、月末". It fails if a word is unknown or there is none. A cadence that is named twice is listed
// once.
func ParseCadences(s string) ([]Cadence, bool) {
	var forgiven numeral.RepairList
	s, ok := numeral.Plain(s, &forgiven)
	if !ok {
		return nil, false
	}
	var out []Cadence
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune("、,;/|+和及", r) })
	for _, word := range words {
		c, known := cadenceNamed(word)
		if !known {
			return nil, false
		}
		seen := false
		for _, have := range out {
			seen = seen || have == c
		}
		if !seen {
			out = append(out, c)
		}
	}
	return out, len(out) > 0
}

func cadenceNamed(word string) (Cadence, bool) {
	switch word {
	case "每周", "每星期", "每周一次", "一周一次", "按周", "周报", "weekly":
		return Weekly, true
	case "每月", "每个月", "每月一次", "一月一次", "按月", "月度", "月报", "monthly":
		return Monthly, true
	case "月末", "月底", "每月末", "每月底", "每月月末", "每月月底", "month-end":
		return MonthEnd, true
	case "每季度", "每季", "每个季度", "每季度一次", "一季度一次", "按季", "按季度", "季度", "季报", "季末", "季度末", "每季末", "每季度末", "quarterly":
		return Quarterly, true
	case "每半年", "半年", "每半年一次", "半年一次", "按半年", "半年报", "half-yearly":
		return HalfYearly, true
	case "每年", "每年度", "每年一次", "一年一次", "年度", "按年", "年报", "年末", "年底", "每年底", "每年末", "yearly":
		return Yearly, true
	case "一次性", "一次", "单次", "once":
		return OneOff, true
	}
	return 0, false
}

// String gives the key under which outputs name the cadence.
func (c Cadence) String() string {
	switch c {
	case Weekly:
		return "weekly"
	case Monthly:
		return "monthly"
	case MonthEnd:
		return "month-end"
	case Quarterly:
		return "quarterly"
	case HalfYearly:
		return "half-yearly"
	case Yearly:
		return "yearly"
	case OneOff:
		return "once"
	}
	return ""
}

// Kind is the length of the periods that have one duty each; 0 for OneOff.
func (c Cadence) Kind() PeriodKind {
	switch c {
	case Weekly:
		return Week
	case Monthly, MonthEnd:
		return Month
	case Quarterly:
		return Quarter
	case HalfYearly:
		return Half
	case Yearly:
		return Year
	}
	return 0
}

// DueBetween counts the duties that fall due from one day to another, both included. A duty falls due on the last day
// of its week, month, quarter, half or year. OneOff has none of its own: the task's deadline says when it is due.
func (c Cadence) DueBetween(from, to Date) int {
	if !from.Valid() || !to.Valid() {
		return 0
	}
	n := 0
	for _, p := range periods(c.Kind(), from, to) {
		if p.Last() <= to {
			n++
		}
	}
	return n
}

// DueIn reports whether a duty falls due within a period.
func (c Cadence) DueIn(p Period) bool { return c.DueBetween(p.First(), p.Last()) > 0 }
