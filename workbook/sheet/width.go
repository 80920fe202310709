package sheet

import "strings"

// How wide the characters of a heading or another bold text are, in characters of a column's width. Fonts differ a little, and so do
// programs: a heading is looked at in type of either width.
const (
	headingWide   = 1.88 // of a Chinese character
	headingLetter = 1.09
	headingEdges  = 0.45 // of a cell, on which nothing is written
	narrowType    = 0.96
)

// WidestForHeading is up to which width a column grows for its heading. What does not break well in it, a word of fifty letters,
// breaks anywhere.
const WidestForHeading = 60

// HeadingWidth is the least width, not below the given one, in which a heading breaks well: not within a word or within what
// stands in brackets, and with no single character left over from a line that was full. Programs break Chinese wherever a line
// is full; the line breaks that a county put into its heading are its own, whatever they leave on a line.
func HeadingWidth(text string, width float64) float64 {
	for w := width; w <= WidestForHeading; w += 0.5 {
		if breaksWell(text, w-headingEdges, 1) && breaksWell(text, w-headingEdges, narrowType) {
			return w
		}
	}
	return width
}

// TextWidth is how wide a text is on one line, in characters of a column's width; a Chinese one takes two.
func TextWidth(text string) float64 {
	units := 0.0
	for _, r := range text {
		if units++; r >= 0x2E80 {
			units++
		}
	}
	return units
}

// WordWidth is how wide the longest word of a text is in characters of a column's width, bold or not. Chinese breaks anywhere.
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

// LineWidth is the width of a column in which a bold text stands on one line, with a tenth to spare for fonts that are wider.
func LineWidth(text string) float64 {
	const spare = 1.1
	units := headingEdges
	for _, r := range text {
		units += unitsOf(r) * spare
	}
	return units
}

// breaksWell fills lines of a width as programs do, with type that is so much narrower.
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
			used += unitsOf(r) * narrow // a space at a line's end hangs over
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
