package xlsx

import (
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// Formulas that repeat down a column would take most of a long sheet, and a third of a bureau's workbook. They are written once, in
// the first of their cells, and the others refer to them by the number of their group, as Excel does it. Programs that do not write
// formulas that way, such as LibreOffice and openpyxl, read them as if written out.

// formulaSharer knows the formulas of a sheet that further cells of their column may share.
type formulaSharer struct {
	// columns holds the last formulas of each column, the latest first.
	columns map[int][]*formulaFirst
	// groups is how many numbers were given out in the sheet; open lists the first cells whose range is not yet written.
	groups int
	open   []*formulaFirst
}

// formulaFirst is the first cell with a formula.
type formulaFirst struct {
	*writtenFormula
	at sheet.Ref
	// tag is where the attributes of its element belong in the output.
	tag int
	// group is its number once a further cell shares it; last is the row of the last such cell.
	group, last int
}

// mostAlternating is how many formulas of a column are compared with the next: a form asks more of some rows than of others.
const mostAlternating = 6

// find finds the group of the same formula further up, and adds the cell to it.
func (k *formulaSharer) find(at sheet.Ref, formula string) (group int, ok bool) {
	firsts := k.columns[at.Col]
	for i, f := range firsts {
		if !f.reads(formula, at.Row-f.at.Row) {
			continue
		}
		if f.last == f.at.Row {
			f.group = k.groups
			k.groups++
			k.open = append(k.open, f)
		}
		f.last = at.Row
		copy(firsts[1:], firsts[:i])
		firsts[0] = f
		return f.group, true
	}
	return 0, false
}

// first records a formula that is written out; tag is where the attributes of its element belong.
func (k *formulaSharer) first(at sheet.Ref, f *writtenFormula, tag int) {
	if k.columns == nil {
		k.columns = map[int][]*formulaFirst{}
	}
	firsts := k.columns[at.Col]
	if len(firsts) == mostAlternating {
		firsts = firsts[:len(firsts)-1]
	}
	k.columns[at.Col] = slices.Insert(firsts, 0, &formulaFirst{writtenFormula: f, at: at, tag: tag, last: at.Row})
}

// settle writes the range of each group into the output, as it is known only afterwards. No cell joins these groups any more.
func (k *formulaSharer) settle(b []byte) []byte {
	clear(k.columns)
	if len(k.open) == 0 {
		return b
	}
	slices.SortFunc(k.open, func(f, g *formulaFirst) int { return f.tag - g.tag })
	var attrs []byte
	ends := make([]int, len(k.open))
	for i, f := range k.open {
		attrs = append(append(attrs, ` t="shared" ref="`...), sheet.Rect(f.at.Row, f.at.Col, f.last, f.at.Col).String()...)
		attrs = append(strconv.AppendInt(append(attrs, `" si="`...), int64(f.group), 10), '"')
		ends[i] = len(attrs)
	}
	end := len(b)
	b = slices.Grow(b, len(attrs))[:end+len(attrs)]
	// From the back, so that each piece is moved only once.
	for i := len(k.open) - 1; i >= 0; i-- {
		from, start := k.open[i].tag, 0
		if i > 0 {
			start = ends[i-1]
		}
		copy(b[from+ends[i]:], b[from:end])
		copy(b[from+start:], attrs[start:ends[i]])
		end = from
	}
	k.open = k.open[:0]
	return b
}

// writtenFormula is a formula as it stands in the file, prepared for comparison with formulas further down.
type writtenFormula struct {
	formula, xml string
	// shares says that further cells may refer to it; rows are the row numbers that then move along.
	shares bool
	rows   []move
}

// shortFormula is the length of a formula that is about as short as a reference to its group.
const shortFormula = 32

// cut finds the row numbers that move along.
func (f *writtenFormula) cut() {
	eachMove(f.formula, func(m move) {
		if !m.column {
			f.rows = append(f.rows, m)
		}
	})
}

// reads reports whether a formula is this one moved down so many rows.
func (f *writtenFormula) reads(other string, rows int) bool {
	from, at := 0, 0
	for i := range f.rows {
		m := &f.rows[i]
		same := f.formula[from:m.from]
		if len(other)-at < len(same) || other[at:at+len(same)] != same {
			return false
		}
		at, from = at+len(same), m.to
		var digits [8]byte
		number := strconv.AppendInt(digits[:0], int64(m.n+rows), 10)
		if m.n+rows > sheet.MaxRows || len(other)-at < len(number) || other[at:at+len(number)] != string(number) {
			return false
		}
		at += len(number)
	}
	return other[at:] == f.formula[from:]
}

// mayShare reports whether a valid formula has nothing that the format excludes from shared formulas: other sheets and books, columns
// of tables, literal arrays and errors, unions and intersections of ranges, ranges with a name or a function as an end, and functions
// newer than the format.
func mayShare(formula string) bool {
	var calls [sheet.MaxFormulaNesting + 1]bool // whether each bracket that is open is a function's
	depth := 0
	for i := 0; i < len(formula); i++ {
		switch c := formula[i]; c {
		case '"':
			if i = sheet.ClosingQuote(formula, i); i < 0 {
				return false
			}
		case '!', '\'', '[', '{', '#', '@', ' ', '\n', '\r', '\t':
			return false
		case '(':
			depth++
			calls[depth] = i > 0 && isWordByte(formula[i-1])
		case ')':
			depth--
		case ',':
			if !calls[depth] {
				return false
			}
		case ':':
			if !betweenCells(formula, i) {
				return false
			}
		case '_':
			if strings.HasPrefix(formula[i:], "_xl") {
				return false
			}
		}
	}
	return true
}

// betweenCells reports whether the colon at i stands between two cells, columns or rows.
func betweenCells(formula string, i int) bool {
	from, to := i, i+1
	for from > 0 && isWordByte(formula[from-1]) {
		from--
	}
	for to < len(formula) && isWordByte(formula[to]) {
		to++
	}
	if wholeSpan(formula[from:]) == to-from {
		return true
	}
	_, first := sheet.ParseRef(formula[from:i])
	_, last := sheet.ParseRef(formula[i+1 : to])
	return first && last && (to == len(formula) || formula[to] != '(')
}
