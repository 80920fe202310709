package validate

import (
	"strconv"

	"duban/workbook"
)

// prior compares a return with what stood at the end of the period before.
func (k *returnCheck) prior() {
	t := k.ret.Tables[workbook.FormProgress]
	if t == nil || k.ctx.Prior == nil {
		return
	}
	for _, r := range t.Records {
		task := k.ctx.Plan.Task(r.ID)
		if task == nil || k.odd[r] || !r.Touched() {
			continue
		}
		was := k.ctx.Prior.Entry(task, k.b)
		if was == nil {
			continue
		}
		k.comparedStatus(r, was)
		if d := r.Get(workbook.ColProgress); d.Filled() && was.Estimate.Known && d.Num < was.Estimate.V && !k.has(r.Place(workbook.ColProgress)) {
			k.add("estimate-fell", cell(r, workbook.ColProgress), "prior", figure(was.Estimate.V))
		}
		d := r.Get(workbook.ColText)
		if d.Filled() && was.Text != "" && fold(d.Text) == fold(was.Text) && r.Get(workbook.ColStatus).Key != workbook.Unchanged {
			// One repetition may be the truth; from the second on somebody copies.
			if was.SameText == 0 {
				k.add("text-same", cell(r, workbook.ColText))
			} else {
				k.add("text-repeated", cell(r, workbook.ColText), "n", strconv.Itoa(was.SameText+2))
			}
		}
	}
}

func (k *returnCheck) comparedStatus(r *workbook.Record, was *workbook.Accepted) {
	d := r.Get(workbook.ColStatus)
	if !d.Filled() || d.Key == workbook.Unchanged {
		return
	}
	label := r.Table.Form.Column(workbook.ColStatus).Label(was.Status)
	switch {
	case was.Status == workbook.Done && d.Key != workbook.Done && d.Key != workbook.Sustained:
		k.add("reopened", cell(r, workbook.ColStatus), "prior", label)
	case d.Key == workbook.NotStarted && was.Status != workbook.NotStarted && was.Status != "":
		k.add("status-backwards", cell(r, workbook.ColStatus), "prior", label)
	}
}

// untouched says which rows still wait to be filled in, unless the bureau declares that it has nothing to report.
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
			case !r.Touched() && k.asks(r):
				waiting = append(waiting, r)
			}
		}
	}
	reason := k.ret.NothingReason
	if k.ret.Nothing {
		if reason == nil || !reason.Filled() {
			place := k.ret.NothingPlace
			if reason != nil {
				place.Ref = reason.Ref
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
		k.add("row-untouched", cell(r, firstInput(r.Table.Form)))
	}
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

// firstInput is the first column that the bureau fills in.
func firstInput(f *workbook.Form) string {
	for i := range f.Columns {
		if f.Columns[i].Filled == workbook.ByBureau {
			return f.Columns[i].Key
		}
	}
	return f.Columns[0].Key
}

// CheckStanding compares what several bureaus reported, once their returns are accepted: a task that is allocated to
// parts is the sum of these, and a lead whose own figure differs is asked why.
func (c *Checker) CheckStanding(p *workbook.Plan, now *workbook.Standing) []Finding {
	f := &findings{rules: c.rules, switches: c.SwitchesOn(p, now.Period.Last()), period: now.Period.String()}
	for _, t := range p.Tasks {
		lead := t.Lead()
		if len(t.Parts) == 0 || lead == nil || t.PartOf(lead) != nil {
			continue
		}
		own := p.Effective(now, t, lead)
		sum := p.Official(now, t).Done
		if own == nil || !own.Value.Known || !sum.Known || figure(own.Value.V) == figure(sum.V) {
			continue
		}
		x := f.add("parts-lead-differs", about{place: own.Source.Place, task: t.ID, value: figure(own.Value.V)}, "sum", figure(sum.V)+t.Unit)
		x.Bureau = lead.Code
	}
	return f.sorted(nil)
}

// unread reports that a sheet's headings were not found: what stands there is not known, and not to be called blank.
func (k *returnCheck) unread() bool {
	for _, t := range k.ret.Tables {
		if t.HeadingRow == 0 {
			return true
		}
	}
	return false
}
