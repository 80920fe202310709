package score

import "duban/workbook/sheet"

// dress writes the top lines and sets the sheet's looks.
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

// paginate begins a page with a part that would be torn by its end: one that goes on a page stays whole, and a longer one does
// not begin with a row or two at the foot of one. Where the last part is longer than a page, its headings stand on each page of it:
// rows that are repeated are so from the page after their own on.
func (p *paramSet) paginate() {
	const (
		row    = 18.0 // of a line, and of the blank one below a part
		larger = 3.0  // the name of a part is higher than a line
		top    = 68.0 // the lines above the first part
		most   = 0.35
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
