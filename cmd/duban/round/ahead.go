package round

import (
	"slices"

	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// What takes time with a file is to read and to judge it, and to make sure that it stands in the archive: the one is work for
// the processors, the other mostly waiting for the disk. So the files that come next are read and judged while some are filed.
// What becomes of files, and in what order, is decided by filing alone: nothing is filed ahead.

// ahead is a piece of the inbox on its way to being filed.
type ahead struct {
	files []*arrived
	// begun is closed once the last of its files is taken up, done once all of them are read.
	begun, done chan struct{}
}

// piecesAhead is how many pieces are read while one is filed: who files has to wait for the disk now and then, and who reads is
// not to wait for that. Those that are long are not read ahead.
const piecesAhead = 4

// mostFoundAhead is how many findings are held of files that were judged ahead. Those of a month's returns come to a few hundred; of files
// in which nearly every cell is wrong each has as many as are listed of it, which takes a megabyte. Beyond that files are neither judged
// ahead nor held: they are read again when their turn comes.
const mostFoundAhead = 10_000

// wait gives the files once all of them are read, and lets go of them.
func (h *ahead) wait() []*arrived {
	<-h.done
	files := h.files
	h.files = nil
	return files
}

// filePieces files pieces of the inbox one after the other; the last of them is on its way to the disk when it is done. Where
// patient is set it leaves those files that may still be on their way into the inbox, and gives them back.
func (f *Filing) filePieces(all [][]archive.Incoming, rounds map[string]calendar.Period, known func(name, sha string) bool, patient bool) (young []archive.Incoming, err error) {
	var coming []*ahead
	defer func() {
		for _, h := range coming {
			h.wait()
		}
	}()
	var last *ahead
	begin := func(some []archive.Incoming, r *Round) {
		last = f.bring(some, r, known, last)
		coming = append(coming, last)
	}
	for i, some := range all {
		if len(coming) == 0 {
			begin(some, nil)
		}
		brought := coming[0].wait()
		coming = coming[1:]
		for _, a := range brought {
			f.foundAhead.Add(-int64(a.findings()))
		}
		files, err := f.toFile(brought, known)
		if err != nil {
			return young, err
		}
		held := heldOf(slices.Concat(all[i : i+1+len(coming)]...))
		for n := i + 1 + len(coming); n < min(len(all), i+1+piecesAhead) && rounds[all[n][0].Rel] == rounds[some[0].Rel]; n++ {
			if held += heldOf(all[n]); held > HeldTogether {
				break
			}
			r, err := f.roundFor(files)
			if err != nil {
				return young, err
			}
			begin(all[n], r)
		}
		left, err := f.fileSome(files, patient)
		young = append(young, left...)
		if err != nil {
			return young, err
		}
	}
	return young, nil
}

// bring reads files, several at a time, and judges those that are of a round, which may be nil. Whoever waits for them goes on
// meanwhile. Files of one piece are not taken up before all of the last one's, which may be nil, are. Evidence is left for when it
// is filed: nothing of it is judged, and scans are large.
func (f *Filing) bring(some []archive.Incoming, r *Round, known func(name, sha string) bool, last *ahead) *ahead {
	h := &ahead{files: make([]*arrived, len(some)), begun: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(h.done)
		if last != nil {
			<-last.begun
		}
		Side(len(some), func(i int) {
			a := &arrived{Incoming: some[i]}
			h.files[i] = a
			if i == len(some)-1 {
				close(h.begun)
			}
			if a.Evidence {
				return
			}
			read, early := f.early.take(a.Incoming)
			if early {
				*a = *read
			} else if read != nil {
				f.letGo(read)
			}
			if f.readFile(a, known); a.unread != nil || a.filed || f.returned[a.sha] {
				f.pass(a)
				return
			}
			p := f.Place()
			defer p.Leave()
			p.ForCells(a.data)
			if !early {
				f.readCells(a)
			}
			if r != nil && saidPeriod(a) == r.Period {
				f.judgeAhead(a, r)
			} else if !early {
				f.await(a)
			}
		})
	}()
	return h
}

// judgeAhead judges a file that was read in its round, as long as there is room for what is found.
func (f *Filing) judgeAhead(a *arrived, r *Round) {
	if f.foundAhead.Load() > mostFoundAhead {
		a.again = a.again || a.book != nil
		f.letGo(a)
		return
	}
	a.round = r
	f.judgeOne(a)
	f.foundAhead.Add(int64(a.findings()))
}

// findings is how many findings are held of a file that was judged.
func (a *arrived) findings() int {
	if a.found == nil {
		return 0
	}
	return len(a.found.Verdict.Findings)
}

// readFile reads the bytes of a file, and lets go of those that were filed before.
func (f *Filing) readFile(a *arrived, known func(name, sha string) bool) {
	if f.readBytes(a) != nil {
		return
	}
	if a.filed = known(a.Rel, a.sha); a.filed {
		a.data = nil
	}
}

// saidPeriod is the round of a file that was read, as far as its folder or the file itself says it.
func saidPeriod(a *arrived) calendar.Period {
	if p, ok := FolderPeriod(a.Incoming); ok {
		return p
	}
	return a.own
}

// toFile gives those of some files that are new, with the rounds that they belong to.
func (f *Filing) toFile(files []*arrived, known func(name, sha string) bool) ([]*arrived, error) {
	var all []*arrived
	for _, a := range files {
		if a.Evidence {
			f.readFile(a, known)
		}
		switch {
		case a.unread != nil:
			f.leaveUnread(a)
		case a.filed:
			f.rememberRead(a.Incoming, a.sha)
		default:
			all = append(all, a)
		}
	}
	for _, a := range all {
		if _, again := f.firstOf(a.sha); again {
			f.pass(a)
		}
		if a.found != nil {
			a.period = a.round.Period
			continue
		}
		if a.period, _ = FolderPeriod(a.Incoming); !a.toJudge() {
			continue // evidence and what came before need no round
		}
		var err error
		if a.period, err = f.roundOf(a, f.Open); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// leaveUnread says that a file could not be read. It stops none of the others.
func (f *Filing) leaveUnread(a *arrived) { f.listener.Left(a.Rel, a.unread) }

// roundFor is the round in which the files after some may be judged ahead: that of those among these that are judged, where
// all of them are of one. It is worked out for them in any case.
func (f *Filing) roundFor(files []*arrived) (*Round, error) {
	var judged *arrived
	for _, a := range files {
		if !a.toJudge() {
			continue
		}
		if judged != nil && a.period != judged.period {
			return nil, nil
		}
		judged = a
	}
	if judged == nil {
		return nil, nil
	}
	return f.openedAt(judged.period)
}

// toJudge reports whether a file was read as a return.
func (a *arrived) toJudge() bool { return a.book != nil || a.again || a.err != nil || a.found != nil }

// fileSome files files that are new, round by round.
func (f *Filing) fileSome(all []*arrived, patient bool) ([]archive.Incoming, error) {
	slices.SortStableFunc(all, func(a, b *arrived) int { return a.period.Compare(b.period) })
	var young []archive.Incoming
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(a *arrived) bool { return a.period != all[0].period })
		if n < 0 {
			n = len(all)
		}
		left, err := f.fileRound(all[:n], patient)
		young = append(young, left...)
		if err != nil {
			return young, err
		}
		all = all[n:]
	}
	return young, nil
}
