package xlsx

// pieces is what grows by further pieces and is never copied to make room: what is long would be written several times over, and
// most of the memory of a long book would be what was copied.
type pieces struct {
	list [][]byte
	n    int
}

// The first piece is small, as most sheets have few links; each further one is as large as all before it, up to the largest.
const (
	smallestPiece = 512
	largestPiece  = 128 << 10
)

// room gives the last piece, a new one where it is full.
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
