package formula

import (
	"math"
	"strings"

	"duban/workbook/sheet"
)

// Env is what a formula is evaluated over. Each method gives false if there is no such column or name.
type Env interface {
	// Cell gives a column's cell in the current row.
	Cell(column string) (sheet.Value, bool)
	// Column gives a whole column. The formula reads it and does not keep it.
	Column(column string) ([]sheet.Value, bool)
	// Name gives the cell that a defined name refers to.
	Name(name string) (sheet.Value, bool)
}

// Eval gives the formula's value: a number, text, boolean or error. An unknown column is #REF! and an unknown name #NAME?. A formula
// that leads to a blank cell gives 0, as in a spreadsheet.
func (e *Expr) Eval(env Env) sheet.Value {
	m := machine{expr: e, env: env}
	return m.result()
}

// Grid is what a bound formula is evaluated over: an Env whose columns are numbered.
type Grid interface {
	CellAt(column int) sheet.Value
	ColumnAt(column int) []sheet.Value
	Name(name string) (sheet.Value, bool)
}

// Indexed is a Grid that finds the rows with a text in a column without looking at all of them.
type Indexed interface {
	Grid
	// RowsWith gives, in order, the rows whose cells hold a text with the given TextKey; false if it cannot tell.
	RowsWith(column int, key string) ([]int32, bool)
}

// Bound is a formula whose columns were looked up once, to evaluate it row after row.
type Bound struct {
	expr  *Expr
	index []int
}

// Bind looks the formula's columns up; index gives a column's number, negative if there is none.
func (e *Expr) Bind(index func(column string) int) *Bound {
	b := &Bound{e, make([]int, len(e.columns))}
	for i, c := range e.columns {
		b.index[i] = index(c.Name)
	}
	return b
}

// Eval gives the formula's value, as (*Expr).Eval does.
func (b *Bound) Eval(g Grid) sheet.Value {
	m := machine{expr: b.expr, grid: g, index: b.index}
	return m.result()
}

// cached is the number of whole columns that an evaluation caches without allocating memory.
const cached = 6

// machine is one evaluation.
type machine struct {
	expr  *Expr
	env   Env
	grid  Grid // nil if env is set
	index []int
	// row and col select the element that arrays stand for while a function works through them.
	row, col int
	whole    [cached][]sheet.Value
	state    [cached]columnState
	more     map[int][]sheet.Value
}

type columnState uint8

const (
	unread columnState = iota
	known
	missing
)

func (m *machine) result() sheet.Value {
	v := m.eval(m.expr.root)
	switch v.Kind {
	case sheet.Blank:
		return sheet.Int(0)
	case sheet.Number:
		return number(v.Num)
	}
	return v
}

// eval gives the value of a node; for an array, that of its current element.
func (m *machine) eval(n *node) sheet.Value {
	switch n.kind {
	case literalNode:
		return n.value
	case cellNode:
		return m.cell(n)
	case nameNode:
		var v sheet.Value
		var ok bool
		if m.grid != nil {
			v, ok = m.grid.Name(n.name)
		} else {
			v, ok = m.env.Name(n.name)
		}
		if !ok {
			return sheet.Err(errName)
		}
		return v
	case columnNode:
		values, ok := m.column(n)
		switch {
		case !ok:
			return sheet.Err(errRef)
		case len(values) == 1:
			return values[0]
		case m.row < len(values):
			return values[m.row]
		}
		return sheet.Err(errNA)
	case arrayNode:
		return n.element(m.row, m.col)
	case unaryNode:
		return m.unary(n)
	case percentNode:
		f, e := asNumber(m.eval(n.args[0]))
		if e != "" {
			return sheet.Err(e)
		}
		return number(f / 100)
	case binaryNode:
		return m.binary(n)
	case callNode:
		return m.call(n)
	}
	return sheet.Value{}
}

// operand gives a node's value, and whether it is itself a cell rather than a computed value, which matters to SUM and its kin. IF,
// CHOOSE and INDEX pass a cell on.
func (m *machine) operand(n *node) (v sheet.Value, cell bool) {
	switch n.kind {
	case cellNode, columnNode, nameNode:
		return m.eval(n), true
	case callNode:
		switch n.fn {
		case fnIf, fnChoose:
			b, v := m.branch(n)
			if b == nil {
				return v, false
			}
			return m.operand(b)
		case fnIndex:
			return m.call(n), n.args[0].kind != arrayNode
		}
	}
	return m.eval(n), false
}

func (m *machine) cell(n *node) sheet.Value {
	if m.grid != nil {
		if i := m.index[n.id]; i >= 0 {
			return m.grid.CellAt(i)
		}
		return sheet.Err(errRef)
	}
	v, ok := m.env.Cell(n.name)
	if !ok {
		return sheet.Err(errRef)
	}
	return v
}

func (m *machine) column(n *node) ([]sheet.Value, bool) {
	if n.id < cached {
		if m.state[n.id] == unread {
			values, ok := m.fetch(n)
			m.whole[n.id], m.state[n.id] = values, missing
			if ok {
				m.state[n.id] = known
			}
		}
		return m.whole[n.id], m.state[n.id] == known
	}
	if values, ok := m.more[n.id]; ok {
		return values, true
	}
	values, ok := m.fetch(n)
	if ok {
		if m.more == nil {
			m.more = map[int][]sheet.Value{}
		}
		m.more[n.id] = values
	}
	return values, ok
}

func (m *machine) fetch(n *node) ([]sheet.Value, bool) {
	if m.grid == nil {
		return m.env.Column(n.name)
	}
	if i := m.index[n.id]; i >= 0 {
		return m.grid.ColumnAt(i), true
	}
	return nil, false
}

// element gives an element of an array constant; a single row or column stands for every row or column.
func (n *node) element(row, col int) sheet.Value {
	if n.rows == 1 {
		row = 0
	}
	if n.cols == 1 {
		col = 0
	}
	if row >= n.rows || col >= n.cols {
		return sheet.Err(errNA)
	}
	return n.items[row*n.cols+col]
}

func (m *machine) unary(n *node) sheet.Value {
	v := m.eval(n.args[0])
	if n.op == plus {
		return v
	}
	f, e := asNumber(v)
	if e != "" {
		return sheet.Err(e)
	}
	return number(-f)
}

func (m *machine) binary(n *node) sheet.Value {
	if n.op == concat && n.args[0].kind == binaryNode && n.args[0].op == concat {
		return m.joined(n)
	}
	a := m.eval(n.args[0])
	b := m.eval(n.args[1])
	switch n.op {
	case equal, notEqual, less, lessEqual, greater, greaterEqual:
		if a.Kind == sheet.Error {
			return a
		}
		if b.Kind == sheet.Error {
			return b
		}
		if n.op == equal || n.op == notEqual {
			return sheet.Truth(equalValues(a, b) == (n.op == equal))
		}
		return sheet.Truth(orderHolds(n.op, compareValues(a, b)))
	case concat:
		s, e := asText(a)
		if e != "" {
			return sheet.Err(e)
		}
		t, e := asText(b)
		if e != "" {
			return sheet.Err(e)
		}
		return text(s + t)
	}
	x, e := asNumber(a)
	if e != "" {
		return sheet.Err(e)
	}
	y, e := asNumber(b)
	if e != "" {
		return sheet.Err(e)
	}
	switch n.op {
	case add:
		return number(sum(x, y))
	case subtract:
		return number(sum(x, -y))
	case multiply:
		return number(x * y)
	case divide:
		if y == 0 {
			return sheet.Err(errDiv)
		}
		return number(x / y)
	}
	return raise(x, y)
}

// joined concatenates a chain of & at once: a sentence of ten pieces is not copied nine times.
func (m *machine) joined(n *node) sheet.Value {
	var room [16]string
	pieces, _, e := m.pieces(n, room[:0], 0)
	if e != "" {
		return sheet.Err(e)
	}
	return text(strings.Join(pieces, ""))
}

// pieces appends the texts of a chain; size is the length of what came before.
func (m *machine) pieces(n *node, to []string, size int) ([]string, int, string) {
	if n.kind == binaryNode && n.op == concat {
		var e string
		if to, size, e = m.pieces(n.args[0], to, size); e != "" {
			return to, size, e
		}
		n = n.args[1]
	}
	s, e := asText(m.eval(n))
	if e != "" {
		return to, size, e
	}
	to = append(to, s)
	if size += len(s); size > sheet.MaxCellLen {
		// A text that has become too long stays an error, whatever follows.
		if v := text(strings.Join(to, "")); v.Kind == sheet.Error {
			return to, size, v.Text
		}
	}
	return to, size, ""
}

// raise is ^ and POWER.
func raise(x, y float64) sheet.Value {
	switch {
	case x == 0 && y == 0:
		return sheet.Err(errNum)
	case x == 0 && y < 0:
		return sheet.Err(errDiv)
	}
	return number(math.Pow(x, y))
}

// extent gives the number of rows and columns of an argument that is worked through element by element.
func (m *machine) extent(n *node) (rows, cols int) {
	switch n.kind {
	case columnNode:
		values, ok := m.column(n)
		if !ok {
			return 1, 1
		}
		return len(values), 1
	case arrayNode:
		return n.rows, n.cols
	}
	rows, cols = 1, 1
	for i, a := range n.args {
		if n.kind == callNode && !(n.fn.info().lifts && n.fn.info().want(i).scalar()) {
			continue
		}
		r, c := m.extent(a)
		rows, cols = widest(rows, r), widest(cols, c)
	}
	return rows, cols
}

// widest gives the length of two arrays taken together, which is 0 if a column has no rows.
func widest(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a, b)
}

// at gives an element of an argument.
func (m *machine) at(n *node, row, col int) sheet.Value {
	r, c := m.row, m.col
	m.row, m.col = row, col
	v := m.eval(n)
	m.row, m.col = r, c
	return v
}
