package round

import (
	"slices"

	"duban/report"
	"duban/validate"
)

// Counts reports whether a verdict is that of a return that speaks for its bureau.
func Counts(verdict string) bool {
	switch verdict {
	case report.VerdictAccepted, report.VerdictInPart, report.VerdictSentBack, report.VerdictNothingToReport:
		return true
	}
	return false
}

// isDisregarded reports whether a verdict is that of a return which is treated as if it had not come: what stands does not rest on it,
// and no other return is compared with it.
func isDisregarded(verdict string) bool {
	return verdict == report.VerdictSetAside || verdict == report.VerdictUnproven
}

// IsReturn reports whether a verdict is that of a bureau's return of the round, whether the return counts or not. That is decided anew in
// every run, as somebody may have taken a decision, or taken one back, since.
func IsReturn(verdict string) bool {
	return Counts(verdict) || isDisregarded(verdict) || verdict == report.VerdictAfterClose
}

// IsStray reports whether a verdict is that of a file that is nobody's return of the round.
func IsStray(verdict string) bool {
	return verdict == report.VerdictOtherPeriod || verdict == report.VerdictNotOurs || verdict == report.VerdictUnreadable
}

// outcomeOf gives the verdict on a file that was judged as a return of its round.
func outcomeOf(in *Intake) string {
	switch {
	case in.refusal != nil:
		return report.VerdictUnreadable
	case in.Verdict.Refused && slices.ContainsFunc(in.Verdict.Findings, func(f validate.Finding) bool { return f.Code == "wrong-period" }):
		return report.VerdictOtherPeriod
	case in.Verdict.Refused:
		return report.VerdictNotOurs
	case in.Return.Nothing && in.Verdict.Errors() == 0:
		return report.VerdictNothingToReport
	case in.Verdict.Errors() == 0:
		return report.VerdictAccepted
	case in.Verdict.Taken > 0:
		return report.VerdictInPart
	}
	return report.VerdictSentBack
}
