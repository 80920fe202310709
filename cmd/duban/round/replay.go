package round

import (
	"cmp"
	"maps"
	"slices"

	"duban/report"
	"duban/validate"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// Then is the session as it was when there were n receipts, by the plan that was used. Nothing of what was worked out since
// is in it. The error is ErrPlanGone, or an *archive.Lost, where that plan is not to be had any more.
func (s *Session) Then(n int, plan string) (*Session, error) {
	data := s.planBytes
	if plan != s.Whole.SHA256 {
		kept, ok := s.Archive.Find(archive.KindPlan, plan)
		if !ok {
			return nil, ErrPlanGone
		}
		var err error
		if data, err = s.Archive.Load(kept); err != nil {
			return nil, err
		}
	}
	t := New(s.space, s.options)
	t.planBytes, t.planForms, t.Forms, t.reference, t.Checker = data, s.planForms, s.Forms, s.reference, s.Checker
	t.Archive, t.Keys, t.comparing, t.seen = s.Archive.Upto(n), s.Keys, true, s.seen
	t.backdated = !slices.IsSortedFunc(s.Archive.Select(archive.KindReturn, ""), func(a, b archive.Receipt) int { return cmp.Compare(dayOf(a), dayOf(b)) })
	var err error
	if t.Plan, err = t.readPlan(data); err != nil {
		return nil, err
	}
	t.Whole = t.Plan
	t.Rules = validate.RulesOf(t.Plan, t.reference, t.Forms)
	return t, nil
}

// Replay judges returns again in the order in which they were filed.
type Replay struct {
	*Session // as it is now
	// past is the session as it was, rounds the rounds worked out in it, each from so many receipts.
	past   *Session
	rounds map[calendar.Period]*replayed
}

// Replay begins to judge what came in again.
func (s *Session) Replay() *Replay { return &Replay{Session: s} }

// GoOverAgain says that the run goes over the same rounds again and again: what is found in a file is remembered.
func (s *Session) GoOverAgain() { s.seen = &seen{at: map[string][]byte{}} }

// replayed is a round as it stood before the receipt at some place in the log: what came in for it since was joined to it. used is
// the place at which it was last gone on from.
type replayed struct {
	*Round
	at, used int
}

// ReplayedTogether is how many rounds are held at a time, whatever the archive has of them. Returns of two or three come in among
// each other; one that is late for another round has it worked out again.
const ReplayedTogether = 3

// Held is how many rounds are held: those of ReplayedTogether, and no other that they rest on.
func (re *Replay) Held() int {
	n := len(re.rounds)
	for _, w := range re.past.worked {
		n += len(w.rounds)
	}
	return n
}

// forget lets go of the rounds that were gone on from longest ago.
func (re *Replay) forget() {
	for len(re.rounds) > ReplayedTogether {
		delete(re.rounds, slices.MinFunc(slices.Collect(maps.Keys(re.rounds)), func(p, q calendar.Period) int {
			return cmp.Compare(re.rounds[p].used, re.rounds[q].used)
		}))
	}
}

// stale reports whether a receipt before the one at i changed what a round goes on from, and moves on to that place where
// none did: each receipt is looked at once a round.
func (re *Replay) stale(r *replayed, i int) bool {
	for ; r.at < i; r.at++ {
		rec := re.Archive.Receipts()[r.at]
		// An issue makes other rounds past, and a merge says which plan these keep.
		if rec.Kind == archive.KindIssue || rec.Kind == archive.KindMerge {
			return true
		}
		q, ok := calendar.ParsePeriod(rec.Period)
		if ok && Chained(q.Kind(), r.Period.Kind()) && q.Compare(r.Period) < 0 && rec.Kind == archive.KindReturn && IsReturn(rec.Verdict) {
			return true
		}
	}
	return false
}

// Again judges one filed return as it was judged then: by the plan of that day, after what had come in before it.
func (re *Replay) Again(i int, rec archive.Receipt) (archive.Receipt, error) {
	if re.past == nil || re.past.Whole.SHA256 != rec.PlanSHA256 {
		past, err := re.Then(i, rec.PlanSHA256)
		if err != nil {
			return rec, err
		}
		re.past, re.rounds = past, map[calendar.Period]*replayed{}
	}
	re.past.Archive = re.Archive.Upto(i)
	p, ok := calendar.ParsePeriod(rec.Period)
	if !ok {
		return rec, nil
	}
	bare := archive.Receipt{Kind: rec.Kind, Name: rec.Name, Path: rec.Path, SHA256: rec.SHA256, Size: rec.Size, Received: rec.Received, Override: rec.Override,
		Filed: rec.Filed, PlanSHA256: rec.PlanSHA256, Program: rec.Program, Build: rec.Build}
	if first, ok := re.past.firstOf(rec.SHA256); ok {
		bare.Period, bare.Bureau, bare.Verdict, bare.Note = rec.Period, first.Bureau, report.VerdictDuplicate, first.ID()
		return bare, nil
	}
	rb, err := re.past.readArchived(rec, nil)
	if err != nil {
		return rec, err
	}
	got, x, err := re.judgeIn(p, i, bare, rb)
	if err == nil && !SameVerdict(rec, got) && re.stale(re.rounds[p], i) {
		delete(re.rounds, p)
		got, x, err = re.judgeIn(p, i, bare, rb)
	}
	if err != nil {
		return rec, err
	}
	x.Receipt = rec
	if x.former != nil {
		delete(re.rounds, p)
		return got, nil
	}
	re.past.join(re.rounds[p].Round, x)
	return got, nil
}

func (re *Replay) judgeIn(p calendar.Period, i int, bare archive.Receipt, rb readBook) (archive.Receipt, *Intake, error) {
	r := re.rounds[p]
	if r == nil {
		rounds, err := re.past.Rounds(p)
		if err != nil {
			return bare, nil, err
		}
		re.past.worked = nil // they rest on the receipts before this one, and no other is judged after just these
		r = &replayed{rounds[len(rounds)-1], i, i}
		re.rounds[p] = r
		re.forget()
	}
	r.used = i
	x := r.Round.Judge(bare.Name, rb.book, rb.err).reduced(bulky(rb.book))
	re.seen.remember(r.Round, bare, re.past.keepJudged(r.Round, x))
	got, _ := re.past.assess(r.Round, x, bare)
	return got, x, nil
}

// SameVerdict compares what two receipts of a file say of it. Receipts of early versions do not say why a file was refused.
func SameVerdict(a, b archive.Receipt) bool {
	if len(a.Refused) > 0 && len(b.Refused) > 0 && a.Refused[0].Code != b.Refused[0].Code {
		return false
	}
	return a.Verdict == b.Verdict && a.Bureau == b.Bureau && a.Errors == b.Errors && a.Warnings == b.Warnings && a.Held == b.Held && a.Note == b.Note &&
		a.Earlier == b.Earlier && a.Mended == b.Mended && a.Remaining == b.Remaining && a.New == b.New
}
