package archive

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Incoming is a file found in the inbox.
type Incoming struct {
	// Path is where it lies; Rel is its path below the scanned folder, with forward slashes.
	Path, Rel string
	Size      int64
	// Modified is the file's own modification time: the day on which it was saved or copied, as the system has it.
	Modified time.Time
	// Evidence says that the file is in a folder for attachments.
	Evidence bool
}

// Skipped is an entry that is no file to take in. Reason is a code: link, open-marker, half-written, arriving, system.
type Skipped struct{ Rel, Reason string }

// Scan lists the files below a folder in an order that does not depend on the system. Files in a folder with one of the evidence
// names are attachments. Links are listed as skipped and not followed. A missing folder is empty.
func (d Disk) Scan(dir string, evidence []string) ([]Incoming, []Skipped, error) {
	var files []Incoming
	var skipped []Skipped
	err := d.walk(dir, func(p string, e fs.DirEntry) error {
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		// Receipts hold names as text, so a name in another encoding must compare equal with the filed one.
		rel = strings.ToValidUTF8(filepath.ToSlash(rel), "\uFFFD")
		switch name := e.Name(); {
		case e.Type()&fs.ModeSymlink != 0, shortcut(name):
			skipped = append(skipped, Skipped{rel, "link"})
		case !e.Type().IsRegular():
			skipped = append(skipped, Skipped{rel, "system"})
		case strings.HasPrefix(name, tempPrefix):
			skipped = append(skipped, Skipped{rel, "half-written"})
		case strings.HasPrefix(name, "~$"), strings.HasPrefix(name, ".~"):
			skipped = append(skipped, Skipped{rel, "open-marker"})
		case arriving(name):
			skipped = append(skipped, Skipped{rel, "arriving"})
		case strings.HasPrefix(name, "."), strings.EqualFold(name, "Thumbs.db"), strings.EqualFold(name, "desktop.ini"):
			skipped = append(skipped, Skipped{rel, "system"})
		default:
			info, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil // removed since the folder was listed
			}
			if err != nil {
				return err
			}
			files = append(files, Incoming{p, rel, info.Size(), info.ModTime(), under(rel, evidence)})
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("scan inbox: %w", err)
	}
	slices.SortFunc(files, func(a, b Incoming) int { return CompareNames(a.Rel, b.Rel) })
	slices.SortFunc(skipped, func(a, b Skipped) int { return strings.Compare(a.Rel, b.Rel) })
	return files, skipped, nil
}

// CompareNames puts a name before those that extend it: 发改局.xlsx before 发改局(1).xlsx, 发改局 (2).xlsx and 发改局-改好.xlsx, which a browser or
// a clerk saved later. If the extension were compared too they would come first.
func CompareNames(a, b string) int {
	bare := func(s string) string { return strings.TrimSuffix(s, path.Ext(s)) }
	return cmp.Or(strings.Compare(bare(a), bare(b)), strings.Compare(a, b))
}

// shortcut recognises files by which Windows links to other files, and browsers to pages. Explorer hides their extensions.
func shortcut(name string) bool {
	ext := path.Ext(name)
	return strings.EqualFold(ext, ".lnk") || strings.EqualFold(ext, ".url")
}

// arriving recognises files that browsers, 迅雷 and 百度网盘 write while downloading, and Office while saving. Each gets another name once
// it is complete.
func arriving(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".crdownload", ".part", ".partial", ".download", ".downloading", ".opdownload", ".xltd", ".tmp":
		return true
	}
	return false
}

func under(rel string, names []string) bool {
	parts := strings.Split(rel, "/")
	for _, p := range parts[:len(parts)-1] {
		if slices.Contains(names, p) {
			return true
		}
	}
	return false
}

// Changing says that a file changed while it was read: it is still being copied.
type Changing struct{ Path string }

func (e *Changing) Error() string { return "changed while being read: " + e.Path }

// ReadStable reads a whole file, and compares its size and time afterwards with those before. The error is a *Changing if they
// differ; of a file that has grown, only one byte more than its former size is read.
func (d Disk) ReadStable(in Incoming) ([]byte, error) {
	data, err := d.system().ReadFile(in.Path, in.Size+1)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", in.Rel, named(in.Path, err))
	}
	if err := d.unchanged(in, int64(len(data))); err != nil {
		return nil, err
	}
	return data, nil
}

// unchanged compares a file's size and time, and the number of bytes read from it, with what they were.
func (d Disk) unchanged(in Incoming, read int64) error {
	info, err := d.system().Stat(in.Path)
	if err != nil {
		return fmt.Errorf("read %s: %w", in.Rel, err)
	}
	if info.Size() != read || info.Size() != in.Size || !info.ModTime().Equal(in.Modified) {
		return &Changing{in.Path}
	}
	return nil
}

// HashStable does as ReadStable without holding the file in memory: it gives its first n bytes and its hash.
func (d Disk) HashStable(in Incoming, n int) (head []byte, sum string, err error) {
	hash := &headHash{Hash: sha256.New(), n: n}
	read, err := d.copyFile(hash, in)
	if err == nil {
		err = d.unchanged(in, read)
	}
	if err != nil {
		return nil, "", err
	}
	return hash.head, hash.sum(), nil
}

// copyFile copies a file of the inbox; of a file that has grown, only one byte more than its former size is copied.
func (d Disk) copyFile(to io.Writer, in Incoming) (int64, error) {
	f, err := d.system().Open(in.Path)
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", in.Rel, named(in.Path, err))
	}
	defer f.Close()
	read, err := io.Copy(to, io.LimitReader(f, in.Size+1))
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", in.Rel, named(in.Path, err))
	}
	return read, nil
}

// headHash hashes what is written and keeps its first n bytes.
type headHash struct {
	hash.Hash
	head []byte
	n    int
}

func (h *headHash) Write(b []byte) (int, error) {
	h.head = append(h.head, b[:min(len(b), h.n-len(h.head))]...)
	return h.Hash.Write(b)
}

func (h *headHash) sum() string { return hex.EncodeToString(h.Sum(nil)) }
