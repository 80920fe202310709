package report

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// Columns of the ledger's sheet that no form has. Those that begin with count- are hidden. They hold what the sums count by, on every row
// that is counted, even if the row does not show it (仅报状态).
const (
	colNumber      = "no"
	colElapsed     = "elapsed"
	colExpected    = "expected"
	colCompletion  = "completion"
	colGap         = "gap"
	colLight       = "light"
	colClass       = "class"
	colCarried     = "carried"
	colDeadline    = "deadline"
	colDaysLate    = "days-late"
	colFrom        = "from-cell"
	colCountTask   = "count-task"
	colCountPart   = "count-part"
	colCountArea   = "count-area"
	colCountRole   = "count-role"
	colCountClass  = "count-class"
	colCountRatio  = "count-ratio"
	colCountDue    = "count-expected"
	colCountEnd    = "count-end"
	ledgerFreezeTo = 3
)

// ledgerFields lists the columns of the ledger's sheet. If it holds tasks from the level below, one more says who reports on a task there.
func ledgerFields(rolledUp bool) []field {
	out := []field{
		{key: workbook.ColTask, width: 9, format: sheet.TextFormat},
		{key: workbook.ColArea, width: 8.5},
		{key: workbook.ColTitle, width: 20},
		{key: workbook.ColGoal, width: 21},
		{key: workbook.ColBureau, width: 11},
		{key: workbook.ColRole, width: 8, align: sheet.AlignCenter},
		{key: colDeadline, width: 11, format: sheet.Date, align: sheet.AlignCenter},
		{key: workbook.ColUnit, width: 7, align: sheet.AlignCenter},
		{key: workbook.ColTarget, width: 8, format: sheet.Decimal9},
		{key: workbook.ColDoneValue, width: 8, format: sheet.Decimal9},
		{key: colCompletion, width: 7.5, format: ratioFormat},
		{key: colElapsed, width: 8, format: ratioFormat},
		{key: colExpected, width: 8, format: ratioFormat},
		{key: colGap, width: 8.5, format: sheet.Decimal1},
		{key: colLight, width: 7.5, align: sheet.AlignCenter},
		{key: colClass, width: 7.5, align: sheet.AlignCenter},
		{key: workbook.ColStatus, width: 8.5, align: sheet.AlignCenter},
		{key: workbook.ColDoneOn, width: 11, format: sheet.Date, align: sheet.AlignCenter},
		{key: colDaysLate, width: 5, format: sheet.Integer, align: sheet.AlignCenter},
		{key: workbook.ColText, width: 69},
		{key: workbook.ColTrouble, width: 15.5},
		{key: workbook.ColNext, width: 15.5},
		{key: colCarried, width: 10.5, align: sheet.AlignCenter},
		{key: workbook.ColMeasure, width: 8, align: sheet.AlignCenter},
		{key: workbook.ColVerified, width: 44},
		{key: workbook.ColEvidence, width: 32},
		{key: colFrom, width: 40, align: sheet.AlignRun},
		{key: colCountTask, width: 16, hidden: true},
		{key: colCountPart, width: 16, hidden: true},
		{key: colCountArea, width: 16, hidden: true},
		{key: colCountRole, width: 16, hidden: true},
		{key: colCountClass, width: 16, hidden: true},
		{key: colCountRatio, width: 16, hidden: true},
		{key: colCountDue, width: 16, hidden: true},
		{key: colCountEnd, width: 16, hidden: true},
	}
	if rolledUp {
		at := slices.IndexFunc(out, func(f field) bool { return f.key == workbook.ColBureau }) + 1
		out = slices.Insert(out, at, field{key: workbook.ColBelow, width: 12})
	}
	return out
}

// ledgerSheet lists every task with the bureaus' lines grouped under it. The first-listed lead sums up: its entry stands in the task's own
// row, and it has a line below only if a part of the task is allocated to it as well.
func (k *consolidated) ledgerSheet() *sheet.Sheet {
	t := k.newTable("ledger", tableHeadRow, ledgerFields(k.l.rolledUp()))
	k.ledger, k.taskRow, k.lineRow = t, map[*TaskLine]int{}, map[*Line]int{}
	t.s.Layout.FreezeCols = ledgerFreezeTo
	t.s.Layout.SummaryAbove = true
	t.s.Layout.Print.A3 = true
	t.s.Layout.Print.TitleCols = sheet.Span{First: 1, Last: ledgerFreezeTo}
	k.limits()
	k.formulas = k.ledgerFormulas()
	if rows := k.placeLedger(); len(rows) > 0 {
		t.lay(len(rows), func(i int) {
			if rows[i].line == nil {
				k.ledgerTask(rows[i].task)
				return
			}
			k.ledgerLine(rows[i].task, rows[i].line)
		})
		k.sayFewLinks(t)
	} else {
		t.next(sheet.Body)
		t.put(workbook.ColTitle, sheet.Str(k.c.T("report.no-tasks")))
	}
	s := k.finish(t)
	k.colourLights(t)
	// The last columns are not printed: evidence is files, which are not on paper either, and verifications have their own sheet.
	s.Layout.Print.Area = sheet.Rect(1, 1, t.end, t.at[colCarried])
	return s
}

// ledgerRow is a task's own row, with a nil line, or the row of one of its lines.
type ledgerRow struct {
	task *TaskLine
	line *Line
}

// placeLedger assigns every task and line its row before any is laid out, so that other sheets can link to the rows.
func (k *consolidated) placeLedger() []ledgerRow {
	k.sentBack = map[[2]string]bool{}
	for i := range k.l.Findings {
		if f := &k.l.Findings[i]; f.Severity == workbook.Problem && f.Counts() {
			k.sentBack[[2]string{f.Task, f.Bureau}] = true
			if f.Further != nil {
				for _, task := range f.Further.Tasks {
					k.sentBack[[2]string{task, f.Bureau}] = true
				}
			}
		}
	}
	var rows []ledgerRow
	place := func(r ledgerRow) int {
		rows = append(rows, r)
		return k.ledger.head + len(rows)
	}
	for _, tl := range k.l.Tasks {
		k.taskRow[tl] = place(ledgerRow{tl, nil})
		lead := tl.Lead()
		if lead != nil {
			k.lineRow[lead] = k.taskRow[tl]
		}
		for _, line := range tl.Lines {
			if line == lead && tl.Task.PartOf(line.Bureau) == nil {
				continue
			}
			k.lineRow[line] = place(ledgerRow{tl, line})
		}
	}
	return rows
}

func (k *consolidated) ledgerTask(tl *TaskLine) {
	t, task := k.ledger, tl.Task
	role, text := sheet.BodyStrong, sheet.StrongText
	if !task.Reports() {
		role, text = sheet.Total, sheet.TotalText
	}
	t.next(role)
	lead := tl.Lead()
	t.put(workbook.ColTask, sheet.Str(task.ID))
	t.put(workbook.ColTitle, sheet.Str(task.Title))
	k.ledgerLight(tl.Task, tl.Standing)
	switch {
	case lead != nil:
		t.put(workbook.ColBureau, sheet.Str(lead.Bureau.Name))
	case tl.Class == ClassUnassigned:
		t.put(workbook.ColBureau, sheet.Str(k.c.T("word.open")))
	case task.Reports():
		t.put(workbook.ColBureau, sheet.Str(k.groupNames(tl)))
	}
	if lead != nil {
		k.ledgerStatus(lead)
	}
	if !task.StatusOnly {
		t.put(workbook.ColArea, sheet.Str(k.area(task.Area)))
		t.put(workbook.ColGoal, sheet.StrOrBlank(task.Goal)).Role = text
		t.put(workbook.ColMeasure, sheet.Str(k.c.ChoiceLabel("measure", task.Measure)))
		k.ledgerFigures(task, lead, tl.Completion, tl.Standing)
		if lead != nil {
			t.put(workbook.ColRole, sheet.Str(k.role(lead.Role)))
			if l := k.l.Now.FromBelow(task); l != nil {
				t.put(workbook.ColBelow, sheet.StrOrBlank(l.Below))
			}
			k.ledgerWords(lead, text)
		}
	}
	if task.Reports() {
		t.put(colCountTask, sheet.Int(1))
		if lead != nil && task.PartOf(lead.Bureau) == nil {
			t.put(colCountPart, sheet.Int(1))
		}
		k.ledgerCounts(task, lead, tl.Completion, tl.Standing)
	}
}

func (k *consolidated) ledgerLine(tl *TaskLine, line *Line) {
	t, task := k.ledger, tl.Task
	t.next(sheet.Body)
	t.open.Outline = 1
	t.put(workbook.ColTask, sheet.Str(task.ID))
	t.put(workbook.ColTitle, sheet.Str(task.Title))
	t.put(workbook.ColBureau, sheet.Str(line.Bureau.Name))
	k.ledgerLight(task, line.Standing)
	k.ledgerStatus(line)
	if !task.StatusOnly {
		t.put(workbook.ColArea, sheet.Str(k.area(task.Area)))
		t.put(workbook.ColRole, sheet.Str(k.role(line.Role)))
		k.ledgerFigures(task, line, line.Completion, line.Standing)
		k.ledgerWords(line, sheet.Body)
	}
	if line.answers() {
		t.put(colCountPart, sheet.Int(1))
	}
	k.ledgerCounts(task, line, line.Completion, line.Standing)
}

// groupNames names those who lead a task that no single bureau sums up, as the plan does: the groups, or the bureaus.
func (k *consolidated) groupNames(tl *TaskLine) string {
	var out []string
	seen := map[string]bool{}
	for _, a := range tl.Task.Assigned {
		if a.Role != workbook.RoleSupport && !seen[a.As] {
			seen[a.As] = true
			out = append(out, a.As)
		}
	}
	return strings.Join(out, k.join())
}

func (k *consolidated) ledgerLight(task *workbook.Task, s Standing) {
	if !task.Reports() {
		return
	}
	k.ledger.put(colLight, sheet.Str(k.lit(s))).Role = k.lightRole(s.Light)
}

func (k *consolidated) ledgerStatus(line *Line) {
	c := k.ledger.put(workbook.ColStatus, sheet.Str(k.c.T("report.not-reported")))
	switch {
	case line.Entry != nil && line.Entry.Ledger != nil && line.Entry.Ledger.NoStatus:
		c.Value = sheet.Value{}
	case line.Entry != nil && line.Entry.Status != "":
		c.Value = sheet.Str(k.status(line.Entry.Status))
	case k.held(line):
		c.Value = sheet.Str(k.c.T("outcome.sent-back"))
	}
}

// held reports whether a bureau's row on a task was returned with errors and does not count until they are corrected.
func (k *consolidated) held(line *Line) bool {
	return k.sentBack[[2]string{line.Task.ID, line.Bureau.Code}]
}

func (k *consolidated) ledgerFigures(task *workbook.Task, line *Line, c workbook.Completion, s Standing) {
	t := k.ledger
	due := t.put(colDeadline, dayOrBlank(s.Due))
	switch {
	case s.Class == ClassOverdue:
		due.Role = sheet.Alert
	case s.NearDue:
		due.Role = sheet.Warn
	}
	if s.Due == 0 && task.Reports() {
		due.Value, due.Format = sheet.Str(k.c.T("word.open")), sheet.General
	}
	// The figures of a group as a whole are means over its members, not comparable with a target.
	if !c.Binary && task.Reports() && (line != nil || !task.ByGroup() || len(task.Parts) > 0) {
		t.put(workbook.ColTarget, amountOrBlank(c.Of))
		if done := t.put(workbook.ColDoneValue, amountOrBlank(c.Done)); summed(task, c) {
			done.Format = sheet.Decimal2
		}
		t.put(workbook.ColUnit, sheet.StrOrBlank(k.unit(task, c)))
	}
	t.put(colCompletion, amountOrBlank(c.Ratio))
	t.put(colElapsed, amountOrBlank(s.Elapsed))
	t.put(colExpected, amountOrBlank(s.Expected))
	if task.Reports() {
		v := sheet.Str("")
		if s.Gap.Known {
			v = sheet.Num(s.Gap.V)
		}
		t.compute(colGap, k.formulas.gap, v)
		k.judged(task, c, s)
	}
	if c.Finished {
		t.put(workbook.ColDoneOn, dayOrBlank(c.FinishedOn))
	}
	days := t.put(colDaysLate, sheet.Value{})
	if s.DaysLate.Known && s.DaysLate.V > 0 {
		days.Value, days.Role = sheet.Num(s.DaysLate.V), sheet.Alert
	}
	// The formula counts days from the task's deadline. It holds only if no milestone or step has a deadline of its own, and not for what
	// waits to be verified, whose lateness ended on the day of the report.
	if task.Reports() && !c.Finished && !s.Unverified() && !task.Rolled && len(task.Milestones) == 0 && len(task.Steps) == 0 {
		if days.Value.IsEmpty() {
			days.Value = sheet.Str("")
		}
		t.compute(colDaysLate, k.formulas.days, days.Value)
	}
}

// summed reports whether the value that a task has reached was not reported but is a sum of shares of its indicators, stages, milestones
// or steps, with more decimals than anyone reads.
func summed(task *workbook.Task, c workbook.Completion) bool {
	return c.Done.Known && (c.ByParts || task.Measure == workbook.ByIndicator || task.Measure == workbook.Staged) && round2(c.Done.V) != c.Done.V
}

// DoneShown gives the value that a line has reached as it is shown: rounded to two decimals if it is computed and has more.
func (l *Line) DoneShown() workbook.Amount {
	if summed(l.Task, l.Completion) {
		return workbook.Known(round2(l.Completion.Done.V))
	}
	return l.Completion.Done
}

// unit gives the unit of target and value: the plan's, or milestones, steps or indicators if these are counted.
func (k *consolidated) unit(task *workbook.Task, c workbook.Completion) string {
	switch {
	case c.ByParts && task.Measure == workbook.Project && len(task.Steps) > 0:
		return k.c.T("report.steps")
	case c.ByParts:
		return k.c.T("report.milestones")
	case task.Measure == workbook.ByIndicator:
		return k.c.T("report.indicators")
	}
	return task.Unit
}

// ledgerWords fills in the bureau's texts, in the given role, and where they came from.
func (k *consolidated) ledgerWords(line *Line, text sheet.Role) {
	t, e := k.ledger, line.Entry
	if e == nil {
		return
	}
	for _, x := range [...]struct{ key, text string }{
		{workbook.ColText, e.Text}, {workbook.ColTrouble, e.Trouble}, {workbook.ColNext, e.Next}, {workbook.ColEvidence, e.Evidence},
	} {
		t.put(x.key, sheet.StrOrBlank(x.text)).Role = text
	}
	if text := k.verified(line); text != "" {
		t.put(workbook.ColVerified, sheet.Str(text)).Role = sheet.Warn
	}
	if t.bare {
		return
	}
	if line.Carried {
		t.put(colCarried, sheet.Str(k.period(line.Reported.Period)))
	}
	k.fromCell(t, line.Source(), k.sources.entryLink(line))
}

// verified words each verification beside what was reported, those of the level below as it worded them, and says if part of a
// rectification waits to be verified.
func (k *consolidated) verified(line *Line) string {
	var out []string
	if e := line.Entry; e != nil && e.Ledger != nil && e.Ledger.Verified != "" {
		out = append(out, e.Ledger.Verified)
	}
	for _, v := range line.Verified {
		reported := ""
		if line.Reported != nil {
			reported = k.verifiedField(v.Field, line.Reported)
		}
		out = append(out, k.c.T("report.verified", "field", k.c.ChoiceLabel("verified", v.Field), "value", v.Value, "reported", reported, "approver", v.Approver))
	}
	if c := line.Completion; c.Awaits() {
		out = append(out, k.c.T("report.awaiting", "reported", amountOrBlank(c.Reported).String(), "verified", amountOrBlank(c.Done).String(), "counted", len(line.Verified) > 0))
	}
	return strings.Join(out, "\n")
}

// verifiedField words what an entry says in a field that can be verified; empty if it says nothing.
func (w words) verifiedField(field string, e *workbook.Accepted) string {
	switch field {
	case workbook.ColDoneValue:
		if e.Value.Known {
			return formula.NumberText(e.Value.V)
		}
	case workbook.ColStatus:
		return w.status(e.Status)
	case workbook.ColDoneOn:
		return e.DoneOn.String()
	}
	return ""
}

// ledgerCounts fills in the hidden columns that the sums count by. They are formulas over the row's visible cells, or plain values if the
// task is 仅报状态 and the row does not show them.
func (k *consolidated) ledgerCounts(task *workbook.Task, line *Line, c workbook.Completion, s Standing) {
	t := k.ledger
	if t.bare {
		return
	}
	count := func(key, shown, label string) {
		if task.StatusOnly {
			t.put(key, sheet.Str(label))
			return
		}
		t.compute(key, t.here(shown), sheet.Str(label))
	}
	count(colCountArea, workbook.ColArea, k.area(task.Area))
	count(colCountClass, colClass, k.class(s.Class))
	if line != nil {
		count(colCountRole, workbook.ColRole, k.role(line.Role))
	}
	if task.StatusOnly || s.Class == ClassUnassigned {
		return
	}
	ratio, expected := sheet.Str(""), sheet.Str("")
	if done, due, ok := compared(task, c, s); ok {
		ratio, expected = sheet.Num(done), sheet.Num(due)
	}
	t.compute(colCountRatio, k.formulas.ratio, ratio)
	t.compute(colCountDue, k.formulas.expected, expected)
}
