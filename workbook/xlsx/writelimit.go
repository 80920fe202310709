package xlsx

import (
	"fmt"
	"strings"

	"duban/workbook/sheet"
)

// What a LimitError names. Excel would refuse or silently repair a file that exceeds one of them.
const (
	LimitSheets         = "sheets"             // no sheets, or no visible one
	LimitSheetName      = "sheet-name"         // empty, too long, reserved, or with one of []:*?/\
	LimitSheetNameTwice = "sheet-name-twice"   // two names that differ at most in case
	LimitRows           = "rows"               // a row that no sheet can have, or out of order
	LimitColumns        = "columns"            // a column that no sheet can have, or out of order
	LimitText           = "text-length"        // a cell's text
	LimitFormula        = sheet.FormulaLength  // a formula as written
	LimitFormulaBytes   = sheet.FormulaBytes   // a formula as Excel keeps it
	LimitFormulaText    = sheet.FormulaText    // a text literal within a formula
	LimitFormulaNesting = sheet.FormulaNesting // functions within functions
	LimitFormulaOpen    = sheet.FormulaOpen    // a quote or bracket that is not closed
	LimitList           = "list-length"        // the choices of a drop-down, written out
	LimitListEmpty      = "list-empty"         // a drop-down without choices
	LimitListComma      = "list-comma"         // a choice with a comma, which would become two
	LimitPromptTitle    = "prompt-title"       // the title of a prompt or of an error message
	LimitPrompt         = "prompt-length"      // the text of a prompt or of an error message
	LimitNote           = "note-length"        // a note
	LimitLinks          = "links"              // links of one sheet
	LimitLinkTarget     = "link-target"        // a link to a sheet that does not exist
	LimitName           = "name"               // a defined name that Excel does not accept
	LimitMerge          = "merge"              // merged ranges that overlap
	LimitRange          = "range"              // a range whose corners are not in order
	LimitRowHeight      = "row-height"         // above 409 points
	LimitColumnWidth    = "column-width"       // above 255 characters
	LimitFooter         = "footer-length"      // a footer
	LimitChart          = "chart"              // a series whose reference cannot be read
	LimitErrorCode      = "error-code"         // an error value that Excel does not have
)

// Limits lists everything that a LimitError may name.
func Limits() []string {
	return []string{
		LimitSheets, LimitSheetName, LimitSheetNameTwice, LimitRows, LimitColumns, LimitText,
		LimitFormula, LimitFormulaBytes, LimitFormulaText, LimitFormulaNesting, LimitFormulaOpen, LimitList,
		LimitListEmpty, LimitListComma, LimitPromptTitle, LimitPrompt, LimitNote, LimitLinks,
		LimitLinkTarget, LimitName, LimitMerge, LimitRange, LimitRowHeight, LimitColumnWidth,
		LimitFooter, LimitChart, LimitErrorCode,
	}
}

const (
	maxPromptTitle = 32
	maxPrompt      = 255
	maxLinks       = 65_530
	maxRowHeight   = 409.0
	maxColumnWidth = 255.0
	maxFooter      = 255
)

// LimitError says which limit of Excel a book exceeds, and where.
type LimitError struct {
	// Limit is one of the Limit constants.
	Limit string
	Sheet string
	// Cell is a place or range, empty if the sheet as a whole is meant.
	Cell string
	// Got and Max are numbers of characters, rows … ; Max is 0 if the limit is not a number.
	Got, Max int
}

func (e *LimitError) Error() string {
	var b strings.Builder
	b.WriteString("workbook cannot be written: " + e.Limit)
	if e.Sheet != "" {
		fmt.Fprintf(&b, " in sheet %q", e.Sheet)
	}
	if e.Cell != "" {
		b.WriteString(" at " + e.Cell)
	}
	if e.Max > 0 {
		fmt.Fprintf(&b, ": %d, at most %d", e.Got, e.Max)
	}
	return b.String()
}

// longerThan compares lengths without counting a text whose bytes are few enough anyway.
func longerThan(s string, limit int) (int, bool) {
	if len(s) <= limit {
		return 0, false
	}
	n := sheet.Units(s)
	return n, n > limit
}

// checkNames checks the sheets of a book as a whole.
func checkNames(book *sheet.Book) error {
	shown := false
	seen := make(map[string]bool, len(book.Sheets))
	for _, s := range book.Sheets {
		if err := checkSheetName(s.Name); err != nil {
			return err
		}
		folded := strings.ToLower(s.Name)
		if seen[folded] {
			return &LimitError{Limit: LimitSheetNameTwice, Sheet: s.Name}
		}
		seen[folded] = true
		shown = shown || s.Visibility == sheet.Visible
	}
	if !shown {
		return &LimitError{Limit: LimitSheets}
	}
	for _, n := range book.Names {
		if !validName(n.Name) || n.Refers == "" || n.Sheet != "" && book.Sheet(n.Sheet) == nil {
			return &LimitError{Limit: LimitName, Sheet: n.Sheet, Cell: n.Name}
		}
	}
	return nil
}

func checkSheetName(name string) error {
	n := sheet.Units(name)
	switch {
	case n > sheet.MaxNameLen:
		return &LimitError{Limit: LimitSheetName, Sheet: name, Got: n, Max: sheet.MaxNameLen}
	case strings.TrimSpace(name) == "", strings.ContainsAny(name, `[]:*?/\`), strings.HasPrefix(name, "'"),
		strings.HasSuffix(name, "'"), strings.EqualFold(name, "History"), wrText(name) != name:
		return &LimitError{Limit: LimitSheetName, Sheet: name}
	}
	return nil
}

// validName refuses names that Excel takes for a place or does not accept at all.
func validName(name string) bool {
	if name == "" || sheet.Units(name) > 255 || strings.EqualFold(name, "R") || strings.EqualFold(name, "C") {
		return false
	}
	for i, r := range name {
		letter := r == '_' || r == '\\' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7F
		if !letter && (i == 0 || r != '.' && r != '?' && (r < '0' || r > '9')) {
			return false
		}
	}
	if _, place := sheet.ParseRef(name); place {
		return false
	}
	return !rowColumnName(name)
}

// rowColumnName reports a place in the other notation, such as R1C1, which Excel does not accept as a name either.
func rowColumnName(name string) bool {
	upper := strings.ToUpper(name)
	rest, ok := strings.CutPrefix(upper, "R")
	if !ok {
		rest, ok = strings.CutPrefix(upper, "C")
		return ok && rest != "" && strings.Trim(rest, "0123456789") == ""
	}
	row, col, both := strings.Cut(rest, "C")
	return strings.Trim(row, "0123456789") == "" && (!both || strings.Trim(col, "0123456789") == "")
}

func checkRange(s *sheet.Sheet, r sheet.Range) error {
	if r.First.Row < 1 || r.First.Col < 1 || r.Last.Row < r.First.Row || r.Last.Col < r.First.Col ||
		r.Last.Row > sheet.MaxRows || r.Last.Col > sheet.MaxCols {
		return &LimitError{Limit: LimitRange, Sheet: s.Name, Cell: fmt.Sprint(r.First.Row, ",", r.First.Col, ":", r.Last.Row, ",", r.Last.Col)}
	}
	return nil
}
