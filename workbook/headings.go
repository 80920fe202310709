package workbook

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/numeral"
	"duban/workbook/pattern"
	"duban/workbook/sheet"
)

// headingDepth is how many rows are searched for headings; the longest cover text seen above them had forty lines.
const headingDepth = 60

// FindSheet finds a form's sheet by its name, nil if there is none.
func FindSheet(f *Form, b *sheet.Book) *sheet.Sheet {
	own := Fold(f.Sheet)
	for _, s := range b.Sheets {
		if foldsTo(s.Name, own) {
			return s
		}
	}
	for _, s := range b.Sheets {
		name := Fold(s.Name)
		for _, a := range f.Also {
			if foldsTo(a, name) {
				return s
			}
		}
	}
	return nil
}

// headingsFound counts the form's columns that a sheet's best heading row names. It serves to find a lost sheet again.
func headingsFound(f *Form, s *sheet.Sheet) int {
	t := &Table{Form: f, Cols: make([]int, len(f.Columns))}
	return t.findHeadings(s)
}

// most is how many headings make a sheet the form's, whatever the sheet is called.
func (f *Form) most() int { return (len(f.Columns)*2 + 2) / 3 }

func (t *Table) findHeadings(s *sheet.Sheet) int {
	headings := t.Form.headings()
	best, bestRow := 0, (*sheet.Row)(nil)
	cols := make([]int, len(t.Cols))
	for i := range s.Rows {
		row := &s.Rows[i]
		if row.N > headingDepth || best == len(cols) {
			break // no row has more headings than there are
		}
		clear(cols)
		if n := t.matchHeadings(headings, row, cols, nil); n > best {
			best, bestRow = n, row
		}
	}
	// One matching word may stand in any text; two side by side do not, and neither does a required heading alone in its row.
	if best < min(2, t.Form.typed()) && !(best == 1 && t.lone(headings, bestRow)) {
		return best
	}
	t.HeadingRow = bestRow.N
	t.matchHeadings(headings, bestRow, t.Cols, t)
	return best
}

// lone reports whether a row holds a required heading and nothing else: a list of names needs no more.
func (t *Table) lone(headings headingIndex, row *sheet.Row) bool {
	n, required := 0, false
	for i := range row.Cells {
		if v := row.Cells[i].Value; !v.IsEmpty() {
			n++
			k := headings.find(v.String())
			required = k >= 0 && t.Form.Columns[k].Required
		}
	}
	return n == 1 && required
}

func (t *Table) matchHeadings(headings headingIndex, row *sheet.Row, cols []int, note *Table) int {
	n := 0
	for i := range row.Cells {
		c := &row.Cells[i]
		if c.Value.Kind != sheet.Text || c.Value.Text == "" {
			continue
		}
		at := sheet.At(row.N, c.Col)
		k := headings.find(c.Value.Text)
		switch {
		case k < 0:
			if note != nil {
				note.Unknown = append(note.Unknown, Stray{c.Value.Text, at})
			}
		case cols[k] != 0:
			if note != nil {
				note.Twice = append(note.Twice, Stray{c.Value.Text, at})
			}
		default:
			cols[k] = c.Col
			n++
		}
	}
	return n
}

// headingIndex finds columns by how their headings may be written, and the cells of a cover by their labels.
type headingIndex struct {
	at map[string]int
	// first holds the characters that a heading may begin with. It rules out quickly most of a sheet, which is running text.
	first map[rune]bool
}

func newHeadingIndex(size int) headingIndex {
	return headingIndex{make(map[string]int, size), make(map[rune]bool, size)}
}

// put adds a heading; the first of two that look the same stays.
func (h headingIndex) put(heading string, i int) {
	if k := foldHeading(heading); k != "" {
		if _, taken := h.at[k]; !taken {
			h.at[k] = i
		}
		r, _ := utf8.DecodeRuneInString(k)
		h.first[r] = true
	}
}

// IndexHeadings makes ready for many sheets to be read by a form whose columns are all there. They are not changed any more.
func (f *Form) IndexHeadings() { f.indexed = f.indexHeadings() }

func (f *Form) headings() headingIndex {
	if f.indexed.at != nil {
		return f.indexed
	}
	return f.indexHeadings()
}

func (f *Form) indexHeadings() headingIndex {
	h := newHeadingIndex(3 * len(f.Columns))
	// A column's own heading takes precedence over another column's further names.
	for i := range f.Columns {
		h.put(f.Columns[i].Heading, i)
	}
	for i := range f.Columns {
		for _, a := range f.Columns[i].Also {
			h.put(a, i)
		}
	}
	return h
}

// findWhole finds the column of a heading with nothing behind it; -1 if there is none.
func (h headingIndex) findWhole(text string) int {
	if h.begins(text) {
		if i, ok := h.at[foldHeading(text)]; ok {
			return i
		}
	}
	return -1
}

// find finds the column of a heading, with or without something in brackets behind it; -1 if there is none.
func (h headingIndex) find(text string) int {
	if !h.begins(text) {
		return -1
	}
	text = foldHeading(text)
	if i, ok := h.at[text]; ok {
		return i
	}
	if at := strings.IndexByte(text, '('); at > 0 {
		if i, ok := h.at[text[:at]]; ok {
			return i
		}
	}
	return -1
}

// begins reports whether a text may be a heading, judged by the first character that folding keeps.
func (h headingIndex) begins(text string) bool {
	for _, r := range text {
		if r = foldRune(r); r >= 0 && !strings.ContainsRune(headingMarks, r) {
			return h.first[r]
		}
	}
	return false
}

var headingUnit = pattern.New(`[（(]([^（）()]+)[）)]\s*$`)

// unitInHeading gives the unit of measure that a heading names at its end: 计划投资（亿元）. Anything else in brackets there, such as （累计）,
// scales no number.
func unitInHeading(heading string) string {
	m := headingUnit.FindStringSubmatch(heading)
	if m == nil {
		return ""
	}
	unit := strings.TrimSpace(m[1])
	if _, readable := numeral.ParseUnit(unit); !readable {
		return ""
	}
	return unit
}
