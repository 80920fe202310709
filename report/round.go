package report

import (
	"slices"

	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
)

// Class says how a task stands at a date.
type Class uint8

const (
	ClassOther      Class = iota // nothing to judge by, or nothing missing but a verification
	ClassDone                    // 已完成
	ClassAhead                   // 超进度
	ClassOnTrack                 // 达进度
	ClassBehind                  // 欠进度
	ClassOverdue                 // 逾期
	ClassUnassigned              // 未派发: the plan names no lead
)

// Classes lists all classes in the order in which outputs name them.
func Classes() []Class {
	return []Class{ClassDone, ClassAhead, ClassOnTrack, ClassBehind, ClassOverdue, ClassOther, ClassUnassigned}
}

// Key is the class's key in the catalogue (class.<key>).
func (c Class) Key() string {
	return [...]string{"unclassed", "done", "ahead", "on-track", "behind", "overdue", "unassigned"}[c]
}

// Line is a bureau's line of the ledger: its part in one task at the end of a period.
type Line struct {
	Task   *workbook.Task
	Bureau *workbook.Bureau
	Role   string
	// Entry is what counts, with verified values in place of reported ones; nil if the bureau never had an accepted entry. Reported is the
	// entry as it was accepted from the return.
	Entry, Reported *workbook.Accepted
	// Carried says that the entry is of an earlier period (沿用).
	Carried bool
	// Verified lists the verifications that outrank fields of the entry.
	Verified   []*workbook.Verification
	Completion workbook.Completion
	Standing
}

// Standing is how a task or line stands in relation to time.
type Standing struct {
	Due     calendar.Date   // the deadline in force, 0 if it is open
	Elapsed workbook.Amount // 序时进度, 0–1
	// Expected is the completion that should have been reached, 0–1. Before the deadline of work that is either done or not, it asks no
	// more than that the work was begun: see workbook.Plan.Pace.
	Expected workbook.Amount
	// Gap is completion − expected in percentage points, negative if behind; not known unless both are.
	Gap   workbook.Amount
	Class Class
	Light workbook.Light
	// DaysLate is not known if nothing has fallen due.
	DaysLate workbook.Amount
	// NearDue says that the deadline is near and something left to do by then: the task is neither finished nor called so, nor a bound kept.
	NearDue bool
	// Waits says that nothing is missing but the office's verification: by what was reported it is neither behind nor overdue.
	Waits bool
}

// Unverified reports whether a task would be behind or overdue by what was verified, but is not, because the rest waits to be verified.
func (s Standing) Unverified() bool { return s.Waits && s.Class == ClassOther }

// TaskLine is a task's own line of the ledger, with its bureaus' lines under it.
type TaskLine struct {
	Task       *workbook.Task
	Completion workbook.Completion
	Standing
	// Lines are the bureaus' lines in the task's order; the first is the lead's if there is a lead.
	Lines []*Line
	// Added says that the task is new since the period before.
	Added bool
	// Prior is the completion at the end of the period before. Was is how the task stood then, judged at that period's own cutoff. In the
	// first period, and for a task that was added, Prior is not known and Was is nil.
	Prior workbook.Amount
	Was   *Standing
}

// Ledger is the merged record of a period.
type Ledger struct {
	Plan   *workbook.Plan
	Period calendar.Period
	// AsOf is the day by which lights and lateness are judged.
	AsOf calendar.Date
	// Now is the standing at the end of the period, Before that at the end of the period before, nil if there was none.
	Now, Before *workbook.Standing
	Tasks       []*TaskLine
	// Lines are all bureaus' lines, by task and then in the task's order.
	Lines    []*Line
	Register *Register
	Files    []FileLine
	// Notices lists the notices issued so far, with their state.
	Notices []*NoticeState
	// Findings lists those of all returns of the period, sorted.
	Findings []validate.Finding
	// Kept says where the files that came in are kept, by hash: a path with forward slashes, relative to the folder of the consolidated
	// workbook. It may be nil.
	Kept map[string]string
}

// Outcome is what became of a bureau's report in a period. 名册 = 应报 + 免报 and 应报 = 按时 + 迟报 + 退回未改 + 未报.
type Outcome uint8

const (
	Missing  Outcome = iota // 未报
	OnTime                  // 按时
	Late                    // 迟报
	SentBack                // 退回未改: it came, but errors still hold rows back
	Exempt                  // 免报
	NotAsked                // nothing to report in the period: not in the roster
)

// Key is the outcome's key in the catalogue (outcome.<key>).
func (o Outcome) Key() string {
	return [...]string{"missing", "on-time", "late", "sent-back", "exempt", "not-asked"}[o]
}

// worseThan reports whether a bureau stands worse with one outcome of its report than with another.
func (o Outcome) worseThan(other Outcome) bool {
	order := []Outcome{OnTime, Late, SentBack, Missing}
	return slices.Index(order, o) > slices.Index(order, other)
}

// RegisterRow is a bureau's line in the register of a period.
type RegisterRow struct {
	Bureau  *workbook.Bureau
	Outcome Outcome
	// Owed says which returns were expected of the bureau, Short which of them give it its outcome: of a workbook and a ledger the one that
	// stands worse.
	Owed, Short Owed
	// Nothing says that the bureau declared to have nothing to report (零报告); its Outcome is 按时 or 迟报 all the same.
	Nothing bool
	// FirstSeen and LastSeen are the days on which the first and the last readable return arrived, 0 if none came.
	FirstSeen, LastSeen calendar.Date
	// Returns counts the readable returns, SentBackTimes those that were sent back with errors.
	Returns, SentBackTimes int
	// Errors and Warnings count those that still stand, Held the rows that do not count.
	Errors, Warnings, Held int
	// Files are the returns that count, the workbook before the ledger.
	Files  []string
	Reason string // of the exemption, or of having nothing to report
	// AfterClose counts the returns that came after the period had closed; they change no figure.
	AfterClose int
	// Unproven counts the returns without a seal that came after one with a seal; they do not count.
	Unproven int
	// Reopened lists the decisions that let this bureau's returns count after the period had closed.
	Reopened []*workbook.IntakeDecision
}

// Register is the register of a period.
type Register struct {
	Period calendar.Period
	Due    calendar.Date  // 0 if the period has no due day
	Rows   []*RegisterRow // the roster: bureaus asked or exempt, in the plan's order
	// Outside lists bureaus that reported without being asked; they are not in the roster.
	Outside []*RegisterRow
	// Closing is the last day on which returns count, 0 if the period stays open. Reopenings lists the exceptions.
	Closing    calendar.Date
	Reopenings []*workbook.IntakeDecision
}

// Count counts the rows with an outcome.
func (r *Register) Count(o Outcome) int {
	n := 0
	for _, row := range r.Rows {
		if row.Outcome == o {
			n++
		}
	}
	return n
}

// Roster counts the bureaus of the roster (名册).
func (r *Register) Roster() int { return len(r.Rows) }

// Expected counts the bureaus that had to report (应报).
func (r *Register) Expected() int { return len(r.Rows) - r.Count(Exempt) }

// Received counts the bureaus that reported (已报): on time, late or sent back.
func (r *Register) Received() int { return r.Count(OnTime) + r.Count(Late) + r.Count(SentBack) }

// History is what trends and scores need of several periods: their registers and ledgers.
type History struct {
	Registers []*Register
	Ledgers   []*Ledger
}
