package xlsx

import (
	"fmt"
	"strings"
	"testing"

	"duban/workbook/sheet"
)

// A box shows all of its text, as programs do not scroll in it: what does not fit in height makes it wider.
func TestNoteBoxesShowAllOfTheirText(t *testing.T) {
	long := strings.TrimSuffix(strings.Repeat(strings.Repeat("字", 50)+"\n", 26), "\n")
	for _, tt := range []struct {
		text  string
		parts int
	}{{"短", 1}, {strings.Repeat("行\n", 27), 1}, {strings.Repeat("字", 14*40), 2}, {long, mostNoteParts}} {
		shape := noteShape(1, noteBox{sheet.At(4, 18), tt.text})
		for _, want := range []string{fmt.Sprintf("width:%dpt;", noteWidth*tt.parts), fmt.Sprintf("<x:Anchor>18, 15, 2, 2, %d, 15,", 18+noteCols*tt.parts)} {
			if !strings.Contains(shape, want) {
				t.Errorf("%.10s: no %s in %s", tt.text, want, shape)
			}
		}
		if high := 24 + 14*countLines(tt.text, float64(noteUnits*tt.parts), &look{size: 9}); high > mostNoteHeight {
			t.Errorf("%.10s: %d points high", tt.text, high)
		}
	}
}
