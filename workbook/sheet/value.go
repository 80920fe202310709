package sheet

import (
	"math"
	"strconv"
)

// Kind is the type of a cell's value as a spreadsheet program stores it. A date is a Number in a date format.
type Kind uint8

const (
	Blank Kind = iota
	Number
	Text
	Bool
	Error // a spreadsheet error such as #N/A
)

// Value is what a cell holds. The zero Value is a blank cell.
type Value struct {
	Kind Kind
	// Num is the number of a Number, and 0 or 1 for a Bool.
	Num float64
	// Text is the text of a Text and the code of an Error. For a Number that was read from a file it is the digits as stored, for
	// messages only; Equal ignores it.
	Text string
}

// Num makes a number. What no spreadsheet can hold (NaN, infinities) becomes #NUM!.
func Num(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{Kind: Error, Text: "#NUM!"}
	}
	return Value{Kind: Number, Num: f}
}

// Int makes a number.
func Int(n int) Value { return Value{Kind: Number, Num: float64(n)} }

// Str makes a text. An empty text is a Text, not a Blank, as a formula may return one.
func Str(s string) Value { return Value{Kind: Text, Text: s} }

// StrOrBlank makes a text, or a blank of an empty string.
func StrOrBlank(s string) Value {
	if s == "" {
		return Value{}
	}
	return Str(s)
}

// Truth makes a boolean.
func Truth(b bool) Value {
	v := Value{Kind: Bool}
	if b {
		v.Num = 1
	}
	return v
}

// Err makes a spreadsheet error from its code, such as "#DIV/0!".
func Err(code string) Value { return Value{Kind: Error, Text: code} }

// IsBlank reports whether the cell holds nothing at all. An empty text is not blank.
func (v Value) IsBlank() bool { return v.Kind == Blank }

// IsEmpty reports whether a person sees nothing: a blank or an empty text.
func (v Value) IsEmpty() bool { return v.Kind == Blank || v.Kind == Text && v.Text == "" }

// True reports whether the value is the boolean TRUE.
func (v Value) True() bool { return v.Kind == Bool && v.Num != 0 }

// Equal reports whether two values are the same in kind and content.
func (v Value) Equal(w Value) bool {
	if v.Kind != w.Kind {
		return false
	}
	switch v.Kind {
	case Number, Bool:
		return v.Num == w.Num
	case Text, Error:
		return v.Text == w.Text
	}
	return true
}

// String gives the value as a person would type it: digits for numbers, TRUE and FALSE, nothing for a blank.
func (v Value) String() string {
	switch v.Kind {
	case Number:
		if v.Text != "" {
			return v.Text
		}
		return strconv.FormatFloat(v.Num, 'f', -1, 64)
	case Bool:
		if v.Num != 0 {
			return "TRUE"
		}
		return "FALSE"
	case Text, Error:
		return v.Text
	}
	return ""
}
