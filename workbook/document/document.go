// Package document is a text for people as a value: paragraphs in roles, tables, a chart. It knows what a paragraph is
// for and refuses to know how it looks; package docx dresses it for Word, and Markdown and Text write it for pasting.
package document

import "duban/workbook/sheet"

// Role says what a paragraph is for.
type Role uint8

const (
	Body        Role = iota // running text
	Masthead                // the paper's name over its first page
	Issue                   // its number
	Placeholder             // what whoever prints it is to put in
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

// Roles is the number of roles; a writer must dress every one of them.
const Roles = int(roles)

// Block is a part of a document: a Paragraph, a Split, a Table or a Chart.
type Block interface{ block() }

// Paragraph is a text in a role.
type Paragraph struct {
	Role Role
	Text string
	// NewPage begins a page with it.
	NewPage bool
}

// Split is a line with a text at either end and a rule below.
type Split struct{ Left, Right string }

// Align is how the cells of a column stand.
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

// Table is a table whose heading row is repeated on each page. One without headings is a form: the odd cells are labels,
// and the rows have room to write in.
type Table struct {
	Columns []Column
	Rows    []Row
	// Form says that the table is there to be filled in.
	Form bool
}

// Row is a row of a table.
type Row struct {
	Cells []string
	// Strong sets a sum off.
	Strong bool
	// Lines is how many lines of room a row of a form has, at least one.
	Lines int
}

// Chart is a native chart over a small book that the document carries along, so that it stays editable.
type Chart struct {
	Book  *sheet.Book
	Chart sheet.Chart
	// Text says what is to be seen, for those who do not see it.
	Text string
}

func (Paragraph) block() {}
func (Split) block()     {}
func (Table) block()     {}
func (Chart) block()     {}

// Document is a text as a whole.
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
