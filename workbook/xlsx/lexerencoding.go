package xlsx

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// fromUTF16 decodes by the byte order mark.
func fromUTF16(src []byte) ([]byte, bool) {
	var order binary.ByteOrder = binary.LittleEndian
	if src[0] == 0xFE {
		order = binary.BigEndian
	}
	if src = src[2:]; len(src)%2 != 0 {
		return nil, false
	}
	out := make([]byte, 0, len(src))
	for i := 0; i < len(src); i += 2 {
		r := rune(order.Uint16(src[i:]))
		if utf16.IsSurrogate(r) {
			if i += 2; i >= len(src) {
				return nil, false
			}
			if r = utf16.DecodeRune(r, rune(order.Uint16(src[i:]))); r == utf8.RuneError {
				return nil, false
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out, true
}

// encodingKnown checks the XML declaration: one that names another encoding than the bytes show is not trusted.
func (l *lexer) encodingKnown(declaration []byte) bool {
	_, rest, found := bytes.Cut(declaration, []byte("encoding"))
	if !found {
		return true
	}
	rest = bytes.TrimLeft(rest, " \t\r\n=")
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return false
	}
	name, _, closed := bytes.Cut(rest[1:], rest[:1])
	if !closed {
		return false
	}
	switch strings.ToLower(string(name)) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return !l.wasUTF16
	case "utf-16", "utf-16le", "utf-16be":
		return l.wasUTF16
	}
	return false
}

// Classes of bytes in XML.
const (
	classNameStart = 1 << iota
	className
	classPlain // stands for itself in text
	classSpace
)

// byteClass is a table because every byte of a part is looked up. Bytes of characters beyond ASCII count as letters: which of them
// may be part of a name matters to no workbook.
var byteClass = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80 || c == ':':
			t[c] = classNameStart | className | classPlain
		case c >= '0' && c <= '9' || c == '-' || c == '.':
			t[c] = className | classPlain
		case c == ' ' || c == '\t' || c == '\n':
			t[c] = classSpace | classPlain
		case c == '\r':
			t[c] = classSpace // a line break is one \n
		case c > ' ' && c != '&' && c != '<' && c != ']':
			t[c] = classPlain
		}
	}
	return t
}()

func isSpace(c byte) bool { return byteClass[c]&classSpace != 0 }

func allSpace(b []byte) bool {
	for _, c := range b {
		if !isSpace(c) {
			return false
		}
	}
	return true
}
