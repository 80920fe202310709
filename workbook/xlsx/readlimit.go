package xlsx

import "strconv"

// MaxFileBytes is the largest size of a file that is read. A mail attachment with pasted photographs reaches 20 to 30 MB; mail
// systems stop at 50 to 100.
const MaxFileBytes = 128 << 20

// Caps on what one file may demand. A returned workbook is some 50 KB with a few thousand cells, a county's consolidated workbook a
// few MB. Each cap is well above that and below what would stop an office computer.
const (
	maxFileBytes = MaxFileBytes
	// A sheet of a million cells is about 60 MB of XML.
	maxPartBytes = 256 << 20
	// Several such sheets in one file; parts are inflated one after the other, so this bounds time, not memory.
	maxTotalBytes = 512 << 20
	// Deflate cannot exceed 1032; sheets with cells styled down to the last row have about 15.
	maxRatio = 200
	// Below this size a ratio says nothing: short repetitive parts are common and harmless.
	ratioFloorBytes = 4 << 20
	// A workbook with some hundred charts and pictures has a thousand entries.
	maxEntries = 10_000
	// 72 bytes each in memory, so 150 MB; the consolidated workbook of a large county has 1 million.
	maxCells = 2_000_000
	// Excel's own limit is 65,490 cell formats.
	maxStyles = 65_536
	// A formula shared by a column is one text in the file and a thousand in memory.
	maxFormulaBytes = 128 << 20
	// As many as there can be cells that use them.
	maxStrings = maxCells
	// Excel writes no more than a dozen levels in the parts that are read here.
	maxDepth = 64
	// Excel names no limit but memory; workbooks of more than 255 sheets occur when every village has one.
	maxSheets = 1_024
	// Every cell below an array formula is compared with the arrays still open, so their number is bounded.
	maxArrays = 1_000
	// An element that is read here has at most some twenty attributes; duplicates are searched pair by pair.
	maxAttributes = 128
)

// readLimits are the caps in force. Tests tighten them to reach each with a small file.
type readLimits struct {
	file, part, total, ratio, ratioFloor, formulas                int64
	entries, cells, styles, strings, depth, sheets, arrays, links int
}

func defaultReadLimits() readLimits {
	return readLimits{
		file: maxFileBytes, part: maxPartBytes, total: maxTotalBytes, ratio: maxRatio, ratioFloor: ratioFloorBytes,
		entries: maxEntries, cells: maxCells, styles: maxStyles, strings: maxStrings, depth: maxDepth, sheets: maxSheets,
		arrays: maxArrays, formulas: maxFormulaBytes, links: maxLinks,
	}
}

// Caps on workbooks as large as the program itself writes. The consolidated workbook of 10,000 returns has 8.3 million cells in some
// 450 MB of parts, and shared formulas that are written out in memory. The program must be able to read what it wrote.
const (
	maxOwnCells        = 12_000_000
	maxOwnPartBytes    = 1 << 30
	maxOwnTotalBytes   = 2 << 30
	maxOwnFormulaBytes = 1 << 30
)

func ownReadLimits() readLimits {
	l := defaultReadLimits()
	l.cells, l.strings, l.part, l.total, l.formulas = maxOwnCells, maxOwnCells, maxOwnPartBytes, maxOwnTotalBytes, maxOwnFormulaBytes
	return l
}

// Caps lists every value of the argument "cap" of file-too-large.
func Caps() []string {
	return []string{
		"file", "part", "total", "ratio", "entries", "cells", "styles", "strings", "depth", "sheets", "arrays", "links", "formulas", "attributes",
	}
}

// tooLarge names the cap, one of Caps.
func tooLarge(part, limit string, value int64) *Refusal {
	return refuse(RefusedTooLarge, part, "cap", limit, "limit", strconv.FormatInt(value, 10))
}
