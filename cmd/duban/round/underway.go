package round

import (
	"fmt"
	"maps"
	"slices"

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

// Underway opens it; nil where the workspace has no key.
func (s *Session) Underway() *archive.Cache {
	return s.cacheUnder(underwayCache)
}

// cacheUnder opens a cache that rests on nothing but the workspace's key; nil where there is none.
func (s *Session) cacheUnder(name string) *archive.Cache {
	if len(s.Keys) == 0 {
		return nil
	}
	return s.options.Disk.OpenCache(s.space.Folder("cache", name), name, s.Keys[len(s.Keys)-1])
}

// Announce says which files a command is about to give their names, by their paths with their hashes. Once their receipt is written,
// recorded takes that back: what the log does not bear out later is not this run's.
func (s *Session) Announce(command string, files map[string]string) (recorded func()) {
	say := func(of func(path string) []byte, flush func(*archive.Cache)) {
		c := s.Underway()
		if c == nil {
			return
		}
		defer c.Close()
		for _, path := range slices.Sorted(maps.Keys(files)) {
			c.Put(s.space.Rel(path), of(path))
		}
		flush(c)
	}
	end := EndOf(s.Archive.Receipts())
	// A name that outlives a power cut is not to outlive what announced it.
	say(func(path string) []byte { return fmt.Appendf(nil, "%s %s %s", files[path], end, command) }, (*archive.Cache).FlushSure)
	return func() { say(func(string) []byte { return nil }, (*archive.Cache).Flush) }
}
