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

// tempPrefix begins the name of every file that is being written. Scans pass such files over, and Clean removes them.
const tempPrefix = "~duban-"

// WriteFile puts data in place of a file, whole or not at all: it writes beside it, syncs and renames. Missing folders
// are made. A file that already holds the same bytes is left alone. The error is a *Busy where the file is open elsewhere,
// and a *Full where there is no room.
func (d Disk) WriteFile(path string, data []byte) error {
	s, err := d.stage(path, data)
	if err != nil || s == nil {
		return err
	}
	return s.stand()
}

// writtenAtOnce is how much of a file that is written as it is made goes to the disk at a time.
const writtenAtOnce = 512 << 10

// Write puts what is written in place of a file as WriteFile does, without holding all of it, and gives its hash, which ready learns
// before the file gets its name. The errors are those of WriteFile, and those of the two.
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

// Aside is a file beside the one that Write makes, for what has to be written before its place in that one is known. It is made when
// the first byte comes.
type Aside struct {
	disk Disk
	path string
	file *staged
}

// Aside is such a file beside a path. Whoever asks for it closes it.
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

// Close takes the file away. Where that fails the next run does it, as with all that a run left half-written.
func (a *Aside) Close() {
	if a.file != nil {
		a.file.drop()
		a.file = nil
	}
}

// holds reports whether a file has certain bytes.
func (d Disk) holds(path string, size int64, sum string) bool {
	if info, err := d.system().Stat(path); err != nil || info.Size() != size {
		return false
	}
	_, got, err := d.headOf(path, 0)
	return err == nil && got == sum
}

// headOf gives so many of a file's first bytes, and its hash.
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

// staged is a file that is written beside its place and does not yet stand under its name.
type staged struct {
	disk Disk
	path string
	file File // nil once it is closed
	temp string
}

// stage writes data beside a file's place; nil where the file already holds the same bytes.
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

// create makes the file that is written beside a file's place.
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

// Unread says that a file that was to be copied could not be read, or is not what it was: a *Changing.
type Unread struct{ Err error }

func (e *Unread) Error() string { return e.Err.Error() }
func (e *Unread) Unwrap() error { return e.Err }

// stageFrom writes the bytes of a file of the inbox, whose hash is known, without holding them; nil where the file already holds
// them. The error is an *Unread where it is the inbox that fails.
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

// failingWriter remembers how writing failed, to tell it from how reading did.
type failingWriter struct {
	to  io.Writer
	err error
}

func (w *failingWriter) Write(b []byte) (n int, err error) {
	n, w.err = w.to.Write(b)
	return n, w.err
}

// stand makes sure of a file and gives it its name.
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
		// Windows answers a rename onto a file that is open elsewhere with "access denied" as often as with what it means.
		if runtime.GOOS == "windows" && errors.Is(err, winAccessDenied) {
			return &Busy{s.path, err}
		}
		return fmt.Errorf("write %s: %w", s.path, named(s.path, err))
	}
	return nil
}

// drop takes away what was written.
func (s *staged) drop() {
	if s.file != nil {
		s.file.Close()
		s.file = nil
	}
	s.disk.system().Remove(s.temp)
}

// Clean removes temporary files that a run which was killed left behind in a folder and below it. One that cannot be
// removed now stands in nobody's way: the next run tries again.
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

// CleanAlone does so in a folder itself, and not below it.
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
