package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// Outputs depend only on the plan, the archive and --as-of: two machines in different time zones, with clocks months apart, write the same
// bytes.
func TestSameBytesByAnyClock(t *testing.T) {
	sep, oct := calendar.NewDate(2024, 9, 25), calendar.NewDate(2024, 10, 5)
	first := t.TempDir()
	do := func(dir string, day calendar.Date, args ...string) {
		t.Helper()
		if code, out := runIn(t, dir, day, args...); code != exitOK {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	do(first, sep, "init", "--example", "rushan")
	do(first, sep, "issue", "--period", "2024-09")
	inbox := filepath.Join(first, "回收", "2024-09")
	if err := os.MkdirAll(inbox, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, data := range filledIn(t, first) {
		if err := os.WriteFile(filepath.Join(inbox, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if code, out := runIn(t, first, oct, "receive"); code > exitErrors {
		t.Fatalf("receive: exit %d\n%s", code, out)
	}
	second := filepath.Join(t.TempDir(), "别处")
	if err := os.CopyFS(second, os.DirFS(first)); err != nil {
		t.Fatal(err)
	}
	home := time.Local
	defer func() { time.Local = home }()
	var want map[string]string
	for _, machine := range []struct {
		dir  string
		zone *time.Location
		day  calendar.Date
	}{
		{first, time.FixedZone("中途岛", -11*3600), calendar.NewDate(2024, 10, 8)},
		{second, time.FixedZone("圣诞岛", 14*3600), calendar.NewDate(2025, 3, 1)},
	} {
		time.Local = machine.zone
		for _, args := range [][]string{
			{"merge", "--period", "2024-09"}, {"brief", "--period", "2024-09"}, {"notice", "--period", "2024-09"}, {"score", "--period", "2024", "--as-of", "2024-09-30"},
			{"export", "--period", "2024-09"}, {"issue", "--period", "2024-10"},
		} {
			if args[0] != "score" && args[0] != "issue" {
				args = append(args, "--as-of", "2024-09-30")
			}
			if code, out := runIn(t, machine.dir, machine.day, args...); code > exitErrors {
				t.Fatalf("%v: exit %d\n%s", args, code, out)
			}
		}
		got := hashes(t, machine.dir, "报告", "下发")
		if len(got) < 50 {
			t.Fatalf("only %d files", len(got))
		}
		if want == nil {
			want = got
			continue
		}
		for name, sha := range want {
			if got[name] != sha {
				t.Errorf("%s depends on the clock", name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d files by one clock, %d by the other", len(want), len(got))
		}
	}
}

// hashes gives the hashes of all files in some folders of a workspace.
func hashes(t *testing.T, dir string, folders ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(dir, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			name, _ := filepath.Rel(dir, path)
			out[name] = archive.Hash(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}
