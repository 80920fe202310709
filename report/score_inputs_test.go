package report

import (
	"testing"

	"pgregory.net/rapid"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Inputs are what was set last, whatever was set before in whatever order.
func TestInputsAreWhatWasSetLast(t *testing.T) {
	all := workbook.SchemeInputs()
	if len(all) > 64 {
		t.Fatalf("%d inputs; a set of ScoreInputs has room for 64", len(all))
	}
	rapid.Check(t, func(t *rapid.T) {
		var got ScoreInputs
		want := map[string]sheet.Value{}
		for range rapid.IntRange(0, 40).Draw(t, "times") {
			key := all[rapid.IntRange(0, len(all)-1).Draw(t, "input")].Key
			v := rapid.SampledFrom([]sheet.Value{{}, sheet.Int(0), sheet.Num(0.25), sheet.Num(-3), sheet.Str(""), sheet.Str("甲"), sheet.Err("#N/A"), sheet.Truth(true)}).Draw(t, "value")
			got.set(key, v)
			want[key] = v
		}
		for _, x := range all {
			if v := got.Of(x.Key); v != want[x.Key] {
				t.Fatalf("%s: %v, want %v", x.Key, v, want[x.Key])
			}
		}
	})
}
