package main

import (
	"errors"

	"github.com/spf13/cobra"

	"duban/workbook"
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
				return s.checkArchive(noted)
			}
			o := s.newOutput("check", workbook.Period{})
			o.findings = s.checkPlan()
			open := s.openRound()
			if err := errors.Join(s.tellWaiting(o, open), s.tellEdited(o, open), s.tellClosings(o), s.tellUnseen(o, open), s.tellMissed(o)); err != nil {
				return err
			}
			errors, warnings, pending := countFindings(o.findings)
			o.summary["bureaus"], o.summary["tasks"] = len(s.plan.Bureaus), len(s.plan.Tasks)
			o.summary["errors"], o.summary["warnings"], o.summary["infos"] = errors, warnings, pending
			o.line("check.counts", "bureaus", len(s.plan.Bureaus), "tasks", len(s.plan.Tasks), "sha", s.whole.SHA256[:planDigits])
			if errors == 0 {
				o.line("check.ready")
			} else {
				o.line("check.mend")
			}
			o.settings = s.checker.Settings(s.plan)
			return o.print()
		},
	}
	c.Flags().BoolVar(&inArchive, "archive", false, a.words.T("flag.archive"))
	c.Flags().StringVar(&noted, "noted", "", a.words.T("flag.noted"))
	return c
}
