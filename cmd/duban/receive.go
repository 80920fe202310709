package main

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"duban/cmd/duban/round"
	"duban/report"
	"duban/workbook"
	"duban/workbook/archive"
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
			o := s.newOutput("receive", workbook.Period{})
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

// roundOf is the round that a file is judged in: that of the inbox folder it lies in, else the one it names itself, else the
// period asked for or the round that is open, which open gives.
func (s *session) roundOf(a *arrived, open func() (workbook.Period, error)) (workbook.Period, error) {
	if p := saidPeriod(a); !p.IsZero() {
		return p, nil
	}
	return open()
}

// folderPeriod is the period of the inbox folder that a file lies in.
func folderPeriod(f archive.Incoming) (workbook.Period, bool) {
	first, _, below := strings.Cut(f.Rel, "/")
	if !below {
		return workbook.Period{}, false
	}
	return workbook.ParsePeriod(first)
}

// loose is 1 for a file of the inbox that lies in no round's folder, 0 for others.
func loose(rel string) int {
	if _, ok := folderPeriod(archive.Incoming{Rel: rel}); ok {
		return 0
	}
	return 1
}

// filing is one run over the inbox.
type filing struct {
	*session
	o *output
	// day is the day that counts as the day of arrival, override why it is not today.
	day      workbook.Date
	override string
	rounds   map[workbook.Period]*round.Round
	// returned are the contents that were bureaus' returns before this run.
	returned map[string]bool
	// open is the round of what belongs to no other, looked for once.
	open func() (workbook.Period, error)
	// joined counts the receipts that were written for files of these rounds.
	joined map[workbook.Period]int
	// outdated are those of the rounds for which something came in before them since they were worked out.
	outdated map[workbook.Period]bool
	// landing is what is on its way to the disk, nil where nothing is.
	landing *landing
	// counts are the files by what became of them, took the files themselves for --json; unvouched are those whose seal could
	// not be checked.
	counts    map[string]int
	took      []map[string]any
	unvouched int
}

// receive files what is new in the inbox: archives it, judges it, writes its receipt, and a slip where it falls short.
// What was filed before is passed over.
func (s *session) receive(o *output, day workbook.Date, override string) error {
	slips, err := s.takeIn(o, day, override)
	slips.finish()
	return err
}

// takeIn does so but for the slips, which are on their way when it is done.
func (s *session) takeIn(o *output, day workbook.Date, override string) (*slipping, error) {
	s.early.end()
	f := &filing{session: s, o: o, day: day, override: override, rounds: map[workbook.Period]*round.Round{}, open: sync.OnceValues(s.thePeriod), joined: map[workbook.Period]int{}, outdated: map[workbook.Period]bool{}, counts: map[string]int{}, took: []map[string]any{}}
	s.Backdated = slices.ContainsFunc(s.Archive.Select(archive.KindReturn, ""), func(rec archive.Receipt) bool { return round.DayOf(rec) > day })
	defer func() { s.Backdated = false }()
	asked, err := s.parsePeriod()
	if err != nil {
		return nil, err
	}
	files, skipped, err := s.disk.Scan(s.ws.Folder("inbox"), s.evidenceFolders())
	if err != nil {
		return nil, err
	}
	err = f.fileAll(files)
	s.early = nil // what is left was filed before
	if err == nil {
		err = f.settle() // while what was filed last is on its way to the disk
	}
	if failed := f.landed(); err == nil {
		err = failed
	}
	f.FlushCaches()
	var slips *slipping
	if err == nil {
		f.likely()
		slips, err = f.slips(asked)
	}
	for _, sk := range skipped {
		o.line("receive.skipped", "file", sk.Rel, "reason", s.words.T("skipped."+sk.Reason))
	}
	s.sayUnvouched(o, f.unvouched)
	total := 0
	for _, n := range f.counts {
		total += n
	}
	o.summary["received"], o.summary["verdicts"], o.summary["files"] = total, f.counts, f.took
	switch {
	case total > 0:
		o.line("receive.done", "n", total, "words", s.verdictWords(f.counts))
	case err == nil:
		o.line("receive.nothing", "folder", s.ws.Rel(s.ws.Folder("inbox")))
	}
	return slips, err
}

// copyPause is how long a file is left alone that may still be on its way into the inbox, before it is looked at again.
const copyPause = 500 * time.Millisecond

// fileAll files what is new, so many files at a time: the next ones are not held in memory, and what is filed is safe.
func (f *filing) fileAll(files []archive.Incoming) error {
	if err := f.restore(files); err != nil {
		return err
	}
	known := f.Known()
	f.returned = map[string]bool{}
	for _, rec := range f.Archive.Select(archive.KindReturn, "") {
		if round.IsReturn(rec.Verdict) {
			f.returned[rec.SHA256] = true
		}
	}
	files, rounds := f.roundsOf(files, known)
	unfinished, err := f.filePieces(pieces(files, rounds), rounds, known, true)
	if err != nil || len(unfinished) == 0 {
		return err
	}
	f.wait(copyPause)
	_, err = f.filePieces(pieces(unfinished, rounds), rounds, known, false)
	return err
}

// restore puts back what the archive lost and the inbox still has: a power cut may take a file whose receipt it leaves.
func (f *filing) restore(files []archive.Incoming) error {
	inbox := map[string]archive.Incoming{}
	for _, in := range files {
		inbox[in.Rel] = in
	}
	for _, rec := range f.Archive.Receipts() {
		in, there := inbox[rec.Name]
		if !there || rec.Path == "" || in.Size != rec.Size || f.Archive.Holds(rec) {
			continue
		}
		var unread *archive.Unread
		if err := f.Archive.Restore(rec, in); errors.As(err, &unread) {
			continue // the name holds other bytes by now
		} else if err != nil {
			return err
		}
		f.o.line("receive.restored", "file", rec.Name, "receipt", rec.ID())
	}
	return nil
}

func (a *app) wait(d time.Duration) {
	if a.pause != nil {
		a.pause(d)
		return
	}
	time.Sleep(d)
}

// verdictOrder is the order in which outputs name what became of files.
func verdictOrder() []string {
	return []string{"accepted", "nothing", "in-part", "sent-back", "partly-superseded", "superseded", "set-aside", "unproven", "after-close", "duplicate",
		"other-period", "not-ours", "unreadable", "evidence", "left"}
}

func (s *session) verdictWords(counts map[string]int) string {
	var parts []string
	for _, w := range verdictOrder() {
		if n := counts[w]; n > 0 {
			// Verdicts begin a cell or a line elsewhere; here they stand in mid-sentence.
			parts = append(parts, s.words.T("receive.count", "word", strings.ToLower(s.words.T("verdict."+w)), "n", n))
		}
	}
	return strings.Join(parts, s.words.T("word.comma"))
}

// take files one file and says what became of it.
func (f *filing) take(a *arrived) error {
	if err := f.clock(); err != nil {
		return err
	}
	rec := archive.Receipt{Kind: archive.KindReturn, Name: a.Rel, SHA256: a.sha, Size: a.Size, Received: f.day.String(),
		Override: f.override, PlanSHA256: f.Whole.SHA256, Program: version, Build: f.buildName()}
	if f.override != "" {
		rec.Filed = f.Today().String()
	}
	if a.Evidence {
		return f.evidence(a, rec)
	}
	if first, ok := f.FirstOf(rec.SHA256); ok {
		return f.duplicate(a.Incoming, rec, first)
	}
	return f.file(a, rec)
}

// clock refuses to date an arrival by a clock that runs behind the last filing: on that date hangs who is late.
func (f *filing) clock() error {
	if f.override != "" {
		return nil
	}
	rs := f.Archive.Receipts()
	for i := len(rs) - 1; i >= 0; i-- {
		if rs[i].Kind != archive.KindReturn && rs[i].Kind != archive.KindEvidence {
			continue
		}
		filed := rs[i].Filed
		if filed == "" {
			filed = rs[i].Received
		}
		if last, ok := workbook.ParseISO(filed); ok && f.day < last {
			return f.fail(nil, "fail.clock", "today", f.day.String(), "last", filed)
		}
		return nil
	}
	return nil
}

// duplicate files a receipt for bytes that were filed before, under whatever name and in whatever folder.
func (f *filing) duplicate(in archive.Incoming, rec, first archive.Receipt) error {
	rec.Period, rec.Bureau, rec.Path, rec.Verdict, rec.Note = first.Period, first.Bureau, first.Path, "duplicate", first.ID()
	if p, ok := folderPeriod(in); ok {
		rec.Period = p.String()
	}
	rec, err := f.Archive.Append(rec)
	if err != nil {
		return err
	}
	r := round.BareRound(f.Plan, workbook.Period{})
	if p, ok := workbook.ParsePeriod(rec.Period); ok {
		if r = f.rounds[p]; r == nil {
			r = round.BareRound(f.Plan, p)
		}
	}
	d := &round.Intake{Receipt: rec}
	f.join(r, d)
	f.say(r, d, r.FileLine(d), "")
	return nil
}

// file archives a file that was judged and takes it into its round.
func (f *filing) file(a *arrived, rec archive.Receipt) error {
	x, r := a.found, a.round
	rec, last := f.Assess(r, x, rec)
	x.Fresh = true
	if x.Unvouched {
		f.unvouched++
	}
	// The plan that a file was judged by is kept before the receipt that names it.
	if err := f.KeepPlan(r.Period); err != nil {
		return err
	}
	var err error
	if rec.Path, err = f.store(a, rec.Period); err != nil {
		return err
	}
	if x.Receipt, err = f.Archive.Append(rec); err != nil {
		return err
	}
	x.Why = round.RefusedFor(x.Receipt)
	f.join(r, x)
	f.o.period = r.Period
	f.o.findings = append(f.o.findings, x.Verdict.Findings...)
	name := f.bureauName(rec.Bureau)
	f.o.files = append(f.o.files, outFile{"return", name, a.Rel})
	next := ""
	a.alone = x.Verdict.Refused && last == nil
	switch slip := f.ws.Rel(f.slipPath(x.Receipt, ".xlsx")); {
	case round.Counts(x.Word) && x.Verdict.Errors()+x.Verdict.Warnings() > 0:
		next = f.words.T("receive.next-slip", "path", slip, "bureau", name, "errors", x.Verdict.Errors())
	case x.Word == "other-period" && a.alone:
		next = f.words.T("receive.next-other-period", "path", slip)
	}
	f.say(r, x, r.FileLine(x), next)
	if x.By == nil && round.Counts(x.Word) && last != nil {
		order := ""
		if last.Fresh {
			order = f.words.T("receive.order-" + orderOf(last.Receipt.Name, a.Rel))
		}
		f.o.line("receive.replaces", "bureau", name, "file", a.Rel, "earlier", last.Receipt.Name, "order", order)
	}
	return nil
}

// orderOf is why of two files that were filed in one run the one came before the other: nobody knows which was sent first. What
// names no round, or was still being copied, was filed after the others, whatever its name.
func orderOf(first, second string) string {
	switch {
	case loose(first) < loose(second):
		return "folder"
	case loose(first) == loose(second) && archive.CompareNames(first, second) < 0:
		return "names"
	}
	return "filing"
}

// likely says whose the files of which nothing is taken may be, once it is known of whom nothing else came. Of one that says so
// itself nothing needs to be guessed.
func (f *filing) likely() {
	for _, p := range slices.SortedFunc(maps.Keys(f.rounds), workbook.Period.Compare) {
		r := f.rounds[p]
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
				f.o.line("receive.likely", "file", l.Name, "bureaus", l.LikelyNames(f.words))
			}
		}
	}
}

// say says in a line what became of a file and what to do next, and keeps it for --json.
func (f *filing) say(r *round.Round, in *round.Intake, l report.FileLine, next string) {
	f.counts[l.Verdict]++
	note := l.Note(r.Plan, f.words)
	id := "receive.next-" + l.Verdict
	if in.Awaited {
		id = "receive.next-unproven"
	}
	if next == "" && f.words.Has(id) {
		next = f.words.T(id, "path", "", "period", l.Period, "receipt", l.Receipt, "past", r.Period != f.OpenRound())
	}
	if f.json {
		f.took = append(f.took, f.fileJSON(r, &l))
	}
	f.o.line("receive.took", "file", l.Name, "word", f.words.T("verdict."+l.Verdict), "bureau", f.bureauName(in.Receipt.Bureau), "period", l.Period,
		"errors", l.Errors, "warnings", l.Warnings, "held", l.Held, "note", note, "next", next)
}

// fileJSON is a file of a round as outputs with --json name it.
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

// evidence files an attachment.
func (f *filing) evidence(a *arrived, rec archive.Receipt) error {
	rec.Kind, rec.Verdict = archive.KindEvidence, "evidence"
	p, err := f.roundOf(a, f.open)
	if err != nil {
		return err
	}
	rec.Period = p.String()
	if rec.Path, err = f.store(a, rec.Period+"-"+f.ws.Words.T("folder.evidence")); err != nil {
		return err
	}
	if rec, err = f.Archive.Append(rec); err != nil {
		return err
	}
	x := &round.Intake{Receipt: rec, Word: rec.Verdict}
	r := round.BareRound(f.Plan, p)
	f.say(r, x, r.FileLine(x), "")
	return nil
}
