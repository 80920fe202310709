package xlsx

import (
	"bytes"
	"fmt"
	"strconv"

	"duban/workbook/sheet"
)

// A shared formula is written in the first of its cells. When that cell is overwritten, the next one takes the formula over, as in a
// spreadsheet program.

// orphans is a group of shared formulas whose first cell was overwritten, until another one takes its formula over.
type orphans struct {
	formula string
	at      sheet.Ref
	over    sheet.Range
}

// group gives the number of the group of the formula whose start tag was just read, if it is shared.
func (c *cellChanger) group() (int, bool) {
	kind, _ := c.lexer.attr("t")
	written, _ := c.lexer.attr("si")
	n, ok := wholeNumber(written)
	return n, ok && string(kind) == "shared"
}

// formulaText passes over the formula whose start tag was just read and gives its text, as the reader does.
func (c *cellChanger) formulaText() ([]byte, bool) {
	text, ok := c.lexer.content(nil)
	return bytes.TrimPrefix(unescape(text), []byte("=")), ok
}

// meet records the first text of a group, as the reader does; left is nil if the cell keeps the formula.
func (c *cellChanger) meet(group int, left *orphans) {
	if c.groups == nil {
		c.groups = map[int]*orphans{}
	}
	c.groups[group] = left
}

// lose passes over the formula whose start tag was just read, in a cell that is overwritten.
func (c *cellChanger) lose(at sheet.Ref) error {
	l := &c.lexer
	c.lost = true
	kind, _ := l.attr("t")
	ref, ranged := l.attr("ref")
	if string(kind) == "dataTable" || string(kind) == "array" && ranged {
		return fmt.Errorf("cell %s holds a formula that other cells share", at)
	}
	over, ok := sheet.ParseRange(string(ref))
	if !ok {
		over = sheet.Range{First: at, Last: at}
	}
	group, shared := c.group()
	if !shared {
		if !l.skip() {
			return l.refusal
		}
		return nil
	}
	text, ok := c.formulaText()
	if !ok {
		return l.refusal
	}
	if _, met := c.groups[group]; !met && len(text) > 0 {
		c.meet(group, &orphans{string(text), at, over})
	}
	return nil
}

// keep passes over the formula whose start tag was just read, in a cell that stays. The cell may take over the formula of its group.
func (c *cellChanger) keep(at sheet.Ref) error {
	l := &c.lexer
	group, shared := c.group()
	if !shared || !c.typed {
		if !l.skip() {
			return l.refusal
		}
		return nil
	}
	from, tagEnd, name := tagStart(l), l.pos, string(l.at(l.open[len(l.open)-1].name))
	text, ok := c.formulaText()
	if !ok {
		return l.refusal
	}
	left, met := c.groups[group]
	switch {
	case left == nil:
		if !met && len(text) > 0 {
			c.meet(group, nil)
		}
	case len(text) > 0:
		// This text is not the first of its group, so it was this cell's alone. It must not become the first.
		tag := string(l.src[from:tagEnd])
		c.replace(from, tagEnd, tag, withAttr(withAttr(withAttr(tag, "t", ""), "ref", ""), "si", ""))
	default:
		tag := `<` + name + ` t="shared" ref="` + left.from(at).String() + `" si="` + strconv.Itoa(group) + `">`
		formula := moveFormula(nil, left.formula, at.Row-left.at.Row, at.Col-left.at.Col)
		c.patches = append(c.patches, patch{from, l.pos, tag + escapeText(string(formula)) + `</` + name + `>`})
		c.groups[group] = nil
	}
	return nil
}

// from gives the range of a group of formulas that now begins with the cell at.
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
