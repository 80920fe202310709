package archive

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// scanned is the one file of a folder.
func scanned(t *testing.T, data []byte) Incoming {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "录像.mp4"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	files, _, err := disk.Scan(dir, nil)
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	return files[0]
}

// What is not held is hashed and kept as what is; under each name once.
func TestStoreFrom(t *testing.T) {
	data := bytes.Repeat([]byte("督办"), 40_000)
	in, a := scanned(t, data), open(t, t.TempDir())
	head, sum, err := disk.HashStable(in, 10)
	if err != nil || sum != Hash(data) || !bytes.Equal(head, data[:10]) {
		t.Fatalf("%q %s, %v", head, sum, err)
	}
	for range 2 {
		a.Begin()
		path, err := a.StoreFrom("2024-09", in.Rel, in, sum)
		if err != nil {
			t.Fatal(err)
		}
		rec, err := a.Append(Receipt{Kind: KindReturn, Name: in.Rel, SHA256: sum, Size: in.Size, Path: path})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Commit(); err != nil {
			t.Fatal(err)
		}
		if got, err := a.Load(rec); err != nil || !bytes.Equal(got, data) {
			t.Errorf("kept %d bytes, %v", len(got), err)
		}
		if got, err := a.LoadHead(rec, 10); err != nil || !bytes.Equal(got, data[:10]) {
			t.Errorf("kept %q, %v", got, err)
		}
	}
	rec := a.Receipts()[0]
	if err := os.Remove(filepath.Join(a.dir, rec.Path)); err != nil {
		t.Fatal(err)
	}
	var lost *Lost
	if _, err := a.LoadHead(rec, 10); !errors.As(err, &lost) || lost.Changed {
		t.Errorf("of a lost file: %v", err)
	}
	if err := a.Restore(rec, in); err != nil {
		t.Fatal(err)
	}
	if got, err := a.Load(rec); err != nil || !bytes.Equal(got, data) {
		t.Errorf("restored %d bytes, %v", len(got), err)
	}
}

// A file that changed since it was hashed is not kept, even where neither its length nor its time shows it, and leaves nothing.
func TestStoreFromChanged(t *testing.T) {
	for name, change := range map[string]func(path string, was time.Time) error{
		"longer": func(path string, _ time.Time) error { return os.WriteFile(path, []byte("longer than before"), 0o644) },
		"newer":  func(path string, was time.Time) error { return os.Chtimes(path, was, was.Add(time.Second)) },
		"other": func(path string, was time.Time) error {
			return errors.Join(os.WriteFile(path, []byte("after!"), 0o644), os.Chtimes(path, was, was))
		},
		"gone": func(path string, _ time.Time) error { return os.Remove(path) },
	} {
		t.Run(name, func(t *testing.T) {
			in, dir := scanned(t, []byte("before")), t.TempDir()
			_, sum, err := disk.HashStable(in, 0)
			if err != nil {
				t.Fatal(err)
			}
			if err := change(in.Path, in.Modified); err != nil {
				t.Fatal(err)
			}
			a := open(t, dir)
			a.Begin()
			path, err := a.StoreFrom("2024-09", in.Rel, in, sum)
			var unread *Unread
			if !errors.As(err, &unread) {
				t.Errorf("kept as %s, %v", path, err)
			}
			if err := a.Commit(); err != nil {
				t.Fatal(err)
			}
			if kept, err := os.ReadDir(filepath.Join(dir, "2024-09")); err != nil || len(kept) > 0 {
				t.Errorf("left %v, %v", kept, err)
			}
		})
	}
}
