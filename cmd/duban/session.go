package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

// lockWait is how long a run waits for another one to finish: longer than merging a thousand returns takes on an old office computer.
// It may be long, since whoever waits is told at once and can interrupt the run.
const lockWait = time.Minute

// session is a run in a workspace, with which nearly every verb begins.
type session struct {
	*app
	*outputs.Maker
	ws *round.Workspace
}

// open finds the workspace and reads its plan. With hold it locks the archive, for verbs that write to it.
func (a *app) open(hold bool) (*session, error) { return a.openWith(hold, func(*session) {}) }

// openWith is open with a start: begin is called before the plan is read, to start what may run meanwhile.
func (a *app) openWith(hold bool, begin func(*session)) (*session, error) {
	ws, err := a.findWorkspace(a.dir)
	if errors.Is(err, round.ErrNoWorkspace) {
		return nil, a.fail(err, "fail.no-workspace")
	}
	if err != nil {
		return nil, err
	}
	s := a.sessionOf(ws)
	if a.asOf != "" {
		day, err := a.parseDay("--as-of", a.asOf)
		if err != nil {
			return nil, err
		}
		s.LookAt(day)
	}
	if hold {
		if err := s.Hold(cmp.Or(s.patience, lockWait), func() { fmt.Fprintln(s.err, s.words.T("archive.waiting")) }); err != nil {
			return nil, err
		}
	}
	begin(s)
	if err := s.Read(); err != nil {
		s.close()
		return nil, s.noPlan(err)
	}
	// For a line that cannot be read, a return seems never to have come: no figure is given without saying so.
	for _, f := range s.Archive.Faults {
		fmt.Fprintln(a.err, ws.Words.T("archive."+f.Code, "line", f.Line, "receipt", f.Receipt, "path", f.Path, "came", f.Came))
	}
	return s, nil
}

// sessionOf gives a session of a workspace of which nothing is read yet.
func (a *app) sessionOf(ws *round.Workspace) *session {
	pause := a.pause
	if pause == nil {
		pause = time.Sleep
	}
	read := round.New(ws, round.Options{Disk: a.disk, Now: a.now, Pause: pause, Catalogue: a.catalogue, Version: version, Build: a.buildName,
		Program: program, NewKey: a.newKey, Cells: a.cells, Books: a.books})
	return &session{app: a, Maker: outputs.New(read), ws: ws}
}

// findWorkspace looks for a workspace in a folder and above it.
func (a *app) findWorkspace(start string) (*round.Workspace, error) {
	return round.FindWorkspace(start, a.catalogue)
}

// noPlan puts into words that a plan cannot be opened or read. Any other error is returned as it is.
func (s *session) noPlan(err error) error {
	var plan *round.NoPlan
	if !errors.As(err, &plan) {
		return err
	}
	path := s.ws.Rel(s.ws.Plan())
	var refusal *xlsx.Refusal
	switch {
	case errors.As(err, &refusal):
		return s.fail(err, "fail.plan-unreadable", "path", path, "reason", s.refusalText(refusal))
	case errors.Is(err, fs.ErrPermission):
		return s.fail(err, "fail.plan-locked", "path", path)
	}
	return err
}

// readShort reads a file that is to be read as a workbook.
func (a *app) readShort(path string) ([]byte, error) { return round.ReadShort(a.disk, path) }

// sayLostPlans names the rounds whose issued plan is lost, unless a result of the run has already said so.
func (s *session) sayLostPlans() {
	for _, f := range s.CheckLostPlans() {
		message, hint := s.findingText(&f)
		fmt.Fprintf(s.err, "%s %s\n  → %s\n", s.words.T("severity."+f.Severity.String()), message, hint)
	}
}

func (s *session) close() {
	s.sayLostPlans()
	s.Close()
}

// periodFlag reads --period as a period only; the zero period if it is not given.
func (a *app) periodFlag() (calendar.Period, error) {
	if a.period == "" {
		return calendar.Period{}, nil
	}
	p, ok := calendar.ParsePeriod(a.period)
	if !ok {
		return p, a.usage("usage.period", "value", a.period)
	}
	return p, nil
}

// parseDay reads a date given on the command line.
func (a *app) parseDay(flag, text string) (calendar.Date, error) {
	d, ok := calendar.ParseFullDate(text)
	if !ok {
		return 0, a.usage("usage.date", "flag", flag, "value", text)
	}
	return d, nil
}

// periodAsked reads --period, which may also be the name or the day of a special round; the zero period if it is not given. Of
// several rounds with one name it takes the nearest: to --as-of if given, or else to today.
func (s *session) periodAsked() (calendar.Period, error) {
	near := s.Today()
	if day, ok := calendar.ParseFullDate(s.asOf); ok {
		near = day
	}
	if r := s.Plan.SpecialNamed(s.period, near); r != nil {
		return r.Period, nil
	}
	return s.periodFlag()
}

// roundAsked gives the period of the round asked for, or else of the open round.
func (s *session) roundAsked() (calendar.Period, error) {
	p, err := s.periodAsked()
	if err != nil {
		return p, err
	}
	if !p.IsZero() {
		if s.wentOut(p) {
			return p, nil
		}
		if last := s.lastNamed(p); !last.IsZero() {
			return last, nil
		}
		return p, s.fail(nil, "fail.not-issued", "period", p.String())
	}
	if p = s.OpenRound(); p.IsZero() {
		return p, s.fail(nil, "fail.no-round")
	}
	return p, nil
}

// wentOut reports whether a round was issued, or returns came for it.
func (s *session) wentOut(p calendar.Period) bool {
	_, issued := s.Archive.Latest(archive.KindIssue, p.String())
	_, came := s.Archive.Latest(archive.KindReturn, p.String())
	return issued || came
}

// lastNamed gives, for a special round asked for by name, the last one of that name that is out, or else the zero period.
func (s *session) lastNamed(p calendar.Period) (last calendar.Period) {
	named := s.Plan.Special(p)
	if named == nil || !strings.EqualFold(strings.TrimSpace(s.period), strings.TrimSpace(named.Name)) {
		return last
	}
	for _, r := range s.Plan.Specials {
		if s.Plan.Alike(r.Period, p) && s.wentOut(r.Period) && r.Period.Compare(last) > 0 {
			last = r.Period
		}
	}
	return last
}

// sound refuses to go on if the plan has errors, and lists them.
func (s *session) sound() error { return s.unsound(s.Sound()) }

// unsound lists the errors of the plan if an output was not made because of them. Any other error is returned as it is.
func (s *session) unsound(err error) error {
	var plan *outputs.Unsound
	if !errors.As(err, &plan) {
		return err
	}
	out := s.newOutput("check", calendar.Period{})
	out.findings = plan.Findings
	if err := out.print(); err != nil && !errors.Is(err, errFindings) {
		return err
	}
	return &failure{code: exitErrors, text: s.words.T("fail.plan-errors", "n", plan.Errors()), err: err}
}
