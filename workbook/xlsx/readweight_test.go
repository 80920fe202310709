package xlsx

import (
	"archive/zip"
	"bytes"
	"testing"
)

// The weight of a workbook is that of its parts, whatever is around the directory that lists them.
func TestWeight(t *testing.T) {
	data := returnLikeBook(t)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var want int64
	for _, f := range z.File {
		want += weightOfByte * int64(f.UncompressedSize64)
	}
	if got := Weight(data); got != want || want == 0 {
		t.Errorf("%d, want %d", got, want)
	}
	// Signatures without an entry do not hide entries that follow.
	marked := testBook(cellA1 + "<!--" + zipEntryMark + zipEntryMark + "-->")
	plain := testBook(cellA1 + "<!--" + "........" + "-->")
	if got, least := Weight(packStored(t, marked, nil)), Weight(packStored(t, plain, nil)); got < least {
		t.Errorf("with marks in a part %d, without %d", got, least)
	}
	if got := Weight([]byte("任务,进展\n")); got != 0 {
		t.Errorf("a text weighs %d", got)
	}
}
