package xlsx

import (
	"bytes"
	"image"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
	"duban/workbook/xlsx/xlsxcheck"
)

// foreignFiles gives workbooks as other programs save them, with things that people add to them.
func foreignFiles(t *testing.T) map[string][]byte {
	files := editFiles(t)
	files["gnumeric"] = fixture(t, "mark-gnumeric-1.12.55.xlsx")
	// Moved and renamed sheets, with a note and conditional formats in places of marks.
	files["openpyxl moved"] = fixture(t, "mark-moved-openpyxl-3.0.9.xlsx")
	files["excelize"] = withPicture(t, files["own"])
	files["threads"] = withThreads(t, files["own"])
	files["slip"] = mustMark(t, files["own"], []Mark{{"任务进展", sheet.At(4, 7), "上次的", sheet.Alert}}, frontSheet())
	files["slip by libreoffice"] = fixture(t, "mark-slip-libreoffice-7.4.7.xlsx")
	files["slip by openpyxl"] = fixture(t, "mark-slip-openpyxl-3.0.9.xlsx")
	return files
}

// withPicture adds a picture, a shape and a note with excelize, which rewrites all parts.
func withPicture(t *testing.T, data []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	if err := f.AddPictureFromBytes("数据", "H2", &excelize.Picture{Extension: ".png", File: picture.Bytes()}); err != nil {
		t.Fatal(err)
	}
	if err := f.AddShape("任务进展", &excelize.Shape{Cell: "N3", Type: "rect", Paragraph: []excelize.RichTextRun{{Text: "盖章处"}}}); err != nil {
		t.Fatal(err)
	}
	if err := f.AddComment("数据", excelize.Comment{Cell: "B2", Author: "李四", Text: "核对过"}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withThreads adds what Excel writes for a threaded comment, an extended drop-down and a property.
func withThreads(t *testing.T, data []byte) []byte {
	t.Helper()
	f, err := openExisting(data)
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s, _ := f.sheet("任务进展")
	must(f.changeNotes(s, []noteChange{{at: sheet.At(5, 10), add: "[Threaded comment]\n\nComment:\n    哪一天完成的？"}}))
	rels, err := f.relationships(s.part)
	must(err)
	notes, _ := rels.ofKind("comments")
	said, err := f.part(notes)
	must(err)
	f.set(notes, bytes.ReplaceAll(said, []byte(markAuthor), []byte("tc={00000000-0000-4000-8000-000000000002}")))
	const person, thread = "xl/persons/person.xml", "xl/threadedComments/threadedComment1.xml"
	const ns = ` xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"`
	f.set(person, []byte(xmlHead+`<personList`+ns+`><person displayName="李四" id="{00000000-0000-4000-8000-000000000001}" userId="li" providerId="None"/></personList>`))
	f.set(thread, []byte(xmlHead+`<ThreadedComments`+ns+`><threadedComment ref="J5" dT="2024-10-08T09:00:00.00" personId="{00000000-0000-4000-8000-000000000001}" id="{00000000-0000-4000-8000-000000000002}"><text>哪一天完成的？</text></threadedComment></ThreadedComments>`))
	must(f.declare(person, "", "application/vnd.ms-excel.person+xml"))
	must(f.declare(thread, "", "application/vnd.ms-excel.threadedcomments+xml"))
	_, err = f.relate(f.main, "person", "persons/person.xml")
	must(err)
	_, err = f.relate(s.part, "threadedComment", "../threadedComments/threadedComment1.xml")
	must(err)
	data2, _ := f.sheet("数据")
	src, err := f.part(data2.part)
	must(err)
	ext := `<extLst><ext xmlns:x14="` + extensionNamespace + `" uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">` +
		`<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>任务进展!$G$3:$G$6</xm:f></x14:formula1><xm:sqref>B2:B6</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>`
	f.set(data2.part, []byte(strings.Replace(string(src), "</worksheet>", ext+"</worksheet>", 1)))
	out, err := f.pack()
	must(err)
	return out
}

// Marking a file adds no faults, loses no parts, and only changes the parts with marks.
func TestMarkedFilesAreInOrder(t *testing.T) {
	for name, data := range foreignFiles(t) {
		t.Run(name, func(t *testing.T) {
			had := map[string]bool{}
			for _, fault := range xlsxcheck.Check(data) {
				had[fault] = true
			}
			marked := mustMark(t, data, someMarks(), frontSheet())
			for _, fault := range xlsxcheck.Check(marked) {
				if !had[fault] {
					t.Error(fault)
				}
			}
			before, after := unpackedPlain(t, data), unpackedPlain(t, marked)
			for _, part := range slices.Sorted(maps.Keys(before)) {
				kind := part[:strings.LastIndexByte(part, '/')+1]
				carries := part == contentTypesPart || kind == "xl/" || kind == "xl/worksheets/" || kind == "xl/worksheets/_rels/" || kind == "xl/_rels/" ||
					strings.HasSuffix(part, ".vml") || strings.Contains(part, "comments")
				switch {
				case after[part] == nil && !strings.HasPrefix(name, "slip"):
					t.Errorf("%s is lost", part)
				case !carries && !bytes.Equal(before[part], after[part]):
					t.Errorf("%s was changed", part)
				}
			}
			if !bytes.Equal(before["xl/threadedComments/threadedComment1.xml"], after["xl/threadedComments/threadedComment1.xml"]) {
				t.Error("the conversation was changed")
			}
			book, err := Read(marked)
			if err != nil {
				t.Fatal(err)
			}
			if book.Sheets[0].Name != frontName || len(book.Sheets) < 2 || book.Sheet("任务进展") == nil {
				t.Errorf("%d sheets, %s first", len(book.Sheets), book.Sheets[0].Name)
			}
			notes := seen(t, marked)
			for at, want := range map[string]string{"任务进展!J5": "已完成的任务要填实际完成日期", "数据!B2": "数据有误\n请核对\n第二条"} {
				if got := notes[at+" note"]; !strings.HasSuffix(got, want) {
					t.Errorf("note of %s: %q", at, got)
				}
			}
			// Once the marks are removed, only the front sheet is left.
			clean := mustMark(t, marked, nil, frontSheet())
			if !strings.HasPrefix(name, "slip") {
				for k, v := range difference(seen(t, data), seen(t, clean)) {
					t.Errorf("%s is left %q", k, v)
				}
			}
			for part, src := range unpackedPlain(t, clean) {
				if strings.HasPrefix(part, "xl/worksheets/") && bytes.Contains(src, []byte(markFormula[:10])) {
					t.Errorf("%s keeps the rule of a mark", part)
				}
			}
		})
	}
}

// A mark is visible over the conditional formats of a cell, whichever applies, and they are unchanged once it is removed.
func TestMarksComeBeforeConditionalFormats(t *testing.T) {
	data := fixture(t, "mark-moved-openpyxl-3.0.9.xlsx")
	marks := []Mark{{"任务进展", sheet.At(5, 10), "改", sheet.Alert}, {"任务进展", sheet.At(4, 7), "说明", sheet.Warn}, {"任务进展", sheet.At(30, 3), "外面", sheet.Warn}}
	marked := mustMark(t, data, marks, frontSheet())
	rules := func(data []byte) map[string]int {
		f, err := openExisting(data)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := f.sheet("任务进展")
		src, err := f.part(s.part)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]int{}
		over := ""
		for _, e := range outlined(t, s.part, src, 3) {
			switch {
			case e.is("conditionalFormatting"):
				over = e.attr("sqref")
			case e.is("cfRule"):
				out[over+" "+string(src[e.open:e.close])]++
				out[over] = int(e.attr("priority")[0] - '0')
			}
		}
		return out
	}
	before, after := rules(data), rules(marked)
	if after["J5"] != 1 || after["G4"] != 2 {
		t.Errorf("the marks' places: %v", after)
	}
	for over, place := range before {
		if !strings.Contains(over, " ") && after[over] != place+2 {
			t.Errorf("%s comes as number %d, was %d", over, after[over], place)
		}
	}
	if _, is := after["C30"]; is {
		t.Error("a cell without a conditional format got one")
	}
	if clean := rules(mustMark(t, marked, nil, frontSheet())); !maps.Equal(clean, before) {
		t.Errorf("taken back: %v, was %v", clean, before)
	}
	if again := mustMark(t, marked, marks, frontSheet()); !bytes.Equal(again, marked) {
		t.Error("marking twice is not marking once")
	}
}
