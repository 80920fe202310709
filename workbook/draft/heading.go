package draft

import (
	"slices"

	"duban/workbook"
	"duban/workbook/pattern"
)

// countedHeading makes a task of a heading that says how many things to do, if the section only says how: 落实12项重点任务.
func (r *reader) countedHeading(s *section, tasks []*Task) *Task {
	if len(tasks) == 0 || len(s.subs) > 0 || s.tone != work || s.title.text == "" {
		return nil
	}
	c := r.clause(s.title.trim(spaces + stops))
	if len(c.amounts) != 1 || verbAt(c.body.text) == "" || !matters.MatchString(c.text) {
		return nil
	}
	for _, t := range tasks {
		if slices.ContainsFunc(t.claim.figures(), func(a amount) bool { return a.value == c.amounts[0].value }) {
			return nil
		}
	}
	return r.ofHeading(c, s, nil)
}

// matters end a heading that counts what is to be done.
var matters = pattern.New(`\d+(?:项|件|个|条)[\p{Han}]{0,4}(?:任务|事项|实事|举措|措施|工作|行动|工程)$`)

// ofHeading makes a task of work that only the heading asks for.
func (r *reader) ofHeading(c *clause, s *section, limit []moment) *Task {
	whole := s.title
	if len(s.body) > 0 && s.body[0].para == whole.para && s.body[0].from >= whole.to() {
		// The sentence after it usually says what the heading means.
		whole.text = whole.para.text[whole.from:s.body[0].to()]
	}
	cl := &claim{clauses: []*clause{c}, whole: whole, extra: limit}
	r.under(s, []*claim{cl})
	t := r.task(cl, s)
	title := t.Fields[workbook.ColTitle]
	title.Sure, title.Why = Likely, WhyHeading
	t.Fields[workbook.ColTitle] = title
	return t
}

// headingWorks reports whether a heading by itself asks for work.
func (r *reader) headingWorks(s *section) bool {
	if s.tone == background || s.tone == frame || s.title.text == "" || len(s.tables) > 0 {
		return false
	}
	c := r.clause(s.title.trim(spaces + stops))
	return (verbAt(c.body.text) != "" || c.actor == bureauActor) && !c.past && (len(s.body) > 0 || c.amounts != nil || c.moments != nil || c.deliver || c.actor == bureauActor || len(r.ownersOf(s.parent)) > 0)
}
