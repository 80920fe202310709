package outputs

import (
	"bytes"
	"fmt"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

// SlipPath gives the path of the slip of a return, or with the extension .txt that of the text beside it. It has the bureau's name in
// the plan of the round: a run works out several rounds, and in another one's plan the bureau may have another name or not exist yet.
// A county's ledger has a slip of its own beside that of its workbook.
func (m *Maker) SlipPath(plan *workbook.Plan, in *round.Intake, ext string) string {
	rec := in.Receipt
	if in.IsLedger() {
		ext = m.ws.Words.T("slip.of-ledger") + ext
	}
	if plan.Directory.Bureau(rec.Bureau) == nil {
		return m.ws.Folder("corrections", rec.Period, archive.SafeName(m.CalledIn(plan, rec)+ext)) // another bureau took it in since
	}
	return m.ws.Folder("corrections", rec.Period, m.bureauFile(plan, rec.Bureau, ext))
}

// RoundsAtHand works out the rounds whose slips are to be updated, besides those that a filing opened: the open round, the one asked
// for, the special rounds, and those about whose returns the plan has decided.
func (m *Maker) RoundsAtHand(f *round.Filing, asked calendar.Period) error {
	periods := []calendar.Period{m.OpenRound()}
	for _, rec := range m.Archive.Select(archive.KindIssue, "") {
		// A special round never becomes the open round by itself.
		if p, ok := calendar.ParsePeriod(rec.Period); ok && (p == asked || p.Kind() == calendar.Special) {
			periods = append(periods, p)
		}
	}
	for _, d := range m.Whole.Intake {
		for _, rec := range d.Files(m.Filed()) {
			if p, ok := calendar.ParsePeriod(rec.Period); ok {
				periods = append(periods, p)
			}
		}
		if _, issued := m.Archive.Latest(archive.KindIssue, d.Period.String()); issued && d.Action == workbook.Reopen {
			periods = append(periods, d.Period)
		}
	}
	for _, p := range periods {
		if p.IsZero() || f.Opened[p] != nil {
			continue
		}
		rounds, err := m.Rounds(p)
		if err != nil {
			return err
		}
		f.Opened[p] = rounds[len(rounds)-1]
	}
	return nil
}

// Slip is a return whose slip is to be updated, with the outcome.
type Slip struct {
	// Plan is that of the round in which the return was judged.
	Plan *workbook.Plan
	In   *round.Intake
	// Whole gives everything that the slip of a return lists; nil if the return itself has it.
	Whole func(*round.Intake) (*validate.Verdict, error)
	// Last is the bureau's previous return; Beside are its contradictions with other bureaus' returns.
	Last   *round.Intake
	Beside []validate.Finding

	// Path is the slip's path, Written says that it was written, and Summary what it then amounts to. Nothing else of it is kept.
	Path    string
	Written bool
	Summary report.SlipSummary
	Err     error
	// note is the path of the text beside it.
	note string
}

// DueSlips lists the returns of a round that count: each gets its slip updated. For an abridged round the caller must wait for the
// slips before reading anything else.
func (m *Maker) DueSlips(r *round.Round) []Slip {
	beside, whole := r.Beside(), m.Unabridged(r)
	var due []Slip
	for _, in := range r.Intake {
		if in.Bureau() != nil && round.Counts(in.Word) {
			// Another bureau's file may have had the same name.
			foreign := func(f validate.Finding) bool { return f.Bureau != in.Bureau().Code }
			others := slices.DeleteFunc(slices.Clone(beside[in.Receipt.Name]), foreign)
			due = append(due, Slip{Plan: r.Plan, In: in, Whole: whole, Last: in.Before, Beside: others})
		}
	}
	return due
}

// Settled lists the returns that were set aside and in whose place none is left that counts: there is nothing to correct.
func (m *Maker) Settled(r *round.Round) []*round.Intake {
	counts := map[string]bool{} // by the slip
	for _, in := range r.Intake {
		if in.Bureau() != nil && round.Counts(in.Word) {
			counts[m.SlipPath(r.Plan, in, "")] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(r.Intake), func(in *round.Intake) bool {
		return in.Bureau() == nil || in.Word != report.VerdictSetAside || counts[m.SlipPath(r.Plan, in, "")]
	})
}

// Slips rest on the returns that came in and on nothing made of them later, and the consolidated workbook does not rest on slips. As
// writing that workbook mostly keeps one processor busy, slips are made on the others meanwhile.

// slipsAtOnce is how many slips are made or wait for the disk at a time.
const slipsAtOnce = 8

// Slipping is slips being written.
type Slipping struct {
	m    *Maker
	wait sync.WaitGroup
	// slots limits those on their way, makers those of them being made.
	slots, makers chan struct{}
}

// Slipping starts without slips. They are in the language of the workspace, whatever the language of the run: their readers are
// bureaus.
func (m *Maker) Slipping() *Slipping {
	return &Slipping{m: m, slots: make(chan struct{}, slipsAtOnce), makers: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1))}
}

// Write starts to update slips, several at a time, and records the outcome in each. A failure stops no other slip.
func (w *Slipping) Write(due []Slip) {
	// Slips with the same file name, as for a bureau that the plan no longer has, are written one after the other, so that a file and
	// its text belong together.
	var paths []string
	sharing := map[string][]*Slip{}
	for i := range due {
		d := &due[i]
		if d.In.Return == nil || d.In.Return.Bureau == nil {
			continue
		}
		if d.Path = w.m.SlipPath(d.Plan, d.In, ".xlsx"); sharing[d.Path] == nil {
			paths = append(paths, d.Path)
		}
		d.note = w.m.SlipPath(d.Plan, d.In, ".txt")
		sharing[d.Path] = append(sharing[d.Path], d)
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

// Wait waits until all slips are on the disk.
func (w *Slipping) Wait() { w.wait.Wait() }

// slip writes the marked-up copy of a return that falls short, and then a text to paste into a message, which says that the copy
// exists. If the bureau's latest return is in order both are removed.
func (w *Slipping) slip(d *Slip) {
	input, err := w.input(d)
	if err != nil {
		d.Err = err
		return
	}
	if !input.Asks() {
		d.Err = w.m.disk.Remove(d.Path, d.note)
		return
	}
	w.makers <- struct{}{}
	made, err := w.m.makeSlip(d, input)
	<-w.makers
	if d.Err = err; made == nil || err != nil {
		return
	}
	if d.Err = w.m.disk.WriteFile(d.Path, made.workbook); d.Err == nil {
		d.Written, d.Summary, d.Err = true, made.summary, w.m.disk.WriteFile(d.note, made.message)
	}
}

// input gives what a slip is made of: what was found in the return itself, and its contradictions with other bureaus' returns.
func (w *Slipping) input(d *Slip) (input report.SlipInput, err error) {
	in := d.In
	period, _ := calendar.ParsePeriod(in.Receipt.Period)
	first, by := mendBy(d.Plan, period, in)
	text := func(f *validate.Finding) (message, hint string) {
		return report.FindingText(f, d.Plan, w.m.Checker, w.m.ws.Words)
	}
	input = report.SlipInput{Plan: d.Plan, Return: in.Return, Verdict: &in.Verdict, Period: period, Received: in.Day(),
		First: first, MendBy: by, Sent: path.Base(in.Receipt.Name), File: filepath.Base(d.Path), Text: text, Beside: d.Beside}
	if d.Last != nil {
		input.Before = &d.Last.Verdict
	}
	if d.Whole != nil {
		input.Verdict, err = d.Whole(in)
	}
	if d.Whole != nil && d.Last != nil && err == nil {
		input.Before, err = d.Whole(d.Last)
	}
	return input, err
}

// madeSlip is a slip to be written, the text beside it, and its summary.
type madeSlip struct {
	workbook, message []byte
	summary           report.SlipSummary
}

// makeSlip makes a slip, nil if it is already there.
func (m *Maker) makeSlip(d *Slip, input report.SlipInput) (*madeSlip, error) {
	slip := report.BuildSlip(input, m.ws.Words)
	message := archive.WindowsText(slip.Message)
	if !d.In.Fresh && m.holds(d.Path, d.note, message) {
		return nil, nil
	}
	p := m.Place()
	defer p.Leave()
	p.ForBytes(d.In.Receipt.Size)
	data, err := m.Archive.Load(d.In.Receipt)
	if err != nil {
		return nil, err
	}
	p.ForCells(data)
	marked, err := m.markUp(data, slip)
	if err != nil {
		return nil, fmt.Errorf("mark up %s: %w", d.In.Receipt.Name, err)
	}
	return &madeSlip{marked, message, slip.Summary}, nil
}

// markUp marks the places of a slip in the file that came in.
func (m *Maker) markUp(data []byte, slip *report.Slip) ([]byte, error) {
	marks := make([]xlsx.Mark, len(slip.Marks))
	for i, k := range slip.Marks {
		marks[i] = xlsx.Mark{Sheet: k.Sheet, Ref: k.Ref, Note: k.Note, Role: k.Role}
	}
	return m.marker.MarkUp(data, marks, slip.Front)
}

// mendBy gives the day on which a bureau's returns began to come in, and the last day on which they count as corrected in time. As in the
// register, the workdays count from the due day, or from the first return that was sent back if that came later.
func mendBy(plan *workbook.Plan, p calendar.Period, in *round.Intake) (first, by calendar.Date) {
	first, sentBack := in.Day(), in.Day()
	for x := in; x != nil; x = x.Before {
		if first = x.Day(); x.Verdict.Errors() > 0 {
			sentBack = first
		}
	}
	return first, plan.Workdays.Add(max(plan.DueDay(p), sentBack), plan.Settings.MendDays)
}

// holds reports whether a slip exists and its text is up to date.
func (m *Maker) holds(path, note string, message []byte) bool {
	if !m.disk.Exists(path) {
		return false
	}
	old, err := m.disk.ReadFile(note)
	return err == nil && bytes.Equal(old, message)
}
