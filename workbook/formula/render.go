package formula

import (
	"strconv"
	"strings"
	"unicode"

	"duban/workbook/sheet"
)

// Refs gives the places of columns and names in the workbook that a formula is written into. Each method gives a single reference,
// such as "$H5", "$H$5:$H$20" or "参数!$B$3", and false if there is none.
type Refs interface {
	Cell(column string) (string, bool)
	Column(column string) (string, bool)
	Name(name string) (string, bool)
}

// Render writes the formula in A1 notation, without "=", as the file format wants it: functions later than Excel 2007 have the prefix
// that programs expect there (_xlfn.IFNA). It writes only the parentheses that are needed, and numbers in the fewest digits that read
// back as the same. The error is a *RenderError.
func (e *Expr) Render(refs Refs) (string, error) {
	w := writer{refs: refs}
	w.node(e.root)
	s := w.b.String()
	switch {
	case w.err != nil:
		return "", w.err
	case len(s) > sheet.MaxFormulaLen && sheet.Units(s) > sheet.MaxFormulaLen:
		return "", &RenderError{0, CodeFormulaTooLong, argMap([]string{"limit", strconv.Itoa(sheet.MaxFormulaLen)})}
	}
	return s, nil
}

// String gives the formula's source in canonical form, without "=": no spaces, no needless parentheses, functions in capitals. Parse
// reads it back as the same formula.
func (e *Expr) String() string {
	var w writer
	w.node(e.root)
	return w.b.String()
}

// writer writes a tree; if refs and open are nil, as source.
type writer struct {
	b    strings.Builder
	refs Refs
	err  *RenderError
	// open, if not nil, takes the references that are left open; pieces are the pieces before them.
	open   func(n *node)
	pieces []Piece
}

// placed reports whether the formula is written for a workbook.
func (w *writer) placed() bool { return w.refs != nil || w.open != nil }

func (w *writer) fail(n *node, code string, args ...string) {
	if w.err == nil {
		w.err = &RenderError{n.pos, code, argMap(args)}
	}
}

func (w *writer) node(n *node) {
	switch n.kind {
	case literalNode:
		w.value(n, n.value)
	case cellNode, columnNode, nameNode:
		w.reference(n)
	case arrayNode:
		w.array(n)
	case unaryNode:
		w.b.WriteString(n.op.String())
		w.operand(n.args[0], unaryStrength)
	case percentNode:
		w.operand(n.args[0], percentStrength)
		w.b.WriteByte('%')
	case binaryNode:
		w.operand(n.args[0], n.op.strength())
		w.b.WriteString(n.op.String())
		w.operand(n.args[1], n.op.strength()+1)
	case callNode:
		if f := n.fn.info(); f.newer && w.placed() {
			w.b.WriteString("_xlfn." + f.name)
		} else {
			w.b.WriteString(f.name)
		}
		w.b.WriteByte('(')
		for i, a := range n.args {
			if i > 0 {
				w.b.WriteByte(',')
			}
			w.node(a)
		}
		w.b.WriteByte(')')
	}
}

// operand writes a node, in parentheses if it binds less tightly than its position requires.
func (w *writer) operand(n *node, least int) {
	if n.strength() >= least {
		w.node(n)
		return
	}
	w.b.WriteByte('(')
	w.node(n)
	w.b.WriteByte(')')
}

func (w *writer) value(n *node, v sheet.Value) {
	switch v.Kind {
	case sheet.Number:
		w.b.WriteString(NumberLiteral(v.Num))
	case sheet.Text:
		if w.placed() && sheet.Units(v.Text) > MaxTextLen {
			w.fail(n, CodeTextTooLong, "limit", strconv.Itoa(MaxTextLen))
		}
		w.b.WriteByte('"')
		w.b.WriteString(strings.ReplaceAll(v.Text, `"`, `""`))
		w.b.WriteByte('"')
	default:
		w.b.WriteString(v.String())
	}
}

// NumberLiteral writes a number for a formula, in the shorter of two forms if one has a long run of zeros.
func NumberLiteral(f float64) string {
	plain := strconv.FormatFloat(f, 'f', -1, 64)
	if len(plain) > 20 {
		return strconv.FormatFloat(f, 'E', -1, 64)
	}
	return plain
}

func (w *writer) array(n *node) {
	w.b.WriteByte('{')
	for i, v := range n.items {
		switch {
		case i == 0:
		case i%n.cols == 0:
			w.b.WriteByte(';')
		default:
			w.b.WriteByte(',')
		}
		w.value(n, v)
	}
	w.b.WriteByte('}')
}

func (w *writer) reference(n *node) {
	if w.open != nil {
		w.open(n)
		return
	}
	if w.refs == nil {
		w.source(n)
		return
	}
	var ref string
	var ok bool
	code, arg := CodeColumnUnresolved, "column"
	switch n.kind {
	case cellNode:
		ref, ok = w.refs.Cell(n.name)
	case columnNode:
		ref, ok = w.refs.Column(n.name)
	default:
		code, arg = CodeNameUnresolved, "name"
		ref, ok = w.refs.Name(n.name)
	}
	if !ok {
		w.fail(n, code, arg, n.name)
	}
	w.b.WriteString(ref)
}

func (w *writer) source(n *node) {
	if n.kind == nameNode {
		w.b.WriteString(n.name)
		return
	}
	w.b.WriteByte('[')
	if n.kind == cellNode {
		w.b.WriteByte('@')
	}
	if plainColumn(n.name) {
		w.b.WriteString(n.name)
	} else {
		w.b.WriteByte('[')
		for _, c := range n.name {
			if strings.ContainsRune("[]#'@", c) {
				w.b.WriteByte('\'')
			}
			w.b.WriteRune(c)
		}
		w.b.WriteByte(']')
	}
	w.b.WriteByte(']')
}

// plainColumn reports whether a column's name needs neither inner brackets nor escapes.
func plainColumn(name string) bool {
	for _, c := range name {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '_' {
			return false
		}
	}
	return true
}
