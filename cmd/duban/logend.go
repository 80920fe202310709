package main

import (
	"fmt"

	"duban/workbook/archive"
)

// The chain of the receipts shows what was changed within it, and not that its end is missing, or that all of it was chained anew. So
// each run leaves, outside the archive and under the workspace's key, how far the log went and with which receipt it ended: who cuts
// lines off, puts an older backup of the archive over it, or writes another log, is found by the next run. A mark that the log does
// not come up to stays until somebody takes it away.

// logEndCache is the cache of how far the log went, under its own name.
const logEndCache = "log"

// logEnd is how far the log went when a run ended: how many receipts there were, and the hash of the last of them.
type logEnd struct {
	n    int
	hash string
}

// readLogEnd reads it; the zero one where no run has left one under the key in use.
func (s *session) readLogEnd() (end logEnd) {
	c := s.cacheUnder(logEndCache)
	if c == nil {
		return end
	}
	defer c.Close()
	if said, ok := c.Get(logEndCache); ok {
		fmt.Sscanf(string(said), "%d %s", &end.n, &end.hash)
	}
	return end
}

// leaveLogEnd says how far the log goes now, where it goes on from what was said before.
func (s *session) leaveLogEnd() {
	all := s.archive.Receipts()
	if !s.held || s.shortOf != nil || len(all) == 0 {
		return
	}
	end := logEnd{len(all), all[len(all)-1].Hash}
	if end == s.readLogEnd() {
		return
	}
	if c := s.cacheUnder(logEndCache); c != nil {
		defer c.Close()
		c.Put(logEndCache, fmt.Appendf(nil, "%d %s", end.n, end.hash))
		c.Flush()
	}
}

// holdTo says where the log is not what it was: it ends before, or has another receipt in that place.
func (s *session) holdTo(end logEnd) {
	all := s.archive.Receipts()
	fault := archive.Fault{Line: len(all), Receipt: archive.Receipt{N: end.n}.ID(), Path: s.ws.rel(s.ws.folder("cache", logEndCache))}
	switch {
	case end.n == 0:
		return
	case len(all) < end.n:
		fault.Code = "log-cut"
	case all[end.n-1].Hash != end.hash:
		fault.Code = "log-other"
	default:
		return
	}
	s.shortOf = &fault
	s.archive.Faults = append(s.archive.Faults, fault)
}
