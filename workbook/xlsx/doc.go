// Package xlsx is the edge between the grid of package sheet and the xlsx files that spreadsheet programs read and write. It reads
// any such file strictly, writes a book with formulas and the values stored for them, marks cells in a workbook that somebody else
// has saved, and types values into one.
//
// The package knows zip parts, cell types, styles, notes, charts and the limits of Excel, and it alone knows what a role looks like
// (theme.go). It refuses to know bureaus, tasks and rules, the clock, and where a file lies: it turns bytes into books and books into
// bytes, the same bytes each time. No other package may import excelize.
//
// # Long sheets
//
// A sheet that grows with bureaus, tasks or files is laid out row by row while the file is written, some rows ahead of the writer,
// and compressed at once. The file goes to the disk as it is packed. Compressed parts whose place in the file is not yet known wait
// in a second file beside it, which no run leaves behind. Links to one file share a relationship.
//
// A formula that repeats down a column is written once and referred to from the cells below, as Excel does it, unless it has
// something that [MS-XLSB] 2.5.98.98 excludes from shared formulas, such as other sheets or arrays. The ranges of two such groups may
// overlap, as they do in Excel's own files. A reader gets the same formula either way. A formula that refers to a group that does not
// exist cannot be read, and is not taken for a typed value.
package xlsx
