package draft

import (
	"slices"

	"duban/workbook/pattern"
)

// fixing reports whether a clause is about putting something right.
func fixing(c *clause) bool { return fixVerbs.within(fixedBy.ReplaceAllString(c.body.text, "")) != "" }

// fixedBy matches text about how others put things right: 对整改不力的予以通报.
var fixedBy = pattern.New(`(?:整改|整治|销号)(?:不力|不到位|不彻底|情况|进度|进展|成效|结果|办法|意见|细则|规划|报告)`)

// fixesMore reports whether a clause puts something else right, and does not only end the work before: 整改到位.
func fixesMore(c *clause) bool {
	return fixing(c) && !closing.MatchString(c.body.text)
}

// closing matches the end of the work before: 整改到位, 限期销号.
var closing = pattern.New(`^整改|整改到位|^[^，]{0,8}销号$|^发现[^，]*(?:整改|处置|处理|解决)`)

func (cl *claim) fixes() bool { return slices.ContainsFunc(cl.clauses, fixing) }
