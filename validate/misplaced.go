package validate

import (
	"slices"
	"strings"

	"duban/workbook"
)

// underOther reports whether a row bears one row's number and holds another's locked cells, as when a column slipped or was
// sorted by itself. Which of the two was filled in cannot be known: the row does not count.
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
		if fold(id) == fold(r.ID) || !k.holdsRow(r, own, id) {
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

// lockedCell is a locked cell; own says that it is what the row's number has there, word that people know the row by it.
type lockedCell struct {
	key              string
	own, word, blank bool
}

// lockedCells are the locked cells of a row, until those of the next one are asked for. Which of them are words is not told yet.
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

// tellWords tells which of a row's locked cells people know it by.
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

// holdsRow reports whether a row's locked cells are rather those of the row with that number: all its words are, or, where
// the words are nobody's, more of what tells the two apart and no single cell, which may be a correction that happens to
// agree; a blank tells only beside what is typed. Under an older plan only words tell.
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

// textOf is what the locked cell of the row with that number holds: as it is issued to the bureau, or as the plan words it.
func (k *returnCheck) textOf(r *workbook.Record, id, key string) (string, bool) {
	form := r.Table.Form.Key
	if issued, ok := k.issued[form][id]; ok {
		id = issued
	} else if issued, ok := k.issued[form][fold(id)]; ok {
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
