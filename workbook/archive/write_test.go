package archive

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// leftovers lists the temporary files below a folder.
func leftovers(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), tempPrefix) {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "报告", "2024-09", "汇总.xlsx")
	for _, text := range []string{"one", "a longer two", "", "three"} {
		if err := disk.WriteFile(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("wrote %q, read %q, %v", text, got, err)
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o644 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left := leftovers(t, dir); left != nil {
		t.Errorf("left behind %v", left)
	}
}

// The same bytes are not written again: a file that is open in Excel stays as it is, and so does its time.
func TestWriteFileLeavesTheSameBytesAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "汇总.xlsx")
	if err := disk.WriteFile(path, []byte("one")); err != nil {
		t.Fatal(err)
	}
	then := time.Date(2024, 9, 30, 12, 0, 0, 0, time.UTC)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		text string
		kept bool
	}{{"one", true}, {"two", false}} {
		if err := disk.WriteFile(path, []byte(tt.text)); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil || info.ModTime().Equal(then) != tt.kept {
			t.Errorf("%s: time %v, %v", tt.text, info.ModTime(), err)
		}
	}
}

// A failure at any step leaves the old file and nothing else.
func TestWriteFileFailsWhole(t *testing.T) {
	t.Run("a file stands where a folder is to be", func(t *testing.T) {
		dir := t.TempDir()
		lay(t, dir, "报告")
		if err := disk.WriteFile(filepath.Join(dir, "报告", "汇总.xlsx"), []byte("new")); err == nil {
			t.Fatal("written")
		}
		if got, err := os.ReadFile(filepath.Join(dir, "报告")); err != nil || string(got) != "报告" {
			t.Errorf("what was there holds %q, %v", got, err)
		}
	})
	t.Run("the name cannot be taken over", func(t *testing.T) {
		dir := t.TempDir()
		lay(t, dir, "汇总.xlsx/旧.xlsx")
		if err := disk.WriteFile(filepath.Join(dir, "汇总.xlsx"), []byte("new")); err == nil {
			t.Fatal("written")
		}
		if got, err := os.ReadFile(filepath.Join(dir, "汇总.xlsx", "旧.xlsx")); err != nil || string(got) != "汇总.xlsx/旧.xlsx" {
			t.Errorf("what was there holds %q, %v", got, err)
		}
		if left := leftovers(t, dir); left != nil {
			t.Errorf("left behind %v", left)
		}
	})
}

// A file that is written while it is made is like any other: it is complete or absent, its hash is the one returned, and the same bytes are
// not written again.
func TestWriteAsItIsMade(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "报告", "汇总.xlsx")
	then := time.Date(2024, 9, 30, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		text string
		kept bool
	}{{"one", false}, {"one", true}, {"two", false}, {strings.Repeat("长", writtenAtOnce), false}, {strings.Repeat("长", writtenAtOnce), true}, {"", false}} {
		sum, err := disk.Write(path, func(to io.Writer) error {
			for piece := tt.text; piece != ""; {
				n := min(len(piece), 1000)
				if _, err := io.WriteString(to, piece[:n]); err != nil {
					return err
				}
				piece = piece[n:]
			}
			return nil
		}, func(sum string) error {
			was, err := os.ReadFile(path)
			if err == nil && string(was) == tt.text && !tt.kept || sum != Hash([]byte(tt.text)) {
				t.Errorf("%d bytes: %s is ready, and the file stands", len(tt.text), sum)
			}
			return nil
		})
		if err != nil || sum != Hash([]byte(tt.text)) {
			t.Errorf("%d bytes: hash %s, %v", len(tt.text), sum, err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != tt.text {
			t.Errorf("%d bytes: read %d, %v", len(tt.text), len(got), err)
		}
		if info, err := os.Stat(path); err != nil || info.ModTime().Equal(then) != tt.kept {
			t.Errorf("%d bytes: left alone %v, %v", len(tt.text), !tt.kept, err)
		}
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
	lay(t, dir, "报告/汇总.xlsx")
	failed := errors.New("no")
	for _, written := range []int{0, 10, 2 * writtenAtOnce} {
		for _, whole := range []bool{false, true} {
			_, err := disk.Write(path, func(to io.Writer) error {
				if _, err := to.Write(make([]byte, written)); err != nil || whole {
					return err
				}
				return failed
			}, func(string) error { return failed })
			if !errors.Is(err, failed) {
				t.Errorf("%d bytes and a failure: %v", written, err)
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != "报告/汇总.xlsx" {
				t.Errorf("%d bytes and a failure: what was there holds %d bytes, %v", written, len(got), err)
			}
		}
	}
	if left := leftovers(t, dir); left != nil {
		t.Errorf("left behind %v", left)
	}
}

// Data that waits aside is read back from its file, of which nothing is left. No file is made if nothing waits.
func TestAside(t *testing.T) {
	dir := t.TempDir()
	a := disk.Aside(filepath.Join(dir, "报告", "汇总.xlsx"))
	if n, err := a.ReadAt(make([]byte, 1), 0); n != 0 || err != io.EOF {
		t.Errorf("what is not there is read: %d, %v", n, err)
	}
	a.Close()
	if _, err := os.Stat(filepath.Join(dir, "报告")); err == nil {
		t.Error("a folder was made for nothing")
	}
	for _, piece := range []string{"一二三", "四五六"} {
		if _, err := io.WriteString(a, piece); err != nil {
			t.Fatal(err)
		}
	}
	if left := leftovers(t, dir); len(left) != 1 {
		t.Errorf("beside the file stand %v", left)
	}
	got := make([]byte, len("三四"))
	if _, err := a.ReadAt(got, int64(len("一二"))); err != nil || string(got) != "三四" {
		t.Errorf("read %q, %v", got, err)
	}
	a.Close()
	if left := leftovers(t, dir); left != nil {
		t.Errorf("left behind %v", left)
	}
}

func TestClean(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, "报告/~duban-1.tmp", "报告/2024-09/~duban-2.tmp", "报告/2024-09/汇总.xlsx", "~$汇总.xlsx", "~duban-夹/表.xlsx")
	if err := disk.Clean(dir); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"报告/~duban-1.tmp": false, "报告/2024-09/~duban-2.tmp": false, "报告/2024-09/汇总.xlsx": true, "~$汇总.xlsx": true, "~duban-夹/表.xlsx": true,
	} {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); (err == nil) != want {
			t.Errorf("%s: there %v", name, err == nil)
		}
	}
	if err := disk.Clean(filepath.Join(dir, "没有")); err != nil {
		t.Errorf("a missing folder: %v", err)
	}
}

// A reader that looks while a file is replaced sees the old or the new one, complete.
func TestWholeFilesAreSeenByReaders(t *testing.T) {
	path := filepath.Join(t.TempDir(), "汇总.xlsx")
	texts := [][]byte{bytes.Repeat([]byte("a"), 1<<16), bytes.Repeat([]byte("b"), 1<<17)}
	if err := disk.WriteFile(path, texts[0]); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		for i := range 40 {
			if err := disk.WriteFile(path, texts[i%2]); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for reads := 0; ; reads++ {
		select {
		case err := <-done:
			if err != nil && runtime.GOOS != "windows" {
				t.Fatal(err)
			}
			return
		default:
			if got, err := os.ReadFile(path); err == nil && !bytes.Equal(got, texts[0]) && !bytes.Equal(got, texts[1]) {
				t.Fatalf("a file of %d bytes, neither the old one nor the new one", len(got))
			}
		}
	}
}
