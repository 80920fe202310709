package validate

import (
	"slices"
	"strconv"

	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// boundKey identifies a rule about a form.
type boundKey struct {
	form   *workbook.Form
	source string
}

// boundRule is a rule that is parsed and bound to a form's columns.
type boundRule struct {
	formula *formula.Bound
	// cells holds the columns that the formula reads in the row itself, columns those that it reads as a whole, by index. Those that a
	// computed column reads are included.
	cells, columns []int
}

// bind parses a rule for a form, once, and binds it. It returns nil if the rule does not parse or names a column that the form lacks, which
// CheckPlan reports.
func (c *Checker) bind(f *workbook.Form, source string) *boundRule {
	key := boundKey{f, source}
	c.mu.Lock()
	defer c.mu.Unlock()
	if b, ok := c.bound[key]; ok {
		return b
	}
	b := bindRule(f, source, 0)
	c.bound[key] = b
	return b
}

// computedDepth limits how deep computed columns may depend on each other. In the forms none depends on another computed one.
const computedDepth = 3

func bindRule(f *workbook.Form, source string, depth int) *boundRule {
	e, err := formula.Parse(source)
	if err != nil || depth > computedDepth {
		return nil
	}
	e = localize(e, f)
	b := &boundRule{formula: e.Bind(func(name string) int { return headingIndex(f, name) })}
	for _, col := range e.Columns() {
		i := headingIndex(f, col.Name)
		if i < 0 {
			return nil
		}
		if col.Whole {
			b.columns = append(b.columns, i)
		} else {
			b.cells = append(b.cells, i)
		}
		if src := f.Columns[i].Formula; f.Columns[i].Filled == workbook.Computed && src != "" {
			under := bindRule(f, src, depth+1)
			if under == nil {
				return nil
			}
			b.cells = append(b.cells, under.cells...)
			b.columns = append(b.columns, under.columns...)
		}
	}
	return b
}

// grid holds a table's values as the rules see them: the decoded values in the columns of the bureau, the issued ones in those of the plan,
// whatever the cell says now, and the results of the formulas in the computed ones. It is a formula.Grid.
type grid struct {
	form   *workbook.Form
	table  *workbook.Table
	values []sheet.Value // row by row
	row    int
	whole  map[int][]sheet.Value
}

// newGrid makes the grid of a table. issued gives the text that a cell of a row was issued with, false if that is not known; it may be nil.
func (c *Checker) newGrid(t *workbook.Table, issued func(r *workbook.Record, key string) (string, bool)) *grid {
	n := len(t.Form.Columns)
	g := &grid{form: t.Form, table: t, values: make([]sheet.Value, n*len(t.Records))}
	for i, r := range t.Records {
		for j := range t.Form.Columns {
			col := &t.Form.Columns[j]
			v := &g.values[i*n+j]
			switch {
			case col.Filled == workbook.Computed:
				continue
			case col.Filled == workbook.ByPlan && issued != nil:
				if text, ok := issued(r, col.Key); ok {
					*v = issuedValue(col, text)
					continue
				}
			}
			*v = datumValue(col, r.At(j))
		}
	}
	for j := range t.Form.Columns {
		col := &t.Form.Columns[j]
		if col.Filled != workbook.Computed || col.Formula == "" {
			continue
		}
		b := c.bind(t.Form, col.Formula)
		if b == nil {
			continue
		}
		for i := range t.Records {
			g.row = i
			g.values[i*n+j] = b.formula.Eval(g)
		}
	}
	return g
}

// datumValue gives a cell as a rule sees it.
func datumValue(col *workbook.Column, d *workbook.Datum) sheet.Value {
	switch d.State {
	case workbook.Empty:
		return sheet.Value{}
	case workbook.Open:
		// A bureau's 待定 counts as empty: the value is still to come.
		if col.Filled == workbook.ByBureau {
			return sheet.Value{}
		}
	case workbook.Good:
		switch col.Type {
		case workbook.NumberColumn, workbook.PercentColumn:
			return sheet.Num(d.Num)
		case workbook.DateColumn:
			return sheet.Int(int(d.Date))
		case workbook.BoolColumn:
			if len(col.Choices) == 2 {
				if d.Num != 0 {
					return sheet.Str(col.Choices[0].Label)
				}
				return sheet.Str(col.Choices[1].Label)
			}
		case workbook.TextColumn:
			if d.Raw.Kind == sheet.Number || d.Raw.Kind == sheet.Bool {
				return d.Raw
			}
		}
	}
	return sheet.Str(d.Text)
}

// issuedValue gives the value of a locked cell from the text that it was issued with.
func issuedValue(col *workbook.Column, text string) sheet.Value {
	if text == "" {
		return sheet.Value{}
	}
	switch col.Type {
	case workbook.NumberColumn, workbook.PercentColumn, workbook.DateColumn:
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			return sheet.Num(v)
		}
	}
	return sheet.Str(text)
}

// CellAt gives a column's cell in the current row.
func (g *grid) CellAt(i int) sheet.Value { return g.values[g.row*len(g.form.Columns)+i] }

// ColumnAt gives a whole column.
func (g *grid) ColumnAt(i int) []sheet.Value {
	if col, ok := g.whole[i]; ok {
		return col
	}
	n := len(g.form.Columns)
	col := make([]sheet.Value, len(g.table.Records))
	for r := range col {
		col[r] = g.values[r*n+i]
	}
	// A computed column is not kept, since newGrid may not have computed all its rows yet.
	if g.form.Columns[i].Filled != workbook.Computed {
		if g.whole == nil {
			g.whole = map[int][]sheet.Value{}
		}
		g.whole[i] = col
	}
	return col
}

// Name gives false, as rules have no names, only columns.
func (g *grid) Name(string) (sheet.Value, bool) { return sheet.Value{}, false }

// judgeable reports whether a rule can be checked on a row: none of the cells that it reads is unreadable or gone from the sheet. There is a
// finding about such a cell already, and the rule would only repeat it.
func (b *boundRule) judgeable(t *workbook.Table, r *workbook.Record) bool {
	for _, i := range b.cells {
		if !sound(t, r, i) {
			return false
		}
	}
	for _, i := range b.columns {
		for _, other := range t.Records {
			if other.Get(workbook.ColTask).Text == r.Get(workbook.ColTask).Text && !sound(t, other, i) {
				return false
			}
		}
	}
	return true
}

// sound reports whether a column's cell is not the bureau's, or is there and can be read.
func sound(t *workbook.Table, r *workbook.Record, i int) bool {
	return t.Form.Columns[i].Filled != workbook.ByBureau || t.Cols[i] > 0 && r.At(i).State != workbook.Bad
}

// pointsAt gives the column that a rule's finding is about if the rule does not say. It is the last column in the formula that the bureau
// fills in, as a rule usually names its condition first. If there is none it is the first column in the formula.
func (b *boundRule) pointsAt(f *workbook.Form) string {
	for _, i := range slices.Backward(b.cells) {
		if f.Columns[i].Filled == workbook.ByBureau {
			return f.Columns[i].Key
		}
	}
	if len(b.cells) == 0 {
		return ""
	}
	return f.Columns[b.cells[0]].Key
}
