package report

import (
	"strings"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
)

// FileLine says what became of one file that came in.
type FileLine struct {
	Name, SHA256, Receipt string
	Bureau                *workbook.Bureau
	Period                string
	Seen                  calendar.Date
	// Verdict is a key of the catalogue (verdict.<key>): accepted, in-part, sent-back, nothing, duplicate, superseded,
	// partly-superseded, set-aside, unproven, after-close, other-period, not-ours, unreadable.
	Verdict                string
	Errors, Warnings, Held int
	// Passed says that another build of the program, which took it, had found none of the errors.
	Passed bool
	// Why is why nothing of the file was taken; Likely are the bureaus without a return whose name stands in the file's.
	Why    []validate.Finding
	Likely []*workbook.Bureau
	// Recheck says how the points of the bureau's return before this one stand, nil where there was none.
	Recheck *validate.Recheck
	// By is the return that counts in place of one that was superseded or is unproven, or the one that a duplicate repeats.
	By *FileLine
	// Rows counts the rows of a superseded return that no later one replaced.
	Rows int
	// Closing is the day on which the period had closed for a return that came after.
	Closing calendar.Date
	// Decision is the one by which the return was set aside, or counts in a reopened period; Vouched the one by which it counts
	// though it bears no seal.
	Decision, Vouched *workbook.IntakeDecision
}

// Note says why a file counts or does not, and how it stands against the one before it; empty where there is nothing to
// explain.
func (f *FileLine) Note(plan *workbook.Plan, c *templates.Catalogue) string {
	w := newWords(plan, c)
	var parts []string
	say := func(id string, args ...any) { parts = append(parts, c.T("filenote."+id, args...)) }
	by := func(id string) {
		if f.By != nil {
			say(id, "file", f.By.Name, "receipt", f.By.Receipt, "day", w.day(f.By.Seen), "period", f.By.Period, "rows", f.Rows, "errors", f.By.Errors, "vouched", f.By.Vouched != nil)
		}
	}
	switch f.Verdict {
	case "superseded", "partly-superseded", "unproven":
		by(f.Verdict)
	case "duplicate":
		if f.By != nil && f.By.Period != f.Period {
			by("duplicate-other")
		} else {
			by("duplicate")
		}
	case "after-close":
		say("after-close", "day", w.day(f.Closing))
	}
	for i := range f.Why {
		parts = append(parts, w.finding(&f.Why[i]))
	}
	if f.Passed {
		say("passed", "errors", f.Errors)
	}
	if len(f.Likely) > 0 {
		say("likely", "bureaus", f.LikelyNames(c))
	}
	if d := f.Decision; d != nil {
		id := "reopened"
		if d.Action == workbook.SetAside {
			id = "set-aside"
		}
		say(id, "reason", d.Reason, "approver", d.Approver, "day", w.day(d.Until))
	}
	if d := f.Vouched; d != nil {
		say("vouched", "reason", d.Reason, "approver", d.Approver)
	}
	if f.Recheck != nil && *f.Recheck != (validate.Recheck{}) {
		say("recheck", "mended", f.Recheck.Mended, "remaining", f.Recheck.Remaining, "new", f.Recheck.New)
	}
	return strings.Join(parts, c.T("filenote.join"))
}

// LikelyNames are the names of the bureaus whose file it probably is.
func (f *FileLine) LikelyNames(c *templates.Catalogue) string {
	names := make([]string, len(f.Likely))
	for i, b := range f.Likely {
		names[i] = b.Name
	}
	return strings.Join(names, c.T("report.join"))
}
