package archive

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// watching is the computer's own system, whose files count their syncs and fail at some of them.
type watching struct {
	System
	fails string // the name of the file whose sync fails

	mu    sync.Mutex
	syncs map[string]int
	open  int
	most  int           // were open at a time
	slow  chan struct{} // if it is set, a sync waits for it to be closed
}

type watched struct {
	File
	of   *watching
	name string
}

func (w *watching) CreateTemp(dir, pattern string) (File, error) {
	f, err := w.System.CreateTemp(dir, pattern)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open++
	w.most = max(w.most, w.open)
	return &watched{File: f, of: w}, nil
}

func (f *watched) Write(b []byte) (int, error) {
	f.name = string(b) // a test's files hold their names
	return f.File.Write(b)
}

func (f *watched) Sync() error {
	if f.of.slow != nil {
		<-f.of.slow
	}
	f.of.mu.Lock()
	defer f.of.mu.Unlock()
	f.of.syncs[f.name]++
	if f.name == f.of.fails {
		return errors.New("bad block")
	}
	return nil
}

func (f *watched) Close() error {
	f.of.mu.Lock()
	defer f.of.mu.Unlock()
	f.of.open--
	return f.File.Close()
}

// If the system cannot sync all files at once, each is synced once and closed. A failure is reported, and then no file of the batch gets
// its name.
func TestSyncedOneByOne(t *testing.T) {
	for _, fails := range []string{"", "9.xlsx"} {
		dir := t.TempDir()
		w := &watching{System: OS(), fails: fails, syncs: map[string]int{}}
		b := On(w).Batch()
		const files = batchTogether + syncedTogether
		var errs []error
		for i := range files {
			name := fmt.Sprint(i, ".xlsx")
			if err := b.Add(filepath.Join(dir, name), []byte(name)); err != nil {
				errs = append(errs, err)
			}
		}
		err := b.Place()
		if fails == "" && (err != nil || errs != nil || len(contents(t, dir)) != files) {
			t.Errorf("placed %d, %v, %v", len(contents(t, dir)), err, errs)
		}
		if fails != "" && (err == nil || len(contents(t, dir)) > 0) {
			t.Errorf("placed %d although %s could not be written", len(contents(t, dir)), fails)
		}
		if len(w.syncs) != files || w.open != 0 {
			t.Errorf("%q: synced %d of %d, %d open", fails, len(w.syncs), files, w.open)
		}
		for name, n := range w.syncs {
			if n != 1 {
				t.Errorf("%s was synced %d times", name, n)
			}
		}
	}
}

// However slow the disk is, no more files are open than are synced at a time, together with those that are made next.
func TestSlowDiskLeavesFewFilesOpen(t *testing.T) {
	const bound = (piecesSyncing + 1) * batchTogether
	dir := t.TempDir()
	w := &watching{System: OS(), syncs: map[string]int{}, slow: make(chan struct{})}
	b := On(w).Batch()
	go func() {
		time.Sleep(500 * time.Millisecond) // long enough for all to be open if nothing waited
		close(w.slow)
	}()
	for i := range 2 * bound {
		if err := b.Add(filepath.Join(dir, fmt.Sprint(i)), []byte(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Place(); err != nil || len(contents(t, dir)) != 2*bound {
		t.Errorf("placed %d, %v", len(contents(t, dir)), err)
	}
	if w.most > bound || w.open != 0 {
		t.Errorf("%d were open at a time, %d are", w.most, w.open)
	}
}
