package report

import (
	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// YearExceptions lays out every exception of several rounds, for the workbook that their scores stand in: which figures stand
// otherwise than they were reported, what was let stand, why and by whose leave. It says so where there is none. The title and
// the line that says what the figures rest on are those of the workbook.
func YearExceptions(p *workbook.Plan, rounds []*Ledger, title, stated string, c *templates.Catalogue) *sheet.Sheet {
	w := exceptionWords{newWords(p, c)}
	t := openTable(c.T("tab.year-exceptions"), tableHeadRow, exceptionFields(), c.ReportHeading)
	wide := len(t.fields)
	t.s.Put(sheet.At(tableTitleRow, 1), sheet.Cell{Role: sheet.Title, Value: sheet.Str(title)})
	t.s.Put(sheet.At(tableLineRow, 1), sheet.Cell{Role: sheet.Subtitle, Value: sheet.Str(stated)})
	t.s.Merges = append(t.s.Merges, sheet.Rect(tableTitleRow, 1, tableTitleRow, wide), sheet.Rect(tableLineRow, 1, tableLineRow, wide))
	for _, x := range exceptionsOf(rounds) {
		t.next(sheet.Body)
		w.put(t, &x)
	}
	if t.empty() {
		t.next(sheet.Body)
		t.put("finding", sheet.Str(c.T("exception.none")))
	}
	t.s.Layout.Filter = sheet.Rect(tableHeadRow, 1, t.row, wide)
	// On paper the cell that a row came from leads nowhere.
	t.s.Layout.Print = sheet.Print{Landscape: true, FitWidth: true, CenterHorizontally: true, TitleRows: sheet.Span{First: tableTitleRow, Last: tableHeadRow},
		Area: sheet.Rect(1, 1, t.row, wide-1), FooterLeft: "&A", FooterCenter: c.T("print.page")}
	return t.s
}
