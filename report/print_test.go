package report

import (
	"slices"
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Print-outs can be read: no sheet is scaled down below 7 points, whichever columns it has, and wide ones are on A3. The first page, which is
// one page, has room for its content and no more.
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

// A bureau's long name, of two bodies, fits on one line wherever bureaus are listed: LibreOffice cuts off a link that would have to break.
func TestLongNamesOfBureausStandOnOneLine(t *testing.T) {
	const long = "市场监督管理局（知识产权局）"
	for _, lang := range []string{"zh", "en"} {
		c := catalogueOf(t, lang)
		_, october := smallRounds(t)
		october.Plan.Bureaus[0].Name = long
		looked := 0
		for i, s := range laidOut(october, nil, c).Sheets {
			before := looked
			for r := range s.Each() {
				for _, cell := range r.Cells {
					if i == 0 || cell.Role != sheet.Link || cell.Value.Text != long {
						continue
					}
					looked++
					for _, col := range s.Layout.Columns {
						if col.First <= cell.Col && cell.Col <= col.Last && col.Width < sheet.TextWidth(long) {
							t.Errorf("%s: %s!%s is %.1f wide", lang, s.Name, sheet.At(r.N, cell.Col), col.Width)
						}
					}
				}
			}
			if size := s.PrintedType(); looked > before && size < 7 {
				t.Errorf("%s: %q prints in %.1f points", lang, s.Name, size)
			}
		}
		if looked == 0 {
			t.Errorf("%s: no bureau is a link", lang)
		}
	}
}

// A column that is not printed makes no printed row higher: a row's source is on one line, however long the file's name is.
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

// The first page is always one page, so its content must not be so high that the type becomes too small to read.
func TestFirstPageIsNotCrammed(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		_, october := smallRounds(t)
		first := laidOut(october, nil, catalogueOf(t, lang)).Sheets[0]
		high := 0.0
		for r := range first.Each() {
			high += r.Height
		}
		// Such a page of A4 in portrait has some 769 points between the margins.
		if size := min(first.PrintedType(), 10*769/high); size < 7 {
			t.Errorf("%s: prints in %.1f points", lang, size)
		}
	}
}

// No heading of a table and no class of the ledger breaks within a word, not even in the narrow columns of English.
func TestHeadingsBreakBetweenWords(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		c := catalogueOf(t, lang)
		_, october := smallRounds(t)
		looked := 0
		for _, s := range laidOut(october, nil, c).Sheets[1:] {
			if s.Visibility != sheet.Visible || s.Row(tableHeadRow) == nil || s.Row(s.Layout.FreezeRows) == nil {
				continue
			}
			// The register has a row of sums, with its own headings, above the table.
			for _, cell := range append(slices.Clone(s.Row(tableHeadRow).Cells), s.Row(s.Layout.FreezeRows).Cells...) {
				col := s.Layout.Columns[cell.Col-1]
				if cell.Role == sheet.Identity || col.Hidden {
					continue
				}
				looked++
				widest := sheet.HeadingWidth(cell.Value.Text, col.Width)
				if cell.Value.Text == c.ReportHeading(colClass) {
					for _, class := range Classes() {
						widest = max(widest, sheet.WordWidth(c.T("class."+class.Key())))
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

// If a chart counts few lights, no mark of its axis stands between two whole numbers.
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

// If a table is wider than a laptop's screen, the columns that say what a row is about are frozen, and leave room to scroll.
func TestWideTablesKeepTheirNamesInView(t *testing.T) {
	_, october := smallRounds(t)
	looked := 0
	for _, s := range laidOut(october, nil, catalogueOf(t, "zh")).Sheets[1:] {
		if s.Visibility != sheet.Visible {
			continue
		}
		wide, kept := 0.0, 0.0
		for i, c := range s.Layout.Columns {
			if !c.Hidden {
				wide += c.Width
			}
			if i < s.Layout.FreezeCols {
				kept += c.Width
			}
		}
		if wide > laptopWidth {
			looked++
			if kept == 0 || kept > laptopWidth/2 {
				t.Errorf("%s: %.0f wide, of which %.0f stay in view", s.Name, wide, kept)
			}
		}
	}
	if looked < 8 {
		t.Errorf("only %d wide tables", looked)
	}
}

// The name of the bureau that a row is about fits on one line, so that a list of all bureaus is as short as possible.
func TestNamesOfBureausStandOnOneLine(t *testing.T) {
	_, october := smallRounds(t)
	long := "特色产业发展办公室"
	october.Plan.Bureaus[0].Name = long
	bureau, looked := catalogueOf(t, "zh").ReportHeading(workbook.ColBureau), 0
	for _, s := range laidOut(october, nil, catalogueOf(t, "zh")).Sheets[1:] {
		named := map[int]bool{} // the columns of the bureaus that rows are about
		for r := range s.Each() {
			for _, c := range r.Cells {
				if c.Role == sheet.Heading && c.Value.Text == bureau {
					named[c.Col] = true
				}
				if c.Value.Text != long || !named[c.Col] || s.Layout.Columns[c.Col-1].Hidden {
					continue
				}
				if looked++; s.Layout.Columns[c.Col-1].Width < sheet.TextWidth(long) {
					t.Errorf("%s!%s is %.1f wide", s.Name, sheet.At(r.N, c.Col), s.Layout.Columns[c.Col-1].Width)
				}
			}
		}
	}
	if looked < 5 {
		t.Errorf("the name stands in %d cells", looked)
	}
}
