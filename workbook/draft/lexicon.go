package draft

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// lexicon is a list of words that texts are searched for, the longest first. It looks only at the words that begin, or
// end, with the character at hand.
type lexicon struct {
	words       []string
	first, last map[rune][]int
}

func newLexicon(table string) *lexicon {
	l := &lexicon{words: longestFirst(table), first: map[rune][]int{}, last: map[rune][]int{}}
	for i, w := range l.words {
		a, _ := utf8.DecodeRuneInString(w)
		z, _ := utf8.DecodeLastRuneInString(w)
		l.first[a] = append(l.first[a], i)
		l.last[z] = append(l.last[z], i)
	}
	return l
}

func longestFirst(table string) []string {
	out := strings.Fields(table)
	sort.SliceStable(out, func(i, j int) bool { return len(out[i]) > len(out[j]) })
	return out
}

// opens is the longest word that a text begins with, empty where there is none.
func (l *lexicon) opens(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	for _, i := range l.first[r] {
		if strings.HasPrefix(s, l.words[i]) {
			return l.words[i]
		}
	}
	return ""
}

// ends is the longest word that a text ends with, empty where there is none.
func (l *lexicon) ends(s string) string {
	r, _ := utf8.DecodeLastRuneInString(s)
	for _, i := range l.last[r] {
		if strings.HasSuffix(s, l.words[i]) {
			return l.words[i]
		}
	}
	return ""
}

// within is the longest word that stands in a text, empty where there is none.
func (l *lexicon) within(s string) string {
	best := len(l.words)
	for at, r := range s {
		for _, i := range l.first[r] {
			if i >= best {
				break
			}
			if strings.HasPrefix(s[at:], l.words[i]) {
				best = i
				break
			}
		}
	}
	if best == len(l.words) {
		return ""
	}
	return l.words[best]
}
