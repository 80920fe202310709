package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// segment is a claim: what one actor is asked to do, as clauses that belong together.
type segment struct {
	actor           actor
	leads, supports []name
	more            bool
	vague           []name
	leader          name
	// carried says that the actor was named for the clause or sentence before, not for this one.
	carried bool
	clauses []*clause
	// context is what the work is done to or by, where a clause of its own says so: 对查出的隐患，….
	context piece
	// whole are the sentences that the claim was read from.
	whole piece
	// intro is the verb of what the claim is one of: 建立 of 建立两套体系，一套是….
	intro string
	// event is the day of an occasion that the work prepares.
	event []moment
	// extra are limits that another clause sets for the work: 9月底前市政府召开专题会议研究.
	extra []moment
	note  *note
}

func (s *segment) named() bool { return len(s.leads) > 0 }

func (s *segment) moments() []moment {
	var out []moment
	for _, c := range s.clauses {
		out = append(out, c.moments...)
	}
	return append(out, s.extra...)
}

func (s *segment) amounts() []amount {
	var out []amount
	for _, c := range s.clauses {
		out = append(out, c.amounts...)
	}
	return out
}

// follow is a segment of the same actor for further work.
func (s *segment) follow() *segment {
	return &segment{actor: s.actor, leads: s.leads, supports: s.supports, more: s.more, vague: s.vague, leader: s.leader, whole: s.whole, note: s.note}
}

// segments cuts a sentence into claims. before is the last claim of the sentence before, where this one goes on with it
// (behind a semicolon, or with 同时).
func (r *reader) segments(p piece, before *segment, structured bool) []*segment {
	var out []*segment
	cur := &segment{whole: p}
	if before != nil && before.actor != headActor {
		cur = before.follow()
		cur.whole, cur.carried, cur.note = p, true, nil
	}
	own := false // the sentence has named an actor of its own
	var context piece
	var event []moment
	chief, talk := false, false
	intro := ""
	if before != nil {
		intro = before.intro
	}
	push := func() {
		if len(cur.clauses) > 0 {
			out = append(out, cur)
		}
	}
	var together []name
	clauses := p.clauses()
	told := false // a time that is over opened the sentence: what follows tells of it
	for i, text := range clauses {
		c := r.clause(text)
		if onlyLeadIns(text.text) {
			continue
		}
		if timeOnly.MatchString(text.text) && len(c.moments) == 0 {
			told = true
			continue
		}
		if obliging.MatchString(c.text) {
			told = false
		}
		if c.actor == bureauActor && len(c.leads) > 1 && jointly.MatchString(c.body.text) {
			together = c.leads
			continue
		}
		if told || i+1 < len(clauses) && strings.HasPrefix(clauses[i+1].text, "是") && c.actor == noActor {
			continue
		}
		talk = talk || c.talk
		if v := listedAim(c.text, intro); v != nil {
			// 建立两套体系，一套是A，另一套是B: each is a work of its own.
			push()
			cur = cur.follow()
			one := *c
			c = &one
			c.body = c.sub(v[0], v[1])
			c.verb, c.deliver, c.lent, cur.intro = intro, true, intro, intro
			cur.clauses = append(cur.clauses, c)
			continue
		}
		if len(c.moments) > 0 && c.actor != bureauActor && occasion.MatchString(c.text) {
			event = c.moments
		}
		switch {
		case c.actor == bureauActor && c.bare && chief && !structured:
			// 由A牵头，B、C等单位负责: B and C support.
			cur.supports = append(cur.supports, c.leads...)
			cur.more = cur.more || c.more
			continue
		case c.actor == headActor && meeting.MatchString(c.text):
			// The county hears or decides: a limit for the work at hand, nobody's own task.
			cur.extra = append(cur.extra, c.moments...)
			if len(cur.clauses) == 0 && len(out) == 0 && len(c.moments) > 0 && own {
				cur.clauses = append(cur.clauses, c)
			}
			continue
		case c.actor == bureauActor && (cur.actor == noActor || cur.carried && !own) && len(cur.clauses) > 0 && (c.body.text == "" || idle.MatchString(c.body.text)):
			// The work stands before who does it: 收集信息、洽谈项目，由X负责.
			cur.take(c)
			own, chief = true, c.chief
			continue
		case c.actor != noActor && c.actor != outsideActor:
			push()
			had := cur.extra
			cur = &segment{whole: p}
			cur.take(c)
			if !own {
				cur.extra = had
			}
			cur.event = event
			own, chief = true, c.chief
			if c.body.text == "" && c.topic.text != "" {
				context = c.topic
			}
			if c.body.text == "" && c.topic.text == "" && context.text != "" && !contextual.MatchString(context.text) {
				// So does it where it has no verb: 项目落地和后续服务，以所在镇区为主体.
				topic := r.clause(context)
				cur.clauses = append(cur.clauses, topic)
				context = piece{}
			}
		case c.actor == outsideActor:
			continue
		case cur.actor == bureauActor && groupsOnly(cur.leads) && planned.MatchString(c.text):
			// The county plans, not the towns named before it.
			push()
			cur = &segment{whole: p}
		default:
			cur.supports = append(cur.supports, c.supports...)
			cur.vague = append(cur.vague, c.vague...)
		}
		if c.body.text == "" {
			continue
		}
		if !c.asks() && !(structured && !c.past) || contextual.MatchString(c.body.text) && !c.works() {
			if !c.past && !c.frame && c.actor == noActor {
				context = c.body
			}
			continue
		}
		if introduces.MatchString(c.body.text) && len(c.moments) == 0 && len(c.amounts) <= 1 && c.actor == noActor && !own {
			intro = c.verb
			continue
		}
		if (cur.actor == noActor || cur.carried && !own) && verbAt(c.body.text) == "" && !c.obliges && !c.works() && !structured {
			context = c.body
			continue
		}
		if talk && cur.actor != bureauActor {
			continue
		}
		if len(cur.clauses) > 0 && cur.splits(c) {
			push()
			shared := cur.shared(c)
			cur = cur.follow()
			cur.extra = shared
		}
		if len(cur.clauses) == 0 {
			cur.context = context
		}
		context = piece{}
		cur.clauses = append(cur.clauses, c)
	}
	push()
	for _, s := range out {
		s.joined(together)
	}
	var parted []*segment
	for _, s := range out {
		for _, one := range s.bySubject() {
			for _, two := range one.byObject() {
				parted = append(parted, two.byFigure()...)
			}
		}
	}
	return parted
}

// joined gives a claim the others of those who are to work hand in hand: 海渔、科技部门要联动配合，海渔局…，科技局….
func (s *segment) joined(together []name) {
	mine := map[string]bool{}
	for _, n := range s.leads {
		mine[key(n.text)] = true
	}
	var others []name
	for _, n := range together {
		if !mine[key(n.text)] {
			others = append(others, n)
		}
	}
	if len(others) < len(together) {
		s.supports = append(append([]name(nil), s.supports...), others...)
	}
}

// take makes a clause's actor the claim's.
func (s *segment) take(c *clause) {
	s.actor, s.leads, s.supports, s.more, s.vague, s.leader, s.carried = c.actor, c.leads, append(s.supports, c.supports...), c.more, c.vague, c.leader, false
}

// shared are the limits that also hold for a clause of a figure of its own: 6月底前新建4所，新增学位1080个.
func (s *segment) shared(c *clause) []moment {
	if len(c.moments) > 0 || len(c.rhythms) > 0 || len(c.amounts) == 0 || len(s.clauses) == 0 {
		return nil
	}
	last := s.clauses[len(s.clauses)-1]
	if len(last.amounts) == 0 || (last.amounts[0].unit == "%") != (c.amounts[0].unit == "%") {
		// 6月底前开工率达到100%，新增车位2000个 are two matters.
		return nil
	}
	if len(last.moments) == 1 && last.moments[0].at.from <= last.body.from+len("在") {
		return last.moments
	}
	return nil
}

var (
	// idle is work that only says that it is done.
	idle    = pattern.New(`^(?:组织|具体)?(?:实施|落实|负责|办理|组织|推进)$`)
	jointly = pattern.New(`^(?:要|应)?(?:联动|密切|协同|相互|互相|通力|紧密)(?:配合|协作|联动|合作)$`)
	planned = pattern.New(`^(?:计划|拟)`)
	// occasion is an event with a day of its own, which is the limit of what prepares it.
	occasion = pattern.New(`召开|举办|举行|开幕|月份?是`)
	aimMark  = pattern.New(`^(?:第[一二三四五六]|另外?一|其[一二三四]|一)(?:个|套|项|是|类|种)?是`)
)

// listedAim finds what a clause names behind 第一套是, where a verb before it said what is done with all of them.
func listedAim(s, verb string) []int {
	if verb == "" {
		return nil
	}
	if at := aimMark.FindStringIndex(s); at != nil && at[1] < len(s) {
		return []int{at[1], len(s)}
	}
	return nil
}

var meeting = pattern.New(`召开|听取|审议|研究|审定|验收|统一安排|通报表扬`)

// works reports a clause that holds work even though it begins as context does: 对重点隐患开展排查. A verb before the last
// 的 only describes: 对走访发现的问题.
func (c *clause) works() bool {
	if len(c.moments) > 0 {
		return true
	}
	rest := c.body.text
	if at := strings.LastIndex(rest, "的"); at >= 0 {
		rest = rest[at:]
	}
	if rest == "" || nominal.MatchString(c.body.text) {
		return false
	}
	_, first := utf8.DecodeRuneInString(rest)
	if at := strings.LastIndex(rest, "”"); at >= 0 {
		first = at
	}
	return conductVerbs.within(rest[first:]) != "" || deliverVerbs.within(rest[first:]) != "" || strings.Contains(rest[first:], "予以") || strings.Contains(rest[first:], "问责")
}

// nominal ends a circumstance: 根据完成情况, 按照有关要求.
var nominal = pattern.New(`^[^抓做开推加]+(?:情况|要求|规定|原则|部署|意见|精神|安排|工作|项目|问题|事项|企业|单位|环节|领域|群众)$`)

var (
	partWords  = pattern.New(`其中|全部|剩余|余下|其余|累计|首批|第一批|前期`)
	alsoWords  = pattern.New(`^(?:同时|还要|另外|此外)`)
	moreWords  = pattern.New(`^(?:进一步|并)`)
	effort     = pattern.New(`争取|力争|确保|必须`)
	timeOnly   = pattern.New(`^(?:\d{1,2}月(?:\d{1,2}[日号]|初|底|末|上旬|中旬|下旬|份)?|去年.{0,6}|前期|近期|上半年|日前|今年以来|去年以来|上午|刚才)$`)
	papers     = pattern.New(`(?:方案|意见|清单|办法|制度|规划|机制|体系|预案|细则|标准|台账|报告|计划)(?:和|、|后?报|并|$)`)
	recurClear = pattern.New(`提醒督办|定期|考核|及时(?:提醒|督办|处置)|通报`)
)

// splits reports that a clause is other work than what the claim holds so far, of the same actor.
func (s *segment) splits(c *clause) bool {
	var figure, limit, rhythm bool
	for _, h := range s.clauses {
		figure = figure || len(h.amounts) > 0
		limit = limit || len(h.moments) > 0
		rhythm = rhythm || len(h.rhythms) > 0
	}
	document := papers.MatchString(c.body.text) && deliverVerbs.opens(c.body.text) != ""
	switch {
	case s.builds(c):
		return true
	case s.stepOf(c):
		return false
	case partWords.MatchString(c.text) || effectVerbs.opens(c.body.text) != "" && len(c.moments) == 0:
		return false
	case len(c.rhythms) > 0 && !rhythm:
		// What comes again beside what is done once, by a day or to a number: two tasks.
		return limit || figure
	case rhythm && (len(c.moments) > 0 || len(c.amounts) > 0 && c.deliver):
		return true
	case len(c.amounts) > 0 && figure && c.verb != "":
		return true
	case len(c.amounts) > 0 && len(c.moments) > 0 && !figure && s.solid() && (limit || effort.MatchString(c.text)):
		return true
	case document && (figure || s.fixes()) && len(c.moments) == 0:
		return utf8.RuneCountInString(c.body.text) > shortTitle
	case len(c.amounts) > 0 && !figure && limit && s.actor == noActor && s.solid() && c.verb != "" && verbAt(c.body.text) == "":
		// A figure of a thing of its own behind what is due by a day: 新院区9月份投入使用，每院至少配备1台设备.
		return true
	case len(c.amounts) > 0 && !figure && s.papers():
		return true
	case fixesMore(c) && !s.fixes():
		return s.solid()
	case recurClear.MatchString(c.text) && !rhythm && s.solid() && !s.recurs() && utf8.RuneCountInString(c.body.text) > shortTitle+1:
		return true
	case (alsoWords.MatchString(c.text) || moreWords.MatchString(c.text) && figure) && verbAt(c.body.text) != "" && s.solid():
		return true
	}
	return false
}

// stepOf reports a clause that says how many of the claim's own things are done by a day: 整治17家，上半年完成10家.
func (s *segment) stepOf(c *clause) bool {
	if len(c.amounts) != 1 || len(c.moments) == 0 {
		return false
	}
	a := c.amounts[0]
	if strings.Trim(c.para.text[a.at.to():c.to()], spaces+"以上") != "" || strings.TrimSuffix(c.verb, "成") == c.verb && c.verb != "完成" {
		return false
	}
	for _, b := range s.amounts() {
		if sameUnit(a, b) && a.value < b.value {
			return true
		}
	}
	return false
}

func (s *segment) recurs() bool {
	for _, c := range s.clauses {
		if recurClear.MatchString(c.text) {
			return true
		}
	}
	return false
}

// papers reports a claim whose work is a document or a system to be set up.
func (s *segment) papers() bool {
	for _, c := range s.clauses {
		if papers.MatchString(c.body.text) && deliverVerbs.opens(c.body.text) != "" {
			return true
		}
	}
	return false
}

// builds reports a clause that names a construction work of its own, with its limit.
func (s *segment) builds(c *clause) bool {
	if len(c.moments) == 0 || buildWords.within(c.text) == "" || len(s.clauses) == 0 {
		return false
	}
	from := c.body.from
	if c.moments[0].at.from <= from+len("其中") {
		return false
	}
	subject := strings.TrimPrefix(c.para.text[from:c.moments[0].at.from], "其中")
	return verbAt(subject) == "" && utf8.RuneCountInString(subject) >= 3 && !strings.ContainsAny(subject, "，")
}

// closing ends what was asked before: 整改到位, 限期销号.
var closing = pattern.New(`^整改|整改到位|^[^，]{0,8}销号$`)

func fixing(c *clause) bool { return fixVerbs.within(c.body.text) != "" }

// fixesMore reports a clause that sets something right on its own, not the end of what was asked before: 整改到位.
func fixesMore(c *clause) bool {
	return fixVerbs.within(c.body.text) != "" && !closing.MatchString(c.body.text)
}

func (s *segment) fixes() bool {
	for _, c := range s.clauses {
		if fixing(c) {
			return true
		}
	}
	return false
}

// solid reports that the claim holds work that stands by itself.
func (s *segment) solid() bool {
	for _, c := range s.clauses {
		if c.verb != "" {
			return true
		}
	}
	return false
}

// bySubject cuts a claim whose clause names several works that go on alike: A、B年内确保开工.
func (s *segment) bySubject() []*segment {
	if len(s.clauses) == 0 {
		return nil
	}
	c := s.clauses[0]
	if len(c.moments) == 0 || buildWords.within(c.text) == "" {
		return []*segment{s}
	}
	m := c.moments[0].at
	subject := c.body.sub(0, max(0, m.from-c.body.from)).trim(spaces)
	if m.from < c.body.from {
		return []*segment{s}
	}
	subject.text = strings.TrimPrefix(subject.text, "其中")
	subject.from = m.from - len(subject.text)
	subject.text = strings.TrimRight(subject.text, "，在于")
	parts := strings.Split(subject.text, "、")
	if len(parts) < 2 || verbAt(subject.text) != "" || strings.ContainsAny(subject.text, "个两") {
		return []*segment{s}
	}
	var out []*segment
	at := subject.from
	for _, part := range parts {
		t := *s
		t.clauses = append([]*clause(nil), s.clauses...)
		one := *c
		one.body = piece{c.para, at, part}
		one.body.text = part + c.para.text[m.from:c.to()]
		one.subject = true
		t.clauses[0] = &one
		out = append(out, &t)
		at += len(part) + len("、")
	}
	return out
}

// byObject cuts a claim whose clause sees to several heaps of problems alike: A问题、B问题以及C问题的整改.
func (s *segment) byObject() []*segment {
	if len(s.clauses) == 0 {
		return nil
	}
	c := s.clauses[0]
	at := heaps.FindStringSubmatchIndex(c.body.text)
	if at == nil {
		return []*segment{s}
	}
	head, tail := c.body.text[:at[2]], c.body.text[at[3]:]
	var parts []string
	rest := c.body.text[at[2]:at[3]]
	for {
		m := heapMarks.FindStringSubmatchIndex(rest)
		if m == nil {
			parts = append(parts, rest)
			break
		}
		parts = append(parts, rest[:m[2]])
		rest = rest[m[1]:]
	}
	if len(parts) < 2 || !strings.HasSuffix(rest, "问题") {
		return []*segment{s}
	}
	var out []*segment
	for _, p := range parts {
		t := *s
		one := *c
		one.body.text = head + p + tail
		t.clauses = append([]*clause{&one}, s.clauses[1:]...)
		if len(out) > 0 {
			t.clauses = t.clauses[:1]
		}
		out = append(out, &t)
	}
	return out
}

var (
	heaps     = pattern.New(`^(?:抓好|做好|加快|推进|推动|落实)?([^，]*问题[^，]*问题)的?(?:整改|整治)`)
	heapMarks = pattern.New(`问题()(?:、|以及|和)`)
)

// byFigure cuts a claim whose clause counts two kinds of things in one breath: 8个模式、7个路径. What the first is done with
// stands before it or behind the last.
func (s *segment) byFigure() []*segment {
	for i, c := range s.clauses {
		if parts := c.listedFigures(); len(parts) > 1 {
			var out []*segment
			for k, part := range parts {
				one := *s
				switch k {
				case 0:
					one.clauses = append(append([]*clause(nil), s.clauses[:i]...), part)
				case len(parts) - 1:
					one.clauses = append([]*clause{part}, s.clauses[i+1:]...)
				default:
					one.clauses = []*clause{part}
				}
				out = append(out, &one)
			}
			return out
		}
		if len(c.amounts) != 2 || c.amounts[0].unit == "%" || c.amounts[1].unit == "%" || c.rated() {
			continue
		}
		a, b := c.amounts[0].at, c.amounts[1].at
		between := c.para.text[a.to():b.from]
		m := lastJoin.FindStringIndex(between)
		if m == nil || m[1] != len(between) || verbWithin(between) || strings.ContainsAny(between, "，（(") {
			continue
		}
		first, second := *c, *c
		head := c.para.text[c.body.from:max(a.from, c.body.from)]
		first.body = piece{c.para, c.body.from, head + c.para.text[a.from:b.from-(m[1]-m[0])]}
		first.amounts = c.amounts[:1]
		if tail := carriedOn.FindString(c.para.text[b.from:c.to()]); tail != "" && strings.HasPrefix(head, "对") {
			// 对8个模式、7个路径进行论证: both are.
			first.body.text += tail
		}
		if strings.Contains(head, "、") {
			head = verbAt(head)
		}
		second.body = piece{c.para, b.from, head + c.para.text[b.from:c.to()]}
		second.amounts = c.amounts[1:]
		one, two := *s, *s
		one.clauses = append(append([]*clause(nil), s.clauses[:i]...), &first)
		two.clauses = append([]*clause{&second}, s.clauses[i+1:]...)
		return []*segment{&one, &two}
	}
	return []*segment{s}
}

// listedFigures cuts a clause whose list has a figure in each item: 新增企业20家、绿色工厂3家. What the first does with its
// items the others do with theirs. Items that only tell whom it reaches (惠及居民5300户) are no work.
func (c *clause) listedFigures() []*clause {
	if len(c.amounts) < 2 || c.rated() || strings.Contains(c.text, "其中") || strings.Contains(c.text, "分别") {
		return nil
	}
	var parts []piece
	for _, p := range byMark(c.ground()) {
		p = p.trim(spaces)
		if len(parts) > 0 && effectVerbs.opens(p.text) != "" {
			continue
		}
		parts = append(parts, p)
	}
	if len(parts) < 2 || len(parts) != len(c.amounts) {
		return nil
	}
	verb := verbAt(parts[0].text)
	if verb == "" {
		verb = deliverVerbs.within(parts[0].text)
	}
	var out []*clause
	for i, p := range parts {
		a := c.amounts[i]
		if a.at.from < p.from || a.at.to() > p.to() || a.from || strings.HasPrefix(a.unit, "个百") || startsWithDigit(p.text) {
			return nil
		}
		one := *c
		one.body, one.amounts = p, c.amounts[i:i+1]
		if i > 0 && verbAt(p.text) == "" && deliverVerbs.within(p.text) == "" {
			if verb == "" {
				return nil
			}
			one.body.text = verb + p.text
		}
		out = append(out, &one)
	}
	return out
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

var carriedOn = pattern.New(`(?:进行|予以|逐[个项一]|开展|实施)[^，]{2,16}$`)

var lastJoin = pattern.New(`(?:、|和|与|及|以及)$`)

// rated reports a clause whose figures say how often or how much of each.
func (c *clause) rated() bool {
	for _, a := range c.amounts {
		if rateUnits[a.unit] {
			return true
		}
	}
	return false
}

func verbWithin(s string) bool {
	for _, v := range deliverVerbs.words {
		if strings.Contains(s, v) && utf8.RuneCountInString(s) > 8 {
			return true
		}
	}
	return false
}
