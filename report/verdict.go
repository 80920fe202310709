package report

// The verdicts: what becomes of a file that came in. Receipts keep them; outputs word them by verdict.<key>.
const (
	// The first three say that all rows of a return are taken, some, or none. VerdictNothingToReport is a return that declares to have
	// nothing to report.
	VerdictAccepted        = "accepted"
	VerdictInPart          = "in-part"
	VerdictSentBack        = "sent-back"
	VerdictNothingToReport = "nothing"
	// VerdictAfterClose is a return that came after the round had closed. VerdictSetAside is a return that does not count by a decision.
	// VerdictUnproven is a return without its seal from a bureau that had already sent one with a seal.
	VerdictAfterClose = "after-close"
	VerdictSetAside   = "set-aside"
	VerdictUnproven   = "unproven"
	// VerdictSuperseded is a return in whose place a later one counts. Some rows of a return that is VerdictPartlySuperseded still count.
	VerdictSuperseded       = "superseded"
	VerdictPartlySuperseded = "partly-superseded"
	// VerdictDuplicate is a file whose bytes came in before.
	VerdictDuplicate = "duplicate"
	// VerdictOtherPeriod, VerdictNotOurs and VerdictUnreadable are files that are not returns of the round that they came in for.
	VerdictOtherPeriod = "other-period"
	VerdictNotOurs     = "not-ours"
	VerdictUnreadable  = "unreadable"
	// VerdictEvidence is an attachment: it is not judged.
	VerdictEvidence = "evidence"
)
