package xlsx

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
)

// element is one element of a part, with the places of its tags.
type element struct {
	level  int // 1 is the root
	prefix string
	local  string
	ns     vocabulary
	attrs  []elementAttr
	// The start tag is src[start:open], the end tag src[close:end]. If the element closes itself, close equals open.
	start, open, close, end int
}

// elementAttr is an attribute with its value as written; ns is the vocabulary of its prefix.
type elementAttr struct {
	name, local, value string
	ns                 vocabulary
}

func (e *element) is(local string) bool { return e.ns == nsMain && e.local == local }

// attr gives the decoded value of an attribute without a prefix, empty if it is missing.
func (e *element) attr(name string) string {
	for i := range e.attrs {
		if e.attrs[i].name == name {
			return attrValue(e.attrs[i].value)
		}
	}
	return ""
}

func (e *element) attrIn(ns vocabulary, local string) string {
	for i := range e.attrs {
		if a := &e.attrs[i]; a.name != a.local && a.ns == ns && a.local == local {
			return attrValue(a.value)
		}
	}
	return ""
}

func attrValue(raw string) string {
	if !strings.ContainsAny(raw, "&\r") {
		return raw
	}
	var l lexer
	out, ok := l.decode(nil, []byte(raw))
	if !ok {
		return raw
	}
	return string(out)
}

// append gives the change that adds text at the end of the element's content.
func (e *element) append(src []byte, text string) []patch {
	if e.close > e.open || src[e.open-2] != '/' {
		return []patch{{e.close, e.close, text}}
	}
	name := e.local
	if e.prefix != "" {
		name = e.prefix + ":" + name
	}
	return []patch{{e.open - 2, e.open, ">" + text + "</" + name + ">"}}
}

// outline lists the elements of a part down to a level, in order, and checks that all of it is well-formed.
func outline(part string, src []byte, levels int) ([]element, error) {
	return outlineBut(part, src, levels, "")
}

// outlineAround is outline for a sheet, but leaves out its rows and cells, of which there may be a million.
func outlineAround(part string, src []byte, levels int) ([]element, error) {
	return outlineBut(part, src, levels, "sheetData")
}

// outlineBut lists the elements of a part, without the content of those elements below the root that have the name but.
func outlineBut(part string, src []byte, levels int, but string) ([]element, error) {
	var l lexer
	if refusal := l.reset(part, src, maxDepth); refusal != nil {
		return nil, refusal
	}
	// The lexer's positions do not count a byte order mark.
	shift := len(src) - len(l.src)
	var out []element
	var open []int
	level, deepest := 0, levels
	for {
		before := l.pos
		switch l.next() {
		case lexStart:
			level++
			if level > levels {
				continue
			}
			if level == 2 && l.ns == nsMain && string(l.local) == but {
				levels = level
			}
			out = append(out, element{
				level: level, local: string(l.local), ns: l.ns, prefix: tagPrefix(&l), attrs: tagAttrs(&l),
				start: tagStart(&l) + shift, open: l.pos + shift,
			})
			open = append(open, len(out)-1)
		case lexEnd:
			if level--; level >= levels {
				continue
			}
			e := &out[open[len(open)-1]]
			open = open[:len(open)-1]
			if level == 1 {
				levels = deepest
			}
			e.end = l.pos + shift
			e.close = e.end
			if l.pos > before {
				e.close = strings.LastIndexByte(string(l.src[before:l.pos]), '<') + before + shift
			}
		case lexDone:
			return out, nil
		case lexBad:
			return nil, l.refusal
		}
	}
}

// tagStart gives the start of the start tag just read; comments may stand before it.
func tagStart(l *lexer) int { return int(l.open[len(l.open)-1].name.from) - 1 }

func tagPrefix(l *lexer) string {
	top := &l.open[len(l.open)-1]
	if top.colon < 0 {
		return ""
	}
	return string(l.at(top.name)[:top.colon])
}

func tagAttrs(l *lexer) []elementAttr {
	out := make([]elementAttr, len(l.attrs))
	for i := range l.attrs {
		a := &l.attrs[i]
		name := string(l.at(a.name))
		out[i] = elementAttr{name: name, local: name[a.colon+1:], value: string(l.at(a.value)), ns: a.ns}
	}
	return out
}

// patch replaces src[from:to].
type patch struct {
	from, to int
	text     string
}

// patched applies changes that do not overlap. At one place insertions come first, in their order.
func patched(src []byte, patches []patch) []byte {
	slices.SortStableFunc(patches, func(a, b patch) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	size := len(src)
	for _, p := range patches {
		size += len(p.text)
	}
	out := make([]byte, 0, size)
	at := 0
	for _, p := range patches {
		out = append(append(out, src[at:p.from]...), p.text...)
		at = p.to
	}
	return append(out, src[at:]...)
}

// withAttr gives a start tag with an attribute set, or removed if the value is empty.
func withAttr(tag, name, value string) string {
	set := ""
	if value != "" {
		set = " " + name + `="` + escapeAttr(value) + `"`
	}
	for i := 0; i < len(tag); i++ {
		switch tag[i] {
		case '"', '\'':
			// Skip a value, which may contain the name.
			end := strings.IndexByte(tag[i+1:], tag[i])
			if end < 0 {
				return tag
			}
			i += end + 1
		case ' ', '\t', '\n', '\r':
			rest := strings.TrimLeft(tag[i:], " \t\r\n")
			after, ok := strings.CutPrefix(rest, name)
			if !ok {
				continue
			}
			after = strings.TrimLeft(after, " \t\r\n")
			if after == "" || after[0] != '=' {
				continue
			}
			after = strings.TrimLeft(after[1:], " \t\r\n")
			end := strings.IndexByte(after[1:], after[0])
			return tag[:i] + set + after[end+2:]
		}
	}
	end := len(tag) - 1
	if strings.HasSuffix(tag, "/>") {
		end--
	}
	return tag[:end] + set + tag[end:]
}

func unescapedPath(target string) string {
	if plain, err := url.PathUnescape(target); err == nil {
		return strings.ReplaceAll(plain, `\`, "/")
	}
	return target
}
