package archive

import (
	"cmp"
	"path/filepath"
	"slices"
)

// together is what is filed together. A disk takes as long to make sure of a hundred files as of one: files are synced
// together, their folders once, and their receipts are written in one go. Whoever files goes on meanwhile, see CommitBeside: to make
// a file may have to wait for the disk too.
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
	// after is what was committed before and is still on its way, nil where nothing is; landed is closed when this stands or
	// failed, and err then says how.
	after  *together
	landed chan struct{}
	err    error
}

// write writes a file beside its place; it gives nil where there is nothing to be written.
type write func() (*staged, error)

// writtenLater is the length up to which a file is held until it is written with the others: ten times that of a return.
const writtenLater = 256 << 10

// Begin starts to file together what is stored and appended until CommitBeside. Until then receipts can be read, but stand
// nowhere.
func (a *Archive) Begin() {
	a.filing = &together{disk: a.disk, paths: map[string]string{}, from: len(a.receipts)}
}

// CommitBeside makes what was filed since Begin stand on the disk, while whoever calls it begins and commits more. Each wait, to be
// called in the order of the commits, says what came of one. Bytes go to the disk at once; names and receipts wait for those of what
// was committed before. Where it fails none of it was filed, nor anything that was begun since.
func (a *Archive) CommitBeside() (wait func() error) {
	t := a.filing
	if t == nil {
		return func() error { return nil }
	}
	if n := len(a.landing); n > 0 {
		t.after = a.landing[n-1]
	}
	t.landed = make(chan struct{})
	a.filing, a.landing = nil, append(a.landing, t)
	go func() {
		defer close(t.landed)
		t.err = t.land(a.write)
	}()
	return func() error {
		<-t.landed
		a.landing = slices.DeleteFunc(a.landing, func(l *together) bool { return l == t })
		if t.err != nil {
			if a.filing != nil {
				dropAll(a.filing.files)
				a.filing = nil
			}
			a.forget(t.from)
		}
		return t.err
	}
}

// forget takes back the receipts from the n-th on.
func (a *Archive) forget(n int) {
	if n >= len(a.receipts) {
		return // with what was filed before
	}
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

// land makes files stand, and writes their receipts.
func (t *together) land(write func(lines []byte) error) error {
	files, err := t.stage()
	if t.after != nil {
		<-t.after.landed
		err = cmp.Or(t.after.err, err)
		t.after = nil // with those before it
	}
	if err != nil {
		dropAll(files)
		return err
	}
	if err := placeAll(files); err != nil {
		return err
	}
	if err := t.disk.syncFolders(t.folders); err != nil || len(t.lines) == 0 {
		return err
	}
	return write(t.lines)
}

// stage writes all files beside their places and syncs them. They are written one after the other: several that are made in one
// folder at a time only wait for each other, which takes the system as long again.
func (t *together) stage() ([]*staged, error) {
	files := slices.Clone(t.files)
	for i, w := range t.unwritten {
		s, err := w()
		if err != nil {
			return files, err
		}
		t.unwritten[i] = nil // with what it holds
		if s != nil {
			files = append(files, s)
		}
	}
	return files, t.disk.syncAll(files)
}
