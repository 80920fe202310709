package workbook

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

// State of a datum.
type State uint8

const (
	Empty State = iota
	Good
	Open // 未明确: known to be undecided
	Bad  // the content cannot be read; Fault says why
)

// Faults of a datum that is Bad.
const (
	FaultNumber   = "not-a-number"
	FaultPercent  = "not-a-percent"
	FaultDate     = "not-a-date"
	FaultChoice   = "not-a-choice"
	FaultBool     = "not-yes-or-no"
	FaultError    = "error-value"
	FaultUnstored = "formula-not-computed"
	FaultUnit     = "percent-for-number"
	FaultDated    = "date-for-number"        // a program made a date of what was typed
	FaultShown    = "figure-shown-otherwise" // its format makes it look like another figure
	FaultMerged   = "cells-merged"           // merged cells, and it is not known whose value they hold
	FaultPicture  = "picture-in-cell"        // a picture in the place of words
	FaultLarge    = "number-too-large"       // more digits than programs keep
)

// Datum is one cell as it was understood; what cannot be understood is kept as it was. Its record knows its place. A county's plan has
// hundreds of thousands of data, so properties that only few cells have are kept apart, in more.
type Datum struct {
	Raw sheet.Value
	// Text is the cell's text: cleaned of edge spaces and control characters, numbers as digits, dates as 2024-09-30,
	// choices by their label.
	Text string
	// Num is the number of a NumberColumn or PercentColumn, 1 for a yes.
	Num  float64
	Date calendar.Date
	// Key is the key of a choice.
	Key    string
	Format sheet.Format
	Shown  sheet.Shown
	State  State
	// fault says why the cell cannot be read, as an index into faults.
	fault uint8
	// col is the index of the form's column that it was read from.
	col  uint16
	more *more
}

// more holds what only few cells have.
type more struct {
	formula string
	merged  *sheet.Range
	list    []string
	repairs []numeral.Repair
}

// faults lists why a cell may not be readable, with no fault first. In a damaged file nearly every cell has one, so a cell stores only
// its index.
var faults = [...]string{"", FaultNumber, FaultPercent, FaultDate, FaultChoice, FaultBool, FaultError, FaultUnstored, FaultUnit, FaultDated, FaultShown,
	FaultMerged, FaultPicture, FaultLarge}

var noMore = more{}

// further gives the cell's extras for reading.
func (d *Datum) further() *more {
	if d.more == nil {
		return &noMore
	}
	return d.more
}

// own gives the cell's extras for writing.
func (d *Datum) own() *more {
	if d.more == nil {
		d.more = &more{}
	}
	return d.more
}

// part gives a copied cell its own extras, as these change when the cell is read anew.
func (d *Datum) part() {
	if d.more != nil {
		m := *d.more
		m.list, m.repairs = slices.Clone(m.list), slices.Clone(m.repairs)
		d.more = &m
	}
}

// Formula is the cell's formula; its stored value was taken.
func (d *Datum) Formula() string { return d.further().formula }

// Merged is the range of merged cells that it is one of, nil if that does not matter for its value.
func (d *Datum) Merged() *sheet.Range { return d.further().merged }

// List gives the names in a cell that holds several.
func (d *Datum) List() []string { return d.further().list }

// Repairs lists what had to be forgiven to read the cell.
func (d *Datum) Repairs() []numeral.Repair { return d.further().repairs }

// Fault says why a cell that is Bad cannot be read.
func (d *Datum) Fault() string { return faults[d.fault] }

// bad says that the cell cannot be read, and why.
func (d *Datum) bad(fault string) {
	d.State, d.fault = Bad, uint8(slices.Index(faults[:], fault))
}

// forgive notes what had to be forgiven to read the cell.
func (d *Datum) forgive(repairs ...numeral.Repair) {
	if len(repairs) > 0 {
		m := d.own()
		m.repairs = append(m.repairs, repairs...)
	}
}

// Filled reports whether the cell holds something readable.
func (d *Datum) Filled() bool { return d.State == Good }

// pictureFunction is the formula by which WPS stores a picture that was put into a cell; the cell's stored text repeats it.
const pictureFunction = "DISPIMG("

func readCell(col *Column, c *sheet.Cell, rd *Reading) Datum {
	if c.Formula != "" && (col.Key == ColFormula || col.Key == ColFilter) {
		// Whoever types a formula where one is to be written means the formula, not what a spreadsheet program makes of it.
		c = &sheet.Cell{Value: sheet.Str("=" + c.Formula)}
	}
	d := Datum{Raw: c.Value, Format: c.Format, Shown: c.Shown}
	if c.Formula != "" {
		d.own().formula = c.Formula
	}
	switch {
	case c.Unstored:
		d.bad(FaultUnstored)
		return d
	case c.Value.Kind == sheet.Error:
		d.bad(FaultError)
		d.Text = c.Value.Text
		return d
	}
	d.Text = cleanText(c)
	if d.Text == "" {
		return d
	}
	d.State = Good
	if IsOpenWord(d.Text) {
		if d.State = Open; col.Filled == ByBureau {
			d.forgive(numeral.RepairOpen)
		}
		return d
	}
	switch col.Type {
	case TextColumn:
		switch {
		case strings.Contains(d.Text, pictureFunction) && strings.HasPrefix(d.Text, "="):
			d.bad(FaultPicture)
		case d.Shown == sheet.ShownOtherwise && c.Value.Kind == sheet.Number:
			d.bad(FaultShown)
		}
	case NumberColumn:
		d.readNumber(col.Unit)
	case PercentColumn:
		d.readPercent()
	case DateColumn:
		d.readDate(rd)
	case ChoiceColumn:
		key, ok := col.Choice(d.Text)
		if !ok {
			d.bad(FaultChoice)
			return d
		}
		d.Key, d.Text = key, col.Label(key)
	case NamesColumn:
		if names := SplitNames(d.Text); names != nil {
			d.own().list = names
		}
	case BoolColumn:
		switch text := Fold(d.Text); {
		case affirms(text):
			d.Num = 1
		case denies(text):
		default:
			d.bad(FaultBool)
		}
	}
	return d
}

// affirms reports whether a folded text answers yes to a question, denies whether it answers no. Other texts answer neither.
func affirms(text string) bool {
	return slices.Contains([]string{"是", "√", "✓", "yes", "y", "true", "1", "对"}, text)
}

func denies(text string) bool {
	return slices.Contains([]string{"否", "×", "no", "n", "false", "0", "不"}, text)
}

// firstLarge is the first whole number with more than the fifteen digits that spreadsheet programs keep. Below it, no sum of a county's
// figures overflows.
const firstLarge = 1e15

// fits reports whether a number is kept to its last digit; if not, the cell cannot be read.
func (d *Datum) fits(n float64) bool {
	if math.Abs(n) < firstLarge {
		return true
	}
	if d.Raw.Kind == sheet.Number && d.Format != sheet.Percent {
		d.Text = formula.NumberText(d.Raw.Num) // hundreds of digits say no more
	}
	d.Num = 0
	d.bad(FaultLarge)
	return false
}

// figure reads a number that is stored as a number. It is false if people see another figure in the cell. scale is that of the column's
// unit of measure: 3 shown with 万 is 3 in a column that counts 万元.
func (d *Datum) figure(scale int) bool {
	switch d.Format {
	case sheet.Date, sheet.DateTime:
		d.bad(FaultDated)
		return false
	}
	switch {
	case d.Shown == sheet.AsStored, d.Shown == sheet.ShownWan && scale == 4, d.Shown == sheet.ShownYi && scale == 8:
	default:
		d.bad(FaultShown)
		return false
	}
	if !d.fits(d.Raw.Num) {
		return false
	}
	d.Num = d.Raw.Num
	d.forgiveFormula()
	return true
}

// readNumber reads the datum's raw value as a number of a unit. It may be called again once the unit is known.
func (d *Datum) readNumber(unit string) {
	if d.State == Open || d.State == Empty || d.Fault() == FaultError || d.Fault() == FaultUnstored {
		return
	}
	d.State, d.Num, d.fault = Good, 0, 0
	if d.more != nil {
		d.more.repairs = nil
	}
	switch d.Raw.Kind {
	case sheet.Number:
		in, _ := numeral.ParseUnit(unit)
		if !d.figure(in.Scale) || d.Format != sheet.Percent {
			return
		}
		if in.Base != "%" {
			d.Num, d.own().repairs = 0, nil
			d.bad(FaultUnit)
			return
		}
		if d.fits(d.Num * 100) {
			d.Num = round9(d.Num * 100)
		}
	case sheet.Text:
		n, repairs, ok := numeral.Parse(d.Raw.Text, unit)
		if !ok {
			d.bad(FaultNumber)
			return
		}
		if !d.fits(n) {
			return
		}
		d.Num = n
		d.forgive(repairs...)
		d.forgiveFormula()
	default:
		d.bad(FaultNumber)
	}
}

// forgiveFormula notes that the value came from a formula.
func (d *Datum) forgiveFormula() {
	if d.Formula() != "" {
		d.forgive(numeral.RepairFormula)
	}
}

func (d *Datum) readPercent() {
	switch d.Raw.Kind {
	case sheet.Number:
		if d.figure(0) && d.Format == sheet.Percent && d.fits(d.Num*100) {
			d.Num = round9(d.Num * 100)
		}
	case sheet.Text:
		n, repairs, ok := numeral.ParsePercent(d.Raw.Text)
		if !ok {
			d.bad(FaultPercent)
			return
		}
		if !d.fits(n) {
			return
		}
		d.Num = n
		d.forgive(repairs...)
		d.forgiveFormula()
	default:
		d.bad(FaultPercent)
	}
}

// The days that a serial may stand for: 2000-01-01 to 2099-12-31. A county's tasks have no others.
const firstSerial, lastSerial = 36526, 73050

func (d *Datum) readDate(rd *Reading) {
	dated := d.Format == sheet.Date || d.Format == sheet.DateTime
	switch d.Raw.Kind {
	case sheet.Number:
		if day := math.Floor(d.Raw.Num); day >= firstSerial && day <= lastSerial {
			// Workbooks that count from 1904 have other serials, and without a date format nothing says which count is meant. What looks
			// like a percentage or like words is no day at all.
			if !dated && (rd.Since1904 || d.Format == sheet.Percent || d.Shown != sheet.AsStored) {
				d.bad(FaultDate)
				return
			}
			d.Date = calendar.Date(day)
			if !dated {
				d.forgive(numeral.RepairSerial)
			}
			if d.Raw.Num != day {
				d.forgive(numeral.RepairTimeCut)
			}
			d.Text = d.Date.String()
			d.forgiveFormula()
			return
		}
	case sheet.Bool:
		d.bad(FaultDate)
		return
	}
	day, repairs, ok := calendar.ParseDate(d.Text, rd.Near)
	// A number such as 9.3 may be 9月3日 or 9月30日. What would have to be guessed is not read.
	if !ok || d.Raw.Kind == sheet.Number && d.Raw.Num < 19000101 || rd.Since1904 && slices.Contains(repairs, numeral.RepairSerial) {
		d.bad(FaultDate)
		return
	}
	d.Date, d.Text = day, day.String()
	d.forgive(repairs...)
	d.forgiveFormula()
}

// cleanText gives a cell's text without edge spaces, control and invisible characters. Numbers come as digits, or as a day if the cell
// shows one: programs turn a typed 2024-9-30 into a date even in text columns.
func cleanText(c *sheet.Cell) string {
	s := c.Value.String()
	if c.Value.Kind != sheet.Text {
		return numberText(c, s)
	}
	clean := true
	for _, r := range s {
		if r < ' ' && r != '\n' || r == 0x7f || r > 0x7f && (numeral.Invisible(r) || unicode.IsControl(r)) {
			clean = false
			break
		}
	}
	if !clean {
		s = strings.Map(func(r rune) rune {
			if r == '\t' {
				return ' '
			}
			if r != '\n' && unicode.IsControl(r) || numeral.Invisible(r) {
				return -1
			}
			return r
		}, s)
	}
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\u3000' })
}

// CellText gives the text that people read in a cell: for a number in a date format, its day.
func CellText(c *sheet.Cell) string {
	if c.Value.Kind == sheet.Number && c.Format == sheet.Date {
		return calendar.Date(c.Value.Num).String()
	}
	return c.Value.String()
}

// numberText gives a number as people see it in the cell, as far as its format is known: digits, a day, a percentage, with 万 or 亿 behind it.
func numberText(c *sheet.Cell, digits string) string {
	if c.Value.Kind != sheet.Number {
		return digits
	}
	switch c.Format {
	case sheet.Date, sheet.DateTime:
		if day := math.Floor(c.Value.Num); day >= firstSerial && day <= lastSerial {
			return calendar.Date(day).String()
		}
	case sheet.Percent:
		return formula.PercentText(c.Value.Num)
	}
	switch c.Shown {
	case sheet.ShownWan:
		return digits + "万"
	case sheet.ShownYi:
		return digits + "亿"
	}
	return digits
}

// IsOpenWord reports whether a cell says that its value is still to be decided.
func IsOpenWord(s string) bool {
	// Most texts begin with none of the words' first characters: they are ruled out by their first byte.
	if s == "" || s[0] > ' ' && s[0] < 0x7F && !strings.ContainsRune("uUtT", rune(s[0])) ||
		s[0] >= 0xE4 && s[0] <= 0xE9 && !strings.HasPrefix(s, "未") && !strings.HasPrefix(s, "待") {
		return false
	}
	switch Fold(s) {
	case "未明确", "待定", "待明确", "待确定", "undecided", "tbd":
		return true
	}
	return false
}

// SplitNames takes a list of names apart: 、 is the mark; commas, semicolons and line breaks are taken too.
func SplitNames(s string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,；;\n\r|", r) }) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// round9 is formula.Round9: what is worked out from what was typed goes through it.
func round9(f float64) float64 { return formula.Round9(f) }
