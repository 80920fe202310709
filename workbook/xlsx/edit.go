package xlsx

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// Edit is a value to be typed into a cell.
type Edit struct {
	Sheet string
	Ref   sheet.Ref
	Value sheet.Value
}

// Apply types values into a saved workbook as somebody at a spreadsheet program would, and keeps everything else: the cell's format,
// other cells, and the values stored for formulas, which are not recomputed. A formula that is overwritten is gone. A blank clears
// the cell. Of several edits of one cell the last one counts.
//
// An array formula that fills several cells cannot be overwritten: that is an error, and so is a missing sheet.
func Apply(data []byte, edits []Edit) ([]byte, error) {
	f, err := openExisting(data)
	if err != nil {
		return nil, err
	}
	bySheet := map[string][]cellChange{}
	for i := range edits {
		e := &edits[i]
		if _, ok := f.sheet(e.Sheet); !ok {
			return nil, fmt.Errorf("xlsx: edit %s: no sheet %q", e.Ref, e.Sheet)
		}
		if err := checkEdit(e); err != nil {
			return nil, err
		}
		bySheet[e.Sheet] = append(bySheet[e.Sheet], cellChange{at: e.Ref, value: &e.Value})
	}
	untyped := false
	for _, s := range f.sheets {
		if len(bySheet[s.name]) == 0 {
			continue
		}
		src, err := f.part(s.part)
		if err != nil {
			return nil, err
		}
		out, lost, err := changeCells(s.part, src, f.mainNamespace(), bySheet[s.name])
		if err != nil {
			return nil, fmt.Errorf("xlsx: edit sheet %q: %w", s.name, err)
		}
		f.set(s.part, out)
		untyped = untyped || lost
	}
	if untyped {
		if err := f.dropCalcChain(); err != nil {
			return nil, err
		}
	}
	return f.pack()
}

func checkEdit(e *Edit) error {
	if e.Ref.Row < 1 || e.Ref.Row > sheet.MaxRows || e.Ref.Col < 1 || e.Ref.Col > sheet.MaxCols {
		return &LimitError{Limit: LimitRange, Sheet: e.Sheet, Cell: fmt.Sprint(e.Ref.Row, ",", e.Ref.Col)}
	}
	probe := rowWriter{}
	if limit, got, most := probe.content(&sheet.Cell{Value: e.Value}); limit != "" {
		return &LimitError{Limit: limit, Sheet: e.Sheet, Cell: e.Ref.String(), Got: got, Max: most}
	}
	return nil
}

// dropCalcChain drops the list of formulas in their order of calculation. Excel repairs a file that lists a cell without a formula,
// and makes the list anew if there is none.
func (f *existing) dropCalcChain() error {
	rels, err := f.relationships(f.main)
	if err != nil {
		return err
	}
	for _, rel := range rels {
		if rel.kind != "calcChain" || rel.external {
			continue
		}
		if err := f.unrelate(f.main, rel.id); err != nil {
			return err
		}
		if err := f.remove(rel.target); err != nil {
			return err
		}
	}
	return nil
}

// cellChange changes one cell: what it holds, how it looks, or both.
type cellChange struct {
	at sheet.Ref
	// value is nil if the cell keeps its content.
	value *sheet.Value
	// restyle, if not nil, gives the cell's new format record from its present one.
	restyle func(style int) int
}

// cellChanger walks through a sheet's part and records replacements.
type cellChanger struct {
	lexer     lexer
	namespace string
	changes   []cellChange // ascending, each cell once
	patches   []patch
	columns   []columnStyle
	// typed says that cells get new values, not only new formats.
	typed bool
	// lost says that a formula was replaced.
	lost bool
	// groups holds the shared formulas met so far, by their numbers; nil for a group whose first cell keeps its formula.
	groups map[int]*orphans
	row    int
	// rowStyle is the format record for cells that are added to the row, -1 if the columns decide.
	rowStyle int
}

type columnStyle struct{ first, last, style int }

// changeCells applies changes to a sheet's part. lost says that a formula was replaced.
func changeCells(part string, src []byte, namespace string, changes []cellChange) (out []byte, lost bool, err error) {
	c := &cellChanger{namespace: namespace, changes: mergedChanges(changes)}
	c.typed = slices.ContainsFunc(changes, func(change cellChange) bool { return change.value != nil })
	if refusal := c.lexer.reset(part, src, maxDepth); refusal != nil {
		return nil, false, refusal
	}
	if err := c.sheet(); err != nil {
		return nil, false, err
	}
	return patched(c.lexer.src, c.patches), c.lost, nil
}

// mergedChanges sorts changes and joins those of one cell: the later value counts, formats are applied one after another.
func mergedChanges(changes []cellChange) []cellChange {
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b cellChange) int {
		return cmp.Or(cmp.Compare(a.at.Row, b.at.Row), cmp.Compare(a.at.Col, b.at.Col))
	})
	out := changes[:0]
	for _, c := range changes {
		if n := len(out); n > 0 && out[n-1].at == c.at {
			if c.value != nil {
				out[n-1].value = c.value
			}
			if first, then := out[n-1].restyle, c.restyle; first != nil && then != nil {
				out[n-1].restyle = func(style int) int { return then(first(style)) }
			} else if then != nil {
				out[n-1].restyle = then
			}
			continue
		}
		out = append(out, c)
	}
	return out
}

func (c *cellChanger) sheet() error {
	l := &c.lexer
	var dimension *patch
	used := sheet.Range{First: sheet.At(1, 1), Last: sheet.At(1, 1)}
	for {
		switch l.next() {
		case lexBad:
			return l.refusal
		case lexDone:
			if dimension != nil {
				c.patches = append(c.patches, *dimension)
			}
			if len(c.changes) > 0 {
				return fmt.Errorf("no rows in the sheet's part")
			}
			return nil
		case lexStart:
			switch {
			case l.is("dimension"):
				raw, ok := l.attr("ref")
				if !ok {
					continue
				}
				if used, ok = sheet.ParseRange(string(raw)); !ok {
					continue
				}
				for _, change := range c.changes {
					used.First.Row, used.First.Col = min(used.First.Row, change.at.Row), min(used.First.Col, change.at.Col)
					used.Last.Row, used.Last.Col = max(used.Last.Row, change.at.Row), max(used.Last.Col, change.at.Col)
				}
				from := tagStart(l)
				dimension = &patch{from, l.pos, withAttr(string(l.src[from:l.pos]), "ref", used.String())}
			case l.is("col"):
				c.column()
			case l.is("sheetData"):
				if err := c.rows(); err != nil {
					return err
				}
			}
		}
	}
}

func (c *cellChanger) column() {
	first, last, style := c.number("min", 0), c.number("max", 0), c.number("style", 0)
	if style > 0 {
		c.columns = append(c.columns, columnStyle{first, last, style})
	}
}

// number reads a whole number from an attribute of the tag just read, and gives unless if it is missing.
func (c *cellChanger) number(name string, unless int) int {
	raw, ok := c.lexer.attr(name)
	if !ok {
		return unless
	}
	n, err := strconv.Atoi(string(raw))
	if err != nil {
		return unless
	}
	return n
}

// rows walks through <sheetData>, whose start tag was just read.
func (c *cellChanger) rows() error {
	l := &c.lexer
	if l.selfClosed {
		from := tagStart(l)
		tag := string(l.src[from:l.pos])
		if text := c.newRows(sheet.MaxRows + 1); text != "" {
			name := string(l.at(l.open[len(l.open)-1].name))
			c.patches = append(c.patches, patch{from, l.pos, tag[:len(tag)-2] + ">" + text + "</" + name + ">"})
		}
		l.next()
		return nil
	}
	return c.children("row", c.oneRow, func() string { return c.newRows(sheet.MaxRows + 1) })
}

// children walks through the children with a name of the element whose start tag was just read, and inserts what is new behind the
// last of them.
func (c *cellChanger) children(name string, each func() error, more func() string) error {
	l := &c.lexer
	for {
		before := l.pos
		switch l.next() {
		case lexBad, lexDone:
			return l.refusal
		case lexEnd:
			if text := more(); text != "" {
				c.patches = append(c.patches, patch{before, before, text})
			}
			return nil
		case lexStart:
			if !l.is(name) {
				if !l.skip() {
					return l.refusal
				}
				continue
			}
			if err := each(); err != nil {
				return err
			}
		}
	}
}

// oneRow handles the row whose start tag was just read.
func (c *cellChanger) oneRow() error {
	l := &c.lexer
	from := tagStart(l)
	c.row = c.number("r", c.row+1)
	if text := c.newRows(c.row); text != "" {
		c.patches = append(c.patches, patch{from, from, text})
	}
	tag := string(l.src[from:l.pos])
	changed := withAttr(tag, "r", strconv.Itoa(c.row))
	c.rowStyle = -1
	if custom, ok := l.attr("customFormat"); ok && (string(custom) == "1" || string(custom) == "true") {
		c.rowStyle = c.number("s", 0)
	}
	touched := len(c.changes) > 0 && c.changes[0].at.Row == c.row
	if touched {
		changed = withAttr(changed, "spans", "")
	}
	if l.selfClosed {
		text := ""
		if touched {
			text = c.newCells(sheet.MaxCols + 1)
		}
		if text != "" {
			name := string(l.at(l.open[len(l.open)-1].name))
			changed = changed[:len(changed)-2] + ">" + text + "</" + name + ">"
		}
		c.replace(from, l.pos, tag, changed)
		l.next()
		return nil
	}
	c.replace(from, l.pos, tag, changed)
	// If values change, all shared formulas must be known, so untouched rows are read too.
	if !touched && !c.typed {
		if !l.skip() {
			return l.refusal
		}
		return nil
	}
	return c.cells()
}

func (c *cellChanger) replace(from, to int, old, text string) {
	if old != text {
		c.patches = append(c.patches, patch{from, to, text})
	}
}

// cells walks through the cells of a row in which something may change.
func (c *cellChanger) cells() error {
	col := 0
	cell := func() error {
		at := sheet.At(c.row, col+1)
		if raw, ok := c.lexer.attr("r"); ok {
			if at, ok = sheet.ParseRef(string(raw)); !ok || at.Row != c.row || at.Col <= col {
				return damaged(c.lexer.part, damagedReference, "cell", string(raw))
			}
		}
		col = at.Col
		return c.oneCell(at)
	}
	return c.children("c", cell, func() string { return c.newCells(sheet.MaxCols + 1) })
}

// oneCell handles the cell whose start tag was just read.
func (c *cellChanger) oneCell(at sheet.Ref) error {
	l := &c.lexer
	from, tagEnd := tagStart(l), l.pos
	if text := c.newCells(at.Col); text != "" {
		c.patches = append(c.patches, patch{from, from, text})
	}
	tag := string(l.src[from:tagEnd])
	changed := withAttr(tag, "r", at.String())
	here := len(c.changes) > 0 && c.changes[0].at == at
	if !here {
		c.replace(from, tagEnd, tag, changed)
		return c.formulas(at, c.keep)
	}
	change := c.changes[0]
	c.changes = c.changes[1:]
	style := c.number("s", 0)
	if change.restyle != nil {
		style = change.restyle(style)
		changed = withAttr(changed, "s", strconv.Itoa(style))
	}
	if change.value == nil {
		c.replace(from, tagEnd, tag, changed)
		return c.formulas(at, c.keep)
	}
	if err := c.formulas(at, c.lose); err != nil {
		return err
	}
	c.patches = append(c.patches, patch{from, l.pos, c.cellXML(at, style, change.value)})
	return nil
}

// formulas walks through the content of the cell whose start tag was just read. each passes over a formula and records what becomes
// of it.
func (c *cellChanger) formulas(at sheet.Ref, each func(at sheet.Ref) error) error {
	l := &c.lexer
	for depth := 1; depth > 0; {
		switch l.next() {
		case lexBad, lexDone:
			return l.refusal
		case lexEnd:
			depth--
		case lexStart:
			if !l.is("f") {
				depth++
				continue
			}
			if err := each(at); err != nil {
				return err
			}
		}
	}
	return nil
}

// newRows writes the missing rows before a row.
func (c *cellChanger) newRows(before int) string {
	var text strings.Builder
	for len(c.changes) > 0 && c.changes[0].at.Row < before {
		n := c.changes[0].at.Row
		row, style := c.row, c.rowStyle
		c.row, c.rowStyle = n, -1
		if cells := c.newCells(sheet.MaxCols + 1); cells != "" {
			text.WriteString("<row" + c.xmlns() + ` r="` + strconv.Itoa(n) + `">` + cells + "</row>")
		}
		c.row, c.rowStyle = row, style
	}
	return text.String()
}

// newCells writes the missing cells of the present row before a column.
func (c *cellChanger) newCells(before int) string {
	var text strings.Builder
	for len(c.changes) > 0 && c.changes[0].at.Row == c.row && c.changes[0].at.Col < before {
		change := c.changes[0]
		c.changes = c.changes[1:]
		style := c.rowStyle
		if style < 0 {
			style = 0
			for _, col := range c.columns {
				if change.at.Col >= col.first && change.at.Col <= col.last {
					style = col.style
				}
			}
		}
		value := change.value
		if value == nil {
			value = &sheet.Value{}
		}
		if change.restyle != nil {
			style = change.restyle(style)
		} else if value.IsBlank() {
			continue
		}
		text.WriteString(c.cellXML(change.at, style, value))
	}
	return text.String()
}

// xmlns declares the vocabulary for elements that are written without a prefix, if the part uses one.
func (c *cellChanger) xmlns() string {
	if c.lexer.plain == nsMain {
		return ""
	}
	return ` xmlns="` + c.namespace + `"`
}

func (c *cellChanger) cellXML(at sheet.Ref, style int, value *sheet.Value) string {
	w := rowWriter{b: append(append([]byte("<c"), c.xmlns()...), ` r="`+at.String()+`"`...)}
	if style > 0 {
		w.b = append(w.b, ` s="`+strconv.Itoa(style)+`"`...)
	}
	w.content(&sheet.Cell{Value: *value})
	return string(w.b)
}
