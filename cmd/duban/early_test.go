package main

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/archive"
)

// What is read while the plan is, is what is new in the inbox; a file that changes before its turn comes is filed as it is then.
func TestReadEarly(t *testing.T) {
	day := workbook.NewDate(2024, 9, 25)
	dir := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		if code, out := runIn(t, dir, day, args...); code != exitOK && code != exitErrors {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	run("init", "--example", "rushan")
	run("issue", "--period", "2024-09")
	files := filledIn(t, dir)
	inbox := func(name string) string { return filepath.Join(dir, "回收", "2024-09", name) }
	put := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(inbox(name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	names := slices.Sorted(maps.Keys(files))
	filed, whole, touched := names[0], names[1], names[2]
	if err := os.MkdirAll(filepath.Dir(inbox(filed)), 0o755); err != nil {
		t.Fatal(err)
	}
	put(filed, files[filed])
	run("receive")
	put(whole, files[whole])
	put(touched, []byte("on its way"))
	large := inbox("扫描件.pdf")
	if err := errors.Join(os.WriteFile(large, nil, 0o644), os.Truncate(large, readEarlyBytes+1)); err != nil {
		t.Fatal(err)
	}

	a := &app{in: strings.NewReader(""), out: &bytes.Buffer{}, err: &bytes.Buffer{}, now: day.Time, dir: dir}
	var err error
	if a.words, err = a.catalogue("zh"); err != nil {
		t.Fatal(err)
	}
	s, err := a.opening(true, func(s *session) {
		s.early = s.readInbox(2)
		s.early.done.Wait()
		put(touched, files[touched])
		if err := os.Remove(large); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	read := map[string]bool{}
	s.early.files.Range(func(rel, _ any) bool { read[rel.(string)] = true; return true })
	if len(read) != 2 || !read["2024-09/"+whole] || !read["2024-09/"+touched] {
		t.Fatalf("read early: %v", read)
	}
	scanned, _, err := s.disk.Scan(s.ws.Folder("inbox"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range scanned {
		if in.Rel != "2024-09/"+touched {
			continue
		}
		if _, ok := s.early.take(in); ok {
			t.Error("a file that was touched since counts as read")
		}
	}
	if err := s.receive(s.newOutput("receive", workbook.Period{}), day, ""); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{whole, touched} {
		rec, ok := s.Archive.Find(archive.KindReturn, archive.Hash(files[name]))
		if !ok || rec.Verdict != "accepted" && rec.Verdict != "in-part" {
			t.Errorf("%s: receipt %+v, %v", name, rec, ok)
		}
	}
}
