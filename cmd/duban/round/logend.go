package round

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/archive"
)

// The chain of the receipts shows what was changed within it, but neither that its end is missing nor that all of it was chained anew. So
// each run leaves a mark, outside the archive and under the workspace's key: the receipt with which the log ended. The next run thereby
// notices that lines were cut off, that an older backup was put over the archive, or that another log was written. A mark whose receipt is
// not in the log stays until somebody takes it away.

// logEndCache is the cache of where the log ended, under its own name.
const logEndCache = "log"

// logEnd is where the log ended at some time: the number of the last receipt there was, and its hash.
type logEnd struct {
	n    int
	hash string
}

// logEnd is where the log ends now; the zero one where there are no receipts.
func (s *Session) logEnd() (end logEnd) {
	if all := s.Archive.Receipts(); len(all) > 0 {
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
func (s *Session) readLogEnd() logEnd {
	for _, key := range slices.Backward(s.Keys) {
		c := s.logEnds(key)
		said, ok := c.Get(logEndCache)
		c.Close()
		if ok {
			return parseLogEnd(string(said))
		}
	}
	return logEnd{}
}

func (s *Session) logEnds(key workbook.Key) *archive.Cache {
	return s.options.Disk.OpenCache(s.space.Folder("cache", logEndCache), logEndCache, key)
}

// leaveLogEnd says where the log ends now, where it goes on from what was said before.
func (s *Session) leaveLogEnd() {
	end := s.logEnd()
	if !s.held || !s.logCompared || s.logFault != nil || end.n == 0 || len(s.Keys) == 0 || end == s.readLogEnd() {
		return
	}
	c := s.logEnds(s.Keys[len(s.Keys)-1])
	defer c.Close()
	c.Put(logEndCache, []byte(end.String()))
	c.Flush()
}

// compareLogEnd compares the log with where it ended when a run ended before. Where it ends earlier, or has another receipt in that place,
// that is a fault of the archive.
func (s *Session) compareLogEnd(end logEnd) {
	s.logCompared, s.logEndMarked = true, end.n > 0
	all := s.Archive.Receipts()
	fault := archive.Fault{Line: len(all), Receipt: archive.Receipt{N: end.n}.ID(), Path: s.space.Rel(s.LogEndPath())}
	_, stands := end.in(all)
	switch {
	case stands:
		return
	case s.logEnd().n < end.n:
		fault.Code = "log-cut"
	default:
		fault.Code = "log-other"
	}
	s.logFault = &fault
	s.Archive.Faults = append(s.Archive.Faults, fault)
}

// LogFault is how the log differs from what it was when a run ended before; nil where it goes on from there.
func (s *Session) LogFault() *archive.Fault { return s.logFault }

// LogEndMarked reports whether a run had left how far the log went.
func (s *Session) LogEndMarked() bool { return s.logEndMarked }

// LogEndPath is where it stands how far the log went.
func (s *Session) LogEndPath() string { return s.space.Folder("cache", logEndCache) }

// notedDigits is how much of a receipt's hash is given to be noted: more than anybody can hit by trying.
const notedDigits = 16

// LogNote is where the log ends, short enough to be written down: R0057:3fa9c0d2e1b4a587. Empty where there are no receipts.
func (s *Session) LogNote() string {
	end := s.logEnd()
	if end.n == 0 {
		return ""
	}
	return archive.Receipt{N: end.n}.ID() + ":" + end.hash[:min(notedDigits, len(end.hash))]
}

// parseNote reads what LogNote gives, as people type it; false where it is none.
func parseNote(text string) (end logEnd, ok bool) {
	id, hash, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(text), "：", ":"), ":")
	n, err := strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(id), "r"))
	hash = strings.TrimSpace(hash)
	return logEnd{n, hash}, err == nil && n > 0 && len(hash) >= notedDigits && strings.Trim(hash, "0123456789abcdef") == ""
}

// CheckLogNote holds the log to what LogNote gave earlier: the fault says that the log has no such receipt, nil where it has. It is not
// ok where the text is no note.
func (s *Session) CheckLogNote(noted string) (fault *archive.Fault, ok bool) {
	end, ok := parseNote(noted)
	if !ok {
		return nil, false
	}
	all := s.Archive.Receipts()
	for _, r := range all {
		if r.N == end.n && strings.HasPrefix(r.Hash, end.hash) {
			return nil, true
		}
	}
	return &archive.Fault{Code: "log-noted", Line: len(all), Receipt: archive.Receipt{N: end.n}.ID(), Path: end.hash}, true
}
