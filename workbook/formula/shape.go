package formula

// A column or an array may stand only where a function takes one. Elsewhere Excel would pick the element beside the formula's own
// cell, which is hardly ever meant and differs between programs; so such formulas do not parse.

// checkShape checks that a node is what its position wants; within names the surrounding function or operator, empty at the top.
func checkShape(n *node, w want, within string) *SyntaxError {
	switch n.kind {
	case columnNode:
		if w.scalar() {
			return syntaxError(n.pos, CodeColumnMisplaced, "column", n.name, "name", within)
		}
	case arrayNode:
		if w.scalar() {
			return syntaxError(n.pos, CodeArrayMisplaced, "name", within)
		}
		if w == wantCells {
			return syntaxError(n.pos, CodeCellsRequired, "name", within)
		}
	case cellNode, nameNode:
	default:
		if w == wantCells {
			return syntaxError(n.pos, CodeCellsRequired, "name", within)
		}
		if w == wantTable {
			return syntaxError(n.pos, CodeTableRequired, "name", within)
		}
	}
	switch n.kind {
	case unaryNode, binaryNode, percentNode:
		below, name := wantAny, n.op.String()
		if w == wantArray {
			below = wantArray
		}
		if n.kind == percentNode {
			name = "%"
		}
		for _, a := range n.args {
			if err := checkShape(a, below, name); err != nil {
				return err
			}
		}
	case callNode:
		f := n.fn.info()
		for i, a := range n.args {
			below := f.want(i)
			if below.scalar() && w == wantArray && f.lifts {
				below = wantArray
			}
			if err := checkShape(a, below, f.name); err != nil {
				return err
			}
		}
	}
	return nil
}
