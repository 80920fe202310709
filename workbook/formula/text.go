package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/workbook/sheet"
)

// Lengths and positions in texts count UTF-16 units, as in Excel.

func width(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// offset gives the position in bytes after n units, and whether it is inside the surrogate pair of the rune that starts there.
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

// cut gives the units from one position up to another. Half a surrogate pair becomes U+FFFD.
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

// text makes a value of a text, an error if no cell can hold it.
func text(s string) sheet.Value {
	if len(s) > sheet.MaxCellLen && sheet.Units(s) > sheet.MaxCellLen {
		return sheet.Err(errValue)
	}
	return sheet.Str(s)
}

// fold gives the same rune for all that differ only in case.
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

// compareText orders texts by code point, ignoring case.
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

// find is FIND: the position of a text within another, starting at a position; all positions count from 1.
func find(what, in string, start float64) (int, string) {
	at, n, e := startOf(in, start)
	if e != "" {
		return 0, e
	}
	before := strings.Index(in[at:], what)
	if before < 0 {
		return 0, errValue
	}
	return n + sheet.Units(in[at:at+before]), ""
}

// searchFold is SEARCH, which takes wildcards and ignores case.
func searchFold(what, in string, start float64) (int, string) {
	at, n, e := startOf(in, start)
	if e != "" {
		return 0, e
	}
	for !wildcard(what, in[at:], true) {
		if at >= len(in) {
			return 0, errValue
		}
		r, size := utf8.DecodeRuneInString(in[at:])
		at += size
		n += width(r)
	}
	return n, ""
}

// startOf gives where the first whole character at or after a position starts, in bytes, and its position.
func startOf(in string, start float64) (at, n int, e string) {
	if !(start >= 1) || start > sheet.MaxCellLen {
		return 0, 0, errValue
	}
	n = int(start)
	if n == 1 {
		return 0, n, ""
	}
	if n > sheet.Units(in)+1 {
		return 0, 0, errValue
	}
	at, within := offset(in, n-1)
	if within {
		_, size := utf8.DecodeRuneInString(in[at:])
		at += size
		n++
	}
	return at, n, ""
}

// wildcard matches a pattern with ? and *, where ~ escapes the next character, ignoring case. With prefix it is enough that the text
// begins with a match.
func wildcard(pattern, s string, prefix bool) bool {
	var back, from int // where to resume after the last *, once it takes one more character
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

// substitute is SUBSTITUTE; nth 0 replaces all.
func substitute(s, old, by string, nth int) sheet.Value {
	if old == "" {
		return text(s)
	}
	if nth == 0 {
		// Checked before it is built: two texts of a cell's length could make a thousand million characters.
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
