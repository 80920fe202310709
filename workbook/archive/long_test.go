package archive

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// scanned gives the only file of a folder.
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

// A file that is not held in memory is hashed and archived like one that is, once under each name.
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

// A file that changed after it was hashed is not archived, even if neither its length nor its time shows it, and leaves nothing behind.
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

// metered is a system that counts the bytes read and written.
type metered struct {
	System
	read, written int64
}

type meteredReader struct {
	io.ReadCloser
	n *int64
}

func (r meteredReader) Read(b []byte) (int, error) {
	n, err := r.ReadCloser.Read(b)
	*r.n += int64(n)
	return n, err
}

type meteredFile struct {
	File
	n *int64
}

func (f meteredFile) Write(b []byte) (int, error) {
	n, err := f.File.Write(b)
	*f.n += int64(n)
	return n, err
}

func (m *metered) Open(path string) (io.ReadCloser, error) {
	f, err := m.System.Open(path)
	return meteredReader{f, &m.read}, err
}

func (m *metered) ReadFile(path string, most int64) ([]byte, error) {
	data, err := m.System.ReadFile(path, most)
	m.read += int64(len(data))
	return data, err
}

func (m *metered) CreateTemp(dir, pattern string) (File, error) {
	f, err := m.System.CreateTemp(dir, pattern)
	return meteredFile{f, &m.written}, err
}

// A file that grows while it is being copied into the inbox is recognised by one further byte, however long it has become.
func TestGrownFileIsNotReadOn(t *testing.T) {
	in := scanned(t, []byte("before"))
	_, sum, err := disk.HashStable(in, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(in.Path, 4<<20); err != nil {
		t.Fatal(err)
	}
	for name, read := range map[string]func(d Disk) error{
		"held":   func(d Disk) error { _, err := d.ReadStable(in); return err },
		"hashed": func(d Disk) error { _, _, err := d.HashStable(in, 0); return err },
		"stored": func(d Disk) error { _, err := d.stageFrom(filepath.Join(t.TempDir(), "a"), in, sum); return err },
	} {
		m := &metered{System: OS()}
		var changing *Changing
		if err := read(On(m)); !errors.As(err, &changing) || m.read > in.Size+1 || m.written > in.Size+1 {
			t.Errorf("%s: %d bytes read, %d written, %v", name, m.read, m.written, err)
		}
	}
}

func TestReadWithin(t *testing.T) {
	in := scanned(t, []byte("督办督办"))
	for _, c := range []struct {
		most int64
		want string
		read int64
	}{{12, "督办督办", 12}, {13, "督办督办", 12}, {11, "督", 3}} {
		m := &metered{System: OS()}
		data, long, err := On(m).ReadWithin(in.Path, c.most, 3)
		if string(data) != c.want || long != (c.most < in.Size) || m.read != c.read || err != nil {
			t.Errorf("within %d: %q, long %v, %d bytes read, %v", c.most, data, long, m.read, err)
		}
	}
	if _, _, err := disk.ReadWithin(in.Path+".no", 1, 1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of a file that is not there: %v", err)
	}
}
