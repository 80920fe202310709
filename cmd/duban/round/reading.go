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

// ReturnedCells is how many cells a workbook that came back may have: a hundred times those of a return. What is judged and marked
// up is in memory several times over meanwhile, and more than this would be more than an office computer has to spare.
const ReturnedCells = 400_000

// TakenCells is how many a file may have of which a receipt says that it was taken: as many as builds read before 2026-11-27. What
// was accepted stays accepted, and an audit judges it as it was judged.
const TakenCells = 2_000_000

// ConsolidatedCells is how many cells are held of the consolidated workbook of a level below, on the sheets that are looked at; of the
// others only the first rows are held, however long they are. That of a county of 300 bureaus with 2,100 tasks has 129,000 in all. A
// file that only says that it is one takes some 200 bytes a cell until it is judged, so that this is 300 MB.
const ConsolidatedCells = 1_500_000

// readReturn reads a file that came back as a workbook; taken says that its receipt has it as a return. One above the cap is read up
// to another where it is the consolidated workbook that a level below sends; where it was taken, it is read as it was then. Several may
// be read side by side.
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

func (s *Session) consolidatedReader() *xlsx.Reader {
	return &xlsx.Reader{Cells: ConsolidatedCells, Wants: s.Forms.Ledgers.Wants}
}

// ReadConsolidated reads the consolidated workbook of a level below as it is read when it is taken in; false where it is none, or no
// level below reports, or it cannot be read.
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

// reading lends a workbook reader that nobody is using.
func (s *Session) reading(do func(r *xlsx.Reader) error) error {
	r, _ := s.readers.Get().(*xlsx.Reader)
	if r == nil {
		r = &xlsx.Reader{Cells: cmp.Or(s.options.Cells, ReturnedCells)}
	}
	defer s.readers.Put(r)
	return do(r)
}

// ReadShort reads a file that somebody wants to have read as a workbook. One that is too long for that is refused by its first
// bytes, with an *xlsx.Refusal, and not held: among what comes back lie scans and videos too.
func ReadShort(disk archive.Disk, path string) ([]byte, error) {
	data, long, err := disk.ReadWithin(path, xlsx.MaxFileBytes, xlsx.HeadBytes)
	if err == nil && long {
		return nil, xlsx.RefuseLong(data)
	}
	return data, err
}

// saysItself is the period that a workbook names in its properties, or else in its sheets, where some programs leave only these.
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

// namedPeriod is the period that a workbook names.
func namedPeriod(book *sheet.Book) (calendar.Period, bool) {
	if p, ok := calendar.ParsePeriod(workbook.NamedPeriod(book)); ok {
		return p, true
	}
	return calendar.ParsePeriod(book.Custom[workbook.IdentityPeriod])
}
