package xlsx

import "io"

// pieces grows by adding pieces and is never copied to make room: copying would write long data several times, and take most of the
// memory of a long book.
type pieces struct {
	list [][]byte
	n    int
}

// The first piece is small, as most sheets have few links. Each further one is as large as all before it, up to the largest.
const (
	smallestPiece = 512
	largestPiece  = 128 << 10
)

// room gives the last piece, or a new one if that is full.
func (p *pieces) room() *[]byte {
	if last := len(p.list) - 1; last >= 0 && len(p.list[last]) < cap(p.list[last]) {
		return &p.list[last]
	}
	p.list = append(p.list, make([]byte, 0, min(max(p.n, smallestPiece), largestPiece)))
	return &p.list[len(p.list)-1]
}

func (p *pieces) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		last := p.room()
		k := min(len(rest), cap(*last)-len(*last))
		*last, rest = append(*last, rest[:k]...), rest[k:]
	}
	p.n += len(b)
	return len(b), nil
}

func (p *pieces) writeString(s string) {
	p.n += len(s)
	for len(s) > 0 {
		last := p.room()
		k := min(len(s), cap(*last)-len(*last))
		*last, s = append(*last, s[:k]...), s[k:]
	}
}

// packed is the compressed data of a part. Its beginning waits aside if there is such a place.
type packed struct {
	pieces
	away  []stretch
	waits int // number of bytes set aside
	aside *aside
}

// stretch is a range of bytes that were set aside.
type stretch struct{ at, n int64 }

// aside is where the compressed data of all parts of a book waits, with its length so far.
type aside struct {
	Aside
	n int64
}

// setAside is how much of a part is compressed before it is set aside.
const setAside = largestPiece

func (p *packed) Write(b []byte) (int, error) {
	n, err := p.pieces.Write(b)
	if err == nil && p.aside != nil && p.n >= setAside {
		err = p.put()
	}
	return n, err
}

// put sets aside what is held.
func (p *packed) put() error {
	for _, piece := range p.list {
		if _, err := p.aside.Write(piece); err != nil {
			return err
		}
	}
	n := int64(p.n)
	if last := len(p.away) - 1; last >= 0 && p.away[last].at+p.away[last].n == p.aside.n {
		p.away[last].n += n
	} else {
		p.away = append(p.away, stretch{p.aside.n, n})
	}
	p.aside.n += n
	p.waits += p.n
	p.pieces = pieces{}
	return nil
}

func (p *packed) size() int { return p.waits + p.n }

// moveTo writes all of it to w, and drops each piece once it is written.
func (p *packed) moveTo(w io.Writer) error {
	for _, s := range p.away {
		_, err := io.CopyN(w, io.NewSectionReader(p.aside, s.at, s.n), s.n)
		if err == io.EOF {
			err = io.ErrUnexpectedEOF // fewer bytes came back than were set aside
		}
		if err != nil {
			return err
		}
	}
	for i, piece := range p.list {
		if _, err := w.Write(piece); err != nil {
			return err
		}
		p.list[i] = nil
	}
	return nil
}
