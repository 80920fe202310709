package main

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
)

// keyBytes is how long a key is: as long as the digest it makes.
const keyBytes = 32

// keyPath is where the keys are kept that identity sheets are sealed with: in the archive, so that they are backed up with
// what they vouch for, one a line, the last one in use.
func (s *session) keyPath() string { return s.ws.folder("archive", s.ws.words.T("file.key")) }

// readKeys reads the keys. Lines that are none are passed over: what was sealed with them cannot be checked, which is said.
func (s *session) readKeys() error {
	data, err := s.disk.ReadFile(s.keyPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read keys: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		if k, err := hex.DecodeString(strings.TrimSpace(line)); err == nil && len(k) == keyBytes {
			s.keys = append(s.keys, k)
		}
	}
	return nil
}

// sealKey is the key in use. Where there is none, one is made; what stands in the file is kept.
func (s *session) sealKey() (workbook.Key, error) {
	if n := len(s.keys); n > 0 {
		return s.keys[n-1], nil
	}
	old, err := s.disk.ReadFile(s.keyPath())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	text := strings.ReplaceAll(string(old), "\r\n", "\n")
	if text == "" {
		text = s.ws.words.T("seal.file") + "\n"
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	key := s.freshKey()
	if err := s.disk.WriteFile(s.keyPath(), windowsText(strings.TrimPrefix(text, "\ufeff")+hex.EncodeToString(key)+"\n")); err != nil {
		return nil, err
	}
	s.keys = append(s.keys, key)
	return key, nil
}

// freshKey is a key that nobody can guess, unless a run is to give the same bytes wherever it takes place.
func (a *app) freshKey() workbook.Key {
	if a.newKey != nil {
		return a.newKey()
	}
	key := make(workbook.Key, keyBytes)
	rand.Read(key) // never fails: the program ends where the system has no randomness
	return key
}

// sealed reports whether all workbooks of a round were sealed when they were issued.
func (s *session) sealed(p workbook.Period) bool {
	issued := s.archive.Select(archive.KindIssue, p.String())
	return len(issued) > 0 && !slices.ContainsFunc(issued, func(r archive.Receipt) bool { return r.Seal == "" })
}

// keysHeld reports whether every key that a round was sealed with is at hand.
func (s *session) keysHeld(p workbook.Period) bool {
	return !slices.ContainsFunc(s.archive.Select(archive.KindIssue, p.String()), s.sealGone)
}

// keyGone reports whether a round was sealed with a key that is not at hand.
func (s *session) keyGone() bool {
	return slices.ContainsFunc(s.archive.Select(archive.KindIssue, ""), s.sealGone)
}

// sealGone reports whether a round was sealed, as its receipt says, with a key that is not at hand.
func (s *session) sealGone(issued archive.Receipt) bool {
	return issued.Seal != "" && !slices.ContainsFunc(s.keys, func(k workbook.Key) bool { return k.Name() == issued.Seal })
}

// sayUnvouched says how many of the workbooks that were looked at are so.
func (s *session) sayUnvouched(o *output, n int) {
	o.summary["seal_unknown"] = n
	if n > 0 {
		o.line("seal.unknown", "n", n, "path", s.ws.rel(s.keyPath()))
	}
}

// sealGiven is the key for workbooks of a kind that are given out for a span, outside the rounds. It is put on record.
func (s *session) sealGiven(kind string, span workbook.Period) (workbook.Key, error) {
	key, err := s.sealKey()
	if err != nil {
		return nil, err
	}
	for _, rec := range s.given(kind, span) {
		if rec.Seal == key.Name() {
			return key, nil
		}
	}
	_, err = s.archive.Append(archive.Receipt{Kind: archive.KindSealed, Period: span.String(), Note: kind, Seal: key.Name(), PlanSHA256: s.whole.SHA256, Received: s.today().String()})
	return key, err
}

// given are the receipts of workbooks of a kind that were given out for a span.
func (s *session) given(kind string, span workbook.Period) []archive.Receipt {
	return slices.DeleteFunc(s.archive.Select(archive.KindSealed, span.String()), func(rec archive.Receipt) bool { return rec.Note != kind })
}

// leaveOut notes files that turn out to be changed, each once.
func (s *session) leaveOut(files ...string) {
	for _, f := range files {
		if !slices.Contains(s.leftOut, f) {
			s.leftOut = append(s.leftOut, f)
		}
	}
}

// sealing is how a workbook that was given out outside the rounds stands to its seal: as for returns, one without a seal was
// changed where all were sealed, and so was one with another seal as long as every key they were sealed with is at hand.
// One that was filed before any were sealed stays what it was when they are given out again: filed is its receipt, the zero
// one where it is only being looked at.
func (s *session) sealing(id workbook.Identity, span workbook.Period, filed archive.Receipt) workbook.Sealing {
	sealing, given := id.Sealing(s.keys), s.given(id.Kind, span)
	if filed.N > 0 {
		given = slices.DeleteFunc(given, func(rec archive.Receipt) bool { return rec.N > filed.N })
	}
	if len(given) > 0 && (sealing == workbook.SealNone || sealing == workbook.SealUnknown && !slices.ContainsFunc(given, s.sealGone)) {
		return workbook.SealBroken
	}
	return sealing
}
