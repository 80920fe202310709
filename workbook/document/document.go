// Package document represents a text for people as a value: paragraphs in roles, tables, a chart. It knows what a paragraph is for
// and refuses to know how it looks; package docx formats it for Word, and Markdown and Text write it for pasting.
package document

import "duban/workbook/sheet"

// Role says what a paragraph is for.
type Role uint8

const (
	Body        Role = iota // running text
	Masthead                // the paper's name above its first page
	Issue                   // its number
	Placeholder             // something that whoever prints it adds
	Title                   // of the text
	Addressee               // to whom it goes, flush left
	Heading1
	Heading2
	AnnexMark // 附件1
	Caption   // over a table, under a chart
	Note      // small print under a table
	Closing   // who signs, at the right
	roles
)

// Roles is the number of roles; a writer must format every one of them.
const Roles = int(roles)

// Block is a part of a document: a Paragraph, a Split, a Table or a Chart.
type Block interface{ block() }

// Paragraph is a text in a role.
type Paragraph struct {
	Role Role
	Text string
	// NewPage puts the paragraph at the start of a page.
	NewPage bool
}

// Split is a line with a text at either end and a rule below it.
type Split struct{ Left, Right string }

// Align is the alignment of the cells of a column.
type Align uint8

const (
	Left Align = iota
	Center
	Right
)

// Column is a column of a table.
type Column struct {
	Heading string
	// Width is the column's share of the table's width.
	Width int
	Align Align
}

// Table is a table whose heading row is repeated on each page. A table without headings is a form: its odd cells are labels, and its
// rows have room to write in.
type Table struct {
	Columns []Column
	Rows    []Row
	// Form says that the table is to be filled in.
	Form bool
}

// Row is a row of a table.
type Row struct {
	Cells []string
	// Strong sets a row of sums off.
	Strong bool
	// Lines is the number of lines of room in a row of a form, at least one.
	Lines int
}

// Chart is a native chart over a small book that the document carries along, so that the chart stays editable.
type Chart struct {
	Book  *sheet.Book
	Chart sheet.Chart
	// Text describes the chart in words.
	Text string
}

func (Paragraph) block() {}
func (Split) block()     {}
func (Table) block()     {}
func (Chart) block()     {}

// Document is a whole text.
type Document struct {
	// Title and Creator are the document's own properties; Created is a serial day as in a sheet.Book.
	Title, Creator string
	Created        float64
	// Lang is the language of its texts, "zh" or "en".
	Lang   string
	Blocks []Block
}

// Add appends a paragraph.
func (d *Document) Add(r Role, text string) {
	d.Blocks = append(d.Blocks, Paragraph{Role: r, Text: text})
}
