package validate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// county is a plan on which every check passes.
const county = ExamplePlan

type kit struct {
	plan    *workbook.Plan
	forms   []*workbook.Form
	returns *workbook.TemplateForms
	words   *templates.Catalogue
	checker *Checker
}

func words(t testing.TB, lang string) *templates.Catalogue {
	t.Helper()
	c, err := templates.LoadCatalogue(lang)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func book(t testing.TB, text string) *sheet.Book {
	t.Helper()
	sheets, err := sheet.ParsePipe(text)
	if err != nil {
		t.Fatal(err)
	}
	return &sheet.Book{Sheets: sheets}
}

func newKit(t testing.TB, plan, lang string) *kit {
	t.Helper()
	k := &kit{words: words(t, lang), checker: New()}
	k.forms, k.returns = templates.PlanForms(k.words), templates.ReturnForms(k.words)
	k.plan = workbook.DecodePlan(book(t, plan), "plan.xlsx", k.forms)
	k.plan.SHA256 = "aa"
	return k
}

// with puts lines under sheets of the county's plan, replacing rows that begin with the same two cells.
func with(changes ...string) string {
	text := county
	for _, ch := range changes {
		old, now, ok := strings.Cut(ch, " => ")
		if !ok {
			text += "\n" + ch
			continue
		}
		if strings.Count(text, old) != 1 {
			panic(fmt.Sprintf("%q stands there %d times", old, strings.Count(text, old)))
		}
		text = strings.Replace(text, old, now, 1)
	}
	return text
}

// line writes a finding as severity, code and place.
func line(f *Finding) string {
	s := f.Severity.String() + " " + f.Code
	if f.Place.Sheet != "" {
		s += " " + f.Place.Sheet
		if c := f.Place.Cell(); c != "" {
			s += "!" + c
		}
	}
	if f.Waived {
		s += " waived"
	}
	if f.Answered {
		s += " answered"
	}
	return s
}

func lines(fs []Finding) []string {
	var out []string
	for i := range fs {
		out = append(out, line(&fs[i]))
	}
	return out
}

// complete checks every finding against the catalogue: its code is known, and it has all arguments that its message needs.
func complete(t testing.TB, fs []Finding) {
	t.Helper()
	at := index(Catalogue())
	for i := range fs {
		r := at[fs[i].Code]
		if r == nil {
			if fs[i].Message == "" {
				t.Errorf("%s is not in the catalogue", fs[i].Code)
			}
			continue
		}
		for _, p := range r.Places {
			if _, ok := fs[i].Args[p]; !ok && !slices.Contains(Standard(), p) {
				t.Errorf("%s: nothing for {{.%s}}", fs[i].Code, p)
			}
		}
	}
}

func same(t testing.TB, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
