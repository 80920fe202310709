package workbook

import "duban/workbook/sheet"

// Place is where a value was read. It stays with the value for life.
type Place struct {
	File  string
	Sheet string
	Ref   sheet.Ref
}

// Cell gives "C5", or nothing for a place that is a whole sheet or file.
func (p Place) Cell() string {
	if p.Ref == (sheet.Ref{}) {
		return ""
	}
	return p.Ref.String()
}

// String gives "任务进展!C5".
func (p Place) String() string {
	switch c := p.Cell(); {
	case p.Sheet == "":
		return p.File
	case c == "":
		return p.Sheet
	default:
		return p.Sheet + "!" + c
	}
}

// IsZero reports whether the place is not known.
func (p Place) IsZero() bool { return p == Place{} }
