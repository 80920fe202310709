package report

import (
	"slices"
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// spareRow is what a leader types into an empty row of the sheet of adjustments.
type spareRow struct {
	bureau, item, matter string
	amount               float64
}

// typed fills spare rows of the tables in, as in the workbook, and has everything worked out again. It gives the table of
// adjustments and the first row that was filled in.
func typed(t *scoreTables, added ...spareRow) (*calcTable, int) {
	tab := t.details[workbook.GrainAdjustment]
	first := tab.rows - tab.spare
	for i, a := range added {
		for key, v := range map[string]sheet.Value{"bureau": sheet.Str(a.bureau), "item": sheet.Str(a.item), "matter": sheet.Str(a.matter),
			"approver": sheet.Str("李四"), in(workbook.InAmount): sheet.Num(a.amount)} {
			tab.index[key].set(first+i, v)
		}
	}
	for _, x := range t.book.order {
		for _, c := range x.columns {
			c.states, c.done, c.byText = make([]calcState, x.rows), false, nil
		}
	}
	t.book.work()
	return tab, first
}

// What programs take for patterns in a matter finds no other matter than its own.
func TestAMatterInASpareRowIsNoPattern(t *testing.T) {
	c := County(t, CountyDecisions)
	s := c.Scores()
	bureau := s.tablesIn(c.Words).bureau(c.bureau("发改局")).Text
	tab, first := typed(s.tablesIn(c.Words), spareRow{bureau, "S5 加减分", "获*表彰", 1}, spareRow{bureau, "S5 加减分", " 获省级表彰 ", 1},
		spareRow{bureau, "S5 加减分", "获？表彰~", 1}, spareRow{bureau, "S5 加减分", "获?表彰～", 1})
	var got []float64
	for i := range 4 {
		got = append(got, tab.index["matter-no"].cell(first+i).Num)
	}
	if want := []float64{float64(first + 1), 1, float64(first + 3), float64(first + 3)}; !slices.Equal(got, want) {
		t.Errorf("matters %v, want %v", got, want)
	}
}
