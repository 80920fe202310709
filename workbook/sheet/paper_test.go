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
		"narrow":           {of(120, lying), false, 10},
		"fits A4":          {of(180, lying), false, 8.1},
		"too wide for A4":  {of(220, lying), true, 9.7},
		"half of it":       {of(220, part), false, 10},
		"hidden is none":   {of(100, wide), false, 10},
		"upright stays":    {of(220, upright), false, 4.5},
		"one page stays":   {of(220, one), false, 6.7},
		"as it says":       {of(100, Print{Landscape: true, A3: true, FitWidth: true}), true, 10},
		"not scaled":       {of(400, Print{Landscape: true}), false, 10},
		"without a layout": {&Sheet{}, false, 10},
	} {
		if c.s.OnA3() != c.a3 {
			t.Errorf("%s: A3 is %v", name, c.s.OnA3())
		}
		if got := c.s.PrintedType(); got < c.size-0.06 || got > c.size+0.06 {
			t.Errorf("%s: prints in %.2f points, want %.1f", name, got, c.size)
		}
	}
}
