package sheet

import "strings"

// Character widths of headings and other bold texts, in characters of a column's width. Fonts and programs differ a little, so a
// heading is checked with a wider and a narrower type.
const (
	headingWide   = 1.88 // of a Chinese character
	headingLetter = 1.09
	headingEdges  = 0.45 // of a cell, on which nothing is printed
	narrowType    = 0.96
)

// WidestForHeading is the width up to which a column grows for its heading. A heading that still does not break well, such as a word
// of fifty letters, breaks anywhere.
const WidestForHeading = 60

// HeadingWidth gives the least width, at least the given one, in which a heading breaks well: not within a word or a bracket, and
// without a single character left over on its last line. Programs break Chinese wherever a line is full. Line breaks that a county
// put into its heading are its own, whatever they leave on a line.
func HeadingWidth(text string, width float64) float64 {
	for w := width; w <= WidestForHeading; w += 0.5 {
		if breaksWell(text, w-headingEdges, 1) && breaksWell(text, w-headingEdges, narrowType) {
			return w
		}
	}
	return width
}

// TextWidth gives the width of a text on one line, in characters of a column's width; a Chinese character takes two.
func TextWidth(text string) float64 {
	units := 0.0
	for _, r := range text {
		if units++; r >= 0x2E80 {
			units++
		}
	}
	return units
}

// WordWidth gives the width of the longest word of a text, bold or not, in characters of a column's width. Chinese breaks anywhere.
func WordWidth(text string) float64 {
	const letter = 1.1
	longest, word := 0, 0
	for _, r := range text {
		if word++; r >= 0x2E80 || r == ' ' || r == '-' {
			word = 0
		}
		longest = max(longest, word)
	}
	return float64(longest) * letter
}

// LineWidth gives the width of a column in which a bold text fits on one line, with a tenth to spare for wider fonts.
func LineWidth(text string) float64 {
	const spare = 1.1
	units := headingEdges
	for _, r := range text {
		units += unitsOf(r) * spare
	}
	return units
}

// breaksWell fills lines of a width as programs do, with type scaled by narrow.
func breaksWell(text string, width, narrow float64) bool {
	depth, used, onLine, lines := 0, 0.0, 0, 1
	piece := []rune{}
	place := func() bool {
		if len(piece) == 0 {
			return true
		}
		units := 0.0
		for _, r := range piece {
			units += unitsOf(r) * narrow
		}
		if used > 0 && used+units > width {
			if depth > 0 || closes(piece[0]) {
				return false
			}
			lines, used, onLine = lines+1, 0, 0
		}
		if units > width {
			return false
		}
		used += units
		onLine += len(piece)
		for _, r := range piece {
			switch {
			case r == '(' || r == '（':
				depth++
			case closes(r):
				depth = max(0, depth-1)
			}
		}
		piece = piece[:0]
		return true
	}
	for _, r := range text {
		if r >= 0x2E80 || r == ' ' || r == '\n' {
			if !place() {
				return false
			}
		}
		switch {
		case r == '\n':
			if lines > 1 && onLine == 1 {
				return false
			}
			lines, used, onLine = 1, 0, 0
		case r == ' ':
			used += unitsOf(r) * narrow // a space at the end of a line does not count
		case r >= 0x2E80:
			if piece = append(piece, r); !place() {
				return false
			}
		default:
			if piece = append(piece, r); r == '-' && !place() {
				return false
			}
		}
	}
	return place() && (lines == 1 || onLine > 1)
}

func unitsOf(r rune) float64 {
	switch {
	case r >= 0x2E80:
		return headingWide
	case r == ' ':
		return headingLetter / 2
	}
	return headingLetter
}

func closes(r rune) bool { return strings.ContainsRune(")）", r) }
