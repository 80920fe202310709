package workbook

import (
	"duban/workbook/calendar"
	"duban/workbook/pattern"
)

// ofItsMonth matches limits that name a week, month or quarter relative to the paper's date: 本月内, 下月5日前, 月底前.
var ofItsMonth = pattern.New(`^(?:于|在)?(?:(?:本|当|下个?|次)(?:周|月|旬|季度?)|月[底末])`)

// LimitOf resolves the wording of a task's limit; start is the task's own start, 0 for none. If the task starts after the document's day,
// a limit that counts from some day (两日内) or from the paper's month (本月内) counts from that start. A limit that counts from the document
// or meeting by name does so only if it would be over by then.
func (p *Plan) LimitOf(wording string, start calendar.Date) (calendar.Deadline, bool) {
	rules := p.Settings.Deadlines
	d, ok := calendar.ResolveDeadline(wording, rules)
	if ok && start > rules.Base && (d.Counted && (!d.Since || d.Last < start) || ofItsMonth.MatchString(wording)) {
		rules.Base = start
		return calendar.ResolveDeadline(wording, rules)
	}
	return d, ok
}
