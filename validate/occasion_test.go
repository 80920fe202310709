package validate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// told gives the occasions on which a method adds findings: by its receiver, or by its name if the receiver serves several.
// Codes that come in a variable, such as the faults of reading, are not seen here.
func told(receiver, name string) []Occasion {
	switch {
	case receiver == "planCheck", name == "observe":
		return []Occasion{OnPlan}
	case receiver == "returnCheck", receiver == "repairs", name == "note", name == "formulas":
		return []Occasion{OnReturn}
	case receiver == "findings", name == "limits":
		return []Occasion{OnPlan, OnReturn}
	}
	return nil
}

// TestOccasions compares the occasions in the catalogue with those on which the sources check a rule.
func TestOccasions(t *testing.T) {
	at := index(Catalogue())
	seen := map[string]map[Occasion]bool{}
	for _, dir := range []string{".", "../workbook"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		fset := token.NewFileSet()
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(fset, file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range f.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || fn.Body == nil || fn.Recv == nil {
					continue
				}
				receiver := ""
				if star, ok := fn.Recv.List[0].Type.(*ast.StarExpr); ok {
					receiver = star.X.(*ast.Ident).Name
				}
				ast.Inspect(fn.Body, func(n ast.Node) bool {
					call, ok := n.(*ast.CallExpr)
					if !ok {
						return true
					}
					sel, ok := call.Fun.(*ast.SelectorExpr)
					if !ok || !slices.Contains([]string{"add", "later", "observe", "note", "openParts"}, sel.Sel.Name) {
						return true
					}
					by := fn.Name.Name
					if dir != "." {
						by = sel.Sel.Name
					}
					for _, arg := range call.Args {
						lit, ok := arg.(*ast.BasicLit)
						if !ok || lit.Kind != token.STRING {
							continue
						}
						code, _ := strconv.Unquote(lit.Value)
						if at[code] == nil {
							continue
						}
						for _, o := range told(receiver, by) {
							if seen[code] == nil {
								seen[code] = map[Occasion]bool{}
							}
							seen[code][o] = true
						}
					}
					return true
				})
			}
		}
	}
	if len(seen) < 100 {
		t.Fatalf("only %d codes are seen", len(seen))
	}
	for code, r := range at {
		for o := range seen[code] {
			if !slices.Contains(r.On(), o) {
				t.Errorf("%s is put to the %s, which the catalogue does not say: %v", code, o, r.On())
			}
		}
		if r.InPlan && len(seen[code]) > 0 && !seen[code][OnPlan] {
			t.Errorf("%s is never put to the plan", code)
		}
	}
}

// TestSelfCheckIsAnOccasion checks that the catalogue lists the self-check as an occasion of every rule that self-checks have.
func TestSelfCheckIsAnOccasion(t *testing.T) {
	k, at := newKit(t, county, "zh"), index(Catalogue())
	for _, r := range RulesOf(k.plan, k.returns, k.returns) {
		if in := slices.Contains(at[r.Code].On(), InTemplate); in != (r.Severity != info) {
			t.Errorf("%s of severity %s in the self-check: %v", r.Code, r.Severity, in)
		}
	}
}
