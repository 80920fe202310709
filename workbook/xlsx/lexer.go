package xlsx

import (
	"bytes"
	"strconv"
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

// span is a piece of the part. Spans are recorded for every tag; as they hold no pointers they cost the garbage collector nothing. A
// part is shorter than 2 GB.
type span struct{ from, to int32 }

// lexAttr is one attribute; value is as written, entities and all.
type lexAttr struct {
	name, value span  // the name with its prefix
	colon       int32 // where the prefix ends, -1 without one
	ns          vocabulary
}

type lexOpen struct {
	name  span // with its prefix, as the end tag must repeat it
	colon int32
	ns    vocabulary
	// plain and bound restore the namespaces that were in force outside the element.
	plain vocabulary
	bound int32
}

type lexBinding struct {
	prefix span
	ns     vocabulary
}

// lexer steps through one XML part held in memory and checks that it is well-formed. It resolves namespaces, so that any prefix will
// do. It decodes text only on request: most of a part is skipped.
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

func (l *lexer) at(s span) []byte { return l.src[s.from:s.to] }

func newSpan(from, to int) span { return span{int32(from), int32(to)} }

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
			// A second XML declaration means that two documents were joined.
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
	name := l.at(l.open[len(l.open)-1].name)
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
	l.local, l.ns = l.src[top.name.from+top.colon+1:top.name.to], top.ns
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
	name, whole := src[l.pos+1:i], newSpan(l.pos+1, i)
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
		if i == at { // no space between two attributes
			return l.fail(damagedXML)
		}
		var a lexAttr
		if a, i = l.scanAttr(i); i < 0 {
			return lexBad
		}
		if a.colon >= 0 {
			prefixed = true
		}
		if name := l.at(a.name); len(name) >= 5 && string(name[:5]) == "xmlns" {
			switch {
			case a.colon == 5:
				prefix := span{a.name.from + 6, a.name.to}
				l.bindings = append(l.bindings, lexBinding{prefix, vocabularyOf(l.at(a.value))})
			case len(name) == 5:
				l.plain = vocabularyOf(l.at(a.value))
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
	l.open = append(l.open, lexOpen{name: whole, colon: int32(colon), ns: ns, plain: plain, bound: int32(bound)})
	return lexStart
}

// scanName gives the end of the name that starts at i, and the end of its prefix; each is -1 if there is none.
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

// scanAttr reads name="value" at i and gives its end, or -1 after a failure.
func (l *lexer) scanAttr(i int) (lexAttr, int) {
	src := l.src
	end, colon := l.scanName(i)
	if end < 0 {
		l.fail(damagedXML)
		return lexAttr{}, -1
	}
	a := lexAttr{name: newSpan(i, end), colon: int32(colon)}
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
		if string(l.at(l.attrs[k].name)) == string(l.at(a.name)) {
			l.fail(damagedXML)
			return lexAttr{}, -1
		}
	}
	a.value = newSpan(start, i)
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
		if a.ns, ok = l.lookup(l.src[a.name.from : a.name.from+a.colon]); !ok {
			return false
		}
	}
	return true
}

func (l *lexer) lookup(prefix []byte) (vocabulary, bool) {
	for i := len(l.bindings) - 1; i >= 0; i-- {
		if string(l.at(l.bindings[i].prefix)) == string(prefix) {
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
		if a := &l.attrs[i]; string(l.at(a.name)) == name {
			return l.at(a.value), true
		}
	}
	return nil, false
}

// attrIn gives the value of an attribute of a vocabulary, as written.
func (l *lexer) attrIn(ns vocabulary, local string) ([]byte, bool) {
	for i := range l.attrs {
		if a := &l.attrs[i]; a.colon >= 0 && a.ns == ns && string(l.src[a.name.from+a.colon+1:a.name.to]) == local {
			return l.at(a.value), true
		}
	}
	return nil, false
}

// is reports whether the tag just read is an element of the spreadsheet vocabulary.
func (l *lexer) is(local string) bool { return l.ns == nsMain && string(l.local) == local }

// skip passes over the rest of the element whose start tag was just read.
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

// content appends the text of the element whose start tag was just read and passes its end tag. Such elements hold nothing but text,
// so an element inside is a fault.
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

// leaf is a fast path for text between two tags of the spreadsheet vocabulary without attributes and prefixes, such as <v> and </v>:
// it gives the text as written and passes the end tag. If anything else comes next it does nothing.
func (l *lexer) leaf(start, end string) ([]byte, bool) {
	if l.selfClosed || l.plain != nsMain {
		return nil, false
	}
	text, next, ok := between(l.src, l.pos, start, end)
	l.pos = next
	return text, ok
}

// between gives the text between two tags at i and the position behind them; not ok if they are not there.
func between(b []byte, i int, start, end string) (text []byte, next int, ok bool) {
	if len(b)-i < len(start) || string(b[i:i+len(start)]) != start {
		return nil, i, false
	}
	from := i + len(start)
	to := from
	for to < len(b) && b[to] != '<' {
		to++
	}
	if len(b)-to < len(end) || string(b[to:to+len(end)]) != end {
		return nil, i, false
	}
	return b[from:to], to + len(end), true
}
