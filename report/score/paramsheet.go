package score

import "duban/workbook/sheet"

// dress writes the top lines and sets widths, freezing and page breaks.
func (p *paramSet) dress(title, stated string) *sheet.Sheet {
	sh := p.sh
	sh.Layout.Tab = sheet.HeadingInput
	sh.Layout.FreezeRows = 1
	for i, w := range []float64{26, 16, 18, 11, 11, 16, 10, 9, 9, 12, 10, 10} {
		sh.Layout.Columns = append(sh.Layout.Columns, sheet.ColumnLayout{First: i + 1, Last: i + 1, Width: w})
	}
	topLines(sh, paramColumns, title, stated, p.c.T("scorebook.guide-parameters"))
	p.paginate()
	return sh
}

// paginate breaks the page before a part that would be torn, so that a part that fits a page stays whole and a longer one does not begin
// with a row or two at the foot of a page. If the last part is longer than a page, its headings are repeated on each of its pages; programs
// repeat rows from the page after their own on, so that this does not touch earlier parts.
func (p *paramSet) paginate() {
	const (
		row    = 18.0 // the height of a row in points
		larger = 3.0  // by which the row with a part's name is higher
		top    = 68.0 // the height of the lines above the first part
		most   = 0.35 // of a page may stay empty before a part that is longer than a page
	)
	page := p.sh.PageHeight()
	left := page - top
	for _, b := range p.blocks {
		high := float64(b.Last-b.First+2)*row + larger
		if high-row > left && left < page && (high <= page || left < most*page) {
			p.sh.Layout.Print.BreakBefore = append(p.sh.Layout.Print.BreakBefore, b.First)
			left = page
		}
		for left -= high; left <= 0; {
			left += page
		}
		if p.sh.Layout.Print.TitleRows = (sheet.Span{}); high > page {
			p.sh.Layout.Print.TitleRows = sheet.Span{First: b.First, Last: b.First + 1}
		}
	}
}
