package formula

import "duban/workbook/sheet"

type nodeKind uint8

const (
	literalNode nodeKind = iota // a number, text, boolean or error
	omittedNode                 // nothing between two commas
	cellNode                    // [@名]
	columnNode                  // [名]
	nameNode
	arrayNode
	unaryNode
	binaryNode
	percentNode
	callNode
)

type operator uint8

const (
	noOperator operator = iota
	equal
	notEqual
	less
	lessEqual
	greater
	greaterEqual
	concat
	add
	subtract
	multiply
	divide
	power
	plus // unary
	minus
)

// Binding strengths, from the loosest to the tightest. A sign binds tighter than ^, a percent sign tighter still.
const (
	compareStrength = iota + 1
	concatStrength
	sumStrength
	productStrength
	powerStrength
	unaryStrength
	percentStrength
	strongest
)

func (o operator) strength() int {
	switch o {
	case equal, notEqual, less, lessEqual, greater, greaterEqual:
		return compareStrength
	case concat:
		return concatStrength
	case add, subtract:
		return sumStrength
	case multiply, divide:
		return productStrength
	case power:
		return powerStrength
	case plus, minus:
		return unaryStrength
	}
	return 0
}

func (o operator) String() string {
	switch o {
	case equal:
		return "="
	case notEqual:
		return "<>"
	case less:
		return "<"
	case lessEqual:
		return "<="
	case greater:
		return ">"
	case greaterEqual:
		return ">="
	case concat:
		return "&"
	case add, plus:
		return "+"
	case subtract, minus:
		return "-"
	case multiply:
		return "*"
	case divide:
		return "/"
	case power:
		return "^"
	}
	return ""
}

// node is a node of a formula's tree. Parentheses are not kept: they are written again where needed.
type node struct {
	kind nodeKind
	op   operator
	fn   fn
	// id is the index of a column or name in its Expr's lists.
	id  int
	pos int
	// value is the value of a literal.
	value sheet.Value
	// name is that of a column or a defined name.
	name string
	args []*node
	// items are the elements of an array constant, row by row.
	items      []sheet.Value
	rows, cols int
}

func (n *node) strength() int {
	switch n.kind {
	case unaryNode, binaryNode:
		return n.op.strength()
	case percentNode:
		return percentStrength
	}
	return strongest
}

// walk visits a node and what is below it, in the order of the source.
func (n *node) walk(visit func(*node)) {
	visit(n)
	for _, a := range n.args {
		a.walk(visit)
	}
}
