package formula

import "duban/workbook/sheet"

// call computes a function. A switch, unlike a table of functions, keeps an evaluation off the heap.
func (m *machine) call(n *node) sheet.Value {
	switch n.fn {
	case fnTrue, fnFalse:
		return sheet.Truth(n.fn == fnTrue)
	case fnNA:
		return sheet.Err(errNA)
	case fnIf, fnChoose:
		b, v := m.branch(n)
		if b == nil {
			return v
		}
		return m.eval(b)
	case fnIfError, fnIfNA:
		v := m.eval(n.args[0])
		if v.Kind == sheet.Error && (n.fn == fnIfError || v.Text == errNA) {
			return m.eval(n.args[1])
		}
		return v
	case fnNot:
		b, e := asTruth(m.eval(n.args[0]))
		if e != "" {
			return sheet.Err(e)
		}
		return sheet.Truth(!b)
	case fnAnd, fnOr, fnXor:
		return m.truths(n)
	case fnIsBlank, fnIsError, fnIsLogical, fnIsNA, fnIsNonText, fnIsNumber, fnIsText:
		return sheet.Truth(kindHolds(n.fn, m.eval(n.args[0])))
	case fnN:
		v := m.eval(n.args[0])
		switch v.Kind {
		case sheet.Error:
			return v
		case sheet.Number, sheet.Bool:
			return number(v.Num)
		}
		return sheet.Int(0)
	case fnT:
		v := m.eval(n.args[0])
		if v.Kind == sheet.Text || v.Kind == sheet.Error {
			return v
		}
		return sheet.Str("")
	case fnValue:
		v := m.eval(n.args[0])
		if v.Kind == sheet.Bool {
			return sheet.Err(errValue)
		}
		return fromNumber(asNumber(v))
	case fnText:
		v := m.eval(n.args[0])
		format, e := m.text(n.args[1])
		if e != "" && v.Kind != sheet.Error {
			return sheet.Err(e)
		}
		return formatText(v, format)

	case fnAverage, fnMax, fnMin, fnProduct, fnSum:
		return m.aggregate(n)
	case fnCount, fnCountA:
		return m.count(n)
	case fnLarge, fnSmall, fnMedian:
		return m.ordered(n)
	case fnRank:
		return m.rank(n)
	case fnSumProduct:
		return m.sumProduct(n)
	case fnCountBlank, fnCountIf, fnSumIf, fnAverageIf:
		return m.conditional(n)
	case fnCountIfs:
		return m.conditionalAll(nil, n.args)
	case fnSumIfs:
		return m.conditionalAll(n.args[0], n.args[1:])

	case fnIndex:
		return m.indexCall(n)
	case fnLookup:
		return m.lookup(n)
	case fnMatch:
		return m.match(n)
	case fnVLookup:
		return m.vlookup(n)

	case fnClean, fnConcatenate, fnExact, fnFind, fnLeft, fnLen, fnLower, fnMid, fnReplace, fnRept, fnRight, fnSearch,
		fnSubstitute, fnTrim, fnUpper:
		return m.textCall(n)
	case fnDate, fnDateValue, fnDay, fnDays, fnEDate, fnEOMonth, fnMonth, fnWeekday, fnYear:
		return m.dateCall(n)
	}
	return m.arithmetic(n)
}

// branch finds the argument that IF or CHOOSE selects; only that one is evaluated. It is nil if there is none: the value is then the
// result.
func (m *machine) branch(n *node) (*node, sheet.Value) {
	v := m.eval(n.args[0])
	at := 0
	if n.fn == fnIf {
		b, e := asTruth(v)
		switch {
		case e != "":
			return nil, sheet.Err(e)
		case b:
			at = 1
		case len(n.args) == 2:
			return nil, sheet.Truth(false)
		default:
			at = 2
		}
	} else {
		f, e := asNumber(v)
		if e != "" {
			return nil, sheet.Err(e)
		}
		if !(f >= 1) || f >= float64(len(n.args)) {
			return nil, sheet.Err(errValue)
		}
		at = int(f)
	}
	if n.args[at].kind == omittedNode {
		return nil, sheet.Int(0)
	}
	return n.args[at], sheet.Value{}
}

// kindHolds is ISTEXT and its kin.
func kindHolds(f fn, v sheet.Value) bool {
	switch f {
	case fnIsBlank:
		return v.Kind == sheet.Blank
	case fnIsError:
		return v.Kind == sheet.Error
	case fnIsLogical:
		return v.Kind == sheet.Bool
	case fnIsNA:
		return v.Kind == sheet.Error && v.Text == errNA
	case fnIsNonText:
		return v.Kind != sheet.Text
	case fnIsNumber:
		return v.Kind == sheet.Number
	}
	return v.Kind == sheet.Text
}

// truths is AND, OR and XOR. Every argument is evaluated; texts and blanks in cells are ignored.
func (m *machine) truths(n *node) sheet.Value {
	it := items{m: m, args: n.args}
	seen, yes := 0, 0
	for {
		v, direct, ok := it.next()
		if !ok {
			break
		}
		if !direct && (v.Kind == sheet.Text || v.Kind == sheet.Blank) {
			continue
		}
		b, e := asTruth(v)
		if e != "" {
			return sheet.Err(e)
		}
		seen++
		if b {
			yes++
		}
	}
	switch {
	case seen == 0:
		return sheet.Err(errValue)
	case n.fn == fnAnd:
		return sheet.Truth(yes == seen)
	case n.fn == fnOr:
		return sheet.Truth(yes > 0)
	}
	return sheet.Truth(yes%2 == 1)
}

func (m *machine) number(n *node) (float64, string) { return asNumber(m.eval(n)) }

// numbers2 gives the first two arguments; an error of the first takes precedence.
func (m *machine) numbers2(n *node) (x, y float64, e string) {
	if x, e = m.number(n.args[0]); e != "" {
		return 0, 0, e
	}
	y, e = m.number(n.args[1])
	return x, y, e
}

// option gives an optional argument, or otherwise if it is missing; an argument left empty between commas is 0.
func (m *machine) option(n *node, i int, otherwise float64) (float64, string) {
	if i >= len(n.args) {
		return otherwise, ""
	}
	return m.number(n.args[i])
}

func (m *machine) text(n *node) (string, string) { return asText(m.eval(n)) }

// texts2 gives the first two arguments; an error of the first takes precedence.
func (m *machine) texts2(n *node) (s, t, e string) {
	if s, e = m.text(n.args[0]); e != "" {
		return "", "", e
	}
	t, e = m.text(n.args[1])
	return s, t, e
}

func fromNumber(f float64, e string) sheet.Value {
	if e != "" {
		return sheet.Err(e)
	}
	return number(f)
}

func fromInt(n int, e string) sheet.Value { return fromNumber(float64(n), e) }
