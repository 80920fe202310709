package validate

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"duban/workbook"
	"duban/workbook/formula"
)

// standingCheck compares what several bureaus reported, once their returns are accepted. Each finding involves something reported in the
// period itself: what is carried over was compared when it came.
type standingCheck struct {
	findings
	p   *workbook.Plan
	now *workbook.Standing
}

// CheckStanding compares what several bureaus reported, once their returns are accepted. As elsewhere, a warning is answered by the reason
// in its row and may be waived by the plan. If there are more than MostListed findings the others are counted.
func (c *Checker) CheckStanding(p *workbook.Plan, now *workbook.Standing) []Finding {
	check := func() *standingCheck {
		return &standingCheck{findings: findings{rules: c.rules, switches: c.SwitchesOn(p, now.Period.Last()), period: now.Period.String()}, p: p, now: now}
	}
	// Comparing texts takes as long as everything else together, so it runs at the same time.
	k, texts, contrasts := check(), check(), check()
	var aside sync.WaitGroup
	aside.Go(texts.sharedTexts)
	aside.Go(contrasts.contrasts)
	for _, t := range p.Tasks {
		k.partsAndLead(t)
		k.leadAndOthers(t)
		k.leadAndOpen(t)
		k.milestones(t)
		k.steps(t)
	}
	k.indicators()
	k.problems()
	aside.Wait()
	k.list = slices.Concat(k.list, texts.list, contrasts.list)
	return listed(k.sorted(nil), p)
}

// word is what a bureau said in one row.
type word struct {
	bureau *workbook.Bureau
	place  workbook.Place
	// part is the title of the milestone or step that it is about, if a finding names words about several of them.
	part string
	// answer is the reason given in the row.
	answer string
}

// say adds a finding about a bureau's word, answered by the reason in its row or waived by the plan. others are the words that contradict
// it.
func (k *standingCheck) say(code string, w word, task, value string, others []word, args ...string) {
	args = append([]string{"n", strconv.Itoa(len(others)), "others", k.name(others)}, args...)
	x := k.add(code, about{place: w.place, task: task, value: value}, args...)
	x.Bureau = w.bureau.Code
	for _, o := range others {
		x.beside(o.place)
	}
	if x.Severity == warning && w.answer != "" {
		x.Answered, x.Reason = true, w.answer
	}
	waive(k.p, w.bureau, k.now.Period, &x.Finding)
}

// name lists bureaus with the part that their word is about and the cell where it is, as in 商务局“规划获批” (商务局.xlsx 节点进展!G5).
func (k *standingCheck) name(ws []word) string {
	var out []string
	for i, w := range ws {
		if i == placesSpelt {
			return strings.Join(out, "、") + "…"
		}
		s := w.bureau.Name
		if w.part != "" {
			s += "“" + w.part + "”"
		}
		if !w.place.IsZero() {
			s += " (" + strings.TrimSpace(w.place.File+" "+w.place.String()) + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "、")
}

// said gives a bureau's entry on a task as it counts, nil if there is none. fresh says that it was reported in the period.
func (k *standingCheck) said(t *workbook.Task, b *workbook.Bureau) (e *workbook.Accepted, w word, fresh bool) {
	e = k.p.Effective(k.now, t, b)
	w.bureau = b
	if own := k.now.Entry(t, b); own != nil {
		w.place, w.answer = own.Cell(workbook.ColStatus), own.Answer
		fresh = own.Period == k.now.Period
		if !fresh {
			w.answer = ""
		}
	}
	return e, w, fresh
}

// figure is said with the cell of the figure that the entry rests on.
func (k *standingCheck) figure(t *workbook.Task, b *workbook.Bureau) (e *workbook.Accepted, w word, fresh bool) {
	e, w, fresh = k.said(t, b)
	if own := k.now.Entry(t, b); own != nil {
		w.place = own.Source.Place()
	}
	return e, w, fresh
}

// partsAndLead compares the lead's own figure on an allocated task with the sum of the parts, which is what counts.
func (k *standingCheck) partsAndLead(t *workbook.Task) {
	lead := t.Lead()
	if len(t.Parts) == 0 || lead == nil || t.PartOf(lead) != nil || t.ByStages() {
		return
	}
	own, w, fresh := k.figure(t, lead)
	sum := k.p.Official(k.now, t).Done
	if own == nil || !fresh || !own.Value.Known || !sum.Known || formula.NumberText(own.Value.V) == formula.NumberText(sum.V) {
		return
	}
	var parts []word
	for _, part := range t.Parts {
		e, pw, fresh := k.figure(t, part.Bureau)
		if !fresh {
			return // the lead may include what this bureau has not reported yet
		}
		if e.Value.Known {
			parts = append(parts, pw)
		}
	}
	k.say("parts-lead-differs", w, t.ID, formula.NumberText(own.Value.V), parts, "sum", formula.NumberText(sum.V), "unit", t.Unit)
}

// leadAndOthers compares the status that the first-listed lead gives with those that the others on the task give.
func (k *standingCheck) leadAndOthers(t *workbook.Task) {
	lead := t.Lead()
	if lead == nil || len(t.Assigned) < 2 {
		return
	}
	own, w, fresh := k.said(t, lead)
	if own == nil {
		return
	}
	var coLeads, supports, atWork []word
	for _, a := range t.Assigned[1:] {
		e, o, other := k.said(t, a.Bureau)
		switch {
		case e == nil || !fresh && !other:
		case e.Status == workbook.NotStarted && a.Role == workbook.RoleSupport:
			supports = append(supports, o)
		case e.Status == workbook.NotStarted:
			coLeads = append(coLeads, o)
		case e.Status == workbook.Ongoing || e.Status == workbook.Done:
			atWork = append(atWork, o)
			if e.Status == workbook.Ongoing && a.Role == workbook.RoleSupport && k.p.OwnWordCounts(t) {
				supports = append(supports, o) // it counts as late once the task is due
			}
		}
	}
	switch {
	case own.Status == workbook.Done && len(coLeads) > 0:
		k.say("lead-done-co-lead-open", w, t.ID, "", coLeads)
	case own.Status == workbook.Done && len(supports) > 0:
		counted := ""
		if k.p.OwnWordCounts(t) {
			counted = "yes"
		}
		k.say("lead-done-support-open", w, t.ID, "", supports, "counted", counted)
	case own.Status == workbook.NotStarted && len(atWork) > 0:
		k.say("lead-behind-others", w, t.ID, "", atWork)
	}
}

// leadAndOpen reports a lead that calls a task done while others report, in this period, that milestones or steps which only they answer for
// are not done. Those of the lead itself were compared in its return. Nothing follows from bureaus that have not reported in the period.
func (k *standingCheck) leadAndOpen(t *workbook.Task) {
	lead := t.Lead()
	if lead == nil || len(t.Milestones)+len(t.Steps) == 0 {
		return
	}
	own, w, fresh := k.said(t, lead)
	if !fresh || own.Status != workbook.Done {
		return
	}
	var open []word
	look := func(title string, states []workbook.RowState) {
		for _, r := range states {
			if r.Reached == nil || r.Done() || r.Reached.Period != k.now.Period || slices.Contains(r.Bureaus, lead) {
				continue
			}
			o := k.reached(r.Reached)
			o.part = title
			open = append(open, o)
		}
	}
	for _, m := range t.Milestones {
		look(m.Title, k.now.MilestoneStates(m))
	}
	for _, s := range t.Steps {
		look(s.Title, k.now.StepStates(s))
	}
	if len(open) > 0 {
		k.say("lead-done-parts-open", w, t.ID, "", open)
	}
}

// milestones compares what several bureaus say of a milestone that they answer for together.
func (k *standingCheck) milestones(t *workbook.Task) {
	for _, m := range t.Milestones {
		for _, r := range k.now.MilestoneStates(m) {
			k.differing(t, m.Title, r.Reached)
		}
	}
}

// steps compares what several bureaus say of a step that they answer for together, and compares each step with the later ones.
func (k *standingCheck) steps(t *workbook.Task) {
	for i, s := range t.Steps {
		for _, r := range k.now.StepStates(s) {
			k.differing(t, s.Title, r.Reached)
			if r.Reached != nil && r.Reached.Status == workbook.NotStarted {
				k.earlierStep(t, i, r.Reached)
			}
		}
	}
}

// earlierStep reports a step that has not begun although another bureau has done a later one of the same project. The bureau's own steps
// were compared in its return. If each bureau answers for both steps by itself they are not compared across bureaus.
func (k *standingCheck) earlierStep(t *workbook.Task, i int, r *workbook.Reached) {
	s := t.Steps[i]
	var later []word
	fresh := r.Period == k.now.Period
	for _, l := range t.Steps[i+1:] {
		if l.Project != s.Project || s.Each && l.Each {
			continue
		}
		for _, o := range k.now.StepStates(l) {
			if o.Done() && o.Reached.Bureau != r.Bureau {
				later = append(later, k.reached(o.Reached))
				fresh = fresh || o.Reached.Period == k.now.Period
			}
		}
	}
	if w := k.reached(r); len(later) > 0 && fresh && w.bureau != nil {
		k.say("earlier-step-open", w, t.ID, "", later, "name", s.Title)
	}
}

// reached gives what a bureau said of a milestone or step as a word.
func (k *standingCheck) reached(r *workbook.Reached) word {
	w := word{bureau: k.p.Directory.Bureau(r.Bureau), place: r.Source.Place()}
	if r.Period == k.now.Period {
		w.answer = r.Answer
	}
	return w
}

// differing reports a milestone or step that is done by one bureau's word and open by another's.
func (k *standingCheck) differing(t *workbook.Task, title string, r *workbook.Reached) {
	if r == nil || r.Period != k.now.Period {
		return
	}
	var others []word
	for _, o := range r.Beside {
		if (o.Status == workbook.Done) != (r.Status == workbook.Done) {
			others = append(others, k.reached(o))
		}
	}
	if len(others) > 0 {
		k.say("part-states-differ", k.reached(r), t.ID, "", others, "name", title)
	}
}

// indicators reports different figures by bureaus that answer for an indicator together.
func (k *standingCheck) indicators() {
	for _, in := range k.p.Indicators {
		if in.Each {
			continue
		}
		v := k.now.Indicator(in, nil)
		if v == nil || v.Period != k.now.Period {
			continue
		}
		of := func(c *workbook.Counted) word {
			return word{bureau: k.p.Directory.Bureau(c.Bureau), place: c.Source.Place(), answer: c.Text}
		}
		var others []word
		for _, o := range v.Beside {
			if formula.NumberText(o.V) != formula.NumberText(v.V) {
				others = append(others, of(o))
			}
		}
		if len(others) > 0 {
			task := ""
			if in.Task != nil {
				task = in.Task.ID
			}
			k.say("indicator-values-differ", of(v), task, formula.NumberText(v.V), others, "name", in.Title, "unit", in.Unit)
		}
	}
}

// mostBeside is the most problems of others that a finding names; there may be as many as a sheet has rows.
const mostBeside = 200

// problems reports tasks that a bureau calls done while another bureau's problem with them is open, if the bureau is the task's lead or the
// problem names it as needed.
func (k *standingCheck) problems() {
	type key struct {
		t *workbook.Task
		b *workbook.Bureau
	}
	open, count := map[key][]word{}, map[key]int{}
	for _, pr := range k.now.Problems {
		t, raised := k.p.Task(pr.Task), k.p.Directory.Bureau(pr.Bureau)
		if t == nil || raised == nil || pr.Closed {
			continue
		}
		concerned := []*workbook.Bureau{t.Lead()}
		for _, b := range pr.NeededOf(k.p) {
			if !slices.Contains(concerned, b) {
				concerned = append(concerned, b)
			}
		}
		for _, b := range concerned {
			if b == nil || b == raised {
				continue
			}
			if e, _, fresh := k.said(t, b); e != nil && e.Status == workbook.Done && (fresh || pr.Period == k.now.Period) {
				at := key{t, b}
				if count[at]++; count[at] <= mostBeside {
					open[at] = append(open[at], word{bureau: raised, place: pr.Source.Place()})
				}
			}
		}
	}
	for _, t := range k.p.Tasks {
		for _, a := range t.Assigned {
			at := key{t, a.Bureau}
			if others := open[at]; len(others) > 0 {
				_, w, _ := k.said(t, a.Bureau)
				k.say("done-others-problem", w, t.ID, "", others, "n", strconv.Itoa(count[at]))
			}
		}
	}
}

// contrasts reports the contrasts that depend on several bureaus' returns; the others were found in the returns themselves.
func (k *standingCheck) contrasts() {
	for _, x := range Contrasts(k.p, k.now, k.p.CutoffDay(k.now.Period)) {
		if !alone(x.Task, x.Bureau) {
			k.say(x.Code, word{bureau: x.Bureau, place: x.Entry.Cell(x.Field), answer: x.Entry.Answer}, x.Task.ID, x.Word, nil, x.args()...)
		}
	}
}
