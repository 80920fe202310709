package archive

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"runtime"
	"strings"
)

// tempPrefix begins the names of files that are being written. Scans skip such files, and Clean removes them.
const tempPrefix = "~duban-"

// WriteFile replaces a file by data, completely or not at all: it writes beside the file, syncs and renames. Missing folders are
// created. A file that already holds the same bytes is left alone. The error is a *Busy if the file is open elsewhere, and a *Full if
// the disk is.
func (d Disk) WriteFile(path string, data []byte) error {
	s, err := d.stage(path, data)
	if err != nil || s == nil {
		return err
	}
	return s.stand()
}

// writtenAtOnce is how many bytes go to the disk at a time, of a file that is written while it is made.
const writtenAtOnce = 512 << 10

// Write replaces a file by what write writes, as WriteFile does, without holding all of it. It gives the hash, which ready gets
// before the file gets its name. The errors are those of WriteFile, write and ready.
func (d Disk) Write(path string, write func(io.Writer) error, ready func(sum string) error) (sum string, err error) {
	s, err := d.create(path)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	to := bufio.NewWriterSize(s.file, writtenAtOnce)
	if err := write(io.MultiWriter(to, hash)); err != nil {
		s.drop()
		return "", named(path, err)
	}
	if err := to.Flush(); err != nil {
		s.drop()
		return "", fmt.Errorf("write %s: %w", path, named(path, err))
	}
	sum = hex.EncodeToString(hash.Sum(nil))
	if err := ready(sum); err != nil {
		s.drop()
		return "", err
	}
	if size, err := s.file.Size(); err == nil && d.holds(path, size, sum) {
		s.drop()
		return sum, nil
	}
	return sum, s.stand()
}

// Aside is a temporary file beside the one that Write makes, for data that must be written before their place in it is known. It is
// created with the first byte.
type Aside struct {
	disk Disk
	path string
	file *staged
}

// Aside gives such a file beside a path. The caller must close it.
func (d Disk) Aside(path string) *Aside { return &Aside{disk: d, path: path} }

func (a *Aside) Write(b []byte) (n int, err error) {
	if a.file == nil {
		if a.file, err = a.disk.create(a.path); err != nil {
			return 0, err
		}
	}
	n, err = a.file.file.Write(b)
	return n, named(a.path, err)
}

// ReadAt reads what was written.
func (a *Aside) ReadAt(b []byte, off int64) (int, error) {
	if a.file == nil {
		return 0, io.EOF
	}
	n, err := a.file.file.ReadAt(b, off)
	if err == io.EOF {
		return n, err
	}
	return n, named(a.path, err)
}

// Close removes the file. If that fails the next run does it, as with all that a run left half-written.
func (a *Aside) Close() {
	if a.file != nil {
		a.file.drop()
		a.file = nil
	}
}

// holds reports whether a file has the size and hash.
func (d Disk) holds(path string, size int64, sum string) bool {
	if info, err := d.system().Stat(path); err != nil || info.Size() != size {
		return false
	}
	_, got, err := d.headOf(path, 0)
	return err == nil && got == sum
}

// headOf gives a file's first n bytes and its hash.
func (d Disk) headOf(path string, n int) (head []byte, sum string, err error) {
	f, err := d.system().Open(path)
	if err != nil {
		return nil, "", named(path, err)
	}
	defer f.Close()
	hash := &headHash{Hash: sha256.New(), n: n}
	if _, err := io.Copy(hash, f); err != nil {
		return nil, "", named(path, err)
	}
	return hash.head, hash.sum(), nil
}

// staged is a file that is written beside its place and does not have its name yet.
type staged struct {
	disk Disk
	path string
	file File // nil once it is closed
	temp string
}

// stage writes data beside a file's place; nil if the file already holds the same bytes.
func (d Disk) stage(path string, data []byte) (*staged, error) {
	if old, err := d.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil, nil
	}
	s, err := d.create(path)
	if err != nil {
		return nil, err
	}
	if _, err := s.file.Write(data); err != nil {
		s.drop()
		return nil, fmt.Errorf("write %s: %w", path, named(path, err))
	}
	return s, nil
}

// create creates the file that is written beside a file's place.
func (d Disk) create(path string) (*staged, error) {
	sys, dir := d.system(), filepath.Dir(path)
	if err := sys.MkdirAll(dir); err != nil {
		return nil, fmt.Errorf("make folder: %w", named(dir, err))
	}
	f, err := sys.CreateTemp(dir, tempPrefix+"*.tmp")
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, named(path, err))
	}
	return &staged{d, path, f, f.Name()}, nil
}

// Unread says that a file to be copied could not be read, or has changed: a *Changing.
type Unread struct{ Err error }

func (e *Unread) Error() string { return e.Err.Error() }
func (e *Unread) Unwrap() error { return e.Err }

// stageFrom copies a file of the inbox, whose hash is known, without holding it; nil if the place already holds the same bytes. The
// error is an *Unread if reading the inbox fails.
func (d Disk) stageFrom(path string, in Incoming, sum string) (*staged, error) {
	if d.holds(path, in.Size, sum) {
		return nil, nil
	}
	s, err := d.create(path)
	if err != nil {
		return nil, err
	}
	hash := &headHash{Hash: sha256.New()}
	to := &failingWriter{to: s.file}
	read, err := d.copyFile(io.MultiWriter(to, hash), in)
	switch {
	case to.err != nil:
		err = fmt.Errorf("write %s: %w", path, named(path, to.err))
	case err != nil:
		err = &Unread{err}
	default:
		if err = d.unchanged(in, read); err == nil && hash.sum() != sum {
			err = &Changing{in.Path}
		}
		if err != nil {
			err = &Unread{err}
		}
	}
	if err != nil {
		s.drop()
		return nil, err
	}
	return s, nil
}

// failingWriter remembers an error of writing, to distinguish it from one of reading.
type failingWriter struct {
	to  io.Writer
	err error
}

func (w *failingWriter) Write(b []byte) (n int, err error) {
	n, w.err = w.to.Write(b)
	return n, w.err
}

// stand syncs a file and gives it its name.
func (s *staged) stand() error {
	if err := s.sync(); err != nil {
		s.drop()
		return err
	}
	return s.place()
}

// place gives the file its name.
func (s *staged) place() error {
	if err := s.disk.system().Rename(s.temp, s.path); err != nil {
		s.drop()
		// For a rename onto a file that is open elsewhere, Windows often answers "access denied".
		if runtime.GOOS == "windows" && errors.Is(err, winAccessDenied) {
			return &Busy{s.path, err}
		}
		return fmt.Errorf("write %s: %w", s.path, named(s.path, err))
	}
	return nil
}

// drop removes what was written.
func (s *staged) drop() {
	if s.file != nil {
		s.file.Close()
		s.file = nil
	}
	s.disk.system().Remove(s.temp)
}

// Clean removes temporary files that a killed run left in a folder and below it. One that cannot be removed now does no harm: the
// next run tries again.
func (d Disk) Clean(dir string) error {
	err := d.walk(dir, func(path string, e fs.DirEntry) error {
		d.cleanOne(path, e)
		return nil
	})
	if err != nil {
		return fmt.Errorf("clean up: %w", err)
	}
	return nil
}

// CleanAlone is Clean for the folder itself, without those below it.
func (d Disk) CleanAlone(dir string) error {
	entries, err := d.system().ReadDir(dir)
	if err != nil {
		return fmt.Errorf("clean up: %w", named(dir, err))
	}
	for _, e := range entries {
		if !e.IsDir() {
			d.cleanOne(filepath.Join(dir, e.Name()), e)
		}
	}
	return nil
}

func (d Disk) cleanOne(path string, e fs.DirEntry) {
	if strings.HasPrefix(e.Name(), tempPrefix) {
		d.system().Remove(path)
	}
}
