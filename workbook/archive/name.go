package archive

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf16"
)

// maxNameUnits bounds a file name, in UTF-16 units as Windows counts: with the folders above it a path stays below the
// 260 that many programs still allow.
const maxNameUnits = 100

// SafeName makes a name that every file system takes: Windows forbids some characters, trailing dots and spaces, and the
// names of devices. The ending is kept when a name has to be cut.
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
	for base != "" && len(utf16.Encode([]rune(base+ext))) > maxNameUnits {
		r := []rune(base)
		base = string(r[:len(r)-1])
	}
	if base = strings.TrimRight(base, " ."); base == "" {
		base = "_"
	}
	switch strings.ToUpper(base) {
	case "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
		"LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9":
		base = "_" + base
	}
	return base + ext
}
