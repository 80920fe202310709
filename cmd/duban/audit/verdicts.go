package audit

import (
	"errors"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/workbook/archive"
)

// verdicts judges every return again: a receipt that says something else is wrong. It counts what could not be judged. A different
// verdict of another build is not counted as wrong: its rules may have been different, and its receipt stands.
func (a *pass) verdicts() (unjudged int, err error) {
	re, lostIn := a.Replay(), map[string]bool{} // the rounds that lack a file which came in before
	checked, gone, off, others := 0, 0, []map[string]any{}, []map[string]any{}
	var unchecked []string
	keyGone := a.KeyGone()
	for i, rec := range a.Archive.Receipts() {
		if rec.Kind != archive.KindReturn {
			continue
		}
		if keyGone && refusedAsEdited(rec) {
			unchecked = append(unchecked, rec.ID()) // without the key nobody can tell
			continue
		}
		again, err := re.Again(i, rec)
		var lost *archive.Lost
		var planLost *round.PlanLost
		switch {
		case errors.Is(err, round.ErrPlanGone), errors.As(err, &planLost), errors.As(err, &lost):
			if lost == nil && rec.Program != "" {
				gone++ // early versions neither named themselves nor archived the plan of every filing
			}
			lostIn[rec.Period] = true
			unchecked = append(unchecked, rec.ID())
			continue
		case err != nil:
			return 0, err
		}
		if same := round.SameVerdict(rec, again); !same && lostIn[rec.Period] {
			unchecked = append(unchecked, rec.ID()) // not everything that had come before it is there
			continue
		} else if checked++; same {
			continue
		}
		is, was := a.verdictText(again), a.verdictText(rec)
		entry := map[string]any{"receipt": rec.ID(), "file": rec.Name, "period": rec.Period, "stands": was, "gives": is,
			"program": rec.Program, "build": rec.Build}
		// For a file that was taken while the key was away, only now is it known that its identity sheet was changed.
		unseen := refusedAsEdited(again) && !refusedAsEdited(rec)
		if unseen || !a.OtherBuild(rec) {
			off = append(off, entry)
		} else {
			others = append(others, entry)
		}
		a.line("audit.verdict-differs", "receipt", rec.ID(), "file", rec.Name, "was", was, "is", is, "unchecked", unseen, "by", a.byText(rec))
	}
	a.line("audit.verdicts", "n", checked, "off", len(off), "others", len(others))
	if len(unchecked) > 0 {
		a.line("audit.verdicts-unchecked", "n", len(unchecked), "receipts", a.firstText(unchecked, "audit.and-others"))
	}
	if unjudged = len(unchecked) + len(others); keyGone {
		unjudged++
		a.line("audit.key-gone", "path", a.ws.Rel(a.KeyPath()))
	}
	a.Summary["verdicts"] = map[string]any{"checked": checked, "unchecked": len(unchecked), "differ": off, "by_other_builds": others}
	a.Wrong += len(off) + gone
	return unjudged, nil
}

// refusedAsEdited reports whether a receipt says that a file was refused for its identity sheet, which only a key can show.
func refusedAsEdited(rec archive.Receipt) bool {
	return len(rec.Refused) > 0 && rec.Refused[0].Code == "identity-edited"
}

// verdictText puts what a receipt says of a file into words.
func (a *pass) verdictText(r archive.Receipt) string {
	t := a.voice.Words.T
	return t("audit.verdict", "word", t("verdict."+r.Verdict), "bureau", a.CalledIn(a.Plan, r), "errors", r.Errors,
		"warnings", r.Warnings, "held", r.Held, "recheck", r.Earlier != "", "mended", r.Mended, "remaining", r.Remaining, "new", r.New,
		"why", a.whyText(r))
}

// byText names the program that wrote a receipt, if it is another one than this; otherwise it is empty.
func (a *pass) byText(r archive.Receipt) string {
	if !a.OtherBuild(r) {
		return ""
	}
	return a.voice.Words.T("audit.by", "program", r.Program, "version", a.Version(), "build", r.Build)
}

// whyText says why, by its receipt, a file was refused; empty if it does not say.
func (a *pass) whyText(r archive.Receipt) string {
	why := round.RefusedFor(r)
	if len(why) == 0 {
		return ""
	}
	message, _ := report.FindingText(&why[0], a.Plan, a.Checker, a.voice.Words)
	return message
}
