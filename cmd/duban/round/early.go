package round

import (
	"sync"

	"duban/workbook/archive"
)

// Until the plan is read, decoded and checked, which takes one processor, no return can be judged. But returns can be read meanwhile.

// The most files and bytes that are read before the plan is: about as much as there is time for. As they are held in memory, and a scan may
// be as large as a thousand returns, a large file waits for its turn.
const (
	readEarly      = 3 * FiledTogether // files
	readEarlyBytes = 64 << 20
)

// early holds files of the inbox that are read while the plan is.
type early struct {
	files sync.Map // *arrived by path in the inbox
	stop  chan struct{}
	done  sync.WaitGroup
}

// ReadEarly begins to read files that seem to be new in the inbox, with so many workers, before the plan is read. Files that cannot be read
// are left for later. So are those with too many cells, which are read all the same if they are ledgers and counties report.
func (s *Session) ReadEarly(workers int) {
	e := &early{stop: make(chan struct{})}
	if s.early = e; workers == 0 {
		return
	}
	evidence, sizes := s.EvidenceFolders(), map[string]int64{}
	for _, rec := range s.Archive.Receipts() {
		sizes[rec.Name] = rec.Size
	}
	e.done.Go(func() {
		files, _, err := s.options.Disk.Scan(s.space.Folder("inbox"), evidence)
		if err != nil {
			return
		}
		next := make(chan archive.Incoming)
		defer close(next)
		for range workers {
			e.done.Go(func() {
				for in := range next {
					if a := (&arrived{Incoming: in}); s.readBytes(a) == nil && s.readAhead(a) {
						e.files.Store(in.Rel, a)
					}
				}
			})
		}
		n, left := 0, int64(readEarlyBytes)
		for _, in := range files {
			if size, filed := sizes[in.Rel]; in.Evidence || in.Size > left || filed && size == in.Size {
				continue
			}
			if n++; n > readEarly {
				return
			}
			left -= in.Size
			select {
			case next <- in:
			case <-e.stop:
				return
			}
		}
	})
}

// readAhead reads a file's bytes as a workbook, and reports whether the result is held.
func (s *Session) readAhead(a *arrived) bool {
	p := s.Place()
	defer p.Leave()
	p.ForCells(a.data)
	a.hold(s.readWorkbook(a.data))
	s.await(a)
	return a.book != nil || a.err != nil && !aboveCap(a.err)
}

// end stops reading early.
func (e *early) end() {
	if e != nil && e.stop != nil {
		close(e.stop)
		e.done.Wait()
		e.stop = nil
	}
}

// take gives a file that was read early, once; nil if there is none. It returns false if the file was changed since.
func (e *early) take(in archive.Incoming) (*arrived, bool) {
	if e == nil {
		return nil, false
	}
	v, ok := e.files.LoadAndDelete(in.Rel)
	if !ok {
		return nil, false
	}
	a := v.(*arrived)
	return a, a.Size == in.Size && a.Modified.Equal(in.Modified)
}
