package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// Locked says that another run is at work on the same workspace.
type Locked struct{ Path string }

func (e *Locked) Error() string { return "another run is at work: " + e.Path }

// lockPoll is how often a held lock is tried again.
const lockPoll = 50 * time.Millisecond

// Archive is the folder of a workspace in which nothing is ever changed. It is held by one run at a time.
type Archive struct {
	dir, log string
	lock     *flock.Flock
	receipts []Receipt
	// Faults are those of the log, found on opening.
	Faults []Fault
}

// Open takes hold of an archive folder, which is made where it is missing, and reads its log of receipts. It waits for
// another run to finish; the error is a *Locked when that takes longer than wait. A last line of the log that a killed
// run left unfinished is cut away.
func Open(dir, logName string, wait time.Duration) (*Archive, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	a := &Archive{dir: dir, log: filepath.Join(dir, logName), lock: flock.New(filepath.Join(dir, ".lock"))}
	// A free archive is had even where there is no time to wait.
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
	receipts, keep, faults, err := readLog(a.log)
	if err != nil {
		return err
	}
	a.receipts, a.Faults = receipts, faults
	info, err := os.Stat(a.log)
	if err == nil && info.Size() > keep {
		if err := os.Truncate(a.log, keep); err != nil {
			return fmt.Errorf("mend receipts: %w", err)
		}
	}
	return nil
}

// Read reads an archive's receipts without taking hold of it; a missing archive has none.
func Read(dir, logName string) (*Archive, error) {
	a := &Archive{dir: dir, log: filepath.Join(dir, logName)}
	receipts, _, faults, err := readLog(a.log)
	a.receipts, a.Faults = receipts, faults
	return a, err
}

// Close lets go of the archive.
func (a *Archive) Close() error {
	if a.lock == nil {
		return nil
	}
	return a.lock.Unlock()
}

// Receipts are all receipts in the order in which they were written.
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

// Latest is the last receipt of a kind and period; false where there is none.
func (a *Archive) Latest(kind, period string) (Receipt, bool) {
	rs := a.Select(kind, period)
	if len(rs) == 0 {
		return Receipt{}, false
	}
	return rs[len(rs)-1], true
}

// Find finds the first receipt of a file by its hash; false where it never came in.
func (a *Archive) Find(kind, sha string) (Receipt, bool) {
	for _, r := range a.receipts {
		if r.Kind == kind && r.SHA256 == sha {
			return r, true
		}
	}
	return Receipt{}, false
}

// Append writes a receipt at the end of the log, numbered and chained, and gives it back as written.
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
	if a.unended() {
		line = append([]byte{'\n'}, line...)
	}
	f, err := os.OpenFile(a.log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return r, fmt.Errorf("write receipt: %w", err)
	}
	start, err := f.Seek(0, 2)
	if err != nil {
		f.Close()
		return r, fmt.Errorf("write receipt: %w", err)
	}
	_, err = f.Write(append(line, '\n'))
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		// A full disk may have taken half a line: what follows must not be glued to it.
		f.Truncate(start)
		f.Close()
		return r, fmt.Errorf("write receipt: %w", err)
	}
	if err := f.Close(); err != nil {
		return r, fmt.Errorf("write receipt: %w", err)
	}
	a.receipts = append(a.receipts, r)
	return r, nil
}

// unended reports that the log's last line lacks its newline.
func (a *Archive) unended() bool {
	f, err := os.Open(a.log)
	if err != nil {
		return false
	}
	defer f.Close()
	last := make([]byte, 1)
	end, err := f.Seek(-1, io.SeekEnd)
	if err != nil {
		return false
	}
	_, err = f.ReadAt(last, end)
	return err == nil && last[0] != '\n'
}

// hashInName is how many characters of a file's hash stand in its archived name.
const hashInName = 8

// Store keeps a file's bytes below a period's folder, and gives the path below the archive. The same bytes under the same
// name are kept once.
func (a *Archive) Store(period, name string, data []byte) (string, error) {
	sum := Hash(data)
	rel := path.Join(SafeName(period), sum[:hashInName]+"-"+SafeName(name))
	if err := WriteFile(filepath.Join(a.dir, filepath.FromSlash(rel)), data); err != nil {
		return "", fmt.Errorf("archive %s: %w", name, err)
	}
	return rel, nil
}

// Load reads an archived file and holds it against its receipt.
func (a *Archive) Load(r Receipt) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(a.dir, filepath.FromSlash(r.Path)))
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("archived file of receipt %s is missing: %w", r.ID(), err)
		}
		return nil, fmt.Errorf("read archive: %w", err)
	}
	if Hash(data) != r.SHA256 {
		return nil, fmt.Errorf("archived file of receipt %s was changed: %s", r.ID(), r.Path)
	}
	return data, nil
}
