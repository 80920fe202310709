package validate

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// longestChoices is the longest list of choices, in UTF-16 units, that Excel takes for a drop-down written out in the cell's rule.
const longestChoices = sheet.MaxListLen

// tasks checks each task by itself and against its parent.
func (k *planCheck) tasks() {
	for _, t := range k.p.Tasks {
		r := t.Rec
		number := r.Get(workbook.ColTask)
		switch {
		case strings.ContainsAny(t.ID, "|｜"):
			k.add("task-number-bar", cell(r, workbook.ColTask))
		case number.Format == sheet.Date && number.Raw.Kind == sheet.Number:
			k.add("task-number-date", cell(r, workbook.ColTask))
		}
		// An unknown name is a finding of its own.
		if t.Reports() && t.LeadOpen && r.Get(workbook.ColLeads).State != workbook.Good {
			k.add("pending-lead", cell(r, workbook.ColLeads))
		}
		k.deadline(t)
		k.measure(t)
	}
	k.parents()
}

// deadline checks a task's dates.
func (k *planCheck) deadline(t *workbook.Task) {
	r := t.Rec
	due, wording := r.Get(workbook.ColDue), r.Get(workbook.ColDueText)
	switch {
	case t.Due != 0:
		if t.Start > t.Due {
			field := workbook.ColStart
			if !r.Get(workbook.ColStart).Filled() {
				field = workbook.ColDue
			}
			k.add("start-after-due", cell(r, field), "start", t.Start.String(), "due", t.Due.String())
		}
		if due.Filled() && wording.Filled() && k.p.Settings.DocDate != 0 {
			d, ok := k.p.LimitOf(wording.Text, r.Get(workbook.ColStart).Date)
			if ok && (due.Date < d.First || due.Date > d.Last) {
				k.add("due-differs", cell(r, workbook.ColDue), "wording", wording.Text, "resolved", d.Last.String())
			}
		}
	case !t.Reports() || due.State == workbook.Bad:
	// A recurring duty needs no end.
	case t.Measure == workbook.Recurring && due.State == workbook.Empty:
	case wording.Filled() && due.State == workbook.Empty:
		k.add("pending-due-wording", cell(r, workbook.ColDueText), "wording", wording.Text)
	default:
		k.add("pending-due", cell(r, workbook.ColDue))
	}
}

// measure checks that the plan has what a task's measure needs.
func (k *planCheck) measure(t *workbook.Task) {
	r := t.Rec
	target := r.Get(workbook.ColTarget)
	switch t.Measure {
	case workbook.Quantity, workbook.Rectification:
		if !t.Target.Known && target.State != workbook.Bad {
			k.add("pending-target", cell(r, workbook.ColTarget))
		}
	case workbook.Staged:
		if len(t.Stages) == 0 {
			k.add("stages-missing", cell(r, workbook.ColMeasure))
		}
		if t.ByGroup() {
			k.add("stages-of-group", cell(r, workbook.ColLeads))
		}
	case workbook.ByIndicator:
		if len(t.Indicators) == 0 {
			k.add("indicators-missing", cell(r, workbook.ColMeasure))
		}
	case workbook.Recurring:
		if len(t.Cadences) == 0 && r.Get(workbook.ColCadence).State == workbook.Empty {
			k.add("cadence-missing", cell(r, workbook.ColCadence))
		}
	case workbook.Project:
		invested := t.Invests() || t.Target.Known
		if t.Basis == workbook.ByInvestment && !invested || t.Basis != workbook.ByInvestment && len(t.Steps) == 0 && len(t.Milestones) == 0 {
			k.add("project-empty", cell(r, workbook.ColMeasure))
		}
	}
	if t.Measure == workbook.Quantity && t.Target.Known {
		k.rateByDays(r, t.Title, t.Unit, t.Direction)
	}
	if t.Measure != workbook.Quantity || !t.Target.Known || !t.Baseline.Known || workbook.IsBound(t.Direction) {
		return
	}
	switch from, to := t.Baseline.V, t.Target.V; {
	case from == to:
		k.add("target-is-baseline", cell(r, workbook.ColTarget))
	case t.Direction == workbook.Higher && from > to, t.Direction == workbook.Lower && from < to:
		k.add("baseline-beyond-target", cell(r, workbook.ColBaseline), "baseline", formula.NumberText(from), "target", formula.NumberText(to))
	}
}

// parents finds sub-tasks that are due after their parent.
func (k *planCheck) parents() {
	for _, t := range k.p.Tasks {
		parent := k.p.Task(t.Parent)
		if parent == nil || parent == t || parent.Due == 0 || t.Due <= parent.Due {
			continue
		}
		k.add("parent-before-child", cell(t.Rec, workbook.ColDue), "parent", parent.ID, "due", parent.Due.String(),
			"first", parent.Rec.Place(workbook.ColDue).Cell())
	}
}

// parts checks the rows below tasks: milestones, stages, allocated parts, steps, indicators and interim targets.
func (k *planCheck) parts() {
	for _, t := range k.p.Tasks {
		due, first := t.Due.String(), t.Rec.Place(workbook.ColDue).Cell()
		// Milestones and steps may be as late as the deadline in the table or the changed one, whichever is later.
		limit := max(t.Due, k.p.DueOn(t, lastDay))
		for _, m := range t.Milestones {
			if t.Due != 0 && m.Due > limit {
				k.later("milestone-after-task", m.Rec, m.Due, t.ID, due, first)
			}
		}
		for _, s := range t.Steps {
			if t.Due != 0 && s.Due > limit {
				k.later("step-after-task", s.Rec, s.Due, t.ID, due, first)
			}
		}
		k.stageSum(t)
		k.partSum(t)
		k.partLess(t)
		k.interims(t.Interims, limit, t.Rec, workbook.ColTarget, t.Paced(), t.InterimRatio)
	}
	for _, in := range k.p.Indicators {
		if d := in.Rec.Get(workbook.ColPlanned); d.State == workbook.Open || d.State == workbook.Empty {
			k.add("pending-indicator", cell(in.Rec, workbook.ColPlanned), "name", in.Title)
		}
		end := calendar.Date(0)
		if in.Task != nil {
			end = max(in.Task.Due, k.p.DueOn(in.Task, lastDay))
		}
		k.interims(in.Interims, end, in.Rec, workbook.ColPlanned, in.Paced(), in.InterimRatio)
		if in.Planned.Known {
			k.rateByDays(in.Rec, in.Title, in.Unit, in.Direction)
		}
	}
}

// interims checks the interim targets of the task or indicator in row of, whose final target is in the column target and due at end, 0 if
// that is not known. Each has to be due before the end. If they pace progress, none may exceed the final target or fall behind the one
// before it; those of a bound may move either way. ratio gives the completion of a figure.
func (k *planCheck) interims(list workbook.Interims, end calendar.Date, of *workbook.Record, target string, paced bool, ratio func(float64) workbook.Amount) {
	was := workbook.Known(0)
	for i, x := range list {
		if end != 0 && x.Due >= end {
			k.later("interim-after-end", x.Rec, x.Due, x.Rec.Get(workbook.ColTask).Text, end.String(), of.Place(target).String())
		}
		if !paced {
			continue
		}
		r := ratio(x.Target.V)
		switch {
		case !r.Known:
			continue
		case r.V > 1:
			k.add("interim-beyond", cell(x.Rec, workbook.ColTarget), "target", of.Get(target).Text, "first", of.Place(target).String())
		case r.V < was.V:
			k.add("interim-falls", cell(x.Rec, workbook.ColTarget), "was", formula.NumberText(list[i-1].Target.V), "first", list[i-1].Rec.Place(workbook.ColTarget).Cell())
		}
		was = r
	}
}

// levelWords name rates that have a level at any time, such as growth and quality, and do not grow day by day as a total does.
var levelWords = []string{"增速", "增长率", "增幅", "同比增长", "优良率", "合格率", "达标率", "满意率", "满意度", "growth", "pass rate", "satisfaction"}

// rateByDays reports such a rate if it is to be as high as possible (越高越好), since it would then be expected to grow day by day: early in
// the year any value would count as ahead.
func (k *planCheck) rateByDays(r *workbook.Record, title, unit, direction string) {
	named := func(word string) bool { return strings.Contains(strings.ToLower(title), word) }
	if direction == workbook.Higher && workbook.Fold(unit) == "%" && slices.ContainsFunc(levelWords, named) {
		k.add("rate-by-days", cell(r, workbook.ColDirection), "name", title)
	}
}

// lastDay is later than any change takes effect.
const lastDay = calendar.Date(2958465)

// later reports a row that is due on a day after that of its task or final target.
func (k *planCheck) later(code string, r *workbook.Record, d calendar.Date, task, due, first string) {
	field := workbook.ColDue
	if !r.Get(field).Filled() {
		field = workbook.ColDueText
	}
	a := cell(r, field)
	a.value, a.task = d.String(), task
	k.add(code, a, "due", due, "first", first)
}

// stageSum compares the units in all stages with the task's target. It says nothing while a stage has no number.
func (k *planCheck) stageSum(t *workbook.Task) {
	if len(t.Stages) == 0 || !t.Target.Known {
		return
	}
	var cells []workbook.Place
	for _, s := range t.Stages {
		if !s.Rec.Get(workbook.ColInitial).Filled() {
			return
		}
		cells = append(cells, s.Rec.Place(workbook.ColInitial))
	}
	if sum := t.StageTotal(); formula.NumberText(sum) != formula.NumberText(t.Target.V) {
		k.add("stages-sum", cell(t.Stages[0].Rec, workbook.ColInitial), "sum", formula.NumberText(sum), "target", formula.NumberText(t.Target.V),
			"cells", Cells(cells), "first", t.Rec.Place(workbook.ColTarget).String())
	}
}

// partSum compares the sum of an allocated task's known parts with its target, and reports the parts that are still open.
func (k *planCheck) partSum(t *workbook.Task) {
	var sum float64
	open := false
	var cells []workbook.Place
	for _, p := range t.Parts {
		if !p.Target.Known {
			open = true
			if p.Rec.Get(workbook.ColTarget).State != workbook.Bad {
				k.add("pending-part", cell(p.Rec, workbook.ColTarget), "name", p.Bureau.Name)
			}
			continue
		}
		sum += p.Target.V
		cells = append(cells, p.Rec.Place(workbook.ColTarget))
	}
	if len(cells) == 0 || !t.Target.Known || t.Measure == workbook.ByIndicator {
		return
	}
	code := ""
	switch {
	case !open && formula.NumberText(sum) != formula.NumberText(t.Target.V):
		code = "parts-sum"
	case open && sum > t.Target.V && (t.Direction == workbook.Higher || t.Direction == workbook.Floor):
		code = "parts-exceed"
	}
	if code != "" {
		k.add(code, cell(t.Parts[0].Rec, workbook.ColTarget), "sum", formula.NumberText(sum), "target", formula.NumberText(t.Target.V),
			"cells", Cells(cells), "first", t.Rec.Place(workbook.ColTarget).String())
	}
}

// partLess finds members of a group that leads an allocated task who have no part in it: they would be asked for the whole.
func (k *planCheck) partLess(t *workbook.Task) {
	if len(t.Parts) == 0 || !t.ByGroup() || t.ByStages() {
		return
	}
	var names []string
	for _, a := range t.Assigned {
		if a.Role == workbook.RoleMember && t.PartOf(a.Bureau) == nil {
			names = append(names, a.Bureau.Name)
		}
	}
	if len(names) > 0 {
		k.add("parts-left-out", cell(t.Parts[0].Rec, workbook.ColBureau), "task", t.ID, "names", strings.Join(names, "、"))
	}
}
