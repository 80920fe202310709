package round

import (
	"cmp"
	"errors"
	"maps"
	"path"
	"slices"
	"sync/atomic"
	"time"

	"duban/report"
	"duban/validate"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// Arrival is how files of the inbox come in.
type Arrival struct {
	// Day is the day that counts as the day of arrival. Override is the reason why it is not today, empty if it is.
	Day      calendar.Date
	Override string
	// Open gives the round for files that name none.
	Open func() (calendar.Period, error)
}

// Listener learns what becomes of the files in the inbox, in the order of filing.
type Listener interface {
	// Restored says that the archive had lost a file, which was put back from the inbox.
	Restored(rec archive.Receipt)
	// Left says why a file could not be read. The next run tries again.
	Left(name string, err error)
	// Took says that a file has its receipt.
	Took(Took)
	// Alone says that a file, which is on the disk, is alone (see Took.Alone): its slip need not wait for others.
	Alone(r *Round, in *Intake)
	// Remember gives a function that takes back everything said since, for files that could not be filed after all.
	Remember() (takeBack func())
}

// Took is a file that was filed, with what is known of it besides the findings.
type Took struct {
	// Round is the round that it came in for. For a file without one, such as evidence or a duplicate, it has only a plan and a period.
	Round *Round
	*Intake
	// Found holds its findings, even if its round lists fewer.
	Found []validate.Finding
	// Judged says that it was judged as a return.
	Judged bool
	// Last is the return before it in its series, nil if there is none. Order says why the program filed that one first, see orderOf; it is
	// empty if an earlier run did.
	Last  *Intake
	Order string
}

// Alone reports whether nothing of the file is taken and its bureau has sent nothing else.
func (x *Took) Alone() bool { return x.Judged && x.Verdict.Refused && x.Last == nil }

// ClockBehind says that the clock's day is before that of the last filing.
type ClockBehind struct{ Today, Last calendar.Date }

func (e *ClockBehind) Error() string {
	return "today is " + e.Today.String() + ", filed was on " + e.Last.String()
}

// Filing is one run over the inbox.
type Filing struct {
	*Session
	Arrival
	// Skipped holds what is in the inbox and is not a file to be taken in, Aside what other commands take.
	Skipped []archive.Skipped
	Aside   []Aside
	// Opened holds the rounds that something was filed for, as they are now.
	Opened map[calendar.Period]*Round

	listener Listener
	// returned holds the hashes of files that were bureaus' returns before this run.
	returned map[string]bool
	// joined counts the receipts written for files of these rounds.
	joined map[calendar.Period]int
	// outdated holds the rounds that have to be worked out again, as something they depend on came in since.
	outdated map[calendar.Period]bool
	// foundAhead counts the findings that are held of files judged ahead.
	foundAhead atomic.Int64
	// landing holds what is on its way to the disk, piece by piece.
	landing []*landing
}

// File files what is new in the inbox: it archives and judges each file and writes its receipt. Files that were filed before are passed
// over. After an error the files before it are still filed. The filing is nil if the inbox could not be listed.
func (s *Session) File(how Arrival, listener Listener) (*Filing, error) {
	s.early.end()
	f := &Filing{Session: s, Arrival: how, listener: listener, Opened: map[calendar.Period]*Round{}, joined: map[calendar.Period]int{}, outdated: map[calendar.Period]bool{}}
	s.backdated = slices.ContainsFunc(s.Archive.Select(archive.KindReturn, ""), func(rec archive.Receipt) bool { return dayOf(rec) > how.Day })
	defer func() { s.backdated = false }()
	files, aside, skipped, err := s.Inbox()
	if err != nil {
		return nil, err
	}
	f.Skipped, f.Aside = skipped, aside
	err = f.fileAll(files)
	s.early = nil // only files that were filed before are left in it
	if err == nil {
		err = f.settle() // while the last files are on their way to the disk
	}
	if failed := f.landed(); err == nil {
		err = failed
	}
	f.FlushCaches()
	return f, err
}

// copyPause is how long a file that may still be being copied into the inbox is left alone before it is read again.
const copyPause = 500 * time.Millisecond

// fileAll files what is new, piece by piece, so that memory is bounded and filed files are soon safe.
func (f *Filing) fileAll(files []archive.Incoming) error {
	if err := f.restore(files); err != nil {
		return err
	}
	known := f.known()
	f.returned = map[string]bool{}
	for _, rec := range f.Archive.Select(archive.KindReturn, "") {
		if IsReturn(rec.Verdict) {
			f.returned[rec.SHA256] = true
		}
	}
	files, rounds := f.roundsOf(files, known)
	unfinished, err := f.filePieces(pieces(files, rounds), rounds, known, true)
	if err != nil || len(unfinished) == 0 {
		return err
	}
	f.options.Pause(copyPause)
	_, err = f.filePieces(pieces(unfinished, rounds), rounds, known, false)
	return err
}

// restore puts back what the archive lost and the inbox still has: a power cut may take a file whose receipt it leaves.
func (f *Filing) restore(files []archive.Incoming) error {
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
			continue // the file of that name has other bytes now
		} else if err != nil {
			return err
		}
		f.listener.Restored(rec)
	}
	return nil
}

// judgedTogether is how many files that were not judged ahead are judged before the first of them is filed. A file in which nearly every
// cell is wrong takes a megabyte and a half until then.
const judgedTogether = 16

// fileRound files files of one round; none of them affects how another is judged. When it returns they may still be on their way to the
// disk. If patient is set it returns the files that may still be being copied.
func (f *Filing) fileRound(files []*arrived, patient bool) ([]archive.Incoming, error) {
	if at := slices.IndexFunc(files, (*arrived).toJudge); at >= 0 {
		if _, err := f.openedAt(files[at].period); err != nil {
			return nil, err // the round is worked out before anything is filed for it
		}
	}
	var young []archive.Incoming
	takeBack, waits := f.listener.Remember(), false
	f.Archive.Begin()
	err := func() error {
		for i, a := range files {
			if i%judgedTogether == 0 {
				if err := f.judgeAll(files[i:min(len(files), i+judgedTogether)]); err != nil {
					return err
				}
			}
			if age := f.options.Now().Sub(a.Modified); patient && a.err != nil && !tooLong(a.Incoming) && age >= 0 && age < copyMoment {
				young = append(young, a.Incoming)
				continue
			}
			if kind := a.aside(); kind != "" {
				if a.found = nil; !f.takenAside(a.Incoming) {
					f.Aside = append(f.Aside, Aside{a.Rel, kind})
				}
				a.data = nil
				continue
			}
			if err := f.take(a); a.unread != nil {
				f.leaveUnread(a)
			} else if err != nil {
				return err
			}
			waits = waits || a.alone || a.found != nil && IsStray(a.found.Word)
			a.data = nil
		}
		return nil
	}()
	if failed := f.landedBut(landingTogether - 1); failed != nil {
		return nil, failed
	}
	f.landing = append(f.landing, &landing{files, takeBack, f.Archive.CommitBeside()})
	if err != nil || waits {
		// Files that get a slip of their own, or are dropped, are not held until more is filed.
		if failed := f.landed(); failed != nil {
			return nil, cmp.Or(err, failed)
		}
	}
	return young, err
}

// landing holds files on their way to the disk, and the function that takes back what the listener learnt of them.
type landing struct {
	files    []*arrived
	takeBack func()
	wait     func() error
}

// landingTogether is how many pieces are on their way to the disk at a time: while the names of one are synced, the bytes of the next one
// are.
const landingTogether = 2

// landed waits until everything filed is on the disk. It must be called before the archive is read. If it fails, what the listener learnt of
// the files, and of those filed since, is taken back.
func (f *Filing) landed() error { return f.landedBut(0) }

// landedBut waits, like landed, for all but the last n pieces.
func (f *Filing) landedBut(n int) error {
	for len(f.landing) > n {
		l := f.landing[0]
		f.landing = f.landing[1:]
		if err := l.wait(); err != nil {
			for _, later := range f.landing {
				_ = later.wait() // fails with this one
			}
			f.landing = nil
			l.takeBack()
			return err
		}
		f.onDisk(l)
	}
	return nil
}

// onDisk does what has to wait until the files of a piece are on the disk.
func (f *Filing) onDisk(l *landing) {
	for _, a := range l.files {
		if a.unread != nil {
			continue
		}
		f.rememberFiled(a)
		if a.alone {
			f.listener.Alone(a.round, a.found)
		}
		if a.found != nil && IsStray(a.found.Word) {
			a.found.leave()
		}
	}
}

// rememberFiled puts a file that was just filed into the caches.
func (f *Filing) rememberFiled(a *arrived) {
	if a.found == nil && !a.Evidence || a.found != nil && a.found.Receipt.N == 0 {
		return // left for later, or a duplicate
	}
	f.rememberRead(a.Incoming, a.sha)
	if a.found != nil {
		f.keepFiled(a.round, a.found.Receipt, a.keep)
		a.keep = toKeep{}
	}
}

// judgeAll judges the files that were read as returns and are not yet judged in their present round, several at a time.
func (f *Filing) judgeAll(files []*arrived) error {
	var returns []*arrived
	for _, a := range files {
		if !a.toJudge() {
			continue
		}
		r, err := f.openedAt(a.period)
		if err != nil {
			return err
		}
		if a.found == nil || a.round != r {
			a.round = r
			returns = append(returns, a)
		}
	}
	Side(len(returns), func(i int) {
		a := returns[i]
		p := f.Place()
		defer p.Leave()
		p.ForCells(a.data)
		if a.book == nil && a.err == nil {
			// It was not held, or was judged ahead in a round that has been worked out again since.
			f.readCells(a)
		}
		f.judgeOne(a)
	})
	return nil
}

// judgeOne judges a file in its round and drops its cells. Those of a bulky file are dropped before, as its rows take as much again.
func (f *Filing) judgeOne(a *arrived) {
	book := a.book
	if a.bulky {
		a.book = nil
	}
	a.found, a.keep = a.round.Judge(a.Rel, book, a.err).reduced(a.bulky), toKeep{}
	if IsReturn(a.found.outcome) {
		a.keep = f.keepOf(a.round, a.found, a.book)
	}
	f.letGo(a)
}

// openedAt gives the round of a period with all files that were filed so far. It is worked out again if it is outdated, as happens if loose
// files, or files that were still being copied, are filed late for an earlier round.
func (f *Filing) openedAt(p calendar.Period) (*Round, error) {
	old := f.Opened[p]
	if old != nil && !f.outdated[p] {
		return old, nil
	}
	if err := f.landed(); err != nil {
		return nil, err
	}
	delete(f.Opened, p)
	delete(f.outdated, p)
	f.joined[p] = 0 // what was filed before is in the round already
	r, err := f.roundAt(p, f.Opened)
	if err != nil || old == nil {
		return r, err
	}
	fresh := map[int]bool{}
	for _, in := range old.Intake {
		fresh[in.Receipt.N] = in.Fresh
	}
	for _, in := range r.Intake {
		in.Fresh = fresh[in.Receipt.N]
	}
	return r, nil
}

// take files one file and tells the listener.
func (f *Filing) take(a *arrived) error {
	if err := f.clock(); err != nil {
		return err
	}
	rec := archive.Receipt{Kind: archive.KindReturn, Name: a.Rel, SHA256: a.sha, Size: a.Size, Received: f.Day.String(),
		Override: f.Override, PlanSHA256: f.Whole.SHA256, Program: f.options.Version, Build: f.options.Build()}
	if f.Override != "" {
		rec.Filed = f.Today().String()
	}
	if a.Evidence {
		return f.evidence(a, rec)
	}
	if first, ok := f.firstOf(rec.SHA256); ok {
		return f.duplicate(a.Incoming, rec, first)
	}
	return f.file(a, rec)
}

// clock refuses to date an arrival by a clock that is behind the last filing, as that date decides who is late. The error is a *ClockBehind.
func (f *Filing) clock() error {
	if f.Override != "" {
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
		if last, ok := calendar.ParseISO(filed); ok && f.Day < last {
			return &ClockBehind{f.Day, last}
		}
		return nil
	}
	return nil
}

// duplicate writes a receipt for bytes that were filed before as a return, under whatever name and in whatever folder.
func (f *Filing) duplicate(in archive.Incoming, rec, first archive.Receipt) error {
	rec.Period, rec.Bureau, rec.Path, rec.Verdict, rec.Note = first.Period, first.Bureau, first.Path, report.VerdictDuplicate, first.ID()
	if p, ok := FolderPeriod(in); ok {
		rec.Period = p.String()
	}
	rec, err := f.Archive.Append(rec)
	if err != nil {
		return err
	}
	r := bareRound(f.Plan, calendar.Period{})
	if p, ok := calendar.ParsePeriod(rec.Period); ok {
		if r = f.Opened[p]; r == nil {
			r = bareRound(f.Plan, p)
		}
	}
	d := &Intake{Receipt: rec}
	f.join(r, d)
	f.listener.Took(Took{Round: r, Intake: d})
	return nil
}

// file archives a judged file, writes its receipt and joins it to its round.
func (f *Filing) file(a *arrived, rec archive.Receipt) error {
	x, r := a.found, a.round
	rec, last := f.assess(r, x, rec)
	x.Fresh = true
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
	x.Why = RefusedFor(x.Receipt)
	found := x.Verdict.Findings
	f.join(r, x)
	took := Took{Round: r, Intake: x, Found: found, Judged: true, Last: last}
	if last != nil && last.Fresh {
		took.Order = orderOf(last.Receipt.Name, a.Rel)
	}
	a.alone = took.Alone()
	f.listener.Took(took)
	return nil
}

// evidence files an attachment.
func (f *Filing) evidence(a *arrived, rec archive.Receipt) error {
	rec.Kind, rec.Verdict = archive.KindEvidence, report.VerdictEvidence
	p, err := f.roundOf(a, f.Open)
	if err != nil {
		return err
	}
	rec.Period = p.String()
	if rec.Path, err = f.store(a, rec.Period+"-"+f.space.Words.T("folder.evidence")); err != nil {
		return err
	}
	if rec, err = f.Archive.Append(rec); err != nil {
		return err
	}
	f.listener.Took(Took{Round: bareRound(f.Plan, p), Intake: &Intake{Receipt: rec, Word: rec.Verdict}})
	return nil
}

// store puts a file into a folder of the archive. If a file of the inbox cannot be read a.unread says why, and nothing is left behind.
func (f *Filing) store(a *arrived, folder string) (kept string, err error) {
	if !tooLong(a.Incoming) {
		return f.Archive.StoreSummed(folder, path.Base(a.Rel), a.data, a.sha)
	}
	kept, err = f.Archive.StoreFrom(folder, path.Base(a.Rel), a.Incoming, a.sha)
	var unread *archive.Unread
	if errors.As(err, &unread) {
		a.unread = unread.Err
	}
	return kept, err
}

// join takes a file that was just filed into its round, and marks the rounds that depend on it as outdated.
func (f *Filing) join(r *Round, in *Intake) {
	f.joined[r.Period]++
	f.Session.join(r, in)
	if in.former != nil && f.Opened[r.Period] != nil {
		f.outdated[r.Period] = true // files of former bureaus are taken in before all others, whenever they came
	}
	for p := range f.Opened {
		if in.Return != nil && r.Period.Compare(p) < 0 && Chained(r.Period.Kind(), p.Kind()) {
			f.outdated[p] = true
		}
	}
}

// settle settles which returns count once all files are filed. The rounds worked out hold for the rest of the run if nothing came in for
// other rounds.
func (f *Filing) settle() error {
	for _, p := range slices.SortedFunc(maps.Keys(f.outdated), calendar.Period.Compare) {
		if _, err := f.openedAt(p); err != nil {
			return err
		}
	}
	for p, r := range f.Opened {
		r.settle()
		if len(r.cutStanding()) > 0 {
			if err := f.landed(); err != nil {
				return err
			}
		}
		if err := f.lookUpStanding(r); err != nil {
			return err
		}
		f.stillHolds(p, r, f.joined[p])
	}
	return nil
}
