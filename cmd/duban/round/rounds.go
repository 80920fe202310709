package round

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"

	"duban/report"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// Round is one period worked out from the archive: its returns, and what stood before and after them.
type Round struct {
	// Judging is what its returns are judged by, judgedBy its digest, empty where it has none.
	Judging
	judgedBy string
	// switches are the county's settings of rules that are in force in it.
	switches map[string]*workbook.Switch
	// last is what stood at the end of the round of the same length before it, now what stands at its end. accepted is the digest of the
	// returns that now is made of.
	last, now *workbook.Standing
	accepted  digest
	// Taken are the registers of the weekly and special rounds since then, which it takes in.
	Taken []*report.Register
	// verified are what was verified of parts before bureaus became one that had them, as workbook.Plan.PartsVerified gives it.
	verified map[string][]string
	// earlier is the plan of the round of the same length before it.
	earlier *workbook.Plan
	// Asked are the bureaus that the round asks, in the plan's order.
	Asked []*workbook.Bureau
	// beforeReissue is the round as it went out to bureaus that had become one by the time it was issued anew, with what had come from them
	// until then; nil where there is none. issue is, of such an earlier state of a round, the number of the receipt of its issue, else 0.
	beforeReissue *Round
	issue         int
	// Intake are the round's files in the order in which they arrived, those of bureaus that became one first.
	Intake []*Intake
	// byBureau has each bureau's returns, as far as the files were sorted into it: the first sorted ones.
	byBureau map[*workbook.Bureau][]*Intake
	sorted   int
	// reopenings are the decisions that reopen the round, of the present plan whichever plan the round has.
	reopenings []*workbook.IntakeDecision
	// lists counts what its returns list, listing is how much of it is held, and cutAt how much may be before it is cut.
	lists          validate.Listing
	listing, cutAt int
	// between works out, when it is first asked, what several bureaus' returns say together.
	between func() []validate.Finding
}

// worked are rounds as they were worked out when the archive had so many receipts. They hold as long as it has no more.
type worked struct {
	rounds []*Round
	counts receiptCounts
}

// roundsKey says which rounds were worked out: those up to a period, and whether that one goes by the plan as it is now though it is past.
type roundsKey struct {
	upTo calendar.Period
	anew bool
}

// receiptCounts are how many receipts there are of each kind that bears on rounds: what came in, what was issued, and the merges, which
// say which plan a past round keeps.
type receiptCounts struct{ returns, issues, merges int }

// countReceipts counts those that bear on the rounds up to a period. A merge of that period itself does not: it keeps
// the plan that these rounds went by.
func (s *Session) countReceipts(upTo calendar.Period) (n receiptCounts) {
	for _, r := range s.Archive.Receipts() {
		switch {
		case r.Kind == archive.KindReturn:
			n.returns++
		case r.Kind == archive.KindIssue:
			n.issues++
		case r.Kind == archive.KindMerge && r.Period != upTo.String():
			n.merges++
		}
	}
	return n
}

// Rounds works out every round up to a period from the archive, in order, and gives those of the period's length, each by its
// own plan. A run works the same rounds out once.
func (s *Session) Rounds(upTo calendar.Period) ([]*Round, error) {
	return s.roundsBy(roundsKey{upTo: upTo})
}

// RoundsToIssue does so for a round that is being issued, which takes the plan with all that is in force at its end.
func (s *Session) RoundsToIssue(p calendar.Period) ([]*Round, error) {
	s.issuing = p
	return s.Rounds(p)
}

// RoundsAnew does so with the plan as it is now for the period itself, also where it is past: what a span is scored by is
// entered when its last round is long over.
func (s *Session) RoundsAnew(upTo calendar.Period) ([]*Round, error) {
	return s.roundsBy(roundsKey{upTo, s.past(upTo)})
}

func (s *Session) roundsBy(key roundsKey) ([]*Round, error) {
	if w := s.worked[key]; w != nil && w.counts == s.countReceipts(key.upTo) {
		s.takePlan(w.rounds[len(w.rounds)-1].Plan)
		return w.rounds, nil
	}
	planOf := s.planFor
	if key.anew {
		planOf = s.planIn
	}
	plan, err := planOf(key.upTo)
	if err != nil {
		return nil, err
	}
	s.takePlan(plan)
	rounds, err := s.workOut(key.upTo)
	if err != nil {
		return nil, err
	}
	if s.worked == nil {
		s.worked = map[roundsKey]*worked{}
	}
	s.worked[key] = &worked{rounds, s.countReceipts(key.upTo)}
	return rounds, nil
}

// stillHolds says of rounds that were worked out up to a period, of which r is the last, that so many returns which came in since
// were joined to it: they hold for the rest of the run, unless somebody has decided about single files, which may hang on what else
// came.
func (s *Session) stillHolds(p calendar.Period, r *Round, joined int) {
	if w := s.worked[roundsKey{upTo: p}]; w != nil && w.rounds[len(w.rounds)-1] == r && len(s.Whole.Intake) == 0 {
		w.counts.returns += joined
	}
}

func (s *Session) workOut(upTo calendar.Period) ([]*Round, error) {
	var periods []calendar.Period
	seen := map[string]bool{}
	for _, r := range s.Archive.Receipts() {
		// A file that was refused, mostly for lying in the wrong folder, makes no round.
		p, ok := calendar.ParsePeriod(r.Period)
		if !ok || seen[r.Period] || r.Kind != archive.KindIssue && (r.Kind != archive.KindReturn || !IsReturn(r.Verdict)) {
			continue
		}
		if seen[r.Period] = true; Chained(p.Kind(), upTo.Kind()) && p.Compare(upTo) <= 0 {
			periods = append(periods, p)
		}
	}
	if !seen[upTo.String()] {
		periods = append(periods, upTo)
	}
	sort.Slice(periods, func(i, j int) bool { return periods[i].Compare(periods[j]) < 0 })
	var out []*Round
	var before *Round
	var taken []*report.Register
	for _, p := range periods {
		r, err := s.round(p, p == upTo, before)
		if err != nil {
			return nil, err
		}
		if before = r; s.Plan.Alike(p, upTo) {
			if n := len(out); n > 0 {
				r.last, r.earlier = out[n-1].now.HandedOver(out[n-1].Plan, r.Plan), out[n-1].Plan
			}
			r.Taken, taken = taken, nil
			out = append(out, r)
		} else if p.Partial() {
			taken = append(taken, r.Register())
		}
	}
	return out, nil
}

// Chained reports whether rounds of one length go on from those of another: a month takes its weeks and special rounds in,
// and these go on from what the month before them left.
func Chained(a, b calendar.PeriodKind) bool {
	return a == b || a <= calendar.Month && b <= calendar.Month
}

// round works one round out, before which another one was, nil for none.
func (s *Session) round(p calendar.Period, current bool, before *Round) (*Round, error) {
	r := &Round{reopenings: s.Whole.Reopenings(p), Judging: Judging{program: s.options.Program(), checker: s.Checker, words: s.space.Words, planForms: s.planForms, forms: s.Forms,
		rules: s.Rules, Plan: s.Plan, Period: p, from: before.standing(), keys: s.Keys, sealed: s.sealed(p), keysHeld: s.keysHeld(p)}}
	if !current {
		plan, err := s.planKept(p, 0)
		if err != nil {
			return nil, err
		}
		if r.Plan = plan; plan != s.Plan {
			r.rules = validate.RulesOf(plan, s.reference, s.Forms)
		}
	}
	if before != nil {
		r.verified = r.Plan.PartsVerified(before.Plan, before.Period)
		maps.Copy(r.verified, before.verified)
		if r.Plan = r.Plan.WithoutParts(r.verified); current {
			s.takePlan(r.Plan)
		}
		r.Before = before.now.HandedOver(before.Plan, r.Plan)
	}
	r.judgedBy, r.switches = r.digest(), s.Checker.SwitchesOn(r.Plan, p.Last())
	var err error
	if r.Asked, err = s.askedIn(r); err != nil {
		return nil, err
	}
	return r, s.takeReturns(r, before)
}

// Between are findings about what several bureaus' returns say together.
func (r *Round) Between() []validate.Finding { return r.between() }

// toCompare says that they are to be worked out, as the round's returns are now: not before somebody asks, as all of a run's files are
// in then, and not twice.
func (r *Round) toCompare() {
	r.between = sync.OnceValue(func() []validate.Finding { return r.checker.CheckStanding(r.Plan, r.now) })
}

// bareRound is a round of which nothing is known but its plan and its period.
func bareRound(plan *workbook.Plan, p calendar.Period) *Round {
	return &Round{Judging: Judging{Plan: plan, Period: p}}
}

// askedIn are the bureaus that a round asks: those that it was issued to, whatever came in for an earlier round since, or their heirs;
// before it is issued, those that have something to report.
func (s *Session) askedIn(r *Round) ([]*workbook.Bureau, error) {
	var codes []string
	for _, rec := range s.Archive.Select(archive.KindIssue, r.Period.String()) {
		if rec.Bureaus != "" {
			codes = append(codes, strings.Split(rec.Bureaus, "|")...)
		}
	}
	if len(codes) == 0 {
		return r.Plan.Reporting(r.Before, r.Period), nil
	}
	var with *workbook.Plan
	if slices.ContainsFunc(codes, func(code string) bool { return r.Plan.BureauOf(code) == nil }) {
		var err error
		if with, _, err = s.issuedWith(r.Period, r.Plan); err != nil {
			return nil, err
		}
	}
	return r.Plan.Heirs(with, codes), nil
}

// readBook is a file as read, or why it could not be.
type readBook struct {
	book *sheet.Book
	err  error
}

// ReadTogether is how many archived files are read and judged at a time.
const ReadTogether = 32

// readReturns takes the round's files in from the archive in the order in which they arrived. Several are read and judged at
// a time; which rows of them count is worked out as they come, so that none is held in memory for longer.
func (s *Session) readReturns(r *Round, receipts []archive.Receipt) error {
	slices.SortStableFunc(receipts, func(a, b archive.Receipt) int { return byArrival(dayOf(a), a.N, dayOf(b), b.N) })
	r.begin()
	cache, judged := s.cache(r.Period.String()), s.judgedCache(r)
	defer s.FlushCaches()
	if r.beforeReissue != nil {
		s.takeBeforeReissue(r)
	}
	for some := range slices.Chunk(receipts, ReadTogether) {
		ins, keep, errs := make([]*Intake, len(some)), make([]toKeep, len(some)), make([]error, len(some))
		Side(len(some), func(i int) { ins[i], keep[i], errs[i] = s.judgeArchived(r, some[i], cache, judged) })
		if err := errors.Join(errs...); err != nil {
			return err
		}
		for i, in := range ins {
			s.keep(cache, in.Receipt.SHA256, in.Receipt, keep[i].read)
			s.keep(judged, judgedKey(in.Receipt), in.Receipt, keep[i].judged)
			s.seen.remember(r, in.Receipt, keep[i].judged)
			r.Intake = append(r.Intake, in)
			s.decide(r, in)
			s.accept(r, in)
			s.list(r, in)
		}
	}
	r.settle()
	return s.lookUpStanding(r)
}

// judgeArchived judges a file of the archive, unless that is kept; one that is no return of the round is not read again. keep is
// what is to be kept of it.
func (s *Session) judgeArchived(r *Round, rec archive.Receipt, cache, judged *archive.Cache) (in *Intake, keep toKeep, err error) {
	in = &Intake{}
	if IsReturn(rec.Verdict) {
		known := false
		if in, known = s.keptJudged(r, judged, rec); !known {
			p := s.Place()
			defer p.Leave()
			rb, fresh, err := s.readKept(cache, rec, p)
			if err != nil {
				return nil, keep, err
			}
			in = r.Judge(rec.Name, rb.book, rb.err).reduced(bulky(rb.book))
			if keep.judged = s.keepJudged(r, in); keep.judged == nil && fresh && !bulky(rb.book) {
				keep.read = s.compact(rb.book)
			}
		}
	}
	in.Receipt, in.Why = rec, RefusedFor(rec)
	in.passed = IsReturn(rec.Verdict) && rec.Errors == 0 && s.OtherBuild(rec)
	if in.Why == nil && in.Verdict.Refused {
		// It was taken then: what speaks against it was not known, as with a key that was lost.
		rec.Refused = in.reasons()
		in.Why = RefusedFor(rec)
	}
	return in, keep, nil
}

// readArchived reads one archived file, which takes a place; that may be nil. The error says that its bytes could not be had.
func (s *Session) readArchived(rec archive.Receipt, p *Place) (readBook, error) {
	return s.readOnce(rec.SHA256, func() (rb readBook, err error) {
		if rec.Size > xlsx.MaxFileBytes {
			head, err := s.Archive.LoadHead(rec, xlsx.HeadBytes)
			if err != nil {
				return readBook{}, err
			}
			return readBook{err: xlsx.RefuseLong(head)}, nil
		}
		p.ForBytes(rec.Size)
		data, err := s.Archive.Load(rec)
		if err != nil {
			return readBook{}, err
		}
		p.ForCells(data)
		if rec.Kind == archive.KindReturn {
			rb.book, rb.err = s.readReturn(data, IsReturn(rec.Verdict))
		} else {
			rb.book, rb.err = xlsx.Read(data) // one of ours is as large as it is
		}
		return rb, nil
	})
}

// readOnce gives what is read of a file by its hash, once in a run that goes over the same files again and again.
func (s *Session) readOnce(sum string, read func() (readBook, error)) (readBook, error) {
	if s.options.Books == nil {
		return read()
	}
	if kept, ok := s.options.Books.Load(sum); ok {
		return kept.(readBook), nil
	}
	rb, err := read()
	if err == nil {
		s.options.Books.Store(sum, rb)
	}
	return rb, err
}

// accept takes a judged file into the round's standing where it counts, and lets go of its cells.
func (s *Session) accept(r *Round, in *Intake) {
	if !s.backdated {
		defer in.forget()
	}
	if !Counts(in.Word) || in.Return == nil || in.Verdict.Refused || in.former != nil {
		return // what who became one said is taken in before, see takeBeforeReissue
	}
	r.accepted.add(in.Receipt.SHA256, in.Receipt.Name)
	r.now.Accept(r.Plan, r.Before, in.Return, workbook.NewSource(workbook.Place{}, in.Receipt.SHA256, ReceiptName(in.Receipt)), in.Verdict.Holds)
	r.toCompare()
}

// Register says who of the bureaus reported in the round.
func (r *Round) Register() *report.Register {
	reg := report.BuildRegister(r.Plan, r.Period, r.Plan.DueDay(r.Period), r.Asked, r.arrivals())
	if closing := r.Plan.ClosingDay(r.Period); closing != 0 {
		reg.Close(closing, r.reopenings)
	}
	return reg
}

// Ledger is the merged record of the round as of a day.
func (r *Round) Ledger(asOf calendar.Date) *report.Ledger {
	return report.BuildLedger(report.LedgerInput{Plan: r.Plan, Period: r.Period, AsOf: asOf, Now: r.now, Before: r.last, Earlier: r.earlier,
		Register: r.Register(), Files: r.Files(), Findings: r.findings()})
}

// roundAt is the round of a period as the archive gives it; one already worked out is taken from memo.
func (s *Session) roundAt(p calendar.Period, memo map[calendar.Period]*Round) (*Round, error) {
	if r := memo[p]; r != nil {
		return r, nil
	}
	rounds, err := s.Rounds(p)
	if err != nil {
		return nil, err
	}
	memo[p] = rounds[len(rounds)-1]
	return memo[p], nil
}

// CalledIn is what a receipt's bureau is called: by the plan as it is, or where that has its code no more, by the one of the receipt. It is
// the code where nobody can tell.
func (s *Session) CalledIn(rec archive.Receipt) string {
	if b := s.Plan.Directory.Bureau(rec.Bureau); b != nil {
		return b.Name
	}
	kept, ok := s.Archive.Find(archive.KindPlan, cmp.Or(rec.RoundPlan, rec.PlanSHA256))
	if !ok || rec.Bureau == "" {
		return rec.Bureau
	}
	was, err := s.ArchivedPlan(kept, workbook.LastDay, nil, nil)
	if err != nil {
		return rec.Bureau // that the plan is lost is said where it is needed
	}
	return was.Directory.NameOf(rec.Bureau)
}
