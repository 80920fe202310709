package report

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// splitID splits the key of a row below a task, "<task>|<row>"; row is empty if there is no bar.
func splitID(id string) (task, row string) {
	task, row, _ = strings.Cut(id, "|")
	return task, row
}

// shownTask finds the ledger's line of the task with a number, nil if there is none; shown is false if the task is 仅报状态, so that rows
// about it are left out.
func (k *consolidated) shownTask(id string) (line *TaskLine, shown bool) {
	t := k.l.Plan.Task(id)
	return k.lineOf(t), t == nil || !t.StatusOnly
}

// from fills in the returned cell that a row came from, with a link to its row on the sheet of sources.
func (k *consolidated) from(t *table, key sourceKey, s workbook.Source) {
	k.fromCell(t, s, k.sources.linkTo(key))
}

func (k *consolidated) fromCell(t *table, s workbook.Source, link *sheet.Extra) {
	if s.Place().IsZero() {
		return
	}
	c := t.put(colFrom, sheet.Str(s.Place().File+" "+s.Place().String()))
	c.Role, c.Extra = sheet.Link, link
}

// carried names the period that a value was carried over from (沿用); nothing if it is of this period.
func (k *consolidated) carried(t *table, since calendar.Period) {
	if since != k.l.Period {
		t.put(colCarried, sheet.Str(k.period(since)))
	}
}

// problemSheet lists the problems, the open ones first. If some came from the level below, a column says who raised them there.
func (k *consolidated) problemSheet() *sheet.Sheet {
	fields := []field{
		{key: workbook.ColProblem, width: 17, format: sheet.TextFormat}, {key: workbook.ColTask, width: 10, format: sheet.TextFormat}, {key: workbook.ColTitle, width: 24},
		{key: workbook.ColRaisedBy, width: 12}, {key: workbook.ColProblemText, width: 36}, {key: workbook.ColStuck, width: 14},
		{key: workbook.ColNeeded, width: 17}, {key: workbook.ColPerson, width: 13}, {key: workbook.ColSettleBy, width: 12, format: sheet.Date, align: sheet.AlignCenter},
		{key: workbook.ColLevel, width: 7, align: sheet.AlignCenter}, {key: workbook.ColClosed, width: 10, align: sheet.AlignCenter},
		{key: workbook.ColClosedOn, width: 12, format: sheet.Date, align: sheet.AlignCenter}, {key: workbook.ColSince, width: 11, align: sheet.AlignCenter}, {key: colFrom, width: 40, align: sheet.AlignRun},
	}
	if slices.ContainsFunc(k.l.Now.Problems, func(p *workbook.ProblemRow) bool { return p.Below != nil }) {
		after := 1 + slices.IndexFunc(fields, func(f field) bool { return f.key == workbook.ColRaisedBy })
		fields = slices.Insert(fields, after, field{key: workbook.ColRaisedDown, width: 12})
	}
	t := k.newTable("problems", tableHeadRow, fields)
	k.problems = t
	for _, closed := range []bool{false, true} {
		for _, p := range k.l.Now.Problems {
			tl, shown := k.shownTask(p.Task)
			if k.l.Plan.ProblemClosed(p, k.l.Period) != closed || !shown {
				continue
			}
			k.problemRows = append(k.problemRows, p)
			t.add(sheet.Body, func() {
				t.put(workbook.ColProblem, sheet.Str(p.ID))
				t.put(workbook.ColTask, sheet.StrOrBlank(p.Task))
				if tl != nil {
					k.taskLink(t, tl)
					t.put(workbook.ColTitle, sheet.Str(tl.Task.Title))
				}
				raiser := p.Bureau
				if b := k.bureau(p.Bureau); b != nil {
					raiser = b.Name
				}
				t.put(workbook.ColRaisedBy, sheet.Str(raiser))
				if p.Below != nil {
					t.put(workbook.ColRaisedDown, sheet.StrOrBlank(p.Below.RaisedBy))
				}
				t.put(workbook.ColProblemText, sheet.StrOrBlank(p.Text))
				t.put(workbook.ColStuck, sheet.StrOrBlank(p.Stuck))
				t.put(workbook.ColNeeded, sheet.StrOrBlank(strings.Join(p.Needed, k.join())))
				t.put(workbook.ColPerson, sheet.StrOrBlank(p.Person))
				due := t.put(workbook.ColSettleBy, dayOrBlank(p.Due))
				if !closed && p.DaysLate(k.l.AsOf) > 0 {
					due.Role = sheet.Alert
				}
				t.put(workbook.ColLevel, sheet.StrOrBlank(k.c.ChoiceLabel("level", p.Level)))
				role := sheet.Warn
				if closed {
					role = sheet.Good
				}
				t.put(workbook.ColClosed, sheet.Str(k.c.T("report."+k.l.Plan.ProblemState(p, k.l.Period)))).Role = role
				t.put(workbook.ColClosedOn, dayOrBlank(p.ClosedOn))
				t.put(workbook.ColSince, sheet.Str(k.period(p.Since)))
				k.from(t, sourceKey{workbook.FormProblems, p.Task, p.ID, p.Bureau}, p.Source)
			})
		}
	}
	return k.finish(t)
}

// milestoneSheet lists every milestone with its own deadline, once for each bureau if each answers for itself.
func (k *consolidated) milestoneSheet() *sheet.Sheet {
	t := k.newTable("milestones", tableHeadRow, []field{
		{key: workbook.ColTask, width: 10, format: sheet.TextFormat}, {key: workbook.ColTitle, width: 28}, {key: workbook.ColMilestone, width: 10, format: sheet.TextFormat},
		{key: "milestone-title", width: 30}, {key: "responsible", width: 18}, {key: colDeadline, width: 12, format: sheet.Date, align: sheet.AlignCenter},
		{key: workbook.ColStatus, width: 10, align: sheet.AlignCenter}, {key: workbook.ColDoneOn, width: 13, format: sheet.Date, align: sheet.AlignCenter},
		{key: colDaysLate, width: 9, format: sheet.Integer, align: sheet.AlignCenter}, {key: workbook.ColText, width: 32},
		{key: colCarried, width: 12, align: sheet.AlignCenter}, {key: colFrom, width: 40, align: sheet.AlignRun},
	})
	for _, tl := range k.l.Tasks {
		if tl.Task.StatusOnly {
			continue
		}
		for _, m := range tl.Task.Milestones {
			for _, r := range k.l.Now.MilestoneStates(m) {
				t.add(sheet.Body, func() {
					k.taskLink(t, tl)
					t.put(workbook.ColTitle, sheet.Str(tl.Task.Title))
					t.put(workbook.ColMilestone, sheet.Str(m.ID))
					t.put("milestone-title", sheet.Str(m.Title))
					t.put("responsible", sheet.Str(k.names(r.Bureaus, namesShown)))
					k.reached(t, k.l.Plan.MilestoneDueOn(m, k.l.AsOf), r, tl)
					if r.Reached != nil {
						k.from(t, sourceKey{workbook.FormMilestoneState, tl.Task.ID, m.ID, ownOf(m.Each, r.Bureaus)}, r.Reached.Source)
					}
				})
			}
		}
	}
	return k.finish(t)
}

// ownOf gives the bureau's code in a source's key for a row that each bureau answers for by itself; empty for other rows.
func ownOf(each bool, bureaus []*workbook.Bureau) string {
	if !each {
		return ""
	}
	return bureaus[0].Code
}

// reached fills in status and dates of a milestone or step. One that is not reported as done is no longer late once its task is finished.
func (k *consolidated) reached(t *table, due calendar.Date, state workbook.RowState, tl *TaskLine) {
	r := state.Reached
	t.put(colDeadline, dayOrBlank(due))
	status, on, text := "", calendar.Date(0), ""
	if r != nil {
		status, on, text = r.Status, r.DoneOn, r.Text
	}
	if status == "" {
		status = workbook.NotStarted
	}
	end := k.l.AsOf
	if status == workbook.Done {
		if end = on; end == 0 {
			end = due
		}
	} else if tl.finishedFor(state.Bureaus) {
		end = due
	}
	cell := t.put(workbook.ColStatus, sheet.Str(k.c.ChoiceLabel("step-status", status)))
	if status == workbook.Done {
		cell.Role = sheet.Good
	}
	t.put(workbook.ColDoneOn, dayOrBlank(on))
	t.put(workbook.ColText, sheet.StrOrBlank(text))
	if r != nil && status != workbook.Done {
		k.carried(t, r.Period)
	}
	if due != 0 && end > due {
		t.put(colDaysLate, sheet.Int(int(end-due))).Role = sheet.Alert
	}
}

// indicatorSheet compares every indicator with the plan, with last year and with the best in the region, once for each bureau if each
// answers for its own value.
func (k *consolidated) indicatorSheet() *sheet.Sheet {
	fields := []field{
		{key: workbook.ColIndicator, width: 11, format: sheet.TextFormat}, {key: "indicator-title", width: 26}, {key: workbook.ColTask, width: 11, format: sheet.TextFormat},
		{key: "responsible", width: 15}, {key: workbook.ColUnit, width: 8, align: sheet.AlignCenter}, {key: workbook.ColDirection, width: 10, align: sheet.AlignCenter},
		{key: workbook.ColPlanned, width: 9.5, format: sheet.Decimal9}, {key: workbook.ColLastYear, width: 9.5, format: sheet.Decimal9},
		{key: workbook.ColBest, width: 9.5, format: sheet.Decimal9}, {key: "value-before", width: 9.5, format: sheet.Decimal9},
		{key: "value-now", width: 9.5, format: sheet.Decimal9}, {key: colCompletion, width: 9, format: ratioFormat},
		{key: "against-year", width: 9.5, format: sheet.Decimal9}, {key: "against-best", width: 9.5, format: sheet.Decimal9},
		{key: workbook.ColText, width: 26}, {key: colCarried, width: 11, align: sheet.AlignCenter}, {key: colFrom, width: 40, align: sheet.AlignRun},
	}
	if slices.ContainsFunc(k.l.Plan.Indicators, func(in *workbook.Indicator) bool { return len(in.Interims) > 0 }) {
		behind := func(key string) int {
			return 1 + slices.IndexFunc(fields, func(f field) bool { return f.key == key })
		}
		fields = slices.Insert(fields, behind(colCompletion), field{key: colExpected, width: 9, format: ratioFormat})
		fields = slices.Insert(fields, behind(workbook.ColPlanned), field{key: workbook.ColInterim, width: 14})
	}
	t := k.newTable("indicators", tableHeadRow, fields)
	for _, in := range k.l.Plan.Indicators {
		if in.Task != nil && in.Task.StatusOnly || k.l.Period.Kind() == calendar.Special && !k.l.Plan.IndicatorInRound(in, k.l.Period) {
			continue
		}
		for _, f := range k.l.Now.IndicatorStates(in) {
			t.add(sheet.Body, func() { k.indicator(t, in, f) })
		}
	}
	return k.finish(t)
}

// indicator fills in a row of an indicator: f is the figure of the bureaus that answer for it together.
func (k *consolidated) indicator(t *table, in *workbook.Indicator, f workbook.FigureState) {
	t.put(workbook.ColIndicator, sheet.Str(in.ID))
	t.put("indicator-title", sheet.Str(in.Title))
	if tl := k.lineOf(in.Task); tl != nil {
		k.taskLink(t, tl)
	}
	t.put("responsible", sheet.Str(k.names(f.Bureaus, namesShown)))
	t.put(workbook.ColUnit, sheet.StrOrBlank(in.Unit))
	t.put(workbook.ColDirection, sheet.Str(k.c.ChoiceLabel("direction", in.Direction)))
	t.put(workbook.ColPlanned, amountOrBlank(in.Planned))
	t.put(workbook.ColLastYear, amountOrBlank(in.LastYear))
	t.put(workbook.ColBest, amountOrBlank(in.Best))
	now := f.Value(in)
	if k.l.Before != nil {
		var own *workbook.Bureau
		if in.Each {
			own = f.Bureaus[0]
		}
		t.put("value-before", amountOrBlank(k.l.Before.IndicatorValue(in, own)))
	}
	t.put("value-now", amountOrBlank(now)).Role = sheet.BodyStrong
	t.put(colCompletion, amountOrBlank(k.l.Plan.IndicatorRatio(in, now, k.l.Period.Last())))
	if len(in.Interims) > 0 {
		k.interim(t, in)
	}
	k.difference(t, "against-year", workbook.ColLastYear, now, in.LastYear)
	k.difference(t, "against-best", workbook.ColBest, now, in.Best)
	if r := f.Counted; r != nil {
		t.put(workbook.ColText, sheet.StrOrBlank(r.Text))
		k.carried(t, r.Period)
		k.from(t, sourceKey{workbook.FormIndicatorState, taskID(in.Task), in.ID, ownOf(in.Each, f.Bureaus)}, r.Source)
	}
}

// interim fills in the interim target in force at the end of the period and the completion expected by then.
func (k *consolidated) interim(t *table, in *workbook.Indicator) {
	if i := k.l.Plan.InterimInForce(in, k.l.Period.Last()); i != nil {
		t.put(workbook.ColInterim, sheet.Str(k.c.T("word.interim-of", "by", i.By(), "figure", number(i.Target.V))))
	}
	t.put(colExpected, amountOrBlank(k.l.Plan.IndicatorExpected(in, k.l.Period.Last())))
}

// difference fills in, as a formula, by how much the present value exceeds another figure of its row, in column from.
func (k *consolidated) difference(t *table, key, from string, now, other workbook.Amount) {
	if now.Known && other.Known {
		t.compute(key, "ROUND("+t.ref("value-now")+"-"+t.ref(from)+",9)", sheet.Num(round9(now.V-other.V)))
	}
}

// partSheet lists what tasks are made up of: the stages that their units are in, and the parts allocated to bureaus.
func (k *consolidated) partSheet() *sheet.Sheet {
	t := k.newTable("parts", tableHeadRow, []field{
		{key: workbook.ColTask, width: 9, format: sheet.TextFormat}, {key: workbook.ColTitle, width: 22}, {key: "part-kind", width: 7, align: sheet.AlignCenter},
		{key: "part-name", width: 19}, {key: workbook.ColUnit, width: 9, align: sheet.AlignCenter}, {key: workbook.ColWorth, width: 7, format: sheet.Decimal9},
		{key: "at-start", width: 8, format: sheet.Decimal9}, {key: workbook.ColTarget, width: 8, format: sheet.Decimal9},
		{key: "value-before", width: 8, format: sheet.Decimal9}, {key: "value-now", width: 8, format: sheet.Decimal9},
		{key: colCompletion, width: 8, format: ratioFormat}, {key: workbook.ColText, width: 66}, {key: colCarried, width: 11, align: sheet.AlignCenter},
		{key: colFrom, width: 40, align: sheet.AlignRun},
	})
	for _, tl := range k.l.Tasks {
		if tl.Task.StatusOnly {
			continue
		}
		k.stageRows(t, tl)
		k.shareRows(t, tl)
	}
	return k.finish(t)
}

func (k *consolidated) stageRows(t *table, tl *TaskLine) {
	task := tl.Task
	if len(task.Stages) == 0 {
		return
	}
	first := t.row + 1
	var sum float64
	for _, st := range task.Stages {
		n := stageCount(k.l.Now, task, st)
		sum += n
		t.add(sheet.Body, func() {
			k.taskLink(t, tl)
			t.put(workbook.ColTitle, sheet.Str(task.Title))
			t.put("part-kind", sheet.Str(k.c.T("sheet.stages")))
			t.put("part-name", sheet.Str(st.ID+" "+st.Title))
			t.put(workbook.ColUnit, sheet.StrOrBlank(task.Unit))
			t.put(workbook.ColWorth, sheet.Num(st.Worth))
			t.put("at-start", sheet.Num(st.Initial))
			t.put("value-before", sheet.Num(stageCount(k.l.Before, task, st)))
			t.put("value-now", sheet.Num(n)).Role = sheet.BodyStrong
			if r := k.l.Now.Stages[workbook.RowKey{Task: task.ID, ID: st.ID}]; r != nil {
				t.put(workbook.ColText, sheet.StrOrBlank(r.Text))
				k.carried(t, r.Period)
				k.from(t, sourceKey{workbook.FormStageState, task.ID, st.ID, ""}, r.Source)
			}
		})
	}
	last := t.row
	t.add(sheet.Total, func() {
		k.taskLink(t, tl)
		t.put(workbook.ColTitle, sheet.Str(task.Title))
		t.put("part-kind", sheet.Str(k.c.T("report.sum")))
		t.put(workbook.ColUnit, sheet.StrOrBlank(task.Unit))
		total := func(key string, v float64) {
			t.compute(key, "SUM("+sheet.Rect(first, t.at[key], last, t.at[key]).Abs()+")", sheet.Num(v))
		}
		total("at-start", task.StageTotal())
		total("value-now", sum)
		t.put(colCompletion, amountOrBlank(tl.Completion.Ratio))
	})
}

func stageCount(s *workbook.Standing, t *workbook.Task, st *workbook.Stage) float64 {
	if s != nil {
		if c := s.Stages[workbook.RowKey{Task: t.ID, ID: st.ID}]; c != nil {
			return c.V
		}
	}
	return st.Initial
}

func (k *consolidated) shareRows(t *table, tl *TaskLine) {
	for _, part := range tl.Task.Parts {
		t.add(sheet.Body, func() {
			k.taskLink(t, tl)
			t.put(workbook.ColTitle, sheet.Str(tl.Task.Title))
			t.put("part-kind", sheet.Str(k.c.T("sheet.parts")))
			t.put("part-name", sheet.Str(part.Bureau.Name))
			t.put(workbook.ColUnit, sheet.StrOrBlank(tl.Task.Unit))
			t.put("at-start", amountOrBlank(part.Baseline))
			target := t.put(workbook.ColTarget, amountOrBlank(part.Target))
			if !part.Target.Known {
				target.Value, target.Format, target.Align = sheet.Str(k.c.T("word.open")), sheet.General, sheet.AlignCenter
			}
			if k.l.Before != nil {
				if e := k.l.Plan.Effective(k.l.Before, tl.Task, part.Bureau); e != nil {
					t.put("value-before", amountOrBlank(e.Value))
				}
			}
			for _, line := range tl.Lines {
				if line.Bureau != part.Bureau {
					continue
				}
				if line.Entry != nil {
					t.put("value-now", amountOrBlank(line.Entry.Value)).Role = sheet.BodyStrong
					t.put(workbook.ColText, sheet.StrOrBlank(line.Entry.Text))
				}
				t.put(colCompletion, amountOrBlank(line.Completion.Ratio))
				if line.Carried {
					k.carried(t, line.Reported.Period)
				}
				k.fromCell(t, line.Source(), k.sources.entryLink(line))
			}
		})
	}
}

// projectSheet lists the projects with their planned and actual investments, and the steps of each with its deadline and limit in days.
func (k *consolidated) projectSheet() *sheet.Sheet {
	fields := []field{
		{key: workbook.ColTask, width: 9, format: sheet.TextFormat}, {key: workbook.ColProject, width: 20},
		{key: workbook.ColStepNo, width: 5, format: sheet.TextFormat, align: sheet.AlignCenter}, {key: workbook.ColStep, width: 22},
		{key: "responsible", width: 15}, {key: workbook.ColDays, width: 14, format: sheet.Integer, align: sheet.AlignCenter},
		{key: colDeadline, width: 11.5, format: sheet.Date, align: sheet.AlignCenter}, {key: workbook.ColStatus, width: 8.5, align: sheet.AlignCenter},
		{key: workbook.ColStartedOn, width: 11.5, format: sheet.Date, align: sheet.AlignCenter}, {key: workbook.ColDoneOn, width: 11.5, format: sheet.Date, align: sheet.AlignCenter},
		{key: "days-taken", width: 6, format: sheet.Integer, align: sheet.AlignCenter}, {key: colDaysLate, width: 6, format: sheet.Integer, align: sheet.AlignCenter},
		{key: workbook.ColText, width: 26}, {key: colCarried, width: 11, align: sheet.AlignCenter}, {key: colFrom, width: 40, align: sheet.AlignRun},
	}
	if slices.ContainsFunc(k.l.Tasks, func(tl *TaskLine) bool { return tl.Task.Invests() && !tl.Task.StatusOnly }) {
		after := 1 + slices.IndexFunc(fields, func(f field) bool { return f.key == workbook.ColProject })
		fields = slices.Insert(fields, after, field{key: workbook.ColUnit, width: 6, align: sheet.AlignCenter},
			field{key: workbook.ColTotalInvestment, width: 9, format: sheet.Decimal9}, field{key: workbook.ColYearInvestment, width: 13, format: sheet.Decimal9},
			field{key: "invested", width: 13, format: sheet.Decimal9}, field{key: colCompletion, width: 8, format: ratioFormat})
	}
	t := k.newTable("projects", tableHeadRow, fields)
	for _, tl := range k.l.Tasks {
		task := tl.Task
		if task.StatusOnly {
			continue
		}
		if len(task.Steps) == 0 && task.Invests() {
			t.add(sheet.Body, func() {
				k.taskLink(t, tl)
				t.put(workbook.ColProject, sheet.Str(task.Title))
				investments(t, tl)
				t.put("responsible", sheet.StrOrBlank(k.groupNames(tl)))
				t.put(colDeadline, dayOrBlank(tl.Due))
			})
		}
		for i, st := range task.Steps {
			for j, r := range k.l.Now.StepStates(st) {
				t.add(sheet.Body, func() {
					k.taskLink(t, tl)
					t.put(workbook.ColProject, sheet.StrOrBlank(st.Project))
					if i == 0 && j == 0 {
						investments(t, tl)
					}
					t.put(workbook.ColStepNo, sheet.Str(st.ID))
					t.put(workbook.ColStep, sheet.Str(st.Title))
					t.put("responsible", sheet.Str(k.names(r.Bureaus, namesShown)))
					t.put(workbook.ColDays, countOrBlank(st.Days))
					k.reached(t, st.Due, r, tl)
					if r.Reached != nil {
						k.stepTime(t, st, r.Reached)
						k.from(t, sourceKey{workbook.FormStepState, task.ID, st.ID, ownOf(st.Each, r.Bureaus)}, r.Reached.Source)
					}
				})
			}
		}
	}
	return k.finish(t)
}

// investments fills in a project's total investment, the one planned for the year, and the one made in the year.
func investments(t *table, tl *TaskLine) {
	task := tl.Task
	if !task.Invests() {
		return // the sheet may lack these columns
	}
	t.put(workbook.ColUnit, sheet.StrOrBlank(task.Unit))
	t.put(workbook.ColTotalInvestment, amountOrBlank(task.TotalInvestment))
	t.put(workbook.ColYearInvestment, amountOrBlank(task.YearInvestment))
	if task.ByYearInvestment() {
		t.put("invested", amountOrBlank(tl.Completion.Done))
		t.put(colCompletion, amountOrBlank(tl.Completion.Ratio))
	}
}

// stepTime fills in when a step began and how many days it took, or has taken so far; an alert if that exceeds its limit.
func (k *consolidated) stepTime(t *table, st *workbook.Step, r *workbook.Reached) {
	t.put(workbook.ColStartedOn, dayOrBlank(r.StartedOn))
	if r.StartedOn == 0 {
		return
	}
	end := k.l.AsOf
	if r.Status == workbook.Done {
		end = r.DoneOn
	}
	if end < r.StartedOn {
		return
	}
	taken := int(end - r.StartedOn)
	c := t.put("days-taken", sheet.Int(taken))
	if st.Days > 0 && taken > st.Days {
		c.Role = sheet.Alert
	}
}
