package xlsx

import (
	"fmt"

	"duban/workbook/sheet"
)

// A formula that others share is written in the first of their cells. When that cell is typed over, the next one takes the
// formula over, as it does in a spreadsheet program.

// orphans is a formula whose cell was typed over, until another one takes it over.
type orphans struct {
	formula string
	at      sheet.Ref
	over    sheet.Range
}

// lose passes the formula whose start tag was just read, in a cell that is typed over.
func (c *cellChanger) lose(at sheet.Ref) error {
	l := &c.lexer
	c.lost = true
	kind, _ := l.attr("t")
	ref, first := l.attr("ref")
	group, _ := l.attr("si")
	switch {
	case string(kind) == "dataTable" || string(kind) == "array" && first:
		return fmt.Errorf("cell %s holds a formula that other cells share", at)
	case string(kind) != "shared" || !first:
		if !l.skip() {
			return l.refusal
		}
		return nil
	}
	over, ok := sheet.ParseRange(string(ref))
	if !ok {
		over = sheet.Range{First: at, Last: at}
	}
	text, ok := l.content(nil)
	if !ok {
		return l.refusal
	}
	if c.orphans == nil {
		c.orphans = map[string]orphans{}
	}
	c.orphans[string(group)] = orphans{string(unescape(text)), at, over}
	return nil
}

// passKept passes over what a cell holds that stays as it is, but for a formula that it takes over.
func (c *cellChanger) passKept(at sheet.Ref) error {
	l := &c.lexer
	for depth := 1; depth > 0; {
		switch l.next() {
		case lexBad, lexDone:
			return l.refusal
		case lexEnd:
			depth--
		case lexStart:
			depth++
			kind, _ := l.attr("t")
			group, _ := l.attr("si")
			left, ok := c.orphans[string(group)]
			if !ok || !l.is("f") || string(kind) != "shared" {
				continue
			}
			from, id, name := tagStart(l), string(group), string(l.at(l.open[len(l.open)-1].name))
			tag := `<` + name + ` t="shared" ref="` + left.from(at).String() + `" si="` + id + `">`
			text, ok := l.content(nil)
			if !ok {
				return l.refusal
			}
			depth--
			if len(text) > 0 {
				continue
			}
			delete(c.orphans, id)
			formula := moveFormula(nil, left.formula, at.Row-left.at.Row, at.Col-left.at.Col)
			c.patches = append(c.patches, patch{from, l.pos, tag + escapeText(string(formula)) + `</` + name + `>`})
		}
	}
	return nil
}

// from is the range of a group of formulas that begins with a cell now.
func (o *orphans) from(at sheet.Ref) sheet.Range {
	over := o.over
	switch {
	case !over.Contains(at):
		over = sheet.Range{First: at, Last: at}
	case over.First.Col == over.Last.Col:
		over.First.Row = at.Row
	case over.First.Row == over.Last.Row:
		over.First.Col = at.Col
	}
	return over
}
