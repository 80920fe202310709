package main

import (
	"errors"
	"slices"
	"sort"
	"strings"

	"duban/report"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// round is one period worked out from the archive: its returns, and what stood before and after them.
type round struct {
	// judging is what its returns are judged by, by its digest.
	judging
	by string
	// switches are the county's settings of rules that are in force in it.
	switches map[string]*workbook.Switch
	// last is what stood at the end of the round of the same length before it, now what stands at its end, accepted the digest of
	// what went into that.
	last, now *workbook.Standing
	accepted  digest
	asked     []*workbook.Bureau
	// intake are the round's files in the order in which they arrived.
	intake []*intake
	// of are the bureaus' returns among the first listed of them.
	of     map[*workbook.Bureau][]*intake
	listed int
	// reopenings are the decisions that reopen the round, of the present plan whichever plan the round has.
	reopenings []*workbook.IntakeDecision
	// between are findings about what several bureaus' returns say together.
	between []validate.Finding
}

// worked are rounds as they were worked out from so many receipts.
type worked struct {
	rounds []*round
	from   rested
}

// workedFor says which rounds: those up to a period, and whether that one goes by the plan as it is now though it is past.
type workedFor struct {
	upTo workbook.Period
	anew bool
}

// rested counts the receipts that rounds rest on: what came in, what was issued, and the merges that say which plan a past
// round keeps.
type rested struct{ returns, issues, merges int }

func (s *session) rested(upTo workbook.Period) (n rested) {
	for _, r := range s.archive.Receipts() {
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

// rounds works out every round up to a period from the archive, in order, and gives those of the period's length, each by its
// own plan. A run works the same rounds out once.
func (s *session) rounds(upTo workbook.Period) ([]*round, error) {
	return s.roundsBy(workedFor{upTo: upTo})
}

// roundsAnew does so with the plan as it is now for the period itself, also where it is past: what a span is scored by is
// entered when its last round is long over.
func (s *session) roundsAnew(upTo workbook.Period) ([]*round, error) {
	return s.roundsBy(workedFor{upTo, s.past(upTo)})
}

func (s *session) roundsBy(key workedFor) ([]*round, error) {
	if w := s.worked[key]; w != nil && w.from == s.rested(key.upTo) {
		s.takePlan(w.rounds[len(w.rounds)-1].plan)
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
		s.worked = map[workedFor]*worked{}
	}
	s.worked[key] = &worked{rounds, s.rested(key.upTo)}
	return rounds, nil
}

func (s *session) workOut(upTo workbook.Period) ([]*round, error) {
	var periods []workbook.Period
	seen := map[string]bool{}
	for _, r := range s.archive.Receipts() {
		// A file that was refused, mostly for lying in the wrong folder, makes no round.
		p, ok := workbook.ParsePeriod(r.Period)
		if !ok || seen[r.Period] || r.Kind != archive.KindIssue && (r.Kind != archive.KindReturn || !isReturn(r.Verdict)) {
			continue
		}
		if seen[r.Period] = true; chained(p.Kind(), upTo.Kind()) && p.Compare(upTo) <= 0 {
			periods = append(periods, p)
		}
	}
	if !seen[upTo.String()] {
		periods = append(periods, upTo)
	}
	sort.Slice(periods, func(i, j int) bool { return periods[i].Compare(periods[j]) < 0 })
	var out []*round
	var before *round
	var last *workbook.Standing
	for _, p := range periods {
		r, err := s.round(p, p == upTo, before)
		if err != nil {
			return nil, err
		}
		if before = r; s.plan.Alike(p, upTo) {
			r.last, last = last.HandedOver(r.plan), r.now
			out = append(out, r)
		}
	}
	return out, nil
}

// chained reports whether rounds of one length go on from those of another: a month takes its weeks and special rounds in,
// and these go on from what the month before them left.
func chained(a, b workbook.PeriodKind) bool {
	return a == b || a <= workbook.Month && b <= workbook.Month
}

// round works one round out, before which another one was, nil for none.
func (s *session) round(p workbook.Period, current bool, before *round) (*round, error) {
	r := &round{reopenings: s.whole.Reopenings(p), judging: judging{checker: s.checker, words: s.ws.words, planForms: s.planForms, forms: s.forms,
		rules: s.rules, plan: s.plan, period: p, from: before.standing(), keys: s.keys, sealed: s.sealed(p), keysHeld: s.keysHeld(p)}}
	if !current {
		plan, err := s.planKept(p, 0)
		if err != nil {
			return nil, err
		}
		if r.plan = plan; plan != s.plan {
			r.rules = validate.RulesOf(plan, s.reference, s.forms)
		}
	}
	if before != nil {
		r.before = before.now.HandedOver(r.plan)
	}
	r.by, r.switches = r.digest(), s.checker.SwitchesOn(r.plan, p.Last())
	r.asked = s.askedIn(r)
	if err := s.readReturns(r); err != nil {
		return nil, err
	}
	r.between = s.checker.CheckStanding(r.plan, r.now)
	return r, nil
}

// askedIn are the bureaus that a round asks: those that it was issued to, whatever came in for an earlier round since;
// before it is issued, those that have something to report.
func (s *session) askedIn(r *round) []*workbook.Bureau {
	issued := map[string]bool{}
	for _, rec := range s.archive.Select(archive.KindIssue, r.period.String()) {
		if rec.Bureaus == "" {
			continue
		}
		for code := range strings.SplitSeq(rec.Bureaus, "|") {
			issued[code] = true
		}
	}
	if len(issued) == 0 {
		return r.plan.Reporting(r.before, r.period)
	}
	var out []*workbook.Bureau
	for _, b := range r.plan.Bureaus {
		if issued[b.Code] {
			out = append(out, b)
		}
	}
	return out
}

// readBook is a file as read, or why it could not be.
type readBook struct {
	book *sheet.Book
	err  error
}

// readTogether is how many archived files are read and judged at a time.
const readTogether = 32

// readReturns takes the round's files in from the archive in the order in which they arrived. Several are read and judged at
// a time; which rows of them count is worked out as they come, so that none is held in memory for longer.
func (s *session) readReturns(r *round) error {
	receipts := s.archive.Select(archive.KindReturn, r.period.String())
	slices.SortStableFunc(receipts, func(a, b archive.Receipt) int { return byArrival(dayOf(a), a.N, dayOf(b), b.N) })
	r.begin()
	cache, judged := s.cache(r.period.String()), s.judgedCache(r)
	defer s.flushCaches()
	for some := range slices.Chunk(receipts, readTogether) {
		ins, keep, errs := make([]*intake, len(some)), make([]toKeep, len(some)), make([]error, len(some))
		side(len(some), func(i int) { ins[i], keep[i], errs[i] = s.judgeArchived(r, some[i], cache, judged) })
		if err := errors.Join(errs...); err != nil {
			return err
		}
		for i, in := range ins {
			s.keep(cache, in.receipt.SHA256, in.receipt, keep[i].read)
			s.keep(judged, judgedKey(in.receipt), in.receipt, keep[i].judged)
			s.seen.remember(r, in.receipt, keep[i].judged)
			r.intake = append(r.intake, in)
			s.decide(r, in)
			s.accept(r, in)
		}
	}
	r.settle()
	return nil
}

// judgeArchived judges a file of the archive, unless that is kept; one that is no return of the round is not read again. keep is
// what is to be kept of it.
func (s *session) judgeArchived(r *round, rec archive.Receipt, cache, judged *archive.Cache) (in *intake, keep toKeep, err error) {
	in = &intake{}
	if isReturn(rec.Verdict) {
		known := false
		if in, known = s.keptJudged(r, judged, rec); !known {
			p := s.place()
			defer p.leave()
			rb, fresh, err := s.readKept(cache, rec, p)
			if err != nil {
				return nil, keep, err
			}
			in = r.judge(rec.Name, rb).reduced()
			if keep.judged = s.keepJudged(r, in); keep.judged == nil && fresh && !bulky(rb.book) {
				keep.read = s.compact(rb.book)
			}
		}
	}
	in.receipt, in.why = rec, refusedFor(rec)
	if in.why == nil && in.verdict.Refused {
		// It was taken then: what speaks against it was not known, as with a key that was lost.
		rec.Refused = in.reasons()
		in.why = refusedFor(rec)
	}
	return in, keep, nil
}

// readArchived reads one archived file, which takes a place; that may be nil. The error says that its bytes could not be had.
func (s *session) readArchived(rec archive.Receipt, p *place) (readBook, error) {
	return s.readOnce(rec.SHA256, func() (rb readBook, err error) {
		if rec.Size > xlsx.MaxFileBytes {
			head, err := s.archive.LoadHead(rec, xlsx.HeadBytes)
			if err != nil {
				return readBook{}, err
			}
			return readBook{err: xlsx.RefuseLong(head)}, nil
		}
		p.forBytes(rec.Size)
		data, err := s.archive.Load(rec)
		if err != nil {
			return readBook{}, err
		}
		p.forCells(data)
		if rec.Kind == archive.KindReturn {
			rb.book, rb.err = s.readReturn(data, isReturn(rec.Verdict))
		} else {
			rb.book, rb.err = xlsx.Read(data) // one of ours is as large as it is
		}
		return rb, nil
	})
}

// readOnce gives what is read of a file by its hash, once in a run that goes over the same files again and again.
func (s *session) readOnce(sum string, read func() (readBook, error)) (readBook, error) {
	if s.books == nil {
		return read()
	}
	if kept, ok := s.books.Load(sum); ok {
		return kept.(readBook), nil
	}
	rb, err := read()
	if err == nil {
		s.books.Store(sum, rb)
	}
	return rb, err
}

// accept takes a judged file into the round's standing where it counts, and lets go of its cells.
func (s *session) accept(r *round, in *intake) {
	if !s.backdated {
		defer in.forget()
	}
	if !counts(in.word) || in.ret == nil || in.verdict.Refused {
		return
	}
	r.accepted.add(in.receipt.SHA256, in.receipt.Name)
	r.now.Accept(r.plan, r.before, in.ret, workbook.NewSource(workbook.Place{}, in.receipt.SHA256, receiptName(in.receipt)), in.verdict.Holds)
}

func (r *round) register() *report.Register {
	reg := report.BuildRegister(r.plan, r.period, r.plan.DueDay(r.period), r.asked, r.arrivals())
	if closing := r.plan.ClosingDay(r.period); closing != 0 {
		reg.Close(closing, r.reopenings)
	}
	return reg
}

func (r *round) ledger(asOf workbook.Date) *report.Ledger {
	return report.BuildLedger(report.LedgerInput{Plan: r.plan, Period: r.period, AsOf: asOf, Now: r.now, Before: r.last,
		Register: r.register(), Files: r.files(), Findings: r.findings()})
}
