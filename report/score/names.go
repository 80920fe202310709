package score

import (
	"unicode"

	"duban/workbook/pattern"
)

// nameSuffix is a text as a defined name or part of one, empty where it has characters that names may not have.
func nameSuffix(id string) string {
	for _, r := range id {
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return ""
		}
	}
	return id
}

// cellLike are the words that programs take for cells.
var cellLike = pattern.New(`(?i)^([a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*)$`)

// definedName is a parameter's name as a defined name, empty where it cannot be one: formulas then point at its cell.
func definedName(name string) string {
	if id := nameSuffix(name); id != "" && !unicode.IsDigit([]rune(id)[0]) && !cellLike.MatchString(id) {
		return id
	}
	return ""
}
