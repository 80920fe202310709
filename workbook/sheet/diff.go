package sheet

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Difference is a cell in which two books differ, or a whole sheet that only one of them has; then Ref is zero.
type Difference struct {
	Sheet string
	Ref   Ref
	// A and B are the cell in the one book and in the other: blank if it is missing, and with a formula only if the formulas differ.
	// For a whole sheet the value is its name.
	A, B Cell
}

// Differences are the N places where two books differ, of which the first ones are listed.
type Differences struct {
	N      int
	Listed []Difference
}

func (d *Differences) add(one Difference, most int) {
	if d.N++; len(d.Listed) < most {
		for _, c := range []*Cell{&one.A, &one.B} { // copies, to keep no reference to the book
			c.Value.Text, c.Formula = strings.Clone(c.Value.Text), strings.Clone(c.Formula)
		}
		d.Listed = append(d.Listed, one)
	}
}

// Source is a book whose sheets can be read row by row, whether it is held as a whole or not.
type Source interface {
	SheetNames() []string
	// SheetRows gives the rows of a sheet in order, each with its cells in order. A row is valid until the next one.
	SheetRows(name string) iter.Seq2[*Row, error]
}

// SheetNames are the names of all sheets, in their order.
func (b *Book) SheetNames() []string {
	names := make([]string, len(b.Sheets))
	for i, s := range b.Sheets {
		names[i] = s.Name
	}
	return names
}

// SheetRows gives the rows of a sheet; none if there is no such sheet.
func (b *Book) SheetRows(name string) iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		s := b.Sheet(name)
		for i := 0; s != nil && i < len(s.Rows); i++ {
			if !yield(&s.Rows[i], nil) {
				return
			}
		}
	}
}

// Unread says that the first of two books could not be read to its end.
type Unread struct{ Err error }

func (e *Unread) Error() string { return fmt.Sprintf("read the first book: %v", e.Err) }
func (e *Unread) Unwrap() error { return e.Err }

// Diff finds the places where the contents of two books differ, sheet by sheet in the order of the second book, then the sheets that
// only the first has; it lists the first ones, up to most. Formats do not matter, as another program may have saved the book. The
// error is an *Unread if the first book cannot be read, otherwise that of reading the second.
func Diff(a, b Source, most int) (Differences, error) {
	var out Differences
	inA, inB := a.SheetNames(), b.SheetNames()
	for _, name := range inB {
		if !slices.Contains(inA, name) {
			out.add(Difference{Sheet: name, B: Cell{Value: Str(name)}}, most)
			continue
		}
		if err := diffSheets(a, b, name, func(ref Ref, x, y Cell) { out.add(Difference{name, ref, x, y}, most) }); err != nil {
			return out, err
		}
	}
	for _, name := range inA {
		if !slices.Contains(inB, name) {
			out.add(Difference{Sheet: name, A: Cell{Value: Str(name)}}, most)
		}
	}
	return out, nil
}

// diffSheets compares a sheet of two books in step.
func diffSheets(a, b Source, name string, differs func(ref Ref, x, y Cell)) error {
	nextA, stopA := iter.Pull2(a.SheetRows(name))
	defer stopA()
	nextB, stopB := iter.Pull2(b.SheetRows(name))
	defer stopB()
	ra, err, moreA := nextA()
	if err != nil {
		return &Unread{err}
	}
	rb, err, moreB := nextB()
	for err == nil && (moreA || moreB) {
		at := min(rowOr(ra, moreA), rowOr(rb, moreB))
		one, other := &Row{N: at}, &Row{N: at}
		if moreA && ra.N == at {
			one = ra
		}
		if moreB && rb.N == at {
			other = rb
		}
		diffRows(one, other, differs)
		if one == ra {
			if ra, err, moreA = nextA(); err != nil {
				return &Unread{err}
			}
		}
		if other == rb {
			rb, err, moreB = nextB()
		}
	}
	return err
}

// rowOr gives a row's number, or one after all rows if there is no row.
func rowOr(r *Row, there bool) int {
	if there {
		return r.N
	}
	return MaxRows + 1
}

// diffRows compares two rows with the same number in step.
func diffRows(a, b *Row, differs func(ref Ref, x, y Cell)) {
	ca, cb := a.Cells, b.Cells
	for len(ca) > 0 || len(cb) > 0 {
		var one, other *Cell
		col := 0
		if len(ca) > 0 && (len(cb) == 0 || ca[0].Col <= cb[0].Col) {
			one, col = &ca[0], ca[0].Col
		}
		if len(cb) > 0 && (one == nil || cb[0].Col == col) {
			other, col = &cb[0], cb[0].Col
		}
		if one != nil {
			ca = ca[1:]
		}
		if other != nil {
			cb = cb[1:]
		}
		if x, y, same := sameCell(one, other); !same {
			differs(At(a.N, col), x, y)
		}
	}
}

// sameCell compares the contents of two cells. A missing cell equals a blank one, and so does an empty text.
func sameCell(a, b *Cell) (x, y Cell, same bool) {
	if a != nil {
		x = *a
	}
	if b != nil {
		y = *b
	}
	if x.Formula != y.Formula && bareFormula(x.Formula) != bareFormula(y.Formula) {
		return x, y, false
	}
	x.Formula, y.Formula = "", ""
	return x, y, x.Value.Equal(y.Value) || x.Value.String() == "" && y.Value.String() == ""
}

// bareFormula strips a formula of what programs write differently. What this changes within a text shows in the value.
func bareFormula(f string) string {
	return strings.NewReplacer(" ", "", "_xlfn.", "", "'", "").Replace(f)
}
