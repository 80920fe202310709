package formula

import (
	"slices"

	"duban/workbook/sheet"
)

// Comparison is a column compared with a literal text, as in [@状态]="已完成", COUNTIF([状态],"已完成") or MATCH([@状态],{"已完成","推进中"},0).
type Comparison struct {
	Column string
	Text   string
	// Pos is the position of the text, in runes from 0 in the source.
	Pos int
	// Equal distinguishes a search for the text itself from a comparison by order.
	Equal bool
}

// Comparisons lists the comparisons in the order of the source.
func (e *Expr) Comparisons() []Comparison {
	var out []Comparison
	note := func(column, with *node, equal bool) {
		name := columnOf(column)
		if name == "" {
			return
		}
		switch with.kind {
		case literalNode:
			if with.value.Kind == sheet.Text {
				out = append(out, Comparison{name, with.value.Text, with.pos, equal})
			}
		case arrayNode:
			for _, v := range with.items {
				if v.Kind == sheet.Text {
					out = append(out, Comparison{name, v.Text, with.pos, equal})
				}
			}
		}
	}
	e.root.walk(func(n *node) {
		switch {
		case n.kind == binaryNode && n.op.strength() == compareStrength:
			eq := n.op == equal || n.op == notEqual
			note(n.args[0], n.args[1], eq)
			note(n.args[1], n.args[0], eq)
		case n.kind == callNode && n.fn == fnMatch && len(n.args) > 1:
			note(n.args[0], n.args[1], true)
			note(n.args[1], n.args[0], true)
		case n.kind == callNode && (n.fn == fnCountIf || n.fn == fnSumIf || n.fn == fnAverageIf) && plainCriterion(n.args[1]):
			note(n.args[0], n.args[1], true)
		case n.kind == callNode && (n.fn == fnCountIfs || n.fn == fnSumIfs):
			for i := len(n.args) % 2; i+1 < len(n.args); i += 2 {
				if plainCriterion(n.args[i+1]) {
					note(n.args[i], n.args[i+1], true)
				}
			}
		}
	})
	return out
}

// plainCriterion reports whether a criterion looks for a literal text, without an operator or a wildcard.
func plainCriterion(n *node) bool {
	if n.kind != literalNode || n.value.Kind != sheet.Text || n.value.Text == "" {
		return false
	}
	return !slices.ContainsFunc([]rune(n.value.Text), func(r rune) bool { return r == '*' || r == '?' || r == '~' }) &&
		!slices.Contains([]byte("=<>"), n.value.Text[0])
}

// Constants lists the values of the parts that read no column, each once: literals, and calls over them such as DATE(2024,9,30).
func (e *Expr) Constants() []sheet.Value {
	var out []sheet.Value
	add := func(v sheet.Value) {
		if v.Kind != sheet.Error && v.Kind != sheet.Blank && !slices.ContainsFunc(out, v.Equal) {
			out = append(out, v)
		}
	}
	e.root.walk(func(n *node) {
		switch n.kind {
		case literalNode:
			add(n.value)
		case arrayNode:
			for _, v := range n.items {
				add(v)
			}
		case callNode, binaryNode, unaryNode, percentNode:
			fixed := true
			n.walk(func(m *node) { fixed = fixed && m.kind != cellNode && m.kind != columnNode && m.kind != nameNode })
			if fixed {
				add(newExpr(rewrite(n, Rewriter{})).Eval(nothing{}))
			}
		}
	})
	return out
}

// nothing is an Env without columns.
type nothing struct{}

func (nothing) Cell(string) (sheet.Value, bool)     { return sheet.Value{}, false }
func (nothing) Column(string) ([]sheet.Value, bool) { return nil, false }
func (nothing) Name(string) (sheet.Value, bool)     { return sheet.Value{}, false }

// cutsText lists the functions that take texts apart: trying a few texts does not show everything that they can give.
var cutsText = []fn{
	fnClean, fnDateValue, fnExact, fnFind, fnIndex, fnLeft, fnLookup, fnLower, fnMid, fnReplace, fnRight, fnSubstitute, fnText, fnTrim, fnUpper, fnValue, fnVLookup,
}

// Outcomes are the results that a formula gave on the tried rows.
type Outcomes struct {
	True, False, Error bool
	// All says that every combination of the values was tried, and that the formula takes no text apart: then there are no other
	// outcomes.
	All bool
}

// wholeRows is how often a whole column holds the tried value: once, twice, and as in a long table.
var wholeRows = []int{1, 2, 1000}

// Try evaluates the formula on every combination of the values given for its columns, up to a number of rows, and stops once both
// true and false came out. A column that is read as a whole holds the row's own value, once or several times.
func (e *Expr) Try(values func(column string) []sheet.Value, rows int) Outcomes {
	var out Outcomes
	var names []string
	whole := false
	for _, c := range e.columns {
		whole = whole || c.Whole
		if !slices.Contains(names, c.Name) {
			names = append(names, c.Name)
		}
	}
	lists := make([][]sheet.Value, len(names))
	for i, n := range names {
		lists[i] = values(n)
	}
	env := &tried{names: names, at: make([]int, len(names)), lists: lists}
	out.All = true
	e.root.walk(func(n *node) { out.All = out.All && (n.kind != callNode || !slices.Contains(cutsText, n.fn)) })
	for {
		for _, env.times = range wholeRows {
			if rows--; rows < 0 {
				out.All = false
				return out
			}
			switch v := e.Eval(env); {
			case v.Kind == sheet.Error:
				out.Error = true
			case v.True():
				out.True = true
			default:
				out.False = true
			}
			if out.True && out.False {
				return out
			}
			if !whole {
				break
			}
		}
		i := 0
		for ; i < len(names); i++ {
			if env.at[i]++; env.at[i] < len(lists[i]) {
				break
			}
			env.at[i] = 0
		}
		if i == len(names) {
			return out
		}
	}
}

// tried is one row that is tried.
type tried struct {
	names []string
	lists [][]sheet.Value
	at    []int
	times int
}

func (t *tried) Cell(column string) (sheet.Value, bool) {
	i := slices.Index(t.names, column)
	if i < 0 || len(t.lists[i]) == 0 {
		return sheet.Value{}, false
	}
	return t.lists[i][t.at[i]], true
}

func (t *tried) Column(column string) ([]sheet.Value, bool) {
	v, ok := t.Cell(column)
	return slices.Repeat([]sheet.Value{v}, t.times), ok
}

func (t *tried) Name(string) (sheet.Value, bool) { return sheet.Value{}, false }
