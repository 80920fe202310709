package archive

import (
	"cmp"
	"path/filepath"
	"slices"
	"sync"
)

// together is what is filed together. A disk takes as long to make sure of a hundred files as of one: files are written and
// synced side by side, their folders once, and their receipts are written in one go. Whoever files goes on meanwhile, see
// CommitBeside: to make a file may have to wait for the disk too.
//
// The order is that of filing one by one, so that a run that dies leaves what it would have left then: first the bytes, then
// the names, and the receipts last. Without its receipt a file in the archive is nothing: the next run files it anew.
type together struct {
	disk Disk
	// files are written already, unwritten are those that write gives.
	files     []*staged
	unwritten []write
	// paths are those of the files that are to have a name, with their hashes; folders are those that hold them.
	paths   map[string]string
	folders []string
	lines   []byte
	// from is how many receipts there were before.
	from int
}

// write writes a file beside its place; it gives nil where there is nothing to be written.
type write func() (*staged, error)

// writtenLater is the length up to which a file is held until it is written with the others: ten times that of a return.
const writtenLater = 256 << 10

// syncedAtOnce is how many files are synced side by side. A file system gathers the syncs that come while it is at one.
const syncedAtOnce = 32

// Begin starts to file together what is stored and appended until Commit. Until then receipts can be read, but stand
// nowhere.
func (a *Archive) Begin() {
	a.filing = &together{disk: a.disk, paths: map[string]string{}, from: len(a.receipts)}
}

// Commit makes what was filed since Begin stand on the disk. Where it fails, none of it was filed.
func (a *Archive) Commit() error { return a.CommitBeside()() }

// CommitBeside does so while whoever calls it begins to file more, which he commits once wait has said what came of this. Where it
// fails, nothing of what was begun since was filed either.
func (a *Archive) CommitBeside() (wait func() error) {
	t := a.filing
	if t == nil {
		return func() error { return nil }
	}
	a.filing, a.landing = nil, t
	landed := make(chan error, 1)
	go func() {
		err := t.place()
		if err == nil && len(t.lines) > 0 {
			err = a.write(t.lines)
		}
		landed <- err
	}()
	return func() error {
		err := <-landed
		a.landing = nil
		if err != nil {
			if a.filing != nil {
				dropAll(a.filing.files)
				a.filing = nil
			}
			a.forget(t.from)
		}
		return err
	}
}

// forget takes back the receipts from the n-th on.
func (a *Archive) forget(n int) {
	for _, r := range a.receipts[n:] {
		of := a.bySHA[r.SHA256]
		a.bySHA[r.SHA256] = slices.DeleteFunc(of, func(i int) bool { return i >= n })
	}
	a.receipts = a.receipts[:n]
}

// store takes a file in, to be written now or later.
func (t *together) store(path, sum string, w write, later bool) error {
	if t.paths[path] == sum {
		return nil
	}
	if later {
		t.unwritten = append(t.unwritten, w)
	} else if s, err := w(); err != nil {
		return err
	} else if s != nil {
		t.files = append(t.files, s)
	}
	t.paths[path] = sum
	if dir := filepath.Dir(path); !slices.Contains(t.folders, dir) {
		t.folders = append(t.folders, dir)
	}
	return nil
}

// place writes and syncs all files, gives them their names, and syncs the folders.
func (t *together) place() error {
	files := slices.Concat(t.files, make([]*staged, len(t.unwritten)))
	later := files[len(t.files):]
	errs := make([]error, len(files))
	var wait sync.WaitGroup
	slots := make(chan struct{}, syncedAtOnce)
	for i := range files {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			if n := i - len(t.files); n >= 0 {
				later[n], errs[i] = t.unwritten[n]()
				t.unwritten[n] = nil // with what it holds
			}
			if files[i] != nil {
				errs[i] = files[i].sync()
			}
		})
	}
	wait.Wait()
	files = slices.DeleteFunc(files, func(s *staged) bool { return s == nil })
	if err := cmp.Or(errs...); err != nil {
		dropAll(files)
		return err
	}
	if err := placeAll(files); err != nil {
		return err
	}
	return t.disk.syncFolders(t.folders)
}
