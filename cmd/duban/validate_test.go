package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
)

// Files are checked in parallel and reported in the order of their names, however many processors there are. One that cannot be read does
// not stop the others.
func TestManyFilesAreLookedAtInOrder(t *testing.T) {
	b := newBench(t)
	good := b.take(t, "回收/2024-09/发改局.xlsx")
	var want []string
	for i := range 2*round.ReadTogether + 5 {
		name := fmt.Sprintf("2024-09/文件%03d.xlsx", i)
		if want = append(want, name); i%9 == 0 {
			b.put(t, "回收/"+name, []byte(fmt.Sprint("第", i, "份")))
		} else {
			b.put(t, "回收/"+name, good)
		}
	}
	const locked = "2024-09/文件040.xlsx"
	disk := archive.On(&failing{System: archive.OS(), refuse: func(call, path string) error {
		if call == "read" && filepath.ToSlash(path) == filepath.ToSlash(filepath.Join(b.dir, "回收", locked)) {
			return fs.ErrPermission
		}
		return nil
	}})
	said := ""
	for _, processors := range []int{1, 4} {
		func() {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
			code, out := b.run(b.dir, disk, "validate", "--json", filepath.Join(b.dir, "回收", "2024-09"))
			if code != exitErrors {
				t.Fatalf("exit %d\n%s", code, out)
			}
			if said == "" {
				said = out
			}
			if out != said {
				t.Errorf("with %d processors:\n%s\ninstead of\n%s", processors, out, said)
			}
		}()
	}
	var got struct {
		Files    []struct{ Bureau, Path string }
		Findings []struct{ Code, File string }
		Summary  struct{ Files, Clean int }
	}
	if err := json.Unmarshal([]byte(said), &got); err != nil {
		t.Fatal(err)
	}
	var files, refused []string
	for _, f := range got.Files {
		if f.Path != "2024-09/商务局.xlsx" && f.Path != "2024-09/说明.txt" {
			files = append(files, f.Path)
		}
	}
	if read := slices.DeleteFunc(slices.Clone(want), func(name string) bool { return name == locked }); !slices.Equal(files, read) {
		t.Errorf("files %v", files)
	}
	for _, f := range got.Findings {
		if f.Code == "file-csv" || f.Code == "file-unreadable" {
			refused = append(refused, f.File)
		}
	}
	if !slices.IsSorted(refused) || !slices.Contains(refused, locked) || len(refused) != 10 {
		t.Errorf("refused %v", refused)
	}
	if got.Summary.Files != len(want)+2 {
		t.Errorf("%d files were looked at", got.Summary.Files)
	}
}
