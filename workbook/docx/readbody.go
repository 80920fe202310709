package docx

import (
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

// paragraph is a paragraph's text and what numbers it.
type paragraph struct {
	text  string
	level int
	numID string
	depth int
	// boxes are the text boxes that hang on it.
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
				// Within tab stops it only says where they are.
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

// table reads a table's cells, those of tables within it as text.
func (b *body) table(d *xml.Decoder, depth int) (*sheet.Sheet, error) {
	s := &sheet.Sheet{}
	row, col, span, merge := 0, 0, 1, ""
	var lines []string
	tops := map[int]*sheet.Range{}
	var closed []*sheet.Range
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
			switch e.Name.Local {
			case "tr":
				row++
				col = 0
				s.Rows = append(s.Rows, sheet.Row{N: row})
			case "gridBefore":
				n, _ := strconv.Atoi(attr(e, "val"))
				col += max(0, min(n, sheet.MaxCols))
			case "tc":
				span, merge, lines = 1, "", nil
			case "gridSpan":
				if n, err := strconv.Atoi(attr(e, "val")); err == nil && n > 0 && n < sheet.MaxCols {
					span = n
				}
			case "vMerge":
				if merge = attr(e, "val"); merge == "" {
					merge = "continue"
				}
			case "p":
				p, err := b.paragraph(d, open+depth)
				if err != nil {
					return nil, err
				}
				open--
				lines = append(lines, b.label(p)+p.text)
			case "tbl":
				inner, err := b.table(d, open+depth)
				if err != nil {
					return nil, err
				}
				open--
				for i := range inner.Rows {
					for _, c := range inner.Rows[i].Cells {
						lines = append(lines, c.Value.String())
					}
				}
			case "del", "moveFrom", "Fallback", "tblPr", "tblGrid":
				if err := d.Skip(); err != nil {
					return nil, err
				}
				open--
			}
		case xml.EndElement:
			open--
			if e.Name.Local != "tc" || row == 0 || col+span > sheet.MaxCols {
				continue
			}
			at := sheet.At(row, col+1)
			switch {
			case merge == "continue" && tops[at.Col] != nil:
				tops[at.Col].Last = sheet.At(row, tops[at.Col].Last.Col)
			default:
				if text := strings.TrimSpace(strings.Join(lines, "\n")); text != "" {
					r := &s.Rows[row-1]
					r.Cells = append(r.Cells, sheet.Cell{Col: at.Col, Value: sheet.Str(text)})
				}
				r := sheet.Rect(row, at.Col, row, at.Col+span-1)
				delete(tops, at.Col)
				if merge == "restart" || span > 1 {
					closed = append(closed, &r)
				}
				if merge == "restart" {
					tops[at.Col] = &r
				}
			}
			col += span
		}
	}
	for _, r := range closed {
		if r.First != r.Last {
			s.Merges = append(s.Merges, *r)
		}
	}
	return s, nil
}
