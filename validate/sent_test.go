package validate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// sent gives 发改局's workbook for September as issued, with the entries of ExampleReturn typed in.
func (k *kit) sent(t testing.TB) *sheet.Book {
	t.Helper()
	period, _ := calendar.ParsePeriod("2024-09")
	tpl := templates.Prepare(k.plan, k.returns, nil, k.plan.Directory.Bureau("发改局"), period, k.words)
	entries := workbook.DecodeReturn(book(t, filled), "", k.plan, k.returns)
	for _, s := range tpl.Sheets {
		table := entries.Tables[s.Form.Key]
		for _, rec := range table.Records {
			row := s.Row(rec.ID)
			if row == nil {
				row = &templates.TemplateRow{Cells: map[string]sheet.Value{}}
				s.Rows = append(s.Rows, row)
				s.Blank--
			}
			for i := range s.Form.Columns {
				if col := &s.Form.Columns[i]; col.Filled == workbook.ByBureau {
					row.Cells[col.Key] = rec.At(i).Raw
				}
			}
		}
	}
	b, err := templates.Layout(tpl, k.returns, RowRules(k.returns, k.returns), k.words)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// lookAt checks a workbook as a return for the round.
func (k *kit) lookAt(b *sheet.Book) (Verdict, *workbook.Return) {
	ret := workbook.DecodeReturn(b, "r.xlsx", k.plan, k.returns)
	period, _ := calendar.ParsePeriod("2024-09")
	return k.checker.CheckReturn(k.contextFor(ret.Bureau, period, nil), ret), ret
}

// cellKey identifies a cell of a return by row and column, wherever it is.
type cellKey struct{ form, row, column string }

// taken gives what a merge would take from a return: the bureau's readable cells in rows that are not held back.
func taken(v *Verdict, ret *workbook.Return) map[cellKey]string {
	out := map[cellKey]string{}
	for form, t := range ret.Tables {
		for i, r := range t.Records {
			if v.Holds(r) || !r.Touched() || r.ID == "" && numbered(t.Form) {
				continue
			}
			id := workbook.Fold(r.ID)
			if !numbered(t.Form) {
				id = r.Get(workbook.ColProblemText).Text + strconv.Itoa(i)
			}
			for j := range t.Form.Columns {
				if d, col := r.At(j), &t.Form.Columns[j]; col.Filled == workbook.ByBureau && d.State == workbook.Good {
					out[cellKey{form, id, col.Key}] = said(col, d)
				}
			}
		}
	}
	return out
}

func said(col *workbook.Column, d *workbook.Datum) string {
	switch col.Type {
	case workbook.NumberColumn, workbook.PercentColumn, workbook.BoolColumn:
		return formula.NumberText(d.Num)
	case workbook.DateColumn:
		return d.Date.String()
	case workbook.ChoiceColumn:
		return d.Key
	}
	return d.Text
}

// sameTaken compares what is taken from two returns.
func sameTaken(t testing.TB, got, want map[cellKey]string) {
	t.Helper()
	for key, w := range want {
		if g, ok := got[key]; !ok || g != w {
			t.Errorf("%v is %q, %v, want %q", key, g, ok, w)
		}
	}
	for key, g := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%v is %q, and was not there", key, g)
		}
	}
}

// What people and programs do to sheets. Formulas are left as they are, since they are not read.

// moveRows gives rows new numbers; those that are not named keep theirs.
func moveRows(s *sheet.Sheet, to func(n int) int) {
	for i := range s.Rows {
		s.Rows[i].N = to(s.Rows[i].N)
	}
	slices.SortStableFunc(s.Rows, func(a, b sheet.Row) int { return a.N - b.N })
}

// moveCols gives columns new numbers.
func moveCols(s *sheet.Sheet, to func(n int) int) {
	for i := range s.Rows {
		cells := slices.Clone(s.Rows[i].Cells)
		for j := range cells {
			cells[j].Col = to(cells[j].Col)
		}
		slices.SortFunc(cells, func(a, b sheet.Cell) int { return a.Col - b.Col })
		s.Rows[i].Cells = cells
	}
}

// insertRows makes room for n rows above row at, and moves what is merged below along.
func insertRows(s *sheet.Sheet, at, n int) {
	moveRows(s, func(row int) int {
		if row >= at {
			return row + n
		}
		return row
	})
	for i := range s.Merges {
		if m := &s.Merges[i]; m.First.Row >= at {
			m.First.Row += n
			m.Last.Row += n
		}
	}
}

// headingAt gives the place of a heading on a sheet.
func headingAt(t testing.TB, s *sheet.Sheet, heading string) sheet.Ref {
	t.Helper()
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			if strings.TrimSuffix(c.Value.Text, "*") == heading && len(row.Cells) > 3 {
				return sheet.At(row.N, c.Col)
			}
		}
	}
	t.Fatalf("no heading %s on %s", heading, s.Name)
	return sheet.Ref{}
}

// cellOf gives the place of the cell in a row and under a heading; the row is found by the text of its first cell.
func cellOf(t testing.TB, b *sheet.Book, name, id, heading string) (*sheet.Sheet, sheet.Ref) {
	t.Helper()
	s := b.Sheet(name)
	at := headingAt(t, s, heading)
	for _, row := range s.Rows {
		if row.N > at.Row && s.Value(sheet.At(row.N, 1)).String() == id {
			return s, sheet.At(row.N, at.Col)
		}
	}
	t.Fatalf("no row %s on %s", id, name)
	return nil, sheet.Ref{}
}

// put types into a cell, keeping its format.
func put(t testing.TB, b *sheet.Book, name, id, heading, pipe string) {
	t.Helper()
	s, at := cellOf(t, b, name, id, heading)
	c := book(t, "# x\n| "+pipe+" |").Sheets[0].Cell(sheet.At(1, 1))
	if c == nil {
		c = &sheet.Cell{}
	}
	s.Put(at, *c)
}

func dropSheets(b *sheet.Book, names ...string) {
	b.Sheets = slices.DeleteFunc(b.Sheets, func(s *sheet.Sheet) bool { return slices.Contains(names, s.Name) })
}

func sprint(m map[cellKey]string) string {
	var out []string
	for k, v := range m {
		out = append(out, fmt.Sprint(k, "=", v))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}
