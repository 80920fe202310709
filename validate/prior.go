package validate

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
)

// stood gives the bureau's entry on a task as it counts at the end of the period before, with verified values in place of reported ones; nil
// if there is none.
func (k *returnCheck) stood(t *workbook.Task) *workbook.Accepted {
	if k.ctx.Prior == nil {
		return nil
	}
	return k.ctx.Plan.Effective(k.ctx.Prior, t, k.b)
}

// prior compares a return with what stood at the end of the period before.
func (k *returnCheck) prior() {
	if t := k.ret.Tables[workbook.FormProgress]; t != nil {
		for _, r := range t.Records {
			task := k.ctx.Plan.Task(r.ID)
			if task == nil || k.odd[r] || !r.Touched() {
				continue
			}
			k.againstVerified(r, task)
			if was := k.stood(task); was != nil {
				k.againstEntry(r, task, was)
			} else if d := r.Get(workbook.ColStatus); d.Filled() && d.Key == workbook.Unchanged {
				// There is nothing that could be unchanged, so others would read that the task has not begun.
				k.add("unchanged-without-prior", cell(r, workbook.ColStatus), "as", r.Table.Form.Column(workbook.ColStatus).Label(workbook.NotStarted))
			}
		}
	}
	if k.ctx.Prior == nil {
		return
	}
	for _, t := range k.ctx.Plan.TasksWith(k.b) {
		k.partsAgain(t)
		k.stagesFell(t)
	}
	k.problemsAgain()
}

// againstEntry compares a task's row with the entry before it.
func (k *returnCheck) againstEntry(r *workbook.Record, t *workbook.Task, was *workbook.Accepted) {
	k.comparedStatus(r, was)
	if d := r.Get(workbook.ColProgress); d.Filled() && was.Estimate.Known && d.Num < was.Estimate.V && !k.has(r.Place(workbook.ColProgress)) {
		k.add("estimate-fell", cell(r, workbook.ColProgress), "prior", formula.NumberText(was.Estimate.V))
	}
	doneAgain := was.Status == workbook.Done && r.Get(workbook.ColStatus).Key == workbook.Done && !k.foundShort(t, was)
	if d := r.Get(workbook.ColDoneOn); doneAgain && k.dateChanged(d, was.DoneOn) {
		k.add("done-date-changed", cell(r, workbook.ColDoneOn), "prior", was.DoneOn.String())
	}
	k.textAgain(r, was)
	k.standsStill(r, t, was)
}

// foundShort reports whether a verification of a rectification found less done than the target. The bureau does the rest later, so its day
// of completion may change.
func (k *returnCheck) foundShort(t *workbook.Task, was *workbook.Accepted) bool {
	v, target := k.ctx.Plan.VerifiedValue(t, k.b, workbook.ColDoneValue, was.Period), t.TargetOf(k.b)
	return t.Measure == workbook.Rectification && v != nil && v.Number.Known && target.Known && v.Number.V < target.V
}

// dateChanged reports whether a cell has another day than was given before; false if either is missing.
func (k *returnCheck) dateChanged(d *workbook.Datum, was calendar.Date) bool {
	return d.Filled() && was != 0 && d.Date != was
}

// textAgain reports a text that was sent word for word before, as a warning only once it was sent as often as the plan's setting says.
func (k *returnCheck) textAgain(r *workbook.Record, was *workbook.Accepted) {
	d := r.Get(workbook.ColText)
	if !d.Filled() || was.Text == "" || !workbook.SameName(d.Text, was.Text) || r.Get(workbook.ColStatus).Key == workbook.Unchanged {
		return
	}
	if int(was.SameText)+1 < k.ctx.Plan.Settings.SameText {
		// A few repetitions may be true.
		k.add("text-same", cell(r, workbook.ColText))
		return
	}
	k.add("text-repeated", cell(r, workbook.ColText), "n", strconv.Itoa(int(was.SameText)+2))
}

// standsStill reports what has been the same for so many periods that somebody may have forgotten it: the figure of a task under way, and a
// request for a change that nobody has decided.
func (k *returnCheck) standsStill(r *workbook.Record, t *workbook.Task, was *workbook.Accepted) {
	most := k.ctx.Plan.Settings.Standing
	status := r.Get(workbook.ColStatus)
	d := r.Get(workbook.ColDoneValue)
	stands := d.Filled() && was.Value.Known && d.Num == was.Value.V && int(was.SameValue)+1 >= most
	if t.Measure == workbook.Recurring && d.Num >= float64(k.ctx.Plan.DutiesDue(t, k.ctx.Period.Last())) {
		stands = false // nothing more has fallen due
	}
	if status.Key == workbook.Ongoing && t.TakesFigure(k.b) && t.Basis != workbook.ThisPeriod && stands {
		k.add("figure-standing", cell(r, workbook.ColDoneValue), "n", strconv.Itoa(int(was.SameValue)+2))
	}
	if status.Key == workbook.AskChange && was.Asking > 0 && int(was.Asking)+1 >= most && !k.decided(t, was.AskedIn.First()) {
		k.add("change-waiting", cell(r, workbook.ColStatus), "n", strconv.Itoa(int(was.Asking)+1))
	}
}

// decided reports whether the plan has an approved change of a task, or of one of its milestones, since a day.
func (k *returnCheck) decided(t *workbook.Task, since calendar.Date) bool {
	for _, c := range k.ctx.Plan.Changes {
		id, _, _ := strings.Cut(c.ObjectID, "|")
		if (c.Object == workbook.ObjectTask || c.Object == workbook.ObjectMilestone) && workbook.SameName(id, t.ID) && c.Approver != "" &&
			max(c.Approved, c.From) >= since {
			return true
		}
	}
	return false
}

// againstVerified reports where a return differs from the verified values, which count until another verification is given.
func (k *returnCheck) againstVerified(r *workbook.Record, t *workbook.Task) {
	say := func(key string, differs func(v *workbook.Verification) bool) {
		if v := k.ctx.Plan.VerifiedValue(t, k.b, key, k.ctx.Period); v != nil && r.Get(key).Filled() && differs(v) {
			since := ""
			if !v.Period.IsZero() && v.Period != k.ctx.Period {
				since = v.Period.String()
			}
			k.add("verified-differs", cell(r, key), "verified", v.Value, "approver", v.Approver, "since", since)
		}
	}
	now := &workbook.Standing{Period: k.ctx.Period}
	e := k.ctx.Plan.Effective(now, t, k.b)
	if e == nil {
		return
	}
	say(workbook.ColDoneValue, func(v *workbook.Verification) bool {
		value := t.SumWith(k.ctx.Prior.Entry(t, k.b), k.ctx.Period, r.Get(workbook.ColDoneValue).Num)
		return v.Number.Known && math.Abs(v.Number.V-value) > 1e-9*max(1, math.Abs(value))
	})
	say(workbook.ColStatus, func(*workbook.Verification) bool {
		key := r.Get(workbook.ColStatus).Key
		return key != workbook.Unchanged && key != e.Status
	})
	say(workbook.ColDoneOn, func(*workbook.Verification) bool { return k.dateChanged(r.Get(workbook.ColDoneOn), e.DoneOn) })
}

// comparedStatus reports a task that was done and is open again, or that had begun and is not started any more.
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

// partsAgain reports milestones and steps that were done and are open again, or that are now done on another day. The issued workbook does not
// ask for done ones, so such a row comes from an older workbook or was added.
func (k *returnCheck) partsAgain(t *workbook.Task) {
	again := func(form, id, title string, was *workbook.Reached) {
		if was == nil || was.Status != workbook.Done {
			return
		}
		r := k.row(form, t.ID+"|"+id)
		if r == nil || !r.Touched() {
			return
		}
		switch d := r.Get(workbook.ColStatus); {
		case d.Filled() && d.Key != workbook.Done && d.Key != workbook.Unchanged:
			k.add("part-reopened", cell(r, workbook.ColStatus), "name", title)
		case k.dateChanged(r.Get(workbook.ColDoneOn), was.DoneOn):
			k.add("done-date-changed", cell(r, workbook.ColDoneOn), "prior", was.DoneOn.String())
		}
	}
	for _, m := range t.Milestones {
		if slices.Contains(m.Bureaus, k.b) {
			again(workbook.FormMilestoneState, m.ID, m.Title, k.ctx.Prior.Milestone(m, k.b))
		}
	}
	for _, s := range t.Steps {
		if slices.Contains(s.Bureaus, k.b) {
			again(workbook.FormStepState, s.ID, s.Title, k.ctx.Prior.Step(s, k.b))
		}
	}
}
