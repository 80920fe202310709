package templates

import "duban/workbook"

// ledgerForms lists the sheets of a consolidated workbook that are read one level up, with the columns that are read.
// Columns that are filled in here are computed by the workbook itself.
var ledgerForms = []form{
	{key: workbook.FormLedger, id: []string{workbook.ColTask}, columns: []column{
		{key: workbook.ColTask, required: true},
		{key: workbook.ColArea},
		{key: workbook.ColTitle, required: true},
		{key: workbook.ColGoal},
		{key: workbook.ColMeasure, typ: choice, choices: "measure"},
		{key: workbook.ColBureau},
		{key: workbook.ColDeadline, typ: date},
		{key: workbook.ColUnit},
		{key: workbook.ColTarget, typ: number, filled: byBureau},
		{key: workbook.ColDoneValue, typ: number, filled: byBureau},
		{key: workbook.ColCompletion, typ: pct, required: true, filled: byBureau},
		{key: workbook.ColElapsed, typ: pct, filled: byBureau},
		{key: workbook.ColExpected, typ: pct, required: true, filled: byBureau},
		{key: workbook.ColGap, typ: number, filled: computed},
		{key: workbook.ColLight, filled: byBureau},
		{key: workbook.ColClass, typ: choice, choices: "class", required: true, filled: byBureau},
		{key: workbook.ColStatus, typ: choice, choices: "ledger-status", required: true, filled: byBureau},
		{key: workbook.ColDoneOn, typ: date, filled: byBureau},
		{key: workbook.ColText, filled: byBureau},
		{key: workbook.ColTrouble, filled: byBureau},
		{key: workbook.ColNext, filled: byBureau},
		{key: workbook.ColEvidence, filled: byBureau},
		{key: workbook.ColDaysLate, typ: number, filled: byBureau},
		{key: workbook.ColVerified, filled: byBureau},
		{key: workbook.ColTaskRow, typ: number, filled: computed},
		{key: workbook.ColAreaOf, filled: computed},
		{key: workbook.ColClassOf, typ: choice, choices: "class", filled: computed},
	}},
	{key: workbook.FormAreas, id: []string{workbook.ColArea}, columns: []column{
		{key: workbook.ColArea, required: true},
		{key: workbook.ColTasks, typ: number, filled: byBureau},
	}},
	{key: workbook.FormSources, columns: []column{
		{key: workbook.ColSourceForm},
		{key: workbook.ColTask},
		{key: workbook.ColRowID},
		{key: workbook.ColBureau},
		{key: workbook.ColPeriod},
		{key: workbook.ColFile, required: true},
		{key: workbook.ColSheet},
		{key: workbook.ColCell},
		{key: workbook.ColReceipt},
		{key: workbook.ColSHA256, required: true},
		{key: workbook.ColDepth, typ: number},
	}},
	{key: workbook.FormProblems, id: []string{workbook.ColProblem}, columns: []column{
		{key: workbook.ColProblem, required: true, filled: byBureau},
		{key: workbook.ColTask, filled: byBureau},
		{key: workbook.ColRaisedBy, filled: byBureau},
		{key: workbook.ColProblemText, required: true, filled: byBureau},
		{key: workbook.ColStuck, filled: byBureau},
		{key: workbook.ColNeeded, typ: names, filled: byBureau},
		{key: workbook.ColPerson, filled: byBureau},
		{key: workbook.ColSettleBy, typ: date, filled: byBureau},
		{key: workbook.ColLevel, typ: choice, choices: "level", filled: byBureau},
		{key: workbook.ColClosed, typ: choice, choices: "problem-state", required: true, filled: byBureau},
		{key: workbook.ColClosedOn, typ: date, filled: byBureau},
		{key: workbook.ColSince, filled: byBureau},
	}},
}

// classes lists the keys of the classes, in the order in which the sheet of areas counts them.
var classes = []string{"done", "ahead", "on-track", "behind", "overdue", "unclassed", "unassigned"}

// LedgerForms gives the forms of a consolidated workbook as it is read one level up. Their names and headings are those
// that the workbook is written with.
func LedgerForms(c *Catalogue) *workbook.LedgerForms {
	both := append([]*Catalogue{c}, c.others()...)
	labels := func(id string) []string {
		var out []string
		for _, x := range both {
			out = append(out, x.T(id))
		}
		return out
	}
	var fs []*workbook.Form
	for _, t := range ledgerForms {
		f := &workbook.Form{Key: t.key, Sheet: c.T("tab." + t.key), ID: t.id, Also: labels("tab." + t.key)[1:]}
		for _, col := range t.columns {
			w := workbook.Column{Key: col.key, Type: col.typ, Filled: col.filled, Required: col.required}
			w.Heading = c.ReportHeading(col.key)
			for _, o := range both[1:] {
				w.Also = append(w.Also, o.ReportHeading(col.key))
			}
			switch col.choices {
			case "":
			case "class":
				for _, key := range classes {
					names := labels("class." + key)
					w.Choices = append(w.Choices, workbook.Choice{Key: key, Label: names[0], Also: names[1:]})
				}
			case "problem-state":
				for _, key := range []string{workbook.ProblemOpen, workbook.ProblemSettled, workbook.ProblemBelow, workbook.ProblemOff} {
					names := labels("report." + key)
					w.Choices = append(w.Choices, workbook.Choice{Key: key, Label: names[0], Also: names[1:]})
				}
			case "ledger-status":
				w.Choices = c.choices("status", both[1:])
				unreported, held := labels("report.not-reported"), labels("outcome.sent-back")
				w.Choices = append(w.Choices, workbook.Choice{Key: workbook.NotReported, Label: unreported[0], Also: unreported[1:]},
					workbook.Choice{Key: workbook.HeldBack, Label: held[0], Also: held[1:]})
			default:
				w.Choices = c.choices(col.choices, both[1:])
			}
			f.Columns = append(f.Columns, w)
		}
		if t.key == workbook.FormAreas {
			for _, key := range classes {
				names := labels("class." + key)
				f.Columns = append(f.Columns, workbook.Column{Key: key, Heading: names[0], Also: names[1:], Type: number, Filled: byBureau})
			}
		}
		fs = append(fs, f)
	}
	out := &workbook.LedgerForms{Ledger: fs[0], Areas: fs[1], Sources: fs[2], Problems: fs[3], NoArea: labels("report.no-area"), Total: labels("report.total"),
		Unverified: labels("light.unverified"),
		Signs:      map[workbook.Light][]string{}}
	for light, key := range map[workbook.Light]string{workbook.Blue: "blue", workbook.Green: "green", workbook.Yellow: "yellow", workbook.Red: "red"} {
		out.Signs[light] = labels("lightsign." + key)
	}
	return out
}

// ReportHeading gives a column's heading in the consolidated workbook.
func (c *Catalogue) ReportHeading(key string) string {
	if s := c.Or("col."+key, "heading."+key); s != "" {
		return s
	}
	return c.T("col." + key)
}
