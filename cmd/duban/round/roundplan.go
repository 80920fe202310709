package round

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// A round that is not over goes by the present plan. A past one keeps the plan that it was last merged or issued with, whichever was later.
// Later edits are for later rounds, so that merging a past round again gives the same result. Only what was decided about it since (changes
// from their day on, verifications, exemptions, waivers, approved reasons) is taken from the present plan. Either plan is read as in force
// at the round's end, with the bureaus, tasks, leads and supports that the round was issued with.

// PlanLost says that the plan that a past round keeps is not in the archive any more.
type PlanLost struct {
	Period calendar.Period
	SHA256 string
}

func (e *PlanLost) Error() string { return "plan of " + e.Period.String() + " not in the archive" }

// ErrPlanGone says that the plan by which something was worked out is not in the archive.
var ErrPlanGone = errors.New("plan not archived")

// past reports whether a round is over: one that begins after its end was issued, of the same kind or, for a special round, of any kind. The
// round that is being issued is not over.
func (s *Session) past(p calendar.Period) bool {
	if p == s.issuing {
		return false
	}
	for _, rec := range s.Archive.Select(archive.KindIssue, "") {
		q, ok := calendar.ParsePeriod(rec.Period)
		if ok && q.First() > p.Last() && (q.Kind() == p.Kind() || p.Kind() == calendar.Special) {
			return true
		}
	}
	return false
}

// planFor gives the plan by which a round is worked out.
func (s *Session) planFor(p calendar.Period) (*workbook.Plan, error) {
	if s.past(p) {
		return s.planKept(p, s.asOf)
	}
	return s.planIn(p)
}

// planKept gives the plan that a past round keeps, with what was decided about it since; asOf is the day as of which the round is looked
// at, 0 for its own. A round that was never merged takes the present plan. The error may be a *PlanLost.
func (s *Session) planKept(p calendar.Period, asOf calendar.Date) (*workbook.Plan, error) {
	sum := s.KeptSum(p)
	if sum == "" || sum == s.Whole.SHA256 {
		return s.planIn(p)
	}
	kept, ok := s.Archive.Find(archive.KindPlan, sum)
	if !ok {
		return nil, &PlanLost{p, sum}
	}
	read := func(day calendar.Date, issued *workbook.Plan) (*workbook.Plan, error) {
		return s.ArchivedPlan(kept, day, issued, s.Whole)
	}
	whole, err := read(workbook.LastDay, nil)
	if err != nil {
		return nil, err
	}
	day := lastDayOfDecisions(whole, p, asOf)
	if decided := s.Whole.DecidedUpTo(day); whole.DecidedUpTo(day) != decided {
		now, err := xlsx.Read(s.planBytes)
		if err != nil {
			return nil, fmt.Errorf("read plan: %w", err)
		}
		read = func(day calendar.Date, issued *workbook.Plan) (*workbook.Plan, error) {
			return s.decidedPlan(kept, now, decided, day, issued)
		}
		if whole, err = read(workbook.LastDay, nil); err != nil {
			return nil, err
		}
	}
	return s.asIssued(p, whole, func(issued *workbook.Plan) (*workbook.Plan, error) { return read(p.Last(), issued) })
}

// lastDayOfDecisions gives the last day about which decisions concern a round; asOf is the day as of which it is looked at, 0 for its own.
func lastDayOfDecisions(plan *workbook.Plan, p calendar.Period, asOf calendar.Date) calendar.Date {
	return max(p.Last(), plan.CutoffDay(p), asOf)
}

// KeptSum gives the hash of the plan that a round was last merged with, or issued with again since; empty if it was never merged.
func (s *Session) KeptSum(p calendar.Period) string {
	merged, ok := s.Archive.Latest(archive.KindMerge, p.String())
	if !ok {
		return ""
	}
	if issued, ok := s.Archive.Latest(archive.KindIssue, p.String()); ok && issued.N > merged.N {
		return issued.PlanSHA256
	}
	return cmp.Or(merged.RoundPlan, merged.PlanSHA256)
}

// planCache names the cache for archived plans.
const planCache = "plans"

// ArchivedPlan reads an archived plan as in force on a day, with the leads and supports of issued, the plan that the round was issued with,
// nil for its own. now is the present plan, whose names bureaus then have, nil for the plan's own names.
func (s *Session) ArchivedPlan(rec archive.Receipt, day calendar.Date, issued, now *workbook.Plan) (*workbook.Plan, error) {
	book, err := s.archivedBook(rec)
	if err != nil {
		return nil, err
	}
	return s.decodeArchived(rec, book, day, issued, now), nil
}

// decidedPlan is ArchivedPlan with the decisions of the present plan in place of the archived plan's own. now is the present plan's
// workbook, and decided the digest of its decisions.
func (s *Session) decidedPlan(rec archive.Receipt, now *sheet.Book, decided string, day calendar.Date, issued *workbook.Plan) (*workbook.Plan, error) {
	book, err := s.archivedBook(rec)
	if err != nil {
		return nil, err
	}
	plan := s.decodeArchived(rec, workbook.WithDecisions(book, now, s.planForms), day, issued, s.Whole)
	plan.DecidedIn = decided
	return plan, nil
}

// archivedBook reads the file of an archived plan, from the cache if it is there.
func (s *Session) archivedBook(rec archive.Receipt) (*sheet.Book, error) {
	cache := s.cache(planCache)
	rb, fresh, err := s.readKept(cache, rec, nil)
	if err == nil {
		err = rb.err
	}
	if err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	if fresh {
		s.keep(cache, rec.SHA256, rec, s.compact(rb.book))
	}
	return rb.book, nil
}

// decodeArchived decodes the file of an archived plan, see ArchivedPlan.
func (s *Session) decodeArchived(rec archive.Receipt, book *sheet.Book, day calendar.Date, issued, now *workbook.Plan) *workbook.Plan {
	plan := workbook.DecodePlanFor(book, s.space.Words.T("file.plan"), s.planForms, day, issued, now)
	plan.SHA256 = rec.SHA256
	return plan
}

// readPlan reads a plan with all its changes.
func (s *Session) readPlan(data []byte) (*workbook.Plan, error) {
	return s.readPlanFor(data, workbook.LastDay, nil, nil)
}

// readPlanFor reads a plan as in force on a day, with the leads and supports of issued, the plan that the round was issued with, nil for its
// own. now is the present plan, nil if data is that plan.
func (s *Session) readPlanFor(data []byte, day calendar.Date, issued, now *workbook.Plan) (*workbook.Plan, error) {
	sum := archive.Hash(data)
	rb, _ := s.readOnce(sum, func() (rb readBook, err error) {
		rb.book, rb.err = xlsx.Read(data)
		return rb, nil
	})
	if rb.err != nil {
		return nil, fmt.Errorf("read plan: %w", rb.err)
	}
	plan := workbook.DecodePlanFor(rb.book, s.space.Words.T("file.plan"), s.planForms, day, issued, now)
	plan.SHA256 = sum
	return plan, nil
}

// planIn gives the present plan as in force in a round.
func (s *Session) planIn(p calendar.Period) (*workbook.Plan, error) {
	if p.IsZero() {
		return s.Whole, nil // before the first round
	}
	return s.asIssued(p, s.Whole, func(issued *workbook.Plan) (*workbook.Plan, error) {
		return s.readPlanFor(s.planBytes, p.Last(), issued, s.Whole)
	})
}

// asIssued gives a plan as in force in a round, with the leads and supports that the round was issued with. whole is the plan with all its
// changes; read reads it again as in force in the round, with the leads and supports of issued. If the archive has lost the issued plan,
// LostIssuedPlan is set in the result.
func (s *Session) asIssued(p calendar.Period, whole *workbook.Plan, read func(issued *workbook.Plan) (*workbook.Plan, error)) (*workbook.Plan, error) {
	issued, lost, err := s.issuedWith(p, whole)
	if err != nil {
		return nil, err
	}
	if issued, err = s.withTasksAskedWithin(p, whole, issued); err != nil {
		return nil, err
	}
	plan := whole
	if whole.ChangesAfter(p.Last()) || whole.Overtakes(issued) {
		if plan, err = read(issued); err != nil {
			return nil, err
		}
	}
	if lost != "" {
		marked := *plan
		marked.LostIssuedPlan = lost
		plan = &marked
	}
	return plan, nil
}

// issuedWith gives the plan that a round was last issued with, as in force at its end. It is nil if the leads and supports of the given
// plan count: if that is the issued plan, or the round is not issued yet or is being issued anew. If the archive has lost the issued plan,
// lost is its hash, and the round goes by the given plan; a session that compares fails with ErrPlanGone instead.
func (s *Session) issuedWith(p calendar.Period, plan *workbook.Plan) (issued *workbook.Plan, lost string, err error) {
	issue, ok := s.Archive.Latest(archive.KindIssue, p.String())
	if !ok || issue.PlanSHA256 == plan.SHA256 && plan.DecidedIn == "" || p == s.issuing {
		return nil, "", nil
	}
	if _, known := s.lostPlans[p]; known {
		return nil, issue.PlanSHA256, nil
	}
	if issued, err = s.issuedBy(issue, p); issued != nil || err != nil {
		return issued, "", err
	}
	if s.comparing {
		return nil, "", ErrPlanGone
	}
	if s.lostPlans == nil {
		s.lostPlans = map[calendar.Period]bool{}
	}
	s.lostPlans[p] = false
	return nil, issue.PlanSHA256, nil
}

// withTasksAskedWithin adds to issued, the plan that a month was issued with, the tasks of the whole plan that only a weekly or special
// round within the month asked about: urgent tasks do not wait for the next month's round. If the plan of such a round is lost it adds
// none.
func (s *Session) withTasksAskedWithin(p calendar.Period, whole, issued *workbook.Plan) (*workbook.Plan, error) {
	if issued == nil || p.Kind() != calendar.Month {
		return issued, nil
	}
	var tasks []string
	for _, t := range whole.Tasks {
		if issued.Task(t.ID) == nil {
			tasks = append(tasks, t.ID)
		}
	}
	if len(tasks) == 0 {
		return issued, nil
	}
	var asked []string
	for _, rec := range s.Archive.Select(archive.KindIssue, "") {
		q, ok := calendar.ParsePeriod(rec.Period)
		if !ok || !q.Partial() || !p.Contains(q.Last()) {
			continue
		}
		if last, _ := s.Archive.Latest(archive.KindIssue, rec.Period); last.N != rec.N {
			continue // issued anew since
		}
		found, err := s.askedAbout(rec, q, tasks)
		if err != nil {
			return nil, err
		}
		asked = append(asked, found...)
	}
	return issued.With(asked), nil
}

// askedAbout lists which of some tasks a round asked about when it was issued.
func (s *Session) askedAbout(issue archive.Receipt, p calendar.Period, tasks []string) ([]string, error) {
	plan, err := s.issuedBy(issue, p)
	if plan == nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(tasks), func(id string) bool {
		t := plan.Task(id)
		return t == nil || t.Start > p.Last() || !plan.InRound(t, p)
	}), nil
}

// GoBy makes the session use the present plan as in force in a round.
func (s *Session) GoBy(p calendar.Period) error {
	plan, err := s.planIn(p)
	if err == nil {
		s.takePlan(plan)
	}
	return err
}

// takePlan makes the session use the plan of a round, and its rules.
func (s *Session) takePlan(plan *workbook.Plan) {
	if plan != s.Plan {
		s.Plan = plan
		s.Rules = validate.RulesOf(plan, s.reference, s.Forms)
	}
}
