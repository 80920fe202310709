package xlsx

import (
	"bytes"
	"path"
	"strings"

	"duban/workbook/sheet"
)

// Read reads a workbook: every sheet and every cell that holds something, with the kind of value that is stored. It is strict where
// Excel and its kin would repair or guess: a file that is not in order is refused as a whole. The error is of type *Refusal and says
// what the file is, or what is wrong with it and where. Nothing is silently left out.
//
// It accepts any namespace prefix, the Strict and the Transitional vocabulary, absolute and relative targets, part names in another
// case, rows and cells without their places, a wrong dimension, a missing style sheet, and UTF-16. What is out of the ordinary is
// listed in Book.Oddities.
//
// Dates are serial days of the 1900 system, also for a workbook that counts from 1904. Cells with nothing but a style are left out,
// and so are rows without cells. Sheet.Layout stays nil.
func Read(data []byte) (*sheet.Book, error) { return new(Reader).Read(data) }

// ReadOwn reads a workbook as Read does, up to the size that the program itself writes.
func ReadOwn(data []byte) (*sheet.Book, error) { return (&Reader{Own: true}).Read(data) }

// Reader reads workbooks one after the other as Read does, and reuses its working space. No book that it returned refers to that
// space. It is for one goroutine at a time.
type Reader struct {
	// Cells is the largest number of cells that a workbook may have; 0 is the limit of Read.
	Cells int
	// Own allows workbooks as large as the program itself writes.
	Own bool
	// Wants decides from the first headRows rows of a longer sheet whether the others are wanted. Unwanted rows are read but not
	// kept, and their cells do not count. If it is nil all rows are wanted.
	Wants func(*sheet.Sheet) bool
	space workspace
}

// Read reads a workbook.
func (r *Reader) Read(data []byte) (*sheet.Book, error) {
	return r.readWithin(data, r.readLimits())
}

func (r *Reader) readLimits() readLimits {
	limits := defaultReadLimits()
	if r.Own {
		limits = ownReadLimits()
	}
	if r.Cells > 0 {
		limits.cells = min(limits.cells, r.Cells)
		limits.strings = min(limits.strings, r.Cells)
	}
	return limits
}

func (r *Reader) readWithin(data []byte, limits readLimits) (*sheet.Book, error) {
	defer r.space.clear()
	one, err := r.begin(data, limits)
	if err != nil {
		return nil, err
	}
	sheets, rels, err := one.readFrame()
	if err != nil {
		return nil, err
	}
	one.wants = r.Wants
	for _, s := range sheets {
		if err := one.readRowsOf(s, nil); err != nil {
			return nil, err
		}
	}
	if err := one.readProperties(rels); err != nil {
		return nil, err
	}
	return one.book, nil
}

// Properties reads the document's properties, and none of its sheets, which may not be in order.
func (r *Reader) Properties(data []byte) (map[string]string, error) {
	defer r.space.clear()
	one, err := r.begin(data, defaultReadLimits())
	if err != nil {
		return nil, err
	}
	rels, err := one.readOutside()
	if err != nil {
		return nil, err
	}
	if err := one.readProperties(rels); err != nil {
		return nil, err
	}
	return one.book.Custom, nil
}

// begin opens the zip file of a workbook.
func (r *Reader) begin(data []byte, limits readLimits) (*reader, error) {
	if int64(len(data)) > limits.file {
		return nil, refuseLong(data[:min(len(data), HeadBytes)], limits.file)
	}
	if refusal := foreignFile(data); refusal != nil {
		return nil, refusal
	}
	r.space.clear() // Open left a workbook there
	if r.space.memory.limits != limits {
		r.space.memory = memory{limits: limits}
	}
	one := &reader{limits: limits, book: &sheet.Book{}, workspace: &r.space}
	var err error
	one.zip, err = openContainer(data, limits, &r.space.inflating, one.odd)
	return one, err
}

// workspace is the space in which one Read after the other works.
type workspace struct {
	inflating
	lexer   lexer
	strings []string
	// rows are those of the sheet that is being read, until all of them are there.
	rows []sheet.Row
	// scratch and rich hold a text while it is decoded: rich that of a cell, scratch any other.
	scratch, rich []byte
	memory        memory
}

// memory keeps what parts said that are the same in many files read under the same limits.
type memory struct {
	limits        readLimits
	types         recalled[contentTypes]
	relationships recalled[relationships]
	styles        recalled[[]cellFormat]
	// texts keeps parts whose main cost is inflating them, sheets those that hold the rows of sheets.
	texts    recalled[[]byte]
	sheets   recurring
	formulas sharedFormulas
}

// clear drops the file that was read, and space that only a large file needs. The lexer's lists hold no pointers and are bounded by
// the depth of elements and their number of attributes: they stay.
func (w *workspace) clear() {
	w.lexer = lexer{attrs: w.lexer.attrs, open: w.lexer.open, bindings: w.lexer.bindings}
	w.source.Reset(nil)
	clear(w.strings)
	clear(w.rows)
	w.strings, w.rows = w.strings[:0], w.rows[:0]
	if cap(w.buffer)+cap(w.scratch)+cap(w.rich) > keptBytes || cap(w.strings) > keptTexts || cap(w.rows) > keptRows {
		*w = workspace{memory: w.memory}
	}
}

// How much of the space is kept: ten times what a return needs.
const (
	keptBytes = 4 << 20
	keptTexts = 32 << 10
	keptRows  = 8 << 10
)

// reader is the state of one Read.
type reader struct {
	*workspace
	limits readLimits
	zip    *container
	book   *sheet.Book
	types  contentTypes
	styles []cellFormat // nil if the part is missing
	// date1904 says that stored dates count from 1904-01-01.
	date1904 bool
	cells    int
	// wants is Reader.Wants.
	wants func(*sheet.Sheet) bool
	kept  keptText
	// slab holds the cells of all sheets; full slabs live on in their rows.
	slab []sheet.Cell
	// copied counts the bytes of shared formulas that were written out for cells.
	copied int64
	// odds counts the oddities met, repeated ones included.
	odds int
}

func (r *reader) odd(code, part string) {
	r.odds++
	o := sheet.Oddity{Code: code, Part: part}
	for _, seen := range r.book.Oddities {
		if seen == o {
			return
		}
	}
	r.book.Oddities = append(r.book.Oddities, o)
}

// readFrame reads everything except the rows, and gives the parts that hold the rows, and the package's relationships.
func (r *reader) readFrame() ([]sheetPart, relationships, error) {
	rels, err := r.readOutside()
	if err != nil {
		return nil, nil, err
	}
	main, ok := rels.ofKind("officeDocument")
	if !ok {
		if part, declared := r.types.declared("spreadsheetml.sheet.main+xml"); declared {
			return nil, nil, damaged("_rels/.rels", damagedRelationship, "target", part)
		}
		return nil, nil, refuse(RefusedZip, "", "kind", "zip")
	}
	if err := r.checkMainType(main); err != nil {
		return nil, nil, err
	}
	if err := r.checkMacros(); err != nil {
		return nil, nil, err
	}
	sheets, err := r.readWorkbook(main)
	return sheets, rels, err
}

// readOutside reads the list of the package's contents and gives the package's relationships.
func (r *reader) readOutside() (relationships, error) {
	if !r.zip.has(contentTypesPart) {
		return nil, r.otherZip()
	}
	if err := r.readContentTypes(); err != nil {
		return nil, err
	}
	return r.readRelationships("")
}

// otherZip identifies a zip file without content types.
func (r *reader) otherZip() error {
	if r.zip.has("mimetype") {
		kind, err := r.zip.part("mimetype")
		if err != nil {
			return err
		}
		const opendocument = "application/vnd.oasis.opendocument."
		if rest, ok := strings.CutPrefix(strings.TrimSpace(string(kind)), opendocument); ok {
			switch rest {
			case "text":
				return refuse(RefusedOds, "", "kind", "odt")
			case "presentation":
				return refuse(RefusedOds, "", "kind", "odp")
			}
			return refuse(RefusedOds, "", "kind", "ods")
		}
	}
	if r.zip.has("OFD.xml") { // the Chinese national format for documents
		return refuse(RefusedZip, "", "kind", "ofd")
	}
	if r.zip.has("xl/workbook.xml") {
		return damaged(contentTypesPart, damagedMissing)
	}
	return refuse(RefusedZip, "", "kind", "zip")
}

// checkMainType refuses a main part that is declared as something other than a workbook.
func (r *reader) checkMainType(main string) error {
	declared := strings.ToLower(r.types.of(main))
	switch {
	case strings.Contains(declared, "sheet.binary."):
		return refuse(RefusedXlsb, "")
	case strings.Contains(declared, "macroenabled"):
		return refuse(RefusedMacro, main, "kind", "vba")
	case strings.Contains(declared, "wordprocessingml"):
		return refuse(RefusedDocx, "", "kind", "docx")
	case strings.Contains(declared, "presentationml"):
		return refuse(RefusedDocx, "", "kind", "pptx")
	case strings.HasSuffix(declared, "spreadsheetml.sheet.main+xml"):
	case strings.HasSuffix(declared, "spreadsheetml.template.main+xml"):
		r.odd(OddTemplate, main)
	case strings.HasPrefix(path.Base(main), "workbook"):
		r.odd(OddContentType, main)
	default:
		return refuse(RefusedZip, "", "kind", "zip")
	}
	return nil
}

// checkMacros refuses macros anywhere, whatever the file is declared to be.
func (r *reader) checkMacros() error {
	first := ""
	for name := range r.zip.entries {
		if strings.HasSuffix(name, "vbaproject.bin") && (first == "" || name < first) {
			first = name
		}
	}
	if first != "" {
		return refuse(RefusedMacro, r.zip.entries[first].Name, "kind", "vba")
	}
	if part, ok := r.types.declared("vbaProject"); ok {
		return refuse(RefusedMacro, part, "kind", "vba")
	}
	return nil
}

// open starts to read a part, and expects its root element.
func (r *reader) open(part string, ns vocabulary, root string) error {
	data, err := r.zip.part(part)
	if err != nil {
		return err
	}
	return r.openText(part, data, ns, root)
}

// openKnown is open for a part that is small and often the same in many files.
func (r *reader) openKnown(part string, ns vocabulary, root string) error {
	return r.openRecalled(&r.memory.texts, part, ns, root)
}

func (r *reader) openRecalled(memory *recalled[[]byte], part string, ns vocabulary, root string) error {
	data, err := recall(r, memory, part, func() ([]byte, error) {
		data, err := r.zip.part(part)
		return bytes.Clone(data), err
	})
	if err != nil {
		return err
	}
	return r.openText(part, data, ns, root)
}

// openSheet is open for the rows of a sheet.
func (r *reader) openSheet(part string) error {
	const root = "worksheet"
	f, _, err := r.zip.entry(part)
	if err != nil {
		return err
	}
	if !r.memory.sheets.again(f) {
		return r.open(part, nsMain, root)
	}
	return r.openRecalled(&r.memory.sheets.texts, part, nsMain, root)
}

func (r *reader) openText(part string, data []byte, ns vocabulary, root string) error {
	l := &r.lexer
	if refusal := l.reset(part, data, r.limits.depth); refusal != nil {
		return refusal
	}
	if l.wasUTF16 {
		r.odd(OddUTF16, part)
	}
	if l.next() != lexStart {
		return r.fault()
	}
	if l.ns != ns || string(l.local) != root {
		return damaged(part, damagedNamespace, "element", string(l.local))
	}
	return nil
}

// fault gives the reason why the lexer stopped. The end of the part where an element is expected is a fault too.
func (r *reader) fault() error {
	if r.lexer.refusal == nil {
		r.lexer.fail(damagedXML)
	}
	return r.lexer.refusal
}

// children calls visit at the start tag of each child of the element whose start tag was just read, and skips what visit leaves of
// the child. If the element is the root it reads on to the end of the part.
func (r *reader) children(visit func() error) error {
	l := &r.lexer
	inside := len(l.open)
	for {
		switch l.next() {
		case lexStart:
			depth := len(l.open)
			if err := visit(); err != nil {
				return err
			}
			if l.refusal != nil {
				return l.refusal
			}
			if len(l.open) == depth && !l.skip() {
				return r.fault()
			}
		case lexEnd:
			if inside > 1 {
				return nil
			}
			if l.next() != lexDone {
				return r.fault()
			}
			return nil
		case lexText: // whitespace between elements
		default:
			return r.fault()
		}
	}
}

// attrText gives the decoded value of an attribute without a prefix, empty if it is missing.
func (r *reader) attrText(name string) (string, error) {
	raw, _ := r.lexer.attr(name)
	return r.text(raw)
}

func (r *reader) text(raw []byte) (string, error) {
	var ok bool
	if r.scratch, ok = r.lexer.decode(r.scratch[:0], raw); !ok {
		return "", r.fault()
	}
	return string(unescape(r.scratch)), nil
}

// flag reads a boolean attribute; a missing one gives unless.
func (r *reader) flag(name string, unless bool) (bool, error) {
	raw, ok := r.lexer.attr(name)
	if !ok {
		return unless, nil
	}
	switch string(raw) {
	case "1", "true", "on":
		return true, nil
	case "0", "false", "off":
		return false, nil
	}
	return false, damaged(r.lexer.part, damagedAttribute, "name", name, "value", string(raw))
}

// number reads a non-negative whole number; a missing attribute gives unless.
func (r *reader) number(name string, unless int) (int, error) {
	raw, ok := r.lexer.attr(name)
	if !ok {
		return unless, nil
	}
	n, ok := wholeNumber(raw)
	if !ok {
		return 0, damaged(r.lexer.part, damagedAttribute, "name", name, "value", string(raw))
	}
	return n, nil
}

// wholeNumber reads up to nine digits.
func wholeNumber(b []byte) (int, bool) {
	if len(b) == 0 || len(b) > 9 {
		return 0, false
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
