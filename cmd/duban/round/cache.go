package round

import (
	"encoding/binary"
	"time"

	"duban/workbook/archive"
	"duban/workbook/compact"
	"duban/workbook/sheet"
)

// What was read and judged is kept in the workspace's cache, so that a merge after one new return reads and judges that one and no
// other. The folder lies beside the archive, since it is made of it, and not in the reports, which people open and send on. It may
// be deleted at any time: it is made anew. What was read follows from a file's bytes alone, and is kept under their hash and the
// program that read them; what was judged, see Judging, under all that it follows from.
//
// What is kept bears a digest made with the workspace's key, by which issued workbooks are known too: who does not have it
// cannot change a figure by way of the cache. Who has it might; but an audit does not look at the cache, and tells.

// openCache is a cache of what hangs on the file alone, or on what by names besides.
type openCache struct {
	*archive.Cache
	by string
}

// cache opens one of the workspace's caches of what follows from a file alone.
func (s *Session) cache(name string) *archive.Cache { return s.cacheOf(name, "") }

// cacheOf opens one of the workspace's caches; nil where the session keeps none, as an audit does, which trusts nothing, and
// where the workspace has no key. Under another by there is nothing in it.
func (s *Session) cacheOf(name, by string) *archive.Cache {
	if s.caches == nil || len(s.Keys) == 0 {
		return nil
	}
	c := s.caches[name]
	if c.Cache != nil && c.by != by {
		c.Close()
		c.Cache = nil
	}
	if c.Cache == nil {
		stamp := s.options.Program()
		if by != "" {
			stamp += " " + by
		}
		c = openCache{s.options.Disk.OpenCache(s.space.Folder("cache", name), stamp, s.Keys[len(s.Keys)-1]), by}
		s.caches[name] = c
	}
	return c.Cache
}

// FlushCaches writes what was read since; closeCaches lets go of the files.
func (s *Session) FlushCaches() {
	for _, c := range s.caches {
		c.Flush()
	}
}

func (s *Session) closeCaches() {
	for _, c := range s.caches {
		c.Close()
	}
}

// toKeep is what is to be kept of a file: as it was judged, or where that cannot be kept as it was read; nil what is kept already
// or cannot be. Of most files the cells are not kept: they would take more space than the files themselves, and are asked for only
// after a change of the plan, when a merge is a quarter dearer for reading the files again.
type toKeep struct{ read, judged []byte }

// keep keeps something of an archived file under a key, where the archive is held: nobody else writes to the cache then.
func (s *Session) keep(c *archive.Cache, key string, rec archive.Receipt, data []byte) {
	if c == nil || !s.held || data == nil {
		return
	}
	if at, ok := s.modified(rec); ok {
		c.Put(key, at, data)
	}
}

// fromCache is an archived file as it was read before.
func (s *Session) fromCache(c *archive.Cache, rec archive.Receipt) (*sheet.Book, bool) {
	data, ok := s.untouched(c, rec.SHA256, rec)
	if !ok {
		return nil, false
	}
	book, err := sheet.FromCompact(data)
	return book, err == nil
}

// untouched is what is kept of an archived file under a key; false where nothing is, or the file was touched since: then it is read
// again, and held against its receipt.
func (s *Session) untouched(c *archive.Cache, key string, rec archive.Receipt) ([]byte, bool) {
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
func (s *Session) modified(rec archive.Receipt) ([]byte, bool) {
	info, err := s.Archive.Stat(rec)
	if err != nil || info.Size() != rec.Size {
		return nil, false
	}
	return binary.LittleEndian.AppendUint64(nil, uint64(info.ModTime().UnixNano())), true
}

// readKept reads an archived file, from the cache where it stands there; fresh says that it does not. What is read takes a place,
// which may be nil.
func (s *Session) readKept(c *archive.Cache, rec archive.Receipt, p *Place) (rb readBook, fresh bool, err error) {
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
func (s *Session) compact(book *sheet.Book) (data []byte) {
	s.lendWriter(func(w *compact.Writer) { data = sheet.Compact(w, book) })
	return data
}

// lendWriter lends a writer that nobody is using.
func (s *Session) lendWriter(do func(w *compact.Writer)) {
	w, _ := s.writers.Get().(*compact.Writer)
	if w == nil {
		w = new(compact.Writer)
	}
	defer s.writers.Put(w)
	do(w)
}

// copyMoment is how long a file may still be on its way into the inbox after it was written to.
const copyMoment = 10 * time.Second

// inboxCache is the cache of what lay in the inbox; those of returns are named for their periods.
const inboxCache = "inbox"

// knownUnread tells the files of the inbox that were filed before by their size and time, without reading them. A file that had
// just been changed when it was read may have been changed again in the same moment: of that nothing is kept.
func (s *Session) knownUnread(in archive.Incoming, known func(name, sha string) bool) bool {
	c := s.cache(inboxCache)
	if c == nil {
		return false
	}
	data, ok := c.Get(in.Rel)
	stamp := stampOf(in)
	return ok && len(data) > len(stamp) && string(data[:len(stamp)]) == string(stamp) && known(in.Rel, string(data[len(stamp):]))
}

// rememberRead keeps what a file of the inbox held, once it is filed.
func (s *Session) rememberRead(in archive.Incoming, sha string) {
	if c := s.cache(inboxCache); c != nil && s.held && s.options.Now().Sub(in.Modified) >= copyMoment {
		c.Put(in.Rel, stampOf(in), []byte(sha))
	}
}

func stampOf(in archive.Incoming) []byte {
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, uint64(in.Size)), uint64(in.Modified.UnixNano()))
}
