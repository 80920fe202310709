package validate

import (
	"slices"

	"duban/workbook"
	"duban/workbook/calendar"
)

// decisions checks what people decided in the course of the year: 豁免, 正当理由 and 核定. 变更 and 免报 are checked while they are decoded
// and cell by cell, 收件处理 by intake and 加减分 by adjustments.
func (k *planCheck) decisions() {
	codes := make([]string, 0, len(k.rules)+len(k.p.Rules))
	known := map[string]bool{}
	for code := range k.rules {
		codes = append(codes, code)
		known[code] = true
	}
	slices.Sort(codes)
	for _, r := range k.p.Rules {
		codes = append(codes, r.Code)
		known[workbook.Fold(r.Code)] = true
	}
	for _, w := range k.p.Waivers {
		if w.Rule != "" && !known[workbook.Fold(w.Rule)] {
			k.add("waiver-rule-unknown", cell(w.Rec, workbook.ColRule), "near", workbook.Nearest(w.Rule, codes))
		}
		if w.Task != "" && k.p.Task(w.Task) == nil {
			k.add("task-unknown", cell(w.Rec, workbook.ColTask), "near", k.nearTask(w.Task))
		}
	}
	k.reasons()
	for _, again := range verifiedTwice(k.p) {
		if !again.ofParts {
			k.verifiedTwice(again)
		}
	}
	status := k.returns.Progress.Column(workbook.ColStatus)
	for _, v := range k.p.Verified {
		if v.Bureau == nil && v.Problem == "" && v.Rec.Get(workbook.ColBureau).State == workbook.Empty {
			k.add("verification-no-bureau", cell(v.Rec, workbook.ColBureau))
		}
		ok := true
		switch v.Field {
		case workbook.ColDoneValue:
			ok = v.Number.Known
		case workbook.ColStatus:
			_, ok = status.Choice(v.Value)
		case workbook.ColDoneOn:
			_, _, ok = calendar.ParseDate(v.Value, k.p.Settings.DocDate)
		}
		if !ok && v.Value != "" {
			d := v.Rec.Get(workbook.ColField)
			k.add("verification-value", cell(v.Rec, workbook.ColValue), "name", d.Text)
		}
		if !k.p.Reaches(v) {
			k.add("verification-idle", cell(v.Rec, workbook.ColBureau), "task", v.Task.ID)
		}
		if county := k.p.CountyOf(v.Problem); county != nil {
			k.add("verification-below", cell(v.Rec, workbook.ColTask), "name", county.Name)
		} else if v.Field == workbook.ColClosed && v.Task != nil && v.Task.Measure == workbook.Rectification && v.Task.Target.Known {
			k.add("verification-uncounted", cell(v.Rec, workbook.ColValue), "task", v.Task.ID)
		} else if v.Field == workbook.ColClosed && v.Period.IsZero() {
			k.add("verification-no-period", cell(v.Rec, workbook.ColPeriod), "task", v.Rec.Get(workbook.ColTask).Text)
		}
	}
}

// verifiedAgain is a verification v of the same matter as an earlier row, was.
type verifiedAgain struct {
	was, v *workbook.Verification
	// ofParts says that both are of parts, of bureaus that were merged since.
	ofParts bool
}

// verifiedTwice finds verifications of the same field for the same period, of which only the later row counts. Two rows may name bureaus
// that were merged since: their figures are not added up, unless the bureaus had parts of the task.
func verifiedTwice(p *workbook.Plan) (out []verifiedAgain) {
	type matter struct {
		task   *workbook.Task
		bureau *workbook.Bureau
		period calendar.Period
		field  string
	}
	named := func(v *workbook.Verification) string { return v.Rec.Get(workbook.ColBureau).Text } // empty for the lead
	last := map[matter]*workbook.Verification{}
	for _, v := range p.Verified {
		if v.Task == nil || v.Field == workbook.ColClosed || v.Approver == "" {
			continue
		}
		m := matter{v.Task, v.Bureau, v.Period, v.Field}
		if was := last[m]; was != nil {
			renamed := named(was) != "" && named(v) != "" && named(was) != named(v)
			if was.Value != v.Value || renamed {
				out = append(out, verifiedAgain{was, v, renamed && v.Task.PartOf(v.Bureau) != nil})
			}
		}
		last[m] = v
	}
	return out
}

func (k *planCheck) verifiedTwice(a verifiedAgain) {
	k.add("verification-twice", cell(a.v.Rec, workbook.ColValue), "task", a.v.Task.ID, "field", a.v.Rec.Get(workbook.ColField).Text,
		"other", a.was.Value, "first", a.was.Rec.Place(workbook.ColValue).Cell())
}

// PartsVerifiedTwice reports whether a plan verifies, for the same period, parts of bureaus that have been merged since.
func PartsVerifiedTwice(p *workbook.Plan) bool {
	return slices.ContainsFunc(verifiedTwice(p), func(a verifiedAgain) bool { return a.ofParts })
}

// CheckPartsVerified reports verifications of parts that count for nothing because the bureaus that they name are one bureau in their
// round. p is the round's plan, without the parts that an earlier round has summed up (workbook.Plan.WithoutParts). issued is the plan that
// the round was issued with, nil if that is p: as long as the bureaus are two in it, each row counts for its own bureau. The findings
// belong to those of CheckPlan.
func (c *Checker) CheckPartsVerified(p, issued *workbook.Plan) []Finding {
	k := &planCheck{findings: findings{rules: c.rules}, c: c, p: p}
	for _, a := range verifiedTwice(p) {
		if a.ofParts && (issued == nil || issued.Directory.Bureau(a.was.Rec.Get(workbook.ColBureau).Text) == issued.Directory.Bureau(a.v.Rec.Get(workbook.ColBureau).Text)) {
			k.verifiedTwice(a)
		}
	}
	return k.sorted(nil)
}

// CheckClosings compares the problems that 核定 closes with those that were raised. A closing does nothing if its number is unknown, if the
// bureau has not reported the problem as settled, or if the problem was reopened since. The findings belong to those of CheckPlan.
func (c *Checker) CheckClosings(p *workbook.Plan, raised []*workbook.ProblemRow) []Finding {
	k := &findings{rules: c.rules}
	numbers, known := make([]string, 0, len(raised)), map[string]*workbook.ProblemRow{}
	for _, pr := range raised {
		numbers = append(numbers, pr.ID)
		known[workbook.Fold(pr.ID)] = pr
	}
	for _, v := range p.Verified {
		for _, pr := range takenBack(p, v, raised) {
			a := cell(v.Rec, workbook.ColTask)
			a.value = pr.ID
			k.add("verification-reopened", a, "name", bureauCalled(p, pr.Bureau), "period", pr.Reopened.String())
		}
		if v.Problem == "" || p.CountyOf(v.Problem) != nil {
			continue
		}
		switch pr := known[workbook.Fold(v.Problem)]; {
		case pr == nil:
			k.add("verification-problem-unknown", cell(v.Rec, workbook.ColTask), "near", workbook.Nearest(v.Problem, numbers))
		case !pr.Closed && !v.Outdated(pr):
			k.add("verification-unsettled", cell(v.Rec, workbook.ColTask), "name", bureauCalled(p, pr.Bureau))
		}
	}
	return k.sorted(nil)
}

// takenBack lists the problems that a verification, by number or by task and bureau, closed once and that were reopened since. A problem
// counts only if it is reported as settled again and no other row has closed it; otherwise the verification is history.
func takenBack(p *workbook.Plan, v *workbook.Verification, raised []*workbook.ProblemRow) []*workbook.ProblemRow {
	var out []*workbook.ProblemRow
	for _, pr := range raised {
		if v.Closes(pr) && v.Outdated(pr) && pr.Closed && !p.ProblemClosed(pr, pr.Period) {
			out = append(out, pr)
		}
	}
	return out
}

// bureauCalled gives the name of the bureau with a code, or the code itself if there is none.
func bureauCalled(p *workbook.Plan, code string) string {
	for _, b := range p.Bureaus {
		if b.Code == code {
			return b.Name
		}
	}
	return code
}

// reasons checks 正当理由. A span of days that runs backwards covers nothing. A row with a task excuses days of the task's lateness, so it must
// not name a period as well: a period is that of a late return.
func (k *planCheck) reasons() {
	for _, a := range k.p.Reasons {
		if a.From != 0 && a.Until != 0 && a.Until < a.From {
			k.add("reason-dates", cell(a.Rec, workbook.ColUntil), "first", a.From.String(), "place", a.Rec.Place(workbook.ColFrom).Cell())
		}
		if a.Task != nil && !a.Period.IsZero() {
			k.add("reason-task-and-period", cell(a.Rec, workbook.ColPeriod), "task", a.Task.ID)
		}
	}
}

func (k *planCheck) nearTask(id string) string {
	ids := make([]string, 0, len(k.p.Tasks))
	for _, t := range k.p.Tasks {
		ids = append(ids, t.ID)
	}
	return workbook.Nearest(id, ids)
}
