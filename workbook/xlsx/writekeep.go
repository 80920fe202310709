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

// Writer writes many books that are alike, as the workbooks of one round are: what two of them have in common is made
// once. Its books have the same bytes as those of Write. The zero Writer is ready, and several goroutines may use one.
type Writer struct {
	mu     sync.Mutex
	shells []madeShell
	packed packedParts
	noted  map[int][]*writtenNotes
	// packers are the *packer at rest: the tables of their compressors take near a megabyte.
	packers sync.Pool
	// spaces are the *writeSpace at rest.
	spaces sync.Pool
}

// writeSpace is what the parts of a book are made in, and those of the next one again.
type writeSpace struct {
	rows, made []byte
	texts      sharedTexts
	styles     *styleTable
	// formulas are long ones as they were written, nil where no other book is to come.
	formulas map[string]*writtenFormula
}

// room gives what parts are made in, with room for one more of about this size. Where there is none the next ones are made
// elsewhere, as those that are there stay where they are; where other books are to come there will be room for all in the end.
func (s *writeSpace) room(size int) []byte {
	if cap(s.made)-len(s.made) >= size {
		return s.made
	}
	if s.formulas != nil {
		size = max(size, 2*cap(s.made))
	}
	return make([]byte, 0, size)
}

// mostFormulas is how many formulas a space knows: the self-checks of the longest sheets many times over.
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

// rest takes the space of a book that is written: nothing refers to it any more.
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

// Write makes an xlsx file of a book, as the function of that name does.
func (k *Writer) Write(book *sheet.Book) ([]byte, error) { return k.write(book, nil, nil) }

// write makes the file, and gives it where it does not go elsewhere; then what is compressed may wait aside.
func (k *Writer) write(book *sheet.Book, out io.Writer, wait Aside) ([]byte, error) {
	space := k.space()
	w := &bookWriter{book: book, keep: k, space: space, texts: &space.texts, styles: space.styles}
	w.texts.press = &w.press
	if wait != nil {
		w.press.aside = &aside{Aside: wait}
	}
	defer w.press.wait() // where the book cannot be written; what goes wrong in the press is told by pack
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
	cells        []formatRecord // in the order in which they are met
	conditionals []ruleLook
}

// wanted says what shell a book needs, whose rows are written.
func (w *bookWriter) wanted() *wantedShell {
	return &wantedShell{sheets: w.book.Sheets, active: w.active(), custom: len(w.book.Custom) > 0, cells: w.styles.met, conditionals: w.styles.looks}
}

// same reports whether two shells are.
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

// remembered is a shell that is wanted, without the rows of the book that wants it and apart from the space of that.
func (want *wantedShell) remembered() *wantedShell {
	kept := *want
	kept.cells, kept.conditionals = slices.Clone(want.cells), slices.Clone(want.conditionals)
	kept.sheets = make([]*sheet.Sheet, len(want.sheets))
	for i, s := range want.sheets {
		kept.sheets[i] = &sheet.Sheet{Name: s.Name, Visibility: s.Visibility, Layout: shellLayout(s.Layout)}
	}
	return &kept
}

// shellLayout copies of a layout what sameShell looks at: the book that it belongs to may be changed and written again.
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

// madeShell is a shell with what it was made for.
type madeShell struct {
	*wantedShell
	parts parts
}

// mostShells is how many shells are kept: there is one for each choice of sheets and formats.
const mostShells = 256

// shell gives the shell that is wanted, made before or made now. Nothing in it is changed any more.
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
	// Another goroutine may have made the same meanwhile.
	if k.madeFor(want) == nil && len(k.shells) < mostShells {
		k.shells = append(k.shells, madeShell{want.remembered(), made})
	}
	return made, nil
}

// madeFor gives a shell that was made before, nil where there is none. The caller holds the lock.
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

// contentKey is the same for parts of the same content, and hardly ever for others.
type contentKey struct {
	crc  uint32
	size int
}

// packedParts are the parts that several books of a round have alike: formats, notes, covers, lists that are still blank. A
// part is kept when it is met for the second time, as most rows and texts are one book's own; until then it is known by its key.
type packedParts struct {
	kept  map[contentKey]packedPart
	met   map[contentKey]struct{}
	bytes int
}

// What is kept beyond these would be paid for in memory by all, and is one book's own or nearly so.
const (
	mostPackedBytes = 8 << 20
	mostPackedMet   = 1 << 16
)

// find gives a part that was compressed before.
func (k *Writer) find(key contentKey, data []byte) (packedPart, bool) {
	if k == nil {
		return packedPart{}, false
	}
	k.mu.Lock()
	p, ok := k.packed.kept[key]
	k.mu.Unlock()
	return p, ok && bytes.Equal(p.data, data)
}

// compressed takes note of a part that was compressed, and keeps it where it was met before.
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
		// What the parts of a book are made in is used for the next one.
		ps.kept[key] = packedPart{bytes.Clone(data), bytes.Clone(packed)}
		ps.bytes += size
	case len(ps.met) < mostPackedMet:
		ps.met[key] = struct{}{}
	}
}

// writtenNotes are the parts that the notes of a sheet make.
type writtenNotes struct {
	notes             []note
	comments, drawing []byte
}

// mostNotes is how many different sets of notes are kept for sheets of a number: those wanted last.
const mostNotes = 6

// notes gives the parts of the notes of a sheet by its number. Those on the headings of a form are the same in every
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
