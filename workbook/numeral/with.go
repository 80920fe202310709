package numeral

import "unicode"

// WithUnit writes a figure and its unit as one reads them: 62亩, 5%, but 60 km, as a unit in letters stands apart.
func WithUnit(figure, unit string) string {
	for _, r := range unit {
		if unicode.Is(unicode.Latin, r) {
			return figure + " " + unit
		}
		break
	}
	return figure + unit
}
