package xlsxcheck

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Excel's limits.
const (
	maxRow        = 1_048_576
	maxCol        = 16_384
	maxName       = 31
	maxText       = 32_767
	maxFormula    = 8_192
	maxLiteral    = 255
	maxFormats    = 65_490
	maxWidth      = 255
	maxHeight     = 409.5
	maxTitle      = 32
	maxMessage    = 255
	maxFooter     = 255
	maxLocation   = 2_083
	maxDefined    = 255
	firstOwnForm  = 164
	lastOwnForm   = 65_535
	leastCustomID = 2
)

func length(s string) int { return len(utf16.Encode([]rune(s))) }

func number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// workbook checks the workbook part and what it refers to.
func (b *book) workbook() {
	t := b.trees[b.main]
	if t == nil {
		return
	}
	if !t.is("workbook") {
		b.fault(b.main, "is no workbook")
		return
	}
	b.sheetList(t)
	b.styles()
	b.sharedStrings()
	b.definedNames(t)
	for i := range b.sheets {
		b.sheet(i)
	}
	b.customProperties()
}

func (b *book) sheetList(t *node) {
	names, ids, visible := map[string]bool{}, map[string]bool{}, 0
	var states []string
	for _, s := range t.kid("sheets").all("sheet") {
		name := s.attr("name")
		switch {
		case name == "" || length(name) > maxName:
			b.fault(b.main, "sheet name %q is empty or too long", name)
		case strings.ContainsAny(name, `[]:*?/\`) || strings.HasPrefix(name, "'") || strings.HasSuffix(name, "'"):
			b.fault(b.main, "sheet name %q has a character that it must not have", name)
		}
		if low := strings.ToLower(name); names[low] {
			b.fault(b.main, "sheet %q stands twice", name)
		} else {
			names[low] = true
		}
		if id := s.attr("sheetId"); ids[id] || id == "" || id == "0" {
			b.fault(b.main, "sheet id %q stands twice or is none", id)
		} else {
			ids[id] = true
		}
		state := s.attr("state")
		states = append(states, state)
		if state == "" || state == "visible" {
			visible++
		}
		b.sheets = append(b.sheets, sheetPart{name, b.rels[b.main][s.attrIn("r", "id")].target})
	}
	if visible == 0 {
		b.fault(b.main, "no sheet is to be seen")
	}
	for _, v := range t.kid("bookViews").all("workbookView") {
		for _, a := range []string{"activeTab", "firstSheet"} {
			n, ok := number(v.attr(a))
			switch {
			case v.attr(a) == "":
				n = 0
			case !ok || n < 0 || n >= len(states):
				b.fault(b.main, "%s %s is no sheet", a, v.attr(a))
				continue
			}
			if a == "activeTab" && n < len(states) && states[n] != "" && states[n] != "visible" {
				b.fault(b.main, "the sheet that shows first is hidden")
			}
		}
	}
}

// styles checks that the formats refer to existing fonts, fills and borders.
func (b *book) styles() {
	part := b.related(b.main, "styles")
	t := b.trees[part]
	if t == nil {
		b.formats, b.dxfs = 1, 0
		return
	}
	count := map[string]int{}
	for _, l := range t.kids {
		n := len(l.kids)
		if c := l.attr("count"); c != "" && l.name != "extLst" && l.name != "colors" {
			if want, ok := number(c); !ok || want != n {
				b.fault(part, "%s counts %s and has %d", l.name, c, n)
			}
		}
		count[l.name] = n
	}
	b.formats, b.dxfs = count["cellXfs"], count["dxfs"]
	if b.formats > maxFormats {
		b.fault(part, "%d formats", b.formats)
	}
	own := map[string]bool{}
	for _, f := range t.kid("numFmts").all("numFmt") {
		id := f.attr("numFmtId")
		if own[id] {
			b.fault(part, "number format %s stands twice", id)
		}
		own[id] = true
		if f.attr("formatCode") == "" || length(f.attr("formatCode")) > maxLiteral {
			b.fault(part, "number format %s is empty or too long", id)
		}
	}
	for _, list := range []string{"cellStyleXfs", "cellXfs"} {
		for i, x := range t.kid(list).all("xf") {
			for attr, of := range map[string]string{"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"} {
				if v := x.attr(attr); v != "" {
					if n, ok := number(v); !ok || n < 0 || n >= count[of] {
						b.fault(part, "%s %d: %s %s is none of %d", list, i, attr, v, count[of])
					}
				}
			}
			if n, ok := number(x.attr("numFmtId")); ok && n >= firstOwnForm && (n > lastOwnForm || !own[x.attr("numFmtId")]) {
				b.fault(part, "%s %d: number format %d is none", list, i, n)
			}
		}
	}
	for _, s := range t.kid("cellStyles").all("cellStyle") {
		if n, ok := number(s.attr("xfId")); !ok || n < 0 || n >= count["cellStyleXfs"] {
			b.fault(part, "named style %q: format %s is none", s.attr("name"), s.attr("xfId"))
		}
	}
}

func (b *book) sharedStrings() {
	part := b.related(b.main, "sharedStrings")
	t := b.trees[part]
	if t == nil {
		return
	}
	items := t.all("si")
	b.strings = len(items)
	if u := t.attr("uniqueCount"); u != "" && u != strconv.Itoa(len(items)) {
		b.fault(part, "counts %s and has %d", u, len(items))
	}
	for i, s := range items {
		if n := length(s.content()); n > maxText {
			b.fault(part, "text %d has %d characters", i, n)
		}
	}
}

// definedNames checks that names refer to existing sheets, and that a sheet's own names refer to that sheet: sheets moved without
// their names would print each other's headings.
func (b *book) definedNames(t *node) {
	b.defined = map[string]bool{}
	seen := map[string]bool{}
	for _, d := range t.kid("definedNames").all("definedName") {
		name, local := d.attr("name"), d.attr("localSheetId")
		b.defined[strings.ToLower(name)] = true
		if key := strings.ToLower(name) + "\x00" + local; seen[key] {
			b.fault(b.main, "name %s stands twice", name)
		} else {
			seen[key] = true
		}
		if name == "" || length(name) > maxDefined || strings.ContainsAny(name, " !,;+-*/'\"()") {
			b.fault(b.main, "name %q is no name", name)
		}
		refers := b.formula(b.main, "name "+name, d.text)
		if local == "" {
			continue
		}
		n, ok := number(local)
		if !ok || n < 0 || n >= len(b.sheets) {
			b.fault(b.main, "name %s belongs to sheet %s, which is none", name, local)
			continue
		}
		if !strings.HasPrefix(name, "_xlnm.") {
			continue
		}
		for _, s := range refers {
			if !strings.EqualFold(s, b.sheets[n].name) {
				b.fault(b.main, "name %s of sheet %q is about sheet %q", name, b.sheets[n].name, s)
			}
		}
	}
}

// formula checks a formula's limits and gives the sheets that it names; a missing one is a fault.
func (b *book) formula(part, what, text string) []string {
	if n := length(text); n > maxFormula {
		b.fault(part, "%s: formula of %d characters", what, n)
	}
	var sheets []string
	known := func(name string) {
		if strings.ContainsAny(name, "[]") || name == "#REF" {
			return // another workbook's, or lost
		}
		sheets = append(sheets, name)
		if !slices.ContainsFunc(b.sheets, func(s sheetPart) bool { return strings.EqualFold(s.name, name) }) {
			b.fault(part, "%s: no sheet %q", what, name)
		}
	}
	depth, word := 0, 0
	for i := 0; i < len(text); {
		switch c := text[i]; c {
		case '"', '\'':
			end, quoted := i+1, strings.Builder{}
			for end < len(text) {
				if text[end] == c {
					if end+1 == len(text) || text[end+1] != c {
						break
					}
					end++
				}
				quoted.WriteByte(text[end])
				end++
			}
			if end >= len(text) {
				b.fault(part, "%s: a quote is not closed", what)
				return sheets
			}
			i = end + 1
			if c == '"' && length(quoted.String()) > maxLiteral {
				b.fault(part, "%s: a literal of %d characters", what, length(quoted.String()))
			}
			if c == '\'' && i < len(text) && text[i] == '!' {
				for name := range strings.SplitSeq(quoted.String(), ":") {
					known(name)
				}
			}
			word = i
			continue
		case '!':
			if i > word {
				known(text[word:i])
			}
			word = i + 1
		case '(', '[':
			depth++
			word = i + 1
		case ')', ']':
			depth--
		case ',', ';', ' ', '+', '-', '*', '/', '&', '=', '<', '>', '^', '{', '}', '%', ':':
			word = i + 1
		}
		i++
	}
	if depth != 0 {
		b.fault(part, "%s: brackets do not match", what)
	}
	return sheets
}

func (b *book) customProperties() {
	part := b.related("", "custom-properties")
	ids, names := map[string]bool{}, map[string]bool{}
	if b.trees[part] == nil {
		return
	}
	for _, p := range b.trees[part].all("property") {
		id, name := p.attr("pid"), strings.ToLower(p.attr("name"))
		if n, ok := number(id); !ok || n < leastCustomID || ids[id] || names[name] {
			b.fault(part, "property %q (%s) stands twice or has no id", name, id)
		}
		ids[id], names[name] = true, true
	}
}
