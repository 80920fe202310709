// Package seeds holds the built-in plans and, beside each, sample returns for the demo, as pipe tables that can be read
// and compared line by line.
//
// It knows which texts there are and in what order. It refuses to know what they mean: a plan is decoded by package
// workbook like any other, and the samples are filled into templates by package sample.
package seeds

import (
	"embed"
	"fmt"
	"io/fs"
	"path"

	"duban/workbook/sheet"
)

//go:embed rushan schemes
var files embed.FS

const rushan = "rushan"

// planTexts and sampleTexts are the files of a built-in plan, in the order of the sheets that they hold.
var (
	planTexts = [...]string{
		"settings.txt", "bureaus.txt", "tasks.txt", "milestones.txt", "stages.txt", "parts.txt", "indicators.txt", "projects.txt",
		"lists.txt", "holidays.txt", "scheme.txt",
	}
	sampleTexts = [...]string{
		"samples/entries-cy.txt", "samples/entries-zs.txt", "samples/entries-ys.txt", "samples/entries-xc.txt",
		"samples/entries-hy.txt", "samples/entries-gc.txt", "samples/entries-gj.txt", "samples/parts.txt", "samples/problems.txt",
		"samples/lists.txt", "samples/mistakes.txt", "samples/decisions.txt",
	}
)

// Text is one file of pipe tables.
type Text struct {
	// Name is the file's path below the plan's folder, with slashes.
	Name string
	Body string
}

// SchemeNames lists the schemes of the kinds that counties publish, each a small county's plan with sample data and the
// scores that a person worked out by hand.
func SchemeNames() []string {
	return []string{"bands", "categories", "discipline", "honours", "quotas", "ranks", "ratings", "slopes"}
}

// Scheme gives the sheets of a scheme's plan, and those of its sample data: 进展, 报送 and 手算. It fails with
// fs.ErrNotExist if there is no such scheme.
func Scheme(name string) (plan, sample *sheet.Book, err error) {
	for _, f := range []struct {
		name string
		to   **sheet.Book
	}{{"plan.txt", &plan}, {"sample.txt", &sample}} {
		body, err := files.ReadFile(path.Join("schemes", name, f.name))
		if err != nil {
			return nil, nil, fmt.Errorf("built-in scheme: %w", err)
		}
		if *f.to, err = parse([]Text{{f.name, string(body)}}, nil); err != nil {
			return nil, nil, err
		}
	}
	return plan, sample, nil
}

// Names lists the built-in plans.
func Names() []string { return []string{rushan} }

// PlanTexts gives the texts of a built-in plan in the order of its sheets. It fails with fs.ErrNotExist if there is no
// such plan.
func PlanTexts(name string) ([]Text, error) { return read(name, planTexts[:]) }

// SampleTexts gives the texts of a built-in plan's sample returns, in order. It fails with fs.ErrNotExist if there is
// no such plan.
func SampleTexts(name string) ([]Text, error) { return read(name, sampleTexts[:]) }

// Plan gives the sheets of a built-in plan, made anew at each call. It fails as PlanTexts does.
func Plan(name string) (*sheet.Book, error) { return parse(PlanTexts(name)) }

// Samples gives the sheets of a built-in plan's sample returns, made anew at each call; a sheet that several texts share
// comes once, under one heading row. It fails as SampleTexts does.
func Samples(name string) (*sheet.Book, error) { return parse(SampleTexts(name)) }

func read(plan string, names []string) ([]Text, error) {
	if plan != rushan {
		return nil, fmt.Errorf("built-in plan %q: %w", plan, fs.ErrNotExist)
	}
	out := make([]Text, 0, len(names))
	for _, n := range names {
		body, err := files.ReadFile(path.Join(plan, n))
		if err != nil {
			return nil, fmt.Errorf("built-in text: %w", err)
		}
		out = append(out, Text{n, string(body)})
	}
	return out, nil
}

func parse(texts []Text, err error) (*sheet.Book, error) {
	if err != nil {
		return nil, err
	}
	b := &sheet.Book{}
	for _, t := range texts {
		sheets, err := sheet.ParsePipe(t.Body)
		if err != nil {
			return nil, fmt.Errorf("built-in text %s: %w", t.Name, err)
		}
		for _, s := range sheets {
			if have := b.Sheet(s.Name); have != nil {
				appendRows(have, s)
				continue
			}
			b.Sheets = append(b.Sheets, s)
		}
	}
	return b, nil
}

// appendRows puts a sheet's rows below another's, but for the heading row that both have.
func appendRows(to, from *sheet.Sheet) {
	last := to.LastRow()
	for _, r := range from.Rows {
		if r.N > 1 {
			r.N += last - 1
			to.Rows = append(to.Rows, r)
		}
	}
}
