package main

import (
	"errors"
	"io"

	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/workbook"
	"duban/workbook/archive"
)

// then is the session as it was when there were n receipts, by the plan that was used, and says nothing.
func (s *session) then(n int, plan string) (*session, error) {
	past, err := s.Then(n, plan)
	if err != nil {
		return nil, err
	}
	a := *s.app
	a.asOf, a.period, a.out = "", "", io.Discard
	return &session{app: &a, Maker: outputs.New(past), ws: s.ws}, nil
}

// on has the session look at rounds on a day, as --as-of does; no day is that of each round.
func (s *session) on(day string) {
	s.asOf = day
	s.AsOf, _ = workbook.ParseISO(day)
}

// checkArchive works everything out again from what was filed: it holds the log's chain and re-hashes every file, judges
// every return anew by the plan of its day, makes the workbooks in the reports anew, and says what does not agree.
// With noted it is also held to where somebody noted that the log ended once.
func (s *session) checkArchive(noted string) error {
	o := s.newOutput("check", workbook.Period{})
	s.GoOverAgain()
	wrong, unchecked, err := s.auditLog(o, noted)
	if err != nil {
		return err
	}
	n, unjudged, err := s.auditVerdicts(o)
	if err != nil {
		return err
	}
	wrong += n
	n, uncompared, err := s.auditReports(o)
	if err != nil {
		return err
	}
	if wrong += n; wrong == 0 {
		o.line("audit.sound", "n", unchecked+unjudged+uncompared)
	} else {
		o.line("audit.unsound", "n", wrong)
	}
	o.summary["disagreements"] = wrong
	if err := o.print(); err != nil {
		return err
	}
	if wrong > 0 {
		return errFindings
	}
	return nil
}

// auditVerdicts judges every return again and counts those whose receipt says something else, and what could not be judged. What another
// build judged otherwise is not counted as wrong: its rules may have been others, and its receipt stands.
func (s *session) auditVerdicts(o *output) (wrong, unjudged int, err error) {
	re, lostIn := s.Replay(), map[string]bool{} // the rounds in which a file is gone that came in before
	checked, gone, off, others := 0, 0, []map[string]any{}, []map[string]any{}
	var unchecked []string
	keyGone := s.KeyGone()
	for i, rec := range s.Archive.Receipts() {
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
			return 0, 0, err
		}
		if same := round.SameVerdict(rec, again); !same && lostIn[rec.Period] {
			unchecked = append(unchecked, rec.ID()) // what had come before it is not all there
			continue
		} else if checked++; same {
			continue
		}
		is, was := s.verdictText(again), s.verdictText(rec)
		entry := map[string]any{"receipt": rec.ID(), "file": rec.Name, "period": rec.Period, "stands": was, "gives": is, "program": rec.Program, "build": rec.Build}
		// Of a file that was taken while the key was away it is only known now that its identity sheet was changed.
		unseen := refusedAsEdited(again) && !refusedAsEdited(rec)
		if unseen || !s.OtherBuild(rec) {
			off = append(off, entry)
		} else {
			others = append(others, entry)
		}
		o.line("audit.verdict-differs", "receipt", rec.ID(), "file", rec.Name, "was", was, "is", is, "unchecked", unseen, "by", s.byText(rec))
	}
	o.line("audit.verdicts", "n", checked, "off", len(off), "others", len(others))
	if len(unchecked) > 0 {
		o.line("audit.verdicts-unchecked", "n", len(unchecked), "receipts", s.firstText(unchecked, "audit.and-others"))
	}
	if unjudged = len(unchecked) + len(others); keyGone {
		unjudged++
		o.line("audit.key-gone", "path", s.ws.Rel(s.KeyPath()))
	}
	o.summary["verdicts"] = map[string]any{"checked": checked, "unchecked": len(unchecked), "differ": off, "by_other_builds": others}
	return len(off) + gone, unjudged, nil
}

// refusedAsEdited reports whether a receipt says that a file was refused for its identity sheet, which only a key can tell.
func refusedAsEdited(rec archive.Receipt) bool {
	return len(rec.Refused) > 0 && rec.Refused[0].Code == "identity-edited"
}

// verdictText is what a receipt says of a file, in words.
func (s *session) verdictText(r archive.Receipt) string {
	return s.words.T("audit.verdict", "word", s.words.T("verdict."+r.Verdict), "bureau", s.bureauName(r.Bureau), "errors", r.Errors, "warnings", r.Warnings,
		"held", r.Held, "recheck", r.Earlier != "", "mended", r.Mended, "remaining", r.Remaining, "new", r.New, "why", s.whyText(r))
}

// byText names the program that wrote a receipt where it is another than this one, in words; empty where it is this one.
func (s *session) byText(r archive.Receipt) string {
	if !s.OtherBuild(r) {
		return ""
	}
	return s.words.T("audit.by", "program", r.Program, "version", version, "build", r.Build)
}

// whyText is why a receipt says a file was refused; empty where it says nothing.
func (s *session) whyText(r archive.Receipt) string {
	why := round.RefusedFor(r)
	if len(why) == 0 {
		return ""
	}
	message, _ := s.findingText(&why[0])
	return message
}
