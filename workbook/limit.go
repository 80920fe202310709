package workbook

import "duban/workbook/calendar"

// LimitOf resolves the wording of a task's limit. What counts from a day (两日内) counts from the task's own start, 0 for none, where the
// task came up after the document; what counts from the document or meeting by name only where it would be over by then.
func (p *Plan) LimitOf(wording string, start calendar.Date) (calendar.Deadline, bool) {
	rules := p.Settings.Deadlines
	d, ok := calendar.ResolveDeadline(wording, rules)
	if ok && d.Counted && start > rules.Base && (!d.Since || d.Last < start) {
		rules.Base = start
		return calendar.ResolveDeadline(wording, rules)
	}
	return d, ok
}
