package xlsx

import (
	"fmt"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// note is one note of a sheet, to be written or shown.
type note struct {
	at     sheet.Ref
	author string
	text   string
}

const maxNote = 32_767

// notes writes a sheet's notes and the drawing that shows them.
func (w *bookWriter) notes(i int, notes []note, rels *sheetRels) string {
	if len(notes) == 0 {
		return ""
	}
	number := strconv.Itoa(i + 1)
	made := w.keep.notes(i+1, notes)
	w.parts["xl/comments"+number+".xml"] = made.comments
	w.parts["xl/drawings/vmlDrawing"+number+".vml"] = made.drawing
	rels.add("comments", "../comments"+number+".xml", false)
	id := rels.add("vmlDrawing", "../drawings/vmlDrawing"+number+".vml", false)
	return `<legacyDrawing xmlns:r="` + officeNamespace + `" r:id="` + id + `"/>`
}

// writeNotes makes the parts for the notes of a sheet, by the sheet's number.
func writeNotes(sheet int, notes []note) *writtenNotes {
	boxes := make([]noteBox, len(notes))
	for k, n := range notes {
		boxes[k] = noteBox{n.at, n.text}
	}
	return &writtenNotes{notes, commentsPart(notes), noteDrawing(sheet, boxes)}
}

// commentsPart writes the notes of a sheet, in order.
func commentsPart(notes []note) []byte {
	authors := map[string]int{}
	var list, people strings.Builder
	for _, n := range notes {
		id, ok := authors[n.author]
		if !ok {
			id = len(authors)
			authors[n.author] = id
			people.WriteString("<author>" + escapeText(n.author) + "</author>")
		}
		list.WriteString(commentXML("", n.at, id, n.text))
	}
	return []byte(xmlHead + `<comments xmlns="` + mainNamespace + `"><authors>` + people.String() + "</authors><commentList>" +
		list.String() + "</commentList></comments>")
}

// commentXML writes a note; prefix is that of the spreadsheet vocabulary in its part, including the colon.
func commentXML(prefix string, at sheet.Ref, author int, text string) string {
	p := prefix
	return fmt.Sprintf(`<%scomment ref="%s" authorId="%d"><%stext>%s</%stext></%scomment>`, p, at, author, p, noteRun(p, text), p, p)
}

// noteRun writes a run of a note's text in the theme's font.
func noteRun(p, text string) string {
	body := string(appendXstring(nil, wrText(text)))
	return `<` + p + `r><` + p + `rPr><` + p + `sz val="9"/><` + p + `color indexed="81"/><` + p + `rFont val="` + themeFont + `"/><` + p + `family val="2"/></` + p + `rPr>` +
		`<` + p + `t xml:space="preserve">` + body + `</` + p + `t></` + p + `r>`
}
