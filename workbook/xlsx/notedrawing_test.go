package xlsx

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// The shapes of a drawing are those that the pattern for them finds, whatever stands between them.
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
