package xlsxcheck

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// node is an element with its namespace in a short form, its attributes, its children and its text.
type node struct {
	ns, name string
	attrs    []xml.Attr
	kids     []*node
	text     string
}

// short gives a short form of the namespaces that are checked, the same for strict and transitional; others stay as they are.
func short(ns string) string {
	for _, root := range []string{"http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"} {
		if rest, ok := strings.CutPrefix(ns, root); ok {
			rest = strings.NewReplacer("/2006", "", "/main", "").Replace(rest)
			switch rest {
			case "spreadsheetml":
				return ""
			case "officeDocument/relationships":
				return "r"
			case "package/relationships", "package/content-types":
				return "p"
			case "drawingml/chart":
				return "c"
			case "drawingml/spreadsheetDrawing":
				return "xdr"
			case "drawingml":
				return "a"
			}
		}
	}
	switch ns {
	case "urn:schemas-microsoft-com:vml":
		return "v"
	case "urn:schemas-microsoft-com:office:excel":
		return "x"
	case "urn:schemas-microsoft-com:office:office":
		return "o"
	}
	return ns
}

func (n *node) is(name string) bool { return n != nil && n.ns == "" && n.name == name }

// attr gives an attribute without a namespace.
func (n *node) attr(name string) string { return n.attrIn("", name) }

func (n *node) attrIn(ns, name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.Name.Local == name && (ns == "" && a.Name.Space == "" || ns != "" && short(a.Name.Space) == ns) {
			return a.Value
		}
	}
	return ""
}

func (n *node) kid(name string) *node {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

func (n *node) all(name string) []*node {
	if n == nil {
		return nil
	}
	var out []*node
	for _, k := range n.kids {
		if k.name == name {
			out = append(out, k)
		}
	}
	return out
}

// content gives the text of an element and of all below it, without phonetic text.
func (n *node) content() string {
	if n == nil {
		return ""
	}
	s := n.text
	for _, k := range n.kids {
		if k.name != "rPh" && k.name != "phoneticPr" {
			s += k.content()
		}
	}
	return s
}

// walk visits an element and all below it.
func (n *node) walk(visit func(*node)) {
	visit(n)
	for _, k := range n.kids {
		k.walk(visit)
	}
}

// parse reads every part that is XML.
func (b *book) parse() {
	for _, name := range b.names() {
		if !isXML(name) {
			continue
		}
		t, err := parseXML(b.parts[name])
		if err != nil {
			b.fault(name, "%v", err)
			continue
		}
		b.trees[name] = t
	}
}

func parseXML(src []byte) (*node, error) {
	if !utf8.Valid(src) {
		return nil, errors.New("not UTF-8")
	}
	d := xml.NewDecoder(bytes.NewReader(src))
	var root *node
	var open []*node
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("not well-formed: %w", err)
		}
		switch tok := tok.(type) {
		case xml.Directive:
			return nil, errors.New("has a document type")
		case xml.StartElement:
			if err := bound(tok); err != nil {
				return nil, err
			}
			n := &node{ns: short(tok.Name.Space), name: tok.Name.Local, attrs: tok.Attr}
			switch {
			case len(open) > 0:
				top := open[len(open)-1]
				top.kids = append(top.kids, n)
			case root != nil:
				return nil, errors.New("has two roots")
			default:
				root = n
			}
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(tok)
			}
		}
	}
	if root == nil {
		return nil, errors.New("has no root")
	}
	return root, nil
}

// bound refuses what the decoder accepts: undeclared prefixes, and an attribute that occurs twice.
func bound(e xml.StartElement) error {
	declared := func(space string) bool {
		return space == "" || space == "xmlns" || space == "xml" || strings.ContainsAny(space, ":/")
	}
	if !declared(e.Name.Space) {
		return fmt.Errorf("prefix %s of %s is not declared", e.Name.Space, e.Name.Local)
	}
	seen := map[xml.Name]bool{}
	for _, a := range e.Attr {
		if !declared(a.Name.Space) {
			return fmt.Errorf("prefix %s of %s is not declared", a.Name.Space, a.Name.Local)
		}
		if seen[a.Name] {
			return fmt.Errorf("attribute %s of %s stands twice", a.Name.Local, e.Name.Local)
		}
		seen[a.Name] = true
	}
	return nil
}
