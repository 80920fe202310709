package xlsx

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"duban/workbook/pattern"
	"duban/workbook/sheet"
)

// noteBox is the cell and the whole text of a note that is drawn.
type noteBox struct {
	at   sheet.Ref
	text string
}

const (
	noteNamespaces  = `xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"`
	noteDrawingHead = `<xml ` + noteNamespaces + `>`
	noteShapeType   = `<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`
	// shapesPerDrawing keeps the shape numbers of different drawings apart.
	shapesPerDrawing = 1024
)

// noteDrawing draws a hidden box for each note. Each drawing of a file has its own number, from which the numbers of its shapes
// follow.
func noteDrawing(number int, notes []noteBox) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, noteDrawingHead+`<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/></o:shapelayout>`+noteShapeType, number)
	for i, n := range notes {
		b.WriteString(noteShape(shapesPerDrawing*number+i+1, n))
	}
	b.WriteString("</xml>")
	return []byte(b.String())
}

// The size of a box: it is as high as its text, up to the height of a screen; beyond that it grows in width.
const (
	noteWidth, noteUnits, noteCols = 200, 28, 3 // of one part: in points, characters, and columns
	mostNoteParts                  = 4
	mostNoteHeight                 = 420
)

// noteShape draws one box, large enough for its text, as boxes do not scroll.
func noteShape(id int, n noteBox) string {
	row, col := n.at.Row-1, n.at.Col-1
	parts, high := 1, 0
	for ; ; parts++ {
		if high = 24 + countLines(n.text, float64(noteUnits*parts), &look{size: 9})*14; high <= mostNoteHeight || parts == mostNoteParts {
			break
		}
	}
	width, height := noteWidth*parts, min(high, mostNoteHeight)
	return fmt.Sprintf(`<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:%dpt;height:%dpt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">`+
		`<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>`+
		`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%s</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
		id, width, height, noteAnchor(row, col, height, noteCols*parts), row, col)
}

// noteAnchor places a box beside its cell, in columns, rows and the pixels within them; both count from 0.
func noteAnchor(row, col, height, cols int) string {
	// In the last columns and rows of a sheet the box stays inside it.
	left, top := min(col+1, sheet.MaxCols-2-cols), max(0, min(row-1, sheet.MaxRows-40))
	rows := max(3, (height+int(defaultRowHeight)-1)/int(defaultRowHeight))
	return fmt.Sprintf("%d, 15, %d, 2, %d, 15, %d, 4", left, top, left+cols, top+rows)
}

// readable gives the drawing of a sheet's notes in the prefixes that every program knows. Some programs write other prefixes, which
// is no fault, but not every program resolves them. Such a drawing is made anew, without the boxes that are drawn later.
func (f *existing) readable(sheetPart, part string, drawing []byte, later []noteBox) ([]byte, error) {
	if bytes.Contains(drawing, []byte(`xmlns:v="`)) || bytes.Count(drawing, []byte(`ObjectType="`)) > bytes.Count(drawing, []byte(`ObjectType="Note"`)) {
		return drawing, nil
	}
	rels, err := f.relationships(sheetPart)
	if err != nil {
		return nil, err
	}
	comments, ok := rels.ofKind("comments")
	if !ok {
		return drawing, nil
	}
	saved, err := f.readNotes(comments)
	if err != nil {
		return nil, err
	}
	changed := map[sheet.Ref]bool{}
	for _, b := range later {
		changed[b.at] = true
	}
	var boxes []noteBox
	for _, n := range saved.notes {
		if !changed[n.at] {
			boxes = append(boxes, noteBox{n.at, n.text()})
		}
	}
	number := 1
	if digits := drawingNumber.FindStringSubmatch(part); digits != nil {
		if n, err := strconv.Atoi(digits[1]); err == nil {
			number = max(1, n)
		}
	}
	return noteDrawing(number, boxes), nil
}

// Patterns that are searched in drawings.
var (
	drawingNumber = pattern.New(`(\d+)\.vml$`)
	drawnRow      = pattern.New(`<(?:\w+:)?Row>\s*(\d+)\s*<`)
	drawnColumn   = pattern.New(`<(?:\w+:)?Column>\s*(\d+)\s*<`)
	drawnIDs      = pattern.New(`idmap[^>]*\sdata="(\d+)`)
	shapeNumber   = pattern.New(`"_x0000_s(\d+)"`)
)

// drawnShape gives the start and end of the first shape of a drawing, both its length if there is none. A pattern would take longer
// over a long drawing than all other work on a slip.
func drawnShape(text string) (from, to int) {
	for at := 0; ; {
		n := strings.Index(text[at:], "shape")
		if n < 0 {
			return len(text), len(text)
		}
		name := at + n
		at = name + len("shape")
		if start := tagBegins(text[:name], "<"); start >= 0 && at < len(text) && isSpace(text[at]) {
			from = start
			break
		}
	}
	for at := from; ; {
		n := strings.Index(text[at:], "shape>")
		if n < 0 {
			return len(text), len(text)
		}
		name := at + n
		at = name + len("shape>")
		if tagBegins(text[from:name], "</") >= 0 {
			return from, at
		}
	}
}

// tagBegins gives the start of the tag whose name comes right after text, with or without a prefix; mark is "<" or "</". It is
// negative if there is no such tag.
func tagBegins(text, mark string) int {
	if prefixed, ok := strings.CutSuffix(text, ":"); ok {
		if text = strings.TrimRight(prefixed, wordCharacters); text == prefixed {
			return -1
		}
	}
	if !strings.HasSuffix(text, mark) {
		return -1
	}
	return len(text) - len(mark)
}

const wordCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

// drawnAt gives the cell whose note a shape shows; false if it is another shape.
func drawnAt(shape string) (sheet.Ref, bool) {
	r, c := drawnRow.FindStringSubmatch(shape), drawnColumn.FindStringSubmatch(shape)
	if r == nil || c == nil {
		return sheet.Ref{}, false
	}
	row, _ := strconv.Atoi(r[1])
	column, _ := strconv.Atoi(c[1])
	return sheet.At(row+1, column+1), true
}

// redrawn changes a drawing of notes. Such drawings need not be well-formed, as Excel writes them only for itself. Shapes of buttons
// and pictures in them stay.
func redrawn(drawing []byte, boxes []noteBox, gone []sheet.Ref) []byte {
	changed := map[sheet.Ref]bool{}
	for _, b := range boxes {
		changed[b.at] = true
	}
	for _, at := range gone {
		changed[at] = true
	}
	var kept strings.Builder
	rest := string(drawing)
	for {
		from, to := drawnShape(rest)
		kept.WriteString(rest[:from])
		if from == to {
			break
		}
		if at, ok := drawnAt(rest[from:to]); !ok || !changed[at] {
			kept.WriteString(rest[from:to])
		}
		rest = rest[to:]
	}
	text := kept.String()
	last := shapesPerDrawing
	if m := drawnIDs.FindStringSubmatch(text); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			last = n * shapesPerDrawing
		}
	}
	for _, m := range shapeNumber.FindAllStringSubmatch(text, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil {
			last = max(last, n)
		}
	}
	var shapes strings.Builder
	if len(boxes) > 0 && !strings.Contains(text, `"_x0000_t202"`) {
		shapes.WriteString(noteShapeType)
	}
	for _, b := range boxes {
		last++
		shapes.WriteString(noteShape(last, b))
	}
	added := shapes.String()
	if !strings.Contains(text, `xmlns:v="`) || !strings.Contains(text, `xmlns:x="`) {
		added = strings.NewReplacer("<v:shape ", "<v:shape "+noteNamespaces+" ", "<v:shapetype ", "<v:shapetype "+noteNamespaces+" ").Replace(added)
	}
	end := strings.LastIndex(text, "</")
	if end < 0 {
		return []byte(noteDrawingHead + noteShapeType + added + "</xml>")
	}
	return []byte(text[:end] + added + text[end:])
}
