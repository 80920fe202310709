package xlsx

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"duban/workbook/sheet"
)

// sameCells compares what was written with what is read: values, formulas and places.
func sameCells(t interface {
	Helper()
	Errorf(string, ...any)
}, name string, want, got *sheet.Sheet) {
	t.Helper()
	if got == nil {
		t.Errorf("%s: no such sheet", name)
		return
	}
	n := 0
	for i := range want.Rows {
		for j := range want.Rows[i].Cells {
			w := &want.Rows[i].Cells[j]
			if w.Value.IsBlank() && w.Formula == "" {
				continue
			}
			n++
			at := sheet.At(want.Rows[i].N, w.Col)
			g := got.Cell(at)
			if g == nil {
				t.Errorf("%s!%s is lost", name, at)
				continue
			}
			v := w.Value
			v.Text = wrText(v.Text)
			if g.Formula != w.Formula || !g.Value.Equal(v) {
				t.Errorf("%s!%s: %q %+v, want %q %+v", name, at, g.Formula, g.Value, w.Formula, v)
			}
		}
	}
	for i := range got.Rows {
		for j := range got.Rows[i].Cells {
			if c := &got.Rows[i].Cells[j]; !c.Value.IsBlank() || c.Formula != "" {
				n--
			}
		}
	}
	if n != 0 {
		t.Errorf("%s: %d cells too few", name, n)
	}
}

func TestRoundTrip(t *testing.T) {
	want := sampleBook()
	got, err := Read(mustWrite(t, want))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Sheets) != len(want.Sheets) {
		t.Fatalf("%d sheets", len(got.Sheets))
	}
	for i, s := range want.Sheets {
		sameCells(t, s.Name, s, got.Sheets[i])
		if got.Sheets[i].Visibility != s.Visibility {
			t.Errorf("%s: visibility %d", s.Name, got.Sheets[i].Visibility)
		}
	}
	if !got.Sheets[1].Protected || got.Sheets[2].Protected {
		t.Error("protection is not as it was")
	}
	if got.Title != want.Title || got.Creator != want.Creator || got.Created != want.Created || !maps.Equal(got.Custom, want.Custom) {
		t.Errorf("properties: %q %q %v %v", got.Title, got.Creator, got.Created, got.Custom)
	}
	if want := []sheet.Oddity{{Code: OddLinkOutside, Part: "xl/worksheets/sheet1.xml", Sheet: "总览", Ref: sheet.At(6, 2), Link: "回收/2024-09/发改局 1.xlsx"}}; !slices.Equal(got.Oddities, want) {
		t.Errorf("oddities: %v", got.Oddities)
	}
	if c := got.Sheets[1].Cell(sheet.At(3, 5)); c.Format != sheet.Date {
		t.Errorf("a date is read as format %d", c.Format)
	}
}

// drawValue draws any value that a cell can hold.
func drawValue(t *rapid.T) sheet.Value {
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		return sheet.Num(rapid.OneOf(rapid.Float64(), rapid.Float64Range(-1e6, 1e6), rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.Int32().Draw(t, "whole")) })).Draw(t, "number"))
	case 1:
		return sheet.Str(rapid.StringMatching(`[督办a-z0-9_=<& \n]{0,12}`).Draw(t, "text"))
	case 2:
		return sheet.Truth(rapid.Bool().Draw(t, "truth"))
	case 3:
		return sheet.Err(rapid.SampledFrom([]string{"#N/A", "#DIV/0!", "#REF!"}).Draw(t, "error"))
	}
	return sheet.Value{}
}

func drawSheet(t *rapid.T, name string) *sheet.Sheet {
	s := &sheet.Sheet{Name: name}
	for range rapid.IntRange(0, 20).Draw(t, "cells") {
		c := sheet.Cell{
			Role: sheet.Role(rapid.IntRange(0, sheet.Roles-1).Draw(t, "role")), Format: sheet.Format(rapid.IntRange(0, sheet.Formats-1).Draw(t, "format")), Value: drawValue(t),
		}
		if rapid.IntRange(0, 3).Draw(t, "formula") == 0 && !c.Value.IsBlank() {
			c.Formula = `IF(A1>0,"<是>",B2&"")`
		}
		s.Put(sheet.At(rapid.IntRange(1, 12).Draw(t, "row"), rapid.IntRange(1, 30).Draw(t, "col")), c)
	}
	return s
}

func TestRoundTripProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book := &sheet.Book{Sheets: []*sheet.Sheet{drawSheet(t, "甲"), drawSheet(t, "乙")}}
		data, err := Write(book)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range book.Sheets {
			sameCells(t, s.Name, s, got.Sheets[i])
		}
	})
}
