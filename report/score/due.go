package score

import (
	"duban/report"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
)

// dueBy is the last day on which something can have fallen due for these scores: that of the year when it is over, whatever day before
// or after its end the figures are of, else the day that they are of.
func (s *Scores) dueBy() calendar.Date {
	switch {
	case s.Interim:
		return s.AsOf
	case !s.Span.IsZero():
		return s.Span.Last()
	}
	return calendar.NewDate(s.AsOf.Year(), 12, 31)
}

// ahead reports that a task's deadline lies beyond the last day of the scores: what it has not reached is nothing missed. In a standing
// within the year a task without a deadline is not due either.
func (s *Scores) ahead(l *report.Line) bool {
	if l.Completion.Finished || l.Task.Measure == workbook.Recurring {
		return false
	}
	return l.Due > s.dueBy() || l.Due == 0 && s.Interim
}

// soFar is what a bureau has reached of a task that is not due yet but for some of its milestones or steps: of those alone. fallen is
// how many they are: 0 where none is due, or the task has none, or is due itself. Within the year it is so with an amount too, of which
// nothing else is due; at the year's end it counts as far as it goes.
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

// notDue reports that nothing of a task can be judged by the day of the scores. At the year's end what is under way counts as far as it
// goes, but for what is either done or not and has until next year.
func (s *Scores) notDue(l *report.Line, fallen float64) bool {
	return s.ahead(l) && fallen == 0 && (s.Interim || l.Completion.Binary || l.Completion.ByParts && l.Expected.Known)
}
