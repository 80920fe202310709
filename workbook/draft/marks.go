package draft

import (
	"strings"

	"duban/workbook/pattern"
)

// mark is one way of numbering. inline marks may also be within a paragraph, behind the end of a sentence.
type mark struct {
	name    string
	pattern *pattern.Pattern
	inline  bool
}

// problemMark numbers what is wrong: 问题一：….
const problemMark = "problem"

const hanDigits = `[一二三四五六七八九十]{1,3}`

// marks are tried in order.
var marks = []mark{
	{"chapter", pattern.New(`^第(` + hanDigits + `)(?:部分|[章节篇])[、：:\s　]*`), false},
	{"han", pattern.New(`^(` + hanDigits + `)[、．.](?:\s|　)*`), false},
	{"han-bracket", pattern.New(`^[（(](` + hanDigits + `)[）)][、.．]?(?:\s|　)*`), true},
	{problemMark, pattern.New(`^问题(` + hanDigits + `|\d{1,2})[：:、．.](?:\s|　)*`), false},
	{"first", pattern.New(`^(` + hanDigits + `)(?:是要|是|要)`), true},
	{"ordinal", pattern.New(`^第([一二三四五六七八九十])[，,、](?:\s|　)*`), true},
	{"bracket", pattern.New(`^[（(](\d{1,2})[）)][、.．]?(?:\s|　)*`), true},
	{"half-bracket", pattern.New(`^(\d{1,2})[）)](?:\s|　)*`), true},
	{"lens", pattern.New(`^【(` + hanDigits + `|\d{1,2})】(?:\s|　)*`), true},
	{"tortoise", pattern.New(`^〔(` + hanDigits + `|\d{1,2})〕(?:\s|　)*`), true},
	{"angle", pattern.New(`^〈(` + hanDigits + `|\d{1,2})〉(?:\s|　)*`), true},
	{"square", pattern.New(`^[\[［](` + hanDigits + `|\d{1,2})[\]］](?:\s|　)*`), false},
	{"number", pattern.New(`^(\d{1,3})(?:[.．、]|\s+)(?:\s|　)*`), true},
	{"circle", pattern.New(`^([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])(?:\s|　)*`), true},
	{"bullet", pattern.New(`^([-*•●◆■])(?:\s|　)+`), false},
	{"aspect", pattern.New(`^(在)[^，,。；;：:、]{2,18}方面[。：:]`), true},
}

// found is a mark in a text.
type found struct {
	kind string
	// text is the mark without spaces: （一）, 一是, 1.
	text string
	// number is the number that it gives, 0 for a mark that does not count.
	number int
	size   int
}

// markAt finds the mark that a text begins with. Within a paragraph a number only counts if it continues the
// one before (last gives that of a kind) or starts again: "3.5%" and "一是一" number nothing.
func markAt(s string, inline bool, last func(kind string) int) (found, bool) {
	for _, m := range marks {
		if inline && !m.inline {
			continue
		}
		at := m.pattern.FindStringSubmatchIndex(s)
		if at == nil {
			continue
		}
		f := found{kind: m.name, text: strings.TrimFunc(s[:at[1]], blank), number: markNumber(s[at[2]:at[3]]), size: at[1]}
		if m.name == "aspect" {
			// The aspect is a heading by itself, and remains in the text.
			f.size, f.text = 0, ""
			return f, true
		}
		if rest := s[at[1]:]; m.name == "number" && (rest == "" || strings.HasSuffix(f.text, " ") || startsWithDigit(rest) && (inline || !f.beforeFigure(rest, last(m.name)))) {
			continue
		}
		if m.name == "number" && !strings.ContainsAny(f.text, ".．、") {
			// A bare number counts only at the beginning of a paragraph, and only as the next one: not 2024 年 or 15 个.
			if inline || f.number != last(m.name)+1 {
				continue
			}
		}
		if (inline || m.name == "first") && f.number != 1 && f.number != last(m.name)+1 {
			continue
		}
		return f, true
	}
	return found{}, false
}

// beforeFigure reports whether a number numbers a paragraph although a digit follows its point: the next of a list (2.5万亩
// behind item 1), or one before a day (1.10月10日前). What is read from such a figure is marked.
func (f found) beforeFigure(rest string, last int) bool {
	if strings.HasSuffix(f.text, "、") {
		return false
	}
	return f.number > 1 && f.number == last+1 || f.number <= last+1 && monthAhead.MatchString(rest)
}

var (
	monthAhead = pattern.New(`^\d{1,2}月(?:份|底|初|末|[上中下]旬|\d)`)
	gluedMark  = pattern.New(`^\d{1,3}[.．]\d`)
)

// glued gives the beginning of a paragraph up to a figure whose point may end the paragraph's number; cut says
// that it was taken to.
func glued(a *amount) (wording string, cut bool) {
	text := a.at.para.text
	head := len(text) - len(strings.TrimLeft(text, spaces))
	at := gluedMark.FindStringIndex(text[head:])
	if at == nil || a.at.from != head && a.at.from != head+at[1]-1 {
		return "", false
	}
	return text[head:a.at.to()], a.at.from != head
}

func markNumber(s string) int {
	if at := strings.Index("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", s); at >= 0 && s != "" {
		return at/len("①") + 1
	}
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return hanNumber(s)
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// hanNumber reads 一 to 九十九, 0 for anything else.
func hanNumber(s string) int {
	n, digit := 0, 0
	for _, r := range s {
		switch at := strings.IndexRune("一二三四五六七八九", r); {
		case at >= 0:
			digit = at/len("一") + 1
		case r == '十':
			n += max(digit, 1) * 10
			digit = 0
		default:
			return 0
		}
	}
	return n + digit
}
