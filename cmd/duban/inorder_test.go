package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
	"duban/workbook/xlsx/xlsxcheck"
)

// inOrderForExcel holds every workbook in a workspace that is to be looked at, by its path in it, against what Excel asks for:
// well-formed parts, elements in their order, limits, relationships that lead somewhere.
func inOrderForExcel(t *testing.T, dir string, look func(rel string) bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".xlsx" {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil || !look(filepath.ToSlash(rel)) {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, fault := range xlsxcheck.Check(data) {
			t.Errorf("%s: %s", rel, fault)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// allInOrderForExcel does so with every workbook that the program wrote. Each of the files wanted has to be among them.
func allInOrderForExcel(t *testing.T, dir string, words *templates.Catalogue, want ...string) {
	t.Helper()
	seen := map[string]bool{}
	inOrderForExcel(t, dir, func(rel string) bool {
		top, _, _ := strings.Cut(rel, "/")
		// In the inbox lies what bureaus made of it, in the archive copies.
		seen[rel] = top != words.T("folder.inbox") && top != words.T("folder.archive")
		return seen[rel]
	})
	for _, name := range want {
		if !seen[name] {
			t.Errorf("there is no %s: nothing is shown of its kind", name)
		}
	}
}

// Every kind of workbook of an English workspace is in order as Excel wants it; those of a Chinese one are looked at where the demo
// and all outputs are made.
func TestEnglishWorkbooksAreInOrder(t *testing.T) {
	b := newBench(t)
	b.dir = t.TempDir()
	words := b.loaded["en"]
	sheets, err := sheet.ParsePipe(`
# Bureaus
| Bureau |
| Finance |
| Planning |
# Tasks
| Task no. | Task | Leads | Supports | Start | Deadline |
| T1 | Draw up the list | Planning | Finance | 2024-09-01 | 2024-10-31 |
| T2 | Visit enterprises | Finance | | 2024-09-01 | 2024-12-31 |
`)
	if err != nil {
		t.Fatal(err)
	}
	tables := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "plan", templates.PlanForms(words)).Tables
	plan, err := xlsx.Write(templates.PlanBook(tables, words))
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, words.T("file.plan"), plan)
	must := func(most int, args ...string) {
		t.Helper()
		if code, out := b.run(b.dir, archive.Disk{}, append(args, "--lang", "en")...); code > most {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	b.day = workbook.NewDate(2024, 9, 25)
	must(exitOK, "issue", "--period", "2024-09")
	issued := words.T("folder.issued") + "/2024-09/"
	sent, err := os.ReadFile(filepath.Join(b.dir, issued+"Planning.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, words.T("folder.inbox")+"/2024-09/Planning.xlsx", sent) // sent back as it was: it gets a slip
	b.day = workbook.NewDate(2024, 10, 5)
	must(exitErrors, "merge")
	must(exitErrors, "score", "--period", "2024", "--notices")
	reports := words.T("folder.reports")
	allInOrderForExcel(t, b.dir, words, words.T("file.plan"), issued+"Planning.xlsx", issued+words.T("file.distribution"), words.T("folder.corrections")+"/2024-09/Planning.xlsx",
		reports+"/2024-09/"+words.T("file.consolidated"), reports+"/2024/"+words.T("file.score"), reports+"/2024/"+words.T("scorenotice.sheet")+"/Planning.xlsx")
}
