package formula

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"duban/workbook/sheet"
)

// SyntaxError says where and why a source is no formula of this language. Its words for people are in the message catalogue under
// Code.
type SyntaxError struct {
	// Pos counts runes from 0 in the source as given, a leading "=" included.
	Pos  int
	Code string
	Args map[string]string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("formula, rune %d: %s%s", e.Pos, e.Code, argText(e.Args))
}

// RenderError says why a formula cannot be written into a cell: CodeColumnUnresolved, CodeNameUnresolved,
// CodeFormulaTooLong or CodeTextTooLong.
type RenderError struct {
	Pos  int
	Code string
	Args map[string]string
}

func (e *RenderError) Error() string {
	return fmt.Sprintf("rendering a formula, rune %d: %s%s", e.Pos, e.Code, argText(e.Args))
}

func argText(args map[string]string) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(args)) {
		fmt.Fprintf(&b, " %s=%q", k, args[k])
	}
	return b.String()
}

// Codes of a SyntaxError, each with the arguments that it carries.
const (
	CodeEmpty           = "formula-empty"           // nothing, or nothing after "="
	CodeFormulaTooLong  = "formula-too-long"        // limit
	CodeTextTooLong     = "text-too-long"           // limit
	CodeNestingTooDeep  = "nesting-too-deep"        // limit
	CodeFullWidth       = "character-full-width"    // char, use: the character typed and the half-width one meant
	CodeCharInstead     = "character-instead"       // char, use: ≥ for >= and its kin
	CodeCharUnknown     = "character-unknown"       // char
	CodeTextOpen        = "text-not-closed"         // Pos is where the text opens
	CodeColumnOpen      = "column-not-closed"       // Pos is where the bracket opens
	CodeColumnEmpty     = "column-without-name"     //
	CodeColumnSpecial   = "column-special-item"     // [#…] of Excel's tables
	CodeTableName       = "table-name"              // name: a column written with its table in front
	CodeBracketOpen     = "bracket-not-closed"      // char; Pos is where the bracket opens
	CodeBracketExtra    = "bracket-not-opened"      // char
	CodeValueMissing    = "value-missing"           // found: what stands in place of a value, empty at the end
	CodeOperatorMissing = "operator-missing"        // found: the value that follows another one
	CodeSeparator       = "separator-wrong"         // char, use
	CodeNumberMalformed = "number-malformed"        // text
	CodeNumberTooLarge  = "number-too-large"        // text
	CodeErrorUnknown    = "error-value-unknown"     // text
	CodeReference       = "cell-reference"          // text: an A1 or R1C1 reference
	CodeArrayElement    = "array-element"           // found: what is no constant
	CodeArrayRagged     = "array-rows-differ"       // columns, found
	CodeFuncUnknown     = "function-unknown"        // name, near: a function of nearly the same name, or empty
	CodeFuncVolatile    = "function-volatile"       // name: its result changes by itself
	CodeFuncNewer       = "function-too-new"        // name: not in Excel 2016
	CodeArgsFew         = "arguments-too-few"       // name, min, max, count
	CodeArgsMany        = "arguments-too-many"      // name, min, max, count
	CodeColumnMisplaced = "column-where-one-value"  // column, name: the function or operator, empty at the top
	CodeArrayMisplaced  = "array-where-one-value"   // name
	CodeCellsRequired   = "cells-required"          // name: an argument that must be a column or cell is computed
	CodeTableRequired   = "column-or-list-required" // name
)

// Further codes of a RenderError.
const (
	CodeColumnUnresolved = "column-unresolved" // column
	CodeNameUnresolved   = "name-unresolved"   // name
)

// Excel's limits on a formula. Lengths are in UTF-16 units; that of a formula is sheet.MaxFormulaLen.
const (
	MaxTextLen = sheet.MaxFormulaText    // of a text literal
	MaxNesting = sheet.MaxFormulaNesting // of functions within functions
	maxArgs    = 255
)

func syntaxError(pos int, code string, args ...string) *SyntaxError {
	return &SyntaxError{pos, code, argMap(args)}
}

// argMap makes a map from names and values in turn, nil if there are none.
func argMap(args []string) map[string]string {
	if len(args) == 0 {
		return nil
	}
	m := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i]] = args[i+1]
	}
	return m
}
