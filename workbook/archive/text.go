package archive

import (
	"bytes"
	"strings"
)

// WindowsText gives a text as the Windows editor reads it without guessing: with a byte order mark and Windows line ends.
func WindowsText(s string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	b.WriteString(strings.ReplaceAll(s, "\n", "\r\n"))
	return b.Bytes()
}
