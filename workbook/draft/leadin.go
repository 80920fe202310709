package draft

import (
	"slices"
	"strings"

	"duban/workbook/pattern"
)

// passing decides which clauses have no work but say how to read the next ones.
var passing = []rule[*claiming, func(*claiming)]{
	{"a bureau's part of the figure", "各乡镇造林3万亩，柳林镇1.8万亩、白沙镇1.2万亩", (*claiming).partOfFigure, (*claiming).pass},
	{"lead-in", "会议要求，商务局9月底前启动招商周", (*claiming).leadsIn, (*claiming).pass},
	{"paper agreed to", "会议同意住建局提出的城区内涝整治方案，修改后印发。（责任单位：住建局）", (*claiming).agreesToPaper, about(agreed)},
	{"paper agreed to by its name", "会议原则同意《城市更新三年行动方案》，由住建局修改后，于9月20日前印发", (*claiming).agreesToNamed, about(agreedName)},
	{"money agreed to", "会议同意拨付秸秆禁烧资金680万元，由财政局拨付", (*claiming).agreesToMoney, about(agreedWork)},
	{"work agreed to", "会议同意新建第三实验小学，由教育局牵头，年内完成立项", (*claiming).agreesToWork, about(agreedThing)},
	{"what is wrong", "东关村自来水水压不足，由水务局负责，9月底前改造管网1.2公里", (*claiming).wrong, (*claiming).aboutClause},
	{"what it is about", "锂电产业园是头号工程，开发区10月15日前完成土地平整", (*claiming).saysWhich, about(aboutWhich)},
	{"construction ahead of its builder", "赣南大道东延工程，住建局国庆节前通车", (*claiming).builtBy, (*claiming).aboutClause},
	{"team ahead of what it does", "驻深圳、苏州两个招商组，年底前各要签约1个亿元项目", (*claiming).ofTeam, (*claiming).aboutClause},
	{"what it costs, ahead of who pays", "所需资金180万元，由财政局从预备费中列支", (*claiming).costAhead, (*claiming).aboutClause},
	{"what is left to do", "高铁新城还有17户没签协议，征收办要在11月底前签完", (*claiming).left, (*claiming).aboutClause},
	{"what follows for those who fail, behind whom it is about", "水利局11月底前清淤渠道12公里；未按期完成的，依法停产整治", (*claiming).sanctions, (*claiming).pass},
	{"limit of all", "到年底，住建局改造泵站3座，城管局新建公厕5座", (*claiming).limitAlone, (*claiming).opens},
	{"days of all", "国庆节期间（10月1日至7日），文旅局要加强景区巡查", (*claiming).daysAlone, (*claiming).opens},
	{"time that is over", "上半年，教育局新建学校3所，得到省厅肯定", (*claiming).timeOver, (*claiming).tells},
}

// passes reports whether the next clause has no work but says how to read those behind it.
func (s *claiming) passes() bool {
	if act, ok := decide(s.r.decided, passing, s); ok {
		act(s)
		return true
	}
	c := s.next
	if obliging.MatchString(c.text) {
		s.told = false
	}
	if c.actor == bureauActor && len(c.leads) > 1 && jointly.MatchString(c.body.text) {
		s.together = c.leads
		return true
	}
	if s.told || s.at+1 < len(s.clauses) && strings.HasPrefix(s.clauses[s.at+1].text, "是") && c.actor == noActor {
		return true
	}
	s.talk = s.talk || c.talk
	return false
}

var jointly = pattern.New(`^(?:要|应)?(?:联动|密切|协同|相互|互相|通力|紧密)(?:配合|协作|联动|合作)$`)

// pass leaves a clause out.
func (s *claiming) pass() {}

func (s *claiming) partOfFigure() bool {
	return s.next.actor == bureauActor && (s.cur.allocatesFurther(s.next) || s.cur.onlyAllocates(s.next))
}

func (s *claiming) leadsIn() bool {
	return onlyLeadIns(s.next.text) || ordersNext.MatchString(s.next.text)
}

// ordersNext matches a clause that only introduces what is ordered.
var ordersNext = pattern.New(`^(?:会议|会上)(?:还|同时)?(?:要求|明确|决定|议定)$`)

// agrees reports whether the sentence begins with what a meeting agreed to, about which it then says what is to be done.
func (s *claiming) agrees() bool {
	return s.at+1 < len(s.clauses) && !s.begun() && agrees.MatchString(s.next.text)
}

var agrees = pattern.New(`^会议(?:研究|讨论|审议)?(?:原则|一致)?(?:上)?(?:同意|通过|审议通过)`)

func (s *claiming) agreesToPaper() bool {
	return s.agrees() && s.structured && agreed.MatchString(s.next.text)
}

// about takes what a pattern gives of the clause as the subject of the sentence.
func about(of *pattern.Pattern) func(*claiming) {
	return func(s *claiming) { s.field = s.next.group(of) }
}

// agreed gives a paper of somebody's that a meeting agreed to.
var agreed = pattern.New(`(?:同意|通过|审议了)(?:了)?(?:[^，的]{2,10}(?:提出|提交|起草|拟定|上报|报送)的)?(?:《)?([^，《》的]{4,24}(?:方案|办法|意见|规划|计划|细则|请示|建议))(?:》)?$`)

func (s *claiming) agreesToMoney() bool { return s.agrees() && agreedWork.MatchString(s.next.text) }

// agreedWork gives spending, agreedThing other work.
var agreedWork = pattern.New(`^会议(?:原则|一致)?同意((?:拨付|安排|追加|列支|解决|下达)[^，]*)$`)

// givenWithin reports whether one of the next clauses, of at most so many, gives the matter to somebody: 由水务局负责.
func (s *claiming) givenWithin(most int) bool {
	behind := s.clauses[s.at+1:]
	return slices.ContainsFunc(behind[:min(most, len(behind))], func(p piece) bool { return giving.MatchString(p.text) })
}

var giving = pattern.New(`^(?:交?由|请|责成)`)

func (s *claiming) agreesToNamed() bool {
	return s.agrees() && agreedName.MatchString(s.next.text) && s.givenWithin(1)
}

// agreedName gives the name of a paper.
var agreedName = pattern.New(`(?:同意|通过)(?:了)?(?:[^，《》]{2,12}(?:提出|提交|起草|拟定|制定|上报|报送)的)?(《[^《》]{4,60}》)$`)

func (s *claiming) agreesToWork() bool {
	return s.agrees() && verbAt(s.next.group(agreedThing).text) != "" && s.givenWithin(1)
}

var agreedThing = pattern.New(`^会议(?:原则|一致)?同意([^，《》的]{4,40})$`)

// wrong reports whether the sentence begins with what is wrong, and then says who is to put it right.
func (s *claiming) wrong() bool {
	c := s.next
	return !s.begun() && c.actor == noActor && len(c.moments)+len(c.rhythms) == 0 && verbAt(c.text) == "" && wrongs.MatchString(c.text) && s.givenWithin(2)
}

// aboutClause takes the clause as the subject of the sentence.
func (s *claiming) aboutClause() { s.field = s.next.trim(spaces) }

// wrongs matches what citizens complain of, or an inspection finds.
var wrongs = pattern.New(`^[^，。：]{4,30}(?:问题|难题|诉求|矛盾|隐患|不足|不畅|不稳|不到位|不及时|扰民|故障)(?:\d+[件个起处项])?$`)

// saysWhich reports whether the sentence begins by saying what kind of work it is about: X是头号工程.
func (s *claiming) saysWhich() bool {
	c := s.next
	return s.at+1 < len(s.clauses) && !s.begun() && c.actor == noActor && len(c.moments)+len(c.amounts)+len(c.rhythms) == 0 && aboutWhich.MatchString(c.text)
}

// aboutWhich gives what a sentence is about.
var aboutWhich = pattern.New(`^([\p{Han}A-Za-z\d“”]{4,20}?)是[^，不否]{0,12}(?:工程|项目|任务|硬仗|大事|要事|重点|关键|难点|重头戏|硬骨头)$`)

// builtBy reports whether the sentence begins with the name of a construction, and then says which bureau builds it.
func (s *claiming) builtBy() bool {
	c := s.next
	return s.bureauNext() && c.verb == "" && len(c.moments)+len(c.amounts)+len(c.rhythms) == 0 && constructions.MatchString(c.text) && !contextual.MatchString(c.text)
}

// ofTeam reports whether the sentence begins with a team that is no bureau, and then says how much it is to do.
func (s *claiming) ofTeam() bool {
	c := s.next
	if s.at+1 == len(s.clauses) || s.begun() || c.actor != noActor || c.verb != "" || !teams.MatchString(c.text) {
		return false
	}
	behind := s.r.clause(s.clauses[s.at+1])
	return behind.actor == noActor && len(behind.amounts) > 0
}

var teams = pattern.New(`^[\p{Han}、\d]{2,24}(?:组|专班|分队|小队|工作队)$`)

// costAhead reports whether the sentence begins with what the work costs, and then says who pays.
func (s *claiming) costAhead() bool {
	return !s.begun() && costOf.MatchString(s.next.text) && s.givenWithin(1)
}

var costOf = pattern.New(`^(?:所需|相关)?(?:资金|经费|费用)约?\d[\d.]*[万亿]?元$`)

// left reports whether the sentence begins with what is not done yet, and then says which bureau does it.
func (s *claiming) left() bool {
	return s.bureauNext() && len(s.next.moments) == 0 && undone.MatchString(s.next.text)
}

var undone = pattern.New(`^[^，]{2,16}(?:还|尚|仍)[有剩]\d+[^，]{1,10}(?:没有?|未|不)[^，]{1,8}$`)

// bureauNext reports whether a clause at the beginning of the sentence names nobody, and the one behind it a bureau.
func (s *claiming) bureauNext() bool {
	return s.at+1 < len(s.clauses) && !s.begun() && s.next.actor == noActor && s.r.clause(s.clauses[s.at+1]).actor == bureauActor
}

// sanctions reports whether a clause says what follows for those who fail, of whom the clause before speaks.
func (s *claiming) sanctions() bool {
	c := s.next
	return s.at > 0 && c.actor == noActor && len(c.moments)+len(c.amounts) == 0 && failing.MatchString(s.clauses[s.at-1].text) && sanction.MatchString(c.text)
}

var (
	failing  = pattern.New(`^(?:对)?(?:[^，]{0,10}?)(?:未|没有?|逾期|拒不|不)[^，]{1,14}的[^，]{0,8}$`)
	sanction = pattern.New(`停产|约谈|处罚|检讨|扣分|通报批评|取消|移交|移送|吊销`)
)

// limitAlone reports whether the sentence begins with a limit alone, which is for all of its work.
func (s *claiming) limitAlone() bool { return s.next.onlyLimit() && !s.begun() }

// onlyLimit reports whether a clause is a limit and nothing else.
func (c *clause) onlyLimit() bool {
	return len(c.moments) == 1 && strings.Trim(strings.Replace(c.text, c.moments[0].wording, "", 1), "到在于截至止力争取确保") == ""
}

// opens makes the limit of the clause that of all the sentence's work.
func (s *claiming) opens() { s.opening = s.next.moments }

// tells notes that the sentence tells of a time that is over.
func (s *claiming) tells() { s.told = true }

func (s *claiming) daysAlone() bool { return periodOnly.MatchString(s.next.text) && !s.begun() }

// periodOnly matches a clause that only says in which days, as the bracket gives them: 清明节期间（4月3日至6日）.
var periodOnly = pattern.New(`^(?:在)?\p{Han}{2,8}期间(?:[（(][^（）()]*[）)])?$`)

func (s *claiming) timeOver() bool {
	return timeOnly.MatchString(s.next.text) && len(s.next.moments) == 0
}

// timeOnly matches a clause that only names a past time, of which the next clauses tell.
var timeOnly = pattern.New(`^(?:(?:20\d\d年)?\d{1,2}月(?:\d{1,2}[日号](?:[至到—~～\-](?:\d{1,2}月)?\d{1,2}[日号])?|初|底|末|上旬|中旬|下旬|份)?|去年.{0,6}|前期|近期|上半年|日前|今年以来|去年以来|上午|刚才)$`)
