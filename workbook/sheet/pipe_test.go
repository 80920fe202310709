package sheet

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParsePipe(t *testing.T) {
	sheets, err := ParsePipe(`
# 任务
// 注释
| 编号 | 日期 | 值 |
|------|------|----|
| A-1 | 2024-09-30 | 80% |
| '12 |  | =SUM(A1) => 3 |
| 一\|二\n三 | TRUE | #N/A |
`)
	if err != nil {
		t.Fatal(err)
	}
	s := sheets[0]
	want := map[string]Cell{
		"A1": {Col: 1, Value: Str("编号")},
		"B2": {Col: 2, Value: Num(45565), Format: Date},
		"C2": {Col: 3, Value: Num(0.8), Format: Percent},
		"A3": {Col: 1, Value: Str("12")},
		"C3": {Col: 3, Value: Num(3), Formula: "SUM(A1)"},
		"A4": {Col: 1, Value: Str("一|二\n三")},
		"B4": {Col: 2, Value: Truth(true)},
		"C4": {Col: 3, Value: Err("#N/A")},
	}
	for ref, w := range want {
		at, _ := ParseRef(ref)
		if got := s.Cell(at); got == nil || !cmp.Equal(*got, w) {
			t.Errorf("%s: got %+v, want %+v", ref, got, w)
		}
	}
	if s.Cell(At(3, 2)) != nil {
		t.Error("B3 should be blank")
	}
}

func TestParsePipeSaysWhere(t *testing.T) {
	for text, line := range map[string]int{"| a |": 1, "# s\n| a": 2, "# s\n\nword": 3} {
		_, err := ParsePipe(text)
		if e, ok := err.(*PipeError); !ok || e.Line != line {
			t.Errorf("%q: got %v, want line %d", text, err, line)
		}
	}
}

func TestPipeRoundTrip(t *testing.T) {
	cell := rapid.Custom(func(t *rapid.T) Cell {
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			return Cell{Value: Num(float64(rapid.Int64Range(-1e12, 1e12).Draw(t, "n")) / 100)}
		case 1:
			return Cell{Value: Num(float64(rapid.IntRange(61, 90000).Draw(t, "day"))), Format: Date}
		case 2:
			return Cell{Value: Truth(rapid.Bool().Draw(t, "b"))}
		case 3:
			return Cell{Value: Err("#VALUE!")}
		case 4:
			return Cell{Value: Num(2), Formula: "1+1"}
		}
		return Cell{Value: Str(rapid.StringMatching(`[ '=#|\\n0-9a%一-三\n]{1,6}`).Draw(t, "s"))}
	})
	rapid.Check(t, func(t *rapid.T) {
		s := &Sheet{Name: "表"}
		for r := 1; r <= 3; r++ {
			for c := 1; c <= 3; c++ {
				if rapid.Bool().Draw(t, "there") {
					s.Put(At(r, c), cell.Draw(t, "cell"))
				}
			}
		}
		text := Pipe(s)
		back, err := ParsePipe(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range s.Rows {
			for _, c := range row.Cells {
				got := back[0].Cell(At(row.N, c.Col))
				if got == nil || !got.Value.Equal(c.Value) || got.Formula != c.Formula {
					t.Fatalf("%s: %+v became %+v in\n%s", At(row.N, c.Col), c, got, text)
				}
			}
		}
	})
}

func TestRefs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := At(rapid.IntRange(1, MaxRows).Draw(t, "row"), rapid.IntRange(1, MaxCols).Draw(t, "col"))
		for _, s := range []string{r.String(), r.Abs()} {
			if got, ok := ParseRef(s); !ok || got != r {
				t.Fatalf("%s: got %v", s, got)
			}
		}
	})
	for _, bad := range []string{"", "A", "1", "A0", "A1048577", "XFE1", "A1B", "AAAA1", "$$A1"} {
		if _, ok := ParseRef(bad); ok {
			t.Errorf("%q was taken", bad)
		}
	}
}
