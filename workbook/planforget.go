package workbook

import "slices"

// Forget lets go of most cells of the plan's long sheets, once the plan is judged: what they say stands in tasks, milestones, stages,
// parts, indicators, interim targets and steps, and only numbers and names are looked at again, where a round that is out asked somebody
// else. Each row keeps its place. A county's bureaus and tasks grow with each other, and so much stays in memory for as long as a run takes.
func (p *Plan) Forget() {
	for _, form := range [...]string{FormTasks, FormMilestones, FormStages, FormParts, FormIndicators, FormInterims, FormProjects} {
		for _, r := range p.records(form) {
			r.forget()
		}
	}
	for _, t := range p.Tasks {
		t.Rec.forget() // one of its own where the task was changed
	}
	for _, k := range p.Kept {
		k.Rec.forget()
	}
}

// forget leaves of a row its number and the names in it.
func (r *Record) forget() {
	if r == nil {
		return
	}
	stays := func(d *Datum) bool {
		return r.column(d).Type == NamesColumn || slices.Contains(r.Table.Form.ID, r.column(d).Key)
	}
	n := 0
	for i := range r.data {
		if stays(&r.data[i]) {
			n++
		}
	}
	left := make([]Datum, 0, n)
	for i := range r.data {
		if d := &r.data[i]; stays(d) {
			left = append(left, *d)
		}
	}
	r.data = left
}
