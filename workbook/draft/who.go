package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// mention is a list of names in a clause, with the text before and behind it.
type mention struct {
	c           *clause
	list        nameList
	left, right string
	// firm are the names that are not vague; first says that only lead-ins stand before them.
	firm  []name
	first bool
}

// casting decides which role the names of a list have in a clause. Its answers give the role, and the offset in the clause where the work
// begins; 0 if it does not begin behind the names. Names that no rule is about have no role.
var casting = []rule[*mention, func(*mention) int]{
	{"whom the work is given to, to help", "住建局改造泵站3座，由财政局配合", (*mention).givenHelp, (*mention).helpGiven},
	{"whom the work is given to", "项目推介由商务局负责，10月底前完成", (*mention).given, (*mention).leadGiven},
	{"helpers", "由教育局牵头，民政局配合，10月底前制定托育服务方案", (*mention).helps, (*mention).help},
	{"whom others help", "请审计局协助城投公司清理债务", (*mention).helped, (*mention).lead},
	{"with whom", "统计局要会同应急局建好企业底册", (*mention).with, (*mention).helpWith},
	{"who is urged", "水利局要督促各乡镇清理河道", (*mention).urged, (*mention).helpUrged},
	{"whom another one leads", "河口镇要牵头水利、林业等部门，11月上旬完成河道清障", (*mention).led, (*mention).helpLed},
	{"work that they lead", "商务局牵头的消费季活动10月底前启动", (*mention).ofWork, (*mention).leadOf},
	{"mainly by whom", "以各乡镇为主，开展秸秆禁烧", (*mention).mainly, (*mention).lead},
	{"before a colon", "教育局、文旅局：排查校外培训机构", (*mention).beforeColon, (*mention).lead},
	{"who does what a leader leads", "锂电产业园由李梅同志牵头、商务局具体抓，12月底前厂房封顶", (*mention).doesForLeader, (*mention).lead},
	{"before the work", "水利局要做好雨季调度", (*mention).beforeWork, (*mention).lead},
	{"behind a topic", "鲁担惠农贷财政局要抓紧拨付", (*mention).behindTopic, (*mention).leadOnTopic},
}

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
		if to := r.role(c, l); to > behind {
			behind = to
		}
	}
	return c, behind
}

// role finds the role of a list of names in a clause, and gives the offset behind it where the work begins; 0 if it has no role.
func (r *reader) role(c *clause, l nameList) int {
	if n := len(headPost.FindString(c.text[l.to:])); n > 0 && (leadBehind.MatchString(c.text[l.to+n:]) || strings.HasPrefix(c.text[l.to+n:], "每")) {
		// 白沙镇镇长负总责: the town answers for it.
		l.to += n
	}
	m := &mention{c: c, list: l, left: c.text[:l.from], right: c.text[l.to:], firm: l.firm()}
	m.first = onlyLeadIns(m.left)
	if (ofRelative.MatchString(m.right) || l.built(m.right)) && !byBefore.MatchString(m.left) {
		return 0
	}
	if play, ok := decide(r.decided, casting, m); ok {
		return play(m)
	}
	return 0
}

func (m *mention) given() bool { return byBefore.MatchString(m.left) }

func (m *mention) givenHelp() bool { return m.given() && supportBehind.MatchString(m.right) }

// helps reports whether a word behind the names says that they help: 财政局配合.
func (m *mention) helps() bool {
	return supportBehind.MatchString(m.right) && !(len(m.firm) > 1 && jointly.MatchString(m.right)) &&
		(m.first || m.c.actor != noActor || shortTopic(m.left)) && !strings.HasPrefix(m.right, "支持")
}

// helped reports whether those named before help the names: 请审计局协助城投公司清理债务.
func (m *mention) helped() bool {
	return helpBefore.MatchString(m.left) && len(m.c.supports) > 0 && workAhead(m.right)
}

func (m *mention) with() bool {
	return withBefore.MatchString(m.left) || helpBefore.MatchString(m.left)
}

// urged reports whether the groups named are urged: they do some of the work.
func (m *mention) urged() bool { return urgeBefore.MatchString(m.left) && groupsOnly(m.firm) }

func (m *mention) led() bool { return strings.HasSuffix(m.left, "牵头") && m.c.actor != noActor }

func (m *mention) ofWork() bool { return strings.HasPrefix(m.right, "牵头的") }

func (m *mention) mainly() bool {
	return strings.HasSuffix(m.left, "以") && strings.HasPrefix(m.right, "为主")
}

// beforeColon: 教育局、文旅局：排查….
func (m *mention) beforeColon() bool {
	return m.first && m.right == "" && colonBehind.MatchString(m.c.para.text[m.c.to():])
}

// doesForLeader reports whether the names stand behind a leader in the same clause, as those who do the work: 李梅同志牵头、商务局具体抓.
func (m *mention) doesForLeader() bool {
	return m.c.actor == leaderActor && leaderAhead.MatchString(m.left) && bareBehind.MatchString(m.right)
}

var leaderAhead = pattern.New(`(?:牵头|挂帅|抓总|负总责|包保)、$`)

func (m *mention) beforeWork() bool { return m.first && workAhead(m.right) }

func (m *mention) behindTopic() bool {
	return shortTopic(m.left) && (leadBehind.MatchString(m.right) || limitedWork(m.right))
}

// lead makes the names the leads of the work behind them.
func (m *mention) lead() int { return m.c.take(m.list, m.right) }

// leadGiven makes the names the leads of the work that is given to them.
func (m *mention) leadGiven() int {
	m.topicGiven()
	m.c.given = true
	return m.lead()
}

// leadOf goes on behind 的: 商务局牵头的….
func (m *mention) leadOf() int { return m.lead() + len("的") }

func (m *mention) leadOnTopic() int {
	if !m.first {
		m.c.topic = piece{m.c.para, m.c.from, m.left}.trim(spaces)
	}
	return m.lead()
}

// topicGiven takes the text before the word that gives work to somebody as the clause's topic.
func (m *mention) topicGiven() {
	if topic := beforeGiving(m.left); !onlyLeadIns(topic) && topic != "为主" && !pronoun.MatchString(topic) {
		m.c.topic = piece{m.c.para, m.c.from, topic}.trim(spaces)
	}
}

// support makes the names supports.
func (m *mention) support() { m.c.supports = append(m.c.supports, m.firm...) }

// help makes the names supports, by the word of role behind them.
func (m *mention) help() int {
	m.c.vague = append(m.c.vague, vagueOf(m.list)...)
	return m.helpFirmly()
}

func (m *mention) helpFirmly() int {
	m.support()
	return m.list.to + len(supportBehind.FindString(m.c.text[m.list.to:]))
}

func (m *mention) helpGiven() int {
	m.topicGiven()
	return m.helpFirmly()
}

// helpWith makes the names supports, by the word of role before them.
func (m *mention) helpWith() int {
	m.c.vague = append(m.c.vague, vagueOf(m.list)...)
	return m.helpLed()
}

func (m *mention) helpLed() int {
	m.support()
	return m.list.to
}

// helpUrged makes the names supports. What they are urged to do is the work of those who urge them.
func (m *mention) helpUrged() int {
	m.support()
	return 0
}

var (
	// leadBehind stands behind who leads: X要…, X负责…, X牵头….
	leadBehind = pattern.New(`^(?:等)?(?:干部|网格员|工作人员|负责人|班子成员)?(?:也|还|都)?(?:要|应|须|需|必须|务必|负责|牵头|主办|承办|主要负责|具体负责|共同负责|分别|按职责|按照职责|分头|分工|各自|共同|联合|为主|为责任主体|为主体|是第一责任|总牵头|牵好头|抓总|负总责|各负其责|各司其职)`)
	// headPost is who is at the head of a bureau or town.
	headPost    = pattern.New(`^(?:(?:党委|党工委|党组|支部)?书记|镇长|乡长|主任|局长|院长|校长|经理|董事长|主要(?:负责同志|负责人|领导)|一把手|党政(?:主要负责同志|主要负责人|主要领导|一把手))`)
	chiefBehind = pattern.New(`^(?:等)?(?:来|要|共同|联合|具体)?(?:总?牵头|牵好头|抓总|负总责|主办|为责任主体|为主体)`)
	bareBehind  = pattern.New(`^(?:等)?(?:共同|分别|具体|按照?职责(?:分工)?)?(?:负责|负总责|挂帅|落实|抓落实|抓|各负其责|(?:分头|分工|具体|各自)(?:推进|实施|组织实施|抓好落实|抓落实|落实|负责)|(?:管好|抓好|做好|负责)(?:各自|本)(?:领域|行业|辖区|系统)[^，]{0,8})$`)
	// workBehind lets a name at the head of a clause be who works, without 要: 镇财政所做好….
	workBehind = pattern.New(`^(?:等)?(?:今天|明天|今明两天|会后|就把?|从[\p{Han}\d]{1,8}?(?:起|开始)|确保|保证|力争|定期|提前|于|在[^建手册编校岗线]|把|对|将|每|抓紧|进一步|尽快|按|按照|根据|立足|重点|着重|围绕|会同|配合|定于|计划|决定|要求|全面|加大|主动|统一|继续|同步|具体|马上|立即|再|一起|一同|一道|赴|逐|先|派|给|帮|盯|拿|来|去|\d|\p{Han}{2}\d|年底|年内|月底|全年|举一反三|(?:今年|本月|下月|本周|下周|上半年|下半年|今冬明春|近期)(?:要|须|必须|务必|力争|争取|确保|计划))`)
	byBefore   = pattern.New(`(?:^|[^邀申聘提报恳宴约])(请)$|(交由|由|委托|责成)$`)
	pronoun    = pattern.New(`^(?:这|该|此|上述|以上|其)`)
	urgeBefore = pattern.New(`(?:督促|指导|帮助)$`)
	withBefore = pattern.New(`(?:会同|联合|协同|商|协调)$`)
	// helpBefore stands before names that others help, which are the leads: 请审计局协助城投公司清理债务.
	helpBefore = pattern.New(`(?:协助|配合)$`)
	ofRelative = pattern.New(`^(?:等)?(?:的|提出|提交|汇报|上报的|反映|报送的|反馈|编制了|制作了|关于|出台|印发了)`)
)

// outside matches bodies above the county, which nobody here gives work.
var outside = pattern.New(`^(?:省|国家|中央|上级|国务院|部里)[^，；。]{0,14}(?:督查组|督察组|巡视组|考核组|厅|部委|将|来|对我)`)

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
var leadWords = pattern.New(`^(?:等)?(?:也|还|都)?(?:(?:今年|近期|今冬明春)(?:要|须|必须|务必))?(?:来|要|应当?|须|需|必须|务必|将|具体|主要|共同|分别|按职责分工)*(?:负责|总?牵头|牵好头|抓总|抓$)*`)
