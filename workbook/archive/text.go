package archive

import (
	"bytes"
	"strings"
)

// WindowsText is a text as Windows' editor reads it without guessing: with a byte order mark and its line ends.
func WindowsText(s string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	b.WriteString(strings.ReplaceAll(s, "\n", "\r\n"))
	return b.Bytes()
}
