package round

import (
	"slices"

	"duban/report"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// assess fills in a file's receipt with what was found in it as a return of a round. It also gives the return before it in its series, nil
// if there is none.
func (s *Session) assess(r *Round, x *Intake, rec archive.Receipt) (archive.Receipt, *Intake) {
	rec.Period = r.Period.String()
	var last *Intake
	x.Receipt = rec
	if x.Return != nil && x.Return.Bureau != nil {
		rec.Bureau = x.Return.Bureau.Code
		if last = r.lastOf(series{x.Return.Bureau, x.IsLedger()}, x.Day()); x.former != nil {
			rec.RoundPlan, last = x.formerPlan, r.lastFormer(series{x.former, x.IsLedger()}, x.Day())
		}
	}
	rec.Verdict, rec.Errors, rec.Warnings, rec.Held = outcomeOf(x), x.Verdict.Errors(), x.Verdict.Warnings(), x.Verdict.HeldRows()
	rec.Refused = x.reasons()
	x.Receipt = rec
	s.decide(r, x)
	rec.Verdict = x.Word
	if !isDisregarded(x.Word) && x.Bureau() != nil && last != nil {
		x.recheckOf(last)
		rec.Earlier, rec.Mended, rec.Remaining, rec.New = last.Receipt.SHA256, x.recheck.Mended, x.recheck.Remaining, x.recheck.New
	}
	return rec, last
}

// lastOf gives the return of a series that arrived last up to a day, nil if there is none.
func (r *Round) lastOf(of series, day calendar.Date) *Intake {
	if r.bySeries == nil {
		r.bySeries = map[series][]*Intake{}
	}
	for ; r.sorted < len(r.Intake); r.sorted++ {
		if in := r.Intake[r.sorted]; in.Bureau() != nil && in.former == nil {
			r.bySeries[in.series()] = append(r.bySeries[in.series()], in)
		}
	}
	for _, in := range slices.Backward(r.bySeries[of]) {
		if !isDisregarded(in.Word) && in.Day() <= day {
			return in
		}
	}
	return nil
}

// lastFormer is lastOf for a bureau that was merged before the round was issued anew.
func (r *Round) lastFormer(of series, day calendar.Date) *Intake {
	for _, in := range slices.Backward(r.Intake) {
		if in.former != nil && in.former.Code == of.bureau.Code && in.IsLedger() == of.ledger && !isDisregarded(in.Word) && in.Day() <= day {
			return in
		}
	}
	return nil
}

// known gives a function that reports whether a file was filed before under the same name. A file that was not ours is not known once the
// plan has changed, as the plan may know its sender now.
func (s *Session) known() func(name, sha string) bool {
	type file struct{ name, sha string }
	seen := map[file]bool{}
	for _, rec := range s.Archive.Receipts() {
		seen[file{rec.Name, rec.SHA256}] = rec.Verdict != report.VerdictNotOurs || rec.PlanSHA256 == s.Whole.SHA256
	}
	return func(name, sha string) bool { return seen[file{name, sha}] }
}
