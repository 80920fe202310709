package workbook

import (
	"slices"
	"strings"

	"duban/workbook/calendar"
)

// What an approved reason excuses from.
const (
	ExcuseNotices = "notices"
	ExcuseScore   = "score"
	ExcuseBoth    = "both"
)

// ApprovedReason is one row of 正当理由: why a bureau is late with a task or a return, as somebody approved it. It holds
// notices back, or keeps the lateness out of the scores, or both; the ledger shows the lateness all the same.
type ApprovedReason struct {
	Bureau *Bureau
	// Task is the one task that it is for, Period the one period whose return it is for. Where neither is given it is for
	// all that the bureau answers for, its returns included.
	Task   *Task
	Period calendar.Period
	// From and Until are its first and last day, 0 where it is open on that side.
	From, Until       calendar.Date
	Reason, Evidence  string
	Approver, Excuses string
	Approved          calendar.Date
	Rec               *Record
}

// decodeReasons reads 正当理由. A row that names a task or period that there is not is for nothing: a reason for one
// matter must not become one for all.
func (p *Plan) decodeReasons() {
	for _, r := range p.records(FormReasons) {
		a := &ApprovedReason{Bureau: p.oneBureau(r, ColBureau), From: r.Get(ColFrom).Date, Until: r.Get(ColUntil).Date, Reason: r.Get(ColReason).Text,
			Evidence: r.Get(ColEvidence).Text, Excuses: keyOr(r, ColExcuses, ExcuseNotices), Approver: strings.TrimSpace(r.Get(ColApprover).Text),
			Approved: r.Get(ColApproved).Date, Rec: r}
		if r.Get(ColTask).Filled() {
			if a.Task = p.taskOf(r); a.Task == nil {
				continue
			}
		}
		per, ok := p.period(r, ColPeriod)
		if a.Bureau == nil || !ok {
			continue
		}
		a.Period = per
		p.Reasons = append(p.Reasons, a)
	}
}

// on reports whether a day lies within the reason's span.
func (a *ApprovedReason) on(day calendar.Date) bool {
	return (a.From == 0 || a.From <= day) && (a.Until == 0 || day <= a.Until)
}

// forReturn reports whether the reason speaks of a bureau's return of a period.
func (a *ApprovedReason) forReturn(per calendar.Period) bool {
	return a.Task == nil && (a.Period.IsZero() || !per.IsZero() && (a.Period == per || a.Period.Contains(per.Last())))
}

// forTask reports whether the reason speaks of a task.
func (a *ApprovedReason) forTask(id string) bool {
	if a.Task != nil {
		return fold(a.Task.ID) == fold(id)
	}
	return a.Period.IsZero()
}

// InScores reports whether the reason keeps lateness out of scores that rest on what was decided by a day, 0 for any day:
// somebody approved it by then.
func (a *ApprovedReason) InScores(by calendar.Date) bool {
	return a.Excuses != ExcuseNotices && a.Approver != "" && (by == 0 || a.Approved <= by)
}

// Held finds what holds notices to a bureau back on a day, nil where nothing does. t is nil for what is no task's, and
// then per is the period whose return it is about, or none.
func (p *Plan) Held(b *Bureau, t *Task, per calendar.Period, on calendar.Date) *ApprovedReason {
	for _, a := range p.Reasons {
		if a.Bureau != b || a.Approver == "" || a.Excuses == ExcuseScore || !a.on(on) {
			continue
		}
		if t != nil && a.forTask(t.ID) || t == nil && a.forReturn(per) {
			return a
		}
	}
	return nil
}

// ReturnExcused finds the reason that excuses a bureau's return of a period in scores that rest on what was decided by a day, nil
// where none does. One that names the period need not hold on the day by which the return was due.
func (p *Plan) ReturnExcused(bureau string, per calendar.Period, due, by calendar.Date) *ApprovedReason {
	for _, a := range p.Reasons {
		if a.Bureau.Code == bureau && a.InScores(by) && a.forReturn(per) && (!a.Period.IsZero() || due == 0 || a.on(due)) {
			return a
		}
	}
	return nil
}

// TaskReasons lists the reasons that excuse a bureau's lateness with a task in scores that rest on what was decided by a day.
func (p *Plan) TaskReasons(bureau, task string, by calendar.Date) []*ApprovedReason {
	var out []*ApprovedReason
	for _, a := range p.Reasons {
		if a.Bureau.Code == bureau && a.InScores(by) && a.forTask(task) {
			out = append(out, a)
		}
	}
	return out
}

// excusedDays counts the days after one day and up to another that any of some reasons covers, each day once.
func excusedDays(reasons []*ApprovedReason, after, to calendar.Date) int {
	type span struct{ from, to calendar.Date }
	var spans []span
	for _, a := range reasons {
		s := span{after + 1, to}
		if !a.Period.IsZero() {
			s.from, s.to = max(s.from, a.Period.First()), min(s.to, a.Period.Last())
		}
		s.from = max(s.from, a.From)
		if a.Until != 0 {
			s.to = min(s.to, a.Until)
		}
		if s.from <= s.to {
			spans = append(spans, s)
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return int(a.from - b.from) })
	n, last := 0, after
	for _, s := range spans {
		if s.to > last {
			n += int(s.to - max(last, s.from-1))
			last = s.to
		}
	}
	return n
}
