package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"

	"duban/templates"
)

// The round that is measured.
const (
	period   = "2024-09"
	issueDay = "2024-09-25"
)

// perCounty is the number of bureaus of the built-in plan that are asked in the round.
const perCounty = 46

// lateFolder holds the one return that is not in the inbox yet.
const lateFolder = "late"

// oneShort says that one return in so many has errors and gets a slip, as in the demo.
const oneShort = 20

// makeWorkspace makes a workspace of a prefecture: its plan, the round, issued by the program itself, and a number of returns in the inbox,
// filled in as the demo does. late is the path of one more return outside the inbox, which is to come after a merge.
func makeWorkspace(duban, dir string, returns int) (late string, err error) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		return "", fmt.Errorf("make workspace: %w", err)
	}
	plan, err := prefecture((returns+perCounty)/perCounty, words)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make workspace: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, words.T("file.plan")), plan, 0o644); err != nil {
		return "", fmt.Errorf("make workspace: %w", err)
	}
	if out, err := exec.Command(duban, "-C", dir, "-q", "issue", "--period", period, "--as-of", issueDay).CombinedOutput(); err != nil {
		return "", fmt.Errorf("issue: %w\n%s", err, out)
	}
	issued, err := templatesIn(filepath.Join(dir, words.T("folder.issued"), period), words)
	if err != nil {
		return "", err
	}
	if len(issued) <= returns {
		return "", fmt.Errorf("make workspace: %d templates for %d returns and one more", len(issued), returns)
	}
	f, err := newFiller(words)
	if err != nil {
		return "", err
	}
	inbox := filepath.Join(dir, words.T("folder.inbox"), period)
	if err := os.MkdirAll(inbox, 0o755); err != nil {
		return "", fmt.Errorf("make workspace: %w", err)
	}
	late = filepath.Join(dir, lateFolder, filepath.Base(issued[returns]))
	if err := os.MkdirAll(filepath.Dir(late), 0o755); err != nil {
		return "", fmt.Errorf("make workspace: %w", err)
	}
	errs := make([]error, returns+1)
	var wait sync.WaitGroup
	slots := make(chan struct{}, 2)
	for i, path := range issued[:returns+1] {
		to := filepath.Join(inbox, filepath.Base(path))
		if i == returns {
			to = late
		}
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			errs[i] = f.fill(path, to, i%oneShort == 0)
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return "", err
		}
	}
	return late, nil
}

// templatesIn lists the issued workbooks, without the distribution list.
func templatesIn(dir string, words *templates.Catalogue) ([]string, error) {
	all, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	slices.Sort(all)
	return slices.DeleteFunc(all, func(p string) bool { return filepath.Base(p) == words.T("file.distribution") }), nil
}
