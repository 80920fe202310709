package xlsx

import (
	"math"
	"strconv"

	"duban/workbook/sheet"
)

// addCell settles the value of a cell and stores it, unless it is empty.
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
		// For a formula's empty text only the type is stored.
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

// bare gives the text of a number, index or boolean without surrounding space.
func (s *sheetReader) bare(c *rawCell) ([]byte, error) {
	text := c.value
	for i := 0; c.coded && i < len(text); i++ {
		// Digits need no decoding; a value that does is unusual and takes the slow path.
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
	// Most numbers have few digits and no exponent. Their digits, and the power of ten that they are divided by, are exact, and so
	// the quotient is what ParseFloat would give.
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

// exactDigits is how many decimal digits any float64 holds exactly.
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

// dateValue turns a date stored as text into a serial day; the text stays in Value.Text.
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
