package draft

import (
	"strings"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

const (
	longestTitleText = 60
	// shortTitle is the most characters of a title that says too little by itself: 加快推进.
	shortTitle = 5
)

// title gives the first clause with work; the goal is the claim's wording from there on.
func (t *Task) title(cl *claim) {
	main := mainClause(cl.clauses)
	text := main.undated(cl.of.text != "")
	if whole := cl.wholeOf(main); whole != "" {
		text = whole
	}
	if first := cl.clauses[0]; first != main && thin(text) && !first.bareEnd() {
		// 复核7处易涝点整治方案，完成整治4处: the last clause alone does not say of what.
		head := first.undated(false)
		if both := head + "，" + text; !thin(head) && !strings.HasSuffix(head, "）") && utf8.RuneCountInString(both) <= longestTitle {
			text = both
		}
	}
	if end := cl.clauses[len(cl.clauses)-1]; end != main && end.bareEnd() && issuing.MatchString(end.head()) {
		// 充分论证，9月底前印发实施: the title also says what is there in the end.
		text += "，" + end.head()
	}
	text = main.lent + strings.TrimPrefix(strings.TrimPrefix(text, "请"), "其中")
	switch {
	case cl.of.text != "" && utf8.RuneCountInString(cl.of.text) <= longestTitle:
		text = cl.of.text + "：" + text
	case main.topic.text != "" && !strings.HasPrefix(text, main.topic.text):
		text = main.topic.text + text
	case cl.context.text != "" && verbless(cl.context.text) && !counting.MatchString(cl.context.text) && (cl.stressed || strings.HasPrefix(cl.context.text, "对") || strings.HasSuffix(cl.context.text, "的") || utf8.RuneCountInString(text) <= shortTitle || thin(text)):
		text = cl.context.text + text
	case cl.field.text != "" && strings.HasPrefix(cl.field.text, text):
		// 会议同意拨付资金680万元，由财政局拨付.
		text = cl.field.text
	case cl.field.text != "" && !strings.Contains(text, cl.field.text):
		text = cl.field.text + "：" + text
	}
	if h := t.sec.topic(); h != "" && cl.field.text == "" && 3*shared(pairsOf(h), pairsOf(text)) < len(pairsOf(h)) {
		// 逐镇现场指导 says nothing without its heading.
		text = h + "：" + text
	}
	s := said(main.ground(), text)
	if utf8.RuneCountInString(text) > longestTitleText {
		s.Text, s.Sure, s.Why = string([]rune(text)[:longestTitleText])+"…", Doubtful, WhyLong
	}
	t.put(workbook.ColTitle, s)
	first, last := cl.clauses[0], cl.clauses[len(cl.clauses)-1]
	if first.para == last.para && last.to() > first.body.from {
		whole := piece{first.para, first.body.from, first.para.text[first.body.from:last.to()]}
		if !strings.HasSuffix(text, whole.text) {
			t.put(workbook.ColGoal, said(whole, whole.text))
		}
	}
}

// wholeOf gives the construction work that the first clause names if main, which would become the title, is only one of several dated steps
// of it: 推进县道改造工程，10月底前完成路基施工，12月20日前通车. It is empty otherwise, and also if either clause has a figure, as the figure of a step is not that
// of the whole.
func (cl *claim) wholeOf(main *clause) string {
	days := map[calendar.Date]bool{}
	for _, m := range cl.moments() {
		days[m.last] = true
	}
	first := cl.clauses[0]
	if len(days) < 2 || len(first.amounts) > 0 || len(main.amounts) > 0 {
		return ""
	}
	text := first.undated(false)
	if len(first.moments) > 0 {
		// 水库除险加固工程11月底前完成主体: the text before the limit.
		text = first.body.text[:max(0, first.moments[0].at.from-first.body.from)]
		text = text[stripLeadIns(text):]
	} else if first == main {
		return ""
	}
	if text = strings.Trim(text, spaces+stops+"，,、：:"); constructions.MatchString(text) && utf8.RuneCountInString(text) <= longestTitle {
		return text
	}
	return ""
}

// constructions match the end of the name of something that is built.
var constructions = pattern.New(`[\p{Han}A-Za-z\d]{4,}(?:工程|项目|建设|改造)$`)

// undated gives a clause's work without the words that lead up to it and without its limit, which has a column of its own. Without all,
// only wordings that cannot be part of a name are removed.
func (c *clause) undated(all bool) string {
	text := c.body.text[stripLeadIns(c.body.text):]
	if len(c.moments) > 0 && c.moments[0].at.from >= c.body.from {
		w := c.moments[0].wording
		if all || strings.HasPrefix(text, w) || strings.HasSuffix(w, "前") || strings.HasSuffix(w, "内") {
			text = withoutLimit(text, w)
		}
	}
	text = strings.Trim(text, spaces+stops+"，,、：:")
	return text[stripLeadIns(text):]
}

// thin reports whether a title does not say what the work is about: 完成招标, 报送清单, 达到19亿元.
func thin(text string) bool {
	rest := amountPattern.ReplaceAllString(text, "")
	return utf8.RuneCountInString(strings.TrimPrefix(rest, verbAt(rest))) <= thinObject
}

// thinObject is the most characters behind a verb that are too few to name an object.
const thinObject = 2

// withoutLimit removes a limit from a text, with the word that introduces it: 一律在30日内销号. It does not change names such as 全年任务.
func withoutLimit(text, wording string) string {
	if rest, ok := strings.CutPrefix(text, wording); ok && (wording == "全年" || wording == "今年") && verbAt(rest[stripLeadIns(rest):]) == "" {
		return text
	}
	for _, w := range []string{"要在" + wording, "要于" + wording, "在" + wording, "于" + wording, wording + "要", wording + "必须", wording + "务必", wording} {
		if strings.Contains(text, w) {
			return strings.Replace(text, w, "", 1)
		}
	}
	return text
}

// verbless matches a circumstance that a title can begin with: 对走访发现的问题, but not 对工作情况进行自查.
func verbless(s string) bool {
	s = already.ReplaceAllString(s, "")
	return !strings.Contains(s, "进行") && !strings.Contains(s, "开展") && !stating.MatchString(s) || strings.HasSuffix(s, "的问题")
}

// fieldOfWork matches a clause that only names the subject of a sentence: 民生领域的工作，要….
var fieldOfWork = pattern.New(`^[^，一把对从向要]{2,12}(?:工作|领域|方面)$`)

// already matches a description, not work: 对已经组建的产业基金.
var already = pattern.New(`已经?\p{Han}{1,4}的`)

// stating matches a statement: 省里非常重视.
var stating = pattern.New(`非常|十分|高度|重视|关心|已经|正在|是[^否]`)

// mainClause gives the clause that says most plainly what should be there in the end; the first if several do.
func mainClause(clauses []*clause) *clause {
	best, most := clauses[0], -100
	for _, c := range clauses {
		n := 0
		if c.verb != "" {
			n += 2
		}
		if verbAt(c.head()) != "" {
			n += 2
		} else if contextual.MatchString(c.body.text) && len(c.amounts) == 0 {
			n--
		}
		if len(c.rhythms) > 0 {
			n += 2
		}
		if c.lent != "" || c.subject {
			n += 4
		}
		if c.deliver && utf8.RuneCountInString(c.body.text) > shortTitle {
			n++
		}
		if len(c.moments) > 0 && c.deliver {
			n++
		}
		if counting.MatchString(c.text) {
			n -= 6
		}
		if someOnly.MatchString(c.text) {
			n -= 2
		}
		if len(clauses) > 1 && c.bareEnd() {
			n -= 6
		}
		if len(clauses) > 1 && (c.sharesDone() || c.belowOther(clauses)) {
			n -= 8
		}
		if len(c.amounts) > 0 {
			n += 2
		}
		if handled.MatchString(c.body.text) {
			n += 2
		}
		if len(c.amounts) > 0 && farther.MatchString(c.untilFigure()) {
			n -= 4
		}
		if purpose.MatchString(c.text) {
			n -= 3
		}
		if hoping.MatchString(c.text) && len(c.moments)+len(c.amounts) == 0 {
			n -= 3
		}
		if handingIn.MatchString(c.head()) {
			n -= 3
		}
		if len(clauses) > 1 && keepingTrack.MatchString(c.body.text) {
			n -= 6
		}
		if portions.MatchString(c.text) && !ofParts(c) || effectVerbs.opens(c.body.text) != "" {
			n -= 2
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

// bareEnd reports whether a clause only says that work is done, without saying which: 8月20日前完成.
func (c *clause) bareEnd() bool {
	head := c.head()
	return endings.opens(head) == head || finishing.MatchString(head)
}

// endings lists verbs that need the work before them.
var endings = newLexicon(`完成 办结 到位 整改到位 落实到位 印发 出台 公布实施 印发实施 组织实施 实施 交付 拨付 提交 上报 报送 见效 销号`)

// someOnly matches a clause about some of the things that the work finds: 未达到要求的抓紧整改.
var someOnly = pattern.New(`^[^，把将对]{3,16}的(?:要|抓紧|一律|从严|依法|及时|限期|尽快)`)

// ofParts reports whether a clause is about one of several construction works, with a limit of its own: 其中沿河公路3月底前复工.
func ofParts(c *clause) bool {
	return strings.HasPrefix(c.text, "其中") && len(c.moments) > 0 && buildWords.within(c.text) != "" && c.moments[0].at.from > c.from+len("其中")
}

// issuing matches the end of work on a document.
var issuing = pattern.New(`^(?:印发|出台|公布)`)

// hoping begins a clause about what the work may lead to: 争取建成一块、运营一块.
var hoping = pattern.New(`^(?:争取|力争)`)

// handled matches an object with 把: 把九小场所查一遍.
var handled = pattern.New(`^(?:把|将)[^，]{4}`)

// keepingTrack matches a clause that only says how often progress is to be reported: 每月报送进度.
var keepingTrack = pattern.New(`^(?:要|须|应)?(?:每|按)[天日周旬月季半年个度]+(?:末|底|初)?(?:定期)?(?:报送|上报|报告|汇报|反馈)(?:一次|1次)?(?:工作|任务|项目)?(?:进度|进展|情况|进展情况|推进情况|完成情况)*$`)

// handingIn matches what is done with a result.
var handingIn = pattern.New(`^(?:提交|上报|报送|报)(?:[市县区镇省]|下一?次|常务会|常委会|会议|审议|研究)`)

// purpose begins a clause about what the work should lead to.
var purpose = pattern.New(`^(?:确保|从而|为|以便|努力|切实|真正|更好|专[职门]负责)`)
