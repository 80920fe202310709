package validate

import (
	"slices"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
)

// supplied reports the inputs of an item's method, filter or ranking that nothing in the plan supplies for the bureaus that it applies to.
func (s *schemeCheck) supplied(it *workbook.Item, e *formula.Expr, field string) {
	said := map[string]bool{}
	for _, col := range e.Columns() {
		if !said[workbook.Fold(col.Name)] && !s.given(it, col.Name) {
			said[workbook.Fold(col.Name)] = true
			s.add("input-unsupplied", cell(it.Rec, field), "name", col.Name, "item", it.Title)
		}
	}
}

// given reports whether a column that a formula names may ever have a value in a row of the item. It is also true for a name that is not an
// input of the item's grain or an indicator, which inputHere reports.
func (s *schemeCheck) given(it *workbook.Item, name string) bool {
	if !slices.ContainsFunc(s.p.Bureaus, func(b *workbook.Bureau) bool { return b.Scored && it.Applies(b) }) {
		return true // the item applies to nobody, and the finding is about its scope
	}
	x, ok := workbook.SchemeInputNamed(name)
	if ok {
		return !x.Has(it.Grain) || s.supply(it, x.Key)
	}
	if in, _ := s.p.IndicatorFigure(name, nil); in == nil || s.parameter(name) {
		return true
	}
	return slices.ContainsFunc(s.p.Bureaus, func(b *workbook.Bureau) bool {
		in, _ := s.p.IndicatorFigure(name, b)
		return in != nil && b.Scored && it.Applies(b)
	})
}

// supply reports whether anything in the plan may supply an input: a task of a measure that has it, an indicator, a group of raters. It is
// true for what only comes in the course of the year: events, adjustments, verifications and special rounds.
func (s *schemeCheck) supply(it *workbook.Item, key string) bool {
	switch key {
	case workbook.InRatio:
		if it.Grain == workbook.GrainIndicator {
			return s.indicator(it, func(in *workbook.Indicator) bool { return in.Planned.Known || in.LastYear.Known })
		}
		return s.task(it, (*workbook.Task).Reports)
	case workbook.InTarget, workbook.InDone:
		if it.Grain == workbook.GrainIndicator {
			return s.indicator(it, func(in *workbook.Indicator) bool { return key == workbook.InDone || in.Planned.Known })
		}
		// A deliverable without milestones is only done or not done.
		return s.task(it, func(t *workbook.Task) bool {
			return t.Reports() && (t.Measure != workbook.Deliverable || len(t.Milestones) > 0)
		})
	case workbook.InBaseline:
		if it.Grain == workbook.GrainIndicator {
			return s.indicator(it, func(in *workbook.Indicator) bool { return in.LastYear.Known })
		}
		return s.task(it, func(t *workbook.Task) bool {
			return t.Measure == workbook.Quantity && t.Baseline.Known || slices.ContainsFunc(t.Parts, func(p *workbook.Part) bool { return p.Baseline.Known })
		})
	case workbook.InLeaderMark:
		return s.raters(workbook.RatersLeaders)
	case workbook.InOfficeMark:
		return s.raters(workbook.RatersOffice)
	case workbook.InLeadMark:
		return s.raters(workbook.RatersLead)
	case workbook.InMark, workbook.InGood, workbook.InPoor, workbook.InRaters:
		return len(s.p.RaterGroups) > 0 || len(s.p.Ratings) > 0
	case workbook.InStartsDue, workbook.InStarted:
		return s.task(it, func(t *workbook.Task) bool { return t.Measure == workbook.Project && len(t.Steps) > 0 })
	case workbook.InIndicator, workbook.InDirection:
		return s.indicator(it, func(*workbook.Indicator) bool { return true })
	case workbook.InWeeksAsked, workbook.InWeeksLate, workbook.InWeeksSentBack, workbook.InWeeksMissing:
		weekly := func(of []calendar.Cadence) bool { return slices.Contains(of, calendar.Weekly) }
		return s.task(it, func(t *workbook.Task) bool { return weekly(t.Cadences) }) ||
			slices.ContainsFunc(s.p.Lists, func(l *workbook.ListForm) bool { return weekly(l.Cadences) })
	case workbook.InElapsed, workbook.InDaysLate, workbook.InExcused, workbook.InOverdue:
		return s.task(it, func(t *workbook.Task) bool {
			return t.Due != 0 || slices.ContainsFunc(t.Milestones, func(m *workbook.Milestone) bool { return m.Due != 0 }) ||
				slices.ContainsFunc(t.Steps, func(st *workbook.Step) bool { return st.Due != 0 })
		})
	}
	return true
}

// task reports whether a task for which of is true has a scored bureau that the item applies to, or still has no lead. It is true in a plan
// without tasks, which has only been begun.
func (s *schemeCheck) task(it *workbook.Item, of func(*workbook.Task) bool) bool {
	if len(s.p.Tasks) == 0 {
		return true
	}
	return slices.ContainsFunc(s.p.Tasks, func(t *workbook.Task) bool {
		return of(t) && (t.LeadOpen || slices.ContainsFunc(t.Assigned, func(a workbook.Assignment) bool { return a.Bureau.Scored && it.Applies(a.Bureau) }))
	})
}

// indicator reports whether an indicator for which of is true has a scored bureau that the item applies to.
func (s *schemeCheck) indicator(it *workbook.Item, of func(*workbook.Indicator) bool) bool {
	return slices.ContainsFunc(s.p.Indicators, func(in *workbook.Indicator) bool {
		return of(in) && slices.ContainsFunc(in.Bureaus, func(b *workbook.Bureau) bool { return b.Scored && it.Applies(b) })
	})
}

// raters reports whether the plan has a group of raters of a kind, or ratings by one.
func (s *schemeCheck) raters(kind string) bool {
	for _, g := range s.p.RaterGroups {
		if g.Kind == kind {
			return true
		}
	}
	for _, r := range s.p.Ratings {
		if s.p.RaterKind(r.Raters) == kind {
			return true
		}
	}
	return false
}
