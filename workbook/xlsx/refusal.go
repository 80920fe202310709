package xlsx

import (
	"maps"
	"slices"
	"strings"

	"duban/workbook/sheet"
)

// Codes of a Refusal. They are keys of the message catalogue and never change meaning.
const (
	RefusedEmpty     = "file-empty"     // no bytes at all
	RefusedPassword  = "file-password"  // kind: ole (a workbook password) or zip (encrypted entries)
	RefusedOldExcel  = "file-old-excel" // kind: excel-97, excel-5 or wps (.et, and .xls saved by WPS)
	RefusedOle       = "file-ole"       // an OLE file that is neither a workbook nor a document
	RefusedMacro     = "file-macro"     // kind: vba or sheet; the part that holds the macros
	RefusedXlsb      = "file-xlsb"      // Excel's binary workbook
	RefusedOds       = "file-ods"       // kind: ods, odt …
	RefusedDocx      = "file-docx"      // kind: docx, pptx, doc, ppt, rtf
	RefusedCsv       = "file-csv"       // plain text of any sort
	RefusedHTML      = "file-html"      // kind: html or mht, often under an .xls name
	RefusedXML       = "file-xml"       // kind: spreadsheet-2003 or xml
	RefusedPicture   = "file-picture"   // kind: png, jpeg …
	RefusedPdf       = "file-pdf"       //
	RefusedZip       = "file-zip"       // kind: zip, ofd, rar, 7z, gzip
	RefusedUnknown   = "file-unknown"   // none of the kinds that are known
	RefusedTruncated = "file-truncated" // kind: zip or ole; the end is missing
	RefusedDamaged   = "file-damaged"   // reason: one of the reasons below; with cell, sheet, offset if known
	RefusedTooLarge  = "file-too-large" // cap: one of the caps below, limit: its value
)

// RefusalCodes lists every code that Read can refuse with.
func RefusalCodes() []string {
	return []string{
		RefusedEmpty, RefusedPassword, RefusedOldExcel, RefusedOle, RefusedMacro, RefusedXlsb, RefusedOds, RefusedDocx,
		RefusedCsv, RefusedHTML, RefusedXML, RefusedPicture, RefusedPdf, RefusedZip, RefusedUnknown, RefusedTruncated,
		RefusedDamaged, RefusedTooLarge,
	}
}

// Reasons of file-damaged, in its argument "reason".
const (
	damagedZeros        = "zeros"        // nothing but zero bytes, as a failed disk or transfer leaves them
	damagedZip          = "zip"          // the directory of the zip file
	damagedEntry        = "entry"        // an entry's name: absolute, leading outside, or not text
	damagedDuplicate    = "duplicate"    // two entries of one name
	damagedCompression  = "compression"  // neither stored nor deflated, or the stream is broken
	damagedSize         = "size"         // an entry is longer or shorter than declared
	damagedCRC          = "crc"          // the checksum does not fit
	damagedMissing      = "missing-part" // a part that another one leads to
	damagedEncoding     = "encoding"     // neither UTF-8 nor UTF-16 with a mark
	damagedXML          = "xml"          // not well-formed; offset counts bytes
	damagedDoctype      = "doctype"      // a document type, which workbooks never have
	damagedEntity       = "entity"       // an entity that XML does not predefine
	damagedNamespace    = "namespace"    // the root element is of another vocabulary
	damagedElement      = "element"      // an element where it cannot be
	damagedAttribute    = "attribute"    // an attribute whose value cannot be
	damagedRelationship = "relationship" // a relationship that is missing, doubled or leads nowhere
	damagedSheetName    = "sheet-name"   // a sheet without a name, or two of one name
	damagedSheets       = "sheets"       // a workbook without sheets
	damagedReference    = "reference"    // a place that no sheet has, or of another row
	damagedOrder        = "order"        // rows or cells out of order, or twice
	damagedType         = "type"         // a cell type that does not exist
	damagedNumber       = "number"       // a number, boolean or date that is none
	damagedStringIndex  = "string-index" // a shared string that is not there
	damagedStyleIndex   = "style-index"  // a style that is not there
	damagedNameScope    = "name-scope"   // a defined name for a sheet that is not there
)

// DamageReasons lists every value of the argument "reason" of file-damaged.
func DamageReasons() []string {
	return []string{
		damagedZeros, damagedZip, damagedEntry, damagedDuplicate, damagedCompression, damagedSize, damagedCRC,
		damagedMissing, damagedEncoding, damagedXML, damagedDoctype, damagedEntity, damagedNamespace, damagedElement,
		damagedAttribute, damagedRelationship, damagedSheetName, damagedSheets, damagedReference, damagedOrder,
		damagedType, damagedNumber, damagedStringIndex, damagedStyleIndex, damagedNameScope,
	}
}

// Codes of a sheet.Oddity that Read records: irregularities that it could handle.
const (
	OddStylesMissing  = "styles-missing"   // every cell is taken as General
	OddStringsMissing = "strings-missing"  // the part is named but absent, and no cell needs it
	OddExternalLinks  = "external-links"   // formulas may refer to other files, or a connection to a source of data
	OddLinkOutside    = "link-outside"     // cells of a sheet link to files or programs: the first, where to, how many more
	OddChartSheet     = "chart-sheet"      // a sheet that has no cells, kept empty
	OddTemplate       = "template"         // an .xltx
	OddContentType    = "content-type"     // the workbook part is declared as something unknown
	OddBackslash      = "backslash-names"  // entry names are written with \
	OddPartCase       = "part-name-case"   // a part is referred to in another case than its name has
	OddUTF16          = "utf-16"           // a part is encoded so
	OddForeign        = "foreign-elements" // a vendor's elements among rows or cells, skipped
	OddDate1904       = sheet.OddDate1904  // dates were counted from 1904 and are shifted
)

// Refusal is the error of Read: what the file is, or what is wrong with it. A message catalogue gives it words.
type Refusal struct {
	Code string
	// Part is the zip entry at fault, empty if the file as a whole is refused.
	Part string
	// Args are described at the codes; nil if there are none.
	Args map[string]string
}

// Error is for programmers: the code, the part and the arguments.
func (r *Refusal) Error() string {
	var b strings.Builder
	b.WriteString("workbook refused: ")
	b.WriteString(r.Code)
	if r.Part != "" {
		b.WriteString(" in " + r.Part)
	}
	for _, k := range slices.Sorted(maps.Keys(r.Args)) {
		b.WriteString(" " + k + "=" + r.Args[k])
	}
	return b.String()
}

// refuse takes its arguments as pairs of name and value.
func refuse(code, part string, pairs ...string) *Refusal {
	r := &Refusal{Code: code, Part: part}
	for i := 0; i+1 < len(pairs); i += 2 {
		if r.Args == nil {
			r.Args = make(map[string]string, len(pairs)/2)
		}
		r.Args[pairs[i]] = pairs[i+1]
	}
	return r
}

func damaged(part, reason string, pairs ...string) *Refusal {
	return refuse(RefusedDamaged, part, append([]string{"reason", reason}, pairs...)...)
}
