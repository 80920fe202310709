package round

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

// Bureaus may become one when a round is out and they have answered, and the round be issued anew to the one that they are now. What came
// from them before is judged and taken in as they were then, each for itself, and what stands of it together is their heir's until that
// answers in the new workbook.

// takeReturns takes in what came for a round that goes on from another one, before, which may be nil.
func (s *Session) takeReturns(r, before *Round) error {
	receipts := s.Archive.Select(archive.KindReturn, r.Period.String())
	issues := s.Archive.Select(archive.KindIssue, r.Period.String())
	if r.Period != s.issuing && len(issues) > 0 {
		return s.takeReturnsOf(r, before, receipts, issues[:len(issues)-1], issues[len(issues)-1].N)
	}
	return s.takeReturnsOf(r, before, receipts, issues, math.MaxInt)
}

// takeReturnsOf takes in some files of a round. issues are those before the one in force, whose receipt has the number at. The last of them
// that went out to bureaus which are one by now splits the files: what came from them before the round was issued anew, or in workbooks of
// that time, is taken in as the round stood then, with the issues before that one; all the rest as it stands now.
func (s *Session) takeReturnsOf(r, before *Round, receipts, issues []archive.Receipt, at int) error {
	for i, issue := range slices.Backward(issues) {
		earlier, err := s.issuedBy(issue, r.Period)
		if err != nil {
			return err
		}
		joined := r.Plan.BecameOne(earlier)
		if len(joined) == 0 {
			continue
		}
		if i+1 < len(issues) {
			at = issues[i+1].N
		}
		var plans []string
		for _, was := range issues[:i+1] {
			plans = append(plans, was.PlanSHA256)
		}
		var theirs, others []archive.Receipt
		for _, rec := range receipts {
			before := rec.N < at && IsReturn(rec.Verdict) && slices.Contains(joined, cmp.Or(earlier.BureauOf(rec.Bureau), earlier.Directory.Bureau(rec.Bureau)))
			if before || rec.RoundPlan != "" && slices.Contains(plans, rec.RoundPlan) {
				theirs = append(theirs, rec)
			} else {
				others = append(others, rec)
			}
		}
		a := &Round{reopenings: r.reopenings, Judging: r.Judging, issue: issue.N}
		if a.Plan, err = s.planLike(r.Plan, r.Period.Last(), earlier); err != nil {
			return err
		}
		if before != nil {
			a.Before = before.now.HandedOver(before.Plan, a.Plan)
		}
		a.judgedBy, a.switches = a.digest(), r.switches
		if err := s.takeReturnsOf(a, before, theirs, issues[:i], issue.N); err != nil {
			return err
		}
		r.beforeReissue, r.former, r.formerPlans, r.joined = a, &a.Judging, plans, joined
		r.judgedBy = r.digest()
		return s.readReturns(r, others)
	}
	return s.readReturns(r, receipts)
}

// takeBeforeReissue takes in the files of those that became one before the round was issued anew: their heir's from here on.
func (s *Session) takeBeforeReissue(r *Round) {
	for _, in := range r.beforeReissue.Intake {
		if in.former == nil {
			in.former = in.Bureau()
		}
		if in.former != nil {
			in.Return.Bureau = r.Plan.HeirOf(in.Return.Bureau)
		}
		r.Intake = append(r.Intake, in)
		s.list(r, in)
	}
}

// FormerOf are the names of those who had answered in the round before it was issued anew to the bureau that they are; none of all others.
func (r *Round) FormerOf(b *workbook.Bureau) (names []string) {
	for _, in := range r.Intake {
		if in.former != nil && in.Bureau() == b && !slices.Contains(names, in.former.Name) {
			names = append(names, in.former.Name)
		}
	}
	return names
}

// SaidBeforeReissue is what stands of a round in which some had answered before it was issued anew to the bureau that they are, with the
// tasks on which several of them had.
func (r *Round) SaidBeforeReissue() (*workbook.Standing, []workbook.Joint) {
	return r.now, r.beforeReissue.now.Joints(r.beforeReissue.Plan, r.Plan)
}

// issuedBy is the plan that a round was issued with at some time, as in force at its end. One that the archive has no more is nil: nobody
// can tell whom it asked.
func (s *Session) issuedBy(issue archive.Receipt, p calendar.Period) (*workbook.Plan, error) {
	kept, ok := s.Archive.Find(archive.KindPlan, issue.PlanSHA256)
	if !ok {
		return nil, nil
	}
	plan, err := s.ArchivedPlan(kept, p.Last(), nil, nil)
	if gone := (*archive.Lost)(nil); errors.As(err, &gone) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return plan, nil
}

// planLike is a plan that a round goes by, read again as in force on a day of a round that was issued with another one.
func (s *Session) planLike(plan *workbook.Plan, day calendar.Date, issued *workbook.Plan) (*workbook.Plan, error) {
	if plan.SHA256 == s.Whole.SHA256 {
		return s.readPlanFor(s.planBytes, day, issued, s.Whole)
	}
	kept, ok := s.Archive.Find(archive.KindPlan, plan.SHA256)
	if !ok {
		return nil, ErrPlanGone
	}
	if plan.DecidedIn == "" {
		return s.ArchivedPlan(kept, day, issued, s.Whole)
	}
	now, err := xlsx.Read(s.planBytes)
	if err != nil {
		return nil, err
	}
	return s.decidedPlan(kept, now, plan.DecidedIn, day, issued)
}
