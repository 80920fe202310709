package xlsx

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A file with an altered byte is refused or read without a difference: no cell is lost and no figure altered without a report. Document
// properties may be lost, as nothing depends on them alone.
func TestReadAlteredBytes(t *testing.T) {
	const step = 29
	for _, name := range []string{"read-openpyxl-3.0.9.xlsx", "read-libreoffice-7.4.7.xlsx", "read-gnumeric-1.12.55.xlsx"} {
		data := fixture(t, name)
		want, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		refused := 0
		for at := 0; at < len(data); at += step {
			bad := bytes.Clone(data)
			bad[at] ^= 1 << (at % 8)
			got, err := Read(bad)
			var refusal *Refusal
			if errors.As(err, &refusal) {
				refused++
				continue
			}
			if err != nil {
				t.Fatalf("%s, byte %d: %v", name, at, err)
			}
			if !cmp.Equal(want.Oddities, got.Oddities) {
				continue // reported: missing styles, a name in another case
			}
			if diff := cmp.Diff(want.Sheets, got.Sheets); diff != "" || !cmp.Equal(want.Names, got.Names) {
				t.Errorf("%s: byte %d altered reads otherwise:\n%s", name, at, diff)
			}
		}
		if refused < len(data)/step/2 {
			t.Errorf("%s: only %d of %d were refused", name, refused, len(data)/step)
		}
	}
}
