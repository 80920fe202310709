package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/workbook/sheet"
)

// A reader gives the same for every file as a new one, whatever it read or refused before, and books that it gave do not change when it
// reads on.
func TestReaderReadsOneAfterTheOther(t *testing.T) {
	files := [][]byte{pack(t, customBook(t)), returnLikeBook(t), fixture(t, "read-openpyxl-3.0.9.xlsx"), fixture(t, "read-libreoffice-7.4.7.xlsx")}
	for _, c := range toleratedCases(t) {
		files = append(files, pack(t, c.parts))
	}
	for i, c := range allRefusals(t) {
		files = append(files, c.data, files[i%len(files)])
	}
	var reader Reader
	given := make([]*sheet.Book, len(files))
	for i, data := range files {
		book, err := reader.Read(data)
		_, want := Read(data)
		if !reflect.DeepEqual(err, want) {
			t.Errorf("file %d: %v, want %v", i, err, want)
		}
		given[i] = book
	}
	for i, data := range files {
		if want, _ := Read(data); !reflect.DeepEqual(given[i], want) {
			t.Errorf("file %d was read as another book", i)
		}
	}
}

// A reader does not keep the memory that one large file needed.
func TestReaderLetsGoOfMuchSpace(t *testing.T) {
	var reader Reader
	large := make([]byte, keptBytes+1)
	for i := range large {
		large[i] = ' '
	}
	if _, err := reader.Read(packStored(t, testBook(cellA1+string(large)), nil)); err != nil {
		t.Fatal(err)
	}
	if n := cap(reader.space.buffer); n > keptBytes {
		t.Errorf("%d bytes are held", n)
	}
	if _, err := reader.Read(pack(t, testBook(cellA1))); err != nil {
		t.Fatal(err)
	}
	if cap(reader.space.buffer) == 0 {
		t.Error("a small file's space is not used again")
	}
}

// Properties are read even if sheets are damaged, but only from a workbook.
func TestReaderReadsProperties(t *testing.T) {
	var reader Reader
	whole := customBook(t)
	for name, data := range map[string][]byte{"whole": pack(t, whole), "a sheet cut off": pack(t, with(whole, sheetAt, "<worksheet><sheet")), "no sheet": pack(t, without(whole, sheetAt))} {
		if got, err := reader.Properties(data); err != nil || got["plan"] != "rushan & 2024" || len(got) != 1 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if got, err := reader.Properties(pack(t, testBook(cellA1))); err != nil || len(got) > 0 {
		t.Errorf("without properties: %v, %v", got, err)
	}
	for _, c := range foreignCases(t) {
		if foreignFile(c.data) == nil {
			continue // a zip file: its content says what it is
		}
		if _, err := reader.Properties(c.data); err == nil || refusalOf(t, err).Code != c.code {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
}

// A reader reads at most Cells cells, or the general limit if that is 0.
func TestReaderTakesSoManyCells(t *testing.T) {
	data := pack(t, testBook(`<row>`+strings.Repeat(`<c><v>1</v></c>`, 9)+`</row>`))
	for _, c := range []struct {
		cells int
		reads bool
	}{{0, true}, {9, true}, {8, false}} {
		r := Reader{Cells: c.cells}
		_, err := r.Read(data)
		var refusal *Refusal
		if c.reads && err != nil || !c.reads && (!errors.As(err, &refusal) || refusal.Args["cap"] != "cells" || refusal.Args["limit"] != "8") {
			t.Errorf("%d cells: %v", c.cells, err)
		}
	}
}

// Only the first rows are kept of a sheet that is not wanted, and its cells do not count; it is still read to its end.
func TestReaderKeepsWhatIsWanted(t *testing.T) {
	row := `<row>` + strings.Repeat(`<c><v>1</v></c>`, 9) + `</row>`
	data := pack(t, testBook(strings.Repeat(row, 500)))
	asked := 0
	r := Reader{Cells: 9 * (headRows + 1), Wants: func(s *sheet.Sheet) bool { asked++; return len(s.Rows) != headRows }}
	book, err := r.Read(data)
	if err != nil || asked != 1 || len(book.Sheets[0].Rows) != headRows || book.Cells() != 9*headRows {
		t.Errorf("asked %d times, %v", asked, err)
	}
	r.Wants = func(*sheet.Sheet) bool { return true }
	var refusal *Refusal
	if _, err := r.Read(data); !errors.As(err, &refusal) || refusal.Args["cap"] != "cells" {
		t.Errorf("all are wanted: %v", err)
	}
	r.Wants = func(*sheet.Sheet) bool { return false }
	if _, err := r.Read(pack(t, testBook(strings.Repeat(row, 500)+`<row><c r="B2"/></row>`))); !errors.As(err, &refusal) {
		t.Errorf("a fault below: %v", err)
	}
}

// A workbook that the program wrote itself is read even with more cells than are allowed from elsewhere.
func TestReaderReadsWhatIsOurs(t *testing.T) {
	data := packStored(t, testBook(strings.Repeat(`<row>`+strings.Repeat(`<c><v>1</v></c>`, 12_000)+`</row>`, 1+maxCells/12_000)), nil)
	_, err := Read(data)
	var refusal *Refusal
	if !errors.As(err, &refusal) || refusal.Args["cap"] != "cells" {
		t.Errorf("read as any other: %v", err)
	}
	own := Reader{Own: true}
	if book, err := own.Read(data); err != nil || book.Cells() <= maxCells {
		t.Fatalf("%v", err)
	}
	// Reading row by row holds only one row.
	opened, err := own.Open(data)
	if err != nil || !opened.Long() {
		t.Fatalf("%v", err)
	}
	cells := 0
	held := testing.AllocsPerRun(1, func() {
		cells = 0
		for row, err := range opened.SheetRows(opened.SheetNames()[0]) {
			if err != nil {
				t.Fatal(err)
			}
			cells += len(row.Cells)
		}
		opened.one.cells = 0
	})
	if cells <= maxCells || held > float64(cells)/1000 {
		t.Errorf("%d cells, %v allocations", cells, held)
	}
}

// A workbook that is read row by row, in any order, is the same as one that is read as a whole; refusals come on opening or after the rows.
func TestOpenedReadsTheSame(t *testing.T) {
	var reader Reader
	read := func(t *testing.T, data []byte) (*sheet.Book, error) {
		opened, err := reader.Open(data)
		if err != nil {
			return nil, err
		}
		names := opened.SheetNames()
		book := &sheet.Book{Sheets: make([]*sheet.Sheet, len(names))}
		for i := range slices.Backward(names) {
			book.Sheets[i] = &sheet.Sheet{Name: names[i]}
			for row, err := range opened.SheetRows(names[i]) {
				if err != nil {
					return nil, err
				}
				kept := *row
				kept.Cells = slices.Clone(row.Cells)
				book.Sheets[i].Rows = append(book.Sheets[i].Rows, kept)
			}
			for range opened.SheetRows(names[i]) {
				break // the caller may stop early
			}
			whole, err := opened.Sheet(names[i])
			if err != nil || !reflect.DeepEqual(whole.Rows, book.Sheets[i].Rows) {
				t.Errorf("sheet %s as a whole is another: %v", names[i], err)
			}
		}
		return book, nil
	}
	files := [][]byte{pack(t, customBook(t)), returnLikeBook(t), fixture(t, "read-openpyxl-3.0.9.xlsx"), fixture(t, "read-libreoffice-7.4.7.xlsx")}
	for _, c := range toleratedCases(t) {
		files = append(files, pack(t, c.parts))
	}
	for i, data := range files {
		want, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		got, err := read(t, data)
		if err != nil || !alike(t, got, want) || got.Cells() != want.Cells() {
			t.Errorf("file %d is another book: %v", i, err)
		}
	}
	for _, c := range allRefusals(t) {
		_, want := Read(c.data)
		_, err := read(t, c.data)
		var refusal, first *Refusal
		// If a file has two faults, one in its properties is not found, and one in its sheets is found later than one in the list of
		// sheets.
		if errors.As(want, &first) && !errors.As(err, &refusal) && !strings.HasPrefix(first.Part, "docProps/") {
			t.Errorf("%s: %v, want %v", c.name, err, want)
		}
	}
}

// The content of a part is remembered under all of its packed bytes: other bytes with the same declared length and checksum are refused,
// and the same bytes in another file are still checked against that file's limits.
func TestReaderRecallsPartsByTheirBytes(t *testing.T) {
	var reader Reader
	whole := pack(t, customBook(t))
	for range 3 {
		if _, err := reader.Read(whole); err != nil {
			t.Fatal(err)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	recalled := 0
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, "styles.xml") && !strings.HasSuffix(f.Name, ".rels") && f.Name != contentTypesPart && f.Name != "xl/workbook.xml" && f.Name != sheetAt {
			continue
		}
		recalled++
		at, err := f.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		taken := 0
		for i := range int64(f.CompressedSize64) {
			other := bytes.Clone(whole)
			other[at+i] ^= 0x10
			book, err := reader.Read(other)
			fresh, want := Read(other)
			if !reflect.DeepEqual(err, want) || !reflect.DeepEqual(book, fresh) {
				t.Fatalf("%s, byte %d: %v, want %v", f.Name, i, err, want)
			}
			if want == nil {
				taken++
			}
		}
		// Some bits at the end of packed data have no meaning.
		if taken > 1 {
			t.Errorf("%s: other bytes under the same checksum are taken %d times", f.Name, taken)
		}
	}
	if recalled < 5 {
		t.Errorf("%d parts were tried", recalled)
	}
	tight := defaultReadLimits()
	tight.styles = 0
	_, err = reader.readWithin(whole, tight)
	_, want := new(Reader).readWithin(whole, tight)
	if err == nil || !reflect.DeepEqual(err, want) {
		t.Errorf("under tighter limits: %v, want %v", err, want)
	}
	// Oddities in a remembered part are reported for each file.
	for _, c := range toleratedCases(t) {
		data := pack(t, c.parts)
		once, _ := reader.Read(data)
		again, err := reader.Read(data)
		if err != nil || !reflect.DeepEqual(once, again) {
			t.Errorf("%s: read again it is another book, %v", c.name, err)
		}
	}
}

// Files of the same form cost less after the first: their styles, content types and relationships are not read again.
func TestReaderRecallsWhatFilesShare(t *testing.T) {
	data := returnLikeBook(t)
	fresh := testing.AllocsPerRun(5, func() {
		if _, err := Read(data); err != nil {
			t.Error(err)
		}
	})
	var reader Reader
	again := testing.AllocsPerRun(5, func() {
		if _, err := reader.Read(data); err != nil {
			t.Error(err)
		}
	})
	if sheets := &reader.space.memory.sheets; sheets.texts.next != len(sheets.came) || sheets.texts.next == 0 {
		t.Errorf("of %d sheets %d are kept", len(sheets.came), sheets.texts.next)
	}
	types := &reader.space.memory.types
	if types.next != 1 || reader.space.memory.relationships.next != 2 || reader.space.memory.styles.next != 1 {
		t.Errorf("kept %d, %d and %d times", types.next, reader.space.memory.relationships.next, reader.space.memory.styles.next)
	}
	if again > fresh-50 {
		t.Errorf("%v allocations, %v for a reader that has read nothing", again, fresh)
	}
}

// Filled-in sheets occur only once: however many there are, they do not displace remembered parts that come with every file.
func TestReaderRecallsSheetsThatComeAgain(t *testing.T) {
	var reader Reader
	read := func(cells string) {
		if _, err := reader.Read(pack(t, testBook(cells))); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		read(cellA1)
	}
	sheets := &reader.space.memory.sheets
	if sheets.texts.next != 1 {
		t.Fatalf("read three times it is kept %d times", sheets.texts.next)
	}
	for i := range 2 * mostCame {
		read(`<row><c><v>` + strconv.Itoa(i) + `</v></c></row>`)
	}
	if sheets.texts.next != 1 || len(sheets.came) > mostCame {
		t.Errorf("kept %d times; %d sheets are known to have come", sheets.texts.next, len(sheets.came))
	}
}
