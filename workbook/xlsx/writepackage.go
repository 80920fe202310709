package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
)

const (
	xmlHead         = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNamespace   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	officeNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packNamespace   = "http://schemas.openxmlformats.org/package/2006/relationships"
	typePrefix      = "application/vnd.openxmlformats-officedocument."
)

// entryDate is the date of every entry, 1980-01-01 as zip files encode it: files must have the same bytes whenever they are written.
const entryDate = 1<<5 | 1

// parts holds the parts of a file that is being made, by name.
type parts map[string][]byte

// collector takes parts from excelize, which believes that it writes a zip file, and leaves them uncompressed.
type collector struct{ parts parts }

type collectedPart struct {
	into *collector
	name string
}

func (p collectedPart) Write(b []byte) (int, error) {
	p.into.parts[p.name] = append(p.into.parts[p.name], b...)
	return len(b), nil
}

func (c *collector) Create(name string) (io.Writer, error) {
	if _, twice := c.parts[name]; twice {
		return nil, fmt.Errorf("xlsx: part %s is written twice", name)
	}
	c.parts[name] = nil
	return collectedPart{c, name}, nil
}

func (c *collector) AddFS(fs.FS) error { return fmt.Errorf("xlsx: a shell takes no file system") }
func (c *collector) Close() error      { return nil }

// packer writes zip entries in the given order, all with the same time.
type packer struct {
	keep *Writer // nil if nothing is kept for the next file
	// out holds the file if it is not written elsewhere.
	out     bytes.Buffer
	zip     *zip.Writer
	deflate *flate.Writer
	packed  bytes.Buffer
}

// quickCompression is the level for parts that are compressed whole. A round's templates are written by the thousand and are small: 5
// % more size saves a tenth of their time. Long parts get the usual level, as this one would cost a sixth more size.
const quickCompression = 3

// newPacker gives a packer that writes a file to to, or if that is nil holds a file of about size bytes. keep serves only files that
// are held.
func newPacker(size int, keep *Writer, to io.Writer) (*packer, error) {
	if keep != nil && to == nil { // one at rest writes to its own buffer
		if p, ok := keep.packers.Get().(*packer); ok {
			p.zip = zip.NewWriter(&p.out)
			return p, nil
		}
	}
	p := &packer{keep: keep}
	if to == nil {
		p.out.Grow(size)
		to = &p.out
	}
	p.zip = zip.NewWriter(to)
	var err error
	p.deflate, err = flate.NewWriter(&p.packed, quickCompression)
	return p, err
}

func (p *packer) header(name string) *zip.FileHeader {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, CreatorVersion: 20, ReaderVersion: 20}
	for _, c := range []byte(name) {
		if c >= 0x80 {
			h.Flags |= 0x800 // the name is UTF-8
			break
		}
	}
	//lint:ignore SA1019 CreateRaw writes this field as it is and does not look at Modified
	h.ModifiedDate = entryDate
	return h
}

// add compresses a part, unless that was done before.
func (p *packer) add(name string, data []byte) error {
	h := p.header(name)
	key := contentKey{crc32.ChecksumIEEE(data), len(data)}
	h.CRC32, h.UncompressedSize64 = key.crc, uint64(len(data))
	if made, ok := p.keep.find(key, data); ok {
		h.CompressedSize64 = uint64(len(made.packed))
		return p.raw(h, made.packed)
	}
	p.packed.Reset()
	p.deflate.Reset(&p.packed)
	if _, err := p.deflate.Write(data); err != nil {
		return fmt.Errorf("xlsx: compress %s: %w", name, err)
	}
	if err := p.deflate.Close(); err != nil {
		return fmt.Errorf("xlsx: compress %s: %w", name, err)
	}
	p.keep.compressed(key, data, p.packed.Bytes())
	h.CompressedSize64 = uint64(p.packed.Len())
	return p.raw(h, p.packed.Bytes())
}

// copy takes an entry over from another file without decompressing it.
func (p *packer) copy(f *zip.File) error {
	source, err := f.OpenRaw()
	if err != nil {
		return fmt.Errorf("xlsx: copy %s: %w", f.Name, err)
	}
	p.packed.Reset()
	if _, err := p.packed.ReadFrom(source); err != nil {
		return fmt.Errorf("xlsx: copy %s: %w", f.Name, err)
	}
	h := p.header(f.Name)
	h.Method = f.Method
	h.CRC32, h.UncompressedSize64, h.CompressedSize64 = f.CRC32, f.UncompressedSize64, uint64(p.packed.Len())
	return p.raw(h, p.packed.Bytes())
}

func (p *packer) raw(h *zip.FileHeader, packed []byte) error {
	w, err := p.zip.CreateRaw(h)
	if err == nil {
		_, err = w.Write(packed)
	}
	if err != nil {
		return fmt.Errorf("xlsx: pack %s: %w", h.Name, err)
	}
	return nil
}

func (p *packer) close() ([]byte, error) {
	if err := p.zip.Close(); err != nil {
		return nil, fmt.Errorf("xlsx: pack: %w", err)
	}
	if p.keep == nil {
		return p.out.Bytes(), nil
	}
	data := bytes.Clone(p.out.Bytes())
	p.out.Reset()
	p.keep.packers.Put(p)
	return data, nil
}

// pack writes all parts of a book, sorted by name; the content types come first that way. It returns the file unless it is written to
// out.
func (w *bookWriter) pack(out io.Writer) ([]byte, error) {
	if err := w.press.wait(); err != nil {
		return nil, err
	}
	names, size := make([]string, 0, len(w.parts)), 0
	for name, data := range w.parts {
		names = append(names, name)
		size += len(data)/6 + 256
	}
	middles := map[string]*long{textsPart: &w.texts.long}
	for i, s := range w.sheets {
		middles[sheetPartName(i)] = &s.long
		size += s.long.packed.size()
	}
	slices.Sort(names)
	p, err := newPacker(size+w.texts.long.packed.size(), w.keep, out)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if l := middles[name]; l != nil && l.spilled() {
			err = p.addLong(name, l, w.parts[name])
		} else {
			err = p.add(name, w.parts[name])
		}
		if err != nil {
			return nil, err
		}
		w.parts[name] = nil // a packed part need not be held
	}
	return p.close()
}

// contentTypes writes the list of content types from the existing parts.
func (ps parts) contentTypes() []byte {
	var b strings.Builder
	b.Grow(512 + 160*len(ps))
	b.WriteString(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="vml" ContentType="` + typePrefix + `vmlDrawing"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>`)
	names := make([]string, 0, len(ps))
	for name := range ps {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if kind := partType(name); kind != "" {
			for _, text := range [...]string{`<Override PartName="/`, name, `" ContentType="`, kind, `"/>`} {
				b.WriteString(text)
			}
		}
	}
	b.WriteString("</Types>")
	return []byte(b.String())
}

// partType gives the types of the parts that this package writes; a part without a type of its own goes by its suffix.
func partType(name string) string {
	switch name {
	case "xl/workbook.xml":
		return typePrefix + "spreadsheetml.sheet.main+xml"
	case "xl/styles.xml":
		return typePrefix + "spreadsheetml.styles+xml"
	case textsPart:
		return typePrefix + "spreadsheetml.sharedStrings+xml"
	case "docProps/app.xml":
		return typePrefix + "extended-properties+xml"
	case "docProps/core.xml":
		return "application/vnd.openxmlformats-package.core-properties+xml"
	case "docProps/custom.xml":
		return typePrefix + "custom-properties+xml"
	}
	for _, k := range []struct{ prefix, kind string }{
		{"xl/worksheets/sheet", "spreadsheetml.worksheet+xml"},
		{"xl/theme/theme", "theme+xml"},
		{"xl/comments", "spreadsheetml.comments+xml"},
		{"xl/charts/chart", "drawingml.chart+xml"},
		{"xl/drawings/drawing", "drawing+xml"},
	} {
		if strings.HasPrefix(name, k.prefix) && strings.HasSuffix(name, ".xml") {
			return typePrefix + k.kind
		}
	}
	return ""
}
