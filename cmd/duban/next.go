package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/report/score"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// step is a possible next step: the id of its text, the command line that does it, and the round that it is about, if not the open one.
type step struct {
	id   string
	args []string
	of   string
}

// text words the step.
func (st step) text(c *templates.Catalogue) string {
	s := c.T("step." + st.id)
	if st.of != "" {
		s = c.T("step.of", "step", s, "round", st.of)
	}
	return s
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
		fmt.Fprintf(a.out, "  %d. %s\n     duban%s\n", i+1, st.text(a.words), joined(st.args))
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

// daysOut is how long before the end of the open round another one may have ended to be named beside it: what is older was taken in, or
// given up.
const daysOut = 31

// where finds out how far the round is: lines say so, steps are what may come next. Without a workspace the steps make one.
func (a *app) where() (steps []step, lines []string, err error) {
	t := a.words.T
	s, err := a.open(false)
	var f *failure
	if errors.As(err, &f) && errors.Is(err, round.ErrNoWorkspace) {
		return []step{{id: "demo", args: []string{"demo"}}, {id: "init", args: []string{"init"}}, {id: "guide", args: []string{"guide"}}}, []string{t("next.no-workspace")}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer s.close()
	lines = append(lines, t("next.workspace", "dir", s.ws.Dir, "county", s.Plan.Settings.County, "bureaus", len(s.Plan.Bureaus), "tasks", len(s.Plan.Tasks)))
	if n, _, _ := countFindings(s.CheckPlan()); n > 0 {
		return []step{{id: "check", args: []string{"check"}}}, append(lines, t("next.plan-errors", "n", n)), nil
	}
	p := s.OpenRound()
	if p.IsZero() {
		return []step{{id: "issue", args: []string{"issue", "--period", s.nextRound().String()}}, {id: "check", args: []string{"check"}}}, append(lines, t("next.no-round")), nil
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
		steps = append(steps, step{id: "receive", args: []string{"receive"}})
	}
	for _, w := range aside {
		lines = append(lines, t("next.aside-"+w.kind, "n", w.n, "folder", s.ws.Rel(s.RatingFolder("inbox", w.span))))
		steps = append(steps, step{id: w.kind, args: []string{w.kind, "--period", w.span.String()}})
	}
	steps = append(steps, s.roundSteps(p, reg)...)
	others, further, err := s.otherRounds(p) // from here on the session may go by the plan of another round
	if err != nil {
		return nil, nil, err
	}
	steps, lines = append(steps, further...), append(lines, others...)
	year, err := s.yearLines() // or by the plan that is scored
	if err != nil {
		year = []string{a.explain(err)} // what the archive has lost of the year's end stops no round
	}
	return steps, append(lines, year...), nil
}

// roundLines say how the last of some rounds stands, and how many files of all of them nothing proves.
func (s *session) roundLines(rounds []*round.Round, reg *report.Register) []string {
	lines := []string{s.words.T("next.round", "period", reg.Period.String(), "due", reg.Due.String(), "expected", reg.Expected(), "received", reg.Received(),
		"missing", reg.Count(report.Missing), "sentback", reg.Count(report.SentBack))}
	if done := s.roundDone(reg.Period); done != "" {
		lines = append(lines, done)
	}
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

// roundDone says when a round was merged last, what came or was edited since, and when its brief was written; empty if it was not merged.
func (s *session) roundDone(p calendar.Period) string {
	merged, ok := s.Archive.Latest(archive.KindMerge, p.String())
	if !ok {
		return ""
	}
	since := 0
	for _, r := range s.Archive.Select(archive.KindReturn, p.String()) {
		if r.N > merged.N {
			since++
		}
	}
	brief, _ := s.Archive.Latest(archive.KindBrief, p.String())
	return s.words.T("next.done", "merged", merged.Received, "since", since, "edited", merged.PlanSHA256 != s.Whole.SHA256, "brief", brief.Received)
}

// otherRounds say what other rounds than the open one wait for: the last of each kind and the special rounds that ended within a month
// before it. The open round is the one that ends last, so that a week hides the month in which it lies. The next month is offered as well.
func (s *session) otherRounds(open calendar.Period) (lines []string, steps []step, err error) {
	last := map[calendar.PeriodKind]calendar.Period{}
	var others []calendar.Period
	for _, rec := range s.Archive.Select(archive.KindIssue, "") {
		q, ok := calendar.ParsePeriod(rec.Period)
		switch {
		case !ok || q == open || q.Last() < open.Last().AddDays(-daysOut):
		case q.Kind() == calendar.Special:
			if !slices.Contains(others, q) {
				others = append(others, q)
			}
		case q.Kind() != open.Kind() && q.Last() >= last[q.Kind()].Last():
			last[q.Kind()] = q
		}
	}
	others = slices.SortedFunc(slices.Values(slices.AppendSeq(others, maps.Values(last))), calendar.Period.Compare)
	for _, q := range others {
		rounds, err := s.Rounds(q)
		if err != nil {
			return nil, nil, err
		}
		reg := rounds[len(rounds)-1].Register()
		name, of := s.words.Round(s.Plan, q), []string{"--period", q.String()}
		_, merged := s.Archive.Latest(archive.KindMerge, q.String())
		missing, sentBack := reg.Count(report.Missing), reg.Count(report.SentBack)
		if missing+sentBack > 0 || !merged {
			lines = append(lines, s.words.T("next.other", "round", name, "due", reg.Due.String(), "expected", reg.Expected(), "missing", missing, "sentback", sentBack))
			steps = append(steps, step{"status", append([]string{"status"}, of...), name}, step{"merge", append([]string{"merge"}, of...), name})
		}
		if merged && q.Kind() != calendar.Special && s.nextOffered(q, reg) {
			next := q.Next()
			steps = append(steps, step{"issue", []string{"issue", "--period", next.String()}, s.words.Round(s.Plan, next)})
		}
	}
	return lines, steps, nil
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
	steps := []step{{id: "status", args: []string{"status"}}, {id: "merge", args: []string{"merge"}}}
	if _, merged := s.Archive.Latest(archive.KindMerge, p.String()); !merged {
		return steps
	}
	if s.nextOffered(p, reg) {
		steps = append(steps, step{id: "issue", args: []string{"issue", "--period", p.Next().String()}})
	}
	return append(steps, step{id: "brief", args: []string{"brief"}}, step{id: "notice", args: []string{"notice"}}, step{id: "score", args: []string{"score"}})
}

// nextOffered reports whether the round after a merged one may be issued.
func (s *session) nextOffered(p calendar.Period, reg *report.Register) bool {
	goesOn := !s.Plan.LastOfYear(p) || len(s.Plan.DueAfter(p)) > 0
	return goesOn && (calendar.DateOf(s.now()) > reg.Due || reg.Received() == reg.Expected())
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
