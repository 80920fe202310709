package main

import "duban/workbook/archive"

// unsynced is the computer's own system, which leaves it to itself when what was written reaches the disk: what a test wrote need
// not outlive a power cut, and hundreds of runs that wait for the disk take longer than all that they work out. The calls
// themselves are counted and made fail in TestEveryFault, package archive's tests make them, and so does .ci/run, which runs the
// program as it is.
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

// ownDisk is the computer's own disk in tests.
func ownDisk() archive.Disk { return archive.On(unsynced{archive.OS()}) }
