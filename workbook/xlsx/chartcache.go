package xlsx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// maxChartPoints is how many points of one series Excel draws.
const maxChartPoints = 32_000

// chartCells gives the values of a reference such as "'分领域'!$B$2:$B$8", in order.
func (w *bookWriter) chartCells(reference string) ([]sheet.Value, error) {
	name, inside := insideTarget(reference)
	s := w.book.Sheet(name)
	cells, ok := sheet.ParseRange(reference[strings.LastIndexByte(reference, '!')+1:])
	if !inside || s == nil || !ok {
		return nil, fmt.Errorf("xlsx: no cells at %q", reference)
	}
	if n := (cells.Last.Row - cells.First.Row + 1) * (cells.Last.Col - cells.First.Col + 1); n > maxChartPoints {
		return nil, fmt.Errorf("xlsx: %d points at %q", n, reference)
	}
	if c := w.charted[s]; c != nil {
		s = &c.cells
	}
	var out []sheet.Value
	for r := cells.First.Row; r <= cells.Last.Row; r++ {
		for c := cells.First.Col; c <= cells.Last.Col; c++ {
			out = append(out, s.Value(sheet.At(r, c)))
		}
	}
	return out, nil
}

// chartedCells collects the cells of a sheet that charts refer to, if the sheet's rows are not kept. They are taken while the rows
// are written, as laying them out again would take as long.
type chartedCells struct {
	wanted []sheet.Range
	last   int // the last row that has wanted cells
	cells  sheet.Sheet
}

// chartedOf gives a collector for the cells of a sheet that charts refer to. It is nil if the sheet keeps its rows or no chart refers
// to it.
func (w *bookWriter) chartedOf(s *sheet.Sheet) *chartedCells {
	if s.Lay == nil {
		return nil
	}
	c := &chartedCells{}
	for _, on := range w.book.Sheets {
		if on.Layout == nil {
			continue
		}
		for _, chart := range on.Layout.Charts {
			for _, x := range chart.Series {
				for _, reference := range []string{x.Name, x.Categories, x.Values} {
					if name, inside := insideTarget(reference); inside && name == s.Name {
						cells, _ := sheet.ParseRange(reference[strings.LastIndexByte(reference, '!')+1:])
						c.wanted, c.last = append(c.wanted, cells), max(c.last, cells.Last.Row)
					}
				}
			}
		}
	}
	if c.wanted == nil {
		return nil
	}
	if w.charted == nil {
		w.charted = map[*sheet.Sheet]*chartedCells{}
	}
	w.charted[s] = c
	return c
}

// take collects what is wanted of a row; the receiver may be nil.
func (c *chartedCells) take(r *sheet.Row) {
	if c == nil || r.N > c.last {
		return
	}
	row := sheet.Row{N: r.N}
	for i := range r.Cells {
		at, v := sheet.At(r.N, r.Cells[i].Col), r.Cells[i].Value
		if slices.ContainsFunc(c.wanted, func(cells sheet.Range) bool { return cells.Contains(at) }) {
			row.Cells = append(row.Cells, sheet.Cell{Col: at.Col, Value: v})
		}
	}
	if row.Cells != nil {
		c.cells.Rows = append(c.cells.Rows, row)
	}
}

func textCache(values []sheet.Value) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<c:strCache><c:ptCount val="%d"/>`, len(values))
	for i, v := range values {
		if v.IsEmpty() {
			continue
		}
		fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, escapeText(v.String()))
	}
	b.WriteString("</c:strCache>")
	return b.String()
}

// numberCache leaves out values that are no numbers, as a program that draws the chart does.
func numberCache(values []sheet.Value) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="%d"/>`, len(values))
	for i, v := range values {
		if v.Kind == sheet.Number {
			fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, strconv.FormatFloat(v.Num, 'g', -1, 64))
		}
	}
	b.WriteString("</c:numCache>")
	return b.String()
}
