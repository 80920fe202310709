package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/validate"
	"duban/workbook/archive"
)

// lockedFile is a system on which another program has locked one file.
type lockedFile struct {
	archive.System
	name string
}

func (l lockedFile) Open(path string) (io.ReadCloser, error) {
	if filepath.Base(path) == l.name {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("held by another program")}
	}
	return os.Open(path)
}

func (l lockedFile) ReadFile(path string, most int64) ([]byte, error) {
	r, err := l.Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, most))
}

func (lockedFile) Stat(path string) (fs.FileInfo, error)      { return os.Stat(path) }
func (lockedFile) ReadDir(path string) ([]fs.DirEntry, error) { return os.ReadDir(path) }

// TestFileUnreadable is the example of the rule file-unreadable, which no content can break: the good file is read, and the one that
// another program has locked is named.
func TestFileUnreadable(t *testing.T) {
	var r validate.Rule
	for _, r = range validate.Catalogue() {
		if r.Code == "file-unreadable" {
			break
		}
	}
	if r.Bad.File != validate.FileUnreadable {
		t.Fatalf("the example is a file of kind %q", r.Bad.File)
	}
	dir := t.TempDir()
	run := func(sys archive.System, args ...string) string {
		var out bytes.Buffer
		a := &app{in: strings.NewReader(""), out: &out, err: &out, now: time.Now, disk: ownDisk()}
		if sys != nil {
			a.disk = archive.On(sys)
		}
		a.run(append(args, "-C", dir))
		return out.String()
	}
	run(nil, "init", "--example", "rushan", dir)
	run(nil, "issue", "--period", "2024-09")
	issued := filepath.Join(dir, "下发", "2024-09", "发改局.xlsx")
	if got := run(nil, "validate", issued); strings.Contains(got, "文件读不出来") {
		t.Errorf("an ordinary file:\n%s", got)
	}
	got := run(lockedFile{name: "发改局.xlsx"}, "validate", issued)
	if !strings.Contains(got, "文件读不出来") || !strings.Contains(got, "发改局.xlsx") {
		t.Errorf("a file that another program holds:\n%s", got)
	}
}
