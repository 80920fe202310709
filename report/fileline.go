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
	// Ledger says that it is a county's consolidated workbook.
	Ledger bool
	Period string
	Seen   calendar.Date
	// Verdict is one of the Verdict constants.
	Verdict                string
	Errors, Warnings, Held int
	// Passed says that another build of the program took the file and found none of the errors.
	Passed bool
	// Why says why nothing of the file was taken. Likely are the bureaus without a return whose names occur in the file's name.
	Why    []validate.Finding
	Likely []*workbook.Bureau
	// Recheck says what became of the points of the bureau's previous return, nil if there is none.
	Recheck *validate.Recheck
	// By is the return that counts in place of a superseded or unproven one, or that a duplicate repeats.
	By *FileLine
	// Rows counts the rows of a superseded return that no later one replaced.
	Rows int
	// Closing is the day on which the period closed, for a return that came later.
	Closing calendar.Date
	// Decision sets the return aside, or lets it count in a reopened period; Vouched lets it count although it has no seal.
	Decision, Vouched *workbook.IntakeDecision
}

// Note explains why a file counts or does not, and how it compares with the previous one; empty if nothing needs explaining.
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
	case VerdictSuperseded, VerdictPartlySuperseded, VerdictUnproven:
		by(f.Verdict)
	case VerdictDuplicate:
		if f.By != nil && f.By.Period != f.Period {
			by("duplicate-other")
		} else {
			by("duplicate")
		}
	case VerdictAfterClose:
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

// LikelyNames gives the names of the bureaus whose file it probably is.
func (f *FileLine) LikelyNames(c *templates.Catalogue) string {
	names := make([]string, len(f.Likely))
	for i, b := range f.Likely {
		names[i] = b.Name
	}
	return strings.Join(names, c.T("report.join"))
}
