package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"duban/cmd/duban/round"
	"duban/seeds"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

func (a *app) initCmd() *cobra.Command {
	var example string
	c := &cobra.Command{
		Use: a.words.T("use.init"), Short: a.words.T("cmd.init"), Long: a.initLong(), Args: a.args(0, 1),
		Example: a.words.T("sample.init"),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := a.dir
			if len(args) == 1 {
				dir = a.under(args[0])
			}
			ws, err := a.makeWorkspace(dir, example)
			if err != nil {
				return err
			}
			fmt.Fprintln(a.out, a.words.T("init.done", "plan", ws.Plan()))
			fmt.Fprintln(a.out, a.words.T("init.next", "example", example != ""))
			return nil
		},
	}
	c.Flags().StringVar(&example, "example", "", a.words.T("flag.example", "names", strings.Join(examples(), a.words.T("word.list"))))
	return c
}

// examples lists the plans that a workspace may start from: the built-in ones, and those that show a way of scoring.
func examples() []string { return append(seeds.Names(), seeds.SchemeNames()...) }

func examplePlan(name string) (*sheet.Book, error) {
	if slices.Contains(seeds.SchemeNames(), name) {
		plan, _, err := seeds.Scheme(name)
		return plan, err
	}
	return seeds.Plan(name)
}

// initLong says what init does, and what each example shows.
func (a *app) initLong() string {
	lines := []string{a.words.T("cmd.init-long"), "", a.words.T("cmd.init-examples")}
	for _, name := range examples() {
		lines = append(lines, fmt.Sprintf("  %-12s%s", name, a.words.T("exampleplan."+name)))
	}
	return strings.Join(lines, "\n")
}

// under gives the path of a folder named on the command line, relative to -C.
func (a *app) under(dir string) string {
	if filepath.IsAbs(dir) {
		return dir
	}
	return filepath.Join(a.dir, dir)
}

// freshPlan gives an empty plan with an id of its own, which distinguishes its workbooks from another county's.
func (a *app) freshPlan() map[string]*workbook.Table {
	forms := templates.PlanForms(a.words)
	s := &sheet.Sheet{Name: forms[0].Sheet}
	name := forms[0].Column(workbook.ColName)
	s.Put(sheet.At(1, 1), sheet.Cell{Value: sheet.Str(name.Heading)})
	s.Put(sheet.At(1, 2), sheet.Cell{Value: sheet.Str(forms[0].Column(workbook.ColValue).Heading)})
	s.Put(sheet.At(2, 1), sheet.Cell{Value: sheet.Str(name.Label(workbook.SetPlanID))})
	s.Put(sheet.At(2, 2), sheet.Cell{Value: sheet.Str(strconv.Itoa(a.now().Year()) + "-" + strings.ToLower(rand.Text()[:8]))})
	return workbook.DecodePlan(&sheet.Book{Sheets: []*sheet.Sheet{s}}, "", forms).Tables
}

// makeWorkspace turns a folder into a workspace, with a plan and an inbox. It never overwrites a plan.
func (a *app) makeWorkspace(dir, example string) (*round.Workspace, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("make workspace: %w", err)
	}
	ws := &round.Workspace{Dir: abs, Lang: a.words.Lang, Words: a.words}
	for _, lang := range templates.Languages() {
		words, err := a.catalogue(lang)
		if err != nil {
			return nil, err
		}
		there := filepath.Join(abs, words.T("file.plan"))
		if _, err := os.Stat(there); err == nil {
			return nil, a.fail(nil, "fail.plan-exists", "path", there)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("make workspace: %w", err)
		}
	}
	var tables map[string]*workbook.Table
	if example != "" {
		book, err := examplePlan(example)
		if err != nil {
			return nil, a.usage("usage.example", "name", example, "names", strings.Join(examples(), a.words.T("word.list")))
		}
		tables = workbook.DecodePlan(book, example, templates.PlanForms(a.words)).Tables
	}
	if tables == nil {
		tables = a.freshPlan()
	}
	data, err := xlsx.Write(templates.PlanBook(tables, a.words))
	if err != nil {
		return nil, fmt.Errorf("make plan: %w", err)
	}
	if err := a.disk.WriteFile(ws.Plan(), data); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(ws.Folder("inbox"), 0o755); err != nil {
		return nil, fmt.Errorf("make workspace: %w", err)
	}
	return ws, nil
}
