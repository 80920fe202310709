package validate

import (
	"slices"
	"strings"

	"duban/workbook"
)

// underOther reports whether a row has the number of one row and the locked cells of another, as happens if a column slipped or was sorted by
// itself. Nobody can know which of the two was meant, so the row does not count.
func (k *returnCheck) underOther(r *workbook.Record) bool {
	if k.odd[r] || !r.Touched() {
		return false
	}
	own := k.lockedCells(r)
	if !slices.ContainsFunc(own, func(c lockedCell) bool { return !c.own }) {
		return false
	}
	k.tellWords(r, own)
	form := r.Table.Form
	ids := slices.Clone(k.ctx.Rows[form.Key])
	for _, row := range k.ctx.Plan.PlanRows(form.Key) {
		if _, ok := k.issued[form.Key][row.ID]; !ok {
			ids = append(ids, row.ID)
		}
	}
	for _, id := range ids {
		if workbook.SameName(id, r.ID) || !k.holdsRow(r, own, id) {
			continue
		}
		k.odd[r] = true
		var cells []workbook.Place
		for _, c := range own {
			if text, ok := k.textOf(r, id, c.key); ok && !c.own && !c.blank && k.sameAsIssued(form.Column(c.key), r.Get(c.key), text) {
				cells = append(cells, r.Place(c.key))
			}
		}
		x := k.add("row-under-other", cell(r, form.ID[len(form.ID)-1]), "other", strings.ReplaceAll(id, "|", "/"), "cells", Cells(cells))
		x.Value = strings.ReplaceAll(r.ID, "|", "/")
		x.beside(cells...)
		return true
	}
	return false
}

// lockedCell describes a locked cell of a row. own says that it holds what the row with this number has there, word that people recognise
// the row by it, blank that it is empty.
type lockedCell struct {
	key              string
	own, word, blank bool
}

// lockedCells gives the locked cells of a row, without word filled in. The slice is reused at the next call.
func (k *returnCheck) lockedCells(r *workbook.Record) []lockedCell {
	k.cellsOfRow = k.cellsOfRow[:0]
	for i := range r.Table.Form.Columns {
		col := &r.Table.Form.Columns[i]
		if col.Filled != workbook.ByPlan || r.Table.Cols[i] == 0 || identifies(r.Table.Form, col.Key) || repeatsPrior(col.Key) {
			continue
		}
		if text, ok := k.textOf(r, r.ID, col.Key); ok {
			k.cellsOfRow = append(k.cellsOfRow, lockedCell{
				key: col.Key, own: k.sameAsIssued(col, r.At(i), text), blank: r.At(i).State == workbook.Empty,
			})
		}
	}
	return k.cellsOfRow
}

// tellWords fills in word: by which of the locked cells people recognise the row.
func (k *returnCheck) tellWords(r *workbook.Record, cells []lockedCell) {
	var words map[string]string
	if row := k.ctx.Plan.PlanRow(r.Table.Form.Key, r.ID); row != nil {
		words = row.Words
	}
	for i := range cells {
		c := &cells[i]
		_, word := words[c.key]
		c.word = word || c.key == workbook.ColTitle || c.key == workbook.ColProject
	}
}

// holdsRow reports whether a row's locked cells are those of the row id rather than its own. They are if all words are those of row id, and
// at least one is not its own. They also are if at least two cells are only those of row id, not all of them blank, and more than are only
// its own; a single cell may be a correction that happens to agree. If the return is of an older plan, whose cells may differ, only words
// count.
func (k *returnCheck) holdsRow(r *workbook.Record, cells []lockedCell, id string) bool {
	theirs, ours := 0, 0
	typed, worded, words := false, false, true
	for _, c := range cells {
		text, ok := k.textOf(r, id, c.key)
		if !ok {
			continue
		}
		same := k.sameAsIssued(r.Table.Form.Column(c.key), r.Get(c.key), text)
		switch {
		case same && !c.own:
			theirs++
			typed = typed || !c.blank
			worded = worded || c.word && !c.blank
		case c.own && !same:
			ours++
		}
		words = words && (same || !c.word || c.blank)
	}
	return worded && words || typed && theirs >= 2 && theirs > ours && !k.older
}

// textOf gives the text of a locked cell in the row id: as it was issued to the bureau, or else as the plan words it. It returns false if
// neither has the cell.
func (k *returnCheck) textOf(r *workbook.Record, id, key string) (string, bool) {
	form := r.Table.Form.Key
	if issued, ok := k.issued[form][id]; ok {
		id = issued
	} else if issued, ok := k.issued[form][workbook.Fold(id)]; ok {
		id = issued
	}
	if k.ctx.Locked != nil {
		if text, ok := k.ctx.Locked(form, id, key); ok {
			return text, true
		}
	}
	if row := k.ctx.Plan.PlanRow(form, id); row != nil {
		text, ok := row.Words[key]
		return text, ok
	}
	return "", false
}
