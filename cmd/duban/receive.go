package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"duban/report"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

func (a *app) receiveCmd() *cobra.Command {
	var at, reason string
	c := &cobra.Command{
		Use: "receive", Short: a.words.T("cmd.receive"), Long: a.words.T("cmd.receive-long"), Args: a.args(0, 0),
		Example: a.words.T("sample.receive"),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.open(true)
			if err != nil {
				return err
			}
			defer s.close()
			day := s.today()
			if at != "" {
				if day, err = s.parseDay("--received-at", at); err != nil {
					return err
				}
				if strings.TrimSpace(reason) == "" {
					return s.usage("usage.received-at-reason")
				}
			}
			o := s.newOutput("receive", workbook.Period{})
			if err := s.receive(o, day, reason); err != nil {
				return err
			}
			return o.print()
		},
	}
	c.Flags().StringVar(&at, "received-at", "", a.words.T("flag.received-at"))
	c.Flags().StringVar(&reason, "reason", "", a.words.T("flag.reason"))
	return c
}

// roundOf is the round that a file is judged in: that of the inbox folder it lies in, else the one it names itself, else
// the period asked for or the round that is open.
func (s *session) roundOf(f archive.Incoming, book *sheet.Book) (workbook.Period, error) {
	if first, _, below := strings.Cut(f.Rel, "/"); below {
		if p, ok := workbook.ParsePeriod(first); ok {
			return p, nil
		}
	}
	if book != nil {
		id := workbook.ReadIdentity(book)
		if p, ok := workbook.ParsePeriod(id.Period); ok {
			return p, nil
		}
		if p, ok := workbook.ParsePeriod(book.Custom[workbook.IdentityPeriod]); ok {
			return p, nil
		}
	}
	return s.thePeriod()
}

// receive files what is new in the inbox: archives it, judges it, writes its receipt, and a slip where it falls short.
// What was filed before is passed over.
func (s *session) receive(o *output, day workbook.Date, override string) error {
	for _, key := range []string{"archive", "issued", "corrections", "reports"} {
		if err := s.disk.Clean(s.ws.folder(key)); err != nil {
			return err
		}
	}
	files, skipped, err := s.disk.Scan(s.ws.folder("inbox"), s.evidenceFolders())
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, rec := range s.archive.Receipts() {
		// A file whose sender the plan did not know is looked at again once the plan has changed.
		known[rec.Name+"\x00"+rec.SHA256] = rec.Verdict != "not-ours" || rec.PlanSHA256 == s.plan.SHA256
	}
	counts := map[string]int{}
	memo := map[workbook.Period]*round{}
	for _, f := range files {
		data, err := s.disk.ReadStable(f)
		if err != nil {
			// One file that cannot be read stops none of the others; it is taken up again in the next run.
			o.findings = append(o.findings, s.unreadable(f.Rel, err))
			counts["unreadable"]++
			continue
		}
		if known[f.Rel+"\x00"+archive.Hash(data)] {
			continue
		}
		word, err := s.take(o, f, data, day, override, memo)
		if err != nil {
			return err
		}
		counts[word]++
	}
	if err := s.slips(o, memo); err != nil {
		return err
	}
	for _, sk := range skipped {
		o.line("receive.skipped", "file", sk.Rel, "reason", s.words.T("skipped."+sk.Reason))
	}
	total := 0
	for _, n := range counts {
		total += n
	}
	o.summary["received"], o.summary["verdicts"] = total, counts
	if total == 0 {
		o.line("receive.nothing", "folder", s.ws.rel(s.ws.folder("inbox")))
	} else {
		o.line("receive.done", "n", total, "words", s.verdictWords(counts))
	}
	return nil
}

// verdictOrder is the order in which outputs name what became of files.
func verdictOrder() []string {
	return []string{"accepted", "nothing", "in-part", "sent-back", "superseded", "duplicate", "other-period", "not-ours", "unreadable", "evidence"}
}

func (s *session) verdictWords(counts map[string]int) string {
	var parts []string
	for _, w := range verdictOrder() {
		if n := counts[w]; n > 0 {
			parts = append(parts, s.words.T("receive.count", "word", s.words.T("verdict."+w), "n", n))
		}
	}
	return strings.Join(parts, s.words.T("word.comma"))
}

// take files one file and gives what became of it.
func (s *session) take(o *output, f archive.Incoming, data []byte, day workbook.Date, override string, memo map[workbook.Period]*round) (string, error) {
	sum := archive.Hash(data)
	rec := archive.Receipt{Kind: archive.KindReturn, Name: f.Rel, SHA256: sum, Size: int64(len(data)), Received: day.String(), Override: override, PlanSHA256: s.plan.SHA256}
	if f.Evidence {
		return "evidence", s.keepEvidence(f, data, rec)
	}
	if first, ok := s.counted(sum); ok {
		rec.Period, rec.Bureau, rec.Path, rec.Verdict, rec.Note = first.Period, first.Bureau, first.Path, "duplicate", first.ID()
		o.line("receive.duplicate", "file", f.Rel, "receipt", first.ID(), "first", first.Name)
		_, err := s.archive.Append(rec)
		return "duplicate", err
	}
	in, r, err := s.look(f, data, memo)
	if err != nil {
		return "", err
	}
	rec.Period = r.period.String()
	var last *intake
	if in.ret != nil && in.ret.Bureau != nil {
		rec.Bureau = in.ret.Bureau.Code
		last = r.lastOf(in.ret.Bureau)
	}
	in.word = outcomeOf(in)
	rec.Verdict, rec.Errors, rec.Warnings, rec.Held = in.word, in.verdict.Errors(), in.verdict.Warnings(), len(in.verdict.Held)
	if rec.Path, err = s.archive.Store(rec.Period, lastPart(f.Rel), data); err != nil {
		return "", err
	}
	if in.receipt, err = s.archive.Append(rec); err != nil {
		return "", err
	}
	o.period = r.period
	o.findings = append(o.findings, in.verdict.Findings...)
	name := s.bureauName(rec.Bureau)
	o.files = append(o.files, outFile{"return", name, f.Rel})
	in.fresh = true
	if in.verdict.Refused && last == nil {
		// What is not of this round leaves the slip of a return that is.
		s.slip(o, in, nil)
	}
	if countsAsReturn(in.word) {
		s.accept(r, in)
		r.intake = append(r.intake, in)
		markSuperseded(r.intake)
		if last != nil {
			o.line("receive.replaces", "bureau", name, "file", f.Rel, "earlier", last.receipt.Name)
		}
	} else {
		r.intake = append(r.intake, in)
	}
	return in.word, nil
}

func lastPart(rel string) string {
	if i := strings.LastIndexByte(rel, '/'); i >= 0 {
		return rel[i+1:]
	}
	return rel
}

// counted finds the receipt under which a file already speaks for its bureau. One that was refused is judged again when it
// comes again: it may lie in the right folder now, or the plan may know its sender.
func (s *session) counted(sum string) (archive.Receipt, bool) {
	for _, rec := range s.archive.Select(archive.KindReturn, "") {
		if rec.SHA256 == sum && countsAsReturn(rec.Verdict) {
			return rec, true
		}
	}
	return archive.Receipt{}, false
}

// lastOf is a bureau's latest return of the round, nil where there is none.
func (r *round) lastOf(b *workbook.Bureau) *intake {
	for i := len(r.intake) - 1; i >= 0; i-- {
		if in := r.intake[i]; in.ret != nil && in.ret.Bureau == b && countsAsReturn(in.word) {
			return in
		}
	}
	return nil
}

func (s *session) keepEvidence(f archive.Incoming, data []byte, rec archive.Receipt) error {
	rec.Kind, rec.Verdict = archive.KindEvidence, "evidence"
	p, err := s.roundOf(f, nil)
	if err != nil {
		return err
	}
	rec.Period = p.String()
	if rec.Path, err = s.archive.Store(rec.Period+"-"+s.ws.words.T("folder.evidence"), lastPart(f.Rel), data); err != nil {
		return err
	}
	_, err = s.archive.Append(rec)
	return err
}

// slips brings the slips of the rounds at hand up to date: for what was filed now, and for what an earlier run left undone
// because it was killed or the slip was open in another program.
func (s *session) slips(o *output, memo map[workbook.Period]*round) error {
	if p := s.openRound(); !p.IsZero() && memo[p] == nil {
		rounds, err := s.rounds(p)
		if err != nil {
			return err
		}
		memo[p] = rounds[len(rounds)-1]
	}
	for _, p := range slices.SortedFunc(maps.Keys(memo), workbook.Period.Compare) {
		last := map[*workbook.Bureau]*intake{}
		for _, in := range memo[p].intake {
			if in.ret == nil || in.ret.Bureau == nil || in.verdict.Refused {
				continue
			}
			if countsAsReturn(in.word) {
				s.slip(o, in, last[in.ret.Bureau])
			}
			last[in.ret.Bureau] = in
		}
	}
	return nil
}

// slip writes the marked-up copy of a return that falls short, and then a text to paste into a message, which says that
// the copy is there; a bureau whose latest return is in order has none. What fails is a finding and stops no other slip.
func (s *session) slip(o *output, in, last *intake) {
	name := s.bureauName(in.receipt.Bureau)
	path := s.ws.folder("corrections", in.receipt.Period, archive.SafeName(name+".xlsx"))
	note := s.ws.folder("corrections", in.receipt.Period, archive.SafeName(name+".txt"))
	written, err := "", error(nil)
	switch {
	case in.ret == nil || in.ret.Bureau == nil:
		return
	case in.verdict.Errors()+in.verdict.Warnings() == 0:
		err = s.disk.Remove(path, note)
	default:
		written, err = s.writeSlip(in, last, path, note)
	}
	if err != nil {
		o.findings = append(o.findings, s.unreadable(s.ws.rel(path), err))
		return
	}
	if written != "" {
		o.file("slip", name, path)
		o.lines = append(o.lines, written)
	}
}

// writeSlip gives the line that says what was written, nothing where the slip stood there already.
func (s *session) writeSlip(in, last *intake, path, note string) (string, error) {
	input := report.SlipInput{Return: in.ret, Verdict: &in.verdict, Text: s.findingText, Plan: s.plan, Period: s.periodName(in.receipt.Period), Received: in.receipt.Received}
	if last != nil {
		input.Before = &last.verdict
	}
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
	marked, err := xlsx.MarkUp(data, marks, slip.Front)
	if err != nil {
		return "", fmt.Errorf("mark up %s: %w", in.receipt.Name, err)
	}
	if err := s.disk.WriteFile(path, marked); err != nil {
		return "", err
	}
	return slip.Summary, s.disk.WriteFile(note, message)
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
