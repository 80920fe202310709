package round

import (
	"iter"
	"slices"

	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// Looking is how files are looked at.
type Looking struct {
	// Open is the round of what belongs to no other.
	Open func() (calendar.Period, error)
	// Past tells the files that are passed over, nil where none is.
	Past func(name, sha string) bool
}

// Looked is a file that was looked at and left where it lies.
type Looked struct {
	archive.Incoming
	// Round is the one that it was judged in, Found what was found. There is neither of a file that was passed over, as Past says, or
	// whose bytes could not be had, as Unread says.
	Round  *Round
	Found  *Intake
	Past   bool
	Unread error
}

// FiledBefore tells the files that were filed, under the same name, only for rounds that were over when the open one began. A
// special round may be under way beside it.
func (s *Session) FiledBefore(open calendar.Period) func(name, sha string) bool {
	known := s.known()
	over := func(period string) bool {
		p, ok := calendar.ParsePeriod(period)
		return ok && p.Kind() != calendar.Special && p.Last() < open.First()
	}
	return func(name, sha string) bool {
		return known(name, sha) && !slices.ContainsFunc(s.Archive.WithSHA(sha), func(rec archive.Receipt) bool { return rec.Name == name && !over(rec.Period) })
	}
}

// Look judges files against the rounds that they belong to, several at a time. No receipt is written.
func (s *Session) Look(files []archive.Incoming, how Looking) iter.Seq2[*Looked, error] {
	s.Whole.Forget() // no file is judged by its cells
	return func(yield func(*Looked, error) bool) {
		rounds := map[calendar.Period]*Round{}
		for some := range slices.Chunk(files, ReadTogether) {
			seen, err := s.look(some, how, rounds)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, l := range seen {
				if !yield(l, nil) {
					return
				}
			}
		}
	}
}

// look does so with those of one time; rounds are those that were worked out.
func (s *Session) look(files []archive.Incoming, how Looking, rounds map[calendar.Period]*Round) ([]*Looked, error) {
	seen, out := make([]*arrived, len(files)), make([]*Looked, len(files))
	Side(len(files), func(i int) {
		a := &arrived{Incoming: files[i]}
		seen[i], out[i] = a, &Looked{Incoming: files[i]}
		p := s.Place()
		defer p.Leave()
		p.ForBytes(a.Size)
		if s.readBytes(a) != nil {
			out[i].Unread = a.unread
			return
		}
		if out[i].Past = how.Past != nil && how.Past(a.Rel, a.sha); !out[i].Past {
			p.ForCells(a.data)
			s.readCells(a)
		}
		a.data = nil
		s.await(a)
	})
	for i, l := range out {
		if l.Unread != nil || l.Past {
			continue
		}
		p, err := s.roundOf(seen[i], how.Open)
		if err != nil {
			return nil, err
		}
		if l.Round, err = s.roundAt(p, rounds); err != nil {
			return nil, err
		}
	}
	Side(len(seen), func(i int) {
		if out[i].Round != nil {
			s.judgeLooked(out[i], seen[i])
		}
	})
	return out, nil
}

// judgeLooked judges a file that was read, and reads it again where it was not held.
func (s *Session) judgeLooked(l *Looked, a *arrived) {
	p := s.Place()
	defer p.Leave()
	if a.again {
		p.ForBytes(a.Size)
		again := &arrived{Incoming: a.Incoming}
		if s.readBytes(again) != nil {
			l.Round, l.Unread = nil, again.unread
			return
		}
		p.ForCells(again.data)
		s.readCells(again)
		a.book, a.err = again.book, again.err
	}
	book := a.book
	a.book = nil // its cells are let go of before it is judged
	l.Found = l.Round.Judge(a.Rel, book, a.err)
	l.Found.forget()
	s.letGo(a)
}
