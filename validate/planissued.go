package validate

import (
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// CheckWaiting says of a plan, as read for a round that is out, which changes of who leads or supports came in when the round's
// workbooks were out: they hold from the next round on; where that is another year's, no more in this one's scores. A week or
// a special round is never the last one of its year: the month takes it in. Where the plan that the round went out with is
// lost, nobody can tell.
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

// shownHashDigits is how many digits of a plan's hash are shown.
const shownHashDigits = 12

// CheckRetyped says of a plan, as read for the last round that is out, where the row of 任务 alone has others lead or support:
// the next round goes by it, and nothing on record says that anybody handed anything over.
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

// CheckEdited says of a plan which sheets of parts say something else than those that a round went out with: unlike leads and
// supports, what is edited there holds at once, and the bureaus have the workbooks of before. Bureaus that became one are none of it: they
// go on with what was theirs.
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

// Issued is the plan that a round went out with, or goes by.
type Issued struct {
	Round calendar.Period
	Plan  *workbook.Plan
}

// CheckGone says of a plan which tasks and which bureaus with tasks it has no more that rounds went out with, each of the last round
// that it was in: they are no longer issued, merged or scored, and nothing on record says that anybody meant it. A bureau that another
// one knows by its name is not gone. The rounds are in order of time.
func (c *Checker) CheckGone(p *workbook.Plan, rounds ...Issued) (found []Finding) {
	said := map[string]bool{}
	for _, r := range slices.Backward(rounds) {
		k := &planCheck{findings: findings{rules: c.rules, period: r.Round.String()}, p: p}
		say := func(code, form string, gone []string) {
			gone = slices.DeleteFunc(gone, func(name string) bool { return said[form+fold(name)] })
			for _, name := range gone {
				said[form+fold(name)] = true
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

// CheckMerged says of a plan which of its bureaus were several when a round was issued, where one that is gone had tasks or sends the
// ledger of a county: the round goes on with each by itself.
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

// Anew is a bureau that a round asks since it was issued anew, those whom it became of that had reported before and were asked by
// themselves, and the tasks on which several of them said something.
type Anew struct {
	Heir *workbook.Bureau
	// Gone are those of them that have another name or code by now.
	Gone   []string
	Joints []workbook.Joint
}

// CheckAnew says which bureaus had reported when a round was issued anew to those who took them in, of whom nothing came since, and what
// stands for the tasks on which several said something.
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

// jointly is what several bureaus said of a task and what stands of it: T3（甲局 3＋乙局 2＝5）, or whose entry does.
func jointly(j workbook.Joint) string {
	var said []string
	stands := ""
	for _, e := range j.Said {
		text := e.Bureau.Name
		if e.Value.Known {
			text += " " + figure(e.Value.V)
		}
		if said = append(said, text); j.Stands != nil && e.Source == j.Stands.Source {
			stands = "→" + e.Bureau.Name
		}
	}
	between := "／"
	if j.Sum {
		between, stands = "＋", "＝"+figure(j.Stands.Value.V)
	}
	return j.Task.ID + "（" + strings.Join(said, between) + stands + "）"
}

// tasksGone are the numbers of the tasks that somebody reports on by a plan and that the present one has no more, bureausGone the names
// of the bureaus with tasks of which it has neither name nor code.
func tasksGone(now, was *workbook.Plan) (gone []string) {
	for _, t := range was.Tasks {
		if t.Reports() && now.Task(t.ID) == nil {
			gone = append(gone, t.ID)
		}
	}
	return gone
}

func bureausGone(now, was *workbook.Plan) (gone []string) {
	for _, b := range was.Bureaus {
		if len(was.TasksWith(b)) > 0 && now.HeirOf(b) == nil {
			gone = append(gone, b.Name)
		}
	}
	return gone
}

// CheckLater says of a plan, as read for the last round that is out, which tasks have begun by the round's end and came into the
// plan when its workbooks were out: nobody was asked about them, and they are none of the round.
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

// CheckMissed says of a plan, as read for a round that is out, which decisions that bear on days up to one reach nobody in it: they name
// a bureau or task that the round's plan does not have. The present plan has it, or says so itself.
func (c *Checker) CheckMissed(p *workbook.Plan, round calendar.Period, day calendar.Date) []Finding {
	k := &planCheck{findings: findings{rules: c.rules, period: round.String()}, p: p}
	for _, m := range p.Missed(round.First(), day) {
		k.add("decision-missed", cell(m.Rec, m.Field), "round", round.String())
	}
	return k.sorted(nil)
}

// mostNamed is how many numbers a message lists.
const mostNamed = 8

// firstNamed is a list of numbers as a message names it, and how many there are in all where it leaves some out.
func firstNamed(numbers []string) (names, all string) {
	if len(numbers) > mostNamed {
		numbers, all = numbers[:mostNamed], strconv.Itoa(len(numbers))
	}
	return strings.Join(numbers, "、"), all
}

// calledNow are the bureaus that a cell names, each once, by what the plan has them as.
func calledNow(p *workbook.Plan, d *workbook.Datum) string {
	var names []string
	for _, n := range d.List() {
		if n = fold(p.Directory.NameOf(n)); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return strings.Join(names, "、")
}

// recordsOf are a sheet's rows; a plan may lack it.
func recordsOf(t *workbook.Table) []*workbook.Record {
	if t == nil {
		return nil
	}
	return t.Records
}

// partedApart are the rows of 分配 that a round has as it went out, as numberNow gives them: those of bureaus of whom one with a part is gone
// since, as another took it in.
func partedApart(p, issued *workbook.Plan) map[string]bool {
	out := map[string]bool{}
	for _, b := range p.BecameOne(issued) {
		heir := p.HeirOf(b)
		if heir.Code == b.Code {
			continue
		}
		for _, t := range issued.TasksWith(b) {
			if t.PartOf(b) != nil {
				out[fold(t.ID)+"|"+heir.Code] = true
			}
		}
	}
	return out
}

// numberNow is the number of a row of a sheet; with the bureau by what it is now, where it is part of the number.
func numberNow(p *workbook.Plan, r *workbook.Record) string {
	if r.Table.Form.Key == workbook.FormParts {
		if b := p.Directory.Bureau(r.Get(workbook.ColBureau).Text); b != nil {
			return fold(r.Get(workbook.ColTask).Text) + "|" + b.Code
		}
	}
	return fold(r.ID)
}

// rowsSaid is what the rows of a sheet say, by their numbers.
func rowsSaid(p *workbook.Plan, t *workbook.Table) map[string]string {
	out := map[string]string{}
	for _, r := range recordsOf(t) {
		out[numberNow(p, r)] += rowSaid(p, r)
	}
	return out
}

// rowSaid is all that a row says, by column; bureaus by what they are now.
func rowSaid(p *workbook.Plan, r *workbook.Record) string {
	var b strings.Builder
	for i := range r.Table.Form.Columns {
		d := r.At(i)
		said := fold(d.Text)
		if r.Table.Form.Columns[i].Key == workbook.ColBureau {
			said = calledNow(p, d)
		}
		if d.Raw.Kind == sheet.Number {
			// Some programs keep no more digits than this when they save a workbook.
			said = strconv.FormatFloat(d.Raw.Num, 'g', 15, 64)
		}
		b.WriteString(r.Table.Form.Columns[i].Key + "\x00" + said + "\x00")
	}
	return b.String()
}
