// Package paper is for tests. It reads what the pages of a PDF show, so that a test finds a row that is printed nowhere, or a text
// that its cell cuts off. It knows PDF as far as LibreOffice writes it: plain objects in one table, letters of one byte with their
// meaning beside the font. It refuses to know images, and what workbook or document was printed.
package paper
