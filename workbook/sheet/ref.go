package sheet

import (
	"strconv"
	"strings"
)

// Limits of the xlsx format and of Excel. Whatever exceeds one is refused where it enters.
const (
	MaxRows       = 1_048_576
	MaxCols       = 16_384
	MaxNameLen    = 31     // characters of a sheet name
	MaxCellLen    = 32_767 // UTF-16 units of a cell's text
	MaxFormulaLen = 8_192
	MaxListLen    = 255 // characters of a drop-down whose choices are written out instead of a range
)

// Ref is a cell's place in a sheet; Row and Col count from 1.
type Ref struct{ Row, Col int }

// At makes a Ref.
func At(row, col int) Ref { return Ref{Row: row, Col: col} }

// String gives "C5".
func (r Ref) String() string { return ColName(r.Col) + strconv.Itoa(r.Row) }

// Abs gives "$C$5".
func (r Ref) Abs() string { return "$" + ColName(r.Col) + "$" + strconv.Itoa(r.Row) }

// ColName gives a column's letters, "AA" for 27.
func ColName(col int) string {
	var buf [4]byte
	i := len(buf)
	for col > 0 {
		col--
		i--
		buf[i] = byte('A' + col%26)
		col /= 26
	}
	return string(buf[i:])
}

// ParseRef reads "C5" or "$C$5".
func ParseRef(s string) (Ref, bool) {
	i, col, row := 0, 0, 0
	if i < len(s) && s[i] == '$' {
		i++
	}
	start := i
	for i < len(s) && (s[i] >= 'A' && s[i] <= 'Z' || s[i] >= 'a' && s[i] <= 'z') {
		col = col*26 + int(s[i]&^0x20-'A') + 1
		if i++; i-start > 3 {
			return Ref{}, false
		}
	}
	if i == start || col > MaxCols {
		return Ref{}, false
	}
	if i < len(s) && s[i] == '$' {
		i++
	}
	start = i
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		row = row*10 + int(s[i]-'0')
		if i++; i-start > 7 {
			return Ref{}, false
		}
	}
	if i == start || i != len(s) || row < 1 || row > MaxRows {
		return Ref{}, false
	}
	return Ref{Row: row, Col: col}, true
}

// Range is a rectangle of cells, both corners included.
type Range struct{ First, Last Ref }

// Rect makes a Range.
func Rect(row1, col1, row2, col2 int) Range { return Range{At(row1, col1), At(row2, col2)} }

// String gives "A1:C5", and "A1" for a single cell.
func (r Range) String() string {
	if r.First == r.Last {
		return r.First.String()
	}
	return r.First.String() + ":" + r.Last.String()
}

// Abs gives "$A$1:$C$5".
func (r Range) Abs() string { return r.First.Abs() + ":" + r.Last.Abs() }

// IsZero reports whether the range is not set.
func (r Range) IsZero() bool { return r == Range{} }

// Contains reports whether a cell lies within the range.
func (r Range) Contains(c Ref) bool {
	return c.Row >= r.First.Row && c.Row <= r.Last.Row && c.Col >= r.First.Col && c.Col <= r.Last.Col
}

// ParseRange reads "A1:C5" or "A1".
func ParseRange(s string) (Range, bool) {
	a, b, two := strings.Cut(s, ":")
	first, ok := ParseRef(a)
	if !ok {
		return Range{}, false
	}
	if !two {
		return Range{first, first}, true
	}
	last, ok := ParseRef(b)
	return Range{first, last}, ok && last.Row >= first.Row && last.Col >= first.Col
}

// Span is a range of columns or rows, both ends included.
type Span struct{ First, Last int }

// QuoteName gives a sheet's name as formulas and links need it: always in quotes, inner quotes doubled.
func QuoteName(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }
