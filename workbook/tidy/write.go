package tidy

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"duban/workbook/sheet"
)

// guarded are the first characters by which a spreadsheet program recognises a formula, and the apostrophe that guards against that.
const guarded = "=+-@'\t\r"

// CSV writes a table so that a spreadsheet program opens it by a double-click: UTF-8 with a byte order mark, commas, a heading row. A
// text that a program would take for a formula, or that begins with an apostrophe, gets an apostrophe in front; removing one from
// every text that begins with it restores the texts. Numbers are never guarded.
func CSV(t *Table) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	line := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		line[i] = c.Name
	}
	if err := w.Write(line); err != nil {
		return nil, fmt.Errorf("csv of %s: %w", t.Name, err)
	}
	for _, r := range t.Rows {
		for i, c := range t.Columns {
			line[i] = plain(c.Type, r[i])
			if c.Type == Text && line[i] != "" && strings.ContainsRune(guarded, rune(line[i][0])) {
				line[i] = "'" + line[i]
			}
		}
		if err := w.Write(line); err != nil {
			return nil, fmt.Errorf("csv of %s: %w", t.Name, err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// JSONLines writes a table with one object per line, its columns in order, and null for blanks.
func JSONLines(t *Table) ([]byte, error) {
	var b bytes.Buffer
	for _, r := range t.Rows {
		for i, c := range t.Columns {
			if i == 0 {
				b.WriteByte('{')
			} else {
				b.WriteByte(',')
			}
			b.WriteString(strconv.Quote(c.Name) + ":")
			switch {
			case r[i].IsBlank():
				b.WriteString("null")
			case c.Type == Text, c.Type == Day:
				if err := quoted(&b, plain(c.Type, r[i])); err != nil {
					return nil, fmt.Errorf("json of %s: %w", t.Name, err)
				}
			default:
				b.WriteString(plain(c.Type, r[i]))
			}
		}
		b.WriteString("}\n")
	}
	return b.Bytes(), nil
}

func quoted(b *bytes.Buffer, s string) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the encoder's newline
	return nil
}

// plain writes a value in the usual form of its type; nothing for a blank.
func plain(t Type, v sheet.Value) string {
	switch {
	case v.IsBlank():
		return ""
	case t == Day:
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(v.Num)).Format(time.DateOnly)
	case t == Bool:
		return strconv.FormatBool(v.Num != 0)
	}
	return v.String()
}
