package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// The source contains no built program: it would make every copy large, contain the paths of whoever built it, and change with the next
// build, so that no build could be identified by its source.
func TestSourceHoldsNoProgram(t *testing.T) {
	root, _ := moduleRoot(t)
	found, err := programsIn(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range found {
		t.Errorf("%s is a built program, and .gitignore does not leave it out", name)
	}
}

func TestProgramsAreTold(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	found, err := programsIn(fstest.MapFS{
		".gitignore":          file("/duban\n/cmd/*/duban\n*.test\n/made/\n"),
		"duban":               file("\x7fELF…"),
		"cmd/duban/duban":     file("\x7fELF…"),
		"cmd/duban/main.go":   file("package main"),
		"cmd/duban/empty":     file(""),
		"cmd/duban/duban.old": file("\x7fELF…"),
		"report/report.test":  file("\x7fELF…"),
		"made/tool":           file("\xcf\xfa\xed\xfe…"),
		"seeds/made/tool":     file("\xcf\xfa\xed\xfe…"),
		"seeds/duban":         file("MZ\x90\x00…"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"cmd/duban/duban.old", "seeds/duban", "seeds/made/tool"}; !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}

// programStarts are the first bytes of programs for Linux, Windows and macOS.
var programStarts = []string{"\x7fELF", "MZ\x90\x00", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe"}

// programsIn lists the programs below a folder that its .gitignore does not leave out.
func programsIn(root fs.FS) ([]string, error) {
	text, err := fs.ReadFile(root, ".gitignore")
	if err != nil {
		return nil, err
	}
	ignored := strings.Fields(string(text))
	var found []string
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || leftOut(ignored, name, true)):
			return fs.SkipDir
		case !d.Type().IsRegular() || leftOut(ignored, name, false):
			return nil
		}
		f, err := root.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		start := make([]byte, 4)
		if _, err := io.ReadFull(f, start); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		} else if err != nil {
			return err
		}
		if slices.Contains(programStarts, string(start)) {
			found = append(found, name)
		}
		return nil
	})
	return found, err
}

// leftOut reports whether a pattern of .gitignore matches a name: as far as patterns go that our own uses.
func leftOut(patterns []string, name string, dir bool) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		p, folder := strings.CutSuffix(p, "/")
		if folder && !dir {
			return false
		}
		p, rooted := strings.CutPrefix(p, "/")
		at := name
		if !rooted && !strings.Contains(p, "/") {
			at = path.Base(name)
		}
		ok, err := path.Match(p, at)
		return ok && err == nil
	})
}
