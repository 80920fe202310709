package formula

// Piece is a stretch of a formula as it is written: text that is the same wherever the formula stands, and the reference that
// follows it, which is not.
type Piece struct {
	Text string
	// Ref says what follows, Name of which column or name.
	Ref  RefKind
	Name string
}

// RefKind is what a reference of a formula leads to.
type RefKind uint8

const (
	NoRef     RefKind = iota // the formula ends
	CellRef                  // a column's cell in the row at hand
	ColumnRef                // a whole column
	NameRef
)

// Pieces gives the formula as Render writes it, with its references left open: who writes one formula into row after row need
// not go through it for each. That a formula is too long shows when its references are put in. The error is a *RenderError.
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
