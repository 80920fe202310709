package archive

import (
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Batch writes files of which nobody wants only some, such as a round's workbooks. Each is written beside its place as soon as it is
// made, and synced while the next ones are made; all get their names once none is missing. Several goroutines may add to one.
type Batch struct {
	disk Disk
	// slots limits how many pieces are synced side by side; syncing waits for them.
	slots   chan struct{}
	syncing sync.WaitGroup

	mu sync.Mutex
	// files are all files that were written; from unsynced on they are not yet being synced.
	files    []*staged
	unsynced int
	err      error // the first error of syncing
}

// Batch begins a batch.
func (d Disk) Batch() *Batch { return &Batch{disk: d, slots: make(chan struct{}, piecesSyncing)} }

// Files of a batch are synced in pieces, while the next ones are made. If the disk is slower than their maker, the maker waits: a
// file stays open until it is synced, and a process may have only so many files open.
const (
	batchTogether = 64 // files in a piece
	piecesSyncing = 4
)

// Add writes a file beside its place, unless the place already holds the same bytes. The errors are those of WriteFile. A failed sync
// may be reported by a later call, or by Place.
func (b *Batch) Add(path string, data []byte) error {
	s, err := b.disk.stage(path, data)
	if err != nil || s == nil {
		return err
	}
	b.mu.Lock()
	var piece []*staged
	if b.files = append(b.files, s); len(b.files)-b.unsynced >= batchTogether {
		piece = b.piece()
	}
	b.mu.Unlock()
	b.sync(piece)
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// piece takes what was written since the last piece.
func (b *Batch) piece() []*staged {
	files := slices.Clone(b.files[b.unsynced:])
	b.unsynced = len(b.files)
	return files
}

// sync starts to sync files.
func (b *Batch) sync(files []*staged) {
	if len(files) == 0 {
		return
	}
	b.slots <- struct{}{}
	b.syncing.Go(func() {
		defer func() { <-b.slots }()
		if err := b.disk.syncAll(files); err != nil {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.err = cmp.Or(b.err, err)
		}
	})
}

// Held names the files of a batch that stayed as they were because other programs have them open. All others were written.
type Held struct {
	Paths []string // in the order of the paths
	Err   error    // the error for the first one
}

func (e *Held) Error() string { return "in use: " + strings.Join(e.Paths, ", ") + ": " + e.Err.Error() }
func (e *Held) Unwrap() error { return e.Err }

// Place gives the files their names, in the order of these. Files that are open elsewhere are skipped and named together in one
// *Held, so that people need not find them one by one. If a name cannot be had for another reason, the remaining files stay as they
// were. If any file could not be written, none gets its name.
func (b *Batch) Place() error {
	files, err := b.synced()
	if err != nil {
		dropAll(files)
		return err
	}
	slices.SortFunc(files, func(x, y *staged) int { return cmp.Compare(x.path, y.path) })
	var held *Held
	var folders []string
	for i, s := range files {
		err := s.place()
		var busy *Busy
		switch {
		case err == nil:
			folders = append(folders, filepath.Dir(s.path))
		case !errors.As(err, &busy):
			dropAll(files[i+1:])
			return err
		case held == nil:
			held = &Held{[]string{s.path}, busy.Err}
		default:
			held.Paths = append(held.Paths, s.path)
		}
	}
	if err := b.disk.syncFolders(slices.Compact(folders)); err != nil {
		return err
	}
	if held != nil {
		return held
	}
	return nil
}

// Drop removes what was written and has no name yet.
func (b *Batch) Drop() {
	files, _ := b.synced()
	dropAll(files)
}

// synced takes the added files out of the batch once all are synced or one failed.
func (b *Batch) synced() ([]*staged, error) {
	b.mu.Lock()
	piece := b.piece()
	b.mu.Unlock()
	b.sync(piece)
	b.syncing.Wait()
	files, err := b.files, b.err
	b.files, b.unsynced, b.err = nil, 0, nil
	return files, err
}

// placeAll gives files their names. If one fails, it and those after it are removed.
func placeAll(files []*staged) error {
	for i, s := range files {
		if err := s.place(); err != nil {
			dropAll(files[i+1:])
			return err
		}
	}
	return nil
}

func dropAll(files []*staged) {
	for _, s := range files {
		s.drop()
	}
}
