package archive

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"path/filepath"
	"slices"
)

// Cache keeps, by key, what can be worked out again at any time: a file of records, to which new ones are appended. It never fails.
// If the file is missing, cut off, changed, or made by another program, it holds nothing or less; what cannot be written is worked
// out again the next time. Of several records with a key the last one counts. Each record has a digest made with a secret, so that
// records that others wrote are ignored.
type Cache struct {
	disk   Disk
	path   string
	head   []byte
	secret []byte
	// at gives a record's place in the file.
	at   map[string]span
	file io.ReadCloser
	// begun says that the file can be appended to; size is the end of its last whole record.
	begun bool
	size  int64
	// added holds records that are not in the file yet, new the places that they will have, counted from the first of them.
	added []byte
	new   map[string]span
	// sure says that what is written must survive a power cut.
	sure bool
}

type span struct {
	from int64
	size uint32
	sum  digest
}

// digest is a keyed digest, cut to a length that nobody can guess.
type digest [digestSize]byte

// Sizes in a cache's file: the header of a record (the sizes of key and data, and the digest over both), and the largest plausible
// sizes of key and data.
const (
	digestSize = 16
	recordHead = 8 + digestSize
	longestKey = 1 << 10
	longestOne = 64 << 20
)

// flushedAt is how many bytes are collected before they are written.
const flushedAt = 1 << 20

// The largest size of a cache's file: twice what a round of ten thousand returns takes. What does not fit is worked out again.
const largestCache = 1 << 30

// A file of which later records replaced more than half is begun anew, unless it is too small to matter. No record is dropped for its
// age: a merge goes over all rounds, including the oldest.
const smallCache = 4 << 20

// OpenCache opens a cache. stamp names the program that keeps it and whatever else all its records depend on; secret is known only to
// those who may write to it. What was kept under another stamp or secret is ignored.
func (d Disk) OpenCache(path, stamp string, secret []byte) *Cache {
	c := &Cache{disk: d, path: path, head: []byte("duban cache " + stamp + "\n"), secret: secret, at: map[string]span{}, new: map[string]span{}}
	info, err := d.system().Stat(path)
	if err == nil && c.open() {
		c.index(c.file.(io.ReaderAt), info.Size())
	}
	return c
}

// open opens the file for reading.
func (c *Cache) open() bool {
	f, err := c.disk.system().Open(c.path)
	if err != nil {
		return false
	}
	if _, ok := f.(io.ReaderAt); !ok {
		f.Close()
		return false
	}
	c.file = f
	return true
}

// index lists the records that are whole. Data are read only on request, as a cache may be larger than memory. The file may end with
// half a record, at which a run was killed.
func (c *Cache) index(r io.ReaderAt, size int64) {
	head := make([]byte, len(c.head))
	if _, err := r.ReadAt(head, 0); err != nil || string(head) != string(c.head) {
		return
	}
	at := int64(len(head))
	record := make([]byte, recordHead+longestKey)
	for at < size {
		n, err := r.ReadAt(record[:min(int64(len(record)), size-at)], at)
		if err != nil || n < recordHead {
			break
		}
		key, data := binary.LittleEndian.Uint32(record), binary.LittleEndian.Uint32(record[4:])
		if key > longestKey || data > longestOne || recordHead+int(key) > n || at+recordHead+int64(key)+int64(data) > size {
			break
		}
		from := at + recordHead + int64(key)
		c.at[string(record[recordHead:recordHead+key])] = span{from, data, digest(record[8:recordHead])}
		at = from + int64(data)
	}
	live := int64(len(head))
	for key, s := range c.at {
		live += recordHead + int64(len(key)) + int64(s.size)
	}
	if at > smallCache && live < at/2 {
		clear(c.at)
		return
	}
	c.begun, c.size = true, at
}

// Get gives what is kept under a key; false if there is nothing, or nothing whole.
func (c *Cache) Get(key string) ([]byte, bool) {
	s, ok := c.at[key]
	if !ok {
		return nil, false
	}
	data := make([]byte, s.size)
	if _, err := c.file.(io.ReaderAt).ReadAt(data, s.from); err != nil {
		return nil, false
	}
	if sum := c.digest(key, data); !hmac.Equal(sum[:], s.sum[:]) {
		return nil, false
	}
	return data, true
}

// digest also covers the stamp and the sizes of key and data, so that no part of one record can pass for another.
func (c *Cache) digest(key string, pieces ...[]byte) digest {
	mac := hmac.New(sha256.New, c.secret)
	mac.Write(c.head)
	mac.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(key))))
	mac.Write([]byte(key))
	for _, p := range pieces {
		mac.Write(p)
	}
	return digest(mac.Sum(nil))
}

// Put keeps the concatenated pieces under a key for later runs.
func (c *Cache) Put(key string, pieces ...[]byte) {
	size := 0
	for _, p := range pieces {
		size += len(p)
	}
	record := recordHead + len(key) + size
	if len(key) > longestKey || size > longestOne || c.size+int64(len(c.added)+record) > largestCache {
		return
	}
	if len(c.added)+record > flushedAt {
		c.write()
	}
	c.added = slices.Grow(c.added, record)
	c.added = binary.LittleEndian.AppendUint32(c.added, uint32(len(key)))
	c.added = binary.LittleEndian.AppendUint32(c.added, uint32(size))
	sum := c.digest(key, pieces...)
	c.added = append(append(c.added, sum[:]...), key...)
	c.new[key] = span{int64(len(c.added)), uint32(size), sum}
	for _, p := range pieces {
		c.added = append(c.added, p...)
	}
}

// Flush writes what was added and releases the memory, as each of a year's rounds has its own cache.
func (c *Cache) Flush() {
	c.write()
	c.added = nil
}

// FlushSure is Flush, but what it writes also survives a power cut, as far as possible.
func (c *Cache) FlushSure() {
	c.sure = true
	c.Flush()
}

// write appends what was added to the file, or begins the file anew if it cannot be appended to.
func (c *Cache) write() {
	if len(c.added) == 0 {
		return
	}
	added, from := c.added, c.new
	c.added, c.new = c.added[:0], map[string]span{} // the memory is reused once it is written
	info, err := c.disk.system().Stat(c.path)
	if !c.begun || err != nil || info.Size() < c.size {
		c.Close()
		c.begun = c.disk.WriteFile(c.path, append(c.head, added...)) == nil
		if c.begun {
			c.size = int64(len(c.head) + len(added))
			c.found(from, int64(len(c.head)))
		}
		if c.sure {
			c.disk.system().SyncDir(filepath.Dir(c.path))
		}
		return
	}
	if info.Size() > c.size && c.disk.system().Truncate(c.path, c.size) != nil {
		return // nothing would be found behind half a record
	}
	f, err := c.disk.system().OpenAppend(c.path)
	if err != nil {
		return
	}
	defer f.Close()
	if _, err := f.Write(added); err != nil {
		c.disk.system().Truncate(c.path, c.size) // if even this fails, the next Flush does it
		return
	}
	if c.sure {
		f.Sync()
	}
	start := c.size
	c.size += int64(len(added))
	c.found(from, start)
}

// found indexes records that were written to the file from start on: the same run may ask for them again.
func (c *Cache) found(records map[string]span, start int64) {
	if c.file == nil && !c.open() {
		return
	}
	for key, s := range records {
		s.from += start
		c.at[key] = s
	}
}

// Close closes the file. What it held is no longer found.
func (c *Cache) Close() {
	if c.file != nil {
		c.file.Close()
		c.file = nil
	}
	c.at = map[string]span{}
}
