package accept

import (
	"slices"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

// row appends a record to a form's sheet in the plan, under the task's number there.
func (t *taking) row(key string, r *workbook.Record, number string) {
	t.append(key, func(col *workbook.Column) sheet.Value {
		if col.Key == workbook.ColTask {
			return sheet.Str(number)
		}
		return valueOf(r, col)
	})
}

// valueOf gives a cell of an accepted row as it is written into the plan.
func valueOf(r *workbook.Record, col *workbook.Column) sheet.Value {
	d := r.Get(col.Key)
	switch {
	case d.State == workbook.Good && col.Type == workbook.ChoiceColumn:
		return sheet.Str(col.Label(d.Key))
	case d.State == workbook.Good && d.Date != 0:
		return sheet.Int(int(d.Date))
	case d.State == workbook.Good && col.Type == workbook.NumberColumn:
		return sheet.Num(d.Num)
	case d.State == workbook.Good && (col.Type == workbook.TextColumn || col.Type == workbook.NamesColumn):
		return sheet.Str(d.Text)
	}
	return d.Raw
}

// append puts a row after the last one of a form's sheet.
func (t *taking) append(key string, value func(*workbook.Column) sheet.Value) {
	table := t.Plan.Tables[key]
	if table == nil || table.HeadingRow == 0 {
		for _, f := range t.Forms {
			if f.Key == key && !slices.Contains(t.Lost, f.Sheet) {
				t.Lost = append(t.Lost, f.Sheet)
			}
		}
		return
	}
	if t.next[key] == 0 {
		last := table.HeadingRow
		for _, r := range table.Records {
			last = max(last, r.Row)
		}
		t.next[key] = last + 1
	}
	n := t.next[key]
	t.next[key]++
	grid := t.Book.Sheet(table.Sheet)
	for i := range table.Form.Columns {
		col := &table.Form.Columns[i]
		v := value(col)
		if v.IsBlank() || table.Cols[i] == 0 {
			continue
		}
		at := sheet.At(n, table.Cols[i])
		if col.Type == workbook.DateColumn && v.Kind == sheet.Number {
			// Below the prepared rows cells have no format, and a date would show as its serial number.
			if cell := grid.Cell(at); cell == nil || cell.Format != sheet.Date {
				v = sheet.Str(calendar.Date(v.Num).String())
			}
		}
		t.Edits = append(t.Edits, Edit{Sheet: table.Sheet, Ref: at, Value: v})
	}
}

// bureaus appends the bureaus that the plan lacks. The result lists them, as a typing error in a name would become a bureau of its own.
func (t *taking) bureaus(names []string) {
	dir := t.Plan.Directory
	for _, n := range names {
		if dir.Bureau(n) != nil || dir.Group(n) != nil || slices.ContainsFunc(t.Listed, func(l Listed) bool { return l.Name == n }) {
			continue
		}
		near := dir.Suggest(n)
		if draft.Apart(n, near) {
			near = ""
		}
		t.Listed = append(t.Listed, Listed{n, draft.Reformed(n, dir), near})
		t.append(workbook.FormBureaus, t.newBureau(n))
	}
}

// newBureau gives the cells of a bureau as the draft lists it, or else only its name.
func (t *taking) newBureau(n string) func(*workbook.Column) sheet.Value {
	if table := t.Draft.Tables[workbook.FormBureaus]; table != nil {
		for _, r := range table.Records {
			if r.Get(workbook.ColName).Text == n {
				return func(col *workbook.Column) sheet.Value {
					if col.Key == workbook.ColCode {
						// The draft numbered its own bureaus; in the plan the name is the code.
						return sheet.Value{}
					}
					return r.Get(col.Key).Raw
				}
			}
		}
	}
	return func(col *workbook.Column) sheet.Value {
		if col.Key == workbook.ColName {
			return sheet.Str(n)
		}
		return sheet.Value{}
	}
}
