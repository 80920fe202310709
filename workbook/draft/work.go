package draft

import (
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// works adds the next clause to the current claim, or begins a claim with it. A clause without work is kept as what the next one is about.
func (s *claiming) works() {
	if s.next.body.text == "" {
		return
	}
	if s.next.topic.text != "" && s.next.oversees() {
		// 小区改造由李梅同志负总责: the work is the text before.
		s.given = s.next.topic
		return
	}
	s.stressed = s.stressed || stressing.MatchString(s.next.text)
	s.planned = s.planned || planned.MatchString(s.next.text)
	if s.next.actor == bureauActor && !s.next.tellsDone() {
		s.given = s.next.body
	}
	asked := s.countsAnyway()
	switch c := s.next; {
	case !asked && s.asksNothing():
		s.keeps()
	case introduces.MatchString(c.body.text) && len(c.moments) == 0 && len(c.amounts) <= 1 && c.actor == noActor && !s.own:
		s.intro = c.verb
	case !asked && s.circumstance():
		s.context = c.body
	case s.talk && s.cur.actor != bureauActor:
	default:
		s.given = piece{}
		s.add(c)
	}
}

// tellsDone reports whether a clause says in so many words that its work was done: 教育局改造了校舍. Other words of the past may also name
// what the work is about: 督查室对进度滞后的乡镇予以通报.
func (c *clause) tellsDone() bool {
	return c.past && done.MatchString(c.body.text) && !obliging.MatchString(c.text)
}

var done = pattern.New(`[^为除]了(?:[^解断结然]|$)|^已经?`)

// stressing begins the most important part of the work before.
var stressing = pattern.New(`^(?:尤其|特别)`)

// countsAnyway reports whether a clause without a known verb asks for a number of things. A verb that no table has becomes its verb.
func (s *claiming) countsAnyway() bool {
	c := s.next
	if c.verb != "" || s.cur.actor != bureauActor && !s.structured || len(c.amounts) == 0 || c.past {
		return false
	}
	// 由X负责，…2部: what the actor just named answers for, whatever its verb.
	answered := s.own && len(s.cur.clauses) == 0 && !s.cur.carried && c.actor == noActor && noVerbs.opens(c.body.text) == ""
	v := c.newVerb()
	if v != "" {
		one := *c
		one.verb, one.deliver = v, true
		s.next = &one
	}
	return v != "" || answered
}

// asksNothing reports whether a clause has no work. Where a note says who and when, every clause is work that is not of the past.
func (s *claiming) asksNothing() bool {
	c := s.next
	if c.verb == "" && !bounded.MatchString(c.text) && c.countsThings() && s.cur.solid() && s.cur.boundaryTo(c, false).anotherCount() {
		return false // 新增民宿12家，农家乐30户: the verb is said once
	}
	if s.structured && c.changesToo(s.cur) {
		return false
	}
	return !s.r.asks(c) && (!s.structured || c.past) || contextual.MatchString(c.body.text) && !c.works()
}

// countsThings reports whether all figures of a clause count things, and none is money or a share.
func (c *clause) countsThings() bool {
	return !slices.ContainsFunc(c.amounts, func(a amount) bool { return a.unit == "%" || strings.HasSuffix(a.unit, "元") })
}

// keeps keeps a clause without work as the context, or the subject, of those behind it.
func (s *claiming) keeps() {
	c := s.next
	if about := c.group(agreed); about.text != "" {
		s.field = about
	}
	if c.past || c.frame || c.actor != noActor && !(c.actor == bureauActor && towards.MatchString(c.body.text)) {
		return
	}
	s.context = c.body
	if c.actor == noActor {
		s.given = piece{}
	}
	if fieldOfWork.MatchString(c.text) && !s.begun() {
		s.field = c.body
	}
}

// towards begins the object of a bureau's work, which the next clause has: 供电公司对园区线路，5月底前改造完成.
var towards = pattern.New(`^对[^照标于比]`)

// circumstance reports whether a clause only says under which circumstances the next one's work is done, as nobody is named for it and it
// does not begin with a verb.
func (s *claiming) circumstance() bool {
	c := s.next
	return s.unnamed() && c.firstVerb() == "" && !c.paced() && !c.obliges && !c.works() && !c.plansInvestment() && !s.structured
}

// add adds a clause to the current claim, or begins a claim with it if it is work of its own.
func (s *claiming) add(c *clause) {
	if s.main != nil && carriesOut(c) {
		// 方案9月中旬论证完毕，10月份组织实施: what is carried out is the work, not its plan.
		s.main.clauses = append(s.main.clauses, c)
		return
	}
	switch {
	case s.cur.solid() && plansApart(c):
		s.main = s.cur
		s.push()
		s.cur = s.cur.follow()
		s.cur.of = s.main.object(s.r)
	case len(s.cur.clauses) > 0 && s.splits(c):
		s.split(c)
	}
	cur := s.cur
	if len(cur.clauses) == 0 {
		cur.context, cur.field = s.context, s.field
	}
	if cur.kin != nil && len(*cur.kin) < mostKin {
		*cur.kin = append(*cur.kin, c)
	}
	cur.planned = cur.planned || s.planned
	s.context, s.stressed, s.planned = piece{}, false, false
	cur.clauses = append(cur.clauses, c)
}

// splits reports whether a clause begins a claim of its own.
func (s *claiming) splits(c *clause) bool {
	own, _ := decide(s.r.decided, splitting, s.cur.boundaryTo(c, s.stressed))
	return own
}

// split begins a claim of its own on the same actor with a clause.
func (s *claiming) split(c *clause) {
	s.push()
	before := s.cur
	s.cur = before.follow()
	s.cur.extra, s.cur.stressed = before.shared(c), s.stressed
	if comparing.MatchString(c.text) {
		s.cur.of = before.measured()
	}
	if building.MatchString(c.body.text) {
		before.kinship()
		s.cur.kin = before.kin
	}
}

// lists splits 建立两套体系，一套是A，另一套是B into works of their own.
func (s *claiming) lists() bool {
	c := s.next
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

var aimMark = pattern.New(`^(?:第[一二三四五六]|另外?一|其[一二三四]|一)(?:个|套|项|是|类|种)?是`)

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
