//go:build libreoffice

package report

import (
	"math"
	"strings"
	"testing"

	"duban/workbook/calendar"
	"duban/workbook/office"
	"duban/workbook/sheet"
)

// A spreadsheet program computes the very value that is stored with each formula.
func TestLibreOfficeRecalculatesTheConsolidatedWorkbook(t *testing.T) {
	sep, oct := smallRounds(t)
	var books []*sheet.Book
	for _, lang := range []string{"zh", "en"} {
		books = append(books, Consolidated(oct, &History{Ledgers: []*Ledger{sep}, Registers: []*Register{sep.Register}}, catalogueOf(t, lang)))
	}
	for i, fresh := range office.Recalculated(t, books...) {
		formulas := 0
		for _, s := range books[i].Sheets {
			for _, row := range s.Rows {
				for _, c := range row.Cells {
					if c.Formula == "" {
						continue
					}
					formulas++
					at := sheet.At(row.N, c.Col)
					if got := fresh.Sheet(s.Name).Value(at); !agree(c.Value, got) {
						t.Errorf("%s!%s: stored %v, recalculated %v, by %s", s.Name, at, c.Value, got, c.Formula)
					}
				}
			}
		}
		if formulas < 200 {
			t.Errorf("only %d formulas", formulas)
		}
	}
}

// If somebody corrects a completion or a deadline in the ledger, the first page follows, as if it had been reported so.
func TestLibreOfficeCarriesACorrectionThrough(t *testing.T) {
	_, oct := smallRounds(t)
	book := laidOut(oct, nil, catalogueOf(t, "zh"))
	ledger := book.Sheet("任务总台账")
	column := map[string]int{}
	for _, c := range ledger.Row(tableHeadRow).Cells {
		column[c.Value.Text] = c.Col
	}
	own := func(id string) int {
		for _, row := range ledger.Rows {
			if row.N > tableHeadRow && row.Cell(1) != nil && row.Cell(1).Value.Text == id {
				return row.N
			}
		}
		t.Fatalf("no row of %s", id)
		return 0
	}
	class := func(b *sheet.Book, name string) float64 {
		page := b.Sheet("总览")
		for r := 1; r <= page.LastRow(); r++ {
			if page.Value(sheet.At(r, 1)).Text == name {
				return page.Value(sheet.At(r, 4)).Num
			}
		}
		t.Fatalf("no class %s", name)
		return 0
	}
	if got := class(book, "逾期"); got != 2 {
		t.Fatalf("%v overdue before", got)
	}
	// The overdue task YS-02 gets time until the end of the year, and XC-02, which is behind, turns out to be done.
	ledger.Put(sheet.At(own("YS-02"), column["完成时限"]), sheet.Cell{Format: sheet.Date, Value: sheet.Num(float64(calendar.NewDate(2024, 12, 31)))})
	ledger.Put(sheet.At(own("XC-02"), column["完成率"]), sheet.Cell{Format: sheet.Percent, Value: sheet.Num(1)})
	done := class(book, "已完成")
	fresh := office.Recalculated(t, book)[0]
	at := func(id, heading string) string {
		return fresh.Sheet("任务总台账").Value(sheet.At(own(id), column[heading])).String()
	}
	if c, l, days := at("YS-02", "类别"), at("YS-02", "亮灯"), at("YS-02", "逾期天数"); c == "逾期" || days != "" {
		t.Errorf("YS-02 is %s, %s, %s days late", c, l, days)
	}
	if c, l := at("XC-02", "类别"), at("XC-02", "亮灯"); c != "已完成" || l != "●绿灯" {
		t.Errorf("XC-02 is %s, %s", c, l)
	}
	if got := class(fresh, "逾期"); got != 1 {
		t.Errorf("%v overdue on the first page", got)
	}
	if got := class(fresh, "已完成"); got != done+1 {
		t.Errorf("%v done on the first page, %v before", got, done)
	}
	if said := fresh.Sheet("总览").Value(sheet.At(4, 1)).Text; !strings.Contains(said, "逾期 1 项") {
		t.Errorf("the first page says %s", said)
	}
}

func agree(a, b sheet.Value) bool {
	if a.Kind == sheet.Number && b.Kind == sheet.Number {
		return math.Abs(a.Num-b.Num) <= 1e-9*math.Max(1, math.Abs(a.Num))
	}
	return a.Equal(b) || a.IsEmpty() && b.IsEmpty()
}
