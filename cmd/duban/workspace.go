package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"duban/templates"
	"duban/workbook"
)

// workspace is the folder in which a county's rounds live.
type workspace struct {
	dir   string
	lang  string
	words *templates.Catalogue
}

var errNoWorkspace = errors.New("no workspace")

// findWorkspace looks for a plan from a folder upward. The plan's name tells the workspace's language.
func (a *app) findWorkspace(start string) (*workspace, error) {
	dir, err := filepath.Abs(start)
	if err != nil {
		return nil, fmt.Errorf("find workspace: %w", err)
	}
	var known []*templates.Catalogue
	for _, lang := range templates.Languages() {
		words, err := a.catalogue(lang)
		if err != nil {
			return nil, err
		}
		known = append(known, words)
	}
	for {
		for _, words := range known {
			if _, err := os.Stat(filepath.Join(dir, words.T("file.plan"))); err == nil {
				return &workspace{dir: dir, lang: words.Lang, words: words}, nil
			} else if !errors.Is(err, fs.ErrNotExist) {
				return nil, fmt.Errorf("find workspace: %w", err)
			}
		}
		up := filepath.Dir(dir)
		if up == dir {
			return nil, errNoWorkspace
		}
		dir = up
	}
}

func (w *workspace) plan() string { return filepath.Join(w.dir, w.words.T("file.plan")) }

func (w *workspace) folder(key string, below ...string) string {
	return filepath.Join(append([]string{w.dir, w.words.T("folder." + key)}, below...)...)
}

// rel gives a path as people in the workspace speak of it.
func (w *workspace) rel(path string) string {
	if r, err := filepath.Rel(w.dir, path); err == nil {
		return filepath.ToSlash(r)
	}
	return path
}

func (w *workspace) issued(p workbook.Period, name string) string {
	return w.folder("issued", p.String(), name)
}

// evidenceFolders are the names of folders whose files are attachments, in either language.
func (a *app) evidenceFolders() []string {
	var out []string
	for _, lang := range templates.Languages() {
		if words, err := a.catalogue(lang); err == nil {
			out = append(out, words.T("folder.evidence"))
		}
	}
	return out
}
