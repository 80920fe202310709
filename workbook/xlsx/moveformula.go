package xlsx

import (
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// When a formula is copied to another cell, its references without $ move along; nothing else changes.

// move is a row number or the letters of a column that moves along, with its place in the formula.
type move struct {
	from, to int
	n        int
	column   bool
}

// appendMoved appends the move's value in a cell so many rows and columns further. What would leave the sheet comes back at the other
// end, as in spreadsheet programs.
func (m *move) appendMoved(dst []byte, rows, cols int) []byte {
	if m.column {
		return append(dst, sheet.ColName(wrap(m.n+cols, sheet.MaxCols))...)
	}
	return strconv.AppendInt(dst, int64(wrap(m.n+rows, sheet.MaxRows)), 10)
}

// still reports whether a shift by so many rows and columns does not change the move.
func (m *move) still(rows, cols int) bool { return m.column && cols == 0 || !m.column && rows == 0 }

// moveFormula appends a formula as it reads when copied so many rows down and columns to the right.
func moveFormula(dst []byte, formula string, rows, cols int) []byte {
	done := 0
	eachMove(formula, func(m move) {
		if m.still(rows, cols) {
			return
		}
		dst = m.appendMoved(append(dst, formula[done:m.from]...), rows, cols)
		done = m.to
	})
	return append(dst, formula[done:]...)
}

// eachMove calls visit for everything that moves along when a formula is copied, from left to right.
func eachMove(formula string, visit func(move)) {
	for i := 0; i < len(formula); {
		switch c := formula[i]; {
		case c == '"' || c == '\'':
			// Texts and quoted sheet names; a doubled quote ends one and opens the next at once.
			end := i + 1
			for end < len(formula) && formula[end] != c {
				end++
			}
			i = min(end+1, len(formula))
		case c == '[':
			// Columns of a table, and files: brackets nest, and an apostrophe escapes the next character.
			i = closingBracket(formula, i)
		case isWordByte(c):
			if span := wholeSpan(formula[i:]); span > 0 {
				movesOfSpan(formula[i:i+span], i, visit)
				i += span
				continue
			}
			end := i + 1
			for end < len(formula) && isWordByte(formula[end]) {
				end++
			}
			movesOfWord(formula[i:end], formula[end:], i, visit)
			i = end
		default:
			i++
		}
	}
}

// isWordByte reports the bytes that names, references and numbers consist of.
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

// movesOfWord visits what moves along in a word at a place, if it is a reference; rest is what follows it. A word before a bracket is
// a function or a table, a word before ! a sheet.
func movesOfWord(word, rest string, at int, visit func(move)) {
	ref, ok := sheet.ParseRef(word)
	if !ok || rest != "" && strings.IndexByte("(![", rest[0]) >= 0 {
		return
	}
	digits := len(word)
	for word[digits-1] >= '0' && word[digits-1] <= '9' {
		digits--
	}
	letters := digits
	if word[letters-1] == '$' {
		letters--
	}
	if word[0] != '$' {
		visit(move{at, at + letters, ref.Col, true})
	}
	if letters == digits {
		visit(move{at + digits, at + len(word), ref.Row, false})
	}
}

// wholeSpan gives the length of whole columns or rows, such as A:$C or 2:3, at the start of a formula, 0 if there are none.
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

// spanEnd reads one end of a span at i. It gives the position behind it, and 'A' for a column, '1' for a row, 0 for neither.
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

// movesOfSpan visits the ends of a span that move along. Each end is read as a reference after adding the part that it lacks.
func movesOfSpan(span string, at int, visit func(move)) {
	for start := 0; start < len(span); {
		end := start + len(span[start:])
		if i := strings.IndexByte(span[start:], ':'); i >= 0 {
			end = start + i
		}
		bare := span[start:end]
		if column, ok := sheet.ParseRef(bare + "1"); ok && bare[0] != '$' {
			visit(move{at + start, at + end, column.Col, true})
		} else if row, ok := sheet.ParseRef("A" + bare); ok && bare[0] != '$' {
			visit(move{at + start, at + end, row.Row, false})
		}
		start = end + 1
	}
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
