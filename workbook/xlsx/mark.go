package xlsx

import (
	"fmt"
	"strings"

	"duban/workbook/sheet"
)

// Mark is a cell to be pointed out to whoever sent the workbook.
type Mark struct {
	Sheet string
	Ref   sheet.Ref
	// Note is shown when the pointer is over the cell, after the text of an existing note; empty adds none.
	Note string
	// Role gives the colour: the fill of that role, over the cell's own format.
	Role sheet.Role
}

// MarkUp points out cells in a workbook that somebody else has saved and puts a sheet of explanations in front. Every value, formula,
// format, note, rule and part stays as it is; only the fill of marked cells changes and their notes grow. Protection is left alone.
// Marks and the front sheet of an earlier MarkUp are removed first, so that nothing piles up, even if another program has saved the
// file since. Without a front sheet nothing is removed, and nothing can be later. The same input gives the same bytes.
//
// If a cell has several marks the first gives the colour, and each adds its note. The front sheet can have neither charts nor notes.
// Marks are remembered in hidden columns at the right of the front sheet.
func MarkUp(data []byte, marks []Mark, front *sheet.Sheet) ([]byte, error) {
	return new(Marker).MarkUp(data, marks, front)
}

// Marker marks up many similar workbooks, such as the returns of one round, and makes what they have in common only once. Its results
// are byte for byte those of MarkUp. The zero Marker is ready; several goroutines may use one.
type Marker struct {
	// alike holds what their front sheets, styles and lists of parts have in common.
	alike Writer
}

// MarkUp points out cells in a workbook, as the function MarkUp does.
func (k *Marker) MarkUp(data []byte, marks []Mark, front *sheet.Sheet) ([]byte, error) {
	f, err := openExisting(data)
	if err != nil {
		return nil, err
	}
	f.keep = &k.alike
	m := &marker{file: f, changes: map[string][]cellChange{}, notes: map[string][]noteChange{}, dropped: -1}
	if err := m.openStyles(); err != nil {
		return nil, err
	}
	if front != nil {
		if err := checkSheetName(front.Name); err != nil {
			return nil, err
		}
		if err := m.takeBack(data, front.Name); err != nil {
			return nil, err
		}
	}
	if err := m.place(marks); err != nil {
		return nil, err
	}
	if err := m.writeSheets(); err != nil {
		return nil, err
	}
	if front != nil {
		if err := m.addFront(front); err != nil {
			return nil, err
		}
	}
	f.set(m.styles.part, m.styles.bytes())
	return f.pack()
}

// marker marks one file.
type marker struct {
	file    *existing
	styles  *styleSheet
	changes map[string][]cellChange
	notes   map[string][]noteChange
	// records are what the front sheet remembers of the marks.
	records []markRecord
	// dropped is the index at which the front sheet of an earlier slip stood, -1 if there was none.
	dropped int
}

func (m *marker) openStyles() error {
	f := m.file
	rels, err := f.relationships(f.main)
	if err != nil {
		return err
	}
	part, ok := rels.ofKind("styles")
	if !ok || !f.has(part) {
		part = "xl/styles.xml"
		if _, err := f.relate(f.main, "styles", "/"+part); err != nil {
			return err
		}
		if err := f.declare(part, "", typePrefix+"spreadsheetml.styles+xml"); err != nil {
			return err
		}
		f.set(part, []byte(xmlHead+`<styleSheet xmlns="`+f.mainNamespace()+`"></styleSheet>`))
	}
	src, err := f.part(part)
	if err != nil {
		return err
	}
	m.styles, err = readStyleSheet(part, src, f.mainNamespace())
	return err
}

// place records what to change in the marked cells.
func (m *marker) place(marks []Mark) error {
	type place struct {
		sheet string
		at    sheet.Ref
	}
	seen := map[place]int{}
	for i := range marks {
		mark := &marks[i]
		if _, ok := m.file.sheet(mark.Sheet); !ok {
			return fmt.Errorf("xlsx: mark %s: no sheet %q", mark.Ref, mark.Sheet)
		}
		if mark.Ref.Row < 1 || mark.Ref.Row > sheet.MaxRows || mark.Ref.Col < 1 || mark.Ref.Col > sheet.MaxCols {
			return &LimitError{Limit: LimitRange, Sheet: mark.Sheet, Cell: fmt.Sprint(mark.Ref.Row, ",", mark.Ref.Col)}
		}
		here := place{mark.Sheet, mark.Ref}
		k, again := seen[here]
		if !again {
			k = len(m.records)
			seen[here] = k
			m.records = append(m.records, markRecord{Sheet: mark.Sheet, Cell: mark.Ref.String()})
			m.paint(mark, k)
		}
		if note := strings.TrimRight(wrText(mark.Note), "\n"); note != "" {
			if n, long := longerThan(note, maxNote); long {
				return &LimitError{Limit: LimitNote, Sheet: mark.Sheet, Cell: mark.Ref.String(), Got: n, Max: maxNote}
			}
			if m.records[k].Note != "" {
				note = m.records[k].Note + "\n" + note
			}
			m.records[k].Note = note
		}
	}
	for i := range m.records {
		r := &m.records[i]
		at, _ := sheet.ParseRef(r.Cell)
		if r.Note != "" {
			m.notes[r.Sheet] = append(m.notes[r.Sheet], noteChange{at: at, add: r.Note})
		}
	}
	return nil
}

// paint gives a cell the fill of the mark's role and remembers the cell's own. Light letters, as in a heading, would vanish on a
// light fill, so such a cell gets the role's strong colour.
func (m *marker) paint(mark *Mark, record int) {
	m.changes[mark.Sheet] = append(m.changes[mark.Sheet], cellChange{at: mark.Ref, restyle: func(style int) int {
		color := lookOf(mark.Role).fill
		if color == "" {
			color = warnFill
		}
		if m.styles.lightLetters(style) {
			color = strongColor(mark.Role)
		}
		r := &m.records[record]
		r.Style, r.Fill, r.Painted = style, m.styles.fillOf(style), color
		return m.styles.withFill(style, m.styles.list("fills").add(m.styles.own(fillXML(color))))
	}})
}

// writeSheets applies the changes of all sheets, in the order of the workbook.
func (m *marker) writeSheets() error {
	for _, s := range m.file.sheets {
		if changes := m.changes[s.name]; len(changes) > 0 {
			src, err := m.file.part(s.part)
			if err != nil {
				return err
			}
			out, _, err := changeCells(s.part, src, m.file.mainNamespace(), changes)
			if err != nil {
				return fmt.Errorf("xlsx: mark sheet %q: %w", s.name, err)
			}
			m.file.set(s.part, out)
			if err := m.paintRules(s); err != nil {
				return fmt.Errorf("xlsx: marks of sheet %q: %w", s.name, err)
			}
		}
		if changes := m.notes[s.name]; len(changes) > 0 {
			if err := m.file.changeNotes(s, mergedNotes(changes)); err != nil {
				return fmt.Errorf("xlsx: notes of sheet %q: %w", s.name, err)
			}
		}
	}
	return nil
}
