package xlsx

import (
	"strconv"

	"duban/workbook/sheet"
)

// unreadFormula stands for a formula whose text the file does not give, so that the cell does not look typed.
const unreadFormula = "…"

// cellType is the type attribute of a cell.
type cellType uint8

const (
	typeNumber cellType = iota
	typeShared
	typeFormulaText
	typeBool
	typeError
	typeInline
	typeDate
)

// rawCell is a cell as the XML has it.
type rawCell struct {
	kind  cellType
	style cellFormat
	// value is the text of <v>, or of <is> for typeInline: as written if coded is set, otherwise decoded.
	value  []byte
	coded  bool
	valued bool // there was a <v> or <is>
	// formula is empty unless formulated.
	formula    string
	formulated bool
}

// cellAttrs are the attributes of a cell that matter, as written; nil if missing.
type cellAttrs struct{ place, style, kind []byte }

// readCell reads the cell whose start tag was just read, and stores it unless it is empty.
func (s *sheetReader) readCell() error {
	l := &s.lexer
	var attrs cellAttrs
	attrs.place, _ = l.attr("r")
	attrs.style, _ = l.attr("s")
	attrs.kind, _ = l.attr("t")
	var c rawCell
	if err := s.cellStart(&attrs, &c); err != nil {
		return err
	}
	for {
		switch l.next() {
		case lexStart:
			if err := s.cellChild(&c); err != nil {
				return err
			}
		case lexText:
			if !allSpace(l.raw) {
				l.fail(damagedElement)
				return s.fault()
			}
		case lexEnd:
			return s.addCell(&c)
		default:
			return s.fault()
		}
	}
}

// quickCell is a fast path for the next cell if it is written in the usual way: no prefix, only the attributes r, s and t, then <v>,
// <f> and <v>, a group's <f> and <v>, or <is><t>. Cells make up nearly all of a workbook, and this halves the time to read one.
// Anything else it leaves unread, for readCell.
func (s *sheetReader) quickCell() (bool, error) {
	l := &s.lexer
	rest := l.src[l.pos:]
	if l.plain != nsMain || l.selfClosed || len(rest) < 3 || rest[0] != '<' || rest[1] != 'c' {
		return false, nil
	}
	var attrs cellAttrs
	i := quickAttrs(rest, &attrs)
	if i < 0 {
		return false, nil
	}
	var formula, group, value []byte
	formulated, valued := false, false
	if rest[i] == '/' {
		if i++; i >= len(rest) || rest[i] != '>' {
			return false, nil
		}
		i++
	} else {
		i++
		if formula, i, formulated = between(rest, i, "<f>", "</f>"); formulated && len(formula) == 0 {
			return false, nil
		}
		if !formulated {
			group, i = quickGroup(rest, i)
		}
		if string(attrs.kind) == "inlineStr" {
			value, i, valued = between(rest, i, "<is><t>", "</t></is>")
		} else {
			value, i, valued = between(rest, i, "<v>", "</v>")
		}
		const end = "</c>"
		if len(rest)-i < len(end) || string(rest[i:i+len(end)]) != end {
			return false, nil
		}
		i += len(end)
	}
	c := rawCell{value: value, coded: true, valued: valued}
	if err := s.cellStart(&attrs, &c); err != nil {
		return true, err
	}
	if formulated {
		if err := s.plainFormula(&c, formula); err != nil {
			return true, err
		}
	}
	if n, grouped := wholeNumber(group); grouped {
		c.formulated = true
		if err := s.share(&c, n, nil); err != nil {
			return true, err
		}
	}
	l.pos += i
	return true, s.addCell(&c)
}

// quickGroup reads a formula at i that has nothing but the number of its group, and gives the position behind it.
func quickGroup(b []byte, i int) (group []byte, next int) {
	const start, end = `<f t="shared" si="`, `"/>`
	if len(b)-i < len(start) || string(b[i:i+len(start)]) != start {
		return nil, i
	}
	from := i + len(start)
	to := from
	for to < len(b) && b[to] >= '0' && b[to] <= '9' {
		to++
	}
	if to == from || to-from > 9 || len(b)-to < len(end) || string(b[to:to+len(end)]) != end {
		return nil, i
	}
	return b[from:to], to + len(end)
}

// quickAttrs reads the attributes of the cell at the start of b and gives the end of its start tag: the position of > or /. It gives
// -1 for anything not written in the usual way.
func quickAttrs(b []byte, attrs *cellAttrs) int {
	i := 2
	for i < len(b) && b[i] == ' ' {
		if len(b)-i < 5 || b[i+2] != '=' || b[i+3] != '"' {
			return -1
		}
		start := i + 4
		stop := start
		for stop < len(b) && b[stop] != '"' && b[stop] != '<' {
			stop++
		}
		if stop >= len(b) || b[stop] == '<' {
			return -1
		}
		var into *[]byte
		switch b[i+1] {
		case 'r':
			into = &attrs.place
		case 's':
			into = &attrs.style
		case 't':
			into = &attrs.kind
		}
		if into == nil || *into != nil {
			return -1
		}
		*into = b[start:stop]
		i = stop + 1
	}
	if i >= len(b) || b[i] != '>' && b[i] != '/' {
		return -1
	}
	return i
}

// cellStart checks the attributes of a cell and settles its place.
func (s *sheetReader) cellStart(attrs *cellAttrs, c *rawCell) error {
	col := s.col + 1
	if attrs.place != nil {
		ref, ok := parsePlace(attrs.place)
		if !ok || ref.Row != s.row {
			return s.bad(damagedReference, "cell", string(attrs.place), "row", strconv.Itoa(s.row))
		}
		if ref.Col <= s.col {
			return s.bad(damagedOrder, "cell", string(attrs.place))
		}
		col = ref.Col
	}
	if s.col = col; col > sheet.MaxCols {
		return s.bad(damagedReference, "row", strconv.Itoa(s.row))
	}
	if s.styles != nil {
		n := 0
		if attrs.style != nil {
			var ok bool
			if n, ok = wholeNumber(attrs.style); !ok || n >= len(s.styles) {
				return s.badCell(damagedStyleIndex, "value", string(attrs.style))
			}
		}
		if n < len(s.styles) {
			c.style = s.styles[n]
		}
	}
	switch string(attrs.kind) {
	case "", "n":
	case "s":
		c.kind = typeShared
	case "str":
		c.kind = typeFormulaText
	case "b":
		c.kind = typeBool
	case "e":
		c.kind = typeError
	case "inlineStr":
		c.kind = typeInline
	case "d":
		c.kind = typeDate
	default:
		return s.badCell(damagedType, "value", string(attrs.kind))
	}
	return nil
}

// parsePlace reads "C5": capitals and digits only, as files have it.
func parsePlace(b []byte) (sheet.Ref, bool) {
	i, col, row := 0, 0, 0
	for i < len(b) && i < 3 && b[i] >= 'A' && b[i] <= 'Z' {
		col = col*26 + int(b[i]-'A') + 1
		i++
	}
	if i == 0 || i == len(b) || len(b)-i > 7 || b[i] == '0' {
		return sheet.Ref{}, false
	}
	for ; i < len(b); i++ {
		if b[i] < '0' || b[i] > '9' {
			return sheet.Ref{}, false
		}
		row = row*10 + int(b[i]-'0')
	}
	return sheet.At(row, col), col <= sheet.MaxCols && row <= sheet.MaxRows
}

// cellChild reads a child of a cell.
func (s *sheetReader) cellChild(c *rawCell) error {
	l := &s.lexer
	if l.ns != nsMain || len(l.local) > 2 {
		return s.stray()
	}
	switch string(l.local) {
	case "f":
		if c.formulated {
			return s.badCell(damagedElement, "element", "f")
		}
		c.formulated = true
		return s.readFormula(c)
	case "v", "is":
		if string(l.local) == "is" {
			if c.valued {
				// Some programs give the text twice, as <is> and as <v>.
				if !l.skip() {
					return s.fault()
				}
				return nil
			}
			switch c.kind {
			case typeInline, typeFormulaText:
			case typeNumber:
				c.kind = typeFormulaText // its content is a text, though its type does not say so
			default:
				return s.badCell(damagedElement, "element", "is")
			}
			text, err := s.richText(s.scratch[:0])
			if err != nil {
				return err
			}
			s.rich = append(s.rich[:0], text...)
		} else {
			if c.valued && c.kind != typeInline {
				return s.badCell(damagedElement, "element", "v")
			}
			text, ok := l.content(s.rich[:0])
			if !ok {
				return s.fault()
			}
			s.rich = unescape(text)
		}
		c.value, c.coded, c.valued = s.rich, false, true
		return nil
	}
	return s.stray()
}

func (s *sheetReader) badCell(reason string, pairs ...string) error {
	return s.bad(reason, append(pairs, "cell", sheet.At(s.row, s.col).String())...)
}
