package draft

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// Task is a task of the draft. Fields are keyed by the plan's column keys; a field that is missing is open.
type Task struct {
	ID     string
	Parent string
	Fields map[string]Said
	// Leads and Supports are the names as they occur; the fields hold them joined.
	Leads, Supports []string
	Milestones      []Milestone
	Stages          []Stage
	Parts           []Part
	// Targets are what it is to have reached by days before its limit, in order of time.
	Targets []PeriodTarget
	// Whole is the place of the sentences that the task was read from, Quote their text.
	Whole Span
	Quote string
	sec   *section
	claim *claim
	// number is its number in a table, empty if the table only counts its rows.
	number string
}

// Milestone is a step of a task with a limit of its own.
type Milestone struct {
	Title, DueText, Due Said
	// ID is its number if the plan has the task; if it is empty the milestones are counted.
	ID string
}

// Stage is the number of a task's units in one stage.
type Stage struct {
	Title, Count Said
	Worth        float64
}

// Number gives the task's number in a table of the document, empty if the table only counts its rows.
func (t *Task) Number() string { return t.number }

// Get gives a field, empty if the text does not say it.
func (t *Task) Get(key string) Said { return t.Fields[key] }

func (t *Task) put(key string, s Said) {
	if s.Filled() || s.Why != "" {
		t.Fields[key] = s
	}
}

// task makes a task of a claim.
func (r *reader) task(cl *claim, sec *section) *Task {
	t := &Task{Fields: map[string]Said{}, sec: sec, claim: cl, Whole: cl.whole.span(), Quote: cl.whole.text}
	t.title(r, cl)
	t.who(cl)
	t.measure(r, cl)
	t.shorten()
	t.when(r, cl)
	t.interims(cl.clauses)
	t.byYearEnd(r.rules.Base.Year())
	if by := sec.answers(); by.text != "" {
		t.put(workbook.ColRemark, said(by, by.text))
	}
	t.put(workbook.ColSource, Said{Text: sec.path(), At: t.Whole, Quote: t.Quote})
	return t
}

func said(p piece, text string) Said {
	return Said{Text: text, At: p.span(), Quote: p.text}
}

func texts(names []name) []string {
	var out []string
	seen := map[string]bool{}
	for _, n := range names {
		if !seen[n.text] {
			seen[n.text] = true
			out = append(out, n.text)
		}
	}
	return out
}

func placeOf(names []name) (s Span, quote string) {
	for _, n := range names {
		s = s.join(n.at.span())
	}
	if len(names) > 0 && !s.IsZero() {
		first, last := names[0].at, names[len(names)-1].at
		if first.para == last.para && first.from <= last.from {
			quote = first.para.text[first.from:last.to()]
		}
	}
	return s, quote
}

// who sets leads, supports and leaders.
func (t *Task) who(cl *claim) {
	leads, supports, leader := cl.leads, cl.supports, cl.leader
	if n := cl.note; n != nil && !cl.named() {
		leads, supports = n.leads, append(append([]name(nil), n.supports...), supports...)
	} else if n != nil {
		supports = append(append([]name(nil), supports...), n.supports...)
	}
	leads, loose := settle(leads, cl.vague)
	s := Said{}
	s.At, s.Quote = placeOf(leads)
	t.Leads, t.Supports = texts(leads), without(texts(supports), texts(leads))
	s.Text = strings.Join(t.Leads, "、")
	switch {
	case len(t.Leads) == 0 && cl.actor == headActor:
		s.Sure, s.Why, s.At = Doubtful, WhyHeadLead, cl.whole.span()
	case len(t.Leads) == 0 && (cl.actor == leaderActor || leader.text != ""):
		s.Sure, s.Why, s.About, s.At = Doubtful, WhyLeaderLead, leader.text, leader.at.span()
	case len(t.Leads) == 0 && len(cl.vague) > 0:
		s.Sure, s.Why, s.About, s.At = Doubtful, WhyVagueLead, cl.vague[0].text, cl.vague[0].at.span()
	case len(t.Leads) == 0:
		s.Sure, s.Why, s.At = Doubtful, WhyNoLead, cl.whole.span()
	case loose != "":
		s.Sure, s.Why, s.About = Doubtful, WhyVagueLead, loose
	case cl.note != nil && cl.note.joint && !cl.named():
		s.Sure, s.Why, s.About = Doubtful, WhyGathered, s.Text
	case cl.note != nil && cl.note.whose != "":
		s.Sure, s.Why, s.About = Doubtful, WhyWhoseRole, cl.note.whose
	case cl.note != nil && !cl.named() && cl.note.parts != "":
		s.Sure, s.Why, s.About = Doubtful, WhyEachPart, cl.note.parts
	case cl.eachOwn() != "":
		s.Sure, s.Why, s.About = Doubtful, WhyEachOwn, cl.eachOwn()
	case cl.more:
		s.Sure, s.Why = Doubtful, WhyMore
	case cl.under:
		s.Sure, s.Why, s.About = Likely, WhyUnder, cl.leads[0].at.text
	case cl.carried:
		s.Sure, s.Why = Likely, WhyCarried
	case cl.behind:
		s.Sure, s.Why, s.About = Likely, WhyGathered, s.Text
	case hasStem(leads):
		s.Sure, s.Why = Likely, WhyStem
	}
	if s.Quote == "" {
		s.Quote = cl.whole.text
	}
	t.put(workbook.ColLeads, s)
	loose = ""
	for i, n := range t.Supports {
		if looseGroup.MatchString(n) && strings.HasPrefix(n, "各") {
			// 各相关镇 means towns, but the text does not say which.
			t.Supports[i] = "各" + looseGroup.ReplaceAllString(n, "")
			loose = n
		}
	}
	if len(t.Supports) > 0 {
		v := Said{Text: strings.Join(t.Supports, "、")}
		v.At, v.Quote = placeOf(supports)
		if len(cl.vague) > 0 {
			v.Sure, v.Why, v.About = Likely, WhyVagueLead, cl.vague[0].text
		} else if loose != "" {
			v.Sure, v.Why, v.About = Likely, WhyVagueLead, loose
		} else if hasStem(supports) {
			v.Sure, v.Why = Likely, WhyStem
		}
		t.put(workbook.ColSupports, v)
	}
	if leader.text != "" {
		t.put(workbook.ColLeader, said(leader.at, leader.text))
	}
	if cl.note != nil && cl.note.leader.text != "" {
		t.put(workbook.ColLeader, said(cl.note.leader, cl.note.leader.text))
	}
}

// eachOwn matches wording that gives several bureaus a limit each and that the draft does not split: 教育局10月底前、
// 文旅局11月底前分别报送.
func (cl *claim) eachOwn() string {
	for _, c := range cl.clauses {
		if len(c.moments) < 2 {
			continue
		}
		between := c.para.text[c.moments[0].at.to():c.moments[1].at.from]
		name := strings.TrimLeft(between, "、，")
		if name != between && suffixOf(name) != "" || name == "" && between != "" && len(c.leads) > 1 && strings.Contains(c.text, "分别") {
			return c.text
		}
	}
	return ""
}

var looseGroup = pattern.New(`^各?(?:有关|相关)`)

// settle takes 各有关部门 for 各部门 if nobody else is named, and leaves it out beside a group that is named plainly.
func settle(leads, vague []name) (out []name, loose string) {
	var some []name
	for _, n := range leads {
		if n.kind == groupName && looseGroup.MatchString(n.text) {
			some = append(some, n)
			continue
		}
		out = append(out, n)
	}
	if len(out) > 0 && len(some) == 0 || len(some) == 0 {
		return out, ""
	}
	if len(out) > 0 && (groupsOnly(out) || len(some) > 0) && !strings.HasSuffix(out[0].text, "部门") {
		return out, ""
	}
	n := some[0]
	loose = n.text
	n.text = "各" + looseGroup.ReplaceAllString(n.text, "")
	return []name{n}, loose
}

func hasStem(names []name) bool {
	for _, n := range names {
		if n.kind == stemName {
			return true
		}
	}
	return false
}

func without(list, drop []string) []string {
	var out []string
	for _, x := range list {
		if !slices.Contains(drop, x) {
			out = append(out, x)
		}
	}
	return out
}
