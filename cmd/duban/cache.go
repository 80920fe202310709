package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"duban/workbook/archive"
	"duban/workbook/compact"
	"duban/workbook/sheet"
)

// What was read and judged is kept in the workspace's cache, so that a merge after one new return reads and judges that one and no
// other. The folder lies beside the archive, since it is made of it, and not in the reports, which people open and send on. It may
// be deleted at any time: it is made anew. What was read follows from a file's bytes alone, and is kept under their hash and the
// program that read them; what was judged, see judging, under all that it follows from.
//
// What is kept bears a digest made with the workspace's key, by which issued workbooks are known too: who does not have it
// cannot change a figure by way of the cache. Who has it might; but an audit does not look at the cache, and tells.

// inboxCache is the cache of what lay in the inbox; those of returns are named for their periods.
const inboxCache = "inbox"

// openCache is a cache of what hangs on the file alone, or on what by names besides.
type openCache struct {
	*archive.Cache
	by string
}

// cache opens one of the workspace's caches of what follows from a file alone.
func (s *session) cache(name string) *archive.Cache { return s.cacheOf(name, "") }

// cacheOf opens one of the workspace's caches; nil where the session keeps none, as an audit does, which trusts nothing, and
// where the workspace has no key. Under another by there is nothing in it.
func (s *session) cacheOf(name, by string) *archive.Cache {
	if s.caches == nil || len(s.keys) == 0 {
		return nil
	}
	c := s.caches[name]
	if c.Cache != nil && c.by != by {
		c.Close()
		c.Cache = nil
	}
	if c.Cache == nil {
		stamp := program()
		if by != "" {
			stamp += " " + by
		}
		c = openCache{s.disk.OpenCache(s.ws.folder("cache", name), stamp, s.keys[len(s.keys)-1]), by}
		s.caches[name] = c
	}
	return c.Cache
}

// program tells this program from every other build of it: by the state of its source where it was built from one that is
// recorded, else by the beginning of its file, which
// bears the build ID; wherever the program was copied to since.
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
	f, err := os.Open(exe)
	if err != nil {
		return version
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return version
	}
	head, err := io.ReadAll(io.LimitReader(f, buildIDWithin))
	if err != nil {
		return version
	}
	return fmt.Sprintf("%s %d %s", version, info.Size(), archive.Hash(head))
}

// buildIDWithin is how far into a program's file its build ID lies, which follows from all that it was built from.
const buildIDWithin = 64 << 10

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

// toKeep is what is to be kept of a file: as it was judged, or where that cannot be kept as it was read; nil what is kept already
// or cannot be. Of most files the cells are not kept: they would take more space than the files themselves, and are asked for only
// after a change of the plan, when a merge is a quarter dearer for reading the files again.
type toKeep struct{ read, judged []byte }

// keep keeps something of an archived file under a key, where the archive is held: nobody else writes to the cache then.
func (s *session) keep(c *archive.Cache, key string, rec archive.Receipt, data []byte) {
	if c == nil || !s.held || data == nil {
		return
	}
	if at, ok := s.modified(rec); ok {
		c.Put(key, at, data)
	}
}

// fromCache is an archived file as it was read before.
func (s *session) fromCache(c *archive.Cache, rec archive.Receipt) (*sheet.Book, bool) {
	data, ok := s.untouched(c, rec.SHA256, rec)
	if !ok {
		return nil, false
	}
	book, err := sheet.FromCompact(data)
	return book, err == nil
}

// untouched is what is kept of an archived file under a key; false where nothing is, or the file was touched since: then it is read
// again, and held against its receipt.
func (s *session) untouched(c *archive.Cache, key string, rec archive.Receipt) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	at, ok := s.modified(rec)
	if !ok {
		return nil, false
	}
	data, ok := c.Get(key)
	if !ok || len(data) < len(at) || string(data[:len(at)]) != string(at) {
		return nil, false
	}
	return data[len(at):], true
}

// modified is when an archived file was last written, false where it is not as long as its receipt says.
func (s *session) modified(rec archive.Receipt) ([]byte, bool) {
	info, err := s.archive.Stat(rec)
	if err != nil || info.Size() != rec.Size {
		return nil, false
	}
	return binary.LittleEndian.AppendUint64(nil, uint64(info.ModTime().UnixNano())), true
}

// readKept reads an archived file, from the cache where it stands there; fresh says that it does not. What is read takes a place,
// which may be nil.
func (s *session) readKept(c *archive.Cache, rec archive.Receipt, p *place) (rb readBook, fresh bool, err error) {
	rb, err = s.readOnce(rec.SHA256, func() (readBook, error) {
		if book, ok := s.fromCache(c, rec); ok {
			return readBook{book: book}, nil
		}
		fresh = true
		return s.readArchived(rec, p)
	})
	return rb, fresh && c != nil && rb.book != nil, err
}

// compact gives what is to be kept of a file that was read. Several may be asked for side by side.
func (s *session) compact(book *sheet.Book) (data []byte) {
	s.lendWriter(func(w *compact.Writer) { data = sheet.Compact(w, book) })
	return data
}

// lendWriter lends a writer that nobody is using.
func (s *session) lendWriter(do func(w *compact.Writer)) {
	w, _ := s.writers.Get().(*compact.Writer)
	if w == nil {
		w = new(compact.Writer)
	}
	defer s.writers.Put(w)
	do(w)
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
	if a.found != nil {
		rec := a.found.receipt
		f.keep(f.cache(rec.Period), rec.SHA256, rec, a.keep.read)
		f.keep(f.judgedCache(a.round), judgedKey(rec), rec, a.keep.judged)
		a.keep = toKeep{}
	}
}

func stampOf(in archive.Incoming) []byte {
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, uint64(in.Size)), uint64(in.Modified.UnixNano()))
}
