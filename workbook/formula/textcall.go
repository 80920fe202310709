package formula

import (
	"math"
	"strings"

	"duban/workbook/sheet"
)

// textCall computes the functions of texts.
func (m *machine) textCall(n *node) sheet.Value {
	switch n.fn {
	case fnConcatenate:
		return m.concatenate(n)
	case fnExact, fnFind, fnSearch:
		return m.textsInOne(n)
	case fnSubstitute:
		return m.substituteCall(n)
	}
	s, e := m.text(n.args[0])
	if e != "" {
		return sheet.Err(e)
	}
	switch n.fn {
	case fnClean:
		return sheet.Str(clean(s))
	case fnLen:
		return sheet.Int(sheet.Units(s))
	case fnLower:
		return text(strings.ToLower(s))
	case fnTrim:
		return sheet.Str(trim(s))
	case fnUpper:
		return text(strings.ToUpper(s))
	}
	x, e := m.option(n, 1, 1)
	if e != "" {
		return sheet.Err(e)
	}
	if x = min(math.Trunc(x), sheet.MaxCellLen+1); x < 0 {
		return sheet.Err(errValue)
	}
	count := int(x)
	switch n.fn {
	case fnLeft:
		return sheet.Str(cut(s, 0, count))
	case fnRight:
		length := sheet.Units(s)
		return sheet.Str(cut(s, max(0, length-count), length))
	case fnRept:
		if len(s) > 0 && count > sheet.MaxCellLen/sheet.Units(s) {
			return sheet.Err(errValue)
		}
		return sheet.Str(strings.Repeat(s, count))
	}
	// MID and REPLACE: a position from 1, and a count.
	y, e := m.number(n.args[2])
	if e != "" {
		return sheet.Err(e)
	}
	if y = min(math.Trunc(y), sheet.MaxCellLen+1); y < 0 || count < 1 {
		return sheet.Err(errValue)
	}
	if n.fn == fnMid {
		return sheet.Str(cut(s, count-1, count-1+int(y)))
	}
	by, e := m.text(n.args[3])
	if e != "" {
		return sheet.Err(e)
	}
	return text(cut(s, 0, count-1) + by + cut(s, count-1+int(y), sheet.Units(s)))
}

func (m *machine) concatenate(n *node) sheet.Value {
	var b strings.Builder
	for _, a := range n.args {
		s, e := m.text(a)
		if e != "" {
			return sheet.Err(e)
		}
		b.WriteString(s)
	}
	return text(b.String())
}

// textsInOne is EXACT, FIND and SEARCH.
func (m *machine) textsInOne(n *node) sheet.Value {
	s, t, e := m.texts2(n)
	if e != "" {
		return sheet.Err(e)
	}
	if n.fn == fnExact {
		return sheet.Truth(s == t)
	}
	start, e := m.option(n, 2, 1)
	if e != "" {
		return sheet.Err(e)
	}
	if n.fn == fnFind {
		return fromInt(find(s, t, start))
	}
	return fromInt(searchFold(s, t, start))
}

func (m *machine) substituteCall(n *node) sheet.Value {
	s, old, e := m.texts2(n)
	if e != "" {
		return sheet.Err(e)
	}
	by, e := m.text(n.args[2])
	if e != "" {
		return sheet.Err(e)
	}
	nth := 0.0
	if len(n.args) > 3 {
		if nth, e = m.number(n.args[3]); e != "" {
			return sheet.Err(e)
		}
		if nth < 1 {
			return sheet.Err(errValue)
		}
	}
	return substitute(s, old, by, int(min(nth, sheet.MaxCellLen)))
}
