package validate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// TestNoFigureChangesUnsaid changes a good return in ways that happen in practice. Each value that is then taken differently from
// before is named by a finding, or is exactly what the cell now plainly says.
func TestNoFigureChangesUnsaid(t *testing.T) {
	k := newKit(t, county, "zh")
	v, ret := k.lookAt(k.sent(t))
	before := taken(&v, ret)
	rapid.Check(t, func(rt *rapid.T) {
		b := k.sent(t)
		m := mutator{rt, b}
		var done []string
		for range rapid.IntRange(1, 4).Draw(rt, "mutations") {
			done = append(done, m.mutate())
		}
		v, ret := k.lookAt(b)
		if v.Refused {
			if v.Errors() == 0 {
				rt.Fatalf("refused without a word after %v", done)
			}
			return
		}
		after := taken(&v, ret)
		w := witness{b, ret, v.Findings, k.plan}
		for key := range merged(before, after) {
			was, had := before[key]
			now, has := after[key]
			if had == has && was == now {
				continue
			}
			if !w.named(key) && !w.plain(key, now, has) {
				rt.Fatalf("after %s\n%v was %q, is %q, and nobody says so\n%s", strings.Join(done, "; "), key, was, now, strings.Join(lines(v.Findings), "\n"))
			}
		}
	})
}

func find(t *workbook.Table, id string) *workbook.Record {
	for _, r := range t.Records {
		if workbook.Fold(r.ID) == id {
			return r
		}
	}
	return nil
}

func merged(a, b map[cellKey]string) map[cellKey]bool {
	out := map[cellKey]bool{}
	for _, m := range []map[cellKey]string{a, b} {
		for k := range m {
			out[k] = true
		}
	}
	return out
}

// mutator changes a book at random.
type mutator struct {
	*rapid.T
	b *sheet.Book
}

func (m mutator) n(from, to int, what string) int {
	return rapid.IntRange(from, max(from, to)).Draw(m.T, what)
}

// form draws one of the sheets with entries.
func (m mutator) form() *sheet.Sheet {
	var forms []*sheet.Sheet
	for _, s := range m.b.Sheets {
		if s.LastCol() > 7 {
			forms = append(forms, s)
		}
	}
	if len(forms) == 0 {
		m.Skip("no sheets are left")
	}
	return forms[m.n(0, len(forms)-1, "sheet")]
}

func (m mutator) cell(s *sheet.Sheet) sheet.Ref {
	return sheet.At(m.n(1, s.LastRow()+1, "row"), m.n(1, s.LastCol()+1, "col"))
}

// entry draws a filled cell below row 4, where the headings are issued; half of the time a figure or date.
func (m mutator) entry() (*sheet.Sheet, sheet.Ref, *sheet.Cell) {
	s := m.form()
	var at []sheet.Ref
	figures := m.n(0, 1, "figures") == 0
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			if row.N > 4 && c.Formula == "" && !c.Value.IsEmpty() && (!figures || c.Value.Kind == sheet.Number) {
				at = append(at, sheet.At(row.N, c.Col))
			}
		}
	}
	if len(at) == 0 {
		return s, sheet.At(1, 1), &sheet.Cell{}
	}
	ref := rapid.SampledFrom(at).Draw(m.T, "entry")
	return s, ref, s.Cell(ref)
}

func (m mutator) mutate() string {
	switch kind := m.n(0, 22, "kind"); kind {
	case 0, 1:
		s := m.form()
		at := m.cell(s)
		c := typed().Draw(m.T, "cell")
		s.Put(at, c)
		return fmt.Sprintf("%s!%s = %v %q", s.Name, at, c.Value.Kind, c.Value)
	case 2, 3:
		s, at, c := m.entry()
		return fmt.Sprintf("%s!%s %q retyped as %q", s.Name, at, c.Value, m.retype(c))
	case 4:
		s, at, c := m.entry()
		c.Format = rapid.SampledFrom([]sheet.Format{sheet.General, sheet.Percent, sheet.Date, sheet.DateTime, sheet.TextFormat, sheet.Decimal2}).Draw(m.T, "format")
		c.Shown = rapid.SampledFrom([]sheet.Shown{sheet.AsStored, sheet.ShownWan, sheet.ShownYi, sheet.ShownOtherwise}).Draw(m.T, "shown")
		return fmt.Sprintf("%s!%s in format %v, shown %v", s.Name, at, c.Format, c.Shown)
	case 5:
		s, at, c := m.entry()
		c.Formula = rapid.SampledFrom([]string{"1+1", "TODAY()", "[1]Sheet1!A1", "INDIRECT(A1)"}).Draw(m.T, "formula")
		c.Unstored = m.n(0, 1, "stored") == 0
		return fmt.Sprintf("%s!%s =%s", s.Name, at, c.Formula)
	case 6:
		return m.rows("swapped", func(n, a, b int) int {
			switch n {
			case a:
				return b
			case b:
				return a
			}
			return n
		})
	case 7:
		s := m.form()
		row := m.n(1, s.LastRow(), "row")
		s.Rows = slices.DeleteFunc(s.Rows, func(r sheet.Row) bool { return r.N == row })
		moveRows(s, func(n int) int {
			if n > row {
				return n - 1
			}
			return n
		})
		return fmt.Sprintf("%s: row %d deleted", s.Name, row)
	case 8:
		s := m.form()
		from, to := m.n(1, s.LastRow(), "from"), m.n(1, s.LastRow()+2, "to")
		if r := s.Row(from); r != nil && from != to {
			for _, c := range slices.Clone(r.Cells) {
				s.Put(sheet.At(to, c.Col), c)
			}
		}
		return fmt.Sprintf("%s: row %d copied to %d", s.Name, from, to)
	case 9:
		return m.rows("reversed", func(n, a, b int) int {
			if n >= min(a, b) && n <= max(a, b) {
				return a + b - n
			}
			return n
		})
	case 10:
		s := m.form()
		at, n := m.n(1, s.LastRow(), "at"), m.n(1, 3, "rows")
		insertRows(s, at, n)
		return fmt.Sprintf("%s: %d rows inserted at %d", s.Name, n, at)
	case 11:
		s := m.form()
		a, b := m.n(1, s.LastCol(), "a"), m.n(1, s.LastCol(), "b")
		moveCols(s, func(n int) int {
			switch n {
			case a:
				return b
			case b:
				return a
			}
			return n
		})
		return fmt.Sprintf("%s: columns %d and %d swapped", s.Name, a, b)
	case 12:
		s := m.form()
		col := m.n(1, s.LastCol(), "col")
		for i := range s.Rows {
			s.Rows[i].Cells = slices.DeleteFunc(slices.Clone(s.Rows[i].Cells), func(c sheet.Cell) bool { return c.Col == col })
		}
		moveCols(s, func(n int) int {
			if n > col {
				return n - 1
			}
			return n
		})
		return fmt.Sprintf("%s: column %d deleted", s.Name, col)
	case 13:
		s := m.form()
		from, to := m.n(1, s.LastCol(), "from"), m.n(1, s.LastCol()+1, "to")
		if from != to {
			for i := range s.Rows {
				if c := s.Rows[i].Cell(from); c != nil {
					s.Put(sheet.At(s.Rows[i].N, to), *c)
				}
			}
		}
		return fmt.Sprintf("%s: column %d copied to %d", s.Name, from, to)
	case 14:
		s := m.form()
		at := sheet.At(4, m.n(1, s.LastCol(), "col"))
		text := rapid.SampledFrom([]string{"", "进展", "完成进度", "任务编号", "说明", "本期数", "备注"}).Draw(m.T, "heading")
		s.Put(at, sheet.Cell{Value: sheet.StrOrBlank(text)})
		return fmt.Sprintf("%s: heading %s is %q", s.Name, at, text)
	case 15, 16:
		s, at, _ := m.entry()
		if m.n(0, 2, "anywhere") == 0 {
			at = m.cell(s)
		}
		over := sheet.Rect(at.Row, at.Col, at.Row+m.n(0, 2, "down"), at.Col+m.n(0, 2, "across"))
		if m.n(0, 3, "kept") > 0 {
			for row := over.First.Row; row <= over.Last.Row; row++ {
				for col := over.First.Col; col <= over.Last.Col; col++ {
					if ref := sheet.At(row, col); ref != at && s.Cell(ref) != nil {
						s.Put(ref, sheet.Cell{})
					}
				}
			}
		}
		s.Merges = append(s.Merges, over)
		return fmt.Sprintf("%s: %s merged", s.Name, over)
	case 17:
		s := m.form()
		s.Name = rapid.SampledFrom([]string{"改名", "9月"}).Draw(m.T, "name") + strconv.Itoa(len(m.b.Sheets)) + s.Name[:3]
		return "sheet renamed " + s.Name
	case 18:
		s := m.form()
		m.b.Sheets = slices.DeleteFunc(m.b.Sheets, func(x *sheet.Sheet) bool { return x == s })
		return "sheet deleted: " + s.Name
	case 19:
		s := *m.form()
		s.Rows = slices.Clone(s.Rows)
		for i := range s.Rows {
			s.Rows[i].Cells = slices.Clone(s.Rows[i].Cells)
		}
		s.Name += " (2)"
		m.b.Sheets = slices.Insert(m.b.Sheets, m.n(0, len(m.b.Sheets), "at"), &s)
		return "sheet copied: " + s.Name
	case 20:
		a, b := m.form(), m.form()
		a.Name, b.Name = b.Name, a.Name
		return fmt.Sprintf("sheets %s and %s change names", a.Name, b.Name)
	case 21:
		switch m.n(0, 4, "lost") {
		case 0:
			dropSheets(m.b, workbook.IdentitySheet)
			return "identity lost"
		case 1:
			m.b.Custom = nil
			return "properties lost"
		case 2:
			dropSheets(m.b, "填报说明")
			return "cover lost"
		case 3:
			for _, s := range m.b.Sheets {
				for i := range s.Rows {
					for j := range s.Rows[i].Cells {
						s.Rows[i].Cells[j].Format = sheet.General
					}
				}
			}
			m.b.Oddities = append(m.b.Oddities, sheet.Oddity{Code: "styles-missing"})
			return "styles lost"
		}
		m.b.Oddities = append(m.b.Oddities, sheet.Oddity{Code: sheet.OddDate1904})
		return "counts from 1904"
	}
	// A paste that slipped: a column's entries are one row lower.
	s := m.form()
	col := m.n(1, s.LastCol(), "col")
	for row := s.LastRow(); row > 4; row-- {
		if c := s.Cell(sheet.At(row, col)); c != nil {
			s.Put(sheet.At(row+1, col), *c)
			s.Put(sheet.At(row, col), sheet.Cell{})
		}
	}
	return fmt.Sprintf("%s: column %d slipped down", s.Name, col)
}

// rows draws two rows of a sheet and moves rows by them.
func (m mutator) rows(what string, to func(n, a, b int) int) string {
	s := m.form()
	a, b := m.n(1, s.LastRow(), "a"), m.n(1, s.LastRow(), "b")
	moveRows(s, func(n int) int { return to(n, a, b) })
	return fmt.Sprintf("%s: rows %d and %d %s", s.Name, a, b, what)
}

// retype writes a cell's content in another way that people use.
func (m mutator) retype(c *sheet.Cell) string {
	var ways []string
	switch {
	case c.Value.Kind == sheet.Number && c.Format == sheet.Date:
		d := calendar.Date(c.Value.Num)
		ways = []string{d.Chinese(), d.Time().Format("2006.1.2"), d.Time().Format("1月2日"), d.Time().Format("2006/1/2 15:04"), d.Time().Format("20060102"), d.Time().Format("2006年1月"), d.Time().Format("06.1.2"), c.Value.String()}
	case c.Value.Kind == sheet.Number:
		n := c.Value.String()
		ways = []string{n, " " + n, n + "个", n + "万", "约" + n, n + "%", n + "余", n + "吧", "0" + n, n + ".0", n + "," + n, "-" + n, n + "亿", n + "～" + n}
	default:
		ways = []string{" " + c.Value.Text + "\n", c.Value.Text + "。", strings.Join(strings.Split(c.Value.Text, ""), " "), "\u200b" + c.Value.Text, "待定"}
	}
	text := rapid.SampledFrom(ways).Draw(m.T, "writing")
	c.Value = sheet.Str(text)
	return text
}

// witness knows what a checked return shows, independently of how it was read.
type witness struct {
	b     *sheet.Book
	ret   *workbook.Return
	found []Finding
	plan  *workbook.Plan
}

// another reports whether a row has the words of a row with another number.
func (w witness) another(r *workbook.Record) bool {
	form := r.Table.Form.Key
	if own := w.plan.PlanRow(form, r.ID); own != nil {
		if fits, _ := own.Fits(r); fits {
			return false
		}
	}
	return slices.ContainsFunc(w.plan.PlanRows(form), func(row *workbook.PlanRow) bool {
		fits, worded := row.Fits(r)
		return fits && worded
	})
}

// named reports whether a finding names the cell, its row, its column or its sheet.
func (w witness) named(key cellKey) bool {
	t := w.ret.Tables[key.form]
	var rec *workbook.Record
	if t != nil {
		rec = find(t, key.row)
	}
	for i := range w.found {
		f := &w.found[i]
		switch f.Code {
		case "sheet-missing":
			if t == nil {
				return true
			}
		case "row-missing":
			if workbook.Fold(f.Task) == strings.ReplaceAll(key.row, "|", "/") {
				return true
			}
		case "row-unknown", "row-not-yours", "row-twice", "row-id-restored":
			// The finding asks which row that was.
			if t != nil && f.Place.Sheet == t.Sheet {
				return true
			}
		}
		if t == nil || f.Place.Sheet != t.Sheet {
			continue
		}
		col := t.Form.Column(key.column)
		switch f.Code {
		case "headings-missing", "sheet-renamed", "sheet-twice", "sheet-of-another", "rows-above-headings":
			return true
		case "column-missing", "column-lost":
			if f.Args["name"] == col.Heading || f.Code == "column-missing" {
				return true
			}
		case "heading-twice":
			if strings.Contains(col.Heading+strings.Join(col.Also, ""), f.Value) {
				return true
			}
		}
		if rec == nil {
			continue
		}
		at := rec.Place(key.column).Ref
		if f.Place.Ref == at || covers(f.Args["cells"], at) || f.Place.Ref.Row == at.Row && f.Severity == problem {
			return true
		}
	}
	return false
}

// covers reports whether a list of cells, as written by Cells, names a cell.
func covers(list string, at sheet.Ref) bool {
	for _, part := range strings.Split(list, "、") {
		from, to, span := strings.Cut(part, "–")
		a, ok := sheet.ParseRef(from)
		b, _ := sheet.ParseRef(to)
		if ok && (a == at || span && a.Col == at.Col && a.Row <= at.Row && at.Row <= b.Row) {
			return true
		}
	}
	return false
}

// plain reports whether the cell plainly says what is taken, or is empty if nothing is: it is in the row that has
// the number and no other row's words, below the heading, was typed, and looks like its value.
func (w witness) plain(key cellKey, now string, has bool) bool {
	t := w.ret.Tables[key.form]
	if t == nil {
		// A missing list of problems is the same as an empty one.
		return key.form == workbook.FormProblems && !has
	}
	if t.HeadingRow == 0 {
		return false
	}
	s := w.b.Sheet(t.Sheet)
	col := t.Form.Column(key.column)
	if !numbered(t.Form) {
		// A row of the bureau's own is what stands in it.
		for _, r := range t.Records {
			for i := range t.Form.Columns {
				if has && t.Form.Columns[i].Key == key.column && said(col, r.At(i)) == now || !has && r.Get(workbook.ColProblemText).Text == key.row {
					return has
				}
			}
		}
		return !has
	}
	rec := find(t, key.row)
	if rec == nil {
		return false
	}
	at := rec.Place(key.column).Ref
	if !strings.HasPrefix(s.Value(sheet.At(t.HeadingRow, at.Col)).Text, col.Heading) || slices.ContainsFunc(s.Merges, func(m sheet.Range) bool { return m.Contains(at) }) {
		return false
	}
	var id []string
	for _, part := range t.Form.ID {
		id = append(id, strings.TrimSpace(s.Value(rec.Place(part).Ref).String()))
	}
	if workbook.Fold(strings.Join(id, "|")) != key.row || w.another(rec) {
		return false
	}
	c := s.Cell(at)
	if c == nil || strings.Trim(c.Value.String(), " \n") == "" {
		return !has
	}
	if !has || c.Formula != "" {
		return false
	}
	if c.Shown != sheet.AsStored {
		behind, ok := map[sheet.Shown]string{sheet.ShownWan: "万", sheet.ShownYi: "亿"}[c.Shown]
		return ok && col.Type == workbook.TextColumn && c.Value.String()+behind == now
	}
	dated := c.Format == sheet.Date || c.Format == sheet.DateTime
	switch col.Type {
	case workbook.NumberColumn:
		return c.Value.Kind == sheet.Number && !dated && c.Format != sheet.Percent && formula.NumberText(c.Value.Num) == now
	case workbook.PercentColumn:
		return c.Value.Kind == sheet.Number && !dated && (c.Format != sheet.Percent && formula.NumberText(c.Value.Num) == now || c.Format == sheet.Percent && formula.NumberText(100*c.Value.Num) == now)
	case workbook.DateColumn:
		return c.Value.Kind == sheet.Number && dated && calendar.Date(int(c.Value.Num)).String() == now
	case workbook.ChoiceColumn:
		return strings.Join(strings.Fields(strings.Trim(c.Value.Text, "\u200b")), "") == col.Label(now)
	}
	return dated || strings.Trim(strings.TrimSpace(c.Value.String()), "\u200b ") == now || c.Format == sheet.Percent
}

// TestShufflesReadTheSame: rows, columns and sheets in any order, with blank rows between and lines on top, read the same,
// without a finding.
func TestShufflesReadTheSame(t *testing.T) {
	k := newKit(t, county, "zh")
	v, ret := k.lookAt(k.sent(t))
	before := taken(&v, ret)
	rapid.Check(t, func(rt *rapid.T) {
		b := k.sent(t)
		for _, s := range b.Sheets {
			if s.LastCol() <= 7 {
				continue
			}
			rows, cols := counting(5, s.LastRow()), counting(1, s.LastCol())
			rows = rapid.Permutation(rows).Draw(rt, "rows of "+s.Name)
			cols = rapid.Permutation(cols).Draw(rt, "columns of "+s.Name)
			moveRows(s, func(n int) int {
				if n < 5 {
					return n
				}
				return rows[n-5]
			})
			moveCols(s, func(n int) int { return cols[n-1] })
			s.Merges = nil
			for range rapid.IntRange(0, 3).Draw(rt, "blank rows") {
				insertRows(s, rapid.IntRange(1, s.LastRow()).Draw(rt, "at"), 1)
			}
		}
		order := rapid.Permutation(counting(0, len(b.Sheets)-1)).Draw(rt, "sheets")
		sheets := slices.Clone(b.Sheets)
		for i, from := range order {
			b.Sheets[i] = sheets[from]
		}
		v, ret := k.lookAt(b)
		if len(v.Findings) > 0 {
			rt.Fatalf("found %v", lines(v.Findings))
		}
		if got, want := sprint(taken(&v, ret)), sprint(before); got != want {
			rt.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	})
}

func counting(from, to int) []int {
	var out []int
	for n := from; n <= to; n++ {
		out = append(out, n)
	}
	return out
}
