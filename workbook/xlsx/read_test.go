package xlsx

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/workbook/sheet"

	"github.com/google/go-cmp/cmp"
)

func mustRead(t testing.TB, parts []testPart) *sheet.Book {
	t.Helper()
	book, err := Read(pack(t, parts))
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// samePipe compares a sheet with a pipe table, without the first line.
func samePipe(t *testing.T, s *sheet.Sheet, want string) {
	t.Helper()
	want = strings.TrimSpace(want)
	sheets, err := sheet.ParsePipe("# x\n" + want)
	if err != nil {
		t.Fatal(err)
	}
	sheets[0].Name = s.Name
	if diff := cmp.Diff(sheet.Pipe(sheets[0]), sheet.Pipe(s)); diff != "" {
		t.Errorf("cells differ (-want +got):\n%s", diff)
	}
}

func TestReadCells(t *testing.T) {
	tests := []struct{ name, rows, want string }{
		{"kinds", `<row r="1"><c r="A1"><v>1.5</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c>` +
			`<c r="E1" t="str"><v>文</v></c><c r="F1" t="inlineStr"><is><t>内</t></is></c><c r="G1" t="n"><v>-2E+3</v></c></row>`,
			`| 1.5 | 乙 | TRUE | #N/A | 文 | 内 | -2000 |`},
		{"inline text without its type", `<row><c><is><t>00123</t></is></c></row>`, `| '00123 |`},
		{"formats", `<row><c s="1"><v>45565</v></c><c s="2"><v>0.8</v></c><c s="0"><v>0.8</v></c></row>`, `| 2024-09-30 | 80% | 0.8 |`},
		{"dates as text", `<row><c t="d"><v>2024-09-30</v></c><c t="d" s="1"><v>2024-09-30T00:00:00Z</v></c></row>`, `| 2024-09-30 | 2024-09-30 |`},
		{"formulas", `<row><c><f>1+1</f><v>2</v></c><c t="str"><f>A1&amp;""</f><v>2</v></c><c t="b"><f>TRUE()</f><v>0</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`,
			`| =1+1 => 2 | =A1&"" => '2 | =TRUE() => FALSE | =1/0 => #DIV/0! |`},
		{"formulas without a stored value", `<row><c><f>1+1</f></c><c><f>1+1</f><v></v></c><c><f>1+1</f><v/></c><c t="b"><f>1+1</f></c><c t="e"><f>1+1</f></c><c t="s"><f>1+1</f></c></row>`,
			`| =1+1 | =1+1 | =1+1 | =1+1 | =1+1 | =1+1 |`},
		{"a formula's empty text is stored", `<row><c t="str"><f>""</f></c><c t="str"><f>""</f><v></v></c><c t="str"><f>""</f><v/></c></row>`, `| ="" => ' | ="" => ' | ="" => ' |`},
		{"picture of WPS", `<row><c t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c></row>`, `| =_xlfn.DISPIMG("ID_1",1) => '=DISPIMG("ID_1",1) |`},
		{"no text of a formula", `<row><c><f></f><v>3</v></c><c><f/><v>4</v></c><c><f t="shared" si="7"/><v>5</v></c></row>`, `| =… => 3 | =… => 4 | =… => 5 |`},
		{"shared formula", `<row r="2"><c r="B2"><f t="shared" ref="B2:B3" si="0">A2+$C$1</f><v>1</v></c></row><row r="3"><c r="B3"><f t="shared" si="0"/><v>2</v></c></row>`,
			"| |\n|  | =A2+$C$1 => 1 |\n|  | =A3+$C$1 => 2 |"},
		{"shared formula with its cells in any way", `<row r="2"><c r="B2"><f t="shared" ref="B2:D2" si="1">IF(A2&gt;"A2",$A2,A$1)</f><v>1</v></c><c r="C2"><f t="shared" si="1"></f><v>2</v></c><c r="D2"><f si="1" t="shared" ca="1"/><v>3</v></c></row>`,
			"| |\n|  | =IF(A2>\"A2\",$A2,A$1) => 1 | =IF(B2>\"A2\",$A2,B$1) => 2 | =IF(C2>\"A2\",$A2,C$1) => 3 |"},
		{"shared formulas one among the other", `<row r="1"><c r="A1"><f t="shared" ref="A1:A4" si="0">B1+1</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="1">C2+2</f><v>2</v></c></row>` +
			`<row r="3"><c r="A3"><f t="shared" si="1"/><v>3</v></c></row><row r="4"><c r="A4" t="str"><f t="shared" si="0"/></c></row>`, "| =B1+1 => 1 |\n| =C2+2 => 2 |\n| =C3+2 => 3 |\n| =B4+1 => ' |"},
		{"a text of its own in a group", `<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1+1</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">C2+2</f><v>2</v></c></row><row r="3"><c r="A3"><f t="shared" si="0"/><v>3</v></c></row>`,
			"| =B1+1 => 1 |\n| =C2+2 => 2 |\n| =B3+1 => 3 |"},
		{"shared beyond its range", `<row r="1"><c r="A1"><f t="shared" ref="Q7" si="0">B1+1</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>`, "| =B1+1 => 1 |\n| =B2+1 => 2 |"},
		{"shared before it is written", `<row r="1"><c r="A1"><f t="shared" si="0"/><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" ref="A1:A2" si="0">B2+1</f><v>2</v></c></row>`, "| =… => 1 |\n| =B2+1 => 2 |"},
		{"shared in no group", `<row r="1"><c r="A1"><f t="shared" ref="A1:A2">B1+1</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared"/><v>2</v></c></row>`, "| =B1+1 => 1 |\n| =… => 2 |"},
		{"shared without a stored value", `<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1+1</f></c></row><row r="2"><c r="A2"><f t="shared" si="0"/></c></row>`, "| =B1+1 |\n| =B2+1 |"},
		{"array formula", `<row r="1"><c r="A1"><f t="array" ref="A1:B2">{1,2}</f><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>9</v></c></row><row r="2"><c r="A2"><v>3</v></c></row><row r="3"><c r="A3"><v>4</v></c></row>`,
			"| ={1,2} => 1 | ={1,2} => 2 | 9 |\n| ={1,2} => 3 |\n| 4 |"},
		{"what-if table", `<row r="1"><c r="A1"><f t="dataTable" ref="A1:A2" dt2D="1" r1="D1" r2="D2"/><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>`,
			"| =TABLE(D1,D2) => 1 |\n| =TABLE(D1,D2) => 2 |"},
		{"what-if table of one input", `<row><c><f t="dataTable" ref="A1" dtr="1" r1="D1"/><v>1</v></c><c><f t="dataTable" ref="B1" r1="D1"/><v>1</v></c></row>`, `| =TABLE(D1,) => 1 | =TABLE(,D1) => 1 |`},
		{"formula with its sign", `<row><c><f>=A2</f><v>1</v></c><c><f ca="1">=A2</f><v>1</v></c></row>`, `| =A2 => 1 | =A2 => 1 |`},
		{"styled cells hold nothing", `<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"/><c r="C1" s="1"></c><c r="D1" t="s"/></row><row r="1048576"><c r="XFD1048576" s="1"/></row>`, `| 1 |`},
		{"places left out", `<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row r="4"><c r="B4"><v>5</v></c><c><v>6</v></c></row><row><c><v>7</v></c></row>`,
			"| 1 |  | 3 |\n| |\n| |\n|  | 5 | 6 |\n| 7 |"},
		{"spans and the like", `<row r="1" spans="1:3" x14ac:dyDescent="0.2" xmlns:x14ac="urn:x"><c r="A1" cm="1" vm="1" ph="0"><v>1</v></c></row>`, `| 1 |`},
		{"space about values", "<row>\n <c>\n  <v> 1 </v>\n </c> <c t=\"s\"><v>\n0 </v></c><c t=\"b\"><v> 1</v></c></row>", `| 1 | 甲 | TRUE |`},
		{"digits as references", `<row><c><v>&#49;2</v></c><c t="s"><v>&#x30;</v></c></row>`, `| 12 | 甲 |`},
		{"text kept as it is", `<row><c t="str"><v> a  b </v></c><c t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>`, `| \sa  b\s | \sa\s |`},
		{"entities", `<row><c t="str"><v>&lt;&gt;&amp;&quot;&apos;&#20013;&#x6587;&#x1F600;</v></c></row>`, `| <>&"'中文😀 |`},
		{"cdata", `<row><c t="str"><v>a<![CDATA[<b>&amp;]]>c</v></c></row>`, `| a<b>&amp;c |`},
		{"comments", `<!-- x --><row><!-- y --><c t="str"><v>a<!-- z -->b</v></c></row>`, `| ab |`},
		{"instructions", `<?a b?><row><c><v>1</v></c></row>`, `| 1 |`},
		{"line breaks", "<row><c t=\"str\"><v>a\r\nb\rc\nd</v></c><c t=\"str\"><v><![CDATA[a\r\nb\rc]]></v></c></row>", `| a\nb\nc\nd | a\nb\nc |`},
		{"escapes", `<row><c t="str"><v>a_x000A_b_x005F_x000A_c_x00e9__x0041</v></c><c t="str"><v>_xD83D__xDE00_</v></c><c t="str"><v>_xD83D_x</v></c></row>`,
			`| a\nb_x000A_cé_x0041 | 😀 | ` + "\uFFFD" + `x |`},
		{"rich text without its pronunciation", `<row><c t="inlineStr"><is><r><rPr><b/></rPr><t>督</t></r><r><t>办</t></r><rPh sb="0" eb="1"><t>ducha</t></rPh><phoneticPr fontId="1"/></is></c></row>`, `| 督办 |`},
		{"inline text twice", `<row><c t="inlineStr"><is><t>a</t></is><v>a</v></c><c t="inlineStr"><v>b</v></c><c t="inlineStr"/></row>`, `| a | b |`},
		{"empty text is no blank", `<row><c t="inlineStr"><is><t/></is></c><c t="str"><v></v></c><c><v>1</v></c></row>`, `| ' | ' | 1 |`},
		{"single quotes", `<row r='1'><c r='A1' t='str'><v>"a"</v></c></row>`, `| "a" |`},
		{"space in tags", "<row\n r = \"1\" ><c  r=\"A1\" \n><v >1</v ></c ></row >", `| 1 |`},
		{"long numbers", `<row><c><v>123456789012345678</v></c><c><v>0.1234567890123456</v></c><c><v>-0</v></c><c><v>+5</v></c><c><v>.5</v></c></row>`,
			`| 123456789012345678 | 0.1234567890123456 | -0 | 5 | 0.5 |`},
		{"extensions of a cell", `<row><c><v>1</v><extLst><ext uri="x"><v>9</v></ext></extLst></c><extLst/></row>`, `| 1 |`},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			book := mustRead(t, testBook(c.rows))
			plain := *book.Sheets[0]
			plain.Rows = nil
			for _, row := range book.Sheets[0].Rows { // only values are compared: the digits have a test of their own
				row.Cells = slices.Clone(row.Cells)
				for i := range row.Cells {
					if v := &row.Cells[i].Value; v.Kind == sheet.Number {
						v.Text = ""
					}
				}
				plain.Rows = append(plain.Rows, row)
			}
			samePipe(t, &plain, c.want)
			if len(book.Oddities) > 0 {
				t.Errorf("oddities %v", book.Oddities)
			}
		})
	}
}

func TestReadKeepsDigits(t *testing.T) {
	s := mustRead(t, testBook(`<row><c><v>1.50</v></c><c s="2"><v>8.0000000000000004E-1</v></c><c t="d"><v>2024-09-30</v></c></row>`)).Sheets[0]
	for i, want := range []string{"1.50", "8.0000000000000004E-1", "2024-09-30"} {
		if got := s.Rows[0].Cells[i].Value.Text; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestReadUnstored(t *testing.T) {
	s := mustRead(t, testBook(`<row><c><f>1</f></c><c t="str"><f>1</f></c><c><f>1</f><v>1</v></c><c><v>1</v></c></row>`)).Sheets[0]
	for i, want := range []bool{true, false, false, false} {
		if got := s.Rows[0].Cells[i].Unstored; got != want {
			t.Errorf("cell %d: unstored is %v", i+1, got)
		}
	}
}

func TestReadDate1904(t *testing.T) {
	parts := edited(t, testBook(`<row><c s="1"><v>0</v></c><c s="4"><v>44103.5</v></c><c s="3"><v>0.5</v></c><c><v>7</v></c><c t="d"><v>2024-09-30</v></c><c s="1"><f>TODAY()</f></c></row>`),
		workbookAt, `<sheets>`, `<workbookPr date1904="1"/><sheets>`)
	book := mustRead(t, parts)
	want := []sheet.Value{sheet.Num(1462), sheet.Num(45565.5), sheet.Num(0.5), sheet.Num(7), sheet.Num(45565), {}}
	for i, w := range want {
		if got := book.Sheets[0].Rows[0].Cells[i].Value; !got.Equal(w) {
			t.Errorf("cell %d: got %+v, want %+v", i+1, got, w)
		}
	}
	if got := book.Sheets[0].Rows[0].Cells[1].Value.Text; got != "45565.5" {
		t.Errorf("the digits are %q", got)
	}
	wantOddities(t, book, OddDate1904)
}

func wantOddities(t *testing.T, book *sheet.Book, codes ...string) {
	t.Helper()
	var got []string
	for _, o := range book.Oddities {
		got = append(got, o.Code)
	}
	if !cmp.Equal(got, codes) {
		t.Errorf("oddities %v, want %v", got, codes)
	}
}

type toleratedCase struct {
	name  string
	parts []testPart
	odd   []string
}

// toleratedCases all hold a 1 in A1.
func toleratedCases(t testing.TB) []toleratedCase {
	one := testBook(cellA1)
	rename := func(parts []testPart, change func(string) string) []testPart {
		parts = slices.Clone(parts)
		for i := range parts {
			parts[i].name = change(parts[i].name)
		}
		return parts
	}
	prefixed := with(one, sheetAt, `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1" s="0" t="n"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`)
	return []toleratedCase{
		{"plain", one, nil},
		{"prefix", prefixed, nil},
		{"two prefixes of one vocabulary", with(one, sheetAt, `<worksheet `+testMain+` xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><row><x:c><v>1</v></x:c></row></x:sheetData></worksheet>`), nil},
		{"prefix bound to another vocabulary inside", with(one, sheetAt, `<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData><x:ext xmlns:x="urn:x"><x:sheetData/></x:ext></x:worksheet>`), nil},
		{"vendor's elements", with(one, sheetAt, `<worksheet `+testMain+`><sheetData><w:a xmlns:w="urn:w"><c/></w:a><row><w:b xmlns:w="urn:w"/><c><w:d xmlns:w="urn:w"/><v>1</v></c></row></sheetData></worksheet>`), []string{OddForeign}},
		{"strict", edited(t, edited(t, edited(t, one, workbookAt, `http://schemas.openxmlformats.org/spreadsheetml/2006/main`, `http://purl.oclc.org/ooxml/spreadsheetml/main`),
			workbookAt, `http://schemas.openxmlformats.org/officeDocument/2006/relationships`, `http://purl.oclc.org/ooxml/officeDocument/relationships`),
			bookRelsAt, testRelType, `http://purl.oclc.org/ooxml/officeDocument/relationships/`), nil},
		{"absolute target", edited(t, one, bookRelsAt, `Target="worksheets/`, `Target="/xl/worksheets/`), nil},
		{"roundabout target", edited(t, one, bookRelsAt, `Target="worksheets/`, `Target="../xl/./worksheets/`), nil},
		{"target with \\", edited(t, one, bookRelsAt, `Target="worksheets/`, `Target="worksheets\`), nil},
		{"encoded target", rename(edited(t, one, bookRelsAt, `sheet1.xml`, `%E8%A1%A8%201.xml`), func(n string) string { return strings.ReplaceAll(n, "sheet1", "表 1") }), nil},
		{"other part names", rename(edited(t, edited(t, edited(t, one, contentTypesPart, `/xl/workbook.xml`, `/book/main.xml`), "_rels/.rels", `xl/workbook.xml`, `book/main.xml`), bookRelsAt, `worksheets/`, `../xl/worksheets/`),
			func(n string) string {
				switch n {
				case workbookAt:
					return "book/main.xml"
				case bookRelsAt:
					return "book/_rels/main.xml.rels"
				case stylesAt, stringsAt:
					return "book/" + n[3:]
				}
				return n
			}), nil},
		{"another case", rename(one, func(n string) string { return strings.ReplaceAll(n, "sheet1", "Sheet1") }), []string{OddPartCase}},
		{"entry names with \\", rename(one, func(n string) string { return strings.ReplaceAll(n, "worksheets/", `worksheets\`) }), []string{OddBackslash}},
		{"no styles", without(one, stylesAt), []string{OddStylesMissing}},
		{"shared strings that nobody needs", without(one, stringsAt), []string{OddStringsMissing}},
		{"no relationship to shared strings", edited(t, one, bookRelsAt, `sharedStrings"`, `other"`), nil},
		{"template", edited(t, one, contentTypesPart, "sheet.main", "template.main"), []string{OddTemplate}},
		{"undeclared workbook", edited(t, one, contentTypesPart, `PartName="/xl/workbook.xml"`, `PartName="/xl/other.xml"`), []string{OddContentType}},
		{"external links", edited(t, one, bookRelsAt, `</Relationships>`, `<Relationship Id="rId9" Type="`+testRelType+`externalLink" Target="externalLinks/a.xml"/></Relationships>`), []string{OddExternalLinks}},
		{"connections", edited(t, one, bookRelsAt, `</Relationships>`, `<Relationship Id="rId9" Type="`+testRelType+`connections" Target="connections.xml"/></Relationships>`), []string{OddExternalLinks}},
		{"external references", edited(t, one, workbookAt, `</sheets>`, `</sheets><externalReferences><externalReference r:id="rId9"/></externalReferences>`), []string{OddExternalLinks}},
		{"link to a file", linked(t, `file:///C:/台账.xlsx`), []string{OddLinkOutside}},
		{"wrong dimension", edited(t, one, sheetAt, `<sheetData>`, `<dimension ref="A1:XFD9"/><sheetData>`), nil},
		{"byte order mark", edited(t, one, sheetAt, `<worksheet`, "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\" standalone='yes'?>\n<worksheet"), nil},
		{"UTF-16", with(one, sheetAt, toUTF16(`<?xml version="1.0" encoding="UTF-16"?><worksheet `+testMain+`><sheetData>`+cellA1+`</sheetData></worksheet>`, binary.LittleEndian)), []string{OddUTF16}},
		{"UTF-16, big end first", with(one, sheetAt, toUTF16(`<worksheet `+testMain+`><sheetData>`+cellA1+`</sheetData><!--😀--></worksheet>`, binary.BigEndian)), []string{OddUTF16}},
		{"what other elements hold", edited(t, one, sheetAt, `</sheetData>`, `</sheetData><extLst><ext><x:row xmlns:x="urn:x"><c/></x:row></ext></extLst>`), nil},
	}
}

func TestReadTolerates(t *testing.T) {
	for _, c := range toleratedCases(t) {
		t.Run(c.name, func(t *testing.T) {
			book := mustRead(t, c.parts)
			if got := book.Sheets[0].Value(sheet.At(1, 1)); !got.Equal(sheet.Num(1)) {
				t.Errorf("A1 is %+v", got)
			}
			wantOddities(t, book, c.odd...)
		})
	}
}

// Every oddity in the catalogue is recorded by some file.
func TestOdditiesAreAllReached(t *testing.T) {
	reached := map[string]bool{OddDate1904: true, OddChartSheet: true} // in TestReadDate1904 and TestReadBook
	for _, c := range toleratedCases(t) {
		for _, code := range c.odd {
			reached[code] = true
		}
	}
	for _, code := range []string{
		OddStylesMissing, OddStringsMissing, OddExternalLinks, OddLinkOutside, OddChartSheet, OddTemplate, OddContentType, OddBackslash,
		OddPartCase, OddUTF16, OddForeign, OddDate1904,
	} {
		if !reached[code] {
			t.Errorf("%s is recorded by no test", code)
		}
	}
}

// linked has a link from each of the cells from A1 downwards.
func linked(t testing.TB, targets ...string) []testPart {
	var links, rels strings.Builder
	for i, target := range targets {
		id := "rId" + strconv.Itoa(i+1)
		links.WriteString(`<hyperlink ref="A` + strconv.Itoa(i+1) + `" r:id="` + id + `"/>`)
		rels.WriteString(`<Relationship Id="` + id + `" Type="` + testRelType + `hyperlink" Target="` + target + `" TargetMode="External"/>`)
	}
	links.WriteString(`<hyperlink ref="B1" location="表!A1"/><hyperlink ref="B2" r:id="rIdNone"/>`)
	parts := edited(t, testBook(cellA1), sheetAt, `</worksheet>`, `<hyperlinks `+testOfficeRel+`>`+links.String()+`</hyperlinks></worksheet>`)
	return with(parts, "xl/worksheets/_rels/sheet1.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels.String()+`</Relationships>`)
}

// A link to a file or a program is reported with its place; a link to the web is not.
func TestReadLinks(t *testing.T) {
	for _, harmless := range []string{"http://example.com/", "HTTPS://example.com/a.xlsx", "mailto:a@example.com", "#表!A1", ""} {
		wantOddities(t, mustRead(t, linked(t, harmless)))
	}
	for _, target := range []string{`\\10.1.1.8\共享\台账.xlsx`, "file:///C:/台账.xlsx", "../附件/佐证.pdf", `D:\a.exe`, "javascript:a", "ms-excel:ofe|u|http://a"} {
		book := mustRead(t, linked(t, "http://example.com/", target, target))
		want := []sheet.Oddity{{Code: OddLinkOutside, Part: sheetAt, Sheet: "表", Ref: sheet.At(2, 1), Link: target, More: 1}}
		if diff := cmp.Diff(want, book.Oddities); diff != "" {
			t.Errorf("%s (-want +got):\n%s", target, diff)
		}
	}
}

// A link carries no data: if its place or target cannot be read it is skipped, and the sheet is read with the other links.
func TestReadLinksThatCannotBeRead(t *testing.T) {
	one := linked(t, "D:/a.exe", "D:/b.exe")
	const relsAt = "xl/worksheets/_rels/sheet1.xml.rels"
	for _, ref := range []string{"#REF!", "A:A", "A1 C1", "A0", "XFE1", "B2:A1", ""} {
		book := mustRead(t, edited(t, one, sheetAt, `ref="A1"`, `ref="`+ref+`"`))
		want := []sheet.Oddity{{Code: OddLinkOutside, Part: sheetAt, Sheet: "表", Ref: sheet.At(2, 1), Link: "D:/b.exe"}}
		if diff := cmp.Diff(want, book.Oddities); diff != "" {
			t.Errorf("%q (-want +got):\n%s", ref, diff)
		}
	}
	wantOddities(t, mustRead(t, edited(t, one, sheetAt, `<hyperlink ref="A1"`, `<hyperlink`)), OddLinkOutside)
	for name, parts := range map[string][]testPart{
		"empty":                  with(one, relsAt, ""),
		"cut off":                edited(t, one, relsAt, `</Relationships>`, ``),
		"of another vocabulary":  edited(t, one, relsAt, `/package/2006/`, `/elsewhere/`),
		"two of one id":          edited(t, one, relsAt, `"rId2"`, `"rId1"`),
		"without an id":          edited(t, one, relsAt, `Id="rId2"`, ``),
		"with a document type":   edited(t, one, relsAt, `<Relationships`, `<!DOCTYPE a><Relationships`),
		"with an unknown entity": edited(t, one, relsAt, `D:/a.exe`, `&a;`),
		"not well-formed":        edited(t, one, relsAt, `<Relationship Id="rId1"`, `<Relationship Id="rId1`),
	} {
		t.Run(name, func(t *testing.T) {
			book := mustRead(t, parts)
			if got := book.Sheets[0].Value(sheet.At(1, 1)); !got.Equal(sheet.Num(1)) {
				t.Errorf("A1 is %+v", got)
			}
			wantOddities(t, book)
		})
	}
}

// An address is shown as people read it, and escaped if its bytes are not text or are control characters.
func TestReadLinksAsTheyAreShown(t *testing.T) {
	for written, shown := range map[string]string{
		"file:///C:/%E5%8F%B0%E8%B4%A6%201.xlsx": "file:///C:/台账 1.xlsx",
		"%B2%C4%C1%CF.xlsx":                      "%B2%C4%C1%CF.xlsx",
		"a%1B%5B2J.xlsx":                         "a%1B%5B2J.xlsx",
		"a%0Ab.xlsx":                             "a%0Ab.xlsx",
		"a%E2%80%AEfdp.exe":                      "a%E2%80%AEfdp.exe",
		"a&#x202E;fdp.exe":                       "a%E2%80%AEfdp.exe",
		"a_x001B_b.xlsx":                         "a%1Bb.xlsx",
		"100%.xlsx":                              "100%.xlsx",
	} {
		book := mustRead(t, linked(t, written))
		if len(book.Oddities) != 1 || book.Oddities[0].Link != shown {
			t.Errorf("%s: got %+v, want %s", written, book.Oddities, shown)
		}
	}
}

func TestReadBook(t *testing.T) {
	parts := customBook(t)
	parts = edited(t, parts, workbookAt, `<sheets>`, `<bookViews><workbookView activeTab="1"/><workbookView activeTab="2"/></bookViews><sheets>`)
	parts = edited(t, parts, workbookAt, `</sheets>`, `<sheet name="藏" sheetId="2" state="hidden" r:id="rId5"/><sheet name="深&amp;藏" sheetId="3" state="veryHidden" r:id="rId6"/><sheet name="图" sheetId="4" r:id="rId7"/></sheets>`+
		`<definedNames><definedName name="截止日">参数!$B$3</definedName><definedName name="_xlnm.Print_Area" localSheetId="2">'深&amp;藏'!$A$1</definedName></definedNames>`)
	parts = edited(t, parts, bookRelsAt, `</Relationships>`, `<Relationship Id="rId5" Type="`+testRelType+`worksheet" Target="worksheets/b.xml"/>`+
		`<Relationship Id="rId6" Type="`+testRelType+`worksheet" Target="worksheets/c.xml"/><Relationship Id="rId7" Type="`+testRelType+`chartsheet" Target="chartsheets/d.xml"/></Relationships>`)
	empty := `<worksheet ` + testMain + `><sheetData/></worksheet>`
	parts = with(with(with(parts, "xl/worksheets/b.xml", empty), "xl/worksheets/c.xml", empty), "xl/chartsheets/d.xml", "x")
	book := mustRead(t, parts)
	want := &sheet.Book{
		Sheets: []*sheet.Sheet{
			{Name: "表", Rows: []sheet.Row{{N: 1, Cells: []sheet.Cell{{Col: 1, Value: sheet.Value{Kind: sheet.Number, Num: 1, Text: "1"}}}}}},
			{Name: "藏", Visibility: sheet.Hidden}, {Name: "深&藏", Visibility: sheet.VeryHidden}, {Name: "图"},
		},
		Names: []sheet.Name{{Name: "截止日", Refers: "参数!$B$3"}, {Name: "_xlnm.Print_Area", Refers: "'深&藏'!$A$1", Sheet: "深&藏"}},
		Title: "填报表", Creator: "发改局", Created: 45536, Custom: map[string]string{"plan": "rushan & 2024"}, Active: 1,
		Oddities: []sheet.Oddity{{Code: OddChartSheet, Part: "xl/chartsheets/d.xml"}},
	}
	if diff := cmp.Diff(want, book); diff != "" {
		t.Errorf("book differs (-want +got):\n%s", diff)
	}
}

func TestReadSheetSettings(t *testing.T) {
	parts := with(testBook(""), sheetAt, `<worksheet `+testMain+`><cols><col min="2" max="3" hidden="1"/><col min="4" max="4" width="0"/><col min="5" max="5" width="9"/>`+
		`<col min="16384" max="16385" hidden="true"/></cols><sheetData><row r="1" ht="30" customHeight="1" outlineLevel="2"><c><v>1</v></c></row><row r="2" hidden="1" ht="15"><c><v>2</v></c></row>`+
		`<row r="3" hidden="1"><c s="1"/></row></sheetData><sheetProtection sheet="1" objects="1"/><mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A3:A4"/></mergeCells></worksheet>`)
	got := mustRead(t, parts).Sheets[0]
	want := &sheet.Sheet{
		Name: "表", Protected: true, Merges: []sheet.Range{sheet.Rect(1, 1, 1, 2), sheet.Rect(3, 1, 4, 1)},
		HiddenColumns: []sheet.Span{{First: 2, Last: 4}, {First: 16384, Last: 16384}},
		Rows: []sheet.Row{
			{N: 1, Height: 30, Outline: 2, Cells: []sheet.Cell{{Col: 1, Value: sheet.Value{Kind: sheet.Number, Num: 1, Text: "1"}}}},
			{N: 2, Hidden: true, Cells: []sheet.Cell{{Col: 1, Value: sheet.Value{Kind: sheet.Number, Num: 2, Text: "2"}}}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sheet differs (-want +got):\n%s", diff)
	}
}

// Rows are adjacent in memory; what is added to one must not overwrite the next.
func TestReadRowsCanGrow(t *testing.T) {
	s := mustRead(t, testBook(`<row><c><v>1</v></c></row><row><c><v>2</v></c></row>`)).Sheets[0]
	s.Put(sheet.At(1, 2), sheet.Cell{Value: sheet.Num(9)})
	if got := s.Value(sheet.At(2, 1)); !got.Equal(sheet.Num(2)) {
		t.Errorf("A2 became %v", got)
	}
}

// A row may be longer than the block of memory that rows share.
func TestReadWideRows(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<row>`)
	for range 3 * slabCells {
		b.WriteString(`<c><v>1</v></c>`)
	}
	b.WriteString(`</row>`)
	s := mustRead(t, testBook(cellA1+b.String()+`<row><c><v>2</v></c></row>`)).Sheets[0]
	if len(s.Rows) != 3 || len(s.Rows[1].Cells) != 3*slabCells || s.Rows[1].Cells[3*slabCells-1].Col != 3*slabCells ||
		!s.Value(sheet.At(3, 1)).Equal(sheet.Num(2)) || !s.Value(sheet.At(1, 1)).Equal(sheet.Num(1)) {
		t.Errorf("%d rows, %d cells", len(s.Rows), len(s.Rows[1].Cells))
	}
}
