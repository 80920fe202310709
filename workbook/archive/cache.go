package archive

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"path/filepath"
	"slices"
)

// Cache keeps by a key what can be worked out again at any time: a file of records, of which new ones are written at the end.
// It is never an error. A file that is missing, cut off, changed, or of another program's making holds nothing, or holds less;
// what cannot be written is worked out again the next time. Of several records with a key the last one counts. Each bears a
// digest made with a secret: what somebody else wrote there is none.
type Cache struct {
	disk   Disk
	path   string
	head   []byte
	secret []byte
	// at finds a record's data in the file.
	at   map[string]span
	file io.ReadCloser
	// begun says that the file is one to write on, size where the last whole record in it ends.
	begun bool
	size  int64
	// added are records that are not in the file yet, new where their data will stand, from the first of them on.
	added []byte
	new   map[string]span
	// sure says that what is written is to outlive a power cut.
	sure bool
}

type span struct {
	from int64
	size uint32
	sum  digest
}

// digest is as much of a keyed digest as nobody can guess.
type digest [digestSize]byte

// Sizes in a cache's file: of what stands before a record's key and data (the sizes of both, and the digest over both), and
// of the longest of each that can be true.
const (
	digestSize = 16
	recordHead = 8 + digestSize
	longestKey = 1 << 10
	longestOne = 64 << 20
)

// flushedAt is how much is gathered before it is written.
const flushedAt = 1 << 20

// What a cache's file may grow to: twice what ten thousand returns of a round take. What does not go in is worked out again.
const largestCache = 1 << 30

// A file of which more than half was replaced by later records is begun anew, unless that is too little to matter. Nothing is
// thrown away for its age: a merge goes over all rounds, the oldest too.
const smallCache = 4 << 20

// OpenCache opens a cache; stamp names the program that keeps it and whatever else all its records depend on, secret is what
// only those know who may write to it. What was kept under another stamp or secret is gone.
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

// index lists the records as far as they are whole. Their data are read when they are asked for: a cache may be larger than
// memory. Behind them may stand the half of one that a run was killed at.
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

// Get gives what is kept under a key; false where nothing is, or nothing that is whole.
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

// digest covers the program's name and the sizes of key and data too: no piece of one record passes for another.
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

// Put keeps something under a key for later runs: what the pieces are one after the other.
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

// Flush writes what was added, and gives the space back: of a year's rounds each has its own.
func (c *Cache) Flush() {
	c.write()
	c.added = nil
}

// FlushSure does so and makes sure that it outlives a power cut, as far as that can be had.
func (c *Cache) FlushSure() {
	c.sure = true
	c.Flush()
}

// write writes what was added at the end of the file, or begins it anew where it is none to write on.
func (c *Cache) write() {
	if len(c.added) == 0 {
		return
	}
	added, from := c.added, c.new
	c.added, c.new = c.added[:0], map[string]span{} // the space is used again, once it is written
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
		return // behind half a record nothing would be found
	}
	f, err := c.disk.system().OpenAppend(c.path)
	if err != nil {
		return
	}
	defer f.Close()
	if _, err := f.Write(added); err != nil {
		c.disk.system().Truncate(c.path, c.size) // where even this fails, the next Flush does it
		return
	}
	if c.sure {
		f.Sync()
	}
	start := c.size
	c.size += int64(len(added))
	c.found(from, start)
}

// found lists records that were written to the file from some place on: the same run may ask for them again.
func (c *Cache) found(records map[string]span, start int64) {
	if c.file == nil && !c.open() {
		return
	}
	for key, s := range records {
		s.from += start
		c.at[key] = s
	}
}

// Close lets go of the file. What stood in it is not looked for any more.
func (c *Cache) Close() {
	if c.file != nil {
		c.file.Close()
		c.file = nil
	}
	c.at = map[string]span{}
}
