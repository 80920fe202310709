package validate

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
)

// part is the state of one of the bureau's milestones or steps after this return: what its row says, or else what was said last.
type part struct {
	id, title, project string
	status             string
	doneOn             calendar.Date
	// row is the part's row in this return, nil if it has none; place is where its state was last said.
	row   *workbook.Record
	place workbook.Place
	// known says that the state is known. If the row is gone or cannot be read there is a finding about that, and none about what would
	// follow from it.
	known bool
}

// ownParts lists the bureau's own milestones or steps of a task, in the plan's order.
func (k *returnCheck) ownParts(t *workbook.Task, form string) []part {
	var out []part
	prior := k.ctx.Prior
	add := func(id, title, project string, bureaus []*workbook.Bureau, was *workbook.Reached) {
		if !slices.Contains(bureaus, k.b) {
			return
		}
		p := part{id: id, title: title, project: project, row: k.row(form, t.ID+"|"+id)}
		if was != nil {
			p.status, p.doneOn, p.place = was.Status, was.DoneOn, was.Source.Place()
			p.known = was.Status == workbook.Done
		}
		if p.row != nil {
			p.known = k.legible(p.row, workbook.ColStatus) && k.legible(p.row, workbook.ColDoneOn)
			p.place = p.row.Place(workbook.ColStatus)
			if d := p.row.Get(workbook.ColStatus); d.Filled() {
				p.status = d.Key
			}
			if d := p.row.Get(workbook.ColDoneOn); d.Filled() {
				p.doneOn = d.Date
			}
		}
		out = append(out, p)
	}
	if form == workbook.FormMilestoneState {
		for _, m := range t.Milestones {
			add(m.ID, m.Title, "", m.Bureaus, prior.Milestone(m, k.b))
		}
		return out
	}
	for _, s := range t.Steps {
		add(s.ID, s.Title, s.Project, s.Bureaus, prior.Step(s, k.b))
	}
	return out
}

// partForms lists the forms whose rows are milestones and steps.
func partForms() [2]string {
	return [2]string{workbook.FormMilestoneState, workbook.FormStepState}
}

// unfinished gives the titles of the parts that are not done.
func unfinished(parts []part) (open []string) {
	for _, p := range parts {
		if p.status != workbook.Done {
			open = append(open, p.title)
		}
	}
	return open
}

// legible reports whether a row's column is there, can be read or is empty, and has no error.
func (k *returnCheck) legible(r *workbook.Record, key string) bool {
	i := r.Table.Form.Index(key)
	return r.Table.Cols[i] > 0 && r.At(i).State != workbook.Bad && !k.has(r.Place(key))
}

func allKnown(parts []part) bool {
	for _, p := range parts {
		if !p.known {
			return false
		}
	}
	return true
}

// partsAgainst compares a task's row with its milestones and steps.
func (k *returnCheck) partsAgainst(r *workbook.Record, t *workbook.Task, status string) {
	for i, form := range partForms() {
		parts := k.ownParts(t, form)
		if len(parts) == 0 || !allKnown(parts) {
			continue
		}
		open := unfinished(parts)
		switch {
		case status == workbook.Done && len(open) > 0:
			code := "done-milestones-open"
			if i == 1 {
				code = "done-steps-open"
			}
			k.add(code, cell(r, workbook.ColStatus), "n", strconv.Itoa(len(open)), "names", strings.Join(open, "、"))
			k.named[t.ID] = true
		case status == workbook.Done:
			k.doneBefore(r, parts)
		case len(open) == 0 && k.b == t.Lead() && (len(t.Parts) > 0 || !k.allOwn(t, form)):
			// The whole may still be open as others have something to do. Only the status 未启动 contradicts the lead's own finished parts.
			if status == workbook.NotStarted {
				k.begun(r, t, parts)
			}
		case len(open) == 0 && (status == workbook.Ongoing || status == workbook.NotStarted):
			code := "milestones-done"
			if i == 1 {
				code = "steps-done"
			}
			k.add(code, cell(r, workbook.ColStatus))
		case status == workbook.NotStarted:
			k.begun(r, t, parts)
		}
	}
}

// allOwn reports whether the bureau alone answers for all milestones or steps of a task.
func (k *returnCheck) allOwn(t *workbook.Task, form string) bool {
	others := func(bureaus []*workbook.Bureau) bool {
		return slices.ContainsFunc(bureaus, func(b *workbook.Bureau) bool { return b != k.b })
	}
	if form == workbook.FormMilestoneState {
		return !slices.ContainsFunc(t.Milestones, func(m *workbook.Milestone) bool { return others(m.Bureaus) })
	}
	return !slices.ContainsFunc(t.Steps, func(s *workbook.Step) bool { return others(s.Bureaus) })
}

// doneBefore reports a task that was finished before the last of its milestones or steps.
func (k *returnCheck) doneBefore(r *workbook.Record, parts []part) {
	on := r.Get(workbook.ColDoneOn)
	if !on.Filled() {
		return
	}
	var last *part
	for i := range parts {
		if p := &parts[i]; p.doneOn > on.Date && (last == nil || p.doneOn > last.doneOn) {
			last = p
		}
	}
	if last == nil {
		return
	}
	place := last.place
	if last.row != nil {
		place = last.row.Place(workbook.ColDoneOn)
	}
	k.add("done-before-part", cell(r, workbook.ColDoneOn), "name", last.title, "date", last.doneOn.String(), "other", place.String()).beside(place)
}

// begun reports the parts that are under way or done although the task is said to be not started. If the task was under way before,
// comparedStatus reports that its status went backwards, which is enough.
func (k *returnCheck) begun(r *workbook.Record, t *workbook.Task, parts []part) {
	if was := k.stood(t); was != nil && was.Status != workbook.NotStarted && was.Status != "" {
		return
	}
	var names []string
	var places []workbook.Place
	for _, p := range parts {
		if p.status == workbook.Ongoing || p.status == workbook.Done {
			names, places = append(names, p.title), append(places, p.place)
		}
	}
	if len(names) > 0 {
		k.add("not-started-parts-begun", cell(r, workbook.ColStatus), "names", strings.Join(names, "、"), "other", spell(places)).beside(places...)
	}
}

// stepOrder reports steps that have not begun although a later one of the same project is done. The plan lists steps in the order of approval
// and building. Some may be taken out of order, which the bureau can explain.
func (k *returnCheck) stepOrder(t *workbook.Task) {
	parts := k.ownParts(t, workbook.FormStepState)
	for i := range parts {
		p := &parts[i]
		if p.status != workbook.NotStarted || p.row == nil || !p.known {
			continue
		}
		var names []string
		var places []workbook.Place
		for _, later := range parts[i+1:] {
			if later.known && later.status == workbook.Done && later.project == p.project {
				names, places = append(names, later.title), append(places, later.place)
			}
		}
		if len(names) > 0 {
			k.add("steps-out-of-order", cell(p.row, workbook.ColStatus), "name", p.title, "names", strings.Join(names, "、"), "other", spell(places)).beside(places...)
		}
	}
}

// staged holds the counts of a staged task after this return: those of its rows, or else the last ones.
type staged struct {
	// at are the counts by stage, in the plan's order, was those at the end of the period before.
	at, was []float64
	rows    []*workbook.Record
	// sound says that every count is there and can be read.
	sound bool
}

func (k *returnCheck) stagesOf(t *workbook.Task) staged {
	s := staged{sound: true}
	for _, st := range t.Stages {
		n := st.Initial
		if k.ctx.Prior != nil {
			if c := k.ctx.Prior.Stages[workbook.RowKey{Task: t.ID, ID: st.ID}]; c != nil {
				n = c.V
			}
		}
		s.was = append(s.was, n)
		row := k.row(workbook.FormStageState, t.ID+"|"+st.ID)
		if s.sound = s.sound && row != nil && k.legible(row, workbook.ColCount); s.sound && row.Get(workbook.ColCount).Filled() {
			n = row.Get(workbook.ColCount).Num
		}
		s.at, s.rows = append(s.at, n), append(s.rows, row)
	}
	return s
}

// stagesAgainst compares a task's row with its counts by stage.
func (k *returnCheck) stagesAgainst(r *workbook.Record, t *workbook.Task, status string) {
	if t.Measure != workbook.Staged || t.Lead() != k.b || len(t.Stages) == 0 {
		return
	}
	s := k.stagesOf(t)
	if !s.sound {
		return
	}
	var top, left, moved float64
	for _, st := range t.Stages {
		top = max(top, st.Worth)
	}
	var names []string
	for i, st := range t.Stages {
		moved += (s.at[i] - st.Initial) * st.Worth
		if st.Worth < top && s.at[i] > 0 {
			left += s.at[i]
			names = append(names, st.Title)
		}
	}
	switch {
	case status == workbook.Done && left > 0:
		k.add("done-stages-open", cell(r, workbook.ColStatus), "n", formula.NumberText(left), "names", strings.Join(names, "、"))
	case left == 0 && moved > 0 && (status == workbook.Ongoing || status == workbook.NotStarted):
		k.add("stages-done", cell(r, workbook.ColStatus))
	case status == workbook.NotStarted && moved > 0:
		if was := k.stood(t); was == nil || was.Status == workbook.NotStarted || was.Status == "" {
			k.add("not-started-stages-moved", cell(r, workbook.ColStatus))
		}
	}
}

// stagesFell reports that fewer units than before are in a stage or beyond it. It names the furthest such stage, as those before it lose units
// only in consequence.
func (k *returnCheck) stagesFell(t *workbook.Task) {
	if t.Measure != workbook.Staged || t.Lead() != k.b || k.ctx.Prior == nil {
		return
	}
	s := k.stagesOf(t)
	if !s.sound {
		return
	}
	order := make([]int, len(t.Stages))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(t.Stages[b].Worth, t.Stages[a].Worth) })
	var now, was float64
	for _, i := range order {
		now, was = now+s.at[i], was+s.was[i]
		if now < was && s.rows[i] != nil {
			k.add("stages-fell", cell(s.rows[i], workbook.ColCount), "name", t.Stages[i].Title, "n", formula.NumberText(now), "prior", formula.NumberText(was))
			return
		}
	}
}
