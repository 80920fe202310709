package xlsx

import (
	"bytes"
	"testing"

	"duban/workbook/sheet"
)

// A table prints on full pages: a few further rows are squeezed in, many get a new page, and tables that grow as people write, or are long,
// are left as they are.
func TestFewRowsOpenNoPage(t *testing.T) {
	table := func(rows int, role sheet.Role) *sheet.Sheet {
		s := &sheet.Sheet{Name: "表", Layout: &sheet.Layout{
			Columns: []sheet.ColumnLayout{{First: 1, Last: 10, Width: 14}},
			Print:   sheet.Print{Landscape: true, FitWidth: true, TitleRows: sheet.Span{First: 1, Last: 1}, Area: sheet.Rect(1, 1, rows, 10)},
		}}
		for n := 1; n <= rows; n++ {
			s.Put(sheet.At(n, 1), sheet.Cell{Role: role, Value: sheet.Str("甲")})
		}
		return s
	}
	open := table(30, sheet.Body)
	open.Layout.Print.Area = sheet.Range{}
	cut := table(30, sheet.Body)
	cut.Layout.Print.BreakBefore = []int{12}
	for name, c := range map[string]struct {
		s    *sheet.Sheet
		want string
	}{
		"one page":          {table(20, sheet.Body), "1"},
		"a few rows more":   {table(31, sheet.Body), "1"},
		"half a page more":  {table(42, sheet.Body), "2"},
		"two and a little":  {table(64, sheet.Body), "2"},
		"long":              {table(400, sheet.Body), "0"},
		"written in":        {table(31, sheet.Input), "0"},
		"no area":           {open, "0"},
		"breaks of its own": {cut, "0"},
	} {
		part := unpacked(t, mustWrite(t, &sheet.Book{Sheets: []*sheet.Sheet{c.s}}))[sheetPartName(0)]
		if !bytes.Contains(part, []byte(`fitToHeight="`+c.want+`"`)) {
			_, setup, _ := bytes.Cut(part, []byte("<pageSetup"))
			t.Errorf("%s: want %s pages, have %.120s", name, c.want, setup)
		}
	}
}
