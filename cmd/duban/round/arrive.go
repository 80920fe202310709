package round

import (
	"cmp"
	"slices"
	"strings"

	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// FiledTogether is the most files that are filed at a time, and so the most that have to be filed again if a run is killed. They are held in
// memory, and so are the workbooks of the next pieces, see piecesAhead, up to HeldTogether bytes in all: folders hold scans and videos,
// too.
const (
	FiledTogether = 64
	HeldTogether  = 64 << 20
)

// arrived is a file of the inbox on its way into the archive.
type arrived struct {
	archive.Incoming
	// data holds its bytes, or only the first of them if it is too long to be held.
	data []byte
	sha  string
	// period is the round that it belongs to, zero if that was not looked for.
	period calendar.Period
	// book is the file as read, until it is judged; own is the period that it names; keep is what the caches should keep of it. bulky says
	// that it has too many cells to be held until it is judged, again that it was not held; waits is how many of waitingCells it takes.
	book  *sheet.Book
	own   calendar.Period
	bulky bool
	again bool
	waits int64
	keep  toKeep
	err   error
	// round is the one that it was judged in, found the result; both are nil before.
	round *Round
	found *Intake
	// unread is why its bytes could not be read; filed says that they were filed before under the same name.
	unread error
	filed  bool
	// alone is Took.Alone.
	alone bool
}

// tooLong reports whether a file is not held in memory, as it is too long to be read as a workbook.
func tooLong(in archive.Incoming) bool { return in.Size > xlsx.MaxFileBytes }

// heldOf gives the number of bytes of some files that are held while they are filed.
func heldOf(files []archive.Incoming) (n int64) {
	for _, in := range files {
		if !tooLong(in) {
			n += in.Size
		}
	}
	return n
}

// readBytes reads the bytes of a file, unless that was done before. The error is a.unread.
func (s *Session) readBytes(a *arrived) error {
	if a.sha != "" {
		return nil
	}
	if tooLong(a.Incoming) {
		a.data, a.sha, a.unread = s.options.Disk.HashStable(a.Incoming, xlsx.HeadBytes)
	} else if a.data, a.unread = s.options.Disk.ReadStable(a.Incoming); a.unread == nil {
		a.sha = archive.Hash(a.data)
	}
	return a.unread
}

// readCells reads a file's bytes, which were read before, as a workbook.
func (s *Session) readCells(a *arrived) {
	if tooLong(a.Incoming) {
		a.err = xlsx.RefuseLong(a.data)
		return
	}
	a.hold(s.readReturn(a.data, false))
}

// hold sets the workbook that was read, or the error.
func (a *arrived) hold(book *sheet.Book, err error) {
	if a.book, a.err = book, err; err == nil {
		a.own, _ = namedPeriod(book)
		a.bulky = bulky(book)
	}
}

// await holds a file's workbook until it is judged, if there is room for its cells. Otherwise it is dropped, to be read again.
func (s *Session) await(a *arrived) {
	if a.book == nil {
		return
	}
	n := int64(a.book.Cells())
	if a.bulky || !s.holdCells(n) {
		a.book, a.again = nil, true
		return
	}
	a.waits = n
}

// letGo drops a file's workbook.
func (s *Session) letGo(a *arrived) {
	s.dropCells(a.waits)
	a.book, a.waits = nil, 0
}

// pass drops everything known of a file that is not to be judged.
func (s *Session) pass(a *arrived) {
	s.letGo(a)
	a.bulky, a.again, a.err, a.found, a.keep = false, false, nil, nil, toKeep{}
}

// roundsOf gives the files of the inbox that may be new, and the rounds that they belong to by their folder or by what they say themselves.
// It leaves out files that were filed before: all that can be recognised without reading them, and loose ones, which are read for their
// round, by their bytes. A new loose file is read again when its turn comes, as not all files can be held in memory.
func (f *Filing) roundsOf(files []archive.Incoming, known func(name, sha string) bool) ([]archive.Incoming, map[string]calendar.Period) {
	rounds := map[string]calendar.Period{}
	passed := map[string]bool{}
	var scattered []archive.Incoming
	for _, in := range files {
		if f.knownUnread(in, known) {
			passed[in.Rel] = true
		} else if p, ok := FolderPeriod(in); ok {
			rounds[in.Rel] = p
		} else if !in.Evidence {
			scattered = append(scattered, in)
		}
	}
	filed := make([]string, len(scattered))
	said := make([]calendar.Period, len(scattered))
	Side(len(scattered), func(i int) {
		a := &arrived{Incoming: scattered[i]}
		p := f.Place()
		defer p.Leave()
		p.ForBytes(a.Size)
		if f.readBytes(a) != nil {
			return // reported when it is filed
		}
		if known(a.Rel, a.sha) {
			filed[i] = a.sha
		} else if !tooLong(a.Incoming) {
			p.ForCells(a.data)
			said[i] = f.saysItself(a.data)
		}
	})
	for i, in := range scattered {
		if rounds[in.Rel] = said[i]; filed[i] != "" {
			f.rememberRead(in, filed[i])
			passed[in.Rel] = true
		}
	}
	left := slices.DeleteFunc(slices.Clone(files), func(in archive.Incoming) bool { return passed[in.Rel] })
	return left, rounds
}

// pieces divides the files of the inbox into those that are filed at a time, in the order of their rounds: a round is judged once
// everything for earlier rounds is filed. Files without a known round come last. Within a round, files in its folder come before loose
// ones, whatever their names: the later of two returns of a bureau counts, and a corrected return that came by itself usually lies loose.
func pieces(files []archive.Incoming, rounds map[string]calendar.Period) [][]archive.Incoming {
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b archive.Incoming) int {
		p, q := rounds[a.Rel], rounds[b.Rel]
		if p.IsZero() != q.IsZero() {
			if p.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(p.Compare(q), cmp.Compare(loose(a.Rel), loose(b.Rel)))
	})
	var out [][]archive.Incoming
	var held int64
	for i, in := range files {
		last := len(out) - 1
		own := heldOf(files[i : i+1])
		if held += own; last < 0 || len(out[last]) == FiledTogether || held > HeldTogether || rounds[in.Rel] != rounds[files[i-1].Rel] {
			out = append(out, nil)
			held = own
			last++
		}
		out[last] = append(out[last], in)
	}
	return out
}

// roundOf gives the round that a file is judged in: that of its inbox folder, or else the one that it names itself, or else the one that
// open gives, which is the period asked for or the open round.
func (s *Session) roundOf(a *arrived, open func() (calendar.Period, error)) (calendar.Period, error) {
	if p := saidPeriod(a); !p.IsZero() {
		return p, nil
	}
	return open()
}

// FolderPeriod gives the period of the inbox folder that a file is in; false if it is in none.
func FolderPeriod(f archive.Incoming) (calendar.Period, bool) {
	first, _, below := strings.Cut(f.Rel, "/")
	if !below {
		return calendar.Period{}, false
	}
	return calendar.ParsePeriod(first)
}

// loose is 1 for a file of the inbox that is not in a round's folder, and 0 for others.
func loose(rel string) int {
	if _, ok := FolderPeriod(archive.Incoming{Rel: rel}); ok {
		return 0
	}
	return 1
}

// orderOf says why the program filed one of two files before the other in one run, since nobody knows which was sent first: folder, names or
// filing. The last is for a file without a round or one that was still being copied, which comes after the others whatever its name.
func orderOf(first, second string) string {
	switch {
	case loose(first) < loose(second):
		return "folder"
	case loose(first) == loose(second) && archive.CompareNames(first, second) < 0:
		return "names"
	}
	return "filing"
}
