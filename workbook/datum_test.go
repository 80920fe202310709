package workbook

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/workbook/sheet"
)

// A cell stores its fault as an index into a list, so each fault must be in the list.
func TestEveryFaultHasAPlace(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "datum.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	named := []string{""}
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if ok && strings.HasPrefix(v.Names[0].Name, "Fault") {
			text, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			named = append(named, text)
		}
		return true
	})
	if !slices.Equal(faults[:], named) {
		t.Errorf("listed are %q, named %q", faults, named)
	}
	for _, fault := range named[1:] {
		d := Datum{}
		if d.bad(fault); d.State != Bad || d.Fault() != fault {
			t.Errorf("%s is told as %q", fault, d.Fault())
		}
	}
}

// A number in a column of words is read as people see it, and not at all if its format shows something else.
func TestNumbersAmongWords(t *testing.T) {
	for _, tt := range []struct {
		shown sheet.Shown
		want  string
		state State
	}{{sheet.AsStored, "3", Good}, {sheet.ShownWan, "3万", Good}, {sheet.ShownYi, "3亿", Good}, {sheet.ShownOtherwise, "3", Bad}} {
		d := readCell(&Column{Type: TextColumn}, &sheet.Cell{Value: sheet.Num(3), Shown: tt.shown}, &Reading{})
		if d.Text != tt.want || d.State != tt.state {
			t.Errorf("shown %d: %q, state %d", tt.shown, d.Text, d.State)
		}
	}
}
