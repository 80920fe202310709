package round

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"duban/templates"
	"duban/workbook/calendar"
)

// Workspace is the folder with a county's rounds.
type Workspace struct {
	Dir string
	// Lang is the language of its folders and files, Words its texts.
	Lang  string
	Words *templates.Catalogue
}

// ErrNoWorkspace says that neither the folder nor one above it is a workspace.
var ErrNoWorkspace = errors.New("no workspace")

// FindWorkspace looks for a plan from a folder upward. The plan's name tells the workspace's language; catalogue gives the texts of one.
func FindWorkspace(start string, catalogue func(lang string) (*templates.Catalogue, error)) (*Workspace, error) {
	dir, err := filepath.Abs(start)
	if err != nil {
		return nil, fmt.Errorf("find workspace: %w", err)
	}
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		dir = filepath.Dir(dir)
	}
	var known []*templates.Catalogue
	for _, lang := range templates.Languages() {
		words, err := catalogue(lang)
		if err != nil {
			return nil, err
		}
		known = append(known, words)
	}
	for {
		for _, words := range known {
			if _, err := os.Stat(filepath.Join(dir, words.T("file.plan"))); err == nil {
				return &Workspace{Dir: dir, Lang: words.Lang, Words: words}, nil
			} else if !errors.Is(err, fs.ErrNotExist) {
				return nil, fmt.Errorf("find workspace: %w", err)
			}
		}
		up := filepath.Dir(dir)
		if up == dir {
			return nil, ErrNoWorkspace
		}
		dir = up
	}
}

// Plan gives the path of the plan.
func (w *Workspace) Plan() string { return filepath.Join(w.Dir, w.Words.T("file.plan")) }

// Folder gives the path of a folder of the workspace, by the key of its name, or of something below it.
func (w *Workspace) Folder(key string, below ...string) string {
	return filepath.Join(append([]string{w.Dir, w.Words.T("folder." + key)}, below...)...)
}

// Rel gives a path relative to the workspace, with slashes.
func (w *Workspace) Rel(path string) string {
	if r, err := filepath.Rel(w.Dir, path); err == nil {
		return filepath.ToSlash(r)
	}
	return path
}

// Issued gives the path of a file that is issued in a round.
func (w *Workspace) Issued(p calendar.Period, name string) string {
	return w.Folder("issued", p.String(), name)
}
