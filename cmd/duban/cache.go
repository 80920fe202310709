package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"runtime/debug"

	"duban/workbook/archive"
	"duban/workbook/sheet"
)

// What was read is kept in the workspace's cache, so that a merge after one new return reads that one and no other. The folder
// lies beside the archive, since it is made of it, and not in the reports, which people open and send on. It may be deleted
// at any time: it is made anew. Nothing is kept but what follows from a file's bytes alone, under their hash and the program
// that read them; what a plan, a rule or another return makes of it is worked out in every run.
//
// What is kept bears a digest made with the workspace's key, by which issued workbooks are known too: who does not have it
// cannot change a figure by way of the cache. Who has it might; but an audit does not look at the cache, and tells.

// inboxCache is the cache of what lay in the inbox; the others are named for their periods.
const inboxCache = "inbox"

// cache opens one of the workspace's caches; nil where the session keeps none, as an audit does, which trusts nothing, and
// where the workspace has no key.
func (s *session) cache(name string) *archive.Cache {
	if s.caches == nil || len(s.keys) == 0 {
		return nil
	}
	if s.caches[name] == nil {
		s.caches[name] = s.disk.OpenCache(s.ws.folder("cache", name), program(), s.keys[len(s.keys)-1])
	}
	return s.caches[name]
}

// program tells this program from every other build of it: by the state of its source where it was built from one that is
// recorded, wherever the program was copied to since, else by its file.
func program() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		if source := sourceOf(info); source != "" {
			return source
		}
	}
	exe, err := os.Executable()
	if err != nil {
		return version
	}
	info, err := os.Stat(exe)
	if err != nil {
		return version
	}
	return fmt.Sprintf("%s %d %d", version, info.Size(), info.ModTime().UnixNano())
}

// sourceOf names the source and the tools that a program was built from; nothing where it was changed since it was recorded.
func sourceOf(info *debug.BuildInfo) string {
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	if set["vcs.revision"] == "" || set["vcs.modified"] != "false" {
		return ""
	}
	return fmt.Sprintf("%s %s %s %s", version, info.GoVersion, set["GOARCH"], set["vcs.revision"])
}

// flushCaches writes what was read since; closeCaches lets go of the files.
func (s *session) flushCaches() {
	for _, c := range s.caches {
		c.Flush()
	}
}

func (s *session) closeCaches() {
	for _, c := range s.caches {
		c.Close()
	}
}

// keep keeps what was read of an archived file, where the archive is held: nobody else writes to the cache then.
func (s *session) keep(c *archive.Cache, rec archive.Receipt, compact []byte) {
	if c == nil || !s.held || compact == nil {
		return
	}
	if at, ok := s.modified(rec); ok {
		c.Put(rec.SHA256, at, compact)
	}
}

// fromCache is an archived file as it was read before. A file that was touched since is read again, and held against its receipt.
func (s *session) fromCache(c *archive.Cache, rec archive.Receipt) (*sheet.Book, bool) {
	if c == nil {
		return nil, false
	}
	at, ok := s.modified(rec)
	if !ok {
		return nil, false
	}
	data, ok := c.Get(rec.SHA256)
	if !ok || len(data) < len(at) || string(data[:len(at)]) != string(at) {
		return nil, false
	}
	book, err := sheet.FromCompact(data[len(at):])
	return book, err == nil
}

// modified is when an archived file was last written, false where it is not as long as its receipt says.
func (s *session) modified(rec archive.Receipt) ([]byte, bool) {
	info, err := s.archive.Stat(rec)
	if err != nil || info.Size() != rec.Size {
		return nil, false
	}
	return binary.LittleEndian.AppendUint64(nil, uint64(info.ModTime().UnixNano())), true
}

// readKept reads an archived file, from the cache where it stands there; compact is what is to be kept of it, nil where it is
// kept already or could not be read.
func (s *session) readKept(c *archive.Cache, rec archive.Receipt) (rb readBook, compact []byte, err error) {
	rb, err = s.readOnce(rec.SHA256, func() (readBook, error) {
		if book, ok := s.fromCache(c, rec); ok {
			return readBook{book: book}, nil
		}
		rb, err := s.readArchived(rec)
		if err == nil && rb.err == nil && c != nil {
			compact = s.compact(rb.book)
		}
		return rb, err
	})
	return rb, compact, err
}

// compact gives what is to be kept of a file that was read. Several may be asked for side by side.
func (s *session) compact(book *sheet.Book) []byte {
	c, _ := s.compactors.Get().(*sheet.Compactor)
	if c == nil {
		c = new(sheet.Compactor)
	}
	defer s.compactors.Put(c)
	return c.Compact(book)
}

// knownUnread tells the files of the inbox that were filed before by their size and time, without reading them. A file that had
// just been changed when it was read may have been changed again in the same moment: of that nothing is kept.
func (f *filing) knownUnread(in archive.Incoming, known func(name, sha string) bool) bool {
	c := f.cache(inboxCache)
	if c == nil {
		return false
	}
	data, ok := c.Get(in.Rel)
	stamp := stampOf(in)
	return ok && len(data) > len(stamp) && string(data[:len(stamp)]) == string(stamp) && known(in.Rel, string(data[len(stamp):]))
}

// rememberRead keeps what a file of the inbox held, once it is filed.
func (f *filing) rememberRead(in archive.Incoming, sha string) {
	if c := f.cache(inboxCache); c != nil && f.held && f.now().Sub(in.Modified) >= copyMoment {
		c.Put(in.Rel, stampOf(in), []byte(sha))
	}
}

// rememberFiled keeps what was read of a file that was filed just now.
func (f *filing) rememberFiled(a *arrived) {
	if a.found == nil && !a.Evidence || a.found != nil && a.found.receipt.N == 0 {
		return // left for later, or a duplicate of what was filed before
	}
	f.rememberRead(a.Incoming, a.sha)
	if a.compact != nil {
		f.keep(f.cache(a.found.receipt.Period), a.found.receipt, a.compact)
		a.compact = nil
	}
}

func stampOf(in archive.Incoming) []byte {
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, uint64(in.Size)), uint64(in.Modified.UnixNano()))
}
