package workbook

import (
	"sort"

	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

// readMerged gives merged cells the meaning that they can have. A word, choice or date that is merged down a column holds for each of the
// rows. A figure does not: it may be each row's or the total of all. Neither does anything merged across columns of several kinds. What
// cannot be known is a fault of every cell that it might be about.
func (t *Table) readMerged(s *sheet.Sheet, rd *Reading) {
	for i := range s.Merges {
		over := &s.Merges[i]
		rows := t.rowsIn(over)
		cols := t.columnsIn(over)
		if len(rows) == 0 || len(cols) == 0 {
			continue
		}
		top := s.Cell(over.First)
		hidden := t.hiddenUnder(rows, cols, top)
		switch {
		case over.First.Row <= t.HeadingRow:
			// A heading that reaches down over entries hides them.
			t.mergedUnclear(over, rows, cols)
		case over.First.Col == over.Last.Col && !hidden:
			if top != nil && len(rows) > 1 {
				t.mergedDown(over, rows, cols[0], top, rd)
			}
		case hidden || over.First.Row != over.Last.Row && len(rows) > 1 || !t.allText(cols):
			if top != nil || hidden {
				t.mergedUnclear(over, rows, cols)
			}
		}
	}
}

// rowsIn lists the rows with entries of their own within a range.
func (t *Table) rowsIn(over *sheet.Range) []*Record {
	from := sort.Search(len(t.Records), func(i int) bool { return t.Records[i].Row >= over.First.Row })
	to := sort.Search(len(t.Records), func(i int) bool { return t.Records[i].Row > over.Last.Row })
	return t.Records[from:max(from, to)]
}

// columnsIn lists the indices of the form's columns within a range, without the computed ones.
func (t *Table) columnsIn(over *sheet.Range) []int {
	var out []int
	for i, col := range t.Cols {
		if col >= over.First.Col && col <= over.Last.Col && t.Form.Columns[i].Filled != Computed {
			out = append(out, i)
		}
	}
	return out
}

// hiddenUnder reports whether cells other than the first hold something else, which nobody sees.
func (t *Table) hiddenUnder(rows []*Record, cols []int, top *sheet.Cell) bool {
	first := sheet.Value{}
	if top != nil {
		first = top.Value
	}
	for _, r := range rows {
		for _, i := range cols {
			if d := r.At(i); !d.Raw.IsEmpty() && !d.Raw.Equal(first) {
				return true
			}
		}
	}
	return false
}

func (t *Table) allText(cols []int) bool {
	for _, i := range cols {
		if c := &t.Form.Columns[i]; c.Filled == ByBureau && c.Type != TextColumn {
			return false
		}
	}
	return true
}

// mergedDown reads a value that is merged down a column into each of the rows.
func (t *Table) mergedDown(over *sheet.Range, rows []*Record, i int, top *sheet.Cell, rd *Reading) {
	col := &t.Form.Columns[i]
	if col.Type == NumberColumn || col.Type == PercentColumn {
		if !top.Value.IsEmpty() {
			t.mergedUnclear(over, rows, []int{i})
		}
		return
	}
	for _, r := range rows {
		d := readCell(col, top, rd)
		d.own().merged = over
		if d.State == Good {
			d.forgive(numeral.RepairMerged)
		}
		r.set(i, d)
		if r.Table.identifiedBy(col.Key) {
			r.identify()
		}
	}
}

// mergedUnclear marks the bureau's columns as unreadable, as the value may be about any of them.
func (t *Table) mergedUnclear(over *sheet.Range, rows []*Record, cols []int) {
	for _, r := range rows {
		for _, i := range cols {
			if t.Form.Columns[i].Filled == ByBureau {
				d := r.At(i)
				apart := Datum{Raw: d.Raw, Text: d.Text, more: &more{merged: over}}
				apart.bad(FaultMerged)
				r.set(i, apart)
			}
		}
	}
}

func (t *Table) identifiedBy(key string) bool {
	for _, id := range t.Form.ID {
		if id == key {
			return true
		}
	}
	return false
}
