package xlsx

import (
	"bytes"
	"strconv"

	"duban/workbook/sheet"
)

// A last page with only a few rows is wasted. So a table that is scaled to the width of its pages is scaled a little further if that
// saves a page. This does not apply to a sheet whose rows grow as people type, and rarely to a long list.
const (
	// mostSqueeze is the smallest scale to which a sheet may be printed for that.
	mostSqueeze = 0.75
	// leastType is the smallest type, in points, that may result.
	leastType = 7.2
	// mostPages is the largest number of pages that is tried.
	mostPages = 4
)

// printed adds up the heights of the rows of a sheet that print, while they are written.
type printed struct {
	first, last   int // the rows that print
	titles        sheet.Span
	points, title float64
	n             int
	grows         bool
}

func newPrinted(s *sheet.Sheet) printed {
	if s.Layout == nil || !s.Layout.Print.FitWidth || s.Layout.Print.FitHeight || len(s.Layout.Print.BreakBefore) > 0 {
		return printed{}
	}
	p := s.Layout.Print
	return printed{first: p.Area.First.Row, last: p.Area.Last.Row, titles: p.TitleRows}
}

// add counts a row of the given height; 0 is the default height.
func (p *printed) add(r *sheet.Row, points float64, fixed bool) {
	if r.N < p.first || r.N > p.last {
		return
	}
	p.n++
	switch {
	case r.Hidden:
		return
	case points == 0:
		points = defaultRowHeight
	}
	p.points += points
	p.grows = p.grows || !fixed
	if r.N >= p.titles.First && r.N <= p.titles.Last {
		p.title += points
	}
}

// pages gives the number of pages to which a sheet should be fitted, 0 for any number.
func (p *printed) pages(s *sheet.Sheet) int {
	if p.last == 0 || p.grows {
		return 0
	}
	high := p.points + float64(p.last-p.first+1-p.n)*defaultRowHeight
	size := s.PrintedType()
	page := s.PageHeight()
	for n := 1; n <= mostPages; n++ {
		// Repeated rows are printed on each page.
		squeeze := page / ((high + float64(n-1)*p.title) / float64(n))
		if squeeze >= 1 || squeeze >= mostSqueeze && size*squeeze >= leastType {
			return n
		}
	}
	return 0
}

// fitPages puts a number of pages into the page set-up that excelize wrote.
func fitPages(setup []byte, pages int) []byte {
	if pages == 0 {
		return setup
	}
	return bytes.Replace(setup, []byte(`fitToHeight="0"`), []byte(`fitToHeight="`+strconv.Itoa(pages)+`"`), 1)
}
