package draft

import (
	"slices"

	"duban/workbook/pattern"
)

// judged is a claim about which is asked whether it is work at all.
type judged struct {
	*claim
	section *section
	// othersNamed says that the section names somebody for other work.
	othersNamed bool
}

// Weights that no claim needs, or reaches.
const (
	anyWeight = 0
	noWeight  = 1000
	// leastWeight is the least weight of a claim that no rule of weighing is about.
	leastWeight = 2
)

// weighing gives the least weight that a claim needs to be work, by who is asked and what its section is about.
var weighing = []rule[judged, int]{
	{"verb of a list", "要建立两套体系，一套是质量追溯体系，另一套是品牌营销体系", judged.ofList, anyWeight},
	{"groups asked for attitude", "一、组织保障\n各镇街要制定实施方案，10月底前报县政府办。", judged.groupsInFrame, 4},
	{"bureau asked for attitude", "一、组织保障\n督查室要定期通报进展。", judged.namedInFrame, 1},
	{"bureau", "农技站推广良种", judged.ofBureau, anyWeight},
	{"bureau named before", "教育局牵头，7所学校改造年底前完成；全民健身中心10月底前完成选址", judged.carriedOn, 1},
	{"section asking for attitude", "一、组织保障\n要制定实施方案，10月底前明确1名联络员，建立工作台账。", judged.inFrameSection, 5},
	{"nobody, before the sections", "修建驿站3处。\n一、公厕\n教育局新建公厕2座。", judged.nobodyInFrame, noWeight},
	{"somebody, before the sections", "各有关单位必须制定实施方案，10月底前完成自查。\n一、公厕\n教育局新建公厕2座。", judged.inFrame, 4},
	{"goal without a figure", "一、工作目标\n2024年底前建成服务平台。", judged.wordyGoal, noWeight},
	{"goal", "一、工作目标\n2024年底前建成服务站12处。", judged.inGoals, 2},
	{"everyone", "各单位要于11月底前完成自查", judged.ofEveryone, 3},
	{"leader", "各包片县级领导要加强督导", judged.ofLeader, anyWeight},
	{"assured by some kind", "严防断供。电力、通信企业要确保主干线路不中断", judged.assured, 1},
	{"some kind", "各有关单位要提前筹备展会，12月初举办", judged.ofSomeKind, 2},
	{"only hoped", "住建局要改造老街。努力打造特色产业。", judged.hopes, noWeight},
	{"nobody, among others named", "住建局牵头改造泵站3座。组建应急队伍12支。", judged.amongNamed, 3},
}

// plausible decides whether a claim is work at all.
func (r *reader) plausible(cl *claim, s *section, named bool) bool {
	least, ok := decide(r.decided, weighing, judged{cl, s, named})
	if !ok {
		least = leastWeight
	}
	return r.weight(cl) >= least
}

// weight gives the points of all signs that a claim is work.
func (r *reader) weight(cl *claim) int {
	points := weigh(r.decided, claimSigns, cl)
	for _, c := range cl.weighed() {
		points += weigh(r.decided, clauseSigns, ofClaim{c, cl})
		if c.produces() {
			break
		}
	}
	return points
}

// claimSigns are the signs of a whole claim that it is work.
var claimSigns = []sign[*claim]{
	{"limit", "年底前完成展馆布展", (*claim).limited, 2},
	{"figure or contacts", "培训医生320人", (*claim).numbered, 2},
	{"begins with a verb", "抓好清渠工作，10月底前完成", (*claim).begins, 1},
	{"creates something", "建立工作台账，明确专人负责", (*claim).founds, 1},
	{"obliging", "要建立工作台账", (*claim).obliges, 1},
	{"firm", "必须清理楼道杂物", (*claim).firm, 1},
	{"plan", "计划依托供销社增设农资服务站，专门负责统一配送。", (*claim).ofPlan, 1},
	{"stress", "要抓好景区公厕日常保洁，尤其要针对国庆长假开展专项检查", (*claim).ofStress, 1},
}

// ofClaim is one of a claim's clauses.
type ofClaim struct {
	*clause
	claim *claim
}

// clauseSigns are the signs of single clauses, up to the first that produces something.
var clauseSigns = []sign[ofClaim]{
	{"recurs", "应急局要抓好安全生产，定期走访企业", ofClaim.recurs, 1},
	{"supervised often", "对重点项目每周调度一次", ofClaim.supervisedOften, 1},
	{"produces something", "制定清淤方案，10月底前印发", ofClaim.produces, 1},
}

func (cl *claim) limited() bool { return len(cl.moments()) > 0 }

func (cl *claim) numbered() bool {
	return len(cl.amounts()) > 0 || slices.ContainsFunc(cl.clauses, func(c *clause) bool { return contacts.MatchString(c.text) })
}

// contacts matches requests to name people, which is work although they are not counted: 明确1名联络员.
var contacts = pattern.New(`[\d一二两三]名[^，。；]{0,8}(?:联络员|联系人|信息员|负责同志|负责人|领导)`)

// begins reports whether a clause begins with a verb of work, not with what it leads to.
func (cl *claim) begins() bool { return slices.ContainsFunc(cl.weighed(), (*clause).begins) }

func (cl *claim) founds() bool {
	return slices.ContainsFunc(cl.weighed(), func(c *clause) bool { return c.begins() && founding.has(c.firstVerb()) })
}

func (c *clause) begins() bool {
	v := c.firstVerb()
	return v != "" && (!results.has(v) || papers.MatchString(c.body.text))
}

// founding lists verbs that create something.
var founding = newLexicon(`组建 设立 成立 出台 制定 制订 建立 印发 编制 修订 新建 增设`)

// results lists verbs that say what work leads to, not what is done.
var results = newLexicon(`形成 实现 达到 提升 提高 扩大 改善 保持 确保 落地 达标 化解 调整 到位 控制在 控制 增长 下降 扩充`)

func (cl *claim) obliges() bool {
	return cl.obliged || slices.ContainsFunc(cl.weighed(), func(c *clause) bool { return obliging.MatchString(c.text) })
}

func (cl *claim) firm() bool {
	return slices.ContainsFunc(cl.weighed(), func(c *clause) bool { return firmly.MatchString(c.text) })
}

// firmly matches stronger requests than a mere 要.
var firmly = pattern.New(`一定要|必须|务必`)

func (cl *claim) ofPlan() bool { return cl.planned }

func (cl *claim) ofStress() bool { return cl.stressed }

func (c ofClaim) recurs() bool { return len(c.rhythms) > 0 || recurClear.MatchString(c.text) }

// supervisedOften: 每周调度一次 is work, unless the county itself does it.
func (c ofClaim) supervisedOften() bool {
	return len(c.rhythms) > 0 && recurVerbs.within(c.body.text) != "" && c.claim.actor != headActor
}

func (c *clause) produces() bool { return c.deliver && !results.has(c.verb) }

func (j judged) ofList() bool {
	return slices.ContainsFunc(j.weighed(), func(c *clause) bool { return c.lent != "" })
}

// ofBureau reports whether a bureau is named for the claim itself: it has a task, unless everyone is asked for attitude.
func (j judged) ofBureau() bool { return j.actor == bureauActor && !j.carried }

func (j judged) namedInFrame() bool { return j.ofBureau() && j.inFrame() }

func (j judged) groupsInFrame() bool { return j.namedInFrame() && groupsOnly(j.leads) }

func (j judged) carriedOn() bool { return j.actor == bureauActor && j.carried }

// inFrame reports whether the section asks for attitude, or is what comes before the document's first section.
func (j judged) inFrame() bool { return j.section.tone == frame }

func (j judged) inFrameSection() bool { return j.inFrame() && j.section.parent != nil }

func (j judged) nobodyInFrame() bool { return j.inFrame() && j.actor == noActor }

func (j judged) inGoals() bool { return j.section.tone == goals }

func (j judged) wordyGoal() bool { return j.inGoals() && len(j.amounts()) == 0 }

func (j judged) ofEveryone() bool {
	return j.actor == vagueActor && everyone.MatchString(j.vague[0].text)
}

// everyone matches requests to all, which seldom ask for work.
var everyone = pattern.New(`^各(?:级|单位|方)|^各级各`)

func (j judged) ofLeader() bool { return j.actor == leaderActor }

func (j judged) assured() bool {
	return j.actor == vagueActor && slices.ContainsFunc(j.clauses, func(c *clause) bool { return assuring.MatchString(c.text) })
}

// assuring matches requests to actors named by their kind to keep something going: 电力企业要确保线路不中断.
var assuring = pattern.New(`要(?:确保|保证)[^，]{2,12}不`)

func (j judged) ofSomeKind() bool { return j.actor == vagueActor || j.actor == headActor }

// hopes reports whether a claim only says what the work may lead to: 努力打造特色产业.
func (j judged) hopes() bool {
	return len(j.moments())+len(j.amounts()) == 0 && !slices.ContainsFunc(j.clauses, func(c *clause) bool { return !hopeful.MatchString(c.text) })
}

var hopeful = pattern.New(`^(?:努力|从而|以便)`)

func (j judged) amongNamed() bool { return j.othersNamed }
