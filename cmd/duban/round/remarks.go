package round

import (
	"errors"
	"maps"
	"slices"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// Findings about a round besides those in its returns: how the plan that it goes by differs from the present one, and what the returns of
// all bureaus together leave open.

// CheckPlan checks the plan, and its decisions about returns against those that came in.
func (s *Session) CheckPlan() []validate.Finding {
	return append(s.Checker.CheckPlan(s.Whole, s.planForms, s.Forms), s.Checker.CheckIntake(s.Whole, s.Filed())...)
}

// CheckOmitted reports the plan's rules for which the self-check of an issued workbook has no room. It looks at rules in force from the month
// before this one, whose round may still be issued.
func (s *Session) CheckOmitted() (found []validate.Finding) {
	rules := validate.RulesOf(s.Whole, s.reference, s.Forms)
	monthBefore := calendar.NewDate(s.Today().Year(), s.Today().Month(), 1) - 1 // its last day
	for _, u := range templates.OmittedRules(s.Whole.ReturnForms(s.Forms), rules, monthBefore, s.space.Words) {
		found = append(found, s.Checker.CheckOmitted(s.Whole, u.Form, u.Names, u.Own)...)
	}
	return found
}

// CheckPlanErrors is CheckPlan without findings of info level.
func (s *Session) CheckPlanErrors() []validate.Finding {
	return append(s.Checker.CheckPlanErrors(s.Whole, s.planForms, s.Forms), s.Checker.CheckIntake(s.Whole, s.Filed())...)
}

// CheckWaiting reports leads and supports of the present plan that an issued round does not go by, and decisions that reach nobody in it.
// For the open round it also reports leads and supports that were retyped in 任务, and tasks that were added, since it was issued.
func (s *Session) CheckWaiting(p calendar.Period) ([]validate.Finding, error) {
	plan, err := s.planFor(p)
	if err != nil {
		return nil, err
	}
	found := slices.Concat(s.Checker.CheckWaiting(plan, p), s.Checker.CheckMissed(plan, p, lastDayOfDecisions(plan, p, s.asOf)))
	if plan.LostIssuedPlan != "" {
		s.lostPlans[p] = true
	}
	if p == s.OpenRound() {
		found = slices.Concat(found, s.Checker.CheckRetyped(plan, p), s.Checker.CheckLater(plan, p))
	}
	return found, nil
}

// CheckLostPlans finds the rounds whose issued plan is lost, unless a result of the run has already said so.
func (s *Session) CheckLostPlans() (found []validate.Finding) {
	for _, p := range slices.SortedFunc(maps.Keys(s.lostPlans), calendar.Period.Compare) {
		if !s.lostPlans[p] {
			issue, _ := s.Archive.Latest(archive.KindIssue, p.String())
			found = append(found, s.Checker.CheckWaiting(&workbook.Plan{File: s.Plan.File, LostIssuedPlan: issue.PlanSHA256}, p)...)
		}
	}
	return found
}

// CheckEdited reports the sheets with details of tasks that were edited since a round was issued.
func (s *Session) CheckEdited(p calendar.Period) ([]validate.Finding, error) {
	if p.IsZero() {
		return nil, nil
	}
	issued, _, err := s.issuedWith(p, s.Whole)
	if err != nil || issued == nil {
		return nil, err
	}
	return s.Checker.CheckEdited(s.Whole, issued, p), nil
}

// CheckGone reports tasks and bureaus of the open round that the plan lacks, until another round is issued without them.
func (s *Session) CheckGone() ([]validate.Finding, error) {
	if open := s.OpenRound(); !open.IsZero() {
		return s.checkGone(open)
	}
	return nil, nil
}

// CheckMerged reports bureaus that were merged since a round was issued, unless the round is over: the round goes on with each by itself.
// It also reports former bureaus that had answered before the round was issued anew to their heir, if nothing came from the heir since.
func (s *Session) CheckMerged(p calendar.Period) ([]validate.Finding, error) {
	if p.IsZero() || s.past(p) {
		return nil, nil
	}
	apart, err := s.CheckApart(p)
	if err != nil {
		return nil, err
	}
	anew, err := s.checkAnew(p)
	return append(apart, anew...), err
}

// CheckApart reports bureaus that were merged since a round was issued, also if the round is over: scores that use it have each by itself.
func (s *Session) CheckApart(p calendar.Period) ([]validate.Finding, error) {
	issued, _, err := s.issuedWith(p, s.Whole)
	if issued == nil || err != nil {
		return nil, err
	}
	return s.Checker.CheckMerged(s.Whole, validate.Issued{Round: p, Plan: issued}), nil
}

// checkAnew reports former bureaus that had answered before the round was issued anew to their heir, from which nothing came since.
func (s *Session) checkAnew(p calendar.Period) ([]validate.Finding, error) {
	if len(s.Archive.Select(archive.KindIssue, p.String())) < 2 {
		return nil, nil
	}
	defer s.takePlan(s.Plan)
	rounds, err := s.Rounds(p)
	if err != nil {
		return nil, err
	}
	return s.Checker.CheckAnew(s.Whole, rounds[len(rounds)-1].anew(), p), nil
}

// anew gives the heirs from which nothing came since the round was issued anew, so that the reports of their former bureaus count.
func (r *Round) anew() (out []validate.Anew) {
	if r.beforeReissue == nil {
		return nil
	}
	joints := r.beforeReissue.now.Joints(r.beforeReissue.Plan, r.Plan)
	for _, heir := range r.Plan.Bureaus {
		a := validate.Anew{Heir: heir}
		answered := false
		for _, in := range r.Intake {
			switch {
			case in.Bureau() != heir || !Counts(in.Word) && in.By == nil:
			case in.former == nil:
				answered = true
			case in.former.Code != heir.Code && !slices.Contains(a.Gone, in.former.Name):
				a.Gone = append(a.Gone, in.former.Name)
			}
		}
		if answered || len(a.Gone) == 0 {
			continue
		}
		for _, j := range joints {
			if j.Heir == heir {
				a.Joints = append(a.Joints, j)
			}
		}
		out = append(out, a)
	}
	return out
}

// CheckGoneWithin reports tasks and bureaus of the rounds within a span that the plan lacks: work on them is in no score.
func (s *Session) CheckGoneWithin(span calendar.Period, rounds []*Round) ([]validate.Finding, error) {
	var within []calendar.Period
	for _, r := range rounds {
		if span.Contains(r.Period.Last()) {
			within = append(within, r.Period)
		}
	}
	return s.checkGone(within...)
}

// checkGone compares the plans that rounds were issued with, whatever they were merged with since, with the present one.
func (s *Session) checkGone(rounds ...calendar.Period) ([]validate.Finding, error) {
	var out []validate.Issued
	for _, p := range rounds {
		issued, _, err := s.issuedWith(p, s.Whole)
		if err != nil {
			return nil, err
		}
		if issued != nil {
			out = append(out, validate.Issued{Round: p, Plan: issued})
		}
	}
	return s.Checker.CheckGone(s.Whole, out...), nil
}

// CheckUnseen reports bureaus that open problems need and that get no workbook in a round. If everybody is asked it need not read the
// returns.
func (s *Session) CheckUnseen(p calendar.Period) ([]validate.Finding, error) {
	if p.IsZero() {
		return nil, nil
	}
	defer s.takePlan(s.Plan)
	plan, err := s.planIn(p)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(plan.Bureaus, func(b *workbook.Bureau) bool { return !plan.FillsIn(nil, b, p) || plan.Exempted(b, p) != nil }) {
		return nil, nil
	}
	rounds, err := s.Rounds(p)
	if err != nil {
		return nil, err
	}
	return rounds[len(rounds)-1].CheckUnseen(), nil
}

// CheckUnseen reports bureaus that open problems need and that get no workbook in the round.
func (r *Round) CheckUnseen() []validate.Finding {
	return r.checker.CheckUnseen(r.Plan, r.Before, r.now, r.Period)
}

// CheckClosings reports closings in 核定 that do nothing, see validate.Checker.CheckClosings. Rounds that do not continue each other, such as
// those of months and quarters, have problems of their own.
func (s *Session) CheckClosings() ([]validate.Finding, error) {
	if !slices.ContainsFunc(s.Whole.Verified, func(v *workbook.Verification) bool { return v.Field == workbook.ColClosed }) {
		return nil, nil
	}
	var lasts []calendar.Period
	for _, r := range s.Archive.Select(archive.KindIssue, "") {
		p, ok := calendar.ParsePeriod(r.Period)
		if !ok {
			continue
		}
		at := slices.IndexFunc(lasts, func(q calendar.Period) bool { return Chained(p.Kind(), q.Kind()) })
		switch {
		case at < 0:
			lasts = append(lasts, p)
		case p.Compare(lasts[at]) > 0:
			lasts[at] = p
		}
	}
	defer s.takePlan(s.Plan)
	var raised []*workbook.ProblemRow
	for _, p := range lasts {
		rounds, err := s.Rounds(p)
		if err != nil {
			return nil, err
		}
		raised = append(raised, rounds[len(rounds)-1].now.Problems...)
	}
	return s.Checker.CheckClosings(s.Whole, raised), nil
}

// CheckPartsVerified reports verifications of parts of bureaus that count for nothing in a round or those before it because the bureaus
// were merged.
func (s *Session) CheckPartsVerified(p calendar.Period) ([]validate.Finding, error) {
	if p.IsZero() || !validate.PartsVerifiedTwice(s.Whole) {
		return nil, nil
	}
	defer s.takePlan(s.Plan)
	rounds, err := s.Rounds(p)
	if err != nil {
		return nil, err
	}
	plan := rounds[len(rounds)-1].Plan
	issued, _, err := s.issuedWith(p, plan)
	if err != nil {
		return nil, err
	}
	return s.Checker.CheckPartsVerified(plan, issued), nil
}

// CheckMissed reports decisions that reach nobody in the past rounds that they concern. Rounds whose plan the archive has lost are left
// out, as that is reported when they are worked out.
func (s *Session) CheckMissed() (found []validate.Finding, err error) {
	if !s.Whole.Decides() {
		return nil, nil
	}
	var periods []calendar.Period
	for _, rec := range s.Archive.Select(archive.KindIssue, "") {
		if p, ok := calendar.ParsePeriod(rec.Period); ok && s.past(p) && !slices.Contains(periods, p) {
			periods = append(periods, p)
		}
	}
	slices.SortFunc(periods, calendar.Period.Compare)
	for _, p := range periods {
		plan, err := s.planKept(p, 0)
		var planLost *PlanLost
		var lost *archive.Lost
		switch {
		case errors.As(err, &planLost), errors.As(err, &lost):
			continue
		case err != nil:
			return nil, err
		}
		found = append(found, s.Checker.CheckMissed(plan, p, lastDayOfDecisions(plan, p, 0))...)
	}
	return found, nil
}

// CheckRetyped reports leads and supports that were retyped in 任务 since the last round was issued, without a change in 变更. The issue that is
// being made goes by them.
func (s *Session) CheckRetyped() ([]validate.Finding, error) {
	last := s.OpenRound()
	plan, err := s.planIn(last)
	if err != nil {
		return nil, err
	}
	return s.Checker.CheckRetyped(plan, last), nil
}

// Beside gives the errors and warnings that only the returns of several bureaus together show, by the file with the cell.
func (r *Round) Beside() map[string][]validate.Finding {
	out := map[string][]validate.Finding{}
	for _, f := range r.Between() {
		if f.Severity > workbook.Info {
			out[f.Place.File] = append(out[f.Place.File], f)
		}
	}
	return out
}
