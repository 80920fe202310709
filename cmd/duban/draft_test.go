package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"duban/seeds"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/document"
	"duban/workbook/docx"
	"duban/workbook/draft"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
	"duban/workbook/xlsx/xlsxcheck"
)

// The same table and text give the same tasks, whatever kind of file they come in.
func TestDraftReadsEveryKind(t *testing.T) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	a := &app{words: words}
	const text = "关于防汛的通知\n2024年7月1日\n一、由水利局牵头，应急局配合，7月25日前完成12座水库除险。\n"
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	word, err := docx.Write(&document.Document{Title: "通知", Lang: "zh", Blocks: []document.Block{
		document.Paragraph{Role: document.Title, Text: "关于防汛的通知"},
		document.Paragraph{Role: document.Body, Text: "2024年7月1日"},
		document.Paragraph{Role: document.Body, Text: "一、由水利局牵头，应急局配合，7月25日前完成12座水库除险。"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := sheet.ParsePipe(`# 任务表
| 2024年7月1日 | | | | |
| 序号 | 重点任务 | 责任单位 | | 完成时限 |
| | | 牵头单位 | 配合单位 | |
| 1 | 完成12座水库除险 | 水利局 | 应急局 | 7月25日前 |`)
	if err != nil {
		t.Fatal(err)
	}
	sheets[0].Merges = []sheet.Range{sheet.Rect(2, 3, 2, 4), sheet.Rect(2, 1, 3, 1), sheet.Rect(2, 2, 3, 2), sheet.Rect(2, 5, 3, 5)}
	// The table is one sheet among others.
	others, err := sheet.ParsePipe("# 说明\n| 填表说明：各单位按分工抓好落实。 |\n# 联系人\n| 姓名 | 电话 |\n| 张三 | 0631-1234567 |")
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.Write(&sheet.Book{Title: "任务表", Sheets: []*sheet.Sheet{others[0], sheets[0], others[1]}})
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"通知.txt": []byte(text), "通知-gbk.txt": []byte(gbk), "通知-utf16.txt": []byte(wide), "通知.md": []byte("\ufeff" + strings.Replace(text, "一、", "## 一、", 1)), "通知.docx": word, "任务表.xlsx": book,
	} {
		doc, err := a.readDocument(name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		date, err := a.documentDate(doc, "")
		if err != nil || date != calendar.NewDate(2024, 7, 1) {
			t.Errorf("%s: dated %s, %v", name, date, err)
			continue
		}
		tasks := draft.Read(doc, calendar.DefaultDeadlineRules(date)).Tasks
		if len(tasks) != 1 {
			t.Errorf("%s: %d tasks", name, len(tasks))
			continue
		}
		got := strings.Join(tasks[0].Leads, "、") + "|" + strings.Join(tasks[0].Supports, "、") + "|" + tasks[0].Get(workbook.ColDue).Date.String()
		if want := "水利局|应急局|2024-07-25"; got != want || tasks[0].Get(workbook.ColTarget).Num != 12 {
			t.Errorf("%s: %s, target %v", name, got, tasks[0].Get(workbook.ColTarget).Num)
		}
	}
}

// A file that is not a document is refused by its content, whatever its name is, with what to do about it, in both languages.
func TestDraftSaysWhatItCannotRead(t *testing.T) {
	file := func(path string) string {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	picture, err := docx.Write(&document.Document{Lang: "zh", Blocks: []document.Block{document.Paragraph{Role: document.Body, Text: " "}}})
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct{ data, zh, en string }{
		"讲话.pdf":     {"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "是 PDF。", "is a PDF."},
		"改名的pdf.txt": {"%PDF-1.7\n", "是 PDF。", "is a PDF."},
		"讲话.rtf":     {`{\rtf1\ansi 讲话}`, "是旧格式", "has an old format"},
		"网页.txt":     {"<html><body>由发改局牵头</body></html>", "其实是网页", "is really a web page"},
		"截图.docx":    {"\x89PNG\r\n\x1a\n\x00", "是图片", "is a picture"},
		"台账.et":      {file("../../workbook/xlsx/testdata/read-libreoffice-7.4.7.xls"), "旧版表格格式", "old table format"},
		"台账.ods":     {file("../../workbook/xlsx/testdata/read-libreoffice-7.4.7.ods"), "OpenDocument 格式（.ods）", "OpenDocument format (.ods)"},
		"打包.rar":     {"Rar!\x1a\x07\x00", "压缩包或版式文件（rar）", "a package or a page file (rar)"},
		"空.txt":      {"", "是空的", "is empty"},
		"空白.txt":     {" \r\n\u3000\n", "没有文字", "has no text"},
		"只有图.docx":   {string(picture), "没有文字", "has no text"},
		"坏.docx":     {string(picture[:len(picture)/2]), "已损坏", "is damaged"},
		"乱码.txt":     {"\x00\x01\x02\x03\xff", "认不出", "of an unknown kind"},
	} {
		for lang, want := range map[string]string{"zh": x.zh, "en": x.en} {
			words, err := templates.LoadCatalogue(lang)
			if err != nil {
				t.Fatal(err)
			}
			a := &app{words: words}
			_, err = a.readDocument(name, []byte(x.data))
			if err == nil {
				t.Errorf("%s was read", name)
				continue
			}
			if said := err.Error(); !strings.Contains(said, want) || !strings.Contains(said, name) {
				t.Errorf("%s: %q, want %q", name, said, want)
			}
		}
	}
	for _, lang := range templates.Languages() {
		words, err := templates.LoadCatalogue(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range xlsx.RefusalCodes() {
			if !words.Has("draft-refused." + code) {
				t.Errorf("%s: nothing is said of %s", lang, code)
			}
		}
	}
}

// Both workbooks of a draft are as Excel requires, and the same document gives the same bytes.
func TestDraftBooksAreSound(t *testing.T) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	seed, err := seeds.Plan("rushan")
	if err != nil {
		t.Fatal(err)
	}
	plan := workbook.DecodePlan(seed, "rushan", templates.PlanForms(words))
	const text = "会议纪要\n一、由农业局牵头，各镇负责，加快推进157个村产权制度改革，11月底前157个村全部完成改革。\n二、各镇区要建立台账。\n三、水务公司负责，春节前完成泵站3座。"
	books := map[string]func() *sheet.Book{
		"draft": func() *sheet.Book { return templates.DraftBook(draftInput(text), words) },
		"additions": func() *sheet.Book {
			in := draftInput(text)
			return templates.AdditionBook(in, draft.Against(in.Draft, plan), plan, words)
		},
	}
	for name, book := range books {
		var first []byte
		for range 2 {
			data, err := xlsx.Write(book())
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range xlsxcheck.Check(data) {
				t.Errorf("%s: %v", name, fault)
			}
			if first != nil && !bytes.Equal(first, data) {
				t.Errorf("%s: two runs, two files", name)
			}
			first = data
		}
	}
}

func draftInput(text string) templates.DraftInput {
	return templates.DraftInput{Draft: draft.Read(draft.ParseText(text), calendar.DefaultDeadlineRules(calendar.NewDate(2024, 9, 20))), File: "纪要.txt", SHA256: "0123456789abcdef"}
}
