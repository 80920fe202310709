package workbook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"duban/workbook/sheet"
)

// Key is a secret of a workspace, with which identity sheets are sealed: one line holds a keyed digest of all others, which nobody can
// make without the key.
type Key []byte

// Name names a key without giving it away.
func (k Key) Name() string {
	sum := sha256.Sum256(k)
	return hex.EncodeToString(sum[:4])
}

// Seal gives an identity sheet its last line: the key's name and the digest of all lines before it.
func (k Key) Seal(s *sheet.Sheet) { putSeal(s, k.Name(), k.digest(identityText(s))) }

func putSeal(s *sheet.Sheet, key, digest string) {
	n := s.LastRow() + 1
	for i, text := range []string{IdentitySeal, key, digest} {
		s.Put(sheet.At(n, i+1), sheet.Cell{Role: sheet.Identity, Format: sheet.TextFormat, Value: sheet.Str(text)})
	}
}

// SealLike gives a sheet that is made again the seal that it had: computed anew if the key is at hand, otherwise copied; no seal if it
// had none.
func (id *Identity) SealLike(s *sheet.Sheet, keys []Key) {
	if id.sealKey == "" {
		return
	}
	for _, k := range keys {
		if k.Name() == id.sealKey {
			k.Seal(s)
			return
		}
	}
	putSeal(s, id.sealKey, id.seal)
}

func (k Key) digest(text string) string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

// identityText gives the content of an identity sheet without its seal. It leaves out what other programs change when they save a
// workbook: formats, empty cells and rows, and the kind of a cell that holds a number.
func identityText(s *sheet.Sheet) string {
	var b strings.Builder
	for i := range s.Rows {
		row := &s.Rows[i]
		if c := row.Cell(1); c != nil && c.Value.Text == IdentitySeal {
			continue
		}
		between := ""
		for j := range row.Cells {
			if text := row.Cells[j].Value.String(); text != "" {
				b.WriteString(between)
				b.WriteString(text)
				between = "\x1f"
			}
		}
		if between != "" {
			b.WriteString("\x1e")
		}
	}
	return b.String()
}

// Sealing is the state of an identity sheet's seal.
type Sealing int

const (
	SealNone    Sealing = iota // no seal: it was issued before there were any, or the line was removed
	SealUnknown                // sealed with a key that is not at hand
	SealWhole                  // as it was issued
	SealBroken                 // changed since it was issued
)

// Sealing checks an identity against its seal.
func (id *Identity) Sealing(keys []Key) Sealing {
	if id.sealKey == "" {
		return SealNone
	}
	for _, k := range keys {
		if k.Name() == id.sealKey {
			if hmac.Equal([]byte(k.digest(id.text)), []byte(id.seal)) {
				return SealWhole
			}
			return SealBroken
		}
	}
	return SealUnknown
}
