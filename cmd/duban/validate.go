package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"duban/cmd/duban/round"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

func (a *app) validateCmd() *cobra.Command {
	return &cobra.Command{
		Use: a.words.T("use.validate"), Short: a.words.T("cmd.validate"), Long: a.words.T("cmd.validate-long"), Args: a.args(0, -1),
		Example: a.words.T("sample.validate"),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := a.open(false)
			if err != nil {
				return err
			}
			defer s.close()
			return s.validateFiles(args)
		},
	}
}

// validateFiles judges files without changing anything. Without paths it judges the inbox: one period's files if a period is asked
// for, or else what was not filed yet and the open round's files. What was filed for earlier rounds was judged then.
func (s *session) validateFiles(paths []string) error {
	files, err := s.filesAt(paths)
	if err != nil {
		return err
	}
	only, err := s.periodAsked()
	if err != nil {
		return err
	}
	if len(paths) > 0 {
		only = calendar.Period{} // a named file is judged, whatever its round
	}
	files = slices.DeleteFunc(files, func(f archive.Incoming) bool {
		p, ok := round.FolderPeriod(f)
		return f.Evidence || ok && !only.IsZero() && p != only
	})
	o := s.newOutput("validate", calendar.Period{})
	how := round.Looking{Open: sync.OnceValues(s.roundAsked)}
	if len(paths) == 0 && only.IsZero() {
		if open := s.OpenRound(); !open.IsZero() {
			how.Past = s.FiledBefore(open)
		}
	}
	v := validated{o: o}
	for a, err := range s.Look(files, how) {
		if err != nil {
			return err
		}
		if a.Round != nil && !only.IsZero() && a.Round.Period != only {
			continue
		}
		v.add(a)
	}
	v.finish()
	return o.print()
}

// validated counts the judged files, and adds their findings to the result.
type validated struct {
	o       *output
	listing listing
	// files were judged or could not be read; clean of them have no errors, and unvouched have a seal whose key is gone. past were
	// filed for earlier rounds, and judged then.
	files, clean, unvouched, past int
}

func (v *validated) add(a *round.Looked) {
	if a.Past {
		v.past++
		return
	}
	v.files++
	if a.Round == nil {
		v.o.findings = append(v.o.findings, v.o.s.unreadable(a.Rel, a.Unread))
		return
	}
	in := a.Found
	v.o.period = a.Round.Period
	v.listing.add(v.o, in.Verdict.Findings)
	name := ""
	if in.Return != nil && in.Return.Bureau != nil {
		name = in.Return.Bureau.Name
	}
	v.o.files = append(v.o.files, outFile{"return", name, a.Rel})
	v.o.line("validate.read-as", "file", a.Rel, "bureau", name, "period", a.Round.Period.String(), "errors", in.Verdict.Errors(), "warnings", in.Verdict.Warnings())
	if in.Verdict.Errors() == 0 {
		v.clean++
	}
	if in.Unvouched {
		v.unvouched++
	}
}

// finish prints the numbers.
func (v *validated) finish() {
	v.listing.fit(v.o)
	v.o.summary["files"], v.o.summary["clean"] = v.files, v.clean
	v.o.s.sayUnvouched(v.o, v.unvouched)
	if v.past > 0 {
		v.o.summary["past"] = v.past
		v.o.line("validate.past", "n", v.past, "period", v.o.s.OpenRound().String())
	}
	v.o.line("validate.done", "files", v.files, "clean", v.clean)
}

// filesAt lists the files that the paths name, or without paths those of the inbox.
func (s *session) filesAt(paths []string) ([]archive.Incoming, error) {
	if len(paths) == 0 {
		files, _, _, err := s.Inbox()
		return files, err
	}
	var out []archive.Incoming
	for _, p := range paths {
		info, err := os.Stat(p)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, s.usage("usage.no-file", "path", p)
		}
		if err != nil {
			return nil, fmt.Errorf("look at %s: %w", p, err)
		}
		if !info.IsDir() {
			rel := filepath.Base(p)
			if in, ok := s.withinInbox(p); ok {
				rel = in
			}
			out = append(out, archive.Incoming{Path: p, Rel: rel, Size: info.Size(), Modified: info.ModTime()})
			continue
		}
		files, _, err := s.disk.Scan(p, s.EvidenceFolders())
		if err != nil {
			return nil, err
		}
		if in, ok := s.withinInbox(p); ok && in != "." {
			for i := range files {
				files[i].Rel = in + "/" + files[i].Rel
			}
		}
		out = append(out, files...)
	}
	return out, nil
}

// withinInbox gives a path relative to the inbox: a file there is judged by its folder, as receive does. It is false for a path
// outside.
func (s *session) withinInbox(p string) (string, bool) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", false
	}
	rel, err := filepath.Rel(s.ws.Folder("inbox"), abs)
	return filepath.ToSlash(rel), err == nil && filepath.IsLocal(rel)
}

func (s *session) unreadable(name string, err error) validate.Finding {
	return validate.Finding{Code: "file-unreadable", Severity: workbook.Problem, Place: workbook.Place{File: name}, Args: map[string]string{"reason": s.explain(err), "slip": ""}}
}
