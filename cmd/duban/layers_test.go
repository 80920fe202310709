package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layer says which packages a package may import; its tests may import more. Pure packages use neither files nor network nor clock.
type layer struct {
	pkg  string
	pure bool
	may  []string // packages of ours
}

// layers is the order in which imports run.
var layers = []layer{
	{"workbook/compact", true, nil},
	{"workbook/sheet", true, []string{"workbook/compact"}},
	{"workbook/formula", true, []string{"workbook/sheet"}},
	{"workbook/document", true, []string{"workbook/sheet"}},
	{"workbook/pattern", true, nil},
	{"workbook/numeral", true, []string{"workbook/pattern"}},
	{"workbook/calendar", true, []string{"workbook/numeral", "workbook/pattern"}},
	{"workbook", true, []string{"workbook/calendar", "workbook/compact", "workbook/numeral", "workbook/pattern", "workbook/sheet", "workbook/formula"}},
	{"workbook/draft", true, []string{"workbook", "workbook/calendar", "workbook/numeral", "workbook/pattern", "workbook/sheet"}},
	{"workbook/xlsx", false, []string{"workbook/pattern", "workbook/sheet"}},
	{"workbook/docx", false, []string{"workbook/document", "workbook/sheet", "workbook/xlsx"}},
	{"workbook/xlsx/xlsxcheck", true, nil},
	{"workbook/office", false, []string{"workbook/sheet", "workbook/xlsx"}},
	{"workbook/paper", true, nil},
	{"workbook/pace", false, nil},
	{"workbook/tidy", true, []string{"workbook/sheet"}},
	{"workbook/parquet", false, []string{"workbook/sheet", "workbook/tidy"}},
	{"workbook/archive", false, nil},
	{"templates", true, []string{"workbook", "workbook/calendar", "workbook/numeral", "workbook/sheet", "workbook/formula", "workbook/draft"}},
	{"validate", true, []string{"workbook", "workbook/calendar", "workbook/compact", "workbook/numeral", "workbook/sheet", "workbook/formula"}},
	{"templates/accept", true, []string{"templates", "validate", "workbook", "workbook/calendar", "workbook/draft", "workbook/sheet"}},
	{"report", true, []string{"templates", "validate", "workbook", "workbook/calendar", "workbook/document", "workbook/numeral", "workbook/sheet", "workbook/tidy", "workbook/formula"}},
	{"report/rulebook", true, []string{"templates", "validate", "workbook", "workbook/calendar", "workbook/formula", "workbook/sheet"}},
	{"report/score", true, []string{"report", "templates", "workbook", "workbook/calendar", "workbook/formula", "workbook/numeral", "workbook/pattern", "workbook/sheet"}},
	{"seeds", true, []string{"workbook/sheet"}},
	{"seeds/sample", true, []string{"templates", "workbook", "workbook/calendar", "workbook/sheet"}},
	{"cmd/bench", false, []string{"seeds", "templates", "validate", "workbook", "workbook/calendar", "workbook/sheet", "workbook/xlsx"}},
	{"cmd/duban/round", false, []string{"report", "templates", "validate", "workbook", "workbook/archive", "workbook/calendar", "workbook/compact", "workbook/sheet", "workbook/xlsx"}},
	{"cmd/duban/collector", false, nil},
	{"cmd/duban/outputs", false, []string{"cmd/duban/collector", "cmd/duban/round", "report", "report/score", "templates", "validate", "workbook",
		"workbook/archive", "workbook/calendar", "workbook/document", "workbook/docx", "workbook/parquet", "workbook/sheet", "workbook/tidy", "workbook/xlsx"}},
	{"cmd/duban/audit", false, []string{"cmd/duban/collector", "cmd/duban/outputs", "cmd/duban/round", "report", "report/score", "templates", "workbook",
		"workbook/archive", "workbook/calendar", "workbook/docx", "workbook/sheet", "workbook/tidy", "workbook/xlsx"}},
	{"cmd/duban", false, []string{"cmd/duban/audit", "cmd/duban/collector", "cmd/duban/outputs", "cmd/duban/round", "report", "report/rulebook", "report/score", "seeds",
		"seeds/sample", "templates", "templates/accept", "validate", "workbook", "workbook/archive", "workbook/calendar", "workbook/docx",
		"workbook/draft", "workbook/formula", "workbook/sheet", "workbook/xlsx"}},
}

// homes lists libraries with the only package that may import them, tests included. Every other library also has just one importing
// package, whichever it is. The benchmark, which compares the program with libraries, imports those itself.
var homes = []struct{ library, pkg string }{
	{"github.com/xuri/excelize/v2", "workbook/xlsx"},
	{"github.com/spf13/cobra", "cmd/duban"},
	{"github.com/go-playground/validator/v10", "validate"},
}

const measuring = "cmd/bench"

// eager is a package whose patterns take long to compile when packages are loaded, whether they are used or not; workbook/pattern compiles
// them on first use.
const eager = "regexp"

// impure lists the packages that no pure package imports, nor any package below them.
var impure = []string{"os", "net", "io/ioutil", "path/filepath", "syscall"}

// clock lists the functions of package time that read the clock.
var clock = []string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Sleep"}

// folders lists the only folders with packages at the top.
var folders = []string{"cmd", "workbook", "validate", "report", "seeds", "seeds/sample", "templates"}

// goFile is a parsed file of the module.
type goFile struct {
	name, pkg string // below the module's root, with forward slashes
	test      bool
	imports   []string
	clock     []string
}

func TestLayers(t *testing.T) {
	root, module := moduleRoot(t)
	files := moduleFiles(t, root)
	known := map[string]layer{}
	for _, l := range layers {
		known[l.pkg] = l
	}
	importers := map[string][]string{}
	for _, f := range files {
		l, ok := known[f.pkg]
		if !ok {
			t.Errorf("%s: package %s has no layer", f.name, f.pkg)
			continue
		}
		for _, imp := range f.imports {
			first, _, _ := strings.Cut(imp, "/")
			switch ours, inside := strings.CutPrefix(imp, module+"/"); {
			case inside:
				if !f.test && !slices.Contains(l.may, ours) {
					t.Errorf("%s: %s does not import %s", f.name, f.pkg, ours)
				}
			case strings.Contains(first, "."):
				if f.pkg == measuring {
					continue
				}
				if home := homeOf(imp); home != "" && home != f.pkg {
					t.Errorf("%s: only %s imports %s", f.name, home, imp)
				}
				if !f.test && !slices.Contains(importers[imp], f.pkg) {
					importers[imp] = append(importers[imp], f.pkg)
				}
			case imp == eager && !f.test && f.pkg != "workbook/pattern":
				t.Errorf("%s: only workbook/pattern imports %s", f.name, imp)
			case l.pure && !f.test && slices.ContainsFunc(impure, func(p string) bool { return below(imp, p) }):
				t.Errorf("%s: %s is pure and does not import %s", f.name, f.pkg, imp)
			}
		}
		if l.pure && !f.test {
			for _, c := range f.clock {
				t.Errorf("%s: %s is pure and does not call time.%s", f.name, f.pkg, c)
			}
		}
	}
	for library, pkgs := range importers {
		if len(pkgs) > 1 {
			t.Errorf("%s is imported by %s: a library has one importing package", library, strings.Join(pkgs, " and "))
		}
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	ignored, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if slices.Contains(strings.Fields(string(ignored)), "/"+e.Name()+"/") {
			continue // what the README's first command made here
		}
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains(folders, e.Name()) {
			t.Errorf("folder %s is none of %v", e.Name(), folders)
		}
	}
}

// The list itself runs one way: a package may only import packages listed before it, and no edge.
func TestLayersRunOneWay(t *testing.T) {
	seen := map[string]layer{}
	for _, l := range layers {
		if _, twice := seen[l.pkg]; twice {
			t.Errorf("%s has two layers", l.pkg)
		}
		for _, m := range l.may {
			below, ok := seen[m]
			if !ok {
				t.Errorf("%s may import %s, which does not stand before it", l.pkg, m)
			}
			if l.pure && !below.pure {
				t.Errorf("%s is pure and may import %s, which is not", l.pkg, m)
			}
		}
		seen[l.pkg] = l
	}
}

func homeOf(imp string) string {
	for _, h := range homes {
		if below(imp, h.library) {
			return h.pkg
		}
	}
	return ""
}

// below reports whether an import path is a package or below it.
func below(imp, pkg string) bool { return imp == pkg || strings.HasPrefix(imp, pkg+"/") }

// moduleRoot finds the module's folder from the test's own upward, and the module's name.
func moduleRoot(t *testing.T) (dir, module string) {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil {
			for line := range strings.Lines(string(text)) {
				if name, ok := strings.CutPrefix(line, "module "); ok {
					return dir, strings.TrimSpace(name)
				}
			}
			t.Fatal("go.mod names no module")
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the tests")
		}
		dir = up
	}
}

// moduleFiles parses every Go file of the module, those for other systems and with build tags too.
func moduleFiles(t *testing.T, root string) []goFile {
	t.Helper()
	var out []goFile
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(d.Name()) != ".go" {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		g := goFile{name: filepath.ToSlash(rel), test: strings.HasSuffix(name, "_test.go")}
		g.pkg = path.Dir(g.name)
		timeName := ""
		for _, imp := range f.Imports {
			p, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return err
			}
			g.imports = append(g.imports, p)
			if p == "time" {
				if timeName = "time"; imp.Name != nil {
					timeName = imp.Name.Name
				}
			}
		}
		if timeName != "" {
			g.clock = clockCalls(f, timeName)
		}
		out = append(out, g)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatal("no Go files found")
	}
	return out
}

// clockCalls lists the uses of the clock in a file that knows package time by a name.
func clockCalls(f *ast.File, name string) []string {
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == name && slices.Contains(clock, s.Sel.Name) {
				out = append(out, s.Sel.Name)
			}
		}
		return true
	})
	return out
}
