package report

import (
	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/sheet"
)

// findingSheet lists the findings of the period's returns: those that stand first, then the answered and the waived ones.
func (k *consolidated) findingSheet() *sheet.Sheet {
	t := k.newTable("findings", tableHeadRow, []field{
		{key: workbook.ColSeverity, width: 8, align: sheet.AlignCenter}, {key: "settled", width: 10, align: sheet.AlignCenter}, {key: workbook.ColBureau, width: 14},
		{key: workbook.ColTask, width: 10, format: sheet.TextFormat}, {key: "finding", width: 50}, {key: "value", width: 16, format: sheet.TextFormat},
		{key: workbook.ColReason, width: 24}, {key: workbook.ColApprover, width: 12}, {key: "file", width: 26}, {key: "sheet", width: 12}, {key: "cell", width: 8, align: sheet.AlignCenter},
		{key: workbook.ColRule, width: 24},
	})
	for _, settled := range []string{"stands", "answered", "waived"} {
		for i := range k.l.Findings {
			f := &k.l.Findings[i]
			if f.Severity == workbook.Info || settledAs(f) != settled {
				continue
			}
			if t := taskOf(k.l.Plan, f); t != nil && t.StatusOnly {
				if f.Further == nil {
					continue
				}
				f = k.veiled(f)
			}
			t.add(sheet.Body, func() { k.findingRow(t, f, settled) })
		}
	}
	s := k.finish(t)
	if s == nil {
		return nil
	}
	// Below the table stand the rules that the county set differently, so that nobody wonders why a severity is not the usual one.
	for _, set := range validate.New().InForce(k.l.Plan, k.l.Period.Last()) {
		row := s.Layout.Print.Area.Last.Row + 1
		if row == t.row+1 {
			row++
		}
		s.Put(sheet.At(row, 1), sheet.Cell{Role: sheet.Subtitle, Align: sheet.AlignLeft, Value: sheet.Str(SetRuleText(set, k.c))})
		s.Merges = append(s.Merges, sheet.Rect(row, 1, row, s.Layout.Print.Area.Last.Col))
		s.Layout.Print.Area.Last.Row = row
	}
	return s
}

// SetRuleText says which severity the county gave one of the program's rules, since when, why and who approved.
func SetRuleText(set validate.SetRule, c *templates.Catalogue) string {
	return c.T("switch.line", "code", set.Rule.Code, "as", c.T("severity."+set.Switch.As()), "was", c.T("severity."+set.Rule.Severity.String()),
		"from", set.Switch.From.String(), "reason", set.Switch.Reason, "approver", set.Switch.Approver)
}

// settledAs says how a finding was settled: "waived", "answered", or "stands" if it was not.
func settledAs(f *validate.Finding) string {
	switch {
	case f.Waived:
		return "waived"
	case f.Answered:
		return "answered"
	}
	return "stands"
}

func (k *consolidated) findingRow(t *table, f *validate.Finding, settled string) {
	role := sheet.Body
	switch {
	case settled != "stands":
	case f.Severity == workbook.Problem:
		role = sheet.Alert
	default:
		role = sheet.Warn
	}
	t.put(workbook.ColSeverity, sheet.Str(k.c.T("choice.severity."+f.Severity.String()))).Role = role
	t.put("settled", sheet.Str(k.c.T("settled."+settled)))
	if b := k.bureau(f.Bureau); b != nil {
		t.put(workbook.ColBureau, sheet.Str(b.Name))
	}
	t.put(workbook.ColTask, sheet.StrOrBlank(f.Task))
	if tl := k.lineOf(k.l.Plan.Task(f.Task)); tl != nil {
		k.taskLink(t, tl)
	}
	t.put("file", sheet.Str(f.Place.File))
	t.put("sheet", sheet.Str(f.Place.Sheet))
	t.put("cell", sheet.Str(f.Place.Cell()))
	t.put(workbook.ColRule, sheet.Str(f.Code))
	t.put("finding", sheet.Str(k.finding(f)))
	t.put("value", sheet.StrOrBlank(f.Value))
	t.put(workbook.ColReason, sheet.StrOrBlank(f.Reason))
	t.put(workbook.ColApprover, sheet.StrOrBlank(f.Approver))
}

// finding gives a finding's message, the county's own if it has one, and how many more like it are not listed.
func (w words) finding(f *validate.Finding) string {
	return w.message(f) + furtherText(f, w.cat)
}

// veiled gives what may be shown of a finding about a task that is 仅报状态: that others like it are not listed.
func (w words) veiled(f *validate.Finding) *validate.Finding {
	return &validate.Finding{Code: f.Code, Severity: f.Severity, Bureau: f.Bureau, Period: f.Period, Place: workbook.Place{File: f.Place.File},
		Message: w.cat.T("exception.veiled"), Answered: f.Answered, Waived: f.Waived, Further: f.Further}
}

// furtherText says how many findings like this one are not listed; empty if all are.
func furtherText(f *validate.Finding, c *templates.Catalogue) string {
	if f.Further == nil {
		return ""
	}
	return c.T("out.further", "n", f.Further.N)
}

func (w words) message(f *validate.Finding) string {
	if f.Message != "" {
		return f.Message
	}
	bureau := ""
	if b := w.plan.BureauOf(f.Bureau); b != nil {
		bureau = b.Name
	}
	return w.cat.T("finding."+f.Code, findingWords(w.cat, f, bureau)...)
}

// FindingText words a finding's message and hint, with names from the plan; checker has the rules that found it.
func FindingText(f *validate.Finding, plan *workbook.Plan, checker *validate.Checker, c *templates.Catalogue) (message, hint string) {
	args, further := findingWords(c, f, plan.Directory.NameOf(f.Bureau)), furtherText(f, c)
	if f.Message != "" {
		return f.Message + further, c.T("rules.own-hint")
	}
	hint = c.T("hint."+f.Code, args...)
	if f.Switch != nil {
		hint += c.T("switch.hint", "as", c.T("severity."+f.Switch.As()), "from", f.Switch.From.String(), "reason", f.Switch.Reason,
			"must", f.Severity == workbook.Problem && checker.Rule(f.Code).Severity != workbook.Problem)
	}
	return c.T("finding."+f.Code, args...) + further, hint
}

// findingWords gives the arguments of a finding's message and hint, names and values in turn.
func findingWords(cat *templates.Catalogue, f *validate.Finding, bureau string) []any {
	args := []any{"value", f.Value, "field", f.Field, "task", f.Task, "cell", f.Place.Cell(), "sheet", f.Place.Sheet, "file", f.Place.File,
		"part", f.Place.Sheet, "code", f.Code, "bureau", bureau}
	for name, v := range f.Args {
		if validate.Lists(name) {
			v = cat.Listing(v)
		}
		args = append(args, name, v)
	}
	return args
}
