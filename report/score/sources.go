package score

import (
	"slices"
	"strings"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/formula"
)

// Sources says where a row's figures were read, one line for each source: the returned cell with its receipt, the verification that outranks
// it, the register of a period with the return that counted, or a row of the plan. The approved reasons follow.
func (s *Scores) Sources(r *Row, c *templates.Catalogue) []string {
	var out []string
	returned := func(src workbook.Source) {
		if !src.Place().IsZero() {
			out = append(out, c.T("explain.source", "file", src.Place().File, "cell", src.Place().String(), "receipt", src.Receipt()))
		}
	}
	planned := func(rec *workbook.Record, field string) {
		if rec != nil {
			p := rec.Place(field)
			out = append(out, c.T("explain.planned", "file", p.File, "cell", p.String()))
		}
	}
	switch {
	case r.Line != nil && r.absent():
		if out = append(out, s.registerSources(r, c)...); len(out) == 0 {
			out = append(out, c.T("explain.no-source"))
		}
	case r.Line != nil:
		s.lineSources(r, returned, planned)
		if len(out) == 0 {
			out = append(out, c.T("explain.no-source"))
		}
	case r.Rating != nil && !r.Rating.Source.Place().IsZero():
		returned(r.Rating.Source)
	case r.Rating != nil:
		planned(r.Rating.Rec, workbook.ColRating)
	case r.Event != nil:
		planned(r.Event.Rec, workbook.ColEvent)
	case r.Adjustment != nil:
		planned(r.Adjustment.Rec, workbook.ColAmount)
	case r.Indicator != nil:
		if s.Ledger.Now != nil {
			if n := s.Ledger.Now.Indicator(r.Indicator, r.Bureau); n != nil {
				returned(n.Source)
			}
		}
		planned(r.Indicator.Rec, workbook.ColPlanned)
	case r.Grain == workbook.GrainReporting || r.Grain == workbook.GrainPeriod:
		out = append(out, s.registerSources(r, c)...)
	}
	if r.Fallen > 0 {
		expected := "" // nothing is expected of an amount without a first day before its deadline
		if r.Line.Expected.Known {
			expected = formula.Plain(r.Line.Expected.V*100, 2)
		}
		out = append(out, c.T("explain.so-far", "ratio", formula.Plain(r.Line.Completion.Ratio.V*100, 2), "expected", expected))
	}
	if r.ToDate && r.Left == "" {
		out = append(out, c.T("scoreleft.to-date"))
	}
	for _, a := range s.reasons(r) {
		out = append(out, c.T("scorebook.colon", "what", c.T("scorebook.note-reason"), "text", reasonText(a, c)))
	}
	return out
}

// lineSources gives the sources of a line's entry and of the verifications that outrank it, those of the lead's figure if the bureau stands
// where the whole task does, and the source of each indicator, stage, milestone or step by which the completion is counted.
func (s *Scores) lineSources(r *Row, returned func(workbook.Source), planned func(*workbook.Record, string)) {
	l, ledger := r.Line, s.Ledger
	for _, x := range s.Ledgers {
		if x.Period == r.Period {
			ledger = x
		}
	}
	said := func(l *report.Line) {
		returned(l.Source())
		for _, v := range l.Verified {
			planned(v.Rec, workbook.ColValue)
		}
	}
	said(l)
	if ledger == nil || ledger.Now == nil {
		return
	}
	now, rows, measured := ledger.Now, l.HeldTo(), l.HeldTo()
	if l.Task.Follows(now, l.Bureau) {
		measured = l.Task
		if lead := leadOf(ledger, l.Task); lead != nil && l.Task.Counted() && len(l.Task.Parts) == 0 {
			said(lead)
		}
	}
	if l.Task.Measure == workbook.ByIndicator {
		for _, in := range measured.Indicators {
			for _, x := range now.IndicatorStates(in) {
				if x.Counted != nil {
					returned(x.Counted.Source)
				}
			}
		}
	}
	if l.Task.ByStages() && l.Task.PartOf(l.Bureau) == nil {
		for _, st := range l.Task.Stages {
			if x := now.Stages[workbook.RowKey{Task: l.Task.ID, ID: st.ID}]; x != nil {
				returned(x.Source)
			}
		}
	}
	if !l.Completion.ByParts && r.Fallen == 0 {
		return
	}
	for _, m := range rows.Milestones {
		for _, x := range now.MilestoneStates(m) {
			if x.Reached != nil {
				returned(x.Reached.Source)
			}
		}
	}
	for _, st := range rows.Steps {
		for _, x := range now.StepStates(st) {
			if x.Reached != nil {
				returned(x.Reached.Source)
			}
		}
	}
}

// leadOf finds the line of a task's first-listed lead in a ledger; nil if there is none.
func leadOf(l *report.Ledger, t *workbook.Task) *report.Line {
	for _, tl := range l.Tasks {
		if tl.Task == t {
			return tl.Lead()
		}
	}
	return nil
}

// fallingShort lists the outcomes that cost points. Of the many weekly rounds of a year only those with such an outcome are listed.
func fallingShort() []report.Outcome {
	return []report.Outcome{report.Late, report.SentBack, report.Missing}
}

// registerSources says for each period what the register records, and which return counted or was sent back.
func (s *Scores) registerSources(r *Row, c *templates.Catalogue) []string {
	var out []string
	for _, reg := range s.registersOf(r) {
		for _, row := range reg.Rows {
			if row.Bureau.CodeNow() != r.Bureau.Code || reg.Period.Partial() && !slices.Contains(fallingShort(), row.Outcome) {
				continue
			}
			day := ""
			if row.FirstSeen != 0 {
				day = row.FirstSeen.String()
			}
			out = append(out, c.T("explain.registered", "period", reg.Period.String(), "outcome", row.InWords(c), "day", day,
				"file", strings.Join(row.Files, c.T("report.join")), "back", row.Outcome == report.SentBack))
		}
	}
	return out
}

// Behind lists the grains whose rows an item's inputs are computed from, besides its own grain.
func (s *Scores) Behind(it *SchemeItem) []string {
	if it.Grain != workbook.GrainBureau {
		return nil
	}
	var out []string
	for _, x := range []struct {
		grain string
		keys  []string
	}{
		{workbook.GrainTask, []string{workbook.InRatio, workbook.InElapsed, workbook.InTasks, workbook.InLeads, workbook.InFinished, workbook.InOverdue}},
		{workbook.GrainReporting, []string{workbook.InAsked, workbook.InReceived, workbook.InLate, workbook.InSentBack, workbook.InMissing,
			workbook.InNothing, workbook.InExplained}},
		{workbook.GrainEvent, []string{workbook.InEvents}},
		{workbook.GrainAdjustment, []string{workbook.InPlus, workbook.InMinus}},
		{workbook.GrainRating, []string{workbook.InMark, workbook.InGood, workbook.InPoor, workbook.InLeaderMark, workbook.InOfficeMark, workbook.InLeadMark}},
	} {
		if it.uses(&s.words, x.keys...) {
			out = append(out, x.grain)
		}
	}
	return out
}
