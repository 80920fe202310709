package main

import (
	"cmp"
	"errors"
	"maps"
	"path"
	"slices"

	"duban/cmd/duban/round"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// filedTogether is how many files are read, judged and filed at a time: so many have to be taken up again where a run is killed.
// They are held in memory, and so are the workbooks of the pieces that come next, see piecesAhead, as long as all of them are no
// more than heldTogether: folders hold scans and videos too.
const (
	filedTogether = 64
	heldTogether  = 64 << 20
)

// arrived is a file of the inbox on its way into the archive.
type arrived struct {
	archive.Incoming
	// data are its bytes; of one too long to be held only the first.
	data []byte
	sha  string
	// period is the round that it belongs to, as far as it was looked for.
	period workbook.Period
	// book is the file as read, until it is judged, own the period that it names, keep what the caches are to keep of it; bulky says
	// that it has more cells than are held until then, again that it was not held, waits how many of waitingCells it takes.
	book  *sheet.Book
	own   workbook.Period
	bulky bool
	again bool
	waits int64
	keep  round.ToKeep
	err   error
	// round is the one that it was judged in, found what was found; nil where it was not judged yet.
	round *round.Round
	found *round.Intake
	// unread is why its bytes could not be had; filed says that they were filed before, under whatever name.
	unread error
	filed  bool
	// past says that it was filed for an earlier round and is not looked at again.
	past bool
	// alone says that nothing of it is taken and that its bureau has sent nothing else: its slip does not wait for others.
	alone bool
}

// tooLong tells the files that are not held in memory: what they hold is no workbook that is read.
func tooLong(in archive.Incoming) bool { return in.Size > xlsx.MaxFileBytes }

// heldOf is how many bytes of some files are held while they are filed.
func heldOf(files []archive.Incoming) (n int64) {
	for _, in := range files {
		if !tooLong(in) {
			n += in.Size
		}
	}
	return n
}

// readBytes reads the bytes of a file, unless that was done before.
func (s *session) readBytes(a *arrived) error {
	if a.sha != "" {
		return nil
	}
	if tooLong(a.Incoming) {
		a.data, a.sha, a.unread = s.disk.HashStable(a.Incoming, xlsx.HeadBytes)
	} else if a.data, a.unread = s.disk.ReadStable(a.Incoming); a.unread == nil {
		a.sha = archive.Hash(a.data)
	}
	return a.unread
}

// readCells reads a file, whose bytes were read, as a workbook.
func (s *session) readCells(a *arrived) {
	if tooLong(a.Incoming) {
		a.err = xlsx.RefuseLong(a.data)
		return
	}
	a.hold(s.ReadReturn(a.data, false))
}

// hold takes what was read of the file.
func (a *arrived) hold(book *sheet.Book, err error) {
	if a.book, a.err = book, err; err == nil {
		a.own, _ = round.NamedPeriod(book)
		a.bulky = round.Bulky(book)
	}
}

// await holds what was read of a file until it is judged, as far as there is room.
func (s *session) await(a *arrived) {
	if a.book == nil {
		return
	}
	n := int64(a.book.Cells())
	if a.bulky || !s.HoldCells(n) {
		a.book, a.again = nil, true
		return
	}
	a.waits = n
}

// letGo lets go of what was read of a file.
func (s *session) letGo(a *arrived) {
	s.DropCells(a.waits)
	a.book, a.waits = nil, 0
}

// pass lets go of what is known of a file that is not to be judged.
func (s *session) pass(a *arrived) {
	s.letGo(a)
	a.bulky, a.again, a.err, a.found, a.keep = false, false, nil, nil, round.ToKeep{}
}

// store keeps a file in a folder of the archive. Where the inbox fails, a.unread says how, and no file is left.
func (f *filing) store(a *arrived, folder string) (kept string, err error) {
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

// roundsOf gives the rounds that files of the inbox belong to, as far as can be told before they are judged: by the folder that
// they lie in or by what they say of themselves. It leaves out those that are known as filed before without being read, and the
// loose ones among the others, which are read to know them by their bytes. A loose one that is new is read once more when its
// turn comes: not all that came is held in memory.
func (f *filing) roundsOf(files []archive.Incoming, known func(name, sha string) bool) ([]archive.Incoming, map[string]workbook.Period) {
	rounds := map[string]workbook.Period{}
	passed := map[string]bool{}
	var scattered []archive.Incoming
	for _, in := range files {
		if f.KnownUnread(in, known) {
			passed[in.Rel] = true
		} else if p, ok := folderPeriod(in); ok {
			rounds[in.Rel] = p
		} else if !in.Evidence {
			scattered = append(scattered, in)
		}
	}
	filed := make([]string, len(scattered))
	said := make([]workbook.Period, len(scattered))
	round.Side(len(scattered), func(i int) {
		a := &arrived{Incoming: scattered[i]}
		p := f.Place()
		defer p.Leave()
		p.ForBytes(a.Size)
		if f.readBytes(a) != nil {
			return // what cannot be read here is said when it is filed
		}
		if known(a.Rel, a.sha) {
			filed[i] = a.sha
		} else if !tooLong(a.Incoming) {
			p.ForCells(a.data)
			said[i] = f.SaysItself(a.data)
		}
	})
	for i, in := range scattered {
		if rounds[in.Rel] = said[i]; filed[i] != "" {
			f.RememberRead(in, filed[i])
			passed[in.Rel] = true
		}
	}
	left := slices.DeleteFunc(slices.Clone(files), func(in archive.Incoming) bool { return passed[in.Rel] })
	return left, rounds
}

// pieces parts the files of the inbox into those that are filed at a time, in the order of their rounds: a round is judged
// once all is filed that came for the ones before it. What is of no round that is known comes last. Within a round what lies in
// its folder comes before what lies loose, whatever the names: of two returns of a bureau the later one counts, and the
// mended one that came by itself is the one that was not put into the folder.
func pieces(files []archive.Incoming, rounds map[string]workbook.Period) [][]archive.Incoming {
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b archive.Incoming) int {
		p, q := rounds[a.Rel], rounds[b.Rel]
		if p.IsZero() != q.IsZero() {
			if p.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(p.Compare(q), cmp.Compare(loose(a.Rel), loose(b.Rel)))
	})
	var out [][]archive.Incoming
	var held int64
	for i, in := range files {
		last := len(out) - 1
		own := heldOf(files[i : i+1])
		if held += own; last < 0 || len(out[last]) == filedTogether || held > heldTogether || rounds[in.Rel] != rounds[files[i-1].Rel] {
			out = append(out, nil)
			held = own
			last++
		}
		out[last] = append(out[last], in)
	}
	return out
}

// fileRound files files of one round. All are judged before the first of them is filed: none of them bears on how another
// is judged. They are on their way to the disk when it is done.
func (f *filing) fileRound(files []*arrived, patient bool) ([]archive.Incoming, error) {
	if err := f.judgeAll(files); err != nil {
		return nil, err
	}
	var young []archive.Incoming
	said, waits := f.remember(), false
	f.Archive.Begin()
	err := func() error {
		for _, a := range files {
			if age := f.now().Sub(a.Modified); patient && a.err != nil && !tooLong(a.Incoming) && age >= 0 && age < round.CopyMoment {
				young = append(young, a.Incoming)
				continue
			}
			if err := f.take(a); a.unread != nil {
				f.leaveUnread(a)
			} else if err != nil {
				return err
			}
			waits = waits || a.alone || a.found != nil && round.IsStray(a.found.Word)
			a.data = nil
		}
		return nil
	}()
	if failed := f.landed(); failed != nil {
		return nil, failed
	}
	f.landing = &landing{files, said, f.Archive.CommitBeside()}
	if err != nil || waits {
		// What leaves a slip of its own, or is let go of, is not held until more is filed.
		if failed := f.landed(); failed != nil {
			return nil, cmp.Or(err, failed)
		}
	}
	return young, err
}

// landing is files on their way to the disk, and how far the filing had come before them with what it says.
type landing struct {
	files []*arrived
	said  progress
	wait  func() error
}

// landed waits until what was filed last stands on the disk. Whoever reads the archive calls it before. Where it fails, what was
// said of the files, and of those that were filed since, is taken back.
func (f *filing) landed() error {
	l := f.landing
	if l == nil {
		return nil
	}
	f.landing = nil
	if err := l.wait(); err != nil {
		f.recall(l.said)
		return err
	}
	for _, a := range l.files {
		if a.unread != nil {
			continue
		}
		f.rememberFiled(a)
		if a.alone {
			// What is not of its round leaves the slip of a return that is.
			w := &slipping{f: f}
			w.write([]dueSlip{{plan: a.round.Plan, in: a.found}})
			w.finish()
		}
		if a.found != nil && round.IsStray(a.found.Word) {
			a.found.Leave()
		}
	}
	return nil
}

// judgeAll judges those of a round's files that were read as returns and are not judged yet, several at a time.
func (f *filing) judgeAll(files []*arrived) error {
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
	round.Side(len(returns), func(i int) {
		a := returns[i]
		p := f.Place()
		defer p.Leave()
		p.ForCells(a.data)
		if a.book == nil && a.err == nil {
			// It was not held, or the round that it was judged in ahead of its turn was worked out anew since.
			f.readCells(a)
		}
		f.judgeOne(a)
	})
	return nil
}

// judgeOne judges a file in its round and lets go of its cells.
func (f *filing) judgeOne(a *arrived) {
	a.found, a.keep = a.round.Judge(a.Rel, a.book, a.err).Reduced(), round.ToKeep{}
	if round.IsReturn(a.found.Outcome) {
		a.keep = f.KeepOf(a.round, a.found, a.book)
	}
	f.letGo(a)
}

// openedAt is the round of a period as far as files were filed. It is worked out anew where something came in since for a
// round before it, from what lay in no round's folder or was still being copied.
func (f *filing) openedAt(p workbook.Period) (*round.Round, error) {
	old := f.rounds[p]
	if old != nil && !f.outdated[p] {
		return old, nil
	}
	if err := f.landed(); err != nil {
		return nil, err
	}
	delete(f.rounds, p)
	delete(f.outdated, p)
	f.joined[p] = 0 // what was filed before is in the round already
	r, err := f.RoundAt(p, f.rounds)
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

// progress is how far a filing had come with what it says.
type progress struct {
	out       output
	took      int
	counts    map[string]int
	unvouched int
}

func (f *filing) remember() progress {
	return progress{*f.o, len(f.took), maps.Clone(f.counts), f.unvouched}
}

// recall takes back what was said of files that could not be filed after all.
func (f *filing) recall(was progress) {
	*f.o = was.out
	f.took, f.counts, f.unvouched = f.took[:was.took], was.counts, was.unvouched
}

// join takes a file that was just filed into its round.
func (f *filing) join(r *round.Round, in *round.Intake) {
	f.joined[r.Period]++
	f.session.Join(r, in)
	for p := range f.rounds {
		if in.Return != nil && r.Period.Compare(p) < 0 && round.Chained(r.Period.Kind(), p.Kind()) {
			f.outdated[p] = true
		}
	}
}

// settle settles which returns count once all files are filed, and what they say together. What was worked out holds for the rest
// of the run where nothing came in for other rounds.
func (f *filing) settle() error {
	for _, p := range slices.SortedFunc(maps.Keys(f.outdated), workbook.Period.Compare) {
		if _, err := f.openedAt(p); err != nil {
			return err
		}
	}
	for p, r := range f.rounds {
		r.Settle()
		r.Compare()
		f.StillHolds(p, r, f.joined[p])
	}
	return nil
}

// rememberFiled keeps what was read of a file that was filed just now.
func (f *filing) rememberFiled(a *arrived) {
	if a.found == nil && !a.Evidence || a.found != nil && a.found.Receipt.N == 0 {
		return // left for later, or a duplicate of what was filed before
	}
	f.RememberRead(a.Incoming, a.sha)
	if a.found != nil {
		f.KeepFiled(a.round, a.found.Receipt, a.keep)
		a.keep = round.ToKeep{}
	}
}
