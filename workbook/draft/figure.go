package draft

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

// figures are a claim's figures by what they say.
type figures struct {
	// main is the figure to be reached, baseline where things stand now, cost what the work costs, year the investment planned for the year;
	// nil if the claim has none.
	main, baseline, cost, year *amount
	// goals is the number of figures to be reached.
	goals int
}

// figureKind is what a figure of a claim says.
type figureKind uint8

const (
	goalFigure figureKind = iota
	baselineFigure
	costFigure
	yearFigure
	// besideFigure says something about the work, or about the main figure.
	besideFigure
)

// sorted is a figure of a claim, with what decides what it says.
type sorted struct {
	*amount
	claim *claim
	// all is the number of the claim's figures, main the figure to be reached that was found before this one, nil if there is none.
	all  int
	main *amount
	// invested says that another figure is the investment planned for the year.
	invested bool
}

// sorting decides what a figure says. A figure that no rule is about is to be reached.
var sorting = []rule[sorted, figureKind]{
	{"where things stand", "水务局要把自来水普及率由91%提高到96%", func(s sorted) bool { return s.from }, baselineFigure},
	{"investment planned for the year", "发改局建设城西水厂，总投资1.8亿元，年度计划投资9000万元", func(s sorted) bool { return s.year }, yearFigure},
	{"cost", "文旅局购置图书3万册、价值80万元", func(s sorted) bool { return s.cost }, costFigure},
	{"invested by a day", "发改局建设城西水厂，年度计划投资9000万元，10月底前完成投资5000万元", func(s sorted) bool { return s.invested && s.claim.investedBy(s.amount) }, besideFigure},
	{"share done by a day", "卫健局要为1.2万名妇女开展“两癌”筛查，10月底前完成50%", sorted.shareDone, besideFigure},
	{"size", "应急局采购照明车2台、每台50万元", func(s sorted) bool { return s.size }, besideFigure},
	{"portion of the figure before", "住建局9月底前改造老旧小区8处，年底前累计达到20处", sorted.portion, besideFigure},
	{"difference in percentage points", "财政局要把税收占比提高2个百分点、达到75%", func(s sorted) bool { return s.unit == "个百分点" && s.all > 1 }, besideFigure},
}

// figuresOf sorts a claim's figures. The first figure to be reached is the main one, or the second if it is the sum of others.
func (r *reader) figuresOf(cl *claim) figures {
	var f figures
	all := cl.figures()
	invested := slices.ContainsFunc(all, func(a amount) bool { return a.year })
	for i := range all {
		a := &all[i]
		switch kind, _ := decide(r.decided, sorting, sorted{a, cl, len(all), f.main, invested}); kind {
		case baselineFigure:
			f.baseline = a
		case yearFigure:
			f.year = a
		case costFigure:
			f.cost = a
		case goalFigure:
			if f.main == nil || a.sum && f.goals == 1 {
				f.main = a
			}
			f.goals++
		}
	}
	if len(all) == 0 {
		for _, c := range cl.clauses {
			if a, ok := c.listCounted(); ok && f.main == nil {
				f.main, f.goals = &a, 1
			}
		}
	}
	return f
}

func (s sorted) shareDone() bool {
	return s.main != nil && s.main.unit != "%" && s.unit == "%" && s.claim.shareOf(s.amount)
}

func (s sorted) portion() bool { return portions.MatchString(before12(s.at)) && s.main != nil }

// grown gives the task's figure at the last of several limits: 3月底前开工12个，6月底前累计开工20个，年底前全部开工30个. It is nil if the figure does not grow, or
// if no word says that later figures include earlier ones. Parts of the whole need no such word.
func (cl *claim) grown(first *amount) *amount {
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
	all := cl.figures()
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
	left = left[strings.LastIndex(left, "，")+1:]
	t.Parts = cl.parts(a)
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
	case len(t.Parts) > 0: // they come to the target
	case cl.allocation(a) != "":
		target.Sure, target.Why, target.About = Likely, WhyShares, cl.allocation(a)
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
	if a.unit == "%" || strings.HasSuffix(a.unit, "百分点") || a.span || strings.Contains(a.unit, "/") || averages.MatchString(before12(a.at)) {
		basis.Text = workbook.PointInTime
	}
	t.put(workbook.ColBasis, basis)
}
