// Package docx is the file format of text documents. It knows how a document's roles look on a page by GB/T 9704-2012 (A4, a text
// area of 156 × 225 mm, 22 lines of 28 characters) and refuses to know what the text says. Fonts are named, never measured: a
// computer without one substitutes another.
//
// Reading gives a document's paragraphs and tables as people see them: automatic numbering is written out, deletions are left out,
// merged cells are known. Macros, computed fields, pictures and footnotes are ignored. The reader is our own, on encoding/xml: text,
// numbering and tables are a small part of the format, and the closest library, fumiama/go-docx, is under AGPL-3.0 and has only
// untagged versions.
package docx

import (
	"archive/zip"
	"bytes"
	"embed"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"
	"time"

	"duban/workbook/document"
	"duban/workbook/xlsx"
)

//go:embed parts/*.xml
var partFiles embed.FS

const (
	xmlHead        = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	typePrefix     = "application/vnd.openxmlformats-officedocument."
	relationPrefix = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	packNamespace  = "http://schemas.openxmlformats.org/package/2006/relationships"
	programName    = "duban"
)

// Sizes of the page, in twentieths of a point and in the units of drawings.
const (
	textWide   = 8844 // 156 mm
	formLine   = 520
	emuPerTwip = 635
	chartHigh  = 4100
)

// Write makes a Word document. The same document gives the same bytes.
func Write(d *document.Document) ([]byte, error) {
	w := &writer{parts: map[string][]byte{}, types: map[string]string{}}
	for _, name := range []string{"styles", "settings", "fontTable"} {
		data, err := partFiles.ReadFile("parts/" + name + ".xml")
		if err != nil {
			return nil, fmt.Errorf("docx: %w", err)
		}
		w.part("word/"+name+".xml", "wordprocessingml."+name+"+xml", data)
		w.relate(name, name+".xml")
	}
	// The footers become rId4 and rId5, the ids in the template's section.
	for i, name := range []string{"footer1.xml", "footer2.xml"} {
		data, err := fill("footer.xml", map[string]bool{"Even": i == 1})
		if err != nil {
			return nil, err
		}
		w.part("word/"+name, "wordprocessingml.footer+xml", data)
		w.relate("footer", name)
	}
	blocks, err := w.blocks(d)
	if err != nil {
		return nil, err
	}
	body, err := fill("document.xml", map[string]any{"Blocks": blocks})
	if err != nil {
		return nil, err
	}
	w.part("word/document.xml", "wordprocessingml.document.main+xml", body)
	w.parts["word/_rels/document.xml.rels"] = relationships(w.relations)
	w.properties(d)
	w.parts["_rels/.rels"] = relationships([]string{
		relation("officeDocument", "word/document.xml"),
		"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\x00docProps/core.xml",
		relation("extended-properties", "docProps/app.xml"),
	})
	return w.pack()
}

type writer struct {
	parts     map[string][]byte
	types     map[string]string // content types by part
	relations []string          // relationships of the document: type and target
	charts    int
}

func (w *writer) part(name, kind string, data []byte) {
	w.parts[name], w.types[name] = data, typePrefix+kind
}

func relation(kind, target string) string { return relationPrefix + kind + "\x00" + target }

// relate adds a relationship of the document and gives its id.
func (w *writer) relate(kind, target string) string {
	w.relations = append(w.relations, relation(kind, target))
	return fmt.Sprintf("rId%d", len(w.relations))
}

func relationships(list []string) []byte {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="` + packNamespace + `">`)
	for i, r := range list {
		kind, target, _ := strings.Cut(r, "\x00")
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s" Target="%s"/>`, i+1, kind, escape(target))
	}
	b.WriteString(`</Relationships>`)
	return []byte(b.String())
}

// A block as the template takes it; one of the fields is set.
type block struct {
	Paragraph *document.Paragraph
	Keep      bool // keep the paragraph on the page of the next one
	Split     *document.Split
	Table     *tableBlock
	Chart     *chartBlock
}

type tableBlock struct {
	Wide   int
	Widths []int
	Heads  []cellBlock
	Rows   []rowBlock
}

type rowBlock struct {
	Height int
	Keep   bool // keep on the page of the next row
	Split  bool // may continue on the next page
	Cells  []cellBlock
}

type cellBlock struct {
	Text, Style, Align string
	Wide, Span         int
}

type chartBlock struct {
	N, CX, CY int
	ID, Text  string
}

func (w *writer) blocks(d *document.Document) ([]block, error) {
	var out []block
	for i, b := range d.Blocks {
		switch x := b.(type) {
		case document.Paragraph:
			next, follows := at(d.Blocks, i+1).(document.Paragraph)
			// What the printer of the paper adds is not left alone on a page.
			out = append(out, block{Paragraph: &x, Keep: follows && next.Role == document.Placeholder})
		case document.Split:
			out = append(out, block{Split: &x})
		case document.Table:
			out = append(out, block{Table: tableOf(x)})
			// Word joins two tables that touch, and needs a paragraph after a table at the end.
			if _, next := at(d.Blocks, i+1).(document.Table); next || i == len(d.Blocks)-1 {
				out = append(out, block{Paragraph: &document.Paragraph{Role: document.Note}})
			}
		case document.Chart:
			c, err := w.chart(x)
			if err != nil {
				return nil, err
			}
			out = append(out, block{Chart: c})
		}
	}
	return out, nil
}

func at(blocks []document.Block, i int) document.Block {
	if i < len(blocks) {
		return blocks[i]
	}
	return nil
}

func tableOf(t document.Table) *tableBlock {
	out := &tableBlock{Wide: textWide, Widths: widths(t.Columns)}
	if !t.Form {
		for i, c := range t.Columns {
			out.Heads = append(out.Heads, cellBlock{Text: c.Heading, Wide: out.Widths[i]})
		}
	}
	whole := true
	for n, r := range t.Rows {
		// No page ends with the first row of a table or begins with its last one, and a row that heads others stays with them. If the
		// first row that is not kept with the next has no room but for its border, LibreOffice 7.4 prints nothing more of the table,
		// unless that row may be split.
		row := rowBlock{Keep: !t.Form && n < len(t.Rows)-1 && (n == 0 || n == len(t.Rows)-2 || r.Strong)}
		if !t.Form && !row.Keep && whole {
			row.Split, whole = true, false
		}
		if t.Form {
			row.Height = formLine * max(1, r.Lines)
		}
		for i := range t.Columns {
			if i >= len(r.Cells) {
				// The width of missing cells goes to the row's last cell.
				last := &row.Cells[len(row.Cells)-1]
				last.Wide += out.Widths[i]
				last.Span++
				continue
			}
			c := cellBlock{Text: r.Cells[i], Style: "TableText", Align: [...]string{"left", "center", "right"}[t.Columns[i].Align], Wide: out.Widths[i], Span: 1}
			switch {
			case t.Form:
				c.Style = "FormText"
			case r.Strong:
				c.Style = "TableHeading"
			}
			row.Cells = append(row.Cells, c)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// widths distributes the width of the text; the last column takes the rounding.
func widths(columns []document.Column) []int {
	all := 0
	for _, c := range columns {
		all += max(1, c.Width)
	}
	out, left := make([]int, len(columns)), textWide
	for i, c := range columns {
		out[i] = textWide * max(1, c.Width) / all
		if left -= out[i]; i == len(columns)-1 {
			out[i] += left
		}
	}
	return out
}

// chart adds a chart with the book that it shows.
func (w *writer) chart(c document.Chart) (*chartBlock, error) {
	drawn, err := xlsx.ChartPart(c.Book, &c.Chart)
	if err != nil {
		return nil, fmt.Errorf("docx: chart: %w", err)
	}
	book, err := xlsx.Write(c.Book)
	if err != nil {
		return nil, fmt.Errorf("docx: chart's book: %w", err)
	}
	w.charts++
	name, data := fmt.Sprintf("chart%d.xml", w.charts), fmt.Sprintf("chart%d.xlsx", w.charts)
	drawn = bytes.Replace(drawn, []byte("</c:chartSpace>"), []byte(`<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>`), 1)
	w.part("word/charts/"+name, "drawingml.chart+xml", drawn)
	w.parts["word/charts/_rels/"+name+".rels"] = relationships([]string{relation("package", "../embeddings/"+data)})
	w.part("word/embeddings/"+data, "spreadsheetml.sheet", book)
	return &chartBlock{N: w.charts, CX: textWide * emuPerTwip, CY: chartHigh * emuPerTwip, ID: w.relate("chart", "charts/"+name), Text: c.Text}, nil
}

func (w *writer) properties(d *document.Document) {
	stamp := documentTime(d.Created).Format(time.RFC3339)
	creator := d.Creator
	if creator == "" {
		creator = programName
	}
	w.parts["docProps/core.xml"] = []byte(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` +
		escape(d.Title) + `</dc:title><dc:creator>` + escape(creator) + `</dc:creator><cp:lastModifiedBy>` + escape(creator) + `</cp:lastModifiedBy><dcterms:created xsi:type="dcterms:W3CDTF">` + stamp +
		`</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:modified></cp:coreProperties>`)
	w.types["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
	w.part("docProps/app.xml", "extended-properties+xml", []byte(xmlHead+`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>`+programName+`</Application></Properties>`))
}

// documentTime gives midnight of a serial day.
func documentTime(serial float64) time.Time {
	if serial <= 0 {
		return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(serial))
}

// pack writes the parts, the content types first as readers expect, all with the same time.
func (w *writer) pack() ([]byte, error) {
	var types strings.Builder
	types.WriteString(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	for _, name := range slices.Sorted(maps.Keys(w.types)) {
		types.WriteString(`<Override PartName="/` + name + `" ContentType="` + w.types[name] + `"/>`)
	}
	types.WriteString(`</Types>`)
	w.parts["[Content_Types].xml"] = []byte(types.String())
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(w.parts)) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, fmt.Errorf("docx: pack %s: %w", name, err)
		}
		if _, err := f.Write(w.parts[name]); err != nil {
			return nil, fmt.Errorf("docx: pack %s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("docx: pack: %w", err)
	}
	return out.Bytes(), nil
}

// fill fills in one of the embedded parts.
func fill(name string, data any) ([]byte, error) {
	t, err := template.New(name).Funcs(template.FuncMap{"style": styleOf, "runs": runs, "attr": escape}).ParseFS(partFiles, "parts/"+name)
	if err != nil {
		return nil, fmt.Errorf("docx: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return nil, fmt.Errorf("docx: %w", err)
	}
	return b.Bytes(), nil
}

// styleOf gives the style of a role; a test checks that every role has one and that it exists.
func styleOf(r document.Role) string {
	switch r {
	case document.Body:
		return "BodyText"
	case document.Masthead:
		return "Masthead"
	case document.Issue:
		return "IssueNumber"
	case document.Placeholder:
		return "Placeholder"
	case document.Title:
		return "Title"
	case document.Addressee:
		return "Addressee"
	case document.Heading1:
		return "Heading1"
	case document.Heading2:
		return "Heading2"
	case document.AnnexMark:
		return "Annex"
	case document.Caption:
		return "Caption"
	case document.Note:
		return "Note"
	case document.Closing:
		return "Closing"
	}
	return ""
}

// runs writes a text; line breaks and tabs in it become the format's own.
func runs(text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString("<w:r>")
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r", ""), "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		for j, part := range strings.Split(line, "\t") {
			if j > 0 {
				b.WriteString("<w:tab/>")
			}
			if part != "" {
				b.WriteString(`<w:t xml:space="preserve">` + escape(part) + `</w:t>`)
			}
		}
	}
	b.WriteString("</w:r>")
	return b.String()
}

// escape writes a text for XML; what XML cannot hold becomes U+FFFD.
func escape(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return ""
	}
	return b.String()
}
