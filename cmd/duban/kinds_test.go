package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook/docx"
	"duban/workbook/xlsx/xlsxcheck"
)

// kinds lists the workbooks and documents that the program writes, each with the function that writes it. The tests against Excel's limits,
// the OOXML schema and other programs go through this list.
var kinds = []struct{ name, writer string }{
	{"empty plan.xlsx", "init.go makeWorkspace"},
	{"plan with additions.xlsx", "draftapply.go typeIn"},
	{"draft.xlsx", "draft.go writeDraft"},
	{"additions.xlsx", "draft.go writeDraft"},
	{"template.xlsx", "outputs/issued.go layTemplates"},
	{"prefecture's template.xlsx", "outputs/issued.go layTemplates"},
	{"distribution list.xlsx", "outputs/issued.go Place"},
	{"weekly template.xlsx", "outputs/issued.go layTemplates"},
	{"special round's template.xlsx", "outputs/issued.go layTemplates"},
	{"sample return.xlsx", "demo.go fillIn"},
	{"slip.xlsx", "outputs/slips.go markUp"},
	{"weekly slip.xlsx", "outputs/slips.go markUp"},
	{"consolidated workbook.xlsx", "outputs/consolidated.go WriteConsolidated"},
	{"weekly workbook.xlsx", "outputs/consolidated.go WriteConsolidated"},
	{"special round's workbook.xlsx", "outputs/consolidated.go WriteConsolidated"},
	{"prefecture's workbook.xlsx", "outputs/consolidated.go WriteConsolidated"},
	{"scores.xlsx", "outputs/scores.go ScoreBook"},
	{"score sheet.xlsx", "outputs/scoresheets.go ScoreSheet"},
	{"rating form.xlsx", "outputs/ratings.go WriteRatingForms"},
	{"rating slip.xlsx", "outputs/slips.go markUp"},
	{"brief.docx", "outputs/brief.go MakeBrief"},
	{"notice.docx", "outputs/notices.go GiveNotice"},
}

// remade lists the functions that write one of the kinds again.
var remade = []string{"demo.go amendPlan"}

// Every function that writes a workbook or a document is in the list, so that no new kind is left out.
func TestAllKindsAreListed(t *testing.T) {
	listed := map[string]bool{}
	for _, k := range kinds {
		listed[k.writer] = false
	}
	for _, f := range remade {
		listed[f] = false
	}
	var files []string
	for _, pattern := range []string{"*.go", "*/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !writesBook(f, file) {
				continue
			}
			key := filepath.ToSlash(name) + " " + f.Name.Name
			if _, ok := listed[key]; !ok {
				t.Errorf("%s writes a workbook or document of a kind that is not in the list", key)
			}
			listed[key] = true
		}
	}
	for key, is := range listed {
		if !is {
			t.Errorf("%s is in the list and writes none", key)
		}
	}
}

// writesBook reports whether a function writes a package: by a function of xlsx or docx, or by one of xlsx's writers.
func writesBook(f *ast.FuncDecl, file *ast.File) bool {
	keepers := map[string]bool{} // the variables that are an xlsx.Writer or xlsx.Marker
	ast.Inspect(file, func(n ast.Node) bool {
		name, kept := []*ast.Ident(nil), ast.Expr(nil)
		switch n := n.(type) {
		case *ast.ValueSpec:
			name, kept = n.Names, n.Type
		case *ast.Field:
			name, kept = n.Names, n.Type
		}
		if p, ok := kept.(*ast.StarExpr); ok {
			kept = p.X
		}
		if s, ok := kept.(*ast.SelectorExpr); ok && (s.Sel.Name == "Writer" || s.Sel.Name == "Marker") && isName(s.X, "xlsx") {
			for _, id := range name {
				keepers[id.Name] = true
			}
		}
		return true
	})
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		s, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		switch s.Sel.Name {
		case "MarkUp":
			found = true
		case "Write", "WriteTo", "Apply":
			on := s.X
			if field, ok := on.(*ast.SelectorExpr); ok {
				on = field.Sel
			}
			id, ok := on.(*ast.Ident)
			found = found || ok && (id.Name == "xlsx" || id.Name == "docx" || keepers[id.Name])
		}
		return true
	})
	return found
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// Every kind of workbook is as Excel requires, in both languages: parts, elements in order, limits, relationships. They include every sheet
// that the catalogue has a name for, so that rare sheets are checked, too.
func TestEveryKindIsInOrder(t *testing.T) {
	for _, lang := range templates.Languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			made, seen := everyKind(t, lang).files, map[string]bool{}
			for _, k := range kinds {
				data := made[k.name]
				delete(made, k.name)
				if filepath.Ext(k.name) != ".xlsx" {
					if _, err := docx.Read(data); err != nil {
						t.Errorf("%s: %v", k.name, err)
					}
					continue
				}
				for _, fault := range xlsxcheck.Check(data) {
					t.Errorf("%s: %s", k.name, fault)
				}
				for _, s := range readBookOf(t, k.name, data).Sheets {
					seen[s.Name] = true
				}
			}
			for name := range made {
				t.Errorf("%s is made and not in the list", name)
			}
			words := catalogue(t, lang)
			for _, id := range words.IDs() {
				section, _, _ := strings.Cut(id, ".")
				if id == "tab.lists" {
					continue // a list's sheet has the county's name for it
				}
				if slices.Contains([]string{"sheet", "tab", "scoresheet"}, section) && !seen[words.T(id)] {
					t.Errorf("no kind has the sheet %s (%s)", words.T(id), id)
				}
			}
		})
	}
}
