package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// A round that is not over goes by the plan as it is now. A past one keeps the plan that it was last merged or issued with,
// whichever was later: what is edited since is for the rounds to come, and merging the past one again gives what it gave. What
// was decided about it since (changes from their day on, verifications, exemptions, waivers, approved reasons) is
// taken from the plan as it is now. Either plan is taken as it is in force at the round's end, with the tasks, leads and supports that the
// round was issued with.

// past reports whether a round is over: one that begins after it is out, of its own kind, or for a special round any. The round
// that is being issued is not.
func (s *session) past(p workbook.Period) bool {
	if p == s.issuing {
		return false
	}
	for _, rec := range s.archive.Select(archive.KindIssue, "") {
		q, ok := workbook.ParsePeriod(rec.Period)
		if ok && q.First() > p.Last() && (q.Kind() == p.Kind() || p.Kind() == workbook.Special) {
			return true
		}
	}
	return false
}

// planFor is the plan that the round which is asked for is worked out by.
func (s *session) planFor(p workbook.Period) (*workbook.Plan, error) {
	if s.past(p) {
		asOf, _ := workbook.ParseISO(s.asOf)
		return s.planKept(p, asOf)
	}
	return s.planIn(p)
}

// planKept is the plan that a past round keeps, with what was decided about it since; asOf is a day that it is looked at on, 0 for its
// own. A round that was never merged takes the plan as it is now.
func (s *session) planKept(p workbook.Period, asOf workbook.Date) (*workbook.Plan, error) {
	sum := s.keptSum(p)
	if sum == "" || sum == s.whole.SHA256 {
		return s.planIn(p)
	}
	kept, ok := s.archive.Find(archive.KindPlan, sum)
	if !ok {
		return nil, s.planLost(p, sum)
	}
	read := func(day workbook.Date, issued *workbook.Plan) (*workbook.Plan, error) {
		return s.archivedPlan(kept, day, issued, s.whole)
	}
	whole, err := read(workbook.LastDay, nil)
	if err != nil {
		return nil, err
	}
	day := bearing(whole, p, asOf)
	if decided := s.whole.DecidedUpTo(day); whole.DecidedUpTo(day) != decided {
		now, err := xlsx.Read(s.planBytes)
		if err != nil {
			return nil, fmt.Errorf("read plan: %w", err)
		}
		read = func(day workbook.Date, issued *workbook.Plan) (*workbook.Plan, error) {
			return s.decidedPlan(kept, now, decided, day, issued)
		}
		if whole, err = read(workbook.LastDay, nil); err != nil {
			return nil, err
		}
	}
	return s.asIssued(p, whole, func(issued *workbook.Plan) (*workbook.Plan, error) { return read(p.Last(), issued) })
}

// bearing is the last day of what bears on a round that is looked at on a day, 0 for its own.
func bearing(plan *workbook.Plan, p workbook.Period, asOf workbook.Date) workbook.Date {
	return max(p.Last(), plan.CutoffDay(p), asOf)
}

// keptSum is the hash of the plan that a round was last merged with, or issued with again since; empty where it never was merged.
func (s *session) keptSum(p workbook.Period) string {
	merged, ok := s.archive.Latest(archive.KindMerge, p.String())
	if !ok {
		return ""
	}
	if issued, ok := s.archive.Latest(archive.KindIssue, p.String()); ok && issued.N > merged.N {
		return issued.PlanSHA256
	}
	return cmp.Or(merged.RoundPlan, merged.PlanSHA256)
}

// planCache is the cache of the plans that were put on record.
const planCache = "plans"

// archivedPlan is a plan that was put on record as it is in force on the last day of a round that was issued with another,
// made anew of what the cache has of its file; now is the present plan where its names are to be known.
func (s *session) archivedPlan(rec archive.Receipt, day workbook.Date, issued, now *workbook.Plan) (*workbook.Plan, error) {
	book, err := s.archivedBook(rec)
	if err != nil {
		return nil, err
	}
	return s.decodeArchived(rec, book, day, issued, now), nil
}

// decidedPlan is such a plan with what was decided by now, whose digest is decided.
func (s *session) decidedPlan(rec archive.Receipt, now *sheet.Book, decided string, day workbook.Date, issued *workbook.Plan) (*workbook.Plan, error) {
	book, err := s.archivedBook(rec)
	if err != nil {
		return nil, err
	}
	plan := s.decodeArchived(rec, workbook.WithDecisions(book, now, s.planForms), day, issued, s.whole)
	plan.DecidedIn = decided
	return plan, nil
}

func (s *session) archivedBook(rec archive.Receipt) (*sheet.Book, error) {
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

func (s *session) decodeArchived(rec archive.Receipt, book *sheet.Book, day workbook.Date, issued, now *workbook.Plan) *workbook.Plan {
	plan := workbook.DecodePlanFor(book, s.ws.words.T("file.plan"), s.planForms, day, issued, now)
	plan.SHA256 = rec.SHA256
	return plan
}

// checkMissed says which decisions reach nobody in a round that is worked out by a plan.
func (s *session) checkMissed(plan *workbook.Plan, p workbook.Period) []validate.Finding {
	asOf, _ := workbook.ParseISO(s.asOf)
	return s.checker.CheckMissed(plan, p, bearing(plan, p, asOf))
}

// tellMissed says which decisions reach nobody in the past rounds that they bear on. What the archive has lost of a round is said where
// that is worked out.
func (s *session) tellMissed(o *output) error {
	if !s.whole.Decides() {
		return nil
	}
	var periods []workbook.Period
	for _, rec := range s.archive.Select(archive.KindIssue, "") {
		if p, ok := workbook.ParsePeriod(rec.Period); ok && s.past(p) && !slices.Contains(periods, p) {
			periods = append(periods, p)
		}
	}
	slices.SortFunc(periods, workbook.Period.Compare)
	for _, p := range periods {
		plan, err := s.planKept(p, 0)
		var f *failure
		var lost *archive.Lost
		switch {
		case errors.As(err, &f), errors.As(err, &lost):
			continue
		case err != nil:
			return err
		}
		o.findings = slices.Concat(o.findings, s.checker.CheckMissed(plan, p, bearing(plan, p, 0)))
	}
	return nil
}
