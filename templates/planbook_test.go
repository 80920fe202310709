package templates

import (
	"strings"
	"testing"
	"unicode"

	"duban/seeds"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

func builtInPlan(t *testing.T, lang string) (*sheet.Book, []*workbook.Form, *Catalogue) {
	t.Helper()
	c, err := LoadCatalogue(lang)
	if err != nil {
		t.Fatal(err)
	}
	book, err := seeds.Plan("rushan")
	if err != nil {
		t.Fatal(err)
	}
	forms := PlanForms(c)
	return PlanBook(workbook.DecodePlan(book, "rushan", forms).Tables, c), forms, c
}

// TestPlanInTheReadersWords checks that a built-in plan writes cadences and undecided values in the language of the drop-downs.
func TestPlanInTheReadersWords(t *testing.T) {
	for _, lang := range Languages() {
		book, forms, c := builtInPlan(t, lang)
		open, often := 0, 0
		for _, f := range forms {
			s := book.Sheet(f.Sheet)
			for row := 2; row <= len(s.Rows); row++ {
				for j := range f.Columns {
					text := s.Value(sheet.At(row, j+1)).String()
					if workbook.IsOpenWord(text) {
						if open++; text != c.T("word.open") {
							t.Errorf("%s %s row %d: %q for what is undecided", lang, f.Sheet, row, text)
						}
					}
					if f.Columns[j].Suggest != "cadence" || text == "" {
						continue
					}
					if often++; lang != "zh" && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
						t.Errorf("%s %s row %d: reported %q", lang, f.Sheet, row, text)
					}
					if _, ok := calendar.ParseCadences(text); !ok {
						t.Errorf("%s %s row %d: %q is not read as it was written", lang, f.Sheet, row, text)
					}
				}
			}
		}
		if open == 0 || often == 0 {
			t.Errorf("%s: %d undecided, %d cadences", lang, open, often)
		}
		for _, offered := range c.List("suggest.cadences") {
			if cs, ok := calendar.ParseCadences(offered); !ok || c.T("draft-cadence."+cs[0].String()) != offered {
				t.Errorf("%s: the drop-down offers %q, and the plan would say it otherwise", lang, offered)
			}
		}
	}
}

// TestPlanSheetsAreNamedOnPaper checks that print-outs of the plan's sheets, which have no title, are headed with the sheet's name.
func TestPlanSheetsAreNamedOnPaper(t *testing.T) {
	book, forms, _ := builtInPlan(t, "zh")
	for _, f := range forms {
		if head := book.Sheet(f.Sheet).Layout.Print.Header; !strings.Contains(head, "&A") {
			t.Errorf("%s is printed under %q", f.Sheet, head)
		}
	}
}
