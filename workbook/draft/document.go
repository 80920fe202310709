package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/sheet"
)

// Document is a text: its paragraphs and tables, in order.
type Document struct {
	Blocks []Block
}

// Block is a paragraph or a table.
type Block struct {
	Text string
	// Level is the outline level that a heading style gives the paragraph, 0 for running text.
	Level int
	// Table holds a table's cells, with its merges; Text is then empty.
	Table *sheet.Sheet
}

// Span is the place where something was read: a paragraph and the characters within it, or a cell of a table.
type Span struct {
	// Para is the number of the block, counted from 1 without empty blocks.
	Para int
	// From and To count the paragraph's characters; To is the first one behind the span.
	From, To int
	// Cell is the cell, for a table.
	Cell string
}

// IsZero reports whether nothing was read.
func (s Span) IsZero() bool { return s.Para == 0 }

// join gives the smallest span of a paragraph that contains both.
func (s Span) join(t Span) Span {
	switch {
	case s.IsZero():
		return t
	case t.IsZero() || s.Para != t.Para:
		return s
	}
	return Span{Para: s.Para, From: min(s.From, t.From), To: max(s.To, t.To), Cell: s.Cell}
}

// ParseText splits a plain text or Markdown into paragraphs and tables. A line is a paragraph; table rows of
// Markdown, lines with tabs, and lines with spaces between cells below such headings are tables.
func ParseText(text string) Document {
	var d Document
	var rows [][]string
	var typed *spaced
	closeTable := func() {
		if len(rows) > 1 {
			d.Blocks = append(d.Blocks, Block{Table: grid(rows)})
		} else if len(rows) == 1 {
			d.Blocks = append(d.Blocks, Block{Text: strings.Join(rows[0], " ")})
		}
		rows, typed = nil, nil
	}
	// Places count characters, so an invalid byte becomes a character.
	text = strings.ToValidUTF8(text, "\ufffd")
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line = strings.TrimRight(line, "\r\n")
		plain := strings.TrimFunc(line, blank)
		switch {
		case plain == "":
			closeTable()
			continue
		case strings.HasPrefix(plain, "|") && strings.Count(plain, "|") > 1:
			if strings.Trim(plain, "|-: \t") != "" {
				rows = append(rows, strings.Split(strings.Trim(plain, "|"), "|"))
			}
			continue
		case strings.Count(strings.TrimFunc(line, blank), "\t") > 1, len(rows) > 0 && strings.Contains(strings.TrimSpace(line), "\t"):
			// Within a table one tab is enough: 二	要素保障.
			rows = append(rows, strings.Split(strings.TrimRight(line, " "), "\t"))
			continue
		}
		if typed != nil {
			if cells, ok := typed.row(plain); ok {
				rows = append(rows, cells)
				continue
			}
		}
		closeTable()
		if t, cells := spacedHeadings(plain); t != nil {
			typed, rows = t, [][]string{cells}
			continue
		}
		b := Block{Text: line}
		if title, n := markdownHeading(plain); n > 0 {
			b = Block{Text: title, Level: n}
		}
		d.Blocks = append(d.Blocks, b)
	}
	closeTable()
	return d
}

// blank reports whether a character around a line means nothing: spaces of every kind, and Markdown's sign of a quotation.
func blank(r rune) bool {
	return r == ' ' || r == '\t' || r == '\u3000' || r == '\u00a0' || r == '\u200b' || r == '\ufeff' || r == '\r' || r == '>'
}

func markdownHeading(line string) (string, int) {
	n := len(line) - len(strings.TrimLeft(line, "#"))
	if n == 0 || n > 6 || len(line) == n || line[n] != ' ' {
		return "", 0
	}
	return strings.TrimSpace(line[n:]), n
}

func grid(rows [][]string) *sheet.Sheet {
	s := &sheet.Sheet{}
	for i, cells := range rows {
		row := sheet.Row{N: i + 1}
		for j, c := range cells {
			if c = strings.TrimFunc(c, blank); c != "" {
				row.Cells = append(row.Cells, sheet.Cell{Col: j + 1, Value: sheet.Str(c)})
			}
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// paragraph is a paragraph that is not empty, with its number.
type paragraph struct {
	no    int
	text  string
	level int
	table *sheet.Sheet
	// chars are the characters that begin before every 32nd byte, so that an offset is found without counting from the
	// start.
	chars []int
}

const charStep = 32

func (d Document) paragraphs() []*paragraph {
	var out []*paragraph
	for _, b := range d.Blocks {
		text := strings.ToValidUTF8(b.Text, "\ufffd")
		if b.Table == nil && strings.TrimFunc(text, blank) == "" {
			continue
		}
		out = append(out, &paragraph{no: len(out) + 1, text: text, level: b.Level, table: b.Table})
	}
	return out
}

// char gives the number of characters before a byte offset.
func (p *paragraph) char(at int) int {
	if p.chars == nil {
		n := 0
		p.chars = make([]int, 0, len(p.text)/charStep+1)
		for i := range len(p.text) {
			if i%charStep == 0 {
				p.chars = append(p.chars, n)
			}
			if utf8.RuneStart(p.text[i]) {
				n++
			}
		}
		p.chars = append(p.chars, n)
	}
	k := at / charStep
	if k >= len(p.chars) {
		k = len(p.chars) - 1
	}
	n := p.chars[k]
	for i := k * charStep; i < at && i < len(p.text); i++ {
		if utf8.RuneStart(p.text[i]) {
			n++
		}
	}
	return n
}

// span gives the place of a run of bytes.
func (p *paragraph) span(from, to int) Span {
	return Span{Para: p.no, From: p.char(from), To: p.char(to)}
}
