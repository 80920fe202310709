package report

// The verdicts: what becomes of a file that came in. Receipts keep them; outputs word them by verdict.<key>.
const (
	// All rows of a return are taken, some, or none, or it declares that there is nothing to report.
	VerdictAccepted        = "accepted"
	VerdictInPart          = "in-part"
	VerdictSentBack        = "sent-back"
	VerdictNothingToReport = "nothing"
	// VerdictAfterClose is a return that came after the round had closed. A decision takes one that is VerdictSetAside out of the
	// count. VerdictUnproven has lost its seal, while the bureau had already sent a return with one.
	VerdictAfterClose = "after-close"
	VerdictSetAside   = "set-aside"
	VerdictUnproven   = "unproven"
	// A later return counts in place of one that is VerdictSuperseded; of one that is VerdictPartlySuperseded some rows still stand.
	VerdictSuperseded       = "superseded"
	VerdictPartlySuperseded = "partly-superseded"
	// VerdictDuplicate is a file whose bytes came in before.
	VerdictDuplicate = "duplicate"
	// VerdictOtherPeriod, VerdictNotOurs and VerdictUnreadable are files that are no return of the round that they came in for.
	VerdictOtherPeriod = "other-period"
	VerdictNotOurs     = "not-ours"
	VerdictUnreadable  = "unreadable"
	// VerdictEvidence is an attachment: it is not judged.
	VerdictEvidence = "evidence"
)
