// Package sheet is the grid that all other packages share: books of sheets of typed cells, each cell with the role it plays. A reader
// returns a grid, a layout produces one and a writer consumes one; tests write it as a pipe table.
//
// The package knows rows, columns, values and roles. It refuses to know files, styles, colours, bureaus and tasks.
package sheet
