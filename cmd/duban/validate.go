package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
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

// validateFiles looks at files, or at the whole inbox, of it at one period's files where a period is asked for, and changes
// nothing.
func (s *session) validateFiles(paths []string) error {
	files, err := s.filesAt(paths)
	if err != nil {
		return err
	}
	only, err := s.parsePeriod()
	if err != nil {
		return err
	}
	if len(paths) > 0 {
		only = workbook.Period{} // a file that was named is looked at, whatever its round
	}
	o := s.newOutput("validate", workbook.Period{})
	memo := map[workbook.Period]*round{}
	clean, looked, unvouched := 0, 0, 0
	for _, f := range files {
		if p, ok := folderPeriod(f); f.Evidence || ok && !only.IsZero() && p != only {
			continue
		}
		data, err := s.disk.ReadStable(f)
		if err != nil {
			looked++
			o.findings = append(o.findings, s.unreadable(f.Rel, err))
			continue
		}
		in, r, err := s.look(f, data, memo)
		if err != nil {
			return err
		}
		if !only.IsZero() && r.period != only {
			continue
		}
		looked++
		o.period = r.period
		o.findings = append(o.findings, in.verdict.Findings...)
		name := ""
		if in.ret != nil && in.ret.Bureau != nil {
			name = in.ret.Bureau.Name
		}
		o.files = append(o.files, outFile{"return", name, f.Rel})
		o.line("validate.read-as", "file", f.Rel, "bureau", name, "period", r.period.String(), "errors", in.verdict.Errors(), "warnings", in.verdict.Warnings())
		if in.verdict.Errors() == 0 {
			clean++
		}
		if in.unvouched {
			unvouched++
		}
	}
	o.summary["files"], o.summary["clean"] = looked, clean
	s.sayUnvouched(o, unvouched)
	o.line("validate.done", "files", looked, "clean", clean)
	return o.print()
}

// filesAt lists the files that the paths name; without paths, those of the inbox.
func (s *session) filesAt(paths []string) ([]archive.Incoming, error) {
	if len(paths) == 0 {
		files, _, err := s.disk.Scan(s.ws.folder("inbox"), s.evidenceFolders())
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
		files, _, err := s.disk.Scan(p, s.evidenceFolders())
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

// withinInbox gives a path as the inbox has it: a file that lies there is judged by the folder it lies in, as receive
// does. False for a path outside.
func (s *session) withinInbox(p string) (string, bool) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", false
	}
	rel, err := filepath.Rel(s.ws.folder("inbox"), abs)
	return filepath.ToSlash(rel), err == nil && filepath.IsLocal(rel)
}

// look judges a file against the round it belongs to. Rounds already worked out are taken from memo.
func (s *session) look(f archive.Incoming, data []byte, memo map[workbook.Period]*round) (*intake, *round, error) {
	book, readErr := xlsx.Read(data)
	p, err := s.roundOf(f, book)
	if err != nil {
		return nil, nil, err
	}
	r, err := s.roundAt(p, memo)
	if err != nil {
		return nil, nil, err
	}
	return s.judge(r, f.Rel, archive.Hash(data), readBook{book, readErr}), r, nil
}

// roundAt is the round of a period as the archive gives it; one already worked out is taken from memo.
func (s *session) roundAt(p workbook.Period, memo map[workbook.Period]*round) (*round, error) {
	if r := memo[p]; r != nil {
		return r, nil
	}
	rounds, err := s.rounds(p)
	if err != nil {
		return nil, err
	}
	memo[p] = rounds[len(rounds)-1]
	return memo[p], nil
}

func (s *session) unreadable(name string, err error) validate.Finding {
	return validate.Finding{Code: "file-unreadable", Severity: workbook.Problem, Place: workbook.Place{File: name}, Args: map[string]string{"reason": s.explain(err)}}
}
