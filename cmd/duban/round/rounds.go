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

// Round is one period worked out from the archive: its returns, and the standings before and after them.
type Round struct {
	// Judging is what its returns are judged by, judgedBy its digest, empty if it has none.
	Judging
	judgedBy string
	// switches holds the county's changes of rules that are in force in it.
	switches map[string]*workbook.Switch
	// last is the standing at the end of the round of the same length before it, now that at its own end. accepted is the digest of the
	// returns that now is made of.
	last, now *workbook.Standing
	accepted  digest
	// Taken holds the registers of the weekly and special rounds since then, which this round takes in.
	Taken []*report.Register
	// verified holds what was verified of the parts of bureaus before they were merged, see workbook.Plan.PartsVerified.
	verified map[string][]string
	// earlier is the plan of the round of the same length before it.
	earlier *workbook.Plan
	// Asked lists the bureaus that the round asks, in the plan's order.
	Asked []*workbook.Bureau
	// beforeReissue is the round as it was issued to former bureaus, before it was issued anew to their heirs, with the files that belong to
	// that state; nil if there is none. For such an earlier state issue is the number of its issue's receipt; otherwise it is 0.
	beforeReissue *Round
	issue         int
	// Intake holds the round's files in the order in which they arrived, those of former bureaus first.
	Intake []*Intake
	// bySeries holds the returns of each series among the first sorted files.
	bySeries map[series][]*Intake
	sorted   int
	// reopenings holds the decisions of the present plan that reopen the round, whichever plan the round has.
	reopenings []*workbook.IntakeDecision
	// lists counts the findings of its returns; listing is how many are held, and cutAt how many may be before they are cut.
	lists          validate.Listing
	listing, cutAt int
	// between finds, at its first call, what only several bureaus' returns together show.
	between func() []validate.Finding
}

// worked holds rounds with the numbers of receipts from which they were worked out. They are valid while the archive has no more.
type worked struct {
	rounds []*Round
	counts receiptCounts
}

// roundsKey says which rounds were worked out: those up to a period. anew says that this period goes by the present plan although it is
// past.
type roundsKey struct {
	upTo calendar.Period
	anew bool
}

// receiptCounts counts the receipts that rounds depend on: returns, issues, and merges, which decide which plan a past round keeps.
type receiptCounts struct{ returns, issues, merges int }

// countReceipts counts the receipts that the rounds up to a period depend on. Merges of that period itself do not count: the period keeps
// the plan by which these rounds were worked out.
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

// Rounds works out all rounds up to a period from the archive, in order, each by its own plan. It gives those of the period's length, of
// which the period's own is the last. A run works out the same rounds only once.
func (s *Session) Rounds(upTo calendar.Period) ([]*Round, error) {
	return s.roundsBy(roundsKey{upTo: upTo})
}

// RoundsToIssue is Rounds up to a round that is being issued, which takes everything in the present plan that is in force at its end.
func (s *Session) RoundsToIssue(p calendar.Period) ([]*Round, error) {
	s.issuing = p
	return s.Rounds(p)
}

// RoundsAnew is Rounds with the present plan for the period itself, even if it is past: what the scores of a span need is often entered
// long after its last round.
func (s *Session) RoundsAnew(upTo calendar.Period) ([]*Round, error) {
	return s.roundsBy(roundsKey{upTo, s.past(upTo)})
}

// roundsBy gives the rounds of a key, as worked out before if they are still valid.
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

// stillHolds keeps the rounds up to a period valid after joined returns were joined to the last of them, r. It does not if the plan has
// decisions about single files, as these may depend on what else came in.
func (s *Session) stillHolds(p calendar.Period, r *Round, joined int) {
	if w := s.worked[roundsKey{upTo: p}]; w != nil && w.rounds[len(w.rounds)-1] == r && len(s.Whole.Intake) == 0 {
		w.counts.returns += joined
	}
}

// workOut works out the rounds up to a period, and gives those of its length.
func (s *Session) workOut(upTo calendar.Period) ([]*Round, error) {
	var periods []calendar.Period
	seen := map[string]bool{}
	for _, r := range s.Archive.Receipts() {
		// A refused file makes no round: mostly it is in the wrong folder.
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

// Chained reports whether rounds of one length continue those of another. Months, weeks and special rounds continue each other: a month
// takes in its weeks and special rounds, and these start from the month before.
func Chained(a, b calendar.PeriodKind) bool {
	return a == b || a <= calendar.Month && b <= calendar.Month
}

// round works out one round. current says that it goes by the session's plan; before is the round that it continues, nil for none.
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

// Between gives the findings that only the returns of several bureaus together show.
func (r *Round) Between() []validate.Finding { return r.between() }

// toCompare makes the next call of Between work them out anew, as returns were accepted since. They are worked out only when asked for, as
// all files of a run are in by then.
func (r *Round) toCompare() {
	r.between = sync.OnceValue(func() []validate.Finding { return r.checker.CheckStanding(r.Plan, r.now) })
}

// bareRound makes a round with only a plan and a period.
func bareRound(plan *workbook.Plan, p calendar.Period) *Round {
	return &Round{Judging: Judging{Plan: plan, Period: p}}
}

// askedIn lists the bureaus that a round asks: those to which it was last issued, and those that an earlier issue asked and that have
// answered. Merged bureaus are replaced by their heirs. Before the round is issued, it asks all bureaus that have something to report.
func (s *Session) askedIn(r *Round) ([]*workbook.Bureau, error) {
	issues := s.Archive.Select(archive.KindIssue, r.Period.String())
	if len(issues) == 0 || issues[len(issues)-1].Bureaus == "" {
		return r.Plan.Reporting(r.Before, r.Period), nil
	}
	answered := map[string]bool{}
	for _, rec := range s.Archive.Select(archive.KindReturn, r.Period.String()) {
		answered[rec.Bureau] = answered[rec.Bureau] || IsReturn(rec.Verdict)
	}
	var codes []string
	for i, rec := range issues {
		for code := range strings.SplitSeq(rec.Bureaus, "|") {
			if i == len(issues)-1 || answered[code] {
				codes = append(codes, code)
			}
		}
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

// readBook is a file read as a workbook, or the error that says why it is not one.
type readBook struct {
	book *sheet.Book
	err  error
}

// ReadTogether is how many archived files are read and judged at a time.
const ReadTogether = 32

// readReturns takes in the round's files from the archive in the order in which they arrived. Several are read and judged at a time. The
// rows that count are accepted at once, so that no file is held in memory for longer.
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

// judgeArchived judges a file of the archive, unless its verdict is kept. A file that is no return of the round is not read. keep is what
// the caches should keep of it.
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
		// It was taken then, but is refused now, for example as a key was lost since.
		rec.Refused = in.reasons()
		in.Why = RefusedFor(rec)
	}
	return in, keep, nil
}

// readArchived reads one archived file, which takes up room of the place p, which may be nil. The error says that its bytes could not be
// read.
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
			rb.book, rb.err = xlsx.Read(data) // our own workbooks may have any number of cells
		}
		return rb, nil
	})
}

// readOnce gives what read returns for the file with a hash. If the session has Books, it reads each file once.
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

// accept takes a judged file into the round's standing if it counts, and drops its cells.
func (s *Session) accept(r *Round, in *Intake) {
	if !s.backdated {
		defer in.forget()
	}
	if !Counts(in.Word) || in.Return == nil || in.Verdict.Refused || in.former != nil {
		return // begin has taken in what former bureaus said
	}
	r.accepted.add(in.Receipt.SHA256, in.Receipt.Name)
	r.now.Accept(r.Plan, r.Before, in.Return, workbook.NewSource(workbook.Place{}, in.Receipt.SHA256, ReceiptName(in.Receipt)), in.Verdict.Holds)
	r.toCompare()
}

// Register says which bureaus reported in the round, and when.
func (r *Round) Register() *report.Register {
	reg := report.BuildRegister(r.Plan, r.Period, r.Plan.DueDay(r.Period), r.asked(), r.arrivals())
	if closing := r.Plan.ClosingDay(r.Period); closing != 0 {
		reg.Close(closing, r.reopenings)
	}
	return reg
}

// asked says which returns are expected of each bureau. A county that sends its ledger owes a workbook besides if it has something to fill
// in; a bureau that is asked for nothing any more was asked when it answered.
func (r *Round) asked() []report.Asked {
	out := make([]report.Asked, len(r.Asked))
	for i, b := range r.Asked {
		ledger := b.SendsLedger && !r.Period.Partial()
		out[i] = report.Asked{Bureau: b, Owed: report.Owed{Ledger: ledger, Workbook: !ledger || r.Plan.FillsIn(r.Before, b, r.Period)}}
	}
	return out
}

// Ledger gives the merged record of the round as of a day.
func (r *Round) Ledger(asOf calendar.Date) *report.Ledger {
	return report.BuildLedger(report.LedgerInput{Plan: r.Plan, Period: r.Period, AsOf: asOf, Now: r.now, Before: r.last, Earlier: r.earlier,
		Register: r.Register(), Files: r.Files(), Findings: r.findings()})
}

// roundAt gives the round of a period, from memo if it is there; otherwise it works it out and puts it there.
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

// CalledIn gives the name of a receipt's bureau: in the plan given, which is that of the receipt's round, or, if that lacks its code, in the
// receipt's own. If neither knows it, it gives the code.
func (s *Session) CalledIn(plan *workbook.Plan, rec archive.Receipt) string {
	if b := plan.Directory.Bureau(rec.Bureau); b != nil {
		return b.Name
	}
	kept, ok := s.Archive.Find(archive.KindPlan, cmp.Or(rec.RoundPlan, rec.PlanSHA256))
	if !ok || rec.Bureau == "" {
		return rec.Bureau
	}
	was, err := s.ArchivedPlan(kept, workbook.LastDay, nil, nil)
	if err != nil {
		return rec.Bureau // a lost plan is reported by whatever needs it
	}
	return was.Directory.NameOf(rec.Bureau)
}
