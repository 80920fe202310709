package report

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/document"
	"duban/workbook/formula"
	"duban/workbook/numeral"
)

// by gives the day by which the brief asks for answers.
func (b *briefer) by() string {
	return b.day(b.plan.Workdays.Add(b.Date, b.plan.Settings.ReplyDays))
}

// urgent lists the matters of some kinds.
func (b *briefer) urgent(kinds ...Urgency) []*Matter {
	var out []*Matter
	for _, m := range b.matters {
		if slices.Contains(kinds, m.Urgency) {
			out = append(out, m)
		}
	}
	return out
}

// acting lists the bureaus that are to act on some matters, each once, in the plan's order.
func acting(matters []*Matter) []*workbook.Bureau {
	var out []*workbook.Bureau
	for _, m := range matters {
		for _, a := range m.Act {
			if !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *workbook.Bureau) int { return a.Order - b.Order })
	return out
}

// reporters names the bureaus whose report had an outcome, and apart those among them whose later returns wait to be vouched for.
func (b *briefer) reporters(o Outcome) (names, awaited string) {
	var all, waiting []string
	if b.l.Register != nil {
		for _, r := range b.l.Register.Rows {
			if r.Outcome != o {
				continue
			}
			all = append(all, r.Bureau.Name+r.Which(b.cat))
			if r.Unproven > 0 {
				waiting = append(waiting, r.Bureau.Name)
			}
		}
	}
	return strings.Join(all, b.join()), strings.Join(waiting, b.join())
}

// openProblems lists the open problems that may be told, those to be settled soonest first and those without a day last. A problem that
// its bureau calls settled stays open until that is verified.
func (l *Ledger) openProblems() []*workbook.ProblemRow {
	var out []*workbook.ProblemRow
	for _, p := range l.Now.Problems {
		if t := l.Plan.Task(p.Task); (t == nil || !t.StatusOnly) && !l.Plan.ProblemClosed(p, l.Period) && (t == nil || l.Plan.InRound(t, l.Period) || l.within(p.Period)) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(x, y *workbook.ProblemRow) int {
		if (x.Due == 0) != (y.Due == 0) {
			return sign(float64(y.Due - x.Due))
		}
		return int(x.Due - y.Due)
	})
	return out
}

// trouble says what is off course, each kind under its own heading. If nothing is, one sentence says so.
func (b *briefer) trouble() {
	b.head("trouble")
	n := 0
	open := func(id string) { b.heading2(n, b.t(id)); n++ }
	if late := b.urgent(PastDue); len(late) > 0 {
		open("overdue")
		b.overdue(late)
	}
	if rows := b.l.overdueRows(); len(rows) > 0 {
		more := n > 0
		if !more {
			open("overdue")
		}
		b.say(b.t("overdue-rows", "n", len(rows), "more", more, "annex", b.annexOf("annex-rows")))
	}
	if behind := b.behind(); len(behind) > 0 {
		open("behind")
		b.lagging(behind)
	}
	if problems := b.l.openProblems(); len(problems) > 0 {
		open("problems")
		b.problems(problems)
	}
	var reporters string
	for _, x := range []struct {
		id string
		o  Outcome
	}{{"reporters-missing", Missing}, {"reporters-late", Late}, {"reporters-sent-back", SentBack}} {
		if names, awaited := b.reporters(x.o); names != "" {
			reporters += b.t(x.id, "names", names, "awaited", awaited)
		}
	}
	if reporters != "" {
		open("reporters")
		b.say(reporters)
	}
	if n == 0 {
		b.say(b.t("trouble-none"))
	}
}

// behind lists the tasks with a red or yellow light before their deadline, including those that are due soon.
func (b *briefer) behind() []*Matter {
	var out []*Matter
	for _, m := range b.matters {
		if m.Class == ClassBehind {
			out = append(out, m)
		}
	}
	return out
}

// items names matters one by one, as many as the text has room for. Tasks that are 仅报状态 are counted and not named: their name under
// this heading would tell more than their status.
func (b *briefer) items(matters []*Matter, say func(*Matter) string) {
	var told []*Matter
	for _, m := range matters {
		if !m.Task.StatusOnly {
			told = append(told, m)
		}
	}
	shown := min(b.shown(), len(told))
	for i, m := range told[:shown] {
		b.say(b.t("item", "n", i+1, "text", say(m)))
	}
	if n := len(told) - shown; n > 0 {
		b.say(b.t("rest", "n", n, "annex", b.annexOf("annex-matters")))
	}
	if n := len(matters) - len(told); n > 0 {
		b.say(b.t("status-rest", "n", n, "annex", b.annexOf("annex-status")))
	}
}

func (b *briefer) overdue(late []*Matter) {
	all := 0
	for _, tl := range b.l.Tasks {
		if tl.Task.Reports() && tl.Due != 0 && tl.Class != ClassUnassigned {
			all++
		}
	}
	who := acting(late)
	switch {
	case len(late) == all && all > 1:
		b.say(b.t("overdue-all", "n", len(late)))
	case len(who) == 0:
		b.say(b.t("overdue-open", "n", len(late)))
	default:
		b.say(b.t("overdue-total", "n", len(late), "bureaus", len(who)))
	}
	b.items(late, func(m *Matter) string {
		reached := ""
		if m.Completion.Ratio.Known && !m.Completion.Binary {
			reached = percentText(m.Completion.Ratio.V)
		}
		return b.t("overdue-item", "task", b.taskName(m.Task), "act", b.actors(m.Act, 3), "due", b.day(m.Due), "days", int(b.l.AsOf-m.Due), "reached", reached, "reported", b.reported(m.TaskLine), "verified", b.verified(m.TaskLine))
	})
}

func (b *briefer) lagging(behind []*Matter) {
	reds, yellows := 0, 0
	for _, m := range behind {
		if m.Light == workbook.Red {
			reds++
		} else {
			yellows++
		}
	}
	names := b.plan.Settings.LightNames
	b.say(b.t("behind-total", "n", len(behind), "red", names[workbook.Red], "reds", reds, "yellow", names[workbook.Yellow], "yellows", yellows, "bureaus", len(acting(behind))))
	b.items(behind, func(m *Matter) string {
		return b.t("behind-item", "task", b.taskName(m.Task), "act", b.actors(m.Act, 3), "done", percentText(m.Completion.Ratio.V), "due", percentText(m.Expected.V), "gap", pointsText(round1(-m.Gap.V)), "reported", b.reported(m.TaskLine), "verified", b.verified(m.TaskLine))
	})
}

// reported gives the reported figure of a task, with its unit, if it was verified as another or waits for that; else it is empty.
func (b *briefer) reported(tl *TaskLine) string {
	reported, _, ok := tl.beside()
	if !ok || !reported.Known {
		return ""
	}
	return Counted(reported, tl.Task)
}

// verified gives the verified figure of a task, with its unit; empty if nobody has verified since it was reported.
func (b *briefer) verified(tl *TaskLine) string {
	_, verified, ok := tl.beside()
	if !ok || tl.Completion.Awaits() {
		return ""
	}
	return Counted(verified, tl.Task)
}

// Counted writes a figure of a task with its unit.
func Counted(a workbook.Amount, t *workbook.Task) string {
	return numeral.WithUnit(formula.Plain(a.V, amountDigits), t.Unit)
}

// amountDigits is the most decimals that a figure has in running text.
const amountDigits = 4

// verifying asks the office to verify what was reported; empty if nothing waits for that. Tasks from the level below are left out: their
// own county verifies them.
func (b *briefer) verifying() string {
	var items []string
	for _, m := range b.matters {
		if !m.Unverified() && m.Urgency != Unverified || m.Task.StatusOnly || m.Task.Rolled {
			continue
		}
		items = append(items, b.t("next-verify-item", "task", b.taskName(m.Task), "act", b.actors(m.Act, 3), "reported", b.reported(m.TaskLine), "verified", Counted(m.Completion.Done, m.Task)))
	}
	if len(items) == 0 {
		return ""
	}
	return b.t("next-verify", "list", strings.Join(items, b.t("semicolon")))
}

func (b *briefer) problems(all []*workbook.ProblemRow) {
	late, asked := 0, 0
	for _, p := range all {
		if p.DaysLate(b.l.AsOf) > 0 {
			late++
		}
		if p.Closed {
			asked++
		}
	}
	b.say(b.t("problems-total", "n", len(all), "late", late, "asked", asked))
	for i, p := range all[:min(b.shown(), len(all))] {
		due, closed := "", ""
		if p.Due != 0 {
			due = b.day(p.Due)
		}
		if p.Closed && p.ClosedOn != 0 {
			closed = b.day(p.ClosedOn)
		}
		// A task's number alone tells the brief's readers nothing, so its title follows.
		task := p.Task
		if t := b.l.Plan.Task(p.Task); t != nil {
			task = b.taskName(t)
		}
		b.say(b.t("item", "n", i+1, "text", b.t("problem-item", "bureau", b.raiser(p), "task", task, "text", strings.TrimRight(p.Text, "。.；; "), "stuck", p.Stuck,
			"needed", b.needed(p), "above", p.Level == workbook.LevelAbove, "due", due, "days", p.DaysLate(b.l.AsOf), "asked", p.Closed, "closed", closed)))
	}
	if n := len(all) - b.shown(); n > 0 {
		b.say(b.t("rest-problems", "n", n, "annex", b.annexOf("annex-problems")))
	}
}

// needed names the bureaus that a problem needs. Those of a problem from the level below are the county's own, which is said, unless it
// asks for help from above.
func (b *briefer) needed(p *workbook.ProblemRow) string {
	names := strings.Join(p.Needed, b.join())
	if p.Level == workbook.LevelAbove {
		return b.t("needed-above", "names", names)
	}
	if p.Below != nil && names != "" {
		return b.t("needed-below", "county", b.raiser(p), "names", names)
	}
	return names
}

// raiser names the bureau that raised a problem, by its code if the plan does not have it.
func (b *briefer) raiser(p *workbook.ProblemRow) string {
	if x := b.plan.Directory.Bureau(p.Bureau); x != nil {
		return x.Name
	}
	return p.Bureau
}

// next asks for action: on what is overdue, lagging, waiting for verification or due soon, on open problems, missing reports and tasks
// without a lead. It ends with the next round, unless the plan's year and all its tasks end with this one.
func (b *briefer) next() {
	b.head("next")
	n := 0
	ask := func(text string) {
		n++
		b.say(b.t("item", "n", n, "text", text))
	}
	if late := b.urgent(PastDue); len(late) > 0 {
		if who := acting(late); len(who) > 0 {
			ask(b.t("next-overdue", "names", b.names(who, len(who)), "by", b.by()))
		} else {
			ask(b.t("next-overdue-open"))
		}
	}
	if behind := b.behind(); len(behind) > 0 {
		if who := acting(behind); len(who) > 0 {
			ask(b.t("next-behind", "names", b.names(who, len(who))))
		}
	}
	if text := b.verifying(); text != "" {
		ask(text)
	}
	soon := b.soon()
	fallen, _ := slices.BinarySearchFunc(soon, b.Date, func(m *Matter, day calendar.Date) int { return int(m.Due - day) })
	if fallen > 0 { // due after the day to judge by and before the brief's date
		on, list := b.dueList(soon[:fallen])
		ask(b.t("next-fallen", "n", fallen, "on", on, "list", list, "by", b.by()))
	}
	if rest := soon[fallen:]; len(rest) > 0 {
		on, list := b.dueList(rest)
		ask(b.t("next-soon", "days", b.plan.Settings.NearDays, "n", len(rest), "on", on, "list", list))
	}
	if text := b.solving(); text != "" {
		ask(text)
	}
	missing, _ := b.reporters(Missing)
	back, _ := b.reporters(SentBack)
	if missing+back != "" {
		ask(b.t("next-report", "missing", missing, "sentback", back, "by", b.by()))
	}
	if open := b.sum.Classes[ClassUnassigned]; open > 0 {
		counties, below := b.unassignedBelow()
		ask(b.t("next-unassigned", "n", open, "below", below, "counties", counties))
	}
	following := b.plan.Following(b.l.Period)
	due := b.plan.DueDay(following)
	if b.l.Period.Kind() != calendar.Special && b.plan.LastOfYear(b.l.Period) && len(b.plan.DueAfter(b.l.Period)) == 0 {
		due = 0
	}
	if due != 0 {
		ask(b.t("next-round", "period", b.period(following), "due", b.day(due)))
	} else if n == 0 {
		b.doc.Add(document.Body, b.t("next-last"))
	}
}

// unassignedBelow counts the tasks of counties that nobody there was given, and names the counties.
func (b *briefer) unassignedBelow() (counties string, n int) {
	var names []string
	for _, tl := range b.l.Tasks {
		if tl.Class != ClassUnassigned || !tl.Task.Rolled {
			continue
		}
		n++
		if name := tl.Lead().Bureau.Name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, b.join()), n
}

// dueList lists tasks in words, each with those who act and its due day. If all are due on one day, on is that day and list leaves it out;
// otherwise on is empty. The matters are sorted by due day; there is at least one.
func (b *briefer) dueList(matters []*Matter) (on, list string) {
	if first := matters[0].Due; len(matters) > 1 && matters[len(matters)-1].Due == first {
		on = b.day(first)
	}
	var items []string
	for _, m := range matters {
		due := ""
		if on == "" {
			due = b.day(m.Due)
		}
		items = append(items, b.t("next-soon-item", "task", b.taskName(m.Task), "act", b.actors(m.Act, 3), "due", due))
	}
	return on, strings.Join(items, b.t("semicolon"))
}

// solving asks the bureaus that open problems need to settle them. Problems that are called settled are left out, since they only wait for
// a verification, which these bureaus cannot hasten; it is empty if no other is open. A problem due before the day of the answers keeps
// its own day. Where a higher level has to coordinate, the bureaus that raised the problem are asked to see to it; what counties put
// before the level of this plan is for its leaders to answer.
func (b *briefer) solving() string {
	var needed, counties, raisers, askers []string
	add := func(to *[]string, name string) {
		if !slices.Contains(*to, name) {
			*to = append(*to, name)
		}
	}
	own, above, asked, sooner := 0, 0, 0, false
	by := b.plan.Workdays.Add(b.Date, b.plan.Settings.ReplyDays)
	for _, p := range b.l.openProblems() {
		if p.Closed {
			continue
		}
		sooner = sooner || p.Due >= b.Date && p.Due < by
		switch higher := p.Level == workbook.LevelAbove; {
		case higher && p.Below != nil:
			asked++
			add(&askers, b.raiser(p))
		case higher:
			above++
			add(&raisers, b.raiser(p))
			for _, x := range p.NeededOf(b.plan) {
				add(&needed, x.Name)
			}
		case p.Below != nil:
			own++
			add(&counties, b.raiser(p)) // the county turns to its own bureaus
		default:
			own++
			for _, name := range p.Needed {
				add(&needed, name)
			}
		}
	}
	if own+above+asked == 0 {
		return ""
	}
	return b.t("next-problems", "names", strings.Join(needed, b.join()), "counties", strings.Join(counties, b.join()), "by", b.day(by), "sooner", sooner,
		"own", own > 0 || len(needed) > 0, "above", above, "raisers", strings.Join(raisers, b.join()), "asked", asked, "askers", strings.Join(askers, b.join()))
}

// soon lists the unfinished tasks near their deadline, the soonest first. Tasks that are 仅报状态 are left out.
func (b *briefer) soon() []*Matter {
	var out []*Matter
	for _, m := range b.matters {
		if m.NearDue && !m.Task.StatusOnly {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(x, y *Matter) int { return int(x.Due - y.Due) })
	return out
}
