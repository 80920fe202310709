package draft

import (
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// builds reports whether a clause names a construction work of its own, with a limit.
func (cl *claim) builds(c *clause) bool {
	thing := c.thing()
	if len(cl.clauses) == 0 || phaseOfWork.MatchString(thing) {
		return false
	}
	if thing == "" {
		own := c.made()
		return own != "" && slices.ContainsFunc(cl.clauses, func(h *clause) bool { return alike(h.made(), own, nearKind) })
	}
	return buildWords.within(c.text) != "" ||
		!startsWithDigit(thing) && slices.ContainsFunc(cl.clauses, func(h *clause) bool { return h.beside(thing) })
}

// thing gives the text before the limit of a clause, if it says what the limit is for: 青石桥 in 其中青石桥10月底前通车.
func (c *clause) thing() string {
	if len(c.moments) == 0 || c.moments[0].at.from <= c.body.from+len("其中") {
		return ""
	}
	thing := strings.TrimPrefix(c.para.text[c.body.from:c.moments[0].at.from], "其中")
	thing = strings.TrimSuffix(strings.TrimRight(thing, "要在于须"), "必须")
	if verbAt(thing) != "" || utf8.RuneCountInString(thing) < 3 || strings.Contains(thing, "，") {
		return ""
	}
	return thing
}

// beside reports whether a clause has a limit for another thing of the same kind:
// 青石桥10月底前通车 is beside 北环路, 年底前完成东岭水库除险加固 beside 北沟水库除险加固.
func (c *clause) beside(thing string) bool {
	if own := c.thing(); own != "" {
		return own != thing && !phaseOfWork.MatchString(own)
	}
	return alike(c.made(), thing, leastKind)
}

// made gives the object of a clause with a limit, empty for a phase of some work.
func (c *clause) made() string {
	head := c.head()
	if len(c.moments) == 0 || len(c.amounts) > 0 || verbAt(head) == "" || phaseOfWork.MatchString(head) {
		return ""
	}
	return strings.TrimPrefix(head, verbAt(head))
}

// leastKind is the least number of equal characters at the ends of two things of one kind; nearKind is that if only these distinguish them
// from steps of one work: 完成摸底排查, 完成集中排查.
const leastKind, nearKind = 2, 4

// alike reports whether two things are of one kind, as they end with at least so many equal characters.
func alike(a, b string, least int) bool {
	if a == b {
		return false
	}
	for n := 0; n < least; n++ {
		r, size := utf8.DecodeLastRuneInString(a)
		s, _ := utf8.DecodeLastRuneInString(b)
		if r != s || size == 0 {
			return false
		}
		a, b = a[:len(a)-size], b[:len(b)-size]
	}
	return true
}

// phaseOfWork matches a phase or a piece of one work: 主体工程, 剩余3处.
var phaseOfWork = pattern.New(`主体|基础|装修|设备|招标|前期|路基|路面|征地|拆迁|设计|方案|[一二三四五]期|外立面|配套|手续|验收|安装|调试|采购|立项|可研|图纸|首批|批次|全部|剩余|余下|其余|各项|总体|整改|资金`)
