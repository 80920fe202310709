package main

import (
	"cmp"
	"errors"
	"io"
	"maps"
	"slices"

	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
)

// checkArchive works everything out again from what was filed: it holds the log's chain and re-hashes every file, judges
// every return anew by the plan of its day, makes the workbooks in the reports anew, and says what does not agree.
// With noted it is also held to where somebody noted that the log ended once.
func (s *session) checkArchive(noted string) error {
	o := s.newOutput("check", workbook.Period{})
	s.seen = &seen{at: map[string][]byte{}}
	wrong, unchecked, err := s.auditLog(o, noted)
	if err != nil {
		return err
	}
	n, unjudged, err := s.auditVerdicts(o)
	if err != nil {
		return err
	}
	wrong += n
	n, uncompared, err := s.auditReports(o)
	if err != nil {
		return err
	}
	if wrong += n; wrong == 0 {
		o.line("audit.sound", "n", unchecked+unjudged+uncompared)
	} else {
		o.line("audit.unsound", "n", wrong)
	}
	o.summary["disagreements"] = wrong
	if err := o.print(); err != nil {
		return err
	}
	if wrong > 0 {
		return errFindings
	}
	return nil
}

// errPlanGone says that the plan which something was worked out by was not archived.
var errPlanGone = errors.New("plan not archived")

// then is the session as it was when there were n receipts, by the plan that was used. Nothing of what was worked out since
// is in it.
func (s *session) then(n int, plan string) (*session, error) {
	data := s.planBytes
	if plan != s.whole.SHA256 {
		kept, ok := s.archive.Find(archive.KindPlan, plan)
		if !ok {
			return nil, errPlanGone
		}
		var err error
		if data, err = s.archive.Load(kept); err != nil {
			return nil, err
		}
	}
	a := *s.app
	a.asOf, a.period, a.out = "", "", io.Discard
	t := newSession(&a, s.ws)
	t.planBytes, t.planForms, t.forms, t.reference, t.checker = data, s.planForms, s.forms, s.reference, s.checker
	t.archive, t.keys, t.comparing, t.seen = s.archive.Upto(n), s.keys, true, s.seen
	t.backdated = !slices.IsSortedFunc(s.archive.Select(archive.KindReturn, ""), func(a, b archive.Receipt) int { return cmp.Compare(dayOf(a), dayOf(b)) })
	var err error
	if t.plan, err = t.readPlan(data); err != nil {
		return nil, err
	}
	t.whole = t.plan
	t.rules = validate.RulesOf(t.plan, t.reference, t.forms)
	return t, nil
}

// replay judges returns again in the order in which they were filed.
type replay struct {
	*session // as it is now
	// past is the session as it was, rounds the rounds worked out in it, each from so many receipts.
	past   *session
	rounds map[workbook.Period]*replayed
	// lost are the rounds in which a file is gone that came in before.
	lost map[string]bool
}

// replayed is a round as it stood before the receipt at some place in the log: what came in for it since was joined to it. used is
// the place at which it was last gone on from.
type replayed struct {
	*round
	at, used int
}

// replayedTogether is how many rounds are held at a time, whatever the archive has of them. Returns of two or three come in among
// each other; one that is late for another round has it worked out again.
const replayedTogether = 3

// forget lets go of the rounds that were gone on from longest ago.
func (re *replay) forget() {
	for len(re.rounds) > replayedTogether {
		delete(re.rounds, slices.MinFunc(slices.Collect(maps.Keys(re.rounds)), func(p, q workbook.Period) int {
			return cmp.Compare(re.rounds[p].used, re.rounds[q].used)
		}))
	}
}

// stale reports whether a receipt before the one at i changed what a round goes on from, and moves on to that place where
// none did: each receipt is looked at once a round.
func (re *replay) stale(r *replayed, i int) bool {
	for ; r.at < i; r.at++ {
		rec := re.archive.Receipts()[r.at]
		q, ok := workbook.ParsePeriod(rec.Period)
		if !ok || !chained(q.Kind(), r.period.Kind()) || q.Compare(r.period) > 0 {
			continue
		}
		own := q == r.period
		if rec.Kind == archive.KindIssue || !own && rec.Kind == archive.KindMerge || !own && rec.Kind == archive.KindReturn && isReturn(rec.Verdict) {
			return true
		}
	}
	return false
}

// auditVerdicts judges every return again and counts those whose receipt says something else, and what could not be judged.
func (s *session) auditVerdicts(o *output) (wrong, unjudged int, err error) {
	re := &replay{session: s, lost: map[string]bool{}}
	checked, gone, off := 0, 0, []map[string]any{}
	var unchecked []string
	keyGone := s.keyGone()
	for i, rec := range s.archive.Receipts() {
		if rec.Kind != archive.KindReturn {
			continue
		}
		if keyGone && refusedAsEdited(rec) {
			unchecked = append(unchecked, rec.ID()) // without the key nobody can tell
			continue
		}
		again, err := re.again(i, rec)
		var lost *archive.Lost
		switch {
		case errors.Is(err, errPlanGone), errors.As(err, &lost):
			if lost == nil && rec.Program != "" {
				gone++ // early versions did not name themselves, nor did they archive the plan of every filing
			}
			re.lost[rec.Period] = true
			unchecked = append(unchecked, rec.ID())
			continue
		case err != nil:
			return 0, 0, err
		}
		if same := sameVerdict(rec, again); !same && re.lost[rec.Period] {
			unchecked = append(unchecked, rec.ID()) // what had come before it is not all there
			continue
		} else if checked++; same {
			continue
		}
		is, was := s.verdictText(again), s.verdictText(rec)
		off = append(off, map[string]any{"receipt": rec.ID(), "file": rec.Name, "period": rec.Period, "stands": was, "gives": is, "program": rec.Program, "build": rec.Build})
		// Of a file that was taken while the key was away it is only known now that its identity sheet was changed.
		unseen := refusedAsEdited(again) && !refusedAsEdited(rec)
		o.line("audit.verdict-differs", "receipt", rec.ID(), "file", rec.Name, "was", was, "is", is, "unchecked", unseen, "by", s.byText(rec))
	}
	o.line("audit.verdicts", "n", checked, "off", len(off))
	if len(unchecked) > 0 {
		o.line("audit.verdicts-unchecked", "n", len(unchecked), "receipts", s.firstText(unchecked, "audit.and-others"))
	}
	if unjudged = len(unchecked); keyGone {
		unjudged++
		o.line("audit.key-gone", "path", s.ws.rel(s.keyPath()))
	}
	o.summary["verdicts"] = map[string]any{"checked": checked, "unchecked": len(unchecked), "differ": off}
	return len(off) + gone, unjudged, nil
}

// refusedAsEdited reports whether a receipt says that a file was refused for its identity sheet, which only a key can tell.
func refusedAsEdited(rec archive.Receipt) bool {
	return len(rec.Refused) > 0 && rec.Refused[0].Code == "identity-edited"
}

// again judges one filed return as it was judged then: by the plan of that day, after what had come in before it.
func (re *replay) again(i int, rec archive.Receipt) (archive.Receipt, error) {
	if re.past == nil || re.past.whole.SHA256 != rec.PlanSHA256 {
		past, err := re.then(i, rec.PlanSHA256)
		if err != nil {
			return rec, err
		}
		re.past, re.rounds = past, map[workbook.Period]*replayed{}
	}
	re.past.archive = re.archive.Upto(i)
	p, ok := workbook.ParsePeriod(rec.Period)
	if !ok {
		return rec, nil
	}
	bare := archive.Receipt{Kind: rec.Kind, Name: rec.Name, Path: rec.Path, SHA256: rec.SHA256, Size: rec.Size, Received: rec.Received, Override: rec.Override,
		Filed: rec.Filed, PlanSHA256: rec.PlanSHA256, Program: rec.Program, Build: rec.Build}
	if first, ok := re.past.firstOf(rec.SHA256); ok {
		bare.Period, bare.Bureau, bare.Verdict, bare.Note = rec.Period, first.Bureau, "duplicate", first.ID()
		return bare, nil
	}
	rb, err := re.past.readArchived(rec, nil)
	if err != nil {
		return rec, err
	}
	got, x, err := re.judgeIn(p, i, bare, rb)
	if err == nil && !sameVerdict(rec, got) && re.stale(re.rounds[p], i) {
		delete(re.rounds, p)
		got, x, err = re.judgeIn(p, i, bare, rb)
	}
	if err != nil {
		return rec, err
	}
	x.receipt = rec
	re.past.join(re.rounds[p].round, x)
	return got, nil
}

func (re *replay) judgeIn(p workbook.Period, i int, bare archive.Receipt, rb readBook) (archive.Receipt, *intake, error) {
	r := re.rounds[p]
	if r == nil {
		rounds, err := re.past.rounds(p)
		if err != nil {
			return bare, nil, err
		}
		re.past.worked = nil // they rest on the receipts before this one, and no other is judged after just these
		r = &replayed{rounds[len(rounds)-1], i, i}
		re.rounds[p] = r
		re.forget()
	}
	r.used = i
	x := r.round.judge(bare.Name, rb).reduced()
	re.seen.remember(r.round, bare, re.past.keepJudged(r.round, x))
	got, _ := re.past.assess(r.round, x, bare)
	return got, x, nil
}

// sameVerdict compares what two receipts of a file say of it. Receipts of early versions do not say why a file was refused.
func sameVerdict(a, b archive.Receipt) bool {
	if len(a.Refused) > 0 && len(b.Refused) > 0 && a.Refused[0].Code != b.Refused[0].Code {
		return false
	}
	return a.Verdict == b.Verdict && a.Bureau == b.Bureau && a.Errors == b.Errors && a.Warnings == b.Warnings && a.Held == b.Held && a.Note == b.Note &&
		a.Earlier == b.Earlier && a.Mended == b.Mended && a.Remaining == b.Remaining && a.New == b.New
}

// verdictText is what a receipt says of a file, in words.
func (s *session) verdictText(r archive.Receipt) string {
	return s.words.T("audit.verdict", "word", s.words.T("verdict."+r.Verdict), "bureau", s.bureauName(r.Bureau), "errors", r.Errors, "warnings", r.Warnings,
		"held", r.Held, "recheck", r.Earlier != "", "mended", r.Mended, "remaining", r.Remaining, "new", r.New, "why", s.whyText(r))
}

// otherBuild reports whether a receipt was written by another build of the program, or by one that did not say which it was.
func (s *session) otherBuild(r archive.Receipt) bool {
	return r.N > 0 && (r.Program != version || r.Build != s.buildName())
}

// byText names the program that wrote a receipt where it is another than this one, in words; empty where it is this one.
func (s *session) byText(r archive.Receipt) string {
	if !s.otherBuild(r) {
		return ""
	}
	return s.words.T("audit.by", "program", r.Program, "version", version, "build", r.Build)
}

// whyText is why a receipt says a file was refused; empty where it says nothing.
func (s *session) whyText(r archive.Receipt) string {
	why := refusedFor(r)
	if len(why) == 0 {
		return ""
	}
	message, _ := s.findingText(&why[0])
	return message
}
