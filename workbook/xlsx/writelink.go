package xlsx

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// sheetRels collects the relationships of a sheet.
type sheetRels struct {
	n     int
	lines bytes.Buffer
	// outside holds the ids of addresses outside the file: many rows may link to one.
	outside map[string]string
}

// add gives the id of a new relationship; kind is the last word of its type.
func (r *sheetRels) add(kind, target string, external bool) string {
	r.n++
	id := "rId" + strconv.Itoa(r.n)
	r.lines.WriteString(relationshipXML(id, kind, target, external))
	return id
}

// address gives the id of an address outside the file.
func (r *sheetRels) address(address string) string {
	id, ok := r.outside[address]
	if !ok {
		if r.outside == nil {
			r.outside = map[string]string{}
		}
		id = r.add("hyperlink", linkAddress(address), true)
		r.outside[address] = id
	}
	return id
}

func (r *sheetRels) part() []byte {
	return slices.Concat([]byte(xmlHead+`<Relationships xmlns="`+packNamespace+`">`), r.lines.Bytes(), []byte("</Relationships>"))
}

func relationshipXML(id, kind, target string, external bool) string {
	mode := ""
	if external {
		mode = ` TargetMode="External"`
	}
	return `<Relationship Id="` + id + `" Type="` + officeNamespace + "/" + kind + `" Target="` + escapeAttr(target) + `"` + mode + "/>"
}

// sheetExtras collects the links and notes of a sheet while its rows are written.
type sheetExtras struct {
	sheet string
	rels  sheetRels
	links pieces
	n     int // links
	// known holds the sheets that links led to so far.
	known  map[string]bool
	leads  func(sheet string) bool
	author string
	notes  []note
}

func (x *sheetExtras) of(w *bookWriter, s *sheet.Sheet) {
	x.sheet, x.author, x.known = s.Name, wrText(w.book.Creator), map[string]bool{}
	if x.author == "" {
		x.author = programName
	}
	x.leads = func(name string) bool { return w.book.Sheet(name) != nil || slices.Contains(w.others, name) }
}

// add collects what a cell has besides its value.
func (x *sheetExtras) add(at sheet.Ref, e *sheet.Extra) error {
	if e.Link != "" {
		if err := x.link(at, e.Link); err != nil {
			return err
		}
	}
	if e.Note == "" {
		return nil
	}
	text := wrText(e.Note)
	if n, long := longerThan(text, maxNote); long {
		return &LimitError{Limit: LimitNote, Sheet: x.sheet, Cell: at.String(), Got: n, Max: maxNote}
	}
	x.notes = append(x.notes, note{at, x.author, text})
	return nil
}

func (x *sheetExtras) link(at sheet.Ref, link string) error {
	if x.n++; x.n > maxLinks {
		return &LimitError{Limit: LimitLinks, Sheet: x.sheet, Cell: at.String(), Got: x.n, Max: maxLinks}
	}
	b := &x.links
	if target, inside := insideTarget(link); inside {
		if !x.known[target] {
			if !x.leads(target) {
				return &LimitError{Limit: LimitLinkTarget, Sheet: x.sheet, Cell: at.String()}
			}
			x.known[target] = true
		}
		b.writeString(`<hyperlink ref="`)
		b.writeString(at.String())
		b.writeString(`" location="`)
		b.writeString(escapeAttr(link))
		b.writeString(`"/>`)
		return nil
	}
	address, place, _ := strings.Cut(link, "#")
	b.writeString(`<hyperlink ref="`)
	b.writeString(at.String())
	b.writeString(`" r:id="`)
	b.writeString(x.rels.address(address))
	b.writeString(`"`)
	if place != "" {
		b.writeString(` location="`)
		b.writeString(escapeAttr(place))
		b.writeString(`"`)
	}
	b.writeString("/>")
	return nil
}

func (x *sheetExtras) writeLinks(b *bytes.Buffer) {
	if x.n > 0 {
		b.WriteString("<hyperlinks>")
		for _, piece := range x.links.list {
			b.Write(piece)
		}
		b.WriteString("</hyperlinks>")
	}
}

// insideTarget gives the sheet of a link within the file, such as "'任务进展'!A5" or "总览!A1:C3".
func insideTarget(link string) (name string, inside bool) {
	bang := strings.LastIndexByte(link, '!')
	if bang < 1 {
		return "", false
	}
	if _, ok := sheet.ParseRange(link[bang+1:]); !ok {
		return "", false
	}
	name = link[:bang]
	if quoted, ok := strings.CutPrefix(name, "'"); ok {
		if quoted, ok = strings.CutSuffix(quoted, "'"); !ok {
			return "", false
		}
		return strings.ReplaceAll(quoted, "''", "'"), true
	}
	return name, !strings.ContainsAny(name, `:/\#`)
}

// linkAddress makes a URI of an address, or of a path relative to the workbook with either kind of separator.
func linkAddress(address string) string {
	if strings.Contains(address, "://") || strings.HasPrefix(strings.ToLower(address), "mailto:") {
		return strings.ReplaceAll(address, " ", "%20")
	}
	segments := strings.Split(strings.ReplaceAll(address, `\`, "/"), "/")
	for i, segment := range segments {
		if plain, err := url.PathUnescape(segment); err == nil {
			segment = plain
		}
		segments[i] = url.PathEscape(segment)
	}
	return strings.Join(segments, "/")
}
