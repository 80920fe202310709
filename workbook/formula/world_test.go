package formula

import (
	"strconv"
	"strings"
	"testing"

	"duban/workbook/sheet"
)

// world is the environment of the tests: columns of equal length, a current row, and names.
type world struct {
	columns map[string][]sheet.Value
	names   map[string]sheet.Value
	row     int
}

func (w *world) Cell(column string) (sheet.Value, bool) {
	c, ok := w.columns[column]
	if !ok {
		return sheet.Value{}, false
	}
	return c[w.row], true
}

func (w *world) Column(column string) ([]sheet.Value, bool) {
	c, ok := w.columns[column]
	return c, ok
}

func (w *world) Name(name string) (sheet.Value, bool) {
	v, ok := w.names[name]
	return v, ok
}

// small gives the world of the hand-written tests. The current row is the first.
func small(t testing.TB) *world {
	w := &world{columns: map[string][]sheet.Value{}, names: map[string]sheet.Value{"系数": sheet.Num(1.5)}}
	sheets, err := sheet.ParsePipe(smallTable)
	if err != nil {
		t.Fatal(err)
	}
	s := sheets[0]
	for c := 1; c <= s.LastCol(); c++ {
		name := s.Value(sheet.At(1, c)).Text
		for r := 2; r <= s.LastRow(); r++ {
			v := s.Value(sheet.At(r, c))
			if v.Text == "<空文>" {
				v = sheet.Str("")
			}
			w.columns[name] = append(w.columns[name], v)
		}
	}
	return w
}

const smallTable = `
# 表
| 数 | 文 | 空 | 空文 | 数文 | 真 | 日 | 状态 | 升 | 错 | 混 |
| 3 | 甲 | | <空文> | '12 | TRUE | 2024-09-30 | 已完成 | 10 | #N/A | 5 |
| -1.5 | 乙 | | x | '3 | FALSE | 2024-02-29 | 推进中 | 20 | 1 | '5 |
| 4 | 张三 | | | '7 | TRUE | | 已完成 | 30 | 2 | |
| 0 | 张四丰 | | <空文> | '1 | TRUE | 2023-12-31 | | 40 | 3 | TRUE |
| 3 | a*b | | ABC | '0 | FALSE | 2024-10-01 | 未启动 | 50 | 4 | <空文> |
`

func value(want string) sheet.Value {
	switch {
	case want == "TRUE" || want == "FALSE":
		return sheet.Truth(want == "TRUE")
	case strings.HasPrefix(want, "#"):
		return sheet.Err(want)
	case strings.HasPrefix(want, `"`):
		return sheet.Str(want[1 : len(want)-1])
	}
	f, err := strconv.ParseFloat(want, 64)
	if err != nil {
		panic(err)
	}
	return sheet.Num(f)
}

// alike compares values; numbers are equal if they agree in fifteen digits.
func alike(a, b sheet.Value) bool {
	if a.Kind == sheet.Number && b.Kind == sheet.Number {
		return compareNumbers(a.Num, b.Num) == 0
	}
	return a.Equal(b)
}

func mustParse(t testing.TB, src string) *Expr {
	t.Helper()
	e, err := Parse(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return e
}
