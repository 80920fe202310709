package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"
)

// Locked says that another run is working on the same workspace.
type Locked struct{ Path string }

func (e *Locked) Error() string { return "another run is at work: " + e.Path }

// lockPoll is how often a held lock is tried again.
const lockPoll = 50 * time.Millisecond

// Archive is the folder of a workspace in which nothing is ever changed. One run at a time holds it.
type Archive struct {
	disk     Disk
	dir, log string
	lock     *flock.Flock
	receipts []Receipt
	// bySHA gives the indices of a file's receipts by its hash.
	bySHA map[string][]int
	// whole is the length in bytes of the whole lines of the log; unended says that the last of them lacks its newline.
	whole   int64
	unended bool
	// Faults are the faults of the log found on opening.
	Faults []Fault
	// filing holds what is being filed together, nil if everything is filed by itself.
	filing *together
	// landing holds what is on its way to the disk while more is filed, in the order of the commits.
	landing []*together
}

// Open locks an archive folder, creating it if it is missing, and reads its log of receipts. It waits for another run to finish; the
// error is a *Locked if that takes longer than wait. A last line of the log that a killed run left unfinished is cut off.
func (d Disk) Open(dir, logName string, wait time.Duration) (*Archive, error) {
	if err := d.system().MkdirAll(dir); err != nil {
		return nil, fmt.Errorf("open archive: %w", named(dir, err))
	}
	a := &Archive{disk: d, dir: dir, log: filepath.Join(dir, logName), lock: flock.New(filepath.Join(dir, ".lock"))}
	// A free archive can be locked even if there is no time to wait.
	ok, err := a.lock.TryLock()
	if err == nil && !ok {
		ctx, cancel := context.WithTimeout(context.Background(), wait)
		defer cancel()
		ok, err = a.lock.TryLockContext(ctx, lockPoll)
	}
	if !ok {
		if err == nil || errors.Is(err, context.DeadlineExceeded) {
			return nil, &Locked{dir}
		}
		return nil, fmt.Errorf("open archive: %w", err)
	}
	if err := a.load(); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

func (a *Archive) load() error {
	if err := a.read(); err != nil {
		return err
	}
	info, err := a.disk.system().Stat(a.log)
	if err == nil && info.Size() > a.whole {
		if err := a.disk.system().Truncate(a.log, a.whole); err != nil {
			return fmt.Errorf("mend receipts: %w", named(a.log, err))
		}
	}
	return nil
}

func (a *Archive) read() error {
	l, err := readLog(a.disk, a.log)
	if err != nil {
		return err
	}
	a.receipts, a.Faults, a.whole, a.unended = l.receipts, l.faults, l.whole, l.unended
	a.bySHA = make(map[string][]int, len(a.receipts))
	for i, r := range a.receipts {
		a.bySHA[r.SHA256] = append(a.bySHA[r.SHA256], i)
	}
	return nil
}

// Read reads an archive's receipts without locking it; a missing archive has none.
func (d Disk) Read(dir, logName string) (*Archive, error) {
	a := &Archive{disk: d, dir: dir, log: filepath.Join(dir, logName)}
	return a, a.read()
}

// Upto gives the archive as it was when it had n receipts, for reading only.
func (a *Archive) Upto(n int) *Archive {
	return &Archive{disk: a.disk, dir: a.dir, log: a.log, receipts: a.receipts[:n:n], bySHA: a.bySHA}
}

// Close unlocks the archive.
func (a *Archive) Close() error {
	if a.lock == nil {
		return nil
	}
	return a.lock.Unlock()
}

// Receipts lists all receipts in the order in which they were written.
func (a *Archive) Receipts() []Receipt { return a.receipts }

// Select lists the receipts of a kind and period; an empty period takes all.
func (a *Archive) Select(kind, period string) []Receipt {
	var out []Receipt
	for _, r := range a.receipts {
		if r.Kind == kind && (period == "" || r.Period == period) {
			out = append(out, r)
		}
	}
	return out
}

// Latest gives the last receipt of a kind and period; false if there is none.
func (a *Archive) Latest(kind, period string) (Receipt, bool) {
	rs := a.Select(kind, period)
	if len(rs) == 0 {
		return Receipt{}, false
	}
	return rs[len(rs)-1], true
}

// Find gives the first receipt of a kind for a file, by its hash; false if it never came in.
func (a *Archive) Find(kind, sha string) (Receipt, bool) {
	for _, r := range a.WithSHA(sha) {
		if r.Kind == kind {
			return r, true
		}
	}
	return Receipt{}, false
}

// WithSHA lists the receipts of a file's bytes under any name, in the order in which they were written.
func (a *Archive) WithSHA(sha string) []Receipt {
	var out []Receipt
	for _, i := range a.bySHA[sha] {
		if i < len(a.receipts) { // the index may be that of a longer archive
			out = append(out, a.receipts[i])
		}
	}
	return out
}

// Append writes a receipt at the end of the log, numbered and chained, and returns it as written.
func (a *Archive) Append(r Receipt) (Receipt, error) {
	r.N, r.Prev = 1, ""
	if n := len(a.receipts); n > 0 {
		r.N, r.Prev = a.receipts[n-1].N+1, a.receipts[n-1].Hash
	}
	r = r.legible()
	r.Hash = r.digest()
	line, err := json.Marshal(r)
	if err != nil {
		return r, fmt.Errorf("write receipt: %w", err)
	}
	line = append(line, '\n')
	if a.filing != nil {
		a.filing.lines = append(a.filing.lines, line...)
	} else if err := a.write(line); err != nil {
		return r, err
	}
	a.bySHA[r.SHA256] = append(a.bySHA[r.SHA256], len(a.receipts))
	a.receipts = append(a.receipts, r)
	return r, nil
}

// write appends lines to the log.
func (a *Archive) write(lines []byte) error {
	if a.unended {
		lines = append([]byte{'\n'}, lines...)
	}
	f, err := a.disk.system().OpenAppend(a.log)
	if err != nil {
		return fmt.Errorf("write receipt: %w", named(a.log, err))
	}
	start, err := f.Size()
	if err != nil {
		f.Close()
		return fmt.Errorf("write receipt: %w", named(a.log, err))
	}
	_, err = f.Write(lines)
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		// A full disk may have taken half a line; the next one must not be joined to it.
		f.Truncate(start)
		f.Close()
		return fmt.Errorf("write receipt: %w", named(a.log, err))
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write receipt: %w", named(a.log, err))
	}
	a.unended = false
	return nil
}

// hashInName is how many digits of a file's hash are part of its archived name.
const hashInName = 8

// Store keeps a file's bytes in a period's folder and gives the path relative to the archive. The same bytes under the same name are
// stored once.
func (a *Archive) Store(period, name string, data []byte) (string, error) {
	return a.StoreSummed(period, name, data, Hash(data))
}

// StoreSummed is Store for bytes whose hash is known.
func (a *Archive) StoreSummed(period, name string, data []byte, sum string) (string, error) {
	return a.store(period, name, sum, len(data) <= writtenLater, func(path string) (*staged, error) { return a.disk.stage(path, data) })
}

// StoreFrom keeps a file of the inbox, whose hash is known, without holding it in memory. The error is an *Unread if it cannot be
// read or has changed.
func (a *Archive) StoreFrom(period, name string, in Incoming, sum string) (string, error) {
	return a.store(period, name, sum, false, func(path string) (*staged, error) { return a.disk.stageFrom(path, in, sum) })
}

// store keeps a file that stage writes beside its place. With later, a file that is filed together with others may be written later.
func (a *Archive) store(period, name, sum string, later bool, stage func(path string) (*staged, error)) (string, error) {
	rel := path.Join(SafeName(period), sum[:hashInName]+"-"+SafeName(name))
	kept := filepath.Join(a.dir, filepath.FromSlash(rel))
	if a.taken(kept, sum) {
		// Somebody may deliberately make two files whose hashes begin alike; neither may replace the other.
		rel = path.Join(SafeName(period), sum+"-"+SafeName(name))
		kept = filepath.Join(a.dir, filepath.FromSlash(rel))
	}
	if a.filing != nil {
		if slices.ContainsFunc(a.landing, func(t *together) bool { return t.paths[kept] == sum }) {
			return rel, nil
		}
		err := a.filing.store(kept, sum, func() (*staged, error) {
			s, err := stage(kept)
			if err != nil {
				return nil, fmt.Errorf("archive %s: %w", name, err)
			}
			return s, nil
		}, later)
		return rel, err
	}
	s, err := stage(kept)
	if err == nil && s != nil {
		err = s.stand()
	}
	if err != nil {
		return "", fmt.Errorf("archive %s: %w", name, err)
	}
	// After a power cut the receipt that follows must not exist without its file.
	if err := a.disk.system().SyncDir(filepath.Dir(kept)); err != nil {
		return "", fmt.Errorf("archive %s: %w", name, named(kept, err))
	}
	return rel, nil
}

// taken reports whether a path holds other bytes than those with the hash.
func (a *Archive) taken(path, sum string) bool {
	for _, t := range append(slices.Clone(a.landing), a.filing) {
		if t != nil && t.paths[path] != "" {
			return t.paths[path] != sum
		}
	}
	if !a.disk.Exists(path) {
		return false
	}
	_, old, err := a.disk.headOf(path, 0)
	return err == nil && old != sum
}

// Lost says that an archived file is missing or changed.
type Lost struct {
	Receipt, Path string
	Changed       bool
	Came          bool // it came from outside, so it may be obtained again
	Err           error
}

func (e *Lost) Unwrap() error { return e.Err }

func (e *Lost) Error() string {
	if e.Changed {
		return "archived file of receipt " + e.Receipt + " was changed: " + e.Path
	}
	return "archived file of receipt " + e.Receipt + " is missing: " + e.Path
}

// Holds reports whether a receipt's file exists, whatever it contains.
func (a *Archive) Holds(r Receipt) bool {
	return a.disk.Exists(filepath.Join(a.dir, filepath.FromSlash(r.Path)))
}

// Stat describes a receipt's file, whatever it contains.
func (a *Archive) Stat(r Receipt) (fs.FileInfo, error) {
	return a.disk.system().Stat(filepath.Join(a.dir, filepath.FromSlash(r.Path)))
}

// Restore puts a receipt's lost file back from a file of the inbox. The error is an *Unread if that cannot be read or holds other
// bytes.
func (a *Archive) Restore(r Receipt, in Incoming) error {
	s, err := a.disk.stageFrom(filepath.Join(a.dir, filepath.FromSlash(r.Path)), in, r.SHA256)
	if err != nil || s == nil {
		return err
	}
	return s.stand()
}

// Load reads an archived file and checks it against its receipt.
func (a *Archive) Load(r Receipt) ([]byte, error) {
	data, err := a.disk.ReadFile(filepath.Join(a.dir, filepath.FromSlash(r.Path)))
	if err != nil {
		return nil, unloaded(r, err)
	}
	if err := holdAgainst(r, Hash(data)); err != nil {
		return nil, err
	}
	return data, nil
}

// LoadHead gives the first n bytes of an archived file, and checks all of it against its receipt without holding it in memory.
func (a *Archive) LoadHead(r Receipt, n int) ([]byte, error) {
	head, sum, err := a.disk.headOf(filepath.Join(a.dir, filepath.FromSlash(r.Path)), n)
	if err != nil {
		return nil, unloaded(r, err)
	}
	if err := holdAgainst(r, sum); err != nil {
		return nil, err
	}
	return head, nil
}

func unloaded(r Receipt, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &Lost{Receipt: r.ID(), Path: r.Path, Came: r.came(), Err: err}
	}
	return fmt.Errorf("read archive: %w", err)
}

func holdAgainst(r Receipt, sum string) error {
	if sum != r.SHA256 {
		return &Lost{Receipt: r.ID(), Path: r.Path, Changed: true}
	}
	return nil
}
