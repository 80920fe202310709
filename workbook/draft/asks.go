package draft

import (
	"strings"

	"duban/workbook/pattern"
)

// The answers of asking.
const (
	asksWork = true
	noWork   = false
)

// asking decides whether a clause asks for work. A clause that no rule is about does: it has a verb of work.
var asking = []rule[*clause, bool]{
	{"frame", "会议指出，校车安全要警钟长鸣", (*clause).frames, noWork},
	{"attitude", "全体同志要增强责任感，水利局要清淤渠道12公里", (*clause).exhorts, noWork},
	{"how the paper came about", "经县委、县政府研究，制定本方案", (*clause).tellsOfPaper, noWork},
	{"what follows for those who fail", "要严明纪律，对敷衍应付、贻误工作的依纪依规追究责任", (*clause).warns, noWork},
	{"after what", "收割结束后，农技站推广良种30个村", (*clause).onlyWhen, noWork},
	{"whom it is about", "评估为高风险的，由应急局10月底前组织整改", (*clause).qualifies, noWork},
	{"past", "上半年共栽植苗木3万株", (*clause).tells, noWork},
	{"work of a bureau", "水利局要做好雨季调度", (*clause).ofBureau, asksWork},
	{"assurance", "电力、通信企业要确保主干线路不中断", (*clause).assures, asksWork},
	{"leader who oversees", "李梅同志负总责，住建局11月底前改造老旧小区6个", (*clause).oversees, asksWork},
	{"leader, how often", "各镇区书记镇长每月外出。", (*clause).ofLeaderOften, asksWork},
	{"investment planned", "城西水厂年度计划投资1.2亿元，6月底前主体封顶", (*clause).plansInvestment, asksWork},
	{"aim without a verb", "统计局要加强核查，数据差错率低于1%", (*clause).aims, asksWork},
	{"limit without a verb", "农民丰收节10月底前面向全县", (*clause).verblessLimit, asksWork},
	{"no verb", "项目是硬道理，发改局要编制项目清单", (*clause).noVerb, noWork},
}

// asks reports whether a clause asks for work.
func (r *reader) asks(c *clause) bool {
	yes, ok := decide(r.decided, asking, c)
	return yes || !ok
}

func (c *clause) frames() bool { return c.frame && len(c.leads) == 0 }

func (c *clause) exhorts() bool {
	return exhortations.MatchString(c.text) && len(c.moments) == 0 && len(c.amounts) == 0
}

func (c *clause) tellsOfPaper() bool { return ofThisPaper.MatchString(c.text) }

// ofThisPaper matches text that tells how the paper itself came about: 经县委、县政府研究，制定本方案.
var ofThisPaper = pattern.New(`^经\p{Han}{0,4}(?:党?[委组]|政府|会议?|研究)[\p{Han}、]{0,24}(?:研究|同意|批准|审定|决定)$|^(?:现|特|结合实际，?)*(?:制定|制订|印发|起草|编制)(?:了)?本(?:方案|办法|细则|规定|意见|通知|计划|清单)$`)

func (c *clause) warns() bool { return c.actor != bureauActor && accountable.MatchString(c.text) }

// accountable warns of what follows for those who fail: 对工作不力的严肃追责, 逾期未完成的予以通报.
var accountable = pattern.New(`追究[^，]{0,8}责任|追责|问责|一票否决|依规依纪|依纪依[规法]|依法依[规纪]|(?:未|没有|逾期|拒不)[^，]{1,12}的(?:一律|将|要)?(?:予以|给予|进行)?(?:通报|约谈|批评)`)

func (c *clause) onlyWhen() bool { return afterwards.MatchString(c.text) }

// afterwards ends a clause that only says when, or besides what.
var afterwards = pattern.New(`(?:以后|之后|以来|的同时|过程中|基础上|[^会今最先背前售]后)$`)

// qualifies reports whether a clause says which of a kind the next one is about: 评估为高风险的，由X责令整改.
func (c *clause) qualifies() bool {
	return c.actor == noActor && strings.HasSuffix(c.text, "的") && len(c.moments)+len(c.amounts) == 0
}

// tells reports whether a clause tells of the past, without a limit by which something has to be done.
func (c *clause) tells() bool { return c.past && !(len(c.moments) > 0 && c.obliges) }

func (c *clause) ofBureau() bool { return c.actor == bureauActor && c.body.text != "" }

func (c *clause) assures() bool { return c.actor == vagueActor && assuring.MatchString(c.text) }

func (c *clause) ofLeaderOften() bool { return c.actor == leaderActor && len(c.rhythms) > 0 }

// aims reports whether a clause has no verb but says how far something should get, or how often and how much.
func (c *clause) aims() bool {
	return c.verb == "" && (bounded.MatchString(c.text) || growing.MatchString(c.text) || c.portionOfOwn() || c.paced())
}

// bounded matches a thing with a figure and no verb: 登记率不低于98%, 收入目标3亿元.
var bounded = pattern.New(`^(?:[^每其，资投]|资[^金]|投[^资入]){3,}(?:不得?(?:低于|少于|高于|多于|超过|突破)|低于|目标|控制在|保持在?|稳定在|(?:下降|压降|提高|提升|降|升)(?:至|到))\d`)

// growing matches growth by at least, or about, a figure, which is an aim; without such a word the text tells of past growth.
var growing = pattern.New(`^[^其，]{3,}(?:增长|增速(?:达到|保持在)?|增幅(?:达到|保持在)?|下降|压减|压降)\d[\d.]*[%％](?:以上|左右|以内)`)

func (c *clause) verblessLimit() bool {
	return c.verb == "" && len(c.moments) > 0 && !ofSeason.MatchString(c.text) && !contextual.MatchString(c.text)
}

// ofSeason matches text that only names a span of days: 4月1日至5月31日为森林高火险期.
var ofSeason = pattern.New(`\d[日号]?(?:是|为)\p{Han}{2,12}(?:期|月|周|日|季|年)$`)

func (c *clause) noVerb() bool { return c.verb == "" }
