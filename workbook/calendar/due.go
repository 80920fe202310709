package calendar

import (
	"fmt"
	"strings"

	"duban/workbook/numeral"
	"duban/workbook/pattern"
)

// Shift says what happens to a due day that is not a workday.
type Shift uint8

const (
	ShiftNone Shift = iota
	ShiftNext
	ShiftPrevious
)

// dueBasis is the unit in which a due rule counts.
type dueBasis uint8

const (
	noDue          dueBasis = iota
	dueMonthDay             // day n of the month, counted in months from the one in which the period ends
	dueQuarterDay           // day n of the quarter's last month, counted in quarters
	dueMonthWork            // the nth workday of the month
	dueWeekday              // weekday n (Monday is 1), counted in weeks from the one in which the period ends
	dueEndDays              // n days after the period's end
	dueEndWorkdays          // n workdays after the period's end
)

// DueRule says on which day something is due for a period. The zero DueRule names no day. Rules can be compared with ==.
type DueRule struct {
	basis dueBasis
	// ahead is how many months, quarters or weeks after the period's own the day is.
	ahead int
	n     int
}

// A return is due at most this many days after the end of its period, or before it.
const dueReach = 366

var (
	dueDayWriting     = pattern.New(`^(当月|本月|每月|次月|下月|下个月|隔月|季末月|季度末月|次季末月)?(?:(\d{1,2})[日号]|月?[底末])前?$`)
	dueQuarterWriting = pattern.New(`^季度?[底末]$`)
	dueNthWriting     = pattern.New(`^(当月|本月|每月|次月|下月|下个月)第?(\d{1,2})个?工作日$`)
	dueWeekdayWriting = pattern.New(`^(当周|本周|每周|每|次周|下周|下个周|次|下)?(?:周|星期)([1-6日天末])$`)
	dueEndWriting     = pattern.New(`^(?:每?期末|期满)(?:之?(前|后)第?(\d{1,3})个?(天|日|工作日)内?)?$`)
)

// ParseDueRule reads 当月28日, 28日, 次月5日, 次月底, 季末月20日, 次月第3个工作日, 周二, 次周周二, 期末, 期末后3个工作日 and
// their near variants.
func ParseDueRule(s string) (DueRule, bool) {
	var forgiven numeral.RepairList
	s, ok := numeral.Plain(s, &forgiven)
	if !ok {
		return DueRule{}, false
	}
	if s, ok = numeral.Arabic(s, &forgiven); !ok {
		return DueRule{}, false
	}
	if m := dueDayWriting.FindStringSubmatch(s); m != nil && (m[1] != "" || m[2] != "" || strings.HasPrefix(s, "月")) {
		rule := DueRule{basis: dueMonthDay, n: 31}
		if m[2] != "" {
			rule.n = atoi(m[2])
		}
		switch m[1] {
		case "次月", "下月", "下个月":
			rule.ahead = 1
		case "隔月":
			rule.ahead = 2
		case "季末月", "季度末月":
			rule.basis = dueQuarterDay
		case "次季末月":
			rule.basis, rule.ahead = dueQuarterDay, 1
		}
		return rule, rule.n >= 1 && rule.n <= 31
	}
	if dueQuarterWriting.MatchString(s) {
		return DueRule{basis: dueQuarterDay, n: 31}, true
	}
	if m := dueNthWriting.FindStringSubmatch(s); m != nil {
		rule := DueRule{basis: dueMonthWork, n: atoi(m[2])}
		if strings.HasPrefix(m[1], "次") || strings.HasPrefix(m[1], "下") {
			rule.ahead = 1
		}
		return rule, rule.n >= 1 && rule.n <= 15
	}
	if m := dueWeekdayWriting.FindStringSubmatch(s); m != nil {
		if m[2] == "末" {
			m[2] = "日"
		}
		rule := DueRule{basis: dueWeekday, n: (int(weekdayNamed(m[2]))+6)%7 + 1}
		if strings.HasPrefix(m[1], "次") || strings.HasPrefix(m[1], "下") {
			rule.ahead = 1
		}
		return rule, true
	}
	if m := dueEndWriting.FindStringSubmatch(s); m != nil {
		rule := DueRule{basis: dueEndDays, n: atoi(m[2])}
		if m[3] == "工作日" && rule.n != 0 {
			rule.basis = dueEndWorkdays
		}
		if m[1] == "前" {
			rule.n = -rule.n
		}
		return rule, rule.n >= -dueReach && rule.n <= dueReach
	}
	return DueRule{}, false
}

// String writes the rule as a plan does; ParseDueRule reads it back.
func (r DueRule) String() string {
	switch r.basis {
	case dueMonthDay:
		return dueMonth(r.ahead) + fmt.Sprintf("%d日", r.n)
	case dueQuarterDay:
		if r.ahead > 0 {
			return fmt.Sprintf("次季末月%d日", r.n)
		}
		return fmt.Sprintf("季末月%d日", r.n)
	case dueMonthWork:
		return dueMonth(r.ahead) + fmt.Sprintf("第%d个工作日", r.n)
	case dueWeekday:
		day := "周" + [...]string{"一", "二", "三", "四", "五", "六", "日"}[r.n-1]
		if r.ahead > 0 {
			return "次周" + day
		}
		return day
	case dueEndDays, dueEndWorkdays:
		if r.n == 0 {
			return "期末"
		}
		side, unit := "后", "天"
		if r.n < 0 {
			side = "前"
		}
		if r.basis == dueEndWorkdays {
			unit = "个工作日"
		}
		return fmt.Sprintf("期末%s%d%s", side, max(r.n, -r.n), unit)
	}
	return ""
}

func dueMonth(ahead int) string { return [...]string{"当月", "次月", "隔月"}[ahead] }

// Date gives the day on which the rule falls for a period, shifted from days that are not worked. If the month does not have the day,
// it is the month's last. It is no date for the zero rule or period.
func (r DueRule) Date(p Period, workdays Workdays, shift Shift) Date {
	d := r.day(p, workdays)
	switch shift {
	case ShiftNext:
		return workdays.onOrAfter(d)
	case ShiftPrevious:
		return workdays.onOrBefore(d)
	}
	return d
}

func (r DueRule) day(p Period, workdays Workdays) Date {
	if p.IsZero() {
		return 0
	}
	last := p.Last()
	switch r.basis {
	case dueMonthDay:
		month := ahead(MonthOf(last), r.ahead)
		return clampedDate(month.First().Year(), month.First().Month(), r.n)
	case dueQuarterDay:
		month := ahead(PeriodOf(Quarter, last), r.ahead).Month()
		return clampedDate(month.First().Year(), month.First().Month(), r.n)
	case dueMonthWork:
		return workdays.Add(ahead(MonthOf(last), r.ahead).First().AddDays(-1), r.n)
	case dueWeekday:
		return ahead(WeekOf(last), r.ahead).First().AddDays(r.n - 1)
	case dueEndDays:
		return last.AddDays(r.n)
	case dueEndWorkdays:
		return workdays.Add(last, r.n)
	}
	return 0
}

func ahead(p Period, n int) Period {
	for ; n > 0; n-- {
		p = p.Next()
	}
	return p
}
