package round

import (
	"slices"

	"duban/validate"
)

// The verdicts: what becomes of a file that came in, as receipts and Intake.Word have it and report.FileLine words it.
const (
	// VerdictAccepted, VerdictInPart and VerdictSentBack are returns of which all rows are taken, some, or none;
	// VerdictNothingToReport is one that says that there is nothing to report.
	VerdictAccepted        = "accepted"
	VerdictInPart          = "in-part"
	VerdictSentBack        = "sent-back"
	VerdictNothingToReport = "nothing"
	// VerdictAfterClose is a return that came after the round had closed. VerdictSetAside is one that a decision takes out of the count,
	// VerdictUnproven one that has lost its seal where the bureau had sent one with it.
	VerdictAfterClose = "after-close"
	VerdictSetAside   = "set-aside"
	VerdictUnproven   = "unproven"
	// VerdictSuperseded is a return in whose place a later one counts, VerdictPartlySuperseded one of which some rows still stand.
	VerdictSuperseded       = "superseded"
	VerdictPartlySuperseded = "partly-superseded"
	// VerdictDuplicate is a file of which the same bytes came in before.
	VerdictDuplicate = "duplicate"
	// VerdictOtherPeriod, VerdictNotOurs and VerdictUnreadable are files that are no return of the round that they came in for.
	VerdictOtherPeriod = "other-period"
	VerdictNotOurs     = "not-ours"
	VerdictUnreadable  = "unreadable"
	// VerdictEvidence is an attachment: nothing of it is judged.
	VerdictEvidence = "evidence"
)

// Counts tells the verdicts of returns that speak for their bureau.
func Counts(verdict string) bool {
	switch verdict {
	case VerdictAccepted, VerdictInPart, VerdictSentBack, VerdictNothingToReport:
		return true
	}
	return false
}

// isDisregarded tells the verdicts of returns that are kept as if they had not come: what stands does not rest on them, and no other return
// is held against them.
func isDisregarded(verdict string) bool {
	return verdict == VerdictSetAside || verdict == VerdictUnproven
}

// IsReturn tells the verdicts of files that are a bureau's return of the round, whether it counts or not: that is decided anew in every run,
// as a decision may have been taken or taken back since.
func IsReturn(verdict string) bool {
	return Counts(verdict) || isDisregarded(verdict) || verdict == VerdictAfterClose
}

// IsStray tells the verdicts of files that are nobody's return of the round.
func IsStray(verdict string) bool {
	return verdict == VerdictOtherPeriod || verdict == VerdictNotOurs || verdict == VerdictUnreadable
}

// outcomeOf says what becomes of a file that was judged as a return of its round.
func outcomeOf(in *Intake) string {
	switch {
	case in.refusal != nil:
		return VerdictUnreadable
	case in.Verdict.Refused && slices.ContainsFunc(in.Verdict.Findings, func(f validate.Finding) bool { return f.Code == "wrong-period" }):
		return VerdictOtherPeriod
	case in.Verdict.Refused:
		return VerdictNotOurs
	case in.Return.Nothing && in.Verdict.Errors() == 0:
		return VerdictNothingToReport
	case in.Verdict.Errors() == 0:
		return VerdictAccepted
	case in.Verdict.Taken > 0:
		return VerdictInPart
	}
	return VerdictSentBack
}
