package workbook

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

// ColumnType says how a column's cells are read and formatted.
type ColumnType uint8

const (
	TextColumn ColumnType = iota
	NumberColumn
	PercentColumn // 0–100
	DateColumn
	ChoiceColumn
	NamesColumn // names separated by 、
	BoolColumn  // 是 or nothing
)

// Filler says who fills a column in.
type Filler uint8

const (
	ByPlan   Filler = iota // known already; locked in a template
	ByBureau               // for the bureau
	Computed               // a formula over the row
)

// Choice is one value of a closed list. Key is what the program speaks of, Label what people see.
type Choice struct {
	Key   string
	Label string
	// Also are other writings that mean the same.
	Also []string
}

// Column is one column of a form.
type Column struct {
	Key     string
	Heading string
	// Also are other headings under which the column is found: of the other language, of older or neighbouring usage.
	Also    []string
	Type    ColumnType
	Filled  Filler
	Choices []Choice
	// Suggest names a list that the drop-down offers without closing the choice (such as the bureaus' names).
	Suggest string
	// Required columns must be filled in on every row of the table.
	Required bool
	// Unit is the unit of a NumberColumn if it is the same for all rows.
	Unit string
	// Check is a validator/v10 tag that a typed value must pass, such as "gte=0,lte=100" or "max=500".
	Check string
	// Formula computes the column (Filled is Computed), in the rule language.
	Formula string
	// Note explains the heading; Example shows beside a cell to be filled in.
	Note, Example string
	// Width in characters; 0 takes the type's default.
	Width float64
	// Format overrides the type's default number format.
	Format sheet.Format
	// Hidden columns serve formulas and are not shown.
	Hidden bool
}

// Form is a sheet's definition: its name and its columns.
type Form struct {
	Key string
	// Sheet is the sheet's name; Also are other names under which it is found.
	Sheet   string
	Also    []string
	Columns []Column
	// ID names the columns that together identify a row.
	ID []string
	// BlankRows is how many rows stand ready for entries of the bureau's own.
	BlankRows int
	// Intro says, above the table, what the sheet is for.
	Intro string
	// Defaults are the words, in the form's language, that stand where a plan leaves a setting blank, by the setting's key.
	Defaults map[string]string
	// indexed finds the columns by their headings, once IndexHeadings was called.
	indexed headingIndex
}

// Index finds a column by its key, -1 when the form has none.
func (f *Form) Index(key string) int {
	for i := range f.Columns {
		if f.Columns[i].Key == key {
			return i
		}
	}
	return -1
}

// Column finds a column by its key; it must exist.
func (f *Form) Column(key string) *Column { return &f.Columns[f.Index(key)] }

// Has reports whether the form has a column.
func (f *Form) Has(key string) bool { return f.Index(key) >= 0 }

// typed counts the columns that are not computed.
func (f *Form) typed() int {
	n := 0
	for i := range f.Columns {
		if f.Columns[i].Filled != Computed {
			n++
		}
	}
	return n
}

// Label gives a choice's label in the form's language, or the key itself if there is no such choice.
func (c *Column) Label(key string) string {
	for _, ch := range c.Choices {
		if ch.Key == key {
			return ch.Label
		}
	}
	return key
}

// Labels are the labels of all choices, in order.
func (c *Column) Labels() []string {
	out := make([]string, len(c.Choices))
	for i, ch := range c.Choices {
		out[i] = ch.Label
	}
	return out
}

// Choice finds the key of the choice that a text means; false if it means none.
func (c *Column) Choice(text string) (string, bool) {
	text = Fold(text)
	for i := range c.Choices {
		ch := &c.Choices[i]
		if foldsTo(ch.Label, text) || ch.Key == text {
			return ch.Key, true
		}
		for _, a := range ch.Also {
			if foldsTo(a, text) {
				return ch.Key, true
			}
		}
	}
	return "", false
}

// Fold makes different writings of a name or heading equal: it drops spaces and line breaks, narrows full-width characters and lowers
// case.
func Fold(s string) string {
	var out strings.Builder
	changed := false // hardly any name needs a change
	for i := 0; i < len(s); {
		// Chinese characters begin with the bytes E4 to E9.
		if c := s[i]; c >= 0xE4 && c <= 0xE9 {
			n := min(3, len(s)-i)
			if changed {
				out.WriteString(s[i : i+n])
			}
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		to := foldRune(r)
		if !changed && to != r {
			changed = true
			out.Grow(len(s))
			out.WriteString(s[:i])
		}
		if changed && to >= 0 {
			out.WriteRune(to)
		}
		i += n
	}
	if !changed {
		return s
	}
	return out.String()
}

// SameName reports whether two texts are writings of the same name, see Fold.
func SameName(a, b string) bool { return a == b || Fold(a) == Fold(b) }

// foldsTo reports whether Fold(s) would give folded, without building the text.
func foldsTo(s, folded string) bool {
	for _, r := range s {
		to := foldRune(r)
		if to < 0 {
			continue
		}
		want, size := utf8.DecodeRuneInString(folded)
		if size == 0 || to != want {
			return false
		}
		folded = folded[size:]
	}
	return folded == ""
}

// foldRune gives what fold makes of a character, -1 if it drops it.
func foldRune(r rune) rune {
	switch {
	case r > ' ' && r < 0x7F:
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r > '\u3000' && r < '\u3040': // 。、《》
		return r
	case r >= '！' && r <= '～':
		return unicode.ToLower(r - '！' + '!')
	case unicode.IsSpace(r), numeral.Invisible(r), unicode.IsControl(r):
		return -1
	}
	return unicode.ToLower(r)
}

// foldHeading also drops what people add to a heading: a star, a trailing colon.
func foldHeading(s string) string {
	return strings.Trim(Fold(s), headingMarks)
}

const headingMarks = "*:★☆"
