package xlsx

import (
	"bytes"
	"strconv"

	"duban/workbook/sheet"
)

// A last page with a few rows on it is a page to no purpose: a table that is scaled to the width of its pages is scaled a
// little further where that saves one. It is no question for a sheet whose rows grow as people write in them, and hardly one
// for a long list.
const (
	// mostSqueeze is how much smaller a sheet may print for that.
	mostSqueeze = 0.75
	// leastType is the smallest type, in points, that it comes to then.
	leastType = 7.2
	// mostPages is how many pages are counted.
	mostPages = 4
)

// printed adds up how high the rows of a sheet are that print, while they are written.
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

// add counts a row of that height; 0 is the height of rows of which nothing is said.
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

// pages says on how many pages a sheet is to fit that would take these or a few rows more; 0 where it is as long as it is.
func (p *printed) pages(s *sheet.Sheet) int {
	if p.last == 0 || p.grows {
		return 0
	}
	high := p.points + float64(p.last-p.first+1-p.n)*defaultRowHeight
	size := s.PrintedType()
	page := s.PageHeight()
	for n := 1; n <= mostPages; n++ {
		// The rows that are repeated stand on each page.
		squeeze := page / ((high + float64(n-1)*p.title) / float64(n))
		if squeeze >= 1 || squeeze >= mostSqueeze && size*squeeze >= leastType {
			return n
		}
	}
	return 0
}

// fitPages has the page set-up that excelize wrote name a number of pages.
func fitPages(setup []byte, pages int) []byte {
	if pages == 0 {
		return setup
	}
	return bytes.Replace(setup, []byte(`fitToHeight="0"`), []byte(`fitToHeight="`+strconv.Itoa(pages)+`"`), 1)
}
