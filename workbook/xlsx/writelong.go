package xlsx

import (
	"fmt"
	"hash/crc32"

	"github.com/klauspost/compress/flate"
)

// long is the long middle of a part, rows or texts, compressed as it is written: neither the cells of a long table nor their XML
// are held. What stands before it in the part, such as the range that rows take up, is known only behind it. That is compressed
// by itself and put in front, as what follows is put behind: a stream of compressed data may be cut between any two of its
// blocks as long as none refers to what stands before it.
type long struct {
	head []byte
	size int
	// packed and crc are the press's until all is compressed, and so is deflate, which is nil before and after.
	packed  packed
	crc     uint32
	deflate *flate.Writer
}

// spillAt is how much is written before it is compressed. What stays below that is held, and compressed with its part.
const spillAt = 256 << 10

// spill hands on what was written, from start on, once it has come to some length, and gives the space back.
func (l *long) spill(p *press, b []byte, start int) []byte {
	if !l.full(b, start) {
		return b
	}
	return l.hand(p, b, start, false)
}

// full reports that what was written has come to that length.
func (l *long) full(b []byte, start int) bool { return l != nil && len(b)-start >= spillAt }

// close hands on the rest where something was handed on before.
func (l *long) close(p *press, b []byte, start int) []byte {
	if !l.spilled() {
		return b
	}
	return l.hand(p, b, start, true)
}

func (l *long) hand(p *press, b []byte, start int, ends bool) []byte {
	l.size += len(b) - start
	p.take(l, b[start:], ends)
	return b[:start]
}

func (l *long) spilled() bool { return l != nil && l.size > 0 }

// addLong adds a part whose middle is compressed already.
func (p *packer) addLong(name string, l *long, tail []byte) error {
	p.packed.Reset()
	if err := p.piece(l.head, p.flush); err != nil {
		return fmt.Errorf("xlsx: compress %s: %w", name, err)
	}
	n := p.packed.Len()
	if err := p.piece(tail, p.end); err != nil {
		return fmt.Errorf("xlsx: compress %s: %w", name, err)
	}
	h := p.header(name)
	h.CRC32 = crc32.Update(joinedCRC(crc32.ChecksumIEEE(l.head), l.crc, l.size), crc32.IEEETable, tail)
	h.UncompressedSize64, h.CompressedSize64 = uint64(len(l.head)+l.size+len(tail)), uint64(p.packed.Len()+l.packed.size())
	w, err := p.zip.CreateRaw(h)
	if err == nil {
		_, err = w.Write(p.packed.Bytes()[:n])
	}
	if err == nil {
		err = l.packed.moveTo(w)
	}
	if err == nil {
		_, err = w.Write(p.packed.Bytes()[n:])
	}
	if err != nil {
		return fmt.Errorf("xlsx: pack %s: %w", name, err)
	}
	return nil
}

func (p *packer) flush() error { return p.deflate.Flush() }
func (p *packer) end() error   { return p.deflate.Close() }

// piece compresses a piece of a part behind those before it.
func (p *packer) piece(data []byte, then func() error) error {
	p.deflate.Reset(&p.packed)
	if _, err := p.deflate.Write(data); err != nil {
		return err
	}
	return then()
}

// joinedCRC gives the checksum of two pieces from those of each: checksums of messages of one length, and so what is worked out
// from one over another, add up bit by bit as the messages do.
func joinedCRC(first, second uint32, size int) uint32 {
	return overZeros(first, size) ^ overZeros(0, size) ^ second
}

// overZeros carries a checksum on over so many zero bytes.
func overZeros(crc uint32, size int) uint32 {
	var zeros [4096]byte
	for size > 0 {
		n := min(size, len(zeros))
		crc = crc32.Update(crc, crc32.IEEETable, zeros[:n])
		size -= n
	}
	return crc
}
