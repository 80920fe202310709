package xlsx

import (
	"bytes"

	"duban/workbook/sheet"
)

// readFormula reads the formula whose start tag was just read. A formula that is written once for many cells is given to each of
// them, moved as a spreadsheet program moves it when copying.
func (s *sheetReader) readFormula(c *rawCell) error {
	l := &s.lexer
	kind, _ := l.attr("t")
	at := sheet.At(s.row, s.col)
	var group int
	grouped := false
	var over sheet.Range
	var err error
	switch string(kind) {
	case "", "normal":
	case "shared":
		if _, grouped = l.attr("si"); grouped {
			if group, err = s.number("si", 0); err != nil {
				return err
			}
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
	case grouped:
		return s.share(c, group, text)
	case len(text) > 0:
		c.formula = s.kept.keep(text)
	case table != "":
		c.formula = table
	default:
		c.formula = unreadFormula
	}
	if over.First == over.Last {
		return nil
	}
	if len(s.arrays) >= s.limits.arrays {
		return tooLarge(l.part, "arrays", int64(s.limits.arrays))
	}
	s.arrays = append(s.arrays, arrayFormula{over, c.formula})
	return nil
}

// plainFormula takes a formula as written, of the kind that belongs to its own cell alone.
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

// dataTable writes a what-if table the way programs show it.
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

// joinArray gives a cell inside an array the array's formula.
func (s *sheetReader) joinArray(c *rawCell) {
	at := sheet.At(s.row, s.col)
	for i := range s.arrays {
		if s.arrays[i].over.Contains(at) {
			c.formula, c.formulated = s.arrays[i].text, true
			return
		}
	}
}
