package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// Content is a path with the bytes to be written there.
type Content struct {
	Path string
	Data []byte
}

// exchanged is a file on its way to its place; was is what stood there before, nil if there was nothing.
type exchanged struct {
	*staged
	was []byte
}

// Exchange puts files in place that belong together, such as a document and its text, in the given order, and then calls then, which
// relies on them. Either all of it succeeds, or each file stays as it was. All are on the disk before the first gets its name. The
// errors are those of WriteFile and of then.
func (d Disk) Exchange(files []Content, then func() error) error {
	var todo []exchanged
	placed := 0
	undo := func(err error) error {
		for _, x := range todo[placed:] {
			x.drop()
		}
		for _, x := range todo[:placed] {
			err = errors.Join(err, x.putBack())
		}
		return err
	}
	for _, f := range files {
		was, err := d.ReadFile(f.Path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return undo(fmt.Errorf("write %s: %w", f.Path, err))
		}
		if err == nil && bytes.Equal(was, f.Data) {
			continue
		}
		s, err := d.stage(f.Path, f.Data)
		if err != nil {
			return undo(err)
		}
		todo = append(todo, exchanged{s, was})
		if err := s.sync(); err != nil {
			return undo(err)
		}
	}
	for _, x := range todo {
		if err := x.place(); err != nil {
			return undo(err)
		}
		placed++
	}
	for _, x := range todo {
		if err := d.syncFolders([]string{filepath.Dir(x.path)}); err != nil {
			return undo(err)
		}
	}
	if err := then(); err != nil {
		return undo(err)
	}
	return nil
}

// putBack restores what stood at the file's place before.
func (x exchanged) putBack() error {
	if x.was != nil {
		return x.disk.WriteFile(x.path, x.was)
	}
	if err := x.disk.system().Remove(x.path); err != nil {
		return fmt.Errorf("take %s away: %w", x.path, named(x.path, err))
	}
	return nil
}
