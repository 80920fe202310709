package main

import (
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/report"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

func (a *app) receiveCmd() *cobra.Command {
	var at, reason string
	c := &cobra.Command{
		Use: "receive", Short: a.words.T("cmd.receive"), Long: a.words.T("cmd.receive-long"), Args: a.args(0, 0),
		Example: a.words.T("sample.receive"),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.openInbox()
			if err != nil {
				return err
			}
			defer s.close()
			day := s.Today()
			if at != "" {
				if day, err = s.parseDay("--received-at", at); err != nil {
					return err
				}
				if strings.TrimSpace(reason) == "" {
					return s.usage("usage.received-at-reason")
				}
			}
			o := s.newOutput("receive", calendar.Period{})
			if err := s.receive(o, day, reason); err != nil {
				return o.saidFirst(err)
			}
			return o.print()
		},
	}
	c.Flags().StringVar(&at, "received-at", "", a.words.T("flag.received-at"))
	c.Flags().StringVar(&reason, "reason", "", a.words.T("flag.reason"))
	return c
}

// openInbox opens a workspace to file its inbox. Meanwhile all processors but one already read the inbox.
func (a *app) openInbox() (*session, error) {
	return a.openWith(true, func(s *session) { s.ReadEarly(runtime.GOMAXPROCS(0) - 1) })
}

// receive files what is new in the inbox: it archives a file, judges it, writes its receipt, and a slip if it falls short. What was
// filed before is skipped.
func (s *session) receive(o *output, day calendar.Date, override string) error {
	slips, err := s.takeIn(o, day, override)
	slips.finish()
	return err
}

// takeIn is receive without the wait for its slips: it returns while they are still being written.
func (s *session) takeIn(o *output, day calendar.Date, override string) (*slipping, error) {
	asked, err := s.periodAsked()
	if err != nil {
		return nil, err
	}
	t := &telling{session: s, o: o, counts: map[string]int{}, took: []map[string]any{}}
	f, err := s.File(round.Arrival{Day: day, Override: override, Open: sync.OnceValues(s.roundAsked)}, t)
	if f == nil {
		return nil, err
	}
	t.listing.fit(o)
	var slips *slipping
	if err == nil {
		t.likely(f)
		slips, err = s.slips(o, f, asked)
	}
	s.sayAside(o, f.Aside)
	s.saySkipped(o, f.Skipped)
	s.sayUnvouched(o, t.unvouched)
	total := sum(t.counts)
	o.summary["received"], o.summary["verdicts"], o.summary["files"] = total, t.counts, t.took
	switch {
	case total > 0:
		o.line("receive.done", "n", total, "words", s.verdictWords(t.counts))
	case err == nil:
		o.line("receive.nothing", "folder", s.ws.Rel(s.ws.Folder("inbox")))
	}
	return slips, err
}

// saySkipped names what lies in the inbox and is no file to take in, one line a reason. Of what Windows and Office leave in every folder,
// and nobody has to do anything about, it names the first few: a year's folders would have it said again in every run.
func (s *session) saySkipped(o *output, skipped []archive.Skipped) {
	names, reasons := map[string][]string{}, []string(nil)
	for _, sk := range skipped {
		if names[sk.Reason] == nil {
			reasons = append(reasons, sk.Reason)
		}
		names[sk.Reason] = append(names[sk.Reason], sk.Rel)
	}
	for _, reason := range reasons {
		files := strings.Join(names[reason], s.words.T("word.list"))
		if few := 3; len(names[reason]) > few && (reason == "system" || reason == "open-marker") {
			files = strings.Join(names[reason][:few], s.words.T("word.list")) + s.words.T("status.and-so-on")
		}
		o.line("receive.skipped", "n", len(names[reason]), "files", files, "reason", s.words.T("skipped."+reason))
	}
}

// sayAside names what was left in the inbox for other commands.
func (s *session) sayAside(o *output, aside []round.Aside) {
	for _, kind := range []string{archive.KindRating, archive.KindObjection} {
		var names []string
		for _, x := range aside {
			if x.Kind == kind {
				names = append(names, x.Rel)
			}
		}
		if len(names) > 0 {
			o.line("receive.aside-"+kind, "n", len(names), "files", strings.Join(names, s.words.T("word.list")))
		}
	}
}

// telling reports what becomes of the inbox while it is filed.
type telling struct {
	*session
	o *output
	// counts gives the number of files by verdict, took the files themselves for --json, and unvouched the number of those whose seal
	// could not be checked.
	counts    map[string]int
	took      []map[string]any
	unvouched int
	listing   listing
}

// Restored reports that the archive had lost a file which the inbox still had.
func (t *telling) Restored(rec archive.Receipt) {
	t.o.line("receive.restored", "file", rec.Name, "receipt", rec.ID())
}

// Left reports why a file could not be read.
func (t *telling) Left(name string, err error) {
	t.o.findings = append(t.o.findings, t.unreadable(name, err))
	t.counts[verdictLeft]++
}

// Took reports what became of a file.
func (t *telling) Took(x round.Took) {
	if !x.Judged {
		t.say(x, "")
		return
	}
	if x.Unvouched {
		t.unvouched++
	}
	t.o.period = x.Round.Period
	t.listing.add(t.o, x.Found)
	name, file := t.CalledIn(x.Round.Plan, x.Receipt), x.Receipt.Name
	t.o.files = append(t.o.files, outFile{"return", name, file})
	next := ""
	switch slip := t.ws.Rel(t.SlipPath(x.Round.Plan, x.Intake, ".xlsx")); {
	case round.Counts(x.Word) && x.Verdict.Errors()+x.Verdict.Warnings() > 0:
		next = t.words.T("receive.next-slip", "path", slip, "bureau", name, "errors", x.Verdict.Errors())
	case x.Word == report.VerdictOtherPeriod && x.Alone():
		next = t.words.T("receive.next-other-period", "path", slip)
	}
	t.say(x, next)
	if x.By == nil && round.Counts(x.Word) && x.Last != nil {
		order := ""
		if x.Order != "" {
			order = t.words.T("receive.order-" + x.Order)
		}
		t.o.line("receive.replaces", "bureau", name, "file", file, "earlier", x.Last.Receipt.Name, "order", order)
	}
}

// Alone writes the slip of a file of which nothing is taken.
func (t *telling) Alone(r *round.Round, in *round.Intake) {
	w := t.newSlipping(t.o)
	w.write([]outputs.Slip{{Plan: r.Plan, In: in}})
	w.finish()
}

// Remember returns a function that takes back everything reported from now on.
func (t *telling) Remember() (takeBack func()) {
	o, took, counts, unvouched, listing := *t.o, len(t.took), maps.Clone(t.counts), t.unvouched, t.listing
	listing.Listing = t.listing.Clone()
	return func() {
		*t.o = o
		t.took, t.counts, t.unvouched, t.listing = t.took[:took], counts, unvouched, listing
	}
}

// verdictLeft stands beside the verdicts of package report for a file that could not be read now and is tried again in the next run.
const verdictLeft = "left"

// verdictOrder lists verdicts in the order in which outputs count files.
func verdictOrder() []string {
	return []string{
		report.VerdictAccepted, report.VerdictNothingToReport, report.VerdictInPart, report.VerdictSentBack,
		report.VerdictPartlySuperseded, report.VerdictSuperseded, report.VerdictSetAside, report.VerdictUnproven, report.VerdictAfterClose,
		report.VerdictDuplicate, report.VerdictOtherPeriod, report.VerdictNotOurs, report.VerdictUnreadable, report.VerdictEvidence, verdictLeft,
	}
}

func (s *session) verdictWords(counts map[string]int) string {
	var parts []string
	for _, w := range verdictOrder() {
		if n := counts[w]; n > 0 {
			// Verdicts begin a cell or a line elsewhere; here they are in the middle of a sentence.
			parts = append(parts, s.words.T("receive.count", "word", strings.ToLower(s.words.T("verdict."+w)), "n", n))
		}
	}
	return strings.Join(parts, s.words.T("word.comma"))
}

// likely says whose the files of which nothing was taken may be, once it is known which bureaus sent nothing else. A file that names
// its sender needs no guess.
func (t *telling) likely(f *round.Filing) {
	for _, p := range slices.SortedFunc(maps.Keys(f.Opened), calendar.Period.Compare) {
		r := f.Opened[p]
		fresh := map[string]bool{}
		for _, in := range r.Intake {
			if in.Fresh && round.IsStray(in.Word) {
				fresh[in.Receipt.Name] = true
			}
		}
		if len(fresh) == 0 {
			continue
		}
		for _, l := range r.Files() {
			if fresh[l.Name] && len(l.Likely) > 0 && !slices.Contains(l.Likely, l.Bureau) {
				t.o.line("receive.likely", "file", l.Name, "bureaus", l.LikelyNames(t.words))
			}
		}
	}
}

// say prints a line about what became of a file and what to do next, and keeps it for --json.
func (t *telling) say(x round.Took, next string) {
	r, in := x.Round, x.Intake
	l := r.FileLine(in)
	t.counts[l.Verdict]++
	note := l.Note(r.Plan, t.words)
	id := "receive.next-" + l.Verdict
	if in.Awaited {
		id = "receive.next-unproven"
	}
	if next == "" && t.words.Has(id) {
		next = t.words.T(id, "path", "", "period", l.Period, "receipt", l.Receipt, "past", r.Period != t.OpenRound(),
			"other", l.By != nil && l.By.Period != l.Period)
	}
	if t.json {
		t.took = append(t.took, t.fileJSON(r, &l))
	}
	t.o.line("receive.took", "file", l.Name, "word", t.words.T("verdict."+l.Verdict), "bureau", t.CalledIn(r.Plan, in.Receipt), "period", l.Period,
		"errors", l.Errors, "warnings", l.Warnings, "held", l.Held, "note", note, "next", next)
}

// fileJSON gives a file of a round in the form of --json.
func (s *session) fileJSON(r *round.Round, l *report.FileLine) map[string]any {
	bureau := ""
	if l.Bureau != nil {
		bureau = l.Bureau.Name
	}
	v := map[string]any{"file": l.Name, "bureau": bureau, "period": l.Period, "received": orNull(l.Seen), "receipt": l.Receipt, "verdict": l.Verdict,
		"errors": l.Errors, "warnings": l.Warnings, "held": l.Held, "note": l.Note(r.Plan, s.words), "mended": nil, "remaining": nil, "new": nil}
	if c := l.Recheck; c != nil {
		v["mended"], v["remaining"], v["new"] = c.Mended, c.Remaining, c.New
	}
	if l.By != nil {
		v["by"] = l.By.Receipt
	}
	why := []map[string]any{}
	for i := range l.Why {
		message, hint := s.findingText(&l.Why[i])
		why = append(why, map[string]any{"code": l.Why[i].Code, "sheet": l.Why[i].Place.Sheet, "cell": l.Why[i].Place.Cell(), "message": message, "hint": hint})
	}
	likely := []string{}
	for _, b := range l.Likely {
		likely = append(likely, b.Name)
	}
	v["why"], v["likely"] = why, likely
	if d := l.Decision; d != nil {
		v["reason"], v["approver"] = d.Reason, d.Approver
	}
	return v
}
