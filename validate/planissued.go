package validate

import (
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// CheckWaiting finds changes of leads and supports that were made after a round's workbooks were issued. p is the plan as read for that
// round. Such changes hold from the next round on, and if that is in another year they do not reach this year's scores. A week or special
// round is never the last of its year, as its month follows. If the plan that the round was issued with is lost, these changes cannot be
// told, and it reports that instead.
func (c *Checker) CheckWaiting(p *workbook.Plan, round calendar.Period) []Finding {
	k := &planCheck{findings: findings{rules: c.rules, period: round.String()}, p: p}
	code := "change-after-issue"
	if !round.Partial() && round.Next().Last().Year() != round.Last().Year() {
		code = "change-after-year"
	}
	if p.LostIssuedPlan != "" {
		a := at(workbook.Place{File: p.File})
		a.value = p.LostIssuedPlan[:min(shownHashDigits, len(p.LostIssuedPlan))]
		k.add("issued-plan-lost", a, "round", round.String())
	}
	for _, kept := range p.Kept {
		if kept.By == nil {
			continue
		}
		a := cell(kept.By.Rec, workbook.ColFrom)
		a.task = kept.Rec.Get(workbook.ColTask).Text
		k.add(code, a, "name", kept.By.Rec.Get(workbook.ColField).Text, "was", strings.Join(kept.Was, "、"), "now", kept.By.New, "round", round.String())
	}
	return k.sorted(nil)
}

// shownHashDigits is the number of hexadecimal digits of a plan's hash that are shown.
const shownHashDigits = 12

// CheckRetyped finds leads and supports that were retyped in 任务 after a round was issued, without a change in 变更, or whose change was
// withdrawn. p is the plan as read for the last round issued. The next round goes by the retyped names, and no record says that anybody
// handed the task over.
func (c *Checker) CheckRetyped(p *workbook.Plan, round calendar.Period) []Finding {
	k := &planCheck{findings: findings{rules: c.rules, period: round.String()}, p: p}
	for _, kept := range p.Kept {
		code := "assignment-unrecorded"
		switch {
		case kept.By != nil:
			continue
		case kept.Gone != nil:
			code = "change-withdrawn"
		}
		k.add(code, cell(kept.Rec, kept.Field), "was", strings.Join(kept.Was, "、"), "round", round.String())
	}
	return k.sorted(nil)
}

// CheckEdited finds the sheets with details of tasks (节点, 分段, 分配, 指标, 分期目标, 项目) that were edited after a round was issued. Unlike
// changes of leads and supports, such edits hold at once, while the bureaus still have the workbooks issued before. Parts of bureaus that
// were merged since are left out: the round goes on with the parts that they had.
func (c *Checker) CheckEdited(p, issued *workbook.Plan, round calendar.Period) []Finding {
	k := &planCheck{findings: findings{rules: c.rules, period: round.String()}, p: p}
	apart := partedApart(p, issued)
	for _, form := range []string{workbook.FormMilestones, workbook.FormStages, workbook.FormParts, workbook.FormIndicators, workbook.FormInterims, workbook.FormProjects} {
		now, was := p.Tables[form], issued.Tables[form]
		if now == nil {
			continue
		}
		before, after := rowsSaid(p, was), rowsSaid(p, now)
		var changed []string
		for _, r := range slices.Concat(now.Records, recordsOf(was)) {
			id, _, _ := strings.Cut(r.ID, "|")
			at := numberNow(p, r)
			if id != "" && before[at] != after[at] && !slices.Contains(changed, id) && !apart[at] {
				changed = append(changed, id)
			}
		}
		if len(changed) > 0 {
			names, n := firstNamed(changed)
			k.add("parts-edited", at(now.Place()), "name", now.Form.Sheet, "names", names, "n", n, "round", round.String())
		}
	}
	return k.sorted(nil)
}

// Issued is a round with the plan that it was issued with, or that it goes by.
type Issued struct {
	Round calendar.Period
	Plan  *workbook.Plan
}

// CheckGone finds tasks, and bureaus with tasks, that issued rounds had and that the plan has no more. They are no longer issued, merged or
// scored, and no record says that this was meant. Each is reported once, for the last round that it was in. A bureau whose name another one
// has among its own is not gone. rounds are sorted by time.
func (c *Checker) CheckGone(p *workbook.Plan, rounds ...Issued) (found []Finding) {
	said := map[string]bool{}
	for _, r := range slices.Backward(rounds) {
		k := &planCheck{findings: findings{rules: c.rules, period: r.Round.String()}, p: p}
		say := func(code, form string, gone []string) {
			gone = slices.DeleteFunc(gone, func(name string) bool { return said[form+workbook.Fold(name)] })
			for _, name := range gone {
				said[form+workbook.Fold(name)] = true
			}
			if now := p.Tables[form]; len(gone) > 0 && now != nil {
				names, n := firstNamed(gone)
				k.add(code, at(now.Place()), "names", names, "n", n, "round", r.Round.String())
			}
		}
		say("bureau-gone", workbook.FormBureaus, bureausGone(p, r.Plan))
		say("task-gone", workbook.FormTasks, tasksGone(p, r.Plan))
		found = append(k.sorted(nil), found...)
	}
	return found
}

// CheckMerged finds bureaus that were merged since a round was issued, if a former one had tasks or sends the ledger of a county. The round
// goes on with each former bureau by itself.
func (c *Checker) CheckMerged(p *workbook.Plan, r Issued) []Finding {
	k := &planCheck{findings: findings{rules: c.rules, period: r.Round.String()}, p: p}
	had, gone := map[*workbook.Bureau][]string{}, map[*workbook.Bureau]bool{}
	for _, b := range p.BecameOne(r.Plan) {
		heir := p.HeirOf(b)
		had[heir] = append(had[heir], b.Name)
		gone[heir] = gone[heir] || heir.Code != b.Code && (b.SendsLedger || len(r.Plan.TasksWith(b)) > 0)
	}
	var merged []string
	for _, heir := range p.Bureaus {
		if gone[heir] {
			merged = append(merged, strings.Join(had[heir], "＋")+"→"+heir.Name)
		}
	}
	if now := p.Tables[workbook.FormBureaus]; len(merged) > 0 {
		names, n := firstNamed(merged)
		k.add("bureau-merged", at(now.Place()), "names", names, "n", n, "round", r.Round.String())
	}
	return k.sorted(nil)
}

// Anew describes a merged bureau that a round asks since it was issued anew, while the former bureaus had already reported for themselves.
type Anew struct {
	Heir *workbook.Bureau
	// Gone holds the names of the former bureaus that have another name or code now.
	Gone []string
	// Joints holds the tasks on which several of them had an entry.
	Joints []workbook.Joint
}

// CheckAnew reports which former bureaus had already reported when a round was issued anew to the merged one, from which nothing came
// since, and what counts for the tasks on which several of them had an entry.
func (c *Checker) CheckAnew(p *workbook.Plan, heirs []Anew, round calendar.Period) []Finding {
	k := &planCheck{findings: findings{rules: c.rules, period: round.String()}, p: p}
	for _, a := range heirs {
		names, n := firstNamed(a.Gone)
		var said []string
		for _, j := range a.Joints {
			said = append(said, jointly(j))
		}
		both, of := firstNamed(said)
		if now := p.Tables[workbook.FormBureaus]; now != nil {
			k.add("bureau-merged-anew", at(now.Place()), "names", names, "n", n, "heir", a.Heir.Name, "both", both, "of", of, "round", round.String())
		}
	}
	return k.sorted(nil)
}

// jointly words what several bureaus said of a task and what counts: their sum, as in T3（甲局 3＋乙局 2＝5）, or the entry of one, as in
// T3（甲局 3／乙局 2→乙局）.
func jointly(j workbook.Joint) string {
	var said []string
	stands := ""
	for _, e := range j.Said {
		text := e.Bureau.Name
		if e.Value.Known {
			text += " " + formula.NumberText(e.Value.V)
		}
		if said = append(said, text); j.Stands != nil && e.Source == j.Stands.Source {
			stands = "→" + e.Bureau.Name
		}
	}
	between := "／"
	if j.Sum {
		between, stands = "＋", "＝"+formula.NumberText(j.Stands.Value.V)
	}
	return j.Task.ID + "（" + strings.Join(said, between) + stands + "）"
}

// tasksGone lists the numbers of the tasks that an earlier plan has to report on and the present one lacks.
func tasksGone(now, was *workbook.Plan) (gone []string) {
	for _, t := range was.Tasks {
		if t.Reports() && now.Task(t.ID) == nil {
			gone = append(gone, t.ID)
		}
	}
	return gone
}

// bureausGone lists the names of the bureaus that have tasks in an earlier plan and of which the present one has neither code nor name.
func bureausGone(now, was *workbook.Plan) (gone []string) {
	for _, b := range was.Bureaus {
		if len(was.TasksWith(b)) > 0 && now.HeirOf(b) == nil {
			gone = append(gone, b.Name)
		}
	}
	return gone
}

// CheckLater finds tasks that were added to the plan after a round was issued although they start by the round's end. p is the plan as read
// for the last round issued. No bureau was asked about these tasks, and they do not belong to the round.
func (c *Checker) CheckLater(p *workbook.Plan, round calendar.Period) []Finding {
	k := &planCheck{findings: findings{rules: c.rules, period: round.String()}, p: p}
	var first *workbook.Record
	var ids []string
	for _, r := range p.Later {
		if r.Get(workbook.ColStart).Date > round.Last() {
			continue
		}
		if ids = append(ids, r.Get(workbook.ColTask).Text); first == nil {
			first = r
		}
	}
	if len(ids) > 0 {
		names, n := firstNamed(ids)
		k.add("task-after-issue", cell(first, workbook.ColTask), "names", names, "n", n, "round", round.String())
	}
	return k.sorted(nil)
}

// CheckMissed finds decisions about days up to the given one that reach nobody in an issued round, since they name a bureau or task that
// the round's plan does not have. p is the plan as read for that round. If the present plan does not have it either, CheckPlan says so.
func (c *Checker) CheckMissed(p *workbook.Plan, round calendar.Period, day calendar.Date) []Finding {
	k := &planCheck{findings: findings{rules: c.rules, period: round.String()}, p: p}
	for _, m := range p.Missed(round.First(), day) {
		k.add("decision-missed", cell(m.Rec, m.Field), "round", round.String())
	}
	return k.sorted(nil)
}

// mostNamed is the most names or numbers that a message lists.
const mostNamed = 8

// firstNamed gives a list of names or numbers as a message shows it, and the number of all if it leaves some out; all is empty otherwise.
func firstNamed(numbers []string) (names, all string) {
	if len(numbers) > mostNamed {
		numbers, all = numbers[:mostNamed], strconv.Itoa(len(numbers))
	}
	return strings.Join(numbers, "、"), all
}

// calledNow lists the bureaus that a cell names, each once, under their names in the plan.
func calledNow(p *workbook.Plan, d *workbook.Datum) string {
	var names []string
	for _, n := range d.List() {
		if n = workbook.Fold(p.Directory.NameOf(n)); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return strings.Join(names, "、")
}

// recordsOf gives the rows of a sheet, none if t is nil.
func recordsOf(t *workbook.Table) []*workbook.Record {
	if t == nil {
		return nil
	}
	return t.Records
}

// partedApart gives the rows of 分配, by numberNow, for which a round goes on with the parts it was issued with: those of merged bureaus if
// one that is gone had a part.
func partedApart(p, issued *workbook.Plan) map[string]bool {
	out := map[string]bool{}
	for _, b := range p.BecameOne(issued) {
		heir := p.HeirOf(b)
		if heir.Code == b.Code {
			continue
		}
		for _, t := range issued.TasksWith(b) {
			if t.PartOf(b) != nil {
				out[workbook.Fold(t.ID)+"|"+heir.Code] = true
			}
		}
	}
	return out
}

// numberNow identifies a row of a sheet by its number. In 分配 that includes the bureau, by the code that it has now.
func numberNow(p *workbook.Plan, r *workbook.Record) string {
	if r.Table.Form.Key == workbook.FormParts {
		if b := p.Directory.Bureau(r.Get(workbook.ColBureau).Text); b != nil {
			return workbook.Fold(r.Get(workbook.ColTask).Text) + "|" + b.Code
		}
	}
	return workbook.Fold(r.ID)
}

// rowsSaid gives the content of a sheet's rows, by numberNow.
func rowsSaid(p *workbook.Plan, t *workbook.Table) map[string]string {
	out := map[string]string{}
	for _, r := range recordsOf(t) {
		out[numberNow(p, r)] += rowSaid(p, r)
	}
	return out
}

// rowSaid gives the content of a row, column by column, with bureaus under the names that they have now.
func rowSaid(p *workbook.Plan, r *workbook.Record) string {
	var b strings.Builder
	for i := range r.Table.Form.Columns {
		d := r.At(i)
		said := workbook.Fold(d.Text)
		if r.Table.Form.Columns[i].Key == workbook.ColBureau {
			said = calledNow(p, d)
		}
		if d.Raw.Kind == sheet.Number {
			// Some programs keep only 15 digits when they save a workbook.
			said = strconv.FormatFloat(d.Raw.Num, 'g', 15, 64)
		}
		b.WriteString(r.Table.Form.Columns[i].Key + "\x00" + said + "\x00")
	}
	return b.String()
}
