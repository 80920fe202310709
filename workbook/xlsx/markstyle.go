package xlsx

import (
	"fmt"
	"strconv"
	"strings"
)

// styleSheet is the styles part of a saved workbook, to which formats are added. Existing items keep their index, and an item that is
// added twice is stored once.
type styleSheet struct {
	part  string
	src   []byte
	root  element
	lists map[string]*styleList
	// namespace is the declaration that added elements need if the part gives its vocabulary a prefix.
	namespace string
}

// styleList is one list of the styles part, such as its fills.
type styleList struct {
	name    string
	element *element // nil if the part has no such list
	items   []string // as written, with those that are added at the end
	index   map[string]int
	had     int
}

// styleOrder is the order of the lists in the part.
func styleOrder() []string {
	return []string{"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst"}
}

// readStyleSheet reads a styles part. If the workbook uses a prefix, added elements must declare namespace.
func readStyleSheet(part string, src []byte, namespace string) (*styleSheet, error) {
	elements, err := outline(part, src, 3)
	if err != nil {
		return nil, err
	}
	s := &styleSheet{part: part, src: src, root: elements[0], lists: map[string]*styleList{}}
	if elements[0].prefix != "" {
		s.namespace = namespace
	}
	var list *styleList
	for i := range elements {
		e := &elements[i]
		switch {
		case e.level == 2:
			list = nil
			if e.ns == nsMain {
				list = s.list(e.local)
				list.element = e
			}
		case e.level == 3 && list != nil:
			item := string(src[e.start:e.end])
			if _, ok := list.index[item]; !ok {
				list.index[item] = len(list.items)
			}
			list.items = append(list.items, item)
			list.had++
		}
	}
	// A styles part may leave out lists that it does not use, but added formats refer to them.
	for _, least := range []struct{ list, item string }{
		{"fonts", `<font><sz val="11"/><name val="` + themeFont + `"/></font>`},
		{"fills", `<fill><patternFill patternType="none"/></fill>`},
		{"borders", `<border><left/><right/><top/><bottom/><diagonal/></border>`},
		{"cellStyleXfs", `<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`},
		{"cellXfs", `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`},
	} {
		if l := s.list(least.list); len(l.items) == 0 {
			l.add(s.own(least.item))
		}
	}
	// Programs take the first two fills as none and as dots, whatever they say.
	if l := s.list("fills"); len(l.items) == 1 {
		l.add(s.own(`<fill><patternFill patternType="gray125"/></fill>`))
	}
	return s, nil
}

func (s *styleSheet) list(name string) *styleList {
	l := s.lists[name]
	if l == nil {
		l = &styleList{name: name, index: map[string]int{}}
		s.lists[name] = l
	}
	return l
}

// add gives the index of an item, which is added unless an equal one exists.
func (l *styleList) add(item string) int {
	if i, ok := l.index[item]; ok {
		return i
	}
	l.index[item] = len(l.items)
	l.items = append(l.items, item)
	return len(l.items) - 1
}

// own gives an item made by this package, with the namespace declared if the part needs it.
func (s *styleSheet) own(item string) string {
	if s.namespace == "" {
		return item
	}
	end := strings.IndexAny(item, " />")
	return item[:end] + ` xmlns="` + s.namespace + `"` + item[end:]
}

// fillXML is a plain fill of one colour.
func fillXML(color string) string {
	return `<fill><patternFill patternType="solid"><fgColor rgb="FF` + color + `"/><bgColor indexed="64"/></patternFill></fill>`
}

// withFill gives the index of a format record that differs from another one in its fill alone.
func (s *styleSheet) withFill(style, fill int) int {
	xfs := s.list("cellXfs")
	if style < 0 || style >= len(xfs.items) {
		style = 0
	}
	item := xfs.items[style]
	end := tagEnd(item)
	tag := withAttr(item[:end], "fillId", strconv.Itoa(fill))
	// A record may omit this, and a program then takes the fill from the named style.
	tag = withAttr(tag, "applyFill", "1")
	return xfs.add(tag + item[end:])
}

// fillOf gives the fill of a format record, as written.
func (s *styleSheet) fillOf(style int) string {
	xfs, fills := s.list("cellXfs").items, s.list("fills").items
	if style < 0 || style >= len(xfs) {
		return fills[0]
	}
	n, err := strconv.Atoi(itemAttr(xfs[style], "fillId"))
	if err != nil || n < 0 || n >= len(fills) {
		return fills[0]
	}
	return fills[n]
}

// lightLetters reports whether a format record has white or nearly white letters.
func (s *styleSheet) lightLetters(style int) bool {
	xfs, fonts := s.list("cellXfs").items, s.list("fonts").items
	if style < 0 || style >= len(xfs) {
		return false
	}
	n, err := strconv.Atoi(itemAttr(xfs[style], "fontId"))
	if err != nil || n < 0 || n >= len(fonts) {
		return false
	}
	elements, err := outline("", []byte(declared(fonts[n])), 2)
	if err != nil {
		return false
	}
	for i := range elements {
		e := &elements[i]
		if e.local != "color" {
			continue
		}
		if rgb := e.attr("rgb"); len(rgb) >= 6 {
			v, err := strconv.ParseUint(rgb[len(rgb)-6:], 16, 32)
			return err == nil && v>>16 >= 0xE0 && v>>8&0xFF >= 0xE0 && v&0xFF >= 0xE0
		}
		// The first theme colour is the paper's, and so is colour 9 (or 1) of the old palette.
		return e.attr("theme") == "0" || e.attr("indexed") == "9" || e.attr("indexed") == "1"
	}
	return false
}

func itemAttr(item, name string) string {
	elements, err := outline("", []byte(declared(item)), 1)
	if err != nil {
		return ""
	}
	return elements[0].attr(name)
}

// declared makes a piece of a part parse on its own: prefixes that are declared further out are bound to something.
func declared(item string) string {
	end := strings.IndexAny(item, " \t\r\n/>")
	if colon := strings.IndexByte(item[:end], ':'); colon > 0 {
		return item[:end] + " xmlns:" + item[1:colon] + `="` + mainNamespace + `"` + item[end:]
	}
	return item
}

// tagEnd gives the position where the first tag of a piece of XML ends.
func tagEnd(item string) int {
	quote := byte(0)
	for i := 0; i < len(item); i++ {
		switch c := item[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return len(item)
}

// bytes gives the part with the added items.
func (s *styleSheet) bytes() []byte {
	var patches []patch
	for i, name := range styleOrder() {
		l := s.lists[name]
		if l == nil || len(l.items) == l.had {
			continue
		}
		added := strings.Join(l.items[l.had:], "")
		count := strconv.Itoa(len(l.items))
		if l.element != nil {
			e := l.element
			tag := withAttr(string(s.src[e.start:e.open]), "count", count)
			if e.close > e.open {
				patches = append(patches, patch{e.start, e.open, tag}, patch{e.close, e.close, added})
				continue
			}
			tag = strings.TrimSuffix(tag, "/>") + ">"
			name := e.local
			if e.prefix != "" {
				name = e.prefix + ":" + name
			}
			patches = append(patches, patch{e.start, e.end, tag + added + "</" + name + ">"})
			continue
		}
		item := s.own("<" + name + ` count="` + count + `">`)
		patches = append(patches, patch{s.place(i), s.place(i), item + added + "</" + name + ">"})
	}
	return patched(s.src, patches)
}

// place gives the position where a missing list belongs: before the first of the lists that follow it.
func (s *styleSheet) place(order int) int {
	for _, name := range styleOrder()[order+1:] {
		if l := s.lists[name]; l != nil && l.element != nil {
			return l.element.start
		}
	}
	return s.root.close
}

// adopted maps the indices of another workbook's formats to those in this one.
type adopted struct{ cells, conditionals []int }

// adopt adds all formats of a workbook that this package has made.
func (s *styleSheet) adopt(made []byte) (adopted, error) {
	other, err := readStyleSheet("xl/styles.xml", made, "")
	if err != nil {
		return adopted{}, fmt.Errorf("xlsx: styles of the front sheet: %w", err)
	}
	numbers := map[string]string{}
	for _, item := range other.list("numFmts").items {
		numbers[itemAttr(item, "numFmtId")] = s.addNumberFormat(itemAttr(item, "formatCode"))
	}
	ids := map[string][]int{}
	for _, name := range []string{"fonts", "fills", "borders"} {
		for _, item := range other.list(name).items {
			ids[name] = append(ids[name], s.list(name).add(s.own(item)))
		}
	}
	var out adopted
	for _, item := range other.list("cellXfs").items {
		end := tagEnd(item)
		tag := item[:end]
		for attr, list := range map[string]string{"fontId": "fonts", "fillId": "fills", "borderId": "borders"} {
			n, err := strconv.Atoi(itemAttr(item, attr))
			if err != nil || n < 0 || n >= len(ids[list]) {
				n = 0
			}
			tag = withAttr(tag, attr, strconv.Itoa(ids[list][n]))
		}
		if id, ok := numbers[itemAttr(item, "numFmtId")]; ok {
			tag = withAttr(tag, "numFmtId", id)
		}
		tag = withAttr(tag, "xfId", "0")
		for _, apply := range []string{"applyFont", "applyFill", "applyBorder", "applyNumberFormat"} {
			tag = withAttr(tag, apply, "1")
		}
		out.cells = append(out.cells, s.list("cellXfs").add(s.own(tag+item[end:])))
	}
	for _, item := range other.list("dxfs").items {
		out.conditionals = append(out.conditionals, s.list("dxfs").add(s.own(item)))
	}
	return out, nil
}

// addNumberFormat gives the id of a format code. Ids below 164 are Excel's own.
func (s *styleSheet) addNumberFormat(code string) string {
	last := 163
	for _, item := range s.list("numFmts").items {
		if itemAttr(item, "formatCode") == code {
			return itemAttr(item, "numFmtId")
		}
		if n, err := strconv.Atoi(itemAttr(item, "numFmtId")); err == nil {
			last = max(last, n)
		}
	}
	id := strconv.Itoa(last + 1)
	s.list("numFmts").add(s.own(`<numFmt numFmtId="` + id + `" formatCode="` + escapeAttr(code) + `"/>`))
	return id
}
