package formula

import (
	"strings"

	"duban/workbook/sheet"
)

// Kinds is a set of kinds of values.
type Kinds uint8

// The kinds that a Kinds may hold.
const (
	KindBlank Kinds = 1 << iota
	KindNumber
	KindText
	KindBool
	KindError

	anyKind = KindBlank | KindNumber | KindText | KindBool | KindError
)

// KindsOf makes a set.
func KindsOf(kinds ...sheet.Kind) Kinds {
	var k Kinds
	for _, one := range kinds {
		k |= 1 << one
	}
	return k
}

// Has reports whether a kind is in the set.
func (k Kinds) Has(one sheet.Kind) bool { return k&(1<<one) != 0 }

// Fault is a place where a formula cannot do what it says, whatever the cells hold.
type Fault struct {
	// Pos counts runes from 0 in the formula's source.
	Pos  int
	Code string
	Args map[string]string
}

// Codes of a Fault, each with the arguments that it carries.
const (
	CodeTextAsNumber  = "text-as-number"      // name: the operator or function that wants a number, column if it is one
	CodeTextAsTruth   = "text-as-condition"   // name, column
	CodeTextPassedBy  = "text-passed-by"      // name, column: a sum of cells that hold texts only
	CodeNeverEqual    = "kinds-never-equal"   // name: the operator; its sides share no kind
	CodeNoOrder       = "kinds-without-order" // name: the operator; its sides are in the same order always
	CodeTextOrder     = "text-order-differs"  // name: programs order texts by their own language
	CodeFormatUnknown = "format-unknown"      // format: TEXT gives #VALUE!
)

// Type says which kinds of values the formula may give, and where it cannot work. column gives the kinds of values in a column; if
// cells may be empty these include KindBlank. Names may hold anything. Every fault is certain; a formula without faults may still
// fail on some rows.
func (e *Expr) Type(column func(name string) Kinds) (Kinds, []Fault) {
	t := typer{column: column}
	k := t.node(e.root)
	if k.Has(sheet.Blank) {
		k = k&^KindBlank | KindNumber
	}
	return k, t.faults
}

type typer struct {
	column func(name string) Kinds
	faults []Fault
}

func (t *typer) fault(n *node, code string, args ...string) {
	t.faults = append(t.faults, Fault{n.pos, code, argMap(args)})
}

// columnOf gives the name of the column that a node reads, empty for any other node.
func columnOf(n *node) string {
	if n.kind == cellNode || n.kind == columnNode {
		return n.name
	}
	return ""
}

func (t *typer) node(n *node) Kinds {
	switch n.kind {
	case literalNode:
		return KindsOf(n.value.Kind)
	case omittedNode:
		return KindBlank
	case cellNode, columnNode:
		return t.column(n.name)
	case arrayNode:
		var k Kinds
		for _, v := range n.items {
			k |= KindsOf(v.Kind)
		}
		return k
	case unaryNode:
		k := t.node(n.args[0])
		if n.op == plus {
			return k
		}
		return t.arithmetic(n, n.op.String(), n.args, []Kinds{k})
	case percentNode:
		return t.arithmetic(n, "%", n.args, []Kinds{t.node(n.args[0])})
	case binaryNode:
		a, b := t.node(n.args[0]), t.node(n.args[1])
		switch n.op {
		case equal, notEqual, less, lessEqual, greater, greaterEqual:
			t.compare(n, a, b)
			return KindBool | (a|b)&KindError
		case concat:
			return KindText | (a|b)&KindError
		}
		k := t.arithmetic(n, n.op.String(), n.args, []Kinds{a, b})
		if n.op == divide || n.op == power {
			k |= KindError
		}
		return k
	case callNode:
		return t.call(n)
	}
	return anyKind
}

// onlyText reports whether a value can only be a text, and one that is certainly no number or truth. Literal texts are known; a
// column of texts is assumed to hold words.
func onlyText(n *node, k Kinds, reads func(string) bool) bool {
	if k&^KindError != KindText && k&^KindError != KindText|KindBlank || k&KindText == 0 {
		return false
	}
	if n.kind == literalNode {
		return !reads(n.value.Text)
	}
	return n.kind == cellNode || n.kind == columnNode
}

func readsAsNumber(s string) bool {
	_, ok := readNumber(s)
	return ok
}

func readsAsTruth(s string) bool {
	_, ok := readTruth(s)
	return ok
}

func (t *typer) arithmetic(n *node, name string, args []*node, kinds []Kinds) Kinds {
	out := KindNumber
	for i, a := range args {
		if onlyText(a, kinds[i], readsAsNumber) {
			t.fault(a, CodeTextAsNumber, "name", name, "column", columnOf(a))
		}
		if kinds[i]&(KindText|KindError) != 0 {
			out |= KindError
		}
	}
	return out
}

func (t *typer) compare(n *node, a, b Kinds) {
	a, b = a&^KindError, b&^KindError // errors are passed on
	op := n.op.String()
	ordered := n.op != equal && n.op != notEqual
	switch {
	case a == 0 || b == 0:
	case !meets(n.args[0], a, n.args[1], b):
		code := CodeNeverEqual
		if ordered {
			code = CodeNoOrder
		}
		t.fault(n, code, "name", op)
	case ordered && (a == KindText || b == KindText) && (a|b)&^(KindText|KindBlank) == 0:
		t.fault(n, CodeTextOrder, "name", op)
	}
}

// meets reports whether two sides may be of one kind. A blank meets the literals that it equals, and any side that is no literal.
func meets(na *node, a Kinds, nb *node, b Kinds) bool {
	if a&b != 0 {
		return true
	}
	return a&KindBlank != 0 && blankMeets(nb) || b&KindBlank != 0 && blankMeets(na)
}

func blankMeets(n *node) bool {
	return n.kind != literalNode || n.value.Text == "" && n.value.Num == 0
}

func (t *typer) call(n *node) Kinds {
	f := n.fn.info()
	kinds := make([]Kinds, len(n.args))
	out := f.gives
	for i, a := range n.args {
		kinds[i] = t.node(a)
		want := f.want(i)
		switch want {
		case wantNumber:
			if onlyText(a, kinds[i], readsAsNumber) {
				t.fault(a, CodeTextAsNumber, "name", f.name, "column", columnOf(a))
			}
		case wantCondition:
			if onlyText(a, kinds[i], readsAsTruth) {
				t.fault(a, CodeTextAsTruth, "name", f.name, "column", columnOf(a))
			}
		case wantTruths, wantNumbers:
			t.list(n, a, kinds[i], want)
		}
		if kinds[i]&KindError != 0 {
			out |= KindError
		}
	}
	if out&KindNumber != 0 {
		out |= KindError // every function of numbers refuses some arguments
	}
	switch n.fn {
	case fnIf:
		out |= kinds[1]
		if len(kinds) > 2 {
			out |= kinds[2]
		} else {
			out |= KindBool
		}
		if kinds[0]&KindText != 0 {
			out |= KindError
		}
	case fnChoose:
		for _, k := range kinds[1:] {
			out |= k
		}
		out |= KindError
	case fnIfError:
		out = kinds[0]&^KindError | kinds[1]
	case fnIfNA:
		out = kinds[0] | kinds[1]
	case fnIndex:
		out |= kinds[0] | KindError
	case fnLookup, fnVLookup:
		out |= kinds[len(kinds)-1] | kinds[1] | KindError
	case fnIsBlank, fnIsError, fnIsLogical, fnIsNA, fnIsNonText, fnIsNumber, fnIsText:
		out = KindBool
	case fnCount, fnCountA, fnCountIf, fnCountBlank:
		out = KindNumber
	case fnAnd, fnOr, fnXor, fnNot:
		out |= KindError
	case fnText:
		if a := n.args[1]; a.kind == literalNode && a.value.Kind == sheet.Text && formatNamed(a.value.Text) == unknownFormat {
			t.fault(a, CodeFormatUnknown, "format", a.value.Text)
		}
		out |= KindError
	case fnConcatenate, fnLeft, fnRight, fnMid, fnRept, fnReplace, fnSubstitute, fnUpper, fnLower:
		out |= KindError
	}
	return out
}

// list checks an argument of SUM or AND: literal texts count, those in cells are ignored.
func (t *typer) list(n, a *node, k Kinds, w want) {
	reads, code := readsAsNumber, CodeTextAsNumber
	if w == wantTruths {
		reads, code = readsAsTruth, CodeTextAsTruth
	}
	if !onlyText(a, k, reads) {
		return
	}
	if a.kind != literalNode {
		code = CodeTextPassedBy
	}
	t.fault(a, code, "name", n.fn.info().name, "column", columnOf(a))
}

// String lists the kinds, for messages to programmers.
func (k Kinds) String() string {
	var names []string
	for i, name := range []string{"blank", "number", "text", "bool", "error"} {
		if k&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "|")
}
