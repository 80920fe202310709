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

// ApprovedReason is one row of 正当理由: why a bureau is late with a task or a return, as somebody approved it. It holds notices back, keeps
// the lateness out of the scores, or both; the ledger shows the lateness all the same.
type ApprovedReason struct {
	Bureau *Bureau
	// Task is the task, and Period the period of the return, that the reason is for. If neither is given, it is for everything that the
	// bureau answers for, including its returns.
	Task   *Task
	Period calendar.Period
	// From and Until are its first and last day, 0 if it is open on that side.
	From, Until       calendar.Date
	Reason, Evidence  string
	Approver, Excuses string
	Approved          calendar.Date
	Rec               *Record
}

// decodeReasons reads 正当理由. A row that names an unknown task or period is ignored: a reason for one matter must not become one for all.
// Of a task that came with a county's ledger no more than its number is known here.
func (p *Plan) decodeReasons() {
	for _, r := range p.records(FormReasons) {
		a := &ApprovedReason{Bureau: p.oneBureau(r, ColBureau), From: r.Get(ColFrom).Date, Until: r.Get(ColUntil).Date, Reason: r.Get(ColReason).Text,
			Evidence: r.Get(ColEvidence).Text, Excuses: keyOr(r, ColExcuses, ExcuseNotices), Approver: strings.TrimSpace(r.Get(ColApprover).Text),
			Approved: r.Get(ColApproved).Date, Rec: r}
		if r.Get(ColTask).Filled() {
			if id := r.Get(ColTask).Text; p.fromBelow(id) != nil {
				a.Task = &Task{ID: id, Rolled: true}
			} else if a.Task = p.taskOf(r); a.Task == nil {
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

// forReturn reports whether the reason is for a bureau's return of a period.
func (a *ApprovedReason) forReturn(per calendar.Period) bool {
	return a.Task == nil && (a.Period.IsZero() || !per.IsZero() && (a.Period == per || a.Period.Contains(per.Last())))
}

// forTask reports whether the reason is for a task.
func (a *ApprovedReason) forTask(id string) bool {
	if a.Task != nil {
		return SameName(a.Task.ID, id)
	}
	return a.Period.IsZero()
}

// InScores reports whether the reason keeps lateness out of scores that count what was approved up to a day, by; 0 is any day.
func (a *ApprovedReason) InScores(by calendar.Date) bool {
	return a.Excuses != ExcuseNotices && a.Approver != "" && (by == 0 || a.Approved <= by)
}

// Held finds the reason that holds notices to a bureau back on a day, nil if there is none. t is the notice's task; if it is nil, per is
// the period of the return that the notice is about, or zero.
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

// ReturnExcused finds the reason that excuses a bureau's return of a period in scores that count what was approved up to a day; nil if
// there is none. A reason that names the period need not cover the due day.
func (p *Plan) ReturnExcused(bureau string, per calendar.Period, due, by calendar.Date) *ApprovedReason {
	for _, a := range p.Reasons {
		if a.Bureau.Code == bureau && a.InScores(by) && a.forReturn(per) && (!a.Period.IsZero() || due == 0 || a.on(due)) {
			return a
		}
	}
	return nil
}

// TaskReasons lists the reasons that excuse a bureau's lateness with a task in scores that count what was approved up to a day.
func (p *Plan) TaskReasons(bureau, task string, by calendar.Date) []*ApprovedReason {
	var out []*ApprovedReason
	for _, a := range p.Reasons {
		if a.Bureau.Code == bureau && a.InScores(by) && a.forTask(task) {
			out = append(out, a)
		}
	}
	return out
}

// excusedDays counts the days after one day and up to another that the reasons cover, each day once.
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
