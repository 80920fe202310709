package xlsx

import (
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/flate"
)

// press compresses the long parts of a book on a goroutine of its own, while what follows is laid out and written. It takes pieces in
// the given order, so that a file does not depend on which of the two is faster.
type press struct {
	pieces chan pressed
	// free holds buffers whose pieces were compressed. It has room for those that wait, the one being compressed and the one being
	// filled.
	free chan []byte
	done sync.WaitGroup
	err  error // set by the goroutine; valid once it is done
	// aside is where compressed data waits, nil if it is held.
	aside *aside
}

// pressed is a piece of a long middle, or marks its end.
type pressed struct {
	of   *long
	data []byte
	ends bool
}

// waiting is how many pieces may wait for compression: enough that the writer does not wait while the processor does other work, such
// as slips. They hold two megabytes.
const waiting = 8

// take hands on a copy of a piece.
func (p *press) take(l *long, data []byte, ends bool) {
	if p.pieces == nil {
		p.pieces, p.free = make(chan pressed, waiting), make(chan []byte, waiting+2)
		p.done.Go(p.work)
	}
	var own []byte
	select {
	case own = <-p.free:
	default:
	}
	p.pieces <- pressed{l, append(own[:0], data...), ends}
}

func (p *press) work() {
	for piece := range p.pieces {
		if p.err == nil {
			p.err = piece.compress(p.aside)
		}
		p.free <- piece.data
	}
}

// wait waits until all pieces are compressed and gives the first error. The press takes no pieces after it.
func (p *press) wait() error {
	if p.pieces == nil {
		return nil
	}
	close(p.pieces)
	p.done.Wait()
	p.pieces = nil
	return p.err
}

// compress appends a piece to the compressed data, and ends at a byte boundary without ending the stream.
func (piece pressed) compress(aside *aside) error {
	l := piece.of
	if l.deflate == nil {
		l.packed.aside = aside
		var err error
		if l.deflate, err = flate.NewWriter(&l.packed, flate.DefaultCompression); err != nil {
			return fmt.Errorf("xlsx: compress: %w", err)
		}
	}
	l.crc = crc32.Update(l.crc, crc32.IEEETable, piece.data)
	if _, err := l.deflate.Write(piece.data); err != nil {
		return fmt.Errorf("xlsx: compress: %w", err)
	}
	if !piece.ends {
		return nil
	}
	if err := l.deflate.Flush(); err != nil {
		return fmt.Errorf("xlsx: compress: %w", err)
	}
	l.deflate = nil
	return nil
}
