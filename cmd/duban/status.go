package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"duban/report"
	"duban/workbook"
)

func (a *app) statusCmd() *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: a.words.T("cmd.status"), Long: a.words.T("cmd.status-long"), Args: a.args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.open(false)
			if err != nil {
				return err
			}
			defer s.close()
			p, err := s.thePeriod()
			if err != nil {
				return err
			}
			rounds, err := s.rounds(p)
			if err != nil {
				return err
			}
			r := rounds[len(rounds)-1]
			o := s.newOutput("status", p)
			reg := r.register()
			s.registerSummary(o, reg)
			if !s.json {
				s.printRegister(reg)
			} else {
				o.summary["register"] = registerJSON(reg)
			}
			return o.print()
		},
	}
}

func (s *session) registerSummary(o *output, reg *report.Register) {
	for _, oc := range []report.Outcome{report.OnTime, report.Late, report.SentBack, report.Missing, report.Exempt} {
		o.summary[oc.Key()] = reg.Count(oc)
	}
	o.summary["roster"], o.summary["expected"], o.summary["due"] = reg.Roster(), reg.Expected(), reg.Due.String()
	o.line("status.roster", "roster", reg.Roster(), "expected", reg.Expected(), "exempt", reg.Count(report.Exempt), "idle", len(s.plan.Bureaus)-reg.Roster())
	o.line("status.expected", "expected", reg.Expected(), "ontime", reg.Count(report.OnTime), "late", reg.Count(report.Late),
		"sentback", reg.Count(report.SentBack), "missing", reg.Count(report.Missing))
}

func (s *session) printRegister(reg *report.Register) {
	t := s.words.T
	fmt.Fprintln(s.out, t("status.title", "period", reg.Period.String(), "due", reg.Due.String()))
	var rows [][]string
	for _, r := range reg.Rows {
		word := t("outcome." + r.Outcome.Key())
		if r.Nothing {
			word += t("status.nothing")
		}
		rows = append(rows, []string{r.Bureau.Name, word, r.FirstSeen.String(), number(r.Returns), number(r.Errors), number(r.Warnings), r.File})
	}
	s.printTable([]string{t("heading.bureau"), t("status.outcome"), t("status.first-seen"), t("status.returns"), t("status.errors"), t("status.warnings"), t("status.file")}, rows)
}

// number leaves zeros blank, so that figures stand out.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func registerJSON(reg *report.Register) []map[string]any {
	out := []map[string]any{}
	for _, r := range reg.Rows {
		out = append(out, map[string]any{"bureau": r.Bureau.Name, "outcome": r.Outcome.Key(), "nothing": r.Nothing, "first_seen": orNull(r.FirstSeen),
			"returns": r.Returns, "errors": r.Errors, "warnings": r.Warnings, "held": r.Held, "file": r.File, "reason": r.Reason})
	}
	return out
}

func orNull(d workbook.Date) any {
	if d == 0 {
		return nil
	}
	return d.String()
}
