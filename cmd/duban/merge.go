package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
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

// history works out the ledgers and registers of rounds, the last one's as of the day asked for.
func (s *session) history(rounds []*round.Round) *report.History {
	return history(rounds, s.asOfDay(rounds[len(rounds)-1]))
}

// history works out the ledgers and registers of rounds. Past rounds are judged at their own cutoff.
func history(rounds []*round.Round, asOf workbook.Date) *report.History {
	h := &report.History{}
	for i, r := range rounds {
		day := r.Plan.CutoffDay(r.Period)
		if i == len(rounds)-1 {
			day = asOf
		}
		l := r.Ledger(day)
		h.Ledgers = append(h.Ledgers, l)
		h.Registers = append(h.Registers, l.Register)
	}
	return h
}

func (s *session) merge() error {
	p, err := s.thePeriod()
	if err != nil {
		return err
	}
	o := s.newOutput("merge", p)
	if _, err := s.mergeRounds(o, p); err != nil {
		return o.saidFirst(err)
	}
	return o.print()
}

// mergeRounds files the inbox and writes the consolidated workbook of a period. It gives the rounds that it rests on.
func (s *session) mergeRounds(o *output, p workbook.Period) ([]*round.Round, error) {
	rounds, h, slips, err := s.fileRounds(o, p)
	defer slips.finish()
	if err != nil {
		return nil, err
	}
	r := rounds[len(rounds)-1]
	o.between(r)
	s.unproven(o, rounds)
	if err := o.also(s.CheckWaiting(p)); err != nil {
		return nil, err
	}
	if p == s.OpenRound() {
		if err := o.also(s.CheckClosings()); err != nil {
			return nil, err
		}
		o.findings = slices.Concat(o.findings, r.CheckUnseen())
	}
	return rounds, s.consolidate(o, p, h, slips)
}

// fileRounds files the inbox and works out the rounds up to a period with their ledgers. The slips are on their way when it is
// done: they are to be finished whatever it gives.
func (s *session) fileRounds(o *output, p workbook.Period) ([]*round.Round, *report.History, *slipping, error) {
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
	return rounds, s.history(rounds), slips, nil
}

// kept says where what came in is kept, by hash, as seen from a folder.
func (s *session) kept(from string) map[string]string {
	out := map[string]string{}
	for _, r := range s.Archive.Receipts() {
		if r.Path == "" {
			continue
		}
		path, err := filepath.Rel(from, s.ws.Folder("archive", filepath.FromSlash(r.Path)))
		if err != nil {
			continue
		}
		// Of the same bytes kept twice the first by name, in whatever order they came.
		if path = filepath.ToSlash(path); out[r.SHA256] == "" || path < out[r.SHA256] {
			out[r.SHA256] = path
		}
	}
	return out
}

// What the collector lets memory grow by while the consolidated workbook is laid out and written, see collectorReserve: what the
// last pieces of the inbox left room for, and where more is in use, a smaller share of it than in the rest of a run. What a row is
// made of is garbage by the next one, and little in all: the usual share would take more memory than the rest of the run.
const (
	layingOut      = 40 << 20
	layingOutShare = 20 // per cent
)

// collectLayingOut sets the collector to that, and gives what sets it back.
func collectLayingOut() (back func()) {
	inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(inUse)
	share := layingOutShare
	if n := inUse[0].Value; n.Kind() == metrics.KindUint64 {
		share = max(share, int(100*layingOut/max(layingOut, n.Uint64())))
	}
	before := debug.SetGCPercent(share)
	return func() { debug.SetGCPercent(before) }
}

// noticesIn has the last ledger say how the notices of its rounds stand, judged at its own day, as everything in it is.
func (s *session) noticesIn(p workbook.Period, h *report.History) {
	ledger := h.Ledgers[len(h.Ledgers)-1]
	ledger.Notices = report.NoticeStates(report.NoticeInput{History: h, Records: s.notices(p), Day: ledger.AsOf})
}

// writeConsolidated writes the consolidated workbook of a period to where it is made; what is compressed of it waits aside, or is
// held where there is no such place.
func (s *session) writeConsolidated(to io.Writer, aside xlsx.Aside, p workbook.Period, h *report.History) error {
	ledger := h.Ledgers[len(h.Ledgers)-1]
	s.noticesIn(p, h)
	ledger.Kept = s.kept(s.ws.Folder("reports", p.String()))
	defer collectLayingOut()()
	if err := xlsx.WriteTo(to, aside, report.Consolidated(ledger, h, s.ws.Words)); err != nil {
		return fmt.Errorf("consolidated workbook: %w", err)
	}
	return nil
}

// mergeManifest says what a consolidated workbook rests on.
func (s *session) mergeManifest(path, sum string, ledger *report.Ledger) manifest {
	m := manifest{Command: "merge", Period: ledger.Period.String(), AsOf: ledger.AsOf.String(), Plan: ledger.Plan.SHA256, Decided: ledger.Plan.DecidedIn,
		Files: []manifestFile{{Path: s.ws.Rel(path), SHA256: sum}}}
	for _, f := range ledger.Files {
		m.Inputs = append(m.Inputs, manifestFile{Path: f.Name, SHA256: f.SHA256})
	}
	return m
}

// planDigits is how much of a plan's hash names it.
const planDigits = 12

func mergeCommand(p workbook.Period) string { return "duban merge --period " + p.String() }

// consolidate writes the consolidated workbook of a period while slips are on their way.
func (s *session) consolidate(o *output, p workbook.Period, h *report.History, slips *slipping) error {
	ledger := h.Ledgers[len(h.Ledgers)-1]
	asOf := ledger.AsOf
	if err := s.restoreNotices(p); err != nil {
		return err
	}
	if err := s.KeepPlan(p); err != nil {
		return err
	}
	path := s.ws.Folder("reports", p.String(), s.ws.Words.T("file.consolidated"))
	listPath := s.ws.Folder("reports", p.String(), manifestName)
	aside := s.disk.Aside(path)
	defer aside.Close()
	recorded := func() {}
	hash, err := s.disk.Write(path, func(to io.Writer) error { return s.writeConsolidated(to, aside, p, h) }, func(sum string) error {
		list, err := s.mergeManifest(path, sum, ledger).text()
		recorded = s.Announce(mergeCommand(p)+s.asOfFlag(p), map[string]string{path: sum, listPath: archive.Hash(list)})
		return err
	})
	// What the slips come to is said before it, and stands on the disk before its receipt is written.
	slips.finish()
	if err != nil {
		return err
	}
	o.file("consolidated", "", path)
	kept := ""
	if sum := ledger.Plan.SHA256; sum != s.Whole.SHA256 {
		kept = sum
	}
	// What stands is on record though its manifest, which somebody may have open, could not be written: that is made good by the next run.
	unlisted := s.writeManifest(listPath, s.mergeManifest(path, hash, ledger))
	if err := s.disk.SyncFolder(filepath.Dir(path)); err != nil {
		return errors.Join(unlisted, err)
	}
	if last, ok := s.Archive.Latest(archive.KindMerge, p.String()); !ok || last.PlanSHA256 != s.Whole.SHA256 || last.RoundPlan != kept || last.SHA256 != hash {
		if _, err := s.Archive.Append(archive.Receipt{Kind: archive.KindMerge, Period: p.String(), PlanSHA256: s.Whole.SHA256, RoundPlan: kept, SHA256: hash,
			Name: s.ws.Rel(path), Received: s.Today().String(), AsOf: asOf.String(), Program: version, Build: s.buildName()}); err != nil {
			return errors.Join(unlisted, err)
		}
	}
	if unlisted != nil {
		return unlisted
	}
	recorded()
	s.registerSummary(o, ledger.Register)
	counts := map[string]int{}
	for _, t := range ledger.Tasks {
		if t.Task.Reports() {
			counts[t.Class.Key()]++
		}
	}
	o.summary["tasks"], o.summary["classes"], o.summary["as_of"] = len(ledger.Tasks), counts, asOf.String()
	var classes []string
	for _, c := range report.Classes() {
		classes = append(classes, s.words.T("class."+c.Key())+" "+strconv.Itoa(counts[c.Key()]))
	}
	if kept != "" {
		o.line("merge.kept-plan", "period", p.String(), "plan", kept[:planDigits])
	}
	o.line("merge.tasks", "tasks", sum(counts), "classes", strings.Join(classes, s.words.T("word.comma")))
	o.line("merge.done", "path", s.ws.Rel(path), "asof", asOf.String())
	return nil
}

func sum(counts map[string]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}
