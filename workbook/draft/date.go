package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

var (
	dayInLine = pattern.New(`20\d\d年\d{1,2}月\d{1,2}[日号]|20\d\d[-./]\d{1,2}[-./]\d{1,2}|二[〇○零][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]`)
	// openingLines is the number of paragraphs that are looked at; a date further down belongs to the text.
	openingLines = 8
)

// DateOf is the day that a document bears under its title or in its first line; false where it bears none; else the day it was signed on.
func DateOf(doc Document) (calendar.Date, bool) {
	n := 0
	for _, b := range doc.Blocks {
		text := strings.TrimFunc(b.Text, blank)
		if b.Table != nil {
			if d, ok := dayAbove(spread(b.Table)); ok {
				return d, true
			}
		}
		if text == "" {
			continue
		}
		if n++; n > openingLines {
			break
		}
		if at := dayInLine.FindString(text); at != "" && (utf8.RuneCountInString(text) < longestDated || strings.HasPrefix(text, at)) {
			if d, _, ok := calendar.ParseDate(at, 0); ok {
				return d, true
			}
		}
	}
	return signedOn(doc)
}

// dayAbove gives the day above a table's headings, alone or behind the issuer. Days below them are limits.
func dayAbove(g *cells) (calendar.Date, bool) {
	for row := range max(0, g.heads()) {
		for _, text := range g.rows[row] {
			text = strings.Join(strings.Fields(text), " ")
			at := dayInLine.FindString(text)
			if at == "" || utf8.RuneCountInString(text) >= longestDated {
				at = text
			}
			if d, _, ok := calendar.ParseDate(at, 0); ok && at != "" {
				return d, true
			}
		}
	}
	return 0, false
}

// signedOn gives the day under a document, on a line of its own; if there are several the first, as annexes may have their own.
func signedOn(doc Document) (calendar.Date, bool) {
	for _, b := range doc.Blocks {
		text := strings.TrimFunc(b.Text, blank)
		if at := dayInLine.FindString(text); at != "" && at == text {
			if d, _, ok := calendar.ParseDate(at, 0); ok {
				return d, true
			}
		}
	}
	return 0, false
}

// longestDated is the most characters of a line whose date may be the document's; minutes begin with theirs.
const longestDated = 40
