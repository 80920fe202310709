package round

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

// LogEndCache is the cache of where the log ended, under its own name.
const LogEndCache = "log"

// LogEnd is where the log ended at some time: the number of the last receipt there was, and its hash.
type LogEnd struct {
	N    int
	Hash string
}

// EndOf is where a log with some receipts ends; the zero one where there are none.
func EndOf(all []archive.Receipt) (end LogEnd) {
	if len(all) > 0 {
		end = LogEnd{all[len(all)-1].N, all[len(all)-1].Hash}
	}
	return end
}

func (e LogEnd) String() string {
	if e.N == 0 {
		return "0 -"
	}
	return fmt.Sprintf("%d %s", e.N, e.Hash)
}

// ParseLogEnd reads what String gives; the zero one where it is none.
func ParseLogEnd(text string) (end LogEnd) {
	if _, err := fmt.Sscanf(text, "%d %s", &end.N, &end.Hash); err != nil || end.N == 0 {
		return LogEnd{}
	}
	return end
}

// In finds the place behind the receipt with which a log ended; false where the log does not have it. Lines before it that cannot be read
// any more are counted by nobody.
func (e LogEnd) In(all []archive.Receipt) (at int, ok bool) {
	if e.N == 0 {
		return 0, true
	}
	i := slices.IndexFunc(all, func(r archive.Receipt) bool { return r.N == e.N && r.Hash == e.Hash })
	return i + 1, i >= 0
}

// readLogEnd reads where the log ended; the zero one where no run has left it. Any of the keys will do, as one may have been added since.
// A mark that none of them opens is none: like all of the cache it may have been damaged.
func (s *Session) readLogEnd() LogEnd {
	for _, key := range slices.Backward(s.Keys) {
		c := s.logEnds(key)
		said, ok := c.Get(LogEndCache)
		c.Close()
		if ok {
			return ParseLogEnd(string(said))
		}
	}
	return LogEnd{}
}

func (s *Session) logEnds(key workbook.Key) *archive.Cache {
	return s.options.Disk.OpenCache(s.space.Folder("cache", LogEndCache), LogEndCache, key)
}

// leaveLogEnd says where the log ends now, where it goes on from what was said before.
func (s *Session) leaveLogEnd() {
	end := EndOf(s.Archive.Receipts())
	if !s.held || !s.compared || s.ShortOf != nil || end.N == 0 || len(s.Keys) == 0 || end == s.readLogEnd() {
		return
	}
	c := s.logEnds(s.Keys[len(s.Keys)-1])
	defer c.Close()
	c.Put(LogEndCache, []byte(end.String()))
	c.Flush()
}

// holdTo says where the log is not what it was: it ends before, or has another receipt in that place.
func (s *Session) holdTo(end LogEnd) {
	s.compared, s.EndMarked = true, end.N > 0
	all := s.Archive.Receipts()
	fault := archive.Fault{Line: len(all), Receipt: archive.Receipt{N: end.N}.ID(), Path: s.space.Rel(s.space.Folder("cache", LogEndCache))}
	_, stands := end.In(all)
	switch {
	case stands:
		return
	case EndOf(all).N < end.N:
		fault.Code = "log-cut"
	default:
		fault.Code = "log-other"
	}
	s.ShortOf = &fault
	s.Archive.Faults = append(s.Archive.Faults, fault)
}
