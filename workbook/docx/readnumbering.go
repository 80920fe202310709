package docx

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// style is what a paragraph style says of headings and numbering.
type style struct {
	outline int
	numID   string
	depth   int
	based   string
}

// list is a list's levels.
type list struct{ levels []level }

type level struct {
	format, text string
	start        int
}

// readStyles reads outline levels and numbering of paragraph styles, including what they inherit.
func (b *body) readStyles(data []byte) error {
	if data == nil {
		return nil
	}
	d := decoder(data)
	id, cur := "", style{outline: -1}
	for {
		t, err := next(d)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "style":
				id, cur = attr(e, "styleId"), style{outline: -1}
			case "basedOn":
				cur.based = attr(e, "val")
			case "outlineLvl":
				cur.outline, _ = strconv.Atoi(attr(e, "val"))
			case "numId":
				cur.numID = attr(e, "val")
			case "ilvl":
				cur.depth, _ = strconv.Atoi(attr(e, "val"))
			}
		case xml.EndElement:
			if e.Name.Local == "style" {
				b.styles[id] = cur
			}
		}
	}
	for id, s := range b.styles {
		for up, n := s.based, 0; up != "" && n < 16; n++ {
			base, ok := b.styles[up]
			if !ok {
				break
			}
			if s.outline < 0 {
				s.outline = base.outline
			}
			if s.numID == "" {
				s.numID, s.depth = base.numID, base.depth
			}
			up = base.based
		}
		b.styles[id] = s
	}
	return nil
}

// readNumbering reads the labels that lists put before their paragraphs.
func (b *body) readNumbering(data []byte) error {
	if data == nil {
		return nil
	}
	d := decoder(data)
	abstract := map[string]list{}
	id, num := "", ""
	at := -1
	for {
		t, err := next(d)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "abstractNum":
			id, num, at = attr(e, "abstractNumId"), "", -1
		case "num":
			num, at = attr(e, "numId"), -1
		case "abstractNumId":
			if num != "" {
				b.lists[num] = abstract[attr(e, "val")]
			}
		case "lvl":
			if num != "" {
				at = -1
				continue
			}
			l := abstract[id]
			if n, err := strconv.Atoi(attr(e, "ilvl")); err == nil && n >= 0 && n < 9 {
				for len(l.levels) <= n {
					l.levels = append(l.levels, level{start: 1, format: "decimal"})
				}
				at = n
				abstract[id] = l
			}
		case "start", "numFmt", "lvlText":
			if at < 0 || num != "" {
				continue
			}
			l := &abstract[id].levels[at]
			switch e.Name.Local {
			case "start":
				if n, err := strconv.Atoi(attr(e, "val")); err == nil {
					l.start = n
				}
			case "numFmt":
				l.format = attr(e, "val")
			case "lvlText":
				l.text = attr(e, "val")
			}
		}
	}
}

// label gives the label that a list puts before a paragraph: 一、 or （二） or 3.
func (b *body) label(p paragraph) string {
	l, ok := b.lists[p.numID]
	if p.numID == "" || p.numID == "0" || !ok || p.depth < 0 || p.depth >= len(l.levels) || strings.TrimSpace(p.text) == "" {
		return ""
	}
	counts := b.counts[p.numID]
	for len(counts) <= p.depth {
		counts = append(counts, l.levels[len(counts)].start-1)
	}
	counts = counts[:p.depth+1]
	counts[p.depth]++
	b.counts[p.numID] = counts
	lv := l.levels[p.depth]
	if lv.format == "bullet" {
		return "• "
	}
	out := lv.text
	for i, n := range counts {
		out = strings.ReplaceAll(out, "%"+strconv.Itoa(i+1), numeral(n, l.levels[i].format))
	}
	return out
}

// numeral writes a number in a list's format, or in digits if the format is unknown.
func numeral(n int, format string) string {
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting", "chineseLegalSimplified":
		return chinese(n)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n >= 1 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "none":
		return ""
	}
	return strconv.Itoa(n)
}

// chinese writes 1 to 99.
func chinese(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	if n < 1 || n > 99 {
		return strconv.Itoa(n)
	}
	if n < 10 {
		return digits[n]
	}
	tens := digits[n/10]
	if n/10 == 1 {
		tens = ""
	}
	return tens + "十" + digits[n%10]
}
