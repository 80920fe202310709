package accept

import (
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

// milestone is a milestone of a task that the plan has, as it is now.
type milestone struct {
	id, title string
	due       calendar.Date
}

// milestone takes a milestone of an accepted row. One that the task lacks is appended, another day for one that it has becomes a
// row of 变更. Existing milestones are recognised by their titles, so that nothing is added twice, and a day that somebody
// changed in the plan since the draft was made is not overwritten.
func (t *taking) milestone(r *workbook.Record, row acceptedRow, number string) {
	task := row.task.ID
	if _, ok := t.milestones[task]; !ok {
		t.milestones[task] = nil
		for _, m := range row.task.Milestones {
			t.milestones[task] = append(t.milestones[task], milestone{m.ID, m.Title, t.Plan.MilestoneInForce(m)})
		}
	}
	title, due := strings.TrimSpace(r.Get(workbook.ColTitle).Text), r.Get(workbook.ColDue)
	have := t.milestones[task]
	i := slices.IndexFunc(have, func(m milestone) bool { return m.title == title && (title != "" || m.due == due.Date) })
	if i < 0 {
		t.addMilestone(r, task, title, due.Date)
		t.grown[number] = true
		return
	}
	m := &have[i]
	if due.Date == 0 || due.Date == m.due {
		return
	}
	t.grown[number] = true
	if was := t.was[task+"|"+m.id]; was == nil || was.Get(workbook.ColDue).Date != m.due {
		t.keep(r.Place(workbook.ColDue), KeptMilestone, "task", task, "title", title, "now", dayOrBlank(m.due))
		return
	}
	t.record(row.Record, workbook.ObjectMilestone, task+"/"+m.id, r.Table.Form.Column(workbook.ColDue).Heading,
		draft.Difference{Field: workbook.ColDue, Old: dayOrBlank(m.due), New: due.Date.String()})
	m.due = due.Date
}

func dayOrBlank(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// addMilestone appends a milestone to a task that the plan has, under its number in the draft, or else the next number that
// is free.
func (t *taking) addMilestone(r *workbook.Record, task, title string, due calendar.Date) {
	have := t.milestones[task]
	id := r.Get(workbook.ColMilestone).Text
	for n := 1; id == "" || slices.ContainsFunc(have, func(m milestone) bool { return m.id == id }); n++ {
		id = strconv.Itoa(n)
	}
	t.milestones[task] = append(have, milestone{id, title, due})
	t.bureaus(r.Get(workbook.ColBureau).List())
	t.append(workbook.FormMilestones, func(col *workbook.Column) sheet.Value {
		switch col.Key {
		case workbook.ColTask:
			return sheet.Str(task)
		case workbook.ColMilestone:
			return sheet.Str(id)
		}
		return valueOf(r, col)
	})
	t.Milestones++
}
