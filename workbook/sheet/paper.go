package sheet

import "slices"

// What a page holds, in points of its width and height between the margins, and how wide a character of a column's width is: seven
// pixels in the font of the workbooks.
const (
	a4Upright   = 523.0
	a4Lying     = 770.0
	a3Lying     = 1118.0
	a4LyingHigh = 508.0
	a4Tall      = 755.0 // upright; A3 lying is as high
	columnChar  = 5.25
	columnWidth = 9.0 // of a column that the layout does not name
	typeSize    = 10.0
	// readableType is the smallest type, in points, that a table is printed in where a larger sheet of paper helps.
	readableType = 7.5
	// uprightType is the smallest type in which a table is turned upright to save pages.
	uprightType = 7.9
	// rowHigh is how high a row of one line is.
	rowHigh = 18.0
)

// OnA3 reports a sheet that prints on A3: because its layout says so, or because on A4 lying its type would be too small to
// read. Who has no A3 prints it on A4 as small as it would have been.
func (s *Sheet) OnA3() bool {
	l := s.Layout
	if l == nil {
		return false
	}
	p := l.Print
	return p.A3 || p.Landscape && p.FitWidth && !p.FitHeight && typeSize*a4Lying/s.printedWidth() < readableType
}

// PrintedType is the size in points in which a sheet that is scaled to the width of its page prints its rows; a page is never
// enlarged.
func (s *Sheet) PrintedType() float64 {
	l := s.Layout
	if l == nil || !l.Print.FitWidth {
		return typeSize
	}
	page := a4Upright
	switch a3 := s.OnA3(); {
	case a3 && l.Print.Landscape:
		page = a3Lying
	case a3, l.Print.Landscape:
		page = a4Lying
	}
	if more := float64(l.Print.Abreast - 1); more > 0 {
		// The columns that are repeated stand on each page.
		page += more * (page - s.widthOf(l.Print.TitleCols.First, l.Print.TitleCols.Last))
	}
	return min(typeSize, typeSize*page/s.printedWidth())
}

// TurnUpright prints a lying table upright where it is longer than a lying page and narrow enough to be read so: a list of all
// bureaus is one page then instead of two. What prints must be known.
func (s *Sheet) TurnUpright() {
	p := &s.Layout.Print
	if rows := p.Area.Last.Row - p.Area.First.Row + 1; p.Landscape && float64(rows)*rowHigh > a4LyingHigh && typeSize*a4Upright/s.printedWidth() >= uprightType {
		p.Landscape = false
	}
}

// PageAbreast lets a table that prints too small to be read on A3 too, take two pages side by side, each with its first columns.
func (s *Sheet) PageAbreast(titles Span) {
	if p := &s.Layout.Print; s.PrintedType() < readableType {
		p.Abreast, p.TitleCols = 2, titles
	}
}

// PageHeight is how much of a sheet that is scaled to the width of its page goes on one, in points of its rows.
func (s *Sheet) PageHeight() float64 {
	high := a4Tall
	if s.Layout != nil && s.Layout.Print.Landscape && !s.OnA3() {
		high = a4LyingHigh
	}
	return high * typeSize / s.PrintedType()
}

// printedWidth is the width of the columns that print, in points.
func (s *Sheet) printedWidth() float64 {
	l := s.Layout
	first, last := 1, 0
	if l.Print.Area != (Range{}) {
		first, last = l.Print.Area.First.Col, l.Print.Area.Last.Col
	} else {
		for _, c := range l.Columns {
			last = max(last, c.Last)
		}
	}
	return max(columnChar, s.widthOf(first, last))
}

// widthOf is how wide columns print, in points.
func (s *Sheet) widthOf(first, last int) float64 {
	l, sum := s.Layout, 0.0
	for n := max(1, first); n <= last && n <= MaxCols; n++ {
		switch i := slices.IndexFunc(l.Columns, func(c ColumnLayout) bool { return c.First <= n && n <= c.Last }); {
		case i < 0:
			sum += columnWidth
		case !l.Columns[i].Hidden:
			sum += l.Columns[i].Width
		}
	}
	return sum * columnChar
}
