package sheet

import "testing"

func TestPaperFitsTheWidth(t *testing.T) {
	of := func(width float64, p Print) *Sheet {
		return &Sheet{Layout: &Layout{Columns: []ColumnLayout{{First: 1, Last: 10, Width: width / 10}, {First: 11, Last: 12, Width: 90, Hidden: true}}, Print: p}}
	}
	lying := Print{Landscape: true, FitWidth: true}
	upright := Print{FitWidth: true}
	one := Print{Landscape: true, FitWidth: true, FitHeight: true}
	part := lying
	part.Area = Rect(1, 1, 9, 5)
	wide := lying
	wide.Area = Rect(1, 1, 9, 14)
	for name, c := range map[string]struct {
		s    *Sheet
		a3   bool
		size float64
	}{
		"narrow":                      {of(120, lying), false, 10},
		"fits A4":                     {of(180, lying), false, 8.1},
		"too wide for A4":             {of(220, lying), true, 9.7},
		"half of it":                  {of(220, part), false, 10},
		"hidden is none":              {of(100, wide), false, 10},
		"upright stays":               {of(220, upright), false, 4.5},
		"one page stays":              {of(220, one), false, 6.7},
		"as it says":                  {of(100, Print{Landscape: true, A3: true, FitWidth: true}), true, 10},
		"not scaled":                  {of(400, Print{Landscape: true}), false, 10},
		"without a layout":            {&Sheet{}, false, 10},
		"two pages abreast":           {of(360, Print{Landscape: true, FitWidth: true, Abreast: 2}), true, 10},
		"each with the first columns": {of(420, Print{Landscape: true, FitWidth: true, Abreast: 2, TitleCols: Span{First: 1, Last: 2}}), true, 8.1},
	} {
		if c.s.OnA3() != c.a3 {
			t.Errorf("%s: A3 is %v", name, c.s.OnA3())
		}
		if got := c.s.PrintedType(); got < c.size-0.06 || got > c.size+0.06 {
			t.Errorf("%s: prints in %.2f points, want %.1f", name, got, c.size)
		}
	}
}

// A list of all bureaus prints on one portrait page instead of two landscape ones, unless the type would be too small.
func TestLongListsStandUpright(t *testing.T) {
	for name, c := range map[string]struct {
		width float64
		rows  int
		lying bool
	}{
		"long and narrow": {110, 45, false},
		"short":           {110, 20, true},
		"wide":            {140, 45, true},
	} {
		s := &Sheet{Layout: &Layout{Columns: []ColumnLayout{{First: 1, Last: 1, Width: c.width}}, Print: Print{Landscape: true, FitWidth: true, Area: Rect(1, 1, c.rows, 1)}}}
		if s.TurnUpright(); s.Layout.Print.Landscape != c.lying {
			t.Errorf("%s: lying is %v", name, s.Layout.Print.Landscape)
		}
	}
}

// A table that is too wide for A3 takes a second page, which repeats the columns that name its rows.
func TestWideTablesTakeTwoPages(t *testing.T) {
	for width, abreast := range map[float64]int{200: 0, 350: 2} {
		s := &Sheet{Layout: &Layout{Columns: []ColumnLayout{{First: 1, Last: 10, Width: width / 10}}, Print: Print{Landscape: true, FitWidth: true}}}
		s.PageAbreast(Span{First: 1, Last: 1})
		if p := s.Layout.Print; p.Abreast != abreast || (p.TitleCols == Span{First: 1, Last: 1}) != (abreast > 0) || s.PrintedType() < readableType {
			t.Errorf("%.0f wide: %+v, prints in %.1f", width, p, s.PrintedType())
		}
	}
}
