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

// KeyBytes is the length of a key: that of the digests made with it.
const KeyBytes = 32

// KeyPath is the path of the file with the keys that seal identity sheets, one a line, the last one in use. It is in the archive, so that
// the keys are backed up with what they vouch for.
func (s *Session) KeyPath() string { return s.space.Folder("archive", s.space.Words.T("file.key")) }

// readKeys reads the keys. Lines that are not keys are passed over; a seal whose key is missing is reported as one that cannot be checked.
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

// SealKey gives the key in use. If there is none it makes one and adds it to the file.
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

// freshKey makes a random key, unless the options give one so that a run gives the same bytes everywhere.
func (s *Session) freshKey() workbook.Key {
	if s.options.NewKey != nil {
		return s.options.NewKey()
	}
	key := make(workbook.Key, KeyBytes)
	rand.Read(key) // never fails: it ends the program if the system has no randomness
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

// SealGiven gives the key for workbooks of a kind that are given out for a span, outside the rounds, and writes a receipt that it is used.
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

// given lists the receipts of SealGiven for a kind and a span.
func (s *Session) given(kind string, span calendar.Period) []archive.Receipt {
	return slices.DeleteFunc(s.Archive.Select(archive.KindSealed, span.String()), func(rec archive.Receipt) bool { return rec.Note != kind })
}

// Sealing gives the state of the seal on a workbook that was given out outside the rounds. As for returns, one without a seal was changed
// if all were sealed, and so was one with an unknown seal if all keys that they were sealed with are at hand. filed is its receipt, zero if
// it is only being looked at: only what was sealed before that receipt counts, so that the state does not change if workbooks are given out
// again.
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
