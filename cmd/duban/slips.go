package main

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
)

// slips brings the slips of the rounds at hand up to date: for what was filed now, for what an earlier run left undone
// because it was killed or the slip was open in another program, and for returns about which the plan has decided since. At
// hand are the round that is open, the one asked for, and the special rounds. They are written side by side with what goes on;
// whoever goes on waits for them before the end.
func (s *session) slips(o *output, f *round.Filing, asked workbook.Period) (*slipping, error) {
	w := &slipping{s: s, o: o}
	periods := []workbook.Period{s.OpenRound()}
	for _, rec := range s.Archive.Select(archive.KindIssue, "") {
		// A special round is never the one that is open by itself.
		if p, ok := workbook.ParsePeriod(rec.Period); ok && (p == asked || p.Kind() == workbook.Special) {
			periods = append(periods, p)
		}
	}
	for _, d := range s.Whole.Intake {
		for _, rec := range d.Files(s.Filed()) {
			if p, ok := workbook.ParsePeriod(rec.Period); ok {
				periods = append(periods, p)
			}
		}
		if _, issued := s.Archive.Latest(archive.KindIssue, d.Period.String()); issued && d.Action == workbook.Reopen {
			periods = append(periods, d.Period)
		}
	}
	for _, p := range periods {
		if p.IsZero() || f.Opened[p] != nil {
			continue
		}
		rounds, err := s.Rounds(p)
		if err != nil {
			return nil, err
		}
		r := rounds[len(rounds)-1]
		r.Compare()
		f.Opened[p] = r
	}
	for _, p := range slices.SortedFunc(maps.Keys(f.Opened), workbook.Period.Compare) {
		r := f.Opened[p]
		beside := r.Beside()
		fresh := false
		spoken := map[*workbook.Bureau]bool{}
		var due []dueSlip
		for _, in := range r.Intake {
			if in.Bureau() != nil && round.Counts(in.Word) {
				spoken[in.Bureau()] = true
				// Another bureau's file may have had the same name.
				others := slices.DeleteFunc(slices.Clone(beside[in.Receipt.Name]), func(p validate.Finding) bool { return p.Bureau != in.Bureau().Code })
				due = append(due, dueSlip{plan: r.Plan, in: in, last: in.Before, beside: others})
				fresh = fresh || in.Fresh
			}
		}
		w.write(due)
		if fresh {
			o.between(r)
		}
		for _, in := range r.Intake {
			if b := in.Bureau(); b != nil && in.Word == "set-aside" && !spoken[b] {
				// Nothing of the bureau's counts any more: there is nothing to mend.
				if err := s.disk.Remove(s.slipPath(in.Receipt, ".xlsx"), s.slipPath(in.Receipt, ".txt")); err != nil {
					o.findings = append(o.findings, s.unwritten(s.ws.Rel(s.slipPath(in.Receipt, ".xlsx")), err))
				}
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

// slipPath is where a bureau's slip for a period lies, and with .txt the text beside it.
func (s *session) slipPath(rec archive.Receipt, ext string) string {
	return s.ws.Folder("corrections", rec.Period, s.bureauFile(rec.Bureau, ext))
}

// dueSlip is a return whose slip is to be brought up to date, and what came of that.
type dueSlip struct {
	// plan is that of the round in which the return was judged.
	plan     *workbook.Plan
	in, last *round.Intake
	// beside is what other bureaus' returns say against it.
	beside []validate.Finding

	// path is where it lies, note where the text beside it.
	path, note, written string
	err                 error
}

// Slips rest on the returns that came in and on nothing that is made of them later, and the consolidated workbook does not rest
// on slips. Writing that keeps one processor busy for the most part. So slips are made on the others meanwhile.

// slipsAtOnce is how many slips are on their way at a time, being made or waiting for the disk.
const slipsAtOnce = 8

// slipping is slips on their way to the disk.
type slipping struct {
	s    *session
	o    *output
	wait sync.WaitGroup
	// slots are for those on their way, makers for those of them that are being made.
	slots, makers chan struct{}
	parts         []slipPart
}

// slipPart is the slips of a round, and where in the output what is said of them belongs.
type slipPart struct {
	due                    []dueSlip
	files, findings, lines int
}

// write begins to bring slips of a round up to date, several at a time. What fails is a finding and stops no other slip.
func (w *slipping) write(due []dueSlip) {
	// Where two slips would have one file name, as with a bureau that the plan has no more, one is written after the other: a
	// file and its text are of one.
	var paths []string
	sharing := map[string][]*dueSlip{}
	for i := range due {
		d := &due[i]
		if d.in.Return == nil || d.in.Return.Bureau == nil {
			continue
		}
		if d.path = w.s.slipPath(d.in.Receipt, ".xlsx"); sharing[d.path] == nil {
			paths = append(paths, d.path)
		}
		d.note = w.s.slipPath(d.in.Receipt, ".txt")
		sharing[d.path] = append(sharing[d.path], d)
	}
	o := w.o
	w.parts = append(w.parts, slipPart{due, len(o.files), len(o.findings), len(o.lines)})
	if w.slots == nil {
		w.slots, w.makers = make(chan struct{}, slipsAtOnce), make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1))
	}
	w.wait.Go(func() {
		for _, path := range paths {
			w.slots <- struct{}{}
			w.wait.Go(func() {
				defer func() { <-w.slots }()
				for _, d := range sharing[path] {
					w.slip(d)
				}
			})
		}
	})
}

// finish waits for the slips and says what became of them, in their order and where it belongs. It may be called again, and of
// no slips.
func (w *slipping) finish() {
	if w == nil {
		return
	}
	w.wait.Wait()
	o := w.o
	for _, part := range slices.Backward(w.parts) {
		var said output
		var names []string
		for i := range part.due {
			switch d := &part.due[i]; {
			case d.err != nil:
				said.findings = append(said.findings, w.s.unwritten(w.s.ws.Rel(d.path), d.err))
			case d.written != "":
				names = append(names, bureauName(d.plan, d.in.Receipt.Bureau))
				said.files = append(said.files, outFile{"slip", names[len(names)-1], w.s.ws.Rel(d.path)})
				said.lines = append(said.lines, d.written)
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

// slip writes the marked-up copy of a return that falls short, and then a text to paste into a message, which says that
// the copy is there; a bureau whose latest return is in order has none.
func (w *slipping) slip(d *dueSlip) {
	input := w.s.slipInput(d)
	if !input.Asks() {
		d.err = w.s.disk.Remove(d.path, d.note)
		return
	}
	w.makers <- struct{}{}
	made, err := w.s.makeSlip(d, input)
	<-w.makers
	if d.err = err; made == nil || err != nil {
		return
	}
	if d.err = w.s.disk.WriteFile(d.path, made.workbook); d.err == nil {
		d.written, d.err = made.summary, w.s.disk.WriteFile(d.note, made.message)
	}
}

// slipInput is what a slip is made of: what was found in the return itself, and beside it what other bureaus' returns say
// against it.
func (s *session) slipInput(d *dueSlip) report.SlipInput {
	in := d.in
	period, _ := workbook.ParsePeriod(in.Receipt.Period)
	first, by := mendBy(d.plan, period, in)
	text := func(f *validate.Finding) (message, hint string) { return s.findingTextIn(d.plan, f) }
	input := report.SlipInput{Plan: d.plan, Return: in.Return, Verdict: &in.Verdict, Period: period, Received: in.Day(), First: first, MendBy: by,
		Sent: path.Base(in.Receipt.Name), File: filepath.Base(d.path), Text: text, Beside: d.beside}
	if d.last != nil {
		input.Before = &d.last.Verdict
	}
	return input
}

// madeSlip is a slip that is to be written, the text beside it, and the line that says so.
type madeSlip struct {
	workbook, message []byte
	summary           string
}

// makeSlip makes a slip, none where it stands there already.
func (s *session) makeSlip(d *dueSlip, input report.SlipInput) (*madeSlip, error) {
	slip := report.BuildSlip(input, s.ws.Words)
	message := archive.WindowsText(slip.Message)
	if !d.in.Fresh && s.holds(d.path, d.note, message) {
		return nil, nil
	}
	p := s.Place()
	defer p.Leave()
	p.ForBytes(d.in.Receipt.Size)
	data, err := s.Archive.Load(d.in.Receipt)
	if err != nil {
		return nil, err
	}
	p.ForCells(data)
	marks := make([]xlsx.Mark, len(slip.Marks))
	for i, m := range slip.Marks {
		marks[i] = xlsx.Mark{Sheet: m.Sheet, Ref: m.Ref, Note: m.Note, Role: m.Role}
	}
	marked, err := s.marker.MarkUp(data, marks, slip.Front)
	if err != nil {
		return nil, fmt.Errorf("mark up %s: %w", d.in.Receipt.Name, err)
	}
	return &madeSlip{marked, message, slip.Summary}, nil
}

// mendBy is the day on which a bureau's returns began to come in, and the day by which the last of them counts as mended in
// time: as the register has it, the workdays count from the due day, or from the first return that was sent back where
// that came later.
func mendBy(plan *workbook.Plan, p workbook.Period, in *round.Intake) (first, by workbook.Date) {
	first, sentBack := in.Day(), in.Day()
	for x := in; x != nil; x = x.Before {
		if first = x.Day(); x.Verdict.Errors() > 0 {
			sentBack = first
		}
	}
	return first, plan.Calendar.AddWorkdays(max(plan.DueDay(p), sentBack), plan.Settings.MendDays)
}

// holds reports whether a slip is there and its text says what it is to say.
func (s *session) holds(path, note string, message []byte) bool {
	if !s.disk.Exists(path) {
		return false
	}
	old, err := s.disk.ReadFile(note)
	return err == nil && bytes.Equal(old, message)
}
