package docx

import "duban/workbook/sheet"

// Block is a paragraph or a table.
type Block struct {
	Text string
	// Level is the outline level of a heading, 0 for running text.
	Level int
	Table *sheet.Sheet
}

// Codes of refusals; their words and hints are in the catalogue.
const (
	RefusedDamaged  = "docx-damaged"
	RefusedNone     = "docx-none"
	RefusedTooLarge = "docx-too-large"
)

// Refusal says why a file is not read.
type Refusal struct{ Code string }

func (r *Refusal) Error() string { return "docx: " + r.Code }
