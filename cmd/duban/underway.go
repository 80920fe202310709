package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"duban/workbook/archive"
)

// A file of the reports gets its name before its receipt is written: a receipt is to speak of nothing that is not there. What dies in
// between leaves a file that no run is on record for, which an audit could not tell from one that somebody made up. So a run says in
// the cache what it is about to give a name to, under the workspace's key, which who makes files up does not have, and from which
// receipt on: it speaks for a file until a later receipt names that file, whatever became of the cache since. Like all of the cache it
// may be gone at any time, and is never an error.

// underwayCache is the cache of what was about to get its name: by a file's path its hash, where the log ended then, and
// the command that makes it.
const underwayCache = "underway"

// underway opens it; nil where the workspace has no key.
func (s *session) underway() *archive.Cache {
	return s.cacheUnder(underwayCache)
}

// cacheUnder opens a cache that rests on nothing but the workspace's key; nil where there is none.
func (s *session) cacheUnder(name string) *archive.Cache {
	if len(s.keys) == 0 {
		return nil
	}
	return s.disk.OpenCache(s.ws.folder("cache", name), name, s.keys[len(s.keys)-1])
}

// announce says which files a command is about to give their names, by their paths with their hashes. Once their receipt is written,
// recorded takes that back: what the log does not bear out later is not this run's.
func (s *session) announce(command string, files map[string]string) (recorded func()) {
	say := func(of func(path string) []byte, flush func(*archive.Cache)) {
		c := s.underway()
		if c == nil {
			return
		}
		defer c.Close()
		for _, path := range slices.Sorted(maps.Keys(files)) {
			c.Put(s.ws.rel(path), of(path))
		}
		flush(c)
	}
	end := endOf(s.archive.Receipts())
	// A name that outlives a power cut is not to outlive what announced it.
	say(func(path string) []byte { return fmt.Appendf(nil, "%s %s %s", files[path], end, command) }, (*archive.Cache).FlushSure)
	return func() { say(func(string) []byte { return nil }, (*archive.Cache).Flush) }
}

// announcement is what was said of a file that was about to get its name.
type announcement struct {
	sum     string
	end     logEnd
	command string
}

// announcedAt is what a run said of a file last that it was about to give a name to; nothing where none did.
func (a *reportAudit) announcedAt(path string) (said announcement) {
	if a.announced == nil {
		return said
	}
	text, _ := a.announced.Get(a.ws.rel(path))
	words := strings.SplitN(string(text), " ", 4)
	if len(words) == 4 {
		said.sum, said.end, said.command = words[0], parseLogEnd(words[1]+" "+words[2]), words[3]
	}
	return said
}

// isAnnounced reports whether a run gave a file with certain bytes its name and is not known to have come to its receipt: the log goes on
// from where it ended then, and no receipt since names the file.
func (a *reportAudit) isAnnounced(path, sum string) bool {
	said := a.announcedAt(path)
	if said.sum != sum {
		return false
	}
	all := a.archive.Receipts()
	at, ok := said.end.in(all)
	return ok && !slices.ContainsFunc(all[at:], func(r archive.Receipt) bool { return a.names(r, path) })
}

// names reports whether a receipt puts a file of the reports on record that may have been announced.
func (a *reportAudit) names(r archive.Receipt, path string) bool {
	t := a.ws.words.T
	in := func(below ...string) bool {
		return filepath.Dir(path) == a.ws.folder("reports", append([]string{r.Period}, below...)...)
	}
	name := filepath.Base(path)
	_, listed := r.Files[name]
	switch r.Kind {
	case archive.KindMerge:
		return in() && (name == t("file.consolidated") || name == manifestName)
	case archive.KindScore:
		return in() && name == t("file.score") || in(t("scorenotice.sheet")) && listed
	case archive.KindExport:
		return in(t("folder.data")) && listed
	case archive.KindBrief:
		return in() && (name == r.Name || listed)
	}
	return false
}
