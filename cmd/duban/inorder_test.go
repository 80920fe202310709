package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/templates"
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
