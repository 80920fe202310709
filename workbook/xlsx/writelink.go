package xlsx

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// sheetRels collects what a sheet leads to.
type sheetRels struct{ lines []string }

// add gives the id of a new relationship. The kind is the last word of its type.
func (r *sheetRels) add(kind, target string, external bool) string {
	id := "rId" + strconv.Itoa(len(r.lines)+1)
	r.lines = append(r.lines, relationshipXML(id, kind, target, external))
	return id
}

func (r *sheetRels) part() []byte {
	return []byte(xmlHead + `<Relationships xmlns="` + packNamespace + `">` + strings.Join(r.lines, "") + "</Relationships>")
}

func relationshipXML(id, kind, target string, external bool) string {
	mode := ""
	if external {
		mode = ` TargetMode="External"`
	}
	return `<Relationship Id="` + id + `" Type="` + officeNamespace + "/" + kind + `" Target="` + escapeAttr(target) + `"` + mode + "/>"
}

// links writes the links of a sheet's cells.
func (w *bookWriter) links(s *sheet.Sheet, rels *sheetRels) (string, error) {
	return linksXML(s, rels, func(name string) bool { return w.book.Sheet(name) != nil || slices.Contains(w.others, name) })
}

// linksXML writes links; known says which sheets a link within the file may lead to.
func linksXML(s *sheet.Sheet, rels *sheetRels, known func(sheet string) bool) (string, error) {
	var b strings.Builder
	n := 0
	for i := range s.Rows {
		for j := range s.Rows[i].Cells {
			c := &s.Rows[i].Cells[j]
			if c.Extra == nil || c.Extra.Link == "" {
				continue
			}
			at := sheet.At(s.Rows[i].N, c.Col).String()
			if n++; n > maxLinks {
				return "", &LimitError{Limit: LimitLinks, Sheet: s.Name, Cell: at, Got: n, Max: maxLinks}
			}
			if target, inside := insideTarget(c.Extra.Link); inside {
				if !known(target) {
					return "", &LimitError{Limit: LimitLinkTarget, Sheet: s.Name, Cell: at}
				}
				fmt.Fprintf(&b, `<hyperlink ref="%s" location="%s"/>`, at, escapeAttr(c.Extra.Link))
				continue
			}
			address, place, _ := strings.Cut(c.Extra.Link, "#")
			id := rels.add("hyperlink", linkAddress(address), true)
			fmt.Fprintf(&b, `<hyperlink xmlns:r="%s" ref="%s" r:id="%s"`, officeNamespace, at, id)
			if place != "" {
				b.WriteString(` location="` + escapeAttr(place) + `"`)
			}
			b.WriteString("/>")
		}
	}
	if n == 0 {
		return "", nil
	}
	return "<hyperlinks>" + b.String() + "</hyperlinks>", nil
}

// insideTarget gives the sheet that a link within the file leads to, as "'任务进展'!A5" or "总览!A1:C3".
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

// linkAddress makes a URI of an address or of a path relative to the workbook, with whatever separators.
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
