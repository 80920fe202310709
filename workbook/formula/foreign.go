package formula

import (
	"slices"
	"strings"
)

// This file inspects formulas that people typed into cells. They may be in any dialect, not only the rule language, so they are
// searched, not parsed.

// OutsideIn reports whether a formula refers to another file, such as [1]Sheet1!A1, 'C:\报表\[台账.xlsx]9月'!B2 or 台账.xlsx!总数, or to
// another program, such as Word|'C:\报表.docx'!书签, or fetches something from elsewhere.
func OutsideIn(text string) bool {
	called := calledIn(text)
	for _, name := range called {
		switch name {
		case "WEBSERVICE", "IMAGE", "STOCKHISTORY", "RTD", "DDE", "REQUEST", "CALL":
			return true
		}
	}
	if slices.Contains(called, "HYPERLINK") && linksOut(text) {
		return true
	}
	closed := -1
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '"':
			i = endOfQuote(text, i)
		case '\'':
			end := endOfQuote(text, i)
			if quoted := text[i:min(end+1, len(text))]; end+1 < len(text) && text[end+1] == '!' && (strings.Contains(quoted, "]") || strings.Contains(strings.ToLower(quoted), ".xls")) {
				return true
			}
			i = end
		case '|':
			return true // no operator: it separates a program from its topic
		case ']':
			closed = i
		case '!':
			// Only the sheet's name stands between a file's bracket and the mark: no operator, no blank.
			if closed >= 0 && !strings.ContainsAny(text[closed+1:i], "+-*/^&=<>(),; ") || isBookName(text[:i]) {
				return true
			}
			closed = -1
		}
	}
	return false
}

// isBookName reports whether the text before a reference ends like the name of a workbook, in any case.
func isBookName(text string) bool {
	for _, ending := range []string{".xlsx", ".xls"} {
		if at := len(text) - len(ending); at >= 0 && strings.EqualFold(text[at:], ending) {
			return true
		}
	}
	return false
}

// linksOut reports whether a HYPERLINK in a formula may open anything but a place in the workbook, a web page or a mailbox. A
// computed target counts, as only the spreadsheet program knows it.
func linksOut(text string) bool {
	for upper := strings.ToUpper(text); ; {
		_, after, found := strings.Cut(upper, "HYPERLINK(")
		if !found {
			return false
		}
		target := strings.TrimSpace(after)
		if !strings.HasPrefix(target, `"#`) && !strings.HasPrefix(target, `"HTTP://`) && !strings.HasPrefix(target, `"HTTPS://`) && !strings.HasPrefix(target, `"MAILTO:`) {
			return true
		}
		upper = after
	}
}

// VolatileIn names the first function of a formula whose result changes by itself; empty if there is none.
func VolatileIn(text string) string {
	for _, name := range calledIn(text) {
		if slices.Contains(volatileFunctions(), name) {
			return name
		}
	}
	return ""
}

// calledIn lists the names before an opening bracket, in capitals and without the prefixes of newer functions.
func calledIn(text string) []string {
	var out []string
	start := -1
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || start >= 0 && (c == '.' || c >= '0' && c <= '9'):
			if start < 0 {
				start = i
			}
			continue
		case c == '(' && start >= 0:
			name := strings.ToUpper(text[start:i])
			out = append(out, name[strings.LastIndexByte(name, '.')+1:])
		case c == '"' || c == '\'':
			i = endOfQuote(text, i)
		}
		start = -1
	}
	return out
}

// endOfQuote gives the position of the closing quote, or of the end. A doubled quote ends one text and opens the next at once.
func endOfQuote(text string, i int) int {
	if n := strings.IndexByte(text[i+1:], text[i]); n >= 0 {
		return i + 1 + n
	}
	return len(text)
}
