package formula

import (
	"math"
	"slices"

	"duban/workbook/sheet"
)

// items iterates over the values of arguments that may be columns or lists.
type items struct {
	m    *machine
	args []*node
	// from is the rest of the current column or list.
	from []sheet.Value
}

// next gives the next value. direct says that the formula itself computes it; in cells and lists, texts and truths are ignored.
func (it *items) next() (v sheet.Value, direct, ok bool) {
	for {
		if len(it.from) > 0 {
			v, it.from = it.from[0], it.from[1:]
			return v, false, true
		}
		if len(it.args) == 0 {
			return sheet.Value{}, false, false
		}
		n := it.args[0]
		it.args = it.args[1:]
		switch n.kind {
		case columnNode:
			if it.from, ok = it.m.column(n); !ok {
				return sheet.Err(errRef), true, true
			}
		case arrayNode:
			it.from = n.items
		default:
			v, cell := it.m.operand(n)
			return v, !cell, true
		}
	}
}

// nextNumber gives the next number. A value that is no number is ignored in cells and lists, and an error elsewhere.
func (it *items) nextNumber() (f float64, e string, ok bool) {
	for {
		v, direct, ok := it.next()
		switch {
		case !ok:
			return 0, "", false
		case direct || v.Kind == sheet.Number || v.Kind == sheet.Error:
			f, e := asNumber(v)
			return f, e, true
		}
	}
}

// aggregate is SUM, PRODUCT, AVERAGE, MIN and MAX.
func (m *machine) aggregate(n *node) sheet.Value {
	it := items{m: m, args: n.args}
	total, count := 0.0, 0
	if n.fn == fnProduct {
		total = 1
	}
	for {
		f, e, ok := it.nextNumber()
		if !ok {
			break
		}
		if e != "" {
			return sheet.Err(e)
		}
		switch {
		case n.fn == fnProduct:
			total *= f
		case n.fn != fnMin && n.fn != fnMax:
			total += f
		case count == 0 || n.fn == fnMin && f < total || n.fn == fnMax && f > total:
			total = f
		}
		count++
	}
	switch {
	case n.fn == fnAverage && count == 0:
		return sheet.Err(errDiv)
	case n.fn == fnAverage:
		return number(total / float64(count))
	case count == 0:
		return sheet.Int(0)
	}
	return number(total)
}

// count is COUNT and COUNTA.
func (m *machine) count(n *node) sheet.Value {
	it := items{m: m, args: n.args}
	count := 0
	for {
		v, direct, ok := it.next()
		if !ok {
			return sheet.Int(count)
		}
		counts := v.Kind == sheet.Number
		if direct {
			_, e := asNumber(v)
			counts = e == ""
		}
		if n.fn == fnCountA {
			counts = direct || v.Kind != sheet.Blank
		}
		if counts {
			count++
		}
	}
}

// ordered is LARGE, SMALL and MEDIAN.
func (m *machine) ordered(n *node) sheet.Value {
	it := items{m: m, args: n.args}
	if n.fn != fnMedian {
		it.args = n.args[:1]
	}
	var room [64]float64
	numbers := room[:0]
	for {
		f, e, ok := it.nextNumber()
		if !ok {
			break
		}
		if e != "" {
			return sheet.Err(e)
		}
		numbers = append(numbers, f)
	}
	slices.Sort(numbers)
	last := len(numbers) - 1
	if n.fn == fnMedian {
		if last < 0 {
			return sheet.Err(errNum)
		}
		low, high := numbers[last/2], numbers[(last+1)/2]
		return number(low + (high-low)/2)
	}
	k, e := m.number(n.args[1])
	if e != "" {
		return sheet.Err(e)
	}
	if k = math.Ceil(k); !(k >= 1) || k > float64(len(numbers)) {
		return sheet.Err(errNum)
	}
	if n.fn == fnSmall {
		return number(numbers[int(k)-1])
	}
	return number(numbers[last+1-int(k)])
}

// rank is RANK: equal numbers share the best place.
func (m *machine) rank(n *node) sheet.Value {
	f, e := m.number(n.args[0])
	if e != "" {
		return sheet.Err(e)
	}
	order, e := m.option(n, 2, 0)
	if e != "" {
		return sheet.Err(e)
	}
	c := m.cells(n.args[1])
	place, found := 1, false
	for i := range c.length() {
		v := c.at(i)
		switch v.Kind {
		case sheet.Error:
			return v
		case sheet.Number:
			switch d := compareNumbers(v.Num, f); {
			case d == 0:
				found = true
			case (d > 0) == (order == 0):
				place++
			}
		}
	}
	if !found {
		return sheet.Err(errNA)
	}
	return sheet.Int(place)
}

// sumProduct is SUMPRODUCT: the products of the arrays' elements, added. What is no number counts as 0.
func (m *machine) sumProduct(n *node) sheet.Value {
	rows, cols := m.extent(n.args[0])
	for _, a := range n.args[1:] {
		if r, c := m.extent(a); r != rows || c != cols {
			return sheet.Err(errValue)
		}
	}
	total := 0.0
	for r := range rows {
		for c := range cols {
			product := 1.0
			for _, a := range n.args {
				v := m.at(a, r, c)
				switch v.Kind {
				case sheet.Error:
					return v
				case sheet.Number:
					product *= v.Num
				default:
					product = 0
				}
			}
			total += product
		}
	}
	return number(total)
}
