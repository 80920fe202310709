package sheet

import (
	"slices"
	"testing"
)

// laid lays out rows of the given numbers, each in the same place.
func laid(numbers ...int) *Sheet {
	s := &Sheet{}
	s.Lay = func(yield func(*Row) bool) {
		r := &Row{}
		for _, n := range numbers {
			*r = Row{N: n, Cells: append(r.Cells[:0], Cell{Col: 1, Value: Int(n)})}
			if !yield(r) {
				return
			}
		}
	}
	return s
}

func TestEach(t *testing.T) {
	s := laid(3, 4, 7)
	for _, n := range []int{1, 2, 5, 9} {
		s.Put(At(n, 1), Cell{Value: Int(-n)})
	}
	var got []int
	for r := range s.Each() {
		got = append(got, r.N)
	}
	if want := []int{1, 2, 3, 4, 5, 7, 9}; !slices.Equal(got, want) {
		t.Errorf("rows %v, want %v", got, want)
	}
	// A caller that stops is given no more rows.
	for stop := 1; stop <= 7; stop++ {
		n := 0
		for range s.Each() {
			if n++; n == stop {
				break
			}
		}
	}
	s.fill()
	if s.Lay != nil || len(s.Rows) != 7 || s.Value(At(4, 1)) != Int(4) || s.Value(At(5, 1)) != Int(-5) || s.Value(At(7, 1)) != Int(7) {
		t.Errorf("filled: %v", s.Rows)
	}
}
