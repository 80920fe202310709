package xlsx

import (
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/flate"
)

// press compresses what is long in a book on a goroutine of its own, while what follows is laid out and written. It takes pieces
// in the order in which it is given them, so that a file does not depend on which of the two is faster.
type press struct {
	pieces chan pressed
	// free are the buffers of pieces that are compressed. It has room for those that wait, the one that is compressed and the
	// one that is filled.
	free chan []byte
	done sync.WaitGroup
	err  error // of the goroutine, good when it is done
	// aside is where what is compressed waits, nil where it is held.
	aside *aside
}

// pressed is a piece of a long middle, or its end.
type pressed struct {
	of   *long
	data []byte
	ends bool
}

// waiting is how many pieces may wait to be compressed: so many that who writes does not wait while the processor is at other
// work, such as slips, and two megabytes to hold.
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

// wait gives what went wrong once all pieces are compressed. The press takes none after it.
func (p *press) wait() error {
	if p.pieces == nil {
		return nil
	}
	close(p.pieces)
	p.done.Wait()
	p.pieces = nil
	return p.err
}

// compress puts a piece behind those before it, and ends the last block at a byte's edge, though not the stream.
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
