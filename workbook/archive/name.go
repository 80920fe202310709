package archive

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// maxNameUnits limits a file name, in UTF-16 units as Windows counts: with the folders above it a path then stays below the 260 that
// many programs still allow.
const maxNameUnits = 100

// SafeName makes a name that every file system accepts: Windows forbids some characters, trailing dots and spaces, and the names of
// devices. A name that has to be cut keeps its extension.
func SafeName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	ext := path.Ext(name)
	base := strings.TrimSuffix(name, ext)
	if len(utf16.Encode([]rune(ext))) > 12 {
		base, ext = name, ""
	}
	if isDevice(base) {
		base = "_" + base
	}
	for base != "" && len(utf16.Encode([]rune(base+ext))) > maxNameUnits {
		r := []rune(base)
		base = string(r[:len(r)-1])
	}
	if base = strings.TrimRight(base, " ."); base == "" {
		base = "_"
	}
	return base + ext
}

// isDevice reports whether Windows takes a name for a device; only the part before the first dot matters.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	switch stem = strings.ToUpper(strings.TrimRight(stem, " ")); stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	port, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		port, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && utf8.RuneCountInString(port) == 1 && strings.Contains("123456789¹²³", port)
}
