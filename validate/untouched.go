package validate

import (
	"strconv"
	"strings"

	"duban/workbook"
)

// untouched reports the rows that still have to be filled in, unless the bureau declares that it has nothing to report. If nothing at all is
// filled in, one finding says so.
func (k *returnCheck) untouched() {
	var waiting []*workbook.Record
	var filled []workbook.Place
	for _, f := range k.forms() {
		t := k.ret.Tables[f.Key]
		if t == nil {
			continue
		}
		for _, r := range t.Records {
			switch {
			case k.edited(r):
				filled = append(filled, r.Place(firstInput(f)))
				k.unpublished(r)
			case t.Cols[f.Index(firstInput(f))] == 0: // structure reports that the column is gone
			case !r.Touched() && k.asks(r) && !k.optional(r):
				waiting = append(waiting, r)
			}
		}
	}
	reason := k.ret.NothingReason
	if k.ret.Nothing {
		if reason == nil || !reason.Filled() {
			place := k.ret.NothingPlace
			if reason != nil {
				place = k.ret.ReasonPlace
			}
			k.add("nothing-without-reason", at(place))
		}
		if len(filled) > 0 {
			k.add("nothing-but-filled", at(k.ret.NothingPlace), "n", strconv.Itoa(len(filled)), "cells", filled[0].String())
		}
		return
	}
	if len(filled) == 0 && len(waiting) > 0 && !k.unread() {
		k.add("return-blank", at(workbook.Place{File: k.ret.File}))
		return
	}
	for _, r := range waiting {
		if id, part, _ := strings.Cut(r.ID, "|"); part != "" && k.ctx.Plan.Task(id) != nil && k.named[k.ctx.Plan.Task(id).ID] {
			continue
		}
		k.add("row-untouched", cell(r, firstInput(r.Table.Form)), "form", r.Table.Form.Key, "carried", k.carried(r))
	}
}

// unpublished reports an indicator's row that was filled in without a figure. Many figures are published by the quarter or the year: then
// the row gives a reason, and the last figure stands.
func (k *returnCheck) unpublished(r *workbook.Record) {
	if r.Table.Form.Key == workbook.FormIndicatorState && r.Get(workbook.ColValue).State == workbook.Empty && !k.odd[r] {
		k.add("figure-unpublished", cell(r, workbook.ColValue))
	}
}

// carried gives the first value of the period before that a row was issued with, empty if there is none.
func (k *returnCheck) carried(r *workbook.Record) string {
	for i := range r.Table.Form.Columns {
		if key := r.Table.Form.Columns[i].Key; repeatsPrior(key) && r.At(i).Filled() {
			return r.At(i).Text
		}
	}
	return ""
}

// asks reports whether a row asks the bureau for something: a row of the template, or without one a task of its own.
func (k *returnCheck) asks(r *workbook.Record) bool {
	if !numbered(r.Table.Form) || k.odd[r] {
		return false
	}
	if k.ctx.Rows != nil {
		_, ok := k.issuedID(r)
		return ok
	}
	known, mine, _ := k.inPlan(r)
	return known && mine
}

// optional reports whether a row may stay blank: that of an indicator of which no new figure is expected in the period.
func (k *returnCheck) optional(r *workbook.Record) bool {
	if r.Table.Form.Key != workbook.FormIndicatorState {
		return false
	}
	in := k.ctx.Plan.Indicator(r.ID)
	return in != nil && !in.Expected(k.ctx.Period)
}

// firstInput gives the key of the first column that the bureau fills in, or else of the first column.
func firstInput(f *workbook.Form) string {
	for i := range f.Columns {
		if f.Columns[i].Filled == workbook.ByBureau {
			return f.Columns[i].Key
		}
	}
	return f.Columns[0].Key
}

// unread reports whether the headings of a sheet were not found. Its content is not known, so it must not be called blank.
func (k *returnCheck) unread() bool {
	for _, t := range k.ret.Tables {
		if t.HeadingRow == 0 {
			return true
		}
	}
	return false
}
