package xlsx

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// appendText appends the character data of the token just read, with entities decoded and line breaks as \n.
func (l *lexer) appendText(dst []byte) ([]byte, bool) {
	if l.cdata {
		for i := 0; i < len(l.raw); i++ {
			c := l.raw[i]
			switch {
			case c == '\r':
				if i+1 < len(l.raw) && l.raw[i+1] == '\n' {
					i++
				}
				c = '\n'
			case c < ' ' && c != '\t' && c != '\n':
				l.fail(damagedXML)
				return dst, false
			}
			dst = append(dst, c)
		}
		return dst, true
	}
	return l.decode(dst, l.raw)
}

// decode appends text as written between tags or quotes.
func (l *lexer) decode(dst, raw []byte) ([]byte, bool) {
	for i := 0; i < len(raw); {
		start := i
		for i < len(raw) && byteClass[raw[i]]&classPlain != 0 {
			i++
		}
		dst = append(dst, raw[start:i]...)
		if i >= len(raw) {
			break
		}
		switch raw[i] {
		case '&':
			r, n, reason := entity(raw[i:])
			if n == 0 {
				l.fail(reason)
				return dst, false
			}
			dst = utf8.AppendRune(dst, r)
			i += n
		case '\r':
			if dst = append(dst, '\n'); i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
			i++
		case ']':
			if bytes.HasPrefix(raw[i:], []byte("]]>")) {
				l.fail(damagedXML)
				return dst, false
			}
			dst = append(dst, ']')
			i++
		default: // a control character
			l.fail(damagedXML)
			return dst, false
		}
	}
	return dst, true
}

// entity decodes the reference at the start of raw and gives its length, or 0 and the reason.
func entity(raw []byte) (rune, int, string) {
	const longest = len("&#x0010FFFF;")
	end := bytes.IndexByte(raw[:min(len(raw), longest)], ';')
	if end < 2 {
		return 0, 0, damagedEntity
	}
	name := raw[1:end]
	switch string(name) {
	case "lt":
		return '<', end + 1, ""
	case "gt":
		return '>', end + 1, ""
	case "amp":
		return '&', end + 1, ""
	case "quot":
		return '"', end + 1, ""
	case "apos":
		return '\'', end + 1, ""
	}
	if name[0] != '#' {
		return 0, 0, damagedEntity
	}
	digits, base := name[1:], 10
	if len(digits) > 1 && digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	code := 0
	for _, c := range digits {
		d := hexDigit(c)
		if d < 0 || d >= base {
			return 0, 0, damagedEntity
		}
		code = code*base + d
	}
	if len(digits) == 0 || code < ' ' && code != '\t' && code != '\n' && code != '\r' || code > utf8.MaxRune ||
		utf16.IsSurrogate(rune(code)) || code == 0xFFFE || code == 0xFFFF {
		return 0, 0, damagedEntity
	}
	return rune(code), end + 1, ""
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// unescape decodes, in place, the _xHHHH_ by which the format writes what XML cannot hold. _x005F_ is a literal underscore, so that
// _x005F_x000D_ is the text _x000D_. A lone surrogate becomes U+FFFD.
func unescape(b []byte) []byte {
	at := bytes.Index(b, []byte("_x"))
	if at < 0 {
		return b
	}
	out := b[:at]
	for i := at; i < len(b); {
		unit, ok := escaped(b[i:])
		if !ok {
			out = append(out, b[i])
			i++
			continue
		}
		i += escapeLen
		if utf16.IsSurrogate(unit) {
			low, ok := escaped(b[i:])
			if pair := utf16.DecodeRune(unit, low); ok && pair != utf8.RuneError {
				unit = pair
				i += escapeLen
			} else {
				unit = utf8.RuneError
			}
		}
		out = utf8.AppendRune(out, unit)
	}
	return out
}

const escapeLen = len("_xHHHH_")

func escaped(b []byte) (rune, bool) {
	if len(b) < escapeLen || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	var unit rune
	for _, c := range b[2:6] {
		d := hexDigit(c)
		if d < 0 {
			return 0, false
		}
		unit = unit<<4 | rune(d)
	}
	return unit, true
}

// Chunks grow from a page to what a medium-sized file needs; part of the last one is wasted.
const (
	firstTextChunk = 4 << 10
	largeTextChunk = 64 << 10
)

// keptText stores the texts of one file one after the other, so that a thousand cells cost only a few allocations. It copies, so that
// it does not keep the XML of any part alive.
type keptText struct {
	chunk strings.Builder
	size  int
}

func (k *keptText) keep(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if k.chunk.Cap()-k.chunk.Len() < len(b) {
		k.size = min(max(k.size*2, firstTextChunk), largeTextChunk)
		// Strings returned so far live on in the old chunk.
		k.chunk.Reset()
		k.chunk.Grow(max(k.size, len(b)))
	}
	n := k.chunk.Len()
	k.chunk.Write(b)
	return k.chunk.String()[n:]
}
