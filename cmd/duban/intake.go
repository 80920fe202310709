package main

import (
	"cmp"
	"slices"
	"strings"

	"duban/report"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
)

// intake is one file of a round and what was found in it.
type intake struct {
	receipt archive.Receipt
	ret     *workbook.Return
	verdict validate.Verdict
	// refusal is set where the file could not be read as a workbook.
	refusal *xlsx.Refusal
	// why is why nothing of the file is taken, as its receipt keeps it.
	why []validate.Finding
	// word is the key of what became of the file, as in report.FileLine.
	word string
	// decision is the one by which the return is set aside, or counts though its period had closed.
	decision *workbook.IntakeDecision
	// by is the later return of the bureau that counts in this one's place; places are the rows of this one that still
	// stand.
	by     *intake
	places []workbook.Place
	// vouched is the decision by which a return counts though nothing in it proves whose it is; proven is the bureau's return,
	// sealed or vouched for, in whose place this one, which has lost its seal and which nobody has vouched for, does not count.
	vouched *workbook.IntakeDecision
	proven  *intake
	// before is the bureau's return before this one, recheck how its points stand in this one.
	before  *intake
	recheck *validate.Recheck
	// first is the receipt under which the bytes of a duplicate came in before.
	first *archive.Receipt
	// awaited says that the first of the same bytes waits for somebody to vouch for it.
	awaited bool
	// outcome is what became of the file when it was judged, whatever was decided about it since.
	outcome string
	// unvouched says that it bears a seal that cannot be checked, because the key it was made with is gone.
	unvouched bool
	// fresh says that the file was filed in this run.
	fresh bool
}

// isReturn tells the verdicts of receipts under which a file is a bureau's return of its period. Whether it counts is
// decided anew in every run: a decision may have been taken or taken back since.
func isReturn(word string) bool { return counts(word) || isApart(word) || word == "after-close" }

// isApart tells the words under which a return is kept as if it had not come: what stands does not rest on it, and no other
// return is held against it.
func isApart(word string) bool { return word == "set-aside" || word == "unproven" }

// counts tells the words under which a file speaks for its bureau.
func counts(word string) bool {
	switch word {
	case "accepted", "in-part", "sent-back", "nothing":
		return true
	}
	return false
}

// outcomeOf says what becomes of a file that was judged as a return of its round.
func outcomeOf(in *intake) string {
	switch {
	case in.refusal != nil:
		return "unreadable"
	case in.verdict.Refused:
		return refusalWord(in.verdict.Findings)
	case in.ret.Nothing && in.verdict.Errors() == 0:
		return "nothing"
	case in.verdict.Errors() == 0:
		return "accepted"
	case in.verdict.Taken > 0:
		return "in-part"
	}
	return "sent-back"
}

func refusalWord(fs []validate.Finding) string {
	for i := range fs {
		switch fs[i].Code {
		case "wrong-period":
			return "other-period"
		}
	}
	return "not-ours"
}

// day is the day that counts as the day of arrival.
func (in *intake) day() workbook.Date { return dayOf(in.receipt) }

func dayOf(rec archive.Receipt) workbook.Date {
	d, _ := workbook.ParseISO(rec.Received)
	return d
}

// byArrival compares two files by the days on which they arrived and the numbers of their receipts: what was filed later may
// have arrived earlier.
func byArrival(day workbook.Date, n int, other workbook.Date, m int) int {
	return cmp.Or(cmp.Compare(day, other), cmp.Compare(n, m))
}

// bureau is whose return it is, nil where that is not known or nothing of it can be taken.
func (in *intake) bureau() *workbook.Bureau {
	if in.ret == nil || in.verdict.Refused {
		return nil
	}
	return in.ret.Bureau
}

// recheckOf compares a return with the bureau's one before it.
func (in *intake) recheckOf(before *intake) {
	in.before, in.recheck = before, nil
	if before != nil {
		c := validate.Compare(&before.verdict, &in.verdict)
		in.recheck = &c
	}
}

// decide says what becomes of a file of a round: how it was judged, unless it was set aside or came after the round had
// closed. Decisions are those of the present plan, for past rounds too.
func (s *session) decide(r *round, in *intake) {
	if in.receipt.Verdict == "duplicate" {
		in.word, in.decision = "duplicate", s.decisionOn(in.receipt, workbook.SetAside)
		if first, ok := s.firstOf(in.receipt.SHA256); ok {
			in.first = &first
			in.awaited = first.Verdict == "unproven" && in.decision == nil && s.decisionOn(first, workbook.Vouch) == nil
		}
		return
	}
	if !isReturn(in.receipt.Verdict) {
		in.word = in.receipt.Verdict
		return
	}
	in.word, in.by, in.places, in.proven = in.outcome, nil, nil, nil
	if in.decision = s.decisionOn(in.receipt, workbook.SetAside); in.decision != nil {
		in.word = "set-aside"
		return
	}
	b := in.bureau()
	if closing := r.plan.ClosingDay(r.period); b != nil && counts(in.word) && closing != 0 && in.day() > closing {
		if in.decision = s.whole.Reopened(r.period, b.Code, in.day()); in.decision == nil {
			in.word = "after-close"
		}
	}
	in.vouched = nil
	if at := in.unidentified(); b != nil && at >= 0 && counts(in.word) {
		if in.vouched = s.decisionOn(in.receipt, workbook.Vouch); in.vouched != nil {
			f := &in.verdict.Findings[at]
			f.Waived, f.Reason, f.Approver = true, in.vouched.Reason, in.vouched.Approver
		} else if in.lostSeal() {
			if in.proven = r.provenBefore(in); in.proven != nil {
				in.word = "unproven"
			}
		}
	}
}

// unidentified is where among the findings it stands that nothing proves whose the file is; below zero where something does.
func (in *intake) unidentified() int {
	return slices.IndexFunc(in.verdict.Findings, func(f validate.Finding) bool { return f.Code == "seal-lost" || f.Code == "ledger-identity-lost" })
}

// lostSeal reports whether the file came without the seal that it was issued with, whatever was waived.
func (in *intake) lostSeal() bool {
	return slices.ContainsFunc(in.verdict.Findings, func(f validate.Finding) bool { return f.Code == "seal-lost" })
}

// provenBefore is the last return that the bureau of one without a seal had sent before it with one, or that was vouched for;
// nil where there is none.
// What anybody may have made is not to take the place of what is known to be the bureau's own until somebody vouches for it.
// A waiver does not: it would let in whatever else is sent in the bureau's name.
func (r *round) provenBefore(in *intake) *intake {
	for _, old := range slices.Backward(r.intake) {
		if old == in || old.bureau() == nil || old.bureau().Code != in.bureau().Code || !counts(old.word) && old.by == nil || old.lostSeal() && old.vouched == nil {
			continue
		}
		if old.day() < in.day() || old.day() == in.day() && (in.receipt.N == 0 || old.receipt.N < in.receipt.N) {
			return old
		}
	}
	return nil
}

// decisionOn is the decision of some action about a file, nil where there is none. The file may be about to be filed.
func (s *session) decisionOn(rec archive.Receipt, action string) *workbook.IntakeDecision {
	if !s.mayBeDecided(rec, action) {
		return nil
	}
	if rec.N == 0 {
		return s.whole.Decided(action, append(s.filed(), asFiled(rec)))[rec.SHA256]
	}
	if n := len(s.archive.Receipts()); s.decided == nil || s.decidedOf != n {
		s.decided, s.decidedOf = map[string]map[string]*workbook.IntakeDecision{}, n
	}
	if s.decided[action] == nil {
		s.decided[action] = s.whole.Decided(action, s.filed())
	}
	return s.decided[action][rec.SHA256]
}

// mayBeDecided reports whether any decision of some action names a file's content. Whether it means that alone hangs on all that came in, which
// is not gone through for every file.
func (s *session) mayBeDecided(rec archive.Receipt, action string) bool {
	if len(s.whole.Intake) == 0 {
		return false
	}
	alike := []workbook.Filed{asFiled(rec)}
	for _, same := range s.archive.WithSHA(rec.SHA256) {
		if same.Kind == archive.KindReturn {
			alike = append(alike, asFiled(same))
		}
	}
	return slices.ContainsFunc(s.whole.Intake, func(d *workbook.IntakeDecision) bool {
		return d.Action == action && len(d.Files(alike)) > 0
	})
}

// filed are the returns that came in, as the plan's decisions may name them.
func (s *session) filed() []workbook.Filed {
	var out []workbook.Filed
	for _, r := range s.archive.Select(archive.KindReturn, "") {
		out = append(out, asFiled(r))
	}
	return out
}

func asFiled(r archive.Receipt) workbook.Filed {
	return workbook.Filed{Receipt: r.ID(), SHA256: r.SHA256, Name: r.Name, Bureau: r.Bureau, Period: r.Period}
}

// join takes a file that was just filed into its round. Where it arrived before others, what stands is worked out anew from
// all of them. Which of a bureau's returns counts is settled by whoever asks.
func (s *session) join(r *round, in *intake) {
	r.intake = append(r.intake, in)
	if n := len(r.intake); n == 1 || r.intake[n-2].day() <= in.day() {
		s.decide(r, in)
		s.accept(r, in)
		return
	}
	slices.SortStableFunc(r.intake, func(a, b *intake) int { return byArrival(a.day(), a.receipt.N, b.day(), b.receipt.N) })
	r.of, r.listed = nil, 0
	r.begin()
	for _, in := range r.intake {
		s.decide(r, in)
		s.accept(r, in)
	}
	r.settle()
}

// forget lets go of what a file holds, once its rows are taken into what stands: a round of two thousand returns is not kept
// in memory cell by cell.
func (in *intake) forget() {
	if in.ret == nil {
		return
	}
	in.ret.Forget(func(r *workbook.Record) bool { return in.verdict.Held[r] })
	in.quote()
}

// keepUnidentified lets go of what was found in the round's files but that nothing proves whose they are, which every run says.
// What follows from it is worked out: the register, what counts, what stands.
func (r *round) keepUnidentified() {
	r.between = nil
	for _, in := range r.intake {
		at := in.unidentified()
		if at < 0 {
			in.verdict.Findings = nil
		} else {
			in.verdict.Findings = slices.Clone(in.verdict.Findings[at : at+1])
		}
	}
}

// quote makes copies of what is quoted of a file, which is not kept as a piece of all its texts.
func (in *intake) quote() {
	for i := range in.verdict.Findings {
		f := &in.verdict.Findings[i]
		f.Task, f.Value, f.Row, f.Reason = strings.Clone(f.Task), strings.Clone(f.Value), strings.Clone(f.Row), strings.Clone(f.Reason)
		f.Place.Sheet = strings.Clone(f.Place.Sheet)
		for name, v := range f.Args {
			f.Args[name] = strings.Clone(v)
		}
	}
}

// settle says of each bureau's returns which one counts, what of the others still stands, and how each stands against the
// one before it. A return that was set aside is nobody's one before.
func (r *round) settle() {
	last := map[*workbook.Bureau]*intake{}
	var taken map[string][]workbook.Place
	for _, in := range r.intake {
		b := in.bureau()
		if b == nil || isApart(in.word) {
			continue
		}
		in.recheckOf(last[b])
		last[b] = in
	}
	count := map[*workbook.Bureau]*intake{}
	for i := len(r.intake) - 1; i >= 0; i-- {
		in := r.intake[i]
		b := in.bureau()
		if b == nil || !counts(in.word) && in.by == nil {
			continue
		}
		if count[b] == nil {
			count[b] = in
			continue
		}
		if taken == nil {
			taken = r.now.Taken()
		}
		in.by, in.places = count[b], taken[in.receipt.SHA256]
		if in.word = "superseded"; len(in.places) > 0 {
			in.word = "partly-superseded"
		}
	}
}

// arrivals are the round's returns as the register takes them, in the order in which they came.
func (r *round) arrivals() []report.Arrival {
	var out []report.Arrival
	for _, in := range r.intake {
		b := in.bureau()
		if b == nil || in.word == "set-aside" {
			continue
		}
		a := report.Arrival{Bureau: b, Seen: in.day(), Readable: true, Unproven: in.word == "unproven", Errors: in.verdict.Errors(), Warnings: in.verdict.Warnings(),
			Held: len(in.verdict.Held), Nothing: in.ret.Nothing, File: in.receipt.Name, AfterClose: in.word == "after-close", Reopened: in.decision}
		if in.ret.NothingReason != nil {
			a.Reason = in.ret.NothingReason.Text
		}
		out = append(out, a)
	}
	return out
}

// receiptName names a file's receipt in outputs by its content: the same files give the same outputs in whatever order
// they came.
func receiptName(r archive.Receipt) string { return r.SHA256[:min(8, len(r.SHA256))] }

// fileLine says what became of one file of the round.
func (r *round) fileLine(in *intake) report.FileLine {
	l := r.receiptLine(in.receipt)
	l.Verdict, l.Errors, l.Warnings, l.Held = in.word, in.verdict.Errors(), in.verdict.Warnings(), len(in.verdict.Held)
	l.Recheck, l.Decision, l.Vouched, l.Rows, l.Why = in.recheck, in.decision, in.vouched, len(in.places), in.why
	if isStray(in.word) && in.ret == nil && in.refusal == nil {
		l.Errors = in.receipt.Errors // it is not read again: what was found then is what is known
	}
	if in.ret != nil {
		l.Bureau = in.ret.Bureau
	}
	switch in.word {
	case "unproven":
		by := r.receiptLine(in.proven.receipt)
		by.Errors, by.Vouched = in.proven.verdict.Errors(), in.proven.vouched
		l.By = &by
	case "after-close":
		l.Closing = r.plan.ClosingDay(r.period)
	case "duplicate":
		var first archive.Receipt
		if in.first != nil {
			first = *in.first
		}
		by := r.receiptLine(first)
		l.By = &by
	}
	if in.by != nil {
		by := r.receiptLine(in.by.receipt)
		l.By = &by
	}
	return l
}

// receiptLine is a file as its receipt names it.
func (r *round) receiptLine(rec archive.Receipt) report.FileLine {
	day, _ := workbook.ParseISO(rec.Received)
	return report.FileLine{Name: rec.Name, SHA256: rec.SHA256, Receipt: receiptName(rec), Period: rec.Period, Seen: day, Verdict: rec.Verdict,
		Bureau: r.plan.Directory.Bureau(rec.Bureau)}
}

// firstOf finds the receipt under which a file's bytes are a bureau's return. One that was refused is judged again when it
// comes again: it may lie in the right folder now, or the plan may know its sender.
func (s *session) firstOf(sha string) (archive.Receipt, bool) {
	for _, rec := range s.archive.WithSHA(sha) {
		if rec.Kind == archive.KindReturn && isReturn(rec.Verdict) {
			return rec, true
		}
	}
	return archive.Receipt{}, false
}

// files say what became of every file of the round.
func (r *round) files() []report.FileLine {
	var out []report.FileLine
	var missing map[*workbook.Bureau]bool
	for _, in := range r.intake {
		l := r.fileLine(in)
		if isStray(in.word) {
			if missing == nil {
				missing = r.missing()
			}
			l.Likely = likely(missing, r.plan, l.Name)
		}
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b report.FileLine) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// findings are those of the returns that count, and of the rows of earlier ones that still stand.
func (r *round) findings() []validate.Finding {
	var out []validate.Finding
	for _, in := range r.intake {
		switch in.word {
		case "superseded", "duplicate", "set-aside", "unproven", "after-close":
		case "partly-superseded":
			for i := range in.verdict.Findings {
				if f := &in.verdict.Findings[i]; standsIn(in.places, f.Place) {
					out = append(out, *f)
				}
			}
		default:
			out = append(out, in.verdict.Findings...)
		}
	}
	slices.SortStableFunc(out, func(a, b validate.Finding) int { return strings.Compare(a.Place.File, b.Place.File) })
	return append(out, r.between...)
}

// standsIn reports whether a cell is in one of the rows of a file.
func standsIn(rows []workbook.Place, cell workbook.Place) bool {
	return slices.ContainsFunc(rows, func(p workbook.Place) bool { return p.Sheet == cell.Sheet && p.Ref.Row == cell.Ref.Row })
}
