package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/validate"
	"duban/workbook/calendar"
)

// slips updates the slips of the rounds at hand: for what was filed now, for what an earlier run left undone because it was killed or
// another program had the slip open, and for returns about which the plan has decided since. Slips are written in the background; the
// caller waits for them before the end.
func (s *session) slips(o *output, f *round.Filing, asked calendar.Period) (*slipping, error) {
	if err := s.RoundsAtHand(f, asked); err != nil {
		return nil, err
	}
	w := s.newSlipping(o)
	for _, p := range slices.SortedFunc(maps.Keys(f.Opened), calendar.Period.Compare) {
		r := f.Opened[p]
		due := s.DueSlips(r)
		fresh := slices.ContainsFunc(due, func(d outputs.Slip) bool { return d.In.Fresh })
		w.write(due) // from here on the writers record the outcome in each
		if r.Abridged() {
			w.Wait()
		}
		if fresh {
			o.between(r)
		}
		for _, in := range s.Settled(r) {
			if err := s.disk.Remove(s.SlipPath(r.Plan, in, ".xlsx"), s.SlipPath(r.Plan, in, ".txt")); err != nil {
				o.findings = append(o.findings, s.unwritten(s.ws.Rel(s.SlipPath(r.Plan, in, ".xlsx")), err))
			}
		}
	}
	return w, nil
}

// unwritten reports that a slip could not be updated: what was filed stands, and the next run writes the slip.
func (s *session) unwritten(name string, err error) validate.Finding {
	f := s.unreadable(name, err)
	reason, _, _ := strings.Cut(f.Args["reason"], "\n")
	f.Args = map[string]string{"reason": reason, "slip": name}
	return f
}

// slipping holds slips that are being written.
type slipping struct {
	*outputs.Slipping
	s     *session
	o     *output
	parts []slipPart
}

// slipPart holds the slips of a round, and the positions in the output where their report belongs.
type slipPart struct {
	due                    []outputs.Slip
	files, findings, lines int
}

func (s *session) newSlipping(o *output) *slipping {
	return &slipping{Slipping: s.Slipping(), s: s, o: o}
}

// write starts to update the slips of a round. A failure is a finding.
func (w *slipping) write(due []outputs.Slip) {
	w.parts = append(w.parts, slipPart{due, len(w.o.files), len(w.o.findings), len(w.o.lines)})
	w.Write(due)
}

// finish waits for the slips and reports them, in order and where the report belongs. It may be called repeatedly, and without slips.
func (w *slipping) finish() {
	if w == nil {
		return
	}
	w.Wait()
	o := w.o
	for _, part := range slices.Backward(w.parts) {
		var said output
		var names []string
		for i := range part.due {
			switch d := &part.due[i]; {
			case d.Err != nil:
				said.findings = append(said.findings, w.s.unwritten(w.s.ws.Rel(d.Path), d.Err))
			case d.Written:
				names = append(names, w.s.CalledIn(d.Plan, d.In.Receipt))
				said.files = append(said.files, outFile{"slip", names[len(names)-1], w.s.ws.Rel(d.Path)})
				said.lines = append(said.lines, d.Summary.Line(w.s.words))
			}
		}
		if n := len(names); n > 1 {
			// What is wrong in each file was reported when it was filed.
			folder := filepath.ToSlash(filepath.Dir(said.files[0].Path))
			said.lines = []string{w.s.words.T("slip.written", "n", n, "folder", folder, "bureaus", w.s.first(names))}
		}
		o.files = slices.Insert(o.files, part.files, said.files...)
		o.findings = slices.Insert(o.findings, part.findings, said.findings...)
		o.lines = slices.Insert(o.lines, part.lines, said.lines...)
	}
	w.parts = nil
}
