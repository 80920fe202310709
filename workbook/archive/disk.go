package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// System is all that this package asks of the operating system; every file that the program writes goes through it. A test can
// replace it by one that fails at a chosen call.
type System interface {
	Open(path string) (io.ReadCloser, error)
	// ReadFile reads at most the first so many bytes of a file.
	ReadFile(path string, most int64) ([]byte, error)
	Stat(path string) (fs.FileInfo, error)
	ReadDir(path string) ([]fs.DirEntry, error)
	MkdirAll(path string) error
	// CreateTemp creates a file with a new name after a pattern. OpenAppend opens a file for appending and creates it if it is
	// missing.
	CreateTemp(dir, pattern string) (File, error)
	OpenAppend(path string) (File, error)
	Truncate(path string, size int64) error
	Rename(from, to string) error
	Remove(path string) error
	// SyncDir makes the names in a folder survive a power cut, if the system can.
	SyncDir(path string) error
}

// File is a file being written.
type File interface {
	io.Writer
	io.ReaderAt
	Name() string
	Size() (int64, error)
	Truncate(size int64) error
	Sync() error
	Close() error
}

// Disk reads and writes whole files through a system. The zero Disk is the computer's own.
type Disk struct{ sys System }

// On gives a disk on another system than the computer's own.
func On(sys System) Disk { return Disk{sys} }

func (d Disk) system() System {
	if d.sys == nil {
		return osSystem{}
	}
	return d.sys
}

// Busy says that a file cannot be read or replaced because another program, usually Excel, has it open.
type Busy struct {
	Path string
	Err  error
}

func (e *Busy) Error() string { return "in use: " + e.Path + ": " + e.Err.Error() }
func (e *Busy) Unwrap() error { return e.Err }

// Full says that a disk has no room left.
type Full struct {
	Path string
	Err  error
}

func (e *Full) Error() string { return "disk full: " + e.Path + ": " + e.Err.Error() }
func (e *Full) Unwrap() error { return e.Err }

// Error numbers of Windows for which package syscall has no names.
const (
	winAccessDenied     = syscall.Errno(5)
	winSharingViolation = syscall.Errno(32)
	winLockViolation    = syscall.Errno(33)
	winHandleDiskFull   = syscall.Errno(39)
	winDiskFull         = syscall.Errno(112)
)

// named detects the errors that people can do something about: a file open elsewhere, and a full disk.
func named(path string, err error) error {
	windows := runtime.GOOS == "windows"
	is := func(numbers ...syscall.Errno) bool {
		for _, n := range numbers {
			if errors.Is(err, n) {
				return true
			}
		}
		return false
	}
	switch {
	case err == nil:
		return nil
	case windows && is(winSharingViolation, winLockViolation):
		return &Busy{path, err}
	case windows && is(winDiskFull, winHandleDiskFull), is(syscall.ENOSPC, syscall.EDQUOT):
		return &Full{path, err}
	}
	return err
}

// ReadFile reads a whole file.
func (d Disk) ReadFile(path string) ([]byte, error) {
	data, err := d.system().ReadFile(path, math.MaxInt64)
	return data, named(path, err)
}

// ReadWithin reads a whole file if it has at most most bytes; of a longer one it gives only the first head bytes.
func (d Disk) ReadWithin(path string, most, head int64) (data []byte, long bool, err error) {
	upTo := most + 1
	if info, err := d.system().Stat(path); err == nil && info.Size() > most {
		upTo, long = head, true
	}
	data, err = d.system().ReadFile(path, upTo)
	if int64(len(data)) > most {
		data, long = data[:head], true // it has grown since
	}
	return data, long, named(path, err)
}

// Exists reports whether anything has this path.
func (d Disk) Exists(path string) bool {
	_, err := d.system().Stat(path)
	return err == nil
}

// Remove removes those of the files that exist.
func (d Disk) Remove(paths ...string) error {
	for _, p := range paths {
		if err := d.system().Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			if runtime.GOOS == "windows" && errors.Is(err, winAccessDenied) {
				return &Busy{p, err}
			}
			return fmt.Errorf("remove: %w", named(p, err))
		}
	}
	return nil
}

// walk visits every file below a folder, folders in the order of their names. A missing folder is empty.
func (d Disk) walk(dir string, visit func(path string, e fs.DirEntry) error) error {
	entries, err := d.system().ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if e.IsDir() {
			err = d.walk(path, visit)
		} else {
			err = visit(path, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// OS is the computer's own system.
func OS() System { return osSystem{} }

type osSystem struct{}

func (osSystem) Open(path string) (io.ReadCloser, error)    { return os.Open(path) }
func (osSystem) Stat(path string) (fs.FileInfo, error)      { return os.Stat(path) }
func (osSystem) ReadDir(path string) ([]fs.DirEntry, error) { return os.ReadDir(path) }
func (osSystem) MkdirAll(path string) error                 { return os.MkdirAll(path, 0o755) }
func (osSystem) Truncate(path string, size int64) error     { return os.Truncate(path, size) }
func (osSystem) Rename(from, to string) error               { return os.Rename(from, to) }
func (osSystem) Remove(path string) error                   { return os.Remove(path) }

func (osSystem) ReadFile(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Grow(int(min(info.Size(), most)) + bytes.MinRead)
	_, err = b.ReadFrom(io.LimitReader(f, most))
	return b.Bytes(), err
}

func (osSystem) CreateTemp(dir, pattern string) (File, error) {
	f, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return nil, err
	}
	// A temporary file is private, but whoever may read the folder may read what the program writes.
	if runtime.GOOS != "windows" {
		if err := f.Chmod(0o644); err != nil {
			f.Close()
			os.Remove(f.Name())
			return nil, err
		}
	}
	return osFile{f}, nil
}

func (osSystem) OpenAppend(path string) (File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	return osFile{f}, nil
}

func (osSystem) SyncDir(path string) error {
	// Windows has no such call: its file system journals names.
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	// Some file systems, usually network shares, refuse to sync a folder.
	if err := f.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

type osFile struct{ *os.File }

func (f osFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
