package audit

import (
	"errors"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/workbook/archive"
)

// verdicts judges every return again: a receipt that says something else is wrong. It counts what could not be judged. What another
// build judged otherwise is not counted as wrong: its rules may have been others, and its receipt stands.
func (a *pass) verdicts() (unjudged int, err error) {
	re, lostIn := a.Replay(), map[string]bool{} // the rounds in which a file is gone that came in before
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
				gone++ // early versions did not name themselves, nor did they archive the plan of every filing
			}
			lostIn[rec.Period] = true
			unchecked = append(unchecked, rec.ID())
			continue
		case err != nil:
			return 0, err
		}
		if same := round.SameVerdict(rec, again); !same && lostIn[rec.Period] {
			unchecked = append(unchecked, rec.ID()) // what had come before it is not all there
			continue
		} else if checked++; same {
			continue
		}
		is, was := a.verdictText(again), a.verdictText(rec)
		entry := map[string]any{"receipt": rec.ID(), "file": rec.Name, "period": rec.Period, "stands": was, "gives": is,
			"program": rec.Program, "build": rec.Build}
		// Of a file that was taken while the key was away it is only known now that its identity sheet was changed.
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

// refusedAsEdited reports whether a receipt says that a file was refused for its identity sheet, which only a key can tell.
func refusedAsEdited(rec archive.Receipt) bool {
	return len(rec.Refused) > 0 && rec.Refused[0].Code == "identity-edited"
}

// verdictText is what a receipt says of a file, in words.
func (a *pass) verdictText(r archive.Receipt) string {
	t := a.voice.Words.T
	return t("audit.verdict", "word", t("verdict."+r.Verdict), "bureau", a.CalledIn(r), "errors", r.Errors,
		"warnings", r.Warnings, "held", r.Held, "recheck", r.Earlier != "", "mended", r.Mended, "remaining", r.Remaining, "new", r.New,
		"why", a.whyText(r))
}

// byText names the program that wrote a receipt where it is another than this one, in words; empty where it is this one.
func (a *pass) byText(r archive.Receipt) string {
	if !a.OtherBuild(r) {
		return ""
	}
	return a.voice.Words.T("audit.by", "program", r.Program, "version", a.Version(), "build", r.Build)
}

// whyText is why a receipt says a file was refused; empty where it says nothing.
func (a *pass) whyText(r archive.Receipt) string {
	why := round.RefusedFor(r)
	if len(why) == 0 {
		return ""
	}
	message, _ := report.FindingText(&why[0], a.Plan, a.Checker, a.voice.Words)
	return message
}
