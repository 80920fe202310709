package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
)

// lockWait is how long a run waits for another one to finish: longer than the merge of a thousand returns takes on an old
// office computer. It may be long, since who waits is told so at once and can break off.
const lockWait = time.Minute

// session is a workspace with its plan read: what nearly every verb begins with.
type session struct {
	*app
	ws *workspace
	// plan is the plan as the round that was worked out last has it, whole the plan with all its changes.
	plan, whole *workbook.Plan
	// judged is the plan that was found sound last: of its long sheets what was looked at for that is let go of.
	judged    *workbook.Plan
	planBytes []byte
	planForms []*workbook.Form
	forms     *workbook.TemplateForms
	reference *workbook.TemplateForms // the Chinese forms, in whose words rules are written
	checker   *validate.Checker
	rules     []workbook.Rule
	archive   *archive.Archive
	// issuing is the round that is being issued: it takes the plan with all that is in force at its end.
	issuing workbook.Period
	// unheld are the rounds whose plan of the issue is no longer in the archive, and whether the result says so.
	unheld map[workbook.Period]bool
	// comparing says that the session works out again what others had worked out: nothing may stand in for what is lost.
	comparing bool
	// shortOf is what the log lacks of how far it went when a run ended before; nil where it lacks nothing, or was not compared yet.
	shortOf  *archive.Fault
	compared bool
	// endMarked says that a run had left how far the log went.
	endMarked bool
	// keys are those that identity sheets may be sealed with, the last one in use.
	keys []workbook.Key
	// scoring says that rounds are worked out for scores alone, which rest on next to nothing of what is found in returns.
	scoring bool
	// rated says that the marks of returned rating workbooks stand in the plan's.
	rated bool
	// leftOut are the files of returned rating forms and score sheets whose identity sheet turned out to be changed: nothing
	// in them counts.
	leftOut []string
	// worked are the rounds that this run has worked out, by the period that they lead up to.
	worked map[workedFor]*worked
	// caches are those that were opened, by name; nil in a session that keeps none. held says that the archive is held.
	caches map[string]openCache
	held   bool
	// seen is what this run found in archived files; nil in a session that goes over them once.
	seen *seen
	// backdated says that files are being filed as of a day before that of others: the cells of these are needed again.
	backdated bool
	// early are files of the inbox that are read while the plan is; nil where the inbox is not to be filed.
	early *early
	// readers and writers are those that nobody is using: each keeps the space that it works in.
	readers, writers sync.Pool
	// room is what files take that are read and judged side by side; queue, in cells, what is held of those that wait to be judged.
	room, queue *semaphore.Weighted
	// marker makes slips.
	marker xlsx.Marker
	// decided are the decisions about returns by their action, as they stood with so many receipts.
	decided   map[string]map[string]*workbook.IntakeDecision
	decidedOf int
	// fileNames are the names of the bureaus' files by code, as fileNamesOf, a plan, has them.
	fileNames   map[string]string
	fileNamesOf *workbook.Plan
}

// open finds the workspace and reads its plan. With hold it takes hold of the archive, for verbs that write to it.
func (a *app) open(hold bool) (*session, error) { return a.opening(hold, func(*session) {}) }

// opening does so, and begins something else before it reads the plan.
func (a *app) opening(hold bool, begin func(*session)) (*session, error) {
	ws, err := a.findWorkspace(a.dir)
	if errors.Is(err, errNoWorkspace) {
		return nil, a.fail(err, "fail.no-workspace")
	}
	if err != nil {
		return nil, err
	}
	if a.asOf != "" {
		if _, err := a.parseDay("--as-of", a.asOf); err != nil {
			return nil, err
		}
	}
	s := newSession(a, ws)
	s.caches, s.held = map[string]openCache{}, hold
	// Held before anything is read: who waited for another run goes on from what that one left, its plan and its keys too.
	if hold {
		if err := s.hold(); err != nil {
			return nil, err
		}
	}
	begin(s)
	if err := s.read(); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func newSession(a *app, ws *workspace) *session {
	return &session{app: a, ws: ws, room: semaphore.NewWeighted(roomBytes), queue: semaphore.NewWeighted(waitingCells)}
}

// hold takes hold of the archive. A run that is at work is waited for, which is said.
func (s *session) hold() (err error) {
	dir, log := s.ws.folder("archive"), s.ws.words.T("file.receipts")
	var locked *archive.Locked
	if s.archive, err = s.disk.Open(dir, log, 0); errors.As(err, &locked) {
		fmt.Fprintln(s.err, s.words.T("archive.waiting"))
		s.archive, err = s.disk.Open(dir, log, cmp.Or(s.patience, lockWait))
	}
	return err
}

// read reads the plan, the keys and, where it is not held, the log of receipts.
func (s *session) read() (err error) {
	a, ws := s.app, s.ws
	if s.planBytes, err = a.readShort(ws.plan()); err != nil {
		return s.noPlan(fmt.Errorf("read plan: %w", err))
	}
	if err := s.loadForms(); err != nil {
		return err
	}
	if s.plan, err = s.readPlan(s.planBytes); err != nil {
		return s.noPlan(err)
	}
	s.whole = s.plan
	s.checker = validate.New()
	s.rules = validate.RulesOf(s.plan, s.reference, s.forms)
	if err := s.readKeys(); err != nil {
		return err
	}
	end := s.readLogEnd() // before the log, to which another run may be adding
	if s.archive == nil {
		if s.archive, err = s.disk.Read(ws.folder("archive"), ws.words.T("file.receipts")); err != nil {
			return err
		}
	}
	s.holdTo(end)
	if s.held {
		if err := s.cleanUp(); err != nil {
			return err
		}
	}
	// A line that cannot be read is a return that seems never to have come: no figure is given without saying so.
	for _, f := range s.archive.Faults {
		fmt.Fprintln(a.err, ws.words.T("archive."+f.Code, "line", f.Line, "receipt", f.Receipt, "path", f.Path, "came", f.Came))
	}
	return nil
}

// cleanUp removes what a run that was killed left half-written. Nobody else is at work: the archive is held.
func (s *session) cleanUp() error {
	for _, key := range []string{"archive", "issued", "corrections", "reports", "cache"} {
		if err := s.disk.Clean(s.ws.folder(key)); err != nil {
			return err
		}
	}
	return s.disk.CleanAlone(s.ws.dir)
}

func (s *session) loadForms() error {
	s.planForms = templates.PlanForms(s.ws.words)
	s.forms = templates.ReturnForms(s.ws.words)
	s.reference = s.forms
	if s.ws.lang != templates.Languages()[0] {
		words, err := s.catalogue(templates.Languages()[0])
		if err != nil {
			return err
		}
		s.reference = templates.ReturnForms(words)
	}
	return nil
}

// noPlan says that the plan cannot be opened, or read.
func (s *session) noPlan(err error) error {
	path := s.ws.rel(s.ws.plan())
	var refusal *xlsx.Refusal
	switch {
	case errors.As(err, &refusal):
		return s.fail(err, "fail.plan-unreadable", "path", path, "reason", s.refusalText(refusal))
	case errors.Is(err, fs.ErrPermission):
		return s.fail(err, "fail.plan-locked", "path", path)
	}
	return err
}

// readPlan reads a plan with all its changes.
func (s *session) readPlan(data []byte) (*workbook.Plan, error) {
	return s.readPlanFor(data, workbook.LastDay, nil, nil)
}

// readPlanFor reads a plan as it is in force on the last day of a round that was issued with another, nil before it was; now is the
// present plan, nil where it is that which is read.
func (s *session) readPlanFor(data []byte, day workbook.Date, issued, now *workbook.Plan) (*workbook.Plan, error) {
	sum := archive.Hash(data)
	rb, _ := s.readOnce(sum, func() (rb readBook, err error) {
		rb.book, rb.err = xlsx.Read(data)
		return rb, nil
	})
	if rb.err != nil {
		return nil, fmt.Errorf("read plan: %w", rb.err)
	}
	plan := workbook.DecodePlanFor(rb.book, s.ws.words.T("file.plan"), s.planForms, day, issued, now)
	plan.SHA256 = sum
	return plan, nil
}

// planIn is the present plan as it is in force in a round.
func (s *session) planIn(p workbook.Period) (*workbook.Plan, error) {
	if p.IsZero() {
		return s.whole, nil // before the first round
	}
	return s.asIssued(p, s.whole, func(issued *workbook.Plan) (*workbook.Plan, error) {
		return s.readPlanFor(s.planBytes, p.Last(), issued, s.whole)
	})
}

// asIssued is a plan with all its changes as it is in force in a round, with the leads and supports that the round was issued
// with; again reads it anew for that. Where the archive has the plan of the issue no more, the one given says so.
func (s *session) asIssued(p workbook.Period, whole *workbook.Plan, again func(issued *workbook.Plan) (*workbook.Plan, error)) (*workbook.Plan, error) {
	issued, lost, err := s.issuedWith(p, whole)
	if err != nil {
		return nil, err
	}
	plan := whole
	if whole.ChangesAfter(p.Last()) || whole.Overtakes(issued) {
		if plan, err = again(issued); err != nil {
			return nil, err
		}
	}
	if lost != "" {
		marked := *plan
		marked.Unheld = lost
		plan = &marked
	}
	return plan, nil
}

// issuedWith is the plan that a round was issued with last, as in force at its end; nil where that changes nothing about
// another plan's leads and supports: it is the same, or the round is not issued yet or being issued anew. Where the archive
// has it no more, lost is its hash, and the round goes by the plan there is; what is worked out again to be compared does not.
func (s *session) issuedWith(p workbook.Period, plan *workbook.Plan) (issued *workbook.Plan, lost string, err error) {
	issue, ok := s.archive.Latest(archive.KindIssue, p.String())
	if !ok || issue.PlanSHA256 == plan.SHA256 && plan.DecidedIn == "" || p == s.issuing {
		return nil, "", nil
	}
	if _, known := s.unheld[p]; known {
		return nil, issue.PlanSHA256, nil
	}
	if kept, ok := s.archive.Find(archive.KindPlan, issue.PlanSHA256); ok {
		issued, err := s.archivedPlan(kept, p.Last(), nil, nil)
		if gone := (*archive.Lost)(nil); !errors.As(err, &gone) {
			return issued, "", err
		}
	}
	if s.comparing {
		return nil, "", errPlanGone
	}
	if s.unheld == nil {
		s.unheld = map[workbook.Period]bool{}
	}
	s.unheld[p] = false
	return nil, issue.PlanSHA256, nil
}

// sayUnheld says what no result of the run has said: of which rounds the plan of the issue is lost.
func (s *session) sayUnheld() {
	for _, p := range slices.SortedFunc(maps.Keys(s.unheld), workbook.Period.Compare) {
		if s.unheld[p] {
			continue
		}
		for _, f := range s.checker.CheckWaiting(&workbook.Plan{File: s.plan.File, Unheld: s.unheldHash(p)}, p) {
			message, hint := s.findingText(&f)
			fmt.Fprintf(s.err, "%s %s\n  → %s\n", s.words.T("severity."+f.Severity.String()), message, hint)
		}
	}
}

func (s *session) unheldHash(p workbook.Period) string {
	issue, _ := s.archive.Latest(archive.KindIssue, p.String())
	return issue.PlanSHA256
}

// tellWaiting says with a command's result which leads and supports of the present plan a round that is out does not go by.
// What was typed over in 任务 is said until another round went out with it.
func (s *session) tellWaiting(o *output, p workbook.Period) error {
	plan, err := s.planFor(p)
	if err != nil {
		return err
	}
	o.findings = slices.Concat(o.findings, s.checker.CheckWaiting(plan, p), s.checkMissed(plan, p))
	if plan.Unheld != "" {
		s.unheld[p] = true
	}
	if p == s.openRound() {
		o.findings = slices.Concat(o.findings, s.checker.CheckRetyped(plan, p), s.checker.CheckLater(plan, p))
	}
	return nil
}

// tellEdited says which sheets of parts were edited since the round that is open was issued.
func (s *session) tellEdited(o *output, p workbook.Period) error {
	if p.IsZero() {
		return nil
	}
	issued, _, err := s.issuedWith(p, s.whole)
	if err == nil && issued != nil {
		o.findings = slices.Concat(o.findings, s.checker.CheckEdited(s.whole, issued, p))
	}
	return err
}

// tellUnseen says which bureaus are needed by open problems and get no workbook in the round that is open. Where everybody was
// asked the returns need not be looked at.
func (s *session) tellUnseen(o *output, p workbook.Period) error {
	if p.IsZero() {
		return nil
	}
	defer s.takePlan(s.plan)
	plan, err := s.planIn(p)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(plan.Bureaus, func(b *workbook.Bureau) bool { return !plan.FillsIn(nil, b, p) || plan.Exempted(b, p) != nil }) {
		return nil
	}
	rounds, err := s.rounds(p)
	if err != nil {
		return err
	}
	r := rounds[len(rounds)-1]
	o.findings = slices.Concat(o.findings, s.checker.CheckUnseen(r.plan, r.before, r.now, p))
	return nil
}

// tellClosings says which problems 核定 takes off the list by a number that nobody has, or closed before they were called settled. Rounds
// of each length have problems of their own.
func (s *session) tellClosings(o *output) error {
	if !slices.ContainsFunc(s.whole.Verified, func(v *workbook.Verification) bool { return v.Field == workbook.ColClosed }) {
		return nil
	}
	var lasts []workbook.Period
	for _, r := range s.archive.Select(archive.KindIssue, "") {
		p, ok := workbook.ParsePeriod(r.Period)
		if !ok {
			continue
		}
		at := slices.IndexFunc(lasts, func(q workbook.Period) bool { return chained(p.Kind(), q.Kind()) })
		switch {
		case at < 0:
			lasts = append(lasts, p)
		case p.Compare(lasts[at]) > 0:
			lasts[at] = p
		}
	}
	defer s.takePlan(s.plan)
	var raised []*workbook.ProblemRow
	for _, p := range lasts {
		rounds, err := s.rounds(p)
		if err != nil {
			return err
		}
		raised = append(raised, rounds[len(rounds)-1].now.Problems...)
	}
	o.findings = slices.Concat(o.findings, s.checker.CheckClosings(s.whole, raised))
	return nil
}

// tellRetyped says at an issue who leads or supports by nothing but the row of 任务 since the round before: this issue takes
// it in. What stands in 变更 is on record.
func (s *session) tellRetyped(o *output) error {
	last := s.openRound()
	plan, err := s.planIn(last)
	if err != nil {
		return err
	}
	o.findings = s.checker.CheckRetyped(plan, last)
	return nil
}

func (s *session) planLost(p workbook.Period, sum string) error {
	return s.fail(nil, "fail.plan-lost", "period", p.String(), "sha", sum[:min(planDigits, len(sum))])
}

// takePlan has the session go on with the plan of a round. Marks that were taken in belong to the plan of before.
func (s *session) takePlan(plan *workbook.Plan) {
	if plan != s.plan {
		s.plan, s.rated = plan, false
		s.rules = validate.RulesOf(plan, s.reference, s.forms)
	}
}

func (s *session) close() {
	s.early.end()
	s.sayUnheld()
	s.closeCaches()
	if s.archive != nil {
		s.leaveLogEnd()
		s.archive.Close()
	}
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
	near := s.today()
	if day, ok := workbook.ParseISO(s.asOf); ok {
		near = day
	}
	if r := s.plan.SpecialNamed(s.period, near); r != nil {
		return r.Period, nil
	}
	return s.app.parsePeriod()
}

// openRound is the period of the round that ends last of those issued, the zero period where none was. A special round is
// never the one that is open by itself: whoever means it says so.
func (s *session) openRound() workbook.Period {
	var last workbook.Period
	for _, r := range s.archive.Select(archive.KindIssue, "") {
		if p, ok := workbook.ParsePeriod(r.Period); ok && p.Kind() != workbook.Special && (last.IsZero() || p.Last() >= last.Last()) {
			last = p
		}
	}
	return last
}

// thePeriod is the one asked for, else the round that is open.
func (s *session) thePeriod() (workbook.Period, error) {
	p, err := s.parsePeriod()
	if err != nil {
		return p, err
	}
	if !p.IsZero() {
		_, issued := s.archive.Latest(archive.KindIssue, p.String())
		if _, came := s.archive.Latest(archive.KindReturn, p.String()); !issued && !came {
			return p, s.fail(nil, "fail.not-issued", "period", p.String())
		}
		return p, nil
	}
	if p = s.openRound(); p.IsZero() {
		return p, s.fail(nil, "fail.no-round")
	}
	return p, nil
}

// asOfDay is the day at which a round's lights and lateness are judged: --as-of, which opening has looked at, else its cutoff.
func (s *session) asOfDay(r *round) workbook.Date {
	if day, ok := workbook.ParseISO(s.asOf); ok {
		return day
	}
	return r.plan.CutoffDay(r.period)
}

func (s *session) today() workbook.Date { return workbook.DateOf(s.now()) }

// keepPlan archives the plan as it is now, once, and names its receipt in the log.
func (s *session) keepPlan(period workbook.Period) error {
	if _, ok := s.archive.Find(archive.KindPlan, s.whole.SHA256); ok {
		return nil
	}
	name := s.ws.words.T("file.plan")
	path, err := s.archive.Store(period.String(), name, s.planBytes)
	if err != nil {
		return err
	}
	_, err = s.archive.Append(archive.Receipt{Kind: archive.KindPlan, Period: period.String(), Name: name, Path: path,
		SHA256: s.whole.SHA256, Size: int64(len(s.planBytes)), Received: s.today().String()})
	return err
}

// checkPlan judges the plan, and its decisions about returns by what came in.
func (s *session) checkPlan() []validate.Finding {
	return append(s.checker.CheckPlan(s.whole, s.planForms, s.forms), s.checker.CheckIntake(s.whole, s.filed())...)
}

// sound refuses to go on while the plan has errors, which would end up in every bureau's workbook. What was looked at to find them is
// let go of.
func (s *session) sound() error {
	if s.judged == s.whole {
		return nil
	}
	findings := s.checkPlan()
	n, _, _ := countFindings(findings)
	if n == 0 {
		s.whole.Forget()
		s.judged = s.whole
		return nil
	}
	out := s.newOutput("check", workbook.Period{})
	out.findings = findings
	if err := out.print(); err != nil && !errors.Is(err, errFindings) {
		return err
	}
	return &failure{code: exitErrors, text: s.words.T("fail.plan-errors", "n", n)}
}
