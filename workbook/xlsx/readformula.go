package xlsx

import (
	"bytes"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// readFormula reads the formula whose start tag was just read. Formulas that are written once for many cells are
// given to each of them, moved as a program moves them when it copies.
func (s *sheetReader) readFormula(c *rawCell) error {
	l := &s.lexer
	kind, _ := l.attr("t")
	at := sheet.At(s.row, s.col)
	var group int
	var over sheet.Range
	var err error
	switch string(kind) {
	case "", "normal":
		kind = nil
	case "shared":
		if group, err = s.number("si", -1); err != nil {
			return err
		}
	case "array", "dataTable":
		ref, err := s.attrText("ref")
		if err != nil {
			return err
		}
		var ok bool
		if over, ok = sheet.ParseRange(ref); !ok || !over.Contains(at) {
			over = sheet.Range{First: at, Last: at}
		}
	default:
		return s.badCell(damagedType, "value", string(kind))
	}
	table := ""
	if string(kind) == "dataTable" {
		if table, err = s.dataTable(); err != nil {
			return err
		}
	}
	var text []byte
	if text, err = s.appendContent(s.scratch[:0]); err != nil {
		return err
	}
	s.scratch = text
	text = bytes.TrimPrefix(text, []byte("="))
	switch {
	case len(text) > 0:
		c.formula = s.kept.keep(text)
	case table != "":
		c.formula = table
	default:
		c.formula = unreadFormula
	}
	switch string(kind) {
	case "shared":
		return s.share(c, group, at, len(text) > 0)
	case "array", "dataTable":
		if over.First == over.Last {
			return nil
		}
		if len(s.arrays) >= s.limits.arrays {
			return tooLarge(l.part, "arrays", int64(s.limits.arrays))
		}
		s.arrays = append(s.arrays, arrayFormula{over, c.formula})
	}
	return nil
}

// plainFormula takes a formula as written, of the kind that stands for its own cell alone.
func (s *sheetReader) plainFormula(c *rawCell, raw []byte) error {
	text, err := s.appendString(s.scratch[:0], raw)
	if err != nil {
		return err
	}
	s.scratch = text
	c.formulated, c.formula = true, s.kept.keep(bytes.TrimPrefix(text, []byte("=")))
	if c.formula == "" {
		c.formula = unreadFormula
	}
	return nil
}

// dataTable writes a what-if table as programs show it.
func (s *sheetReader) dataTable() (string, error) {
	first, err := s.attrText("r1")
	if err != nil {
		return "", err
	}
	second, err := s.attrText("r2")
	if err != nil {
		return "", err
	}
	two, err := s.flag("dt2D", false)
	if err != nil {
		return "", err
	}
	byRow, err := s.flag("dtr", false)
	if err != nil {
		return "", err
	}
	switch {
	case two:
		return "TABLE(" + first + "," + second + ")", nil
	case byRow:
		return "TABLE(" + first + ",)", nil
	}
	return "TABLE(," + first + ")", nil
}

// share remembers a formula that is written out for its group, and gives the others theirs.
func (s *sheetReader) share(c *rawCell, group int, at sheet.Ref, written bool) error {
	if written {
		if s.shared == nil {
			s.shared = map[int]sharedFormula{}
		}
		if _, known := s.shared[group]; !known {
			s.shared[group] = sharedFormula{c.formula, at}
		}
		return nil
	}
	master, ok := s.shared[group]
	if !ok {
		return nil
	}
	// A few bytes of file stand for a whole text here, so this is what the size of the part does not bound.
	if s.copied += int64(len(master.text)); s.copied > s.limits.formulas {
		return tooLarge(s.lexer.part, "formulas", s.limits.formulas)
	}
	s.scratch = shiftFormula(s.scratch[:0], master.text, at.Row-master.at.Row, at.Col-master.at.Col)
	c.formula = s.kept.keep(s.scratch)
	return nil
}

// joinArray gives a cell within an array the array's formula.
func (s *sheetReader) joinArray(c *rawCell) {
	at := sheet.At(s.row, s.col)
	for i := range s.arrays {
		if s.arrays[i].over.Contains(at) {
			c.formula, c.formulated = s.arrays[i].text, true
			return
		}
	}
}

// shiftFormula appends a formula as it reads when copied by so many rows and columns: references without $ move. One
// that would leave the sheet comes back from the other end, as shared formulas have it.
func shiftFormula(dst []byte, formula string, rows, cols int) []byte {
	for i := 0; i < len(formula); {
		switch c := formula[i]; {
		case c == '"' || c == '\'':
			// Texts and quoted sheet names; a doubled quote opens the next right away.
			end := i + 1
			for end < len(formula) && formula[end] != c {
				end++
			}
			end = min(end+1, len(formula))
			dst = append(dst, formula[i:end]...)
			i = end
		case c == '[':
			// Columns of a table and files: brackets nest, and an apostrophe shields the next character.
			end := closingBracket(formula, i)
			dst = append(dst, formula[i:end]...)
			i = end
		case isWordByte(c):
			end := i + 1
			for end < len(formula) && isWordByte(formula[end]) {
				end++
			}
			if span := wholeSpan(formula[i:]); span > 0 {
				dst = appendShiftedSpan(dst, formula[i:i+span], rows, cols)
				end = i + span
			} else {
				dst = appendShifted(dst, formula[i:end], formula[end:], rows, cols)
			}
			i = end
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst
}

// isWordByte holds for what names, references and numbers consist of.
func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c == '.' || c == '$' ||
		c == '\\' || c == '?' || c >= 0x80
}

func closingBracket(formula string, i int) int {
	depth := 0
	for ; i < len(formula); i++ {
		switch formula[i] {
		case '\'':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(formula)
}

// appendShifted moves a word if it is a reference; rest is what follows it. A word before a bracket is a function or
// a table, one before ! a sheet.
func appendShifted(dst []byte, word, rest string, rows, cols int) []byte {
	ref, ok := sheet.ParseRef(word)
	if !ok || rest != "" && strings.IndexByte("(![", rest[0]) >= 0 {
		return append(dst, word...)
	}
	if word[0] == '$' {
		dst = append(dst, '$')
	} else {
		ref.Col = wrap(ref.Col+cols, sheet.MaxCols)
	}
	dst = append(dst, sheet.ColName(ref.Col)...)
	if strings.LastIndexByte(word, '$') > 0 {
		dst = append(dst, '$')
	} else {
		ref.Row = wrap(ref.Row+rows, sheet.MaxRows)
	}
	return strconv.AppendInt(dst, int64(ref.Row), 10)
}

// wholeSpan gives the length of whole columns or rows, as A:$C or 2:3, at the start of a formula, or 0.
func wholeSpan(formula string) int {
	i, first := spanEnd(formula, 0)
	if first == 0 || i >= len(formula) || formula[i] != ':' {
		return 0
	}
	i, last := spanEnd(formula, i+1)
	if last != first || i < len(formula) && (isWordByte(formula[i]) || strings.IndexByte("(![", formula[i]) >= 0) {
		return 0
	}
	return i
}

// spanEnd reads one end of a span at i and gives what follows, and 'A' for a column, '1' for a row, 0 for neither.
func spanEnd(formula string, i int) (int, byte) {
	if i < len(formula) && formula[i] == '$' {
		i++
	}
	start := i
	for i < len(formula) && (formula[i]|0x20 >= 'a' && formula[i]|0x20 <= 'z') {
		i++
	}
	if i > start {
		return i, 'A'
	}
	for i < len(formula) && formula[i] >= '0' && formula[i] <= '9' {
		i++
	}
	if i > start {
		return i, '1'
	}
	return i, 0
}

// appendShiftedSpan moves each end by lending it the part of a reference that it lacks.
func appendShiftedSpan(dst []byte, span string, rows, cols int) []byte {
	first, last, _ := strings.Cut(span, ":")
	for i, end := range []string{first, last} {
		if i > 0 {
			dst = append(dst, ':')
		}
		bare := strings.TrimPrefix(end, "$")
		column, isColumn := sheet.ParseRef(bare + "1")
		row, isRow := sheet.ParseRef("A" + bare)
		switch {
		case bare != end: // held by its $
			dst = append(dst, end...)
		case isRow:
			dst = strconv.AppendInt(dst, int64(wrap(row.Row+rows, sheet.MaxRows)), 10)
		case isColumn:
			dst = append(dst, sheet.ColName(wrap(column.Col+cols, sheet.MaxCols))...)
		default:
			dst = append(dst, end...)
		}
	}
	return dst
}

func wrap(n, size int) int {
	if n < 1 {
		return n + size
	}
	if n > size {
		return n - size
	}
	return n
}
