// Package sheet is the grid that everything else speaks of: books of sheets of typed cells, each cell with the role
// it plays. A grid is what a reader returns, what a layout produces and what a writer consumes; tests write it as a
// pipe table.
//
// The package knows rows, columns, values and roles. It refuses to know files, styles, colours, bureaus and tasks.
package sheet
