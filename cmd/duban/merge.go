package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/workbook/calendar"
)

func (a *app) mergeCmd() *cobra.Command {
	return &cobra.Command{
		Use: "merge", Short: a.words.T("cmd.merge"), Long: a.words.T("cmd.merge-long"), Args: a.args(0, 0),
		Example: a.words.T("sample.merge"),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.openInbox()
			if err != nil {
				return err
			}
			defer s.close()
			return s.merge()
		},
	}
}

func (s *session) merge() error {
	p, err := s.roundAsked()
	if err != nil {
		return err
	}
	o := s.newOutput("merge", p)
	if _, err := s.mergeRounds(o, p); err != nil {
		return o.saidFirst(err)
	}
	return o.print()
}

// mergeRounds files the inbox and writes the consolidated workbook of a period. It returns the rounds that it rests on.
func (s *session) mergeRounds(o *output, p calendar.Period) ([]*round.Round, error) {
	rounds, h, slips, err := s.fileRounds(o, p)
	defer slips.finish()
	if err != nil {
		return nil, err
	}
	r := rounds[len(rounds)-1]
	o.between(r)
	s.unproven(o, rounds)
	if err := errors.Join(o.also(s.CheckWaiting(p)), o.also(s.CheckMerged(p))); err != nil {
		return nil, err
	}
	if p == s.OpenRound() {
		if err := errors.Join(o.also(s.CheckGone()), o.also(s.CheckClosings()), o.also(s.CheckPartsVerified(p))); err != nil {
			return nil, err
		}
		o.findings = slices.Concat(o.findings, r.CheckUnseen())
	}
	return rounds, s.consolidate(o, h, slips)
}

// fileRounds files the inbox and works out the rounds up to a period with their ledgers. When it returns, slips are still being
// written: the caller must finish them, whatever the error.
func (s *session) fileRounds(o *output, p calendar.Period) ([]*round.Round, *report.History, *slipping, error) {
	if err := s.sound(); err != nil {
		return nil, nil, nil, err
	}
	slips, err := s.takeIn(o, s.Today(), "")
	if err != nil {
		return nil, nil, slips, err
	}
	o.period = p
	rounds, err := s.Rounds(p)
	if err != nil {
		return nil, nil, slips, err
	}
	return rounds, s.History(rounds), slips, nil
}

// planDigits is how many digits of a plan's hash name it.
const planDigits = 12

// consolidate writes the consolidated workbook of a period while slips are being written.
func (s *session) consolidate(o *output, h *report.History, slips *slipping) error {
	ledger := h.Ledgers[len(h.Ledgers)-1]
	// What became of the slips is printed before the workbook, and they are on the disk before its receipt is written.
	done, err := s.Consolidate(h, slips.finish)
	if done != nil {
		o.file("consolidated", "", done.Path)
	}
	if err != nil {
		return err
	}
	s.registerSummary(o, ledger.Register)
	counts := map[string]int{}
	for _, t := range ledger.Tasks {
		if t.Task.Reports() {
			counts[t.Class.Key()]++
		}
	}
	o.summary["tasks"], o.summary["classes"], o.summary["as_of"] = sum(counts), counts, ledger.AsOf.String()
	var classes []string
	for _, c := range report.Classes() {
		classes = append(classes, s.words.T("class."+c.Key())+" "+strconv.Itoa(counts[c.Key()]))
	}
	if kept := done.KeptPlan; kept != "" {
		o.line("merge.kept-plan", "period", ledger.Period.String(), "plan", kept[:planDigits])
	}
	s.awaiting(o, ledger)
	s.overruled(o, ledger)
	o.line("merge.tasks", "tasks", sum(counts), "classes", strings.Join(classes, s.words.T("word.comma")))
	o.line("merge.done", "path", s.ws.Rel(done.Path), "asof", ledger.AsOf.String())
	return nil
}

// mostAwaiting is how many of the matters that wait to be verified are named; the ledger has them all.
const mostAwaiting = 20

// awaiting lists the rectifications of which more was reported than verified, and says what to do about them.
func (s *session) awaiting(o *output, ledger *report.Ledger) {
	all := ledger.Awaiting()
	o.summary["awaiting_verification"] = len(all)
	if len(all) == 0 {
		return
	}
	o.line("awaiting.head", "n", len(all))
	for _, x := range all[:min(len(all), mostAwaiting)] {
		reported := ""
		if x.Completion.Reported.Known {
			reported = report.Counted(x.Completion.Reported, x.Task)
		}
		o.line("awaiting.line", "task", x.Task.ID, "title", x.Task.Title, "bureau", s.namesOf(x.Bureaus),
			"reported", reported, "verified", report.Counted(x.Completion.Done, x.Task))
	}
	if more := len(all) - mostAwaiting; more > 0 {
		o.line("awaiting.more", "n", more)
	}
	o.line("awaiting.then")
}

// overruled lists what bureaus reported anew that an earlier verification keeps from counting, and says what to do about it.
func (s *session) overruled(o *output, ledger *report.Ledger) {
	all := ledger.Overruled()
	o.summary["overruled"] = len(all)
	if len(all) == 0 {
		return
	}
	o.line("overruled.head", "n", len(all))
	for _, x := range all[:min(len(all), mostAwaiting)] {
		v := x.Verification
		o.line("overruled.line", "task", x.Task.ID, "title", x.Task.Title, "bureau", x.Bureau.Name, "field", s.words.ChoiceLabel("verified", v.Field),
			"reported", report.ReportedAs(&x, ledger.Plan, s.words), "value", v.Value, "period", v.Period.String(), "approver", v.Approver)
	}
	if more := len(all) - mostAwaiting; more > 0 {
		o.line("awaiting.more", "n", more)
	}
	o.line("overruled.then", "period", ledger.Period.String())
}

func sum(counts map[string]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}
