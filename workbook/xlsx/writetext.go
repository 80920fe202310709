package xlsx

import (
	"strings"
	"unicode/utf8"
)

// wrText makes text fit for a part: line breaks become a single \n, and characters that XML does not have are replaced. Word and WPS
// leave a vertical tab where a line was broken by hand; it becomes a line break. If nothing needs changing, which is nearly always,
// the same string is returned.
func wrText(s string) string {
	clean := true
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' {
				clean = false
				break
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 || r == 0xFFFE || r == 0xFFFF {
			clean = false
			break
		}
		i += size
	}
	if clean {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\v':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF:
			return utf8.RuneError
		}
		return r
	}, s)
}

// appendEscaped appends text as the content of an element.
func appendEscaped(dst []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); i++ {
		var entity string
		switch s[i] {
		case '&':
			entity = "&amp;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		default:
			continue
		}
		dst = append(append(dst, s[start:i]...), entity...)
		start = i + 1
	}
	return append(dst, s[start:]...)
}

// appendXstring appends text in which the format would decode _x0041_ as "A"; what looks like such a code is escaped.
func appendXstring(dst []byte, s string) []byte {
	for {
		i := strings.Index(s, "_x")
		for i >= 0 && !looksEscaped(s[i:]) {
			j := strings.Index(s[i+1:], "_x")
			if j < 0 {
				i = -1
				break
			}
			i += 1 + j
		}
		if i < 0 {
			return appendEscaped(dst, s)
		}
		dst = append(appendEscaped(dst, s[:i]), "_x005F_"...)
		s = s[i+1:]
	}
}

func looksEscaped(s string) bool {
	if len(s) < 7 || s[6] != '_' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

// needsSpace reports whether an XML reader may drop space at an edge of the text unless told not to.
func needsSpace(s string) bool {
	if s == "" {
		return false
	}
	first, last := s[0], s[len(s)-1]
	return first <= ' ' || last <= ' ' || strings.Contains(s, "\n") || strings.Contains(s, "  ")
}

// escapeAttr makes text fit for an attribute in double quotes; line breaks are kept.
func escapeAttr(s string) string {
	s = wrText(s)
	if !strings.ContainsAny(s, "&<>\"\n\t") {
		return s
	}
	var b strings.Builder
	start := 0
	for i := 0; i < len(s); i++ {
		var entity string
		switch s[i] {
		case '&':
			entity = "&amp;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '"':
			entity = "&quot;"
		case '\n':
			entity = "&#10;"
		case '\t':
			entity = "&#9;"
		default:
			continue
		}
		b.WriteString(s[start:i])
		b.WriteString(entity)
		start = i + 1
	}
	b.WriteString(s[start:])
	return b.String()
}

// escapeText is appendEscaped for text that is not written thousands of times.
func escapeText(s string) string { return string(appendEscaped(nil, wrText(s))) }
