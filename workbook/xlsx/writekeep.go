package xlsx

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
)

// Writer writes many similar books, such as the workbooks of one round, and makes what two of them have in common only once. Its
// results are byte for byte those of Write. The zero Writer is ready; several goroutines may use one.
type Writer struct {
	mu     sync.Mutex
	shells []madeShell
	packed packedParts
	noted  map[int][]*writtenNotes
	// packers holds *packer not in use: the tables of their compressors take nearly a megabyte.
	packers sync.Pool
	// spaces holds *writeSpace not in use.
	spaces sync.Pool
}

// writeSpace is the memory in which the parts of a book are made; the next book reuses it.
type writeSpace struct {
	rows, made []byte
	texts      sharedTexts
	styles     *styleTable
	// formulas holds long formulas as they were written, nil if no other book will follow.
	formulas map[string]*writtenFormula
}

// room gives the buffer for parts if it has room for one more of about this size. Otherwise it gives a new buffer, as parts made so
// far stay where they are. If other books will follow it doubles the size, so that in the end there is room for all.
func (s *writeSpace) room(size int) []byte {
	if cap(s.made)-len(s.made) >= size {
		return s.made
	}
	if s.formulas != nil {
		size = max(size, 2*cap(s.made))
	}
	return make([]byte, 0, size)
}

// mostFormulas is how many formulas a space keeps: many times those of the longest sheets.
const mostFormulas = 4096

func (k *Writer) space() *writeSpace {
	if k != nil {
		if s, ok := k.spaces.Get().(*writeSpace); ok {
			return s
		}
	}
	s := &writeSpace{texts: sharedTexts{index: map[string]int{}}, styles: newStyleTable()}
	if k != nil {
		s.formulas = map[string]*writtenFormula{}
	}
	return s
}

// rest takes back the space of a book that is written: nothing refers to it any more.
func (k *Writer) rest(s *writeSpace) {
	if k == nil {
		return
	}
	s.rows, s.made = s.rows[:0], s.made[:0]
	s.texts.clear()
	s.styles.clear()
	if len(s.formulas) > mostFormulas {
		clear(s.formulas)
	}
	k.spaces.Put(s)
}

// Write makes an xlsx file of a book, as the function Write does.
func (k *Writer) Write(book *sheet.Book) ([]byte, error) { return k.write(book, nil, nil) }

// write makes the file and returns it, or writes it to out if that is not nil; then compressed pieces may wait aside.
func (k *Writer) write(book *sheet.Book, out io.Writer, wait Aside) ([]byte, error) {
	space := k.space()
	w := &bookWriter{book: book, keep: k, space: space, texts: &space.texts, styles: space.styles}
	w.texts.press = &w.press
	if wait != nil {
		w.press.aside = &aside{Aside: wait}
	}
	defer w.press.wait() // for an early error return; pack reports errors of the press
	if err := w.shell(); err != nil {
		return nil, err
	}
	if err := w.fill(); err != nil {
		return nil, err
	}
	data, err := w.pack(out)
	if err == nil {
		k.rest(space)
	}
	return data, err
}

// wantedShell is all that a shell depends on.
type wantedShell struct {
	sheets       []*sheet.Sheet
	active       int
	custom       bool
	cells        []formatRecord // in the order in which they are first used
	conditionals []ruleLook
}

// wanted describes the shell that a book needs, once its rows are written.
func (w *bookWriter) wanted() *wantedShell {
	return &wantedShell{sheets: w.book.Sheets, active: w.active(), custom: len(w.book.Custom) > 0, cells: w.styles.met, conditionals: w.styles.looks}
}

// same reports whether two shells are equal.
func (want *wantedShell) same(other *wantedShell) bool {
	return want.active == other.active && want.custom == other.custom && slices.Equal(want.cells, other.cells) &&
		slices.Equal(want.conditionals, other.conditionals) && slices.EqualFunc(want.sheets, other.sheets, sameShell)
}

// sameShell reports whether two sheets look the same to shellSheet.
func sameShell(a, b *sheet.Sheet) bool {
	if a.Name != b.Name || a.Visibility != b.Visibility || (a.Layout == nil) != (b.Layout == nil) {
		return false
	}
	if a.Layout == nil {
		return true
	}
	l, m := a.Layout, b.Layout
	if (l.Protection == nil) != (m.Protection == nil) || l.Protection != nil && *l.Protection != *m.Protection {
		return false
	}
	p, q := l.Print, m.Print
	return l.ShowGridlines == m.ShowGridlines && l.Zoom == m.Zoom && l.FreezeRows == m.FreezeRows && l.FreezeCols == m.FreezeCols &&
		l.SummaryAbove == m.SummaryAbove && l.Tab == m.Tab &&
		p.Landscape == q.Landscape && a.OnA3() == b.OnA3() && p.FitWidth == q.FitWidth && p.FitHeight == q.FitHeight && p.Abreast == q.Abreast &&
		p.CenterHorizontally == q.CenterHorizontally && slices.Equal(p.BreakBefore, q.BreakBefore)
}

// remembered gives a copy of a wanted shell to keep: without the rows of its book and without references to that book's space.
func (want *wantedShell) remembered() *wantedShell {
	kept := *want
	kept.cells, kept.conditionals = slices.Clone(want.cells), slices.Clone(want.conditionals)
	kept.sheets = make([]*sheet.Sheet, len(want.sheets))
	for i, s := range want.sheets {
		kept.sheets[i] = &sheet.Sheet{Name: s.Name, Visibility: s.Visibility, Layout: shellLayout(s.Layout)}
	}
	return &kept
}

// shellLayout copies those parts of a layout that sameShell compares: the book that it belongs to may be changed and written again.
func shellLayout(l *sheet.Layout) *sheet.Layout {
	if l == nil {
		return nil
	}
	kept := *l
	kept.Columns, kept.Print.BreakBefore = slices.Clone(l.Columns), slices.Clone(l.Print.BreakBefore)
	kept.Validations, kept.Conditionals, kept.Bars, kept.Charts = nil, nil, nil, nil
	if l.Protection != nil {
		protection := *l.Protection
		kept.Protection = &protection
	}
	return &kept
}

// madeShell is a shell with the description that it was made for.
type madeShell struct {
	*wantedShell
	parts parts
}

// mostShells is how many shells are kept: one for each combination of sheets and formats.
const mostShells = 256

// shell gives a shell that is wanted, from memory or newly made. It must not be changed.
func (k *Writer) shell(want *wantedShell) (parts, error) {
	if k == nil {
		return want.make()
	}
	k.mu.Lock()
	made := k.madeFor(want)
	k.mu.Unlock()
	if made != nil {
		return made, nil
	}
	made, err := want.make()
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	// Another goroutine may have made the same one meanwhile.
	if k.madeFor(want) == nil && len(k.shells) < mostShells {
		k.shells = append(k.shells, madeShell{want.remembered(), made})
	}
	return made, nil
}

// madeFor gives a shell made before, nil if there is none. The caller holds the lock.
func (k *Writer) madeFor(want *wantedShell) parts {
	for _, m := range k.shells {
		if m.same(want) {
			return m.parts
		}
	}
	return nil
}

// make lets excelize make the shell.
func (want *wantedShell) make() (made parts, err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("xlsx: close shell: %w", e)
		}
	}()
	for i, s := range want.sheets {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), s.Name)
		} else {
			_, err = f.NewSheet(s.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("xlsx: sheet %q: %w", s.Name, err)
		}
	}
	f.SetActiveSheet(want.active)
	for _, s := range want.sheets {
		if s.Visibility != sheet.Visible {
			if err := f.SetSheetVisible(s.Name, false, s.Visibility == sheet.VeryHidden); err != nil {
				return nil, fmt.Errorf("xlsx: hide sheet %q: %w", s.Name, err)
			}
		}
		if err := shellSheet(f, s); err != nil {
			return nil, fmt.Errorf("xlsx: sheet %q: %w", s.Name, err)
		}
	}
	if err := makeStyles(f, want.cells, want.conditionals); err != nil {
		return nil, err
	}
	if err := shellProperties(f, want.custom); err != nil {
		return nil, err
	}
	c := &collector{parts: parts{}}
	f.SetZipWriter(asZip(c))
	if _, err := f.WriteToBuffer(); err != nil {
		return nil, fmt.Errorf("xlsx: shell: %w", err)
	}
	return c.parts, nil
}

// packedPart is a part as it was compressed.
type packedPart struct{ data, packed []byte }

// contentKey is equal for parts of the same content, and hardly ever for others.
type contentKey struct {
	crc  uint32
	size int
}

// packedParts keeps parts that several books of a round have in common: formats, notes, covers, lists that are still blank. Most rows
// and texts are one book's own, so a part is kept only when it is met for the second time; until then only its key is.
type packedParts struct {
	kept  map[contentKey]packedPart
	met   map[contentKey]struct{}
	bytes int
}

// More than this would cost everybody memory for parts that are one book's own or nearly so.
const (
	mostPackedBytes = 8 << 20
	mostPackedMet   = 1 << 16
)

// find gives a part that was compressed before, if it is kept.
func (k *Writer) find(key contentKey, data []byte) (packedPart, bool) {
	if k == nil {
		return packedPart{}, false
	}
	k.mu.Lock()
	p, ok := k.packed.kept[key]
	k.mu.Unlock()
	return p, ok && bytes.Equal(p.data, data)
}

// compressed notes that a part was compressed, and keeps it if it was met before.
func (k *Writer) compressed(key contentKey, data, packed []byte) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	ps := &k.packed
	if ps.met == nil {
		ps.met, ps.kept = map[contentKey]struct{}{}, map[contentKey]packedPart{}
	}
	_, again := ps.met[key]
	_, kept := ps.kept[key]
	size := len(data) + len(packed)
	switch {
	case kept || ps.bytes+size > mostPackedBytes:
	case again:
		// Cloned, as the space in which a book's parts are made is reused.
		ps.kept[key] = packedPart{bytes.Clone(data), bytes.Clone(packed)}
		ps.bytes += size
	case len(ps.met) < mostPackedMet:
		ps.met[key] = struct{}{}
	}
}

// writtenNotes are the parts made for the notes of a sheet.
type writtenNotes struct {
	notes             []note
	comments, drawing []byte
}

// mostNotes is how many different sets of notes are kept for each sheet number: the last ones used.
const mostNotes = 6

// notes gives the parts for the notes of a sheet, by the sheet's number. Notes on the headings of a form are the same in every
// workbook of a round.
func (k *Writer) notes(sheet int, notes []note) *writtenNotes {
	if k == nil {
		return writeNotes(sheet, notes)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	list := k.noted[sheet]
	if i := slices.IndexFunc(list, func(n *writtenNotes) bool { return slices.Equal(n.notes, notes) }); i >= 0 {
		return list[i]
	}
	n := writeNotes(sheet, notes)
	if k.noted == nil {
		k.noted = map[int][]*writtenNotes{}
	}
	list = slices.Insert(list, 0, n)
	k.noted[sheet] = list[:min(len(list), mostNotes)]
	return n
}
