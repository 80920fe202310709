package draft

import (
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// lexicon is a list of words to search texts for, the longest first. A search looks only at the words that begin, or
// end, with the current character. The list is parsed when it is first searched, as most runs read no document.
type lexicon struct {
	table       string
	once        sync.Once
	longest     []string
	first, last map[rune][]int
}

func newLexicon(table string) *lexicon { return &lexicon{table: table} }

// read parses the list.
func (l *lexicon) read() *lexicon {
	l.once.Do(func() {
		l.longest, l.first, l.last = longestFirst(l.table), map[rune][]int{}, map[rune][]int{}
		for i, w := range l.longest {
			a, _ := utf8.DecodeRuneInString(w)
			z, _ := utf8.DecodeLastRuneInString(w)
			l.first[a] = append(l.first[a], i)
			l.last[z] = append(l.last[z], i)
		}
	})
	return l
}

// words gives the words, the longest first.
func (l *lexicon) words() []string { return l.read().longest }

// has reports whether a word is in the list.
func (l *lexicon) has(word string) bool { return word != "" && l.opens(word) == word }

func longestFirst(table string) []string {
	out := strings.Fields(table)
	sort.SliceStable(out, func(i, j int) bool { return len(out[i]) > len(out[j]) })
	return out
}

// opens gives the longest word that a text begins with, empty if there is none.
func (l *lexicon) opens(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	for _, i := range l.read().first[r] {
		if strings.HasPrefix(s, l.longest[i]) {
			return l.longest[i]
		}
	}
	return ""
}

// ends gives the longest word that a text ends with, empty if there is none.
func (l *lexicon) ends(s string) string {
	r, _ := utf8.DecodeLastRuneInString(s)
	for _, i := range l.read().last[r] {
		if strings.HasSuffix(s, l.longest[i]) {
			return l.longest[i]
		}
	}
	return ""
}

// within gives the longest word in a text, empty if there is none.
func (l *lexicon) within(s string) string {
	best := len(l.words())
	for at, r := range s {
		for _, i := range l.first[r] {
			if i >= best {
				break
			}
			if strings.HasPrefix(s[at:], l.longest[i]) {
				best = i
				break
			}
		}
	}
	if best == len(l.longest) {
		return ""
	}
	return l.longest[best]
}
