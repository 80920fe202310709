package xlsx

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// A merged range gets the look of its first cell in all its cells, so that its borders are complete. A range of more cells than this
// is left as it is.
const maxFilledMerge = 20_000

// sheetShell is a sheet as excelize writes it without rows, cut where our own elements go in: the dimension after first; the formats
// of rows and columns and the rows after views; filter, merges, rules and links after protection; the footer after setup; drawings
// and notes after breaks.
type sheetShell struct{ first, views, protection, setup, breaks []byte }

// cutShell cuts the part. It is not ok if excelize writes the part differently than it used to.
func cutShell(part []byte) (shell sheetShell, ok bool) {
	head, tail, ok := bytes.Cut(part, []byte("<sheetData></sheetData>"))
	before, after, formatted := bytes.Cut(head, []byte("<sheetFormatPr"))
	_, after, closed := bytes.Cut(after, []byte("</sheetFormatPr>"))
	first, views, sized := bytes.Cut(before, []byte(`<dimension ref="A1"></dimension>`))
	page := bytes.Index(tail, []byte("<printOptions"))
	if page < 0 {
		page = bytes.Index(tail, []byte("<pageMargins"))
	}
	tail, end := bytes.CutSuffix(tail, []byte("</worksheet>"))
	if page < 0 {
		return shell, false
	}
	setup, breaks, paged := bytes.Cut(tail[page:], []byte("</pageSetup>"))
	// Links use this prefix for their relationships, so that it need not be declared in each.
	named := bytes.Contains(first, []byte(`xmlns:r="`+officeNamespace+`"`))
	return sheetShell{first, views, tail[:page], setup, breaks},
		ok && named && formatted && closed && sized && paged && end && len(after) == 0
}

// fillSheet joins the shell of a sheet with its rows and rules, in the order of the schema.
func (w *bookWriter) fillSheet(i int, s *sheet.Sheet) error {
	name := sheetPartName(i)
	shell, ok := cutShell(w.parts[name])
	if !ok {
		return fmt.Errorf("xlsx: the shell of sheet %q is not as expected", s.Name)
	}
	columns, err := columnsXML(s)
	if err != nil {
		return err
	}
	done := w.sheets[i]
	rels := &done.extras.rels
	drawing, err := w.drawing(i, s, rels)
	if err != nil {
		return err
	}
	notes := w.notes(i, done.extras.notes, rels)
	footer, err := footerXML(s)
	if err != nil {
		return err
	}
	rules := &done.rules
	made := w.space.room(len(w.parts[name]) + len(columns) + len(done.rows) + len(rules.conditionals) + len(rules.validations) + len(rules.extension) +
		done.extras.links.n + 1024 + 64*len(s.Merges))
	start := len(made)
	b := bytes.NewBuffer(made)
	b.Write(shell.first)
	b.WriteString(`<dimension ref="` + usedRange(done.used) + `"/>`)
	b.Write(shell.views)
	b.WriteString(formatXML(s, done.outline))
	b.WriteString(columns)
	if done.long.spilled() {
		done.long.head = bytes.Clone(b.Bytes()[start:])
		b.Truncate(start)
	}
	b.Write(done.rows)
	b.Write(shell.protection)
	b.WriteString(filterXML(s))
	b.WriteString(mergesXML(s))
	b.WriteString(rules.conditionals)
	b.WriteString(rules.validations)
	done.extras.writeLinks(b)
	b.Write(fitPages(shell.setup, done.pages))
	b.WriteString("</pageSetup>" + footer)
	b.Write(bytes.ReplaceAll(shell.breaks, []byte("<colBreaks></colBreaks>"), nil))
	b.WriteString(drawing)
	b.WriteString(notes)
	b.WriteString(rules.extension)
	b.WriteString("</worksheet>")
	w.space.made = b.Bytes()
	w.parts[name] = w.space.made[start:len(w.space.made):len(w.space.made)]
	done.rows, done.extras.links = nil, pieces{} // not held beside its copy
	if rels.n > 0 {
		w.parts["xl/worksheets/_rels/sheet"+strconv.Itoa(i+1)+".xml.rels"] = rels.part()
	}
	return nil
}

func usedRange(r sheet.Range) string {
	if r.IsZero() {
		return "A1"
	}
	return r.String()
}

// formatXML sets the default row height and the depth of the outline, without which the buttons of grouped rows do not show.
func formatXML(s *sheet.Sheet, rows uint8) string {
	cols := uint8(0)
	if s.Layout != nil {
		for _, c := range s.Layout.Columns {
			cols = max(cols, c.Outline)
		}
	}
	b := `<sheetFormatPr defaultRowHeight="` + strconv.FormatFloat(defaultRowHeight, 'f', -1, 64) + `" customHeight="1"`
	if rows > 0 {
		b += ` outlineLevelRow="` + strconv.Itoa(int(min(rows, 7))) + `"`
	}
	if cols > 0 {
		b += ` outlineLevelCol="` + strconv.Itoa(int(min(cols, 7))) + `"`
	}
	return b + "/>"
}

func columnsXML(s *sheet.Sheet) (string, error) {
	if s.Layout == nil || len(s.Layout.Columns) == 0 {
		return "", nil
	}
	columns := slices.Clone(s.Layout.Columns)
	slices.SortStableFunc(columns, func(a, b sheet.ColumnLayout) int { return cmp.Compare(a.First, b.First) })
	var b strings.Builder
	b.WriteString("<cols>")
	last := 0
	for _, c := range columns {
		if c.First <= last || c.Last < c.First || c.Last > sheet.MaxCols {
			return "", &LimitError{Limit: LimitColumns, Sheet: s.Name, Cell: fmt.Sprint(c.First, ":", c.Last), Got: c.Last, Max: sheet.MaxCols}
		}
		if c.Width < 0 || c.Width > maxColumnWidth {
			return "", &LimitError{Limit: LimitColumnWidth, Sheet: s.Name, Cell: sheet.ColName(c.First), Got: int(c.Width), Max: int(maxColumnWidth)}
		}
		last = c.Last
		width := c.Width
		if width == 0 && !c.Hidden {
			width = defaultColumnWidth
		}
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%s" customWidth="1"`, c.First, c.Last, strconv.FormatFloat(width, 'f', -1, 64))
		if c.Hidden {
			b.WriteString(` hidden="1"`)
		}
		if c.Outline > 0 {
			fmt.Fprintf(&b, ` outlineLevel="%d"`, min(c.Outline, 7))
		}
		b.WriteString("/>")
	}
	b.WriteString("</cols>")
	return b.String(), nil
}

func filterXML(s *sheet.Sheet) string {
	if s.Layout == nil || s.Layout.Filter.IsZero() {
		return ""
	}
	return `<autoFilter ref="` + s.Layout.Filter.String() + `"/>`
}

func mergesXML(s *sheet.Sheet) string {
	if len(s.Merges) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<mergeCells count="%d">`, len(s.Merges))
	for _, m := range s.Merges {
		b.WriteString(`<mergeCell ref="` + m.String() + `"/>`)
	}
	b.WriteString("</mergeCells>")
	return b.String()
}

// checkMerges refuses what Excel would repair by dropping it: single cells and overlapping ranges.
func checkMerges(s *sheet.Sheet) error {
	if len(s.Merges) == 0 {
		return nil
	}
	merges := slices.Clone(s.Merges)
	slices.SortFunc(merges, func(a, b sheet.Range) int { return cmp.Compare(a.First.Row, b.First.Row) })
	var open []sheet.Range
	for _, m := range merges {
		if err := checkRange(s, m); err != nil {
			return err
		}
		open = slices.DeleteFunc(open, func(o sheet.Range) bool { return o.Last.Row < m.First.Row })
		for _, o := range open {
			if m.First.Col <= o.Last.Col && o.First.Col <= m.Last.Col {
				return &LimitError{Limit: LimitMerge, Sheet: s.Name, Cell: m.String()}
			}
		}
		if m.First == m.Last {
			return &LimitError{Limit: LimitMerge, Sheet: s.Name, Cell: m.String()}
		}
		open = append(open, m)
	}
	return nil
}

// fillMerges gives the rows with the look of each merged range's first cell in all its cells. The sheet's own rows are not changed.
func fillMerges(s *sheet.Sheet) []sheet.Row {
	if len(s.Merges) == 0 {
		return s.Rows
	}
	dressed := &sheet.Sheet{Rows: slices.Clone(s.Rows)}
	cloned := map[int]bool{}
	for _, m := range s.Merges {
		first := s.Cell(m.First)
		cells := (m.Last.Row - m.First.Row + 1) * (m.Last.Col - m.First.Col + 1)
		if first == nil || cells > maxFilledMerge || first.Role == sheet.Plain && first.Format == sheet.General {
			continue
		}
		for r := m.First.Row; r <= m.Last.Row; r++ {
			if row := dressed.Row(r); row != nil && !cloned[r] {
				row.Cells = append(make([]sheet.Cell, 0, len(row.Cells)+m.Last.Col-m.First.Col), row.Cells...)
			}
			cloned[r] = true
			for c := m.First.Col; c <= m.Last.Col; c++ {
				if at := sheet.At(r, c); dressed.Cell(at) == nil {
					dressed.Put(at, sheet.Cell{Role: first.Role, Format: first.Format, Align: first.Align})
				}
			}
		}
	}
	return dressed.Rows
}
