package draft

import (
	"slices"

	"duban/workbook/pattern"
)

// act is what a clause changes by whom it names. done says that the clause has no work besides.
type act struct {
	do   func(*claiming)
	done bool
}

// naming decides what the names in a clause mean for the claims of its sentence. A clause that no rule is about adds its supports to the
// current claim.
var naming = []rule[*claiming, act]{
	{"bureau behind a leader", "由李梅同志牵头，住建局具体负责，10月底前完成小区改造", (*claiming).bureauOfLeader, act{(*claiming).takesFromLeader, true}},
	{"supports behind the chief", "由教育局牵头，民政局、妇联等单位负责，10月底前制定托育服务方案", (*claiming).helpsChief, act{(*claiming).helpAll, true}},
	{"county follows up", "水利局改造泵站3座，市政府每周调度一次", (*claiming).dispatches, act{(*claiming).paces, true}},
	{"county hears", "水利局要抓紧提出供水方案，县政府9月底前召开专题会议研究", (*claiming).hears, act{(*claiming).limitsByMeeting, true}},
	{"actor behind the work", "收集信息、洽谈项目，由商务局负责", (*claiming).namedBehind, act{(*claiming).takesAllBefore, true}},
	{"who sees to the work before", "宏达鞭炮厂立即停产整顿，由应急局督促于10月20日前整改到位", (*claiming).seenTo, act{(*claiming).takesContext, false}},
	{"who pays", "住建局要加固校舍12栋，经费由财政局解决", (*claiming).pays, act{(*claiming).help, true}},
	{"actor behind the object", "南门口等6处易涝点改造，请住建局倒排工期", (*claiming).givenBehind, act{(*claiming).takes, false}},
	{"leaders supervise", "要落实河长制，各县级领导要加强督导", (*claiming).supervised, act{(*claiming).takesAlone, false}},
	{"same actor, how often", "教育局要公布招生细则；住建局、公安局配合做好信息核验，教育局每周会商一次", (*claiming).sameActorAgain, act{(*claiming).stays, false}},
	{"another actor", "应急局要开展隐患排查，消防大队要组织培训", (*claiming).another, act{(*claiming).begins, false}},
	{"outsider", "住建局要完善台账，省督查组将来我县检查", (*claiming).outsider, act{(*claiming).pass, true}},
	{"the county plans", "各乡镇要做好秋收，计划建设烘干中心3处", (*claiming).countyPlans, act{(*claiming).leavesGroups, false}},
}

// names handles whom the next clause names. It reports whether the clause says nothing else.
func (s *claiming) names() bool {
	if len(s.next.moments) > 0 && s.next.actor != bureauActor && occasion.MatchString(s.next.text) {
		s.event = s.next.moments
	}
	a, ok := decide(s.r.decided, naming, s)
	if !ok {
		s.cur.supports = append(s.cur.supports, s.next.supports...)
		s.cur.vague = append(s.cur.vague, s.next.vague...)
		return false
	}
	a.do(s)
	return a.done
}

// bureauOfLeader reports whether a bureau does what a leader answers for: 由李梅同志牵头，住建局具体负责.
func (s *claiming) bureauOfLeader() bool {
	return s.next.actor == bureauActor && s.next.bare && s.cur.actor == leaderActor && !s.cur.carried
}

func (s *claiming) takesFromLeader() {
	s.cur.actor, s.cur.leads, s.cur.more = bureauActor, s.next.leads, s.next.more
	s.cur.clauses = slices.DeleteFunc(s.cur.clauses, (*clause).oversees)
}

// helpsChief reports whether those who are responsible stand behind the one who leads: 由A牵头，B、C等单位负责.
func (s *claiming) helpsChief() bool {
	return s.next.actor == bureauActor && s.next.bare && s.chief && !s.structured
}

func (s *claiming) helpAll() {
	s.help()
	s.cur.more = s.cur.more || s.next.more
}

// help makes the leads of the clause supports.
func (s *claiming) help() {
	s.cur.supports = append(s.cur.supports, s.next.leads...)
}

// dispatches reports whether a clause says how often the county follows up the work before it. If a bureau is named for it, or the work
// before is not counted (牵头抓总，每月调度进展), following up is work of its own.
func (s *claiming) dispatches() bool {
	c := s.next
	if len(c.rhythms) == 0 || !s.cur.solid() || s.cur.rhythmic() || !dispatching.MatchString(c.body.text) {
		return false
	}
	return c.actor == headActor || c.actor == noActor && len(s.cur.amounts()) > 0
}

var dispatching = pattern.New(`^(?:实行|坚持|做到|落实)?(?:(?:每[周月旬天日]|每半个?月|每两周|周|月|一周一|一月一|按周|按月|定期)(?:集中|专题)?(?:调度|通报|会商|研判)(?:[一1两]次)?(?:工作|项目)?(?:进展|进度)?(?:情况)?(?:制度|机制)?[、和]?)+$`)

func (s *claiming) paces() { s.cur.pace = append(s.cur.pace, s.next.rhythms...) }

// hears reports whether the county hears or decides.
func (s *claiming) hears() bool { return s.next.actor == headActor && meeting.MatchString(s.next.text) }

// limitsByMeeting takes the day on which the county hears or decides as a limit for the current work.
func (s *claiming) limitsByMeeting() {
	s.cur.extra = append(s.cur.extra, s.next.moments...)
	if !s.begun() && len(s.next.moments) > 0 && s.own {
		s.cur.clauses = append(s.cur.clauses, s.next)
	}
}

// namedBehind reports whether a clause only says who does the work before it: 收集信息、洽谈项目，由X负责.
func (s *claiming) namedBehind() bool {
	return s.next.actor == bureauActor && s.unnamed() && len(s.cur.clauses) > 0 && (s.next.body.text == "" || idle.MatchString(s.next.body.text))
}

// idle matches words that only say that work is done.
var idle = pattern.New(`^(?:组织|具体)?(?:实施|落实|负责|办理|组织|推进)$`)

// takesAllBefore gives the current claim the actor named behind it, who also does the works that it was split from.
func (s *claiming) takesAllBefore() {
	if s.cur.actor == noActor {
		s.alike = slices.DeleteFunc(slices.Clone(s.out), func(one *claim) bool { return one.actor != noActor })
	}
	s.takes()
}

// seenTo reports whether a clause says who sees to it that others do the work before it.
func (s *claiming) seenTo() bool {
	c := s.next
	return c.actor == bureauActor && c.given && s.unnamed() && (len(s.cur.clauses) > 0 || s.context.text != "" && !contextual.MatchString(s.context.text)) && seeingTo.MatchString(c.body.text)
}

// takesContext is takesAllBefore for work that was read as a mere circumstance, as its verb is unknown.
func (s *claiming) takesContext() {
	if len(s.cur.clauses) == 0 {
		s.field, s.context = s.context, piece{}
	}
	s.takesAllBefore()
}

var seeingTo = pattern.New(`^(?:负责)?(?:督促|监督|督办|指导)[^，企单学各有]`)

// takes gives the current claim the actor of the clause.
func (s *claiming) takes() {
	s.cur.take(s.next)
	s.own, s.chief = true, s.next.chief
}

// pays reports whether a clause says who pays for the work before it: 经费由财政局解决.
func (s *claiming) pays() bool {
	c, cur := s.next, s.cur
	return c.given && c.actor == bureauActor && (cur.actor == bureauActor || cur.actor == noActor && cur.solid()) && len(cur.clauses) > 0 &&
		len(c.amounts) == 0 && costs.MatchString(c.topic.text)
}

// costs matches the cost of the work as a topic.
var costs = pattern.New(`^(?:所需|相关)?(?:资金|经费|费用|钱)$`)

// givenBehind reports whether the object of the work stands before its actor: 南门口等6处易涝点改造，请住建局倒排工期.
func (s *claiming) givenBehind() bool {
	return s.next.given && s.next.actor == bureauActor && s.cur.actor == noActor && s.cur.nominal()
}

// supervised reports whether leaders supervise the work before, which is one matter with it: 要落实河长制，各县级领导要加强督导.
func (s *claiming) supervised() bool {
	return s.next.actor == leaderActor && supervises.MatchString(s.next.body.text) && s.unnamed() && len(s.cur.clauses) > 0 &&
		len(s.cur.moments())+len(s.cur.amounts()) == 0
}

// supervises matches what leaders do with the work of others.
var supervises = pattern.New(`督导|督促|指导|调度|协调|包保|巡查|检查`)

func (s *claiming) takesAlone() {
	s.cur.supports = nil
	s.cur.take(s.next)
	s.own = true
}

// sameActorAgain reports whether a clause says how often the current actor does something: A、B配合核验信息，C每周会商一次, if C was asked before.
func (s *claiming) sameActorAgain() bool {
	c, cur := s.next, s.cur
	return c.actor == bureauActor && len(c.rhythms) > 0 && len(c.moments)+len(c.amounts) == 0 && len(cur.clauses) > 0 &&
		cur.actor == bureauActor && sameNames(c.leads, cur.leads) && !c.deliver && !cur.rhythmic()
}

func (s *claiming) stays() { s.cur.carried, s.own = false, true }

func (s *claiming) another() bool { return s.next.actor != noActor && s.next.actor != outsideActor }

// begins begins a claim on the actor of a clause.
func (s *claiming) begins() {
	c := s.next
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
		s.cur.clauses, s.cur.field = append(s.cur.clauses, s.r.clause(s.context)), s.field
		s.context = piece{}
	}
}

func (s *claiming) outsider() bool { return s.next.actor == outsideActor }

// countyPlans reports whether the county plans something, not the towns named before it.
func (s *claiming) countyPlans() bool {
	return s.cur.actor == bureauActor && groupsOnly(s.cur.leads) && planned.MatchString(s.next.text)
}

func (s *claiming) leavesGroups() {
	s.push()
	s.cur = &claim{whole: s.cur.whole}
}
