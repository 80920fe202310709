// Package xlsx is the edge between the grid of package sheet and the xlsx files that spreadsheet programs read and
// write. It reads any such file strictly, writes a book with formulas and the values stored for them, marks cells in a
// workbook that somebody else has saved, and types values into one.
//
// The package knows zip parts, cell types, styles, notes, charts and the limits of Excel, and it alone knows what a
// role looks like (theme.go). It refuses to know bureaus, tasks and rules, the clock, and where a file lies: it turns
// bytes into books and books into bytes, the same bytes each time. No other package may import excelize.
package xlsx
