package round

import (
	"slices"

	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// Two things take time with a file: to read and judge it, which is work for the processors, and to make sure that it is in the archive,
// which is mostly waiting for the disk. So the next files are read and judged while others are filed. Only filing decides what becomes of
// files, and in what order: nothing is filed ahead.

// ahead is a piece of the inbox that is being read ahead.
type ahead struct {
	files []*arrived
	// begun is closed once the reading of the last file has begun, done once all files are read.
	begun, done chan struct{}
}

// piecesAhead is how many pieces are read while one is filed. Filing sometimes waits for the disk, and reading should not have to wait for
// that. Long pieces are not read ahead.
const piecesAhead = 4

// mostFoundAhead is the most findings held of files judged ahead. A month's returns have a few hundred, but a file in which nearly every
// cell is wrong has as many as are listed, which take a megabyte. Beyond this limit files are neither judged ahead nor held, but read again
// when their turn comes.
const mostFoundAhead = 10_000

// wait waits until all files are read, gives them, and drops them from h.
func (h *ahead) wait() []*arrived {
	<-h.done
	files := h.files
	h.files = nil
	return files
}

// filePieces files pieces of the inbox one after the other. When it returns, the last of them may still be on its way to the disk. If
// patient is set it leaves files that may still be being copied into the inbox, and returns them.
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

// bring begins to read files in the background, several at a time, and to judge those that are of the round r, which may be nil. It begins
// after the reading of all files of last, which may be nil, has begun. Evidence is only read when it is filed: it is not judged, and scans
// are large.
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

// judgeAhead judges a file that was read, in its round, as long as there is room for the findings.
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

// findings gives the number of findings held of a file, 0 if it is not judged.
func (a *arrived) findings() int {
	if a.found == nil {
		return 0
	}
	return len(a.found.Verdict.Findings)
}

// readFile reads the bytes of a file, and drops them if they were filed before.
func (f *Filing) readFile(a *arrived, known func(name, sha string) bool) {
	if f.readBytes(a) != nil {
		return
	}
	if a.filed = known(a.Rel, a.sha); a.filed {
		a.data = nil
	}
}

// saidPeriod gives the round that a file's folder, or else the file itself, names; zero if neither does.
func saidPeriod(a *arrived) calendar.Period {
	if p, ok := FolderPeriod(a.Incoming); ok {
		return p
	}
	return a.own
}

// toFile gives the files that are new, with period filled in.
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
			continue // evidence and duplicates need no round
		}
		var err error
		if a.period, err = f.roundOf(a, f.Open); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// leaveUnread tells the listener that a file could not be read. The others go on.
func (f *Filing) leaveUnread(a *arrived) { f.listener.Left(a.Rel, a.unread) }

// roundFor gives the round in which the files after these may be judged ahead: that of the files to be judged, if they are all of one round;
// otherwise nil. That round has to be worked out for them anyway.
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

// fileSome files new files, round by round. If patient is set it returns those that it left.
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
