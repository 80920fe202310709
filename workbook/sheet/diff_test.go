package sheet

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestDiff(t *testing.T) {
	book := func(text string) *Book {
		sheets, err := ParsePipe(text)
		if err != nil {
			t.Fatal(err)
		}
		return &Book{Sheets: sheets}
	}
	a := book(`
# 总览
| 甲 | 80 | |
| 乙 | 50 |
# 多出
| 丙 |
`)
	b := book(`
# 总览
| 甲 | 75 | 新 |
| 乙 | 50 |
|    |    |
# 台账
| 丁 |
`)
	a.Sheet("总览").Rows[1].Cells[1].Formula = "SUM(A1, 'B 单'!B1)"
	b.Sheet("总览").Rows[1].Cells[1].Formula = "_xlfn.SUM(A1,B单!B1)"
	var got []string
	diff := func(a, b Source, most int) Differences {
		t.Helper()
		d, err := Diff(a, b, most)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, d := range diff(a, b, 9).Listed {
		place := d.Sheet
		if d.Ref != (Ref{}) {
			place += "!" + d.Ref.String()
		}
		got = append(got, fmt.Sprintf("%s %s|%s", place, d.A.Value, d.B.Value))
	}
	want := []string{"总览!B1 80|75", "总览!C1 |新", "台账 |台账", "多出 多出|"}
	if !slices.Equal(got, want) {
		t.Errorf("differences\n%q\nwant\n%q", got, want)
	}
	if d := diff(a, b, 2); d.N != len(want) || len(d.Listed) != 2 || d.Listed[1].Ref != At(1, 3) {
		t.Errorf("of %d the first two are %v", d.N, d.Listed)
	}
	if d := diff(a, a, 9); d.N > 0 {
		t.Errorf("a book differs from itself: %v", d)
	}
	// Somebody replaced a formula by its value.
	b.Sheet("总览").Rows[1].Cells[1].Formula = ""
	if d := diff(a, b, 9).Listed; len(d) != 5 || d[2].A.Formula != "SUM(A1, 'B 单'!B1)" || d[2].B.Formula != "" || d[2].B.Value.Num != 50 {
		t.Errorf("a value in a formula's place: %v", d)
	}
}

// brokenBook is a book of which only some rows can be read.
type brokenBook struct {
	*Book
	rows int
}

var errBroken = errors.New("broken")

func (b brokenBook) SheetRows(name string) iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		n := 0
		for r := range b.Book.SheetRows(name) {
			if n++; n > b.rows {
				yield(nil, errBroken)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// The error says which of the two books cannot be read.
func TestDiffOfABrokenBook(t *testing.T) {
	sheets, err := ParsePipe("# 总览\n| 甲 |\n| 乙 |\n| 丙 |\n")
	if err != nil {
		t.Fatal(err)
	}
	whole := &Book{Sheets: sheets}
	for rows := range 3 {
		var unread *Unread
		if _, err := Diff(brokenBook{whole, rows}, whole, 9); !errors.As(err, &unread) || !errors.Is(err, errBroken) {
			t.Errorf("the first after %d rows: %v", rows, err)
		}
		if _, err := Diff(whole, brokenBook{whole, rows}, 9); err != errBroken {
			t.Errorf("the second after %d rows: %v", rows, err)
		}
	}
}

// Whatever rows and cells two sheets have, the differences are the same as those found by comparing every place.
func TestDiffFindsEveryPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) (*Book, map[Ref]string) {
			s, said := &Sheet{Name: "表"}, map[Ref]string{}
			for _, place := range rapid.SliceOfN(rapid.IntRange(0, 24), 0, 12).Draw(t, name) {
				ref := At(place/5+1, place%5+1)
				said[ref] = rapid.SampledFrom([]string{"", "甲", "乙"}).Draw(t, "text")
				s.Put(ref, Cell{Value: Str(said[ref])})
			}
			return &Book{Sheets: []*Sheet{s}}, said
		}
		a, saidA := draw("a")
		b, saidB := draw("b")
		var want []Ref
		for row := 1; row <= 5; row++ {
			for col := 1; col <= 5; col++ {
				if ref := At(row, col); saidA[ref] != saidB[ref] {
					want = append(want, ref)
				}
			}
		}
		d, err := Diff(a, b, 25)
		var got []Ref
		for _, one := range d.Listed {
			got = append(got, one.Ref)
		}
		if err != nil || !slices.Equal(got, want) || d.N != len(want) {
			t.Fatalf("%v, want %v (%v)", got, want, err)
		}
	})
}
