// Package paper is for tests: it reads what the pages of a PDF show, so that a row that is printed nowhere, or a text that is cut off
// by its cell, can be found. It knows PDF as far as LibreOffice writes it: plain objects in one table, letters of one byte with their
// meaning beside the font. It refuses to know images, and what workbook or document was printed.
package paper
