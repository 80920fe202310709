package validate

import (
	"duban/workbook"
	"duban/workbook/formula"
)

// between compares a task's row with the other sheets of the return and with the plan's targets.
func (k *returnCheck) between() {
	t := k.ret.Tables[workbook.FormProgress]
	if t == nil {
		return
	}
	for _, r := range t.Records {
		task := k.ctx.Plan.Task(r.ID)
		if task == nil || k.odd[r] || !r.Touched() {
			continue
		}
		status := r.Get(workbook.ColStatus)
		k.figures(r, task, status.Key)
		k.partsAgainst(r, task, status.Key)
		k.stagesAgainst(r, task, status.Key)
		k.troubles(r, task, status.Key)
	}
	for _, t := range k.ctx.Plan.TasksWith(k.b) {
		if len(t.Steps) > 1 {
			k.stepOrder(t)
		}
	}
}

// figureRule is the self-check's rule for missing figures: the simplest part of what figures checks. It is only put on rows that ask for a
// figure. zh are the Chinese forms; the rule is translated if forms are others.
func figureRule(zh, forms *workbook.TemplateForms) workbook.Rule {
	source := `=IF(OR([@进展状态]="推进中",[@进展状态]="已完成"),[@累计完成值]<>"",TRUE)`
	if zh != forms {
		source = translate(source, zh.Progress, forms.Progress)
	}
	return workbook.Rule{Code: "figure-expected", Form: workbook.FormProgress, Source: source, Severity: warning, Field: workbook.ColDoneValue, Figures: true}
}

// fractionRule is the self-check's rule for percentages typed as fractions. It is only put on rows whose figure is a percentage.
func fractionRule(zh, forms *workbook.TemplateForms) workbook.Rule {
	source := `=IF(ISNUMBER([@累计完成值]),OR([@累计完成值]<=0,[@累计完成值]>1),TRUE)`
	if zh != forms {
		source = translate(source, zh.Progress, forms.Progress)
	}
	return workbook.Rule{Code: "figure-fraction", Form: workbook.FormProgress, Source: source, Severity: problem, Field: workbook.ColDoneValue, Percents: true}
}

// beyondRule is the self-check's rule for figures far beyond their target.
func beyondRule(zh, forms *workbook.TemplateForms) workbook.Rule {
	source := `=IF(ISNUMBER([@累计完成值]),[@累计完成值]<=` + workbook.MostName + `,TRUE)`
	if zh != forms {
		source = translate(source, zh.Progress, forms.Progress)
	}
	return workbook.Rule{Code: "figure-beyond", Form: workbook.FormProgress, Source: source, Severity: warning, Field: workbook.ColDoneValue, Most: true}
}

// figures reports a missing figure of a counted task, and compares the figure with the target.
func (k *returnCheck) figures(r *workbook.Record, t *workbook.Task, status string) {
	if !t.AsksFigure(k.b) {
		return
	}
	d := r.Get(workbook.ColDoneValue)
	if d.State == workbook.Bad || r.Table.Cols[r.Table.Form.Index(workbook.ColDoneValue)] == 0 {
		return
	}
	if d.Filled() && d.Num > 0 && d.Num <= 1 && t.InPercent(k.b) && !signedPercent(d) {
		k.add("figure-fraction", cell(r, workbook.ColDoneValue), "target", formula.NumberText(t.TargetOf(k.b).V))
		return
	}
	last := k.stood(t)
	if d.Filled() && t.PerhapsFraction(k.b, last, d.Num) && !signedPercent(d) {
		k.add("figure-hundredth", cell(r, workbook.ColDoneValue), "target", formula.NumberText(t.TargetOf(k.b).V), "percent", formula.NumberText(100*d.Num))
		return
	}
	value := workbook.Amount{}
	switch {
	case d.Filled():
		value = workbook.Known(t.SumWith(last, k.ctx.Period, d.Num))
	case last != nil:
		value = last.Value
	}
	reported := status == workbook.Ongoing || status == workbook.Done
	if !d.Filled() && reported && (!value.Known || t.Basis == workbook.ThisPeriod) {
		k.add("figure-expected", cell(r, workbook.ColDoneValue))
		return
	}
	target, most := t.TargetOf(k.b), t.DoubtedAbove(k.b, last, k.ctx.Period)
	if !value.Known || !target.Known || t.Measure == workbook.Recurring {
		return
	}
	reached := value.V >= target.V
	if t.Direction == workbook.Lower || t.Direction == workbook.Ceiling {
		reached = value.V <= target.V
	}
	a := cell(r, workbook.ColDoneValue)
	a.value = formula.NumberText(value.V)
	switch {
	case d.Filled() && most.Known && d.Num > most.V:
		counted := "yes" // not invested in a year
		if t.ByYearInvestment() {
			counted = ""
		}
		k.add("figure-beyond", a, "target", formula.NumberText(target.V), "unit", t.Unit, "counted", counted)
	case status == workbook.Done && !reached:
		k.add("done-below-target", a, "target", formula.NumberText(target.V), "unit", t.Unit)
	case status == workbook.Ongoing && reached && t.Direction == workbook.Higher:
		k.add("target-reached", a, "target", formula.NumberText(target.V), "unit", t.Unit)
	}
}

// row finds a row of the return by its form and id. It returns nil if there is none or if the row is odd.
func (k *returnCheck) row(form, id string) *workbook.Record {
	t := k.ret.Tables[form]
	if t == nil {
		return nil
	}
	for _, r := range t.Records {
		if workbook.SameName(r.ID, id) && !k.odd[r] {
			return r
		}
	}
	return nil
}
