package archive

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
)

// Batch is files that are to stand together, such as a round's workbooks, of which nobody wants the first half: each is
// written and synced beside its place as soon as it is made, and all get their names once none is missing. Several
// goroutines may add to one.
type Batch struct {
	disk Disk

	mu    sync.Mutex
	files []*staged
}

// Batch begins a batch.
func (d Disk) Batch() *Batch { return &Batch{disk: d} }

// Add writes a file beside its place. One that already holds the same bytes is left alone. The errors are those of WriteFile.
func (b *Batch) Add(path string, data []byte) error {
	s, err := b.disk.stage(path, data)
	if err != nil || s == nil {
		return err
	}
	if err := s.sync(); err != nil {
		s.drop()
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.files = append(b.files, s)
	return nil
}

// Place gives the files their names, in the order of these. Where one cannot be had, because the file is open elsewhere,
// those after it stay as they were.
func (b *Batch) Place() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	files := b.files
	b.files = nil
	slices.SortFunc(files, func(x, y *staged) int { return cmp.Compare(x.path, y.path) })
	if err := placeAll(files); err != nil {
		return err
	}
	var folders []string
	for _, s := range files {
		folders = append(folders, filepath.Dir(s.path))
	}
	return b.disk.syncFolders(slices.Compact(folders))
}

// Drop takes away what was written and has no name yet.
func (b *Batch) Drop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.files {
		s.drop()
	}
	b.files = nil
}

// placeAll gives files their names. Where one cannot be had, it and those after it are taken away.
func placeAll(files []*staged) error {
	for i, s := range files {
		if err := s.place(); err != nil {
			for _, rest := range files[i+1:] {
				rest.drop()
			}
			return err
		}
	}
	return nil
}

// syncFolders makes sure that the names in folders outlive a power cut.
func (d Disk) syncFolders(folders []string) error {
	for _, dir := range folders {
		if err := d.system().SyncDir(dir); err != nil {
			return fmt.Errorf("write to %s: %w", dir, named(dir, err))
		}
	}
	return nil
}
