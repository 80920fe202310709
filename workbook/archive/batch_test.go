package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// stuck is the computer's own system, except that some files cannot be replaced.
type stuck struct {
	System
	errs map[string]error // by name
}

func (s stuck) Rename(from, to string) error {
	if err := s.errs[filepath.Base(to)]; err != nil {
		return err
	}
	return s.System.Rename(from, to)
}

// contents gives the files of a folder by name, without temporary ones.
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

// No file of a batch is there before it is placed, all of them are afterwards, and dropped files leave no trace.
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
		want int // the number of files with the text
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

// Files of a batch that are open elsewhere are skipped and named; any other failure ends the batch. In every case each file is whole, and
// the next batch writes what is missing.
func TestBatchNamesEveryFileThatIsHeld(t *testing.T) {
	busy := func(name string) error { return &Busy{name, errors.New("open elsewhere")} }
	gone := errors.New("the drive is gone")
	for _, tt := range []struct {
		name string
		errs map[string]error
		held []string
		want string // the files that are new
	}{
		{"one is open", map[string]error{"b": busy("b")}, []string{"b"}, "acd"},
		{"the first and the last are open", map[string]error{"d": busy("d"), "a": busy("a")}, []string{"a", "d"}, "bc"},
		{"all are open", map[string]error{"a": busy("a"), "b": busy("b"), "c": busy("c"), "d": busy("d")}, []string{"a", "b", "c", "d"}, ""},
		{"one is open, then the drive is gone", map[string]error{"b": busy("b"), "c": gone}, nil, "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			names := []string{"c", "a", "d", "b"}
			lay(t, dir, names...)
			place := func(d Disk) error {
				b := d.Batch()
				for _, name := range names {
					if err := b.Add(filepath.Join(dir, name), []byte("new")); err != nil {
						t.Fatal(err)
					}
				}
				return b.Place()
			}
			err := place(On(stuck{OS(), tt.errs}))
			var held *Held
			if errors.As(err, &held) {
				var got []string
				for _, path := range held.Paths {
					got = append(got, filepath.Base(path))
				}
				if !slices.Equal(got, tt.held) {
					t.Errorf("named %v, want %v", got, tt.held)
				}
			} else if tt.held != nil || !errors.Is(err, gone) {
				t.Errorf("placed with %v", err)
			}
			for name, text := range contents(t, dir) {
				if want := map[bool]string{true: "new", false: name}[strings.Contains(tt.want, name)]; text != want {
					t.Errorf("%s holds %q, want %q", name, text, want)
				}
			}
			if left := leftovers(t, dir); left != nil {
				t.Errorf("left behind %v", left)
			}
			if err := place(disk); err != nil {
				t.Errorf("the next run: %v", err)
			}
			for name, text := range contents(t, dir) {
				if text != "new" {
					t.Errorf("after the next run %s holds %q", name, text)
				}
			}
		})
	}
}
