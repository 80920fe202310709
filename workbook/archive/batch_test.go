package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// stuck is the computer's own system, on which one file cannot be replaced.
type stuck struct {
	System
	path string
}

func (s stuck) Rename(from, to string) error {
	if to == s.path {
		return errors.New("open elsewhere")
	}
	return s.System.Rename(from, to)
}

// contents are the files of a folder by name, those being written left out.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(e.Name(), tempPrefix) {
			out[e.Name()] = string(data)
		}
	}
	return out
}

// Nothing of a batch is there before it is placed, all of it is afterwards, and what was dropped leaves no trace.
func TestBatch(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, "甲.xlsx")
	fill := func(b *Batch, text string) {
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				name := fmt.Sprint("单位", i, ".xlsx")
				if i == 0 {
					name = "甲.xlsx"
				}
				if err := b.Add(filepath.Join(dir, name), []byte(text)); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	for _, tt := range []struct {
		text string
		end  func(*Batch) error
		want int // files with the text
	}{
		{"dropped", func(b *Batch) error { b.Drop(); return nil }, 0},
		{"placed", (*Batch).Place, 8},
		{"dropped again", func(b *Batch) error { b.Drop(); return b.Place() }, 0},
	} {
		b := disk.Batch()
		fill(b, tt.text)
		before := contents(t, dir)
		for name, text := range before {
			if text == tt.text {
				t.Errorf("%s: %s is there before its batch is placed", tt.text, name)
			}
		}
		if err := tt.end(b); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, text := range contents(t, dir) {
			if text == tt.text {
				n++
			}
		}
		if n != tt.want {
			t.Errorf("%s: %d files hold it, want %d", tt.text, n, tt.want)
		}
		if left := leftovers(t, dir); left != nil {
			t.Errorf("%s: left behind %v", tt.text, left)
		}
	}
}

// Where one name cannot be had the files before it are new, it and those after it as they were, each whole.
func TestBatchStopsAtAFileThatIsHeld(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, "a.xlsx", "b.xlsx", "c.xlsx")
	b := On(stuck{OS(), filepath.Join(dir, "b.xlsx")}).Batch()
	for _, name := range []string{"c.xlsx", "a.xlsx", "b.xlsx"} {
		if err := b.Add(filepath.Join(dir, name), []byte("new")); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Place(); err == nil {
		t.Fatal("placed")
	}
	got := contents(t, dir)
	if got["a.xlsx"] != "new" || got["b.xlsx"] != "b.xlsx" || got["c.xlsx"] != "c.xlsx" {
		t.Errorf("the folder holds %v", got)
	}
	if left := leftovers(t, dir); left != nil {
		t.Errorf("left behind %v", left)
	}
}
