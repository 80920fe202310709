package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/spf13/cobra"

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
	if p := s.openRound(); !p.IsZero() {
		if _, merged := s.archive.Latest(archive.KindMerge, p.String()); !merged {
			return p
		}
		return p.Next()
	}
	if d := s.plan.Settings.DocDate; d != 0 {
		return workbook.MonthOf(d)
	}
	return workbook.MonthOf(s.today())
}

// manifestName is the manifest's file name beside what it lists.
const manifestName = "manifest.json"

// manifest says what a command wrote and what it rests on.
type manifest struct {
	Command string `json:"command"`
	Period  string `json:"period"`
	AsOf    string `json:"as_of,omitempty"`
	Plan    string `json:"plan_sha256"`
	// Decided is the plan whose decisions about a past round stand in the one that the round keeps.
	Decided string         `json:"decided_sha256,omitempty"`
	Files   []manifestFile `json:"files"`
	Inputs  []manifestFile `json:"inputs,omitempty"`
}

type manifestFile struct {
	Path   string `json:"path"`
	Bureau string `json:"bureau,omitempty"`
	Points int    `json:"points,omitempty"`
	SHA256 string `json:"sha256"`
}

func (s *session) writeManifest(path string, m manifest) error {
	b, err := m.text()
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return s.disk.WriteFile(path, b)
}

// text is a manifest as it is written.
func (m manifest) text() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	return append(b, '\n'), err
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
	s.issuing = p
	rounds, err := s.rounds(p)
	if err != nil {
		return err
	}
	r := rounds[len(rounds)-1]
	key, err := s.sealKey()
	if err != nil {
		return err
	}
	var todo, exempt []*workbook.Bureau
	var asked []string
	ledgers := 0
	for _, b := range s.plan.Reporting(r.before, p) {
		asked = append(asked, b.Code)
		if b.SendsLedger {
			ledgers++
		}
		if s.plan.Exempted(b, p) != nil {
			exempt = append(exempt, b)
			continue
		}
		if !s.plan.FillsIn(r.before, b, p) {
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
	list, err := s.layTemplates(batch, todo, r.before, p, key)
	if err != nil {
		return err
	}
	if n := s.changed(p, list); n > 0 && !force && len(r.intake) > 0 {
		return s.fail(nil, "fail.reissue", "period", p.String(), "changed", n, "received", len(r.intake))
	}
	m := manifest{Command: "issue", Period: p.String(), Plan: s.whole.SHA256}
	o := s.newOutput("issue", p)
	if err := s.tellRetyped(o); err != nil {
		return err
	}
	o.findings = slices.Concat(o.findings, s.checker.CheckUnseen(s.plan, r.before, r.before, p))
	for _, h := range list {
		path := s.ws.issued(p, h.File)
		m.Files = append(m.Files, manifestFile{s.ws.rel(path), h.Bureau.Name, h.Points, h.SHA256})
		o.file("template", h.Bureau.Name, path)
	}
	data, err := xlsx.Write(templates.DistributionBook(s.plan, p, list, exempt, s.ws.words))
	if err != nil {
		return fmt.Errorf("distribution list: %w", err)
	}
	listPath := s.ws.issued(p, s.ws.words.T("file.distribution"))
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
	if err := s.writeManifest(s.ws.issued(p, manifestName), m); err != nil {
		return err
	}
	if err := s.keepPlan(p); err != nil {
		return err
	}
	bureaus := strings.Join(asked, "|")
	// A past round keeps the plan that it was merged with until it is issued again, with the one that it went out with before too.
	kept := s.keptSum(p)
	if last, ok := s.archive.Latest(archive.KindIssue, p.String()); !ok || kept != "" && kept != s.whole.SHA256 || last.PlanSHA256 != s.whole.SHA256 || last.Bureaus != bureaus || last.Seal != key.Name() {
		if _, err := s.archive.Append(archive.Receipt{Kind: archive.KindIssue, Period: p.String(), PlanSHA256: s.whole.SHA256, Bureaus: bureaus, Seal: key.Name(), Received: s.today().String()}); err != nil {
			return err
		}
	}
	o.summary["templates"], o.summary["exempt"], o.summary["due"] = len(todo), len(exempt), s.plan.DueDay(p).String()
	o.line("issue.done", "n", len(todo), "period", p.String(), "folder", s.ws.rel(s.ws.issued(p, "")), "due", s.plan.DueDay(p).String(), "exempt", len(exempt))
	o.line("issue.list", "path", s.ws.rel(listPath))
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
		if old, err := s.disk.ReadFile(s.ws.issued(p, h.File)); err == nil && archive.Hash(old) != h.SHA256 {
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
	layouter := templates.NewLayouter(s.forms, s.rules, s.ws.words)
	var writer xlsx.Writer
	lay := func(b *workbook.Bureau, name string) (templates.Handout, error) {
		t := templates.Prepare(s.plan, s.forms, before, b, p, s.ws.words)
		t.Key = key
		book, err := layouter.Layout(t)
		if err != nil {
			return templates.Handout{}, err
		}
		data, err := writer.Write(book)
		if err != nil {
			return templates.Handout{}, fmt.Errorf("template of %s: %w", b.Name, err)
		}
		return templates.Handout{Bureau: b, File: name, Points: t.Points(), SHA256: archive.Hash(data)}, batch.Add(s.ws.issued(p, name), data)
	}
	var wait sync.WaitGroup
	var failed atomic.Bool
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, name := range bureauFiles(todo) {
		slots <- struct{}{}
		if failed.Load() {
			break // what one could not be written for, the others cannot either
		}
		wait.Go(func() {
			defer func() { <-slots }()
			if list[i], errs[i] = lay(todo[i], archive.SafeName(name+".xlsx")); errs[i] != nil {
				failed.Store(true)
			}
		})
	}
	wait.Wait()
	return list, cmp.Or(errs...)
}

// withdraw removes what an earlier run issued for the round and this one does not: a bureau that is asked no more is not to
// be sent last week's workbook. What somebody changed since is left.
func (s *session) withdraw(p workbook.Period, now manifest) error {
	data, err := s.disk.ReadFile(s.ws.issued(p, manifestName))
	if err != nil {
		return nil // nothing was issued before
	}
	var before manifest
	if json.Unmarshal(data, &before) != nil {
		return nil
	}
	keep := map[string]bool{}
	for _, f := range now.Files {
		keep[f.Path] = true
	}
	for _, f := range before.Files {
		path := filepath.Join(s.ws.dir, filepath.FromSlash(f.Path))
		if keep[f.Path] || filepath.Dir(path) != s.ws.issued(p, "") {
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
