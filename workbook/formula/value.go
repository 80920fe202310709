package formula

import (
	"strings"
	"unicode"

	"duban/workbook/sheet"
)

// Codes of the errors that a formula can give.
const (
	errDiv   = "#DIV/0!"
	errNA    = "#N/A"
	errName  = "#NAME?"
	errNull  = "#NULL!"
	errNum   = "#NUM!"
	errRef   = "#REF!"
	errValue = "#VALUE!"
)

// The conversions give, beside their result, an error's code, which is empty if all is well.

// asNumber converts a value as arithmetic does: a blank is 0, a text is read.
func asNumber(v sheet.Value) (float64, string) {
	switch v.Kind {
	case sheet.Number, sheet.Bool:
		return v.Num, ""
	case sheet.Text:
		if f, ok := readNumber(v.Text); ok {
			return f, ""
		}
		return 0, errValue
	case sheet.Error:
		return 0, v.Text
	}
	return 0, ""
}

// asText converts a value as & does.
func asText(v sheet.Value) (string, string) {
	switch v.Kind {
	case sheet.Number:
		return NumberText(v.Num), ""
	case sheet.Text:
		return v.Text, ""
	case sheet.Bool:
		return truthText(v.Num != 0), ""
	case sheet.Error:
		return "", v.Text
	}
	return "", ""
}

func truthText(b bool) string {
	if b {
		return "TRUE"
	}
	return "FALSE"
}

// asTruth converts a value as IF does.
func asTruth(v sheet.Value) (bool, string) {
	switch v.Kind {
	case sheet.Number, sheet.Bool:
		return v.Num != 0, ""
	case sheet.Text:
		if b, ok := readTruth(v.Text); ok {
			return b, ""
		}
		return false, errValue
	case sheet.Error:
		return false, v.Text
	}
	return false, ""
}

func readTruth(s string) (truth, ok bool) {
	switch {
	case strings.EqualFold(s, "TRUE"):
		return true, true
	case strings.EqualFold(s, "FALSE"):
		return false, true
	}
	return false, false
}

// number makes a value of a number: NaN and infinities are #NUM!, and there is no negative zero.
func number(f float64) sheet.Value {
	if f == 0 {
		return sheet.Value{Kind: sheet.Number}
	}
	return sheet.Num(f)
}

// compareValues orders two values that are no errors: numbers before texts before booleans. A blank is the 0, "" or FALSE of the
// other side.
func compareValues(a, b sheet.Value) int {
	if a.Kind == sheet.Blank {
		a.Kind = zeroKind(b.Kind)
	}
	if b.Kind == sheet.Blank {
		b.Kind = zeroKind(a.Kind)
	}
	switch {
	case a.Kind != b.Kind:
		return rank(a.Kind) - rank(b.Kind)
	case a.Kind == sheet.Text:
		return compareText(a.Text, b.Text)
	}
	return compareNumbers(a.Num, b.Num)
}

// TextKey gives a key that is the same for texts that are equal ignoring case, and different for all others.
func TextKey(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		// Chinese characters begin with the bytes E4 to E9 and have no case.
		plain = s[i] < 0x80 && (s[i] < 'A' || s[i] > 'Z' && s[i] < 'a' || s[i] > 'z') || s[i] >= 0xE4 && s[i] <= 0xE9 || s[i] >= 0x80 && s[i] < 0xC0
	}
	if plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		least := r
		for x := unicode.SimpleFold(r); x != r; x = unicode.SimpleFold(x) {
			least = min(least, x)
		}
		return least
	}, s)
}

// equalValues is compareValues for equality alone, which needs no ordering of texts.
func equalValues(a, b sheet.Value) bool {
	if a.Kind == sheet.Text && b.Kind == sheet.Text {
		return a.Text == b.Text || strings.EqualFold(a.Text, b.Text)
	}
	return compareValues(a, b) == 0
}

func zeroKind(beside sheet.Kind) sheet.Kind {
	if beside == sheet.Blank {
		return sheet.Number
	}
	return beside
}

func rank(k sheet.Kind) int {
	switch k {
	case sheet.Text:
		return 1
	case sheet.Bool:
		return 2
	}
	return 0
}
