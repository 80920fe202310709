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

// Bureaus may be merged after a round was issued and they have answered, and the round may then be issued anew to the merged bureau, their
// heir. What came from the former bureaus is judged and taken in for each by itself, as they were then. Together it counts for the heir
// until that answers in the new workbook.

// takeReturns takes in the files of a round. before is the round that it continues, nil for none.
func (s *Session) takeReturns(r, before *Round) error {
	receipts := s.Archive.Select(archive.KindReturn, r.Period.String())
	issues := s.Archive.Select(archive.KindIssue, r.Period.String())
	if r.Period != s.issuing && len(issues) > 0 {
		return s.takeReturnsOf(r, before, receipts, issues[:len(issues)-1], issues[len(issues)-1].N)
	}
	return s.takeReturnsOf(r, before, receipts, issues, math.MaxInt)
}

// takeReturnsOf takes in some files of a round. issues are the issues before the one in force, whose receipt has the number at. The last of
// them to bureaus that are merged now splits the files. What came from these bureaus before the next issue, or in workbooks from before
// it, is taken in as the round was then, with the earlier issues; all other files are taken in as the round is now.
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

// takeBeforeReissue takes in the files that former bureaus sent before the round was issued anew. They belong to the heir from here on.
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

// FormerOf lists the names of the former bureaus of b that had answered before the round was issued anew to b.
func (r *Round) FormerOf(b *workbook.Bureau) (names []string) {
	for _, in := range r.Intake {
		if in.former != nil && in.Bureau() == b && !slices.Contains(names, in.former.Name) {
			names = append(names, in.former.Name)
		}
	}
	return names
}

// SaidBeforeReissue gives the standing of a round that was issued anew to merged bureaus, with the tasks on which several former bureaus had
// entries.
func (r *Round) SaidBeforeReissue() (*workbook.Standing, []workbook.Joint) {
	return r.now, r.beforeReissue.now.Joints(r.beforeReissue.Plan, r.Plan)
}

// issuedBy gives the plan of an issue of a round, as in force at the round's end. It returns nil if the archive has lost that plan: nobody
// can tell then whom the round asked.
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

// planLike reads a round's plan again, as in force on a day and with the leads and supports of issued.
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
