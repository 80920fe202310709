package workbook

import "strings"

// PlanRow is what the plan knows of a row of a returned sheet: who answers for it, and the words by which people recognise it.
type PlanRow struct {
	ID      string
	Bureaus []*Bureau
	// Words are the row's locked texts by column.
	Words map[string]string
}

// PlanRow looks a row of a form up by its id, nil if the plan has none.
func (p *Plan) PlanRow(form, id string) *PlanRow {
	switch form {
	case FormIndicatorState:
		if in := p.Indicator(id); in != nil {
			return in.row()
		}
	case FormProgress:
		if t := p.Task(id); t != nil {
			return t.row()
		}
	case FormMilestoneState:
		if m := p.milestoneOf(id); m != nil {
			return m.row()
		}
	case FormStageState:
		if s := p.stageOf(id); s != nil {
			return s.row()
		}
	case FormStepState:
		if s := p.stepOf(id); s != nil {
			return s.row()
		}
	}
	return nil
}

// below takes the id of a row below a task apart: the task, nil if the plan does not have it, and the row's own number.
func (p *Plan) below(row string) (*Task, string) {
	id, number, _ := strings.Cut(row, "|")
	return p.Task(id), number
}

// milestoneOf finds the milestone of a returned row by the row's id, stageOf the stage and stepOf the step; nil if the plan has none.
func (p *Plan) milestoneOf(row string) *Milestone {
	if t, number := p.below(row); t != nil {
		return t.milestone(number)
	}
	return nil
}

func (p *Plan) stageOf(row string) *Stage {
	if t, number := p.below(row); t != nil {
		return t.stage(number)
	}
	return nil
}

func (p *Plan) stepOf(row string) *Step {
	if t, number := p.below(row); t != nil {
		return t.step(number)
	}
	return nil
}

// PlanRows lists all rows of a form.
func (p *Plan) PlanRows(form string) []*PlanRow {
	var out []*PlanRow
	if form == FormIndicatorState {
		for _, in := range p.Indicators {
			out = append(out, in.row())
		}
		return out
	}
	for _, t := range p.Tasks {
		switch form {
		case FormProgress:
			out = append(out, t.row())
		case FormMilestoneState:
			for _, m := range t.Milestones {
				out = append(out, m.row())
			}
		case FormStageState:
			for _, s := range t.Stages {
				out = append(out, s.row())
			}
		case FormStepState:
			for _, s := range t.Steps {
				out = append(out, s.row())
			}
		}
	}
	return out
}

func (t *Task) row() *PlanRow {
	r := &PlanRow{ID: t.ID, Words: map[string]string{ColTitle: t.Title}}
	for _, a := range t.Assigned {
		r.Bureaus = append(r.Bureaus, a.Bureau)
	}
	return r
}

func (m *Milestone) row() *PlanRow {
	return &PlanRow{m.Task.ID + "|" + m.ID, m.Bureaus, map[string]string{ColTitle: m.Task.Title, ColGoal: m.Title}}
}

// row belongs to the lead: whoever sums up a task counts its stages.
func (s *Stage) row() *PlanRow {
	r := &PlanRow{ID: s.Task.ID + "|" + s.ID, Words: map[string]string{ColTitle: s.Task.Title, ColGoal: s.Title}}
	if lead := s.Task.Lead(); lead != nil {
		r.Bureaus = []*Bureau{lead}
	}
	return r
}

func (s *Step) row() *PlanRow {
	return &PlanRow{s.Task.ID + "|" + s.ID, s.Bureaus, map[string]string{ColStep: s.Title}}
}

func (in *Indicator) row() *PlanRow {
	return &PlanRow{in.ID, in.Bureaus, map[string]string{ColTitle: in.Title}}
}

// Fits compares the words of a returned row with the plan's. fits says that no word that is there differs, worded that any is there.
func (p *PlanRow) Fits(r *Record) (fits, worded bool) {
	fits = true
	for key, text := range p.Words {
		if d := r.Get(key); d.State != Empty {
			worded = true
			fits = fits && SameName(d.Text, text)
		}
	}
	return fits, worded
}
