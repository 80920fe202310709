package xlsx

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
)

// alikeBooks gives books that share some of their parts: formats, sheets, names and properties partly differ.
func alikeBooks() []*sheet.Book {
	books := []*sheet.Book{sampleBook(), templateBook()}
	for i := range 12 {
		b := templateBook()
		b.Title, b.Created = fmt.Sprintf("填报表 %d", i%3), float64(45_000+i)
		if i%4 == 0 {
			b.Custom = map[string]string{"bureau": fmt.Sprint("B<", i, ">"), "period": "2024-09"}
		}
		if i%3 == 2 {
			b.Sheets = b.Sheets[1:]
		}
		for _, s := range b.Sheets {
			s.Layout.Print.FooterLeft = fmt.Sprintf("单位%d & 其他", i)
		}
		s := b.Sheets[i%2]
		s.Layout.Zoom = 100 - 10*(i%3)
		s.Put(sheet.At(40, 1), sheet.Cell{Role: sheet.Role(i%3 + 1), Format: sheet.Format(i % 3), Value: sheet.Int(i)})
		// Long formulas and notes, some of them in several books, with other values and in other places.
		long := fmt.Sprintf(`IF(A1<>"",IF(LEN(A1)>%d,"","%s"),"")`, i%4, strings.Repeat("写得具体些 & ", 15))
		s.Put(sheet.At(41, 1+i%2), sheet.Cell{Formula: long, Value: sheet.Str(fmt.Sprint("值", i))})
		s.Put(sheet.At(42+i%2, 1), sheet.Cell{Value: sheet.Int(i), Extra: &sheet.Extra{Note: fmt.Sprint("说明", i%3)}})
		books = append(books, b)
	}
	return books
}

// A writer that reuses what books have in common writes the same bytes as a new one, whatever it wrote before.
func TestWriterGivesTheSameBytes(t *testing.T) {
	books := alikeBooks()
	want := make([][]byte, len(books))
	for i, b := range books {
		want[i] = mustWrite(t, b)
	}
	var w Writer
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			for n := range 2 * len(books) {
				i := n * 3 % len(books)
				if got, err := w.Write(books[i]); err != nil || !bytes.Equal(got, want[i]) {
					t.Errorf("book %d is written otherwise after others (%v)", i, err)
				}
			}
		})
	}
	wait.Wait()
	if len(w.shells) >= len(books) || len(w.shells) < 3 {
		t.Errorf("%d shells were made for %d books", len(w.shells), len(books))
	}
	if n := len(w.packed.kept); n < 10 || w.packed.bytes > mostPackedBytes {
		t.Errorf("%d parts of %d bytes are kept", n, w.packed.bytes)
	}
}

// A book that was changed after it was written is written with its changes.
func TestWriterLooksAtABookAnew(t *testing.T) {
	var w Writer
	b := templateBook()
	l := b.Sheets[0].Layout
	for _, zoom := range []int{l.Zoom, l.Zoom + 5, 150} {
		l.Zoom = zoom
		if got, err := w.Write(b); err != nil || !bytes.Equal(got, mustWrite(t, b)) {
			t.Errorf("at a zoom of %d it is written otherwise (%v)", zoom, err)
		}
	}
}

// An error in one book does not affect the next.
func TestWriterAfterAnError(t *testing.T) {
	var w Writer
	bad := templateBook()
	bad.Sheets[0].Layout.Print.FooterCenter = string(make([]byte, maxFooter+1))
	if _, err := w.Write(bad); err == nil {
		t.Error("a footer that is too long was written")
	}
	good := templateBook()
	if got, err := w.Write(good); err != nil || !bytes.Equal(got, mustWrite(t, good)) {
		t.Errorf("the book after it is written otherwise (%v)", err)
	}
}

// If a format gets another number than its cells have, the error is a sentence.
func TestFormatsThatAreNumberedOtherwise(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	twice := []formatRecord{{look: look{bold: true}, code: "0"}, {look: look{bold: true}, code: "0"}}
	if err := makeStyles(f, twice, nil); err == nil || !strings.HasSuffix(err.Error(), " has number 1") {
		t.Errorf("a format twice: %v", err)
	}
	if err := makeStyles(f, nil, []ruleLook{{whole: sheet.Decimal1}, {whole: sheet.Percent}}); err != nil {
		t.Errorf("conditional formats: %v", err)
	}
	if err := makeStyles(f, nil, []ruleLook{{whole: sheet.Decimal1}}); err == nil || !strings.HasSuffix(err.Error(), " has number 2") {
		t.Errorf("a conditional format behind two others: %v", err)
	}
}
