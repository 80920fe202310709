package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// candidate is one of a claim's clauses, which may be the one that says what the work is.
type candidate struct {
	*clause
	among []*clause
}

// mainSigns say how plainly a clause says what should be there in the end.
var mainSigns = []sign[candidate]{
	{"verb", "水利局要做好雨季调度", (candidate).hasVerb, 2},
	{"verb first", "林业局要开展巡护，对重点林区设卡", (candidate).verbFirst, 2},
	{"circumstance", "对重点项目每周调度一次。", (candidate).circumstance, -1},
	{"rhythm", "司法局要梳理出执法事项清单，每月调度进展情况", (candidate).recurs, 2},
	{"one of several works", "南环大桥、城北客运站年内要确保开工", (candidate).oneOfSeveral, 4},
	{"result", "畜牧局抓好防疫，建成动物隔离场", (candidate).result, 1},
	{"result by a day", "畜牧局抓好防疫，下月8日前完成补免", (candidate).dueResult, 1},
	{"number of things", "小饭桌要管起来。一共27家，由市场监管局牵头，10月15号前全部过一遍", (candidate).onlyCounts, -6},
	{"some of what is found", "应急局要检查加油站，未达到要求的要限期整改", (candidate).ofSome, -2},
	{"end of the work", "林业局编制防火预案，10月底前印发实施", (candidate).onlyEnds, -6},
	{"share of the work", "住建局改造老旧小区20处，其中9月底前完成8处", (candidate).onlyShare, -8},
	{"figure", "卫健局要培训医生320人", (candidate).hasFigure, 2},
	{"object with 把", "消防大队要把九小场所查一遍，建立台账", (candidate).handles, 2},
	{"ambition", "财政局牵头，收入完成18.6亿元，力争达到19亿元", (candidate).reachesFarther, -4},
	{"only when", "预警启动后，每4小时调度一次减排情况。（责任单位：应急局）", (candidate).onlyWhen, -6},
	{"purpose", "供销社增设农资服务站，专门负责统一配送", (candidate).purpose, -3},
	{"hope", "水利局要推进12座水库除险加固，争取省级补助资金", (candidate).hopes, -3},
	{"handing in", "城管局要研究提出占道经营整治办法，提交下次会议审议", (candidate).handsIn, -3},
	{"keeping track", "各部门要逐条制定措施，每月报送进展", (candidate).keepsTrack, -6},
	{"portion or effect", "水利局修建水库2座，剩余工程要在11月底前贯通", (candidate).portionOrEffect, -2},
}

// mainClause gives the clause that says most plainly what should be there in the end; the first if several do.
func (r *reader) mainClause(clauses []*clause) *clause {
	best, most := clauses[0], -100
	for _, c := range clauses {
		if n := weigh(r.decided, mainSigns, candidate{c, clauses}); n > most {
			best, most = c, n
		}
	}
	return best
}

func (c candidate) hasVerb() bool { return c.verb != "" }

func (c candidate) verbFirst() bool { return verbAt(c.head()) != "" }

func (c candidate) circumstance() bool {
	return !c.verbFirst() && contextual.MatchString(c.body.text) && len(c.amounts) == 0
}

func (c candidate) recurs() bool { return len(c.rhythms) > 0 }

func (c candidate) oneOfSeveral() bool { return c.lent != "" || c.subject }

func (c candidate) result() bool {
	return c.deliver && utf8.RuneCountInString(c.body.text) > shortTitle
}

func (c candidate) dueResult() bool { return c.deliver && len(c.moments) > 0 }

func (c candidate) onlyCounts() bool { return counting.MatchString(c.text) }

func (c candidate) ofSome() bool { return someOnly.MatchString(c.text) }

// someOnly matches a clause about some of the things that the work finds: 未达到要求的抓紧整改.
var someOnly = pattern.New(`^[^，把将对]{3,16}的(?:要|抓紧|一律|从严|依法|及时|限期|尽快)`)

func (c candidate) onlyEnds() bool { return len(c.among) > 1 && c.bareEnd() }

// bareEnd reports whether a clause only says that work is done, without saying which: 8月20日前完成.
func (c *clause) bareEnd() bool {
	head := c.head()
	return endings.opens(head) == head || finishing.MatchString(head)
}

// endings lists verbs that need the work before them.
var endings = newLexicon(`完成 办结 到位 整改到位 落实到位 印发 出台 公布实施 印发实施 组织实施 实施 交付 拨付 提交 上报 报送 见效 销号`)

func (c candidate) onlyShare() bool {
	return len(c.among) > 1 && (c.sharesDone() || c.belowOther(c.among))
}

func (c candidate) hasFigure() bool { return len(c.amounts) > 0 }

func (c candidate) handles() bool { return handled.MatchString(c.body.text) }

// handled matches an object with 把: 把九小场所查一遍.
var handled = pattern.New(`^(?:把|将)[^，]{4}`)

func (c candidate) reachesFarther() bool {
	return len(c.amounts) > 0 && farther.MatchString(c.untilFigure())
}

func (c candidate) purpose() bool { return purpose.MatchString(c.text) }

// purpose begins a clause about what the work should lead to.
var purpose = pattern.New(`^(?:确保|从而|为|以便|努力|切实|真正|更好|专[职门]负责)`)

func (c candidate) hopes() bool {
	return hoping.MatchString(c.text) && len(c.moments)+len(c.amounts) == 0
}

// hoping begins a clause about what the work may lead to: 争取建成一块、运营一块.
var hoping = pattern.New(`^(?:争取|力争)`)

func (c candidate) handsIn() bool { return handingIn.MatchString(c.head()) }

// handingIn matches what is done with a result.
var handingIn = pattern.New(`^(?:提交|上报|报送|报)(?:[市县区镇省]|下一?次|常务会|常委会|会议|审议|研究)`)

func (c candidate) keepsTrack() bool {
	return len(c.among) > 1 && keepingTrack.MatchString(c.body.text)
}

// keepingTrack matches a clause that only says how often progress is to be reported: 每月报送进度.
var keepingTrack = pattern.New(`^(?:要|须|应)?(?:每|按)[天日周旬月季半年个度]+(?:末|底|初)?(?:定期)?(?:报送|上报|报告|汇报|反馈)(?:一次|1次)?(?:工作|任务|项目)?(?:进度|进展|情况|进展情况|推进情况|完成情况)*$`)

func (c candidate) portionOrEffect() bool {
	return portions.MatchString(c.text) && !ofPortions(c.clause) || effectVerbs.opens(c.body.text) != ""
}

// ofPortions reports whether a clause is about one of several construction works, with a limit of its own: 其中沿河公路3月底前复工.
func ofPortions(c *clause) bool {
	return strings.HasPrefix(c.text, "其中") && len(c.moments) > 0 && buildWords.within(c.text) != "" && c.moments[0].at.from > c.from+len("其中")
}
