package main

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"duban/report"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
)

// slips brings the slips of the rounds at hand up to date: for what was filed now, for what an earlier run left undone
// because it was killed or the slip was open in another program, and for returns about which the plan has decided since. At
// hand are the round that is open, the one asked for, and the special rounds.
func (f *filing) slips(asked workbook.Period) error {
	periods := []workbook.Period{f.openRound()}
	for _, rec := range f.archive.Select(archive.KindIssue, "") {
		// A special round is never the one that is open by itself.
		if p, ok := workbook.ParsePeriod(rec.Period); ok && (p == asked || p.Kind() == workbook.Special) {
			periods = append(periods, p)
		}
	}
	for _, d := range f.plan.Intake {
		for _, rec := range d.Files(f.filed()) {
			if p, ok := workbook.ParsePeriod(rec.Period); ok {
				periods = append(periods, p)
			}
		}
		if _, issued := f.archive.Latest(archive.KindIssue, d.Period.String()); issued && d.Action == workbook.Reopen {
			periods = append(periods, d.Period)
		}
	}
	for _, p := range periods {
		if p.IsZero() || f.rounds[p] != nil {
			continue
		}
		rounds, err := f.session.rounds(p)
		if err != nil {
			return err
		}
		f.rounds[p] = rounds[len(rounds)-1]
	}
	for _, p := range slices.SortedFunc(maps.Keys(f.rounds), workbook.Period.Compare) {
		r := f.rounds[p]
		r.between = f.checker.CheckStanding(r.plan, r.now)
		beside := r.beside()
		fresh := false
		spoken := map[*workbook.Bureau]bool{}
		var due []dueSlip
		for _, in := range r.intake {
			if in.bureau() != nil && counts(in.word) {
				spoken[in.bureau()] = true
				// Another bureau's file may have had the same name.
				others := slices.DeleteFunc(slices.Clone(beside[in.receipt.Name]), func(p validate.Finding) bool { return p.Bureau != in.bureau().Code })
				due = append(due, dueSlip{in: in, last: in.before, beside: others})
				fresh = fresh || in.fresh
			}
		}
		f.writeSlips(due)
		if fresh {
			f.o.between(r)
		}
		for _, in := range r.intake {
			if b := in.bureau(); b != nil && in.word == "set-aside" && !spoken[b] {
				// Nothing of the bureau's counts any more: there is nothing to mend.
				if err := f.disk.Remove(f.slipPath(in.receipt, ".xlsx"), f.slipPath(in.receipt, ".txt")); err != nil {
					f.o.findings = append(f.o.findings, f.unreadable(f.ws.rel(f.slipPath(in.receipt, ".xlsx")), err))
				}
			}
		}
	}
	return nil
}

// slipPath is where a bureau's slip for a period lies, and with .txt the text beside it.
func (s *session) slipPath(rec archive.Receipt, ext string) string {
	return s.ws.folder("corrections", rec.Period, s.bureauFile(rec.Bureau, ext))
}

// dueSlip is a return whose slip is to be brought up to date, and what came of that.
type dueSlip struct {
	in, last *intake
	// beside is what other bureaus' returns say against it.
	beside []validate.Finding

	// path is where it lies, note where the text beside it.
	path, note, written string
	err                 error
}

// writeSlips brings slips of a round up to date, several at a time. What became of them is said in their order. What fails is
// a finding and stops no other slip.
func (f *filing) writeSlips(due []dueSlip) {
	// Where two slips would have one file name, as with a bureau that the plan has no more, one is written after the other: a
	// file and its text are of one.
	var paths []string
	sharing := map[string][]*dueSlip{}
	for i := range due {
		d := &due[i]
		if d.in.ret == nil || d.in.ret.Bureau == nil {
			continue
		}
		if d.path = f.slipPath(d.in.receipt, ".xlsx"); sharing[d.path] == nil {
			paths = append(paths, d.path)
		}
		d.note = f.slipPath(d.in.receipt, ".txt")
		sharing[d.path] = append(sharing[d.path], d)
	}
	side(len(paths), func(i int) {
		for _, d := range sharing[paths[i]] {
			f.slip(d)
		}
	})
	for i := range due {
		switch d := &due[i]; {
		case d.err != nil:
			f.o.findings = append(f.o.findings, f.unreadable(f.ws.rel(d.path), d.err))
		case d.written != "":
			f.o.file("slip", f.bureauName(d.in.receipt.Bureau), d.path)
			f.o.lines = append(f.o.lines, d.written)
		}
	}
}

// slip writes the marked-up copy of a return that falls short, and then a text to paste into a message, which says that
// the copy is there; a bureau whose latest return is in order has none.
func (f *filing) slip(d *dueSlip) {
	if input := f.slipInput(d.in, d.last, d.beside, d.path); !input.Asks() {
		d.err = f.disk.Remove(d.path, d.note)
	} else {
		d.written, d.err = f.writeSlip(d.in, input, d.path, d.note)
	}
}

// slipInput is what a slip is made of: what was found in the return itself, and beside it what other bureaus' returns say
// against it.
func (s *session) slipInput(in, last *intake, beside []validate.Finding, path string) report.SlipInput {
	period, _ := workbook.ParsePeriod(in.receipt.Period)
	first, by := s.mendBy(period, in)
	input := report.SlipInput{Plan: s.plan, Return: in.ret, Verdict: &in.verdict, Period: period, Received: in.day(), First: first, MendBy: by,
		Sent: lastPart(in.receipt.Name), File: filepath.Base(path), Text: s.findingText, Beside: beside}
	if last != nil {
		input.Before = &last.verdict
	}
	return input
}

// writeSlip gives the line that says what was written, nothing where the slip stood there already.
func (s *session) writeSlip(in *intake, input report.SlipInput, path, note string) (string, error) {
	slip := report.BuildSlip(input, s.ws.words)
	message := windowsText(slip.Message)
	if !in.fresh && s.holds(path, note, message) {
		return "", nil
	}
	data, err := s.archive.Load(in.receipt)
	if err != nil {
		return "", err
	}
	marks := make([]xlsx.Mark, len(slip.Marks))
	for i, m := range slip.Marks {
		marks[i] = xlsx.Mark{Sheet: m.Sheet, Ref: m.Ref, Note: m.Note, Role: m.Role}
	}
	marked, err := s.marker.MarkUp(data, marks, slip.Front)
	if err != nil {
		return "", fmt.Errorf("mark up %s: %w", in.receipt.Name, err)
	}
	if err := s.disk.WriteFile(path, marked); err != nil {
		return "", err
	}
	return slip.Summary, s.disk.WriteFile(note, message)
}

// mendBy is the day on which a bureau's returns began to come in, and the day by which the last of them counts as mended in
// time: as the register has it, the workdays count from the due day, or from the first return that was sent back where
// that came later.
func (s *session) mendBy(p workbook.Period, in *intake) (first, by workbook.Date) {
	first, sentBack := in.day(), in.day()
	for x := in; x != nil; x = x.before {
		if first = x.day(); x.verdict.Errors() > 0 {
			sentBack = first
		}
	}
	return first, s.plan.Calendar.AddWorkdays(max(s.plan.DueDay(p), sentBack), s.plan.Settings.MendDays)
}

// holds reports whether a slip is there and its text says what it is to say.
func (s *session) holds(path, note string, message []byte) bool {
	if !s.disk.Exists(path) {
		return false
	}
	old, err := s.disk.ReadFile(note)
	return err == nil && bytes.Equal(old, message)
}

// windowsText is a text as Windows' editor reads it without guessing: with a byte order mark and its line ends.
func windowsText(s string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	b.WriteString(strings.ReplaceAll(s, "\n", "\r\n"))
	return b.Bytes()
}
