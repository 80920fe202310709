package main

import (
	"fmt"
	"slices"

	"duban/workbook"
	"duban/workbook/archive"
)

// The chain of the receipts shows what was changed within it, and not that its end is missing, or that all of it was chained anew. So
// each run leaves, outside the archive and under the workspace's key, with which receipt the log ended: who cuts lines off, puts an older
// backup of the archive over it, or writes another log, is found by the next run. A mark whose receipt is not in the log stays until
// somebody takes it away.

// logEndCache is the cache of where the log ended, under its own name.
const logEndCache = "log"

// logEnd is where the log ended at some time: the number of the last receipt there was, and its hash.
type logEnd struct {
	n    int
	hash string
}

// endOf is where a log with some receipts ends; the zero one where there are none.
func endOf(all []archive.Receipt) (end logEnd) {
	if len(all) > 0 {
		end = logEnd{all[len(all)-1].N, all[len(all)-1].Hash}
	}
	return end
}

func (e logEnd) String() string {
	if e.n == 0 {
		return "0 -"
	}
	return fmt.Sprintf("%d %s", e.n, e.hash)
}

// parseLogEnd reads what String gives; the zero one where it is none.
func parseLogEnd(text string) (end logEnd) {
	if _, err := fmt.Sscanf(text, "%d %s", &end.n, &end.hash); err != nil || end.n == 0 {
		return logEnd{}
	}
	return end
}

// in finds the place behind the receipt with which a log ended; false where the log does not have it. Lines before it that cannot be read
// any more are counted by nobody.
func (e logEnd) in(all []archive.Receipt) (at int, ok bool) {
	if e.n == 0 {
		return 0, true
	}
	i := slices.IndexFunc(all, func(r archive.Receipt) bool { return r.N == e.n && r.Hash == e.hash })
	return i + 1, i >= 0
}

// readLogEnd reads where the log ended; the zero one where no run has left it. Any of the keys will do, as one may have been added since.
// A mark that none of them opens is none: like all of the cache it may have been damaged.
func (s *session) readLogEnd() logEnd {
	for _, key := range slices.Backward(s.keys) {
		c := s.logEnds(key)
		said, ok := c.Get(logEndCache)
		c.Close()
		if ok {
			return parseLogEnd(string(said))
		}
	}
	return logEnd{}
}

func (s *session) logEnds(key workbook.Key) *archive.Cache {
	return s.disk.OpenCache(s.ws.folder("cache", logEndCache), logEndCache, key)
}

// leaveLogEnd says where the log ends now, where it goes on from what was said before.
func (s *session) leaveLogEnd() {
	end := endOf(s.archive.Receipts())
	if !s.held || !s.compared || s.shortOf != nil || end.n == 0 || len(s.keys) == 0 || end == s.readLogEnd() {
		return
	}
	c := s.logEnds(s.keys[len(s.keys)-1])
	defer c.Close()
	c.Put(logEndCache, []byte(end.String()))
	c.Flush()
}

// holdTo says where the log is not what it was: it ends before, or has another receipt in that place.
func (s *session) holdTo(end logEnd) {
	s.compared, s.endMarked = true, end.n > 0
	all := s.archive.Receipts()
	fault := archive.Fault{Line: len(all), Receipt: archive.Receipt{N: end.n}.ID(), Path: s.ws.rel(s.ws.folder("cache", logEndCache))}
	_, stands := end.in(all)
	switch {
	case stands:
		return
	case endOf(all).n < end.n:
		fault.Code = "log-cut"
	default:
		fault.Code = "log-other"
	}
	s.shortOf = &fault
	s.archive.Faults = append(s.archive.Faults, fault)
}
