package xlsx

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
)

// container is the zip file of a workbook. Parts are inflated one at a time, each to its end and checked against its checksum.
type container struct {
	data    []byte
	limits  readLimits
	entries map[string]*zip.File // by folded name: part names do not differ by case
	// spent counts the bytes inflated so far.
	spent     int64
	inflating *inflating
	odd       func(code, part string)
}

// inflating is the space in which parts are inflated.
type inflating struct {
	inflater io.ReadCloser
	source   bytes.Reader
	buffer   []byte
}

// zipEntryMark stands before each entry of a zip's directory, which has so many bytes at the least.
const (
	zipEntryMark  = "PK\x01\x02"
	zipEntryBytes = 46
)

// openContainer reads the zip's directory.
func openContainer(data []byte, limits readLimits, space *inflating, odd func(code, part string)) (*container, error) {
	const endMark, searched = "PK\x05\x06", 1<<16 + 22
	if bytes.LastIndex(data[max(0, len(data)-searched):], []byte(endMark)) < 0 {
		return nil, refuse(RefusedTruncated, "", "kind", "zip")
	}
	// Counted before the directory is read, as the count it gives need not be true; a file too small to hold so many needs no counting.
	if len(data)/zipEntryBytes > limits.entries && bytes.Count(data, []byte(zipEntryMark)) > limits.entries {
		return nil, tooLarge("", "entries", int64(limits.entries))
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged("", damagedZip)
	}
	c := &container{data: data, limits: limits, inflating: space, odd: odd, entries: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		name := f.Name
		if strings.Contains(name, `\`) {
			odd(OddBackslash, name)
			name = strings.ReplaceAll(name, `\`, "/")
		}
		if !utf8.ValidString(name) || strings.ContainsRune(name, 0) {
			// Archives packed on Chinese Windows name their entries in GBK; no workbook does.
			if len(z.File) > 0 && !hasContentTypes(z.File) {
				return nil, refuse(RefusedZip, "", "kind", "zip")
			}
			return nil, damaged("", damagedEntry)
		}
		if strings.HasPrefix(name, "/") || strings.Contains(name, ":") || escapes(name) {
			return nil, damaged(name, damagedEntry)
		}
		folded := foldPart(name)
		if _, double := c.entries[folded]; double {
			return nil, damaged(name, damagedDuplicate)
		}
		c.entries[folded] = f
	}
	return c, nil
}

func hasContentTypes(files []*zip.File) bool {
	for _, f := range files {
		if strings.EqualFold(f.Name, contentTypesPart) {
			return true
		}
	}
	return false
}

func escapes(name string) bool {
	if !strings.Contains(name, "..") {
		return false
	}
	for _, segment := range strings.Split(name, "/") {
		if segment == ".." {
			return true
		}
	}
	return false
}

// foldPart folds ASCII only, as the packaging rules say.
func foldPart(name string) string {
	for i := 0; i < len(name); i++ {
		if c := name[i]; c >= 'A' && c <= 'Z' {
			b := []byte(name)
			for ; i < len(b); i++ {
				if b[i] >= 'A' && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return name
}

func (c *container) has(name string) bool {
	_, ok := c.entries[foldPart(name)]
	return ok
}

// entry finds an entry and gives its packed bytes.
func (c *container) entry(name string) (*zip.File, []byte, error) {
	f, ok := c.entries[foldPart(name)]
	if !ok {
		return nil, nil, damaged(name, damagedMissing)
	}
	if f.Name != name && !strings.Contains(f.Name, `\`) {
		c.odd(OddPartCase, f.Name)
	}
	const encrypted = 1
	if f.Flags&encrypted != 0 {
		return nil, nil, refuse(RefusedPassword, name, "kind", "zip")
	}
	if err := c.checkSize(name, f); err != nil {
		return nil, nil, err
	}
	offset, err := f.DataOffset()
	if err != nil {
		return nil, nil, damaged(name, damagedZip)
	}
	if offset < 0 || offset > int64(len(c.data)) || f.CompressedSize64 > uint64(int64(len(c.data))-offset) {
		return nil, nil, refuse(RefusedTruncated, name, "kind", "zip")
	}
	return f, c.data[offset : offset+int64(f.CompressedSize64)], nil
}

// part inflates an entry. The bytes are valid until the next call.
func (c *container) part(name string) ([]byte, error) {
	f, packed, err := c.entry(name)
	if err != nil {
		return nil, err
	}
	size := int(f.UncompressedSize64)
	out := packed
	switch f.Method {
	case zip.Store:
		if len(packed) != size {
			return nil, damaged(name, damagedSize)
		}
	case zip.Deflate:
		if out, err = c.inflating.inflate(name, packed, size); err != nil {
			return nil, err
		}
	default:
		return nil, damaged(name, damagedCompression)
	}
	if crc32.ChecksumIEEE(out) != f.CRC32 {
		return nil, damaged(name, damagedCRC)
	}
	c.spent += int64(size)
	return out, nil
}

// checkSize checks what an entry declares before anything is allocated for it; inflate enforces it.
func (c *container) checkSize(name string, f *zip.File) error {
	size, packed := f.UncompressedSize64, f.CompressedSize64
	switch {
	case size > uint64(c.limits.part):
		return tooLarge(name, "part", c.limits.part)
	case int64(size)+c.spent > c.limits.total:
		return tooLarge(name, "total", c.limits.total)
	case size > uint64(c.limits.ratioFloor) && size/uint64(c.limits.ratio) > packed:
		return tooLarge(name, "ratio", c.limits.ratio)
	}
	return nil
}

// smallBuffer is enough for all but the largest parts of a return.
const smallBuffer = 64 << 10

// inflate inflates a part into the space, where it stays until the next one.
func (s *inflating) inflate(name string, packed []byte, size int) ([]byte, error) {
	if cap(s.buffer) < size {
		s.buffer = make([]byte, max(size, 2*cap(s.buffer), smallBuffer))
	}
	out := s.buffer[:size]
	s.source.Reset(packed)
	if s.inflater == nil {
		s.inflater = flate.NewReader(&s.source)
	} else if err := s.inflater.(flate.Resetter).Reset(&s.source, nil); err != nil {
		return nil, damaged(name, damagedCompression)
	}
	if _, err := io.ReadFull(s.inflater, out); err == io.EOF || err == io.ErrUnexpectedEOF && s.source.Len() == 0 {
		return nil, damaged(name, damagedSize)
	} else if err != nil {
		return nil, damaged(name, damagedCompression)
	}
	var more [1]byte
	switch n, err := s.inflater.Read(more[:]); {
	case n > 0:
		return nil, damaged(name, damagedSize)
	case err != io.EOF:
		return nil, damaged(name, damagedCompression)
	}
	return out, nil
}

// resolvePart gives the part that a relationship of the part base leads to; target is absolute or relative.
func resolvePart(base, target string) (string, bool) {
	if !strings.HasPrefix(target, "/") {
		target = path.Dir("/"+base) + "/" + target
	}
	clean := strings.TrimPrefix(path.Clean(target), "/")
	return clean, clean != "" && clean != "."
}
