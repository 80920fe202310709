package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// tempPrefix begins the name of every file that is being written. Scans pass such files over, and Clean removes them.
const tempPrefix = "~duban-"

// Busy says that a file cannot be replaced because another program, mostly Excel, has it open.
type Busy struct {
	Path string
	Err  error
}

func (e *Busy) Error() string { return "in use: " + e.Path + ": " + e.Err.Error() }
func (e *Busy) Unwrap() error { return e.Err }

// WriteFile puts data in place of a file, whole or not at all: it writes beside it, syncs and renames. Missing folders
// are made. A file that already holds the same bytes is left alone. The error is a *Busy where the file is open elsewhere.
func WriteFile(path string, data []byte) (err error) {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	f, err := os.CreateTemp(dir, tempPrefix+"*.tmp")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	temp := f.Name()
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(temp)
		}
	}()
	if _, err := f.Write(data); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	// A temporary file is private; what the program writes is for everyone who may read the folder.
	if runtime.GOOS != "windows" {
		if err := f.Chmod(0o644); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(temp, path); err != nil {
		if isBusy(err) {
			return &Busy{path, err}
		}
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// Windows answers a rename onto a file that is open elsewhere with "access denied" (5) or "sharing violation" (32).
func isBusy(err error) bool {
	if runtime.GOOS != "windows" {
		return false
	}
	const accessDenied, sharingViolation = syscall.Errno(5), syscall.Errno(32)
	return errors.Is(err, accessDenied) || errors.Is(err, sharingViolation)
}

// Clean removes temporary files that a run which was killed left behind in a folder and below it.
func Clean(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		if !d.IsDir() && strings.HasPrefix(d.Name(), tempPrefix) {
			return os.Remove(path)
		}
		return nil
	})
}
