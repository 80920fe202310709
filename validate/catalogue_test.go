package validate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/numeral"
)

var kebab = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func TestCatalogueIsSound(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Catalogue() {
		if seen[r.Code] {
			t.Errorf("%s stands there twice", r.Code)
		}
		seen[r.Code] = true
		if !kebab.MatchString(r.Code) || r.Since == "" || !slices.Contains(Scopes(), r.Scope) {
			t.Errorf("%s: %+v", r.Code, r)
		}
		if r.Scope == ScopeRow && len(r.Forms) == 0 && r.Code != "rule-not-computable" {
			t.Errorf("%s has no formula", r.Code)
		}
		if len(r.Forms) != len(r.Sources) {
			t.Errorf("%s: %d forms, %d formulas", r.Code, len(r.Forms), len(r.Sources))
		}
	}
}

// texts reads a findings catalogue from its file, by section and code.
func texts(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "templates", "catalogue", lang, "findings.toml"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	section := ""
	for i, l := range strings.Split(string(data), "\n") {
		l = strings.TrimSpace(l)
		switch {
		case l == "" || strings.HasPrefix(l, "#"):
		case strings.HasPrefix(l, "["):
			section = strings.Trim(l, "[]")
			out[section] = map[string]string{}
		default:
			key, text, ok := strings.Cut(l, " = ")
			text, err := strconv.Unquote(text)
			if !ok || err != nil {
				t.Fatalf("%s line %d: %q", lang, i+1, l)
			}
			out[section][key] = text
		}
	}
	return out
}

var (
	action = regexp.MustCompile(`\{\{[^}]*\}\}`)
	placed = regexp.MustCompile(`\.([a-z]+)`)
)

func TestEveryCodeHasItsWords(t *testing.T) {
	for _, lang := range templates.Languages() {
		c, stored := words(t, lang), texts(t, lang)
		codes := map[string]bool{}
		for _, r := range Catalogue() {
			codes[r.Code] = true
			args := []any{}
			for _, p := range r.Places {
				args = append(args, p, "‹"+p+"›")
			}
			for _, section := range []string{"finding", "hint"} {
				id := section + "." + r.Code
				if !c.Has(id) {
					t.Errorf("%s: no %s", lang, id)
					continue
				}
				if got := c.T(id, args...); strings.Contains(got, "<no value>") || strings.Contains(got, "{{") || strings.HasPrefix(got, "‹"+section) || got == "" {
					t.Errorf("%s: %s renders as %q", lang, id, got)
				}
				for _, a := range action.FindAllString(stored[section][r.Code], -1) {
					for _, m := range placed.FindAllStringSubmatch(a, -1) {
						if !slices.Contains(r.Places, m[1]) {
							t.Errorf("%s: %s uses {{.%s}}, which %s does not declare", lang, id, m[1], r.Code)
						}
					}
				}
			}
		}
		for section, want := range map[string]map[string]bool{"finding": codes, "hint": codes, "self": selfCodes(), "gist": otherCodes()} {
			for code := range stored[section] {
				if !want[code] {
					t.Errorf("%s: %s.%s is nobody's", lang, section, code)
				}
			}
			for code := range want {
				text, ok := stored[section][code]
				if !ok {
					t.Errorf("%s: no %s.%s", lang, section, code)
				}
				if limit := map[string]int{"zh": 16, "en": 28}[lang]; section == "self" && (utf8.RuneCountInString(text) > limit || strings.Contains(text, "{{")) {
					t.Errorf("%s: self.%s is no short form: %q", lang, code, text)
				}
			}
		}
	}
}

func selfCodes() map[string]bool {
	m := map[string]bool{"figure-expected": true, "figure-fraction": true, "figure-beyond": true}
	for _, r := range builtInRules() {
		m[r.code] = true
	}
	return m
}

// otherCodes lists the rules whose findings may share a line.
func otherCodes() map[string]bool {
	m := map[string]bool{}
	for _, r := range Catalogue() {
		if r.Scope == ScopeOthers {
			m[r.Code] = true
		}
	}
	return m
}

// TestNearMissIsOnlyOfferedWhereThereIsOne renders every message that may suggest something with nothing to suggest.
func TestNearMissIsOnlyOfferedWhereThereIsOne(t *testing.T) {
	for _, lang := range templates.Languages() {
		c := words(t, lang)
		for _, r := range Catalogue() {
			if !slices.Contains(r.Places, "near") {
				continue
			}
			var with, without []any
			for _, p := range r.Places {
				with, without = append(with, p, p), append(without, p, p)
				if p == "near" {
					with[len(with)-1], without[len(without)-1] = "‹near›", ""
				}
			}
			id := "finding." + r.Code
			if !strings.Contains(c.T(id, with...), "‹near›") {
				t.Errorf("%s: %s does not suggest", lang, id)
			}
			for _, mark := range []string{"“”", "是否", "meant"} {
				if strings.Contains(c.T(id, without...), mark) {
					t.Errorf("%s: %s suggests nothing: %q", lang, id, c.T(id, without...))
				}
			}
		}
	}
}

// emitted collects the codes that the sources of a package name in calls of the functions that emit findings,
// observations and refusals.
func emitted(t *testing.T, dir string, calls map[string]int) map[string]string {
	t.Helper()
	out := map[string]string{}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v", dir, err)
	}
	fset := token.NewFileSet()
	literal := func(e ast.Expr) {
		if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if s, err := strconv.Unquote(l.Value); err == nil && kebab.MatchString(s) {
				out[s] = fset.Position(l.Pos()).String()
			}
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				name := ""
				switch fn := n.Fun.(type) {
				case *ast.SelectorExpr:
					name = fn.Sel.Name
				case *ast.Ident:
					name = fn.Name
				}
				if i, ok := calls[name]; ok && i < len(n.Args) {
					literal(n.Args[i])
				}
			case *ast.KeyValueExpr:
				if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Code" {
					literal(n.Value)
				}
			case *ast.AssignStmt:
				for i, l := range n.Lhs {
					if id, ok := l.(*ast.Ident); ok && id.Name == "code" && i < len(n.Rhs) {
						literal(n.Rhs[i])
					}
				}
			case *ast.ValueSpec:
				for i, id := range n.Names {
					if (strings.HasPrefix(id.Name, "Refused") || strings.HasPrefix(id.Name, "Fault")) && i < len(n.Values) {
						literal(n.Values[i])
					}
				}
			}
			return true
		})
	}
	return out
}

// TestEveryCodeIsKnown compares the codes in the sources with the catalogue, both ways.
func TestEveryCodeIsKnown(t *testing.T) {
	known := index(Catalogue())
	all := map[string]bool{}
	for dir, calls := range map[string]map[string]int{
		"../workbook":      {"observe": 0, "note": 0},
		"../workbook/xlsx": {"refuse": 0},
		".":                {"add": 0, "later": 0, "say": 0, "claim": 0},
		"../cmd/duban":     {},
	} {
		for code, at := range emitted(t, dir, calls) {
			if known[code] == nil {
				t.Errorf("%s: %s is not in the catalogue", at, code)
			}
			all[code] = true
		}
	}
	for _, r := range builtInRules() {
		all[r.code] = true
	}
	for _, r := range numeral.Repairs() {
		all[repairCode(r)] = true
	}
	for code := range known {
		// formula-<code> stands for the rule language's own codes; field-<tag> is put together from a column's tag, the reader's oddities
		// come under their own code.
		if !all[code] && !strings.HasPrefix(code, "field-") && !strings.HasPrefix(code, "formula-") && !slices.Contains([]string{"external-links", "link-outside", "styles-missing", "date-1904"}, code) {
			t.Errorf("%s is emitted nowhere", code)
		}
	}
}

// TestEveryTagIsKnown: the catalogue has a message for each limit in the forms, a county's own lists included.
func TestEveryTagIsKnown(t *testing.T) {
	k := newKit(t, with("# 表样\n| 表名 | 列名 | 类型 | 必填 | 可选项 |\n| 外出招商 | 外出日期 | 日期 | 是 | |\n| 外出招商 | 带队领导 | 文本 | 是 | |\n| 外出招商 | 投资 | 数值 | 是 | |\n| 外出招商 | 阶段 | 选项 | 是 | 洽谈、签约 |"), "zh")
	known := index(Catalogue())
	forms := append(append([]*workbook.Form{}, k.forms...), append(k.returns.All(), k.lists()...)...)
	tags := map[string]bool{}
	for _, f := range forms {
		for i := range f.Columns {
			if f.Columns[i].Check == "" {
				continue
			}
			for _, tag := range strings.Split(f.Columns[i].Check, ",") {
				name, _, _ := strings.Cut(tag, "=")
				tags[name] = true
				if known["field-"+name] == nil {
					t.Errorf("%s %s: field-%s is not in the catalogue", f.Key, f.Columns[i].Key, name)
				}
			}
		}
	}
	for code := range known {
		if tag, ok := strings.CutPrefix(code, "field-"); ok && !tags[tag] {
			t.Errorf("no column of any form has the limit %s", tag)
		}
	}
}
