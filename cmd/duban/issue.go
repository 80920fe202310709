package main

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"duban/workbook/archive"
	"duban/workbook/calendar"
)

func (a *app) issueCmd() *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use: "issue", Short: a.words.T("cmd.issue"), Long: a.words.T("cmd.issue-long"), Args: a.args(0, 0),
		Example: a.words.T("sample.issue"),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.open(true)
			if err != nil {
				return err
			}
			defer s.close()
			return s.issue(force)
		},
	}
	c.Flags().BoolVar(&force, "force", false, a.words.T("flag.force"))
	return c
}

// nextRound gives the open round until it was merged, then the period after it; if none was issued, the month of the plan's document.
func (s *session) nextRound() calendar.Period {
	if p := s.OpenRound(); !p.IsZero() {
		if _, merged := s.Archive.Latest(archive.KindMerge, p.String()); !merged {
			return p
		}
		return p.Next()
	}
	if d := s.Plan.Settings.DocDate; d != 0 {
		return calendar.MonthOf(d)
	}
	return calendar.MonthOf(s.Today())
}

func (s *session) issue(force bool) error {
	p, err := s.periodAsked()
	if err != nil {
		return err
	}
	if p.IsZero() {
		p = s.nextRound()
	}
	if p.Kind() == calendar.Special && s.Plan.Special(p) == nil {
		return s.usage("usage.period", "value", s.period)
	}
	if err := s.sound(); err != nil {
		return err
	}
	is, err := s.Issue(p)
	if err != nil {
		return err
	}
	defer is.Drop()
	again := &is.Reissue
	if len(again.Changed)+len(again.Dropped) > 0 && !force && len(is.Round.Intake) > 0 {
		return s.fail(nil, "fail.reissue", "period", p.String(), "received", len(is.Round.Intake),
			"changed", s.first(again.Changed), "dropped", s.first(again.Dropped))
	}
	o := s.newOutput("issue", p)
	if err := errors.Join(o.also(s.CheckRetyped()), o.also(s.CheckGone())); err != nil {
		return err
	}
	o.findings = slices.Concat(o.findings, s.Checker.CheckUnseen(s.Plan, is.Round.Before, is.Round.Before, p))
	distribution, err := is.Place()
	if err == nil {
		err = o.also(s.CheckMerged(p))
	}
	if err != nil {
		return err
	}
	for _, h := range is.Templates {
		o.file("template", h.Bureau.Name, s.ws.Issued(p, h.File))
	}
	o.file("distribution", "", distribution)
	n, exempt, due := len(is.Templates), len(is.Exempt), s.Plan.DueDay(p).String()
	o.summary["templates"], o.summary["exempt"], o.summary["due"] = n, exempt, due
	o.line("issue.done", "n", n, "period", p.String(), "folder", s.ws.Rel(s.ws.Issued(p, "")), "due", due, "exempt", exempt)
	o.line("issue.list", "path", s.ws.Rel(distribution))
	for _, part := range []struct {
		key   string
		names []string
	}{{"changed", again.Changed}, {"added", again.Added}, {"dropped", again.Dropped}} {
		if len(part.names) > 0 {
			o.summary[part.key] = part.names
			o.line("issue."+part.key, "n", len(part.names), "bureaus", s.first(part.names))
		}
	}
	if is.Ledgers > 0 {
		o.summary["ledgers"] = is.Ledgers
		o.line("issue.ledgers", "n", is.Ledgers)
	}
	return o.print()
}
