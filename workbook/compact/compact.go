// Package compact writes values as bytes from which they can be made anew, many times faster than the files that they were read
// from can be read again. The bytes are those of one build of the program and of no other: who keeps them keeps them under the
// program's build. It knows numbers and texts, and refuses to know what they mean and where the bytes are kept.
package compact

import (
	"encoding/binary"
	"math"
	"slices"
)

// Writer writes one thing after another. It is for one goroutine at a time; the zero Writer is ready.
type Writer struct {
	b []byte
	// index numbers the texts in the order in which they first stand: the same words stand in many cells.
	index map[string]uint64
}

// What is kept of a writer's space from one book to the next: ten times what a return needs.
const (
	keptBytes = 1 << 20
	keptTexts = 32 << 10
)

// Write gives what do writes, in bytes of their own. The space that this took is used again.
func (w *Writer) Write(do func(w *Writer)) []byte {
	if w.index == nil || len(w.index) > keptTexts || cap(w.b) > keptBytes {
		*w = Writer{index: map[string]uint64{}}
	}
	w.b = w.b[:0]
	do(w)
	clear(w.index) // nothing of what was written is held
	return slices.Clone(w.b)
}

func (w *Writer) Uint(n uint64) { w.b = binary.AppendUvarint(w.b, n) }
func (w *Writer) Int(n int)     { w.b = binary.AppendVarint(w.b, int64(n)) }
func (w *Writer) Byte(n byte)   { w.b = append(w.b, n) }

// Float writes a number bit by bit.
func (w *Writer) Float(f float64) {
	w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(f))
}

// Bool writes yes or no.
func (w *Writer) Bool(set bool) { w.Byte(Flag(set, 1)) }

// Text writes the number of a text, and behind a number that is new the text itself.
func (w *Writer) Text(s string) {
	n, known := w.index[s]
	if !known {
		n = uint64(len(w.index))
		w.index[s] = n
	}
	w.Uint(n)
	if !known {
		w.Uint(uint64(len(s)))
		w.b = append(w.b, s...)
	}
}

// Flag gives a bit where something is so, to be put together with others.
func Flag(set bool, bit byte) byte {
	if set {
		return bit
	}
	return 0
}

// Reader reads what a Writer wrote, in the same order. Other bytes give no panic and no more than they could hold, but may give
// what nobody wrote: who keeps them makes sure that they are what was kept.
type Reader struct {
	b     []byte
	texts []string
	bad   bool
}

func NewReader(data []byte) *Reader { return &Reader{b: data} }

// Whole reports whether all was read and nothing was amiss.
func (r *Reader) Whole() bool { return !r.bad && len(r.b) == 0 }

// Fail says that what was read cannot be true: from here on nothing is.
func (r *Reader) Fail() { r.bad, r.b = true, nil }

func (r *Reader) Uint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.Fail()
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *Reader) Int() int {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.Fail()
		return 0
	}
	r.b = r.b[size:]
	return int(n)
}

// Count is a number of things of which each takes so many bytes at least.
func (r *Reader) Count(size int) int {
	n := r.Int()
	if n < 0 || n > len(r.b)/size {
		r.Fail()
		return 0
	}
	return n
}

// Bytes are so many bytes as they stand, to be read only.
func (r *Reader) Bytes(n int) []byte {
	if len(r.b) < n {
		r.Fail()
		return make([]byte, n)
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *Reader) Byte() byte { return r.Bytes(1)[0] }
func (r *Reader) Bool() bool { return r.Byte() != 0 }

func (r *Reader) Float() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(r.Bytes(8)))
}

// Text gives a text of its own, the same one wherever it stands again.
func (r *Reader) Text() string {
	n := r.Uint()
	if n < uint64(len(r.texts)) {
		return r.texts[n]
	}
	size := r.Uint()
	if n != uint64(len(r.texts)) || size > uint64(len(r.b)) {
		r.Fail()
		return ""
	}
	s := string(r.Bytes(int(size)))
	r.texts = append(r.texts, s)
	return s
}
