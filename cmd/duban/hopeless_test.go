package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// hopeless is a bureau's workbook with so many rows on its sheet of problems below the others, in which two cells cannot be read.
func hopeless(t *testing.T, sent []byte, rows int) []byte {
	t.Helper()
	book, err := xlsx.Read(sent)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(book.Sheets, func(s *sheet.Sheet) bool { return s.Name == "问题清单" })
	p, part := unpack(t, sent), fmt.Sprintf("xl/worksheets/sheet%d.xml", at+1)
	var xml strings.Builder
	for n := 1000; n < 1000+rows; n++ {
		fmt.Fprintf(&xml, `<row r="%d">`, n)
		for _, col := range []string{"D", "H", "I"} {
			fmt.Fprintf(&xml, `<c r="%s%d" t="inlineStr"><is><t>说不清楚的第%d行</t></is></c>`, col, n, n)
		}
		xml.WriteString("</row>")
	}
	const end = "</sheetData>"
	if !strings.Contains(p.body[part], end) {
		t.Fatalf("%s has no rows", part)
	}
	p.body[part] = strings.Replace(p.body[part], end, xml.String()+end, 1)
	return p.pack(t)
}

// A file in which nearly every cell is wrong takes as long to be judged as it has cells.
func TestHopelessReturnIsJudgedInAMoment(t *testing.T) {
	const rows, most = 60_000, 30 * time.Second // some two seconds, on a computer that does much else; what grows with the square takes minutes
	d := newDesk(t, "农业局")
	book, err := xlsx.Read(hopeless(t, d.file(t), rows))
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if _, v := d.judged(book); v.Errors() < 2*rows {
		t.Errorf("%d errors", v.Errors())
	}
	if took := time.Since(began); took > most {
		t.Errorf("it took %v", took)
	}
}
