package draft

import (
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// claiming is the state of cutting a sentence into claims, clause by clause.
type claiming struct {
	r       *reader
	clauses []piece
	// structured says that a note names who and when, so that every clause is work.
	structured bool
	out        []*claim
	cur        *claim
	// own says that the sentence has named an actor of its own, chief that this actor leads others.
	own, chief bool
	// talk says that the sentence tells opinions, told that it begins with a time that is over, so that what follows tells of it.
	talk, told bool
	// context is the circumstance that the clause before gave.
	context piece
	// event is the day of an occasion that the sentence tells of.
	event []moment
	// opening is a limit for all of the sentence: 到年底，….
	opening []moment
	// stressed and planned apply to the work that the clause before introduces, see claim.
	stressed, planned bool
	// given is the topic that a bureau was named for, without saying what is done.
	given piece
	// field is the subject of the sentence, as it says itself.
	field piece
	// main is the work whose plan has a limit of its own: 启动选聘，方案9月中旬论证完毕.
	main *claim
	// intro is the verb of what the next clauses list.
	intro string
	// together are the bureaus that have to work together.
	together []name
	// alike holds the claims before the current one that also belong to the actor named behind it.
	alike []*claim
}

// claimsOf cuts a sentence into claims. before is the last claim of the previous sentence, if this one continues it
// (behind a semicolon, or with 同时).
func (r *reader) claimsOf(p piece, before *claim, structured bool) []*claim {
	s := &claiming{r: r, clauses: r.turnsJoined(p.clauses()), structured: structured, cur: &claim{whole: p}}
	if before != nil {
		s.intro = before.intro
		if before.actor != headActor {
			s.cur = before.follow()
			s.cur.whole, s.cur.carried, s.cur.note = p, true, nil
		}
	}
	for i, text := range s.clauses {
		if own := r.ownLimits(text); own != nil {
			s.each(own)
			continue
		}
		c := r.clause(text)
		if len(c.moments) > 0 && i > 0 && onceThen.MatchString(s.clauses[i-1].text) {
			// 一旦断电，2小时内转移: no day of the document's.
			one := *c
			c = &one
			c.moments = nil
		}
		if c.actor == bureauActor && (s.cur.sharesOut(c) || s.cur.givesOut(c)) {
			continue // a part of the figure before, and no work of its own
		}
		if s.passes(i, c) || s.lists(c) || s.turns(c) {
			continue
		}
		s.adds(c)
	}
	if len(s.cur.clauses) == 0 && s.given.text != "" {
		s.cur.clauses = append(s.cur.clauses, r.clause(s.given))
	}
	s.push()
	s.limit()
	var parted []*claim
	for i, one := range s.out {
		one.joined(s.together)
		if at := one.byProject(s.out[i+1:]); len(at) > 1 {
			parted = append(parted, at...)
			continue
		}
		for _, two := range one.bySubject() {
			for _, three := range two.byObject() {
				parted = append(parted, three.byFigure()...)
			}
		}
	}
	return parted
}

// limit gives claims without a limit the one at the beginning of the sentence, or the one that ends it for all: 修桥3座，建站2处，
// 年底前全部完成.
func (s *claiming) limit() {
	last := s.opening
	for i := len(s.out) - 1; i >= 0; i-- {
		one := s.out[i]
		switch {
		case len(one.moments()) == 0 && !one.rhythmic() && (len(s.opening) > 0 || i+1 < len(s.out) && one.sameActor(s.out[i+1])):
			one.extra = last
		case len(s.opening) == 0:
			last = one.closingLimit()
		}
	}
}

// push ends the current claim. What was added to it also belongs to those beside it: 教育局10月底前、文旅局11月底前完成排查，建立台账.
func (s *claiming) push() {
	if len(s.cur.clauses) == 0 {
		return
	}
	for _, one := range s.alike {
		one.answeredBy(s.cur)
	}
	s.alike = nil
	for _, one := range s.cur.beside {
		one.clauses = append(one.clauses, s.cur.clauses[s.cur.own:]...)
		one.supports, one.vague = s.cur.supports, s.cur.vague
	}
	s.out = append(s.out, s.cur)
}

// each begins a claim on each of several bureaus with a limit of its own. If they only end the work, the work is the text before them:
// 开展排查，教育局10月底前、文旅局11月底前完成.
func (s *claiming) each(own []*clause) {
	var before []*clause
	if s.cur.actor == noActor && !slices.ContainsFunc(own, func(c *clause) bool { return !c.bareEnd() }) {
		before, s.cur.clauses = s.cur.clauses, nil
	}
	s.push()
	context, field := s.context, s.field
	var beside []*claim
	for _, c := range own {
		s.cur = &claim{whole: s.cur.whole, event: s.event, obliged: true, context: context, field: field}
		s.cur.take(c)
		s.cur.clauses = append(slices.Clone(before), c)
		beside = append(beside, s.cur)
	}
	last := len(beside) - 1
	s.out = append(s.out, beside[:last]...)
	s.cur.beside, s.cur.own = beside[:last], len(s.cur.clauses)
	s.context, s.given, s.own, s.chief = piece{}, piece{}, true, false
}

// passes reports whether a clause has no work but says how to read the next ones.
func (s *claiming) passes(i int, c *clause) bool {
	if onlyLeadIns(c.text) || ordersNext.MatchString(c.text) {
		return true
	}
	if i+1 < len(s.clauses) && len(s.cur.clauses)+len(s.out) == 0 && agrees.MatchString(c.text) {
		// 会议同意某方案，由某局修改后印发; 会议同意拨付资金680万元，由某局拨付: what the work is about.
		if m := agreed.FindStringSubmatchIndex(c.text); m != nil && s.structured {
			s.field = c.sub(m[2], m[3])
			return true
		}
		if m := agreedWork.FindStringSubmatchIndex(c.text); m != nil {
			s.field = c.sub(m[2], m[3])
			return true
		}
	}
	if len(c.moments) == 1 && limitAlone(c) && len(s.cur.clauses)+len(s.out) == 0 {
		if c.moments[0].last != 0 && c.moments[0].last < s.r.rules.Base {
			s.told = true
		} else {
			s.opening = c.moments
		}
		return true
	}
	if periodOnly.MatchString(c.text) && len(s.cur.clauses)+len(s.out) == 0 {
		s.opening = c.moments
		return true
	}
	if timeOnly.MatchString(c.text) && len(c.moments) == 0 {
		s.told = true
		return true
	}
	if obliging.MatchString(c.text) {
		s.told = false
	}
	if c.actor == bureauActor && len(c.leads) > 1 && jointly.MatchString(c.body.text) {
		s.together = c.leads
		return true
	}
	if s.told || i+1 < len(s.clauses) && strings.HasPrefix(s.clauses[i+1].text, "是") && c.actor == noActor {
		return true
	}
	s.talk = s.talk || c.talk
	return false
}

// limitAlone reports whether a clause is only a limit.
func limitAlone(c *clause) bool {
	return strings.Trim(strings.Replace(c.text, c.moments[0].wording, "", 1), "到在于截至止力争取确保") == ""
}

// lists splits 建立两套体系，一套是A，另一套是B into works of their own.
func (s *claiming) lists(c *clause) bool {
	at := listedAim(c.text, s.intro)
	if at == nil {
		return false
	}
	s.push()
	s.cur = s.cur.follow()
	one := *c
	one.body = c.sub(at[0], at[1])
	one.verb, one.deliver, one.lent, s.cur.intro = s.intro, true, s.intro, s.intro
	s.cur.clauses = append(s.cur.clauses, &one)
	return true
}

// turns handles whom a clause names: another actor begins another claim. It reports whether the clause says nothing else.
func (s *claiming) turns(c *clause) bool {
	if len(c.moments) > 0 && c.actor != bureauActor && occasion.MatchString(c.text) {
		s.event = c.moments
	}
	switch cur := s.cur; {
	case c.actor == bureauActor && c.bare && cur.actor == leaderActor && !cur.carried:
		// 由李梅同志牵头，住建局具体负责: the person answers for it, the bureau does it.
		cur.actor, cur.leads, cur.more = bureauActor, c.leads, c.more
		cur.clauses = slices.DeleteFunc(cur.clauses, (*clause).oversees)
		return true
	case c.actor == bureauActor && c.bare && s.chief && !s.structured:
		// 由A牵头，B、C等单位负责: B and C support.
		cur.supports = append(cur.supports, c.leads...)
		cur.more = cur.more || c.more
		return true
	case s.dispatches(c):
		cur.pace = append(cur.pace, c.rhythms...)
		return true
	case c.actor == headActor && meeting.MatchString(c.text):
		// The county hears or decides, which is a limit for the current work, not a task.
		cur.extra = append(cur.extra, c.moments...)
		if len(cur.clauses) == 0 && len(s.out) == 0 && len(c.moments) > 0 && s.own {
			cur.clauses = append(cur.clauses, c)
		}
		return true
	case c.actor == bureauActor && (cur.actor == noActor || cur.carried && !s.own) && len(cur.clauses) > 0 && (c.body.text == "" || idle.MatchString(c.body.text)):
		// The work stands before who does it: 收集信息、洽谈项目，由X负责. So do the works that it was split from.
		if cur.actor == noActor {
			s.alike = slices.DeleteFunc(slices.Clone(s.out), func(one *claim) bool { return one.actor != noActor })
		}
		cur.take(c)
		s.own, s.chief = true, c.chief
		return true
	case c.given && c.actor == bureauActor && (cur.actor == bureauActor || cur.actor == noActor && cur.solid()) && len(cur.clauses) > 0 &&
		len(c.amounts) == 0 && costs.MatchString(c.topic.text):
		// 经费由财政局解决: who pays for the work supports it.
		cur.supports = append(cur.supports, c.leads...)
		return true
	case c.given && c.actor == bureauActor && cur.actor == noActor && cur.nominal():
		// 南门口等6处易涝点改造，请住建局倒排工期.
		cur.take(c)
		s.own, s.chief = true, c.chief
	case c.actor == leaderActor && supervises.MatchString(c.body.text) && (cur.actor == noActor || cur.carried && !s.own) && len(cur.clauses) > 0 && len(cur.moments())+len(cur.amounts()) == 0:
		// 要落实河长制，各县级领导要加强督导: one matter.
		cur.supports = nil
		cur.take(c)
		s.own = true
	case c.actor == bureauActor && len(c.rhythms) > 0 && len(c.moments)+len(c.amounts) == 0 && len(cur.clauses) > 0 && cur.actor == bureauActor && sameNames(c.leads, cur.leads) && !c.deliver && !cur.rhythmic():
		// A、B配合核验信息，C每周会商一次, if C was asked before: how often it is done.
		cur.carried, s.own = false, true
	case c.actor != noActor && c.actor != outsideActor:
		s.begin(c)
	case c.actor == outsideActor:
		return true
	case cur.actor == bureauActor && groupsOnly(cur.leads) && planned.MatchString(c.text):
		// The county plans, not the towns named before it.
		s.push()
		s.cur = &claim{whole: cur.whole}
	default:
		cur.supports = append(cur.supports, c.supports...)
		cur.vague = append(cur.vague, c.vague...)
	}
	return false
}

// dispatches reports whether a clause says how often the county follows up the work before it: 改造泵站3座，市政府每周调度一次. If a bureau
// is named for it, or the work before is not counted (牵头抓总，每月调度进展), following up is work of its own.
func (s *claiming) dispatches(c *clause) bool {
	if len(c.rhythms) == 0 || !s.cur.solid() || s.cur.rhythmic() || !dispatching.MatchString(c.body.text) {
		return false
	}
	return c.actor == headActor || c.actor == noActor && len(s.cur.amounts()) > 0
}

var dispatching = pattern.New(`^(?:实行|坚持|做到|落实)?(?:(?:每[周月旬天日]|每半个?月|每两周|周|月|一周一|一月一|按周|按月|定期)(?:集中|专题)?(?:调度|通报|会商|研判)(?:[一1两]次)?(?:工作|项目)?(?:进展|进度)?(?:情况)?(?:制度|机制)?[、和]?)+$`)

// begin begins a claim on the actor of a clause.
func (s *claiming) begin(c *clause) {
	s.push()
	had, by := s.cur.extra, name{}
	if c.actor == bureauActor && c.leader.text == "" && s.cur.actor == leaderActor && !s.cur.carried && len(s.cur.clauses) == 0 {
		// 副县长王强同志牵头，财政局、审计局…: the person answers for what the bureaus do.
		by = s.cur.leader
	}
	s.cur = &claim{whole: s.cur.whole, event: s.event, obliged: obliging.MatchString(c.text)}
	s.cur.take(c)
	if by.text != "" {
		s.cur.leader = by
	}
	if !s.own {
		s.cur.extra = had
	}
	s.own, s.chief = true, c.chief
	if c.topic.text != "" && (c.body.text == "" || c.oversees()) {
		s.context = c.topic
	}
	if c.body.text == "" && c.topic.text == "" && s.context.text != "" && !contextual.MatchString(s.context.text) {
		// The same holds for work without a verb: 项目落地和后续服务，以所在镇区为主体.
		s.cur.clauses = append(s.cur.clauses, s.r.clause(s.context))
		s.context = piece{}
	}
}

// splits reports whether a clause begins a claim of its own.
func (s *claiming) splits(c *clause) bool {
	own, _ := decide(s.r, splitting, s.cur.boundaryTo(c, s.stressed))
	return own
}

// adds adds a clause with work to the current claim, or keeps one without work as the context of the next.
func (s *claiming) adds(c *clause) {
	if c.body.text == "" {
		return
	}
	if c.topic.text != "" && c.oversees() {
		// 小区改造由李梅同志负总责: the work is the text before.
		s.given = c.topic
		return
	}
	s.stressed = s.stressed || stressing.MatchString(c.text)
	s.planned = s.planned || planned.MatchString(c.text)
	if c.actor == bureauActor {
		s.given = c.body
	}
	fresh := false
	if c.verb == "" && (s.cur.actor == bureauActor || s.structured) && len(c.amounts) > 0 && !c.past {
		if v := c.newVerb(); v != "" {
			one := *c
			c = &one
			c.verb, c.deliver, fresh = v, true, true
		}
		// 由X负责，…2部: what the actor just named answers for, whatever its verb.
		fresh = fresh || s.own && len(s.cur.clauses) == 0 && !s.cur.carried && c.actor == noActor && noVerbs.opens(c.body.text) == ""
	}
	if !c.asks() && !fresh && !(s.structured && !c.past) || contextual.MatchString(c.body.text) && !c.works() && !fresh {
		if m := agreed.FindStringSubmatchIndex(c.text); m != nil {
			s.field = c.sub(m[2], m[3])
		}
		if !c.past && !c.frame && c.actor == noActor {
			s.context = c.body
			s.given = piece{}
			if fieldOfWork.MatchString(c.text) && len(s.cur.clauses)+len(s.out) == 0 {
				s.field = c.body
			}
		}
		return
	}
	if introduces.MatchString(c.body.text) && len(c.moments) == 0 && len(c.amounts) <= 1 && c.actor == noActor && !s.own {
		s.intro = c.verb
		return
	}
	if (s.cur.actor == noActor || s.cur.carried && !s.own) && c.firstVerb() == "" && !c.paced() &&
		!c.obliges && !c.works() && !c.plansInvestment() && !s.structured && !fresh {
		s.context = c.body
		return
	}
	if s.talk && s.cur.actor != bureauActor {
		return
	}
	s.given = piece{}
	if s.main != nil && carriesOut(c) {
		// 方案9月中旬论证完毕，10月份组织实施: what is carried out is the work, not its plan.
		s.main.clauses = append(s.main.clauses, c)
		return
	}
	if s.cur.solid() && plansApart(c) {
		s.main = s.cur
		s.push()
		s.cur = s.cur.follow()
		s.cur.of = s.main.object()
	} else if len(s.cur.clauses) > 0 && s.splits(c) {
		s.push()
		shared, had := s.cur.shared(c), s.cur
		s.cur = s.cur.follow()
		s.cur.extra, s.cur.stressed = shared, s.stressed
		if comparing.MatchString(c.text) {
			s.cur.of = had.measured()
		}
		if building.MatchString(c.body.text) {
			had.kinship()
			s.cur.kin = had.kin
		}
	}
	if len(s.cur.clauses) == 0 {
		s.cur.context, s.cur.field = s.context, s.field
	}
	if s.cur.kin != nil && len(*s.cur.kin) < mostKin {
		*s.cur.kin = append(*s.cur.kin, c)
	}
	s.cur.planned = s.cur.planned || s.planned
	s.context, s.stressed, s.planned = piece{}, false, false
	s.cur.clauses = append(s.cur.clauses, c)
}

var (
	// idle matches words that only say that work is done.
	idle    = pattern.New(`^(?:组织|具体)?(?:实施|落实|负责|办理|组织|推进)$`)
	jointly = pattern.New(`^(?:要|应)?(?:联动|密切|协同|相互|互相|通力|紧密)(?:配合|协作|联动|合作)$`)
	// stressing begins the most important part of the work before.
	stressing = pattern.New(`^(?:尤其|特别)`)
	// costs matches the cost of the work as a topic.
	costs = pattern.New(`^(?:所需|相关)?(?:资金|经费|费用|钱)$`)
	// onceThen begins an event that may happen; limits behind it count from then.
	onceThen = pattern.New(`^(?:一旦|如遇|遇到?|若|如果?|接报|接警|发生)`)
	// supervises matches what leaders do with the work of others.
	supervises = pattern.New(`督导|督促|指导|调度|协调|包保|巡查|检查`)
	// occasion matches an event with a day of its own, which is the limit for its preparation.
	occasion = pattern.New(`召开|举办|举行|开幕|月份?是`)
	// timeOnly matches a clause that only names a past time, of which the next clauses tell.
	timeOnly = pattern.New(`^(?:\d{1,2}月(?:\d{1,2}[日号]|初|底|末|上旬|中旬|下旬|份)?|去年.{0,6}|前期|近期|上半年|日前|今年以来|去年以来|上午|刚才)$`)
	// periodOnly is a clause that only says in which days, as the bracket gives them: 清明节期间（4月3日至6日）.
	periodOnly = pattern.New(`^(?:在)?\p{Han}{2,8}期间(?:[（(][^（）()]*[）)])?$`)
	// agreed is a paper of somebody's that a meeting agreed to, about which it then says what is to be done.
	agreed = pattern.New(`(?:同意|通过|审议了)(?:了)?(?:[^，的]{2,10}(?:提出|提交|起草|拟定|上报|报送)的)?(?:《)?([^，《》的]{4,24}(?:方案|办法|意见|规划|计划|细则|请示|建议))(?:》)?$`)
	// agrees begins what a meeting agreed to; ordersNext matches a clause that only introduces what is ordered.
	agrees     = pattern.New(`^会议(?:研究|讨论|审议)?(?:原则|一致)?(?:上)?(?:同意|通过|审议通过)`)
	ordersNext = pattern.New(`^(?:会议|会上)(?:还|同时)?(?:要求|明确|决定|议定)$`)
	agreedWork = pattern.New(`^会议(?:原则|一致)?同意((?:拨付|安排|追加|列支|解决|下达)[^，]*)$`)
	aimMark    = pattern.New(`^(?:第[一二三四五六]|另外?一|其[一二三四]|一)(?:个|套|项|是|类|种)?是`)
)

// listedAim finds what a clause names behind 第一套是, if a verb before it said what is done with all of them.
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

// works reports whether a clause has work although it begins like context: 对重点隐患开展排查. A verb before the last
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

// plansApart reports whether a clause is about the plan for the work, with a limit of its own.
func plansApart(c *clause) bool {
	if len(c.moments) == 0 || c.moments[0].at.from < c.body.from {
		return false
	}
	return planOf.MatchString(c.para.text[c.body.from:c.moments[0].at.from])
}

// carriesOut reports whether a clause says when work is carried out, without saying which.
func carriesOut(c *clause) bool {
	return len(c.moments) == 1 && carrying.MatchString(strings.Replace(c.body.text, c.moments[0].wording, "", 1))
}

var (
	planOf   = pattern.New(`^(?:相关|具体|有关|配套|实施|总体|初步)(?:实施|工作)?(?:方案|意见|办法|细则|规划|计划)(?:在|于)?$`)
	carrying = pattern.New(`^(?:起|开始)?(?:正式|全面|启动|组织)*实施$`)
)
