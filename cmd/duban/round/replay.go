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

// Then gives the session as it was when there were n receipts, with the plan of the given hash. Nothing worked out since is in it. The error
// is ErrPlanGone, or an *archive.Lost, if that plan is lost.
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
	// past is the session as it was, rounds the rounds worked out in it.
	past   *Session
	rounds map[calendar.Period]*replayed
}

// Replay begins to judge filed returns again.
func (s *Session) Replay() *Replay { return &Replay{Session: s} }

// GoOverAgain prepares for a run that works out the same rounds several times: it remembers the verdicts on files.
func (s *Session) GoOverAgain() { s.seen = &seen{at: map[string][]byte{}} }

// replayed is a round as it was before the receipt at the index at in the log; files that came in for it later are joined to it. used is the
// index at which it was last used.
type replayed struct {
	*Round
	at, used int
}

// ReplayedTogether is the most rounds that are held at a time. Returns of two or three rounds come in mixed; a late one for another round
// has it worked out again.
const ReplayedTogether = 3

// Held gives the number of rounds that are held, for tests of ReplayedTogether.
func (re *Replay) Held() int {
	n := len(re.rounds)
	for _, w := range re.past.worked {
		n += len(w.rounds)
	}
	return n
}

// forget drops the rounds that were not used for longest.
func (re *Replay) forget() {
	for len(re.rounds) > ReplayedTogether {
		delete(re.rounds, slices.MinFunc(slices.Collect(maps.Keys(re.rounds)), func(p, q calendar.Period) int {
			return cmp.Compare(re.rounds[p].used, re.rounds[q].used)
		}))
	}
}

// stale reports whether a receipt before the one at index i changed what a round depends on. If none did the round moves on to i, so that
// each receipt is looked at once for each round.
func (re *Replay) stale(r *replayed, i int) bool {
	for ; r.at < i; r.at++ {
		rec := re.Archive.Receipts()[r.at]
		// An issue may end other rounds, and a merge decides which plan a past round keeps.
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

// Again judges the filed return with the receipt at index i as it was judged then: by the plan of that time, after everything that had come
// in before. It gives the receipt that this would write.
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

// judgeIn judges a file in a round, and gives its receipt. bare is the receipt without anything that judging fills in.
func (re *Replay) judgeIn(p calendar.Period, i int, bare archive.Receipt, rb readBook) (archive.Receipt, *Intake, error) {
	r := re.rounds[p]
	if r == nil {
		rounds, err := re.past.Rounds(p)
		if err != nil {
			return bare, nil, err
		}
		re.past.worked = nil // they count only for this number of receipts, which no other return has
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

// SameVerdict reports whether two receipts of a file say the same of it. Receipts of early versions do not say why a file was refused.
func SameVerdict(a, b archive.Receipt) bool {
	if len(a.Refused) > 0 && len(b.Refused) > 0 && a.Refused[0].Code != b.Refused[0].Code {
		return false
	}
	return a.Verdict == b.Verdict && a.Bureau == b.Bureau && a.Errors == b.Errors && a.Warnings == b.Warnings && a.Held == b.Held && a.Note == b.Note &&
		a.Earlier == b.Earlier && a.Mended == b.Mended && a.Remaining == b.Remaining && a.New == b.New
}
