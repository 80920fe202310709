package xlsx

import (
	"reflect"
	"testing"

	"duban/workbook/sheet"
)

// One reader gives of every file what a new one gives, whatever it read or refused before, and nothing of a book that it
// gave changes when it reads on.
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

// A reader does not hold on to the space that one large file needed.
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

// The properties are read whatever became of the sheets, and from a workbook alone.
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
			continue // a zip file: what it is stands inside
		}
		if _, err := reader.Properties(c.data); err == nil || refusalOf(t, err).Code != c.code {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
}
