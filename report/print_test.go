package report

import (
	"testing"

	"duban/workbook/sheet"
)

// What is handed out on paper can be read: no sheet is scaled down below 7 points, whichever columns it has, and what is wide
// is on A3. The first page has room for what it has to say and no more, as it is one page.
func TestPrintsCanBeRead(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		c := catalogueOf(t, lang)
		_, october := smallRounds(t)
		books := map[string]*sheet.Book{"consolidated": laidOut(october, nil, c)}
		if small := books["consolidated"].Sheets; len(small) < 15 {
			t.Fatalf("%s: only %d sheets to look at", lang, len(small))
		}
		for name, b := range books {
			for i, s := range b.Sheets {
				if s.Visibility != sheet.Visible || name == "consolidated" && i == 0 {
					continue
				}
				if size := s.PrintedType(); size < 7 {
					t.Errorf("%s: %s %q prints in %.1f points", lang, name, s.Name, size)
				}
			}
		}
	}
}
