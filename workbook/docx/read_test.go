package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"duban/workbook/document"
	"duban/workbook/sheet"
)

// pack makes a document from a body and, if they are not empty, styles and numbering.
func pack(t testing.TB, body, styles, numbering string) []byte {
	t.Helper()
	const open = `<?xml version="1.0" encoding="UTF-8"?><w:%s xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, root, text string) {
		if text == "" {
			return
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(strings.Replace(open, "%s", root, 1) + text + "</w:" + root + ">")); err != nil {
			t.Fatal(err)
		}
	}
	put(mainPart, "document", "<w:body>"+body+"</w:body>")
	put(stylesPart, "styles", styles)
	put(numbersPart, "numbering", numbering)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func texts(t testing.TB, data []byte) []string {
	t.Helper()
	blocks, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range blocks {
		switch {
		case b.Table != nil:
			out = append(out, sheet.Pipe(b.Table))
		case b.Level > 0:
			out = append(out, strings.Repeat("#", b.Level)+" "+b.Text)
		default:
			out = append(out, b.Text)
		}
	}
	return out
}

func para(inner string) string { return "<w:p>" + inner + "</w:p>" }

func run(text string) string { return "<w:r><w:rPr><w:b/></w:rPr><w:t>" + text + "</w:t></w:r>" }

// The document is read as people see it: runs are joined, insertions are included and deletions are not, the fallback of a drawing is read
// once, and its text box comes after the paragraph that it is anchored to.
func TestReadsWhatPeopleSee(t *testing.T) {
	body := para(run("由发改局")+run("牵头")+`<w:del><w:r><w:delText>商务局</w:delText></w:r></w:del><w:ins>`+run("，9月底前完成")+`</w:ins>`) +
		para(`<w:hyperlink>`+run("链接")+`</w:hyperlink><w:r><w:tab/><w:t>后</w:t><w:br/><w:t>下一行</w:t></w:r>`) +
		para(run("有框")+`<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>`+para(run("框内"))+`</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>`+para(run("框内"))+`</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>`) +
		para(`<w:r><w:instrText>PAGE</w:instrText></w:r>`+run("末"))
	want := []string{"由发改局牵头，9月底前完成", "链接\t后", "下一行", "有框", "框内", "末"}
	if got := texts(t, pack(t, body, "", "")); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Headings have their level, from the paragraph's style or a style that it is based on; automatic numbers are written out as people see
// them.
func TestReadsHeadingsAndNumbers(t *testing.T) {
	styles := `<w:style w:styleId="1"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:styleId="x"><w:basedOn w:val="1"/></w:style>`
	numbering := `<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>` +
		`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>`
	item := func(level, text string) string {
		return para(`<w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="3"/></w:numPr></w:pPr>` + run(text))
	}
	body := para(`<w:pPr><w:pStyle w:val="x"/></w:pPr>`+run("标题")) + item("0", "产业") + item("1", "修路") + item("1", "架桥") + item("0", "民生") + item("1", "改厕")
	want := []string{"# 标题", "一、产业", "（1）修路", "（2）架桥", "二、民生", "（1）改厕"}
	if got := texts(t, pack(t, body, styles, numbering)); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Tables keep their cells' places, and horizontal and vertical merges.
func TestReadsTables(t *testing.T) {
	cell := func(props, text string) string {
		return "<w:tc><w:tcPr>" + props + "</w:tcPr>" + para(run(text)) + "</w:tc>"
	}
	body := "<w:tbl><w:tblGrid/><w:tr>" + cell(`<w:vMerge w:val="restart"/>`, "类别") + cell(`<w:gridSpan w:val="2"/>`, "责任单位") + "</w:tr><w:tr>" +
		cell(`<w:vMerge/>`, "") + cell("", "牵头单位") + cell("", "配合单位") + "</w:tr></w:tbl>"
	blocks, err := Read(pack(t, body, "", ""))
	if err != nil || len(blocks) != 1 {
		t.Fatalf("%d blocks, %v", len(blocks), err)
	}
	s := blocks[0].Table
	if got := s.Value(sheet.At(2, 3)).String(); got != "配合单位" {
		t.Errorf("C2 is %q", got)
	}
	want := map[string]bool{"A1:A2": true, "B1:C1": true}
	for _, m := range s.Merges {
		if !want[m.String()] {
			t.Errorf("merged %s", m)
		}
		delete(want, m.String())
	}
	if len(want) > 0 {
		t.Errorf("not merged: %v", want)
	}
}

// The package reads what it writes.
func TestReadsItsOwn(t *testing.T) {
	d := &document.Document{Title: "关于防汛的通知", Lang: "zh", Blocks: []document.Block{
		document.Paragraph{Role: document.Title, Text: "关于防汛的通知"},
		document.Paragraph{Role: document.Heading1, Text: "一、加强巡查"},
		document.Paragraph{Text: "水利局要每周巡查。"},
		document.Table{Columns: []document.Column{{Heading: "任务", Width: 2}, {Heading: "单位", Width: 1}}, Rows: []document.Row{{Cells: []string{"修堤", "水利局"}}}},
	}}
	data, err := Write(d)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(texts(t, data), "\n")
	for _, want := range []string{"关于防汛的通知", "一、加强巡查", "水利局要每周巡查。", "| 任务 | 单位 |", "| 修堤 | 水利局 |"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not read in %q", want, got)
		}
	}
}

// A file that is not a document is refused by its kind.
func TestRefuses(t *testing.T) {
	good := pack(t, para(run("正文")), "", "")
	for _, x := range []struct {
		name, code string
		data       []byte
	}{
		{"empty", RefusedNone, nil},
		{"text", RefusedNone, []byte("由发改局牵头")},
		{"cut off", RefusedDamaged, good[:len(good)/2]},
		{"a compound file", RefusedNone, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")},
		{"document type", RefusedDamaged, pack(t, para(run("正文")), `<!DOCTYPE x>`, "")},
		{"not closed", RefusedDamaged, pack(t, "<w:p><w:r>", "", "")},
		{"too deep", RefusedDamaged, pack(t, strings.Repeat("<w:sdt>", 400)+strings.Repeat("</w:sdt>", 400), "", "")},
	} {
		_, err := Read(x.data)
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Code != x.code {
			t.Errorf("%s: %v, want %s", x.name, err, x.code)
		}
	}
}

// No content makes reading panic.
func FuzzRead(f *testing.F) {
	f.Add("<w:p><w:r><w:t>一</w:t></w:r></w:p>", "", "")
	f.Add("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"9\"/></w:tcPr></w:tc></w:tr></w:tbl>", "", "")
	f.Add("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"-1\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>", "", `<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="8"><w:lvlText w:val="%9"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>`)
	f.Fuzz(func(t *testing.T, body, styles, numbering string) {
		blocks, err := Read(pack(t, body, styles, numbering))
		var refusal *Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Errorf("%v", err)
		}
		_ = blocks
	})
}
