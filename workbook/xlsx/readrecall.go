package xlsx

import (
	"archive/zip"
	"bytes"
)

// The workbooks of a round were issued from one form, and the programs that save them write what was not touched alike: styles, content
// types, relationships and the sheets in which nobody typed are the same bytes in one return after the other, two fifths of what there is
// to inflate. A Reader therefore keeps what the last of them said. A part that is packed in the same bytes and declares the same length
// and checksum inflates to the same text, which was held against its checksum when it was read.

// recalled keeps what parts of one kind said, for the last few ways of packing them, as a round's returns were saved by several
// programs.
type recalled[T any] struct {
	kept [recalledWays]struct {
		part   string
		entry  zip.FileHeader // method, length and checksum alone
		packed []byte
		said   T
	}
	next int
}

const (
	recalledWays = 8
	// Ten times the style sheet of a return, packed and unpacked; larger parts are read each time.
	recalledPacked = 32 << 10
	recalledSize   = 256 << 10
)

// recall gives what a part says: from memory if the same part was read before, otherwise by calling read. The result belongs to the
// Reader and must not be changed.
func recall[T any](r *reader, memory *recalled[T], part string, read func() (T, error)) (T, error) {
	f, packed, err := r.zip.entry(part)
	if err != nil {
		var none T
		return none, err
	}
	same := zip.FileHeader{Method: f.Method, UncompressedSize64: f.UncompressedSize64, CRC32: f.CRC32}
	for i := range memory.kept {
		k := &memory.kept[i]
		if k.part == part && k.entry.Method == same.Method && k.entry.CRC32 == same.CRC32 &&
			k.entry.UncompressedSize64 == same.UncompressedSize64 && bytes.Equal(k.packed, packed) {
			r.zip.spent += int64(same.UncompressedSize64)
			return k.said, nil
		}
	}
	before := r.odds
	said, err := read()
	// A part with oddities is not kept, as they must be noted for every file that has them.
	if err == nil && r.odds == before && len(packed) <= recalledPacked && same.UncompressedSize64 <= recalledSize {
		k := &memory.kept[memory.next%recalledWays]
		memory.next++
		k.part, k.entry, k.packed, k.said = part, same, append(k.packed[:0], packed...), said
	}
	return said, err
}

// recurring keeps the texts of parts some of which are alike in many files and the others in none: a text is kept when it comes for the
// second time, so that those which come once push out none.
type recurring struct {
	came  map[contentKey]bool
	texts recalled[[]byte]
}

// mostCame is how many parts are known to have come: those of some hundred returns.
const mostCame = 1 << 10

// again reports whether a part came before, by what the zip directory says of it, and knows it from now on.
func (k *recurring) again(f *zip.File) bool {
	key := contentKey{f.CRC32, int(f.UncompressedSize64)}
	if k.came[key] {
		return true
	}
	if k.came == nil || len(k.came) == mostCame {
		k.came = map[contentKey]bool{}
	}
	k.came[key] = true
	return false
}
