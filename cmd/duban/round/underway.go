package round

import (
	"fmt"
	"maps"
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
func (s *Session) underway() *archive.Cache { return s.cacheUnder(underwayCache) }

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
		c := s.underway()
		if c == nil {
			return
		}
		defer c.Close()
		for _, path := range slices.Sorted(maps.Keys(files)) {
			c.Put(s.space.Rel(path), of(path))
		}
		flush(c)
	}
	end := s.logEnd()
	// A name that outlives a power cut is not to outlive what announced it.
	say(func(path string) []byte { return fmt.Appendf(nil, "%s %s %s", files[path], end, command) }, (*archive.Cache).FlushSure)
	return func() { say(func(string) []byte { return nil }, (*archive.Cache).Flush) }
}

// Announced is what runs said of files that they were about to give a name to.
type Announced struct {
	s     *Session
	cache *archive.Cache
}

// Announced opens it, to be closed.
func (s *Session) Announced() *Announced { return &Announced{s, s.underway()} }

// Close lets go of it.
func (a *Announced) Close() {
	if a.cache != nil {
		a.cache.Close()
	}
}

// at is what was said last of a file: its hash, where the log ended then, and the command; nothing where nothing was.
func (a *Announced) at(path string) (sum string, end logEnd, command string) {
	if a.cache == nil {
		return
	}
	text, _ := a.cache.Get(a.s.space.Rel(path))
	if words := strings.SplitN(string(text), " ", 4); len(words) == 4 {
		return words[0], parseLogEnd(words[1] + " " + words[2]), words[3]
	}
	return
}

// Command is the command that was about to give a file its name; empty where none is known.
func (a *Announced) Command(path string) string {
	_, _, command := a.at(path)
	return command
}

// Stands reports whether a run gave a file with certain bytes its name and is not known to have come to its receipt: the log goes on
// from where it ended then, and no receipt since names the file.
func (a *Announced) Stands(path, sum string, names func(archive.Receipt) bool) bool {
	said, end, _ := a.at(path)
	if said != sum {
		return false
	}
	all := a.s.Archive.Receipts()
	at, ok := end.in(all)
	return ok && !slices.ContainsFunc(all[at:], names)
}
