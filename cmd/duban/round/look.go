package round

import (
	"iter"
	"slices"

	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// Looking says how files are looked at.
type Looking struct {
	// Open gives the round for files that name none.
	Open func() (calendar.Period, error)
	// Past reports whether a file is passed over; nil passes over none.
	Past func(name, sha string) bool
}

// Looked is a file that was judged and left in its place.
type Looked struct {
	archive.Incoming
	// Round is the one that it was judged in, Found the result. Both are nil if the file was passed over (Past) or could not be read
	// (Unread).
	Round  *Round
	Found  *Intake
	Past   bool
	Unread error
}

// FiledBefore gives a function that reports whether a file was filed, under the same name, and only for rounds that were over when the open
// one began. Special rounds do not count as over, as they may still be under way.
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
	s.Whole.Forget() // judging does not need the plan's cells
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

// look judges the files of one chunk. rounds holds the rounds that are worked out already.
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

// judgeLooked judges a file that was read, and reads it again if it was not held.
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
	a.book = nil // so that its cells can be freed while it is judged
	l.Found = l.Round.Judge(a.Rel, book, a.err)
	l.Found.forget()
	s.letGo(a)
}
