package sheet

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// Compact gives a book that was read as bytes from which FromCompact makes it anew, in a tenth of the time that reading the
// file took. The layout is left out: a reader leaves it nil. The bytes are those of this build of the program and of no
// other; who keeps them keeps them under the program's build.
func Compact(b *Book) []byte { return new(Compactor).Compact(b) }

// Compactor makes books compact one after the other, as Compact does, and uses the space that it works in again. It is for one
// goroutine at a time.
type Compactor struct{ w compactWriter }

// Compact gives bytes of their own.
func (c *Compactor) Compact(b *Book) []byte {
	w := &c.w
	if w.index == nil || len(w.index) > keptTexts || cap(w.b) > keptBytes {
		*w = compactWriter{index: map[string]uint64{}}
	}
	w.b = w.b[:0]
	w.book(b)
	clear(w.index) // nothing of the book is held
	return slices.Clone(w.b)
}

// What is kept of the space: ten times what a return needs.
const (
	keptBytes = 1 << 20
	keptTexts = 32 << 10
)

func (w *compactWriter) book(b *Book) {
	w.text(b.Title)
	w.text(b.Creator)
	w.float(b.Created)
	w.int(b.Active)
	w.int(len(b.Custom))
	names := make([]string, 0, len(b.Custom))
	for name := range b.Custom {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w.text(name)
		w.text(b.Custom[name])
	}
	w.int(len(b.Names))
	for _, n := range b.Names {
		w.text(n.Name)
		w.text(n.Refers)
		w.text(n.Sheet)
	}
	w.int(len(b.Oddities))
	for _, o := range b.Oddities {
		w.text(o.Code)
		w.text(o.Part)
		w.text(o.Sheet)
		w.int(o.Ref.Row)
		w.int(o.Ref.Col)
		w.text(o.Link)
		w.int(o.More)
	}
	w.int(len(b.Sheets))
	for _, s := range b.Sheets {
		w.sheet(s)
	}
}

type compactWriter struct {
	b []byte
	// index numbers the texts in the order in which they first stand: the same words stand in many cells.
	index map[string]uint64
}

func (w *compactWriter) uint(n uint64) { w.b = binary.AppendUvarint(w.b, n) }
func (w *compactWriter) int(n int)     { w.b = binary.AppendVarint(w.b, int64(n)) }
func (w *compactWriter) byte(n byte)   { w.b = append(w.b, n) }
func (w *compactWriter) float(f float64) {
	w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(f))
}

// text writes the number of a text, and behind a number that is new the text itself.
func (w *compactWriter) text(s string) {
	n, known := w.index[s]
	if !known {
		n = uint64(len(w.index))
		w.index[s] = n
	}
	w.uint(n)
	if !known {
		w.uint(uint64(len(s)))
		w.b = append(w.b, s...)
	}
}

func flag(set bool, bit byte) byte {
	if set {
		return bit
	}
	return 0
}

func (w *compactWriter) sheet(s *Sheet) {
	w.text(s.Name)
	w.byte(byte(s.Visibility))
	w.byte(flag(s.Protected, 1))
	w.int(len(s.Merges))
	for _, m := range s.Merges {
		for _, n := range []int{m.First.Row, m.First.Col, m.Last.Row, m.Last.Col} {
			w.int(n)
		}
	}
	w.int(len(s.HiddenColumns))
	for _, c := range s.HiddenColumns {
		w.int(c.First)
		w.int(c.Last)
	}
	w.int(len(s.Rows))
	for i := range s.Rows {
		r := &s.Rows[i]
		w.int(r.N)
		w.byte(flag(r.Height != 0, 1) | flag(r.Outline != 0, 2) | flag(r.Hidden, 4))
		if r.Height != 0 {
			w.float(r.Height)
		}
		if r.Outline != 0 {
			w.byte(r.Outline)
		}
		w.int(len(r.Cells))
		for j := range r.Cells {
			w.cell(&r.Cells[j])
		}
	}
}

// Parts of a cell that few cells have.
const (
	hasDress byte = 1 << iota
	hasNumber
	hasText
	hasFormula
	hasExtra
	isUnstored
)

func (w *compactWriter) cell(c *Cell) {
	w.int(c.Col)
	has := flag(c.Role != 0 || c.Format != 0 || c.Align != 0 || c.Shown != 0, hasDress) | flag(math.Float64bits(c.Value.Num) != 0, hasNumber) |
		flag(c.Value.Text != "", hasText) | flag(c.Formula != "", hasFormula) | flag(c.Extra != nil, hasExtra) | flag(c.Unstored, isUnstored)
	w.byte(has)
	w.byte(byte(c.Value.Kind))
	if has&hasDress != 0 {
		w.b = append(w.b, byte(c.Role), byte(c.Format), byte(c.Align), byte(c.Shown))
	}
	if has&hasNumber != 0 {
		w.float(c.Value.Num)
	}
	if has&hasText != 0 {
		w.text(c.Value.Text)
	}
	if has&hasFormula != 0 {
		w.text(c.Formula)
	}
	if has&hasExtra != 0 {
		w.text(c.Extra.Link)
		w.text(c.Extra.Note)
	}
}

// errNotCompact says that bytes are not what Compact gave.
var errNotCompact = errors.New("sheet: not a compact book")

// FromCompact makes a book of what Compact gave. Other bytes give an error, or a book that is none of theirs: who keeps them
// makes sure that they are what was kept.
func FromCompact(data []byte) (*Book, error) {
	r := &compactReader{b: data}
	b := &Book{Title: r.text(), Creator: r.text(), Created: r.float(), Active: r.int()}
	if n := r.count(2); n > 0 {
		b.Custom = make(map[string]string, n)
		for range n {
			name := r.text()
			b.Custom[name] = r.text()
		}
	}
	for range r.count(3) {
		b.Names = append(b.Names, Name{r.text(), r.text(), r.text()})
	}
	for range r.count(7) {
		b.Oddities = append(b.Oddities, Oddity{Code: r.text(), Part: r.text(), Sheet: r.text(), Ref: Ref{Row: r.int(), Col: r.int()}, Link: r.text(), More: r.int()})
	}
	for range r.count(1) {
		b.Sheets = append(b.Sheets, r.sheet())
	}
	if r.bad || len(r.b) > 0 {
		return nil, errNotCompact
	}
	return b, nil
}

type compactReader struct {
	b     []byte
	texts []string
	bad   bool
}

func (r *compactReader) fail() { r.bad, r.b = true, nil }

func (r *compactReader) uint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *compactReader) int() int {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[size:]
	return int(n)
}

// count is a number of things of which each takes so many bytes at least.
func (r *compactReader) count(size int) int {
	n := r.int()
	if n < 0 || n > len(r.b)/size {
		r.fail()
		return 0
	}
	return n
}

func (r *compactReader) bytes(n int) []byte {
	if len(r.b) < n {
		r.fail()
		return make([]byte, n)
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *compactReader) byte() byte { return r.bytes(1)[0] }

func (r *compactReader) float() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(r.bytes(8)))
}

func (r *compactReader) text() string {
	n := r.uint()
	if n < uint64(len(r.texts)) {
		return r.texts[n]
	}
	size := r.uint()
	if n != uint64(len(r.texts)) || size > uint64(len(r.b)) {
		r.fail()
		return ""
	}
	s := string(r.bytes(int(size)))
	r.texts = append(r.texts, s)
	return s
}

func (r *compactReader) sheet() *Sheet {
	s := &Sheet{Name: r.text(), Visibility: Visibility(r.byte()), Protected: r.byte() != 0}
	for range r.count(4) {
		s.Merges = append(s.Merges, Range{Ref{r.int(), r.int()}, Ref{r.int(), r.int()}})
	}
	for range r.count(2) {
		s.HiddenColumns = append(s.HiddenColumns, Span{r.int(), r.int()})
	}
	if n := r.count(3); n > 0 {
		s.Rows = make([]Row, n)
	}
	for i := range s.Rows {
		row := &s.Rows[i]
		row.N = r.int()
		has := r.byte()
		if has&1 != 0 {
			row.Height = r.float()
		}
		if has&2 != 0 {
			row.Outline = r.byte()
		}
		row.Hidden = has&4 != 0
		if n := r.count(3); n > 0 {
			row.Cells = make([]Cell, n)
		}
		for j := range row.Cells {
			r.cell(&row.Cells[j])
		}
	}
	return s
}

func (r *compactReader) cell(c *Cell) {
	c.Col = r.int()
	has := r.byte()
	c.Value.Kind = Kind(r.byte())
	c.Unstored = has&isUnstored != 0
	if has&hasDress != 0 {
		d := r.bytes(4)
		c.Role, c.Format, c.Align, c.Shown = Role(d[0]), Format(d[1]), Align(d[2]), Shown(d[3])
	}
	if has&hasNumber != 0 {
		c.Value.Num = r.float()
	}
	if has&hasText != 0 {
		c.Value.Text = r.text()
	}
	if has&hasFormula != 0 {
		c.Formula = r.text()
	}
	if has&hasExtra != 0 {
		c.Extra = &Extra{Link: r.text(), Note: r.text()}
	}
}
