package draft

import (
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook/pattern"
)

var (
	// winning matches work to get something from a higher level, which is work of its own.
	winning = pattern.New(`^争取[^，]{2,}(?:资金|基金|扶持|支持|政策|试点|补助|额度|指标)`)
	// building matches something new to be there in the end, besides the work before.
	building   = pattern.New(`^(?:建好|构建|打造)[^，一]{6,}`)
	partWords  = pattern.New(`其中|全部|剩余|余下|其余|累计|首批|第一批|前期`)
	alsoWords  = pattern.New(`^(?:同时|还要|另外|此外)`)
	moreWords  = pattern.New(`^(?:进一步|并)`)
	effort     = pattern.New(`争取|力争|确保|必须`)
	papers     = pattern.New(`(?:方案|意见|清单|办法|制度|规划|机制|体系|预案|细则|标准|台账|报告|计划)(?:和|、|后?报|并|$)`)
	recurClear = pattern.New(`提醒督办|定期|考核|及时(?:提醒|督办|处置)|通报`)
)

// splits reports whether a clause is new work of the same actor, besides that in the claim so far.
func (cl *claim) splits(c *clause) bool {
	var figure, limit, rhythm bool
	for _, h := range cl.clauses {
		figure = figure || len(h.amounts) > 0
		limit = limit || len(h.moments) > 0
		rhythm = rhythm || len(h.rhythms) > 0
	}
	document := papers.MatchString(c.body.text) && deliverVerbs.opens(c.body.text) != ""
	switch {
	case priced.MatchString(c.text), cl.stretches(c), cl.invests(c):
		return false
	case cl.builds(c):
		return true
	case cl.stepOf(c), cl.sharesOut(c):
		return false
	case planned.MatchString(c.text) && c.deliver && cl.solid():
		return true
	case figure && winning.MatchString(c.body.text):
		return true
	case !figure && !limit && cl.solid() && building.MatchString(c.body.text):
		return true
	case figure && cl.partApart(c):
		return true
	case partWords.MatchString(c.text) || effectVerbs.opens(c.body.text) != "" && len(c.moments) == 0:
		return false
	case len(c.rhythms) > 0 && !rhythm:
		// Recurring work and work that is done once, by a day or up to a number, are two tasks.
		return limit || figure
	case rhythm && (len(c.moments) > 0 || len(c.amounts) > 0 && c.deliver):
		return true
	case len(c.amounts) > 0 && figure && (c.verb != "" || bounded.MatchString(c.text) || growing.MatchString(c.text)):
		return true
	case ensured(c):
		return false
	case cl.counts(c):
		return true
	case len(c.amounts) > 0 && len(c.moments) > 0 && !figure && cl.solid() && (limit || effort.MatchString(c.text)):
		return true
	case document && (figure || cl.fixes()) && len(c.moments) == 0:
		return utf8.RuneCountInString(c.body.text) > shortTitle
	case len(c.amounts) > 0 && !figure && limit && cl.actor == noActor && cl.solid() && c.verb != "" && verbAt(c.body.text) == "":
		// A figure of a thing of its own behind what is due by a day: 新院区9月份投入使用，每院至少配备1台设备.
		return true
	case !figure && cl.papers() && slices.ContainsFunc(c.amounts, func(a amount) bool { return !a.size }):
		return true
	case fixesMore(c) && !cl.fixes() && !someOnly.MatchString(c.text):
		return cl.solid()
	case recurClear.MatchString(c.text) && !rhythm && cl.solid() && !cl.recurs() && utf8.RuneCountInString(c.body.text) > shortTitle+1:
		return true
	case (alsoWords.MatchString(c.text) || moreWords.MatchString(c.text) && figure) && verbAt(c.body.text) != "" && cl.solid():
		return true
	}
	return false
}

// counts reports whether a clause counts something that the claim does not, whatever its verb: 城镇新增就业4500人，转移农村劳动力1.2万人次.
func (cl *claim) counts(c *clause) bool {
	if len(c.amounts) != 1 || len(c.moments)+len(c.rhythms) > 0 || !thingCounted.MatchString(c.text[:max(0, c.amounts[0].at.from-c.from)]) {
		return false
	}
	if partWords.MatchString(c.text) || effectVerbs.opens(c.body.text) != "" || noVerbs.opens(c.body.text) != "" || priced.MatchString(c.text) || len(cl.amounts()) == 0 {
		return false
	}
	a := c.amounts[0]
	return !a.size && !a.cost && !a.from && !slices.ContainsFunc(cl.amounts(), func(b amount) bool { return sameUnit(a, b) })
}

// thingCounted gives what a clause counts, if its name is long enough to be distinctive.
var thingCounted = pattern.New(`^[\p{Han}“”]{5,}$`)

// partApart reports whether a part has an aim of its own: 固定资产投资增长9%，其中工业技改投资增长15%.
func (cl *claim) partApart(c *clause) bool {
	return c.partOfOwn()
}

func (c *clause) partOfOwn() bool {
	return len(c.amounts) == 1 && len(c.moments) == 0 && partOfOwn.MatchString(c.text[:max(0, c.amounts[0].at.from-c.from)])
}

var partOfOwn = pattern.New(`^其中\P{N}*?[\p{Han}”]{4,}?(?:不得?[低少高多]于|增长|达到|不得?超过|控制在)$|^其中\d+(?:万|亿)?元以[上下](?:项目|企业|工程)不[少低]于$`)

// stretches reports whether a clause gives a more ambitious figure for the one before it: 完成18.6亿元，力争达到19亿元.
func (cl *claim) stretches(c *clause) bool {
	if len(c.amounts) != 1 || !farther.MatchString(c.text[:max(0, c.amounts[0].at.from-c.from)]) {
		return false
	}
	return slices.ContainsFunc(cl.amounts(), func(a amount) bool { return sameUnit(a, c.amounts[0]) })
}

// sharesOut reports whether a clause continues to allocate the figure before: 改造2400户，其中甲镇、乙镇各完成500户，
// 丙镇、丁镇各完成400户.
func (cl *claim) sharesOut(c *clause) bool {
	if len(c.amounts) != 1 || c.amounts[0].at.from < c.from || len(owners(c.sub(0, c.amounts[0].at.from-c.from))) == 0 {
		return false
	}
	before := c.para.text[min(cl.whole.from, c.from):c.from]
	if i := strings.LastIndexAny(before, stops); i >= 0 {
		before = before[i:]
	}
	return strings.Contains(before, "其中") && slices.ContainsFunc(cl.amounts(), func(a amount) bool { return sameUnit(a, c.amounts[0]) })
}

var farther = pattern.New(`^(?:力争|争取|冲刺|奋力|努力)(?:达到|突破|完成|实现|冲刺|超过)?$`)

// ensured matches a share that the work before it should lead to: 做好入库，确保占比不低于七成.
func ensured(c *clause) bool {
	return len(c.amounts) == 1 && c.amounts[0].unit == "%" && strings.HasPrefix(c.text, "确保")
}

// stepOf reports whether a clause says how many of the claim's things are done by a day: 整治17家，上半年完成10家.
func (cl *claim) stepOf(c *clause) bool {
	if len(c.amounts) != 1 || len(c.moments) == 0 {
		return false
	}
	a := c.amounts[0]
	if c.sharesDone() {
		return len(cl.amounts()) > 0
	}
	if strings.Trim(c.para.text[a.at.to():c.to()], spaces+"以上") != "" || strings.TrimSuffix(c.verb, "成") == c.verb && !handingOver.has(c.verb) {
		return false
	}
	return slices.ContainsFunc(cl.clauses, func(h *clause) bool {
		// 上半年开工40个，年内竣工30个: 30 finished are no part of 40 begun.
		begun := len(h.moments) > 0 && beginning.within(h.body.text) != "" && handingOver.has(c.verb)
		return !begun && slices.ContainsFunc(h.amounts, func(b amount) bool { return sameUnit(a, b) && a.value < b.value })
	})
}

// beginning lists verbs that begin the work on a thing.
var beginning = newLexicon(`开工 新开工 开工建设 动工 开建 启动`)

// sharesDone reports whether a clause says how much of the work before it is done by a day.
func (c *clause) sharesDone() bool {
	return len(c.moments) > 0 && shareDone.MatchString(strings.Replace(c.text, c.moments[0].wording, "", 1))
}

// shareDone matches a clause that only says how much of the work before it is done: 6月底前完成50%.
var shareDone = pattern.New(`^[在于要须]?(?:力争|确保)?(?:累计)?完成(?:任务|目标|总?量|计划|进度)?的?\d+(?:\.\d+)?[%％](?:以上)?$`)

// handingOver lists verbs that end the work before.
var handingOver = newLexicon(`完成 交付 交付使用 投用 投入使用 投产 建好 竣工 完工 办结 启用 封顶 通车`)

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

func (cl *claim) recurs() bool {
	for _, c := range cl.clauses {
		if recurClear.MatchString(c.text) {
			return true
		}
	}
	return false
}

// papers reports whether the work of a claim is a document or a system to be set up.
func (cl *claim) papers() bool {
	for _, c := range cl.clauses {
		if papers.MatchString(c.body.text) && deliverVerbs.opens(c.body.text) != "" {
			return true
		}
	}
	return false
}

// builds reports whether a clause names a construction work of its own, with a limit.
func (cl *claim) builds(c *clause) bool {
	thing := c.thing()
	if len(cl.clauses) == 0 || partOfWork.MatchString(thing) {
		return false
	}
	if thing == "" {
		own := c.made()
		return own != "" && slices.ContainsFunc(cl.clauses, func(h *clause) bool { return alike(h.made(), own, nearKind) })
	}
	return buildWords.within(c.text) != "" ||
		!startsWithDigit(thing) && slices.ContainsFunc(cl.clauses, func(h *clause) bool { return h.beside(thing) })
}

// thing gives the text before the limit of a clause, if it says what the limit is for: 青石桥 in 其中青石桥10月底前通车.
func (c *clause) thing() string {
	if len(c.moments) == 0 || c.moments[0].at.from <= c.body.from+len("其中") {
		return ""
	}
	thing := strings.TrimPrefix(c.para.text[c.body.from:c.moments[0].at.from], "其中")
	thing = strings.TrimSuffix(strings.TrimRight(thing, "要在于须"), "必须")
	if verbAt(thing) != "" || utf8.RuneCountInString(thing) < 3 || strings.Contains(thing, "，") {
		return ""
	}
	return thing
}

// beside reports whether a clause has a limit for another thing of the same kind:
// 青石桥10月底前通车 is beside 北环路, 年底前完成东岭水库除险加固 beside 北沟水库除险加固.
func (c *clause) beside(thing string) bool {
	if own := c.thing(); own != "" {
		return own != thing && !partOfWork.MatchString(own)
	}
	return alike(c.made(), thing, leastKind)
}

// made gives the object of a clause with a limit, empty for a part of some work.
func (c *clause) made() string {
	head := c.head()
	if len(c.moments) == 0 || len(c.amounts) > 0 || verbAt(head) == "" || partOfWork.MatchString(head) {
		return ""
	}
	return strings.TrimPrefix(head, verbAt(head))
}

// leastKind is the least number of equal characters at the ends of two things of one kind; nearKind is that if only these distinguish them
// from steps of one work: 完成摸底排查, 完成集中排查.
const leastKind, nearKind = 2, 4

// alike reports whether two things are of one kind, as they end with at least so many equal characters.
func alike(a, b string, least int) bool {
	if a == b {
		return false
	}
	for n := 0; n < least; n++ {
		r, size := utf8.DecodeLastRuneInString(a)
		s, _ := utf8.DecodeLastRuneInString(b)
		if r != s || size == 0 {
			return false
		}
		a, b = a[:len(a)-size], b[:len(b)-size]
	}
	return true
}

// partOfWork matches a phase or a part of one work: 主体工程, 剩余3处.
var partOfWork = pattern.New(`主体|基础|装修|设备|招标|前期|路基|路面|征地|拆迁|设计|方案|[一二三四五]期|外立面|配套|手续|验收|安装|调试|采购|立项|可研|图纸|首批|批次|全部|剩余|余下|其余|各项|总体|整改|资金`)

// closing matches the end of the work before: 整改到位, 限期销号.
var closing = pattern.New(`^整改|整改到位|^[^，]{0,8}销号$|^发现[^，]*(?:整改|处置|处理|解决)`)

func fixing(c *clause) bool { return fixVerbs.within(fixedBy.ReplaceAllString(c.body.text, "")) != "" }

// fixedBy matches text about how others put things right: 对整改不力的予以通报.
var fixedBy = pattern.New(`(?:整改|整治|销号)(?:不力|不到位|不彻底|情况|进度|进展|成效|结果|办法|意见|细则|规划)`)

// fixesMore reports whether a clause puts something else right, and does not only end the work before: 整改到位.
func fixesMore(c *clause) bool {
	return fixing(c) && !closing.MatchString(c.body.text)
}

func (cl *claim) fixes() bool {
	for _, c := range cl.clauses {
		if fixing(c) {
			return true
		}
	}
	return false
}

// solid reports whether the claim has work that can stand by itself.
func (cl *claim) solid() bool {
	for _, c := range cl.clauses {
		if c.verb != "" {
			return true
		}
	}
	return false
}
