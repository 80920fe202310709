package formula

import "duban/workbook/sheet"

// cells is an argument that must be a column or a cell.
type cells struct {
	column []sheet.Value
	single sheet.Value
	// one says that it is a single cell.
	one bool
}

func (m *machine) cells(n *node) cells {
	if n.kind == columnNode {
		if values, ok := m.column(n); ok {
			return cells{column: values}
		}
		return cells{single: sheet.Err(errRef), one: true}
	}
	return cells{single: m.eval(n), one: true}
}

func (c *cells) length() int {
	if c.one {
		return 1
	}
	return len(c.column)
}

// at gives the i-th cell; it is blank beyond the last one.
func (c *cells) at(i int) sheet.Value {
	switch {
	case c.one && i == 0:
		return c.single
	case i < len(c.column):
		return c.column[i]
	}
	return sheet.Value{}
}

// unknown gives the error of an unknown column or name, empty if it is known.
func (m *machine) unknown(n *node) string {
	switch n.kind {
	case columnNode:
		if _, ok := m.column(n); !ok {
			return errRef
		}
	case cellNode:
		if m.grid != nil && m.index[n.id] < 0 {
			return errRef
		}
		if m.grid == nil {
			if _, ok := m.env.Cell(n.name); !ok {
				return errRef
			}
		}
	case nameNode:
		ok := false
		if m.grid != nil {
			_, ok = m.grid.Name(n.name)
		} else {
			_, ok = m.env.Name(n.name)
		}
		if !ok {
			return errName
		}
	}
	return ""
}

// conditional is COUNTIF, SUMIF, AVERAGEIF and COUNTBLANK, which is COUNTIF of "".
func (m *machine) conditional(n *node) sheet.Value {
	if e := m.unknown(n.args[0]); e != "" {
		return sheet.Err(e)
	}
	asked := m.cells(n.args[0])
	c := criterion{empty: true}
	if n.fn != fnCountBlank {
		c = newCriterion(m.eval(n.args[1]))
	}
	counted := asked
	if len(n.args) > 2 && n.args[2].kind != omittedNode {
		if e := m.unknown(n.args[2]); e != "" {
			return sheet.Err(e)
		}
		counted = m.cells(n.args[2])
	}
	t := tally{countsAll: n.fn == fnCountIf || n.fn == fnCountBlank}
	for i := range asked.length() {
		if c.holds(asked.at(i)) {
			if e := t.add(counted.at(i)); e != "" {
				return sheet.Err(e)
			}
		}
	}
	switch {
	case t.countsAll:
		return sheet.Int(t.count)
	case n.fn == fnAverageIf && t.count == 0:
		return sheet.Err(errDiv)
	case n.fn == fnAverageIf:
		return number(t.sum / float64(t.count))
	}
	return number(t.sum)
}

// conditionalAll is SUMIFS, or COUNTIFS if there is nothing to sum. Rows count if every criterion of the pairs holds.
func (m *machine) conditionalAll(sums *node, pairs []*node) sheet.Value {
	var counted cells
	if sums != nil {
		if e := m.unknown(sums); e != "" {
			return sheet.Err(e)
		}
		counted = m.cells(sums)
	}
	var room [4]criterion
	var asked [4]cells
	criteria, ranges := room[:0], asked[:0]
	for i := 0; i < len(pairs); i += 2 {
		if e := m.unknown(pairs[i]); e != "" {
			return sheet.Err(e)
		}
		ranges = append(ranges, m.cells(pairs[i]))
		criteria = append(criteria, newCriterion(m.eval(pairs[i+1])))
	}
	rows := ranges[0].length()
	for i := range ranges {
		if ranges[i].length() != rows || sums != nil && counted.length() != rows {
			return sheet.Err(errValue)
		}
	}
	t := tally{countsAll: sums == nil}
	few, known := m.candidates(pairs, criteria)
	if known {
		rows = len(few)
	}
rows:
	for k := range rows {
		i := k
		if known {
			i = int(few[k])
		}
		for j := range ranges {
			if !criteria[j].holds(ranges[j].at(i)) {
				continue rows
			}
		}
		if e := t.add(counted.at(i)); e != "" {
			return sheet.Err(e)
		}
	}
	if t.countsAll {
		return sheet.Int(t.count)
	}
	return number(t.sum)
}

// candidates gives, in order, the rows that the most selective criterion for equal texts leaves; false if all rows have to be looked
// at.
func (m *machine) candidates(pairs []*node, criteria []criterion) ([]int32, bool) {
	grid, ok := m.grid.(Indexed)
	if !ok {
		return nil, false
	}
	var few []int32
	known := false
	for j := range criteria {
		c, n := &criteria[j], pairs[2*j]
		if c.op != equal || c.wild || c.empty || c.blank || c.want.Kind != sheet.Text || n.kind != columnNode || m.index[n.id] < 0 {
			continue
		}
		if rows, ok := grid.RowsWith(m.index[n.id], TextKey(c.want.Text)); ok && (!known || len(rows) < len(few)) {
			few, known = rows, true
		}
	}
	return few, known
}

// tally adds up the cells beside those for which a criterion holds.
type tally struct {
	countsAll bool
	sum       float64
	count     int
}

func (t *tally) add(v sheet.Value) string {
	switch {
	case t.countsAll:
		t.count++
	case v.Kind == sheet.Error:
		return v.Text
	case v.Kind == sheet.Number:
		t.sum += v.Num
		t.count++
	}
	return ""
}
