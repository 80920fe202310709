package xlsx

import (
	"bytes"
	"iter"
	"math"
	"strconv"

	"duban/workbook/sheet"
)

// sharedTexts is the table of a book's texts, each once, in the order of their first use.
type sharedTexts struct {
	index map[string]int
	uses  int
	// b holds the texts as written, unless the press has taken them.
	b     []byte
	long  long
	press *press
}

// textsPart is the name of the part of shared strings.
const textsPart = "xl/sharedStrings.xml"

// met finds a text that was met before.
func (t *sharedTexts) met(s string) (i int, ok bool) {
	if t == nil {
		return 0, false
	}
	i, ok = t.index[s]
	return i, ok
}

// of gives the place of a text, which is fit for a part.
func (t *sharedTexts) of(s string) int {
	if i, ok := t.index[s]; ok {
		return i
	}
	i := len(t.index)
	t.index[s] = i
	t.b = append(appendT(append(t.b, "<si>"...), s), "</si>"...)
	t.b = t.long.spill(t.press, t.b, 0)
	return i
}

// clear empties the table.
func (t *sharedTexts) clear() {
	clear(t.index)
	t.uses, t.b, t.long, t.press = 0, t.b[:0], long{}, nil
}

// part appends the shared strings part, or only its end if the texts were long.
func (t *sharedTexts) part(b []byte) []byte {
	start := len(b)
	b = append(append(b, xmlHead...), `<sst xmlns="`+mainNamespace+`" count="`...)
	b = strconv.AppendInt(b, int64(t.uses), 10)
	b = append(b, `" uniqueCount="`...)
	b = strconv.AppendInt(b, int64(len(t.index)), 10)
	b = append(b, `">`...)
	t.b = t.long.close(t.press, t.b, 0)
	if t.long.spilled() {
		t.long.head, b = bytes.Clone(b[start:]), b[:start]
	}
	return append(append(b, t.b...), "</sst>"...)
}

// appendT appends a text element.
func appendT(b []byte, s string) []byte {
	if needsSpace(s) {
		b = append(b, `<t xml:space="preserve">`...)
	} else {
		b = append(b, "<t>"...)
	}
	return append(appendXstring(b, s), "</t>"...)
}

// rowWriter writes the rows of a sheet.
type rowWriter struct {
	sheet *sheet.Sheet
	// texts is nil if texts are written within their cells.
	texts *sharedTexts
	// style gives the index of a cell's format record.
	style func(*sheet.Cell) (int, error)
	// worn caches the format record of the last cell of each column: the cells of one column mostly look alike.
	worn [wornColumns]wornStyle
	// height gives a row's height if the layout leaves it open, and whether it is fixed when somebody types.
	height func(*sheet.Row) (points float64, fixed bool)
	// extra takes a cell's link and note.
	extra func(at sheet.Ref, x *sheet.Extra) error
	// known holds long formulas that were written before, so that they are not analysed again; nil if none are kept.
	known map[string]*writtenFormula
	// shared holds the formulas to which further cells may refer.
	shared formulaSharer
	// charted takes the cells that charts refer to, nil if the rows are kept.
	charted *chartedCells
	// long takes what was written from start on whenever it is long enough; nil if everything is held.
	long  *long
	press *press
	start int
	b     []byte
	// at is the number of the row being written.
	at   int
	used sheet.Range
	// outline is the deepest level at which rows are grouped.
	outline uint8
	printed printed
}

// write appends <sheetData> and determines the range in use.
func (w *rowWriter) write(s *sheet.Sheet) error {
	w.b = append(w.b, "<sheetData>"...)
	last := 0
	for r := range laidAhead(s) {
		if r.N <= last || r.N > sheet.MaxRows {
			return &LimitError{Limit: LimitRows, Sheet: w.sheet.Name, Got: r.N, Max: sheet.MaxRows}
		}
		last = r.N
		if err := w.row(r); err != nil {
			return err
		}
		w.charted.take(r)
		if w.long.full(w.b, w.start) {
			w.b = w.long.hand(w.press, w.shared.settle(w.b), w.start, false)
		}
	}
	w.b = w.long.close(w.press, append(w.shared.settle(w.b), "</sheetData>"...), w.start)
	return nil
}

// Rows that are laid out while the sheet is written are laid out ahead, in pieces, on a goroutine of their own.
const (
	laidTogether = 64 // rows in a piece
	piecesLaid   = 3  // one being laid out, one being written, and one on its way
)

// laidAhead yields the rows of a sheet in order. A row is valid until the next one.
func laidAhead(s *sheet.Sheet) iter.Seq[*sheet.Row] {
	if s.Lay == nil {
		return s.Each()
	}
	return func(yield func(*sheet.Row) bool) {
		laid, free, stop := make(chan []sheet.Row, piecesLaid), make(chan []sheet.Row, piecesLaid), make(chan struct{})
		for range piecesLaid {
			free <- make([]sheet.Row, 0, laidTogether)
		}
		go layPieces(s, laid, free, stop)
		defer func() {
			close(stop)
			for range laid { // once it is closed nothing more is laid out
			}
		}()
		for piece := range laid {
			for i := range piece {
				if !yield(&piece[i]) {
					return
				}
			}
			free <- piece
		}
	}
}

// layPieces lays out the rows of a sheet into free pieces, until all are laid out or stop is closed.
func layPieces(s *sheet.Sheet, laid chan<- []sheet.Row, free <-chan []sheet.Row, stop <-chan struct{}) {
	defer close(laid)
	piece := (<-free)[:0]
	for r := range s.Each() {
		if len(piece) == cap(piece) {
			laid <- piece // has room for all pieces
			select {
			case piece = <-free:
				piece = piece[:0]
			case <-stop:
				return
			}
		}
		n := len(piece)
		piece = piece[:n+1]
		cells := append(piece[n].Cells[:0], r.Cells...)
		piece[n] = *r
		piece[n].Cells = cells
	}
	laid <- piece
}

func (w *rowWriter) row(r *sheet.Row) error {
	height, fixed := r.Height, true
	if height == 0 && len(r.Cells) > 0 {
		height, fixed = w.height(r)
	}
	if height < 0 || height > maxRowHeight {
		return &LimitError{Limit: LimitRowHeight, Sheet: w.sheet.Name, Cell: strconv.Itoa(r.N), Got: int(math.Ceil(height)), Max: int(maxRowHeight)}
	}
	w.printed.add(r, height, fixed)
	w.b = strconv.AppendInt(append(w.b, `<row r="`...), int64(r.N), 10)
	w.b = append(w.b, '"')
	if r.Hidden {
		w.b = append(w.b, ` hidden="1"`...)
	}
	if height > 0 {
		w.b = strconv.AppendFloat(append(w.b, ` ht="`...), height, 'f', -1, 64)
		w.b = append(w.b, '"')
		if fixed {
			w.b = append(w.b, ` customHeight="1"`...)
		}
	}
	if r.Outline > 0 {
		w.outline = max(w.outline, r.Outline)
		w.b = strconv.AppendInt(append(w.b, ` outlineLevel="`...), int64(min(r.Outline, 7)), 10)
		w.b = append(w.b, '"')
	}
	w.b = append(w.b, '>')
	row := strconv.Itoa(r.N)
	w.at = r.N
	last := 0
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Extra != nil {
			if err := w.extra(sheet.At(r.N, c.Col), c.Extra); err != nil {
				return err
			}
		}
		if c.Col <= last || c.Col > sheet.MaxCols {
			return &LimitError{Limit: LimitColumns, Sheet: w.sheet.Name, Cell: row, Got: c.Col, Max: sheet.MaxCols}
		}
		last = c.Col
		if err := w.cell(r.N, row, c); err != nil {
			return err
		}
	}
	w.b = append(w.b, "</row>"...)
	return nil
}

func (w *rowWriter) cell(n int, row string, c *sheet.Cell) error {
	worn := &w.worn[c.Col%wornColumns]
	if key := keyOf(c); !worn.known || worn.key != key {
		id, err := w.style(c)
		if err != nil {
			return err
		}
		*worn = wornStyle{true, key, id}
	}
	style := worn.id
	if style == 0 && c.Value.IsBlank() && c.Formula == "" {
		return nil
	}
	w.use(sheet.At(n, c.Col))
	var letters [3]byte
	w.b = append(append(append(w.b, `<c r="`...), appendColumn(letters[:0], c.Col)...), row...)
	w.b = append(w.b, '"')
	if style > 0 {
		w.b = strconv.AppendInt(append(w.b, ` s="`...), int64(style), 10)
		w.b = append(w.b, '"')
	}
	if limit, got, most := w.content(c); limit != "" {
		return &LimitError{Limit: limit, Sheet: w.sheet.Name, Cell: sheet.At(n, c.Col).String(), Got: got, Max: most}
	}
	return nil
}

// wornColumns is more columns than our sheets have; in a wider sheet some columns share an entry.
const wornColumns = 64

// wornStyle is a cell's look and its format record.
type wornStyle struct {
	known bool
	key   styleKey
	id    int
}

func (w *rowWriter) use(at sheet.Ref) {
	if w.used.IsZero() {
		w.used = sheet.Range{First: at, Last: at}
		return
	}
	w.used.First.Col = min(w.used.First.Col, at.Col)
	w.used.Last.Row = at.Row
	w.used.Last.Col = max(w.used.Last.Col, at.Col)
}

// content appends the rest of a cell, from its type on. limit names the limit that the cell exceeds and is empty if there is none.
func (w *rowWriter) content(c *sheet.Cell) (limit string, got, most int) {
	v := c.Value
	if v.Kind == sheet.Number && (math.IsNaN(v.Num) || math.IsInf(v.Num, 0)) {
		v = sheet.Err("#NUM!")
	}
	text := ""
	if v.Kind == sheet.Text {
		if c.Formula == "" {
			if i, met := w.texts.met(v.Text); met { // and found in order
				w.sharedText(i)
				return "", 0, 0
			}
		}
		text = wrText(v.Text)
		if n, long := longerThan(text, sheet.MaxCellLen); long {
			return LimitText, n, sheet.MaxCellLen
		}
	}
	if v.Kind == sheet.Error && !errorCode(v.Text) {
		return LimitErrorCode, 0, 0
	}
	if c.Formula != "" {
		return w.formula(c, v, text)
	}
	switch v.Kind {
	case sheet.Blank:
		w.b = append(w.b, "/>"...)
	case sheet.Number:
		w.b = append(appendNumber(append(w.b, "><v>"...), v.Num), "</v></c>"...)
	case sheet.Bool:
		w.b = append(append(append(w.b, ` t="b"><v>`...), boolDigit(v)), "</v></c>"...)
	case sheet.Error:
		w.b = append(append(append(w.b, ` t="e"><v>`...), v.Text...), "</v></c>"...)
	case sheet.Text:
		if w.texts == nil {
			w.b = append(appendT(append(w.b, ` t="inlineStr"><is>`...), text), "</is></c>"...)
			break
		}
		w.sharedText(w.texts.of(text))
	}
	return "", 0, 0
}

// sharedText appends the rest of a cell that holds a text of the table.
func (w *rowWriter) sharedText(i int) {
	w.texts.uses++
	w.b = append(strconv.AppendInt(append(w.b, ` t="s"><v>`...), int64(i), 10), "</v></c>"...)
}

// longFormula is the length in bytes from which remembering a formula pays.
const longFormula = 256

// meet records a formula written for the first time, with its XML. It gives nil if that serves nothing.
func (w *rowWriter) meet(formula string, xml []byte) *writtenFormula {
	shares := len(formula) > shortFormula && mayShare(formula)
	keeps := w.known != nil && len(formula) >= longFormula
	if !shares && !keeps {
		return nil
	}
	f := &writtenFormula{formula: formula, shares: shares}
	if shares {
		f.cut()
	}
	if keeps {
		f.xml = string(xml)
		w.known[formula] = f
	}
	return f
}

// formula appends a formula and the value stored for it. limit names the limit that the formula exceeds and is empty if there is
// none.
func (w *rowWriter) formula(c *sheet.Cell, v sheet.Value, text string) (limit string, got, most int) {
	at := sheet.At(w.at, c.Col)
	group, shared := w.shared.find(at, c.Formula)
	var known *writtenFormula
	if shared {
		// It was checked as the first of its group, except that row numbers may have grown.
		if n, long := longerThan(c.Formula, sheet.MaxFormulaLen); long {
			return LimitFormula, n, sheet.MaxFormulaLen
		}
	} else if known = w.known[c.Formula]; known == nil {
		if limit, got, most = sheet.FormulaLimit(c.Formula); limit != "" {
			return limit, got, most
		}
	}
	switch v.Kind {
	case sheet.Bool:
		w.b = append(w.b, ` t="b"`...)
	case sheet.Error:
		w.b = append(w.b, ` t="e"`...)
	case sheet.Text:
		w.b = append(w.b, ` t="str"`...)
	}
	if shared {
		w.b = append(strconv.AppendInt(append(w.b, `><f t="shared" si="`...), int64(group), 10), `"/>`...)
	} else {
		w.b = append(w.b, "><f>"...)
		from := len(w.b)
		if known != nil {
			w.b = append(w.b, known.xml...)
		} else {
			w.b = appendEscaped(w.b, wrText(c.Formula))
			known = w.meet(c.Formula, w.b[from:])
		}
		if known != nil && known.shares {
			w.shared.first(at, known, from-len(">"))
		}
		w.b = append(w.b, "</f>"...)
	}
	switch {
	case c.Unstored || v.Kind == sheet.Blank:
	case v.Kind == sheet.Number:
		w.b = append(appendNumber(append(w.b, "<v>"...), v.Num), "</v>"...)
	case v.Kind == sheet.Bool:
		w.b = append(append(append(w.b, "<v>"...), boolDigit(v)), "</v>"...)
	case v.Kind == sheet.Error:
		w.b = append(append(append(w.b, "<v>"...), v.Text...), "</v>"...)
	case text != "":
		w.b = append(appendXstring(append(w.b, "<v>"...), text), "</v>"...)
	}
	w.b = append(w.b, "</c>"...)
	return "", 0, 0
}

func boolDigit(v sheet.Value) byte {
	if v.Num != 0 {
		return '1'
	}
	return '0'
}

// appendNumber writes the shortest digits that read back as the same number. Excel has no negative zero.
func appendNumber(b []byte, f float64) []byte {
	if f == 0 {
		return append(b, '0')
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.AppendInt(b, int64(f), 10)
	}
	return strconv.AppendFloat(b, f, 'G', -1, 64)
}

func appendColumn(b []byte, col int) []byte {
	if col <= 26 {
		return append(b, byte('A'+col-1))
	}
	return append(b, sheet.ColName(col)...)
}

func errorCode(s string) bool {
	switch s {
	case "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!":
		return true
	}
	return false
}
