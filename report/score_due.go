package report

import (
	"math"

	"duban/workbook"
)

// ahead reports that a task's deadline lies beyond the day of the scores: what it has not reached is nothing missed. In a standing
// within the year a task without a deadline is not due either.
func (s *Scores) ahead(l *Line) bool {
	if l.Completion.Finished || l.Task.Measure == workbook.Recurring {
		return false
	}
	return l.Due > s.AsOf || l.Due == 0 && s.Interim
}

// soFar is what a bureau has reached of a task that is not due yet but for some of its milestones or steps: of those alone. fallen is
// how many they are: 0 where none is due, or the task has none, or is due itself.
func (s *Scores) soFar(l *Line) (c workbook.Completion, fallen float64) {
	if c = l.Completion; !s.ahead(l) || !c.ByParts || !c.Of.Known || !l.Expected.Known {
		return c, 0
	}
	if fallen = roundHalfAway(l.Expected.V*c.Of.V, 6); fallen == 0 {
		return c, 0
	}
	c.Of = workbook.Known(fallen)
	c.Ratio = workbook.Known(roundHalfAway(math.Min(1, c.Done.V/fallen), 9))
	return c, fallen
}

// notDue reports that nothing of a task can be judged by the day of the scores. At the year's end what is under way counts as far as it
// goes, but for what is either done or not and has until next year.
func (s *Scores) notDue(l *Line, fallen float64) bool {
	switch {
	case !s.ahead(l) || fallen > 0:
		return false
	case s.Interim:
		return l.DaysLate.V <= 0
	}
	return l.Completion.Binary || l.Completion.ByParts && l.Expected.Known
}
