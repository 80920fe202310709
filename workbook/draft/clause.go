package draft

import (
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// clause is a clause as understood: who is named in which role, which limits and figures it has, and whether it
// asks for work.
type clause struct {
	piece
	// leads and supports are the names to which this clause gives these roles.
	leads, supports []name
	// actor says who does the clause's work, if the clause says so itself.
	actor actor
	// more says that the list of leads is not complete: 等部门; vague holds those not named: 各有关部门.
	more  bool
	vague []name
	// heads that lead: 牵头; merely 负责 behind another one's 牵头 is support. given says that the work is handed to them:
	// 由…, 请….
	chief, bare, given bool
	leader             name
	// topic is the text before who does it: 所需资金 由财政局….
	topic piece
	// body is the work, without who does it and without anything before the verb.
	body    piece
	moments []moment
	rhythms []rhythm
	amounts []amount
	verb    string
	// subject says that the clause was cut from one that names several works.
	subject bool
	// lent is a verb that another clause has for this one.
	lent    string
	deliver bool
	past    bool
	// frame opens a sentence of minutes (会议明确); talk says that what follows is opinion, not work (会议指出).
	frame, talk bool
	obliges     bool
}

type actor uint8

const (
	noActor actor = iota
	bureauActor
	vagueActor
	headActor
	leaderActor
	outsideActor
)

var (
	// leadBehind stands behind who leads: X要…, X负责…, X牵头….
	leadBehind = pattern.New(`^(?:等)?(?:干部|网格员|工作人员|负责人|班子成员)?(?:也|还|都)?(?:要|应|须|需|必须|务必|负责|牵头|主办|承办|主要负责|具体负责|共同负责|分别|按职责|按照职责|分头|分工|各自|共同|联合|为主|为责任主体|为主体|是第一责任|总牵头|牵好头|抓总|负总责|各负其责|各司其职)`)
	// headPost is who is at the head of a bureau or town.
	headPost    = pattern.New(`^(?:(?:党委|党工委|党组|支部)?书记|镇长|乡长|主任|局长|院长|校长|经理|董事长|主要(?:负责同志|负责人|领导)|一把手|党政(?:主要负责同志|主要领导|一把手))`)
	chiefBehind = pattern.New(`^(?:等)?(?:来|要|共同|联合|具体)?(?:总?牵头|牵好头|抓总|负总责|主办|为责任主体|为主体)`)
	bareBehind  = pattern.New(`^(?:等)?(?:共同|分别|具体|按照?职责(?:分工)?)?(?:负责|负总责|挂帅|落实|抓落实|各负其责|(?:分头|分工|具体|各自)(?:推进|实施|组织实施|抓好落实|抓落实|落实|负责)|(?:管好|抓好|做好|负责)(?:各自|本)(?:领域|行业|辖区|系统)[^，]{0,8})$`)
	// workBehind lets a name at the head of a clause be who works, without 要: 镇财政所做好….
	workBehind = pattern.New(`^(?:等)?(?:今天|明天|今明两天|会后|就把?|从\p{Han}{1,4}起|确保|保证|力争|定期|提前|于|在[^建手册编校岗线]|把|对|将|每|抓紧|进一步|尽快|按|按照|根据|立足|重点|着重|围绕|会同|配合|定于|计划|决定|要求|全面|加大|主动|统一|继续|同步|具体|马上|立即|再|一起|一同|一道|赴|逐|先|派|给|帮|盯|拿|来|去|\d|\p{Han}{2}\d|年底|年内|月底|全年)`)
	byBefore   = pattern.New(`(?:^|[^邀申聘提报恳宴约])(请)$|(交由|由|委托|责成)$`)
	pronoun    = pattern.New(`^(?:这|该|此|上述|以上|其)`)
	urgeBefore = pattern.New(`(?:督促|指导|帮助)$`)
	withBefore = pattern.New(`(?:会同|联合|协同|商|协调)$`)
	// helpBefore stands before names that others help, which are the leads: 请审计局协助城投公司清理债务.
	helpBefore = pattern.New(`(?:协助|配合)$`)
	outside    = pattern.New(`^(?:省|国家|中央|上级|国务院|部里)[^，；。]{0,14}(?:督查组|督察组|巡视组|考核组|厅|部委|将|来|对我)`)
	contextual = pattern.New(`^(?:对于|对[^接标口外比]|针对|围绕|就|结合|按照?|根据|对照|在|为|随着|通过|以|经|依托|除)`)
	ofRelative = pattern.New(`^(?:等)?(?:的|提出|提交|汇报|上报的|反映|报送的|反馈|编制了|制作了|关于|出台|印发了)`)
)

// whoIn reads the names in a clause and their roles, and gives the offset behind them where the work begins.
func (r *reader) whoIn(p piece) (c *clause, behind int) {
	c = &clause{piece: p, body: p}
	if m := minutes.FindStringSubmatch(p.text); m != nil {
		c.frame = true
		c.talk = m[1] == "指出" || m[1] == "认为" || m[1] == "听取了" || m[1] == "听取" || m[1] == "传达"
	}
	if outside.MatchString(p.text[stripLeadIns(p.text):]) {
		c.actor = outsideActor
	}
	for _, l := range r.names.lists(p) {
		if to := c.role(l); to > behind {
			behind = to
		}
	}
	return c, behind
}

// readClause reads one clause.
func (r *reader) readClause(p piece) *clause {
	c, behind := r.whoIn(p)
	c.moments, c.rhythms, c.amounts = r.moments(p), rhythmsIn(p), amounts(p)
	if behind == 0 && c.actor == noActor {
		behind = c.otherSubject()
	}
	c.body = p.sub(behind, len(p.text)).trim(spaces)
	n := stripLeadIns(c.body.text)
	c.obliges = obliging.MatchString(p.text) || c.actor == bureauActor || c.actor == vagueActor || c.actor == leaderActor
	c.past = c.tellsOfPast() && !strongOrder.MatchString(p.text) && !c.ahead(r)
	c.body = c.body.sub(n, len(c.body.text)).trim(spaces)
	c.verb = verbAt(c.body.text)
	if c.verb == "" {
		// 年底前完成…, 对…开展…: the verb follows a limit or an object.
		if v := deliverVerbs.within(c.body.text); v != "" {
			c.verb = v
		} else {
			c.verb = conductVerbs.within(c.body.text)
		}
	}
	c.deliver = c.verb != "" && deliverVerbs.opens(c.verb) == c.verb
	return c
}

// subjects match actors that are not bureaus: 供热、供气企业要…, 副市长每人….
var subjects = pattern.New(`^([\p{Han}、\d]{0,12}?(?:企业|单位|机构|人员|同志|学校|医院|商户|业主|网点|场所|负责人|局长|书记))(?:也|还|都)?(?:要|应当?|须|必须|务必|负责)`)

// meaning matches words that explain what an expression used before asks for: 补短板就是要….
var meaning = pattern.New(`^(?:[\p{Han}“”]{2,12}?就是要|(?:各项工作|大家|我们|全[县市区镇]上下)(?:都|也|还)?要)`)

// otherSubject finds a subject that the gazetteer does not know, and gives the offset where its work begins.
func (c *clause) otherSubject() int {
	at := stripLeadIns(c.text)
	if m := meaning.FindString(c.text[at:]); m != "" && verbAt(c.text[at:]) == "" {
		return at + len(m)
	}
	m := subjects.FindStringSubmatchIndex(c.text[at:])
	if m == nil || contextual.MatchString(c.text[at:]) {
		return 0
	}
	who := c.sub(at+m[2], at+m[3])
	if verbAt(c.text[at:]) != "" && !strings.Contains(who.text, "的") {
		return 0
	}
	c.actor = vagueActor
	// 考核靠后的3个单位: the number of those asked is not a figure of their work.
	c.amounts = slices.DeleteFunc(c.amounts, func(a amount) bool { return a.at.to() <= who.to() })
	c.vague = append(c.vague, name{text: who.text, kind: vagueName, at: who})
	return at + m[3]
}

// minutes are the words that open a sentence of minutes.
var minutes = pattern.New(`^(?:会议|会上)(?:还|一致|原则|同时|最后)*(明确|要求|决定|议定|确定|同意|指出|强调|认为|听取了?|传达)`)

// head gives the work from its verb on, without a limit before it: 9月底前提出….
func (c *clause) head() string {
	text := c.body.text
	if len(c.moments) > 0 {
		if at := strings.TrimPrefix(strings.TrimPrefix(text, "在"), "于"); strings.HasPrefix(at, c.moments[0].wording) {
			text = at[len(c.moments[0].wording):]
		}
	}
	return text[stripLeadIns(text):]
}

// untilFigure gives the text of a clause up to its first figure.
func (c *clause) untilFigure() string { return c.text[:max(0, c.amounts[0].at.from-c.from)] }

// firstVerb gives the verb that a clause's work begins with, after a limit or a rhythm if it has one.
func (c *clause) firstVerb() string {
	head := c.head()
	head = head[len(againAhead.FindString(head)):]
	return verbAt(head[stripLeadIns(head):])
}

// againAhead matches when recurring work is due: 每周五前报送, 每月25日前.
var againAhead = pattern.New(`^(?:于|在)?每(?:个?(?:月|季度?)|周[一二三四五六日天末]?|日|天|旬|年|半年|半个?月)(?:\d{1,2}[日号])?(?:上午|下午)?(?:\d{1,2}[时点])?(?:底|末|初)?(?:之?前)?`)

// paced reports whether a clause says how often and how much: 每天巡山不少于2次, 每周刊发报道3篇.
func (c *clause) paced() bool { return len(c.rhythms) > 0 && len(c.amounts) > 0 }

// ground gives the text that the body was read from: the clause itself if the body was put together.
func (c *clause) ground() piece {
	if b := c.body; b.from >= 0 && b.to() <= len(b.para.text) && b.para.text[b.from:b.to()] == b.text {
		return b
	}
	return c.piece
}

// ahead reports whether a clause begins with a half or quarter of the year that is not over yet: 上半年 in January.
func (c *clause) ahead(r *reader) bool {
	if len(c.moments) == 0 || c.moments[0].last < r.rules.Base {
		return false
	}
	w := c.moments[0].wording
	return strings.HasPrefix(c.body.text, w) && (strings.Contains(w, "半年") || strings.Contains(w, "季度"))
}

// tellsOfPast reports whether the wording of a clause tells what was done.
func (c *clause) tellsOfPast() bool {
	said := already.ReplaceAllString(strings.TrimLeft(c.body.text, spaces), "")
	return pastWords.MatchString(said) || compared.MatchString(c.body.text) && !aimed.MatchString(c.body.text)
}

// compared matches a result of the year, unless the text is an aim: 同比增长8%以上.
var (
	compared = pattern.New(`同比`)
	aimed    = pattern.New(`\d%?(?:以上|以内|左右)|不得?[低少高多]于|不得?超过|达到`)
)

// strongOrder matches words that ask for work even if the clause also speaks of the past: 未完成的抓紧整改.
var strongOrder = pattern.New(`必须|抓紧|务必|要加快|确保|力争|争取|要(?:严格|全面|按|完成|做|抓|建立|加强)`)

// role finds the role of a list of names in the clause, and gives the offset behind it where the work begins; 0 if it has no role.
func (c *clause) role(l nameList) int {
	if n := len(headPost.FindString(c.text[l.to:])); n > 0 && leadBehind.MatchString(c.text[l.to+n:]) {
		// 白沙镇镇长负总责: the town answers for it.
		l.to += n
	}
	left, right := c.text[:l.from], c.text[l.to:]
	start := onlyLeadIns(left)
	if (ofRelative.MatchString(right) || l.built(right)) && !byBefore.MatchString(left) {
		return 0
	}
	firm := l.firm()
	switch {
	case byBefore.MatchString(left):
		if topic := beforeGiving(left); !onlyLeadIns(topic) && topic != "为主" && !pronoun.MatchString(topic) {
			c.topic = piece{c.para, c.from, topic}.trim(spaces)
		}
		if supportBehind.MatchString(right) {
			c.supports = append(c.supports, firm...)
			return c.past1(l.to, supportBehind)
		}
		c.given = true
		return c.take(l, right)
	case supportBehind.MatchString(right) && !(len(firm) > 1 && jointly.MatchString(right)) && (start || c.actor != noActor || shortTopic(left)) && !strings.HasPrefix(right, "支持"):
		c.supports = append(c.supports, firm...)
		c.vague = append(c.vague, vagueOf(l)...)
		return c.past1(l.to, supportBehind)
	case helpBefore.MatchString(left) && len(c.supports) > 0 && workAhead(right):
		return c.take(l, right)
	case withBefore.MatchString(left) || helpBefore.MatchString(left):
		c.supports = append(c.supports, firm...)
		c.vague = append(c.vague, vagueOf(l)...)
		return l.to
	case urgeBefore.MatchString(left) && groupsOnly(firm):
		// Bureaus that are urged do a part of the work.
		c.supports = append(c.supports, firm...)
		return 0
	case strings.HasSuffix(left, "牵头") && c.actor != noActor:
		c.supports = append(c.supports, firm...)
		return l.to
	case strings.HasPrefix(right, "牵头的"):
		to := c.take(l, right)
		return to + len("的")
	case strings.HasSuffix(left, "以") && strings.HasPrefix(right, "为主"):
		return c.take(l, right)
	case start && right == "" && colonBehind.MatchString(c.para.text[c.to():]):
		// 教育局、文旅局：排查…
		return c.take(l, right)
	case start && workAhead(right) ||
		shortTopic(left) && (leadBehind.MatchString(right) || limitedWork(right)):
		if !start {
			c.topic = piece{c.para, c.from, left}.trim(spaces)
		}
		return c.take(l, right)
	}
	return 0
}

// built reports whether names are what is built, not who builds it: 城北客运站10月底前开工, 实验小学12月底前完成主体.
func (l nameList) built(right string) bool {
	for _, n := range l.names {
		if !siteName.MatchString(n.text) {
			return false
		}
	}
	right = nearStart(right)
	at := limits.FindStringIndex(right)
	if at == nil || !untilLimit.MatchString(right[:at[0]]) {
		return false
	}
	work := strings.TrimPrefix(right[at[1]:], "全面")
	return buildWords.opens(work) == work || buildingPhase.MatchString(work)
}

var (
	// siteName ends the name of a building that a county may build, which may also be that of a bureau.
	siteName = pattern.New(`(?:站|所|院|学校|[小中大]学|园区?|中心|社区|厂|场)$`)
	// buildingPhase is a phase of a building that is done: 完成主体.
	buildingPhase = pattern.New(`^(?:完成|实现)?(?:主体|基础|装修|封顶|安装|调试|验收|征地|拆迁|招标|建设|选址)(?:工程|施工|封顶|装修|完工)?$`)
)

// colonBehind separates the lead from the work. An address has no work behind it.
var colonBehind = pattern.New(`^[：:][ 　]*[^ 　]`)

// beforeGiving gives the text before the word that gives work to somebody: 由, 请.
func beforeGiving(left string) string {
	m := byBefore.FindStringSubmatchIndex(left)
	return left[:max(m[2], m[4])]
}

// workAhead reports whether work follows a list of names.
func workAhead(right string) bool {
	return leadBehind.MatchString(right) || workBehind.MatchString(right) || verbAt(right[stripLeadIns(right):]) != ""
}

// limitedWork reports whether a text is a limit with the work that is due by it: 月底前拨付.
func limitedWork(right string) bool {
	right = nearStart(right)
	at := limits.FindStringIndex(right)
	return at != nil && at[0] == 0 && verbAt(right[at[1]:]) != ""
}

// past1 goes on behind a word of role.
func (c *clause) past1(at int, words *pattern.Pattern) int {
	return at + len(words.FindString(c.text[at:]))
}

// shortTopic reports whether a text before the lead is only a topic, not work: 鲁担惠农贷 财政局要….
func shortTopic(left string) bool {
	return utf8.RuneCountInString(left) <= 14 && !strings.ContainsAny(left, "向给为让被请送报将把") && verbAt(left[stripLeadIns(left):]) == "" &&
		!strings.HasSuffix(left, "组织") && !strings.HasSuffix(left, "督促") && !strings.HasSuffix(left, "指导") && !strings.HasSuffix(left, "争取")
}

func vagueOf(l nameList) []name {
	var out []name
	for _, n := range l.names {
		if n.kind == vagueName {
			out = append(out, n)
		}
	}
	return out
}

// take makes the names of a list the clause's leads.
func (c *clause) take(l nameList, right string) int {
	firm := l.firm()
	switch {
	case c.frame && len(firm) == 0:
	case len(firm) > 0:
		c.actor = bureauActor
	case l.has(leaderName):
		c.actor = leaderActor
	case l.has(vagueName):
		c.actor = vagueActor
	default:
		c.actor = headActor
	}
	if l.has(leaderName) {
		for _, n := range l.names {
			if n.kind == leaderName {
				c.leader = n
				c.leader.text = personOf(n.text)
				break
			}
		}
	}
	c.leads = append(c.leads, firm...)
	c.vague = append(c.vague, vagueOf(l)...)
	c.more = c.more || l.more
	c.chief = chiefBehind.MatchString(right)
	c.bare = bareBehind.MatchString(right)
	at := l.to
	if c.actor == leaderActor && strings.HasPrefix(c.text[at:], "负总责") {
		return at
	}
	for _, words := range []*pattern.Pattern{chiefBehind, leadWords} {
		at += len(words.FindString(c.text[at:]))
	}
	return at
}

// leadWords stand between the lead and the work.
var leadWords = pattern.New(`^(?:等)?(?:也|还|都)?(?:来|要|应当?|须|需|必须|务必|将|具体|主要|共同|分别|按职责分工)*(?:负责|总?牵头|牵好头|抓总)*`)

// newVerb matches a verb that no table has, before a number of things that a bureau is asked for: 备勤4支队伍, 在路口装12个摄像头.
func (c *clause) newVerb() string {
	m := beforeFigure.FindStringSubmatch(c.body.text)
	if m == nil || noVerbs.has(m[1]) {
		return ""
	}
	return m[1]
}

var (
	beforeFigure = pattern.New(`^(?:在[^，]{1,10}?)?(?:力争|争取|确保|至少|同时|再)*(\p{Han}{2}|[装建修拆种栽购买挖铺])\d`)
	noVerbs      = newLexicon(`全县 全市 全镇 全区 其中 一共 总共 共有 涉及 现有 还有 已有 累计 超过 至少 大约 不少 不足 左右 以上 每个 每年 每月 每村 每镇 目前`)
)

// introduces reports whether a sentence only counts what follows: 重点抓好三件事.
var introduces = pattern.New(`(?:[一二三四五六七八九十两]{1,2}|\d{1,2})(?:个|项|件|大|方面|条|点|套|步|类)?(?:方面)?的?(?:重点|推进|工作)?(?:工作|问题|任务|事|事项|内容|活动|意见|体系|重点领域|特点|方面)(?:的问题)?”?[：:。]?$`)
