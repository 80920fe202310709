package templates

import (
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

// Template is what one bureau is asked in one period: rows to be read and filled in, not yet laid out.
type Template struct {
	Plan   *workbook.Plan
	Bureau *workbook.Bureau
	Period calendar.Period
	// Due is the day by which the workbook has to be back, Cutoff the day as of which its figures hold.
	Due, Cutoff calendar.Date
	Sheets      []*TemplateSheet
	// Said lists the bureaus whose entries of the period are filled in already, see FillIn.
	Said []string
	// Key seals the identity sheet, nil for none.
	Key workbook.Key
	// Cover holds what was typed on the cover, by cover key; nil in a fresh template.
	Cover map[string]sheet.Value
}

// TemplateSheet is one form of a template with its rows.
type TemplateSheet struct {
	Form *workbook.Form
	Rows []*TemplateRow
	// Blank is the number of empty rows below.
	Blank int
}

// TemplateRow is one row: its id and its cells by column key.
type TemplateRow struct {
	ID    string
	Cells map[string]sheet.Value
	// Figure says that a figure is asked for: the task is counted, the bureau answers for it, and there is none from before.
	Figure bool
	// Percent says that the figure is a percentage for which a value up to 1 is a fraction typed by mistake.
	Percent bool
	// Optional says that the row may stay blank: no new figure is expected in the round.
	Optional bool
	// Most is the largest figure that the bureau is not asked to confirm; not known if no figure is too large.
	Most workbook.Amount
}

// Sheet finds a form's sheet, nil if the bureau has none.
func (t *Template) Sheet(form string) *TemplateSheet {
	for _, s := range t.Sheets {
		if s.Form.Key == form {
			return s
		}
	}
	return nil
}

// Row finds a row by its id, nil if there is none.
func (s *TemplateSheet) Row(id string) *TemplateRow {
	if s == nil {
		return nil
	}
	for _, r := range s.Rows {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Points counts the rows that ask for something.
func (t *Template) Points() int {
	n := 0
	for _, s := range t.Sheets {
		n += len(s.Rows)
	}
	return n
}

// RowIDs gives the ids of the template's rows, by form.
func (t *Template) RowIDs() map[string][]string {
	out := map[string][]string{}
	for _, s := range t.Sheets {
		ids := make([]string, 0, len(s.Rows))
		for _, r := range s.Rows {
			ids = append(ids, r.ID)
		}
		out[s.Form.Key] = ids
	}
	return out
}

// Locked gives the text that a locked cell was issued with; false if the template has no such cell.
func (t *Template) Locked(form, id, key string) (string, bool) {
	r := t.Sheet(form).Row(id)
	if r == nil {
		return "", false
	}
	v, ok := r.Cells[key]
	if !ok {
		return "", true
	}
	return v.String(), true
}

// Prepare works out what a bureau is asked in a period, from the plan and the standing at the end of the period before.
// If there is nothing to ask the template has no sheets.
func Prepare(plan *workbook.Plan, forms *workbook.TemplateForms, prior *workbook.Standing, b *workbook.Bureau, p calendar.Period, c *Catalogue) *Template {
	t := &Template{Plan: plan, Bureau: b, Period: p, Due: plan.DueDay(p), Cutoff: plan.CutoffDay(p)}
	add := func(f *workbook.Form, rows []*TemplateRow, blank int) {
		if len(rows) > 0 || blank > 0 {
			t.Sheets = append(t.Sheets, &TemplateSheet{Form: f, Rows: rows, Blank: blank})
		}
	}
	tasks := plan.Asked(prior, b, p)
	lists := plan.ListsAsked(prior, b, p)
	rows := prepareRows{plan: plan, prior: prior, bureau: b, period: p, words: c}
	add(forms.Progress, rows.progress(forms.Progress, tasks), 0)
	add(forms.Milestones, rows.milestones(), 0)
	add(forms.Stages, rows.stages(tasks), 0)
	add(forms.Indicators, rows.indicators(forms.Indicators), 0)
	add(forms.Steps, rows.steps(), 0)
	if len(t.Sheets) > 0 || len(lists) > 0 {
		for _, l := range lists {
			add(l.Issued(forms), nil, l.Form.BlankRows)
		}
		add(forms.Problems, rows.problems(), forms.Problems.BlankRows)
	}
	return t
}

type prepareRows struct {
	plan   *workbook.Plan
	prior  *workbook.Standing
	bureau *workbook.Bureau
	period calendar.Period
	words  *Catalogue
}

func dateValue(d calendar.Date) sheet.Value {
	if d == 0 {
		return sheet.Value{}
	}
	return sheet.Int(int(d))
}

func amountValue(a workbook.Amount) sheet.Value {
	if !a.Known {
		return sheet.Value{}
	}
	return sheet.Num(a.V)
}

// dueValue gives a deadline, or the word for one that is still open.
func (p prepareRows) dueValue(d calendar.Date) sheet.Value {
	if d == 0 {
		return sheet.Str(p.words.T("word.open"))
	}
	return dateValue(d)
}

func (p prepareRows) progress(f *workbook.Form, tasks []*workbook.Task) []*TemplateRow {
	var out []*TemplateRow
	role := f.Column(workbook.ColRole)
	for _, t := range tasks {
		r := &TemplateRow{ID: t.ID, Cells: map[string]sheet.Value{
			workbook.ColTask:  sheet.Str(t.ID),
			workbook.ColTitle: sheet.Str(t.Title),
			workbook.ColGoal:  sheet.StrOrBlank(t.Goal),
			workbook.ColRole:  sheet.Str(role.Label(t.Role(p.bureau))),
			workbook.ColDue:   p.dueValue(p.plan.DueOn(t, p.period.Last())),
		}}
		r.Cells[workbook.ColTarget] = sheet.StrOrBlank(p.withInterim(t, p.target(t)))
		e := p.stood(t)
		r.Figure = t.AsksFigure(p.bureau) && (t.Basis == workbook.ThisPeriod || e == nil || !e.Value.Known)
		r.Percent = t.InPercent(p.bureau)
		r.Most = t.DoubtedAbove(p.bureau, e, p.period)
		if e != nil {
			if e.Value.Known && t.Basis != workbook.ThisPeriod {
				r.Cells[workbook.ColPriorValue] = sheet.Num(e.Value.V)
			}
			r.Cells[workbook.ColPriorText] = sheet.StrOrBlank(p.verified(f, t, e) + p.leadDone(t, e) + e.Text)
		}
		out = append(out, r)
	}
	return out
}

// stood gives the bureau's entry as it counts at the end of the period before, with verified values in place of reported ones.
func (p prepareRows) stood(t *workbook.Task) *workbook.Accepted {
	if p.prior == nil {
		return nil
	}
	return p.plan.Effective(p.prior, t, p.bureau)
}

// verified tells a bureau what counts otherwise than it reported. A verification holds until another one is given, whatever is reported
// after it: a clerk who is not told goes on reporting figures that do not count. effective is the bureau's entry as verified.
func (p prepareRows) verified(f *workbook.Form, t *workbook.Task, effective *workbook.Accepted) string {
	said := p.prior.Entry(t, p.bureau)
	if said == nil {
		said = &workbook.Accepted{}
	}
	var told strings.Builder
	tell := func(field, counts, reported string) {
		if v := p.plan.VerifiedValue(t, p.bureau, field, p.prior.Period); v != nil && counts != reported {
			told.WriteString(p.words.T("word.verified", "field", f.Column(field).Heading, "reported", reported, "value", counts, "approver", v.Approver))
		}
	}
	figure := func(a workbook.Amount) string {
		if !a.Known {
			return ""
		}
		return formula.NumberText(a.V)
	}
	state := f.Column(workbook.ColStatus)
	tell(workbook.ColDoneValue, figure(effective.Value), figure(said.Value))
	tell(workbook.ColStatus, state.Label(effective.Status), state.Label(said.Status))
	tell(workbook.ColDoneOn, effective.DoneOn.String(), said.DoneOn.String())
	return told.String()
}

// leadDone tells a support whose own part is still open that the lead has reported the task as done: each counts by its own word, and
// a support that forgets to say so counts as late.
func (p prepareRows) leadDone(t *workbook.Task, own *workbook.Accepted) string {
	lead := t.Lead()
	if lead == nil || t.Measure != workbook.Deliverable || t.Role(p.bureau) != workbook.RoleSupport || own.Status == workbook.Done {
		return ""
	}
	if e := p.plan.Effective(p.prior, t, lead); e == nil || e.Status != workbook.Done {
		return ""
	}
	return p.words.T("word.lead-done", "lead", lead.Name)
}

// target says what has to be reached, with its unit; for a bureau with an allocated part it is that of the part.
func (p prepareRows) target(t *workbook.Task) string {
	target, unit, word := t.Target, t.Unit, ""
	if part := t.PartOf(p.bureau); part != nil {
		target = part.Target
	} else if t.ByYearInvestment() {
		target, word = t.YearInvestment, p.words.T("word.year-investment") // earlier years do not count
	}
	switch {
	case t.Measure == workbook.Recurring:
		return p.words.T("word.times-due", "n", p.plan.DutiesDue(t, p.period.Last()), "unit", t.CountedIn())
	case target.Known:
		s := word + numeral.WithUnit(formula.NumberText(target.V), unit)
		switch t.Direction {
		case workbook.Ceiling:
			s = "≤" + s
		case workbook.Floor:
			s = "≥" + s
		}
		return p.asked(t, s)
	case t.Measure == workbook.Quantity || t.Measure == workbook.Rectification:
		return p.asked(t, p.words.T("word.open"))
	}
	return ""
}

// withInterim adds the present interim target to a task's target; for a bureau with an allocated part, as the share of it that is asked for.
func (p prepareRows) withInterim(t *workbook.Task, target string) string {
	day := p.period.Last()
	in := t.Interims.InForce(t.Direction, p.plan.DueOn(t, day), day)
	if in == nil {
		return target
	}
	if t.PartOf(p.bureau) != nil {
		share := t.InterimRatio(in.Target.V)
		if !share.Known {
			return target
		}
		return target + p.words.T("word.interim-share", "by", in.By(), "share", formula.Plain(share.V*100, 1))
	}
	return target + p.words.T("word.interim", "by", in.By(), "figure", formula.Plain(in.Target.V, 9), "direction", t.Direction)
}

// asked adds to a target that only the period's own figure is asked for, since the heading of the column says total.
func (p prepareRows) asked(t *workbook.Task, target string) string {
	if t.Measure == workbook.Quantity && t.Basis == workbook.ThisPeriod {
		return p.words.T("word.of-period", "target", target)
	}
	return target
}

func (p prepareRows) statusWord(r *workbook.Reached) sheet.Value {
	if r == nil || r.Status == "" {
		return sheet.Value{}
	}
	return sheet.Str(p.words.ChoiceLabel("step-status", r.Status))
}

func (p prepareRows) milestones() []*TemplateRow {
	var out []*TemplateRow
	for _, t := range p.plan.TasksWith(p.bureau) {
		for _, m := range t.Milestones {
			if !p.plan.MilestoneAsked(p.prior, m, p.bureau, p.period) {
				continue
			}
			was := p.prior.Milestone(m, p.bureau)
			out = append(out, &TemplateRow{ID: t.ID + "|" + m.ID, Cells: map[string]sheet.Value{
				workbook.ColTask: sheet.Str(t.ID), workbook.ColTitle: sheet.Str(t.Title), workbook.ColMilestone: sheet.Str(m.ID),
				workbook.ColGoal: sheet.Str(m.Title), workbook.ColDue: p.dueValue(p.plan.MilestoneDueOn(m, p.period.Last())),
				workbook.ColPriorStatus: p.statusWord(was),
			}})
		}
	}
	return out
}

func (p prepareRows) stages(tasks []*workbook.Task) []*TemplateRow {
	var out []*TemplateRow
	for _, t := range tasks {
		if t.Measure != workbook.Staged || t.Lead() != p.bureau {
			continue
		}
		for _, s := range t.Stages {
			last := s.Initial
			if p.prior != nil {
				if c := p.prior.Stages[workbook.RowKey{Task: t.ID, ID: s.ID}]; c != nil {
					last = c.V
				}
			}
			out = append(out, &TemplateRow{ID: t.ID + "|" + s.ID, Cells: map[string]sheet.Value{
				workbook.ColTask: sheet.Str(t.ID), workbook.ColTitle: sheet.Str(t.Title), workbook.ColStage: sheet.Str(s.ID),
				workbook.ColGoal: sheet.Str(s.Title), workbook.ColInitial: sheet.Num(s.Initial), workbook.ColPriorCount: sheet.Num(last),
				workbook.ColWhole: sheet.Num(t.StageTotal()),
			}})
		}
	}
	return out
}

func (p prepareRows) indicators(f *workbook.Form) []*TemplateRow {
	var out []*TemplateRow
	open := sheet.Str(p.words.T("word.open"))
	for _, in := range p.plan.IndicatorsOf(p.bureau) {
		if !p.plan.IndicatorInRound(in, p.period) {
			continue
		}
		r := &TemplateRow{ID: in.ID, Optional: !in.Expected(p.period), Cells: map[string]sheet.Value{
			workbook.ColIndicator: sheet.Str(in.ID), workbook.ColTitle: sheet.Str(in.Title), workbook.ColUnit: sheet.StrOrBlank(in.Unit),
			workbook.ColDirection: sheet.Str(f.Column(workbook.ColDirection).Label(in.Direction)), workbook.ColPlanned: amountValue(in.Planned),
			workbook.ColLastYear: amountValue(in.LastYear), workbook.ColBest: amountValue(in.Best),
			workbook.ColPriorValue: amountValue(p.prior.IndicatorValue(in, p.bureau)),
		}}
		if !in.Planned.Known {
			r.Cells[workbook.ColPlanned] = open
		}
		if i := p.plan.InterimInForce(in, p.period.Last()); i != nil {
			r.Cells[workbook.ColInterim] = sheet.Str(p.words.T("word.interim-of", "by", i.By(), "figure", formula.Plain(i.Target.V, 9)))
		}
		out = append(out, r)
	}
	return out
}

func (p prepareRows) steps() []*TemplateRow {
	var out []*TemplateRow
	for _, t := range p.plan.TasksWith(p.bureau) {
		for _, s := range t.Steps {
			if !p.plan.StepAsked(p.prior, s, p.bureau, p.period) {
				continue
			}
			was := p.prior.Step(s, p.bureau)
			r := &TemplateRow{ID: t.ID + "|" + s.ID, Cells: map[string]sheet.Value{
				workbook.ColTask: sheet.Str(t.ID), workbook.ColProject: sheet.Str(s.Project), workbook.ColStepNo: sheet.Str(s.ID),
				workbook.ColStep: sheet.Str(s.Title), workbook.ColDue: p.dueValue(s.Due), workbook.ColPriorStatus: p.statusWord(was),
			}}
			if s.Project == "" {
				r.Cells[workbook.ColProject] = sheet.Str(t.Title)
			}
			if s.Days > 0 {
				r.Cells[workbook.ColDays] = sheet.Int(s.Days)
			}
			out = append(out, r)
		}
	}
	return out
}

// problems carries open problems over. A bureau that another one names as needed can read that problem; only the one that raised it
// can change it.
func (p prepareRows) problems() []*TemplateRow {
	var out []*TemplateRow
	for _, pr := range p.prior.OpenProblems(p.plan, p.bureau) {
		out = append(out, p.problem(pr))
	}
	return out
}

// problem gives a problem as a row of the list.
func (p prepareRows) problem(pr *workbook.ProblemRow) *TemplateRow {
	raised := pr.Bureau
	if b := p.plan.Directory.Bureau(pr.Bureau); b != nil {
		raised = b.Name
	}
	r := &TemplateRow{ID: pr.ID, Cells: map[string]sheet.Value{
		workbook.ColProblem: sheet.Str(pr.ID), workbook.ColRaisedBy: sheet.Str(raised), workbook.ColTask: sheet.StrOrBlank(pr.Task),
		workbook.ColProblemText: sheet.Str(pr.Text), workbook.ColStuck: sheet.StrOrBlank(pr.Stuck),
		workbook.ColNeeded: sheet.StrOrBlank(strings.Join(pr.Needed, "、")), workbook.ColPerson: sheet.StrOrBlank(pr.Person),
		workbook.ColDue: dateValue(pr.Due), workbook.ColLevel: sheet.StrOrBlank(p.words.ChoiceLabel("level", pr.Level)),
	}}
	if pr.Closed {
		// A problem that its bureau reported as settled stays so while nobody has verified it, unless the bureau takes that back.
		r.Cells[workbook.ColClosed] = sheet.Str(p.words.ChoiceLabel("yes", "yes"))
		r.Cells[workbook.ColClosedOn] = dateValue(pr.ClosedOn)
	}
	return r
}
