package xlsx

import (
	"math"
	"strconv"

	"duban/workbook/sheet"
)

// unreadFormula stands for a formula whose text the file does not give: the cell must not look typed.
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

// rawCell is a cell as the XML gives it.
type rawCell struct {
	kind  cellType
	style cellFormat
	// value is the text of <v>, or of <is> for typeInline; it is as written where coded is set, else decoded.
	value  []byte
	coded  bool
	valued bool // there was a <v> or <is>
	// formula is empty unless formulated.
	formula    string
	formulated bool
}

// cellAttrs are the attributes of a cell that matter, as written; nil where missing.
type cellAttrs struct{ place, style, kind []byte }

// readCell reads the cell whose start tag was just read, and collects it unless it is empty.
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

// quickCell is a short cut for the cell that comes next where it is written in the usual way: no prefix, the attributes
// r, s and t alone, then <v>, <f> and <v>, <f> of a group and <v>, or <is><t>. Cells are nearly all of a workbook, and this halves the time
// that reading one takes. Anything else it leaves untouched, for readCell.
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

// quickGroup reads a formula at i that gives the number of its group alone, and what follows it.
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

// quickAttrs reads the attributes of the cell at the start of b and gives where its start tag ends: at > or /. It gives
// -1 for whatever is not written in the usual way.
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

// cellStart judges the attributes of a cell and settles its place.
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

// parsePlace reads "C5": capitals and digits alone, as files have it.
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
				c.kind = typeFormulaText // its content says that it is text, though its type does not
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

// addCell settles the value of a cell and collects it, unless it is empty.
func (s *sheetReader) addCell(c *rawCell) error {
	if !c.formulated && len(s.arrays) > 0 {
		s.joinArray(c)
	}
	if !c.valued && !c.formulated {
		return nil
	}
	if s.cells++; s.cells > s.limits.cells {
		return tooLarge(s.lexer.part, "cells", int64(s.limits.cells))
	}
	cell := s.addSlabCell()
	cell.Col, cell.Format, cell.Formula = s.col, c.style.format, c.formula
	var err error
	switch c.kind {
	case typeNumber:
		err = s.numberValue(c, cell)
	case typeShared:
		err = s.sharedValue(c, cell)
	case typeFormulaText, typeInline:
		// A formula's empty text is stored as the type alone.
		if c.valued || c.formulated {
			var text []byte
			if text, err = s.decoded(c); err == nil {
				cell.Value = sheet.Str(s.kept.keep(text))
			}
		}
	case typeBool:
		err = s.boolValue(c, cell)
	case typeError:
		var text []byte
		if text, err = s.decoded(c); err == nil && len(text) > 0 {
			cell.Value = sheet.Err(s.kept.keep(text))
		}
	case typeDate:
		err = s.dateValue(c, cell)
	}
	if err != nil {
		return err
	}
	if cell.Value.Kind == sheet.Blank {
		if c.formulated {
			cell.Unstored = true
		} else {
			*cell = sheet.Cell{}
			s.slab = s.slab[:len(s.slab)-1]
		}
	}
	return nil
}

// decoded gives the value's text.
func (s *sheetReader) decoded(c *rawCell) ([]byte, error) {
	if !c.coded {
		return c.value, nil
	}
	text, err := s.appendString(s.rich[:0], c.value)
	if err != nil {
		return nil, err
	}
	s.rich = text
	return text, nil
}

// bare gives the text of a number, index or boolean, without the space that may surround it.
func (s *sheetReader) bare(c *rawCell) ([]byte, error) {
	text := c.value
	for i := 0; c.coded && i < len(text); i++ {
		// Digits need no decoding; what does is unusual enough to go the long way.
		if text[i] == '&' {
			var err error
			if text, err = s.decoded(c); err != nil {
				return nil, err
			}
			break
		}
	}
	for len(text) > 0 && isSpace(text[0]) {
		text = text[1:]
	}
	for len(text) > 0 && isSpace(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text, nil
}

func (s *sheetReader) numberValue(c *rawCell, cell *sheet.Cell) error {
	raw, err := s.bare(c)
	if err != nil || len(raw) == 0 {
		return err
	}
	text := s.kept.keep(raw)
	n, ok := parseNumber(text)
	if !ok {
		return s.badCell(damagedNumber, "value", text)
	}
	if s.date1904 && !c.style.clock && (cell.Format == sheet.Date || cell.Format == sheet.DateTime) {
		n += days1904
		text = strconv.FormatFloat(n, 'f', -1, 64)
	}
	cell.Value = sheet.Value{Kind: sheet.Number, Num: n, Text: text}
	cell.Shown = c.style.shown
	return nil
}

// days1904 is the serial of 1904-01-01, which a workbook that counts from there stores as 0.
const days1904 = 1462

// parseNumber reads a number as the format stores it. ParseFloat alone would take hex, underscores and infinities.
func parseNumber(text string) (float64, bool) {
	// Most numbers have few digits and no exponent: their digits and the power of ten below them are exact, and so the
	// quotient is what ParseFloat would give.
	var whole int64
	digits, decimals, plain, point := 0, 0, true, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			if digits++; digits <= exactDigits {
				whole = whole*10 + int64(c-'0')
			}
			if point {
				decimals++
			}
		case c == '.' && !point:
			point = true
		case c == '-' && i == 0:
		case c == '-' || c == '+' || c == 'e' || c == 'E':
			plain = false
		default:
			return 0, false
		}
	}
	if digits == 0 {
		return 0, false
	}
	if plain && digits <= exactDigits {
		n := float64(whole) / powersOfTen[decimals]
		if text[0] == '-' {
			n = -n
		}
		return n, true
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && !math.IsInf(n, 0)
}

// exactDigits is how many decimal digits a float64 holds whatever they are.
const exactDigits = 15

var powersOfTen = [exactDigits + 1]float64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
}

func (s *sheetReader) sharedValue(c *rawCell, cell *sheet.Cell) error {
	raw, err := s.bare(c)
	if err != nil || len(raw) == 0 {
		return err
	}
	n, ok := wholeNumber(raw)
	if !ok || n >= len(s.strings) {
		return s.badCell(damagedStringIndex, "value", string(raw))
	}
	cell.Value = sheet.Str(s.strings[n])
	return nil
}

func (s *sheetReader) boolValue(c *rawCell, cell *sheet.Cell) error {
	raw, err := s.bare(c)
	if err != nil || len(raw) == 0 {
		return err
	}
	switch string(raw) {
	case "1", "true":
		cell.Value = sheet.Truth(true)
	case "0", "false":
		cell.Value = sheet.Truth(false)
	default:
		return s.badCell(damagedNumber, "value", string(raw))
	}
	return nil
}

// dateValue turns a date that is stored as text into a serial day; the text stays as Value.Text.
func (s *sheetReader) dateValue(c *rawCell, cell *sheet.Cell) error {
	raw, err := s.bare(c)
	if err != nil || len(raw) == 0 {
		return err
	}
	moment, ok := isoSerial(raw)
	if !ok {
		return s.badCell(damagedNumber, "value", string(raw))
	}
	cell.Value = sheet.Value{Kind: sheet.Number, Num: moment.serial, Text: s.kept.keep(raw)}
	if cell.Format != sheet.Date && cell.Format != sheet.DateTime {
		if cell.Format = sheet.Date; moment.timed {
			cell.Format = sheet.DateTime
		}
	}
	return nil
}
