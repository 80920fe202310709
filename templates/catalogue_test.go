package templates_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/template"

	"github.com/BurntSushi/toml"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/formula"
)

func load(t *testing.T, lang string) *templates.Catalogue {
	t.Helper()
	c, err := templates.LoadCatalogue(lang)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Both catalogues have the same texts, except for alternative writings that a reader accepts, which depend on the language.
func TestCataloguesHaveTheSameTexts(t *testing.T) {
	zh, en := load(t, "zh"), load(t, "en")
	for _, id := range zh.IDs() {
		if !strings.HasPrefix(id, "also") && !en.Has(id) {
			t.Errorf("en lacks %s", id)
		}
	}
	for _, id := range en.IDs() {
		if !strings.HasPrefix(id, "also") && !zh.Has(id) {
			t.Errorf("zh lacks %s", id)
		}
	}
}

var place = regexp.MustCompile(`\{\{[^}]*\.(\w+)[^}]*\}\}`)

// Sections are read one by one, by which nothing is lost; no id is in two files.
func TestCataloguesAreReadWhole(t *testing.T) {
	for _, lang := range templates.Languages() {
		files, err := filepath.Glob(filepath.Join("catalogue", lang, "*.toml"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		want := map[string]string{}
		var walk func(file, above string, tables map[string]any)
		walk = func(file, above string, tables map[string]any) {
			for key, v := range tables {
				switch v := v.(type) {
				case map[string]any:
					walk(file, above+key+".", v)
				case string:
					if want[above+key] != "" {
						t.Errorf("%s: %s stands in another file too", file, above+key)
					}
					want[above+key] = v
				default:
					t.Errorf("%s: %s is %v, no text", file, above+key, v)
				}
			}
		}
		for _, f := range files {
			var tables map[string]any
			if _, err := toml.DecodeFile(f, &tables); err != nil {
				t.Fatal(err)
			}
			walk(f, "", tables)
		}
		c := load(t, lang)
		if got := c.IDs(); len(got) != len(want) {
			t.Errorf("%s: %d texts are read, %d stand in the files", lang, len(got), len(want))
		}
		for id, text := range want {
			if !strings.Contains(text, "{{") && c.T(id) != text {
				t.Errorf("%s: %s reads %q, the file says %q", lang, id, c.T(id), text)
			}
			if _, err := template.New(id).Parse(text); err != nil {
				t.Errorf("%s: %v", lang, err)
			}
		}
	}
}

// A catalogue may be used by several goroutines at the same time.
func TestCatalogueAtOnce(t *testing.T) {
	c := load(t, "zh")
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 20 {
				if got := c.T("validate.done", "files", 3, "clean", 2); !strings.Contains(got, "3") || !strings.Contains(got, "2") {
					t.Error(got)
				}
			}
		})
	}
	wait.Wait()
}

// Both languages have the same placeholders, so that no call depends on the language.
func TestCataloguesHaveTheSamePlaces(t *testing.T) {
	texts := map[string]map[string]map[string]bool{}
	for _, lang := range templates.Languages() {
		files, err := filepath.Glob(filepath.Join("catalogue", lang, "*.toml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			section, key := "", ""
			for _, line := range strings.Split(string(b), "\n") {
				if strings.HasPrefix(line, "[") {
					section = strings.Trim(line, "[]")
				} else if k, _, ok := strings.Cut(line, " = "); ok && regexp.MustCompile(`^[\w-]+$`).MatchString(k) {
					key = section + "." + k
				}
				for _, m := range place.FindAllStringSubmatch(line, -1) {
					if texts[key] == nil {
						texts[key] = map[string]map[string]bool{}
					}
					if texts[key][lang] == nil {
						texts[key][lang] = map[string]bool{}
					}
					texts[key][lang][m[1]] = true
				}
			}
		}
	}
	if len(texts) < 50 {
		t.Fatalf("only %d texts with places were found", len(texts))
	}
	for key, by := range texts {
		for name := range by["en"] {
			if !by["zh"][name] {
				t.Errorf("%s: {{.%s}} is filled in en only", key, name)
			}
		}
	}
}

// Every id that the program uses as a literal exists.
func TestEveryTextAskedForIsThere(t *testing.T) {
	zh := load(t, "zh")
	asked := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch fun := call.Fun.(type) {
			case *ast.SelectorExpr:
				name = fun.Sel.Name
			case *ast.Ident:
				name = fun.Name
			}
			at := map[string]int{"T": 0, "t": 0, "line": 0, "usage": 0, "fail": 1}
			i, ok := at[name]
			if !ok || len(call.Args) <= i {
				return true
			}
			lit, ok := call.Args[i].(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			id, err := strconv.Unquote(lit.Value)
			if err != nil || !regexp.MustCompile(`^[a-z][a-z-]*\.[a-z0-9.-]*[a-z0-9]$`).MatchString(id) {
				return true
			}
			asked++
			if !zh.Has(id) {
				t.Errorf("%s asks for %s, which the catalogue does not have", path, id)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if asked < 100 {
		t.Fatalf("only %d texts were found to be asked for", asked)
	}
}

// Each form has its words: sheet name, headings, choices, and a note for what people fill in.
func TestFormsHaveTheirWords(t *testing.T) {
	for _, lang := range templates.Languages() {
		c := load(t, lang)
		planForms := templates.PlanForms(c)
		forms := slices.Concat(planForms, templates.ReturnForms(c).All())
		for _, f := range forms {
			seen := map[string]bool{}
			for _, col := range f.Columns {
				if strings.Contains(col.Heading, "‹") || col.Heading == "" {
					t.Errorf("%s %s: column %s has no heading", lang, f.Key, col.Key)
				}
				if seen[col.Heading] {
					t.Errorf("%s %s: two columns are headed %s", lang, f.Key, col.Heading)
				}
				seen[col.Heading] = true
				if e, err := formula.Parse(col.Formula); col.Formula != "" && err != nil {
					t.Errorf("%s %s: the formula of %s: %v", lang, f.Key, col.Key, err)
				} else if err == nil {
					for _, ref := range e.Columns() {
						if !slices.ContainsFunc(f.Columns, func(c workbook.Column) bool { return c.Heading == ref.Name }) {
							t.Errorf("%s %s: the formula of %s names %s", lang, f.Key, col.Key, ref.Name)
						}
					}
				}
				for _, ch := range col.Choices {
					if strings.Contains(ch.Label, "‹") {
						t.Errorf("%s %s: choice %s of %s has no label", lang, f.Key, ch.Key, col.Key)
					}
				}
				if col.Note == "" {
					t.Errorf("%s %s: %s lacks a note", lang, f.Key, col.Key)
				}
				if col.Filled == workbook.ByBureau && f.Key == workbook.FormProgress && col.Example == "" {
					t.Errorf("%s %s: %s lacks an example", lang, f.Key, col.Key)
				}
			}
			if use := "plan-use." + f.Key; slices.Contains(planForms, f) && !c.Has(use) {
				t.Errorf("%s: the plan's first sheet does not say what %s is for: %s is missing", lang, f.Sheet, use)
			}
			if strings.Contains(f.Sheet, "‹") || len([]rune(f.Sheet)) > 31 {
				t.Errorf("%s: sheet name of %s: %q", lang, f.Key, f.Sheet)
			}
		}
		if n := slices.IndexFunc(forms, func(f *workbook.Form) bool { return f.Key == workbook.FormTasks }); n != 2 {
			t.Errorf("%s: tasks are the third sheet of the plan, found at %d", lang, n)
		}
	}
}

func TestGuides(t *testing.T) {
	for _, lang := range templates.Languages() {
		for _, name := range []string{"coordinator", "clerk"} {
			if g := templates.Guide(lang, name); len(g) < 500 {
				t.Errorf("%s %s: %d bytes", lang, name, len(g))
			}
		}
	}
	if templates.Guide("zh", "nobody") != "" {
		t.Error("a guide that is not there came back")
	}
}
