package xlsx

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"duban/workbook/sheet"
)

// The shapes of a drawing are found whatever is between them, as a regular expression finds them.
func TestDrawnShapes(t *testing.T) {
	want := regexp.MustCompile(`(?s)<(?:\w+:)?shape\s.*?</(?:\w+:)?shape>`)
	pieces := []string{"<v:shape ", "<shape\n", "<v:shapetype ", "<:shape ", "<a:b:shape ", "</v:shape>", "</shape>", "</:shape>", "</v:shapetype>", "shape",
		"shape>", "<v:shape", "x:Row", "</", "<", "文", "_x1", " "}
	dice := rand.New(rand.NewPCG(1, 2))
	found := 0
	for range 20_000 {
		var b strings.Builder
		for range dice.IntN(12) {
			b.WriteString(pieces[dice.IntN(len(pieces))])
		}
		text := b.String()
		from, to := drawnShape(text)
		if m := want.FindStringIndex(text); m == nil {
			if from != len(text) || to != len(text) {
				t.Fatalf("%q: a shape at %d to %d, where there is none", text, from, to)
			}
		} else if found++; from != m[0] || to != m[1] {
			t.Fatalf("%q: a shape at %d to %d, not %v", text, from, to, m)
		}
	}
	if found < 1000 {
		t.Errorf("only %d texts have a shape", found)
	}
}

// A note's box shows all of its text, as programs do not scroll in it: if the text is too high, the box gets wider.
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
