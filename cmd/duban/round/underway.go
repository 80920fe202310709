package round

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"duban/workbook/archive"
)

// A report gets its name before its receipt is written, so that no receipt names a file that is not there. A run that dies in between
// leaves a file without a receipt, which an audit could not tell from a forged one. So a run announces in the cache which files it is about
// to name, with the end of the log at that time. A forger cannot do so, as it needs the workspace's key. The announcement vouches for a
// file until a later receipt names that file, whatever becomes of the cache. Like all of the cache it may be lost at any time, which is not
// an error.

// underwayCache names the cache of announcements: by a file's path its hash, the end of the log at that time, and the command that makes it.
const underwayCache = "underway"

// underway opens the cache of announcements; nil if the workspace has no key.
func (s *Session) underway() *archive.Cache { return s.cacheUnder(underwayCache) }

// cacheUnder opens a cache that depends only on the workspace's key, not on the build; nil if there is no key.
func (s *Session) cacheUnder(name string) *archive.Cache {
	if len(s.Keys) == 0 {
		return nil
	}
	return s.options.Disk.OpenCache(s.space.Folder("cache", name), name, s.Keys[len(s.Keys)-1])
}

// Announce announces the files that a command is about to give their names, hashes by path. recorded takes that back, once their receipt is
// written: after that only the log vouches for them.
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
	// The announcement must be on the disk before the name is, in case of a power cut.
	say(func(path string) []byte { return fmt.Appendf(nil, "%s %s %s", files[path], end, command) }, (*archive.Cache).FlushSure)
	return func() { say(func(string) []byte { return nil }, (*archive.Cache).Flush) }
}

// Announced reads announcements of earlier runs.
type Announced struct {
	s     *Session
	cache *archive.Cache
}

// Announced opens the announcements. The caller must close them.
func (s *Session) Announced() *Announced { return &Announced{s, s.underway()} }

// Close closes the announcements.
func (a *Announced) Close() {
	if a.cache != nil {
		a.cache.Close()
	}
}

// at gives the last announcement of a file: its hash, the end of the log at that time, and the command; zero values if there is none.
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

// Command gives the command that announced a file; empty if there is none.
func (a *Announced) Command(path string) string {
	_, _, command := a.at(path)
	return command
}

// Stands reports whether an announcement vouches for a file with the hash sum: the log continues from the end announced, and names is true for
// no receipt since, which would name the file.
func (a *Announced) Stands(path, sum string, names func(archive.Receipt) bool) bool {
	said, end, _ := a.at(path)
	if said != sum {
		return false
	}
	all := a.s.Archive.Receipts()
	at, ok := end.in(all)
	return ok && !slices.ContainsFunc(all[at:], names)
}
