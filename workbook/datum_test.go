package workbook

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
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
