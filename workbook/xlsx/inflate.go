package xlsx

import (
	"encoding/binary"
	"math/bits"
)

// inflater unpacks deflate streams (RFC 1951) that lie in memory whole and whose length the zip's directory declares. A
// reader of streams keeps a window beside what it gives out and has to be able to stop anywhere; here what is unpacked is
// the window, and half of what reading a workbook costs goes into this file. A test holds it against the standard library.
type inflater struct {
	literals, distances []codeEntry
	// Those of blocks that bring none, once they were needed.
	fixedLiterals, fixedDistances []codeEntry
	lengths                       [maxLiterals + maxDistances]uint8

	source []byte
	at     int // the next byte of source that is not in hold
	hold   uint64
	held   uint // bits of hold that count
	out    []byte
	n      int // bytes of out that are there
}

// inflated says how a stream ended.
type inflated uint8

const (
	inflatedWhole inflated = iota
	// inflatedShort is a stream that breaks off, or ends before out is full.
	inflatedShort
	// inflatedLong is a stream that goes on when out is full.
	inflatedLong
	inflatedCorrupt
)

const (
	maxCodeLength = 15
	maxLiterals   = 288
	maxDistances  = 32
	longestMatch  = 258
	// Codes of up to so many bits are found in one step.
	literalBits, distanceBits, lengthBits = 10, 8, 7
)

// codeEntry is what a table says of the bits that come next: in its low 4 bits how many of them are the code, in the next
// 4 how many more belong to it, then its kind, and its value from bit 16 on.
type codeEntry uint32

const (
	entryLiteral codeEntry = iota << 8
	entryBase              // a length or distance: value and further bits
	entryEnd
	entryLink           // the code is longer: value is where the table goes on, the second 4 bits its width
	entryNone           // no code begins like this
	entryKind codeEntry = 7 << 8
)

func (e codeEntry) code() uint  { return uint(e & 15) }
func (e codeEntry) extra() uint { return uint(e >> 4 & 15) }
func (e codeEntry) value() int  { return int(e >> 16) }

func newEntry(kind codeEntry, extra uint, value int) codeEntry {
	return kind | codeEntry(extra)<<4 | codeEntry(value)<<16
}

// inflate unpacks source into out, to the last byte of both.
func (f *inflater) inflate(source, out []byte) inflated {
	f.source, f.at, f.hold, f.held, f.out, f.n = source, 0, 0, 0, out, 0
	for {
		head, ok := f.take(3)
		if !ok {
			return inflatedShort
		}
		var end inflated
		switch head >> 1 {
		case 0:
			end = f.stored()
		case 1:
			f.fixedTables()
			end = f.block(f.fixedLiterals, f.fixedDistances)
		case 2:
			if end = f.readTables(); end == inflatedWhole {
				end = f.block(f.literals, f.distances)
			}
		default:
			end = inflatedCorrupt
		}
		if end != inflatedWhole {
			return end
		}
		if head&1 == 1 {
			break
		}
	}
	if f.n < len(f.out) {
		return inflatedShort
	}
	return inflatedWhole
}

// refill fetches whole bytes as long as there is room and there are any.
func (f *inflater) refill() {
	for f.held <= 56 && f.at < len(f.source) {
		f.hold |= uint64(f.source[f.at]) << f.held
		f.at++
		f.held += 8
	}
}

// take takes up to 16 bits.
func (f *inflater) take(n uint) (uint, bool) {
	if f.held < n {
		if f.refill(); f.held < n {
			return 0, false
		}
	}
	v := uint(f.hold & (1<<n - 1))
	f.drop(n)
	return v, true
}

func (f *inflater) drop(n uint) {
	f.hold >>= n
	f.held -= n
}

func (f *inflater) stored() inflated {
	// What is held beyond the byte that was begun goes back.
	f.at -= int(f.held / 8)
	f.hold, f.held = 0, 0
	if len(f.source)-f.at < 4 {
		return inflatedShort
	}
	size, check := binary.LittleEndian.Uint16(f.source[f.at:]), binary.LittleEndian.Uint16(f.source[f.at+2:])
	if size != ^check {
		return inflatedCorrupt
	}
	f.at += 4
	switch n := int(size); {
	case n > len(f.source)-f.at:
		return inflatedShort
	case n > len(f.out)-f.n:
		return inflatedLong
	default:
		f.n += copy(f.out[f.n:], f.source[f.at:f.at+n])
		f.at += n
	}
	return inflatedWhole
}

// block unpacks a block by its tables.
func (f *inflater) block(literals, distances []codeEntry) inflated {
	if end, done := f.middle(literals, distances); done {
		return end
	}
	for {
		f.refill()
		e, ok := f.next(literals, literalBits)
		if !ok {
			return inflatedShort
		}
		switch e & entryKind {
		case entryLiteral:
			if f.n == len(f.out) {
				return inflatedLong
			}
			f.out[f.n] = byte(e.value())
			f.n++
			continue
		case entryEnd:
			return inflatedWhole
		case entryBase:
		default:
			return inflatedCorrupt
		}
		more, ok := f.take(e.extra())
		if !ok {
			return inflatedShort
		}
		length := e.value() + int(more)
		f.refill()
		if e, ok = f.next(distances, distanceBits); !ok {
			return inflatedShort
		}
		if e&entryKind != entryBase {
			return inflatedCorrupt
		}
		if more, ok = f.take(e.extra()); !ok {
			return inflatedShort
		}
		distance := e.value() + int(more)
		switch {
		case distance > f.n:
			return inflatedCorrupt
		case length > len(f.out)-f.n:
			return inflatedLong
		}
		for range length {
			f.out[f.n] = f.out[f.n-distance]
			f.n++
		}
	}
}

// next finds the code that comes next. False means that the stream ends within it.
func (f *inflater) next(table []codeEntry, width uint) (codeEntry, bool) {
	e := table[f.hold&(1<<width-1)]
	if e&entryKind == entryLink {
		if f.held < e.code() {
			return 0, false
		}
		f.drop(e.code())
		e = table[uint64(e.value())+f.hold&(1<<e.extra()-1)]
	}
	if f.held < e.code() {
		return 0, false
	}
	if e&entryKind != entryNone {
		f.drop(e.code())
	} else if f.held < maxCodeLength && f.at == len(f.source) {
		return 0, false // it is the end of the stream that looks like this
	}
	return e, true
}

// middle unpacks as long as neither side is near its end, where nothing needs to be looked at twice. It says whether the
// block ended there.
func (f *inflater) middle(literals, distances []codeEntry) (inflated, bool) {
	const (
		sourceMargin = 8
		outMargin    = 3 + longestMatch + 8
	)
	source, at, hold, held, out, n := f.source, f.at, f.hold, f.held, f.out, f.n
	if len(literals) < 1<<literalBits || len(distances) < 1<<distanceBits {
		return inflatedCorrupt, true
	}
	end, done := inflatedWhole, false
loop:
	for len(source)-at >= sourceMargin && len(out)-n >= outMargin {
		// 56 bits at least: bits above held are already those that come next, and are put there again.
		hold |= binary.LittleEndian.Uint64(source[at:]) << held
		at += int((63 - held) >> 3)
		held |= 56
		e := literals[hold&(1<<literalBits-1)]
		// Up to three literals of one step each, 30 bits.
		for range 3 {
			if e&entryKind != entryLiteral {
				break
			}
			hold >>= e & 15
			held -= uint(e & 15)
			out[n] = byte(e >> 16)
			n++
			e = literals[hold&(1<<literalBits-1)]
		}
		if held < 48 {
			if len(source)-at < sourceMargin {
				break
			}
			hold |= binary.LittleEndian.Uint64(source[at:]) << held
			at += int((63 - held) >> 3)
			held |= 56
		}
		if e&entryKind == entryLink {
			hold >>= e & 15
			held -= uint(e & 15)
			e = literals[uint64(e>>16)+hold&(1<<(e>>4&15)-1)]
		}
		hold >>= e & 15
		held -= uint(e & 15)
		switch e & entryKind {
		case entryLiteral:
			out[n] = byte(e >> 16)
			n++
			continue
		case entryEnd:
			done = true
			break loop
		case entryNone:
			end, done = inflatedCorrupt, true
			break loop
		}
		length := int(e>>16) + int(hold&(1<<(e>>4&15)-1))
		hold >>= e >> 4 & 15
		held -= uint(e >> 4 & 15)
		d := distances[hold&(1<<distanceBits-1)]
		if d&entryKind == entryLink {
			hold >>= d & 15
			held -= uint(d & 15)
			d = distances[uint64(d>>16)+hold&(1<<(d>>4&15)-1)]
		}
		if d&entryKind != entryBase {
			end, done = inflatedCorrupt, true
			break
		}
		hold >>= d & 15
		held -= uint(d & 15)
		distance := int(d>>16) + int(hold&(1<<(d>>4&15)-1))
		hold >>= d >> 4 & 15
		held -= uint(d >> 4 & 15)
		if distance > n {
			end, done = inflatedCorrupt, true
			break
		}
		n = copyMatch(out, n, distance, length)
	}
	// What lies above held is fetched again.
	f.at, f.hold, f.held, f.n = at, hold&(1<<held-1), held, n
	return end, done
}

// copyMatch repeats length bytes that lie distance bytes back. It may write 8 bytes more than that.
func copyMatch(out []byte, n, distance, length int) int {
	from, to := n-distance, n+length
	switch {
	case distance >= length && length > 32:
		copy(out[n:to], out[from:])
	case distance >= 8:
		for at := n; at < to; at, from = at+8, from+8 {
			binary.LittleEndian.PutUint64(out[at:], binary.LittleEndian.Uint64(out[from:]))
		}
	default:
		for at := n; at < to; at, from = at+1, from+1 {
			out[at] = out[from]
		}
	}
	return to
}

// lengthOrder is the order in which the lengths of the codes for lengths stand.
var lengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// readTables reads the tables of a block.
func (f *inflater) readTables() inflated {
	counts, ok := f.take(14)
	if !ok {
		return inflatedShort
	}
	literals, distances, codes := int(counts&31)+257, int(counts>>5&31)+1, int(counts>>10)+4
	if literals > 286 || distances > 30 {
		return inflatedCorrupt
	}
	var lengths [19]uint8
	for _, i := range lengthOrder[:codes] {
		n, ok := f.take(3)
		if !ok {
			return inflatedShort
		}
		lengths[i] = uint8(n)
	}
	if f.literals, ok = fillTable(f.literals, lengthBits, lengths[:], lengthEntry); !ok {
		return inflatedCorrupt
	}
	all := f.lengths[:literals+distances]
	for i := 0; i < len(all); {
		f.refill()
		e, ok := f.next(f.literals, lengthBits)
		switch {
		case !ok:
			return inflatedShort
		case e&entryKind == entryNone:
			return inflatedCorrupt
		case e.value() < 16:
			all[i] = uint8(e.value())
			i++
			continue
		}
		times, bits, repeat := 3, uint(2), uint8(0)
		switch e.value() {
		case 16:
			if i == 0 {
				return inflatedCorrupt
			}
			repeat = all[i-1]
		case 17:
			bits = 3
		default:
			times, bits = 11, 7
		}
		more, ok := f.take(bits)
		if !ok {
			return inflatedShort
		}
		if times += int(more); times > len(all)-i {
			return inflatedCorrupt
		}
		for range times {
			all[i] = repeat
			i++
		}
	}
	if f.literals, ok = fillTable(f.literals, literalBits, all[:literals], literalEntry); !ok {
		return inflatedCorrupt
	}
	if f.distances, ok = fillTable(f.distances, distanceBits, all[literals:], distanceEntry); !ok {
		return inflatedCorrupt
	}
	return inflatedWhole
}

// fixedTables are those of blocks that bring none.
func (f *inflater) fixedTables() {
	if f.fixedLiterals != nil {
		return
	}
	l := f.lengths[:maxLiterals+maxDistances]
	for i := range l {
		switch {
		case i < 144:
			l[i] = 8
		case i < 256:
			l[i] = 9
		case i < 280:
			l[i] = 7
		case i < maxLiterals:
			l[i] = 8
		default:
			l[i] = 5
		}
	}
	f.fixedLiterals, _ = fillTable(nil, literalBits, l[:maxLiterals], literalEntry)
	f.fixedDistances, _ = fillTable(nil, distanceBits, l[maxLiterals:], distanceEntry)
}

func lengthEntry(symbol int) codeEntry { return newEntry(entryLiteral, 0, symbol) }

func literalEntry(symbol int) codeEntry {
	switch {
	case symbol < 256:
		return newEntry(entryLiteral, 0, symbol)
	case symbol == 256:
		return entryEnd
	case symbol < 265:
		return newEntry(entryBase, 0, symbol-257+3)
	case symbol < 285:
		extra := uint(symbol-261) / 4
		return newEntry(entryBase, extra, (4+(symbol-261)%4)<<extra+3)
	case symbol == 285:
		return newEntry(entryBase, 0, longestMatch)
	}
	return entryNone
}

func distanceEntry(symbol int) codeEntry {
	switch {
	case symbol < 4:
		return newEntry(entryBase, 0, symbol+1)
	case symbol < 30:
		extra := uint(symbol-2) / 2
		return newEntry(entryBase, extra, (2+symbol%2)<<extra+1)
	}
	return entryNone
}

// fillTable makes the table of a code from the lengths of its words. Like other readers it takes a code of a single word
// of one bit, or of none, though bits are left over; any other code must use up all.
func fillTable(table []codeEntry, width uint, lengths []uint8, entry func(symbol int) codeEntry) ([]codeEntry, bool) {
	var count, next [maxCodeLength + 2]int
	longest := 0
	for _, n := range lengths {
		count[n]++
		longest = max(longest, int(n))
	}
	count[0] = 0
	code := 0
	for n := 1; n <= longest; n++ {
		code = (code + count[n-1]) << 1
		next[n] = code
	}
	used := code + count[longest]
	if longest > 0 && used != 1<<longest && !(used == 1 && longest == 1) {
		return table, false
	}
	size := 1 << width
	if cap(table) < size {
		table = make([]codeEntry, size, 2*size)
	}
	table = table[:size]
	if used != 1<<longest || longest == 0 || longest > int(width) {
		// Not every place gets an entry, or it has to be seen which ones have.
		for i := range table {
			table[i] = entryNone
		}
	}
	// Where codes go on, each place has a table of its own, as wide as the longest of its codes.
	var wide [1 << literalBits]uint8
	if longest > int(width) {
		starts := next
		for _, n := range lengths {
			if n > 0 {
				c := starts[n]
				if starts[n]++; uint(n) > width {
					first := reversed(c, uint(n)) & (size - 1)
					wide[first] = max(wide[first], n-uint8(width))
				}
			}
		}
	}
	for symbol, n := range lengths {
		if n == 0 {
			continue
		}
		c := reversed(next[n], uint(n))
		next[n]++
		e := entry(symbol)
		if uint(n) <= width {
			for i := c; i < size; i += 1 << n {
				table[i] = e | codeEntry(n)
			}
			continue
		}
		first := c & (size - 1)
		if table[first]&entryKind != entryLink {
			table[first] = newEntry(entryLink, uint(wide[first]), len(table)) | codeEntry(width)
			for range 1 << wide[first] {
				table = append(table, entryNone)
			}
		}
		rest := uint(n) - width
		from := table[first].value()
		for i := c >> width; i < 1<<wide[first]; i += 1 << rest {
			table[from+i] = e | codeEntry(rest)
		}
	}
	return table, true
}

// reversed gives a code of n bits as it comes out of the stream, lowest bit first.
func reversed(code int, n uint) int { return int(bits.Reverse16(uint16(code)) >> (16 - n)) }
