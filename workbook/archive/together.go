package archive

import (
	"cmp"
	"path/filepath"
	"slices"
)

// together holds what is filed together. A disk takes as long to sync a hundred files as one, so files are synced together, their
// folders once, and their receipts are written in one go. Filing goes on meanwhile (see CommitBeside), as creating a file may have to
// wait for the disk too.
//
// The order is that of filing one by one, so that a run that dies leaves a state that this could have left: first the bytes, then the
// names, and the receipts last. A file in the archive without a receipt counts for nothing: the next run files it anew.
type together struct {
	disk Disk
	// files were written already; unwritten holds functions that will write the others.
	files     []*staged
	unwritten []write
	// paths maps the paths of the files that will get a name to their hashes; folders are the folders of these paths.
	paths   map[string]string
	folders []string
	lines   []byte
	// from is the number of receipts before.
	from int
	// after is the previous commit if it is still on its way, otherwise nil. landed is closed when this commit is on the disk or has
	// failed; err then says why.
	after  *together
	landed chan struct{}
	err    error
}

// write writes a file beside its place; it gives nil if nothing needs to be written.
type write func() (*staged, error)

// writtenLater is the size up to which a file is held in memory until it is written with the others: ten times that of a return.
const writtenLater = 256 << 10

// Begin starts to file together whatever is stored and appended until CommitBeside. Until then the receipts can be read, but are not
// in the log.
func (a *Archive) Begin() {
	a.filing = &together{disk: a.disk, paths: map[string]string{}, from: len(a.receipts)}
}

// CommitBeside starts writing what was filed since Begin to the disk, while the caller begins and commits more. wait gives the result
// of the commit; it must be called in the order of the commits. Bytes go to the disk at once; names and receipts wait for those of
// earlier commits. If a commit fails, nothing of it was filed, nor of anything begun since.
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

// forget removes the receipts from index n on.
func (a *Archive) forget(n int) {
	if n >= len(a.receipts) {
		return // already removed with an earlier commit
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

// land gives the files their names and writes their receipts.
func (t *together) land(write func(lines []byte) error) error {
	files, err := t.stage()
	if t.after != nil {
		<-t.after.landed
		err = cmp.Or(t.after.err, err)
		t.after = nil // frees the earlier commits
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

// stage writes all files beside their places and syncs them. They are written one after the other: files that are created side by
// side in one folder only wait for each other, which takes the system as long again.
func (t *together) stage() ([]*staged, error) {
	files := slices.Clone(t.files)
	for i, w := range t.unwritten {
		s, err := w()
		if err != nil {
			return files, err
		}
		t.unwritten[i] = nil // frees what it holds
		if s != nil {
			files = append(files, s)
		}
	}
	return files, t.disk.syncAll(files)
}
