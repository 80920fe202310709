package round

import (
	"cmp"
	"slices"
	"strings"

	"duban/report"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

// Intake is one file of a round and what was found in it.
type Intake struct {
	Receipt archive.Receipt
	// Return is the file as a return, nil where it could not be read as one; Verdict what is found in it.
	Return  *workbook.Return
	Verdict validate.Verdict
	// refusal is set where the file could not be read as a workbook.
	refusal *xlsx.Refusal
	// Why is why nothing of the file is taken, as its receipt keeps it.
	Why []validate.Finding
	// Word is the verdict: what became of the file, as in report.FileLine.
	Word string
	// decision is the one by which the return is set aside, or counts though its period had closed.
	decision *workbook.IntakeDecision
	// By is the later return of the bureau that counts in this one's place; places are the rows of this one that still
	// stand.
	By     *Intake
	places []workbook.Place
	// standing is what is listed of these rows, where less is listed of the file than was found in it.
	standing []validate.Finding
	// vouched is the decision by which a return counts though nothing in it proves whose it is; proven is the bureau's return,
	// sealed or vouched for, in whose place this one, which has lost its seal and which nobody has vouched for, does not count.
	vouched *workbook.IntakeDecision
	proven  *Intake
	// Before is the bureau's return before this one, recheck how its points stand in this one.
	Before  *Intake
	recheck *validate.Recheck
	// first is the receipt under which the bytes of a duplicate came in before.
	first *archive.Receipt
	// Awaited says that the first of the same bytes waits for somebody to vouch for it.
	Awaited bool
	// outcome is the verdict when it was judged, whatever was decided about it since.
	outcome string
	// Unvouched says that it bears a seal that cannot be checked, because the key it was made with is gone.
	Unvouched bool
	// Fresh says that the file was filed in this run.
	Fresh bool
	// former is whose the workbook is, where the round was issued anew to the bureau that it became; nil of all other files. formerPlan is
	// the hash of the plan that the workbook was issued from, where it came since.
	former     *workbook.Bureau
	formerPlan string
	// passed says that another build of the program took the file and found nothing wrong in it.
	passed bool
}

// Day is the day that counts as the day of arrival.
func (in *Intake) Day() calendar.Date { return dayOf(in.Receipt) }

// dayOf is the day of arrival that a receipt says.
func dayOf(rec archive.Receipt) calendar.Date {
	d, _ := calendar.ParseISO(rec.Received)
	return d
}

// byArrival compares two files by the days on which they arrived and the numbers of their receipts: what was filed later may
// have arrived earlier.
func byArrival(day calendar.Date, n int, other calendar.Date, m int) int {
	return cmp.Or(cmp.Compare(day, other), cmp.Compare(n, m))
}

// Bureau is whose return it is, nil where that is not known or nothing of it can be taken.
func (in *Intake) Bureau() *workbook.Bureau {
	if in.Return == nil || in.Verdict.Refused {
		return nil
	}
	return in.Return.Bureau
}

// recheckOf compares a return with the bureau's one before it.
func (in *Intake) recheckOf(before *Intake) {
	in.Before, in.recheck = before, nil
	if before != nil {
		c := in.Verdict.Recheck(&before.Verdict)
		in.recheck = &c
	}
}

// decide says what becomes of a file of a round: how it was judged, unless it was set aside or came after the round had
// closed. Decisions are those of the present plan, for past rounds too.
func (s *Session) decide(r *Round, in *Intake) {
	if in.Receipt.Verdict == report.VerdictDuplicate {
		in.Word, in.decision = report.VerdictDuplicate, s.decisionOn(in.Receipt, workbook.SetAside)
		if first, ok := s.firstOf(in.Receipt.SHA256); ok {
			in.first = &first
			in.Awaited = first.Verdict == report.VerdictUnproven && in.decision == nil && s.decisionOn(first, workbook.Vouch) == nil
		}
		return
	}
	if !IsReturn(in.Receipt.Verdict) {
		in.Word = in.Receipt.Verdict
		return
	}
	in.Word, in.By, in.places, in.proven = in.outcome, nil, nil, nil
	if in.decision = s.decisionOn(in.Receipt, workbook.SetAside); in.decision != nil {
		in.Word = report.VerdictSetAside
		return
	}
	b := in.Bureau()
	if closing := r.Plan.ClosingDay(r.Period); b != nil && Counts(in.Word) && closing != 0 && in.Day() > closing {
		if in.decision = s.Whole.Reopened(r.Period, b.Code, in.Day()); in.decision == nil {
			in.Word = report.VerdictAfterClose
		}
	}
	in.vouched = nil
	if at := in.Unidentified(); b != nil && at >= 0 && Counts(in.Word) {
		if in.vouched = s.decisionOn(in.Receipt, workbook.Vouch); in.vouched != nil {
			in.vouch()
		} else if in.lostSeal() {
			if in.proven = r.provenBefore(in); in.proven != nil {
				in.Word = report.VerdictUnproven
			}
		}
	}
}

// Unidentified is where among the findings it stands that nothing proves whose the file is; below zero where something does.
func (in *Intake) Unidentified() int {
	return slices.IndexFunc(in.Verdict.Findings, func(f validate.Finding) bool { return f.Code == "seal-lost" || f.Code == "ledger-identity-lost" })
}

// vouch lets it stand that nothing proves whose the file is.
func (in *Intake) vouch() {
	f := &in.Verdict.Findings[in.Unidentified()]
	f.Waived, f.Reason, f.Approver = true, in.vouched.Reason, in.vouched.Approver
}

// lostSeal reports whether the file came without the seal that it was issued with, whatever was waived.
func (in *Intake) lostSeal() bool {
	return slices.ContainsFunc(in.Verdict.Findings, func(f validate.Finding) bool { return f.Code == "seal-lost" })
}

// provenBefore is the last return that the bureau of one without a seal had sent before it with one, or that was vouched for;
// nil where there is none.
// What anybody may have made is not to take the place of what is known to be the bureau's own until somebody vouches for it.
// A waiver does not: it would let in whatever else is sent in the bureau's name.
func (r *Round) provenBefore(in *Intake) *Intake {
	for _, old := range slices.Backward(r.Intake) {
		if old == in || old.Bureau() == nil || old.Bureau().Code != in.Bureau().Code || !Counts(old.Word) && old.By == nil || old.lostSeal() && old.vouched == nil {
			continue
		}
		if old.Day() < in.Day() || old.Day() == in.Day() && (in.Receipt.N == 0 || old.Receipt.N < in.Receipt.N) {
			return old
		}
	}
	return nil
}

// decisionOn is the decision of some action about a file, nil where there is none. The file may be about to be filed.
func (s *Session) decisionOn(rec archive.Receipt, action string) *workbook.IntakeDecision {
	if !s.mayBeDecided(rec, action) {
		return nil
	}
	if rec.N == 0 {
		return s.Whole.Decided(action, append(s.Filed(), asFiled(rec)))[rec.SHA256]
	}
	if n := len(s.Archive.Receipts()); s.decided == nil || s.decidedOf != n {
		s.decided, s.decidedOf = map[string]map[string]*workbook.IntakeDecision{}, n
	}
	if s.decided[action] == nil {
		s.decided[action] = s.Whole.Decided(action, s.Filed())
	}
	return s.decided[action][rec.SHA256]
}

// mayBeDecided reports whether any decision of some action names a file's content. Whether it means that alone hangs on all that came in, which
// is not gone through for every file.
func (s *Session) mayBeDecided(rec archive.Receipt, action string) bool {
	if len(s.Whole.Intake) == 0 {
		return false
	}
	alike := []workbook.Filed{asFiled(rec)}
	for _, same := range s.Archive.WithSHA(rec.SHA256) {
		if same.Kind == archive.KindReturn {
			alike = append(alike, asFiled(same))
		}
	}
	return slices.ContainsFunc(s.Whole.Intake, func(d *workbook.IntakeDecision) bool {
		return d.Action == action && len(d.Files(alike)) > 0
	})
}

// Filed are the returns that came in, as the plan's decisions may name them.
func (s *Session) Filed() []workbook.Filed {
	var out []workbook.Filed
	for _, r := range s.Archive.Select(archive.KindReturn, "") {
		out = append(out, asFiled(r))
	}
	return out
}

func asFiled(r archive.Receipt) workbook.Filed {
	return workbook.Filed{Receipt: r.ID(), SHA256: r.SHA256, Name: r.Name, Bureau: r.Bureau, Period: r.Period}
}

// join takes a file that was just filed into its round. Where it arrived before others, what stands is worked out anew from
// all of them. Which of a bureau's returns counts is settled by whoever asks.
func (s *Session) join(r *Round, in *Intake) {
	r.Intake = append(r.Intake, in)
	defer s.list(r, in)
	if n := len(r.Intake); n == 1 || r.Intake[n-2].Day() <= in.Day() {
		s.decide(r, in)
		s.accept(r, in)
		return
	}
	slices.SortStableFunc(r.Intake, func(a, b *Intake) int { return byArrival(a.Day(), a.Receipt.N, b.Day(), b.Receipt.N) })
	r.byBureau, r.sorted = nil, 0
	r.begin()
	for _, in := range r.Intake {
		if in.former == nil {
			s.decide(r, in)
			s.accept(r, in)
		}
	}
	r.settle()
}

// forget lets go of what a file holds, once its rows are taken into what stands: a round of two thousand returns is not kept
// in memory cell by cell.
func (in *Intake) forget() {
	if in.Return == nil {
		return
	}
	in.Verdict.Settled(in.Return)
	in.Return.Forget(in.isHeld)
	quote(in.Verdict.Findings)
}

func (in *Intake) isHeld(r *workbook.Record) bool { return in.Verdict.Held[r] }

// KeepUnidentified lets go of what was found in the round's files but that nothing proves whose they are, which every run says.
// What follows from it is worked out: the register, what counts, what stands.
func (r *Round) KeepUnidentified() {
	r.between = func() []validate.Finding { return nil }
	for _, in := range r.Intake {
		at := in.Unidentified()
		in.standing = nil
		if at < 0 {
			in.Verdict.Findings = nil
		} else {
			in.Verdict.Findings = slices.Clone(in.Verdict.Findings[at : at+1])
		}
	}
}

// quote makes copies of what is quoted of a file, which is not kept as a piece of all its texts.
func quote(found []validate.Finding) {
	for i := range found {
		f := &found[i]
		f.Task, f.Value, f.Row, f.Reason = strings.Clone(f.Task), strings.Clone(f.Value), strings.Clone(f.Row), strings.Clone(f.Reason)
		f.Place.Sheet = strings.Clone(f.Place.Sheet)
		if f.Further != nil {
			for j, id := range f.Further.Tasks {
				f.Further.Tasks[j] = strings.Clone(id)
			}
		}
		for name, v := range f.Args {
			f.Args[name] = strings.Clone(v)
		}
	}
}

// settle says of each bureau's returns which one counts, what of the others still stands, and how each stands against the
// one before it. A return that was set aside is nobody's one before.
func (r *Round) settle() {
	r.abridge()
	last := map[*workbook.Bureau]*Intake{}
	var taken map[string][]workbook.Place
	for _, in := range r.Intake {
		b := in.Bureau()
		if b == nil || in.former != nil || isDisregarded(in.Word) {
			continue
		}
		in.recheckOf(last[b])
		last[b] = in
	}
	count := map[*workbook.Bureau]*Intake{}
	order := slices.Clone(r.Intake)
	slices.Reverse(order)
	slices.SortStableFunc(order, func(a, b *Intake) int { return wasApart(a) - wasApart(b) })
	for _, in := range order {
		b := in.Bureau()
		if b == nil || !Counts(in.Word) && in.By == nil {
			continue
		}
		if count[b] == nil {
			if in.former == nil { // each of those that became one has its own until then
				count[b] = in
			}
			continue
		}
		if taken == nil {
			taken = r.now.Taken()
		}
		in.By, in.places = count[b], taken[in.Receipt.SHA256]
		if in.Word = report.VerdictSuperseded; len(in.places) > 0 {
			in.Word = report.VerdictPartlySuperseded
		}
	}
}

// wasApart is 1 for a file of a bureau that became one with others before the round was issued anew, else 0.
func wasApart(in *Intake) int {
	if in.former != nil {
		return 1
	}
	return 0
}

// arrivals are the round's returns as the register takes them, in the order in which they came.
func (r *Round) arrivals() []report.Arrival {
	var out []report.Arrival
	for _, in := range r.Intake {
		b := in.Bureau()
		if b == nil || in.Word == report.VerdictSetAside {
			continue
		}
		a := report.Arrival{Bureau: b, Seen: in.Day(), Readable: true, Unproven: in.Word == report.VerdictUnproven, Errors: in.Verdict.Errors(), Warnings: in.Verdict.Warnings(), Passed: in.passed,
			Held: in.Verdict.HeldRows(), Nothing: in.Return.Nothing, File: in.Receipt.Name, AfterClose: in.Word == report.VerdictAfterClose, Reopened: in.decision}
		if in.Return.NothingReason != nil {
			a.Reason = in.Return.NothingReason.Text
		}
		out = append(out, a)
	}
	return out
}

// ReceiptName names a file's receipt in outputs by its content: the same files give the same outputs in whatever order
// they came.
func ReceiptName(r archive.Receipt) string { return r.SHA256[:min(8, len(r.SHA256))] }

// FileLine says what became of one file of the round.
func (r *Round) FileLine(in *Intake) report.FileLine {
	l := r.receiptLine(in.Receipt)
	l.Verdict, l.Errors, l.Warnings, l.Held = in.Word, in.Verdict.Errors(), in.Verdict.Warnings(), in.Verdict.HeldRows()
	l.Recheck, l.Decision, l.Vouched, l.Rows, l.Why = in.recheck, in.decision, in.vouched, len(in.places), in.Why
	l.Passed = in.passed && l.Errors > 0
	if IsStray(in.Word) && in.Return == nil && in.refusal == nil {
		l.Errors = in.Receipt.Errors // it is not read again: what was found then is what is known
	}
	if in.Return != nil {
		l.Bureau = in.Return.Bureau
	}
	switch in.Word {
	case report.VerdictUnproven:
		by := r.receiptLine(in.proven.Receipt)
		by.Errors, by.Vouched = in.proven.Verdict.Errors(), in.proven.vouched
		l.By = &by
	case report.VerdictAfterClose:
		l.Closing = r.Plan.ClosingDay(r.Period)
	case report.VerdictDuplicate:
		var first archive.Receipt
		if in.first != nil {
			first = *in.first
		}
		by := r.receiptLine(first)
		l.By = &by
	}
	if in.By != nil {
		by := r.receiptLine(in.By.Receipt)
		l.By = &by
	}
	return l
}

// receiptLine is a file as its receipt names it.
func (r *Round) receiptLine(rec archive.Receipt) report.FileLine {
	day, _ := calendar.ParseISO(rec.Received)
	return report.FileLine{Name: rec.Name, SHA256: rec.SHA256, Receipt: ReceiptName(rec), Period: rec.Period, Seen: day, Verdict: rec.Verdict,
		Bureau: r.Plan.Directory.Bureau(rec.Bureau)}
}

// firstOf finds the receipt under which a file's bytes are a bureau's return. One that was refused is judged again when it
// comes again: it may lie in the right folder now, or the plan may know its sender.
func (s *Session) firstOf(sha string) (archive.Receipt, bool) {
	for _, rec := range s.Archive.WithSHA(sha) {
		if rec.Kind == archive.KindReturn && IsReturn(rec.Verdict) {
			return rec, true
		}
	}
	return archive.Receipt{}, false
}

// Files say what became of every file of the round.
func (r *Round) Files() []report.FileLine {
	var out []report.FileLine
	var missing map[*workbook.Bureau]bool
	for _, in := range r.Intake {
		l := r.FileLine(in)
		if IsStray(in.Word) {
			if missing == nil {
				missing = r.missing()
			}
			l.Likely = likely(missing, r.Plan, l.Name)
		}
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b report.FileLine) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// findings are those of the returns that count, and of the rows of earlier ones that still stand.
func (r *Round) findings() []validate.Finding {
	var out []validate.Finding
	for _, in := range r.Intake {
		switch in.Word {
		case report.VerdictSuperseded, report.VerdictDuplicate, report.VerdictSetAside, report.VerdictUnproven, report.VerdictAfterClose:
		case report.VerdictPartlySuperseded:
			if in.Verdict.Abridged() {
				out = append(out, in.standing...)
			} else {
				out = append(out, in.foundIn(&in.Verdict)...)
			}
		default:
			out = append(out, in.Verdict.Findings...)
		}
	}
	slices.SortStableFunc(out, func(a, b validate.Finding) int { return strings.Compare(a.Place.File, b.Place.File) })
	return append(out, r.Between()...)
}

// foundIn is what a verdict on the file lists of its rows that still stand.
func (in *Intake) foundIn(v *validate.Verdict) (out []validate.Finding) {
	for _, f := range v.Findings {
		if standsIn(in.places, f.Place) {
			f.Further = nil // in which rows those are that are not even listed of the file alone is not known
			out = append(out, f)
		}
	}
	return out
}

// standsIn reports whether a cell is in one of the rows of a file.
func standsIn(rows []workbook.Place, cell workbook.Place) bool {
	return slices.ContainsFunc(rows, func(p workbook.Place) bool { return p.Sheet == cell.Sheet && p.Ref.Row == cell.Ref.Row })
}

// leave lets go of a file of which nothing is taken: what is known of it from now on is what its receipt says.
func (in *Intake) leave() {
	*in = Intake{Receipt: in.Receipt, Why: in.Why, Word: in.Word, Fresh: in.Fresh}
}
