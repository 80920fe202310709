package archive

import (
	"bytes"
	"errors"
	"fmt"
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
func (d Disk) WriteFile(path string, data []byte) (err error) {
	sys := d.system()
	if old, err := sys.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	dir := filepath.Dir(path)
	if err := sys.MkdirAll(dir); err != nil {
		return fmt.Errorf("make folder: %w", named(dir, err))
	}
	f, err := sys.CreateTemp(dir, tempPrefix+"*.tmp")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, named(path, err))
	}
	temp := f.Name()
	open := true
	defer func() {
		if err != nil {
			if open {
				f.Close()
			}
			sys.Remove(temp)
		}
	}()
	if _, err := f.Write(data); err != nil {
		return fmt.Errorf("write %s: %w", path, named(path, err))
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("write %s: %w", path, named(path, err))
	}
	open = false
	if err := f.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, named(path, err))
	}
	if err := sys.Rename(temp, path); err != nil {
		// Windows answers a rename onto a file that is open elsewhere with "access denied" as often as with what it means.
		if runtime.GOOS == "windows" && errors.Is(err, winAccessDenied) {
			return &Busy{path, err}
		}
		return fmt.Errorf("write %s: %w", path, named(path, err))
	}
	return nil
}

// Clean removes temporary files that a run which was killed left behind in a folder and below it. One that cannot be
// removed now stands in nobody's way: the next run tries again.
func (d Disk) Clean(dir string) error {
	err := d.walk(dir, func(path string, e fs.DirEntry) error {
		if strings.HasPrefix(e.Name(), tempPrefix) {
			d.system().Remove(path)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("clean up: %w", err)
	}
	return nil
}
