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

// validateFiles looks at files and changes nothing. Without paths it looks at the inbox: at one period's files where a period is
// asked for, else at what was not filed yet and at the round that is open. What was filed for earlier rounds was judged then.
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
	files = slices.DeleteFunc(files, func(f archive.Incoming) bool {
		p, ok := folderPeriod(f)
		return f.Evidence || ok && !only.IsZero() && p != only
	})
	o := s.newOutput("validate", workbook.Period{})
	v := &viewing{session: s, rounds: map[workbook.Period]*round.Round{}, open: sync.OnceValues(s.thePeriod)}
	if len(paths) == 0 && only.IsZero() {
		if open := s.OpenRound(); !open.IsZero() {
			v.past = s.filedBefore(open)
		}
	}
	clean, looked, unvouched, past := 0, 0, 0, 0
	for some := range slices.Chunk(files, round.ReadTogether) {
		seen, err := v.look(some)
		if err != nil {
			return err
		}
		for _, a := range seen {
			if a.round != nil && !only.IsZero() && a.period != only {
				continue
			}
			if a.past {
				past++
				continue
			}
			looked++
			if a.round == nil {
				o.findings = append(o.findings, s.unreadable(a.Rel, a.err))
				continue
			}
			in := a.found
			o.period = a.period
			o.findings = append(o.findings, in.Verdict.Findings...)
			name := ""
			if in.Return != nil && in.Return.Bureau != nil {
				name = in.Return.Bureau.Name
			}
			o.files = append(o.files, outFile{"return", name, a.Rel})
			o.line("validate.read-as", "file", a.Rel, "bureau", name, "period", a.period.String(), "errors", in.Verdict.Errors(), "warnings", in.Verdict.Warnings())
			if in.Verdict.Errors() == 0 {
				clean++
			}
			if in.Unvouched {
				unvouched++
			}
		}
	}
	o.summary["files"], o.summary["clean"] = looked, clean
	s.sayUnvouched(o, unvouched)
	if past > 0 {
		o.summary["past"] = past
		o.line("validate.past", "n", past, "period", s.OpenRound().String())
	}
	o.line("validate.done", "files", looked, "clean", clean)
	return o.print()
}

// viewing is a run that looks at files and leaves them where they lie.
type viewing struct {
	*session
	// rounds are those that were worked out, open is the round of what belongs to no other.
	rounds map[workbook.Period]*round.Round
	open   func() (workbook.Period, error)
	// past tells the files that are passed over, nil where none is.
	past func(name, sha string) bool
}

// filedBefore tells the files that were filed, under the same name, only for rounds that were over when the open one began. A
// special round may be under way beside it.
func (s *session) filedBefore(open workbook.Period) func(name, sha string) bool {
	known := s.Known()
	over := func(period string) bool {
		p, ok := workbook.ParsePeriod(period)
		return ok && p.Kind() != workbook.Special && p.Last() < open.First()
	}
	return func(name, sha string) bool {
		return known(name, sha) && !slices.ContainsFunc(s.Archive.WithSHA(sha), func(rec archive.Receipt) bool { return rec.Name == name && !over(rec.Period) })
	}
}

// look judges some files against the rounds that they belong to, several at a time. A file whose bytes could not be had has
// no round.
func (v *viewing) look(files []archive.Incoming) ([]*arrived, error) {
	seen := make([]*arrived, len(files))
	round.Side(len(files), func(i int) {
		a := &arrived{Incoming: files[i]}
		seen[i] = a
		p := v.Place()
		defer p.Leave()
		p.ForBytes(a.Size)
		if a.err = v.readBytes(a); a.err != nil {
			return
		}
		if a.past = v.past != nil && v.past(a.Rel, a.sha); !a.past {
			p.ForCells(a.data)
			v.readCells(a)
		}
		a.data = nil
		v.await(a)
	})
	for _, a := range seen {
		if a.sha == "" || a.past {
			continue
		}
		var err error
		if a.period, err = v.roundOf(a, v.open); err != nil {
			return nil, err
		}
		if a.round, err = v.RoundAt(a.period, v.rounds); err != nil {
			return nil, err
		}
	}
	round.Side(len(seen), func(i int) {
		a := seen[i]
		if a.round == nil {
			return
		}
		p := v.Place()
		defer p.Leave()
		if a.again {
			p.ForBytes(a.Size)
			again := &arrived{Incoming: a.Incoming}
			if v.readBytes(again) != nil {
				a.round, a.err = nil, again.unread
				return
			}
			p.ForCells(again.data)
			v.readCells(again)
			a.book, a.err = again.book, again.err
		}
		a.found = a.round.Judge(a.Rel, a.book, a.err)
		a.found.Forget()
		v.letGo(a)
	})
	return seen, nil
}

// filesAt lists the files that the paths name; without paths, those of the inbox.
func (s *session) filesAt(paths []string) ([]archive.Incoming, error) {
	if len(paths) == 0 {
		files, _, err := s.disk.Scan(s.ws.Folder("inbox"), s.evidenceFolders())
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
	rel, err := filepath.Rel(s.ws.Folder("inbox"), abs)
	return filepath.ToSlash(rel), err == nil && filepath.IsLocal(rel)
}

func (s *session) unreadable(name string, err error) validate.Finding {
	return validate.Finding{Code: "file-unreadable", Severity: workbook.Problem, Place: workbook.Place{File: name}, Args: map[string]string{"reason": s.explain(err), "slip": ""}}
}
