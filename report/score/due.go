package score

import (
	"duban/report"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
)

// dueBy gives the last day on which something can have fallen due for these scores. For an interim scoring that is AsOf. For a year that is
// over it is the year's last day, whether AsOf lies before or after it.
func (s *Scores) dueBy() calendar.Date {
	switch {
	case s.Interim:
		return s.AsOf
	case !s.Span.IsZero():
		return s.Span.Last()
	}
	return calendar.NewDate(s.AsOf.Year(), 12, 31)
}

// ahead reports whether an unfinished task's deadline lies after dueBy: what it has not reached is not missed yet. In an interim scoring, a
// task without a deadline is not due either.
func (s *Scores) ahead(l *report.Line) bool {
	if l.Completion.Finished || l.Task.Measure == workbook.Recurring {
		return false
	}
	return l.Due > s.dueBy() || l.Due == 0 && s.Interim
}

// soFar gives the completion by which a bureau's part in a task is scored. If the task is not due yet but some of its milestones or steps
// are, it is the completion of these alone, and fallen counts them. In all other cases fallen is 0 and the completion is the line's own. At
// the year's end this concerns only completions counted by milestones or steps, in an interim scoring amounts too.
func (s *Scores) soFar(l *report.Line) (c workbook.Completion, fallen float64) {
	if c = l.Completion; !s.ahead(l) || !c.Ratio.Known || !c.ByParts && !s.Interim {
		return c, 0
	}
	of := l.Task.Measuring(l.Bureau, c)
	if !c.ByParts {
		of = l.HeldTo()
	}
	share, fallen := s.Ledger.Plan.DoneOfDue(s.Ledger.Now, of, s.dueBy())
	if fallen = formula.Round(fallen, 6); fallen > 0 {
		c.Ratio, c.Of, c.Done = share, workbook.Known(fallen), workbook.Known(formula.Round(share.V*fallen, 6))
	}
	return c, fallen
}

// notDue reports whether nothing of a task can be judged yet. At the year's end a task under way counts as far as it goes, unless it is
// either done or not and has until next year.
func (s *Scores) notDue(l *report.Line, fallen float64) bool {
	return s.ahead(l) && fallen == 0 && (s.Interim || l.Completion.Binary || l.Completion.ByParts && l.Expected.Known)
}
