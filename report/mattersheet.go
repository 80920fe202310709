package report

import (
	"slices"

	"duban/workbook"
	"duban/workbook/sheet"
)

// namesShown is the most bureaus that a cell names; of more it gives the number of all.
const namesShown = 4

// matterSheet lists what calls for action: tasks first, then the milestones and steps past their own deadlines.
func (k *consolidated) matterSheet() *sheet.Sheet {
	k.matters = k.l.matters()
	rows := k.l.overdueRows()
	fields := []field{
		{key: "urgency", width: 10, align: sheet.AlignCenter}, {key: workbook.ColTask, width: 10, format: sheet.TextFormat}, {key: workbook.ColTitle, width: 28},
		{key: "act", width: 22}, {key: colDeadline, width: 12, format: sheet.Date, align: sheet.AlignCenter},
		{key: colDaysLate, width: 9, format: sheet.Integer, align: sheet.AlignCenter}, {key: colCompletion, width: 9, format: ratioFormat},
		{key: colGap, width: 12, format: sheet.Points, align: sheet.AlignCenter}, {key: colLight, width: 9, align: sheet.AlignCenter},
		{key: workbook.ColStatus, width: 9, align: sheet.AlignCenter}, {key: workbook.ColTrouble, width: 28}, {key: workbook.ColNext, width: 28},
	}
	if slices.ContainsFunc(k.matters, func(m *Matter) bool { return k.beside(m.TaskLine) != "" }) {
		fields = slices.Insert(fields, slices.IndexFunc(fields, func(f field) bool { return f.key == colGap }), field{key: workbook.ColVerified, width: 16})
	}
	t := k.newTable("matters", tableHeadRow, fields)
	for _, m := range k.matters {
		t.add(sheet.Body, func() { k.matterRow(t, m) })
	}
	for _, r := range rows {
		t.add(sheet.Body, func() {
			t.put("urgency", sheet.Str(k.c.T("urgency.row-overdue"))).Role = sheet.Warn
			k.taskLink(t, r.Task)
			t.put(workbook.ColTitle, sheet.Str(r.Task.Task.Title+"　"+r.ID+" "+r.Title))
			t.put("act", sheet.Str(k.bureausOrOpen(r.Act, namesShown)))
			t.put(colDeadline, dayOrBlank(r.Due))
			t.put(colDaysLate, sheet.Int(r.DaysLate))
		})
	}
	return k.finish(t)
}

func (k *consolidated) matterRow(t *table, m *Matter) {
	open := !m.Task.StatusOnly
	k.taskLink(t, m.TaskLine)
	t.put(workbook.ColTitle, sheet.Str(m.Task.Title))
	t.put("act", sheet.Str(k.bureausOrOpen(m.Act, namesShown)))
	t.put(colLight, sheet.Str(k.lit(m.Standing))).Role = k.lightRole(m.Light)
	if lead := m.Lead(); lead != nil && lead.Entry != nil {
		t.put(workbook.ColStatus, sheet.Str(k.status(lead.Entry.Status)))
		if open {
			t.put(workbook.ColTrouble, sheet.StrOrBlank(lead.Entry.Trouble))
			t.put(workbook.ColNext, sheet.StrOrBlank(lead.Entry.Next))
		}
	}
	if !open {
		return
	}
	t.put("urgency", sheet.Str(k.urgency(m.Urgency))).Role = urgencyRole(m.Urgency)
	t.put(colDeadline, dayOrBlank(m.Due))
	switch {
	case m.Urgency == PastDue:
		t.put(colDaysLate, sheet.Int(int(k.l.AsOf-m.Due)))
	case m.Unverified() && m.DaysLate.V > 0:
		t.put(colDaysLate, sheet.Num(m.DaysLate.V)) // it was late before it was reported
	}
	t.put(colCompletion, amountOrBlank(m.Completion.Ratio))
	if text := k.beside(m.TaskLine); text != "" {
		t.put(workbook.ColVerified, sheet.Str(text)).Role = sheet.Warn
	}
	if m.Gap.Known {
		t.put(colGap, sheet.Num(round1(m.Gap.V)))
	}
}

// beside words what was reported of a task beside what was verified of it; empty if that is the same, or not to be told.
func (k *consolidated) beside(tl *TaskLine) string {
	reported, verified, ok := tl.beside()
	if !ok || tl.Task.StatusOnly {
		return ""
	}
	told := ""
	if reported.Known {
		told = Counted(reported, tl.Task)
	}
	return k.c.T("report.beside", "reported", told, "verified", Counted(verified, tl.Task), "waits", tl.Completion.Awaits())
}

// bureausOrOpen names those who are to act, up to most of them. There are none if the plan names no lead, which is said instead.
func (k *consolidated) bureausOrOpen(bs []*workbook.Bureau, most int) string {
	if len(bs) == 0 {
		return k.c.T("word.open")
	}
	return k.names(bs, most)
}

// urgency words an urgency, with the county's own names of the lights.
func (w words) urgency(u Urgency) string {
	return w.cat.T("urgency."+u.key(), "red", w.lightName(workbook.Red), "yellow", w.lightName(workbook.Yellow))
}

func urgencyRole(u Urgency) sheet.Role {
	switch u {
	case PastDue, FarBack:
		return sheet.Alert
	}
	return sheet.Warn
}

// taskLink writes a task's number as a link to its row in the ledger.
func (k *consolidated) taskLink(t *table, tl *TaskLine) {
	c := t.put(workbook.ColTask, sheet.Str(tl.Task.ID))
	if row := k.taskRow[tl]; row > 0 {
		c.Role, c.Extra = sheet.Link, k.ledger.link(row)
	}
}

// lineOf finds a task's line of the ledger; nil if t is nil or the ledger does not have the task.
func (k *consolidated) lineOf(t *workbook.Task) *TaskLine {
	if t != nil && t.Order < len(k.l.Tasks) && k.l.Tasks[t.Order].Task == t {
		return k.l.Tasks[t.Order]
	}
	// The ledger of a weekly or special round holds some of the tasks only, so their order in the plan is not their place in it.
	for _, tl := range k.l.Tasks {
		if tl.Task == t && len(k.l.Tasks) < len(k.l.Plan.Tasks) {
			return tl
		}
	}
	return nil
}
