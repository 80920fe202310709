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

// FiledTogether is how many files are read, judged and filed at a time: so many have to be taken up again where a run is killed.
// They are held in memory, and so are the workbooks of the pieces that come next, see piecesAhead, as long as all of them are no
// more than HeldTogether: folders hold scans and videos too.
const (
	FiledTogether = 64
	HeldTogether  = 64 << 20
)

// arrived is a file of the inbox on its way into the archive.
type arrived struct {
	archive.Incoming
	// data are its bytes; of one too long to be held only the first.
	data []byte
	sha  string
	// period is the round that it belongs to, as far as it was looked for.
	period calendar.Period
	// book is the file as read, until it is judged, own the period that it names, keep what the caches are to keep of it; bulky says
	// that it has more cells than are held until then, again that it was not held, waits how many of waitingCells it takes.
	book  *sheet.Book
	own   calendar.Period
	bulky bool
	again bool
	waits int64
	keep  toKeep
	err   error
	// round is the one that it was judged in, found what was found; nil where it was not judged yet.
	round *Round
	found *Intake
	// unread is why its bytes could not be had; filed says that they were filed before, under whatever name.
	unread error
	filed  bool
	// alone says that nothing of it is taken and that its bureau has sent nothing else: its slip does not wait for others.
	alone bool
}

// tooLong tells the files that are not held in memory: what they hold is no workbook that is read.
func tooLong(in archive.Incoming) bool { return in.Size > xlsx.MaxFileBytes }

// heldOf is how many bytes of some files are held while they are filed.
func heldOf(files []archive.Incoming) (n int64) {
	for _, in := range files {
		if !tooLong(in) {
			n += in.Size
		}
	}
	return n
}

// readBytes reads the bytes of a file, unless that was done before.
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

// readCells reads a file, whose bytes were read, as a workbook.
func (s *Session) readCells(a *arrived) {
	if tooLong(a.Incoming) {
		a.err = xlsx.RefuseLong(a.data)
		return
	}
	a.hold(s.readReturn(a.data, false))
}

// hold takes what was read of the file.
func (a *arrived) hold(book *sheet.Book, err error) {
	if a.book, a.err = book, err; err == nil {
		a.own, _ = namedPeriod(book)
		a.bulky = bulky(book)
	}
}

// await holds what was read of a file until it is judged, as far as there is room.
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

// letGo lets go of what was read of a file.
func (s *Session) letGo(a *arrived) {
	s.dropCells(a.waits)
	a.book, a.waits = nil, 0
}

// pass lets go of what is known of a file that is not to be judged.
func (s *Session) pass(a *arrived) {
	s.letGo(a)
	a.bulky, a.again, a.err, a.found, a.keep = false, false, nil, nil, toKeep{}
}

// roundsOf gives the rounds that files of the inbox belong to, as far as can be told before they are judged: by the folder that
// they lie in or by what they say of themselves. It leaves out those that are known as filed before without being read, and the
// loose ones among the others, which are read to know them by their bytes. A loose one that is new is read once more when its
// turn comes: not all that came is held in memory.
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
			return // what cannot be read here is said when it is filed
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

// pieces parts the files of the inbox into those that are filed at a time, in the order of their rounds: a round is judged
// once all is filed that came for the ones before it. What is of no round that is known comes last. Within a round what lies in
// its folder comes before what lies loose, whatever the names: of two returns of a bureau the later one counts, and the
// mended one that came by itself is the one that was not put into the folder.
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

// roundOf is the round that a file is judged in: that of the inbox folder it lies in, else the one it names itself, else the
// period asked for or the round that is open, which open gives.
func (s *Session) roundOf(a *arrived, open func() (calendar.Period, error)) (calendar.Period, error) {
	if p := saidPeriod(a); !p.IsZero() {
		return p, nil
	}
	return open()
}

// FolderPeriod is the period of the inbox folder that a file lies in.
func FolderPeriod(f archive.Incoming) (calendar.Period, bool) {
	first, _, below := strings.Cut(f.Rel, "/")
	if !below {
		return calendar.Period{}, false
	}
	return calendar.ParsePeriod(first)
}

// loose is 1 for a file of the inbox that lies in no round's folder, 0 for others.
func loose(rel string) int {
	if _, ok := FolderPeriod(archive.Incoming{Rel: rel}); ok {
		return 0
	}
	return 1
}

// orderOf is why of two files that were filed in one run the one came before the other: nobody knows which was sent first. What
// names no round, or was still being copied, was filed after the others, whatever its name.
func orderOf(first, second string) string {
	switch {
	case loose(first) < loose(second):
		return "folder"
	case loose(first) == loose(second) && archive.CompareNames(first, second) < 0:
		return "names"
	}
	return "filing"
}
