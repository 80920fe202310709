package score

import (
	"unicode"

	"duban/workbook/pattern"
)

// nameSuffix gives a text as part of a defined name; empty if it has characters that names may not have.
func nameSuffix(id string) string {
	for _, r := range id {
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return ""
		}
	}
	return id
}

// cellLike matches the words that programs take for references to cells.
var cellLike = pattern.New(`(?i)^([a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*)$`)

// definedName gives a parameter's name as a defined name; empty if it cannot be one, so that formulas have to refer to its cell.
func definedName(name string) string {
	if id := nameSuffix(name); id != "" && !unicode.IsDigit([]rune(id)[0]) && !cellLike.MatchString(id) {
		return id
	}
	return ""
}
