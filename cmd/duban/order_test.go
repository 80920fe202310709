package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/cmd/duban/round"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// runIn runs a command in a workspace on a given day, and gives its exit code and output. All such workspaces use the same key, so that a
// return issued in one can be filed in another.
func runIn(t *testing.T, dir string, day calendar.Date, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &out, err: &out, now: day.Time, disk: ownDisk(), newKey: func() workbook.Key { return make(workbook.Key, round.KeyBytes) }}
	code := a.run(append([]string{"-C", dir}, args...))
	return code, out.String()
}

// filledIn gives every bureau's September return on the built-in plan, filled in as the demo does, by file name.
func filledIn(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	paths, err := filepath.Glob(filepath.Join(dir, "下发", "2024-09", "*局.xlsx"))
	if err != nil || len(paths) < 10 {
		t.Fatalf("%d templates, %v", len(paths), err)
	}
	for i, p := range paths[:10] {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		book, err := xlsx.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		s := book.Sheet("任务进展")
		var edits []xlsx.Edit
		for _, row := range s.Rows {
			if row.N < 5 || row.Cell(1) == nil || row.Cell(1).Value.IsEmpty() {
				continue
			}
			for col, v := range map[int]sheet.Value{9: sheet.Str("推进中"), 10: sheet.Int(i + row.N), 13: sheet.Str("已按计划推进，责任到人"), 15: sheet.Str("下月继续")} {
				edits = append(edits, xlsx.Edit{Sheet: s.Name, Ref: sheet.At(row.N, col), Value: v})
			}
		}
		if files[filepath.Base(p)], err = xlsx.Apply(data, edits); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// Returns give the same consolidated workbook in whatever order they come, one by one or all at once.
func TestMergeInAnyOrder(t *testing.T) {
	sep, oct := calendar.NewDate(2024, 9, 25), calendar.NewDate(2024, 10, 5)
	var want []byte
	var files map[string][]byte
	for try := range 4 {
		dir := t.TempDir()
		for _, args := range [][]string{{"init", "--example", "rushan"}, {"issue", "--period", "2024-09"}} {
			if code, out := runIn(t, dir, sep, args...); code != exitOK {
				t.Fatalf("%v: exit %d\n%s", args, code, out)
			}
		}
		if files == nil {
			files = filledIn(t, dir)
		}
		var names []string
		for name := range files {
			names = append(names, name)
		}
		rand.New(rand.NewPCG(uint64(try), 1)).Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		inbox := filepath.Join(dir, "回收", "2024-09")
		if err := os.MkdirAll(inbox, 0o755); err != nil {
			t.Fatal(err)
		}
		for i, name := range names {
			if err := os.WriteFile(filepath.Join(inbox, name), files[name], 0o644); err != nil {
				t.Fatal(err)
			}
			// The first try files everything together, the others one by one.
			if try > 0 && i%2 == 0 {
				if code, out := runIn(t, dir, oct, "receive"); code > exitErrors {
					t.Fatalf("receive: exit %d\n%s", code, out)
				}
			}
		}
		if code, out := runIn(t, dir, oct, "merge"); code > exitErrors {
			t.Fatalf("merge: exit %d\n%s", code, out)
		}
		got, err := os.ReadFile(filepath.Join(dir, "报告", "2024-09", "汇总.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("try %d gave another workbook", try)
		}
	}
}

// A double-click opens a menu that stays until it is left, explains a wrong choice, and runs what is chosen.
func TestMenu(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	var out bytes.Buffer
	a := &app{in: strings.NewReader("9\nx\n2\n0\n"), out: &out, err: &out, now: time.Now, disk: ownDisk()}
	if code := a.menu(); code != exitOK {
		t.Fatalf("exit %d\n%s", code, out.String())
	}
	c, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, c.T("file.plan"))); err != nil {
		t.Errorf("choice 2 should have made a plan: %v\n%s", err, out.String())
	}
	if n := strings.Count(out.String(), c.T("menu.unknown", "most", 3)); n != 2 {
		t.Errorf("two wrong choices were explained %d times\n%s", n, out.String())
	}
}
