package draft

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

// datedFigure is a figure that is to be reached by a day: 上半年完成600亩.
type datedFigure struct {
	moment moment
	amount amount
	// own says that the time is a quarter or month that does not begin with the year, so that the figure may be a total or that of this
	// time alone.
	own bool
}

var (
	// aheadOfDay matches the text before the day of a figure, which follows the figure before it if there is one: 其中一季度5个、上半年10个.
	aheadOfDay = pattern.New(`^(?:以上|左右)?[、，]?(?:其中|和|及|到|在|于|要|力争|争取|确保)*(0?1月?[-—–~～至到]+)?$`)
	// toFigure matches the text between a day and its figure. Its group is what is done, which may be other work: 安排资金800万元，其中4月底前拨付500万元.
	toFigure = pattern.New(`^(?:要|须|应|力争|争取|确保|累计|总量|至少|先|全部)*([\p{Han}“”]*?)(?:的|不少于|不低于)*$`)
	// general matches verbs that leave open what is done.
	general = pattern.New(`^(?:完成|达到?|实现|突破|到位)?(?:投资|总量|任务)?$`)
	// behindFigures matches the text behind the last dated figure of a clause.
	behindFigures = pattern.New(`^(?:以上|左右)?$`)
)

// datedFigures reads a clause that has nothing but figures, each behind its day, with words of the work or a general verb between them. It
// returns nil for any other clause.
func (c *clause) datedFigures(work string) []datedFigure {
	var out []datedFigure
	text := func(from, to int) string { return strings.Trim(c.para.text[from:max(from, to)], spaces) }
	from := c.from
	for _, a := range c.amounts {
		i := slices.IndexFunc(c.moments, func(m moment) bool { return m.at.para == c.para && m.at.from >= from && m.at.to() <= a.at.from })
		if a.at.para != c.para || i < 0 || c.moments[i].last == 0 {
			return nil
		}
		m := c.moments[i]
		ahead := aheadOfDay.FindStringSubmatch(text(from, m.at.from))
		doing := toFigure.FindStringSubmatch(strings.TrimLeft(text(m.at.to(), a.at.from), "，,"))
		if ahead == nil || doing == nil || !general.MatchString(doing[1]) && !strings.Contains(work, doing[1]) {
			return nil
		}
		out = append(out, datedFigure{m, a, ahead[1] == "" && ownTime.MatchString(m.wording)})
		from = a.at.to()
	}
	if len(out) != len(c.moments) || !behindFigures.MatchString(text(from, c.to())) {
		return nil
	}
	return out
}

// belowOther reports whether a clause only says how much of another clause's figure is to be reached by a day.
func (c *clause) belowOther(clauses []*clause) bool {
	figures := c.datedFigures("")
	return len(figures) == 1 && slices.ContainsFunc(clauses, func(o *clause) bool {
		return o != c && slices.ContainsFunc(o.amounts, func(a amount) bool { return sameUnit(a, figures[0].amount) && a.value > figures[0].amount.value })
	})
}

// withBrackets adds a clause of its own for each bracket at the end of a clause: 完成80亿元（一季度10亿元、上半年30亿元）.
func withBrackets(clauses []*clause) []*clause {
	var out []*clause
	for _, c := range clauses {
		out = append(out, c)
		text := strings.TrimRight(c.text, spaces+stops)
		open := strings.LastIndexAny(text, openBrackets)
		last, size := utf8.DecodeLastRuneInString(text)
		if open < 0 || !strings.ContainsRune(closeBrackets, last) {
			continue
		}
		_, width := utf8.DecodeRuneInString(text[open:])
		inside := c.sub(open+width, len(text)-size)
		within := func(p piece) bool { return p.para == inside.para && p.from >= inside.from && p.to() <= inside.to() }
		out = append(out, &clause{
			piece: inside, body: inside,
			moments: keep(c.moments, func(m moment) bool { return within(m.at) }),
			amounts: keep(c.amounts, func(a amount) bool { return within(a.at) }),
		})
	}
	return out
}

// keep gives the elements of a list for which holds is true.
func keep[T any](list []T, holds func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(x T) bool { return !holds(x) })
}

// ownTime matches a quarter or month other than the first.
var ownTime = pattern.New(`^(?:第?[二三四2-4]季度|(?:[2-9]|1[0-2])月份?)$`)

// interims adds the interim targets in clauses (其中上半年完成600亩) to the task, and reports whether it added any. It adds none unless the figures
// are clearly totals of the same work that grow up to the target. Figures of single quarters or months are turned into totals if they add
// up to the target.
func (t *Task) interims(clauses []*clause) bool {
	field, due := workbook.ColTarget, t.Get(workbook.ColDue).Date
	if t.Get(workbook.ColBasis).Text == workbook.ByInvestment {
		field = workbook.ColYearInvestment
	} else if t.Get(workbook.ColMeasure).Text != workbook.Quantity || t.Get(workbook.ColDirection).Text != workbook.Higher {
		return false
	}
	target := t.Get(field)
	if !target.IsNum || target.Num <= 0 {
		return false
	}
	whole, work := amount{unit: t.Get(workbook.ColUnit).Text}, t.work()
	found, own, sum := slices.Clone(t.Targets), len(t.Targets) > 0, 0.0
	quarters := false
	var of []*clause // the clauses with the figures
	for _, c := range withBrackets(clauses) {
		figures := c.datedFigures(work)
		if figures != nil {
			of = append(of, c)
		}
		for _, f := range figures {
			f.amount = f.amount.in(whole.unit)
			x := said(f.amount.at, "")
			x.Num, x.IsNum = f.amount.value, true
			switch {
			case sameUnit(f.amount, whole) && x.Num == target.Num && (due == 0 || f.moment.last == due):
				continue // the target itself
			case sameUnit(f.amount, whole):
			case f.amount.unit == "%": // a share is always a share of the whole
				f.own = false
				x.Num, x.Sure, x.Why, x.About = math.Round(x.Num*target.Num*1e7)/1e9, Likely, WhyShareOf, f.amount.at.text
			default:
				return false
			}
			quarters = quarters || f.own
			sum += x.Num
			day := said(f.moment.at, "")
			day.Date = f.moment.last
			found = append(found, PeriodTarget{By: said(f.moment.at, unquote.Replace(f.moment.wording)), Due: day, Target: x})
		}
	}
	switch {
	case len(found) == len(t.Targets), quarters && (own || !comesTo(sum, target.Num)):
		return false
	case quarters:
		runningTotals(found)
		found = slices.DeleteFunc(found, func(x PeriodTarget) bool { return x.Target.Num == target.Num })
	}
	ofPortion := slices.ContainsFunc(found, func(x PeriodTarget) bool { return x.Due.At == t.Get(workbook.ColDue).At && x.Due.Date == due })
	if ofPortion {
		due = 0 // by then only a portion is asked for
	}
	for i, x := range found {
		if x.Target.Num >= target.Num || due != 0 && x.Due.Date >= due || i > 0 && (x.Due.Date <= found[i-1].Due.Date || x.Target.Num <= found[i-1].Target.Num) {
			return false
		}
	}
	t.Targets = found
	if target.Why == WhySeveral { // the other figures are these targets
		target.Sure, target.Why = Sure, ""
		t.Fields[field] = target
	}
	t.dropInterimSteps(due)
	if ofPortion {
		by := t.Get(workbook.ColDueText)
		by.Sure, by.Why, by.About = Doubtful, WhyPartLimit, by.Text
		t.put(workbook.ColDueText, by)
		delete(t.Fields, workbook.ColDue)
	}
	for _, c := range of {
		t.cutTitle("，" + c.undated(false))
		t.cutTitle("（" + c.text + "）")
		t.cutTitle("(" + c.text + ")")
	}
	return true
}

// runningTotals replaces each figure by the sum of it and those before it.
func runningTotals(targets []PeriodTarget) {
	total := 0.0
	for i := range targets {
		x := &targets[i].Target
		total = math.Round((total+x.Num)*1e9) / 1e9
		x.Num, x.Sure, x.Why = total, Likely, WhySummed
	}
}

// work gives the text before the task's figure: 改造管网 of 改造管网30公里. If its clause does not say what is done (全年累计达到60个) it gives the
// claim's first one.
func (t *Task) work() string {
	target := t.Get(workbook.ColTarget).At
	for i, c := range t.claim.clauses {
		for _, a := range c.amounts {
			if a.at.span() == target && a.at.from >= c.from {
				if i > 0 && c.datedFigures("") != nil {
					return t.claim.clauses[0].text
				}
				return c.text[:a.at.from-c.from]
			}
		}
	}
	return ""
}

// cutTitle removes an ending from the title, if the title has it.
func (t *Task) cutTitle(end string) {
	title := t.Get(workbook.ColTitle)
	if text, ok := strings.CutSuffix(title.Text, end); ok {
		title.Text = text
		t.Fields[workbook.ColTitle] = title
	}
}

// dropInterimSteps removes the milestones that are interim targets. If only milestones on the task's last day are left it removes these,
// too.
func (t *Task) dropInterimSteps(due calendar.Date) {
	t.Milestones = slices.DeleteFunc(t.Milestones, func(m Milestone) bool {
		return slices.ContainsFunc(t.Targets, func(x PeriodTarget) bool { return x.Due.At == m.Due.At })
	})
	if t.Get(workbook.ColBasis).Text == workbook.ByInvestment {
		return // the remaining ones are the project's steps
	}
	if !slices.ContainsFunc(t.Milestones, func(m Milestone) bool { return m.Due.Date != due }) {
		t.Milestones = keep(t.Milestones, func(m Milestone) bool { return builtPhase.MatchString(m.Title.Text) })
	}
}

// builtPhase matches the step that finishes a phase of a construction: 路基贯通.
var builtPhase = pattern.New(`^(?:主体|路基|路面|桥梁|基础|厂房|管网|管道|设备|隧道|大坝|场地)[\p{Han}]{0,4}(?:完工|完成|封顶|贯通|合龙|安装|铺设|建成)$`)

// absorb takes the interim targets and the deadline from next if next is no task of its own, but only says how much of this one is to be
// done by when: 改造500户。上半年完成200户，年底前全部完成. It reports whether it did.
func (t *Task) absorb(next *Task) bool {
	if t.claim == nil || next.claim == nil || t.sec != next.sec || len(next.Leads) > 0 && !slices.Equal(t.Leads, next.Leads) || len(next.Parts)+len(next.Stages) > 0 {
		return false
	}
	var end *clause
	for _, c := range next.claim.clauses {
		switch {
		case c.datedFigures(t.work()) != nil:
		case end == nil && c.bareEnd() && len(c.moments) == 1 && len(c.amounts) == 0:
			end = c
		default:
			return false
		}
	}
	open := t.Get(workbook.ColDue).Date == 0
	if open && end == nil && next.Get(workbook.ColDue).Date.Month() == 12 {
		return false // a figure for the year's end is more likely other work than an interim target
	}
	if !t.interims(next.claim.clauses) {
		return false
	}
	if open && end != nil {
		for _, key := range []string{workbook.ColDueText, workbook.ColDue} {
			delete(t.Fields, key)
			t.put(key, next.Get(key))
		}
	}
	if strings.HasSuffix(t.Quote, next.Quote) {
		return true // from the same sentence
	}
	goal := t.Get(workbook.ColGoal)
	if goal.Text == "" {
		goal = t.Get(workbook.ColTitle)
	}
	goal.Text = strings.TrimRight(goal.Text, stops) + "。" + strings.TrimRight(next.Quote, stops)
	goal.At = goal.At.join(next.Whole)
	t.Fields[workbook.ColGoal] = goal
	t.Whole, t.Quote = t.Whole.join(next.Whole), t.Quote+next.Quote
	return true
}
