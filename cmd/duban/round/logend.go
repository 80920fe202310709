package round

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duban/workbook"
	"duban/workbook/archive"
)

// The hash chain of the receipts shows changes within it, but not that its end is missing or that all of it was written anew. So each run
// leaves a mark outside the archive, made with the workspace's key: the last receipt of the log. By it the next run notices that lines were
// cut off, that an older backup was put over the archive, or that another log was written. A mark whose receipt is not in the log stays
// until somebody removes it.

// logEndCache names the cache with the mark, and the mark in it.
const logEndCache = "log"

// logEnd is the end of the log at some time: the number of the last receipt, and its hash. The zero logEnd is that of an empty log.
type logEnd struct {
	n    int
	hash string
}

// logEnd gives the present end of the log.
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

// parseLogEnd reads what String gives; zero if the text is something else.
func parseLogEnd(text string) (end logEnd) {
	if _, err := fmt.Sscanf(text, "%d %s", &end.n, &end.hash); err != nil || end.n == 0 {
		return logEnd{}
	}
	return end
}

// in finds the index behind the receipt that a log ended with; false if the log does not have it. It does not matter whether all lines
// before can still be read.
func (e logEnd) in(all []archive.Receipt) (at int, ok bool) {
	if e.n == 0 {
		return 0, true
	}
	i := slices.IndexFunc(all, func(r archive.Receipt) bool { return r.N == e.n && r.Hash == e.hash })
	return i + 1, i >= 0
}

// readLogEnd reads the mark; zero if no run has left one. It may have been made with any of the keys, as one may have been added since. A
// mark that no key fits is ignored: like all of the cache it may have been damaged.
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

// logEnds opens the cache with the mark.
func (s *Session) logEnds(key workbook.Key) *archive.Cache {
	return s.options.Disk.OpenCache(s.space.Folder("cache", logEndCache), logEndCache, key)
}

// leaveLogEnd leaves the mark for the next run, unless the log was found not to continue from the mark before.
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

// compareLogEnd compares the log with the mark of an earlier run. If it ends earlier, or has another receipt in that place, it adds a fault
// of the archive.
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

// LogFault says how the log contradicts the mark of an earlier run; nil if it continues from there.
func (s *Session) LogFault() *archive.Fault { return s.logFault }

// LogEndMarked reports whether an earlier run had left a mark.
func (s *Session) LogEndMarked() bool { return s.logEndMarked }

// LogEndPath is the path of the mark.
func (s *Session) LogEndPath() string { return s.space.Folder("cache", logEndCache) }

// notedDigits is how many digits of a receipt's hash are noted: too many to be hit by trying.
const notedDigits = 16

// LogNote gives the end of the log, short enough to be written down: R0057:3fa9c0d2e1b4a587. It is empty if there are no receipts.
func (s *Session) LogNote() string {
	end := s.logEnd()
	if end.n == 0 {
		return ""
	}
	return archive.Receipt{N: end.n}.ID() + ":" + end.hash[:min(notedDigits, len(end.hash))]
}

// parseNote reads what LogNote gives, as people type it; false if the text is something else.
func parseNote(text string) (end logEnd, ok bool) {
	id, hash, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(text), "：", ":"), ":")
	n, err := strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(id), "r"))
	hash = strings.TrimSpace(hash)
	return logEnd{n, hash}, err == nil && n > 0 && len(hash) >= notedDigits && strings.Trim(hash, "0123456789abcdef") == ""
}

// CheckLogNote compares the log with what LogNote gave earlier. The fault says that the log has no such receipt; it is nil if it has. ok is
// false if the text is not a note.
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
