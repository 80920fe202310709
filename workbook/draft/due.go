package draft

import (
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

// when sets the task's limit, its milestones if there are several limits, and its rhythms.
func (t *Task) when(r *reader, cl *claim) {
	ms := cl.moments()
	if len(ms) == 0 && len(cl.event) > 0 && (cl.note == nil || cl.note.due.text == "") {
		ms = append(ms, cl.event[0])
		ms[0].loose = true
	}
	if len(ms) == 0 && cl.note != nil && cl.note.due.text != "" {
		t.labelled(r, cl.note.due)
	} else if len(ms) > 0 {
		t.limits(cl, ms)
	} else {
		s := Said{Sure: Likely, Why: WhyNoDate, At: cl.whole.span(), Quote: cl.whole.text}
		if w := noDates.FindString(cl.whole.text); w != "" {
			s.Why, s.About = WhyHaste, w
		}
		t.put(workbook.ColDueText, s)
	}
	var words []string
	var at Span
	var quote string
	open := ""
	seen := map[calendar.Cadence]bool{}
	for _, h := range cl.rhythms() {
		if h.cadence == 0 {
			open = h.at.text
		} else if !seen[h.cadence] {
			seen[h.cadence] = true
			words = append(words, h.cadence.String())
		}
		at, quote = at.join(h.at.span()), h.at.text
	}
	if len(words) == 0 && open == "" && t.Get(workbook.ColMeasure).Text == workbook.Recurring {
		t.put(workbook.ColCadence, Said{Why: WhyNoRhythm, Sure: Likely, At: cl.whole.span(), Quote: cl.whole.text})
	}
	if len(words) > 0 {
		t.put(workbook.ColCadence, Said{Text: strings.Join(words, " "), At: at, Quote: quote})
	} else if open != "" {
		t.put(workbook.ColCadence, Said{Why: WhyRhythm, About: open, Sure: Doubtful, At: at, Quote: quote})
	}
}

// labelled reads a limit under a label or heading: all of the text is its wording.
func (t *Task) labelled(r *reader, p piece) {
	s := said(p, p.text)
	if c, ok := calendar.ParseCadences(p.text); ok && strings.Contains(p.text, "每") {
		t.put(workbook.ColCadence, Said{Text: c[0].String(), At: s.At, Quote: s.Quote})
		t.put(workbook.ColDueText, s)
		return
	}
	d, ok := calendar.ResolveDeadline(p.text, r.rules)
	if steps := r.steps(p); len(steps) > 1 {
		// 6月底前建成8处，年底前全部建成: the last is the task's, and each is a milestone.
		t.Milestones = steps
		d.Last, ok = steps[0].Due.Date, true
		for _, m := range steps {
			d.Last = max(d.Last, m.Due.Date)
		}
	} else if !ok {
		if ms := r.allMoments(p); len(ms) == 1 && ms[0].last != 0 {
			d.Last, ok = ms[0].last, true
		}
	}
	if ok {
		due := s
		due.Text, due.Date = "", d.Last
		if d.Last < r.rules.Base {
			s.Sure, s.Why, s.About = Doubtful, WhyOver, p.text
			due.Sure, due.Why, due.About = s.Sure, s.Why, s.About
		}
		t.put(workbook.ColDue, due)
	} else {
		s.Sure, s.Why, s.About = Doubtful, WhyUnreadLimit, p.text
	}
	t.put(workbook.ColDueText, s)
}

// steps gives what has to be done by each of several days in a limit's wording; nothing if a day comes without work.
func (r *reader) steps(p piece) []Milestone {
	ms := r.allMoments(p)
	distinct := map[calendar.Date]bool{}
	var out []Milestone
	for i, m := range ms {
		to := p.to()
		if i+1 < len(ms) {
			to = ms[i+1].at.from
		}
		what := p.sub(m.at.to()-p.from, to-p.from).trim(spaces + stops + "，,、：:")
		what = what.sub(stripLeadIns(what.text), len(what.text))
		if m.last == 0 || onlyLeadIns(what.text) || distinct[m.last] {
			return nil
		}
		distinct[m.last] = true
		step := Milestone{Title: said(what, what.text), DueText: said(m.at, m.wording), Due: said(m.at, "")}
		step.Due.Date = m.last
		out = append(out, step)
	}
	return out
}

// limits takes the last of several limits for the task, and makes a milestone of each.
func (t *Task) limits(cl *claim, ms []moment) {
	if end := cl.closingLimit(); end != nil && end[0].wording != "全年" {
		// 全年不少于5万人，11月底前完成: the limit at the end counts.
		ms = slices.DeleteFunc(ms, func(m moment) bool { return m.wording == "全年" })
	}
	last := ms[0]
	for _, m := range ms[1:] {
		if m.last > last.last || m.last == 0 && last.last != 0 && m.at.from > last.at.from && !m.aim {
			last = m
		}
	}
	wording, due := said(last.at, unquote.Replace(last.wording)), said(last.at, "")
	due.Date = last.last
	switch {
	case last.last == 0:
		wording.Sure, wording.Why, wording.About = Doubtful, WhyOccasion, last.wording
	case last.loose:
		wording.Sure, wording.Why, wording.About = Doubtful, WhyLooseLimit, last.wording
	case last.tried:
		wording.Sure, wording.Why = Likely, WhyTried
	}
	if due.Date != 0 && cl.partly(last) {
		due.Date = 0
		wording.Sure, wording.Why, wording.About = Doubtful, WhyPartLimit, wording.Text
	}
	t.put(workbook.ColDueText, wording)
	if last.wording == "全年" && t.Get(workbook.ColMeasure).Text == workbook.Quantity && t.Get(workbook.ColBasis).Text == workbook.Cumulative {
		// A figure of a whole year is counted from the first day of the year, not from that of the document.
		start := said(last.at, "")
		start.Date, start.Sure, start.Why = calendar.NewDate(last.last.Year(), 1, 1), Likely, WhyWholeYear
		t.put(workbook.ColStart, start)
	}
	if due.Date != 0 {
		due.Sure, due.Why, due.About = wording.Sure, wording.Why, wording.About
		t.put(workbook.ColDue, due)
	}
	distinct := map[calendar.Date]bool{}
	for _, m := range ms {
		distinct[m.last] = true
	}
	if len(distinct) < 2 && t.Get(workbook.ColDueText).Why != WhyPartLimit && t.Get(workbook.ColBasis).Text != workbook.ByInvestment {
		return
	}
	for _, c := range cl.clauses {
		for i, m := range c.moments {
			ms := Milestone{Title: said(c.ground(), c.stepBy(i)), DueText: said(m.at, m.wording), Due: said(m.at, "")}
			ms.Due.Date = m.last
			t.Milestones = append(t.Milestones, ms)
		}
	}
}

// stepBy gives what a clause asks for by the day with index i. If the clause has several days, that is the text behind the day:
// 其中一季度20亿元、二季度30亿元.
func (c *clause) stepBy(i int) string {
	m := c.moments[i]
	title := strings.Replace(c.body.text, m.wording, "", 1)
	if len(c.moments) > 1 {
		to := c.to()
		if i+1 < len(c.moments) {
			to = c.moments[i+1].at.from
		}
		if behind := strings.Trim(c.para.text[min(m.at.to(), to):to], spaces+stops+"，、"); behind != "" {
			title = m.wording + behind
		}
	}
	title = strings.Trim(title, spaces+stops+"，、")
	return strings.TrimPrefix(title[stripLeadIns(title):], "其中")
}

// starts reports whether a clause says when the counted work before it begins, not when it is done: 改造1460户，10月底前全部开工.
func (cl *claim) starts(c *clause) bool {
	if len(c.moments) != 1 || len(c.amounts) > 0 || !underWay.MatchString(strings.Replace(c.text, c.moments[0].wording, "", 1)) {
		return false
	}
	return slices.ContainsFunc(cl.clauses, func(h *clause) bool {
		return h != c && len(h.moments) == 0 && slices.ContainsFunc(h.amounts, func(a amount) bool { return !a.size }) && !underWay.MatchString(h.body.text)
	})
}

var underWay = pattern.New(`^[在于要应须]?(?:确保|力争|争取)?(?:全部|全面|均|都)?(?:开工|开工建设|动工|进场|进场施工|启动|启动实施)$`)

// partly reports whether a limit is only for a portion or for the beginning: 安排资金800万元，其中4月底前拨付500万元.
func (cl *claim) partly(m moment) bool {
	for i, c := range cl.clauses {
		if i > 0 && cl.starts(c) && slices.ContainsFunc(c.moments, func(o moment) bool { return o.at == m.at }) {
			return true
		}
		if i == 0 || len(c.amounts) != 1 || !strings.HasPrefix(c.text, "其中") {
			continue
		}
		own := slices.ContainsFunc(c.moments, func(o moment) bool { return o.at == m.at })
		return own && slices.ContainsFunc(cl.amounts(), func(a amount) bool { return sameUnit(a, c.amounts[0]) && a.value > c.amounts[0].value })
	}
	return false
}
