package xlsx

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

type refusalCase struct {
	name string
	data []byte
	code string
	part string
	args map[string]string // the args that the refusal must have
}

func reason(word string, more ...string) map[string]string {
	m := map[string]string{"reason": word}
	for i := 0; i+1 < len(more); i += 2 {
		m[more[i]] = more[i+1]
	}
	return m
}

func kind(word string) map[string]string { return map[string]string{"kind": word} }

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const cellA1 = `<row r="1"><c r="A1"><v>1</v></c></row>`

func foreignCases(t testing.TB) []refusalCase {
	types := func(main string) []byte {
		return pack(t, edited(t, testBook(cellA1), contentTypesPart,
			"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", main))
	}
	return []refusalCase{
		{"nothing", nil, RefusedEmpty, "", nil},
		{"blanks", []byte("\xEF\xBB\xBF \r\n"), RefusedEmpty, "", nil},
		{"zeros", make([]byte, 3000), RefusedDamaged, "", reason(damagedZeros)},
		{"password", packOLE("EncryptedPackage"), RefusedPassword, "", kind("ole")},
		{"xls by hand", packOLE("Workbook"), RefusedOldExcel, "", kind("excel-97")},
		{"xls 5", packOLE("Book"), RefusedOldExcel, "", kind("excel-5")},
		{"et", packOLE("ETExtData"), RefusedOldExcel, "", kind("wps")},
		{"xls", fixture(t, "read-libreoffice-7.4.7.xls"), RefusedOldExcel, "", kind("excel-97")},
		{"doc", packOLE("WordDocument"), RefusedDocx, "", kind("doc")},
		{"ppt", packOLE("PowerPoint Document"), RefusedDocx, "", kind("ppt")},
		{"msg", packOLE("__nameid_version1.0"), RefusedOle, "", nil},
		{"ole cut off", packOLE("Workbook")[:1100], RefusedTruncated, "", kind("ole")},
		{"ole header", append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...), RefusedDamaged, "", reason(damagedZip)},
		{"ods", fixture(t, "read-libreoffice-7.4.7.ods"), RefusedOds, "", kind("ods")},
		{"odt", pack(t, []testPart{{"mimetype", "application/vnd.oasis.opendocument.text"}}), RefusedOds, "", kind("odt")},
		{"odp", pack(t, []testPart{{"mimetype", "application/vnd.oasis.opendocument.presentation"}}), RefusedOds, "", kind("odp")},
		{"epub", pack(t, []testPart{{"mimetype", "application/epub+zip"}}), RefusedZip, "", kind("zip")},
		{"csv", []byte("单位,进度\r\n发改局,80\r\n"), RefusedCsv, "", nil},
		{"csv in GBK", []byte("\xB5\xA5\xCE\xBB,1\r\n"), RefusedCsv, "", nil},
		{"unicode text", []byte(toUTF16("单位\t进度\r\n", binary.LittleEndian)), RefusedCsv, "", nil},
		{"html", []byte("\r\n<HTML><body><table><tr><td>1</table>"), RefusedHTML, "", kind("html")},
		{"html of Excel", []byte(`<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>`), RefusedHTML, "", kind("html")},
		{"mht", []byte("MIME-Version: 1.0\r\n"), RefusedHTML, "", kind("mht")},
		{"xml 2003", []byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`), RefusedXML, "", kind("spreadsheet-2003")},
		{"xml", []byte(`<?xml version="1.0"?><a/>`), RefusedXML, "", kind("xml")},
		{"rtf", []byte(`{\rtf1}`), RefusedDocx, "", kind("rtf")},
		{"pdf", []byte("%PDF-1.7\n\x00"), RefusedPdf, "", nil},
		{"png", []byte("\x89PNG\r\n\x1A\n\x00"), RefusedPicture, "", kind("png")},
		{"jpeg", []byte("\xFF\xD8\xFF\xE0\x00"), RefusedPicture, "", kind("jpeg")},
		{"gif", []byte("GIF89a\x00"), RefusedPicture, "", kind("gif")},
		{"tiff", []byte("II*\x00\x08"), RefusedPicture, "", kind("tiff")},
		{"tiff, big end first", []byte("MM\x00*\x08"), RefusedPicture, "", kind("tiff")},
		{"bmp", []byte("BM\x08\x00\x00\x00\x00\x00"), RefusedPicture, "", kind("bmp")},
		{"webp", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), RefusedPicture, "", kind("webp")},
		{"heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00"), RefusedPicture, "", kind("heic")},
		{"rar", []byte("Rar!\x1A\x07\x01\x00"), RefusedZip, "", kind("rar")},
		{"7z", []byte("7z\xBC\xAF\x27\x1C\x00"), RefusedZip, "", kind("7z")},
		{"gzip", []byte("\x1F\x8B\x08\x00"), RefusedZip, "", kind("gzip")},
		{"ofd", pack(t, []testPart{{"OFD.xml", "<a/>"}}), RefusedZip, "", kind("ofd")},
		{"zip", pack(t, []testPart{{"发改局.xlsx", "x"}}), RefusedZip, "", kind("zip")},
		{"zip with names in GBK", packStored(t, []testPart{{"\xB7\xA2\xB8\xC4.xlsx", "x"}}, nil), RefusedZip, "", kind("zip")},
		{"zip with folders", packStored(t, []testPart{{"附件/", ""}, {"附件/a.jpg", "x"}}, nil), RefusedZip, "", kind("zip")},
		{"empty zip", pack(t, nil), RefusedZip, "", kind("zip")},
		{"program", []byte("MZ\x90\x00\x03"), RefusedUnknown, "", nil},
		{"torn unicode text", []byte("\xFF\xFE\x00\xD8\x41\x00\x41\x00"), RefusedUnknown, "", nil},
		{"docx", types("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), RefusedDocx, "", kind("docx")},
		{"pptx", types("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), RefusedDocx, "", kind("pptx")},
		{"xlsb", types("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), RefusedXlsb, "", nil},
		{"xlsm", types("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), RefusedMacro, workbookAt, kind("vba")},
		{"macros in an xlsx", pack(t, with(testBook(cellA1), "xl/vbaProject.bin", "x")), RefusedMacro, "xl/vbaProject.bin", kind("vba")},
		{"macros under another name", pack(t, edited(t, testBook(cellA1), contentTypesPart, `</Types>`,
			`<Override PartName="/xl/m.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`)), RefusedMacro, "xl/m.bin", kind("vba")},
		{"macro sheet", pack(t, edited(t, testBook(cellA1), bookRelsAt, "/worksheet", "/xlMacrosheet")), RefusedMacro, sheetAt, kind("sheet")},
		{"package of something else", pack(t, edited(t, edited(t, testBook(cellA1), contentTypesPart,
			"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "application/x"),
			"_rels/.rels", "xl/workbook.xml", "xl/thing.xml")), RefusedZip, "", kind("zip")},
		{"package without a main part", pack(t, []testPart{{contentTypesPart, `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`}}), RefusedZip, "", kind("zip")},
	}
}

func zipCases(t testing.TB) []refusalCase {
	good := pack(t, testBook(cellA1))
	bend := func(part string, change func(*zip.FileHeader)) []byte {
		return packStored(t, testBook(cellA1), func(h *zip.FileHeader) {
			if h.Name == part {
				change(h)
			}
		})
	}
	deflated := func(change func(*zip.FileHeader)) []byte {
		return bend(sheetAt, func(h *zip.FileHeader) { h.Method = zip.Deflate; change(h) })
	}
	// resize changes the size that the zip directory declares for the sheet.
	resize := func(delta int) []byte {
		data := append([]byte(nil), good...)
		at := strings.LastIndex(string(data), sheetAt) - 46
		size := binary.LittleEndian.Uint32(data[at+24:])
		binary.LittleEndian.PutUint32(data[at+24:], uint32(int(size)+delta))
		return data
	}
	// The sheet's entry in the zip directory lacks its signature.
	directory := append([]byte(nil), good...)
	clear(directory[strings.LastIndex(string(directory), sheetAt)-46:][:len("PK\x01\x02")])
	return []refusalCase{
		{"cut off", good[:len(good)-200], RefusedTruncated, "", kind("zip")},
		{"cut to the start", good[:60], RefusedTruncated, "", kind("zip")},
		{"directory", directory, RefusedDamaged, "", reason(damagedZip)},
		{"crc", bend(sheetAt, func(h *zip.FileHeader) { h.CRC32++ }), RefusedDamaged, sheetAt, reason(damagedCRC)},
		{"crc of the properties", packStored(t, customBook(t), func(h *zip.FileHeader) {
			if h.Name == "docProps/custom.xml" {
				h.CRC32++
			}
		}), RefusedDamaged, "docProps/custom.xml", reason(damagedCRC)},
		{"longer than declared", resize(-1), RefusedDamaged, sheetAt, reason(damagedSize)},
		{"shorter than declared", resize(1), RefusedDamaged, sheetAt, reason(damagedSize)},
		{"stored size", bend(sheetAt, func(h *zip.FileHeader) { h.UncompressedSize64++ }), RefusedDamaged, sheetAt, reason(damagedSize)},
		{"no deflate stream", deflated(func(*zip.FileHeader) {}), RefusedDamaged, sheetAt, reason(damagedCompression)},
		{"unknown method", bend(sheetAt, func(h *zip.FileHeader) { h.Method = 12 }), RefusedDamaged, sheetAt, reason(damagedCompression)},
		{"beyond the file", bend(sheetAt, func(h *zip.FileHeader) { h.CompressedSize64 += 1 << 20; h.UncompressedSize64 += 1 << 20 }), RefusedTruncated, sheetAt, kind("zip")},
		{"encrypted", bend(sheetAt, func(h *zip.FileHeader) { h.Flags |= 1 }), RefusedPassword, sheetAt, kind("zip")},
		{"duplicate", pack(t, append(testBook(cellA1), testPart{sheetAt, "<a/>"})), RefusedDamaged, sheetAt, reason(damagedDuplicate)},
		{"duplicate by case", pack(t, append(testBook(cellA1), testPart{"xl/Workbook.xml", "<a/>"})), RefusedDamaged, "xl/Workbook.xml", reason(damagedDuplicate)},
		{"absolute name", pack(t, append(testBook(cellA1), testPart{"/xl/a.xml", "x"})), RefusedDamaged, "/xl/a.xml", reason(damagedEntry)},
		{"drive", pack(t, append(testBook(cellA1), testPart{"C:/a.xml", "x"})), RefusedDamaged, "C:/a.xml", reason(damagedEntry)},
		{"name leading out", pack(t, append(testBook(cellA1), testPart{"xl/../../a.xml", "x"})), RefusedDamaged, "xl/../../a.xml", reason(damagedEntry)},
		{"name leading out by \\", pack(t, append(testBook(cellA1), testPart{`..\a.xml`, "x"})), RefusedDamaged, "../a.xml", reason(damagedEntry)},
		{"name that is no text", pack(t, append(testBook(cellA1), testPart{"xl/\xFF.xml", "x"})), RefusedDamaged, "", reason(damagedEntry)},
	}
}

// sheetCases lists faults of a sheet part, each among good rows that must not be read without it.
func sheetCases(t testing.TB) []refusalCase {
	rows := func(name, xml, why string, more ...string) refusalCase {
		return refusalCase{name, pack(t, testBook(cellA1+xml)), RefusedDamaged, sheetAt, reason(why, more...)}
	}
	return []refusalCase{
		rows("rows out of order", `<row r="3"/><row r="2"/>`, damagedOrder, "row", "2", "sheet", "表"),
		rows("row twice", `<row r="1"/>`, damagedOrder, "row", "1"),
		rows("row zero", `<row r="0"/>`, damagedReference, "row", "0"),
		rows("row beyond the sheet", `<row r="1048577"/>`, damagedReference, "row", "1048577"),
		rows("row counted beyond the sheet", `<row r="1048576"/><row/>`, damagedReference, "row", "1048577"),
		rows("row that is no number", `<row r="2x"/>`, damagedReference, "row", "2x"),
		rows("cells out of order", `<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row>`, damagedOrder, "cell", "A2"),
		rows("cell twice", `<row r="2"><c r="B2"/><c r="B2"><v>2</v></c></row>`, damagedOrder, "cell", "B2"),
		rows("cell of another row", `<row r="2"><c r="B3"><v>1</v></c></row>`, damagedReference, "cell", "B3", "row", "2"),
		rows("cell that is none", `<row r="2"><c r="2B"><v>1</v></c></row>`, damagedReference, "cell", "2B"),
		rows("cell in small letters", `<row r="2"><c r="b2"><v>1</v></c></row>`, damagedReference, "cell", "b2"),
		rows("column beyond the sheet", `<row r="2"><c r="XFE2"><v>1</v></c></row>`, damagedReference, "cell", "XFE2"),
		rows("column counted beyond the sheet", `<row r="2"><c r="XFD2"/><c><v>1</v></c></row>`, damagedReference, "row", "2"),
		rows("string index", `<row r="2"><c r="A2" t="s"><v>2</v></c></row>`, damagedStringIndex, "cell", "A2", "value", "2"),
		rows("string index below zero", `<row r="2"><c r="A2" t="s"><v>-1</v></c></row>`, damagedStringIndex, "cell", "A2"),
		rows("style index", `<row r="2"><c r="A2" s="5"><v>2</v></c></row>`, damagedStyleIndex, "cell", "A2", "value", "5"),
		rows("number", `<row r="2"><c r="A2"><v>12a</v></c></row>`, damagedNumber, "cell", "A2", "value", "12a"),
		rows("hex number", `<row r="2"><c r="A2"><v>0x10</v></c></row>`, damagedNumber, "cell", "A2"),
		rows("infinite number", `<row r="2"><c r="A2"><v>1e999</v></c></row>`, damagedNumber, "cell", "A2"),
		rows("no number", `<row r="2"><c r="A2"><v>NaN</v></c></row>`, damagedNumber, "cell", "A2"),
		rows("sign alone", `<row r="2"><c r="A2"><v>-</v></c></row>`, damagedNumber, "cell", "A2"),
		rows("boolean", `<row r="2"><c r="A2" t="b"><v>2</v></c></row>`, damagedNumber, "cell", "A2"),
		rows("date", `<row r="2"><c r="A2" t="d"><v>2024-02-30</v></c></row>`, damagedNumber, "cell", "A2"),
		rows("type", `<row r="2"><c r="A2" t="x"><v>2</v></c></row>`, damagedType, "cell", "A2", "value", "x"),
		rows("type of formula", `<row r="2"><c r="A2"><f t="x">1</f></c></row>`, damagedType, "cell", "A2"),
		rows("two values", `<row r="2"><c r="A2"><v>1</v><v>2</v></c></row>`, damagedElement, "cell", "A2"),
		rows("two formulas", `<row r="2"><c r="A2"><f>1</f><f>2</f></c></row>`, damagedElement, "cell", "A2"),
		rows("element in a value", `<row r="2"><c r="A2"><v>1<b/></v></c></row>`, damagedElement),
		rows("element in inline text", `<row r="2"><c r="A2" t="inlineStr"><is><b/></is></c></row>`, damagedElement),
		rows("inline text twice", `<row r="2"><c r="A2" t="inlineStr"><is><t>甲</t><t>乙</t></is></c></row>`, damagedElement, "element", "t"),
		rows("inline text of a number of a text", `<row r="2"><c r="A2" t="s"><is><t>1</t></is></c></row>`, damagedElement, "cell", "A2"),
		rows("text and number", `<row r="2"><c r="A2"><is><t>1</t></is><v>2</v></c></row>`, damagedElement, "cell", "A2"),
		rows("cell outside a row", `<c r="A2"><v>1</v></c>`, damagedElement, "element", "c"),
		rows("row within a row", `<row r="2"><row r="3"/></row>`, damagedElement, "element", "row"),
		rows("choice among rows", `<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><row r="2"/></mc:AlternateContent>`, damagedElement),
		rows("text among rows", `9`, damagedElement),
		rows("text in a row", `<row r="2">9</row>`, damagedElement),
		rows("text in a cell", `<row r="2"><c r="A2">9</c></row>`, damagedElement),
		rows("hidden that is neither", `<row r="2" hidden="x"/>`, damagedAttribute, "name", "hidden"),
		rows("group that is no number", `<row r="2"><c r="A2"><f t="shared" si="x">1</f></c></row>`, damagedAttribute, "name", "si"),
		rows("group of too many digits", `<row r="2"><c r="A2"><f t="shared" si="1234567890"/></c></row>`, damagedAttribute, "name", "si"),
		rows("group below none", `<row r="2"><c r="A2"><f t="shared" si="-1"/></c></row>`, damagedAttribute, "name", "si"),
		rows("second sheet data", `</sheetData><sheetData>`, damagedElement, "element", "sheetData"),
		rows("merge", `</sheetData><mergeCells><mergeCell ref="A1:XFE1"/></mergeCells><sheetData>`, damagedReference, "value", "A1:XFE1"),
		rows("columns", `</sheetData><cols><col min="3" max="2" hidden="1"/></cols><sheetData>`, damagedAttribute, "name", "col"),
	}
}

// xmlCases lists faults that any part can have.
func xmlCases(t testing.TB) []refusalCase {
	sheetXML := func(name, xml, why string) refusalCase {
		return refusalCase{name, pack(t, with(testBook(""), sheetAt, xml)), RefusedDamaged, sheetAt, reason(why)}
	}
	root := `<worksheet ` + testMain + `>`
	return []refusalCase{
		sheetXML("empty part", ``, damagedXML),
		sheetXML("blank part", " \n", damagedXML),
		sheetXML("text", `abc`, damagedXML),
		sheetXML("cut off in a tag", root+`<sheetData><row r="1"><c r="A1`, damagedXML),
		sheetXML("cut off in an attribute", root+`<sheetData><row r`, damagedXML),
		sheetXML("cut off in text", root+`<sheetData><row r="1"><c r="A1"><v>1`, damagedXML),
		sheetXML("cut off between rows", root+`<sheetData>`+cellA1, damagedXML),
		sheetXML("cut off at <", root+`<sheetData><`, damagedXML),
		sheetXML("not closed", root+`<sheetData></worksheet>`, damagedXML),
		sheetXML("closed too often", root+`</worksheet></worksheet>`, damagedXML),
		sheetXML("two roots", root+`</worksheet><a/>`, damagedXML),
		sheetXML("text after the root", root+`</worksheet>x`, damagedXML),
		sheetXML("attribute twice", root+`<sheetData><row r="1" r="2"/></sheetData></worksheet>`, damagedXML),
		sheetXML("cell attribute twice", root+`<sheetData><row r="1"><c r="A1" r="B1"/></row></sheetData></worksheet>`, damagedXML),
		sheetXML("attribute without quotes", root+`<sheetData><row r=1/></sheetData></worksheet>`, damagedXML),
		sheetXML("attribute without value", root+`<sheetData><row r/></sheetData></worksheet>`, damagedXML),
		sheetXML("attributes that touch", root+`<sheetData><row r="1"ht="2"/></sheetData></worksheet>`, damagedXML),
		sheetXML("< in an attribute", root+`<sheetData><row r="<"/></sheetData></worksheet>`, damagedXML),
		sheetXML("name that is none", root+`<1/></worksheet>`, damagedXML),
		sheetXML("name of two colons", root+`<a:b:c/></worksheet>`, damagedXML),
		sheetXML("prefix that is not declared", root+`<x:a/></worksheet>`, damagedXML),
		sheetXML("prefix of an attribute", root+`<a x:b="1"/></worksheet>`, damagedXML),
		sheetXML("comment", root+`<!-- a -- b --></worksheet>`, damagedXML),
		sheetXML("comment without end", root+`<!-- a </worksheet>`, damagedXML),
		sheetXML("cdata without end", root+`<![CDATA[ </worksheet>`, damagedXML),
		sheetXML("declaration inside", root+`<!ELEMENT a></worksheet>`, damagedXML),
		sheetXML("second declaration", `<?xml version="1.0"?><?xml version="1.0"?>`+root+`</worksheet>`, damagedXML),
		sheetXML("declaration without end", `<?xml version="1.0"`, damagedXML),
		sheetXML("instruction without end", root+`<?a`, damagedXML),
		sheetXML("slash in a tag", root+`<a / b="1"></a></worksheet>`, damagedXML),
		sheetXML("control character", root+"<sheetData><row><c t=\"str\"><v>a\x01</v></c></row></sheetData></worksheet>", damagedXML),
		sheetXML("control character in cdata", root+"<sheetData><row><c t=\"str\"><v><![CDATA[a\x01]]></v></c></row></sheetData></worksheet>", damagedXML),
		sheetXML("]]> in text", root+`<sheetData><row><c t="str"><v>a]]></v></c></row></sheetData></worksheet>`, damagedXML),
		sheetXML("doctype", `<!DOCTYPE a [<!ENTITY b "c">]>`+root+`</worksheet>`, damagedDoctype),
		sheetXML("entity", root+`<sheetData><row><c t="str"><v>&nbsp;</v></c></row></sheetData></worksheet>`, damagedEntity),
		sheetXML("bare &", root+`<sheetData><row><c t="str"><v>a & b</v></c></row></sheetData></worksheet>`, damagedEntity),
		sheetXML("reference to a control character", root+`<sheetData><row><c t="str"><v>&#1;</v></c></row></sheetData></worksheet>`, damagedEntity),
		sheetXML("reference to half a pair", root+`<sheetData><row><c t="str"><v>&#xD800;</v></c></row></sheetData></worksheet>`, damagedEntity),
		sheetXML("reference beyond all characters", root+`<sheetData><row><c t="str"><v>&#x110000;</v></c></row></sheetData></worksheet>`, damagedEntity),
		sheetXML("reference without digits", root+`<sheetData><row><c t="str"><v>&#;</v></c></row></sheetData></worksheet>`, damagedEntity),
		sheetXML("not UTF-8", root+"<sheetData><row><c t=\"str\"><v>\xB5\xA5</v></c></row></sheetData></worksheet>", damagedEncoding),
		sheetXML("another encoding", `<?xml version="1.0" encoding="GB2312"?>`+root+`</worksheet>`, damagedEncoding),
		sheetXML("encoding without quotes", `<?xml version="1.0" encoding=utf-8?>`+root+`</worksheet>`, damagedEncoding),
		sheetXML("UTF-16 without mark", `<?xml version="1.0" encoding="UTF-16"?>`+root+`</worksheet>`, damagedEncoding),
		sheetXML("UTF-16 of odd length", toUTF16(root+`</worksheet>`, binary.LittleEndian)+"x", damagedEncoding),
		sheetXML("UTF-16 with half a pair", "\xFF\xFE\x00\xD8\x41\x00", damagedEncoding),
		sheetXML("another root", `<chartsheet `+testMain+`/>`, damagedNamespace),
		sheetXML("root without namespace", `<worksheet/>`, damagedNamespace),
		sheetXML("root of another namespace", `<worksheet xmlns="urn:x"/>`, damagedNamespace),
		{"shared strings cut off", pack(t, with(testBook(cellA1), stringsAt, `<sst `+testMain+`><si><t>甲</t></si><si>`)), RefusedDamaged, stringsAt, reason(damagedXML)},
		{"shared strings not UTF-8", pack(t, with(testBook(cellA1), stringsAt, `<sst `+testMain+"><si><t>\xB5</t></si></sst>")), RefusedDamaged, stringsAt, reason(damagedEncoding)},
		{"stray element in shared strings", pack(t, with(testBook(cellA1), stringsAt, `<sst `+testMain+`><t>甲</t></sst>`)), RefusedDamaged, stringsAt, reason(damagedElement)},
		{"styles cut off", pack(t, with(testBook(cellA1), stylesAt, `<styleSheet `+testMain+`><cellXfs>`)), RefusedDamaged, stylesAt, reason(damagedXML)},
		{"style number", pack(t, edited(t, testBook(cellA1), stylesAt, `numFmtId="14"`, `numFmtId="x"`)), RefusedDamaged, stylesAt, reason(damagedAttribute)},
	}
}

func bookCases(t testing.TB) []refusalCase {
	book := func(name, part, old, new, at, why string) refusalCase {
		return refusalCase{name, pack(t, edited(t, testBook(cellA1), part, old, new)), RefusedDamaged, at, reason(why)}
	}
	return []refusalCase{
		{"no content types", pack(t, without(testBook(cellA1), contentTypesPart)), RefusedDamaged, contentTypesPart, reason(damagedMissing)},
		{"no relationships", pack(t, without(testBook(cellA1), "_rels/.rels")), RefusedDamaged, "_rels/.rels", reason(damagedRelationship)},
		{"no workbook", pack(t, without(testBook(cellA1), workbookAt)), RefusedDamaged, workbookAt, reason(damagedMissing)},
		{"no sheet part", pack(t, without(testBook(cellA1), sheetAt)), RefusedDamaged, sheetAt, reason(damagedMissing)},
		{"no shared strings", pack(t, without(testBook(`<row><c t="s"><v>0</v></c></row>`), stringsAt)), RefusedDamaged, sheetAt, reason(damagedStringIndex)},
		{"no relationships of the workbook", pack(t, without(testBook(cellA1), bookRelsAt)), RefusedDamaged, workbookAt, reason(damagedRelationship, "sheet", "表")},
		book("relationship twice", bookRelsAt, `"rId2"`, `"rId1"`, bookRelsAt, damagedRelationship),
		book("relationship to nothing", bookRelsAt, `Target="worksheets/sheet1.xml"`, `Target=""`, workbookAt, damagedRelationship),
		book("unknown relationship", workbookAt, `r:id="rId1"`, `r:id="rId9"`, workbookAt, damagedRelationship),
		book("relationship of another kind", workbookAt, `r:id="rId1"`, `r:id="rId2"`, workbookAt, damagedRelationship),
		book("sheet outside the file", bookRelsAt, `Target="worksheets/sheet1.xml"`, `Target="file:///a" TargetMode="External"`, workbookAt, damagedRelationship),
		book("two sheets, one part", workbookAt, `</sheets>`, `<sheet name="二" sheetId="2" r:id="rId1"/></sheets>`, sheetAt, damagedRelationship),
		book("two sheets of one name", workbookAt, `</sheets>`, `<sheet name="表" sheetId="2" r:id="rId1"/></sheets>`, workbookAt, damagedSheetName),
		book("two sheets of one name but for case", workbookAt, `</sheets>`, `<sheet name="Ab" sheetId="2" r:id="rId1"/><sheet name="aB" sheetId="3" r:id="rId1"/></sheets>`, workbookAt, damagedSheetName),
		book("sheet without a name", workbookAt, `name="表"`, `name=""`, workbookAt, damagedSheetName),
		book("no sheets", workbookAt, `<sheet name="表" sheetId="1" r:id="rId1"/>`, ``, workbookAt, damagedSheets),
		book("sheet state", workbookAt, `sheetId="1"`, `sheetId="1" state="gone"`, workbookAt, damagedAttribute),
		book("stray among sheets", workbookAt, `</sheets>`, `<other/></sheets>`, workbookAt, damagedElement),
		book("name of no sheet", workbookAt, `</sheets>`, `</sheets><definedNames><definedName name="a" localSheetId="1">1</definedName></definedNames>`, workbookAt, damagedNameScope),
		book("chart sheet that is missing", bookRelsAt, `/worksheet" Target="worksheets/sheet1.xml"`, `/chartsheet" Target="chartsheets/a.xml"`, "xl/chartsheets/a.xml", damagedMissing),
	}
}

func allRefusals(t testing.TB) []refusalCase {
	var all []refusalCase
	for _, some := range []func(testing.TB) []refusalCase{foreignCases, zipCases, sheetCases, xmlCases, bookCases} {
		all = append(all, some(t)...)
	}
	return all
}

func refusalOf(t *testing.T, err error) *Refusal {
	t.Helper()
	var r *Refusal
	if !errors.As(err, &r) {
		t.Fatalf("got %v, want a refusal", err)
	}
	return r
}

func TestReadRefuses(t *testing.T) {
	for _, c := range allRefusals(t) {
		t.Run(c.name, func(t *testing.T) {
			book, err := Read(c.data)
			if err == nil {
				t.Fatalf("read as %d sheets, want %s", len(book.Sheets), c.code)
			}
			got := refusalOf(t, err)
			if got.Code != c.code || got.Part != c.part {
				t.Fatalf("got %v, want %s in %q", got, c.code, c.part)
			}
			for k, v := range c.args {
				if got.Args[k] != v {
					t.Errorf("%v: %s is %q, want %q", got, k, got.Args[k], v)
				}
			}
		})
	}
}

func TestReadRefusesAboveCaps(t *testing.T) {
	long := strings.Repeat(" ", 5000)
	small := func(change func(*readLimits)) readLimits {
		l := defaultReadLimits()
		change(&l)
		return l
	}
	cases := []struct {
		cap    string
		parts  []testPart
		limits readLimits
	}{
		{"file", testBook(cellA1), small(func(l *readLimits) { l.file = 500 })},
		{"part", testBook(cellA1 + long), small(func(l *readLimits) { l.part = 4000 })},
		{"total", testBook(cellA1 + long), small(func(l *readLimits) { l.total = 6000 })},
		{"ratio", testBook(cellA1 + long), small(func(l *readLimits) { l.ratioFloor, l.ratio = 4000, 10 })},
		{"entries", testBook(cellA1), small(func(l *readLimits) { l.entries = 6 })},
		{"cells", testBook(`<row><c><v>1</v></c><c/><c><v>1</v></c></row>`), small(func(l *readLimits) { l.cells = 1 })},
		{"styles", testBook(cellA1), small(func(l *readLimits) { l.styles = 4 })},
		{"strings", testBook(cellA1), small(func(l *readLimits) { l.strings = 1 })},
		{"depth", testBook(`<row><c t="inlineStr"><is><r><t>a</t></r></is></c></row>`), small(func(l *readLimits) { l.depth = 6 })},
		{"sheets", testBook(cellA1), small(func(l *readLimits) { l.sheets = 0 })},
		{"arrays", testBook(`<row><c><f t="array" ref="A1:A2">1</f></c></row>`), small(func(l *readLimits) { l.arrays = 0 })},
		{"links", linked(t, "http://example.com/"), small(func(l *readLimits) { l.links = 0 })},
		{"formulas", testBook(`<row><c><f t="shared" si="0">A1+B1</f></c><c><f t="shared" si="0"/></c></row>`), small(func(l *readLimits) { l.formulas = 4 })},
		{"attributes", testBook(`<row` + manyAttributes() + `/>`), defaultReadLimits()},
	}
	var reached []string
	for _, c := range cases {
		reached = append(reached, c.cap)
		t.Run(c.cap, func(t *testing.T) {
			data := pack(t, c.parts)
			_, err := new(Reader).readWithin(data, c.limits)
			if got := refusalOf(t, err); got.Code != RefusedTooLarge || got.Args["cap"] != c.cap {
				t.Errorf("got %v, want %s", got, c.cap)
			}
			if c.cap != "attributes" {
				if _, err := Read(data); err != nil {
					t.Errorf("within the usual caps: %v", err)
				}
			}
		})
	}
	if !slices.Equal(reached, Caps()) {
		t.Errorf("reached are %v of %v", reached, Caps())
	}
}

func manyAttributes() string {
	var b strings.Builder
	for i := range maxAttributes + 1 {
		b.WriteString(" a" + strings.Repeat("b", i) + `="1"`)
	}
	return b.String()
}

// Every code and every reason has a file that provokes it, so that the catalogue has none in vain.
func TestRefusalsAreAllReached(t *testing.T) {
	codes, reasons := map[string]bool{RefusedTooLarge: true}, map[string]bool{}
	for _, c := range allRefusals(t) {
		codes[c.code] = true
		if c.code == RefusedDamaged {
			reasons[c.args["reason"]] = true
		}
	}
	for _, code := range RefusalCodes() {
		if !codes[code] {
			t.Errorf("%s is refused by no test", code)
		}
	}
	for _, word := range DamageReasons() {
		if !reasons[word] {
			t.Errorf("reason %s is given by no test", word)
		}
	}
}

func TestRefusalText(t *testing.T) {
	err := damaged(sheetAt, damagedOrder, "cell", "B2")
	if got, want := err.Error(), "workbook refused: file-damaged in xl/worksheets/sheet1.xml cell=B2 reason=order"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// customBook has document properties.
func customBook(t testing.TB) []testPart {
	parts := edited(t, testBook(cellA1), "_rels/.rels", `</Relationships>`,
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>`+
			`<Relationship Id="rId3" Type="`+testRelType+`custom-properties" Target="/docProps/custom.xml"/></Relationships>`)
	parts = with(parts, "docProps/core.xml", `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" `+
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`+
		`<dc:title>填报表</dc:title><dc:creator>发改局</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">2024-09-01T08:00:00Z</dcterms:created></cp:coreProperties>`)
	return with(parts, "docProps/custom.xml", `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" `+
		`xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="plan">`+
		`<vt:lpwstr>rushan &amp; 2024</vt:lpwstr></property></Properties>`)
}
