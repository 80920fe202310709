package score

import (
	"slices"
	"strings"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// lateness gives the days that a line is late in the scores, and the days excused: those that it would be late in addition without the
// approved reasons. Neither is known if nothing has fallen due.
func (s *Scores) lateness(l *report.Ledger, line *report.Line) (late, excused workbook.Amount) {
	late = line.DaysLate
	if !late.Known {
		return late, late
	}
	reasons := s.Plan.TaskReasons(line.Bureau.CodeNow(), line.Task.ID, s.decidedBy())
	if len(reasons) == 0 || l.Now == nil || late.V == 0 {
		return late, workbook.Known(0)
	}
	rows := line.HeldTo()
	if line.Task.Rolled && (line.Unverified() || l.Plan.DaysLate(l.Now, rows, line.Completion, l.AsOf).V < late.V) {
		// A milestone or report that only the level below knows makes the line late, so nobody can tell which days a reason covers.
		return late, workbook.Known(0)
	}
	late = l.Plan.DaysLateBeyond(l.Now, rows, line.Completion, l.AsOf, reasons)
	return late, workbook.Known(line.DaysLate.V - late.V)
}

// explained finds the approved reason that explains a bureau's outcome in a period; nil if the outcome needs none or has none.
func (s *Scores) explained(reg *report.Register, row *report.RegisterRow) *workbook.ApprovedReason {
	if row == nil || row.Outcome != report.Late && row.Outcome != report.SentBack && row.Outcome != report.Missing {
		return nil
	}
	return s.Plan.ReturnExcused(row.Bureau.CodeNow(), reg.Period, reg.Due, s.decidedBy())
}

// reasons lists the approved reasons that a row's figures rest on.
func (s *Scores) reasons(r *Row) []*workbook.ApprovedReason {
	var out []*workbook.ApprovedReason
	if r.Line != nil && r.Inputs.of(workbook.InExcused).Num > 0 {
		return s.Plan.TaskReasons(r.Bureau.Code, r.Line.Task.ID, s.decidedBy())
	}
	if r.Grain != workbook.GrainReporting && r.Grain != workbook.GrainPeriod {
		return nil
	}
	for _, reg := range s.registersOf(r) {
		for _, row := range reg.Rows {
			if row.Bureau.CodeNow() == r.Bureau.Code {
				if a := s.explained(reg, row); a != nil {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// reasonText words an approved reason in one line: for what, why, and who approved it.
func reasonText(a *workbook.ApprovedReason, c *templates.Catalogue) string {
	what := c.T("scorebook.reason-all")
	switch {
	case a.Task != nil:
		what = strings.TrimSpace(a.Task.ID + " " + a.Task.Title)
	case !a.Period.IsZero():
		what = c.T("scorebook.reason-return", "period", a.Period.String())
	}
	by := a.Approver
	if a.Approved != 0 {
		by += c.T("scorebook.join") + a.Approved.String()
	}
	if a.Evidence != "" {
		by += c.T("scorebook.join") + a.Evidence
	}
	return c.T("scorebook.reason", "what", what, "reason", a.Reason, "by", by)
}

// inScores lists the plan's approved reasons that bear on the scores. A reason for the return of a period that is not scored does not.
func (s *Scores) inScores() []*workbook.ApprovedReason {
	var out []*workbook.ApprovedReason
	for _, a := range s.Plan.Reasons {
		if a.InScores(s.decidedBy()) && a.Bureau.Scored && (a.Task != nil || a.Period.IsZero() || s.scoresReturn(a.Period)) {
			out = append(out, a)
		}
	}
	return out
}

// scoresReturn reports whether a register that is scored is of a period, or of a round that ends in it.
func (s *Scores) scoresReturn(p calendar.Period) bool {
	registers := s.Registers
	for _, kind := range s.partialUsed() {
		registers = append(slices.Clip(registers), ofKind(s.Partial, kind)...)
	}
	return slices.ContainsFunc(registers, func(r *report.Register) bool { return r.Period == p || p.Contains(r.Period.Last()) })
}

// asides gives the part of a row's sentence, as a formula, on lateness or outcomes that were excused, if the method uses lateness or outcomes
// without naming what was excused.
func (t *tableSet) asides(tab *calcTable, it *SchemeItem) string {
	said := ""
	for _, x := range []struct {
		aside   string
		besides []string
	}{
		{workbook.InExcused, []string{workbook.InDaysLate}},
		{workbook.InExplained, []string{workbook.InLate, workbook.InMissing, workbook.InSentBack}},
	} {
		if tab.index[in(x.aside)] == nil || it.uses(&t.s.words, x.aside) || !it.uses(&t.s.words, x.besides...) {
			continue
		}
		cell := "[@[" + in(x.aside) + "]]"
		input := workbook.SchemeInput{}
		for _, i := range workbook.SchemeInputs() {
			if i.Key == x.aside {
				input = i
			}
		}
		said += "&IF(N(" + cell + ")>0," + inQuotes(t.c.T("scorebook.join")+t.c.T("scorebook.input", "name", input.Name(t.c.Lang), "value", "")) + "&" + cell + `,"")`
	}
	return said
}

// anyExcused reports whether lateness was excused in any row.
func anyExcused(rows []*Row) bool {
	for _, r := range rows {
		if v := r.Inputs.of(workbook.InExcused); v.Kind == sheet.Number && v.Num > 0 {
			return true
		}
	}
	return false
}
