package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// testPart is a part of a workbook. A workbook in these tests is a list of parts, packed without changes.
type testPart struct{ name, body string }

const (
	testOfficeRel = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	testMain      = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	testRel       = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	testRelType   = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	testTypes     = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`
	testTopRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + testRelType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`
	testWorkbook = `<workbook ` + testMain + ` ` + testRel + `><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`
	testBookRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + testRelType + `worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + testRelType + `styles" Target="styles.xml"/>` +
		`<Relationship Id="rId3" Type="` + testRelType + `sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	// Style 1 is a date, 2 a percentage, 3 a time of day, 4 a date with time.
	testStyles = `<styleSheet ` + testMain + `><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/>` +
		`<xf numFmtId="20"/><xf numFmtId="22"/></cellXfs></styleSheet>`
	testStrings = `<sst ` + testMain + `><si><t>甲</t></si><si><t>乙</t></si></sst>`

	workbookAt = "xl/workbook.xml"
	bookRelsAt = "xl/_rels/workbook.xml.rels"
	sheetAt    = "xl/worksheets/sheet1.xml"
	stylesAt   = "xl/styles.xml"
	stringsAt  = "xl/sharedStrings.xml"
)

// testBook has one sheet; its rows are given as XML.
func testBook(rows string) []testPart {
	return []testPart{
		{contentTypesPart, testTypes}, {"_rels/.rels", testTopRels}, {workbookAt, testWorkbook}, {bookRelsAt, testBookRels},
		{stylesAt, testStyles}, {stringsAt, testStrings},
		{sheetAt, `<worksheet ` + testMain + `><sheetData>` + rows + `</sheetData></worksheet>`},
	}
}

// with gives the parts with one replaced or added.
func with(parts []testPart, name, body string) []testPart {
	out := slices.Clone(parts)
	for i := range out {
		if out[i].name == name {
			out[i].body = body
			return out
		}
	}
	return append(out, testPart{name, body})
}

// edited gives the parts with a piece of one part replaced.
func edited(t testing.TB, parts []testPart, name, old, new string) []testPart {
	t.Helper()
	for _, p := range parts {
		if p.name == name && strings.Contains(p.body, old) {
			return with(parts, name, strings.ReplaceAll(p.body, old, new))
		}
	}
	t.Fatalf("%s holds no %q", name, old)
	return nil
}

func without(parts []testPart, name string) []testPart {
	return slices.DeleteFunc(slices.Clone(parts), func(p testPart) bool { return p.name == name })
}

func pack(t testing.TB, parts []testPart) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts {
		f, err := w.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(p.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// packStored packs without compression; change may alter each header before it is written.
func packStored(t testing.TB, parts []testPart, change func(*zip.FileHeader)) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts {
		h := &zip.FileHeader{
			Name: p.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(p.body)),
			CompressedSize64: uint64(len(p.body)), UncompressedSize64: uint64(len(p.body)),
		}
		if change != nil {
			change(h)
		}
		f, err := w.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(p.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// packOLE makes an OLE file whose directory names one empty stream.
func packOLE(stream string) []byte {
	const sector = 512
	out := make([]byte, 3*sector) // header, allocation table, directory
	le := binary.LittleEndian
	copy(out, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	le.PutUint16(out[24:], 0x3E)
	le.PutUint16(out[26:], 3)
	le.PutUint16(out[28:], 0xFFFE)
	le.PutUint16(out[30:], 9)
	le.PutUint16(out[32:], 6)
	le.PutUint32(out[44:], 1)          // sectors of the allocation table
	le.PutUint32(out[48:], 1)          // the directory's first sector
	le.PutUint32(out[56:], 4096)       // streams below that are small
	le.PutUint32(out[60:], 0xFFFFFFFE) // no table for small streams
	le.PutUint32(out[68:], 0xFFFFFFFE) // no further table
	for i := 76; i < sector; i += 4 {
		le.PutUint32(out[i:], 0xFFFFFFFF)
	}
	le.PutUint32(out[76:], 0)
	table := out[sector:]
	for i := 0; i < sector; i += 4 {
		le.PutUint32(table[i:], 0xFFFFFFFF)
	}
	le.PutUint32(table[0:], 0xFFFFFFFD)
	le.PutUint32(table[4:], 0xFFFFFFFE)
	entry := func(at int, name string, kind byte, child uint32) {
		d := out[2*sector+at*128:]
		units := utf16.Encode([]rune(name))
		for i, u := range units {
			le.PutUint16(d[2*i:], u)
		}
		le.PutUint16(d[64:], uint16(2*len(units)+2))
		d[66] = kind
		le.PutUint32(d[68:], 0xFFFFFFFF)
		le.PutUint32(d[72:], 0xFFFFFFFF)
		le.PutUint32(d[76:], child)
		le.PutUint32(d[116:], 0xFFFFFFFE)
	}
	entry(0, "Root Entry", 5, 1)
	entry(1, stream, 2, 0xFFFFFFFF)
	return out
}

// toUTF16 encodes with a byte order mark.
func toUTF16(s string, order binary.AppendByteOrder) string {
	out := order.AppendUint16(nil, 0xFEFF)
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return string(out)
}
