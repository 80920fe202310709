package main

import (
	"errors"
	"fmt"
	"slices"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/report/score"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// step is a possible next step: the id of its text, and the command line that does it.
type step struct {
	id   string
	args []string
}

// next says where the round stands and what comes next.
func (a *app) next() error {
	steps, lines, err := a.where()
	if err != nil {
		return err
	}
	for _, l := range lines {
		fmt.Fprintln(a.out, l)
	}
	fmt.Fprintln(a.out)
	fmt.Fprintln(a.out, a.words.T("next.title"))
	for i, st := range steps {
		fmt.Fprintf(a.out, "  %d. %s\n     duban%s\n", i+1, a.words.T("step."+st.id), joined(st.args))
	}
	return nil
}

func joined(args []string) string {
	s := ""
	for _, a := range args {
		s += " " + a
	}
	return s
}

// where finds out how far the round is: lines say so, steps are what may come next. Without a workspace the steps make one.
func (a *app) where() (steps []step, lines []string, err error) {
	t := a.words.T
	s, err := a.open(false)
	var f *failure
	if errors.As(err, &f) && errors.Is(err, round.ErrNoWorkspace) {
		return []step{{"demo", []string{"demo"}}, {"init", []string{"init"}}, {"guide", []string{"guide"}}}, []string{t("next.no-workspace")}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer s.close()
	lines = append(lines, t("next.workspace", "dir", s.ws.Dir, "county", s.Plan.Settings.County, "bureaus", len(s.Plan.Bureaus), "tasks", len(s.Plan.Tasks)))
	if n, _, _ := countFindings(s.CheckPlan()); n > 0 {
		return []step{{"check", []string{"check"}}}, append(lines, t("next.plan-errors", "n", n)), nil
	}
	p := s.OpenRound()
	if p.IsZero() {
		return []step{{"issue", []string{"issue", "--period", s.nextRound().String()}}, {"check", []string{"check"}}}, append(lines, t("next.no-round")), nil
	}
	rounds, err := s.Rounds(p)
	if err != nil {
		return nil, nil, err
	}
	waiting, aside, err := s.waiting()
	if err != nil {
		return nil, nil, err
	}
	reg := rounds[len(rounds)-1].Register()
	lines = append(lines, s.roundLines(rounds, reg)...)
	if waiting > 0 {
		lines = append(lines, t("next.waiting", "n", waiting))
		steps = append(steps, step{"receive", []string{"receive"}})
	}
	for _, w := range aside {
		lines = append(lines, t("next.aside-"+w.kind, "n", w.n, "folder", s.ws.Rel(s.RatingFolder("inbox", w.span))))
		steps = append(steps, step{w.kind, []string{w.kind, "--period", w.span.String()}})
	}
	steps = append(steps, s.roundSteps(p, reg)...)
	year, err := s.yearLines() // from here on the session may go by the plan that is scored
	if err != nil {
		year = []string{a.explain(err)} // what the archive has lost of the year's end stops no round
	}
	return steps, append(lines, year...), nil
}

// roundLines say how the last of some rounds stands, and how many files of all of them nothing proves.
func (s *session) roundLines(rounds []*round.Round, reg *report.Register) []string {
	lines := []string{s.words.T("next.round", "period", reg.Period.String(), "due", reg.Due.String(), "expected", reg.Expected(), "received", reg.Received(),
		"missing", reg.Count(report.Missing), "sentback", reg.Count(report.SentBack))}
	unproven := 0
	for _, r := range rounds {
		for _, in := range r.Intake {
			if in.Word == report.VerdictUnproven {
				unproven++
			}
		}
	}
	if unproven > 0 {
		lines = append(lines, s.words.T("next.unproven", "n", unproven))
	}
	if _, merged := s.Archive.Latest(archive.KindMerge, reg.Period.String()); merged && s.Plan.LastOfYear(reg.Period) {
		var latest calendar.Date
		later := s.Plan.DueAfter(reg.Period)
		for _, t := range later {
			latest = max(latest, s.Plan.DueOn(t, reg.Period.Last()))
		}
		lines = append(lines, s.words.T("next.year-over", "year", s.Plan.Settings.Year, "n", len(later), "day", latest.String()))
	}
	return lines
}

// yearLines say which rating forms of the plan's year are still out, and how many objections to its scores have no answer. They read what
// came back of either, and so only once there is any.
func (s *session) yearLines() ([]string, error) {
	span, err := s.span()
	if err != nil {
		return nil, err
	}
	rated := s.disk.Exists(s.RatingFolder("issued", span))
	if !rated && len(s.Archive.Select(archive.KindObjection, span.String())) == 0 {
		return nil, nil
	}
	if err := s.GoByScored(span); err != nil {
		return nil, err
	}
	var lines []string
	if rated {
		n, missing, err := s.ratingsOut(span)
		if err != nil {
			return nil, err
		}
		if missing > 0 {
			lines = append(lines, s.words.T("next.ratings-out", "n", n, "missing", missing))
		}
	}
	objections, _, err := s.Objections(span)
	if err != nil {
		return nil, err
	}
	objections = slices.DeleteFunc(objections, func(x *score.Objection) bool { return !x.Open(s.Plan) })
	if n := len(objections); n > 0 {
		lines = append(lines, s.words.T("next.objections-open", "n", n))
	}
	return lines, nil
}

// ratingsOut counts the rating forms of a span, and those of which no copy came back that is as it was given out.
func (s *session) ratingsOut(span calendar.Period) (n, missing int, err error) {
	copies, err := s.Ratings(span)
	if err != nil {
		return 0, 0, err
	}
	came := map[string]bool{}
	for _, cp := range copies {
		if cp.Sealing != workbook.SealBroken {
			came[ratingKey(cp.Form.Group.Name, cp.Form.Number)] = true
		}
	}
	forms := score.RatingForms(s.Plan, span, s.Today())
	for _, f := range forms {
		if !came[ratingKey(f.Group.Name, f.Number)] {
			missing++
		}
	}
	return len(forms), missing, nil
}

// roundSteps are the steps for an open round. The next round is offered once this one was merged and everybody reported or is late, as long
// as the plan's year or a task of it goes on.
func (s *session) roundSteps(p calendar.Period, reg *report.Register) []step {
	steps := []step{{"status", []string{"status"}}, {"merge", []string{"merge"}}}
	if _, merged := s.Archive.Latest(archive.KindMerge, p.String()); !merged {
		return steps
	}
	goesOn := !s.Plan.LastOfYear(p) || len(s.Plan.DueAfter(p)) > 0
	if goesOn && (calendar.DateOf(s.now()) > reg.Due || reg.Received() == reg.Expected()) {
		steps = append(steps, step{"issue", []string{"issue", "--period", p.Next().String()}})
	}
	return append(steps, step{"brief", []string{"brief"}}, step{"notice", []string{"notice"}}, step{"score", []string{"score"}})
}

// waitingAside is how many files of a kind wait for their command, in the inbox of a span.
type waitingAside struct {
	kind string
	span calendar.Period
	n    int
}

// waiting counts the files of the inbox that were not filed yet, and those that other commands take.
func (s *session) waiting() (n int, aside []waitingAside, err error) {
	files, apart, _, err := s.Inbox()
	if err != nil {
		return 0, nil, err
	}
	known := map[string]int64{}
	for _, r := range s.Archive.Receipts() {
		known[r.Name] = r.Size
	}
	for _, f := range files {
		if size, ok := known[f.Rel]; !ok || size != f.Size {
			n++
		}
	}
	for _, x := range apart {
		w := waitingAside{kind: x.Kind}
		w.span, _ = round.FolderPeriod(archive.Incoming{Rel: x.Rel})
		at := slices.IndexFunc(aside, func(o waitingAside) bool { return o.kind == w.kind && o.span == w.span })
		if at < 0 {
			at, aside = len(aside), append(aside, w)
		}
		aside[at].n++
	}
	return n, aside, nil
}
