package archive

import (
	"cmp"
	"fmt"
	"path/filepath"
	"sync"
)

// syncedAtOnce is how many files are synced side by side. A file system combines syncs that come while it is busy with one.
const syncedAtOnce = 32

// syncedTogether is the number of files in a folder from which everything that their file system holds back is written at once, if
// the system can. Syncing them one by one costs as many waits, and after each the processor is late to learn that it may work on.
const syncedTogether = 8

// syncAll makes the bytes of files survive a power cut, and closes the files.
func (d Disk) syncAll(files []*staged) error {
	folders := map[string][]*staged{}
	for _, s := range files {
		dir := filepath.Dir(s.path)
		folders[dir] = append(folders[dir], s)
	}
	sure := map[string]bool{}
	for dir, of := range folders {
		sure[dir] = len(of) >= syncedTogether && syncSystem(of[0].file)
	}
	errs := make([]error, len(files))
	var wait sync.WaitGroup
	slots := make(chan struct{}, syncedAtOnce)
	for i, s := range files {
		if sure[filepath.Dir(s.path)] {
			errs[i] = s.close()
			continue
		}
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			errs[i] = s.sync()
		})
	}
	wait.Wait()
	return cmp.Or(errs...)
}

// sync makes the bytes survive a power cut.
func (s *staged) sync() error {
	if err := s.file.Sync(); err != nil {
		return fmt.Errorf("write %s: %w", s.path, named(s.path, err))
	}
	return s.close()
}

func (s *staged) close() error {
	f := s.file
	s.file = nil
	if err := f.Close(); err != nil {
		return fmt.Errorf("write %s: %w", s.path, named(s.path, err))
	}
	return nil
}

// SyncFolder makes the names in a folder survive a power cut, before a receipt refers to one of them.
func (d Disk) SyncFolder(dir string) error { return d.syncFolders([]string{dir}) }

// syncFolders makes the names in folders survive a power cut.
func (d Disk) syncFolders(folders []string) error {
	for _, dir := range folders {
		if err := d.system().SyncDir(dir); err != nil {
			return fmt.Errorf("write to %s: %w", dir, named(dir, err))
		}
	}
	return nil
}
