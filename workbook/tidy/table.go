// Package tidy is data for those who compute further: tables of one row a fact, whose columns have a name and a type for
// good, written as CSV and JSON Lines. It knows how values are written down and refuses to know what they mean; package
// parquet writes the same tables for databases.
package tidy

import "duban/workbook/sheet"

// Type is what a column's values are.
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

// Column is a column of a table. Its name is for programs and is the same in every language.
type Column struct {
	Name string
	Type Type
}

// Table is one kind of fact. A blank value is not known or does not apply.
type Table struct {
	Name    string
	Columns []Column
	Rows    [][]sheet.Value
}
