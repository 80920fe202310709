package draft

import (
	"slices"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

// measured is a claim with what decides how its task is measured.
type measured struct {
	*claim
	figures
	// fix, recur and build are the first clauses about rectification, recurring work and construction by a day; nil if there is none.
	fix, recur, build *clause
}

// measuring decides how a task is measured. A task that no rule is about is a deliverable.
var measuring = []rule[*measured, func(*Task, *measured)]{
	{"investment of the year", "城西水厂年度计划投资1.2亿元，6月底前主体封顶", (*measured).invests, (*Task).byInvestmentOf},
	{"rectification with a rhythm", "应急局要抓好隐患整改，每月调度进展", (*measured).fixesOften, (*Task).byRectification},
	{"duty with a rhythm", "教育局每月检查食堂", (*measured).rhythmic, (*Task).byRhythm},
	{"target", "卫健局要培训医生320人", (*measured).counts, (*Task).byFigure},
	{"something to be put right", "环保局负责群众反映问题的整改", (*measured).fixes, (*Task).byRectification},
	{"something to be built", "南环大桥年内要确保通车", (*measured).builds, (*Task).byConstruction},
	{"recurs, without a limit", "督查室要定期通报进展", (*measured).recurs, (*Task).byRecurrence},
}

// measure sets how the task is measured, from the figures and words of the claim.
func (t *Task) measure(r *reader, cl *claim) {
	m := &measured{claim: cl, figures: r.figuresOf(cl)}
	if grown := cl.grown(m.main); grown != nil {
		t.uncounted(m.main, grown)
		m.main, m.goals = grown, 1
	}
	if m.year != nil && m.main != nil && cl.onlyWorkedOn(m.main) {
		m.main, m.goals = nil, 0
	}
	m.fix = cl.first(fixing)
	m.recur = cl.first(func(c *clause) bool { return len(c.rhythms) > 0 || recurs(c) })
	m.build = cl.first(func(c *clause) bool {
		return len(c.moments) > 0 && buildWords.within(c.text) != "" && !occasion.MatchString(c.text)
	})
	if m.main == nil && m.cost != nil && m.build == nil && m.year == nil {
		m.main, m.goals = m.cost, 1
	}
	if by, ok := decide(r.decided, measuring, m); ok {
		by(t, m)
		return
	}
	t.measuredAs(workbook.Deliverable, cl.clauses[0].ground(), Likely)
}

// first gives the first of a claim's clauses for which holds is true, nil if there is none.
func (cl *claim) first(holds func(*clause) bool) *clause {
	if i := slices.IndexFunc(cl.clauses, holds); i >= 0 {
		return cl.clauses[i]
	}
	return nil
}

func (t *Task) measuredAs(key string, at piece, sure Confidence) {
	s := said(at, key)
	s.Sure = sure
	t.put(workbook.ColMeasure, s)
}

func (m *measured) invests() bool { return m.year != nil && m.main == nil && !m.often() }

func (t *Task) byInvestmentOf(m *measured) { t.investedIn(m.claim, m.year) }

// often reports whether the text says how often the work is done.
func (m *measured) often() bool { return m.recur != nil && len(m.recur.rhythms) > 0 }

// rhythmic reports whether the text says how often the work is done, and its figure, if it has one, only how much each time.
func (m *measured) rhythmic() bool { return m.often() && (m.main == nil || m.recur.rate(m.main)) }

func (t *Task) byRhythm(m *measured) { t.measuredAs(workbook.Recurring, m.recur.rhythms[0].at, Sure) }

// fixesOften reports whether the rhythm is how often rectification is followed up, not how often something is done.
func (m *measured) fixesOften() bool {
	return m.often() && m.main == nil && m.fix != nil && slices.Index(m.clauses, m.fix) <= slices.Index(m.clauses, m.recur) && !timesEach.MatchString(m.recur.text)
}

// timesEach matches how often something is done: 每月开展一次环境整治评比 recurs although it is about rectification.
var timesEach = pattern.New(`每\p{Han}{1,2}(?:\p{Han}{1,4})?[一二两三四五\d]次`)

func (m *measured) fixes() bool { return m.fix != nil }

func (t *Task) byRectification(m *measured) {
	t.measuredAs(workbook.Rectification, m.fix.ground(), Likely)
}

func (m *measured) counts() bool { return m.main != nil }

func (t *Task) byFigure(m *measured) {
	t.figure(m.claim, m.main, m.goals)
	if base := m.baseline; base != nil && sameUnit(*base, *m.main) {
		b := said(base.at, "")
		b.Num, b.IsNum = base.value, true
		t.put(workbook.ColBaseline, b)
		if base.value > m.main.value {
			t.put(workbook.ColDirection, said(base.at, workbook.Lower))
		}
	}
	t.measuredAs(workbook.Quantity, m.main.at, Sure)
}

func (m *measured) builds() bool { return m.build != nil }

func (t *Task) byConstruction(m *measured) {
	t.measuredAs(workbook.Project, m.build.ground(), Likely)
}

func (m *measured) recurs() bool { return m.recur != nil && len(m.moments()) == 0 }

func (t *Task) byRecurrence(m *measured) {
	t.measuredAs(workbook.Recurring, m.recur.ground(), Likely)
}

// recurs reports whether the words of a clause say that the work recurs.
func recurs(c *clause) bool {
	return recurVerbs.opens(c.body.text) != "" || recurClear.MatchString(verdicts.ReplaceAllString(c.ground().text, ""))
}

// verdicts matches consequences for a few, which do not recur although 通报 does: 对弄虚作假的予以通报批评.
var verdicts = pattern.New(`通报(?:批评|表扬|表彰|曝光)`)

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

var rateUnits = newLexicon("次 场 期 趟 批次 场次")
