package xlsx

import (
	"errors"
	"testing"

	"duban/workbook/sheet"
)

// fuzzLimits keeps the cost of one input low.
func fuzzLimits() readLimits {
	l := defaultReadLimits()
	l.part, l.total, l.cells, l.formulas = 1<<20, 4<<20, 20_000, 1<<20
	return l
}

// checkRead checks what holds for every input: no panic, an error is a refusal with a listed code, and a book is in order.
func checkRead(t *testing.T, data []byte) {
	book, err := new(Reader).readWithin(data, fuzzLimits())
	if err != nil {
		var r *Refusal
		if !errors.As(err, &r) {
			t.Fatalf("not a refusal: %v", err)
		}
		for _, code := range RefusalCodes() {
			if r.Code == code {
				return
			}
		}
		t.Fatalf("code %q is not listed", r.Code)
	}
	if len(book.Sheets) == 0 || book.Active < 0 || book.Active >= len(book.Sheets) {
		t.Fatalf("sheet %d of %d is active", book.Active, len(book.Sheets))
	}
	for _, s := range book.Sheets {
		checkOrder(t, s)
	}
}

func checkOrder(t *testing.T, s *sheet.Sheet) {
	last := 0
	for _, row := range s.Rows {
		if row.N <= last || row.N > sheet.MaxRows || len(row.Cells) == 0 {
			t.Fatalf("row %d after %d with %d cells", row.N, last, len(row.Cells))
		}
		last = row.N
		col := 0
		for _, c := range row.Cells {
			if c.Col <= col || c.Col > sheet.MaxCols {
				t.Fatalf("row %d: column %d after %d", row.N, c.Col, col)
			}
			if col = c.Col; c.Value.IsBlank() && c.Formula == "" || c.Unstored && (c.Formula == "" || !c.Value.IsBlank()) {
				t.Fatalf("row %d: cell %+v", row.N, c)
			}
		}
	}
}

// FuzzRead mutates whole files. Seeds are short, as in a long compressed file nearly every mutation breaks a checksum; TestReadMutants
// mutates the parts of real programs' files. Go minimizes each new input for up to a minute, during which it tries no other: with
// -fuzzminimizetime 10x it tries thousands a second.
func FuzzRead(f *testing.F) {
	const longest = 4 << 10
	f.Add(packStored(f, customBook(f), nil))
	f.Add(packStored(f, testBook(cellA1), nil))
	for _, c := range append(foreignCases(f), zipCases(f)...) {
		if len(c.data) <= longest {
			f.Add(c.data)
		}
	}
	f.Add(packStored(f, linked(f, "http://example.com/", "../附件/佐证.pdf", "file:///C:/%E5%8F%B0.xlsx"), nil))
	f.Fuzz(checkRead)
}

// FuzzReadRelationships only mutates relationships: those of a sheet, with the targets of its links, and those that lead to the sheet.
func FuzzReadRelationships(f *testing.F) {
	const linksAt = "xl/worksheets/_rels/sheet1.xml.rels"
	parts := linked(f, "http://example.com/", "../附件/佐证.pdf", "file:///C:/%E5%8F%B0.xlsx", `\\10.1.1.8\共享\台账.xlsx`, "javascript:a", "%zz%E2%80%AE", "")
	for _, p := range parts {
		if p.name == linksAt || p.name == bookRelsAt {
			f.Add([]byte(p.body))
		}
	}
	f.Add([]byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="a/worksheet" Target="/xl\worksheets/../%77orksheets/sheet1.xml" TargetMode="Internal"/></Relationships>`))
	f.Fuzz(func(t *testing.T, xml []byte) {
		// A link carries no data: whatever is wrong with it, the sheet is read with its cell, and what is shown of the link is legible.
		book, err := new(Reader).readWithin(packStored(t, with(parts, linksAt, string(xml)), nil), fuzzLimits())
		if err != nil {
			t.Fatalf("a bent link: %v", err)
		}
		if got := book.Sheets[0].Value(sheet.At(1, 1)); !got.Equal(sheet.Num(1)) {
			t.Fatalf("A1 is %+v", got)
		}
		for _, o := range book.Oddities {
			if o.Code == OddLinkOutside && (o.Link == "" || !legible(o.Link)) {
				t.Fatalf("shown as %q", o.Link)
			}
		}
		checkRead(t, packStored(t, with(parts, bookRelsAt, string(xml)), nil))
	})
}

// FuzzReadSheet only mutates XML, as mutated zip files seldom get that far.
func FuzzReadSheet(f *testing.F) {
	add := func(parts []testPart) {
		for _, p := range parts {
			if p.name == sheetAt {
				f.Add([]byte(p.body))
			}
		}
	}
	for _, c := range toleratedCases(f) {
		add(c.parts)
	}
	for _, rows := range []string{
		`<row r="2"><c r="B2"><f t="shared" ref="B2:B3" si="0">A2+$C$1:D4</f><v>1</v></c></row><row r="3"><c r="B3"><f t="shared" si="0"/></c></row>`,
		`<row><c><f t="array" ref="A1:B2">{1,2}</f><v>1</v></c><c><v>2</v></c></row><row><c t="str"><f>""</f></c><c t="d" s="3"><v>2024-09-30T01:02:03</v></c></row>`,
		`<row hidden="1" ht="3" customHeight="1"><c t="inlineStr"><is><r><t>_x000D_&#x41;</t></r><rPh><t>x</t></rPh></is></c><c t="s" s="2"><v>1</v></c><c t="e"><v>#N/A</v></c></row>`,
		`<row><c t="str"><v><![CDATA[a]]></v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><cols><col min="1" max="2" hidden="1"/></cols><sheetData>`,
	} {
		add(testBook(rows))
	}
	f.Fuzz(func(t *testing.T, xml []byte) {
		checkRead(t, packStored(t, with(testBook(""), sheetAt, string(xml)), nil))
	})
}

// The fast path reads the same as the general one, which a space before the end of a tag enforces.
func FuzzReadCellTwoWays(f *testing.F) {
	for _, c := range []struct{ attrs, body string }{
		{` r="A1" s="1"`, `<v>45565</v>`}, {` t="s"`, `<v>1</v>`}, {` t="str"`, `<f>A1&amp;"x"</f><v> a_x000D_b </v>`}, {``, `<f>1+1</f>`},
		{` t="inlineStr"`, `<is><t>a</t></is>`}, {` t="b"`, `<v>1</v>`}, {` t="e"`, `<v>#N/A</v>`}, {` r="XFD1"`, `<v>-1.5e3</v>`}, {` s="9"`, `<v>1</v>`}, {` t="d"`, `<v>2024-09-30</v>`},
		{` t="str"`, "<v>a\r\nb]]</v>"}, {``, `<v>&#49;</v>`}, {``, `<f></f><v>1</v>`}, {` t="str"`, `<v></v>`},
	} {
		f.Add(c.attrs, c.body)
	}
	f.Fuzz(func(t *testing.T, attrs, body string) {
		read := func(cell string) (*sheet.Book, error) {
			return new(Reader).readWithin(packStored(t, testBook(`<row r="1">`+cell+`</row>`), nil), fuzzLimits())
		}
		quick, quickErr := read(`<c` + attrs + `>` + body + `</c>`)
		long, longErr := read(`<c` + attrs + ` >` + body + `</c >`)
		if (quickErr == nil) != (longErr == nil) {
			t.Fatalf("by the short cut %v, by the long way %v", quickErr, longErr)
		}
		if quickErr != nil {
			var a, b *Refusal
			if !errors.As(quickErr, &a) || !errors.As(longErr, &b) || a.Code != b.Code {
				t.Fatalf("by the short cut %v, by the long way %v", quickErr, longErr)
			}
			return
		}
		if got, want := sheet.Pipe(quick.Sheets[0]), sheet.Pipe(long.Sheets[0]); got != want {
			t.Fatalf("by the short cut\n%sby the long way\n%s", got, want)
		}
	})
}
