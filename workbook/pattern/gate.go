package pattern

import (
	"regexp/syntax"
	"unicode/utf8"
)

// gate turns away texts that an expression cannot match, by the characters with which a match can begin and end. Most texts hold none
// of them, and looking for a character costs a hundredth of running the expression.
type gate struct {
	first, last *runes
	// atStart and atEnd say that a match can only be at the start or the end of the text.
	atStart, atEnd bool
}

// runes is a set of characters; it may also report some that are not in it.
type runes [64]uint64

func (s *runes) add(r rune)      { s[r>>6&63] |= 1 << (r & 63) }
func (s *runes) has(r rune) bool { return s[r>>6&63]&(1<<(r&63)) != 0 }
func (s *runes) join(t *runes) {
	for i := range s {
		s[i] |= t[i]
	}
}

// mostRunes is the largest useful size of a character class: a larger one turns hardly any text away.
const mostRunes = 200

func newGate(expr string) gate {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return gate{}
	}
	var g gate
	if first, empty, ok := edge(re, false); ok && !empty {
		g.first, g.atStart = first, bounded(re, syntax.OpBeginText, false)
	}
	if bounded(re, syntax.OpEndText, true) {
		if last, empty, ok := edge(re, true); ok && !empty {
			g.last, g.atEnd = last, true
		}
	}
	return g
}

// lets reports whether a text may match.
func (g *gate) lets(s string) bool {
	if g.atEnd {
		if r, _ := utf8.DecodeLastRuneInString(s); !g.last.has(r) {
			return false
		}
	}
	switch {
	case g.first == nil:
		return true
	case g.atStart:
		r, _ := utf8.DecodeRuneInString(s)
		return g.first.has(r)
	}
	for _, r := range s {
		if g.first.has(r) {
			return true
		}
	}
	return false
}

// edge gives the set of characters with which a match begins, or ends if far is set. empty says that the match may be empty, ok that
// the set is small enough to be useful.
func edge(re *syntax.Regexp, far bool) (set *runes, empty, ok bool) {
	set = &runes{}
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return nil, false, false
		}
		if far {
			set.add(re.Rune[len(re.Rune)-1])
		} else {
			set.add(re.Rune[0])
		}
		return set, false, true
	case syntax.OpCharClass:
		n := 0
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if n += int(re.Rune[i+1]-re.Rune[i]) + 1; n > mostRunes {
				return nil, false, false
			}
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				set.add(r)
			}
		}
		return set, false, true
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return set, true, true
	case syntax.OpCapture, syntax.OpPlus:
		return edge(re.Sub[0], far)
	case syntax.OpStar, syntax.OpQuest:
		set, _, ok = edge(re.Sub[0], far)
		return set, true, ok
	case syntax.OpRepeat:
		set, empty, ok = edge(re.Sub[0], far)
		return set, empty || re.Min == 0, ok
	case syntax.OpConcat:
		for i := range re.Sub {
			sub := re.Sub[i]
			if far {
				sub = re.Sub[len(re.Sub)-1-i]
			}
			one, may, ok := edge(sub, far)
			if !ok {
				return nil, false, false
			}
			set.join(one)
			if !may {
				return set, false, true
			}
		}
		return set, true, true
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			one, may, ok := edge(sub, far)
			if !ok {
				return nil, false, false
			}
			set.join(one)
			empty = empty || may
		}
		return set, empty, true
	}
	return nil, false, false
}

// bounded reports whether every match is at the start of the text, or with far at its end.
func bounded(re *syntax.Regexp, by syntax.Op, far bool) bool {
	switch re.Op {
	case by:
		return true
	case syntax.OpCapture:
		return bounded(re.Sub[0], by, far)
	case syntax.OpConcat:
		if far {
			return bounded(re.Sub[len(re.Sub)-1], by, far)
		}
		return bounded(re.Sub[0], by, far)
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			if !bounded(sub, by, far) {
				return false
			}
		}
		return true
	}
	return false
}
