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

// slips brings the slips of the rounds at hand up to date: for what was filed now, for what an earlier run left undone
// because it was killed or the slip was open in another program, and for returns about which the plan has decided since. They are
// written side by side with what goes on; whoever goes on waits for them before the end.
func (s *session) slips(o *output, f *round.Filing, asked calendar.Period) (*slipping, error) {
	if err := s.RoundsAtHand(f, asked); err != nil {
		return nil, err
	}
	w := s.newSlipping(o)
	for _, p := range slices.SortedFunc(maps.Keys(f.Opened), calendar.Period.Compare) {
		r := f.Opened[p]
		due := s.DueSlips(r)
		fresh := slices.ContainsFunc(due, func(d outputs.Slip) bool { return d.In.Fresh })
		w.write(due) // from here on who writes them says in each what came of it
		if r.Abridged() {
			w.Wait()
		}
		if fresh {
			o.between(r)
		}
		for _, rec := range outputs.Settled(r) {
			if err := s.disk.Remove(s.SlipPath(r.Plan, rec, ".xlsx"), s.SlipPath(r.Plan, rec, ".txt")); err != nil {
				o.findings = append(o.findings, s.unwritten(s.ws.Rel(s.SlipPath(r.Plan, rec, ".xlsx")), err))
			}
		}
	}
	return w, nil
}

// unwritten says that a slip could not be brought up to date: what was filed stands, and the next run does it.
func (s *session) unwritten(name string, err error) validate.Finding {
	f := s.unreadable(name, err)
	reason, _, _ := strings.Cut(f.Args["reason"], "\n")
	f.Args = map[string]string{"reason": reason, "slip": name}
	return f
}

// slipping is slips on their way to the disk.
type slipping struct {
	*outputs.Slipping
	s     *session
	o     *output
	parts []slipPart
}

// slipPart is the slips of a round, and where in the output what is said of them belongs.
type slipPart struct {
	due                    []outputs.Slip
	files, findings, lines int
}

func (s *session) newSlipping(o *output) *slipping {
	return &slipping{Slipping: s.Slipping(), s: s, o: o}
}

// write begins to bring slips of a round up to date. What fails is a finding.
func (w *slipping) write(due []outputs.Slip) {
	w.parts = append(w.parts, slipPart{due, len(w.o.files), len(w.o.findings), len(w.o.lines)})
	w.Write(due)
}

// finish waits for the slips and says what became of them, in their order and where it belongs. It may be called again, and of
// no slips.
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
				names = append(names, w.s.CalledIn(d.In.Receipt))
				said.files = append(said.files, outFile{"slip", names[len(names)-1], w.s.ws.Rel(d.Path)})
				said.lines = append(said.lines, d.Summary.Line(w.s.words))
			}
		}
		if n := len(names); n > 1 {
			// What is wrong in each file was said where it was filed.
			folder := filepath.ToSlash(filepath.Dir(said.files[0].Path))
			said.lines = []string{w.s.words.T("slip.written", "n", n, "folder", folder, "bureaus", w.s.first(names))}
		}
		o.files = slices.Insert(o.files, part.files, said.files...)
		o.findings = slices.Insert(o.findings, part.findings, said.findings...)
		o.lines = slices.Insert(o.lines, part.lines, said.lines...)
	}
	w.parts = nil
}
