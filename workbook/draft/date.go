package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

var (
	dayInLine = pattern.New(`20\d\d年\d{1,2}月\d{1,2}[日号]|20\d\d[-./]\d{1,2}[-./]\d{1,2}|二[〇○零][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]`)
	// openingLines is the number of paragraphs in which the document's date is looked for; a date further down belongs to the text.
	openingLines = 8
)

// DateOf gives the date of a document: the one near its title, in one of its first lines or above the headings of a table, or else the one
// on which it was signed at the end. It returns false if there is neither.
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
		if limitLine.MatchString(text) {
			continue
		}
		if at := dayInLine.FindString(text); at != "" && (utf8.RuneCountInString(text) < longestDated || strings.HasPrefix(text, at)) {
			if d, _, ok := calendar.ParseDate(at, 0); ok {
				return d, true
			}
		}
	}
	return signedOn(doc)
}

// limitLine matches a line that gives a limit under its label: 整改时限：2024年12月31日.
var limitLine = pattern.New(`^[^：:，。]{0,6}(?:时限|期限|完成时间|办结时间)[：:]`)

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

// signedOn gives the date that stands on a line of its own; the first if there are several, as annexes may have their own.
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

// A line whose date is the document's has fewer characters than longestDated, unless it begins with the date, as minutes do.
const longestDated = 40
