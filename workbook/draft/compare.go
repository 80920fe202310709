package draft

import (
	"cmp"
	"math"
	"slices"

	"duban/workbook"
)

// Rate counts what a draft got right.
type Rate struct {
	// Right counts what both have, Drafted what the draft has, Wanted what the plan has.
	Right, Drafted, Wanted int
	// Unsaid counts what the plan has but neither the draft nor that section of the text: people knew it from elsewhere.
	Unsaid int
}

// Precision gives the share of the draft that is right; 1 if the draft has nothing.
func (r Rate) Precision() float64 { return ratio(r.Right, r.Drafted) }

// Recall gives the share of what is wanted that is there; 1 if nothing is wanted.
func (r Rate) Recall() float64 { return ratio(r.Right, r.Wanted) }

// Findable gives the recall of what the text says.
func (r Rate) Findable() float64 { return ratio(r.Right, r.Wanted-r.Unsaid) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

func (r *Rate) add(s Rate) {
	r.Right += s.Right
	r.Drafted += s.Drafted
	r.Wanted += s.Wanted
	r.Unsaid += s.Unsaid
}

// Pair is a task of the draft with the task of a plan that it is taken for.
type Pair struct {
	Draft *Task
	Plan  *workbook.Task
	Like  float64
}

// Comparison compares a draft with a plan that people made of the same document.
//
// Tasks are paired by their wording and order, the most similar first, each with at most one other. Leads and deadlines play no part in
// pairing, except that the lead decides between equally similar pairs. Leads, supports, deadlines, figures and their units are then counted
// over the pairs. If the plan has a value that the document does not give in the section that the task was read from, the value still
// counts as wanted, and is listed as unsaid.
type Comparison struct {
	Tasks, Leads, Supports, Deadlines, Figures, Units Rate
	// Covered holds the plan's tasks whose wording is in some task of the draft, even if another one is paired with
	// that: the draft did not cut the text as finely there.
	Covered int
	Pairs   []Pair
	Missed  []*workbook.Task
	Extra   []*Task
	// Unsaid holds the values that people took from elsewhere.
	Unsaid []Unsaid
}

// Unsaid is a value of a plan that the task's section of the document does not say.
type Unsaid struct {
	Task         *workbook.Task
	Field, Value string
}

// Add counts another comparison in, for a sum over documents.
func (c *Comparison) Add(o *Comparison) {
	c.Tasks.add(o.Tasks)
	c.Leads.add(o.Leads)
	c.Supports.add(o.Supports)
	c.Deadlines.add(o.Deadlines)
	c.Figures.add(o.Figures)
	c.Units.add(o.Units)
	c.Covered += o.Covered
	c.Unsaid = append(c.Unsaid, o.Unsaid...)
}

// Two tasks are taken for the same if the likeness of their wording is at least alikeLeast, and their likeness in wording and place
// together at least alikeEnough. The place adds up to orderWeight, and nothing if the two are further apart than orderReach, as a share of
// the length.
const (
	alikeEnough = 0.36
	alikeLeast  = 0.22
	orderWeight = 0.12
	orderReach  = 0.15
)

// Compare compares a draft with a plan.
func Compare(d *Draft, p *workbook.Plan) *Comparison {
	var drafted []*Task
	for _, t := range d.Tasks {
		if t.Get(workbook.ColMeasure).Text != workbook.Grouping {
			drafted = append(drafted, t)
		}
	}
	var wanted []*workbook.Task
	for _, t := range p.Tasks {
		if t.Measure != workbook.Grouping {
			wanted = append(wanted, t)
		}
	}
	c := &Comparison{Tasks: Rate{Drafted: len(drafted), Wanted: len(wanted)}}
	pairs := pair(drafted, wanted, orderWeight, pairsOf)
	taken, met := map[*Task]bool{}, map[*workbook.Task]bool{}
	covered := map[*workbook.Task]bool{}
	for _, x := range pairs {
		covered[x.Plan] = true
		if taken[x.Draft] || met[x.Plan] {
			continue
		}
		taken[x.Draft], met[x.Plan] = true, true
		c.Pairs = append(c.Pairs, x)
	}
	c.Covered = len(covered)
	c.Tasks.Right = len(c.Pairs)
	for _, t := range wanted {
		if !met[t] {
			c.Missed = append(c.Missed, t)
		}
	}
	for _, t := range drafted {
		if !taken[t] {
			c.Extra = append(c.Extra, t)
		}
	}
	for _, x := range c.Pairs {
		section := sectionOf(x.Draft, p)
		for _, m := range []struct {
			field string
			rate  *Rate
			got   Rate
		}{
			{workbook.ColLeads, &c.Leads, names(x.Draft.Leads, x.Plan.Rec.Get(workbook.ColLeads).List(), p.Directory)},
			{workbook.ColSupports, &c.Supports, names(x.Draft.Supports, x.Plan.Rec.Get(workbook.ColSupports).List(), p.Directory)},
			{workbook.ColDue, &c.Deadlines, x.deadline()},
			{workbook.ColTarget, &c.Figures, x.figure()},
			{workbook.ColUnit, &c.Units, x.unit()},
		} {
			if section != nil && m.field != workbook.ColUnit && m.got.Right < m.got.Wanted {
				for _, value := range section.unsaid(x, m.field, p.Directory) {
					m.got.Unsaid++
					c.Unsaid = append(c.Unsaid, Unsaid{x.Plan, m.field, value})
				}
			}
			m.rate.add(m.got)
		}
	}
	slices.SortStableFunc(c.Unsaid, func(a, b Unsaid) int { return cmp.Compare(a.Task.Order, b.Task.Order) })
	slices.SortStableFunc(c.Pairs, func(a, b Pair) int { return cmp.Compare(a.Plan.Order, b.Plan.Order) })
	return c
}

// pair gives the likely pairs, the most similar first. Of equally similar pairs, those with the same lead come first, and others are in the
// order of the plan and the draft. order is the weight of being at the same place in both, 0 if they are not from the same document. words
// splits a text into the units that are compared.
func pair(drafted []*Task, wanted []*workbook.Task, order float64, words func(string) map[string]bool) []Pair {
	texts := make([]wording, len(drafted))
	for i, t := range drafted {
		title := t.Get(workbook.ColTitle).Text
		texts[i] = wording{words(title), words(title + t.Get(workbook.ColGoal).Text), words(t.Quote + t.sec.headings())}
	}
	var out []Pair
	for j, w := range wanted {
		title, all := words(w.Title), words(w.Title+w.Goal)
		for i, t := range drafted {
			if like := texts[i].like(title, all); like >= alikeLeast {
				// Both follow the document, so of two tasks with similar wording the one at the same place is meant.
				apart := math.Abs(float64(i)/float64(len(drafted)) - float64(j)/float64(len(wanted)))
				if like += order * max(0, 1-apart/orderReach); like >= alikeEnough {
					out = append(out, Pair{t, w, like})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Pair) int {
		if a.Like == b.Like && a.sameLead() != b.sameLead() {
			// Several bureaus may have the same work, each by a day of its own.
			if a.sameLead() {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Like, a.Like)
	})
	return out
}

// sameLead reports whether both name the same bureau first.
func (p Pair) sameLead() bool {
	have := p.Plan.Rec.Get(workbook.ColLeads).List()
	return len(have) > 0 && len(p.Draft.Leads) > 0 && key(p.Draft.Leads[0]) == key(have[0])
}

// wording gives the pairs of neighbouring characters in a task's text.
type wording struct{ title, all, near map[string]bool }

// like measures, from 0 to 1, how much of a title and its goal is in a draft's task, and how similar the titles are.
func (w wording) like(title, all map[string]bool) float64 {
	both := shared(title, w.title)
	dice := 0.0
	if n := len(title) + len(w.title); n > 0 {
		dice = 2 * float64(both) / float64(n)
	}
	return 0.4*share(title, w.all) + 0.2*share(all, w.all) + 0.2*dice + 0.2*share(title, w.near)
}

func share(want, have map[string]bool) float64 {
	if len(want) == 0 {
		return 0
	}
	return float64(shared(want, have)) / float64(len(want))
}

func shared(a, b map[string]bool) int {
	n := 0
	for k := range a {
		if b[k] {
			n++
		}
	}
	return n
}

func pairsOf(text string) map[string]bool {
	out := map[string]bool{}
	last := ""
	for _, r := range text {
		if r < '0' || r > '9' && r < 'A' || r >= 0x2000 && r < 0x3400 || r >= 0xff00 {
			last = ""
			continue
		}
		if last != "" {
			out[last+string(r)] = true
		}
		last = string(r)
	}
	return out
}

// ident gives the plan's name for a bureau, however it is written.
func ident(n string, dir *workbook.Directory) string {
	if b := dir.Bureau(n); b != nil {
		return b.Name
	}
	if dir.Group(n) != nil {
		return n
	}
	if b := dir.Bureau(key(n)); b != nil {
		return b.Name
	}
	return key(n)
}

// names counts the names that two lists share, however they are written.
func names(drafted, wanted []string, dir *workbook.Directory) Rate {
	want := map[string]bool{}
	for _, n := range wanted {
		want[ident(n, dir)] = true
	}
	r := Rate{Wanted: len(want)}
	seen := map[string]bool{}
	for _, n := range drafted {
		k := ident(n, dir)
		if seen[k] {
			continue
		}
		seen[k] = true
		r.Drafted++
		if want[k] {
			r.Right++
		}
	}
	return r
}

func (x Pair) deadline() Rate {
	var r Rate
	due := x.Draft.Get(workbook.ColDue).Date
	if due != 0 {
		r.Drafted = 1
	}
	if x.Plan.Due != 0 {
		r.Wanted = 1
	}
	if due != 0 && due == x.Plan.Due {
		r.Right = 1
	}
	return r
}

func (x Pair) figure() Rate {
	var r Rate
	target := x.Draft.Get(workbook.ColTarget)
	if target.IsNum {
		r.Drafted = 1
	}
	if x.Plan.Target.Known {
		r.Wanted = 1
	}
	if target.IsNum && x.Plan.Target.Known && target.Num == x.Plan.Target.V {
		r.Right = 1
	}
	return r
}

func (x Pair) unit() Rate {
	var r Rate
	unit := x.Draft.Get(workbook.ColUnit).Text
	if unit != "" {
		r.Drafted = 1
	}
	if x.Plan.Unit != "" {
		r.Wanted = 1
	}
	if unit != "" && unit == x.Plan.Unit {
		r.Right = 1
	}
	return r
}
