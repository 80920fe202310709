package validate

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// absent reports a missing sheet if the bureau owes rows of its form.
func (k *returnCheck) absent(f *workbook.Form) {
	if k.owed(f) {
		k.add("sheet-missing", at(workbook.Place{File: k.ret.File}), "name", f.Sheet)
	}
}

// owed reports whether the bureau owes rows of a form: a template issued now would have some, and the issued one had some, too.
func (k *returnCheck) owed(f *workbook.Form) bool {
	if k.ctx.Rows == nil {
		return f.Key == workbook.FormProgress && len(k.ctx.Plan.Asked(k.ctx.Prior, k.b, k.ctx.Period)) > 0
	}
	if f.Key == workbook.FormProblems || len(k.ctx.Rows[f.Key]) == 0 {
		return false
	}
	return !k.ret.Identity.Whole || len(k.ret.Identity.Rows[f.Key]) > 0
}

// structure checks a sheet's headings.
func (k *returnCheck) structure(t *workbook.Table) {
	if t.HeadingRow == 0 {
		if k.owed(t.Form) || len(k.ctx.Rows) == 0 || !t.Blank {
			k.add("headings-missing", at(t.Place()))
		}
		return
	}
	var missing []string
	for _, col := range t.Missing() {
		if col.Filled == workbook.Computed {
			continue
		}
		missing = append(missing, col.Heading)
		switch {
		case identifies(t.Form, col.Key) && t.Form.Key != workbook.FormProblems, col.Key == workbook.ColStatus, col.Required:
			k.add("column-missing", at(t.Place()), "name", col.Heading)
		case col.Filled == workbook.ByBureau:
			k.add("column-lost", at(t.Place()), "name", col.Heading)
		}
	}
	k.strays(t, missing)
	if len(t.Nameless) > 0 {
		first := t.Nameless[0]
		k.add("column-nameless", about{place: placeOf(t, first.Ref), value: quoted(first.Heading)}, "cells", cellsOf(t, t.Nameless), "n", strconv.Itoa(len(t.Nameless)))
	}
	if len(t.Above) > 0 && !numbered(t.Form) {
		var at []workbook.Place
		for _, r := range t.Above {
			at = append(at, r.Place(firstInput(t.Form)))
		}
		k.add("rows-above-headings", about{place: at[0]}, "cells", Cells(at), "n", strconv.Itoa(len(at)))
	}
}

func cellsOf(t *workbook.Table, strays []workbook.Stray) string {
	at := make([]workbook.Place, len(strays))
	for i, s := range strays {
		at[i] = placeOf(t, s.Ref)
	}
	return Cells(at)
}

// strays reports headings that are unknown or there twice. missing are the headings that were not found, as an unknown one may be meant to
// be one of them.
func (f *findings) strays(t *workbook.Table, missing []string) {
	for _, s := range t.Unknown {
		f.add("column-unknown", about{place: placeOf(t, s.Ref), value: quoted(s.Heading)}, "near", workbook.Nearest(s.Heading, missing))
	}
	for _, s := range t.Twice {
		first := ""
		for i, col := range t.Cols {
			if col > 0 && col != s.Ref.Col && sameHeading(&t.Form.Columns[i], s.Heading) {
				first = sheet.At(t.HeadingRow, col).String()
			}
		}
		f.add("heading-twice", about{place: placeOf(t, s.Ref), value: quoted(s.Heading)}, "first", first)
	}
}

// sameHeading reports whether a text is one of a column's headings.
func sameHeading(col *workbook.Column, text string) bool {
	same := func(heading string) bool { return workbook.SameName(heading, text) }
	return same(col.Heading) || slices.ContainsFunc(col.Also, same)
}

func placeOf(t *workbook.Table, ref sheet.Ref) workbook.Place {
	return workbook.Place{File: t.File, Sheet: t.Sheet, Ref: ref}
}

// identifies reports whether a column is part of the id of a form's rows.
func identifies(f *workbook.Form, key string) bool {
	for _, id := range f.ID {
		if id == key {
			return true
		}
	}
	return false
}

// numbered reports whether a form's rows are issued and have ids, while other rows are the bureau's own.
func numbered(f *workbook.Form) bool {
	return len(f.ID) > 0 && f.Key != workbook.FormProblems && !strings.HasPrefix(f.Key, workbook.FormList)
}

// placeRows finds out which row of the template each row is. It reports rows that are not in it, are there twice or are gone, and locked
// cells that were changed.
func (k *returnCheck) placeRows(t *workbook.Table) {
	if !numbered(t.Form) {
		return
	}
	there := map[string]*workbook.Record{}
	for _, r := range t.Records {
		first := t.Form.ID[0]
		if r.ID == "" {
			if r.Touched() && t.Cols[t.Form.Index(first)] > 0 {
				k.odd[r] = true
				k.add("row-without-number", cell(r, first))
			}
			continue
		}
		if other := there[workbook.Fold(r.ID)]; other != nil && r.Touched() {
			if other.Touched() {
				last := t.Form.ID[len(t.Form.ID)-1]
				x := k.add("row-twice", cell(r, last), "first", other.Place(last).Cell())
				x.Value = strings.ReplaceAll(r.ID, "|", "/")
				// Nobody can know which of the two is meant, so neither counts.
				k.odd[r], k.odd[other] = true, true
				continue
			}
		}
		if other := there[workbook.Fold(r.ID)]; other == nil || r.Touched() {
			there[workbook.Fold(r.ID)] = r
		}
		k.placeRow(r)
		if !k.underOther(r) {
			k.changedCells(r)
		}
	}
	k.missingRows(t, there)
	k.issuedBefore(t)
}

// placeRow checks whether a row that was filled in is one of the bureau's.
func (k *returnCheck) placeRow(r *workbook.Record) {
	if _, ok := k.issuedID(r); ok || !r.Touched() {
		return
	}
	last := r.Table.Form.ID[len(r.Table.Form.ID)-1]
	known, mine, holder := k.inPlan(r)
	switch {
	case !known && k.askedBefore(r):
		k.odd[r] = true
		x := k.add("row-dropped", cell(r, last))
		x.Value = strings.ReplaceAll(r.ID, "|", "/")
	case !known:
		k.odd[r] = true
		ids := make([]string, 0, len(k.ctx.Rows[r.Table.Form.Key]))
		for _, id := range k.ctx.Rows[r.Table.Form.Key] {
			ids = append(ids, strings.ReplaceAll(id, "|", "/"))
		}
		near := workbook.Nearest(strings.ReplaceAll(r.ID, "|", "/"), ids)
		k.suggested[r.Table.Form.Key+"|"+strings.ReplaceAll(near, "/", "|")] = true
		x := k.add("row-unknown", cell(r, last), "near", near)
		x.Value = strings.ReplaceAll(r.ID, "|", "/")
	case !mine && k.askedBefore(r):
		k.odd[r] = true
		x := k.add("row-not-asked", cell(r, last), "name", holder)
		x.Value = strings.ReplaceAll(r.ID, "|", "/")
	case !mine:
		k.odd[r] = true
		x := k.add("row-not-yours", cell(r, last), "name", holder)
		x.Value = strings.ReplaceAll(r.ID, "|", "/")
	case k.ctx.Rows != nil:
		x := k.add("row-not-asked", cell(r, last), "name", "")
		x.Value = strings.ReplaceAll(r.ID, "|", "/")
	}
}

// askedBefore reports whether the workbook was issued with a row that it would not be issued with now. The bureau only answered what it was
// asked: the round was issued anew since, or the row was taken off the plan.
func (k *returnCheck) askedBefore(r *workbook.Record) bool {
	for _, id := range k.ret.Identity.Rows[r.Table.Form.Key] {
		if workbook.SameName(id, r.ID) {
			return true
		}
	}
	return false
}

// inPlan looks a row up in the plan: whether it is known, whether it is the bureau's, and otherwise the name of the first bureau it belongs
// to.
func (k *returnCheck) inPlan(r *workbook.Record) (known, mine bool, holder string) {
	row := k.ctx.Plan.PlanRow(r.Table.Form.Key, r.ID)
	if row == nil {
		return false, false, ""
	}
	for _, b := range row.Bureaus {
		if b == k.b {
			return true, true, ""
		}
	}
	if len(row.Bureaus) > 0 {
		holder = row.Bureaus[0].Name
	}
	return true, false, holder
}

// missingRows reports the rows of the template that are gone; there gives the rows by folded id. A row that was added to the plan after the
// workbook was issued is not missing.
func (k *returnCheck) missingRows(t *workbook.Table, there map[string]*workbook.Record) {
	if t.HeadingRow == 0 || k.ret.Nothing {
		return
	}
	was := map[string]bool{}
	for _, id := range k.ret.Identity.Rows[t.Form.Key] {
		was[workbook.Fold(id)] = true
	}
	for _, id := range k.ctx.Rows[t.Form.Key] {
		if k.suggested[t.Form.Key+"|"+id] || there[workbook.Fold(id)] != nil {
			continue
		}
		if k.ret.Identity.Whole && !was[workbook.Fold(id)] {
			if k.older {
				k.added = append(k.added, strings.ReplaceAll(id, "|", "/"))
			}
			continue
		}
		task, _, _ := strings.Cut(id, "|")
		name := ""
		if x := k.ctx.Plan.Task(task); x != nil {
			name = x.Title
		} else if in := k.ctx.Plan.Indicator(id); in != nil {
			name = in.Title
		}
		a := at(t.Place())
		a.task = strings.ReplaceAll(id, "|", "/")
		k.add("row-missing", a, "name", name)
	}
}

// changedCells reports locked cells that no longer hold what was issued. Cells that repeat the period before are left out, as they change if
// an earlier return is accepted late.
func (k *returnCheck) changedCells(r *workbook.Record) {
	for i := range r.Table.Form.Columns {
		col := &r.Table.Form.Columns[i]
		if col.Filled != workbook.ByPlan || r.Table.Cols[i] == 0 || identifies(r.Table.Form, col.Key) {
			continue
		}
		if repeatsPrior(col.Key) {
			continue
		}
		text, ok := k.locked(r, col.Key)
		if !ok || k.sameAsIssued(col, r.At(i), text) {
			continue
		}
		if k.older {
			k.moved = append(k.moved, r.Place(col.Key)) // most likely the plan has changed
			continue
		}
		k.add("locked-changed", cell(r, col.Key), "issued", issuedText(col, text))
	}
}

// mostAdded is the most added rows that a finding names.
const mostAdded = 8

// issuedBefore reports what would be issued differently now in a sheet that was issued from an earlier state of the plan. Most changes of a
// plan do not concern most bureaus, and then it reports nothing.
func (k *returnCheck) issuedBefore(t *workbook.Table) {
	if len(k.moved)+len(k.added) > 0 {
		a := at(t.Place())
		if len(k.moved) > 0 {
			a.place = k.moved[0]
		}
		names := k.added
		if len(names) > mostAdded {
			names = append(slices.Clone(names[:mostAdded]), "…")
		}
		k.add("plan-older", a, "cells", Cells(k.moved), "names", strings.Join(names, "、"))
	}
	k.moved, k.added = nil, nil
}

// repeatsPrior reports whether a locked column repeats the period before.
func repeatsPrior(key string) bool {
	switch key {
	case workbook.ColPriorValue, workbook.ColPriorText, workbook.ColPriorStatus, workbook.ColPriorCount:
		return true
	}
	return false
}

// sameAsIssued reports whether a cell still holds the text that it was issued with, even if a program changed its type.
func (k *returnCheck) sameAsIssued(col *workbook.Column, d *workbook.Datum, issued string) bool {
	if d.Text == issued {
		return true
	}
	if v, err := strconv.ParseFloat(issued, 64); err == nil {
		switch {
		case d.State == workbook.Good && d.Date != 0:
			return float64(d.Date) == v
		case d.Raw.Kind == sheet.Number:
			return math.Abs(d.Raw.Num-v) <= 1e-9*max(1, math.Abs(v))
		case d.State == workbook.Good && (col.Type == workbook.NumberColumn || col.Type == workbook.PercentColumn):
			return math.Abs(d.Num-v) <= 1e-9*max(1, math.Abs(v))
		}
	}
	return workbook.SameName(d.Text, issued)
}

// issuedText gives an issued cell as a person reads it.
func issuedText(col *workbook.Column, text string) string {
	if col.Type == workbook.DateColumn {
		if n, err := strconv.Atoi(text); err == nil {
			return calendar.Date(n).String()
		}
	}
	return text
}
