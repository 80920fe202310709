package draft

import (
	"slices"
	"strconv"
	"strings"

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

// contextual begins a circumstance of the work.
var contextual = pattern.New(`^(?:对于|对[^接标口外比]|针对|围绕|就|结合|按照?|根据|对照|在|为|随着|通过|以|经|依托|除)`)

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
	c.past = (c.tellsOfPast() || c.ofYearOver(r)) && !strongOrder.MatchString(p.text) && !c.ahead(r)
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

// ofYearOver reports whether a clause that asks for nothing begins with a year that is over: 2022年有32万元专项资金用于办公支出.
func (c *clause) ofYearOver(r *reader) bool {
	m := yearAhead.FindStringSubmatch(c.body.text)
	if m == nil || len(c.moments) > 0 || c.obliges {
		return false
	}
	year, err := strconv.Atoi(m[1])
	return err == nil && year < r.rules.Base.Year()
}

var yearAhead = pattern.New(`^(20\d\d)年`)

// compared matches a result of the year, unless the text is an aim: 同比增长8%以上.
var (
	compared = pattern.New(`同比`)
	aimed    = pattern.New(`\d%?(?:以上|以内|左右)|不得?[低少高多]于|不得?超过|达到`)
)

// strongOrder matches words that ask for work even if the clause also speaks of the past: 未完成的抓紧整改.
var strongOrder = pattern.New(`必须|抓紧|务必|要加快|确保|力争|争取|要(?:严格|全面|按|完成|做|抓|建立|加强)`)

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
