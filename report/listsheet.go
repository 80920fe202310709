package report

import (
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// listSheets lays out the county's own lists, one sheet each, with the rows of the period. A list without rows gives nil.
func (k *consolidated) listSheets() []*sheet.Sheet {
	var out []*sheet.Sheet
	for _, l := range k.l.Plan.Lists {
		fields := []field{{key: workbook.ColBureau, width: 19}}
		for i := range l.Form.Columns {
			fields = append(fields, listField(&l.Form.Columns[i]))
		}
		widenTexts(fields)
		t := k.newTable("lists", tableHeadRow, append(fields, field{key: colFrom, width: 26, align: sheet.AlignRun}))
		t.s.Name = k.listName(l.Name, out)
		t.s.Cell(sheet.At(tableTitleRow, 1)).Value = sheet.Str(l.Name + "　" + k.title)
		for i := range l.Form.Columns {
			t.s.Cell(sheet.At(t.head, i+2)).Value = sheet.Str(l.Form.Columns[i].Heading)
		}
		for _, row := range k.l.Now.Lists {
			if row.List != l.Name || !k.l.within(row.Period) {
				continue
			}
			t.next(sheet.Body)
			if b := k.bureau(row.Bureau); b != nil {
				t.put(workbook.ColBureau, sheet.Str(b.Name))
			}
			for i := range min(len(row.Cells), len(l.Form.Columns)) {
				d := &row.Cells[i]
				c := t.put(l.Form.Columns[i].Key, sheet.StrOrBlank(d.Text))
				switch {
				case !d.Filled():
				case l.Form.Columns[i].Type == workbook.NumberColumn, l.Form.Columns[i].Type == workbook.PercentColumn:
					c.Value = sheet.Num(d.Num)
				case l.Form.Columns[i].Type == workbook.DateColumn:
					c.Value, c.Format = dayOrBlank(d.Date), sheet.Date
				}
			}
			if !row.Source.Place().IsZero() {
				t.put(colFrom, sheet.Str(row.Source.Place().File+" "+row.Source.Place().String()))
			}
		}
		out = append(out, k.finish(t))
	}
	return out
}

// narrowList is the least width of a list with a column for texts, so that its title fits on one line.
const narrowList = 84.0

// widenTexts widens the columns for texts of a list narrower than narrowList to that width.
func widenTexts(fields []field) {
	wide, texts := 0.0, 0
	for _, f := range fields {
		if wide += f.width; f.key != workbook.ColBureau && f.width == listText {
			texts++
		}
	}
	for i := range fields {
		if f := &fields[i]; wide < narrowList && f.key != workbook.ColBureau && f.width == listText {
			f.width += (narrowList - wide) / float64(texts)
		}
	}
}

// listText is the width of a column for texts.
const listText = 18.0

func listField(c *workbook.Column) field {
	f := field{key: c.Key, width: listText}
	switch c.Type {
	case workbook.NumberColumn, workbook.PercentColumn:
		f.width, f.format = 14, sheet.Decimal9
	case workbook.DateColumn:
		f.width, f.align = 12, sheet.AlignCenter
	}
	return f
}

// listName turns a list's name into a sheet's: without forbidden characters, cut to the longest name that a sheet may have, and numbered
// if the workbook's own sheets or the sheets before have that name already.
func (k *consolidated) listName(name string, before []*sheet.Sheet) string {
	taken := map[string]bool{}
	for _, tab := range append(tabs(), "overview") {
		taken[k.c.T("tab."+tab)] = true
	}
	for _, s := range before {
		if s != nil {
			taken[s.Name] = true
		}
	}
	runes := []rune(strings.NewReplacer("[", "(", "]", ")", ":", "：", "*", "·", "?", "？", "/", "／", "\\", "／", "'", "’").Replace(name))
	if len(runes) > sheet.MaxNameLen {
		runes = runes[:sheet.MaxNameLen]
	}
	out := string(runes)
	for n := 2; taken[out]; n++ {
		tail := "(" + strconv.Itoa(n) + ")"
		out = string(runes[:min(len(runes), sheet.MaxNameLen-len(tail))]) + tail
	}
	return out
}
