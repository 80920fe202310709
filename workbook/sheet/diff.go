package sheet

import (
	"slices"
	"strings"
)

// Difference is a cell in which two books differ, or a whole sheet that only one of them has; then Ref is zero.
type Difference struct {
	Sheet string
	Ref   Ref
	// A and B are what the cell holds in the one book and in the other: the formula where the formulas differ, else the value.
	A, B string
}

// Diff lists where two books say something else, sheet by sheet in the order of the second, then those that only the first
// has. What a book looks like is no matter: another program that saved it may have dressed it otherwise.
func Diff(a, b *Book) []Difference {
	var out []Difference
	for _, s := range b.Sheets {
		other := a.Sheet(s.Name)
		if other == nil {
			out = append(out, Difference{Sheet: s.Name, B: s.Name})
			continue
		}
		out = append(out, diffSheets(other, s)...)
	}
	for _, s := range a.Sheets {
		if b.Sheet(s.Name) == nil {
			out = append(out, Difference{Sheet: s.Name, A: s.Name})
		}
	}
	return out
}

func diffSheets(a, b *Sheet) []Difference {
	var rows []int
	for _, s := range []*Sheet{a, b} {
		for i := range s.Rows {
			rows = append(rows, s.Rows[i].N)
		}
	}
	slices.Sort(rows)
	var out []Difference
	for _, n := range slices.Compact(rows) {
		ra, rb := a.Row(n), b.Row(n)
		for _, col := range columns(ra, rb) {
			if x, y, same := sameCell(ra.Cell(col), rb.Cell(col)); !same {
				out = append(out, Difference{b.Name, At(n, col), x, y})
			}
		}
	}
	return out
}

func columns(rows ...*Row) []int {
	var cols []int
	for _, r := range rows {
		if r == nil {
			continue
		}
		for i := range r.Cells {
			cols = append(cols, r.Cells[i].Col)
		}
	}
	slices.Sort(cols)
	return slices.Compact(cols)
}

// sameCell compares what two cells hold. A cell that is not there holds what a blank one does, and so does an empty text.
func sameCell(a, b *Cell) (x, y string, same bool) {
	var ca, cb Cell
	if a != nil {
		ca = *a
	}
	if b != nil {
		cb = *b
	}
	if bareFormula(ca.Formula) != bareFormula(cb.Formula) {
		return shownFormula(&ca), shownFormula(&cb), false
	}
	if ca.Value.Equal(cb.Value) || ca.Value.String() == "" && cb.Value.String() == "" {
		return "", "", true
	}
	return ca.Value.String(), cb.Value.String(), false
}

// bareFormula is a formula without what programs spell in their own ways. What it loses within a text shows in the value.
func bareFormula(f string) string {
	return strings.NewReplacer(" ", "", "_xlfn.", "", "'", "").Replace(f)
}

func shownFormula(c *Cell) string {
	if c.Formula != "" {
		return "=" + c.Formula
	}
	return c.Value.String()
}
