package xlsx

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// markAuthor is the author of notes that MarkUp makes, by which they are recognised.
const markAuthor = "duban-slip"

// noteChange changes the note of a cell: first what an earlier mark added is cut off its end, then text is added. A note that becomes
// empty is removed.
type noteChange struct {
	at       sheet.Ref
	cut, add string
}

// mergedNotes sorts changes and joins those of one cell.
func mergedNotes(changes []noteChange) []noteChange {
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b noteChange) int {
		return cmp.Or(cmp.Compare(a.at.Row, b.at.Row), cmp.Compare(a.at.Col, b.at.Col))
	})
	out := changes[:0]
	for _, c := range changes {
		if n := len(out); n > 0 && out[n-1].at == c.at {
			out[n-1].cut, out[n-1].add = cmp.Or(out[n-1].cut, c.cut), cmp.Or(out[n-1].add, c.add)
			continue
		}
		out = append(out, c)
	}
	return out
}

// savedNote is a note of a saved workbook.
type savedNote struct {
	at     sheet.Ref
	author string
	// comment and body are the note's element and its text element; texts are the pieces of text in it, in order.
	comment, body *element
	texts         []savedText
}

type savedText struct {
	// run is the element to remove if nothing is left of the text: a run with its format, or the bare text.
	run, t *element
	text   string
}

func (n *savedNote) text() string {
	all := ""
	for _, t := range n.texts {
		all += t.text
	}
	return all
}

// savedNotes is the notes part of a sheet.
type savedNotes struct {
	part          string
	src           []byte
	root          element
	authors, list *element
	names         []string
	notes         []*savedNote
}

func (f *existing) readNotes(part string) (*savedNotes, error) {
	src, err := f.part(part)
	if err != nil {
		return nil, err
	}
	elements, err := outline(part, src, 6)
	if err != nil {
		return nil, err
	}
	s := &savedNotes{part: part, src: src, root: elements[0]}
	var note *savedNote
	var run *element
	for i := range elements {
		e := &elements[i]
		if e.ns != nsMain {
			continue
		}
		switch {
		case e.level == 2 && e.local == "authors":
			s.authors = e
		case e.level == 2 && e.local == "commentList":
			s.list = e
		case e.level == 3 && e.local == "author":
			s.names = append(s.names, attrValue(string(src[e.open:e.close])))
		case e.level == 3 && e.local == "comment":
			note, run = &savedNote{comment: e}, nil
			note.at, _ = sheet.ParseRef(e.attr("ref"))
			if k, err := strconv.Atoi(e.attr("authorId")); err == nil && k >= 0 && k < len(s.names) {
				note.author = s.names[k]
			}
			s.notes = append(s.notes, note)
		case e.level == 4 && e.local == "text" && note != nil:
			note.body = e
		case e.level == 5 && e.local == "r":
			run = e
		case e.level == 5:
			run = nil
			if e.local == "t" && note != nil {
				note.texts = append(note.texts, savedText{e, e, noteText(src, e)})
			}
		case e.level == 6 && e.local == "t" && run != nil && note != nil:
			note.texts = append(note.texts, savedText{run, e, noteText(src, e)})
		}
	}
	if s.authors == nil || s.list == nil {
		return nil, damaged(part, damagedElement)
	}
	return s, nil
}

func noteText(src []byte, e *element) string {
	return string(unescape([]byte(attrValue(string(src[e.open:e.close])))))
}

// changeNotes changes the notes of a sheet and the boxes that show them.
func (f *existing) changeNotes(s existingSheet, changes []noteChange) error {
	rels, err := f.relationships(s.part)
	if err != nil {
		return err
	}
	part, ok := rels.ofKind("comments")
	if !ok {
		part = f.freeName("xl/comments", ".xml")
		if _, err := f.relate(s.part, "comments", f.relativeTo(s.part, part)); err != nil {
			return err
		}
		if err := f.declare(part, "", typePrefix+"spreadsheetml.comments+xml"); err != nil {
			return err
		}
		f.set(part, []byte(xmlHead+`<comments xmlns="`+f.mainNamespace()+`"><authors><author>`+markAuthor+`</author></authors><commentList></commentList></comments>`))
	}
	notes, err := f.readNotes(part)
	if err != nil {
		return err
	}
	patches, boxes, gone := notes.change(changes)
	if err := f.patch(part, patches); err != nil {
		return err
	}
	return f.drawNotes(s, boxes, gone)
}

// change gives the changes to the part, the boxes to be drawn anew, and the cells whose notes are gone.
func (s *savedNotes) change(changes []noteChange) (patches []patch, boxes []noteBox, gone []sheet.Ref) {
	prefix := s.root.prefix
	if prefix != "" {
		prefix += ":"
	}
	author := -1
	var added strings.Builder
	for i, name := range s.names {
		if name == markAuthor {
			author = i
		}
	}
	there := make(map[sheet.Ref]*savedNote, len(s.notes))
	for _, n := range slices.Backward(s.notes) {
		there[n.at] = n // of several at one cell the first counts
	}
	for _, c := range changes {
		note := there[c.at]
		if note == nil {
			if c.add == "" {
				continue
			}
			if author < 0 {
				author = len(s.names)
				patches = append(patches, s.authors.append(s.src, "<"+prefix+"author>"+markAuthor+"</"+prefix+"author>")...)
			}
			added.WriteString(commentXML(prefix, c.at, author, c.add))
			boxes = append(boxes, noteBox{c.at, c.add})
			continue
		}
		text := note.text()
		kept := text
		if c.cut != "" {
			kept = withoutEnd(text, c.cut)
		}
		if kept == "" && c.add == "" {
			patches = append(patches, patch{note.comment.start, note.comment.end, ""})
			gone = append(gone, c.at)
			continue
		}
		body, whole := note.shortened(s.src, prefix, len(kept)), kept
		if c.add != "" {
			add := c.add
			if kept != "" {
				add = "\n" + add
			}
			body += noteRun(prefix, add)
			whole += add
		}
		if note.body == nil {
			// A note without a text element is odd, but is repaired only here, where it is changed.
			patches = append(patches, note.comment.append(s.src, "<"+prefix+"text>"+body+"</"+prefix+"text>")...)
		} else {
			patches = append(patches, patch{note.body.start, note.body.end, "<" + prefix + "text>" + body + "</" + prefix + "text>"})
		}
		if c.add != "" || kept != text {
			boxes = append(boxes, noteBox{c.at, whole})
		}
	}
	if added.Len() > 0 {
		patches = append(patches, s.list.append(s.src, added.String())...)
	}
	return patches, boxes, gone
}

// withoutEnd cuts off what a mark added: the whole text, or its last lines. Programs differ in whether they keep space at the end.
func withoutEnd(text, cut string) string {
	trimmed := strings.TrimRight(text, " \n")
	cut = strings.TrimRight(cut, " \n")
	if trimmed == cut {
		return ""
	}
	if kept, ok := strings.CutSuffix(trimmed, "\n"+cut); ok {
		return kept
	}
	return text
}

// shortened writes the first size bytes of a note's text, in its own runs and formats.
func (n *savedNote) shortened(src []byte, prefix string, size int) string {
	var b strings.Builder
	for _, t := range n.texts {
		text := t.text
		if len(text) > size {
			text = text[:size]
		}
		size -= len(text)
		switch {
		case text == "":
		case text == t.text && t.run != t.t:
			b.Write(src[t.run.start:t.run.end])
		case t.run != t.t:
			b.Write(src[t.run.start:t.t.start])
			b.WriteString("<" + prefix + `t xml:space="preserve">` + string(appendXstring(nil, text)) + "</" + prefix + "t>")
			b.Write(src[t.t.end:t.run.end])
		default:
			// Bare text must become a run before other runs can follow it.
			b.WriteString("<" + prefix + "r><" + prefix + `t xml:space="preserve">` + string(appendXstring(nil, text)) + "</" + prefix + "t></" + prefix + "r>")
		}
	}
	return b.String()
}

// drawNotes draws boxes for notes, replacing existing ones, and removes the boxes of notes that are gone.
func (f *existing) drawNotes(s existingSheet, boxes []noteBox, gone []sheet.Ref) error {
	if len(boxes)+len(gone) == 0 {
		return nil
	}
	src, err := f.part(s.part)
	if err != nil {
		return err
	}
	elements, err := outline(s.part, src, 2)
	if err != nil {
		return err
	}
	for i := range elements {
		if e := &elements[i]; e.level == 2 && e.is("legacyDrawing") {
			return f.redrawNotes(s.part, e.attrIn(nsOfficeRel, "id"), boxes, gone)
		}
	}
	if len(boxes) == 0 {
		return nil
	}
	return f.addNoteDrawing(s.part, elements, boxes)
}

// redrawNotes changes the drawing to which a relationship of the sheet's part leads.
func (f *existing) redrawNotes(sheetPart, id string, boxes []noteBox, gone []sheet.Ref) error {
	rels, err := f.relationships(sheetPart)
	if err != nil {
		return err
	}
	rel, ok := rels.byID(id)
	if !ok || !f.has(rel.target) {
		return damaged(sheetPart, damagedRelationship)
	}
	drawing, err := f.part(rel.target)
	if err != nil {
		return err
	}
	if drawing, err = f.readable(sheetPart, rel.target, drawing, boxes); err != nil {
		return err
	}
	f.set(rel.target, redrawn(drawing, boxes, gone))
	return nil
}

// addNoteDrawing gives a sheet without one a drawing of notes; elements are those of the sheet's part.
func (f *existing) addNoteDrawing(sheetPart string, elements []element, boxes []noteBox) error {
	part := f.freeName("xl/drawings/vmlDrawing", ".vml")
	number, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(part, "xl/drawings/vmlDrawing"), ".vml"))
	f.set(part, noteDrawing(number, boxes))
	if err := f.declare("", "vml", typePrefix+"vmlDrawing"); err != nil {
		return err
	}
	id, err := f.relate(sheetPart, "vmlDrawing", f.relativeTo(sheetPart, part))
	if err != nil {
		return err
	}
	prefix := elements[0].prefix
	if prefix != "" {
		prefix += ":"
	}
	at := legacyDrawingPlace(elements)
	return f.patch(sheetPart, []patch{{at, at, fmt.Sprintf(`<%slegacyDrawing xmlns:r="%s" r:id="%s"/>`, prefix, f.relNamespace(), id)}})
}

// legacyDrawingPlace gives the position where a sheet's drawing of notes belongs: before the first element that follows it in
// the schema, or at the end.
func legacyDrawingPlace(elements []element) int {
	for i := range elements {
		e := &elements[i]
		switch e.local {
		case "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst", "AlternateContent":
			if e.level == 2 {
				return e.start
			}
		}
	}
	return elements[0].close
}

// freeName gives the first numbered part name that is free.
func (f *existing) freeName(prefix, suffix string) string {
	for n := 1; ; n++ {
		if name := prefix + strconv.Itoa(n) + suffix; !f.has(name) {
			return name
		}
	}
}

// relativeTo gives the target by which one part refers to another: relative, as all programs write it, if the two are in their usual
// places.
func (f *existing) relativeTo(from, to string) string {
	switch dir := path.Dir(from); {
	case dir == "xl":
		return strings.TrimPrefix(to, "xl/")
	case path.Dir(dir) == "xl":
		return "../" + strings.TrimPrefix(to, "xl/")
	}
	return "/" + to
}
