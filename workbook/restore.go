package workbook

import (
	"slices"
	"strings"

	"duban/workbook/sheet"
)

// known gives a function that reports whether a row's id was issued or is in the plan.
func (r *Return) known(plan *Plan) func(f *Form, id string) bool {
	issued := map[string]map[string]bool{}
	return func(f *Form, id string) bool {
		if issued[f.Key] == nil {
			rows := r.Identity.Rows[f.Key]
			issued[f.Key] = make(map[string]bool, len(rows))
			for _, row := range rows {
				issued[f.Key][Fold(row)] = true
			}
		}
		return issued[f.Key][Fold(id)] || plan.PlanRow(f.Key, id) != nil
	}
}

// restoreIDs restores the numbers of rows whose number was deleted. A row is recognised by its words, if exactly one missing row has
// them; if the words are gone too, by its place, unless some other row has moved. On a form to which bureaus add rows, a row that holds
// nothing of the plan is one of theirs.
func (r *Return) restoreIDs(t *Table, plan *Plan) {
	if len(t.Form.ID) == 0 || t.HeadingRow == 0 {
		return
	}
	if !slices.ContainsFunc(t.Records, func(rec *Record) bool { return rec.ID == "" }) {
		return
	}
	there := map[string]bool{}
	moved := false
	issued := r.Identity.Rows[t.Form.Key]
	for _, rec := range t.Records {
		there[Fold(rec.ID)] = true
		moved = moved || rec.ID != "" && !SameName(issued[rec.Row], rec.ID)
	}
	for _, rec := range t.Records {
		if rec.ID != "" || t.Form.BlankRows > 0 && !rec.issued() {
			continue
		}
		id, worded := r.idByWords(rec, plan, there)
		if !worded && !moved && !there[Fold(issued[rec.Row])] {
			id = issued[rec.Row]
		}
		if id == "" {
			continue
		}
		rec.ID = id
		there[Fold(id)] = true
		if unit := plan.unitOf(t.Form); unit != nil {
			rec.measure(unit(rec))
		}
		r.Observations = append(r.Observations, Observation{Code: "row-id-restored", Place: rec.Place(t.Form.ID[0]), Task: strings.ReplaceAll(id, "|", "/"),
			Field: t.Form.ID[0]})
	}
}

// idByWords finds the one missing row of the bureau that has the words of this record. worded says that the record has any such words,
// whether they fit or not.
func (r *Return) idByWords(rec *Record, plan *Plan, there map[string]bool) (id string, worded bool) {
	n := 0
	for _, row := range plan.PlanRows(rec.Table.Form.Key) {
		fits, any := row.Fits(rec)
		worded = worded || any
		if fits && any && !there[Fold(row.ID)] && (r.Bureau == nil || slices.Contains(row.Bureaus, r.Bureau)) {
			id = row.ID
			n++
		}
	}
	if n != 1 {
		return "", worded
	}
	return id, worded
}

// findCopies notes sheets that match a form as well as the one that was read and hold other entries: nobody knows which of them the
// bureau means. A sheet with the title of another bureau's workbook is noted as that bureau's.
func (r *Return) findCopies(t *Table, b *sheet.Book, taken map[*sheet.Sheet]bool, rd Reading, plan *Plan) {
	if t.HeadingRow == 0 {
		return
	}
	for _, s := range b.Sheets {
		if taken[s] || s.Visibility != sheet.Visible || s.Name == r.CoverPlace.Sheet || isIdentity(s) || headingsFound(t.Form, s) < t.Form.most() {
			continue
		}
		copied := ReadTable(t.Form, s, r.File, rd)
		if slices.ContainsFunc(copied.Records, func(c *Record) bool { return c.Touched() && !t.holdsSame(c) }) {
			taken[s] = true
			if other := plan.titled(s, copied.HeadingRow); other != nil && other != r.Bureau {
				r.note("sheet-of-another", copied.Place(), "name", t.Sheet, "bureau", other.Name)
				continue
			}
			r.note("sheet-twice", copied.Place(), "name", t.Sheet)
		}
	}
}

// titled is the bureau whose name stands above a sheet's headings, as in 任务进展　发改局　2024年9月; nil if none does.
func (p *Plan) titled(s *sheet.Sheet, heading int) *Bureau {
	for i := range s.Rows {
		if s.Rows[i].N >= heading {
			break
		}
		for _, c := range s.Rows[i].Cells {
			if c.Value.Kind != sheet.Text {
				continue
			}
			for _, word := range strings.Fields(c.Value.Text) {
				if b := p.Directory.Bureau(word); b != nil {
					return b
				}
			}
		}
	}
	return nil
}

// holdsSame reports whether the table has a row with the same content.
func (t *Table) holdsSame(c *Record) bool {
	return slices.ContainsFunc(t.Records, func(r *Record) bool {
		for i := range t.Form.Columns {
			if t.Form.Columns[i].Filled != Computed && r.At(i).Text != c.At(i).Text {
				return false
			}
		}
		return true
	})
}
