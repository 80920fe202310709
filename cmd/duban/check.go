package main

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"duban/cmd/duban/audit"
	"duban/workbook/calendar"
)

func (a *app) checkCmd() *cobra.Command {
	var inArchive bool
	var noted string
	c := &cobra.Command{
		Use: "check", Short: a.words.T("cmd.check"), Long: a.words.T("cmd.check-long"), Args: a.args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.open(false)
			if err != nil {
				return err
			}
			defer s.close()
			if inArchive || noted != "" {
				return s.audit(noted)
			}
			o := s.newOutput("check", calendar.Period{})
			o.findings = slices.Concat(s.CheckPlan(), s.CheckOmitted())
			open := s.OpenRound()
			if err := errors.Join(o.also(s.CheckWaiting(open)), o.also(s.CheckEdited(open)), o.also(s.CheckGone()), o.also(s.CheckMerged(open)), o.also(s.CheckClosings()), o.also(s.CheckPartsVerified(open)), o.also(s.CheckUnseen(open)), o.also(s.CheckMissed())); err != nil {
				return err
			}
			errors, warnings, pending := countFindings(o.findings)
			o.summary["bureaus"], o.summary["tasks"] = len(s.Plan.Bureaus), len(s.Plan.Tasks)
			o.summary["errors"], o.summary["warnings"], o.summary["infos"] = errors, warnings, pending
			o.line("check.counts", "bureaus", len(s.Plan.Bureaus), "tasks", len(s.Plan.Tasks), "sha", s.Whole.SHA256[:planDigits])
			if errors == 0 {
				o.line("check.ready")
			} else {
				o.line("check.mend")
			}
			o.settings = s.Checker.Settings(s.Plan)
			return o.print()
		},
	}
	c.Flags().BoolVar(&inArchive, "archive", false, a.words.T("flag.archive"))
	c.Flags().StringVar(&noted, "noted", "", a.words.T("flag.noted"))
	return c
}

// audit says whether the archive is unchanged and the reports follow from it.
func (s *session) audit(noted string) error {
	contrasted := func(stands, gives string) (string, string) { return contrast(stands, gives, mostWide) }
	found, err := audit.Run(s.Maker, audit.Voice{Words: s.words, Explain: s.explain, Contrast: contrasted}, noted)
	if errors.Is(err, audit.ErrNote) {
		return s.usage("usage.noted", "value", noted)
	}
	if err != nil {
		return err
	}
	o := s.newOutput("check", calendar.Period{})
	o.lines, o.summary = found.Lines, found.Summary
	if err := o.print(); err != nil {
		return err
	}
	if found.Wrong > 0 {
		return errFindings
	}
	return nil
}
