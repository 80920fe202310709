package draft

import (
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/numeral"
)

// State says how a task of a draft relates to a plan.
type State uint8

const (
	// Fresh: the plan has no such task.
	Fresh State = iota
	// Changed: the plan has it, and the document differs in something.
	Changed
	// Same: the plan has it as the document says.
	Same
)

// Key names a state.
func (s State) Key() string { return [...]string{"new", "changed", "same"}[s] }

// Addition says what a task of a draft would change in a plan.
type Addition struct {
	Task  *Task
	State State
	// Plan is the task that the plan has already.
	Plan    *workbook.Task
	Changes []Difference
	// Milestones holds the milestones that the document adds to a task of the plan or dates differently.
	Milestones []Held
	// Unlisted counts the document's stages, parts, interim targets and steps that the plan's task lacks and that cannot be accepted one
	// by one.
	Unlisted int
	// Near is a task of the plan that a new one may be, in other words; somebody has to decide.
	Near *workbook.Task
}

// Changed reports whether the document differs from the plan in a field.
func (x *Addition) Changed(field string) bool {
	return slices.ContainsFunc(x.Changes, func(d Difference) bool { return d.Field == field })
}

// NewMilestones counts the milestones that the plan's task lacks.
func (x *Addition) NewMilestones() int {
	n := 0
	for _, m := range x.Milestones {
		if m.Plan == nil {
			n++
		}
	}
	return n
}

// Difference is a field in which a document and a plan differ. What the document leaves open is no difference.
type Difference struct{ Field, Old, New string }

// Additions says what a draft would change in a plan, in the document's order.
type Additions struct {
	List []*Addition
	// Bureaus holds those that the plan lacks.
	Bureaus []*Bureau
	// Indicators holds those of the document's tables that the plan lacks.
	Indicators []*Indicator
}

// Counts counts the additions by state.
func (a Additions) Counts() (fresh, changed, same int) {
	for _, x := range a.List {
		switch x.State {
		case Fresh:
			fresh++
		case Changed:
			changed++
		case Same:
			same++
		}
	}
	return fresh, changed, same
}

// Near counts the new tasks that the plan may have in other words.
func (a Additions) Near() int {
	n := 0
	for _, x := range a.List {
		if x.Near != nil {
			n++
		}
	}
	return n
}

// Milestones counts the milestones that are new to tasks that the plan has.
func (a Additions) Milestones() int {
	n := 0
	for _, x := range a.List {
		n += x.NewMilestones()
	}
	return n
}

// Targets counts the interim targets of the new indicators.
func (a Additions) Targets() int {
	n := 0
	for _, x := range a.Indicators {
		n += len(x.Targets)
	}
	return n
}

// Unlisted counts the stages, parts and steps that are not to be accepted.
func (a Additions) Unlisted() int {
	n := 0
	for _, x := range a.List {
		n += x.Unlisted
	}
	return n
}

// sameTask is the least likeness (0 to 1) at which a task of a document is taken for one of the plan: nearly the same words.
const sameTask = 0.7

// nearTask is the least likeness at which a new task is shown beside the task of the plan that it may be.
const nearTask = 0.5

// Against compares a draft with an existing plan. It replaces names in the draft by the plan's, and changes nothing else.
func Against(d *Draft, p *workbook.Plan) Additions {
	var drafted []*Task
	for _, t := range d.Tasks {
		if t.Get(workbook.ColMeasure).Text != workbook.Grouping {
			drafted = append(drafted, t)
		}
	}
	var have []*workbook.Task
	for _, t := range p.Tasks {
		if t.Reports() {
			have = append(have, t)
		}
	}
	met, near := map[*Task]*workbook.Task{}, map[*Task]*workbook.Task{}
	taken := map[*workbook.Task]bool{}
	// Figures and days do not tell tasks apart, as a later document may change them.
	for _, x := range pair(drafted, have, 0, bareWords) {
		if near[x.Draft] == nil && x.Like >= nearTask {
			near[x.Draft] = x.Plan
		}
		if x.Like >= sameTask && met[x.Draft] == nil && !taken[x.Plan] {
			met[x.Draft], taken[x.Plan] = x.Plan, true
		}
	}
	var a Additions
	named := map[string]bool{}
	for _, t := range drafted {
		t.toPlan(p.Directory)
		for _, n := range slices.Concat(t.Leads, t.Supports) {
			named[n] = true
		}
		x := &Addition{Task: t, Plan: met[t]}
		if x.Plan != nil {
			x.Changes = differences(t, x.Plan, p)
			x.Milestones, x.Unlisted = milestones(t, x.Plan, p)
			x.State = Same
			if len(x.Changes)+len(x.Milestones) > 0 {
				x.State = Changed
			}
		} else {
			x.Near = near[t]
			for _, s := range t.Parts {
				named[s.Bureau.Text] = true
			}
		}
		a.List = append(a.List, x)
	}
	for _, i := range d.Indicators {
		if i.Title.At.Cell == "" || slices.ContainsFunc(p.Indicators, func(have *workbook.Indicator) bool { return have.Title == i.Title.Text }) {
			// Figures in running text tell how things stood.
			continue
		}
		one := *i
		one.Owners = planNames(i.Owners, p.Directory)
		one.Bureau.Text = strings.Join(one.Owners, "、")
		for _, n := range one.Owners {
			named[n] = true
		}
		a.Indicators = append(a.Indicators, &one)
	}
	for _, b := range d.Bureaus {
		if p.Directory.Bureau(b.Name.Text) == nil && p.Directory.Group(b.Name.Text) == nil && named[b.Name.Text] {
			a.Bureaus = append(a.Bureaus, b)
		}
	}
	return a
}

// toPlan gives a task's bureaus the names that they have in the plan. Names found only by way of the reforms are marked.
func (t *Task) toPlan(dir *workbook.Directory) {
	named := map[string]string{}
	toPlan := func(n string, cell *Said) {
		if b := inPlan(n, dir); b != nil {
			named[n] = b.Name
		} else if b := Reformed(n, dir); b != nil {
			named[n] = b.Name
			if cell.Sure != Doubtful {
				cell.Sure, cell.Why, cell.About = Doubtful, WhyReformed, n+" → "+b.Name
			}
		}
	}
	for field, names := range map[string][]string{workbook.ColLeads: t.Leads, workbook.ColSupports: t.Supports} {
		if len(names) == 0 {
			continue
		}
		cell := t.Fields[field]
		for _, n := range names {
			toPlan(n, &cell)
		}
		t.Fields[field] = cell
	}
	for i := range t.Parts {
		cell := &t.Parts[i].Bureau
		toPlan(cell.Text, cell)
	}
	t.rename(named)
}

// inPlan finds the plan's bureau with a name: by its names in the plan, by its usual name, or with the level of government that papers
// of the place leave out before it (水务局 is 区水务局). It returns nil if there is none.
func inPlan(n string, dir *workbook.Directory) *workbook.Bureau {
	if b := dir.Bureau(n); b != nil || dir.Group(n) != nil {
		return b
	}
	if level := levelOf(n); level != "" {
		for _, short := range [...]string{key(n), withoutPrefix(n)} {
			// 市水务局 is not the plan's 区水务局, though that is called 水务局 too.
			if b := dir.Bureau(short); b != nil && (levelOf(b.Name) == "" || levelOf(b.Name) == level) {
				return b
			}
		}
		return nil
	}
	if b := dir.Bureau(key(n)); b != nil {
		return b
	}
	for _, level := range [...]string{"市", "县", "区"} {
		if b := dir.Bureau(level + n); b != nil {
			return b
		}
	}
	return nil
}

// planNames gives the names of a list as the plan has them.
func planNames(list []string, dir *workbook.Directory) []string {
	var out []string
	for _, n := range list {
		if b := inPlan(n, dir); b != nil {
			n = b.Name
		}
		out = append(out, n)
	}
	return out
}

// Reformed finds the plan's bureau that the reforms mostly made of an organisation, nil if the plan has the
// organisation itself, or no such bureau.
func Reformed(n string, dir *workbook.Directory) *workbook.Bureau {
	k := library().names[key(n)]
	if k == nil || k.now == "" || dir.Bureau(n) != nil || dir.Bureau(k.name) != nil || dir.Group(n) != nil {
		return nil
	}
	names := []string{k.now}
	if now := library().names[k.now]; now != nil {
		names = append(append(names, now.name), now.others...)
	}
	for _, now := range names {
		if b := dir.Bureau(now); b != nil {
			return b
		}
	}
	return nil
}

// differences gives the fields in which a document differs from the plan as in force. Only this function
// decides that: the draft shows what it finds, and what a coordinator leaves in the row is recorded.
func differences(t *Task, x *workbook.Task, p *workbook.Plan) []Difference {
	var out []Difference
	differs := func(field, now string) {
		out = append(out, Difference{field, p.InForce(x, field).Text, now})
	}
	if due := t.Get(workbook.ColDue).Date; due != 0 && due != p.InForce(x, workbook.ColDue).Date {
		differs(workbook.ColDue, due.String())
	}
	if target, ok := targetFor(t, x); ok && (!x.Target.Known || target != x.Target.V) {
		differs(workbook.ColTarget, number(target))
	}
	for _, f := range []struct {
		field string
		names []string
	}{{workbook.ColLeads, t.Leads}, {workbook.ColSupports, t.Supports}} {
		have := x.Rec.Get(f.field).List()
		if len(f.names) == 0 {
			continue
		}
		r := names(f.names, have, p.Directory)
		// The order matters for the first lead, who sums up.
		first := f.field == workbook.ColLeads && len(have) > 0 && ident(f.names[0], p.Directory) != ident(have[0], p.Directory)
		if r.Right != r.Drafted || r.Right != r.Wanted || first {
			differs(f.field, strings.Join(f.names, "、"))
		}
	}
	for _, field := range []string{workbook.ColTitle, workbook.ColGoal} {
		old, now := wordingOf(field, x), t.Get(field).Text
		if now != "" && old != "" && reworded(field, t.Get(workbook.ColTitle).Text+"，"+t.Get(workbook.ColGoal).Text+"，"+t.Quote, x) {
			differs(field, now)
		}
	}
	return out
}

// targetFor gives a task's figure in the unit of the plan's task; false if there is none, if the plan
// counts nothing, or if it counts something else.
func targetFor(t *Task, x *workbook.Task) (float64, bool) {
	target, unit := t.Get(workbook.ColTarget), t.Get(workbook.ColUnit).Text
	switch {
	case !target.IsNum || !x.Counted() && x.Measure != workbook.Staged:
		return 0, false
	case x.Unit == "" || x.Unit == unit:
		return target.Num, true
	}
	n, _, ok := numeral.Parse(number(target.Num)+unit, x.Unit)
	return n, ok && unit != ""
}

func wordingOf(field string, p *workbook.Task) string {
	if field == workbook.ColTitle {
		return p.Title
	}
	return p.Goal
}

// Thresholds of reworded. A document rewords the plan's title or goal if it keeps less than keptWords of it, as a share, and if less than
// knownWords of what the document says is in the plan. Texts with fewer than tellingWords pairs of characters are too short to tell.
const (
	keptWords    = 0.3
	knownWords   = 0.6
	tellingWords = 8
)

// reworded reports whether a document, in all that it says of a task, keeps little of the plan's title or goal. People shorten and
// rephrase, which alone is no change. Days and figures are left out, as they are compared by themselves.
func reworded(field, said string, p *workbook.Task) bool {
	have, says := bareWords(wordingOf(field, p)), bareWords(said)
	return len(have) >= tellingWords && share(have, says) < keptWords && share(says, bareWords(p.Title+p.Goal)) < knownWords
}

// bareWords gives the pairs of characters in a text without its limits and figures.
func bareWords(text string) map[string]bool {
	text = limits.ReplaceAllString(text, "，")
	text = amountPattern.ReplaceAllString(text, "，")
	return pairsOf(text)
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
