package xlsx

import (
	"bytes"
	"fmt"
	"hash/crc32"

	"github.com/klauspost/compress/flate"
)

// longRows are the rows of a long sheet, compressed as they are laid out: neither the cells nor their XML are held. What stands
// before them in the part, among it the range that they take up, is known only behind them. It is compressed by itself and put
// in front, as what follows is put behind: a stream of compressed data may be cut between any two of its blocks as long as
// none refers to what stands before it.
type longRows struct {
	head    []byte
	packed  bytes.Buffer
	deflate *flate.Writer
	crc     uint32
	size    int
}

func newLongRows() (*longRows, error) {
	l := &longRows{}
	var err error
	l.deflate, err = flate.NewWriter(&l.packed, flate.DefaultCompression)
	return l, err
}

func (l *longRows) Write(b []byte) (int, error) {
	l.crc = crc32.Update(l.crc, crc32.IEEETable, b)
	l.size += len(b)
	n, err := l.deflate.Write(b)
	if err != nil {
		return n, fmt.Errorf("xlsx: compress rows: %w", err)
	}
	return n, nil
}

// close ends the last block at a byte's edge, though not the stream.
func (l *longRows) close() error {
	if err := l.deflate.Flush(); err != nil {
		return fmt.Errorf("xlsx: compress rows: %w", err)
	}
	l.deflate = nil
	return nil
}

// addLong adds a part of three pieces, of which the rows are compressed already.
func (p *packer) addLong(name string, rows *longRows, tail []byte) error {
	p.packed.Reset()
	if err := p.piece(rows.head, p.flush); err != nil {
		return fmt.Errorf("xlsx: compress %s: %w", name, err)
	}
	p.packed.Write(rows.packed.Bytes())
	if err := p.piece(tail, p.end); err != nil {
		return fmt.Errorf("xlsx: compress %s: %w", name, err)
	}
	rows.packed = bytes.Buffer{}
	h := p.header(name)
	h.CRC32 = crc32.Update(joinedCRC(crc32.ChecksumIEEE(rows.head), rows.crc, rows.size), crc32.IEEETable, tail)
	h.UncompressedSize64, h.CompressedSize64 = uint64(len(rows.head)+rows.size+len(tail)), uint64(p.packed.Len())
	return p.raw(h, p.packed.Bytes())
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
