package rulebook

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/templates"
	"duban/validate"
)

var update = flag.Bool("update", false, "write the pages of all rules anew")

func ruleBook(t *testing.T, lang string) *Book {
	t.Helper()
	c, err := templates.LoadCatalogue(lang)
	if err != nil {
		t.Fatal(err)
	}
	zh, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	return New(c, zh)
}

// TestRulePages checks that the pages in the guides are generated from the catalogue.
func TestRulePages(t *testing.T) {
	for _, lang := range templates.Languages() {
		want := ruleBook(t, lang).Page(validate.Catalogue())
		if *update {
			if err := os.WriteFile(filepath.Join("..", "..", "templates", "guide", lang, "rules.md"), []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if templates.Guide(lang, "rules") != want {
			t.Errorf("templates/guide/%s/rules.md is not the catalogue's: go test ./report/rulebook -run TestRulePages -update, then read the diff", lang)
		}
	}
}

// TestRulesAreWrittenOut checks that every rule has facts and both cases in each language, and that a bad case about a cell marks it.
func TestRulesAreWrittenOut(t *testing.T) {
	for _, lang := range templates.Languages() {
		b := ruleBook(t, lang)
		for _, r := range validate.Catalogue() {
			for _, e := range []validate.Example{r.Good, r.Bad} {
				tables := b.Tables(e)
				if len(tables) == 0 {
					t.Errorf("%s %s: an example shows nothing", lang, r.Code)
				}
				marked := 0
				for _, table := range tables {
					if table.Title == "" || strings.Contains(table.Title, "‹") {
						t.Errorf("%s %s: a table is called %q", lang, r.Code, table.Title)
					}
					for _, row := range table.Rows {
						for _, c := range row {
							if c.Marked {
								marked++
							}
						}
					}
				}
				if want := strings.Count(e.Plan+e.Return, validate.Mark); marked < want {
					t.Errorf("%s %s: %d of %d marked cells are shown", lang, r.Code, marked, want)
				}
			}
			for _, fact := range append(b.Facts(&r), b.Message(&r), b.Hint(&r)) {
				if fact == "" || strings.Contains(fact, "‹") || strings.Contains(fact, "{{") {
					t.Errorf("%s %s: %q", lang, r.Code, fact)
				}
			}
			if len(b.Formulas(&r)) != len(r.Forms) {
				t.Errorf("%s %s: %d formulas for %d forms", lang, r.Code, len(b.Formulas(&r)), len(r.Forms))
			}
		}
	}
}
