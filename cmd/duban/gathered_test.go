package main

import (
	"slices"
	"strconv"
	"testing"
)

// TestWhatIsAlikeSharesALine checks that lines of a kind become one line, in the order in which the kinds came up, and that a single one
// keeps its own.
func TestWhatIsAlikeSharesALine(t *testing.T) {
	var g gathered[string]
	g.add("b", 1, "发改局", "发改局 b")
	g.add("a", 1, "商务局", "商务局 a")
	g.add("b", 1, "财政局", "财政局 b")
	g.add("b", 1, "住建局", "住建局 b")
	g.add("c", 4, "环保局", "环保局 c") // three of them are not listed
	got := g.lines(func(kind string, a *alike) string { return kind + strconv.Itoa(a.n) + a.names[len(a.names)-1] })
	if want := []string{"b3住建局", "商务局 a", "c4环保局"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
