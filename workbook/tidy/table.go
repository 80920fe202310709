// Package tidy is data for further analysis: tables with one row for each fact, whose columns have permanent names and types, written
// as CSV and JSON Lines. It knows how values are written and refuses to know what they mean; package parquet writes the same tables
// for databases.
package tidy

import "duban/workbook/sheet"

// Type is the type of a column's values.
type Type uint8

const (
	Text Type = iota
	Int       // a whole number
	Real
	Day // a date, held as a serial day
	Bool
)

// String names the type in the description of the columns.
func (t Type) String() string { return [...]string{"text", "integer", "real", "date", "boolean"}[t] }

// Column is a column of a table. Its name is for programs, and the same in every language.
type Column struct {
	Name string
	Type Type
}

// Table holds one kind of fact. A blank value is unknown or does not apply.
type Table struct {
	Name    string
	Columns []Column
	Rows    [][]sheet.Value
}
