package sheet

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The limits of Excel that a formula can exceed.
const (
	FormulaLength  = "formula-length"  // characters as written
	FormulaBytes   = "formula-bytes"   // bytes of the form in which Excel keeps it
	FormulaText    = "formula-text"    // characters of a text literal
	FormulaNesting = "formula-nesting" // functions within functions
	FormulaOpen    = "formula-open"    // a quote or bracket that is not closed
)

// Excel's limits on a formula besides MaxFormulaLen: “Excel specifications and limits”, and CellParsedFormula in MS-XLSB 2.5.97.17.
const (
	MaxFormulaBytes   = 16_384
	MaxFormulaText    = 255
	MaxFormulaNesting = 64
)

// FormulaLimit checks a formula, in A1 notation without "=", against Excel's limits, not whether it is valid. broken names the
// exceeded limit and is empty if there is none; got is the formula's value and most the limit, 0 if that is no number.
func FormulaLimit(f string) (broken string, got, most int) {
	if len(f) > MaxFormulaLen {
		if n := Units(f); n > MaxFormulaLen {
			return FormulaLength, n, MaxFormulaLen
		}
	}
	depth := 0
	for i := 0; i < len(f); i++ {
		switch c := f[i]; c {
		case '(':
			if depth++; depth > MaxFormulaNesting {
				return FormulaNesting, depth, MaxFormulaNesting
			}
		case ')':
			if depth--; depth < 0 {
				return FormulaOpen, 0, 0
			}
		case '"', '\'':
			end := ClosingQuote(f, i)
			if end < 0 {
				return FormulaOpen, 0, 0
			}
			if c == '"' && end-i-1 > MaxFormulaText {
				if n := Units(strings.ReplaceAll(f[i+1:end], `""`, `"`)); n > MaxFormulaText {
					return FormulaText, n, MaxFormulaText
				}
			}
			i = end
		}
	}
	if depth != 0 {
		return FormulaOpen, 0, 0
	}
	if len(f) > MaxFormulaBytes/mostBytes {
		if n := formulaBytes(f); n > MaxFormulaBytes {
			return FormulaBytes, n, MaxFormulaBytes
		}
	}
	return "", 0, 0
}

// Units counts characters as Excel does: in UTF-16 units.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// ClosingQuote gives the position of the quote that closes the one at i, -1 if none does; doubled quotes stand for themselves.
func ClosingQuote(f string, i int) int {
	quote := f[i]
	for j := i + 1; j < len(f); j++ {
		if f[j] != quote {
			continue
		}
		if j+1 < len(f) && f[j+1] == quote {
			j++
			continue
		}
		return j
	}
	return -1
}

// What the parts of a formula cost in Excel's internal form, in bytes (MS-XLSB 2.5.97, the tokens Ptg…).
const (
	ptg        = 1 // an operator, a bracket, an omitted argument
	ptgBool    = 2
	ptgInt     = 3
	ptgText    = 3 // plus two for each character
	ptgCall    = 4
	ptgSpace   = 4
	ptgRef     = 7 // a defined name takes less
	ptgNumber  = 9
	ptgNewer   = 11 // a function that is stored by its name
	ptgArea    = 13
	ptgFarArea = 15 // on another sheet
	ptgIf      = 16 // the function, and the target of each branch
	ptgBranch  = 6  // of CHOOSE

	// mostBytes is the cost of the most expensive character: a comma of CHOOSE.
	mostBytes = ptgBranch
)

// formulaBytes gives the size of a formula in Excel's internal form, or slightly more.
func formulaBytes(f string) int {
	n, comma := 0, ptg
	for i := 0; i < len(f); {
		from := i
		switch c := f[i]; {
		case c == '"':
			i = ClosingQuote(f, i) + 1
			n += ptgText + 2*Units(f[from+1:i-1])
		case c == ' ':
			i, n = i+1, n+ptgSpace
		case c == ')':
			i++ // counted at the opening bracket
		case c == ',' || c == ';':
			i, n = i+1, n+comma
		case wordByte(c):
			if i = wordEnd(f, i); i < len(f) && f[i] == '(' {
				call := strings.ToUpper(f[from:i])
				n += callBytes(call)
				if call == "CHOOSE" {
					comma = ptgBranch
				}
				i++ // the brackets of a call cost nothing
				continue
			}
			n += operandBytes(f[from:i])
		default:
			i, n = i+1, n+ptg
		}
	}
	return n
}

// wordByte reports whether a byte belongs to a number, name, reference or error value.
func wordByte(c byte) bool {
	return c >= utf8.RuneSelf || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' ||
		strings.IndexByte(`_.$\?!:#'[]@`, c) >= 0
}

// wordEnd gives the end of the word that begins at i; the quoted name of a sheet may hold anything.
func wordEnd(f string, i int) int {
	for ; i < len(f) && wordByte(f[i]); i++ {
		if f[i] == '\'' {
			i = ClosingQuote(f, i)
		}
	}
	return i
}

func callBytes(name string) int {
	switch {
	case name == "IF":
		return ptgIf
	case strings.HasPrefix(name, "_XLFN."):
		return ptgNewer
	}
	return ptgCall
}

func operandBytes(word string) int {
	digits := strings.Trim(word, "0123456789") == ""
	switch {
	case word == "TRUE", word == "FALSE":
		return ptgBool
	case strings.ContainsRune(word, '!'):
		return ptgFarArea
	case strings.ContainsAny(word, ":["):
		return ptgArea
	case digits && len(word) < len("65535"):
		return ptgInt
	case word[0] >= '0' && word[0] <= '9' || word[0] == '.':
		return ptgNumber
	}
	return ptgRef
}
