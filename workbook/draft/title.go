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
func (t *Task) title(r *reader, cl *claim) {
	main := r.mainClause(cl.clauses)
	text := main.undated(cl.of.text != "" || main.subject)
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
	case cl.field.text != "" && (strings.HasPrefix(cl.field.text, text) || cl.fieldIsWork(main, text)):
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
	// What is wrong may stand in a paragraph of its own, before what is done about it.
	own := keep(cl.clauses, func(c *clause) bool { return c.para == main.para })
	first, last := own[0], own[len(own)-1]
	if last.to() > first.body.from {
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
	first := cl.clauses[0]
	if cl.days() < 2 || len(first.amounts) > 0 || len(main.amounts) > 0 {
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

// fieldIsWork reports whether the subject of the sentence is the work itself, of which the main clause only says that it is done, or one
// of several dated steps: 会议同意新建小学，由教育局牵头，年内完成立项，2025年3月开工.
func (cl *claim) fieldIsWork(main *clause, title string) bool {
	return verbAt(cl.field.text) != "" && len(main.amounts) == 0 && (main.bareEnd() || idle.MatchString(title) || cl.days() > 1)
}

// days counts the days by which parts of the claim are due.
func (cl *claim) days() int {
	days := map[calendar.Date]bool{}
	for _, m := range cl.moments() {
		days[m.last] = true
	}
	return len(days)
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

// issuing matches the end of work on a document.
var issuing = pattern.New(`^(?:印发|出台|公布)`)
