package main

import (
	"cmp"
	"fmt"
	"strings"

	"duban/report"
	"duban/workbook"
	"duban/workbook/calendar"
)

// explainParts prints how the rows below a task stand, on which its completion and lateness rest, each with its source cell.
func (s *session) explainParts(ledger *report.Ledger, t *workbook.Task) {
	now := ledger.Now
	for _, m := range t.Milestones {
		for _, r := range now.MilestoneStates(m) {
			s.explainReached("explain.milestone", m.ID, m.Title, ledger.Plan.MilestoneDueOn(m, ledger.AsOf), r)
		}
	}
	for _, st := range t.Steps {
		for _, r := range now.StepStates(st) {
			s.explainReached("explain.step", st.ID, st.Title, st.Due, r)
		}
	}
	for _, in := range t.Indicators {
		for _, f := range now.IndicatorStates(in) {
			s.explainIndicator(ledger, in, f)
		}
		s.explainInterims(in.Interims, in.Unit)
	}
	s.explainInterims(t.Interims, t.Unit)
	for _, st := range t.Stages {
		n, source := st.Initial, workbook.Source{}
		if c := now.Stages[workbook.RowKey{Task: t.ID, ID: st.ID}]; c != nil {
			n, source = c.V, c.Source
		}
		s.explainPart(source, st.Rec.Place(workbook.ColInitial), "explain.stage", "id", st.ID, "title", st.Title,
			"n", amountOrDash(workbook.Known(n)), "unit", t.Unit, "worth", amountOrDash(workbook.Known(st.Worth)))
	}
}

// explainIndicator says how an indicator stands by the word of those who answer for it together, and what was to be reached by then.
func (s *session) explainIndicator(ledger *report.Ledger, in *workbook.Indicator, f workbook.FigureState) {
	value, source, planned := f.Value(in), workbook.Source{}, workbook.Place{}
	if f.Counted != nil {
		source = f.Counted.Source
	} else if in.Latest.Known {
		planned = in.Rec.Place(workbook.ColLatest)
	}
	by, due, expected, day := "", "", "", ledger.Period.Last()
	if at, i := ledger.Plan.PlannedAt(in, day); i != nil {
		by, due = i.By(), amountOrDash(at)
	}
	if len(in.Interims) > 0 {
		expected = percentOrDash(ledger.Plan.IndicatorExpected(in, day))
	}
	s.explainPart(source, planned, "explain.indicator", "id", in.ID, "title", in.Title, "bureaus", s.namesOf(f.Bureaus),
		"value", amountOrDash(value), "plan", amountOrDash(in.Planned), "by", by, "due", due,
		"ratio", percentOrDash(ledger.Plan.IndicatorRatio(in, value, day)), "expected", expected)
}

// explainInterims lists the interim targets by which it is worked out what is expected, with their cells in the plan.
func (s *session) explainInterims(list workbook.Interims, unit string) {
	for _, i := range list {
		s.explainPart(workbook.Source{}, i.Rec.Place(workbook.ColTarget), "explain.interim", "by", i.By(), "figure", amountOrDash(i.Target), "unit", unit)
	}
}

func (s *session) explainReached(key, id, title string, due calendar.Date, r workbook.RowState) {
	said := workbook.Reached{}
	if r.Reached != nil {
		said = *r.Reached
	}
	s.explainPart(said.Source, workbook.Place{}, key, "id", id, "title", title,
		"bureaus", s.namesOf(r.Bureaus), "status", s.words.ChoiceLabel("step-status", cmp.Or(said.Status, workbook.NotStarted)), "on", said.DoneOn.String(), "due", due.String())
}

// explainPart prints a row and its source: a cell of a return, or else of the plan. Both are zero if nobody has said anything.
func (s *session) explainPart(source workbook.Source, planned workbook.Place, key string, args ...any) {
	fmt.Fprintln(s.out, "  "+s.words.T(key, args...))
	if source.Place().IsZero() && !planned.IsZero() {
		fmt.Fprintln(s.out, "    "+s.words.T("explain.planned", "file", planned.File, "cell", planned.String()))
		return
	}
	s.explainSource(source)
}

func (s *session) namesOf(bureaus []*workbook.Bureau) string {
	if len(bureaus) == 0 {
		return s.words.T("word.open")
	}
	var names []string
	for _, b := range bureaus {
		names = append(names, b.Name)
	}
	return strings.Join(names, s.words.T("word.list"))
}
