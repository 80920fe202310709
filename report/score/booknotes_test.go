package score

import (
	"fmt"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// A bureau's tasks that do not count for one reason share a row of the notes. Rows that are counted instead of named, and those of another
// bureau or reason, are kept apart.
func TestNotesGatherWhatHasOneReason(t *testing.T) {
	a, b := &workbook.Bureau{Name: "甲局"}, &workbook.Bureau{Name: "乙局"}
	rows := []leftRow{{a, "T1", "x", "", 1}, {a, "T2", "x", "", 1}, {a, "T3", "y", "", 1}, {b, "T4", "y", "", 1}, {b, "", "y", "", 5}, {b, "T5", "y", "", 1}}
	var got []string
	for _, r := range gathered(rows, wordsIn(t, "zh")) {
		got = append(got, fmt.Sprint(r.bureau.Name, " ", r.what, " ", r.reason, r.count))
	}
	want := "甲局 T1；T2 x1, 甲局 T3 y1, 乙局 T4 y1, 乙局  y5, 乙局 T5 y1"
	if strings.Join(got, ", ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, ", "), want)
	}
	many := make([]leftRow, 2*mostTogether+1)
	for i := range many {
		many[i] = leftRow{a, "T", "x", "", 1}
	}
	if n := len(gathered(many, wordsIn(t, "zh"))); n != 3 {
		t.Errorf("%d rows for %d tasks", n, len(many))
	}
}

// Rows that are counted instead of named are those of a sheet, which the note names.
func TestNotesSayWhoseRowsTheyCount(t *testing.T) {
	c := NewCase(t, "zh", strings.Replace(CountyPipes, "| 配合系数 | 0.5 |", "| 配合系数 | 0 |", 1))
	sh := Book(c.Scores(), c.Words).Sheet("未参评与说明")
	for row := firstRow; row <= sh.LastRow(); row++ {
		if textAt(sh, row, 1) == "财政局" && strings.HasPrefix(textAt(sh, row, 3), "2 行未计入") {
			if got := textAt(sh, row, 2); got != "任务得分明细" {
				t.Errorf("the rows of %q", got)
			}
			return
		}
	}
	t.Error("no note counts the two tasks that 财政局 supports")
}

// No part of the parameters begins at the foot of a page: a part that does not fit begins the next page, and stays whole if it can.
func TestParametersBreakBetweenParts(t *testing.T) {
	sh := &sheet.Sheet{Layout: tableLayout(wordsIn(t, "zh"))}
	sh.Layout.Columns = []sheet.ColumnLayout{{First: 1, Last: 1, Width: 140}}
	span := func(first, last int) sheet.Span { return sheet.Span{First: first, Last: last} }
	// A page takes 24 rows below its title, 28 without one.
	p := paramSet{sh: sh, blocks: []sheet.Span{span(4, 12), span(14, 19), span(21, 28), span(30, 70), span(72, 75)}}
	p.paginate()
	if got, want := fmt.Sprint(sh.Layout.Print.BreakBefore), "[21]"; got != want {
		t.Errorf("breaks before %s, want %s", got, want)
	}
	if got := sh.Layout.Print.TitleRows; got != (sheet.Span{}) {
		t.Errorf("rows %v of one part would stand above another", got)
	}
	sh.Layout.Print.BreakBefore = nil
	p.blocks = []sheet.Span{span(4, 21), span(23, 70)}
	p.paginate()
	if got, want := fmt.Sprint(sh.Layout.Print.BreakBefore), "[23]"; got != want {
		t.Errorf("breaks before %s, want %s: a long list begins at the foot of a page", got, want)
	}
	if got := sh.Layout.Print.TitleRows; got != span(23, 24) {
		t.Errorf("the pages of the long list repeat rows %v, not its headings", got)
	}
}
