package xlsxcheck

import (
	"strconv"
	"strings"
)

// sheet checks one sheet's part.
func (b *book) sheet(i int) {
	part := b.sheets[i].part
	t := b.trees[part]
	if !t.is("worksheet") {
		return
	}
	b.columns(part, t)
	b.cells(part, t)
	b.merges(part, t)
	b.rules(part, t)
	b.inputs(part, t)
	b.links(part, t)
	b.notes(part, t)
	for _, f := range t.kid("headerFooter").kidsOf() {
		if n := length(f.text); n > maxFooter {
			b.fault(part, "%s of %d characters", f.name, n)
		}
	}
	if f := t.kid("autoFilter"); f != nil {
		b.area(part, "filter", f.attr("ref"))
	}
	if d := t.kid("dimension"); d != nil {
		b.area(part, "dimension", d.attr("ref"))
	}
}

func (n *node) kidsOf() []*node {
	if n == nil {
		return nil
	}
	return n.kids
}

func (b *book) columns(part string, t *node) {
	last := 0
	for _, c := range t.kid("cols").all("col") {
		from, ok1 := number(c.attr("min"))
		to, ok2 := number(c.attr("max"))
		if !ok1 || !ok2 || from <= last || to < from || to > maxCol {
			b.fault(part, "columns %s to %s are out of order", c.attr("min"), c.attr("max"))
		}
		last = to
		if w, err := strconv.ParseFloat(c.attr("width"), 64); c.attr("width") != "" && (err != nil || w < 0 || w > maxWidth) {
			b.fault(part, "column %d is %s wide", from, c.attr("width"))
		}
		b.style(part, "column "+c.attr("min"), c.attr("style"))
	}
}

func (b *book) style(part, what, id string) {
	if id == "" {
		return
	}
	if n, ok := number(id); !ok || n < 0 || n >= b.formats {
		b.fault(part, "%s: format %s is none of %d", what, id, b.formats)
	}
}

func (b *book) cells(part string, t *node) {
	groups := map[string]area{}
	lastRow := 0
	for _, r := range t.kid("sheetData").all("row") {
		row := lastRow + 1
		if v := r.attr("r"); v != "" {
			n, ok := number(v)
			if !ok || n <= lastRow || n > maxRow {
				b.fault(part, "row %s is out of order", v)
				continue
			}
			row = n
		}
		lastRow = row
		b.style(part, "row "+strconv.Itoa(row), r.attr("s"))
		if h, err := strconv.ParseFloat(r.attr("ht"), 64); r.attr("ht") != "" && (err != nil || h < 0 || h > maxHeight) {
			b.fault(part, "row %d is %s high", row, r.attr("ht"))
		}
		lastCol := 0
		for _, c := range r.all("c") {
			col := lastCol + 1
			if v := c.attr("r"); v != "" {
				atRow, atCol, ok := place(v)
				if !ok || atRow != row || atCol <= lastCol {
					b.fault(part, "cell %s is out of order", v)
					continue
				}
				col = atCol
			}
			lastCol = col
			b.cell(part, c)
			if f := c.kid("f"); f != nil && f.attr("t") == "shared" {
				b.shared(part, c.attr("r"), f, area{row, col, row, col}, groups)
			}
		}
	}
}

func (b *book) cell(part string, c *node) {
	at := c.attr("r")
	b.style(part, at, c.attr("s"))
	v := c.kid("v")
	switch kind := c.attr("t"); kind {
	case "s":
		if n, ok := number(v.content()); !ok || n < 0 || n >= b.strings {
			b.fault(part, "%s: text %s is none of %d", at, v.content(), b.strings)
		}
	case "", "n":
		// A formula that was never computed may have an empty value.
		if v != nil && (c.kid("f") == nil || v.content() != "") {
			if _, err := strconv.ParseFloat(v.content(), 64); err != nil {
				b.fault(part, "%s: %q is no number", at, v.content())
			}
		}
	case "b", "e", "d", "str", "inlineStr":
		if n := length(v.content() + c.kid("is").content()); n > maxText {
			b.fault(part, "%s has %d characters", at, n)
		}
	default:
		b.fault(part, "%s: kind %s is none", at, kind)
	}
	if f := c.kid("f"); f != nil {
		if strings.HasPrefix(f.text, "=") {
			b.fault(part, "%s: a formula that begins with =", at)
		}
		b.formula(part, at, f.text)
	}
}

// shared checks a shared formula, or a cell that uses one. Each group begins in one cell, above or left of the others and within the
// range that it names. Excel removes the formulas of a group without a beginning.
func (b *book) shared(part, at string, f *node, here area, groups map[string]area) {
	group := f.attr("si")
	if n, ok := number(group); !ok || n < 0 {
		b.fault(part, "%s: a shared formula of group %q", at, group)
	}
	over, begun := groups[group]
	if f.attr("ref") != "" {
		if begun {
			b.fault(part, "%s: group %s of shared formulas begins twice", at, group)
		}
		if strings.ContainsAny(f.text, "!{[") {
			b.fault(part, "%s: a formula that cannot be shared", at)
		}
		over, begun = b.area(part, at, f.attr("ref")), true
		groups[group] = over
	}
	if !begun {
		b.fault(part, "%s: group %s of shared formulas begins nowhere", at, group)
	} else if here.row1 < over.row1 || here.row1 > over.row2 || here.col1 < over.col1 || here.col1 > over.col2 {
		b.fault(part, "%s lies outside its group %s of shared formulas", at, group)
	}
}

// place reads a reference to one cell.
func place(ref string) (row, col int, ok bool) {
	i := 0
	for i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' {
		col = col*26 + int(ref[i]-'A') + 1
		i++
	}
	row, ok = number(ref[i:])
	return row, col, ok && i > 0 && i <= 3 && row >= 1 && row <= maxRow && col <= maxCol && ref[i] != '0'
}

type area struct{ row1, col1, row2, col2 int }

func (b *book) area(part, what, ref string) area {
	first, last, two := strings.Cut(ref, ":")
	if !two {
		last = first
	}
	var a area
	var ok1, ok2 bool
	a.row1, a.col1, ok1 = place(first)
	a.row2, a.col2, ok2 = place(last)
	if !ok1 || !ok2 || a.row2 < a.row1 || a.col2 < a.col1 {
		b.fault(part, "%s: %q is no range", what, ref)
	}
	return a
}

func (b *book) areas(part, what, refs string) {
	if strings.TrimSpace(refs) == "" {
		b.fault(part, "%s has no range", what)
	}
	for ref := range strings.FieldsSeq(refs) {
		b.area(part, what, ref)
	}
}

func (b *book) merges(part string, t *node) {
	var seen []area
	for _, m := range t.kid("mergeCells").all("mergeCell") {
		a := b.area(part, "merge", m.attr("ref"))
		for _, o := range seen {
			if a.row1 <= o.row2 && o.row1 <= a.row2 && a.col1 <= o.col2 && o.col1 <= a.col2 {
				b.fault(part, "merge %s overlaps another", m.attr("ref"))
			}
		}
		seen = append(seen, a)
	}
	b.counted(part, t.kid("mergeCells"), "mergeCell")
}

func (b *book) counted(part string, list *node, of string) {
	if list == nil {
		return
	}
	if n := len(list.all(of)); n == 0 || list.attr("count") != "" && list.attr("count") != strconv.Itoa(n) {
		b.fault(part, "%s counts %s and has %d", list.name, list.attr("count"), n)
	}
}

// rules checks conditional formats.
func (b *book) rules(part string, t *node) {
	for _, c := range t.all("conditionalFormatting") {
		if c.ns != "" {
			continue
		}
		b.areas(part, "conditional format", c.attr("sqref"))
		if len(c.all("cfRule")) == 0 {
			b.fault(part, "a conditional format without a rule")
		}
		for _, r := range c.all("cfRule") {
			if n, ok := number(r.attr("priority")); !ok || n < 1 {
				b.fault(part, "a rule of priority %q", r.attr("priority"))
			}
			if id := r.attr("dxfId"); id != "" {
				if n, ok := number(id); !ok || n < 0 || n >= b.dxfs {
					b.fault(part, "rule %s: format %s is none of %d", c.attr("sqref"), id, b.dxfs)
				}
			}
			for _, f := range r.all("formula") {
				b.formula(part, "rule "+c.attr("sqref"), f.text)
			}
		}
	}
}

// inputs checks data validations.
func (b *book) inputs(part string, t *node) {
	list := t.kid("dataValidations")
	b.counted(part, list, "dataValidation")
	for _, v := range list.all("dataValidation") {
		at := v.attr("sqref")
		b.areas(part, "validation", at)
		for attr, most := range map[string]int{"promptTitle": maxTitle, "errorTitle": maxTitle, "prompt": maxMessage, "error": maxMessage} {
			if n := length(v.attr(attr)); n > most {
				b.fault(part, "validation %s: %s of %d characters", at, attr, n)
			}
		}
		for _, f := range v.kids {
			b.formula(part, "validation "+at, f.text)
		}
		if f := v.kid("formula1"); v.attr("type") == "list" && (f == nil || f.text == "") {
			b.fault(part, "validation %s: a list of nothing", at)
		}
	}
}

// links checks hyperlinks.
func (b *book) links(part string, t *node) {
	for _, h := range t.kid("hyperlinks").all("hyperlink") {
		b.area(part, "link", h.attr("ref"))
		to := h.attr("location")
		if h.attrIn("r", "id") == "" && to == "" {
			b.fault(part, "link %s leads nowhere", h.attr("ref"))
		}
		if length(to) > maxLocation {
			b.fault(part, "link %s is too long", h.attr("ref"))
		}
		if h.attrIn("r", "id") == "" && to != "" && !b.defined[strings.ToLower(to)] {
			if !strings.Contains(to, "!") {
				b.fault(part, "link %s leads to %q, which is no place", h.attr("ref"), to)
			}
			b.formula(part, "link "+h.attr("ref"), to)
		}
	}
}
