package formula

import (
	"strings"

	"duban/workbook/sheet"
)

// criterion is the condition that COUNTIF and its kin put on a cell, such as ">=60", "已完成" or "张*".
type criterion struct {
	op   operator
	want sheet.Value
	// wild says that want is a pattern.
	wild bool
	// empty is the criterion "": a blank or an empty text. blank is "=" or "<>" with nothing after it.
	empty, blank bool
}

func newCriterion(v sheet.Value) criterion {
	c := criterion{op: equal, want: v}
	switch {
	case v.Kind == sheet.Blank:
		c.want = sheet.Int(0)
		return c
	case v.Kind != sheet.Text:
		return c
	case v.Text == "":
		c.empty = true
		return c
	}
	s := v.Text
	for _, op := range [...]operator{notEqual, lessEqual, greaterEqual, less, greater, equal} {
		if rest, ok := strings.CutPrefix(s, op.String()); ok {
			c.op, s = op, rest
			c.blank = s == ""
			break
		}
	}
	if f, ok := readNumber(s); ok {
		c.want = number(f)
	} else if b, ok := readTruth(s); ok {
		c.want = sheet.Truth(b)
	} else if code := errorNamed(s); code != "" {
		c.want = sheet.Err(code)
	} else {
		c.want = sheet.Str(s)
		c.wild = (c.op == equal || c.op == notEqual) && strings.ContainsAny(s, "*?~")
	}
	return c
}

// errorNamed gives the error with a code in any case, empty if the text is none.
func errorNamed(s string) string {
	if s == "" || s[0] != '#' {
		return ""
	}
	for _, code := range errorValues() {
		if strings.EqualFold(s, code) {
			return code
		}
	}
	return ""
}

func (c *criterion) holds(v sheet.Value) bool {
	switch {
	case c.empty:
		return v.IsEmpty()
	case c.blank:
		return c.op == equal && v.Kind == sheet.Blank || c.op == notEqual && v.Kind != sheet.Blank
	case c.op == equal:
		return c.equals(v)
	case c.op == notEqual:
		return !c.equals(v)
	case v.Kind != c.want.Kind || v.Kind == sheet.Error:
		return false
	}
	return orderHolds(c.op, compareValues(v, c.want))
}

func (c *criterion) equals(v sheet.Value) bool {
	switch {
	case c.wild:
		return v.Kind == sheet.Text && wildcard(c.want.Text, v.Text, false)
	case c.want.Kind == sheet.Number && v.Kind == sheet.Text:
		f, ok := readNumber(v.Text)
		return ok && compareNumbers(f, c.want.Num) == 0
	case v.Kind != c.want.Kind:
		return false
	case v.Kind == sheet.Error:
		return v.Text == c.want.Text
	}
	return equalValues(v, c.want)
}

// orderHolds reports whether an operator holds for sides that compare as order says.
func orderHolds(op operator, order int) bool {
	switch op {
	case equal:
		return order == 0
	case notEqual:
		return order != 0
	case less:
		return order < 0
	case lessEqual:
		return order <= 0
	case greater:
		return order > 0
	}
	return order >= 0
}
