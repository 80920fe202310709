// Package compact writes values as bytes and makes them anew from these, many times faster than reading the files they came from.
// Only the build of the program that wrote the bytes can read them, so they are to be kept under that build. The package knows
// numbers and texts, and refuses to know what they mean and where the bytes are kept.
package compact

import (
	"encoding/binary"
	"math"
	"slices"
)

// Writer writes values one after another. It is for one goroutine at a time; the zero Writer is ready.
type Writer struct {
	b []byte
	// index numbers the texts in the order of their first use, as the same words stand in many cells.
	index map[string]uint64
}

// How much of a writer's space is kept from one book to the next: ten times what a return needs.
const (
	keptBytes = 1 << 20
	keptTexts = 32 << 10
)

// Write gives a new slice with the bytes that do writes. The working space is reused.
func (w *Writer) Write(do func(w *Writer)) []byte {
	if w.index == nil || len(w.index) > keptTexts || cap(w.b) > keptBytes {
		*w = Writer{index: map[string]uint64{}}
	}
	w.b = w.b[:0]
	do(w)
	clear(w.index) // keeps no reference to what was written
	return slices.Clone(w.b)
}

func (w *Writer) Uint(n uint64) { w.b = binary.AppendUvarint(w.b, n) }
func (w *Writer) Int(n int)     { w.b = binary.AppendVarint(w.b, int64(n)) }
func (w *Writer) Byte(n byte)   { w.b = append(w.b, n) }

// Float writes the bits of a number.
func (w *Writer) Float(f float64) {
	w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(f))
}

// Bool writes yes or no.
func (w *Writer) Bool(set bool) { w.Byte(Flag(set, 1)) }

// Text writes the number of a text, followed by the text itself if it is new.
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

// Flag gives the bit if set, otherwise 0, to be combined with other bits.
func Flag(set bool, bit byte) byte {
	if set {
		return bit
	}
	return 0
}

// Reader reads what a Writer wrote, in the same order. On other bytes it does not panic and does not use more memory than they could
// describe, but it may return values that nobody wrote: whoever keeps the bytes must make sure that they are unchanged.
type Reader struct {
	b     []byte
	texts []string
	bad   bool
}

func NewReader(data []byte) *Reader { return &Reader{b: data} }

// Whole reports whether everything was read without a fault.
func (r *Reader) Whole() bool { return !r.bad && len(r.b) == 0 }

// Fail marks what was read as false: from here on nothing is read.
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

// Count reads a number of things, each of which takes at least size bytes.
func (r *Reader) Count(size int) int {
	n := r.Int()
	if n < 0 || n > len(r.b)/size {
		r.Fail()
		return 0
	}
	return n
}

// Bytes gives the next n bytes, for reading only.
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

// Text gives a text, the same string wherever it occurs again.
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
