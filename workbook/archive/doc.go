// Package archive keeps every file that came in, byte for byte, with what it was taken for: an append-only log of receipts, each
// chained to the one before by its hash. It also writes every file that the program writes: to a temporary name first, then renamed,
// so that nothing is ever left half-written.
//
// The package knows bytes, names and receipts. It refuses to know what a workbook holds, which language the folders are named in, and
// what time it is: names and times come from the caller.
package archive
