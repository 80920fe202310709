package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
)

// The inbox has a backlog of loose files, more than are filed at a time, and the one for September comes last by name. It is filed first
// all the same, even if a program has dropped the properties that name its period.
func TestBacklogIsFiledByItsRounds(t *testing.T) {
	for _, plain := range []bool{false, true} {
		b := newBench(t)
		september := b.take(t, "回收/2024-09/发改局.xlsx")
		b.take(t, "回收/2024-09/商务局.xlsx")
		b.take(t, "回收/2024-09/说明.txt")
		if code, out := b.run(b.dir, archive.Disk{}, "issue", "--period", "2024-10"); code != exitOK {
			t.Fatalf("exit %d\n%s", code, out)
		}
		october, err := os.ReadFile(filepath.Join(b.dir, "下发", "2024-10", "发改局.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		if plain {
			for _, data := range []*[]byte{&september, &october} {
				book, err := xlsx.Read(*data)
				if err != nil {
					t.Fatal(err)
				}
				book.Custom = nil
				if *data, err = xlsx.Write(book); err != nil {
					t.Fatal(err)
				}
			}
		}
		for i := range round.FiledTogether + 3 {
			b.put(t, fmt.Sprintf("回收/第%02d份.xlsx", i), october)
		}
		b.put(t, "回收/补报.xlsx", september)
		b.put(t, "回收/报送说明.txt", []byte("请查收"))
		if code, out := b.run(b.dir, archive.Disk{}, "receive"); code != exitErrors {
			t.Fatalf("exit %d\n%s", code, out)
		}
		a, err := archive.Disk{}.Read(filepath.Join(b.dir, "存档"), "收件记录.jsonl")
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, rec := range a.Select(archive.KindReturn, "") {
			names = append(names, rec.Name)
		}
		if len(names) != round.FiledTogether+5 || names[0] != "补报.xlsx" || names[len(names)-1] != "报送说明.txt" {
			t.Errorf("without properties %v: filed in the order %v", plain, names)
		}
	}
}

// Several pieces are on their way to the disk when one of them fails: the pieces before it are filed and reported, it and the later ones
// are not, and the next run files them.
func TestAPieceThatFailsTakesTheNextOnesBack(t *testing.T) {
	b := newBench(t)
	const files = 4*round.FiledTogether + 5
	for i := range files {
		b.put(t, fmt.Sprintf("回收/2024-09/附件/卷%03d.pdf", i), fmt.Appendf(nil, "%%PDF-1.4 %d", i))
	}
	done := b.copy(t)
	if code, out := b.run(done, archive.Disk{}, "receive"); code != exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	want := receipts(t, done)
	for _, at := range []int{1, round.FiledTogether, round.FiledTogether + 1, 2*round.FiledTogether + 7, files} {
		dir := b.copy(t)
		n := 0
		full := &failing{System: archive.OS(), refuse: func(call, path string) error {
			if call != "rename" || !strings.Contains(path, "卷") {
				return nil
			}
			if n++; n < at {
				return nil
			}
			return &fs.PathError{Op: call, Path: path, Err: syscall.ENOSPC}
		}}
		code, out := b.run(dir, archive.On(full), "receive")
		if code != exitFailed {
			t.Errorf("at %d: exit %d\n%s", at, code, out)
		}
		stand := receipts(t, dir)
		if n := strings.Count(out, "卷"); len(stand) >= len(want) || n > len(stand)+1 {
			t.Errorf("at %d: %d of %d files stand, %d are named\n%s", at, len(stand), len(want), n, out)
		}
		if code, out := b.run(dir, archive.Disk{}, "receive"); code > exitErrors {
			t.Errorf("at %d, the next run: exit %d\n%s", at, code, out)
		}
		if got := receipts(t, dir); !slices.Equal(got, want) {
			t.Errorf("at %d: %d receipts, want %d", at, len(got), len(want))
		}
	}
}
