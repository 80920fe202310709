package report

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
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

// Every input that has a name is among those that a set has a place for.
func TestEveryInputHasAPlace(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../workbook/schemeinput.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "In") || len(spec.Values) != 1 {
			return true
		}
		if text, ok := spec.Values[0].(*ast.BasicLit); ok && text.Kind == token.STRING {
			key, err := strconv.Unquote(text.Value)
			if err != nil {
				t.Fatal(err)
			}
			keys = append(keys, key)
		}
		return true
	})
	if all := workbook.SchemeInputs(); len(keys) != len(all) {
		t.Errorf("%d inputs have names, %d are listed", len(keys), len(all))
	}
	slices.Sort(keys)
	for _, key := range keys {
		var in ScoreInputs
		in.set(key, sheet.Int(7))
		if v := in.Of(key); v != sheet.Int(7) {
			t.Errorf("%s: %v", key, v)
		}
	}
}
