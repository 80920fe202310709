package round

import (
	"fmt"
	"testing"

	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

func TestPiecesEndByBytes(t *testing.T) {
	of := func(sizes ...int64) (files []archive.Incoming) {
		for i, n := range sizes {
			files = append(files, archive.Incoming{Rel: fmt.Sprint(i), Size: n})
		}
		return files
	}
	const long = xlsx.MaxFileBytes + 1
	for _, c := range []struct {
		sizes []int64
		want  string
	}{
		{[]int64{1, 1, 1}, "[3]"},
		{[]int64{HeldTogether / 2, HeldTogether / 2, 1}, "[2 1]"},
		{[]int64{1, xlsx.MaxFileBytes, 1, 1}, "[1 1 2]"},
		{[]int64{1, long, long, 1}, "[4]"},
		{make([]int64, FiledTogether+1), "[64 1]"},
	} {
		var got []int
		for _, p := range pieces(of(c.sizes...), map[string]calendar.Period{}) {
			got = append(got, len(p))
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%v are parted into %v, want %s", c.sizes, got, c.want)
		}
	}
}
