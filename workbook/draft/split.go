package draft

import (
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

// boundary is the place in a sentence between a claim and the next clause.
type boundary struct {
	claim *claim
	next  *clause
	// figure, limit and rhythm say that the claim has one, solid that it has work that can stand by itself.
	figure, limit, rhythm, solid bool
	// stressed says that what comes next is the most important part of the work before: 尤其是….
	stressed bool
}

// boundaryTo gives the boundary between a claim and the next clause.
func (cl *claim) boundaryTo(next *clause, stressed bool) *boundary {
	b := &boundary{claim: cl, next: next, stressed: stressed, solid: cl.solid()}
	for _, c := range cl.clauses {
		b.figure = b.figure || len(c.amounts) > 0
		b.limit = b.limit || len(c.moments) > 0
		b.rhythm = b.rhythm || len(c.rhythms) > 0
	}
	return b
}

// The answers of splitting: the next clause begins a claim of its own, on the same actor, or adds to the one before it.
const (
	splits = true
	adds   = false
)

// splitting decides whether a clause is work of its own, besides that in the claim before it. A clause that no rule is about adds to that.
var splitting = []rule[*boundary, bool]{
	{"for all after a limit for each", "水利局10月底前、林业局11月底前完成普查，建立台账8本", (*boundary).forAll, splits},
	{"stressed", "文旅局要抓好景区公厕日常保洁，尤其要针对国庆长假开展专项检查", (*boundary).stress, splits},
	{"price", "气象局建成雨量站18个，投资216万元", (*boundary).price, adds},
	{"farther figure", "财政局牵头，收入完成18.6亿元，力争达到19亿元", (*boundary).fartherFigure, adds},
	{"investment", "发改局重点抓好16个省市重点项目，年度计划投资86亿元", (*boundary).investment, adds},
	{"another construction", "交通局要加快重点工程进度，其中沿河公路11月底前复工，北沟大桥汛期前完工", (*boundary).construction, splits},
	{"so many by a day", "工信局要整治企业17家，其中9月底前完成10家", (*boundary).soManyByDay, adds},
	{"figure allocated further", "各乡镇改造户厕1700户，其中城关镇、石桥镇各完成500户，柳河镇、青坪镇各完成350户", (*boundary).allocated, adds},
	{"planned", "商务局要优化招商职能，计划依托大项目办设立专班", (*boundary).plan, splits},
	{"funds to be won", "水利局要推进12座水库除险加固，争取省级补助资金", (*boundary).funds, splits},
	{"something new", "要用好人才公寓，构建集孵化、融资、培训于一体的服务体系", (*boundary).somethingNew, splits},
	{"portion with an aim of its own", "商务局全年引进项目5家以上，其中外资项目不少于1家", (*boundary).portionOfOwn, splits},
	{"portion", "住建局要改造老旧小区1460户，10月底前全部开工", (*boundary).portion, adds},
	{"whom it reaches", "招商局要引进加工企业2家，带动就业不少于80人", (*boundary).effect, adds},
	{"recurs, after work done once", "水利局改造泵站3座，实行双周调度", (*boundary).recursAfterOnce, splits},
	{"how often", "司法局要梳理出执法事项清单，每月调度进展情况", (*boundary).howOften, adds},
	{"done once, after work that recurs", "教育局每月检查食堂，10月底前更新灶具", (*boundary).onceAfterRecurring, splits},
	{"bound besides what recurs", "城管局每月通报降尘量，平均降尘量不得高于7吨/月·平方公里", (*boundary).boundBesides, splits},
	{"second figure", "住建局要改造管网12公里，新建泵站3座", (*boundary).secondFigure, splits},
	{"share that should follow", "统计局要会同应急局建好企业底册，确保四季度纳管率不低于95%", (*boundary).ensuredShare, adds},
	{"another thing counted", "城镇新增就业4500人，农村公益性岗位800个。（责任单位：人社局）", (*boundary).anotherCount, splits},
	{"figure with a day of its own", "教育局9月底前开展校舍排查，11月底前加固校舍12栋", (*boundary).figureWithDay, splits},
	{"document", "应急局要整治隐患12处，建立重大隐患销号台账", (*boundary).documentOfOwn, splits},
	{"its document", "应急局要整治隐患12处，建立台账", (*boundary).document, adds},
	{"figure behind a day", "新院区9月份投入使用，每院至少配备1台设备", (*boundary).figureBehindDay, splits},
	{"figure behind a document", "水利局要制定河道清淤方案，清淤渠道12公里", (*boundary).figureBehindDocument, splits},
	{"rectification", "应急局要加强值守，对液化气站开展专项整治", (*boundary).rectification, splits},
	{"rectification of what is named before", "市场监管局要把占道经营、以次充好这些乱象好好管一管，国庆节前集中整治一次", (*boundary).rectifies, adds},
	{"following up", "发改局要抓好项目建设，对进展缓慢的单位定期进行督办", (*boundary).followingUp, splits},
	{"besides", "农业农村局要抓好秋种，同时加强种子市场管理", (*boundary).besides, splits},
}

// forAll reports whether a figure or limit comes after several with a limit each: it is for all of them together.
func (b *boundary) forAll() bool {
	return len(b.claim.beside) > 0 && len(b.next.amounts)+len(b.next.moments) > 0
}

func (b *boundary) stress() bool {
	return b.stressed && b.solid && (b.next.obliges || verbAt(b.next.body.text) != "")
}

func (b *boundary) price() bool { return priced.MatchString(b.next.text) }

// fartherFigure reports whether a clause gives a more ambitious figure for the one before it.
func (b *boundary) fartherFigure() bool {
	c := b.next
	return len(c.amounts) == 1 && farther.MatchString(c.untilFigure()) && b.claim.countsIn(c.amounts[0])
}

var farther = pattern.New(`^(?:力争|争取|冲刺|奋力|努力)(?:达到|突破|完成|实现|冲刺|超过)?$`)

// investment reports whether a clause says how much is to be invested in the claim's project: in the year, if no figure of the claim says
// so yet, otherwise by a day.
func (b *boundary) investment() bool {
	if slices.ContainsFunc(b.claim.amounts(), func(a amount) bool { return a.year }) {
		return b.next.invests()
	}
	return b.next.plansInvestment()
}

func (b *boundary) construction() bool { return b.claim.builds(b.next) }

// soManyByDay reports whether a clause says how many of the claim's things are done by a day.
func (b *boundary) soManyByDay() bool {
	c := b.next
	if len(c.amounts) != 1 || len(c.moments) == 0 {
		return false
	}
	a := c.amounts[0]
	if c.sharesDone() {
		return b.figure
	}
	if strings.Trim(c.para.text[a.at.to():c.to()], spaces+"以上") != "" || strings.TrimSuffix(c.verb, "成") == c.verb && !handingOver.has(c.verb) {
		return false
	}
	return slices.ContainsFunc(b.claim.clauses, func(h *clause) bool {
		// 上半年开工40个，年内竣工30个: 30 finished are no portion of 40 begun.
		begun := len(h.moments) > 0 && beginning.within(h.body.text) != "" && handingOver.has(c.verb)
		return !begun && slices.ContainsFunc(h.amounts, func(o amount) bool { return sameUnit(a, o) && a.value < o.value })
	})
}

// beginning lists verbs that begin the work on a thing, handingOver verbs that end the work before.
var (
	beginning   = newLexicon(`开工 新开工 开工建设 动工 开建 启动`)
	handingOver = newLexicon(`完成 交付 交付使用 投用 投入使用 投产 建好 竣工 完工 办结 启用 封顶 通车`)
)

// sharesDone reports whether a clause says how much of the work before it is done by a day.
func (c *clause) sharesDone() bool {
	return len(c.moments) > 0 && shareDone.MatchString(strings.Replace(c.text, c.moments[0].wording, "", 1))
}

// shareDone matches a clause that only says how much of the work before it is done: 6月底前完成50%.
var shareDone = pattern.New(`^[在于要须]?(?:力争|确保)?(?:累计)?完成(?:任务|目标|总?量|计划|进度)?的?\d+(?:\.\d+)?[%％](?:以上)?$`)

func (b *boundary) allocated() bool { return b.claim.allocatesFurther(b.next) }

func (b *boundary) plan() bool { return planned.MatchString(b.next.text) && b.next.deliver && b.solid }

// planned begins a plan.
var planned = pattern.New(`^(?:计划|拟)`)

func (b *boundary) funds() bool { return b.figure && winning.MatchString(b.next.body.text) }

// winning matches work to get something from a higher level.
var winning = pattern.New(`^争取[^，]{2,}(?:资金|基金|扶持|支持|政策|试点|补助|额度|指标)`)

func (b *boundary) somethingNew() bool {
	return !b.figure && !b.limit && b.solid && building.MatchString(b.next.body.text)
}

// building matches something new to be there in the end.
var building = pattern.New(`^(?:建好|构建|打造)[^，一]{6,}`)

func (b *boundary) portionOfOwn() bool { return b.figure && b.next.portionOfOwn() }

// portionOfOwn reports whether a clause gives a portion of the figure before it an aim of its own.
func (c *clause) portionOfOwn() bool {
	return len(c.amounts) == 1 && len(c.moments) == 0 && portionOfOwn.MatchString(c.untilFigure())
}

var portionOfOwn = pattern.New(`^其中\P{N}*?[\p{Han}”]{4,}?(?:不得?[低少高多]于|增长|达到|不得?超过|控制在)$|^其中\d+(?:万|亿)?元以[上下](?:项目|企业|工程)不[少低]于$`)

func (b *boundary) portion() bool { return portions.MatchString(b.next.text) }

// portions matches words for a portion of what is named before, or for all of it.
var portions = pattern.New(`其中|全部|剩余|余下|其余|累计|首批|第一批|前期`)

func (b *boundary) effect() bool {
	return effectVerbs.opens(b.next.body.text) != "" && len(b.next.moments) == 0
}

// recursAfterOnce reports whether work that recurs comes after work that is done once, by a day or up to a number.
func (b *boundary) recursAfterOnce() bool { return b.howOften() && (b.limit || b.figure) }

func (b *boundary) howOften() bool { return len(b.next.rhythms) > 0 && !b.rhythm }

func (b *boundary) onceAfterRecurring() bool {
	return b.rhythm && (len(b.next.moments) > 0 || len(b.next.amounts) > 0 && b.next.deliver)
}

// boundBesides reports whether a clause bounds a figure after work that recurs.
func (b *boundary) boundBesides() bool {
	return b.rhythm && !b.figure && b.solid && len(b.next.rhythms) == 0 && bounded.MatchString(b.next.text)
}

func (b *boundary) secondFigure() bool {
	return len(b.next.amounts) > 0 && b.figure && (b.next.verb != "" || bounded.MatchString(b.next.text) || growing.MatchString(b.next.text) || reaching.MatchString(b.next.text) || b.next.changesToo(b.claim))
}

// reaching matches a thing that is to come to a figure, without a verb: 总产量达5.2亿斤. Alone such words tell how things stand.
var reaching = pattern.New(`^[^其，资投]{2,14}达\d[\d.]*[万亿]?[^，个百]{1,3}(?:以上|左右)?$`)

// changesToo reports whether a clause says by how much something should change, besides the bound that a claim has: 综合利用率稳定在92%以上，
// 火点数量同比下降30%. Alone such words tell of the past.
func (c *clause) changesToo(cl *claim) bool {
	return len(c.amounts) == 1 && changing.MatchString(c.text) && slices.ContainsFunc(cl.clauses, func(h *clause) bool { return bounded.MatchString(h.text) })
}

var changing = pattern.New(`^[^其，]{3,}(?:增长|上升|下降|降低|压减|压降)\d[\d.]*[%％]$`)

func (b *boundary) ensuredShare() bool {
	c := b.next
	return len(c.amounts) == 1 && c.amounts[0].unit == "%" && strings.HasPrefix(c.text, "确保")
}

// anotherCount reports whether a clause counts something that the claim does not, whatever its verb.
func (b *boundary) anotherCount() bool {
	c := b.next
	if len(c.amounts) != 1 || len(c.moments)+len(c.rhythms) > 0 || !thingCounted.MatchString(c.untilFigure()) {
		return false
	}
	if b.portion() || effectVerbs.opens(c.body.text) != "" || noVerbs.opens(c.body.text) != "" || priced.MatchString(c.text) || !b.figure {
		return false
	}
	a := c.amounts[0]
	return !a.size && !a.cost && !a.from && !b.claim.countsIn(a)
}

// thingCounted gives what a clause counts, if its name is long enough to be distinctive.
var thingCounted = pattern.New(`^[\p{Han}“”]{5,}$`)

func (b *boundary) figureWithDay() bool {
	return len(b.next.amounts) > 0 && len(b.next.moments) > 0 && !b.figure && b.solid && (b.limit || effort.MatchString(b.next.text))
}

var effort = pattern.New(`争取|力争|确保|必须`)

// document reports whether a document or system comes after work that has another measure.
func (b *boundary) document() bool {
	return b.next.document() && (b.figure || b.claim.fixes()) && len(b.next.moments) == 0
}

// documentOfOwn reports whether the text says which document it is.
func (b *boundary) documentOfOwn() bool {
	return b.document() && utf8.RuneCountInString(b.next.body.text) > shortTitle
}

// document reports whether a clause asks for a document or a system to be set up.
func (c *clause) document() bool {
	return papers.MatchString(c.body.text) && deliverVerbs.opens(c.body.text) != ""
}

var papers = pattern.New(`(?:方案|意见|清单|办法|制度|规划|机制|体系|预案|细则|标准|台账|报告|计划)(?:和|、|后?报|并|$)`)

// figureBehindDay reports whether a clause counts a thing of its own behind what is due by a day.
func (b *boundary) figureBehindDay() bool {
	return len(b.next.amounts) > 0 && !b.figure && b.limit && b.claim.actor == noActor && b.solid && b.next.verb != "" && verbAt(b.next.body.text) == ""
}

func (b *boundary) figureBehindDocument() bool {
	return !b.figure && slices.ContainsFunc(b.claim.clauses, (*clause).document) && slices.ContainsFunc(b.next.amounts, func(a amount) bool { return !a.size })
}

func (b *boundary) rectification() bool { return b.rectifies() && b.solid }

// rectifies reports whether a clause puts something right after other work.
func (b *boundary) rectifies() bool {
	return fixesMore(b.next) && !b.claim.fixes() && !someOnly.MatchString(b.next.text)
}

func (b *boundary) followingUp() bool {
	return recurClear.MatchString(b.next.text) && !b.rhythm && b.solid && utf8.RuneCountInString(b.next.body.text) > shortTitle+1 &&
		!slices.ContainsFunc(b.claim.clauses, func(c *clause) bool { return recurClear.MatchString(c.text) })
}

// recurClear matches work that recurs even if the text does not say how often.
var recurClear = pattern.New(`提醒督办|定期|考核|及时(?:提醒|督办|处置)|通报`)

func (b *boundary) besides() bool {
	return (alsoWords.MatchString(b.next.text) || moreWords.MatchString(b.next.text) && b.figure) && b.next.firstVerb() != "" && b.solid
}

var (
	alsoWords = pattern.New(`^(?:同时|还要|另外|此外)`)
	moreWords = pattern.New(`^(?:进一步|并)`)
)
