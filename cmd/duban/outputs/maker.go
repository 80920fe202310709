package outputs

import (
	"duban/cmd/duban/round"
	"duban/report"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

// Maker makes the outputs of a workspace as one run has read it.
type Maker struct {
	*round.Session
	ws   *round.Workspace
	disk archive.Disk
	// sound is the plan last found sound; the cells of its long sheets that were needed only for that are dropped.
	sound *workbook.Plan
	// scoring says that rounds are worked out for scores alone.
	scoring bool
	// rated is the plan to which the marks of returned rating forms were added.
	rated   *workbook.Plan
	leftOut []string
	marker  xlsx.Marker
	// fileNames gives the names of the bureaus' files by code, for the plan fileNamesOf.
	fileNames   map[string]string
	fileNamesOf *workbook.Plan
}

// New gives a maker of outputs from what a session has read or will read.
func New(s *round.Session) *Maker { return &Maker{Session: s, ws: s.Workspace(), disk: s.Disk()} }

// Unsound says that the plan has errors, which would affect every output.
type Unsound struct{ Findings []validate.Finding }

func (*Unsound) Error() string { return "the plan has errors" }

// Errors counts them.
func (e *Unsound) Errors() (n int) {
	for i := range e.Findings {
		if f := &e.Findings[i]; f.Counts() && f.Severity == workbook.Problem {
			n += f.Number()
		}
	}
	return n
}

// NotIssued says that a period was not issued and nothing came in for it.
type NotIssued struct{ Period calendar.Period }

func (e *NotIssued) Error() string { return e.Period.String() + " was not issued" }

// NothingToScore says that no monthly round was issued in a period.
type NothingToScore struct{ Span calendar.Period }

func (e *NothingToScore) Error() string { return "no round to score in " + e.Span.String() }

// Sound returns an *Unsound if the plan has errors. It then drops the cells that only this check needs.
func (m *Maker) Sound() error {
	if m.sound == m.Whole {
		return nil
	}
	if e := (&Unsound{m.CheckPlanErrors()}); e.Errors() > 0 {
		e.Findings = m.CheckPlan() // all findings, not only errors
		return e
	}
	m.Whole.Forget()
	m.sound = m.Whole
	return nil
}

// AsOfDay gives the day by which a round's lights and lateness are judged: the one asked for, or else its cutoff.
func (m *Maker) AsOfDay(r *round.Round) calendar.Date {
	if m.AsOf() != 0 {
		return m.AsOf()
	}
	return r.Plan.CutoffDay(r.Period)
}

// AsOfFlag gives the --as-of flag that gives the same results on a command line; empty if the day is the round's own.
func (m *Maker) AsOfFlag(p calendar.Period) string {
	if m.AsOf() == 0 || m.AsOf() == m.Plan.CutoffDay(p) {
		return ""
	}
	return " --as-of " + m.AsOf().String()
}

// History works out the ledgers and registers of rounds, the last one's as of the day asked for.
func (m *Maker) History(rounds []*round.Round) *report.History {
	return History(rounds, m.AsOfDay(rounds[len(rounds)-1]))
}

// History works out the ledgers and registers of rounds, the last one's as of a day. Earlier rounds are judged at their own cutoff.
func History(rounds []*round.Round, asOf calendar.Date) *report.History {
	h := &report.History{}
	for i, r := range rounds {
		day := r.Plan.CutoffDay(r.Period)
		if i == len(rounds)-1 {
			day = asOf
		}
		l := r.Ledger(day)
		h.Ledgers = append(h.Ledgers, l)
		h.Registers = append(h.Registers, l.Register)
	}
	return h
}

// last gives the last ledger of a history.
func last(h *report.History) *report.Ledger { return h.Ledgers[len(h.Ledgers)-1] }
