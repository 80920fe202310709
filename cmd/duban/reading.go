package main

import (
	"cmp"
	"errors"

	"duban/workbook"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// returnedCells is how many cells a workbook that came back may have: a hundred times those of a return. What is judged and marked
// up is in memory several times over meanwhile, and more than this would be more than an office computer has to spare.
const returnedCells = 400_000

// takenCells is how many a file may have of which a receipt says that it was taken: as many as builds read before 2026-11-27. What
// was accepted stays accepted, and an audit judges it as it was judged.
const takenCells = 2_000_000

// readReturn reads a file that came back as a workbook; taken says that its receipt has it as a return. One above the cap is read all
// the same where it was taken, and where it is the consolidated workbook that a level below sends: that is as large as the
// program writes it. Several may be read side by side.
func (s *session) readReturn(data []byte, taken bool) (*sheet.Book, error) {
	book, err := s.readWorkbook(data)
	switch {
	case !aboveCap(err):
		return book, err
	case (taken || s.whole.Counties()) && s.saysConsolidated(data):
		return xlsx.ReadOwn(data)
	case taken:
		return (&xlsx.Reader{Cells: takenCells}).Read(data)
	}
	return nil, err
}

func aboveCap(err error) bool {
	var refusal *xlsx.Refusal
	return errors.As(err, &refusal) && refusal.Code == xlsx.RefusedTooLarge
}

// saysConsolidated reports whether a workbook says that it is a consolidated one.
func (s *session) saysConsolidated(data []byte) bool {
	var own map[string]string
	err := s.reading(func(r *xlsx.Reader) (err error) { own, err = r.Properties(data); return })
	return err == nil && own[workbook.IdentityKind] == workbook.KindConsolidated
}

// readWorkbook reads a workbook up to the cap.
func (s *session) readWorkbook(data []byte) (book *sheet.Book, err error) {
	err = s.reading(func(r *xlsx.Reader) (err error) {
		book, err = r.Read(data)
		return err
	})
	return book, err
}

// reading lends a workbook reader that nobody is using.
func (s *session) reading(do func(r *xlsx.Reader) error) error {
	r, _ := s.readers.Get().(*xlsx.Reader)
	if r == nil {
		r = &xlsx.Reader{Cells: cmp.Or(s.cells, returnedCells)}
	}
	defer s.readers.Put(r)
	return do(r)
}
