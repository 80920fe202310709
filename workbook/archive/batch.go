package archive

import (
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Batch is files that are to stand together, such as a round's workbooks, of which nobody wants the first half: each is
// written beside its place as soon as it is made and synced while the next ones are, and all get their names once none is
// missing. Several goroutines may add to one.
type Batch struct {
	disk Disk
	// slots bounds how many pieces are synced side by side, syncing waits for these.
	slots   chan struct{}
	syncing sync.WaitGroup

	mu sync.Mutex
	// files are all that were written, those from unsynced on are not yet on their way to the disk.
	files    []*staged
	unsynced int
	err      error // what came of those that could not be synced
}

// Batch begins a batch.
func (d Disk) Batch() *Batch { return &Batch{disk: d, slots: make(chan struct{}, piecesSyncing)} }

// Files of a batch are synced in pieces, while the next ones are made. Where the disk is slower than whoever makes them these wait: a file
// is open until it is synced, and a process may have no more than so many open.
const (
	batchTogether = 64 // files a piece
	piecesSyncing = 4
)

// Add writes a file beside its place. One that already holds the same bytes is left alone. The errors are those of WriteFile; that
// the bytes could not be made sure of may be said by a later call, or by Place.
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

// piece takes what was written since the last one.
func (b *Batch) piece() []*staged {
	files := slices.Clone(b.files[b.unsynced:])
	b.unsynced = len(b.files)
	return files
}

// sync sends files on their way to the disk.
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

// Held says which files of a batch stayed as they were because other programs have them open. All others stand.
type Held struct {
	Paths []string // in their order
	Err   error    // what came of the first
}

func (e *Held) Error() string { return "in use: " + strings.Join(e.Paths, ", ") + ": " + e.Err.Error() }
func (e *Held) Unwrap() error { return e.Err }

// Place gives the files their names, in the order of these. Those that are open elsewhere are passed over and all named in one
// *Held: whoever closes them should not learn of them one by one. Where a name cannot be had for another reason, the rest
// stay as they were. Where one could not be written none gets its name.
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

// Drop takes away what was written and has no name yet.
func (b *Batch) Drop() {
	files, _ := b.synced()
	dropAll(files)
}

// synced takes what was added out of the batch once all of it is synced, or could not be.
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

// placeAll gives files their names. Where one cannot be had, it and those after it are taken away.
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
