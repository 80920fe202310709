// Package sample fills in templates with sample data, as a county's clerks would, mistakes included: the returns of the demo.
//
// It knows the built-in sample texts by their headings. It refuses to know files: what bureaus send are workbooks, each with the
// day on which it is sent.
package sample

import (
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// Data are sample texts, by sheet and row.
type Data struct {
	sheets map[string][]map[string]sheet.Cell
	heads  map[string][]string
}

// NewData reads the tables of a workbook whose first rows are their headings.
func NewData(b *sheet.Book) *Data {
	d := &Data{sheets: map[string][]map[string]sheet.Cell{}, heads: map[string][]string{}}
	for _, s := range b.Sheets {
		var heads []string
		for i := range s.Rows {
			row := map[string]sheet.Cell{}
			for _, c := range s.Rows[i].Cells {
				if i == 0 {
					for len(heads) < c.Col {
						heads = append(heads, "")
					}
					heads[c.Col-1] = c.Value.String()
				} else if c.Col <= len(heads) {
					row[heads[c.Col-1]] = c
				}
			}
			if i > 0 {
				d.sheets[s.Name] = append(d.sheets[s.Name], row)
			}
		}
		d.heads[s.Name] = heads
	}
	return d
}

// find gives the rows of a sample sheet in which the named columns have the values, in turn.
func (d *Data) find(name string, pairs ...string) []map[string]sheet.Cell {
	var out []map[string]sheet.Cell
rows:
	for _, row := range d.sheets[name] {
		for i := 0; i+1 < len(pairs); i += 2 {
			if row[pairs[i]].Value.String() != pairs[i+1] {
				continue rows
			}
		}
		out = append(out, row)
	}
	return out
}

// Decisions adds to the plan what is decided by a period.
func (d *Data) Decisions(book *sheet.Book, p calendar.Period) {
	add := func(sample, to string, now func(row map[string]sheet.Cell) bool) {
		heads := d.heads[sample]
		s := &sheet.Sheet{Name: to}
		for i, h := range heads {
			s.Put(sheet.At(1, i+1), sheet.Cell{Value: sheet.Str(h)})
		}
		n := 1
		for _, row := range d.sheets[sample] {
			if !now(row) {
				continue
			}
			n++
			for i, h := range heads {
				if c, ok := row[h]; ok {
					s.Put(sheet.At(n, i+1), c)
				}
			}
		}
		if n > 1 {
			book.Sheets = append(book.Sheets, s)
		}
	}
	byPeriod := func(row map[string]sheet.Cell) bool {
		q, ok := calendar.ParsePeriod(row["期"].Value.String())
		return ok && q.Last() <= p.Last()
	}
	last := func(map[string]sheet.Cell) bool { return p.Month().Last() >= calendar.NewDate(2024, 12, 31) }
	add("核定样例", "核定", byPeriod)
	add("变更样例", "变更", func(row map[string]sheet.Cell) bool { return calendar.Date(row["生效日期"].Value.Num) <= p.Last() })
	add("加减分样例", "加减分", last)
	add("评议样例", "评议", last)
}
