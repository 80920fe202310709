package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/workbook/sheet"
)

// Lengths and places in texts count UTF-16 units, as Excel does.

func width(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// offset is the place in bytes after so many units, and whether it lies within the pair of the rune that starts there.
func offset(s string, n int) (at int, within bool) {
	for i, r := range s {
		if n <= 0 {
			return i, false
		}
		if n -= width(r); n < 0 {
			return i, true
		}
	}
	return len(s), false
}

// cut takes units from one place up to another. Half a pair becomes U+FFFD.
func cut(s string, from, to int) string {
	if to <= from {
		return ""
	}
	start, startWithin := offset(s, from)
	end, endWithin := offset(s, to)
	if !startWithin && !endWithin {
		return s[start:end]
	}
	out := ""
	if startWithin {
		_, n := utf8.DecodeRuneInString(s[start:])
		start += n
		out = "\uFFFD"
	}
	if start < end {
		out += s[start:end]
	}
	if endWithin && end >= start {
		out += "\uFFFD"
	}
	return out
}

// text makes a result of a text, which a cell must be able to hold.
func text(s string) sheet.Value {
	if len(s) > sheet.MaxCellLen && sheet.Units(s) > sheet.MaxCellLen {
		return sheet.Err(errValue)
	}
	return sheet.Str(s)
}

// fold gives one rune for all that differ in case alone.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}
	least := r
	for c := unicode.SimpleFold(r); c != r; c = unicode.SimpleFold(c) {
		least = min(least, c)
	}
	return least
}

// compareText orders texts by code point, case aside.
func compareText(a, b string) int {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if d := fold(ra) - fold(rb); d != 0 {
			return int(d)
		}
		a, b = a[na:], b[nb:]
	}
	return len(a) - len(b)
}

// find is FIND: the place of a text within another, from a place on, all counted from 1.
func find(what, in string, start float64) (int, string) {
	return search(in, start, func(s string) bool { return strings.HasPrefix(s, what) })
}

// searchFold is SEARCH, which takes wildcards and any case.
func searchFold(what, in string, start float64) (int, string) {
	return search(in, start, func(s string) bool { return wildcard(what, s, true) })
}

func search(in string, start float64, here func(string) bool) (int, string) {
	if !(start >= 1) || start > sheet.MaxCellLen {
		return 0, errValue
	}
	n := int(start)
	if n > sheet.Units(in)+1 {
		return 0, errValue
	}
	at, within := offset(in, n-1)
	if within {
		_, size := utf8.DecodeRuneInString(in[at:])
		at += size
		n++
	}
	for {
		if here(in[at:]) {
			return n, ""
		}
		if at >= len(in) {
			return 0, errValue
		}
		r, size := utf8.DecodeRuneInString(in[at:])
		at += size
		n += width(r)
	}
}

// wildcard matches a pattern of ? and *, ~ taking the meaning from what follows it, with any case. With prefix it is
// enough that the text begins so.
func wildcard(pattern, s string, prefix bool) bool {
	var back, from int // where to go on after the last *, once more of the text is given to it
	star := false
	p, i := 0, 0
	for {
		if p == len(pattern) && (prefix || i == len(s)) {
			return true
		}
		matched := false
		if p < len(pattern) {
			r, n := utf8.DecodeRuneInString(pattern[p:])
			switch r {
			case '*':
				star, back, from = true, p+n, i
				p += n
				continue
			case '?':
				if i < len(s) {
					_, m := utf8.DecodeRuneInString(s[i:])
					p, i, matched = p+n, i+m, true
				}
			default:
				if r == '~' && p+n < len(pattern) && strings.IndexByte("*?~", pattern[p+n]) >= 0 {
					p += n
					r, n = utf8.DecodeRuneInString(pattern[p:])
				}
				if i < len(s) {
					c, m := utf8.DecodeRuneInString(s[i:])
					if fold(c) == fold(r) {
						p, i, matched = p+n, i+m, true
					}
				}
			}
		}
		if matched {
			continue
		}
		if !star || from >= len(s) {
			return false
		}
		_, m := utf8.DecodeRuneInString(s[from:])
		from += m
		p, i = back, from
	}
}

// trim is TRIM: no blanks at the ends, single ones within.
func trim(s string) string {
	s = strings.Trim(s, " ")
	if !strings.Contains(s, "  ") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if s[i] != ' ' || s[i-1] != ' ' {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// clean is CLEAN: without the control characters of ASCII.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, s)
}

// substitute is SUBSTITUTE; nth 0 stands for all.
func substitute(s, old, by string, nth int) sheet.Value {
	if old == "" {
		return text(s)
	}
	if nth == 0 {
		// Judged before it is made: two texts of a cell's length would make a thousand million characters.
		if sheet.Units(s)+strings.Count(s, old)*(sheet.Units(by)-sheet.Units(old)) > sheet.MaxCellLen {
			return sheet.Err(errValue)
		}
		return sheet.Str(strings.ReplaceAll(s, old, by))
	}
	at := 0
	for {
		i := strings.Index(s[at:], old)
		if i < 0 {
			return text(s)
		}
		at += i
		if nth--; nth == 0 {
			return text(s[:at] + by + s[at+len(old):])
		}
		at += len(old)
	}
}
