package xlsx

import (
	"encoding/json"
	"fmt"
	"strings"

	"duban/workbook/sheet"
)

// markRecord is what is remembered of a mark, so that it can be taken back.
type markRecord struct {
	Sheet string `json:"s"`
	Cell  string `json:"c"`
	// Style is the format record that the cell had. Fill is the fill of that record as written: another program renumbers the
	// records, but keeps the fills.
	Style int    `json:"x"`
	Fill  string `json:"f,omitempty"`
	// Painted is the colour that the mark gave it.
	Painted string `json:"p"`
	Note    string `json:"n,omitempty"`
}

// recordHead begins the cells that hold records; recordCell is how much of them goes into one cell.
const (
	recordHead = "duban-marks-1\n"
	recordCell = 30_000
)

// recordCells cuts records into texts of one cell each.
func recordCells(records []markRecord) ([]string, error) {
	var cells []string
	text, n := []byte(recordHead), len(recordHead)
	for i := range records {
		line, err := json.Marshal(&records[i])
		if err != nil {
			return nil, fmt.Errorf("xlsx: record of a mark: %w", err)
		}
		long := sheet.Units(string(line)) + len("\n")
		if n+long > recordCell {
			cells = append(cells, string(text))
			text, n = append(text[:0], recordHead...), len(recordHead)
		}
		text, n = append(append(text, line...), '\n'), n+long
	}
	return append(cells, string(text)), nil
}

// readRecords finds records in an earlier front sheet.
func readRecords(s *sheet.Sheet) []markRecord {
	var out []markRecord
	for i := range s.Rows {
		for j := range s.Rows[i].Cells {
			lines, ok := strings.CutPrefix(s.Rows[i].Cells[j].Value.Text, recordHead)
			if !ok {
				continue
			}
			for line := range strings.SplitSeq(lines, "\n") {
				var r markRecord
				if json.Unmarshal([]byte(line), &r) == nil && r.Sheet != "" {
					out = append(out, r)
				}
			}
		}
	}
	return out
}

// takeBack removes an earlier front sheet and undoes the marks that it remembers. If that sheet is gone, the notes that MarkUp made
// still show where its marks were.
func (m *marker) takeBack(data []byte, front string) error {
	var records []markRecord
	for i, s := range m.file.sheets {
		if !strings.EqualFold(s.name, front) {
			continue
		}
		book, err := Read(data)
		if err != nil {
			return err
		}
		if old := book.Sheet(s.name); old != nil {
			records = readRecords(old)
		}
		if err := m.dropSheet(i); err != nil {
			return err
		}
		break
	}
	known := map[string]bool{}
	for i := range records {
		r := &records[i]
		at, ok := sheet.ParseRef(r.Cell)
		if _, there := m.file.sheet(r.Sheet); !ok || !there {
			continue
		}
		known[r.Sheet+"!"+r.Cell] = true
		m.unpaint(r.Sheet, at, r)
		if r.Note != "" {
			m.notes[r.Sheet] = append(m.notes[r.Sheet], noteChange{at: at, cut: r.Note})
		}
	}
	if err := m.takeBackRules(); err != nil {
		return err
	}
	return m.takeBackNotes(known)
}

// takeBackNotes undoes marks that no record knows, such as those of rows that were moved since.
func (m *marker) takeBackNotes(known map[string]bool) error {
	for _, s := range m.file.sheets {
		rels, err := m.file.relationships(s.part)
		if err != nil {
			return err
		}
		part, ok := rels.ofKind("comments")
		if !ok || !m.file.has(part) {
			continue
		}
		notes, err := m.file.readNotes(part)
		if err != nil {
			return err
		}
		for _, n := range notes.notes {
			if n.author != markAuthor || known[s.name+"!"+n.at.String()] {
				continue
			}
			m.notes[s.name] = append(m.notes[s.name], noteChange{at: n.at, cut: n.text()})
			m.unpaint(s.name, n.at, nil)
		}
	}
	return nil
}

// unpaint gives a cell back its format from before the mark. Without a record it takes the likeliest: a format that differs from the
// present one in its fill alone, or else no fill.
func (m *marker) unpaint(name string, at sheet.Ref, r *markRecord) {
	m.changes[name] = append(m.changes[name], cellChange{at: at, restyle: func(style int) int {
		st := m.styles
		color := plainColor(st.fillOf(style))
		if r == nil && !markColor(color) || r != nil && color != r.Painted {
			// Somebody has painted the cell since; that stays.
			return style
		}
		xfs := st.list("cellXfs").items
		if r != nil {
			if r.Style >= 0 && r.Style < len(xfs) && sameFill(st.fillOf(r.Style), r.Fill) && st.sameButFill(r.Style, style) {
				return r.Style
			}
			for i := range xfs {
				if sameFill(st.fillOf(i), r.Fill) && st.sameButFill(i, style) {
					return i
				}
			}
			return st.withFill(style, st.restoredFill(r.Fill))
		}
		for i := range xfs {
			if !markColor(plainColor(st.fillOf(i))) && st.sameButFill(i, style) {
				return i
			}
		}
		return st.withFill(style, 0)
	}})
}

// markColor reports whether a colour is one that marks are painted in.
func markColor(color string) bool {
	for role := range sheet.Roles {
		switch sheet.Role(role) {
		case sheet.Good, sheet.Warn, sheet.Alert:
			if lookOf(sheet.Role(role)).fill == color || strongColor(sheet.Role(role)) == color {
				return true
			}
		}
	}
	return false
}

// plainColor gives the colour, RRGGBB, of a solid fill; it is empty for other fills.
func plainColor(fill string) string {
	elements, err := outline("", []byte(declared(fill)), 3)
	if err != nil {
		return ""
	}
	solid := false
	for i := range elements {
		switch e := &elements[i]; e.local {
		case "patternFill":
			solid = e.attr("patternType") == "solid"
		case "fgColor":
			if rgb := e.attr("rgb"); solid && len(rgb) >= 6 {
				return strings.ToUpper(rgb[len(rgb)-6:])
			}
		}
	}
	return ""
}

// sameFill compares fills as written by different programs.
func sameFill(a, b string) bool {
	if a == b {
		return true
	}
	if color := plainColor(a); color != "" || plainColor(b) != "" {
		return color == plainColor(b)
	}
	return noFill(a) && noFill(b)
}

func noFill(fill string) bool {
	return !strings.Contains(fill, "gradientFill") && (strings.Contains(fill, `"none"`) || !strings.Contains(fill, "patternType"))
}

// sameButFill reports whether two format records differ at most in their fill.
func (s *styleSheet) sameButFill(a, b int) bool {
	xfs := s.list("cellXfs").items
	plain := func(i int) string {
		if i < 0 || i >= len(xfs) {
			return ""
		}
		end := tagEnd(xfs[i])
		return withAttr(withAttr(xfs[i][:end], "fillId", ""), "applyFill", "") + xfs[i][end:]
	}
	return plain(a) != "" && plain(a) == plain(b)
}

// restoredFill gives the index of a fill like the remembered one. Only its colour is restored, as a piece of another program's part
// need not fit into this one.
func (s *styleSheet) restoredFill(remembered string) int {
	fills := s.list("fills")
	for i, fill := range fills.items {
		if sameFill(fill, remembered) {
			return i
		}
	}
	if color := plainColor(remembered); color != "" {
		return fills.add(s.own(fillXML(color)))
	}
	if s.namespace == "" && strings.HasPrefix(remembered, "<fill>") {
		return fills.add(remembered)
	}
	return 0
}
