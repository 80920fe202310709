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

// inOrderForExcel checks that the workbooks of a workspace are as Excel requires: well-formed parts, elements in order, limits,
// relationships that lead somewhere. look selects the workbooks by their path.
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

// allInOrderForExcel checks every workbook that the program wrote in the same way. Each of the files in want must be among them.
func allInOrderForExcel(t *testing.T, dir string, words *templates.Catalogue, want ...string) {
	t.Helper()
	seen := map[string]bool{}
	inOrderForExcel(t, dir, func(rel string) bool {
		top, _, _ := strings.Cut(rel, "/")
		// The inbox has what bureaus made of them, the archive has copies.
		seen[rel] = top != words.T("folder.inbox") && top != words.T("folder.archive")
		return seen[rel]
	})
	for _, name := range want {
		if !seen[name] {
			t.Errorf("there is no %s: nothing is shown of its kind", name)
		}
	}
}
