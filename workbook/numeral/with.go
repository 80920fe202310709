package numeral

import (
	"unicode"
	"unicode/utf8"
)

// WithUnit writes a figure and its unit as one reads them: 62亩, 5%, but 60 km, as a unit in letters stands apart.
func WithUnit(figure, unit string) string {
	if first, _ := utf8.DecodeRuneInString(unit); unicode.Is(unicode.Latin, first) {
		return figure + " " + unit
	}
	return figure + unit
}
