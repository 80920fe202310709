package report

import (
	"duban/workbook"
	"duban/workbook/sheet"
)

// firstBand lays out the table of classes and, beside it, that of areas.
func (p *page) firstBand() {
	if p.areaAll == 0 {
		return
	}
	first, right := p.row, classCols+2
	p.put(first, 1, classCols, sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T("report.by-class"))})
	p.put(first, right, overviewCols, p.sectionLink("report.by-area", p.areas))
	last := max(p.classTable(first+1), p.areaTable(first+1, right))
	for r := first; r <= last; r++ {
		high := float64(overviewRow)
		if longArea(p.s.Value(sheet.At(r, right)).Text) {
			high = overviewTwo
		}
		p.s.SetHeight(r, high)
	}
	p.s.SetHeight(first+1, overviewTwo)
	p.gap(last + 1)
}

// sectionLink makes a section's heading that links to a table's sheet; t may be nil.
func (p *page) sectionLink(id string, t *table) sheet.Cell {
	c := sheet.Cell{Role: sheet.Section, Value: sheet.Str(p.c.T(id))}
	if t != nil {
		c.Extra = &sheet.Extra{Link: sheet.QuoteName(t.s.Name) + "!A1"}
	}
	return c
}

func (p *page) head(row, first, last int, text string) {
	p.put(row, first, last, sheet.Cell{Role: sheet.Heading, Value: sheet.Str(text)})
}

// classTable lists the tasks by class with their shares, which sum to 100 in the formulas too. row is that of the headings; it returns the
// last row.
func (p *page) classTable(row int) int {
	sum := p.l.overall()
	p.head(row, 1, 3, p.heading(colClass))
	p.head(row, 4, 5, p.c.T("report.items"))
	p.head(row, 6, classCols, p.c.T("report.share"))
	first := row + 1
	p.classRow = first
	counts := make([]int, len(Classes()))
	for i, c := range Classes() {
		counts[i] = sum.Classes[c]
	}
	shares := shares(counts)
	all := sheet.Rect(first, 4, first+len(counts)-1, 4).Abs()
	share := 0.0
	for i, c := range Classes() {
		row++
		p.put(row, 1, 3, sheet.Cell{Role: sheet.Body, Align: sheet.AlignLeft, Value: sheet.Str(p.class(c))})
		p.put(row, 4, 5, sheet.Cell{Role: sheet.BodyStrong, Format: sheet.Integer, Align: sheet.AlignCenter, Formula: p.overall(classPrefix + c.Key()), Value: sheet.Int(counts[i])})
		p.put(row, 6, classCols, sheet.Cell{Role: sheet.Body, Format: sheet.Points, Align: sheet.AlignCenter, Formula: shareFormula(all, first, row), Value: sheet.Num(shares[i])})
		share += shares[i]
	}
	row++
	p.put(row, 1, 3, sheet.Cell{Role: sheet.Total, Align: sheet.AlignLeft, Value: sheet.Str(p.c.T("report.total"))})
	p.put(row, 4, 5, sheet.Cell{Role: sheet.Total, Format: sheet.Integer, Align: sheet.AlignCenter, Formula: "SUM(" + all + ")", Value: sheet.Int(sum.Tasks)})
	p.put(row, 6, classCols, sheet.Cell{Role: sheet.Total, Format: sheet.Points, Align: sheet.AlignCenter,
		Formula: "ROUND(SUM(" + sheet.Rect(first, 6, row-1, 6).Abs() + "),1)", Value: sheet.Num(round1(share))})
	return row
}

// shareFormula does for one cell what Shares does: it counts the full tenths of a per cent, and one more for the largest remainders, the
// first of equal ones first. all are the counts, which begin in row first; row is the cell's own.
func shareFormula(all string, first, row int) string {
	n := sheet.At(row, 4).Abs()
	total := "SUM(" + all + ")"
	rest := func(cells string) string { return "MOD(" + cells + "*1000," + total + ")" }
	before := "0"
	if row > first {
		before = "SUMPRODUCT(--(" + rest(sheet.Rect(first, 4, row-1, 4).Abs()) + "=" + rest(n) + "))"
	}
	place := "SUMPRODUCT(--(" + rest(all) + ">" + rest(n) + "))+" + before
	return "IF(" + total + "=0,0,ROUND((INT(" + n + "*1000/" + total + ")+IF(" + place + "<1000-SUMPRODUCT(INT(" + all + "*1000/" + total + ")),1,0))/10,1))"
}

// areaNameCols is the number of the page's columns for an area's name.
const areaNameCols = 3

// longArea reports whether an area's name takes two lines.
func longArea(name string) bool { return sheet.TextWidth(name) > areaNameCols*overviewWidth-2 }

// areaTable repeats the sums by area: each cell refers to the sheet of the areas, the names link to it. row is that of the headings; it
// returns the last row.
func (p *page) areaTable(row, col int) int {
	t := p.areas
	type part struct {
		key   string
		width int
		text  string
		role  sheet.Role
	}
	parts := []part{
		{workbook.ColArea, areaNameCols, p.heading(workbook.ColArea), sheet.Heading}, {colTasks, 1, p.c.T("report.tasks-short"), sheet.Heading},
		{classPrefix + ClassDone.Key(), 1, p.c.T("report.done-short"), sheet.Heading}, {classPrefix + ClassOverdue.Key(), 1, p.c.T("report.overdue-short"), sheet.Heading},
		{colMeanDone, 2, p.c.T("report.mean-short"), sheet.Heading}, {colMeanDue, 2, p.heading(colMeanDue), sheet.Heading}, {colMeanGap, 2, p.heading(colMeanGap), sheet.Heading},
	}
	for _, l := range lights() {
		parts = append(parts, part{lightPrefix + lightKey(l), 1, p.c.T("lightsign." + lightKey(l)), p.lightRole(l)})
	}
	at := col
	for _, x := range parts {
		p.put(row, at, at+x.width-1, sheet.Cell{Role: x.role, Align: sheet.AlignCenter, Value: sheet.Str(x.text)})
		at += x.width
	}
	rows := make([]int, 0, len(p.areaSums)+1)
	for r := t.head + 1; r <= p.areaAll; r++ {
		rows = append(rows, r)
	}
	for _, from := range rows {
		row++
		role := sheet.Body
		if from == p.areaAll {
			role = sheet.Total
		}
		at := col
		for _, x := range parts {
			src := t.s.Cell(sheet.At(from, t.at[x.key]))
			c := sheet.Cell{Role: role, Format: src.Format, Align: sheet.AlignCenter, Value: src.Value, Formula: t.outer(x.key, from)}
			if x.key == workbook.ColArea {
				c.Formula, c.Align = "", sheet.AlignLeft
				if role == sheet.Body && !longArea(src.Value.Text) {
					// LibreOffice does not break a link into lines, so a long name is not made a link.
					c.Role, c.Extra = sheet.Link, t.link(from)
				}
			}
			if x.key == colMeanGap && src.Value.Kind == sheet.Number && src.Value.Num <= -p.l.Plan.Settings.YellowFrom {
				c.Role = sheet.Warn
			}
			p.put(row, at, at+x.width-1, c)
			at += x.width
		}
	}
	return row
}
