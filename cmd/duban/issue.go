package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/spf13/cobra"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
)

func (a *app) issueCmd() *cobra.Command {
	return &cobra.Command{
		Use: "issue", Short: a.words.T("cmd.issue"), Long: a.words.T("cmd.issue-long"), Args: a.args(0, 0),
		Example: "  duban issue --period 2024-09",
		RunE: func(*cobra.Command, []string) error {
			s, err := a.open(true)
			if err != nil {
				return err
			}
			defer s.close()
			return s.issue()
		},
	}
}

// nextRound is the period after the last one issued, and the month of the plan's document where none was.
func (s *session) nextRound() workbook.Period {
	if p := s.openRound(); !p.IsZero() {
		return p.Next()
	}
	if d := s.plan.Settings.DocDate; d != 0 {
		return workbook.MonthOf(d)
	}
	return workbook.MonthOf(s.today())
}

// manifest says what a command wrote and what it rests on.
type manifest struct {
	Command string         `json:"command"`
	Period  string         `json:"period"`
	AsOf    string         `json:"as_of,omitempty"`
	Plan    string         `json:"plan_sha256"`
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
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return archive.WriteFile(path, append(b, '\n'))
}

func (s *session) issue() error {
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
	rounds, err := s.rounds(p)
	if err != nil {
		return err
	}
	r := rounds[len(rounds)-1]
	var todo []*templates.Template
	var exempt []*workbook.Bureau
	for _, b := range r.asked {
		if s.plan.Exempted(b, p) != nil {
			exempt = append(exempt, b)
			continue
		}
		todo = append(todo, templates.Prepare(s.plan, s.forms, r.before, b, p, s.ws.words))
	}
	if len(todo) == 0 {
		return s.fail(nil, "fail.nothing-to-issue", "period", p.String())
	}
	files, err := s.writeTemplates(todo)
	if err != nil {
		return err
	}
	list := make([]templates.Handout, len(todo))
	m := manifest{Command: "issue", Period: p.String(), Plan: s.plan.SHA256}
	o := s.newOutput("issue", p)
	for i, t := range todo {
		path := s.ws.issued(p, files[i].name)
		list[i] = templates.Handout{Bureau: t.Bureau, File: files[i].name, Points: t.Points(), SHA256: files[i].sha}
		m.Files = append(m.Files, manifestFile{s.ws.rel(path), t.Bureau.Name, t.Points(), files[i].sha})
		o.file("template", t.Bureau.Name, path)
	}
	data, err := xlsx.Write(templates.DistributionBook(s.plan, p, list, exempt, s.ws.words))
	if err != nil {
		return fmt.Errorf("distribution list: %w", err)
	}
	listPath := s.ws.issued(p, s.ws.words.T("file.distribution"))
	if err := archive.WriteFile(listPath, data); err != nil {
		return err
	}
	o.file("distribution", "", listPath)
	if err := s.writeManifest(s.ws.issued(p, "manifest.json"), m); err != nil {
		return err
	}
	if err := s.keepPlan(p); err != nil {
		return err
	}
	if last, ok := s.archive.Latest(archive.KindIssue, p.String()); !ok || last.PlanSHA256 != s.plan.SHA256 {
		if _, err := s.archive.Append(archive.Receipt{Kind: archive.KindIssue, Period: p.String(), PlanSHA256: s.plan.SHA256, Received: s.today().String()}); err != nil {
			return err
		}
	}
	o.summary["templates"], o.summary["exempt"], o.summary["due"] = len(todo), len(exempt), s.plan.DueDay(p).String()
	o.line("issue.done", "n", len(todo), "period", p.String(), "folder", s.ws.rel(s.ws.issued(p, "")), "due", s.plan.DueDay(p).String(), "exempt", len(exempt))
	o.line("issue.list", "path", s.ws.rel(listPath))
	return o.print()
}

// written is a template as it was written.
type written struct{ name, sha string }

// writeTemplates lays templates out and writes them, several at a time; the result is in the templates' order.
func (s *session) writeTemplates(todo []*templates.Template) ([]written, error) {
	out := make([]written, len(todo))
	errs := make([]error, len(todo))
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, t := range todo {
		wait.Add(1)
		go func() {
			defer wait.Done()
			slots <- struct{}{}
			defer func() { <-slots }()
			book, err := templates.Layout(t, s.forms, s.rules, s.ws.words)
			if err != nil {
				errs[i] = err
				return
			}
			data, err := xlsx.Write(book)
			if err != nil {
				errs[i] = fmt.Errorf("template of %s: %w", t.Bureau.Name, err)
				return
			}
			out[i] = written{archive.SafeName(t.Bureau.Name + ".xlsx"), archive.Hash(data)}
			errs[i] = archive.WriteFile(s.ws.issued(t.Period, out[i].name), data)
		}()
	}
	wait.Wait()
	return out, errors.Join(errs...)
}
