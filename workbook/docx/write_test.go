package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"
	"testing"

	"duban/workbook/document"
	"duban/workbook/sheet"
)

func sample() *document.Document {
	d := &document.Document{Title: "标题 <&>", Creator: "督查室", Created: 45566, Lang: "zh"}
	for r := range document.Roles {
		d.Blocks = append(d.Blocks, document.Paragraph{Role: document.Role(r), Text: "第一行\n第二行\t& <尾> \x01", NewPage: r == 3})
	}
	d.Blocks = append(d.Blocks, document.Split{Left: "督查室", Right: "2024年10月8日"})
	s := &sheet.Sheet{Name: "分领域"}
	for i, v := range []sheet.Value{sheet.Str("领域"), sheet.Str("完成率"), sheet.Str("产业"), sheet.Num(46.5)} {
		s.Put(sheet.At(1+i/2, 1+i%2), sheet.Cell{Value: v})
	}
	d.Blocks = append(d.Blocks, document.Chart{Book: &sheet.Book{Sheets: []*sheet.Sheet{s}}, Text: "图", Chart: sheet.Chart{Type: sheet.ColumnChart,
		Series: []sheet.Series{{Name: "分领域!$B$1", Categories: "分领域!$A$2:$A$2", Values: "分领域!$B$2:$B$2", Role: sheet.LightBlue}}}})
	table := document.Table{Columns: []document.Column{{Heading: "单位", Width: 2}, {Heading: "任务", Width: 1, Align: document.Center}, {Heading: "完成率", Width: 1, Align: document.Right}}}
	for range 60 {
		table.Rows = append(table.Rows, document.Row{Cells: []string{"发改局", "12", "46.5"}})
	}
	table.Rows = append(table.Rows, document.Row{Cells: []string{"合计"}, Strong: true})
	form := document.Table{Form: true, Columns: []document.Column{{Width: 1}, {Width: 3}}, Rows: []document.Row{{Cells: []string{"办结情况", ""}, Lines: 3}}}
	d.Blocks = append(d.Blocks, table, form)
	return d
}

func unzip(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = b
	}
	return out
}

func written(t *testing.T, d *document.Document) map[string][]byte {
	t.Helper()
	data, err := Write(d)
	if err != nil {
		t.Fatal(err)
	}
	return unzip(t, data)
}

func TestWriteGivesTheSameBytes(t *testing.T) {
	first, err := Write(sample())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		again, err := Write(sample())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Fatal("the same document gave other bytes")
		}
	}
}

// Every part is well-formed and has a content type, and every relationship leads to an existing part.
func TestPartsHoldTogether(t *testing.T) {
	parts := written(t, sample())
	types := string(parts["[Content_Types].xml"])
	for name, data := range parts {
		if strings.HasSuffix(name, ".xlsx") {
			if !strings.Contains(types, `PartName="/`+name+`"`) {
				t.Errorf("%s has no content type", name)
			}
			continue
		}
		d := xml.NewDecoder(bytes.NewReader(data))
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if !strings.HasSuffix(name, ".rels") && name != "[Content_Types].xml" && !strings.Contains(types, `PartName="/`+name+`"`) {
			t.Errorf("%s has no content type", name)
		}
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		base := path.Dir(path.Dir(name))
		for _, m := range regexp.MustCompile(`Target="([^"]+)"`).FindAllStringSubmatch(string(data), -1) {
			if target := path.Join(base, m[1]); parts[target] == nil {
				t.Errorf("%s leads to %s, which is not there", name, target)
			}
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`Id="(rId\d+)"`).FindAllStringSubmatch(string(parts["word/_rels/document.xml.rels"]), -1) {
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`r:id="(rId\d+)"`).FindAllStringSubmatch(string(parts["word/document.xml"]), -1) {
		if !ids[m[1]] {
			t.Errorf("the document names %s, which is not there", m[1])
		}
	}
	for i, kind := range []string{"styles", "settings", "fontTable", "footer", "footer"} {
		if want := `Id="rId` + string(rune('1'+i)) + `" Type="` + relationPrefix + kind + `"`; !strings.Contains(string(parts["word/_rels/document.xml.rels"]), want) {
			t.Errorf("the relationships lack %s", want)
		}
	}
}

func TestEveryRoleHasAStyle(t *testing.T) {
	parts := written(t, sample())
	styles := string(parts["word/styles.xml"])
	seen := map[string]document.Role{}
	for r := range document.Roles {
		id := styleOf(document.Role(r))
		if other, twice := seen[id]; id == "" || twice {
			t.Errorf("role %d has the style %q, as role %d has", r, id, other)
		}
		seen[id] = document.Role(r)
	}
	for _, m := range regexp.MustCompile(`w:(?:pStyle|tblStyle) w:val="([^"]+)"`).FindAllStringSubmatch(string(parts["word/document.xml"]), -1) {
		if !strings.Contains(styles, `w:styleId="`+m[1]+`"`) {
			t.Errorf("style %s is not there", m[1])
		}
	}
	for _, m := range regexp.MustCompile(`w:(?:basedOn|next) w:val="([^"]+)"`).FindAllStringSubmatch(styles, -1) {
		if !strings.Contains(styles, `w:styleId="`+m[1]+`"`) {
			t.Errorf("style %s is not there", m[1])
		}
	}
}

// GB/T 9704-2012: the edges of the page, the text area, 22 lines.
func TestPageIsTheStandards(t *testing.T) {
	page := string(written(t, sample())["word/document.xml"])
	const twipsPerMillimetre = 1440 / 25.4
	for what, x := range map[string]struct {
		pattern string
		mm      float64
	}{
		"width": {`w:pgSz w:w="(\d+)"`, 210}, "height": {`w:pgSz w:w="\d+" w:h="(\d+)"`, 297}, "top": {`w:top="(\d+)"`, 37}, "left": {`w:left="(\d+)"`, 28},
		"right": {`w:right="(\d+)"`, 26}, "bottom": {`w:bottom="(\d+)"`, 35}, "22 lines": {`w:linePitch="(\d+)"`, 225.0 / 22},
	} {
		m := regexp.MustCompile(x.pattern).FindStringSubmatch(page)
		if m == nil {
			t.Errorf("%s is not set", what)
			continue
		}
		n := 0.0
		for _, c := range m[1] {
			n = n*10 + float64(c-'0')
		}
		if off := n/twipsPerMillimetre - x.mm; off > 0.05 || off < -0.05 {
			t.Errorf("%s is %.2f mm off", what, off)
		}
	}
}

// No page ends with the first row of a table or begins with its last one, and the first row that is not kept with the next one may be
// split.
func TestRowsOfATableStandNotAlone(t *testing.T) {
	table := document.Table{Columns: []document.Column{{Heading: "单位", Width: 1}}}
	for _, name := range []string{"甲", "乙", "丙", "丁", "戊"} {
		table.Rows = append(table.Rows, document.Row{Cells: []string{name}})
	}
	page := string(written(t, &document.Document{Blocks: []document.Block{table}})["word/document.xml"])
	kept, split := "", ""
	for _, row := range regexp.MustCompile(`<w:tr>.*?</w:tr>`).FindAllString(page, -1)[1:] {
		if strings.Contains(row, "<w:keepNext/>") {
			kept += regexp.MustCompile(`\p{Han}`).FindString(row)
		}
		if !strings.Contains(row, "<w:cantSplit/>") {
			split += regexp.MustCompile(`\p{Han}`).FindString(row)
		}
	}
	if kept != "甲丁" || split != "乙" {
		t.Errorf("%q stand with the next row and %q may be split, want the first and the last but one, and the second", kept, split)
	}
}

// A placeholder at the end, for whoever prints the document, stays on a page with the text before it.
func TestPlaceholderStandsNotAlone(t *testing.T) {
	d := &document.Document{}
	d.Add(document.Body, "甲")
	d.Add(document.Body, "乙")
	d.Add(document.Placeholder, "丙")
	page := string(written(t, d)["word/document.xml"])
	kept := regexp.MustCompile(`<w:keepNext/></w:pPr><w:r><w:t xml:space="preserve">(.)`).FindAllStringSubmatch(page, -1)
	if len(kept) != 1 || kept[0][1] != "乙" {
		t.Errorf("kept with the next: %v", kept)
	}
}

func TestTablesRepeatTheirHeading(t *testing.T) {
	page := string(written(t, sample())["word/document.xml"])
	if n := strings.Count(page, "<w:tblHeader/>"); n != 1 {
		t.Errorf("%d heading rows are repeated, want the table's and not the form's", n)
	}
	for _, row := range regexp.MustCompile(`<w:tr>.*?</w:tr>`).FindAllString(page, -1) {
		wide := 0
		for _, m := range regexp.MustCompile(`<w:tcW w:w="(\d+)"`).FindAllStringSubmatch(row, -1) {
			n := 0
			for _, c := range m[1] {
				n = n*10 + int(c-'0')
			}
			wide += n
		}
		if wide != textWide {
			t.Fatalf("a row is %d wide, want %d: %s", wide, textWide, row)
		}
	}
}

func TestChartShowsItsValuesAndCarriesItsBook(t *testing.T) {
	parts := written(t, sample())
	chart := string(parts["word/charts/chart1.xml"])
	for _, want := range []string{"<c:v>46.5</c:v>", "<c:v>产业</c:v>", `<c:externalData r:id="rId1">`} {
		if !strings.Contains(chart, want) {
			t.Errorf("the chart lacks %s", want)
		}
	}
	if inside := unzip(t, parts["word/embeddings/chart1.xlsx"]); inside["xl/workbook.xml"] == nil {
		t.Error("the chart's book is no workbook")
	}
}
