package draft

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// answering is who answers for a claim: as the claim says, or the note about it.
type answering struct {
	*claim
	leads, supports []name
	// loose is the wording of a group of which the text only means some: 各有关部门.
	loose string
}

// doubt is a reason why somebody has to look at the leads, with the words that its message quotes.
type doubt struct {
	sure  Confidence
	why   string
	about func(*answering) string
}

// doubting decides what has to be looked at about the leads of a task, if any are named. Leads that no rule is about are sure.
var doubting = []rule[*answering, doubt]{
	{"some of a group", "各有关部门要建立工作台账", (*answering).isLoose, doubt{Doubtful, WhyVagueLead, func(a *answering) string { return a.loose }}},
	{"named behind a later item", "一、做事\n1.修建驿站3处。\n2.更换路灯240盏。\n责任单位：文旅局；完成时限：12月20日前", (*answering).namedJointly, doubt{Doubtful, WhyGathered, (*answering).names}},
	{"role of one or of all", "修建驿站3处。责任单位：住建局、房管中心（牵头）", (*answering).roleUnclear, doubt{Doubtful, WhyWhoseRole, func(a *answering) string { return a.note.whose }}},
	{"a part each, by the note", "整治河道12处、山塘8座。（水利局、林业局分别负责）", (*answering).partsUnclear, doubt{Doubtful, WhyEachPart, func(a *answering) string { return a.note.parts }}},
	{"a limit each", "河口镇10月底前、长山镇11月底前新建桥梁2座。", (*answering).limitsUnclear, doubt{Doubtful, WhyEachOwn, (*answering).eachOwn}},
	{"more than are named", "财政、国运等牵头单位要抓好运营", func(a *answering) bool { return a.more }, doubt{Doubtful, WhyMore, nothing}},
	{"named in the heading", "一、住建局\n1.10月底前改造桥梁3座。", func(a *answering) bool { return a.under }, doubt{Likely, WhyUnder, (*answering).wording}},
	{"named before", "教育局牵头，7所学校改造年底前完成；全民健身中心10月底前完成选址", func(a *answering) bool { return a.carried }, doubt{Likely, WhyCarried, nothing}},
	{"named behind", "改造泵站3座，新建公园2处，由城投公司负责", func(a *answering) bool { return a.behind }, doubt{Likely, WhyGathered, (*answering).names}},
	{"elided name", "财政、商务局要加快论证项目", (*answering).elided, doubt{Likely, WhyStem, nothing}},
}

// who sets leads, supports and leaders.
func (t *Task) who(r *reader, cl *claim) {
	a := cl.answering()
	t.Leads, t.Supports = texts(a.leads), without(texts(a.supports), texts(a.leads))
	s := Said{Text: a.names()}
	s.At, s.Quote = placeOf(a.leads)
	if len(t.Leads) == 0 {
		s.Sure = Doubtful
		s.Why, s.About, s.At = cl.unnamed()
	} else if d, ok := decide(r.decided, doubting, a); ok {
		s.Sure, s.Why, s.About = d.sure, d.why, d.about(a)
	}
	if s.Quote == "" {
		s.Quote = cl.whole.text
	}
	t.put(workbook.ColLeads, s)
	t.helpers(a)
	if cl.leader.text != "" {
		t.put(workbook.ColLeader, said(cl.leader.at, cl.leader.text))
	}
	if cl.note != nil && cl.note.leader.text != "" {
		t.put(workbook.ColLeader, said(cl.note.leader, cl.note.leader.text))
	}
}

// answering gives who answers for a claim. The note only adds supports if the claim itself names leads.
func (cl *claim) answering() *answering {
	a := &answering{claim: cl, leads: cl.leads, supports: cl.supports}
	if n := cl.note; n != nil && !cl.named() {
		a.leads, a.supports = n.leads, slices.Concat(n.supports, cl.supports)
	} else if n != nil {
		a.supports = slices.Concat(cl.supports, n.supports)
	}
	a.leads, a.loose = settle(a.leads, cl.vague)
	return a
}

// unnamed says why a claim has no leads, with the words that it names instead and their place.
func (cl *claim) unnamed() (why, about string, at Span) {
	switch {
	case cl.actor == headActor:
		return WhyHeadLead, "", cl.whole.span()
	case cl.actor == leaderActor || cl.leader.text != "":
		return WhyLeaderLead, cl.leader.text, cl.leader.at.span()
	case len(cl.vague) > 0:
		return WhyVagueLead, cl.vague[0].text, cl.vague[0].at.span()
	}
	return WhyNoLead, "", cl.whole.span()
}

// names gives the names of the leads as the field has them.
func (a *answering) names() string { return strings.Join(texts(a.leads), "、") }

// wording gives the first lead as the text names it.
func (a *answering) wording() string { return a.claim.leads[0].at.text }

func nothing(*answering) string { return "" }

func (a *answering) isLoose() bool { return a.loose != "" }

// byNote reports whether only the note says who does the work.
func (a *answering) byNote() bool { return a.note != nil && !a.named() }

func (a *answering) namedJointly() bool { return a.byNote() && a.note.joint }

func (a *answering) roleUnclear() bool { return a.note != nil && a.note.whose != "" }

func (a *answering) partsUnclear() bool { return a.byNote() && a.note.parts != "" }

func (a *answering) limitsUnclear() bool { return a.eachOwn() != "" }

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

func (a *answering) elided() bool { return hasStem(a.leads) }

func hasStem(names []name) bool {
	for _, n := range names {
		if n.kind == stemName {
			return true
		}
	}
	return false
}

// helpers sets the supports.
func (t *Task) helpers(a *answering) {
	loose := ""
	for i, n := range t.Supports {
		if looseGroup.MatchString(n) && strings.HasPrefix(n, "各") {
			// 各相关镇 means towns, but the text does not say which.
			t.Supports[i] = "各" + looseGroup.ReplaceAllString(n, "")
			loose = n
		}
	}
	if len(t.Supports) == 0 {
		return
	}
	s := Said{Text: strings.Join(t.Supports, "、")}
	s.At, s.Quote = placeOf(a.supports)
	switch {
	case len(a.vague) > 0:
		s.Sure, s.Why, s.About = Likely, WhyVagueLead, a.vague[0].text
	case loose != "":
		s.Sure, s.Why, s.About = Likely, WhyVagueLead, loose
	case hasStem(a.supports):
		s.Sure, s.Why = Likely, WhyStem
	}
	t.put(workbook.ColSupports, s)
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
