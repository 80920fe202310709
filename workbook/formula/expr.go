package formula

import (
	"duban/workbook/sheet"
)

// Expr is a parsed formula. It never changes, so many may use it at once.
type Expr struct {
	root    *node
	columns []Column
	names   []Name
}

// Column is a column that a formula reads.
type Column struct {
	Name string
	// Whole distinguishes [名], the whole column, from [@名], its cell in the current row.
	Whole bool
	// Pos is where the formula first reads it in that way, in runes from 0 in the source.
	Pos int
}

// Name is a defined name that a formula reads.
type Name struct {
	Name string
	// Pos is where the formula first reads it, in runes from 0 in the source.
	Pos int
}

// Parse reads a formula, with or without a leading "=". The error is a *SyntaxError.
func Parse(src string) (*Expr, error) { return parse(src, false) }

// Compose reads a formula that the program put together from what people wrote. It may be longer, have longer texts and be nested
// deeper than programs accept. Whether a workbook can hold it is decided for its A1 form; see sheet.FormulaLimit.
func Compose(src string) (*Expr, error) { return parse(src, true) }

func parse(src string, made bool) (*Expr, error) {
	root, err := parseTree(src, made)
	if err != nil {
		return nil, err
	}
	if err := checkShape(root, wantBranch, ""); err != nil {
		return nil, err
	}
	return newExpr(root), nil
}

// newExpr numbers the columns and names of a tree, which must belong to it alone.
func newExpr(root *node) *Expr {
	e := &Expr{root: root}
	root.walk(func(n *node) {
		switch n.kind {
		case cellNode, columnNode:
			n.id = e.column(n.name, n.kind == columnNode, n.pos)
		case nameNode:
			n.id = e.name(n.name, n.pos)
		}
	})
	return e
}

func (e *Expr) column(name string, whole bool, pos int) int {
	for i, c := range e.columns {
		if c.Name == name && c.Whole == whole {
			return i
		}
	}
	e.columns = append(e.columns, Column{name, whole, pos})
	return len(e.columns) - 1
}

func (e *Expr) name(name string, pos int) int {
	for i, n := range e.names {
		if n.Name == name {
			return i
		}
	}
	e.names = append(e.names, Name{name, pos})
	return len(e.names) - 1
}

// Columns lists the columns that the formula reads, in the order of their first mention. A column that is read both as a cell and as
// a whole is listed twice. The list must not be changed.
func (e *Expr) Columns() []Column { return e.columns }

// Names lists the defined names that the formula reads, in the order of their first mention. The list must not be
// changed.
func (e *Expr) Names() []Name { return e.names }

// Rewriter translates columns and text literals. A nil function leaves them as they are.
type Rewriter struct {
	Column func(name string) string
	Text   func(text string) string
}

// Rewrite gives the formula in other words; the formula itself is not changed. Positions are still those of its source. Only Render
// checks the new texts against MaxTextLen.
func (e *Expr) Rewrite(r Rewriter) *Expr { return newExpr(rewrite(e.root, r)) }

func rewrite(n *node, r Rewriter) *node {
	c := *n
	switch {
	case (n.kind == cellNode || n.kind == columnNode) && r.Column != nil:
		c.name = r.Column(n.name)
	case n.kind == literalNode && n.value.Kind == sheet.Text && r.Text != nil:
		c.value.Text = r.Text(n.value.Text)
	case n.kind == arrayNode && r.Text != nil:
		c.items = make([]sheet.Value, len(n.items))
		for i, v := range n.items {
			if v.Kind == sheet.Text {
				v.Text = r.Text(v.Text)
			}
			c.items[i] = v
		}
	}
	if n.args != nil {
		c.args = make([]*node, len(n.args))
		for i, a := range n.args {
			c.args[i] = rewrite(a, r)
		}
	}
	return &c
}
