package workbook

import (
	"strings"
	"testing"

	"duban/workbook/sheet"
)

func sealedSheet(t *testing.T, key Key) *sheet.Sheet {
	t.Helper()
	sheets, err := sheet.ParsePipe("# _duban\n| duban |\n| kind | template |\n| form | '1 |\n| bureau | FGJ |\n| period | '2024-09 |\n| row | progress | '5 | T1 |\n| row | progress | '6 | T2 |\n")
	if err != nil {
		t.Fatal(err)
	}
	key.Seal(sheets[0])
	return sheets[0]
}

func TestSealing(t *testing.T) {
	key, other := Key("a key of this workspace"), Key("a key of another one")
	sealing := func(s *sheet.Sheet, keys ...Key) Sealing {
		id := ReadIdentity(&sheet.Book{Sheets: []*sheet.Sheet{s}})
		if !id.Whole || id.Kind != "template" {
			t.Fatalf("not read: %+v", id)
		}
		return id.Sealing(keys)
	}
	if got := sealing(sealedSheet(t, key), other, key); got != SealWhole {
		t.Errorf("as issued, with a newer key beside: %v", got)
	}
	if got := sealing(sealedSheet(t, key), other); got != SealUnknown {
		t.Errorf("without its key: %v", got)
	}
	if got := sealing(sealedSheet(t, key)); got != SealUnknown {
		t.Errorf("without any key: %v", got)
	}
	if strings.Contains(key.Name(), string(key)) || key.Name() == other.Name() {
		t.Errorf("names %s and %s", key.Name(), other.Name())
	}

	// Changes that other programs make when they save it.
	s := sealedSheet(t, key)
	s.Name, s.Visibility = "Sheet9", sheet.Visible
	for i := range s.Rows {
		s.Rows[i].N += min(i, 3) // rows moved down below the first
		s.Rows[i].Cells = append(s.Rows[i].Cells, sheet.Cell{Col: 9})
	}
	s.Rows[2].Cells[1].Value = sheet.Num(1) // a number that was a text
	if got := sealing(s, key); got != SealWhole {
		t.Errorf("saved by another program: %v", got)
	}

	for name, change := range map[string]func(*sheet.Sheet){
		"another bureau":   func(s *sheet.Sheet) { s.Rows[3].Cells[1].Value = sheet.Str("SWJ") },
		"a row's number":   func(s *sheet.Sheet) { s.Rows[5].Cells[2].Value = sheet.Str("7") },
		"two rows swapped": func(s *sheet.Sheet) { s.Rows[5].Cells, s.Rows[6].Cells = s.Rows[6].Cells, s.Rows[5].Cells },
		"a row more":       func(s *sheet.Sheet) { s.Put(sheet.At(20, 1), sheet.Cell{Value: sheet.Str("row")}) },
		"a row less":       func(s *sheet.Sheet) { s.Rows = append(s.Rows[:5], s.Rows[6:]...) },
		"words moved to a cell": func(s *sheet.Sheet) {
			s.Rows[5].Cells[2].Value = sheet.Str("5T1")
			s.Rows[5].Cells[3].Value = sheet.Value{}
		},
		"the digest": func(s *sheet.Sheet) { s.Rows[7].Cells[2].Value = sheet.Str(strings.Repeat("0", 64)) },
	} {
		s := sealedSheet(t, key)
		change(s)
		if got := sealing(s, key); got != SealBroken {
			t.Errorf("%s: %v", name, got)
		}
	}
	s = sealedSheet(t, key)
	s.Rows = s.Rows[:7]
	if got := sealing(s, key); got != SealNone {
		t.Errorf("the seal taken off: %v", got)
	}
}

// The period alone is read as together with everything else: from the last of two lines, and none from a workbook without identity.
func TestNamedPeriod(t *testing.T) {
	line := func(s *sheet.Sheet, row int, key, value string) {
		s.Put(sheet.At(row, 1), sheet.Cell{Value: sheet.Str(key)})
		s.Put(sheet.At(row, 2), sheet.Cell{Value: sheet.Str(value)})
	}
	own, other := &sheet.Sheet{Name: IdentitySheet}, &sheet.Sheet{Name: "任务进展"}
	line(other, 1, IdentityPeriod, "2024-07")
	b := &sheet.Book{Sheets: []*sheet.Sheet{other}}
	if got := NamedPeriod(b); got != "" {
		t.Errorf("without an identity sheet: %s", got)
	}
	b.Sheets = append(b.Sheets, own)
	line(own, 1, IdentityMark, "")
	for i, want := range []string{"2024-08", "2024-09", ""} {
		line(own, i+2, IdentityPeriod, want)
		if got := NamedPeriod(b); got != want || got != ReadIdentity(b).Period {
			t.Errorf("line %d: %s, with the rest %s", i+2, got, ReadIdentity(b).Period)
		}
	}
}
