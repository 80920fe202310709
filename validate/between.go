package validate

import (
	"strconv"
	"strings"

	"duban/workbook"
)

// between compares a task's row with the other sheets and with what the plan measures it by.
func (k *returnCheck) between() {
	t := k.ret.Tables[workbook.FormProgress]
	if t == nil {
		return
	}
	for _, r := range t.Records {
		task := k.ctx.Plan.Task(r.ID)
		if task == nil || k.odd[r] || !r.Touched() {
			continue
		}
		status := r.Get(workbook.ColStatus)
		k.figures(r, task, status.Key)
		switch status.Key {
		case workbook.Done:
			k.openParts(r, task, workbook.FormMilestoneState, "done-milestones-open")
			k.openParts(r, task, workbook.FormStepState, "done-steps-open")
			k.openStages(r, task)
		case workbook.Ongoing, workbook.NotStarted:
			if n, open := k.parts(task, workbook.FormMilestoneState); n > 0 && len(open) == 0 {
				k.add("milestones-done", cell(r, workbook.ColStatus))
			}
			if n, open := k.parts(task, workbook.FormStepState); n > 0 && len(open) == 0 {
				k.add("steps-done", cell(r, workbook.ColStatus))
			}
		}
	}
}

// farBeyond is how many times its target a figure may be before somebody is asked whether it is meant: a figure in 元
// where 万元 is counted is ten thousand times too large.
const farBeyond = 10

// figures asks for the figure that a task is measured by, and compares it with the target.
func (k *returnCheck) figures(r *workbook.Record, t *workbook.Task, status string) {
	role := t.Role(k.b)
	if !t.Counted() || role == workbook.RoleSupport || role == "" {
		return
	}
	d := r.Get(workbook.ColDoneValue)
	if d.State == workbook.Bad || r.Table.Cols[r.Table.Form.Index(workbook.ColDoneValue)] == 0 {
		return
	}
	last := k.ctx.Prior.Entry(t, k.b)
	value := workbook.Amount{}
	switch {
	case d.Filled():
		value = workbook.Known(d.Num)
		if t.Basis == workbook.ThisPeriod && last != nil && last.Value.Known {
			value.V += last.Value.V
		}
	case last != nil:
		value = last.Value
	}
	reported := status == workbook.Ongoing || status == workbook.Done
	if !d.Filled() && reported && (!value.Known || t.Basis == workbook.ThisPeriod) {
		k.add("figure-expected", cell(r, workbook.ColDoneValue), "unit", t.Unit)
		return
	}
	target := t.Target
	if part := t.PartOf(k.b); part != nil {
		target = part.Target
	} else if t.Measure == workbook.Project && t.YearInvestment.Known {
		target = t.YearInvestment
	}
	if !value.Known || !target.Known || t.Measure == workbook.Recurring {
		return
	}
	reached := value.V >= target.V
	if t.Direction != workbook.Higher {
		reached = value.V <= target.V
	}
	a := cell(r, workbook.ColDoneValue)
	a.value = figure(value.V)
	switch {
	case d.Filled() && t.Direction != workbook.Lower && target.V > 0 && value.V > farBeyond*target.V:
		k.add("figure-beyond", a, "target", figure(target.V)+t.Unit)
	case status == workbook.Done && !reached:
		k.add("done-below-target", a, "target", figure(target.V)+t.Unit)
	case status == workbook.Ongoing && reached && t.Direction == workbook.Higher:
		k.add("target-reached", a, "target", figure(target.V)+t.Unit)
	}
}

// parts are the bureau's own milestones or steps of a task: how many there are, and which are not done.
func (k *returnCheck) parts(t *workbook.Task, form string) (n int, open []string) {
	count := func(id, title string, bureaus []*workbook.Bureau, was *workbook.Reached) {
		mine := false
		for _, b := range bureaus {
			mine = mine || b == k.b
		}
		if !mine {
			return
		}
		n++
		status := ""
		if was != nil {
			status = was.Status
		}
		if r := k.row(form, t.ID+"|"+id); r != nil && r.Get(workbook.ColStatus).Filled() {
			status = r.Get(workbook.ColStatus).Key
		}
		if status != workbook.Done {
			open = append(open, title)
		}
	}
	prior := k.ctx.Prior
	if prior == nil {
		prior = &workbook.Standing{}
	}
	if form == workbook.FormMilestoneState {
		for _, m := range t.Milestones {
			count(m.ID, m.Title, m.Bureaus, prior.Milestones[workbook.RowKey{Task: t.ID, ID: m.ID}])
		}
		return n, open
	}
	for _, s := range t.Steps {
		count(s.ID, s.Title, s.Bureaus, prior.Steps[workbook.RowKey{Task: t.ID, ID: s.ID}])
	}
	return n, open
}

// row finds a row of the return by its form and id, nil where it is not there or is no row of the bureau's.
func (k *returnCheck) row(form, id string) *workbook.Record {
	t := k.ret.Tables[form]
	if t == nil {
		return nil
	}
	for _, r := range t.Records {
		if fold(r.ID) == fold(id) && !k.odd[r] {
			return r
		}
	}
	return nil
}

func (k *returnCheck) openParts(r *workbook.Record, t *workbook.Task, form, code string) {
	if _, open := k.parts(t, form); len(open) > 0 {
		k.add(code, cell(r, workbook.ColStatus), "n", strconv.Itoa(len(open)), "names", strings.Join(open, "、"))
	}
}

// openStages says which stages short of the last still hold units of a task that is called done.
func (k *returnCheck) openStages(r *workbook.Record, t *workbook.Task) {
	if t.Measure != workbook.Staged || t.Lead() != k.b {
		return
	}
	var top, left float64
	for _, s := range t.Stages {
		top = max(top, s.Worth)
	}
	var names []string
	for _, s := range t.Stages {
		n := s.Initial
		if k.ctx.Prior != nil {
			if c := k.ctx.Prior.Stages[workbook.RowKey{Task: t.ID, ID: s.ID}]; c != nil {
				n = c.V
			}
		}
		if row := k.row(workbook.FormStageState, t.ID+"|"+s.ID); row != nil && row.Get(workbook.ColCount).Filled() {
			n = row.Get(workbook.ColCount).Num
		}
		if s.Worth < top && n > 0 {
			left += n
			names = append(names, s.Title)
		}
	}
	if left > 0 {
		k.add("done-stages-open", cell(r, workbook.ColStatus), "n", figure(left), "names", strings.Join(names, "、"))
	}
}
