package main

import (
	"slices"
	"strconv"
	"testing"
)

// TestWhatIsAlikeSharesALine: lines of a kind become one, in the order in which the kinds came up; what is alone keeps its own.
func TestWhatIsAlikeSharesALine(t *testing.T) {
	var g gathered[string]
	g.add("b", "发改局", "发改局 b")
	g.add("a", "商务局", "商务局 a")
	g.add("b", "财政局", "财政局 b")
	g.add("b", "住建局", "住建局 b")
	got := g.lines(func(kind string, names []string) string { return kind + strconv.Itoa(len(names)) + names[2] })
	if want := []string{"b3住建局", "商务局 a"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
