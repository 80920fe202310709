package main

import "duban/workbook/archive"

// unsynced is the computer's own system without syncing to the disk: what a test wrote need not survive a power cut, and hundreds of runs
// that wait for the disk would take longer than everything else. Sync calls are counted and made to fail in TestEveryFault, and made for
// real by package archive's tests and by .ci/run, which runs the program itself.
type unsynced struct{ archive.System }

func (unsynced) SyncDir(string) error { return nil }

func (s unsynced) CreateTemp(dir, pattern string) (archive.File, error) {
	f, err := s.System.CreateTemp(dir, pattern)
	if err != nil {
		return nil, err
	}
	return unsyncedFile{f}, nil
}

func (s unsynced) OpenAppend(path string) (archive.File, error) {
	f, err := s.System.OpenAppend(path)
	if err != nil {
		return nil, err
	}
	return unsyncedFile{f}, nil
}

type unsyncedFile struct{ archive.File }

func (unsyncedFile) Sync() error { return nil }

// ownDisk gives the computer's own disk for tests.
func ownDisk() archive.Disk { return archive.On(unsynced{archive.OS()}) }
