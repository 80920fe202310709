package calendar

import (
	"fmt"
	"strings"

	"duban/workbook/numeral"
	"duban/workbook/pattern"
)

// PeriodKind is the length of a period.
type PeriodKind uint8

// The kinds of periods, shortest first. The zero kind is no period. A special period is a day for which a plan defines a round of its
// own; see workbook.SpecialRound.
const (
	Special PeriodKind = iota + 1
	Week
	Month
	Quarter
	Half
	Year
)

// Period is a week, month, quarter, half-year or year, or the day of a special round. The zero Period is none. Periods can be compared with ==.
type Period struct {
	kind PeriodKind
	year int16 // for a week, its ISO 8601 year
	n    int16 // week 1–53, month 1–12, quarter 1–4, half 1–2, year 1; for a special round month and day, such as 928
}

// Periods have these years, so that the periods before and after them exist as well.
const firstPeriodYear, lastPeriodYear = 1901, 9998

// newPeriod gives the zero Period for a period that does not exist.
func newPeriod(kind PeriodKind, year, n int) Period {
	if kind == Special {
		if _, ok := ParseISO(fmt.Sprintf("%04d-%02d-%02d", year, n/100, n%100)); !ok {
			return Period{}
		}
		return Period{kind, int16(year), int16(n)}
	}
	if year < firstPeriodYear || year > lastPeriodYear || n < 1 || n > periodsIn(kind, year) {
		return Period{}
	}
	return Period{kind, int16(year), int16(n)}
}

func periodsIn(kind PeriodKind, year int) int {
	switch kind {
	case Week:
		// The last days of December may belong to the first week of the next year; the 28th never does.
		_, week := NewDate(year, 12, 28).Time().ISOWeek()
		return week
	case Month:
		return 12
	case Quarter:
		return 4
	case Half:
		return 2
	case Year:
		return 1
	}
	return 0
}

// PeriodOf gives the period of a kind in which a day lies, the zero Period for no date.
func PeriodOf(kind PeriodKind, d Date) Period {
	if !d.Valid() {
		return Period{}
	}
	switch kind {
	case Special:
		return newPeriod(Special, d.Year(), d.Month()*100+d.Day())
	case Week:
		year, week := d.Time().ISOWeek()
		return newPeriod(Week, year, week)
	case Month:
		return newPeriod(Month, d.Year(), d.Month())
	case Quarter:
		return newPeriod(Quarter, d.Year(), (d.Month()+2)/3)
	case Half:
		return newPeriod(Half, d.Year(), (d.Month()+5)/6)
	case Year:
		return newPeriod(Year, d.Year(), 1)
	}
	return Period{}
}

// MonthOf is the month that a day lies in.
func MonthOf(d Date) Period { return PeriodOf(Month, d) }

// WeekOf is the week, Monday to Sunday, that a day lies in.
func WeekOf(d Date) Period { return PeriodOf(Week, d) }

// periods lists the periods of a kind from the one that holds from to the one that holds to, in order.
func periods(kind PeriodKind, from, to Date) []Period {
	last := PeriodOf(kind, to)
	if last.IsZero() {
		return nil
	}
	var out []Period
	for p := PeriodOf(kind, from); !p.IsZero() && p.Compare(last) <= 0; p = p.Next() {
		out = append(out, p)
	}
	return out
}

var (
	monthWriting = pattern.New(`^(\d{4})(?:[-/年]?(\d{1,2})|\.(\d{2}|[2-9]))(?:月份?)?$`)
	specialSpelt = pattern.New(`^(\d{4})-?S(\d{4})$`)
	weekWriting  = pattern.New(`^(\d{4})(?:-?W(\d{1,2})|年第?(\d{1,2})周)$`)
	quarterSpelt = pattern.New(`^(\d{4})(?:-?Q([1-4])|年第?([1-4])季度?)$`)
	halfWriting  = pattern.New(`^(\d{4})(?:-?H([12])|年(上|下)半年)$`)
	yearWriting  = pattern.New(`^(\d{4})(?:年度?|年?全年)?$`)
)

// ParsePeriod reads a period as String and Chinese write it, and also 2024年9月份, 202409, 2024.9, 二〇二四年三季度. 2024.1 is not read: a
// spreadsheet program may have made it from 2024.10.
func ParsePeriod(s string) (Period, bool) {
	var forgiven numeral.RepairList
	s, ok := numeral.Plain(s, &forgiven)
	if !ok {
		return Period{}, false
	}
	if s, ok = numeral.Arabic(strings.ToUpper(s), &forgiven); !ok {
		return Period{}, false
	}
	var p Period
	if m := monthWriting.FindStringSubmatch(s); m != nil {
		// 20249 could be a serial day.
		if len(s) != 5 {
			p = newPeriod(Month, atoi(m[1]), atoi(m[2]+m[3]))
		}
	} else if m := specialSpelt.FindStringSubmatch(s); m != nil {
		p = newPeriod(Special, atoi(m[1]), atoi(m[2]))
	} else if m := weekWriting.FindStringSubmatch(s); m != nil {
		p = newPeriod(Week, atoi(m[1]), atoi(m[2]+m[3]))
	} else if m := quarterSpelt.FindStringSubmatch(s); m != nil {
		p = newPeriod(Quarter, atoi(m[1]), atoi(m[2]+m[3]))
	} else if m := halfWriting.FindStringSubmatch(s); m != nil {
		half := atoi(m[2])
		switch m[3] {
		case "上":
			half = 1
		case "下":
			half = 2
		}
		p = newPeriod(Half, atoi(m[1]), half)
	} else if m := yearWriting.FindStringSubmatch(s); m != nil {
		p = newPeriod(Year, atoi(m[1]), 1)
	}
	return p, !p.IsZero()
}

// IsZero reports whether there is no period.
func (p Period) IsZero() bool { return p.kind == 0 }

// Kind is the period's length; 0 for the zero Period.
func (p Period) Kind() PeriodKind { return p.kind }

// Year is the year that the period belongs to, 0 for the zero Period.
func (p Period) Year() int { return int(p.year) }

// String gives 2024-09, 2024-W36, 2024-Q3, 2024-H1, 2024 or, of a special round, 2024-S0928; nothing for the zero Period.
func (p Period) String() string {
	switch p.kind {
	case Special:
		return fmt.Sprintf("%04d-S%04d", p.year, p.n)
	case Week:
		return fmt.Sprintf("%04d-W%02d", p.year, p.n)
	case Month:
		return fmt.Sprintf("%04d-%02d", p.year, p.n)
	case Quarter:
		return fmt.Sprintf("%04d-Q%d", p.year, p.n)
	case Half:
		return fmt.Sprintf("%04d-H%d", p.year, p.n)
	case Year:
		return fmt.Sprintf("%04d", p.year)
	}
	return ""
}

// Chinese gives 2024年9月, 2024年第36周, 2024年三季度, 2024年上半年 or 2024年; nothing for the zero Period.
func (p Period) Chinese() string {
	switch p.kind {
	case Special:
		return p.First().Chinese()
	case Week:
		return fmt.Sprintf("%d年第%d周", p.year, p.n)
	case Month:
		return fmt.Sprintf("%d年%d月", p.year, p.n)
	case Quarter:
		return fmt.Sprintf("%d年%s季度", p.year, [...]string{"一", "二", "三", "四"}[p.n-1])
	case Half:
		return fmt.Sprintf("%d年%s半年", p.year, [...]string{"上", "下"}[p.n-1])
	case Year:
		return fmt.Sprintf("%d年", p.year)
	}
	return ""
}

// months gives the first month and the number of months of a period that is not a week.
func (p Period) months() (first, count int) {
	switch p.kind {
	case Month:
		return int(p.n), 1
	case Quarter:
		return 3*int(p.n) - 2, 3
	case Half:
		return 6*int(p.n) - 5, 6
	}
	return 1, 12
}

// First is the period's first day, 0 for the zero Period.
func (p Period) First() Date {
	switch p.kind {
	case 0:
		return 0
	case Special:
		return NewDate(p.Year(), int(p.n)/100, int(p.n)%100)
	case Week:
		// The 4th of January always lies in the first week.
		d := NewDate(p.Year(), 1, 4)
		return d.AddDays(7*(int(p.n)-1) - (int(d.Weekday())+6)%7)
	}
	first, _ := p.months()
	return NewDate(p.Year(), first, 1)
}

// Last is the period's last day, 0 for the zero Period.
func (p Period) Last() Date {
	switch p.kind {
	case 0:
		return 0
	case Special:
		return p.First()
	case Week:
		return p.First().AddDays(6)
	}
	first, count := p.months()
	return clampedDate(p.Year(), first+count-1, 31)
}

// Next is the period after this one, of the same kind.
func (p Period) Next() Period { return PeriodOf(p.kind, p.Last().AddDays(1)) }

// Prev is the period before this one, of the same kind.
func (p Period) Prev() Period { return PeriodOf(p.kind, p.First().AddDays(-1)) }

// Partial reports whether a round of the period is about some tasks only and is part of the month's: a week, or the day of a special
// round.
func (p Period) Partial() bool { return p.kind == Special || p.kind == Week }

// Contains reports whether a day lies in the period.
func (p Period) Contains(d Date) bool { return !p.IsZero() && p.First() <= d && d <= p.Last() }

// Month is the month in which the period ends; a week belongs to that month.
func (p Period) Month() Period { return MonthOf(p.Last()) }

// Compare orders periods by their last day; of those that end together the shorter one comes first. The zero Period comes before all
// others.
func (p Period) Compare(q Period) int {
	if a, b := p.Last(), q.Last(); a != b {
		return int(a - b)
	}
	return int(p.kind) - int(q.kind)
}
