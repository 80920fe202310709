package docx

import (
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// body reads the main part.
type body struct {
	styles map[string]style
	lists  map[string]list
	counts map[string][]int
	blocks []Block
}

var errDepth = errors.New("nested too deep")

func (b *body) read(d *xml.Decoder) error {
	depth := 0
	for {
		t, err := next(d)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "p":
				p, err := b.paragraph(d, depth)
				if err != nil {
					return err
				}
				b.add(p)
				continue
			case "tbl":
				s, err := b.table(d, depth)
				if err != nil {
					return err
				}
				b.blocks = append(b.blocks, Block{Table: s})
				continue
			case "Fallback", "del", "moveFrom":
				if err := d.Skip(); err != nil {
					return err
				}
				continue
			}
			if depth++; depth > maxDepth {
				return errDepth
			}
		case xml.EndElement:
			depth--
		}
	}
}

func (b *body) add(p paragraph) {
	text := p.text
	if label := b.label(p); label != "" {
		text = label + text
	}
	for _, line := range strings.Split(text, "\n") {
		b.blocks = append(b.blocks, Block{Text: line, Level: p.level})
	}
	b.blocks = append(b.blocks, p.boxes...)
}

// paragraph is a paragraph's text with its numbering.
type paragraph struct {
	text  string
	level int
	numID string
	depth int
	// boxes are the text boxes anchored to it.
	boxes []Block
}

// paragraph reads up to the paragraph's end.
func (b *body) paragraph(d *xml.Decoder, depth int) (paragraph, error) {
	var p paragraph
	var text strings.Builder
	styled := ""
	own := -1
	numbered := false
	inText, open := 0, 1
	for open > 0 {
		t, err := next(d)
		if err != nil {
			return p, err
		}
		switch e := t.(type) {
		case xml.StartElement:
			if open++; open+depth > maxDepth {
				return p, errDepth
			}
			switch e.Name.Local {
			case "t":
				inText++
			case "tab":
				// Inside tab stops the element only says where they are.
				if attr(e, "pos") == "" {
					text.WriteByte('\t')
				}
			case "br", "cr":
				text.WriteByte('\n')
			case "noBreakHyphen":
				text.WriteByte('-')
			case "pStyle":
				styled = attr(e, "val")
			case "outlineLvl":
				own, _ = strconv.Atoi(attr(e, "val"))
			case "ilvl":
				p.depth, _ = strconv.Atoi(attr(e, "val"))
			case "numId":
				p.numID, numbered = attr(e, "val"), true
			case "del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "sectPr", "pPrChange", "rt":
				if err := d.Skip(); err != nil {
					return p, err
				}
				open--
			case "txbxContent":
				inner := &body{styles: b.styles, lists: b.lists, counts: b.counts}
				if err := inner.box(d, open+depth); err != nil {
					return p, err
				}
				p.boxes = append(p.boxes, inner.blocks...)
				open--
			}
		case xml.EndElement:
			open--
			if e.Name.Local == "t" {
				inText--
			}
		case xml.CharData:
			if inText > 0 {
				text.Write(e)
			}
		}
	}
	p.text = text.String()
	s, ok := b.styles[styled]
	if !ok {
		s = style{outline: -1}
	}
	if own < 0 {
		own = s.outline
	}
	if own >= 0 && own < 9 {
		p.level = own + 1
	}
	if !numbered {
		p.numID, p.depth = s.numID, max(p.depth, s.depth)
	}
	return p, nil
}

// box reads the paragraphs of a text box up to its end.
func (b *body) box(d *xml.Decoder, depth int) error {
	for {
		t, err := next(d)
		if err != nil {
			return err
		}
		switch e := t.(type) {
		case xml.StartElement:
			if depth > maxDepth {
				return errDepth
			}
			switch e.Name.Local {
			case "p":
				p, err := b.paragraph(d, depth+1)
				if err != nil {
					return err
				}
				b.add(p)
			case "tbl":
				s, err := b.table(d, depth+1)
				if err != nil {
					return err
				}
				b.blocks = append(b.blocks, Block{Table: s})
			default:
				if e.Name.Local == "sdt" || e.Name.Local == "sdtContent" {
					continue
				}
				if err := d.Skip(); err != nil {
					return err
				}
			}
		case xml.EndElement:
			if e.Name.Local == "txbxContent" {
				return nil
			}
		}
	}
}

// table reads a table's cells. Tables inside it become text.
func (b *body) table(d *xml.Decoder, depth int) (*sheet.Sheet, error) {
	g := grid{sheet: &sheet.Sheet{}, tops: map[int]*sheet.Range{}}
	open := 1
	for open > 0 {
		t, err := next(d)
		if err != nil {
			return nil, err
		}
		switch e := t.(type) {
		case xml.StartElement:
			if open++; open+depth > maxDepth {
				return nil, errDepth
			}
			whole, err := b.cellPart(d, e, open+depth, &g)
			if err != nil {
				return nil, err
			}
			if whole {
				open--
			}
		case xml.EndElement:
			if open--; e.Name.Local == "tc" {
				g.endCell()
			}
		}
	}
	for _, r := range g.merged {
		if r.First != r.Last {
			g.sheet.Merges = append(g.sheet.Merges, *r)
		}
	}
	return g.sheet, nil
}

// cellPart handles an element inside a table. whole says that the element was read to its end.
func (b *body) cellPart(d *xml.Decoder, e xml.StartElement, depth int, g *grid) (whole bool, err error) {
	switch e.Name.Local {
	case "tr":
		g.row++
		g.col = 0
		g.sheet.Rows = append(g.sheet.Rows, sheet.Row{N: g.row})
	case "gridBefore":
		n, _ := strconv.Atoi(attr(e, "val"))
		g.col += max(0, min(n, sheet.MaxCols))
	case "tc":
		g.span, g.merge, g.lines = 1, "", nil
	case "gridSpan":
		if n, err := strconv.Atoi(attr(e, "val")); err == nil && n > 0 && n < sheet.MaxCols {
			g.span = n
		}
	case "vMerge":
		g.merge = cmp.Or(attr(e, "val"), mergeGoesOn)
	case "p":
		p, err := b.paragraph(d, depth)
		g.lines = append(g.lines, b.label(p)+p.text)
		return true, err
	case "tbl":
		inner, err := b.table(d, depth)
		if err != nil {
			return true, err
		}
		for i := range inner.Rows {
			for _, c := range inner.Rows[i].Cells {
				g.lines = append(g.lines, c.Value.String())
			}
		}
		return true, nil
	case "del", "moveFrom", "Fallback", "tblPr", "tblGrid":
		return true, d.Skip()
	}
	return false, nil
}

// grid is the part of a table read so far, and the current cell: its span of columns, its vertical merge, its lines.
type grid struct {
	sheet    *sheet.Sheet
	row, col int // the last column before the cell
	span     int
	merge    string
	lines    []string
	tops     map[int]*sheet.Range // merges that may continue downward, by their first column
	merged   []*sheet.Range
}

// Values of vMerge: the cell begins a merge, or continues the one above, which a missing value means too.
const (
	mergeBegins = "restart"
	mergeGoesOn = "continue"
)

// endCell puts the current cell into the sheet.
func (g *grid) endCell() {
	if g.row == 0 || g.col+g.span > sheet.MaxCols {
		return
	}
	at := g.col + 1
	g.col += g.span
	if top := g.tops[at]; g.merge == mergeGoesOn && top != nil {
		top.Last = sheet.At(g.row, top.Last.Col)
		return
	}
	if text := strings.TrimSpace(strings.Join(g.lines, "\n")); text != "" {
		r := &g.sheet.Rows[g.row-1]
		r.Cells = append(r.Cells, sheet.Cell{Col: at, Value: sheet.Str(text)})
	}
	r := sheet.Rect(g.row, at, g.row, at+g.span-1)
	delete(g.tops, at)
	if g.merge == mergeBegins || g.span > 1 {
		g.merged = append(g.merged, &r)
	}
	if g.merge == mergeBegins {
		g.tops[at] = &r
	}
}
