package main

import (
	"strings"
	"testing"

	"duban/templates"
)

// The count of what came in names the verdicts in mid-sentence, without capitals.
func TestVerdictsInMidSentence(t *testing.T) {
	for _, lang := range templates.Languages() {
		words, err := templates.LoadCatalogue(lang)
		if err != nil {
			t.Fatal(err)
		}
		counts := map[string]int{}
		for _, w := range verdictOrder() {
			counts[w] = 1
		}
		s := &session{app: &app{words: words}}
		got := s.verdictWords(counts)
		if got != strings.ToLower(got) || strings.Contains(got, "‹") {
			t.Errorf("%s: %s", lang, got)
		}
		if lang == "en" && !strings.HasPrefix(got, "1 accepted, 1 nothing to report, ") {
			t.Errorf("%s", got)
		}
	}
}
