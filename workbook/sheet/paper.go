package sheet

import "slices"

// The space between the margins of a page, in points, and the width of one character of a column's width: seven pixels in the
// workbooks' font.
const (
	a4Upright   = 523.0
	a4Lying     = 770.0
	a3Lying     = 1118.0
	a4LyingHigh = 508.0
	a4Tall      = 755.0 // upright; landscape A3 is as high
	columnChar  = 5.25
	columnWidth = 9.0 // of a column that the layout does not mention
	typeSize    = 10.0
	// readableType is the smallest type, in points, in which a table is printed if larger paper helps.
	readableType = 7.5
	// uprightType is the smallest type in which a table is turned upright to save pages.
	uprightType = 7.9
	// rowHigh is the height of a row with one line.
	rowHigh = 18.0
)

// OnA3 reports whether a sheet prints on A3: because its layout says so, or because its type would be too small to read on landscape
// A4. Who has no A3 prints it on A4, as small as it would have been.
func (s *Sheet) OnA3() bool {
	l := s.Layout
	if l == nil {
		return false
	}
	p := l.Print
	return p.A3 || p.Landscape && p.FitWidth && !p.FitHeight && typeSize*a4Lying/s.printedWidth() < readableType
}

// PrintedType is the type size, in points, in which a sheet that is scaled to the width of its page prints its rows; a page is never
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
		// Repeated columns are printed on each page.
		page += more * (page - s.widthOf(l.Print.TitleCols.First, l.Print.TitleCols.Last))
	}
	return min(typeSize, typeSize*page/s.printedWidth())
}

// TurnUpright prints a landscape table upright if it is longer than a landscape page and narrow enough to be read upright: a list of
// all bureaus then takes one page instead of two. The printed range must be known.
func (s *Sheet) TurnUpright() {
	p := &s.Layout.Print
	if rows := p.Area.Last.Row - p.Area.First.Row + 1; p.Landscape && float64(rows)*rowHigh > a4LyingHigh && typeSize*a4Upright/s.printedWidth() >= uprightType {
		p.Landscape = false
	}
}

// PageAbreast lets a table that would be too small to read even on A3 take two pages side by side, each with the title columns.
func (s *Sheet) PageAbreast(titles Span) {
	if p := &s.Layout.Print; s.PrintedType() < readableType {
		p.Abreast, p.TitleCols = 2, titles
	}
}

// PageHeight is the height, in points of rows, that fits on one page of a sheet that is scaled to the width of its page.
func (s *Sheet) PageHeight() float64 {
	high := a4Tall
	if s.Layout != nil && s.Layout.Print.Landscape && !s.OnA3() {
		high = a4LyingHigh
	}
	return high * typeSize / s.PrintedType()
}

// printedWidth gives the width of the printed columns, in points.
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

// widthOf gives the printed width of columns, in points.
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
