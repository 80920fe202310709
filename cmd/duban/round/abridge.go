package round

import (
	"duban/report"
	"duban/validate"
)

// The findings in a round's returns are held until the results are written. If there are too many, each return's list is cut to its share,
// see validate.Listing. A slip lists all findings in its own return, which are looked up again.

// list counts the findings of a return that joined its round, and cuts the lists of all returns if too many are held.
func (s *Session) list(r *Round, in *Intake) {
	if s.backdated || in.Return == nil || !IsReturn(in.outcome) {
		return // a backdated run holds all cells anyway; a file that is nobody's return has a finding or two, which are soon dropped
	}
	r.lists.Take(in.Verdict.Findings)
	r.lists.TakeHeld(&in.Verdict, in.Return)
	if r.listing += in.listing(); r.listing > max(r.cutAt, validate.CutAt(0)) {
		r.abridge()
		r.cutAt = validate.CutAt(r.listing)
	}
}

// abridge cuts the lists of all returns to their shares.
func (r *Round) abridge() {
	if !r.Abridged() {
		return
	}
	r.listing = 0
	for _, in := range r.Intake {
		if in.Return != nil && IsReturn(in.outcome) {
			in.Verdict.Abridge(&r.lists, in.Return, r.Plan)
			in.Return.Forget(in.isHeld)
			r.listing += in.listing()
		}
	}
}

// cutStanding lists the earlier returns that still have rows that count and whose findings were cut. It was not known which rows those would
// be when the lists were cut.
func (r *Round) cutStanding() []*Intake {
	var out []*Intake
	for _, in := range r.Intake {
		if in.Word == report.VerdictPartlySuperseded && in.Verdict.Abridged() {
			out = append(out, in)
		}
	}
	return out
}

// lookUpStanding looks up the findings in the rows that still count of the returns in cutStanding. It reads the archive.
func (s *Session) lookUpStanding(r *Round) error {
	whole := s.Unabridged(r)
	for _, in := range r.cutStanding() {
		v, err := whole(in)
		if err != nil {
			return err
		}
		in.standing = r.lists.Cut(in.foundIn(v), r.Plan)
		quote(in.standing)
	}
	return nil
}

// Abridged reports whether the returns have more findings or held rows than are listed together.
func (r *Round) Abridged() bool { return r.lists.Over() }

// listing gives the number of findings and held rows that are held of a file.
func (in *Intake) listing() int { return len(in.Verdict.Findings) + len(in.Verdict.Held) }

// Unabridged gives a function that looks up the uncut verdict on a return of a round. It may be called in parallel while the session reads
// and keeps nothing else.
func (s *Session) Unabridged(r *Round) func(*Intake) (*validate.Verdict, error) {
	if !r.Abridged() {
		return func(in *Intake) (*validate.Verdict, error) { return &in.Verdict, nil }
	}
	cache, judged := s.cache(r.Period.String()), s.judgedCache(r)
	return func(in *Intake) (*validate.Verdict, error) {
		if !in.Verdict.Abridged() {
			return &in.Verdict, nil
		}
		if in.former != nil {
			return s.Unabridged(r.beforeReissue)(in)
		}
		whole, _, err := s.judgeArchived(r, in.Receipt, cache, judged)
		if err != nil {
			return nil, err
		}
		if whole.vouched = in.vouched; in.vouched != nil {
			whole.vouch()
		}
		return &whole.Verdict, nil
	}
}
