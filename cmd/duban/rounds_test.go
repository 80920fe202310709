package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
)

// A backlog lies in the inbox itself, more files than are filed at a time, and the one for September comes last by its name: it
// is filed first all the same, also where a program has dropped the properties that would say so at once.
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
