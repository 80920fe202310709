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
	// Return is the file as a return, nil if it could not be read as one; Verdict is the result of checking it.
	Return  *workbook.Return
	Verdict validate.Verdict
	// refusal is set if the file could not be read as a workbook.
	refusal *xlsx.Refusal
	// Why holds the reasons, as kept in its receipt, for which nothing of the file is taken.
	Why []validate.Finding
	// Word is the verdict: what became of the file, as in report.FileLine.
	Word string
	// decision is the decision that sets the return aside, or makes it count although its period was closed.
	decision *workbook.IntakeDecision
	// By is the later return of the series that counts instead of this one; places holds the rows of this one that still count.
	By     *Intake
	places []workbook.Place
	// standing holds the findings in these rows, if the findings of the file were cut.
	standing []validate.Finding
	// vouched is the decision that makes a return count although nothing in it proves whose it is. proven is the bureau's earlier return,
	// sealed or vouched for, that this one must not replace, as it has lost its seal and nobody has vouched for it.
	vouched *workbook.IntakeDecision
	proven  *Intake
	// Before is the return before this one in its series, recheck what became of its points.
	Before  *Intake
	recheck *validate.Recheck
	// first is the receipt of the first file with the bytes of this duplicate.
	first *archive.Receipt
	// Awaited says that this first file waits for somebody to vouch for it.
	Awaited bool
	// outcome is the verdict when the file was judged, whatever was decided about it since.
	outcome string
	// Unvouched says that its seal cannot be checked, because the key that made it is gone.
	Unvouched bool
	// Fresh says that the file was filed in this run.
	Fresh bool
	// former is the former bureau that the workbook was issued to, if the round was issued anew to its heir; otherwise nil. formerPlan is
	// the hash of the plan that the workbook was issued from, if it came after that.
	former     *workbook.Bureau
	formerPlan string
	// passed says that another build of the program took the file and found nothing wrong in it.
	passed bool
}

// Day gives the day that counts as the day of arrival.
func (in *Intake) Day() calendar.Date { return dayOf(in.Receipt) }

// dayOf gives the day of arrival in a receipt.
func dayOf(rec archive.Receipt) calendar.Date {
	d, _ := calendar.ParseISO(rec.Received)
	return d
}

// byArrival compares two files by the days on which they arrived, then by the numbers of their receipts: a file that was filed later may
// have arrived earlier.
func byArrival(day calendar.Date, n int, other calendar.Date, m int) int {
	return cmp.Or(cmp.Compare(day, other), cmp.Compare(n, m))
}

// Bureau gives the bureau that the return is from, nil if that is not known or nothing of it can be taken.
func (in *Intake) Bureau() *workbook.Bureau {
	if in.Return == nil || in.Verdict.Refused {
		return nil
	}
	return in.Return.Bureau
}

// series is what a bureau sends in a round, one return after the other and each in place of the one before. A county that has tasks here as
// well sends two: the workbook issued to it, and its ledger.
type series struct {
	bureau *workbook.Bureau
	ledger bool
}

// series gives the series that the return belongs to; its bureau is nil if Bureau gives none.
func (in *Intake) series() series { return series{in.Bureau(), in.IsLedger()} }

// IsLedger reports whether the return is the consolidated workbook of a county.
func (in *Intake) IsLedger() bool { return in.Return != nil && in.Return.Ledger != nil }

// recheckOf compares a return with the bureau's one before it.
func (in *Intake) recheckOf(before *Intake) {
	in.Before, in.recheck = before, nil
	if before != nil {
		c := in.Verdict.Recheck(&before.Verdict)
		in.recheck = &c
	}
}

// decide sets the verdict on a file of a round: its outcome, unless it was set aside, came after the round had closed, or lacks a seal and
// would replace a proven return. Decisions are those of the present plan, for past rounds, too.
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

// Unidentified gives the index of the finding that nothing proves whose the file is, -1 if there is none.
func (in *Intake) Unidentified() int {
	return slices.IndexFunc(in.Verdict.Findings, func(f validate.Finding) bool { return f.Code == "seal-lost" || f.Code == "ledger-identity-lost" })
}

// vouch waives the finding that nothing proves whose the file is.
func (in *Intake) vouch() {
	f := &in.Verdict.Findings[in.Unidentified()]
	f.Waived, f.Reason, f.Approver = true, in.vouched.Reason, in.vouched.Approver
}

// lostSeal reports whether the file came without the seal that it was issued with, also if that finding is waived.
func (in *Intake) lostSeal() bool {
	return slices.ContainsFunc(in.Verdict.Findings, func(f validate.Finding) bool { return f.Code == "seal-lost" })
}

// provenBefore gives the last return with a seal, or vouched for, that the bureau had sent before this one, which has no seal; nil if there
// is none. Anybody may have made a file without a seal, so it must not replace a proven return until somebody vouches for it. A waiver is
// not enough, as it would let in everything else that is sent in the bureau's name.
func (r *Round) provenBefore(in *Intake) *Intake {
	for _, old := range slices.Backward(r.Intake) {
		if old == in || old.Bureau() == nil || old.Bureau().Code != in.Bureau().Code || old.IsLedger() != in.IsLedger() || !Counts(old.Word) && old.By == nil || old.lostSeal() && old.vouched == nil {
			continue
		}
		if old.Day() < in.Day() || old.Day() == in.Day() && (in.Receipt.N == 0 || old.Receipt.N < in.Receipt.N) {
			return old
		}
	}
	return nil
}

// decisionOn gives the decision with an action about a file, nil if there is none. A file that is about to be filed has the receipt number
// 0.
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

// mayBeDecided reports whether any decision with an action names a file's content. Whether it names only that file depends on all files that
// came in, which are not gone through for every file.
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

// Filed lists the returns that came in, as the plan's decisions may name them.
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

// join takes a file that was just filed into its round. If it arrived before others, the standing is worked out again from all files.
// Otherwise the caller has to settle which of a bureau's returns counts.
func (s *Session) join(r *Round, in *Intake) {
	r.Intake = append(r.Intake, in)
	defer s.list(r, in)
	if n := len(r.Intake); n == 1 || r.Intake[n-2].Day() <= in.Day() {
		s.decide(r, in)
		s.accept(r, in)
		return
	}
	slices.SortStableFunc(r.Intake, func(a, b *Intake) int { return byArrival(a.Day(), a.Receipt.N, b.Day(), b.Receipt.N) })
	r.bySeries, r.sorted = nil, 0
	r.begin()
	for _, in := range r.Intake {
		if in.former == nil {
			s.decide(r, in)
			s.accept(r, in)
		}
	}
	r.settle()
}

// forget drops the cells of a file once its rows are taken into the standing, since the cells of two thousand returns would not fit in
// memory.
func (in *Intake) forget() {
	if in.Return == nil {
		return
	}
	in.Verdict.Settled(in.Return)
	in.Return.Forget(in.isHeld)
	quote(in.Verdict.Findings)
}

func (in *Intake) isHeld(r *workbook.Record) bool { return in.Verdict.Held[r] }

// KeepUnidentified drops the findings in the round's files, except those that nothing proves whose a file is, which every run reports. The
// register, the verdicts and the standing have to be worked out before.
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

// quote copies the texts of findings, which share memory with the whole file.
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

// settle decides which return of each series counts and which rows of the others still count, and compares each return with the one before
// it. Disregarded returns are not compared.
func (r *Round) settle() {
	r.abridge()
	last := map[series]*Intake{}
	var taken map[string][]workbook.Place
	for _, in := range r.Intake {
		if in.Bureau() == nil || in.former != nil || isDisregarded(in.Word) {
			continue
		}
		of := in.series()
		in.recheckOf(last[of])
		last[of] = in
	}
	count := map[series]*Intake{}
	order := slices.Clone(r.Intake)
	slices.Reverse(order)
	slices.SortStableFunc(order, func(a, b *Intake) int { return wasApart(a) - wasApart(b) })
	for _, in := range order {
		if in.Bureau() == nil || !Counts(in.Word) && in.By == nil {
			continue
		}
		of := in.series()
		if count[of] == nil {
			if in.former == nil { // the returns of former bureaus all count until the heir's own comes
				count[of] = in
			}
			continue
		}
		if taken == nil {
			taken = r.now.Taken()
		}
		in.By, in.places = count[of], taken[in.Receipt.SHA256]
		if in.Word = report.VerdictSuperseded; len(in.places) > 0 {
			in.Word = report.VerdictPartlySuperseded
		}
	}
}

// wasApart is 1 for a file of a former bureau, sent before the round was issued anew to its heir, and 0 for others.
func wasApart(in *Intake) int {
	if in.former != nil {
		return 1
	}
	return 0
}

// arrivals gives the round's returns for the register, in the order in which they came.
func (r *Round) arrivals() []report.Arrival {
	var out []report.Arrival
	for _, in := range r.Intake {
		b := in.Bureau()
		if b == nil || in.Word == report.VerdictSetAside {
			continue
		}
		a := report.Arrival{Bureau: b, Ledger: in.IsLedger(), Seen: in.Day(), Readable: true, Unproven: in.Word == report.VerdictUnproven, Errors: in.Verdict.Errors(), Warnings: in.Verdict.Warnings(), Passed: in.passed,
			Held: in.Verdict.HeldRows(), Nothing: in.Return.Nothing, File: in.Receipt.Name, AfterClose: in.Word == report.VerdictAfterClose, Reopened: in.decision}
		if in.Return.NothingReason != nil {
			a.Reason = in.Return.NothingReason.Text
		}
		out = append(out, a)
	}
	return out
}

// ReceiptName names a file's receipt in outputs by its content, so that the same files give the same outputs in whatever order they came.
func ReceiptName(r archive.Receipt) string { return r.SHA256[:min(8, len(r.SHA256))] }

// FileLine says what became of one file of the round.
func (r *Round) FileLine(in *Intake) report.FileLine {
	l := r.receiptLine(in.Receipt)
	l.Verdict, l.Errors, l.Warnings, l.Held = in.Word, in.Verdict.Errors(), in.Verdict.Warnings(), in.Verdict.HeldRows()
	l.Recheck, l.Decision, l.Vouched, l.Rows, l.Why = in.recheck, in.decision, in.vouched, len(in.places), in.Why
	l.Passed = in.passed && l.Errors > 0
	if IsStray(in.Word) && in.Return == nil && in.refusal == nil {
		l.Errors = in.Receipt.Errors // the file is not read again, so only its receipt knows
	}
	if in.Return != nil {
		l.Bureau, l.Ledger = in.Return.Bureau, in.IsLedger()
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

// receiptLine gives the line of a file with what its receipt says.
func (r *Round) receiptLine(rec archive.Receipt) report.FileLine {
	day, _ := calendar.ParseISO(rec.Received)
	return report.FileLine{Name: rec.Name, SHA256: rec.SHA256, Receipt: ReceiptName(rec), Period: rec.Period, Seen: day, Verdict: rec.Verdict,
		Bureau: r.Plan.Directory.Bureau(rec.Bureau)}
}

// firstOf finds the receipt of the return with these bytes. Refused files do not count, so that they are judged again when they come again:
// the file may be in the right folder now, or the plan may know its sender.
func (s *Session) firstOf(sha string) (archive.Receipt, bool) {
	for _, rec := range s.Archive.WithSHA(sha) {
		if rec.Kind == archive.KindReturn && IsReturn(rec.Verdict) {
			return rec, true
		}
	}
	return archive.Receipt{}, false
}

// Files says what became of every file of the round, sorted by name.
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

// findings gives the findings of the returns that count, of the rows of earlier ones that still count, and of what returns say together.
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

// foundIn gives the findings of a verdict on the file that are in its rows that still count.
func (in *Intake) foundIn(v *validate.Verdict) (out []validate.Finding) {
	for _, f := range v.Findings {
		if standsIn(in.places, f.Place) {
			f.Further = nil // the rows of findings that are not kept are not known
			out = append(out, f)
		}
	}
	return out
}

// standsIn reports whether a cell is in one of the rows of a file.
func standsIn(rows []workbook.Place, cell workbook.Place) bool {
	return slices.ContainsFunc(rows, func(p workbook.Place) bool { return p.Sheet == cell.Sheet && p.Ref.Row == cell.Ref.Row })
}

// leave drops what is known of a file of which nothing is taken, except what its receipt says.
func (in *Intake) leave() {
	*in = Intake{Receipt: in.Receipt, Why: in.Why, Word: in.Word, Fresh: in.Fresh}
}
