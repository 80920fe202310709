package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"duban/cmd/duban/round"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
)

// lockWait is how long a run waits for another one to finish: longer than the merge of a thousand returns takes on an old
// office computer. It may be long, since who waits is told so at once and can break off.
const lockWait = time.Minute

// session is a run in a workspace: what nearly every verb begins with.
type session struct {
	*app
	*round.Session
	ws *round.Workspace
	// judged is the plan that was found sound last: of its long sheets what was looked at for that is let go of.
	judged *workbook.Plan
	// scoring says that rounds are worked out for scores alone, which rest on next to nothing of what is found in returns.
	scoring bool
	// rated is the plan beside whose marks those of returned rating workbooks stand.
	rated *workbook.Plan
	// leftOut are the files of returned rating forms and score sheets whose identity sheet turned out to be changed: nothing
	// in them counts.
	leftOut []string
	// marker makes slips.
	marker xlsx.Marker
	// fileNames are the names of the bureaus' files by code, as fileNamesOf, a plan, has them.
	fileNames   map[string]string
	fileNamesOf *workbook.Plan
}

// open finds the workspace and reads its plan. With hold it takes hold of the archive, for verbs that write to it.
func (a *app) open(hold bool) (*session, error) { return a.opening(hold, func(*session) {}) }

// opening does so, and begins something else before it reads the plan.
func (a *app) opening(hold bool, begin func(*session)) (*session, error) {
	ws, err := a.findWorkspace(a.dir)
	if errors.Is(err, round.ErrNoWorkspace) {
		return nil, a.fail(err, "fail.no-workspace")
	}
	if err != nil {
		return nil, err
	}
	s := a.sessionOf(ws)
	if a.asOf != "" {
		if s.AsOf, err = a.parseDay("--as-of", a.asOf); err != nil {
			return nil, err
		}
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
	// A line that cannot be read is a return that seems never to have come: no figure is given without saying so.
	for _, f := range s.Archive.Faults {
		fmt.Fprintln(a.err, ws.Words.T("archive."+f.Code, "line", f.Line, "receipt", f.Receipt, "path", f.Path, "came", f.Came))
	}
	return s, nil
}

// sessionOf is a session of a workspace of which nothing is read yet.
func (a *app) sessionOf(ws *round.Workspace) *session {
	pause := a.pause
	if pause == nil {
		pause = time.Sleep
	}
	return &session{app: a, ws: ws, Session: round.New(ws, round.Options{Disk: a.disk, Now: a.now, Pause: pause, Catalogue: a.catalogue, Version: version, Build: a.buildName,
		Program: program, NewKey: a.newKey, Cells: a.cells, Books: a.books})}
}

// findWorkspace looks for a workspace from a folder upward.
func (a *app) findWorkspace(start string) (*round.Workspace, error) {
	return round.FindWorkspace(start, a.catalogue)
}

// noPlan finds the words for a plan that cannot be opened, or read. Any other error is given back.
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

// readShort reads a file that somebody wants to have read as a workbook.
func (a *app) readShort(path string) ([]byte, error) { return round.ReadShort(a.disk, path) }

// sayUnheld says what no result of the run has said: of which rounds the plan of the issue is lost.
func (s *session) sayUnheld() {
	for _, f := range s.CheckUnheld() {
		message, hint := s.findingText(&f)
		fmt.Fprintf(s.err, "%s %s\n  → %s\n", s.words.T("severity."+f.Severity.String()), message, hint)
	}
}

func (s *session) close() {
	s.sayUnheld()
	s.Session.Close()
}

// parsePeriod reads --period; the zero period where it was not given.
func (a *app) parsePeriod() (workbook.Period, error) {
	if a.period == "" {
		return workbook.Period{}, nil
	}
	p, ok := workbook.ParsePeriod(a.period)
	if !ok {
		return p, a.usage("usage.period", "value", a.period)
	}
	return p, nil
}

// parseDay reads a date given on the command line.
func (a *app) parseDay(flag, text string) (workbook.Date, error) {
	d, ok := workbook.ParseISO(text)
	if !ok {
		return 0, a.usage("usage.date", "flag", flag, "value", text)
	}
	return d, nil
}

// parsePeriod also takes the name or the day of a special round. Of several with one name the nearest is meant: to --as-of
// where that is given, else to today.
func (s *session) parsePeriod() (workbook.Period, error) {
	near := s.Today()
	if day, ok := workbook.ParseISO(s.asOf); ok {
		near = day
	}
	if r := s.Plan.SpecialNamed(s.period, near); r != nil {
		return r.Period, nil
	}
	return s.app.parsePeriod()
}

// thePeriod is the one asked for, else the round that is open.
func (s *session) thePeriod() (workbook.Period, error) {
	p, err := s.parsePeriod()
	if err != nil {
		return p, err
	}
	if !p.IsZero() {
		_, issued := s.Archive.Latest(archive.KindIssue, p.String())
		if _, came := s.Archive.Latest(archive.KindReturn, p.String()); !issued && !came {
			return p, s.fail(nil, "fail.not-issued", "period", p.String())
		}
		return p, nil
	}
	if p = s.OpenRound(); p.IsZero() {
		return p, s.fail(nil, "fail.no-round")
	}
	return p, nil
}

// asOfDay is the day at which a round's lights and lateness are judged: --as-of, which opening has looked at, else its cutoff.
func (s *session) asOfDay(r *round.Round) workbook.Date {
	if day, ok := workbook.ParseISO(s.asOf); ok {
		return day
	}
	return r.Plan.CutoffDay(r.Period)
}

// sound refuses to go on while the plan has errors, which would end up in every bureau's workbook. What was looked at to find them is
// let go of.
func (s *session) sound() error {
	if s.judged == s.Whole {
		return nil
	}
	findings := s.CheckPlan()
	n, _, _ := countFindings(findings)
	if n == 0 {
		s.Whole.Forget()
		s.judged = s.Whole
		return nil
	}
	out := s.newOutput("check", workbook.Period{})
	out.findings = findings
	if err := out.print(); err != nil && !errors.Is(err, errFindings) {
		return err
	}
	return &failure{code: exitErrors, text: s.words.T("fail.plan-errors", "n", n)}
}
