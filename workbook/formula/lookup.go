package formula

import (
	"math"
	"strings"

	"duban/workbook/sheet"
)

// list is one row or column of a table argument.
type list struct {
	m      *machine
	n      *node
	length int
	// fixed is the index of the row or column searched; across says that it is a row.
	fixed  int
	across bool
}

func (l *list) at(i int) sheet.Value {
	if l.across {
		return l.m.at(l.n, l.fixed, i)
	}
	return l.m.at(l.n, i, l.fixed)
}

// needle gives the value to look for. An error ends the search, and a blank cell is 0.
func (m *machine) needle(n *node) sheet.Value {
	v := m.eval(n)
	if v.Kind == sheet.Blank {
		return sheet.Int(0)
	}
	return v
}

// exactly finds the first equal element, -1 if there is none; a text may be a pattern.
func (l *list) exactly(v sheet.Value) int {
	wild := v.Kind == sheet.Text && strings.ContainsAny(v.Text, "*?~")
	for i := range l.length {
		e := l.at(i)
		if e.Kind == v.Kind && (wild && wildcard(v.Text, e.Text, false) || !wild && equalValues(e, v)) {
			return i
		}
	}
	return -1
}

// upTo finds, by bisection of an ascending list, the last element that is not above v, -1 if there is none. Elements of another kind
// are skipped.
func (l *list) upTo(v sheet.Value) int {
	low, high := 0, l.length
	found := -1
	for low < high {
		mid := low + (high-low)/2
		at := mid
		for at < high && l.at(at).Kind != v.Kind {
			at++
		}
		switch {
		case at == high:
			high = mid
		case compareValues(l.at(at), v) <= 0:
			found, low = at, at+1
		default:
			high = mid
		}
	}
	return found
}

// downTo finds the last element that is not below v in a descending list, -1 if there is none.
func (l *list) downTo(v sheet.Value) int {
	found := -1
	for i := range l.length {
		e := l.at(i)
		if e.Kind != v.Kind {
			continue
		}
		d := compareValues(e, v)
		if d < 0 {
			return found
		}
		found = i
		if d == 0 {
			return i
		}
	}
	return found
}

// single takes an argument of a single row or column as a list.
func (m *machine) single(n *node) (list, bool) {
	rows, cols := m.extent(n)
	l := list{m: m, n: n, length: rows}
	if rows == 1 {
		l.length, l.across = cols, true
	}
	return l, rows == 1 || cols == 1
}

func (m *machine) match(n *node) sheet.Value {
	v := m.needle(n.args[0])
	if v.Kind == sheet.Error {
		return v
	}
	order, e := m.option(n, 2, 1)
	if e != "" {
		return sheet.Err(e)
	}
	if e := m.unknown(n.args[1]); e != "" {
		return sheet.Err(e)
	}
	l, ok := m.single(n.args[1])
	if !ok {
		return sheet.Err(errNA)
	}
	i := 0
	if rows, ok := m.textRows(n.args[1], v); ok && order == 0 {
		if len(rows) == 0 {
			return sheet.Err(errNA)
		}
		return sheet.Int(int(rows[0]) + 1)
	}
	switch {
	case order == 0:
		i = l.exactly(v)
	case order > 0:
		i = l.upTo(v)
	default:
		i = l.downTo(v)
	}
	if i < 0 {
		return sheet.Err(errNA)
	}
	return sheet.Int(i + 1)
}

// textRows gives the rows of a whole column that equal a text, unless that is a pattern; false if the grid cannot tell.
func (m *machine) textRows(n *node, v sheet.Value) ([]int32, bool) {
	grid, ok := m.grid.(Indexed)
	if !ok || n.kind != columnNode || m.index[n.id] < 0 || v.Kind != sheet.Text || strings.ContainsAny(v.Text, "*?~") {
		return nil, false
	}
	return grid.RowsWith(m.index[n.id], TextKey(v.Text))
}

// lookup is LOOKUP. With one list of several rows and columns it searches the first row or column, whichever is longer, and answers
// from the last.
func (m *machine) lookup(n *node) sheet.Value {
	v := m.needle(n.args[0])
	if v.Kind == sheet.Error {
		return v
	}
	for _, a := range n.args[1:] {
		if e := m.unknown(a); e != "" {
			return sheet.Err(e)
		}
	}
	rows, cols := m.extent(n.args[1])
	in := list{m: m, n: n.args[1], length: rows}
	out := list{m: m, n: n.args[1], length: rows, fixed: cols - 1}
	if cols > rows {
		in.length, in.across = cols, true
		out = list{m: m, n: n.args[1], length: cols, fixed: rows - 1, across: true}
	}
	if len(n.args) > 2 && n.args[2].kind != omittedNode {
		var ok bool
		if out, ok = m.single(n.args[2]); !ok {
			return sheet.Err(errNA)
		}
	}
	i := in.upTo(v)
	switch {
	case i < 0:
		return sheet.Err(errNA)
	case i >= out.length:
		return sheet.Err(errRef)
	}
	return settled(out.at(i))
}

func (m *machine) vlookup(n *node) sheet.Value {
	v := m.needle(n.args[0])
	if v.Kind == sheet.Error {
		return v
	}
	table := n.args[1]
	if e := m.unknown(table); e != "" {
		return sheet.Err(e)
	}
	col, e := m.number(n.args[2])
	if e != "" {
		return sheet.Err(e)
	}
	near := true
	if len(n.args) > 3 {
		if near, e = asTruth(m.eval(n.args[3])); e != "" {
			return sheet.Err(e)
		}
	}
	rows, cols := m.extent(table)
	switch {
	case !(col >= 1):
		return sheet.Err(errValue)
	case col >= float64(cols+1):
		return sheet.Err(errRef)
	}
	in := list{m: m, n: table, length: rows}
	i := -1
	if near {
		i = in.upTo(v)
	} else {
		i = in.exactly(v)
	}
	if i < 0 {
		return sheet.Err(errNA)
	}
	return settled(m.at(table, i, int(col)-1))
}

// indexCall is INDEX. For a list of one row, a single number is the column.
func (m *machine) indexCall(n *node) sheet.Value {
	table := n.args[0]
	if e := m.unknown(table); e != "" {
		return sheet.Err(e)
	}
	row, e := m.number(n.args[1])
	if e != "" {
		return sheet.Err(e)
	}
	col := 1.0
	rows, cols := m.extent(table)
	if len(n.args) > 2 {
		if col, e = m.number(n.args[2]); e != "" {
			return sheet.Err(e)
		}
	} else if rows == 1 {
		row, col = 1, row
	}
	row, col = math.Trunc(row), math.Trunc(col)
	switch {
	case row < 1 || col < 1:
		return sheet.Err(errValue)
	case row > float64(rows) || col > float64(cols):
		return sheet.Err(errRef)
	}
	return m.at(table, int(row)-1, int(col)-1)
}

// settled turns a blank cell found by a lookup into 0.
func settled(v sheet.Value) sheet.Value {
	if v.Kind == sheet.Blank {
		return sheet.Int(0)
	}
	return v
}
