package formula

// Piece is a piece of a formula as written: text that is the same in every row, and the reference behind it, which is not.
type Piece struct {
	Text string
	// Ref is the kind of the reference, Name that of its column or name.
	Ref  RefKind
	Name string
}

// RefKind is what a reference leads to.
type RefKind uint8

const (
	NoRef     RefKind = iota // the formula ends
	CellRef                  // a column's cell in the current row
	ColumnRef                // a whole column
	NameRef
)

// Pieces gives the formula as Render writes it, with its references left open, so that a formula that is written into row after row
// is rendered only once. Whether it is too long shows when its references are filled in. The error is a *RenderError.
func (e *Expr) Pieces() ([]Piece, error) {
	var w writer
	w.open = func(n *node) {
		p := Piece{Text: w.b.String(), Name: n.name}
		switch n.kind {
		case cellNode:
			p.Ref = CellRef
		case columnNode:
			p.Ref = ColumnRef
		default:
			p.Ref = NameRef
		}
		w.pieces = append(w.pieces, p)
		w.b.Reset()
	}
	w.node(e.root)
	if w.err != nil {
		return nil, w.err
	}
	return append(w.pieces, Piece{Text: w.b.String()}), nil
}
