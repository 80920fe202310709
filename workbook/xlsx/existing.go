package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"
)

// existing is a workbook that somebody has saved, opened to change a few places. What is not changed is copied byte for byte, still
// compressed.
type existing struct {
	entries map[string]*zip.File // by folded name
	parts   map[string][]byte    // parts read or changed, by folded name, as UTF-8
	changed map[string]string    // folded names of parts changed or added, with the names to write
	removed map[string]bool
	// main is the workbook part; strict says that the file speaks the strict vocabulary.
	main   string
	strict bool
	sheets []existingSheet
	// keep reuses parts for the next similar file; nil if nothing is kept.
	keep *Writer
}

type existingSheet struct {
	name, part, id string
}

func openExisting(data []byte) (*existing, error) {
	if refusal := foreignFile(data); refusal != nil {
		return nil, refusal
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged("", damagedZip)
	}
	z.RegisterDecompressor(zip.Deflate, inflate)
	f := &existing{entries: map[string]*zip.File{}, parts: map[string][]byte{}, changed: map[string]string{}, removed: map[string]bool{}}
	for _, e := range z.File {
		if strings.HasSuffix(e.Name, "/") {
			continue
		}
		const encrypted = 1
		if e.Flags&encrypted != 0 {
			return nil, refuse(RefusedPassword, e.Name, "kind", "zip")
		}
		name := foldPart(strings.ReplaceAll(e.Name, `\`, "/"))
		if f.entries[name] != nil {
			return nil, damaged(e.Name, damagedDuplicate)
		}
		f.entries[name] = e
	}
	return f, f.readWorkbook()
}

// inflaters holds inflaters not in use. Each was read to its end and closed once.
var inflaters sync.Pool

// inflate inflates a part faster than the standard library does.
func inflate(packed io.Reader) io.ReadCloser {
	if at, ok := inflaters.Get().(io.ReadCloser); ok && at.(flate.Resetter).Reset(packed, nil) == nil {
		return &inflated{at}
	}
	return &inflated{flate.NewReader(packed)}
}

// inflated returns its inflater to the pool when closed.
type inflated struct{ io.ReadCloser }

func (r *inflated) Close() error {
	err := r.ReadCloser.Close()
	inflaters.Put(r.ReadCloser)
	return err
}

func (f *existing) has(name string) bool {
	name = foldPart(name)
	return !f.removed[name] && (f.entries[name] != nil || f.changed[name] != "")
}

// part gives a part as UTF-8.
func (f *existing) part(name string) ([]byte, error) {
	folded := foldPart(name)
	if data, ok := f.parts[folded]; ok {
		return data, nil
	}
	e := f.entries[folded]
	if e == nil || f.removed[folded] {
		return nil, damaged(name, damagedMissing)
	}
	if e.UncompressedSize64 > maxPartBytes {
		return nil, tooLarge(name, "part", maxPartBytes)
	}
	r, err := e.Open()
	if err != nil {
		return nil, damaged(name, damagedCompression)
	}
	var b bytes.Buffer
	b.Grow(int(min(e.UncompressedSize64, smallBuffer)) + bytes.MinRead) // the declared size is not trusted further
	if _, err := b.ReadFrom(io.LimitReader(r, maxPartBytes+1)); err != nil {
		return nil, damaged(name, damagedCRC)
	}
	if err := r.Close(); err != nil {
		return nil, damaged(name, damagedCRC)
	}
	data := b.Bytes()
	if !strings.HasSuffix(folded, ".vml") {
		// Every XML part that is changed is first checked to be well-formed.
		var l lexer
		if refusal := l.reset(name, data, maxDepth); refusal != nil {
			return nil, refusal
		}
		if data = l.src; l.wasUTF16 {
			if end := bytes.Index(data, []byte("?>")); bytes.HasPrefix(data, []byte("<?xml")) && end > 0 {
				data = data[end+2:]
			}
			data = append([]byte(xmlHead), data...)
		}
	}
	f.parts[folded] = data
	return data, nil
}

func (f *existing) set(name string, data []byte) {
	folded := foldPart(name)
	if e := f.entries[folded]; e != nil {
		name = e.Name
	}
	f.parts[folded], f.changed[folded] = data, name
	delete(f.removed, folded)
}

// remove drops a part and its declaration.
func (f *existing) remove(name string) error {
	folded := foldPart(name)
	f.removed[folded] = true
	delete(f.changed, folded)
	return f.undeclare(name)
}

// pack writes the file with its entries sorted by name; the content types come first that way.
func (f *existing) pack() ([]byte, error) {
	names, size := []string{}, 0
	for folded, e := range f.entries {
		if !f.removed[folded] {
			names = append(names, folded)
			size += int(e.CompressedSize64) + 256
		}
	}
	for folded := range f.changed {
		if f.entries[folded] == nil {
			names = append(names, folded)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		if first := foldPart(contentTypesPart); a == first || b == first {
			return cmp.Compare(zeroOne(a != first), zeroOne(b != first))
		}
		return cmp.Compare(a, b)
	})
	p, err := newPacker(size, f.keep, nil)
	if err != nil {
		return nil, err
	}
	for _, folded := range names {
		if name, ok := f.changed[folded]; ok {
			err = p.add(name, f.parts[folded])
		} else {
			err = p.copy(f.entries[folded])
		}
		if err != nil {
			return nil, err
		}
	}
	return p.close()
}

// readWorkbook finds the sheets.
func (f *existing) readWorkbook() error {
	top, err := f.relationships("")
	if err != nil {
		return err
	}
	main, ok := top.ofKind("officeDocument")
	if !ok || !f.has(main) {
		return damaged("_rels/.rels", damagedRelationship)
	}
	f.main = main
	rels, err := f.relationships(main)
	if err != nil {
		return err
	}
	src, err := f.part(main)
	if err != nil {
		return err
	}
	elements, err := outline(main, src, 3)
	if err != nil {
		return err
	}
	if !elements[0].is("workbook") {
		return damaged(main, damagedNamespace)
	}
	f.strict = bytes.Contains(src[:elements[0].open], []byte("http://purl.oclc.org/ooxml/spreadsheetml/main"))
	for i := range elements {
		e := &elements[i]
		if e.level != 3 || !e.is("sheet") {
			continue
		}
		s := existingSheet{name: e.attr("name"), id: e.attrIn(nsOfficeRel, "id")}
		rel, ok := rels.byID(s.id)
		if !ok {
			return damaged(main, damagedRelationship, "id", s.id)
		}
		s.part = rel.target
		f.sheets = append(f.sheets, s)
	}
	if len(f.sheets) == 0 {
		return damaged(main, damagedSheets)
	}
	return nil
}

func (f *existing) sheet(name string) (existingSheet, bool) {
	for _, s := range f.sheets {
		if s.name == name {
			return s, true
		}
	}
	return existingSheet{}, false
}

func (f *existing) mainNamespace() string {
	if f.strict {
		return "http://purl.oclc.org/ooxml/spreadsheetml/main"
	}
	return mainNamespace
}

func (f *existing) relNamespace() string {
	if f.strict {
		return "http://purl.oclc.org/ooxml/officeDocument/relationships"
	}
	return officeNamespace
}

func relsPart(part string) string {
	i := strings.LastIndexByte(part, '/') + 1
	return part[:i] + "_rels/" + part[i:] + ".rels"
}

// relationships gives those of a part, none if it has none, and those of the file as a whole if part is empty.
func (f *existing) relationships(part string) (relationships, error) {
	name := relsPart(part)
	if !f.has(name) {
		return nil, nil
	}
	src, err := f.part(name)
	if err != nil {
		return nil, err
	}
	elements, err := outline(name, src, 2)
	if err != nil {
		return nil, err
	}
	var out relationships
	for i := range elements {
		e := &elements[i]
		if e.level != 2 || e.ns != nsPackageRel || e.local != "Relationship" {
			continue
		}
		kind := e.attr("Type")
		rel := relationship{id: e.attr("Id"), kind: kind[strings.LastIndexByte(kind, '/')+1:], target: e.attr("Target"), external: e.attr("TargetMode") == "External"}
		if !rel.external {
			rel.target = f.resolve(part, rel.target)
		}
		out = append(out, rel)
	}
	return out, nil
}

func (f *existing) resolve(base, target string) string {
	for _, t := range []string{strings.ReplaceAll(target, `\`, "/"), unescapedPath(target)} {
		if resolved, ok := resolvePart(base, t); ok && f.has(resolved) {
			return resolved
		}
	}
	return target
}

// relate adds a relationship to a part and gives its id.
func (f *existing) relate(part, kind, target string) (string, error) {
	rels, err := f.relationships(part)
	if err != nil {
		return "", err
	}
	id := ""
	for n := 1; id == ""; n++ {
		if _, taken := rels.byID(fmt.Sprintf("rIdM%d", n)); !taken {
			id = fmt.Sprintf("rIdM%d", n)
		}
	}
	name := relsPart(part)
	// The prefix of the part's own vocabulary does not matter: the line declares its own.
	line := fmt.Sprintf(`<Relationship xmlns="%s" Id="%s" Type="%s/%s" Target="%s"/>`, packNamespace, id, f.relNamespace(), kind, escapeAttr(target))
	if !f.has(name) {
		if err := f.declare("", "rels", "application/vnd.openxmlformats-package.relationships+xml"); err != nil {
			return "", err
		}
		f.set(name, []byte(xmlHead+`<Relationships xmlns="`+packNamespace+`">`+strings.Replace(line, ` xmlns="`+packNamespace+`"`, "", 1)+"</Relationships>"))
		return id, nil
	}
	return id, f.appendTo(name, line)
}

// unrelate takes a relationship from a part.
func (f *existing) unrelate(part, id string) error {
	name := relsPart(part)
	return f.drop(name, 2, func(e *element) bool { return e.local == "Relationship" && e.attr("Id") == id })
}

// declare gives a part its content type. For a type that goes by the suffix, name is empty.
func (f *existing) declare(name, extension, kind string) error {
	src, err := f.part(contentTypesPart)
	if err != nil {
		return err
	}
	elements, err := outline(contentTypesPart, src, 2)
	if err != nil {
		return err
	}
	const ns = ` xmlns="http://schemas.openxmlformats.org/package/2006/content-types"`
	for i := range elements {
		if e := &elements[i]; extension != "" && e.local == "Default" && strings.EqualFold(e.attr("Extension"), extension) {
			return nil
		}
	}
	if extension != "" {
		return f.patch(contentTypesPart, []patch{{elements[0].open, elements[0].open, "<Default" + ns + ` Extension="` + extension + `" ContentType="` + kind + `"/>`}})
	}
	if err := f.undeclare(name); err != nil {
		return err
	}
	return f.appendTo(contentTypesPart, "<Override"+ns+` PartName="/`+escapeAttr(name)+`" ContentType="`+kind+`"/>`)
}

func (f *existing) undeclare(name string) error {
	return f.drop(contentTypesPart, 2, func(e *element) bool {
		return e.local == "Override" && foldPart(e.attr("PartName")) == foldPart("/"+name)
	})
}

// appendTo puts text before the end of a part's root element.
func (f *existing) appendTo(name, text string) error {
	src, err := f.part(name)
	if err != nil {
		return err
	}
	elements, err := outline(name, src, 1)
	if err != nil {
		return err
	}
	root := &elements[0]
	return f.patch(name, root.append(src, text))
}

// drop removes elements of a level from a part.
func (f *existing) drop(name string, level int, which func(*element) bool) error {
	src, err := f.part(name)
	if err != nil {
		return err
	}
	elements, err := outline(name, src, level)
	if err != nil {
		return err
	}
	var patches []patch
	for i := range elements {
		if e := &elements[i]; e.level == level && which(e) {
			patches = append(patches, patch{e.start, e.end, ""})
		}
	}
	return f.patch(name, patches)
}

// patch changes a part.
func (f *existing) patch(name string, patches []patch) error {
	if len(patches) == 0 {
		return nil
	}
	src, err := f.part(name)
	if err != nil {
		return err
	}
	f.set(name, patched(src, patches))
	return nil
}
