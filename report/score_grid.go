package report

import (
	"duban/templates"
	"duban/workbook/sheet"
)

// Where the tables of the scoring workbook stand: title, what it rests on, guidance, headings, then rows.
const (
	scoreHead  = 4
	scoreFirst = 5
)

// scoreColumn is one column of a table of the scoring workbook.
type scoreColumn struct {
	key, heading string
	width        float64
	role         sheet.Role
}

// scoreGrid is one table of the scoring workbook. Its columns and the extent of its rows are known before any cell is
// written, so that the formulas of other sheets can point there.
type scoreGrid struct {
	sh      *sheet.Sheet
	columns []scoreColumn
	index   map[string]int
	rows    int
	// spans keeps what span once worked out: every row asks for the same few.
	spans map[string]string
}

func newScoreGrid(name string, rows int, columns []scoreColumn) *scoreGrid {
	g := &scoreGrid{sh: &sheet.Sheet{Name: name}, columns: columns, index: map[string]int{}, rows: rows, spans: map[string]string{}}
	for i, col := range columns {
		g.index[col.key] = i + 1
	}
	return g
}

// last is the last row of the table; a table without rows has one that stands empty, so that ranges are never void.
func (g *scoreGrid) last() int { return scoreFirst + max(g.rows, 1) - 1 }

// col is a column's number; asking for one that the table does not have is a mistake of the caller.
func (g *scoreGrid) col(key string) int {
	n, ok := g.index[key]
	if !ok {
		panic("score grid: no column " + key)
	}
	return n
}

// cell is a cell of the same row as "$K5".
func (g *scoreGrid) cell(key string, row int) string {
	return "$" + sheet.At(row, g.col(key)).String()
}

// own is a column's range for formulas of the same sheet, as "$K$5:$K$90".
func (g *scoreGrid) own(key string) string {
	return sheet.Rect(scoreFirst, g.col(key), g.last(), g.col(key)).Abs()
}

// span is a column's range for formulas of other sheets.
func (g *scoreGrid) span(key string) string {
	span, ok := g.spans[key]
	if !ok {
		span = sheet.QuoteName(g.sh.Name) + "!" + g.own(key)
		g.spans[key] = span
	}
	return span
}

func (g *scoreGrid) put(key string, row int, c sheet.Cell) *sheet.Cell {
	return g.sh.Put(sheet.At(row, g.col(key)), c)
}

// dress writes title, foundation, guidance and headings, and sets panes, filter and print.
func (g *scoreGrid) dress(title, stated, guide string, freeze int, c *templates.Catalogue) {
	g.sh.Layout = scoreLayout(c)
	g.sh.Layout.FreezeRows, g.sh.Layout.FreezeCols = scoreHead, freeze
	g.sh.Layout.Filter = sheet.Rect(scoreHead, 1, g.last(), len(g.columns))
	for i, col := range g.columns {
		g.sh.Layout.Columns = append(g.sh.Layout.Columns, sheet.ColumnLayout{First: i + 1, Last: i + 1, Width: col.width})
	}
	g.sh.Layout.Print.A3 = len(g.columns) > 16
	topLines(g.sh, min(len(g.columns), 12), title, stated, guide)
	for i, col := range g.columns {
		if g.sh.Cell(sheet.At(scoreHead, i+1)) == nil {
			g.sh.Put(sheet.At(scoreHead, i+1), sheet.Cell{Role: col.role, Value: sheet.Str(col.heading)})
		}
	}
	if g.rows == 0 {
		g.sh.Put(sheet.At(scoreFirst, 1), sheet.Cell{Role: sheet.Muted, Value: sheet.Str(c.T("scorebook.nothing"))})
	}
}

func scoreLayout(c *templates.Catalogue) *sheet.Layout {
	return &sheet.Layout{
		Tab: sheet.Heading,
		Print: sheet.Print{
			Landscape: true, FitWidth: true, TitleRows: sheet.Span{First: scoreHead, Last: scoreHead}, FooterCenter: c.T("scorebook.page"),
		},
	}
}

// topLines writes the first three rows over the table's first columns.
func topLines(sh *sheet.Sheet, cols int, title, stated, guide string) {
	for i, line := range []struct {
		role sheet.Role
		text string
	}{{sheet.Title, title}, {sheet.Subtitle, stated}, {sheet.Guide, guide}} {
		sh.Put(sheet.At(i+1, 1), sheet.Cell{Role: line.role, Value: sheet.Str(line.text)})
		if cols > 1 {
			sh.Merges = append(sh.Merges, sheet.Rect(i+1, 1, i+1, cols))
		}
	}
}
