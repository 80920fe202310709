package xlsx

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// dropSheet removes a sheet; listFront then puts the workbook's list in order.
func (m *marker) dropSheet(i int) error {
	s := m.file.sheets[i]
	m.dropped = i
	m.file.sheets = slices.Delete(m.file.sheets, i, i+1)
	if err := m.file.unrelate(m.file.main, s.id); err != nil {
		return err
	}
	if rels := relsPart(s.part); m.file.has(rels) {
		if err := m.file.remove(rels); err != nil {
			return err
		}
	}
	return m.file.remove(s.part)
}

// addFront writes the front sheet; its formats are added to the workbook's own.
func (m *marker) addFront(front *sheet.Sheet) error {
	own, err := withRecords(front, m.records)
	if err != nil {
		return err
	}
	w := &bookWriter{book: &sheet.Book{Sheets: []*sheet.Sheet{own}}, keep: m.file.keep, space: &writeSpace{}, styles: newStyleTable(), whole: true}
	for _, s := range m.file.sheets {
		w.others = append(w.others, s.name)
	}
	if err := w.shell(); err != nil {
		return err
	}
	moved, err := m.styles.adopt(w.parts["xl/styles.xml"])
	if err != nil {
		return err
	}
	// Written again, with the final indices of the formats.
	w.styles.moved = &moved
	w.sheets = nil
	if err := w.sheetRows(own); err != nil {
		return err
	}
	if err := w.fillSheet(0, own); err != nil {
		return err
	}
	part := m.file.freeName("xl/worksheets/sheet", ".xml")
	m.file.set(part, m.spoken(w.parts[sheetPartName(0)]))
	if rels := w.parts[relsPart(sheetPartName(0))]; rels != nil {
		m.file.set(relsPart(part), m.spoken(rels))
	}
	if err := m.file.declare(part, "", typePrefix+"spreadsheetml.worksheet+xml"); err != nil {
		return err
	}
	id, err := m.file.relate(m.file.main, "worksheet", m.file.relativeTo(m.file.main, part))
	if err != nil {
		return err
	}
	if err := m.deselect(); err != nil {
		return err
	}
	return m.listFront(own.Name, id, w.names())
}

// spoken gives a part in the vocabulary, Strict or Transitional, of the workbook that it joins.
func (m *marker) spoken(part []byte) []byte {
	if !m.file.strict {
		return part
	}
	part = bytes.ReplaceAll(part, []byte(`"`+mainNamespace+`"`), []byte(`"`+m.file.mainNamespace()+`"`))
	part = bytes.ReplaceAll(part, []byte(`"`+officeNamespace+`"`), []byte(`"`+m.file.relNamespace()+`"`))
	return bytes.ReplaceAll(part, []byte(`"`+officeNamespace+"/"), []byte(`"`+m.file.relNamespace()+"/"))
}

// withRecords gives the front sheet with the records of the marks in hidden columns of its first row.
func withRecords(front *sheet.Sheet, records []markRecord) (*sheet.Sheet, error) {
	layout := sheet.Layout{ShowGridlines: true}
	if front.Layout != nil {
		layout = *front.Layout
	}
	if len(layout.Charts) > 0 {
		return nil, fmt.Errorf("xlsx: a front sheet takes no charts")
	}
	cells, err := recordCells(records)
	if err != nil {
		return nil, err
	}
	own := &sheet.Sheet{Name: front.Name, Merges: front.Merges, Layout: &layout}
	col := front.LastCol()
	for i := range front.Rows {
		row := front.Rows[i]
		row.Cells = slices.Clone(row.Cells)
		for j := range row.Cells {
			if x := row.Cells[j].Extra; x != nil && x.Note != "" {
				return nil, fmt.Errorf("xlsx: a front sheet takes no notes")
			}
		}
		own.Rows = append(own.Rows, row)
	}
	layout.Columns = slices.Clone(layout.Columns)
	for _, c := range layout.Columns {
		col = max(col, c.Last)
	}
	for _, r := range front.Merges {
		col = max(col, r.Last.Col)
	}
	layout.Columns = append(layout.Columns, sheet.ColumnLayout{First: col + 1, Last: col + len(cells), Width: defaultColumnWidth, Hidden: true})
	for i, text := range cells {
		own.Put(sheet.At(1, col+1+i), sheet.Cell{Role: sheet.Identity, Value: sheet.Str(text)})
	}
	return own, nil
}

// deselect makes the front sheet the only one selected: what is typed while several are selected goes into all of them.
func (m *marker) deselect() error {
	for _, s := range m.file.sheets {
		if !m.file.has(s.part) {
			continue
		}
		src, err := m.file.part(s.part)
		if err != nil {
			return err
		}
		if !bytes.Contains(src, []byte("tabSelected")) {
			continue
		}
		elements, err := outlineAround(s.part, src, 3)
		if err != nil {
			return err
		}
		var patches []patch
		for i := range elements {
			if e := &elements[i]; e.level == 3 && e.is("sheetView") && e.attr("tabSelected") != "" {
				patches = append(patches, patch{e.start, e.open, withAttr(string(src[e.start:e.open]), "tabSelected", "")})
			}
		}
		if err := m.file.patch(s.part, patches); err != nil {
			return err
		}
	}
	return nil
}

// listFront puts the front sheet first in the workbook's list and shows it. Names that belong to one sheet refer to it by its index,
// so these are adjusted.
func (m *marker) listFront(name, id string, names []definedName) error {
	part := m.file.main
	src, err := m.file.part(part)
	if err != nil {
		return err
	}
	elements, err := outline(part, src, 3)
	if err != nil {
		return err
	}
	prefix, tail := elements[0].prefix, 0
	if prefix != "" {
		prefix += ":"
	}
	var patches []patch
	var list, defined *element
	highest, k := 0, 0
	for i := range elements {
		e := &elements[i]
		if e.ns != nsMain {
			continue
		}
		tag := string(src[e.start:e.open])
		switch {
		case e.level == 2 && e.local == "sheets":
			list, tail = e, e.end
		case e.level == 2 && (e.local == "functionGroups" || e.local == "externalReferences"):
			tail = e.end
		case e.level == 2 && e.local == "definedNames":
			defined = e
		case e.level == 3 && e.local == "workbookView":
			patches = append(patches, patch{e.start, e.open, withAttr(withAttr(tag, "activeTab", ""), "firstSheet", "")})
		case e.level == 3 && e.local == "sheet":
			if k == m.dropped {
				patches = append(patches, patch{e.start, e.end, ""})
			} else if n, err := strconv.Atoi(e.attr("sheetId")); err == nil {
				highest = max(highest, n)
			}
			k++
		case e.level == 3 && e.local == "definedName":
			patches = append(patches, m.movedName(e, tag)...)
		}
	}
	if list == nil {
		return damaged(part, damagedSheets)
	}
	patches = append(patches, patch{list.open, list.open, fmt.Sprintf(`<%ssheet xmlns:r="%s" name="%s" sheetId="%d" r:id="%s"/>`,
		prefix, m.file.relNamespace(), escapeAttr(name), highest+1, id)})
	if text := strings.NewReplacer("<definedName ", "<"+prefix+"definedName ", "</definedName>", "</"+prefix+"definedName>").Replace(namesXML(names)); text != "" {
		switch {
		case defined == nil:
			patches = append(patches, patch{tail, tail, "<" + prefix + "definedNames>" + text + "</" + prefix + "definedNames>"})
		default:
			patches = append(patches, defined.append(src, text)...)
		}
	}
	return m.file.patch(part, patches)
}

// movedName gives the change to a name that belongs to one sheet.
func (m *marker) movedName(e *element, tag string) []patch {
	local := e.attr("localSheetId")
	if local == "" {
		return nil
	}
	n, err := strconv.Atoi(local)
	if err != nil {
		return nil
	}
	if n == m.dropped {
		return []patch{{e.start, e.end, ""}}
	}
	if m.dropped >= 0 && n > m.dropped {
		n--
	}
	return []patch{{e.start, e.open, withAttr(tag, "localSheetId", strconv.Itoa(n+1))}}
}
