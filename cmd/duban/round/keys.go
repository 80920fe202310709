package round

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// KeyBytes is how long a key is: as long as the digest it makes.
const KeyBytes = 32

// KeyPath is where the keys are kept that identity sheets are sealed with: in the archive, so that they are backed up with
// what they vouch for, one a line, the last one in use.
func (s *Session) KeyPath() string { return s.space.Folder("archive", s.space.Words.T("file.key")) }

// readKeys reads the keys. Lines that are none are passed over: what was sealed with them cannot be checked, which is said.
func (s *Session) readKeys() error {
	data, err := s.options.Disk.ReadFile(s.KeyPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read keys: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		if k, err := hex.DecodeString(strings.TrimSpace(line)); err == nil && len(k) == KeyBytes {
			s.Keys = append(s.Keys, k)
		}
	}
	return nil
}

// SealKey is the key in use. Where there is none, one is made; what stands in the file is kept.
func (s *Session) SealKey() (workbook.Key, error) {
	if n := len(s.Keys); n > 0 {
		return s.Keys[n-1], nil
	}
	old, err := s.options.Disk.ReadFile(s.KeyPath())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	text := strings.ReplaceAll(string(old), "\r\n", "\n")
	if text == "" {
		text = s.space.Words.T("seal.file") + "\n"
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	key := s.freshKey()
	if err := s.options.Disk.WriteFile(s.KeyPath(), archive.WindowsText(strings.TrimPrefix(text, "\ufeff")+hex.EncodeToString(key)+"\n")); err != nil {
		return nil, err
	}
	s.Keys = append(s.Keys, key)
	return key, nil
}

// freshKey is a key that nobody can guess, unless a run is to give the same bytes wherever it takes place.
func (s *Session) freshKey() workbook.Key {
	if s.options.NewKey != nil {
		return s.options.NewKey()
	}
	key := make(workbook.Key, KeyBytes)
	rand.Read(key) // never fails: the program ends where the system has no randomness
	return key
}

// sealed reports whether all workbooks of a round were sealed when they were issued.
func (s *Session) sealed(p calendar.Period) bool {
	issued := s.Archive.Select(archive.KindIssue, p.String())
	return len(issued) > 0 && !slices.ContainsFunc(issued, func(r archive.Receipt) bool { return r.Seal == "" })
}

// keysHeld reports whether every key that a round was sealed with is at hand.
func (s *Session) keysHeld(p calendar.Period) bool {
	return !slices.ContainsFunc(s.Archive.Select(archive.KindIssue, p.String()), s.sealGone)
}

// KeyGone reports whether a round was sealed with a key that is not at hand.
func (s *Session) KeyGone() bool {
	return slices.ContainsFunc(s.Archive.Select(archive.KindIssue, ""), s.sealGone)
}

// sealGone reports whether a round was sealed, as its receipt says, with a key that is not at hand.
func (s *Session) sealGone(issued archive.Receipt) bool {
	return issued.Seal != "" && !slices.ContainsFunc(s.Keys, func(k workbook.Key) bool { return k.Name() == issued.Seal })
}

// SealGiven is the key for workbooks of a kind that are given out for a span, outside the rounds. It is put on record.
func (s *Session) SealGiven(kind string, span calendar.Period) (workbook.Key, error) {
	key, err := s.SealKey()
	if err != nil {
		return nil, err
	}
	for _, rec := range s.given(kind, span) {
		if rec.Seal == key.Name() {
			return key, nil
		}
	}
	_, err = s.Archive.Append(archive.Receipt{Kind: archive.KindSealed, Period: span.String(), Note: kind, Seal: key.Name(), PlanSHA256: s.Whole.SHA256, Received: s.Today().String()})
	return key, err
}

// given are the receipts of workbooks of a kind that were given out for a span.
func (s *Session) given(kind string, span calendar.Period) []archive.Receipt {
	return slices.DeleteFunc(s.Archive.Select(archive.KindSealed, span.String()), func(rec archive.Receipt) bool { return rec.Note != kind })
}

// Sealing is how a workbook that was given out outside the rounds stands to its seal: as for returns, one without a seal was
// changed where all were sealed, and so was one with another seal as long as every key they were sealed with is at hand.
// One that was filed before any were sealed stays what it was when they are given out again: filed is its receipt, the zero
// one where it is only being looked at.
func (s *Session) Sealing(id workbook.Identity, span calendar.Period, filed archive.Receipt) workbook.Sealing {
	sealing, given := id.Sealing(s.Keys), s.given(id.Kind, span)
	if filed.N > 0 {
		given = slices.DeleteFunc(given, func(rec archive.Receipt) bool { return rec.N > filed.N })
	}
	if len(given) > 0 && (sealing == workbook.SealNone || sealing == workbook.SealUnknown && !slices.ContainsFunc(given, s.sealGone)) {
		return workbook.SealBroken
	}
	return sealing
}
