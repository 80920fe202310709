package main

import (
	"maps"
	"slices"
	"strings"

	"duban/workbook/archive"
)

// A file of the reports gets its name before its receipt is written: a receipt is to speak of nothing that is not there. What dies in
// between leaves a file that no run is on record for, which an audit could not tell from one that somebody made up. So a run says in
// the cache what it is about to give a name to, under the workspace's key, which who makes files up does not have. Like all of the
// cache it may be gone at any time, and is never an error.

// underwayCache is the cache of what was about to get its name: by a file's path its hash, and the command that makes it.
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
	say := func(of func(path string) []byte) {
		c := s.underway()
		if c == nil {
			return
		}
		defer c.Close()
		for _, path := range slices.Sorted(maps.Keys(files)) {
			c.Put(s.ws.rel(path), of(path))
		}
		c.Flush()
	}
	say(func(path string) []byte { return []byte(files[path] + " " + command) })
	return func() { say(func(string) []byte { return nil }) }
}

// announcedAt is what a run was about to give a file's name to last, by its hash, and the command of that run; nothing where none was.
func (a *reportAudit) announcedAt(path string) (sum, command string) {
	if a.announced == nil {
		return "", ""
	}
	said, _ := a.announced.Get(a.ws.rel(path))
	sum, command, _ = strings.Cut(string(said), " ")
	return sum, command
}

// isAnnounced reports whether a run gave a file with certain bytes its name and is not known to have come to its receipt.
func (a *reportAudit) isAnnounced(path, sum string) bool {
	announced, _ := a.announcedAt(path)
	return announced == sum
}
