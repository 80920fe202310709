package draft

import (
	"slices"
	"strings"

	"duban/workbook/pattern"
)

// tasksOf reads sentences and makes tasks of those that ask for work.
func (r *reader) tasksOf(s *section, sentences []piece, n *note, earlier []*Task) []*Task {
	if n != nil {
		n.resolve(r)
	}
	if len(sentences) == 0 {
		if s.title.text == "" || len(earlier) > 0 || len(s.subs) > 0 || (n == nil && !r.headingWorks(s)) {
			return nil
		}
		sentences = []piece{s.title}
	}
	structured := n != nil && !n.over
	c := sequence{reader: r, noted: structured || s.listed(), named: n != nil}
	for _, p := range sentences {
		c.sentence(p)
	}
	switch {
	case structured:
		c.claims = noted(c.claims, n)
	case n != nil:
		for _, cl := range c.claims {
			cl.note = n
		}
	}
	r.under(s, c.claims)
	var out []*Task
	stages, phase := r.stagesOf(s), r.phaseEnd(s)
	for _, cl := range c.claims {
		if !c.noted && !r.plausible(cl, s, c.named) || n == nil && s.tone == background && !cl.stands() {
			continue
		}
		if len(cl.moments()) == 0 && !cl.rhythmic() && (n == nil || n.due.text == "") {
			cl.extra = phase
		}
		t := r.task(cl, s)
		t.staged(stages)
		out = append(out, t)
	}
	if len(out) > 0 || len(earlier) > 0 {
		return out
	}
	// Only the heading can ask for something.
	title := s.title.trim(spaces + stops)
	switch {
	case n != nil && s.title.text != "":
		if c := r.clause(title); c.text != "" {
			out = append(out, r.task(&claim{clauses: []*clause{c}, whole: s.title, note: n}, s))
		}
	case n == nil && len(s.subs) == 0 && r.headingWorks(s):
		out = append(out, r.ofHeading(r.clause(title), s, c.limit))
	}
	return out
}

// listed reports whether a section is an item of a list of tasks below a bureau's name.
func (s *section) listed() bool { return s.parent != nil && s.parent.kind == overList }

// phaseEnd gives the end of the phase in a heading, which is the limit for work under it without one: 动员部署阶段（3月12日—3月20日）.
func (r *reader) phaseEnd(s *section) []moment {
	at := phaseDays.FindStringSubmatchIndex(s.title.text)
	if at == nil {
		return nil
	}
	days := r.moments(s.title.sub(at[2], at[3]))
	if len(days) == 0 {
		return nil
	}
	end := days[len(days)-1]
	end.loose = true
	return []moment{end}
}

// phaseDays matches the days of a phase in the bracket of its heading.
var phaseDays = pattern.New(`阶段[（(]([^（）()]*月[^（）()]*[—–\-~～至到][^（）()]*[月日旬底])[）)]`)

// stands reports whether a claim asks a named bureau for something by a day, or because a meeting ordered it. It is a task even if
// the heading says that the section tells how things stand, as in minutes: 关于一季度经济运行情况. …会议要求，商务局要在6月底前….
func (cl *claim) stands() bool {
	return cl.actor == bureauActor && !cl.carried && cl.obliged && (len(cl.moments()) > 0 || cl.ordered && !groupsOnly(cl.leads))
}

// ordering begins an order of a meeting.
var ordering = pattern.New(`^(?:会议|会上)[^，。]{0,4}(?:要求|明确|决定|议定|确定|强调)`)

// sequence is the state of reading sentences, one after another, as claims.
type sequence struct {
	*reader
	// noted says that a note, or the line above a list, says who does the work of these sentences; named says that somebody is named.
	noted, named bool
	claims       []*claim
	// last is the claim that a sentence may continue, state the sentence before.
	last  *claim
	state piece
	// event is the event that the paragraph named last, limit the limit of a bracket.
	event, limit []moment
	// orders says that the rest of the paragraph is ordered by a meeting: 会议要求.
	orders bool
}

// sentence reads one sentence.
func (c *sequence) sentence(p piece) {
	if announces.MatchString(p.text) || c.limits(p) {
		return
	}
	if c.state.para != p.para {
		c.event, c.orders = nil, false
	}
	c.orders = c.orders || ordering.MatchString(p.text)
	from := c.last
	if from != nil && !goesOn(p, from.whole) {
		from = nil
	}
	if len(c.stages([]piece{p})) > 0 && !strongOrder.MatchString(p.text) {
		// The numbers in each stage tell how things stand; the work comes after them.
		return
	}
	if extra := c.heard(p); len(extra) > 0 && len(c.claims) > 0 {
		// A limit that the county sets itself for the work before.
		if last := c.claims[len(c.claims)-1]; len(last.moments()) == 0 && last.whole.para == p.para {
			last.extra = extra
		}
		return
	}
	got := overseen(c.work(p, from))
	if len(got) == 1 && got[0].oversees() && len(c.claims) > 0 {
		for i := len(c.claims) - 1; i >= 0 && c.claims[i].leader.text == ""; i-- {
			c.claims[i].leader = got[0].leader
		}
		return
	}
	if e := c.occasion(p); len(e) > 0 {
		c.event = e
	}
	for _, g := range got {
		c.named = c.named || g.named()
	}
	if len(got) > 0 {
		for _, g := range got {
			g.ordered = c.orders
		}
		c.claims = append(c.claims, got...)
		c.last = got[len(got)-1]
	}
}

// limits handles a sentence that is only the limit of the work before it, in brackets.
func (c *sequence) limits(p piece) bool {
	only := c.bracketLimit(p)
	if only == nil {
		return false
	}
	c.limit = only
	if len(c.claims) > 0 {
		last := c.claims[len(c.claims)-1]
		last.extra = append(last.extra, only...)
	}
	return true
}

// work gives the claims of a sentence; from is the claim that it continues, nil if none.
func (c *sequence) work(p piece, from *claim) []*claim {
	got := c.claimsOf(p, from, c.noted)
	if about := behindOf(c.state); about.text != "" && turning.MatchString(p.text) && len(got) > 0 && got[0].field.text == "" {
		got[0].field = about
	}
	got = eachOf(got, c.state)
	c.state = p
	if len(got) > 1 && from != nil && got[0].carried && got[len(got)-1].actor == leaderActor {
		// The sentence names an actor of its own, so the text before the name does not belong to the last one.
		got[0].actor, got[0].leads, got[0].supports, got[0].carried = noActor, nil, nil, false
	}
	got = slices.DeleteFunc(got, func(g *claim) bool { return g.actor == noActor && len(g.amounts()) == 0 && g.onlyOccasion() })
	for _, g := range got {
		if len(g.event) == 0 {
			g.event = c.event
		}
	}
	return got
}

// eachOf makes carrying out the things that the sentence before counted a work of its own: 确定了9个大项、39个小项的任务。各部门
// 要制定方案，把每项任务抓好落实.
func eachOf(claims []*claim, state piece) []*claim {
	m := countedBefore.FindStringSubmatchIndex(state.text)
	if m == nil || len(claims) == 0 {
		return claims
	}
	last := claims[len(claims)-1]
	n := len(last.clauses) - 1
	if n < 1 || !eachOne.MatchString(last.clauses[n].text) || len(last.amounts())+len(last.moments()) > 0 {
		return claims
	}
	one := last.follow()
	one.clauses, one.field, one.obliged = last.clauses[n:], state.sub(m[2], m[3]), true
	last.clauses = last.clauses[:n:n]
	return append(claims, one)
}

var (
	countedBefore = pattern.New(`(?:确定|明确|提出|部署|分解)了(?:[^，。]*、)?(\d+(?:个|项|条|件)[^，。、]{0,6}(?:任务|事项|举措|措施|工作))`)
	eachOne       = pattern.New(`^(?:把|将)?(?:每一?项|各项|逐项|逐条)[^，]*(?:落实|落地|抓好|推进|完成)`)
)

// turning begins what has to be done about the situation told before.
var turning = pattern.New(`^(?:会后|下一步|下步|下阶段|对此|为此|接下来)`)

// behindOf gives what a sentence says is behind schedule: 18个水源工程中，两个还在办手续，进度滞后.
func behindOf(p piece) piece {
	m := someOf.FindStringSubmatchIndex(p.text)
	if m == nil || !lagging.MatchString(p.text) {
		return piece{}
	}
	return p.sub(m[2], m[3])
}

var (
	someOf  = pattern.New(`(?:^|，)(\d+(?:个|项|家|处|座)[^，、]{2,14})(?:中|里)，`)
	lagging = pattern.New(`滞后|偏慢|缓慢|不够快|不均衡|尚未|还未|还没有|还在|仍在|停留`)
)

// bracketLimit gives the limit of a bracket that says nothing else: 修建驿站3处。（12月底前完成）
func (r *reader) bracketLimit(p piece) []moment {
	inner := p.trim(spaces + stops).trim(brackets)
	if len(inner.text) == len(p.text) || !asidePattern.MatchString(p.text) {
		return nil
	}
	ms := r.allMoments(inner)
	if len(ms) != 1 || !bareLimit.MatchString(strings.Replace(inner.text, ms[0].wording, "", 1)) {
		return nil
	}
	return ms
}

var bareLimit = pattern.New(`^(?:时限|于|在|要|应|须|力争|确保)?[：:]?(?:全部|全面)?(?:完成|办结|到位|完工|竣工|建成)?$`)

// announces matches text that only announces what the document is going to tell.
var announces = pattern.New(`^(?:根据[^，。]*，)?经[^，。]*(?:会议|常委会|人大)[^，。]*(?:研究|审议|票决)[^，。]*，(?:现)?确定[^，。]*\d+[件项个]。?$|现(?:将|就|把)[^，；]{0,20}(?:通报|通知|公告|纪要|部署|交办|安排|函告)如下`)

// noted gives the claims of an item what its note says, and joins claims that only add details.
func noted(claims []*claim, n *note) []*claim {
	var out []*claim
	for _, cl := range claims {
		cl.note = n
		if n.due.text != "" {
			// The limit of the note counts, not one that was taken over from the clause before.
			cl.extra = nil
		}
		if len(out) > 0 {
			last := out[len(out)-1]
			if !cl.named() && !(last.named() && len(n.leads) > 0) && !last.apart(cl) && !last.builds(cl.clauses[0]) && !cl.clauses[0].subject && !itemEnds(last.whole) {
				last.clauses = append(last.clauses, cl.clauses...)
				last.extra = append(last.extra, cl.extra...)
				continue
			}
		}
		out = append(out, cl)
	}
	return out
}

// paces reports whether a claim only says how often the work before it is looked at: 每月调度进展, 每月报送进度.
func (cl *claim) paces() bool {
	return !slices.ContainsFunc(cl.clauses, func(c *clause) bool {
		return !dispatching.MatchString(c.body.text) && !keepingTrack.MatchString(c.body.text)
	})
}

// apart reports whether claims of one item remain tasks of their own: each has a figure, one has a figure and the other recurs,
// or one is a rate and the other goes by days.
func (cl *claim) apart(t *claim) bool {
	if t.rhythmic() && !cl.rhythmic() && len(cl.amounts()) > 0 && !t.paces() {
		return true
	}
	if cl.rhythmic() && !t.rhythmic() && len(cl.amounts()) == 0 && len(t.amounts()) > 0 && bounded.MatchString(t.clauses[0].text) {
		return true
	}
	return len(cl.amounts()) > 0 && (len(t.amounts()) > 0 || len(cl.moments()) == 0 && len(t.moments()) > 1 && cl.rate())
}

// rate reports whether the only figures of a claim are shares: 水质合格率稳定在95%以上.
func (cl *claim) rate() bool {
	return !slices.ContainsFunc(cl.amounts(), func(a amount) bool { return a.unit != "%" })
}

var goOn = pattern.New(`^(?:同时|此外|另外|并|还要|还|要同时|尤其|特别是)`)

// goesOn reports whether a sentence continues the one before: behind a semicolon, or with 同时.
func goesOn(p, before piece) bool {
	if p.para != before.para {
		return false
	}
	return itemEnds(before) || goOn.MatchString(p.text)
}
