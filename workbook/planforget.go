package workbook

import "slices"

// Forget drops most cells of the plan's long sheets once the plan is judged. Tasks, milestones, stages, parts, indicators, interim targets
// and steps hold their content; only numbers and names are needed again, if a round that was issued asked somebody else. Each row keeps its
// place. A county's bureaus and tasks grow together, and all this would stay in memory for the whole run.
func (p *Plan) Forget() {
	for _, form := range [...]string{FormTasks, FormMilestones, FormStages, FormParts, FormIndicators, FormInterims, FormProjects} {
		for _, r := range p.records(form) {
			r.forget()
		}
	}
	for _, t := range p.Tasks {
		t.Rec.forget() // a record of its own if the task was changed
	}
	for _, k := range p.Kept {
		k.Rec.forget()
	}
}

// forget drops everything from a row but its number and the names in it.
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
