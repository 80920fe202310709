package report

import (
	"duban/workbook"
	"duban/workbook/sheet"
)

// moveSheet lists the tasks that moved since the period before, and the changes of the plan that took effect.
func (k *consolidated) moveSheet() *sheet.Sheet {
	k.moves = k.l.moves()
	t := k.newTable("moves", tableHeadRow, []field{
		{key: "move", width: 12, align: sheet.AlignCenter}, {key: workbook.ColTask, width: 11, format: sheet.TextFormat}, {key: workbook.ColTitle, width: 36},
		{key: workbook.ColBureau, width: 18}, {key: "prior", width: 10, format: ratioFormat}, {key: "present", width: 10, format: ratioFormat},
		{key: "moved-by", width: 11, format: sheet.Points, align: sheet.AlignCenter}, {key: "prior-light", width: 10, align: sheet.AlignCenter},
		{key: colLight, width: 10, align: sheet.AlignCenter}, {key: workbook.ColText, width: 46},
	})
	for _, m := range k.moves {
		t.next(sheet.Body)
		k.taskLink(t, m.TaskLine)
		t.put(workbook.ColTitle, sheet.Str(m.Task.Title))
		t.put(colLight, sheet.Str(k.lit(m.Standing))).Role = k.lightRole(m.Light)
		lead := m.Lead()
		if lead != nil {
			t.put(workbook.ColBureau, sheet.Str(lead.Bureau.Name))
		} else {
			t.put(workbook.ColBureau, sheet.Str(k.groupNames(m.TaskLine)))
		}
		if m.Task.StatusOnly {
			continue
		}
		t.put("move", sheet.Str(k.c.T("move."+m.Move.key()))).Role = moveRole(m.Move)
		t.put("prior", amountOrBlank(m.Prior))
		t.put("present", amountOrBlank(m.Completion.Ratio))
		if m.By.Known {
			t.put("moved-by", sheet.Num(round1(m.By.V)))
		}
		if m.Was != nil {
			t.put("prior-light", sheet.Str(k.lit(*m.Was))).Role = k.lightRole(m.Was.Light)
		}
		if lead != nil && lead.Entry != nil && !lead.Carried {
			t.put(workbook.ColText, sheet.StrOrBlank(lead.Entry.Text))
		}
	}
	for _, ch := range k.changed() {
		t.next(sheet.Body)
		t.put("move", sheet.Str(k.c.T("move.plan"))).Role = sheet.Warn
		if tl := k.lineOf(k.changedTask(ch)); tl != nil {
			k.taskLink(t, tl)
			t.put(workbook.ColTitle, sheet.Str(tl.Task.Title))
		} else {
			t.put(workbook.ColTask, sheet.Str(ch.ObjectID))
		}
		t.put(workbook.ColText, sheet.Str(k.c.T("report.change", "field", k.c.ChoiceLabel("changed", ch.Field), "old", ch.Old, "new", ch.New,
			"from", k.day(ch.From), "reason", ch.Reason, "approver", ch.Approver, "waits", ch.Waits)))
	}
	return k.finish(t)
}

// changed lists the approved changes of the plan that took effect since the period before, without those of tasks that are 仅报状态.
func (k *consolidated) changed() []*workbook.Change {
	since := k.l.Period.First() - 1
	if k.l.Before != nil && !k.l.Before.Period.IsZero() {
		since = k.l.Before.Period.Last()
	}
	var out []*workbook.Change
	for _, ch := range k.l.Plan.Changes {
		t := k.changedTask(ch)
		if ch.Approver != "" && ch.From > since && ch.From <= k.l.Period.Last() && (t == nil || !t.StatusOnly) {
			out = append(out, ch)
		}
	}
	return out
}

// changedTask finds the task that a change of a task or milestone is about; nil for any other change.
func (k *consolidated) changedTask(ch *workbook.Change) *workbook.Task {
	switch ch.Object {
	case workbook.ObjectTask:
		return k.l.Plan.Task(ch.ObjectID)
	case workbook.ObjectMilestone:
		id, _ := splitID(ch.ObjectID)
		return k.l.Plan.Task(id)
	}
	return nil
}

func moveRole(m Move) sheet.Role {
	switch m {
	case NewlyDone, Rose:
		return sheet.Good
	case NewlyOverdue, Reopened:
		return sheet.Alert
	}
	return sheet.Warn
}
