package xlsx

import (
	"fmt"
	"hash/crc32"

	"github.com/klauspost/compress/flate"
)

// long is the long middle of a part, rows or texts, which is compressed while it is written: neither the cells of a long table nor
// their XML are held. What comes before it in the part, such as the range that the rows use, is known only after it. So head and tail
// are compressed separately and put around it: compressed data may be joined at block boundaries as long as no block refers to data
// before the joint.
type long struct {
	head []byte
	size int
	// The press owns packed and crc until everything is compressed, and deflate, which is nil before and after.
	packed  packed
	crc     uint32
	deflate *flate.Writer
}

// spillAt is how many bytes are written before they are compressed. A shorter part is held and compressed as a whole.
const spillAt = 256 << 10

// spill hands on b[start:] if it is long enough, and returns b without it.
func (l *long) spill(p *press, b []byte, start int) []byte {
	if !l.full(b, start) {
		return b
	}
	return l.hand(p, b, start, false)
}

// full reports whether b[start:] is long enough to hand on.
func (l *long) full(b []byte, start int) bool { return l != nil && len(b)-start >= spillAt }

// close hands on the rest if something was handed on before.
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

// addLong adds a part whose middle is already compressed.
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

// piece compresses a head or a tail of a part, and then calls then.
func (p *packer) piece(data []byte, then func() error) error {
	p.deflate.Reset(&p.packed)
	if _, err := p.deflate.Write(data); err != nil {
		return err
	}
	return then()
}

// joinedCRC gives the checksum of two joined pieces from the checksum of each; size is the second one's length. A CRC is linear:
// checksums of messages of equal length add up bit by bit as the messages do.
func joinedCRC(first, second uint32, size int) uint32 {
	return overZeros(first, size) ^ overZeros(0, size) ^ second
}

// overZeros continues a checksum over a number of zero bytes.
func overZeros(crc uint32, size int) uint32 {
	var zeros [4096]byte
	for size > 0 {
		n := min(size, len(zeros))
		crc = crc32.Update(crc, crc32.IEEETable, zeros[:n])
		size -= n
	}
	return crc
}
