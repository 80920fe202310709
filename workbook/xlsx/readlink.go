package xlsx

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/workbook/sheet"
)

// cellLink is a link of a cell; a relationship of the sheet gives its target.
type cellLink struct {
	at sheet.Ref
	id string
}

// readLink keeps a link that leads out of the workbook; a link to a place in the workbook has no relationship.
func (s *sheetReader) readLink() error {
	if !s.lexer.is("hyperlink") {
		return nil
	}
	raw, ok := s.lexer.attrIn(nsOfficeRel, "id")
	if !ok || len(raw) == 0 {
		return nil
	}
	id, err := s.text(raw)
	if err != nil {
		return err
	}
	ref, err := s.attrText("ref")
	if err != nil {
		return err
	}
	over, ok := sheet.ParseRange(ref)
	if !ok {
		return nil // a link carries no data: its place is "#REF!" if its cells were deleted
	}
	if len(s.links) == s.limits.links {
		return tooLarge(s.lexer.part, "links", int64(s.limits.links))
	}
	s.links = append(s.links, cellLink{over.First, id})
	return nil
}

// sayLinks notes the first cell of the sheet that links to a file or a program, and how many more do. No link is followed. A link to
// the web or to a mailbox shows what it is. One whose target is missing or unreadable leads nowhere. Neither is noted.
func (s *sheetReader) sayLinks(part string) {
	rels, err := s.readRelationships(part)
	if err != nil {
		return // nothing else of the relationships is needed, and the cells are complete
	}
	leads := make(map[string]string, len(rels))
	for _, rel := range rels {
		if rel.external && leadsToFile(rel.target) {
			leads[rel.id] = legibleLink(rel.target)
		}
	}
	links := slices.DeleteFunc(s.links, func(l cellLink) bool { return leads[l.id] == "" })
	if len(links) == 0 {
		return
	}
	s.book.Oddities = append(s.book.Oddities, sheet.Oddity{Code: OddLinkOutside, Part: part, Sheet: s.into.Name, Ref: links[0].at, Link: leads[links[0].id], More: len(links) - 1})
}

// legibleLink gives an address as people read it. It stays escaped if it would not be text, or would control the screen or the
// direction of the words around it.
func legibleLink(address string) string {
	if plain, err := url.PathUnescape(address); err == nil && legible(plain) {
		return plain
	}
	if !legible(address) {
		return url.PathEscape(address)
	}
	return address
}

func legible(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) })
}

// leadsToFile reports whether an address is that of a file, on this computer or in a shared folder, or of anything else that a click
// would open on the computer itself.
func leadsToFile(address string) bool {
	address = strings.ToLower(strings.TrimSpace(address))
	for _, harmless := range []string{"http://", "https://", "mailto:", "#"} {
		if strings.HasPrefix(address, harmless) {
			return false
		}
	}
	return address != ""
}
