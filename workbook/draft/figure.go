package draft

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

// measure sets how the task is measured, from the figures and words of the claim.
func (t *Task) measure(cl *claim) {
	put := func(key string, at piece, sure Confidence, why string) {
		s := said(at, key)
		s.Sure, s.Why = sure, why
		t.put(workbook.ColMeasure, s)
	}
	var main, base, cost, year *amount
	several := 0
	all := cl.figures()
	invested := slices.ContainsFunc(all, func(a amount) bool { return a.year })
	for i := range all {
		a := &all[i]
		switch {
		case a.from:
			base = a
			continue
		case a.year:
			year = a
			continue
		case a.cost:
			cost = a
			continue
		case invested && cl.investedBy(a):
			continue
		case main != nil && main.unit != "%" && a.unit == "%" && cl.shareOf(a):
			continue
		case a.size || portions.MatchString(before12(a.at)) && main != nil || a.unit == "个百分点" && len(all) > 1:
			continue
		case main == nil || a.sum && several == 1:
			main = a
		}
		several++
	}
	if grown := cl.grown(main, all); grown != nil {
		t.uncounted(main, grown)
		main, several = grown, 1
	}
	if len(all) == 0 {
		for _, c := range cl.clauses {
			if a, ok := c.listCounted(); ok && main == nil {
				main, several = &a, 1
			}
		}
	}
	fix, recur, build := -1, -1, -1
	for i, c := range cl.clauses {
		if fix < 0 && fixing(c) {
			fix = i
		}
		if recur < 0 && (len(c.rhythms) > 0 || recurs(c)) {
			recur = i
		}
		if build < 0 && len(c.moments) > 0 && buildWords.within(c.text) != "" && !occasion.MatchString(c.text) {
			build = i
		}
	}
	if year != nil && main != nil && cl.onlyWorkedOn(main) {
		main, several = nil, 0
	}
	if main == nil && cost != nil && build < 0 && year == nil {
		main, several = cost, 1
	}
	limited := len(cl.moments()) > 0
	rhythmic := recur >= 0 && len(cl.clauses[recur].rhythms) > 0
	switch {
	case year != nil && main == nil && !rhythmic:
		t.investedIn(year)
	case rhythmic && (main == nil || cl.clauses[recur].rate(main)):
		c := cl.clauses[recur]
		if fix >= 0 && fix <= recur && main == nil && !timesEach.MatchString(c.text) {
			put(workbook.Rectification, cl.clauses[fix].ground(), Likely, "")
			return
		}
		put(workbook.Recurring, c.rhythms[0].at, Sure, "")
		return
	case main != nil:
		t.figure(cl, main, several)
		if base != nil && sameUnit(*base, *main) {
			b := said(base.at, "")
			b.Num, b.IsNum = base.value, true
			t.put(workbook.ColBaseline, b)
			if base.value > main.value {
				d := said(base.at, workbook.Lower)
				t.put(workbook.ColDirection, d)
			}
		}
		put(workbook.Quantity, main.at, Sure, "")
		return
	case fix >= 0:
		put(workbook.Rectification, cl.clauses[fix].ground(), Likely, "")
	case build >= 0:
		put(workbook.Project, cl.clauses[build].ground(), Likely, "")
	case recur >= 0 && !limited:
		put(workbook.Recurring, cl.clauses[recur].ground(), Likely, "")
	default:
		put(workbook.Deliverable, cl.clauses[0].ground(), Likely, "")
	}
}

// grown gives the task's figure at the last of several limits: 3月底前开工12个，6月底前累计开工20个，年底前全部开工30个. It is nil if the figure does not grow, or
// if no word says that later figures include earlier ones. Shares of the whole need no such word.
func (cl *claim) grown(first *amount, all []amount) *amount {
	if first == nil {
		return nil
	}
	due := func(a *amount) calendar.Date {
		for _, c := range cl.clauses {
			if len(c.moments) == 1 && slices.ContainsFunc(c.amounts, func(own amount) bool { return own.at == a.at }) {
				return c.moments[0].last
			}
		}
		return 0
	}
	last, day := first, due(first)
	for i := range all {
		a := &all[i]
		on := due(a)
		if day == 0 || on <= day || a.value <= last.value || !sameUnit(*a, *first) || a.unit != "%" && !inAll.MatchString(before12(a.at)) {
			continue
		}
		last, day = a, on
	}
	if last == first {
		return nil
	}
	return last
}

// uncounted removes the figure a, which is not the task's, from the end of the title. A title that would then say too little gets the
// task's own figure, grown, in its place.
func (t *Task) uncounted(a, grown *amount) {
	s := t.Get(workbook.ColTitle)
	text, ok := strings.CutSuffix(s.Text, a.at.text)
	switch {
	case !ok:
		return
	case thin(text):
		s.Text = text + grown.at.text
	default:
		s.Text = strings.TrimSuffix(text, "的")
	}
	t.put(workbook.ColTitle, s)
}

// shareOf reports whether a figure says how much of the claim's work is done by some day.
func (cl *claim) shareOf(a *amount) bool {
	return slices.ContainsFunc(cl.clauses, func(c *clause) bool {
		return c.sharesDone() && slices.ContainsFunc(c.amounts, func(own amount) bool { return own.at == a.at })
	})
}

// inAll matches words that say that a figure includes those before it.
var inAll = pattern.New(`(?:累计|总数|合计|共计?|全部|达到?)\p{Han}{0,4}$`)

// timesEach matches how often something is done: 每月开展一次环境整治评比 recurs although it is about rectification.
var timesEach = pattern.New(`每\p{Han}{1,2}(?:\p{Han}{1,4})?[一二两三四五\d]次`)

func recurs(c *clause) bool {
	return recurVerbs.opens(c.body.text) != "" || recurClear.MatchString(verdicts.ReplaceAllString(c.ground().text, ""))
}

// verdicts matches consequences for a few, which do not recur although 通报 does: 对弄虚作假的予以通报批评.
var verdicts = pattern.New(`通报(?:批评|表扬|表彰|曝光)`)

var rateUnits = newLexicon("次 场 期 趟 批次 场次")

// rate reports whether a figure only says how often, or how much each time: 每月巡查不少于2次, 每周刊发3篇. A figure for a year is to be
// reached.
func (c *clause) rate(a *amount) bool {
	if rateUnits.has(a.unit) {
		return true
	}
	h := c.rhythms[0]
	within := a.at.para == c.para && a.at.from > h.at.from && a.at.to() <= c.to()
	return within && h.cadence != calendar.Yearly && a.unit != "%"
}

// doneBefore gives the figure of what is done already, in the same unit, before one of what is left.
func doneBefore(whole piece, rest *amount) (amount, bool) {
	for _, a := range amounts(whole) {
		if a.at.from >= rest.at.from || a.at.para != rest.at.para {
			break
		}
		if sameUnit(a, *rest) && finished.MatchString(before12(a.at)) {
			return a, true
		}
	}
	return amount{}, false
}

var finished = pattern.New(`(?:完成|建成|建好|改造|整治|新建)了$|已(?:经)?(?:完成|建成|建好|整治|改造)了?$`)

// before12 gives the twelve Chinese characters (36 bytes) before a figure, or what there is.
func before12(p piece) string {
	from := max(0, p.from-36)
	return p.para.text[from:p.from]
}

// averages matches the end of the name of a figure that is measured at a time, not added up: 千人医生数提高到3.2人.
var averages = pattern.New(`(?:平均|人均|户均|亩均|每?千人|每?万人|单产)[^，。；]*$`)

// growth matches the end of the words before a rate of growth: 规上工业增加值增长8%以上. Growth up to a figure is no rate: the figure is to be
// reached.
var growth = pattern.New(`(?:增长|增速|增幅)(?:率)?(?:要)?(?:达到?|保持在?|稳定在?|为)?(?:不(?:得|能|会)?[低少]于)?$`)

// figure sets the target, its unit and its direction.
func (t *Task) figure(cl *claim, a *amount, several int) {
	target := said(a.at, "")
	target.Num, target.IsNum = a.value, true
	left := before12(a.at)
	t.Shares = cl.shares(a)
	switch {
	case strings.Contains(left, "剩余") || strings.Contains(left, "余下"):
		target.Sure, target.Why = Doubtful, WhyRest
		if done, ok := doneBefore(cl.whole, a); ok {
			// 建成了5000亩，加快建设剩余的9.5万亩: together they are the whole.
			target.Num += done.value
			target.Sure, target.Why = Likely, WhyWorkedOut
			b := workedOut(done, done.value)
			t.put(workbook.ColBaseline, b)
		}
	case a.ranged:
		target.Sure, target.Why, target.About = Doubtful, WhyRange, a.at.text
	case len(t.Shares) > 0: // they come to the target
	case cl.sharing(a) != "":
		target.Sure, target.Why, target.About = Likely, WhyShares, cl.sharing(a)
	case several > 1:
		target.Sure, target.Why = Likely, WhySeveral
	case a.about:
		target.Sure, target.Why = Likely, WhyAbout
	}
	if wording, cut := glued(a); wording != "" {
		target.Sure, target.Why, target.About = Doubtful, WhyGlued, wording
		if cut {
			target.Sure = Likely
		}
	}
	t.put(workbook.ColTarget, target)
	t.put(workbook.ColUnit, said(a.at, a.unit))
	dir := said(a.at, workbook.Higher)
	switch {
	case a.atMost:
		dir.Text = workbook.Ceiling
	case a.unit == "%" && growth.MatchString(before12(a.at)):
		dir.Text = workbook.Floor // a rate over the year before does not grow by the day
	}
	t.put(workbook.ColDirection, dir)
	basis := said(a.at, workbook.Cumulative)
	if a.unit == "%" || a.span || strings.Contains(a.unit, "/") || averages.MatchString(before12(a.at)) {
		basis.Text = workbook.PointInTime
	}
	t.put(workbook.ColBasis, basis)
}
