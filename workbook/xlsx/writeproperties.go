package xlsx

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
)

const programName = "duban"

// The parts for a document's properties.
const (
	corePart   = "docProps/core.xml"
	customPart = "docProps/custom.xml"
)

// shellProperties lets excelize make the parts for the document's properties and the relationships to them. Their content is each
// book's own.
func shellProperties(f *excelize.File, custom bool) error {
	if err := f.SetDocProps(&excelize.DocProperties{Creator: programName}); err != nil {
		return fmt.Errorf("xlsx: document properties: %w", err)
	}
	if err := f.SetAppProps(&excelize.AppProperties{Application: programName}); err != nil {
		return fmt.Errorf("xlsx: program properties: %w", err)
	}
	if custom {
		if err := f.SetCustomProps(excelize.CustomProperty{Name: programName, Value: programName}); err != nil {
			return fmt.Errorf("xlsx: properties: %w", err)
		}
	}
	return nil
}

// properties writes the book's properties into the parts that the shell has for them.
func (w *bookWriter) properties() error {
	if w.parts[corePart] == nil || (w.parts[customPart] == nil) != (len(w.book.Custom) == 0) {
		return fmt.Errorf("xlsx: the shell's properties are not as expected")
	}
	w.parts[corePart] = corePropertiesXML(w.book)
	if len(w.book.Custom) > 0 {
		w.parts[customPart] = customPropertiesXML(w.book.Custom)
	}
	return nil
}

func corePropertiesXML(book *sheet.Book) []byte {
	stamp := documentTime(book.Created).Format(time.RFC3339)
	creator := book.Creator
	if creator == "" {
		creator = programName
	}
	var b strings.Builder
	b.WriteString(xmlHead + `<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	if book.Title != "" {
		b.WriteString("<dc:title>" + escapeText(book.Title) + "</dc:title>")
	}
	b.WriteString("<dc:creator>" + escapeText(creator) + "</dc:creator><lastModifiedBy>" + escapeText(creator) + "</lastModifiedBy>")
	b.WriteString(`<dcterms:created xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:modified>`)
	return []byte(b.String() + "</coreProperties>")
}

func customPropertiesXML(custom map[string]string) []byte {
	const first = 2 // the format reserves the numbers below
	var b strings.Builder
	b.WriteString(xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"` +
		` xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">`)
	for i, name := range slices.Sorted(maps.Keys(custom)) {
		fmt.Fprintf(&b, `<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="%d" name="%s"><vt:lpwstr>%s</vt:lpwstr></property>`,
			first+i, escapeAttr(name), escapeText(custom[name]))
	}
	return []byte(b.String() + "</Properties>")
}

// documentTime gives midnight of a serial day.
func documentTime(serial float64) time.Time {
	if serial <= 0 || serial > 2_958_465 || math.IsNaN(serial) {
		return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(serial))
}
