package formula

import (
	"duban/workbook/sheet"
)

// Expr is a formula that parsed. It never changes and may be used by many at once.
type Expr struct {
	root    *node
	columns []Column
	names   []Name
}

// Column is a column that a formula reads.
type Column struct {
	Name string
	// Whole tells [名], the whole column, from [@名], its cell in the row at hand.
	Whole bool
	// Pos is where the formula first reads it so: runes from 0 in the source.
	Pos int
}

// Name is a defined name that a formula reads.
type Name struct {
	Name string
	// Pos is where the formula first reads it: runes from 0 in the source.
	Pos int
}

// Parse reads a formula; a leading "=" may stand or not. The error is a *SyntaxError.
func Parse(src string) (*Expr, error) { return parse(src, false) }

// Compose reads a formula that the program put together of what people wrote: it may be longer, have longer texts and be nested
// deeper than programs take. Whether it can stand in a workbook shows by how it is written there, see sheet.FormulaLimit.
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

// newExpr numbers the columns and names of a tree that is its own alone.
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

// Columns lists the columns that the formula reads, each once for its cell and once as a whole where it is read both
// ways, in the order of their first mention. The list must not be changed.
func (e *Expr) Columns() []Column { return e.columns }

// Names lists the defined names that the formula reads, in the order of their first mention. The list must not be
// changed.
func (e *Expr) Names() []Name { return e.names }

// Rewriter gives columns and text literals other words, as in another language. Nil leaves them all as they are.
type Rewriter struct {
	Column func(name string) string
	Text   func(text string) string
}

// Rewrite gives the formula in other words; the formula itself stays as it is. Places are still those of its source.
// Nothing holds the new texts to MaxTextLen but Render.
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
