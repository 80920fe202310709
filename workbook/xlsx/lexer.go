package xlsx

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// lexToken is one step through an XML part.
type lexToken uint8

const (
	lexBad   lexToken = iota // the part is refused; lexer.refusal says why
	lexStart                 // a start tag: local, ns and attrs are set
	lexEnd                   // an end tag, also after a start tag that closes itself; local and ns are set
	lexText                  // character data between tags; raw and cdata are set
	lexDone                  // the root element is closed and nothing follows
)

// vocabulary is what a namespace stands for here; Strict and Transitional names of one vocabulary are the same.
type vocabulary uint8

const (
	nsNone vocabulary = iota
	nsForeign
	nsMain
	nsOfficeRel
	nsPackageRel
	nsContentTypes
	nsCore
	nsDC
	nsDCTerms
	nsCustom
	nsVariant
)

func vocabularyOf(uri []byte) vocabulary {
	switch string(uri) {
	case "":
		return nsNone
	case "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main":
		return nsMain
	case "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
		"http://purl.oclc.org/ooxml/officeDocument/relationships":
		return nsOfficeRel
	case "http://schemas.openxmlformats.org/package/2006/relationships":
		return nsPackageRel
	case "http://schemas.openxmlformats.org/package/2006/content-types":
		return nsContentTypes
	case "http://schemas.openxmlformats.org/package/2006/metadata/core-properties":
		return nsCore
	case "http://purl.org/dc/elements/1.1/":
		return nsDC
	case "http://purl.org/dc/terms/":
		return nsDCTerms
	case "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
		"http://purl.oclc.org/ooxml/officeDocument/customProperties":
		return nsCustom
	case "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
		"http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes":
		return nsVariant
	}
	return nsForeign
}

// lexAttr is one attribute; value is as written, entities and all.
type lexAttr struct {
	name  []byte // with its prefix
	value []byte
	colon int // where the prefix ends, -1 without one
	ns    vocabulary
}

type lexOpen struct {
	name  []byte // with its prefix, as the end tag must repeat it
	colon int
	ns    vocabulary
	// bound and plain restore the namespaces that were in force outside the element.
	bound int
	plain vocabulary
}

type lexBinding struct {
	prefix []byte
	ns     vocabulary
}

// lexer steps through one XML part held in memory and checks that it is well-formed. It resolves namespaces, so that
// any prefix will do, and decodes text only where it is asked to: nearly all of a part is passed over.
type lexer struct {
	part string
	src  []byte
	pos  int

	local []byte
	ns    vocabulary
	attrs []lexAttr
	raw   []byte
	cdata bool

	selfClosed bool
	rooted     bool
	plain      vocabulary // of names without a prefix
	open       []lexOpen
	bindings   []lexBinding
	maxDepth   int
	refusal    *Refusal
	wasUTF16   bool
}

// reset takes a new part; src must stay unchanged while it is read.
func (l *lexer) reset(part string, src []byte, depth int) *Refusal {
	*l = lexer{part: part, attrs: l.attrs[:0], open: l.open[:0], bindings: l.bindings[:0], maxDepth: depth}
	if len(src) >= 2 && (src[0] == 0xFF && src[1] == 0xFE || src[0] == 0xFE && src[1] == 0xFF) {
		var ok bool
		if src, ok = fromUTF16(src); !ok {
			return damaged(part, damagedEncoding)
		}
		l.wasUTF16 = true
	} else if !utf8.Valid(src) {
		return damaged(part, damagedEncoding)
	}
	l.src = bytes.TrimPrefix(src, []byte("\xEF\xBB\xBF"))
	if bytes.HasPrefix(l.src, []byte("<?xml")) && len(l.src) > 5 && isSpace(l.src[5]) {
		end := bytes.Index(l.src, []byte("?>"))
		if end < 0 {
			return damaged(part, damagedXML, "offset", "0")
		}
		if !l.encodingKnown(l.src[5:end]) {
			return damaged(part, damagedEncoding)
		}
		l.pos = end + 2
	}
	return nil
}

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

// encodingKnown looks at the XML declaration: one that names another encoding than the bytes show is not trusted.
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

func (l *lexer) fail(reason string) lexToken {
	if l.refusal == nil {
		l.refusal = damaged(l.part, reason, "offset", strconv.Itoa(l.pos))
	}
	return lexBad
}

func (l *lexer) next() lexToken {
	if l.refusal != nil {
		return lexBad
	}
	if l.selfClosed {
		l.selfClosed = false
		return l.pop()
	}
	for l.pos < len(l.src) {
		if l.src[l.pos] != '<' {
			end := bytes.IndexByte(l.src[l.pos:], '<')
			if end < 0 {
				end = len(l.src) - l.pos
			}
			raw := l.src[l.pos : l.pos+end]
			if len(l.open) == 0 {
				if !allSpace(raw) {
					return l.fail(damagedXML)
				}
				l.pos += end
				continue
			}
			l.pos += end
			l.raw, l.cdata = raw, false
			return lexText
		}
		if l.pos+1 >= len(l.src) {
			return l.fail(damagedXML)
		}
		switch l.src[l.pos+1] {
		case '/':
			return l.endTag()
		case '?':
			end := bytes.Index(l.src[l.pos+2:], []byte("?>"))
			// A second XML declaration is two documents run together.
			if end < 1 || isSpace(l.src[l.pos+2]) || bytes.HasPrefix(l.src[l.pos:], []byte("<?xml ")) {
				return l.fail(damagedXML)
			}
			l.pos += end + 4
		case '!':
			rest := l.src[l.pos+2:]
			switch {
			case bytes.HasPrefix(rest, []byte("--")):
				end := bytes.Index(rest[2:], []byte("--"))
				if end < 0 || !bytes.HasPrefix(rest[2+end:], []byte("-->")) {
					return l.fail(damagedXML)
				}
				l.pos += end + 7
			case bytes.HasPrefix(rest, []byte("[CDATA[")):
				end := bytes.Index(rest, []byte("]]>"))
				if end < 0 || len(l.open) == 0 {
					return l.fail(damagedXML)
				}
				l.pos += end + 5
				l.raw, l.cdata = rest[7:end], true
				return lexText
			case bytes.HasPrefix(rest, []byte("DOCTYPE")):
				return l.fail(damagedDoctype)
			default:
				return l.fail(damagedXML)
			}
		default:
			return l.startTag()
		}
	}
	if len(l.open) > 0 || !l.rooted {
		return l.fail(damagedXML)
	}
	return lexDone
}

// endTag expects the name of the innermost open element.
func (l *lexer) endTag() lexToken {
	if len(l.open) == 0 {
		return l.fail(damagedXML)
	}
	name := l.open[len(l.open)-1].name
	i := l.pos + 2
	if len(l.src)-i <= len(name) || string(l.src[i:i+len(name)]) != string(name) {
		return l.fail(damagedXML)
	}
	for i += len(name); i < len(l.src) && isSpace(l.src[i]); i++ {
	}
	if i >= len(l.src) || l.src[i] != '>' {
		return l.fail(damagedXML)
	}
	l.pos = i + 1
	return l.pop()
}

func (l *lexer) pop() lexToken {
	top := &l.open[len(l.open)-1]
	l.local, l.ns = top.name[top.colon+1:], top.ns
	l.plain, l.bindings = top.plain, l.bindings[:top.bound]
	l.open = l.open[:len(l.open)-1]
	return lexEnd
}

func (l *lexer) startTag() lexToken {
	if len(l.open) == 0 && l.rooted {
		return l.fail(damagedXML)
	}
	if len(l.open) >= l.maxDepth {
		l.refusal = tooLarge(l.part, "depth", int64(l.maxDepth))
		return lexBad
	}
	src := l.src
	i, colon := l.scanName(l.pos + 1)
	if i < 0 {
		return l.fail(damagedXML)
	}
	name := src[l.pos+1 : i]
	bound, plain := len(l.bindings), l.plain
	l.attrs = l.attrs[:0]
	prefixed := false
	for {
		at := i
		for i < len(src) && isSpace(src[i]) {
			i++
		}
		if i >= len(src) {
			return l.fail(damagedXML)
		}
		if src[i] == '>' {
			i++
			break
		}
		if src[i] == '/' {
			if i+1 >= len(src) || src[i+1] != '>' {
				return l.fail(damagedXML)
			}
			i += 2
			l.selfClosed = true
			break
		}
		if i == at { // attributes that touch each other
			return l.fail(damagedXML)
		}
		var a lexAttr
		if a, i = l.scanAttr(i); i < 0 {
			return lexBad
		}
		if a.colon >= 0 {
			prefixed = true
		}
		if len(a.name) >= 5 && string(a.name[:5]) == "xmlns" && (len(a.name) == 5 || a.colon == 5) {
			if a.colon == 5 {
				l.bindings = append(l.bindings, lexBinding{a.name[6:], vocabularyOf(a.value)})
			} else {
				l.plain = vocabularyOf(a.value)
			}
		}
		l.attrs = append(l.attrs, a)
	}
	if prefixed && !l.resolveAttrs() {
		return l.fail(damagedXML)
	}
	ns := l.plain
	if colon >= 0 {
		var ok bool
		if ns, ok = l.lookup(name[:colon]); !ok {
			return l.fail(damagedXML)
		}
	}
	l.pos, l.rooted = i, true
	l.local, l.ns = name[colon+1:], ns
	l.open = append(l.open, lexOpen{name: name, colon: colon, ns: ns, bound: bound, plain: plain})
	return lexStart
}

// scanName gives the end of the name that starts at i, or -1, and where its prefix ends, or -1.
func (l *lexer) scanName(i int) (end, colon int) {
	start := i
	colon = -1
	for i < len(l.src) && byteClass[l.src[i]]&className != 0 {
		if l.src[i] == ':' {
			if colon >= 0 || i == start {
				return -1, -1
			}
			colon = i - start
		}
		i++
	}
	if i == start || byteClass[l.src[start]]&classNameStart == 0 || colon == i-start-1 {
		return -1, -1
	}
	return i, colon
}

// scanAttr reads name="value" at i and gives where it ends, or -1 after a failure.
func (l *lexer) scanAttr(i int) (lexAttr, int) {
	src := l.src
	end, colon := l.scanName(i)
	if end < 0 {
		l.fail(damagedXML)
		return lexAttr{}, -1
	}
	a := lexAttr{name: src[i:end], colon: colon}
	i = l.skipSpace(end)
	if i >= len(src) || src[i] != '=' {
		l.fail(damagedXML)
		return lexAttr{}, -1
	}
	i = l.skipSpace(i + 1)
	if i >= len(src) || src[i] != '"' && src[i] != '\'' {
		l.fail(damagedXML)
		return lexAttr{}, -1
	}
	quote := src[i]
	i++
	start := i
	for i < len(src) && src[i] != quote && src[i] != '<' {
		i++
	}
	if i >= len(src) || src[i] == '<' {
		l.fail(damagedXML)
		return lexAttr{}, -1
	}
	if len(l.attrs) >= maxAttributes {
		l.refusal = tooLarge(l.part, "attributes", maxAttributes)
		return lexAttr{}, -1
	}
	for k := range l.attrs {
		if len(l.attrs[k].name) == len(a.name) && string(l.attrs[k].name) == string(a.name) {
			l.fail(damagedXML)
			return lexAttr{}, -1
		}
	}
	a.value = src[start:i]
	return a, i + 1
}

func (l *lexer) skipSpace(i int) int {
	for i < len(l.src) && isSpace(l.src[i]) {
		i++
	}
	return i
}

func (l *lexer) resolveAttrs() bool {
	for i := range l.attrs {
		a := &l.attrs[i]
		if a.colon < 0 {
			continue
		}
		var ok bool
		if a.ns, ok = l.lookup(a.name[:a.colon]); !ok {
			return false
		}
	}
	return true
}

func (l *lexer) lookup(prefix []byte) (vocabulary, bool) {
	for i := len(l.bindings) - 1; i >= 0; i-- {
		if string(l.bindings[i].prefix) == string(prefix) {
			return l.bindings[i].ns, true
		}
	}
	if string(prefix) == "xml" || string(prefix) == "xmlns" {
		return nsForeign, true
	}
	return nsNone, false
}

// attr gives the value of an attribute without a prefix, as written.
func (l *lexer) attr(name string) ([]byte, bool) {
	for i := range l.attrs {
		if string(l.attrs[i].name) == name {
			return l.attrs[i].value, true
		}
	}
	return nil, false
}

// attrIn gives the value of an attribute of a vocabulary, as written.
func (l *lexer) attrIn(ns vocabulary, local string) ([]byte, bool) {
	for i := range l.attrs {
		if a := &l.attrs[i]; a.colon >= 0 && a.ns == ns && string(a.name[a.colon+1:]) == local {
			return a.value, true
		}
	}
	return nil, false
}

// is reports whether the tag just read is an element of the spreadsheet vocabulary.
func (l *lexer) is(local string) bool { return l.ns == nsMain && string(l.local) == local }

// skip passes over what is left of the element whose start tag was just read.
func (l *lexer) skip() bool {
	for depth := 1; depth > 0; {
		switch l.next() {
		case lexStart:
			depth++
		case lexEnd:
			depth--
		case lexBad, lexDone:
			return false
		}
	}
	return true
}

// content appends the text of the element whose start tag was just read and passes its end tag. Such elements hold
// text alone, so one inside is a fault.
func (l *lexer) content(dst []byte) ([]byte, bool) {
	for {
		switch l.next() {
		case lexText:
			var ok bool
			if dst, ok = l.appendText(dst); !ok {
				return dst, false
			}
		case lexEnd:
			return dst, true
		case lexStart:
			l.fail(damagedElement)
			return dst, false
		default:
			return dst, false
		}
	}
}

// leaf is a short cut for <v>…</v> without attributes and prefixes, which is nearly every child of a cell: it gives
// the text as written and passes the end tag. Where the next thing is anything else it does nothing.
func (l *lexer) leaf(start, end string) ([]byte, bool) {
	rest := l.src[l.pos:]
	if len(rest) < len(start) || string(rest[:len(start)]) != start || l.selfClosed || l.plain != nsMain {
		return nil, false
	}
	rest = rest[len(start):]
	i := 0
	for i < len(rest) && rest[i] != '<' {
		i++
	}
	if len(rest)-i < len(end) || string(rest[i:i+len(end)]) != end {
		return nil, false
	}
	l.pos += len(start) + i + len(end)
	return rest[:i], true
}

// closes is the same short cut for an end tag: it passes it where it comes next.
func (l *lexer) closes(end string) bool {
	rest := l.src[l.pos:]
	if l.selfClosed || len(rest) < len(end) || string(rest[:len(end)]) != end {
		return false
	}
	top := &l.open[len(l.open)-1]
	if len(top.name) != len(end)-3 || string(top.name) != end[2:len(end)-1] {
		return false
	}
	l.pos += len(end)
	l.pop()
	return true
}

// Classes of bytes in XML.
const (
	classNameStart = 1 << iota
	className
	classPlain // stands for itself in text
	classSpace
)

// byteClass is a table, as every byte of a part passes through it. Bytes of characters beyond ASCII count as letters:
// which of them may stand in names matters to no workbook.
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
