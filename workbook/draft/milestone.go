package draft

import (
	"slices"
	"strconv"

	"duban/workbook"
	"duban/workbook/calendar"
)

// Held is a milestone of the document for a task that the plan has.
type Held struct {
	Milestone
	// Plan is the plan's milestone for which the document has another day, nil if the plan has no such milestone; Old is its day in the
	// plan.
	Plan *workbook.Milestone
	Old  calendar.Date
}

// milestones compares a task's milestones with those of the plan. It gives those that the plan lacks or dates
// differently, under their numbers in the plan, and the number of stages, parts, interim targets and steps that the plan
// lacks. These only have a meaning together, so single ones cannot be added.
func milestones(t *Task, x *workbook.Task, p *workbook.Plan) (held []Held, unlisted int) {
	taken := map[*workbook.Milestone]bool{}
	for _, m := range t.Milestones {
		if slices.ContainsFunc(x.Steps, func(s *workbook.Step) bool { return sameStep(m, s.Title, s.Due) }) {
			continue
		}
		if len(x.Steps) > 0 {
			unlisted++
			continue
		}
		i := slices.IndexFunc(x.Milestones, func(have *workbook.Milestone) bool {
			return !taken[have] && sameStep(m, have.Title, p.MilestoneInForce(have))
		})
		if i < 0 {
			held = append(held, Held{Milestone: m})
			continue
		}
		have := x.Milestones[i]
		taken[have] = true
		if due := p.MilestoneInForce(have); m.Due.Date != 0 && m.Due.Date != due {
			m.Title.Text = have.Title
			held = append(held, Held{Milestone: m, Plan: have, Old: due})
		}
	}
	next := 1
	for i := range held {
		if held[i].Plan != nil {
			held[i].ID = held[i].Plan.ID
			continue
		}
		for slices.ContainsFunc(x.Milestones, func(m *workbook.Milestone) bool { return m.ID == strconv.Itoa(next) }) {
			next++
		}
		held[i].ID = strconv.Itoa(next)
		next++
	}
	for _, s := range t.Stages {
		if !slices.ContainsFunc(x.Stages, func(have *workbook.Stage) bool { return likeness(s.Title.Text, have.Title) >= nearTask }) {
			unlisted++
		}
	}
	for _, target := range t.Targets {
		if !slices.ContainsFunc(x.Interims, func(have *workbook.Interim) bool {
			return have.Due == target.Due.Date && have.Target == workbook.Known(target.Target.Num)
		}) {
			unlisted++
		}
	}
	for _, s := range t.Parts {
		if !slices.ContainsFunc(x.Parts, func(have *workbook.Part) bool {
			return have.Bureau == p.Directory.Bureau(s.Bureau.Text) && have.Target == workbook.Known(s.Target.Num)
		}) {
			unlisted++
		}
	}
	return held, unlisted
}

// sameStep reports whether a milestone of a document is one of the plan's. If the day is the same the words may differ more.
func sameStep(m Milestone, title string, due calendar.Date) bool {
	least := sameTask
	if m.Due.Date != 0 && m.Due.Date == due {
		least = nearTask
	}
	return likeness(m.Title.Text, title) >= least
}

// likeness gives the share of the shorter of two titles that is in the longer.
func likeness(a, b string) float64 {
	if a == b {
		return 1
	}
	x, y := bareWords(a), bareWords(b)
	if len(y) < len(x) {
		x, y = y, x
	}
	return share(x, y)
}
