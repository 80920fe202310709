package draft

import (
	"math"
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

// datedFigure is a figure that a clause asks for by a day: 上半年完成600亩.
type datedFigure struct {
	moment moment
	amount amount
}

var (
	// aheadOfDay stands ahead of the day of a figure, behind the figure before it where there is one: 其中一季度5个、上半年10个.
	aheadOfDay = pattern.New(`^(?:以上|左右)?[、，]?(?:其中|和|及|到|在|于|要|力争|争取|确保)*$`)
	// toFigure stands between a day and its figure and names no work of its own. 拨付500万元 of 安排800万元 is another work.
	toFigure = pattern.New(`^(?:要|须|应|力争|争取|确保|累计|总量|至少|先|全部)*(?:完成|达到?|实现|突破|到位)?(?:投资|总量|任务)?(?:的|不少于|不低于)*$`)
	// behindFigures ends a clause of dated figures.
	behindFigures = pattern.New(`^(?:以上|左右)?$`)
)

// datedFigures reads a clause that is nothing but figures and the days by which they are asked for, with the verb of the work or a general
// one; nil for any other clause.
func (c *clause) datedFigures(verb string) []datedFigure {
	var out []datedFigure
	text := func(from, to int) string { return strings.Trim(c.para.text[from:max(from, to)], spaces) }
	from := c.from
	for _, a := range c.amounts {
		i := slices.IndexFunc(c.moments, func(m moment) bool { return m.at.para == c.para && m.at.from >= from && m.at.to() <= a.at.from })
		if a.at.para != c.para || i < 0 || c.moments[i].last == 0 {
			return nil
		}
		m := c.moments[i]
		if !aheadOfDay.MatchString(text(from, m.at.from)) || !toFigure.MatchString(strings.TrimSuffix(text(m.at.to(), a.at.from), verb)) {
			return nil
		}
		out = append(out, datedFigure{m, a})
		from = a.at.to()
	}
	if len(out) != len(c.moments) || !behindFigures.MatchString(text(from, c.to())) {
		return nil
	}
	return out
}

// ownTime names a part of the year that does not begin with the year: its figure may be a total or that of this part alone.
var ownTime = pattern.New(`^(?:第?[二三四2-4]季度|(?:[2-9]|1[0-2])月份?)$`)

// interims takes from clauses what the task is to have reached by days before its end, 其中上半年完成600亩, and reports whether there was
// anything to take. It takes nothing where it is not plain that the figures are totals of the same work, which grow up to the target; those
// of quarters by themselves are summed up if they come to the target.
func (t *Task) interims(clauses []*clause) bool {
	target, due := t.Get(workbook.ColTarget), t.Get(workbook.ColDue).Date
	if t.Get(workbook.ColMeasure).Text != workbook.Quantity || !target.IsNum || target.Num <= 0 || t.Get(workbook.ColDirection).Text != workbook.Higher {
		return false
	}
	whole, verb := amount{unit: t.Get(workbook.ColUnit).Text}, t.workVerb()
	found, own, sum := slices.Clone(t.Targets), len(t.Targets) > 0, 0.0
	quarters := false
	for _, c := range clauses {
		for _, f := range c.datedFigures(verb) {
			x := said(f.amount.at, "")
			x.Num, x.IsNum = f.amount.value, true
			switch {
			case sameUnit(f.amount, whole) && x.Num == target.Num && (due == 0 || f.moment.last == due):
				continue // the target itself
			case sameUnit(f.amount, whole):
			case f.amount.unit == "%":
				x.Num, x.Sure, x.Why, x.About = math.Round(x.Num*target.Num*1e7)/1e9, Likely, WhyShareOf, f.amount.at.text
			default:
				return false
			}
			quarters = quarters || ownTime.MatchString(f.moment.wording)
			sum += x.Num
			day := said(f.moment.at, "")
			day.Date = f.moment.last
			found = append(found, PeriodTarget{By: said(f.moment.at, f.moment.wording), Due: day, Target: x})
		}
	}
	switch {
	case len(found) == len(t.Targets), quarters && (own || !comesTo(sum, target.Num)):
		return false
	case quarters:
		runningTotals(found)
		found = slices.DeleteFunc(found, func(x PeriodTarget) bool { return x.Target.Num == target.Num })
	}
	ofPart := slices.ContainsFunc(found, func(x PeriodTarget) bool { return x.Due.Date == due && x.Target.Num < target.Num })
	if ofPart {
		due = 0 // by then only a part is asked for
	}
	for i, x := range found {
		if x.Target.Num >= target.Num || due != 0 && x.Due.Date >= due || i > 0 && (x.Due.Date <= found[i-1].Due.Date || x.Target.Num <= found[i-1].Target.Num) {
			return false
		}
	}
	t.Targets = found
	t.dropInterimSteps(due)
	if ofPart {
		by := t.Get(workbook.ColDueText)
		by.Sure, by.Why, by.About = Doubtful, WhyPartLimit, by.Text
		t.put(workbook.ColDueText, by)
		delete(t.Fields, workbook.ColDue)
	}
	for _, c := range clauses {
		if c.datedFigures(verb) != nil {
			t.cutTitle("，" + c.undated(false))
		}
	}
	return true
}

// runningTotals makes of each figure its sum with those before it.
func runningTotals(targets []PeriodTarget) {
	total := 0.0
	for i := range targets {
		x := &targets[i].Target
		total = math.Round((total+x.Num)*1e9) / 1e9
		x.Num, x.Sure, x.Why = total, Likely, WhySummed
	}
}

// workVerb is the verb of what the task asks for: 改造 of 改造管网30公里.
func (t *Task) workVerb() string { return verbAt(mainClause(t.seg.clauses).head()) }

// cutTitle takes an end off the title.
func (t *Task) cutTitle(end string) {
	title := t.Get(workbook.ColTitle)
	if text, ok := strings.CutSuffix(title.Text, end); ok {
		title.Text = text
		t.Fields[workbook.ColTitle] = title
	}
}

// dropInterimSteps takes out the milestones that are interim targets, and with them the end of the task if no other is left.
func (t *Task) dropInterimSteps(due calendar.Date) {
	t.Milestones = slices.DeleteFunc(t.Milestones, func(m Milestone) bool {
		return slices.ContainsFunc(t.Targets, func(x PeriodTarget) bool { return x.Due.At == m.Due.At })
	})
	if !slices.ContainsFunc(t.Milestones, func(m Milestone) bool { return m.Due.Date != due }) {
		t.Milestones = nil
	}
}

// absorb takes up a task that the next sentence only seems to ask for, since it says how much of this one is to be done by days:
// 改造500户。上半年完成200户，年底前全部完成. It reports whether that was so.
func (t *Task) absorb(next *Task) bool {
	if t.seg == nil || next.seg == nil || t.sec != next.sec || len(next.Leads) > 0 && !slices.Equal(t.Leads, next.Leads) || len(next.Shares)+len(next.Stages) > 0 {
		return false
	}
	var end *clause
	for _, c := range next.seg.clauses {
		switch {
		case c.datedFigures(t.workVerb()) != nil:
		case end == nil && c.bareEnd() && len(c.moments) == 1 && len(c.amounts) == 0:
			end = c
		default:
			return false
		}
	}
	open := t.Get(workbook.ColDue).Date == 0
	if open && end == nil && next.Get(workbook.ColDue).Date.Month() == 12 {
		return false // a figure for the year's end is another work's rather than an interim target
	}
	if !t.interims(next.seg.clauses) {
		return false
	}
	if open && end != nil {
		for _, key := range []string{workbook.ColDueText, workbook.ColDue} {
			delete(t.Fields, key)
			t.put(key, next.Get(key))
		}
	}
	if strings.HasSuffix(t.Quote, next.Quote) {
		return true // of the same sentence as the one before
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
