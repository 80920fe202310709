package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/pattern"
)

// Task is a task of the draft. Fields are keyed by the plan's column keys; a field that is not there is left open.
type Task struct {
	ID     string
	Parent string
	Fields map[string]Said
	// Leads and Supports are the names as they occur; the fields hold them joined.
	Leads, Supports []string
	Milestones      []Milestone
	Stages          []Stage
	// Whole is the place of the sentences that the task was read from, Quote their text.
	Whole Span
	Quote string
	sec   *section
	seg   *segment
}

// Milestone is a step of a task with a limit of its own.
type Milestone struct {
	Title, DueText, Due Said
}

// Stage is how many of a task's units stood where.
type Stage struct {
	Title, Count Said
	Worth        float64
}

// Get is a field, empty where the text does not say.
func (t *Task) Get(key string) Said { return t.Fields[key] }

func (t *Task) put(key string, s Said) {
	if s.Filled() || s.Why != "" {
		t.Fields[key] = s
	}
}

const (
	longestTitleText = 60
	// shortTitle is the length up to which a title says too little by itself: 加快推进.
	shortTitle = 5
)

// task makes a task of a claim.
func (r *reader) task(seg *segment, sec *section) *Task {
	t := &Task{Fields: map[string]Said{}, sec: sec, seg: seg, Whole: seg.whole.span(), Quote: seg.whole.text}
	t.title(seg)
	t.who(seg)
	t.measure(seg)
	t.when(r, seg)
	t.put(workbook.ColSource, Said{Text: sec.path(), At: t.Whole, Quote: t.Quote})
	return t
}

func said(p piece, text string) Said {
	return Said{Text: text, At: p.span(), Quote: p.text}
}

// title is the first clause that holds work; the goal is the claim's wording from there on.
func (t *Task) title(seg *segment) {
	main := mainClause(seg.clauses)
	text := main.body.text[stripLeadIns(main.body.text):]
	for i, m := range main.moments {
		if i > 0 || m.at.from < main.body.from {
			continue
		}
		// The limit stands in its own column.
		if strings.HasPrefix(text, m.wording) || strings.HasSuffix(m.wording, "前") || strings.HasSuffix(m.wording, "内") || seg.of.text != "" {
			text = withoutLimit(text, m.wording)
		}
	}
	text = strings.Trim(text, spaces+stops+"，,、：:")
	text = text[stripLeadIns(text):]
	text = main.lent + strings.TrimPrefix(strings.TrimPrefix(text, "请"), "其中")
	switch {
	case seg.of.text != "" && utf8.RuneCountInString(seg.of.text) <= longestTitle:
		text = seg.of.text + "：" + text
	case main.topic.text != "" && !strings.HasPrefix(text, main.topic.text):
		text = main.topic.text + text
	case seg.context.text != "" && verbless(seg.context.text) && (seg.stressed || strings.HasPrefix(seg.context.text, "对") || utf8.RuneCountInString(text) <= shortTitle):
		text = seg.context.text + text
	case seg.field.text != "" && !strings.Contains(text, seg.field.text):
		text = seg.field.text + "：" + text
	}
	if h := t.sec.topic(); h != "" && 3*shared(pairsOf(h), pairsOf(text)) < len(pairsOf(h)) {
		// 逐镇现场指导 says nothing without its heading.
		text = h + "：" + text
	}
	s := said(main.ground(), text)
	if utf8.RuneCountInString(text) > longestTitleText {
		s.Text, s.Sure, s.Why = string([]rune(text)[:longestTitleText])+"…", Doubtful, WhyLong
	}
	t.put(workbook.ColTitle, s)
	first, last := seg.clauses[0], seg.clauses[len(seg.clauses)-1]
	if first.para == last.para && last.to() > first.body.from {
		whole := piece{first.para, first.body.from, first.para.text[first.body.from:last.to()]}
		if whole.text != text {
			t.put(workbook.ColGoal, said(whole, whole.text))
		}
	}
}

// withoutLimit takes a limit out of a text, with the word that leads to it: 一律在30日内销号. 全年任务 keeps what it is called.
func withoutLimit(text, wording string) string {
	if rest, ok := strings.CutPrefix(text, wording); ok && (wording == "全年" || wording == "今年") && verbAt(rest[stripLeadIns(rest):]) == "" {
		return text
	}
	for _, w := range []string{"在" + wording, "于" + wording, wording} {
		if strings.Contains(text, w) {
			return strings.Replace(text, w, "", 1)
		}
	}
	return text
}

// verbless reports a circumstance that a title can begin with: 对走访发现的问题, and not 对工作情况进行自查.
func verbless(s string) bool {
	s = already.ReplaceAllString(s, "")
	return !strings.Contains(s, "进行") && !strings.Contains(s, "开展") && !stating.MatchString(s) || strings.HasSuffix(s, "的问题")
}

// fieldOfWork is what a sentence is about, where a clause of its own says it: 民生领域的工作，要….
var fieldOfWork = pattern.New(`^[^，一把对从向要]{2,12}(?:工作|领域|方面)$`)

// already describes: 对已经组建的产业基金.
var already = pattern.New(`已经?\p{Han}{1,4}的`)

// stating says how things are: 省里非常重视.
var stating = pattern.New(`非常|十分|高度|重视|关心|已经|正在|是[^否]`)

// mainClause is the one that says most plainly what is to be there in the end; the first of those that say as much.
func mainClause(clauses []*clause) *clause {
	best, most := clauses[0], -100
	for _, c := range clauses {
		n := 0
		if c.verb != "" {
			n += 2
		}
		if verbAt(c.head()) != "" {
			n += 2
		} else if contextual.MatchString(c.body.text) && len(c.amounts) == 0 {
			n--
		}
		if len(c.rhythms) > 0 {
			n += 2
		}
		if c.lent != "" || c.subject {
			n += 4
		}
		if c.deliver && utf8.RuneCountInString(c.body.text) > shortTitle {
			n++
		}
		if len(c.moments) > 0 && c.deliver {
			n++
		}
		if someOnly.MatchString(c.text) {
			n -= 2
		}
		if len(clauses) > 1 && c.bareEnd() {
			n -= 6
		}
		if len(c.amounts) > 0 {
			n += 2
		}
		if handled.MatchString(c.body.text) {
			n += 2
		}
		if purpose.MatchString(c.text) {
			n -= 3
		}
		if hoping.MatchString(c.text) && len(c.moments)+len(c.amounts) == 0 {
			n -= 3
		}
		if handingIn.MatchString(c.head()) {
			n -= 3
		}
		if partWords.MatchString(c.text) && !ofParts(c) || effectVerbs.opens(c.body.text) != "" {
			n -= 2
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

// bareEnd reports a clause that only says that work is done, and not which: 8月20日前完成.
func (c *clause) bareEnd() bool {
	head := c.head()
	return endings.opens(head) == head || finishing.MatchString(head)
}

// endings are verbs that say nothing without what was asked before them.
var endings = newLexicon(`完成 办结 到位 整改到位 落实到位 印发 出台 公布实施 印发实施 组织实施 实施 交付 拨付 提交 上报 报送 见效 销号`)

// someOnly says what is done with some of what the work finds: 未达到要求的抓紧整改.
var someOnly = pattern.New(`^[^，把将对]{3,16}的(?:要|抓紧|一律|从严|依法|及时|限期|尽快)`)

// ofParts reports a clause on one of several construction works, with a limit of its own: 其中沿河公路3月底前复工.
func ofParts(c *clause) bool {
	return strings.HasPrefix(c.text, "其中") && len(c.moments) > 0 && buildWords.within(c.text) != "" && c.moments[0].at.from > c.from+len("其中")
}

// hoping begins a clause that says what may come of the work: 争取建成一块、运营一块.
var hoping = pattern.New(`^(?:争取|力争)`)

// handled says by 把 what is dealt with: 把九小场所查一遍.
var handled = pattern.New(`^(?:把|将)[^，]{4}`)

// handingIn is what is done with the work once it is there.
var handingIn = pattern.New(`^(?:提交|上报|报送|报)[市县区镇省]`)

// purpose begins a clause that says what the work is to lead to.
var purpose = pattern.New(`^(?:确保|从而|为|以便|努力|切实|真正|更好|专[职门]负责)`)

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

// who puts down leads, supports and leaders.
func (t *Task) who(seg *segment) {
	leads, supports, leader := seg.leads, seg.supports, seg.leader
	if n := seg.note; n != nil && !seg.named() {
		leads, supports = n.leads, append(append([]name(nil), n.supports...), supports...)
	} else if n != nil {
		supports = append(append([]name(nil), supports...), n.supports...)
	}
	leads, loose := settle(leads, seg.vague)
	s := Said{}
	s.At, s.Quote = placeOf(leads)
	t.Leads, t.Supports = texts(leads), without(texts(supports), texts(leads))
	s.Text = strings.Join(t.Leads, "、")
	switch {
	case len(t.Leads) == 0 && seg.actor == headActor:
		s.Sure, s.Why, s.At = Doubtful, WhyHeadLead, seg.whole.span()
	case len(t.Leads) == 0 && (seg.actor == leaderActor || leader.text != ""):
		s.Sure, s.Why, s.About, s.At = Doubtful, WhyLeaderLead, leader.text, leader.at.span()
	case len(t.Leads) == 0 && len(seg.vague) > 0:
		s.Sure, s.Why, s.About, s.At = Doubtful, WhyVagueLead, seg.vague[0].text, seg.vague[0].at.span()
	case len(t.Leads) == 0:
		s.Sure, s.Why, s.At = Doubtful, WhyNoLead, seg.whole.span()
	case loose != "":
		s.Sure, s.Why, s.About = Doubtful, WhyVagueLead, loose
	case seg.more:
		s.Sure, s.Why = Doubtful, WhyMore
	case seg.carried:
		s.Sure, s.Why = Likely, WhyCarried
	case hasStem(leads):
		s.Sure, s.Why = Likely, WhyStem
	}
	if s.Quote == "" {
		s.Quote = seg.whole.text
	}
	t.put(workbook.ColLeads, s)
	loose = ""
	for i, n := range t.Supports {
		if looseGroup.MatchString(n) && strings.HasPrefix(n, "各") {
			// 各相关镇 are towns; which, the text does not say.
			t.Supports[i] = "各" + looseGroup.ReplaceAllString(n, "")
			loose = n
		}
	}
	if len(t.Supports) > 0 {
		v := Said{Text: strings.Join(t.Supports, "、")}
		v.At, v.Quote = placeOf(supports)
		if len(seg.vague) > 0 {
			v.Sure, v.Why, v.About = Likely, WhyVagueLead, seg.vague[0].text
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
	if seg.note != nil && seg.note.leader.text != "" {
		t.put(workbook.ColLeader, said(seg.note.leader, seg.note.leader.text))
	}
}

var looseGroup = pattern.New(`^各?(?:有关|相关)`)

// settle takes 各有关部门 for 各部门 where nobody else is named, and leaves it out beside a group that is named plainly.
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
	gone := set(drop)
	var out []string
	for _, x := range list {
		if !gone[x] {
			out = append(out, x)
		}
	}
	return out
}

// when puts down the limit, milestones where there are several, and rhythms.
func (t *Task) when(r *reader, seg *segment) {
	ms := seg.moments()
	if len(ms) == 0 && len(seg.event) > 0 && (seg.note == nil || seg.note.due.text == "") {
		ms = append(ms, seg.event[0])
		ms[0].loose = true
	}
	if len(ms) == 0 && seg.note != nil && seg.note.due.text != "" {
		t.labelled(r, seg.note.due)
	} else if len(ms) > 0 {
		t.limits(seg, ms)
	} else {
		s := Said{Sure: Likely, Why: WhyNoDate, At: seg.whole.span(), Quote: seg.whole.text}
		if w := noDates.FindString(seg.whole.text); w != "" {
			s.Why, s.About = WhyHaste, w
		}
		t.put(workbook.ColDueText, s)
	}
	var words []string
	var at Span
	var quote string
	open := ""
	seen := map[workbook.Cadence]bool{}
	for _, c := range seg.clauses {
		for _, h := range c.rhythms {
			if h.cadence == 0 {
				open = h.at.text
			} else if !seen[h.cadence] {
				seen[h.cadence] = true
				words = append(words, h.cadence.String())
			}
			at, quote = at.join(h.at.span()), h.at.text
		}
	}
	if len(words) == 0 && open == "" && t.Get(workbook.ColMeasure).Text == workbook.Recurring {
		t.put(workbook.ColCadence, Said{Why: WhyNoRhythm, Sure: Likely, At: seg.whole.span(), Quote: seg.whole.text})
	}
	if len(words) > 0 {
		t.put(workbook.ColCadence, Said{Text: strings.Join(words, " "), At: at, Quote: quote})
	} else if open != "" {
		t.put(workbook.ColCadence, Said{Why: WhyRhythm, About: open, Sure: Doubtful, At: at, Quote: quote})
	}
}

// labelled reads a limit that stands under a label or heading: all of it is the wording.
func (t *Task) labelled(r *reader, p piece) {
	s := said(p, p.text)
	if c, ok := workbook.ParseCadences(p.text); ok && strings.Contains(p.text, "每") {
		t.put(workbook.ColCadence, Said{Text: c[0].String(), At: s.At, Quote: s.Quote})
		t.put(workbook.ColDueText, Said{Why: WhyNoDate, Sure: Likely, At: s.At})
		return
	}
	d, ok := workbook.ResolveDeadline(p.text, r.rules)
	if !ok {
		if ms := r.moments(p); len(ms) == 1 && ms[0].last != 0 {
			d.Last, ok = ms[0].last, true
		}
	}
	if ok {
		due := s
		due.Text, due.Date = "", d.Last
		t.put(workbook.ColDue, due)
	} else {
		s.Sure, s.Why, s.About = Doubtful, WhyUnreadLimit, p.text
	}
	t.put(workbook.ColDueText, s)
}

// limits takes the last of several limits for the task, and makes milestones of all.
func (t *Task) limits(seg *segment, ms []moment) {
	last := ms[0]
	for _, m := range ms[1:] {
		if m.last > last.last || m.last == 0 && last.last != 0 && m.at.from > last.at.from && !m.aim {
			last = m
		}
	}
	wording, due := said(last.at, last.wording), said(last.at, "")
	due.Date = last.last
	switch {
	case last.last == 0:
		wording.Sure, wording.Why, wording.About = Doubtful, WhyOccasion, last.wording
	case last.loose:
		wording.Sure, wording.Why, wording.About = Doubtful, WhyLooseLimit, last.wording
	case last.tried:
		wording.Sure, wording.Why = Likely, WhyTried
	}
	t.put(workbook.ColDueText, wording)
	if due.Date != 0 {
		due.Sure, due.Why, due.About = wording.Sure, wording.Why, wording.About
		t.put(workbook.ColDue, due)
	}
	distinct := map[workbook.Date]bool{}
	for _, m := range ms {
		distinct[m.last] = true
	}
	if len(distinct) < 2 {
		return
	}
	for _, c := range seg.clauses {
		for _, m := range c.moments {
			title := strings.Trim(strings.Replace(c.body.text, m.wording, "", 1), spaces+stops+"，、")
			title = title[stripLeadIns(title):]
			ms := Milestone{Title: said(c.ground(), title), DueText: said(m.at, m.wording), Due: said(m.at, "")}
			ms.Due.Date = m.last
			t.Milestones = append(t.Milestones, ms)
		}
	}
}

// measure says how the task is counted, from what the claim holds.
func (t *Task) measure(seg *segment) {
	put := func(key string, at piece, sure Confidence, why string) {
		s := said(at, key)
		s.Sure, s.Why = sure, why
		t.put(workbook.ColMeasure, s)
	}
	var main, base, cost *amount
	several := 0
	all := seg.figures()
	for i := range all {
		a := &all[i]
		switch {
		case a.from:
			base = a
			continue
		case a.cost:
			cost = a
			continue
		case a.size || partWords.MatchString(before12(a.at)) && main != nil || a.unit == "个百分点" && len(all) > 1:
			continue
		case main == nil || a.sum && several == 1:
			main = a
		}
		several++
	}
	if len(all) == 0 {
		for _, c := range seg.clauses {
			if a, ok := c.listCounted(); ok && main == nil {
				main, several = &a, 1
			}
		}
	}
	fix, recur, build := -1, -1, -1
	for i, c := range seg.clauses {
		if fix < 0 && fixing(c) {
			fix = i
		}
		if recur < 0 && (len(c.rhythms) > 0 || recurs(c)) {
			recur = i
		}
		if build < 0 && len(c.moments) > 0 && buildWords.within(c.text) != "" && !occasion.MatchString(c.text) {
			build = i
		}
	}
	if main == nil && cost != nil && build < 0 {
		main, several = cost, 1
	}
	limited := len(seg.moments()) > 0
	rhythmic := recur >= 0 && len(seg.clauses[recur].rhythms) > 0
	switch {
	case rhythmic && (main == nil || rateOf(seg.clauses[recur], main)):
		c := seg.clauses[recur]
		if fix >= 0 && fix <= recur && main == nil {
			put(workbook.Rectification, seg.clauses[fix].ground(), Likely, "")
			return
		}
		put(workbook.Recurring, c.rhythms[0].at, Sure, "")
		return
	case main != nil:
		t.figure(seg, main, several)
		if base != nil && sameUnit(*base, *main) {
			b := said(base.at, "")
			b.Num, b.IsNum = base.value, true
			t.put(workbook.ColBaseline, b)
			if base.value > main.value {
				d := said(base.at, workbook.Lower)
				t.put(workbook.ColDirection, d)
			}
		}
		put(workbook.Quantity, main.at, Sure, "")
		return
	case fix >= 0:
		put(workbook.Rectification, seg.clauses[fix].ground(), Likely, "")
	case build >= 0:
		put(workbook.Project, seg.clauses[build].ground(), Likely, "")
	case recur >= 0 && !limited:
		put(workbook.Recurring, seg.clauses[recur].ground(), Likely, "")
	default:
		put(workbook.Deliverable, seg.clauses[0].ground(), Likely, "")
	}
}

func recurs(c *clause) bool {
	return recurVerbs.opens(c.body.text) != "" || recurClear.MatchString(c.text)
}

var rateUnits = set(strings.Fields("次 场 期 趟 批次 场次"))

// rateOf reports a figure that only says how often: 每月巡查不少于2次.
func rateOf(c *clause, a *amount) bool { return rateUnits[a.unit] }

// doneBefore is the figure of what is done already, of the same unit, before one of what is left.
func doneBefore(whole piece, rest *amount) (amount, bool) {
	for _, a := range amounts(whole) {
		if a.at.from >= rest.at.from || a.at.para != rest.at.para {
			break
		}
		if sameUnit(a, *rest) && finished.MatchString(before12(a.at)) {
			return a, true
		}
	}
	return amount{}, false
}

var finished = pattern.New(`(?:完成|建成|建好|改造|整治|新建)了$|已(?:经)?(?:完成|建成|建好|整治|改造)了?$`)

// before12 is what stands shortly before a figure.
func before12(p piece) string {
	from := max(0, p.from-36)
	return p.para.text[from:p.from]
}

// figure puts down the target, its unit and its direction.
func (t *Task) figure(seg *segment, a *amount, several int) {
	target := said(a.at, "")
	target.Num, target.IsNum = a.value, true
	left := before12(a.at)
	switch {
	case strings.Contains(left, "剩余") || strings.Contains(left, "余下"):
		target.Sure, target.Why = Doubtful, WhyRest
		if done, ok := doneBefore(seg.whole, a); ok {
			// 建成了5000亩，加快建设剩余的9.5万亩: together they are the whole.
			target.Num += done.value
			target.Sure, target.Why = Likely, WhyWorkedOut
			b := workedOut(done, done.value)
			t.put(workbook.ColBaseline, b)
		}
	case several > 1:
		target.Sure, target.Why = Likely, WhySeveral
	case a.about:
		target.Sure, target.Why = Likely, WhyAbout
	}
	t.put(workbook.ColTarget, target)
	t.put(workbook.ColUnit, said(a.at, a.unit))
	dir := said(a.at, workbook.Higher)
	if a.atMost {
		dir.Text = workbook.Ceiling
	}
	t.put(workbook.ColDirection, dir)
	basis := said(a.at, workbook.Cumulative)
	if a.unit == "%" {
		basis.Text = workbook.PointInTime
	}
	t.put(workbook.ColBasis, basis)
}
