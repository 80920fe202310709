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
	// sound is the plan that was found sound last: of its long sheets what was looked at for that is let go of.
	sound *workbook.Plan
	// scoring says that rounds are worked out for scores alone.
	scoring bool
	// rated is the plan beside whose marks those of returned rating forms stand.
	rated   *workbook.Plan
	leftOut []string
	marker  xlsx.Marker
	// fileNames are the names of the bureaus' files by code, as fileNamesOf, a plan, has them.
	fileNames   map[string]string
	fileNamesOf *workbook.Plan
}

// New makes outputs of what a session has read, or will have.
func New(s *round.Session) *Maker { return &Maker{Session: s, ws: s.Workspace(), disk: s.Disk()} }

// Unsound says that the plan has errors, which would end up in every output.
type Unsound struct{ Findings []validate.Finding }

func (*Unsound) Error() string { return "the plan has errors" }

// Errors is how many there are.
func (e *Unsound) Errors() (n int) {
	for i := range e.Findings {
		if f := &e.Findings[i]; f.Counts() && f.Severity == workbook.Problem {
			n += f.Number()
		}
	}
	return n
}

// NotIssued says that nothing was issued in a period and nothing came in for it.
type NotIssued struct{ Period calendar.Period }

func (e *NotIssued) Error() string { return e.Period.String() + " was not issued" }

// NothingToScore says that no monthly round was issued in a period.
type NothingToScore struct{ Span calendar.Period }

func (e *NothingToScore) Error() string { return "no round to score in " + e.Span.String() }

// Sound gives an *Unsound while the plan has errors. What was looked at to find them is let go of.
func (m *Maker) Sound() error {
	if m.sound == m.Whole {
		return nil
	}
	if e := (&Unsound{m.CheckPlanErrors()}); e.Errors() > 0 {
		e.Findings = m.CheckPlan() // with all that is to be said of it
		return e
	}
	m.Whole.Forget()
	m.sound = m.Whole
	return nil
}

// AsOfDay is the day at which a round's lights and lateness are judged: the one asked for, else its cutoff.
func (m *Maker) AsOfDay(r *round.Round) calendar.Date {
	if m.AsOf() != 0 {
		return m.AsOf()
	}
	return r.Plan.CutoffDay(r.Period)
}

// AsOfFlag is what a command line needs to work things out as they are here; nothing where that is a round's own day.
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

// History works out the ledgers and registers of rounds, the last one's as of a day. Past rounds are judged at their own cutoff.
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

// last is the ledger that a history leads up to.
func last(h *report.History) *report.Ledger { return h.Ledgers[len(h.Ledgers)-1] }
