package round

import (
	"duban/report"
	"duban/validate"
)

// What is found in a round's returns is held until its results are written. Where they come to more than is listed together, each
// return's list is cut beside the others', see validate.Listing. A slip lists what was found in its own return, which is looked up again.

// list counts what a return that joined its round lists, and cuts what all list where too much is held of it.
func (s *Session) list(r *Round, in *Intake) {
	if s.backdated || in.Return == nil || !IsReturn(in.outcome) {
		return // where all cells are held it makes no difference; of what is nobody's return a finding or two are known, and not for long
	}
	r.lists.Take(in.Verdict.Findings)
	r.lists.TakeHeld(&in.Verdict, in.Return)
	if r.listing += in.listing(); r.listing > max(r.cutAt, validate.CutAt(0)) {
		r.abridge()
		r.cutAt = validate.CutAt(r.listing)
	}
}

// abridge leaves of all lists what is listed together.
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

// cutStanding are the earlier returns of which rows still stand and less is listed than was found in them: which rows those would be was
// not known when the list was cut.
func (r *Round) cutStanding() []*Intake {
	var out []*Intake
	for _, in := range r.Intake {
		if in.Word == report.VerdictPartlySuperseded && in.Verdict.Abridged() {
			out = append(out, in)
		}
	}
	return out
}

// lookUpStanding looks up what was found in these rows. The archive is read.
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

// Abridged reports whether the returns have more than is listed together.
func (r *Round) Abridged() bool { return r.lists.Over() }

// listing is how much is held of what is listed of a file.
func (in *Intake) listing() int { return len(in.Verdict.Findings) + len(in.Verdict.Held) }

// Unabridged gives what looks up what was found in a return of a round, with all that is listed of it alone. It may be asked side by side
// while nothing else is read or kept.
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
