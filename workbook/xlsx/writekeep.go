package xlsx

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
)

// Writer writes many books that are alike, as the workbooks of one round are: what two of them have in common is made
// once. Its books have the same bytes as those of Write. The zero Writer is ready, and several goroutines may use one.
type Writer struct {
	mu     sync.Mutex
	shells map[string]parts
	packed map[string][]packedPart
	noted  map[int][]*writtenNotes
	// compressors are those at rest: each has tables of near a megabyte.
	compressors sync.Pool
	// spaces are the *writeSpace at rest.
	spaces sync.Pool
}

// writeSpace is what the parts of a book are made in, and those of the next one again.
type writeSpace struct {
	rows, made []byte
	texts      sharedTexts
	// formulas are long ones as they were written, nil where no other book is to come.
	formulas map[string]string
}

// mostFormulas is how many formulas a space knows: the self-checks of the longest sheets many times over.
const mostFormulas = 4096

func (k *Writer) space() *writeSpace {
	if k != nil {
		if s, ok := k.spaces.Get().(*writeSpace); ok {
			return s
		}
	}
	s := &writeSpace{texts: sharedTexts{index: map[string]int{}}}
	if k != nil {
		s.formulas = map[string]string{}
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
	if len(s.formulas) > mostFormulas {
		clear(s.formulas)
	}
	k.spaces.Put(s)
}

// Write makes an xlsx file of a book, as the function of that name does.
func (k *Writer) Write(book *sheet.Book) ([]byte, error) {
	space := k.space()
	w := &bookWriter{book: book, keep: k, space: space, texts: &space.texts}
	if err := w.shell(); err != nil {
		return nil, err
	}
	if err := w.fill(); err != nil {
		return nil, err
	}
	data, err := w.pack()
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

// key is the same for two shells that are the same.
func (want *wantedShell) key() string {
	var b strings.Builder
	fmt.Fprintln(&b, want.active, want.custom, want.conditionals)
	for i := range want.cells {
		fmt.Fprint(&b, want.cells[i])
	}
	for _, s := range want.sheets {
		fmt.Fprintf(&b, "\n%q %d", s.Name, s.Visibility)
		l := s.Layout
		if l == nil {
			continue
		}
		p := l.Print
		fmt.Fprint(&b, l.ShowGridlines, l.Zoom, l.FreezeRows, l.FreezeCols, l.SummaryAbove, l.Tab, p.Landscape, p.A3, p.FitWidth, p.FitHeight, p.CenterHorizontally, p.BreakBefore)
		if l.Protection != nil {
			fmt.Fprintf(&b, " %q", l.Protection.Password)
		}
	}
	return b.String()
}

// shell gives the shell that is wanted, made before or made now. Nothing in it is changed any more.
func (k *Writer) shell(want *wantedShell) (parts, error) {
	if k == nil {
		return want.make()
	}
	key := want.key()
	k.mu.Lock()
	made := k.shells[key]
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
	if k.shells == nil {
		k.shells = map[string]parts{}
	}
	k.shells[key] = made
	return made, nil
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
type packedPart struct {
	data, packed []byte
	crc          uint32
}

// keptOfPart is how many different contents of a part of one name are kept: those written last.
const keptOfPart = 6

// alike reports whether parts of a name are kept, as two books may have the same: rows and texts are each book's own, and are
// made in space that is used again.
func alike(name string) bool {
	return !strings.HasPrefix(name, "xl/worksheets/sheet") && name != textsPart
}

// find gives a part that was compressed before.
func (k *Writer) find(name string, data []byte) (packedPart, bool) {
	if k == nil || !alike(name) {
		return packedPart{}, false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	list := k.packed[name]
	for i, p := range list {
		if bytes.Equal(p.data, data) {
			copy(list[1:], list[:i])
			list[0] = p
			return p, true
		}
	}
	return packedPart{}, false
}

// kept keeps a part that was compressed, in place of one that was not needed for the longest time.
func (k *Writer) kept(name string, p packedPart) {
	if k == nil || !alike(name) {
		return
	}
	p.packed = bytes.Clone(p.packed)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.packed == nil {
		k.packed = map[string][]packedPart{}
	}
	list := slices.Insert(k.packed[name], 0, p)
	k.packed[name] = list[:min(len(list), keptOfPart)]
}

// writtenNotes are the parts that the notes of a sheet make.
type writtenNotes struct {
	notes             []note
	comments, drawing []byte
}

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
	k.noted[sheet] = list[:min(len(list), keptOfPart)]
	return n
}
