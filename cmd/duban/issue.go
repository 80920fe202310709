package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"

	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
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

// nextRound is the round that is open until it was merged, then the period after it; where none was issued, the month of
// the plan's document.
func (s *session) nextRound() workbook.Period {
	if p := s.OpenRound(); !p.IsZero() {
		if _, merged := s.Archive.Latest(archive.KindMerge, p.String()); !merged {
			return p
		}
		return p.Next()
	}
	if d := s.Plan.Settings.DocDate; d != 0 {
		return workbook.MonthOf(d)
	}
	return workbook.MonthOf(s.Today())
}

func (s *session) issue(force bool) error {
	p, err := s.parsePeriod()
	if err != nil {
		return err
	}
	if p.IsZero() {
		p = s.nextRound()
	}
	if err := s.sound(); err != nil {
		return err
	}
	rounds, err := s.RoundsToIssue(p)
	if err != nil {
		return err
	}
	r := rounds[len(rounds)-1]
	key, err := s.SealKey()
	if err != nil {
		return err
	}
	var todo, exempt []*workbook.Bureau
	var asked []string
	ledgers := 0
	for _, b := range s.Plan.Reporting(r.Before, p) {
		asked = append(asked, b.Code)
		if b.SendsLedger {
			ledgers++
		}
		if s.Plan.Exempted(b, p) != nil {
			exempt = append(exempt, b)
			continue
		}
		if !s.Plan.FillsIn(r.Before, b, p) {
			continue // a county with nothing to report but its ledger
		}
		todo = append(todo, b)
	}
	if len(todo) == 0 && ledgers == 0 {
		return s.fail(nil, "fail.nothing-to-issue", "period", p.String())
	}
	// Everything is on the disk before the first file gets its name: what went out already is not replaced by half where the
	// disk is full, nor behind the bureaus' backs once some have answered. Files that are open in Excel stay as they were and
	// are all named; the round is on record once a run found none.
	batch := s.disk.Batch()
	defer batch.Drop()
	list, err := s.layTemplates(batch, todo, r.Before, p, key)
	if err != nil {
		return err
	}
	if n := s.changed(p, list); n > 0 && !force && len(r.Intake) > 0 {
		return s.fail(nil, "fail.reissue", "period", p.String(), "changed", n, "received", len(r.Intake))
	}
	m := outputs.Manifest{Command: "issue", Period: p.String(), Plan: s.Whole.SHA256}
	o := s.newOutput("issue", p)
	if err := o.also(s.CheckRetyped()); err != nil {
		return err
	}
	o.findings = slices.Concat(o.findings, s.Checker.CheckUnseen(s.Plan, r.Before, r.Before, p))
	for _, h := range list {
		path := s.ws.Issued(p, h.File)
		m.Files = append(m.Files, outputs.ManifestFile{Path: s.ws.Rel(path), Bureau: h.Bureau.Name, Points: h.Points, SHA256: h.SHA256})
		o.file("template", h.Bureau.Name, path)
	}
	data, err := xlsx.Write(templates.DistributionBook(s.Plan, p, list, exempt, s.ws.Words))
	if err != nil {
		return fmt.Errorf("distribution list: %w", err)
	}
	listPath := s.ws.Issued(p, s.ws.Words.T("file.distribution"))
	if err := batch.Add(listPath, data); err != nil {
		return err
	}
	if err := batch.Place(); err != nil {
		return err
	}
	o.file("distribution", "", listPath)
	if err := s.withdraw(p, m); err != nil {
		return err
	}
	if err := s.WriteManifest(s.ws.Issued(p, outputs.ManifestName), m); err != nil {
		return err
	}
	if err := s.KeepPlan(p); err != nil {
		return err
	}
	bureaus := strings.Join(asked, "|")
	// A past round keeps the plan that it was merged with until it is issued again, with the one that it went out with before too.
	kept := s.KeptSum(p)
	if last, ok := s.Archive.Latest(archive.KindIssue, p.String()); !ok || kept != "" && kept != s.Whole.SHA256 || last.PlanSHA256 != s.Whole.SHA256 || last.Bureaus != bureaus || last.Seal != key.Name() {
		if _, err := s.Archive.Append(archive.Receipt{Kind: archive.KindIssue, Period: p.String(), PlanSHA256: s.Whole.SHA256, Bureaus: bureaus, Seal: key.Name(), Received: s.Today().String()}); err != nil {
			return err
		}
	}
	o.summary["templates"], o.summary["exempt"], o.summary["due"] = len(todo), len(exempt), s.Plan.DueDay(p).String()
	o.line("issue.done", "n", len(todo), "period", p.String(), "folder", s.ws.Rel(s.ws.Issued(p, "")), "due", s.Plan.DueDay(p).String(), "exempt", len(exempt))
	o.line("issue.list", "path", s.ws.Rel(listPath))
	if ledgers > 0 {
		o.summary["ledgers"] = ledgers
		o.line("issue.ledgers", "n", ledgers)
	}
	return o.print()
}

// changed counts the files of a round that were issued before with other content.
func (s *session) changed(p workbook.Period, list []templates.Handout) int {
	n := 0
	for _, h := range list {
		if old, err := s.disk.ReadFile(s.ws.Issued(p, h.File)); err == nil && archive.Hash(old) != h.SHA256 {
			n++
		}
	}
	return n
}

// layTemplates lays out a round's templates, several at a time, and adds each to the batch as soon as it is made: no more are
// kept in memory than are being worked at. The list is in the bureaus' order.
func (s *session) layTemplates(batch *archive.Batch, todo []*workbook.Bureau, before *workbook.Standing, p workbook.Period, key workbook.Key) ([]templates.Handout, error) {
	list := make([]templates.Handout, len(todo))
	errs := make([]error, len(todo))
	layouter := templates.NewLayouter(s.Forms, s.Rules, s.ws.Words)
	var writer xlsx.Writer
	lay := func(b *workbook.Bureau, name string) (templates.Handout, error) {
		t := templates.Prepare(s.Plan, s.Forms, before, b, p, s.ws.Words)
		t.Key = key
		book, err := layouter.Layout(t)
		if err != nil {
			return templates.Handout{}, err
		}
		data, err := writer.Write(book)
		if err != nil {
			return templates.Handout{}, fmt.Errorf("template of %s: %w", b.Name, err)
		}
		return templates.Handout{Bureau: b, File: name, Points: t.Points(), SHA256: archive.Hash(data)}, batch.Add(s.ws.Issued(p, name), data)
	}
	names := outputs.BureauFiles(todo)
	var failed atomic.Bool
	round.Side(len(todo), func(i int) {
		if failed.Load() {
			return // what one could not be written for, the others cannot either
		}
		if list[i], errs[i] = lay(todo[i], archive.SafeName(names[i]+".xlsx")); errs[i] != nil {
			failed.Store(true)
		}
	})
	return list, cmp.Or(errs...)
}

// withdraw removes what an earlier run issued for the round and this one does not: a bureau that is asked no more is not to
// be sent last week's workbook. What somebody changed since is left.
func (s *session) withdraw(p workbook.Period, now outputs.Manifest) error {
	before, ok := s.ReadManifest(s.ws.Issued(p, outputs.ManifestName))
	if !ok {
		return nil // nothing was issued before
	}
	keep := map[string]bool{}
	for _, f := range now.Files {
		keep[f.Path] = true
	}
	for _, f := range before.Files {
		path := filepath.Join(s.ws.Dir, filepath.FromSlash(f.Path))
		if keep[f.Path] || filepath.Dir(path) != s.ws.Issued(p, "") {
			continue
		}
		if old, err := s.disk.ReadFile(path); err != nil || archive.Hash(old) != f.SHA256 {
			continue
		}
		if err := s.disk.Remove(path); err != nil {
			return fmt.Errorf("withdraw %s: %w", f.Path, err)
		}
	}
	return nil
}
