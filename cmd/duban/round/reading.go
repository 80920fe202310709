package round

import (
	"cmp"
	"errors"

	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// ReturnedCells is the most cells of a workbook that came back: a hundred times those of an ordinary return. While a file is judged and
// marked up it is in memory several times, and more cells would take more than an office computer has to spare.
const ReturnedCells = 400_000

// TakenCells is the most cells of a file that was taken, as its receipt says: that of the builds before 2026-11-27. What was accepted stays
// accepted, and an audit judges it as it was judged.
const TakenCells = 2_000_000

// ConsolidatedCells is the most cells that are held of a consolidated workbook from the level below, on the sheets that are used; of its
// other sheets only the first rows are held, however long they are. A county of 300 bureaus with 2,100 tasks has 129,000 in all. A file
// that only claims to be one takes some 200 bytes a cell until it is judged, so this limit is 300 MB.
const ConsolidatedCells = 1_500_000

// readReturn reads a file that came back as a workbook; taken says that its receipt has it as a return. A file with too many cells is read
// up to another limit if it is a consolidated workbook from a level below. If it was taken it is read as it was then. It may be called in
// parallel.
func (s *Session) readReturn(data []byte, taken bool) (*sheet.Book, error) {
	book, err := s.readWorkbook(data)
	switch {
	case !aboveCap(err):
		return book, err
	case (taken || s.Whole.Counties()) && s.saysConsolidated(data):
		r := s.consolidatedReader()
		if taken {
			r.Cells, r.Own = 0, true
		}
		return r.Read(data)
	case taken:
		return (&xlsx.Reader{Cells: TakenCells}).Read(data)
	}
	return nil, err
}

// consolidatedReader makes a reader for consolidated workbooks from the level below.
func (s *Session) consolidatedReader() *xlsx.Reader {
	return &xlsx.Reader{Cells: ConsolidatedCells, Wants: s.Forms.Ledgers.Wants}
}

// ReadConsolidated reads a consolidated workbook from the level below as it is read when it is taken in. It returns false if it is none, or
// no level below reports, or it cannot be read.
func (s *Session) ReadConsolidated(data []byte) (*sheet.Book, bool) {
	if !s.Whole.Counties() || !s.saysConsolidated(data) {
		return nil, false
	}
	book, err := s.consolidatedReader().Read(data)
	return book, err == nil
}

// aboveCap reports whether a file was not read because it has too many cells.
func aboveCap(err error) bool {
	var refusal *xlsx.Refusal
	return errors.As(err, &refusal) && refusal.Code == xlsx.RefusedTooLarge
}

// saysConsolidated reports whether a workbook says that it is a consolidated one.
func (s *Session) saysConsolidated(data []byte) bool {
	var own map[string]string
	err := s.reading(func(r *xlsx.Reader) (err error) { own, err = r.Properties(data); return })
	return err == nil && own[workbook.IdentityKind] == workbook.KindConsolidated
}

// readWorkbook reads a workbook up to the cap.
func (s *Session) readWorkbook(data []byte) (book *sheet.Book, err error) {
	err = s.reading(func(r *xlsx.Reader) (err error) {
		book, err = r.Read(data)
		return err
	})
	return book, err
}

// reading calls do with a workbook reader that nobody else uses meanwhile.
func (s *Session) reading(do func(r *xlsx.Reader) error) error {
	r, _ := s.readers.Get().(*xlsx.Reader)
	if r == nil {
		r = &xlsx.Reader{Cells: cmp.Or(s.options.Cells, ReturnedCells)}
	}
	defer s.readers.Put(r)
	return do(r)
}

// ReadShort reads the bytes of a file that may be a workbook. A file that is too long for one is not held, but refused with an *xlsx.Refusal
// that its first bytes decide: scans and videos come back, too.
func ReadShort(disk archive.Disk, path string) ([]byte, error) {
	data, long, err := disk.ReadWithin(path, xlsx.MaxFileBytes, xlsx.HeadBytes)
	if err == nil && long {
		return nil, xlsx.RefuseLong(data)
	}
	return data, err
}

// saysItself gives the period that a workbook names in its properties or, as some programs drop these, in its sheets; zero if it names none.
func (s *Session) saysItself(data []byte) calendar.Period {
	var own map[string]string
	err := s.reading(func(r *xlsx.Reader) (err error) { own, err = r.Properties(data); return })
	if err != nil {
		return calendar.Period{}
	}
	if p, ok := calendar.ParsePeriod(own[workbook.IdentityPeriod]); ok {
		return p
	}
	book, err := s.readReturn(data, false)
	if err != nil {
		return calendar.Period{}
	}
	p, _ := namedPeriod(book)
	return p
}

// namedPeriod gives the period that a workbook names in its sheets, or else in its properties.
func namedPeriod(book *sheet.Book) (calendar.Period, bool) {
	if p, ok := calendar.ParsePeriod(workbook.NamedPeriod(book)); ok {
		return p, true
	}
	return calendar.ParsePeriod(book.Custom[workbook.IdentityPeriod])
}
