package xlsx

import (
	"slices"
	"testing"

	"duban/workbook/sheet"
)

// counting makes a sheet of n rows, each with its number, laid out into the same row again and again; laid counts them.
func counting(n int, laid *int) *sheet.Sheet {
	return &sheet.Sheet{Name: "甲", Lay: func(yield func(*sheet.Row) bool) {
		open := &sheet.Row{}
		for i := 1; i <= n; i++ {
			*open = sheet.Row{N: i, Cells: append(open.Cells[:0], sheet.Cell{Col: 1, Value: sheet.Num(float64(i))})}
			*laid = i
			if !yield(open) {
				return
			}
		}
	}}
}

// Rows that are laid out ahead are written correctly although the layout fills the same row each time.
func TestLaidAhead(t *testing.T) {
	for _, n := range []int{0, 1, laidTogether - 1, laidTogether, laidTogether + 1, 10*laidTogether + 1} {
		var got, want []int
		laid := 0
		for r := range laidAhead(counting(n, &laid)) {
			if int(r.Cells[0].Value.Num) != r.N {
				t.Fatalf("row %d of %d says %v", r.N, n, r.Cells[0].Value.Num)
			}
			got = append(got, r.N)
		}
		for i := range n {
			want = append(want, i+1)
		}
		if !slices.Equal(got, want) {
			t.Errorf("of %d rows there came %v", n, got)
		}
	}
}

// If the writer takes no more rows, no goroutine is left laying them out.
func TestLaidAheadStops(t *testing.T) {
	const rows = 100 * laidTogether
	for _, most := range []int{1, laidTogether, laidTogether + 1, 5*laidTogether + 7} {
		laid, n := 0, 0
		for range laidAhead(counting(rows, &laid)) {
			if n++; n == most {
				break
			}
		}
		if n != most || laid < most || laid > most+(piecesLaid+1)*laidTogether {
			t.Errorf("%d of %d rows were taken, %d laid out", n, rows, laid)
		}
	}
}
