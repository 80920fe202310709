package round

import (
	"encoding/binary"
	"time"

	"duban/workbook/archive"
	"duban/workbook/compact"
	"duban/workbook/sheet"
)

// The workspace's cache keeps what was read and judged, so that a merge after one new return reads and judges only that one. Its folder is
// beside the archive, not in the reports, which people open and send on. It may be deleted at any time, as it can be made again from the
// archive. What was read depends on a file's bytes alone, and is kept under their hash and the program that read them. What was judged, see
// Judging, is kept under everything that it depends on.
//
// Each entry has a digest made with the workspace's key, which also seals issued workbooks: nobody without the key can change a figure
// through the cache. Somebody who has it might, but an audit does not use the cache, and notices.

// openCache is an open cache. Its entries depend on the file alone, or also on what by names.
type openCache struct {
	*archive.Cache
	by string
}

// cache opens one of the workspace's caches whose entries depend on the file alone.
func (s *Session) cache(name string) *archive.Cache { return s.cacheOf(name, "") }

// cacheOf opens one of the workspace's caches. It returns nil if the workspace has no key or the session keeps no cache, like that of an
// audit, which trusts nothing. Entries that were written under another by are not found.
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

// FlushCaches writes the new entries of all caches.
func (s *Session) FlushCaches() {
	for _, c := range s.caches {
		c.Flush()
	}
}

// closeCaches closes the files of all caches.
func (s *Session) closeCaches() {
	for _, c := range s.caches {
		c.Close()
	}
}

// toKeep is what the caches should keep of a file: judged, or if that cannot be kept, read. Either is nil if it is kept already or is not
// to be kept. The cells of most files are not kept: they take more space than the files, and are needed only after a change of the plan,
// when a merge takes a quarter longer for reading the files again.
type toKeep struct{ read, judged []byte }

// keep keeps data about an archived file under a key. It does nothing unless the archive is held, as somebody else may write to the cache
// then.
func (s *Session) keep(c *archive.Cache, key string, rec archive.Receipt, data []byte) {
	if c == nil || !s.held || data == nil {
		return
	}
	if at, ok := s.modified(rec); ok {
		c.Put(key, at, data)
	}
}

// fromCache gives an archived file as it was read before; false if that is not kept.
func (s *Session) fromCache(c *archive.Cache, rec archive.Receipt) (*sheet.Book, bool) {
	data, ok := s.untouched(c, rec.SHA256, rec)
	if !ok {
		return nil, false
	}
	book, err := sheet.FromCompact(data)
	return book, err == nil
}

// untouched gives what is kept of an archived file under a key. It returns false if nothing is, or if the file was touched since: it is then
// read again and compared with its receipt.
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

// modified gives the time at which an archived file was last written, as bytes; false if it is not as long as its receipt says.
func (s *Session) modified(rec archive.Receipt) ([]byte, bool) {
	info, err := s.Archive.Stat(rec)
	if err != nil || info.Size() != rec.Size {
		return nil, false
	}
	return binary.LittleEndian.AppendUint64(nil, uint64(info.ModTime().UnixNano())), true
}

// readKept reads an archived file, from the cache if it is there; fresh says that it was not and may be kept. Reading takes up room of the
// place p, which may be nil.
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

// compact encodes a workbook for the cache. It may be called in parallel.
func (s *Session) compact(book *sheet.Book) (data []byte) {
	s.lendWriter(func(w *compact.Writer) { data = sheet.Compact(w, book) })
	return data
}

// lendWriter calls do with a writer that nobody else uses meanwhile.
func (s *Session) lendWriter(do func(w *compact.Writer)) {
	w, _ := s.writers.Get().(*compact.Writer)
	if w == nil {
		w = new(compact.Writer)
	}
	defer s.writers.Put(w)
	do(w)
}

// copyMoment is the time after its last change in which a file may still be being copied into the inbox.
const copyMoment = 10 * time.Second

// inboxCache names the cache for files of the inbox; those for returns are named by their periods.
const inboxCache = "inbox"

// knownUnread reports whether a file of the inbox was filed before, by its size and time, without reading it.
func (s *Session) knownUnread(in archive.Incoming, known func(name, sha string) bool) bool {
	c := s.cache(inboxCache)
	if c == nil {
		return false
	}
	data, ok := c.Get(in.Rel)
	stamp := stampOf(in)
	return ok && len(data) > len(stamp) && string(data[:len(stamp)]) == string(stamp) && known(in.Rel, string(data[len(stamp):]))
}

// rememberRead keeps the hash of a filed file of the inbox, with its size and time. A file that was changed just now is left out: it may be
// changed again within the same instant.
func (s *Session) rememberRead(in archive.Incoming, sha string) {
	if c := s.cache(inboxCache); c != nil && s.held && s.options.Now().Sub(in.Modified) >= copyMoment {
		c.Put(in.Rel, stampOf(in), []byte(sha))
	}
}

// stampOf gives the size and time of a file as bytes.
func stampOf(in archive.Incoming) []byte {
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, uint64(in.Size)), uint64(in.Modified.UnixNano()))
}
