package formula

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duban/workbook/sheet"
)

// columns is a grid of whole columns, read row by row.
type columns struct {
	values [][]sheet.Value
	row    int
}

func (c columns) CellAt(i int) sheet.Value        { return c.values[i][c.row] }
func (c columns) ColumnAt(i int) []sheet.Value    { return c.values[i] }
func (c columns) Name(string) (sheet.Value, bool) { return sheet.Value{}, false }
func (c byText) RowsWith(i int, key string) (rows []int32, ok bool) {
	for n, v := range c.values[i] {
		if v.Kind == sheet.Text && TextKey(v.Text) == key {
			rows = append(rows, int32(n))
		}
	}
	return rows, true
}

// byText is the same grid, but finds rows by text without reading all of them, as a grid of tables does.
type byText struct{ columns }

// Finding rows by text gives the same as reading every row.
func TestSumsByTextAreThoseOfEveryRow(t *testing.T) {
	texts := []string{"发改局", "甲a", "甲A", "ſ", "S", "s", "K", "K", "", "*", "甲*", "60", "=甲a", "<>甲a", "true", "#N/A"}
	sources := []string{"COUNTIFS([a],[@b])", "SUMIFS([n],[a],[@b])", `SUMIFS([n],[a],[@b],[b],[@a],[n],">1")`, "COUNTIFS([a],[@b],[b],[@b])", "MATCH([@b],[a],0)",
		`INDEX([n],MATCH("甲A",[a],0))`, `COUNTIFS([n],">1",[a],"s")`}
	rapid.Check(t, func(t *rapid.T) {
		var grid columns
		for range 3 {
			var column []sheet.Value
			for range 8 {
				v := sheet.Str(rapid.SampledFrom(texts).Draw(t, "text"))
				if k := rapid.IntRange(0, 9).Draw(t, "kind"); k < 3 || len(grid.values) == 2 {
					v = sheet.Num(float64(k))
				} else if k == 3 {
					v = sheet.Value{}
				}
				column = append(column, v)
			}
			grid.values = append(grid.values, column)
		}
		for _, source := range sources {
			e, err := Parse(source)
			if err != nil {
				t.Fatal(err)
			}
			bound := e.Bind(func(name string) int { return strings.Index("abn", name) })
			for grid.row = range 8 {
				plain, fast := bound.Eval(grid), bound.Eval(byText{grid})
				if fmt.Sprint(plain) != fmt.Sprint(fast) {
					t.Fatalf("%s in row %d of %v: %v, by text %v", source, grid.row, grid.values, plain, fast)
				}
			}
		}
	})
}
