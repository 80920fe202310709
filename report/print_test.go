package report

import (
	"slices"
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

// What paper leaves out takes no room on it: where a row came from stands on one line, however long the file's name is.
func TestSourcesMakeNoRowHigher(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		c := catalogueOf(t, lang)
		_, october := smallRounds(t)
		from, looked := c.ReportHeading(colFrom), 0
		for _, s := range laidOut(october, nil, c).Sheets {
			row := s.Row(tableHeadRow)
			if row == nil || s.Layout == nil || len(row.Cells) == 0 {
				continue
			}
			for _, head := range row.Cells {
				if head.Value.Text != from || s.Layout.Print.Area.Last.Col >= head.Col {
					continue
				}
				for r := range s.Each() {
					if cell := r.Cell(head.Col); r.N > tableHeadRow && cell != nil && !cell.Value.IsBlank() {
						if looked++; cell.Align != sheet.AlignRun {
							t.Errorf("%s: %s!%s wraps", lang, s.Name, sheet.At(r.N, head.Col))
						}
					}
				}
			}
		}
		if looked == 0 {
			t.Errorf("%s: no row says where it came from", lang)
		}
	}
}

// The first page is one page whatever it holds: what it holds must leave it type that can be read.
func TestFirstPageIsNotCrammed(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		_, october := smallRounds(t)
		first := laidOut(october, nil, catalogueOf(t, lang)).Sheets[0]
		high := 0.0
		for r := range first.Each() {
			high += r.Height
		}
		// A4 upright has some 769 points between the margins of such a page.
		if size := min(first.PrintedType(), 10*769/high); size < 7 {
			t.Errorf("%s: prints in %.1f points", lang, size)
		}
	}
}

// No heading of a table breaks within a word, in the narrow columns of English either, and no class of the ledger does.
func TestHeadingsBreakBetweenWords(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		c := catalogueOf(t, lang)
		_, october := smallRounds(t)
		looked := 0
		for _, s := range laidOut(october, nil, c).Sheets[1:] {
			if s.Visibility != sheet.Visible || s.Row(tableHeadRow) == nil || s.Row(s.Layout.FreezeRows) == nil {
				continue
			}
			// The register has a row of sums with headings of their own above its table.
			for _, cell := range append(slices.Clone(s.Row(tableHeadRow).Cells), s.Row(s.Layout.FreezeRows).Cells...) {
				col := s.Layout.Columns[cell.Col-1]
				if cell.Role == sheet.Identity || col.Hidden {
					continue
				}
				looked++
				widest := sheet.HeadingWidth(cell.Value.Text, col.Width)
				if cell.Value.Text == c.ReportHeading(colClass) {
					for _, class := range Classes() {
						widest = max(widest, wordWidth(c.T("class."+class.Key())))
					}
				}
				if col.Width < widest {
					t.Errorf("%s: %s!%s: %q has no room in %.1f", lang, s.Name, sheet.ColName(cell.Col), cell.Value.Text, col.Width)
				}
			}
		}
		if looked < 100 {
			t.Errorf("%s: only %d headings", lang, looked)
		}
	}
}

// Where few lights are counted, no mark of an axis stands between two numbers of them.
func TestFewLightsAreCountedOneByOne(t *testing.T) {
	_, october := smallRounds(t)
	looked := 0
	for _, s := range laidOut(october, nil, catalogueOf(t, "zh")).Sheets {
		for _, ch := range s.Layout.Charts {
			if ch.Type != sheet.StackedBarChart && ch.Type != sheet.StackedColumnChart {
				continue
			}
			if looked++; ch.AxisStep != 1 {
				t.Errorf("%s: %q has marks %v apart", s.Name, ch.Title, ch.AxisStep)
			}
		}
	}
	if looked != 3 {
		t.Errorf("%d charts of lights", looked)
	}
	for longest, want := range map[int]float64{1: 1, 5: 1, 6: 0, 40: 0} {
		if got := lightStep(longest); got != want {
			t.Errorf("up to %d lights: marks %v apart, want %v", longest, got, want)
		}
	}
}
