package formula

import "duban/workbook/sheet"

// dateCall computes the functions of dates.
func (m *machine) dateCall(n *node) sheet.Value {
	switch n.fn {
	case fnDate:
		y, mo, e := m.numbers2(n)
		if e != "" {
			return sheet.Err(e)
		}
		d, e := m.number(n.args[2])
		if e != "" {
			return sheet.Err(e)
		}
		return fromInt(dateDay(y, mo, d))
	case fnDateValue:
		v := m.eval(n.args[0])
		if v.Kind == sheet.Error {
			return v
		}
		if f, ok := readDate(v.Text); ok && v.Kind == sheet.Text {
			return number(f)
		}
		return sheet.Err(errValue)
	case fnEDate, fnEOMonth:
		// These two came to Excel from an add-in that knows no booleans.
		from, by := m.eval(n.args[0]), m.eval(n.args[1])
		for _, v := range [...]sheet.Value{from, by} {
			if v.Kind == sheet.Error {
				return v
			}
			if v.Kind == sheet.Bool {
				return sheet.Err(errValue)
			}
		}
		day, e := wholeDay(asNumber(from))
		if e != "" {
			return sheet.Err(e)
		}
		months, e := asNumber(by)
		if e != "" {
			return sheet.Err(e)
		}
		return fromInt(shiftMonths(day, months, n.fn == fnEOMonth))
	}
	day, e := wholeDay(m.number(n.args[0]))
	if e != "" {
		return sheet.Err(e)
	}
	switch n.fn {
	case fnDays:
		start, e := wholeDay(m.number(n.args[1]))
		return fromInt(day-start, e)
	case fnWeekday:
		kind, e := m.option(n, 1, 1)
		if e != "" {
			return sheet.Err(e)
		}
		return fromInt(weekday(day, kind))
	}
	y, mo, d := civil(day)
	switch n.fn {
	case fnYear:
		return sheet.Int(y)
	case fnMonth:
		return sheet.Int(mo)
	}
	return sheet.Int(d)
}

func wholeDay(f float64, e string) (int, string) {
	if e != "" {
		return 0, e
	}
	return toDay(f)
}
