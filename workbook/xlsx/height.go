package xlsx

import (
	"math"
	"strings"

	"duban/workbook/sheet"
)

// Spreadsheet programs fit a row's height to its text only if nothing in it is merged, and only once somebody edits it; a file that
// is opened shows the stored height. So if the layout leaves a row's height open, it is estimated here.

const (
	defaultRowHeight   = 18.0 // points, of a row with one line of the theme's size
	defaultColumnWidth = 9.0
	lineSpacing        = 1.45 // of the font's size; Chinese fonts are tall
	rowPadding         = 3.5  // points above and below the text together
	latinUnits         = 1.06 // of a letter, on average
	wideUnits          = 2.0  // of a Chinese character or a full-width sign
	indentUnits        = 1.5  // of one step of indent
)

// rowHeights estimates the heights of the rows of one sheet.
type rowHeights struct {
	// layout holds the columns as laid out: a few ranges.
	layout []sheet.ColumnLayout
	// merged holds the merged ranges by their upper left cell; covered cells are ignored. No merge reaches below lastMerged.
	merged     map[sheet.Ref]sheet.Range
	covered    map[sheet.Ref]bool
	lastMerged int
	// columns caches what was found for each column, from the first on: the cells of one column mostly look alike.
	columns []columnLook
}

// columnLook is a column's width and the look of the cell last met in it.
type columnLook struct {
	known, hidden bool
	width         float64
	key           styleKey
	look          look
}

func newRowHeights(s *sheet.Sheet) *rowHeights {
	h := &rowHeights{columns: make([]columnLook, min(s.LastCol(), sheet.MaxCols)+1)}
	if s.Layout != nil {
		h.layout = s.Layout.Columns
	}
	if len(s.Merges) > 0 {
		h.merged = make(map[sheet.Ref]sheet.Range, len(s.Merges))
		h.covered = map[sheet.Ref]bool{}
	}
	for _, m := range s.Merges {
		h.merged[m.First] = m
		h.lastMerged = max(h.lastMerged, m.Last.Row)
		if cells := (m.Last.Row - m.First.Row + 1) * (m.Last.Col - m.First.Col + 1); cells > maxFilledMerge {
			continue
		}
		for r := m.First.Row; r <= m.Last.Row; r++ {
			for c := m.First.Col; c <= m.Last.Col; c++ {
				if at := sheet.At(r, c); at != m.First {
					h.covered[at] = true
				}
			}
		}
	}
	return h
}

// of gives a row's height in points, and whether it is fixed. A row in which somebody types a text is not: it grows with the text.
func (h *rowHeights) of(r *sheet.Row) (points float64, fixed bool) {
	points, fixed = defaultRowHeight, true
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Col < 1 || c.Col > sheet.MaxCols {
			continue // refused when the cell is written
		}
		column := h.column(c)
		if column.hidden {
			continue
		}
		var m sheet.Range
		merged := false
		if r.N <= h.lastMerged {
			at := sheet.At(r.N, c.Col)
			if h.covered[at] {
				continue
			}
			m, merged = h.merged[at]
		}
		l := &column.look
		if l.unlocked && l.wrap && !merged {
			fixed = false
		}
		width := column.width
		rows := 1
		if merged {
			rows = m.Last.Row - m.First.Row + 1
			width = 0
			for n := m.First.Col; n <= m.Last.Col; n++ {
				w, _ := h.laidOut(n)
				width += w
			}
		}
		lines := 1
		if c.Value.Kind == sheet.Text && l.wrap {
			lines = countLines(c.Value.Text, width-indentUnits*float64(l.indent), l)
		}
		need := float64(lines)*l.size*lineSpacing + rowPadding
		if rows > 1 {
			// The rows below hold part of the text, at their least height.
			need -= float64(rows-1) * defaultRowHeight
		}
		points = max(points, need)
	}
	return min(math.Ceil(points*4)/4, maxRowHeight), fixed
}

// column gives a cell's column with the look of the cell. Sheets with many rows have few columns.
func (h *rowHeights) column(c *sheet.Cell) *columnLook {
	if c.Col >= len(h.columns) {
		h.columns = append(h.columns, make([]columnLook, c.Col+1-len(h.columns))...)
	}
	column := &h.columns[c.Col]
	if key := keyOf(c); !column.known || column.key != key {
		width, hidden := h.laidOut(c.Col)
		*column = columnLook{true, hidden, width, key, dress(c.Role, c.Format, c.Align)}
	}
	return column
}

// laidOut gives the width of a column and whether it is hidden. If two ranges hold the column the later one counts.
func (h *rowHeights) laidOut(col int) (width float64, hidden bool) {
	for i := len(h.layout) - 1; i >= 0; i-- {
		if c := &h.layout[i]; c.First <= col && col <= c.Last {
			return c.Width, c.Hidden
		}
	}
	return defaultColumnWidth, false
}

// countLines estimates how many lines a text takes in a column of the given width.
func countLines(text string, width float64, l *look) int {
	scale := l.size / themeSize
	if l.bold {
		scale *= 1.04
	}
	if width < wideUnits*scale {
		width = wideUnits * scale
	}
	// No character is wider than one Latin letter for each of its bytes.
	if float64(len(text))*latinUnits*scale <= width && strings.IndexByte(text, '\n') < 0 {
		return 1
	}
	lines, used := 1, 0.0
	word, held := 0.0, 0.0 // width since the last possible line break, and since the one before
	begun := false         // the previous sign must not end a line
	for _, r := range text {
		if r == '\n' {
			lines, used, word, held, begun = lines+1, 0, 0, 0, false
			continue
		}
		units, breaks := latinUnits*scale, false
		switch {
		case isWide(r):
			units, breaks = wideUnits*scale, true
		case r == ' ' || r == '-':
			breaks = true
		case r < ' ':
			units = 0
		}
		closes := endsPhrase(r)
		if closes {
			word = held // the sign stays with what it follows
		}
		if used+units > width+0.01 {
			lines++
			used = 0
			if (closes || begun || !breaks) && word < width/2 {
				used = word // the whole word moves to the next line
			}
		}
		used += units
		word += units
		begun = beginsPhrase(r)
		if held = word; breaks && !begun {
			word = 0
		}
	}
	return lines
}

// endsPhrase reports signs that must not begin a line.
func endsPhrase(r rune) bool {
	switch r {
	case '，', '。', '、', '；', '：', '！', '？', '）', '》', '】', '〕', '”', '’', '％', ',', '.', ';', ':', '!', '?', ')', '%':
		return true
	}
	return false
}

// beginsPhrase reports signs that must not end a line.
func beginsPhrase(r rune) bool {
	switch r {
	case '（', '《', '【', '〔', '“', '‘', '(':
		return true
	}
	return false
}

// isWide reports characters that take two columns in a Chinese font.
func isWide(r rune) bool {
	switch {
	case r < 0x1100:
		// Quotation marks, dots and circled figures are wide in Chinese fonts only.
		return r == '·' || r == '×'
	case r >= 0x2010 && r <= 0x2027, r == 0x2030, r == 0x203B, r >= 0x2160 && r <= 0x217F, r >= 0x2190 && r <= 0x2199,
		r >= 0x2460 && r <= 0x24FF, r >= 0x2500 && r <= 0x27BF, r >= 0x2E80 && r <= 0xA4CF, r >= 0xAC00 && r <= 0xD7A3,
		r >= 0xF900 && r <= 0xFAFF, r >= 0xFE30 && r <= 0xFE4F, r >= 0xFF00 && r <= 0xFF60, r >= 0xFFE0 && r <= 0xFFE6,
		r >= 0x1F300 && r <= 0x1FAFF, r >= 0x20000 && r <= 0x3FFFD:
		return true
	}
	return false
}
