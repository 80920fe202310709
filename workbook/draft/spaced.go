package draft

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// spaced is a table that was typed as lines, with spaces between the cells: 序号  任务  牵头单位  完成时限.
type spaced struct {
	keys []string
	// gap matches the space between two cells: at least as many spaces as the headings have between them.
	gap *pattern.Pattern
}

var (
	anyGap  = pattern.New(`[ \t\x{3000}\x{a0}]+`)
	wideGap = pattern.New(`[ \t\x{a0}]{2,}|[ \t\x{a0}]*\x{3000}[ \t\x{3000}\x{a0}]*`)
	// groupLine matches a line above rows that says what they are about: 一、工业经济.
	groupLine = pattern.New(`^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^，。；：]{2,24}$`)
)

// leastHeadings is the fewest headings that a line needs, without other words, for the lines below it to be rows.
const leastHeadings = 3

// spacedHeadings reads a line as the headings of such a table; nil if it is none.
func spacedHeadings(line string) (t *spaced, cells []string) {
	t = &spaced{gap: wideGap}
	if cells = cellsOf(line, t.gap); len(cells) < leastHeadings {
		t.gap = anyGap
		cells = cellsOf(line, t.gap)
	}
	for _, c := range cells {
		t.keys = append(t.keys, headingKey(c))
	}
	named := slices.Contains(t.keys, workbook.ColTitle) || slices.Contains(t.keys, workbook.ColGoal)
	if len(cells) < leastHeadings || slices.Contains(t.keys, "") || !named {
		return nil, nil
	}
	return t, cells
}

// cellsOf cuts a line at its gaps.
func cellsOf(line string, gap *pattern.Pattern) []string {
	var out []string
	start := 0
	for _, at := range gap.FindAllStringIndex(line, -1) {
		out = append(out, line[start:at[0]])
		start = at[1]
	}
	return append(out, line[start:])
}

// row reads a line below the headings as one cell for each; false if it is no row, which ends the table.
func (t *spaced) row(line string) ([]string, bool) {
	if groupLine.MatchString(line) {
		return []string{"", line}, true
	}
	cells := cellsOf(line, t.gap)
	switch short := len(t.keys) - len(cells); {
	case len(cells) < 2 || t.keys[0] == workbook.ColTask && !rowNumber.MatchString(cells[0]):
		return nil, false
	case short > 0:
		return t.fill(cells), true
	case short < 0:
		return t.join(cells)
	}
	return cells, true
}

// rowNumber matches the content of a column of numbers.
var rowNumber = pattern.New(`^[（(]?\d{1,3}[）)]?[.．、]?$`)

// fill reads a line with fewer cells than headings: the last cell is the limit if that is the last column, the others come in order.
func (t *spaced) fill(cells []string) []string {
	out := make([]string, len(t.keys))
	end := len(t.keys) - 1
	if last := cells[len(cells)-1]; t.keys[end] == workbook.ColDueText && limits.MatchString(last) {
		out[end], cells = last, cells[:len(cells)-1]
	}
	copy(out, cells)
	return out
}

// join reads a line with more cells than headings. If there are more names than columns for them, the last ones are one cell, so that the
// first leads; otherwise the words of the task have spaces between them.
func (t *spaced) join(cells []string) ([]string, bool) {
	title := max(slices.Index(t.keys, workbook.ColTitle), slices.Index(t.keys, workbook.ColGoal))
	room := 0
	for _, k := range t.keys {
		if k == workbook.ColLeads || k == fieldDuty || k == workbook.ColSupports {
			room++
		}
	}
	for len(cells) > len(t.keys) {
		at, mark, names := title, " ", 0
		for i := title + 1; i < len(cells); i++ {
			if suffixOf(cells[i]) == "" && !strings.HasPrefix(cells[i], "各") {
				continue
			}
			if names++; names > max(room, 1) {
				at, mark = i-1, "、"
			}
		}
		if at+1 >= len(cells) {
			return nil, false
		}
		cells = slices.Concat(cells[:at], []string{cells[at] + mark + cells[at+1]}, cells[at+2:])
	}
	return cells, true
}
