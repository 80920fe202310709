package main

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// noting is a disk that notes which files of the inbox and the archive are read.
func noting(dir string) (archive.Disk, *[]string) {
	var mu sync.Mutex
	var read []string
	return archive.On(&failing{System: archive.OS(), refuse: func(call, path string) error {
		rel, err := filepath.Rel(dir, path)
		rel = filepath.ToSlash(rel)
		if err == nil && call == "read" && (strings.HasPrefix(rel, "回收/") || strings.HasPrefix(rel, "存档/2024-")) {
			mu.Lock()
			read = append(read, rel)
			mu.Unlock()
		}
		return nil
	}}), &read
}

// aged gives the files of the inbox a time before the bench's day, like mail that came the day before.
func (b *bench) aged(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(b.dir, "回收"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		then := b.day.Time().Add(-24 * time.Hour)
		return os.Chtimes(path, then, then)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// take removes a file of the bench and gives its bytes.
func (b *bench) take(t *testing.T, name string) []byte {
	t.Helper()
	path := filepath.Join(b.dir, filepath.FromSlash(name))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	return data
}

// A merge after one new return only reads that return, both in the inbox and in the archive; a status after it reads none.
func TestOnlyWhatIsNewIsRead(t *testing.T) {
	b := newBench(t)
	late := b.take(t, "回收/2024-09/商务局.xlsx")
	b.aged(t)
	disk, read := noting(b.dir)
	if code, out := b.run(b.dir, disk, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	if !slices.Contains(*read, "回收/2024-09/发改局.xlsx") || !slices.Contains(*read, "回收/2024-09/附件/佐证.pdf") {
		t.Fatalf("the first merge reads everything: %v", *read)
	}
	b.put(t, "回收/2024-09/商务局.xlsx", late)
	b.aged(t)
	disk, read = noting(b.dir)
	if code, out := b.run(b.dir, disk, "merge"); code != exitErrors || !strings.Contains(out, "商务局.xlsx：退回") {
		t.Fatalf("exit %d\n%s", code, out)
	}
	for _, name := range *read {
		if !strings.HasSuffix(name, "商务局.xlsx") {
			t.Errorf("read again: %s", name)
		}
	}
	if !slices.Contains(*read, "回收/2024-09/商务局.xlsx") {
		t.Error("the new return was not read")
	}
	disk, read = noting(b.dir)
	if code, out := b.run(b.dir, disk, "status"); code > exitErrors || len(*read) > 0 {
		t.Errorf("status: exit %d, read %v\n%s", code, *read, out)
	}
	// An archived file that was touched is read again, and found to be changed.
	paths, err := filepath.Glob(filepath.Join(b.dir, "存档", "2024-09", "*-发改局.xlsx"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("%v, %v", paths, err)
	}
	data, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(paths[0], data, 0o644); err != nil {
		t.Fatal(err)
	}
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code != exitFailed || !strings.Contains(out, "存档文件与收到时不同") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// If the cache is gone, a loose file that was filed before is read once, to recognise it by its bytes, and then never again.
func TestLooseFilesAreReadOnceWithoutTheCache(t *testing.T) {
	b := newBench(t)
	for from, to := range map[string]string{"发改局.xlsx": "发改局.xlsx", "说明.txt": "说明.txt"} {
		b.put(t, "回收/"+to, b.take(t, "回收/2024-09/"+from))
	}
	b.aged(t)
	receive := func(want string) map[string]int {
		t.Helper()
		disk, read := noting(b.dir)
		if code, out := b.run(b.dir, disk, "receive"); code > exitErrors || !strings.Contains(out, want) {
			t.Fatalf("exit %d\n%s", code, out)
		}
		times := map[string]int{}
		for _, name := range *read {
			if path.Dir(name) == "回收" {
				times[path.Base(name)]++
			}
		}
		return times
	}
	if times := receive("发改局.xlsx：采纳"); times["发改局.xlsx"] == 0 || times["说明.txt"] == 0 {
		t.Fatalf("new files are read: %v", times)
	}
	if err := os.RemoveAll(filepath.Join(b.dir, "缓存")); err != nil {
		t.Fatal(err)
	}
	if times := receive("里没有新文件"); !maps.Equal(times, map[string]int{"发改局.xlsx": 1, "说明.txt": 1}) {
		t.Errorf("without the cache: %v", times)
	}
	if times := receive("里没有新文件"); len(times) > 0 {
		t.Errorf("with it again: %v", times)
	}
}

// A file of the inbox that was changed since it was filed is read again even if its length is the same.
func TestChangedInTheInbox(t *testing.T) {
	b := newBench(t)
	b.aged(t)
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	b.put(t, "回收/2024-09/说明.txt", []byte("请再看"))
	if code, out := b.run(b.dir, archive.Disk{}, "receive"); code != exitErrors || !strings.Contains(out, "说明.txt") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// The cache only changes how long a run takes. A merge writes the same with it, without it, with the cache of another program, with one
// that was cut off or changed at any place, and with another file or a folder in its place; also after the plan has changed.
func TestTheCacheChangesNothing(t *testing.T) {
	b := newBench(t)
	late := b.take(t, "回收/2024-09/商务局.xlsx")
	b.aged(t)
	if code, out := b.run(b.dir, archive.Disk{}, "merge"); code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	b.put(t, "回收/2024-09/商务局.xlsx", late)
	b.aged(t)
	r := rand.New(rand.NewPCG(1, 2))
	change := func(do func(data []byte) []byte) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, do(data), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	harms := map[string]func(t *testing.T, path string){
		"left as it is":     func(*testing.T, string) {},
		"another program's": change(func(d []byte) []byte { return append([]byte("duban cache 0 "), d...) }),
		"empty":             change(func([]byte) []byte { return nil }),
		"as another file":   change(func([]byte) []byte { return []byte(strings.Repeat("表", 9000)) }),
		"a folder": func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if err := os.Mkdir(path, 0o755); err != nil {
				t.Fatal(err)
			}
		},
		"cut off":   change(func(d []byte) []byte { return d[:r.IntN(len(d))] }),
		"longer":    change(func(d []byte) []byte { return append(d, 1, 2, 3) }),
		"changed":   change(func(d []byte) []byte { d[r.IntN(len(d))] ^= 1 << r.IntN(8); return d }),
		"changed 2": change(func(d []byte) []byte { d[r.IntN(len(d))] ^= 1 << r.IntN(8); return d }),
		"exchanged": change(func(d []byte) []byte { return slices.Concat(d, d) }),
	}
	for _, planned := range []bool{false, true} {
		run := func(t *testing.T, harm func(t *testing.T, path string)) (map[string]string, string) {
			dir := b.copy(t)
			touch(t, b.dir, dir)
			caches, err := filepath.Glob(filepath.Join(dir, "缓存", "*"))
			if err != nil || len(caches) != 4 {
				t.Fatalf("caches %v, %v", caches, err)
			}
			for _, path := range caches {
				harm(t, path)
			}
			if planned {
				change(func(plan []byte) []byte {
					plan, err := xlsx.Apply(plan, []xlsx.Edit{{Sheet: "任务", Ref: sheet.At(2, 5), Value: sheet.Str("2024-09-15")}})
					if err != nil {
						t.Fatal(err)
					}
					return plan
				})(t, filepath.Join(dir, "任务总表.xlsx"))
			}
			code, out := b.run(dir, archive.Disk{}, "merge")
			if code != exitErrors {
				t.Fatalf("exit %d\n%s", code, out)
			}
			return tree(t, dir), strings.ReplaceAll(out, dir, "")
		}
		want, said := run(t, func(t *testing.T, path string) {
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
		})
		for _, name := range slices.Sorted(maps.Keys(harms)) {
			got, out := run(t, harms[name])
			if !maps.Equal(got, want) || out != said {
				t.Errorf("%s, plan changed %v: %v\n%s\nwant\n%s", name, planned, differing(got, want), out, said)
			}
		}
	}
}

// touch gives the copies of a workspace's files the times of the originals, as the cache compares them.
func touch(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		return os.Chtimes(filepath.Join(to, rel), info.ModTime(), info.ModTime())
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Ten thousand files that are not workbooks are filed many at a time, so that a run does not wait for the disk for each.
func TestJunkIsFiledByTheDozen(t *testing.T) {
	b := newBench(t)
	const files = 5 * round.FiledTogether
	for i := range files {
		b.put(t, fmt.Sprintf("回收/2024-09/垃圾%04d.txt", i), []byte(fmt.Sprint("第", i, "份")))
	}
	probe := &failing{System: archive.OS()}
	if code, out := b.run(b.dir, archive.On(probe), "receive"); code != exitErrors || !strings.Contains(out, fmt.Sprintf("无法读取 %d 份", files+1)) {
		t.Fatalf("exit %d\n%s", code, out)
	}
	waits := map[string]int{}
	for _, call := range probe.names {
		kind, _, _ := strings.Cut(call, " ")
		if strings.HasPrefix(call, "sync folder") {
			kind = "sync folder"
		}
		waits[kind]++
	}
	// One append is the log's and one may be the cache's, a batch; the folders are the month's and the evidence's.
	if waits["append"] > 20 || waits["sync folder"] > 12 {
		t.Errorf("for %d files: %v", files, waits)
	}
	receipts(t, b.dir)
}

// BenchmarkMerge is a merge of the bench's round: when everything is new, and again when nothing is.
func BenchmarkMerge(b *testing.B) {
	for name, again := range map[string]bool{"first": false, "again": true} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			w := newBench(b)
			dir := w.copy(b)
			if again {
				w.run(dir, archive.Disk{}, "merge")
			}
			for b.Loop() {
				if !again {
					b.StopTimer()
					dir = w.copy(b)
					b.StartTimer()
				}
				if code, out := w.run(dir, archive.Disk{}, "merge"); code > exitErrors {
					b.Fatalf("exit %d\n%s", code, out)
				}
			}
		})
	}
}

// Builds of the same recorded source share the cache; otherwise only the very same program file does.
func TestBuildsAreToldApart(t *testing.T) {
	built := func(revision, modified string) string {
		return sourceOf(&debug.BuildInfo{GoVersion: "go1.26", Settings: []debug.BuildSetting{{Key: "GOARCH", Value: "amd64"},
			{Key: "vcs.revision", Value: revision}, {Key: "vcs.modified", Value: modified}}})
	}
	if a, b := built("a1", "false"), built("b2", "false"); a == "" || a == b || a != built("a1", "false") {
		t.Errorf("%q and %q", a, b)
	}
	for _, s := range []string{built("a1", "true"), built("", ""), sourceOf(&debug.BuildInfo{})} {
		if s != "" {
			t.Errorf("a source that is not recorded is named %q", s)
		}
	}
	if program() == version {
		t.Error("this program is not told from others")
	}
}
