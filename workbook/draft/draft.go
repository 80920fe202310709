package draft

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/pattern"
)

// Draft is what a document asks of whom, as a draft plan.
type Draft struct {
	Title      Said
	Date       workbook.Date
	Tasks      []*Task
	Bureaus    []*Bureau
	Indicators []*Indicator
	// Unused are the paragraphs from which nothing was taken.
	Unused []Span
	// Paragraphs are the document's, for who looks a span up; Sheets are the names of those that are a workbook's sheet.
	Paragraphs []string
	Sheets     map[int]string
	// compared counts how often a task was held against another task or an indicator.
	compared int
}

// Read makes a draft of a document. Its wordings of time count from the rules' base date.
func Read(doc Document, rules workbook.DeadlineRules) *Draft {
	paras := doc.paragraphs()
	d := &Draft{Date: rules.Base, Sheets: map[int]string{}}
	for _, p := range paras {
		d.Paragraphs = append(d.Paragraphs, p.text)
		if p.table != nil && p.table.Name != "" {
			d.Sheets[p.no] = p.table.Name
		}
	}
	o := readOutline(paras)
	r := &reader{names: newGazetteer(), rules: rules}
	r.learn(o)
	r.read = map[clauseAt]*clause{}
	d.title(o)
	walk(o.root, func(s *section) {
		clear(r.read)
		for _, p := range s.tables {
			d.Tasks = append(d.Tasks, r.table(p, s)...)
		}
		d.Tasks = append(d.Tasks, r.tasks(s)...)
		d.Indicators = append(d.Indicators, r.indicators(s)...)
	})
	d.gather()
	d.arrange()
	d.joinBureaus(r)
	d.tie()
	d.unused(paras)
	return d
}

// title is the first line, or the one it was cut from where a list of contents repeats it.
func (d *Draft) title(o *outline) {
	for i, p := range o.titles {
		if dateLine.MatchString(p.text) {
			continue
		}
		if i == 0 && (strings.HasSuffix(p.text, "...") || strings.HasSuffix(p.text, "…")) && len(o.titles) > 1 {
			continue
		}
		d.Title = said(p, strings.Trim(p.text, spaces+stops))
		return
	}
}

// tasks reads a part's own sentences. A note that names who and when (a bracket, labelled lines) holds for the
// sentences since the note before.
func (r *reader) tasks(s *section) []*Task {
	if s.noteOfAll(r) {
		return nil
	}
	if s.inline && s.parent.note != nil {
		s.note = s.parent.note
	}
	var out []*Task
	var waiting []piece
	var labels *note
	flush := func(n *note) {
		out = append(out, r.claims(s, waiting, n, out)...)
		waiting = nil
	}
	for _, p := range s.body {
		n, rest, ok := r.noteOf(p)
		if ok && isLabel(p) && n.aside() {
			// 整改措施：… is the work itself, 问题表现：… is none.
			ok = false
			if n.labelled[0].key == fieldIgnored {
				continue
			}
		}
		if ok && rest.text == "" && labels != nil && len(waiting) == 0 {
			labels.merge(n)
			continue
		}
		if labels != nil {
			out = append(out, r.labelledTask(s, labels, out)...)
			labels = nil
		}
		if rest.text != "" {
			waiting = append(waiting, rest)
		}
		if !ok {
			continue
		}
		if len(waiting) > 0 {
			if isLabel(p) && rest.text == "" {
				// Labelled lines may be several: they are collected behind their sentences.
				n.sentences = waiting
				waiting = nil
				labels = &n
				continue
			}
			flush(&n)
			continue
		}
		labels = &n
	}
	if labels != nil {
		out = append(out, r.labelledTask(s, labels, out)...)
	}
	if s.note != nil {
		flush(s.note)
		return out
	}
	flush(nil)
	if t := r.countedHeading(s, out); t != nil {
		out = append([]*Task{t}, out...)
	}
	return out
}

// countedHeading makes a task of a heading that says how many are to be done where the part goes on to how: 落实12项重点任务.
func (r *reader) countedHeading(s *section, tasks []*Task) *Task {
	if len(tasks) == 0 || len(s.subs) > 0 || s.tone != work || s.title.text == "" {
		return nil
	}
	c := r.clause(s.title.trim(spaces + stops))
	if len(c.amounts) != 1 || verbAt(c.body.text) == "" || !matters.MatchString(c.text) {
		return nil
	}
	for _, t := range tasks {
		if slices.ContainsFunc(t.seg.figures(), func(a amount) bool { return a.value == c.amounts[0].value }) {
			return nil
		}
	}
	return r.ofHeading(c, s, nil)
}

// matters end a heading that counts what is to be done.
var matters = pattern.New(`\d+(?:项|件|个|条)[\p{Han}]{0,4}(?:任务|事项|实事|举措|措施|工作|行动|工程)$`)

// ofHeading makes a task of what only the heading asks for.
func (r *reader) ofHeading(c *clause, s *section, limit []moment) *Task {
	whole := s.title
	if len(s.body) > 0 && s.body[0].para == whole.para && s.body[0].from >= whole.to() {
		// The sentence behind it mostly says what the heading means.
		whole.text = whole.para.text[whole.from:s.body[0].to()]
	}
	seg := &segment{clauses: []*clause{c}, whole: whole, extra: limit}
	r.under(s, []*segment{seg})
	t := r.task(seg, s)
	title := t.Fields[workbook.ColTitle]
	title.Sure, title.Why = Likely, WhyHeading
	t.Fields[workbook.ColTitle] = title
	return t
}

// claims reads sentences and makes tasks of those that ask for work.
func (r *reader) claims(s *section, sentences []piece, n *note, earlier []*Task) []*Task {
	if n != nil {
		n.resolve(r)
	}
	if s.tone == background && n == nil {
		return nil
	}
	if len(sentences) == 0 {
		if s.title.text == "" || len(earlier) > 0 || len(s.subs) > 0 || (n == nil && !r.headingWorks(s)) {
			return nil
		}
		sentences = []piece{s.title}
	}
	var segs []*segment
	var before *segment
	var event []moment
	var limit []moment // of a bracket
	var state piece    // the sentence before
	named := n != nil
	for _, p := range sentences {
		if announces.MatchString(p.text) {
			continue
		}
		if only := r.bracketLimit(p); only != nil {
			limit = only
			if len(segs) > 0 {
				last := segs[len(segs)-1]
				last.extra = append(last.extra, only...)
			}
			continue
		}
		carry := before
		if carry != nil && !goesOn(p, carry.whole) {
			carry = nil
		}
		if len(r.stages([]piece{p})) > 0 && !strongOrder.MatchString(p.text) {
			// How many stand where is the state of things; the work comes behind it.
			continue
		}
		if extra := r.heard(p); len(extra) > 0 && len(segs) > 0 {
			// A limit that the county sets itself for what was asked last.
			if last := segs[len(segs)-1]; len(last.moments()) == 0 {
				last.extra = extra
			}
			continue
		}
		got := r.segments(p, carry, n != nil)
		if about := behindOf(state); about.text != "" && turning.MatchString(p.text) && len(got) > 0 && got[0].field.text == "" {
			got[0].field = about
		}
		got = eachOf(got, state)
		state = p
		if len(got) > 1 && carry != nil && got[0].carried && got[len(got)-1].actor == leaderActor {
			// The sentence comes to an actor of its own: what stands before is not the last one's.
			got[0].actor, got[0].leads, got[0].supports, got[0].carried = noActor, nil, nil, false
		}
		got = slices.DeleteFunc(got, func(g *segment) bool { return g.actor == noActor && len(g.amounts()) == 0 && g.onlyOccasion() })
		for _, g := range got {
			if len(g.event) == 0 {
				g.event = event
			}
		}
		got = overseen(got)
		if len(got) == 1 && got[0].oversees() && len(segs) > 0 {
			for i := len(segs) - 1; i >= 0 && segs[i].leader.text == ""; i-- {
				segs[i].leader = got[0].leader
			}
			continue
		}
		if e := r.occasion(p); len(e) > 0 {
			event = e
		}
		if len(got) == 0 {
			continue
		}
		for _, g := range got {
			named = named || g.named()
		}
		segs = append(segs, got...)
		before = got[len(got)-1]
	}
	if n != nil {
		segs = noted(segs, n)
	}
	r.under(s, segs)
	var out []*Task
	stages := r.stagesOf(s)
	for _, seg := range segs {
		if n == nil && !plausible(seg, s, named) {
			continue
		}
		t := r.task(seg, s)
		t.staged(stages)
		out = append(out, t)
	}
	if len(out) == 0 && n != nil && s.title.text != "" && len(earlier) == 0 {
		if c := r.clause(s.title.trim(spaces + stops)); c.text != "" {
			out = append(out, r.task(&segment{clauses: []*clause{c}, whole: s.title, note: n}, s))
		}
	}
	if len(out) == 0 && n == nil && len(earlier) == 0 && r.headingWorks(s) && len(s.subs) == 0 {
		out = append(out, r.ofHeading(r.clause(s.title.trim(spaces+stops)), s, limit))
	}
	return out
}

// eachOf makes the carrying out of what the sentence before counted a work of its own: 确定了9个大项、39个小项的任务。各部门
// 要制定方案，把每项任务抓好落实.
func eachOf(segs []*segment, state piece) []*segment {
	m := countedBefore.FindStringSubmatchIndex(state.text)
	if m == nil || len(segs) == 0 {
		return segs
	}
	last := segs[len(segs)-1]
	n := len(last.clauses) - 1
	if n < 1 || !eachOne.MatchString(last.clauses[n].text) || len(last.amounts())+len(last.moments()) > 0 {
		return segs
	}
	one := last.follow()
	one.clauses, one.field, one.obliged = last.clauses[n:], state.sub(m[2], m[3]), true
	last.clauses = last.clauses[:n:n]
	return append(segs, one)
}

var (
	countedBefore = pattern.New(`(?:确定|明确|提出|部署|分解)了(?:[^，。]*、)?(\d+(?:个|项|条|件)[^，。、]{0,6}(?:任务|事项|举措|措施|工作))`)
	eachOne       = pattern.New(`^(?:把|将)?(?:每一?项|各项|逐项|逐条)[^，]*(?:落实|落地|抓好|推进|完成)`)
)

// turning begins what is to be done about the state of things that was told before.
var turning = pattern.New(`^(?:会后|下一步|下步|下阶段|对此|为此|接下来)`)

// behindOf is what a sentence tells to be behind: 18个水源工程中，两个还在办手续，进度滞后.
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

// bracketLimit is the limit of a bracket that says nothing else: 修建驿站3处。（12月底前完成）
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

// announces says what the document is about to tell.
var announces = pattern.New(`现(?:将|就|把)[^，；]{0,20}(?:通报|通知|公告|纪要|部署|交办|安排|函告)如下`)

// headingWorks reports a heading that by itself asks for work.
func (r *reader) headingWorks(s *section) bool {
	if s.tone == background || s.tone == frame || s.title.text == "" || len(s.tables) > 0 {
		return false
	}
	c := r.clause(s.title.trim(spaces + stops))
	return (verbAt(c.body.text) != "" || c.actor == bureauActor) && !c.past && (len(s.body) > 0 || c.amounts != nil || c.moments != nil || c.deliver || c.actor == bureauActor || len(r.ownersOf(s.parent)) > 0)
}

// noted gives the claims of an item what its note says, and joins those that only say more of the same.
func noted(segs []*segment, n *note) []*segment {
	var out []*segment
	for _, s := range segs {
		s.note = n
		if n.due.text != "" {
			// The limit of the note holds, not one that was borrowed from the clause before.
			s.extra = nil
		}
		if len(out) > 0 {
			last := out[len(out)-1]
			if !s.named() && !last.apart(s) && !itemEnds(last.whole) {
				last.clauses = append(last.clauses, s.clauses...)
				last.extra = append(last.extra, s.extra...)
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// itemEnds reports a sentence that is an item among others: it ends with a semicolon.
func itemEnds(p piece) bool {
	return strings.HasSuffix(p.text, "；") || strings.HasSuffix(p.text, ";")
}

// apart reports claims of one item that are counted apart: each has a figure of its own.
func (s *segment) apart(t *segment) bool {
	return len(s.amounts()) > 0 && len(t.amounts()) > 0
}

var goOn = pattern.New(`^(?:同时|此外|另外|并|还要|还|要同时|尤其|特别是)`)

// goesOn reports a sentence that goes on with the one before: behind a semicolon, or with 同时.
func goesOn(p, before piece) bool {
	if p.para != before.para {
		return false
	}
	return itemEnds(before) || goOn.MatchString(p.text)
}

// heard are the limits of a sentence in which the county only hears or decides.
func (r *reader) heard(p piece) []moment {
	if !meeting.MatchString(p.text) {
		return nil
	}
	head := false
	for _, text := range p.clauses() {
		switch c := r.clause(text); {
		case c.actor == headActor && meeting.MatchString(c.text):
			head = true
		case c.actor != noActor:
			return nil
		}
	}
	if !head {
		return nil
	}
	return r.moments(p)
}

// onlyOccasion reports a claim that tells when something takes place, and asks for nothing.
func (s *segment) onlyOccasion() bool {
	for _, c := range s.clauses {
		if !occasion.MatchString(c.text) {
			return false
		}
	}
	return true
}

// occasion is the day of an event that a sentence tells of, the limit of what is then asked to prepare it.
func (r *reader) occasion(p piece) []moment {
	if !occasion.MatchString(p.text) {
		return nil
	}
	for _, c := range p.clauses() {
		if occasion.MatchString(c.text) && !meeting2.MatchString(c.text) {
			if ms := r.moments(c); len(ms) > 0 {
				return ms
			}
		}
	}
	return nil
}

// meeting2 is where others meet: it sets nobody here a limit.
var meeting2 = pattern.New(`专题会|常务会|省.{0,6}将|现场会`)

func groupsOnly(names []name) bool {
	for _, n := range names {
		if n.kind != groupName {
			return false
		}
	}
	return len(names) > 0
}
