package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// piece is a run of a paragraph's text.
type piece struct {
	para *paragraph
	from int
	text string
}

func (p piece) to() int            { return p.from + len(p.text) }
func (p piece) span() Span         { return p.para.span(p.from, p.to()) }
func (p piece) sub(a, b int) piece { return piece{p.para, p.from + a, p.text[a:b]} }

// group gives the text of a pattern's first group; it is empty if the pattern does not match.
func (p piece) group(of *pattern.Pattern) piece {
	m := of.FindStringSubmatchIndex(p.text)
	if m == nil {
		return piece{}
	}
	return p.sub(m[2], m[3])
}

// trim removes spaces and punctuation marks at both ends.
func (p piece) trim(cut string) piece {
	left := strings.TrimLeft(p.text, cut)
	p.from += len(p.text) - len(left)
	p.text = strings.TrimRight(left, cut)
	return p
}

// brackets contain remarks on the text before them; 〈〉 and 《》 contain names and headings.
const (
	brackets      = openBrackets + closeBrackets
	openBrackets  = "（(【〔［"
	closeBrackets = "）)】〕］"
)

const (
	spaces = " \t\u3000\u00a0\u200b\ufeff\r\n>"
	stops  = "。！？!?；;"
)

// A longer sentence or clause was not written by people. It is cut, so that the time to read a text grows in proportion to its
// length.
const longestSentence, longestClause = 12000, 900

// nearby is the number of bytes around a place that decide what it means.
const nearby = 60

// nearEnd and nearStart give the text close to the end and the start.
func nearEnd(s string) string { return s[max(0, len(s)-nearby):] }

func nearStart(s string) string { return s[:min(len(s), nearby)] }

// longestQuote is the most bytes of a bracket or quotation that is kept whole; one that is never closed would otherwise
// swallow the rest of the paragraph.
const longestQuote = 600

// cutter cuts a text at marks outside brackets and quotation marks.
type cutter struct {
	text  string
	depth int
	since int
	// spoken is the end of a speech in quotation marks, whose sentences are cut like the text's own.
	spoken int
}

// outside reports whether the character at i is outside brackets and quotation marks.
func (c *cutter) outside(i int, r rune) bool {
	if r == '“' && speaks.MatchString(nearEnd(c.text[:i])) {
		end := strings.Index(c.text[i:], "”")
		if end < 0 || end > longestName*len("名") {
			c.spoken = i + max(end, 0)
			return true
		}
	}
	if r == '”' && i == c.spoken && i > 0 {
		return true
	}
	switch r {
	case '（', '(', '“', '《', '【', '〔', '［':
		if c.depth == 0 {
			c.since = i
		}
		c.depth++
	case '）', ')', '”', '》', '】', '〕', '］':
		c.depth = max(0, c.depth-1)
	}
	if c.depth > 0 && i-c.since > longestQuote {
		c.depth = 0
	}
	return c.depth == 0
}

// speaks matches words before speech in quotation marks: 批示：“请水利局牵头，…。”
var speaks = pattern.New(`(?:批示|要求|指出|强调|指示|明确|批注|批复|意见)(?:如下)?[：:]$`)

// sentences cuts a text at full stops and semicolons; the mark stays with the sentence.
func (p piece) sentences() []piece {
	var out []piece
	c := cutter{text: p.text}
	start := 0
	for i, r := range p.text {
		if i-start >= longestSentence {
			out = append(out, p.sub(start, i))
			start = i
		}
		if c.outside(i, r) && strings.ContainsRune(stops, r) {
			end := i + len(string(r))
			// The marks in 。” and 。） belong to the sentence.
			if s := p.sub(start, end).unquoted(); strings.Trim(s.text, spaces+stops) != "" {
				out = append(out, s.trim(spaces))
			}
			start = end
			if n := asideBehind(p.text, start); n > 0 && strings.Trim(p.text[start+n:], spaces+stops) != "" {
				out = append(out, p.sub(start, start+n).trim(spaces))
				start += n
			}
		}
	}
	if s := p.sub(start, len(p.text)).unquoted(); strings.Trim(s.text, spaces+stops) != "" {
		out = append(out, s.trim(spaces))
	}
	return out
}

// limitBehind matches a bracket with a limit behind a full stop, which belongs to the sentence before it: 修建驿站3处。（12月底前完成）改造公厕2座.
var limitBehind = pattern.New(`^[ \t　]*[（(【〔［][^（）()【】〔〕［］。；]{0,40}\d{1,2}月[^（）()【】〔〕［］。；]{0,60}[）)】〕］]`)

// whoBehind matches a bracket with a label behind a sentence, which says who does the work before it: 开工12个项目；（责任单位：发改局）办结8件.
var whoBehind = pattern.Of(func() string {
	return `^[ \t　]*[（(【〔［](?:` + alternatives(whoAndWhen()) + `)[：:][^（）()【】〔〕［］]{2,120}[）)】〕］]`
})

// asideBehind gives the length of the bracket at an offset of a text, right behind a sentence, that is about that sentence; 0 if there is
// none. If a text begins with a bracket, its brackets stand before the text they are about.
func asideBehind(text string, at int) int {
	if !opensBracket(text[at:]) {
		return 0
	}
	if n := len(limitBehind.FindString(text[at:])); n > 0 {
		return n
	}
	if opensBracket(text) && labelPattern.MatchString(nearStart(text)) {
		return 0
	}
	return len(whoBehind.FindString(text[at:min(len(text), at+longestQuote)]))
}

// opensBracket reports whether a text begins with a bracket, apart from spaces.
func opensBracket(text string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, spaces))
	return strings.ContainsRune(openBrackets, first)
}

// clauses cuts a sentence at commas and colons, and before the next work with a limit of its own: 年底前完成A、明年3月底前完成B.
func (p piece) clauses() []piece {
	var out []piece
	c := cutter{text: p.text}
	start := 0
	for i, r := range p.text {
		if i-start >= longestClause {
			out = append(out, p.sub(start, i))
			start = i
		}
		if c.outside(i, r) && (r == '，' || r == '：' || (r == ',' || r == ':') && !amidDigits(p.text, i) ||
			r == '、' && nextWork(p.text[start:i], p.text[i+len("、"):])) {
			if s := p.sub(start, i).trim(spaces + stops).unquoted(); s.text != "" {
				out = append(out, s)
			}
			start = i + len(string(r))
		}
	}
	if s := p.sub(start, len(p.text)).trim(spaces + stops).unquoted(); s.text != "" {
		out = append(out, s)
	}
	return out
}

// unquoted removes a quotation mark at one end of a text whose counterpart is outside the text.
func (p piece) unquoted() piece {
	switch {
	case strings.HasPrefix(p.text, "“") && !strings.Contains(p.text, "”"):
		return p.trim("“")
	case strings.HasSuffix(p.text, "”") && !strings.Contains(p.text, "“"), strings.HasPrefix(p.text, "”"):
		return p.trim("”")
	}
	return p
}

// nextWork reports whether work with a limit of its own follows other work.
func nextWork(before, behind string) bool {
	behind = nearStart(behind)
	at := limits.FindStringIndex(behind)
	return at != nil && at[0] == 0 && verbAt(behind[at[1]:]) != "" && verbWithin(before)
}

// amidDigits reports whether a mark is a comma that groups thousands, or a colon between hours and minutes.
func amidDigits(s string, i int) bool {
	digit := func(k int) bool { return k >= 0 && k < len(s) && s[k] >= '0' && s[k] <= '9' }
	return digit(i-1) && digit(i+1)
}

// itemEnds reports whether a sentence is an item among others: it ends with a semicolon.
func itemEnds(p piece) bool {
	return strings.HasSuffix(p.text, "；") || strings.HasSuffix(p.text, ";")
}
