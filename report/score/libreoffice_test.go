//go:build libreoffice

package score_test

import (
	"math"
	"strings"
	"testing"

	"duban/report/score"
	"duban/seeds"
	"duban/workbook"
	"duban/workbook/office"
	"duban/workbook/sheet"
)

func sameScore(a, b sheet.Value) bool {
	if a.Kind == sheet.Number && b.Kind == sheet.Number {
		return math.Abs(a.Num-b.Num) <= 1e-9*max(1, math.Abs(a.Num))
	}
	return a.Equal(b) || a.IsEmpty() && b.IsEmpty()
}

// compareScores compares the stored value of every formula with the recalculated one.
func compareScores(t *testing.T, stored, fresh *sheet.Book) {
	t.Helper()
	cells, wrong := 0, 0
	for _, sh := range stored.Fill().Sheets {
		other := fresh.Sheet(sh.Name)
		if other == nil {
			t.Fatalf("%s is gone", sh.Name)
		}
		for _, row := range sh.Rows {
			for _, cell := range row.Cells {
				if cell.Formula == "" {
					continue
				}
				cells++
				at := sheet.At(row.N, cell.Col)
				if got := other.Value(at); !sameScore(cell.Value, got) {
					if wrong++; wrong <= 20 {
						t.Errorf("%s!%s: stored %v, recalculated %v: %s", sh.Name, at, cell.Value, got, cell.Formula)
					}
				}
			}
		}
	}
	if cells == 0 || wrong > 0 {
		t.Errorf("%d of %d formula cells differ", wrong, cells)
	}
}

// named is a scoring workbook with the name of its case.
type named struct {
	name string
	book *sheet.Book
}

// compareAll compares the stored values of every workbook with those that LibreOffice computes.
func compareAll(t *testing.T, books []named) {
	t.Helper()
	var all []*sheet.Book
	for _, b := range books {
		all = append(all, b.book)
	}
	for i, fresh := range office.Recalculated(t, all...) {
		t.Run(books[i].name, func(t *testing.T) { compareScores(t, books[i].book, fresh) })
	}
}

func TestLibreOfficeComputesTheStoredValues(t *testing.T) {
	var books []named
	for name, more := range map[string]string{"built-in": score.CountyDecisions, "own": score.OwnScheme, "bare": "", "whole columns": score.ColumnScheme} {
		for _, lang := range []string{"zh", "en"} {
			c := score.County(t, more)
			books = append(books, named{name + " " + lang, score.Book(c.Scores(), c.WordsOf(lang))})
		}
	}
	for name, c := range map[string]*score.Case{"rare": score.RareCase(t), "by period": score.ByPeriodCase(t)} {
		for _, lang := range []string{"zh", "en"} {
			books = append(books, named{name + " " + lang, score.Book(c.Scores(), c.WordsOf(lang))})
		}
	}
	for _, name := range seeds.SchemeNames() {
		c, _ := score.SchemeCase(t, name)
		books = append(books, named{name, score.Book(c.Scores(), c.Words)})
	}
	c, weeks := score.WeeksCase(t)
	books = append(books, named{"weeks", score.Book(weeks, c.Words)})
	compareAll(t, books)
}

// overviewOf gives scores, rank and grade from the first sheet, by bureau.
func overviewOf(book *sheet.Book) map[string][]sheet.Value {
	out := map[string][]sheet.Value{}
	for _, row := range book.Sheets[0].Rows[4:] {
		// Some programs drop cells without a value.
		values := make([]sheet.Value, 40)
		for _, cell := range row.Cells[2:] {
			values[cell.Col] = cell.Value
		}
		out[row.Cell(2).Value.Text] = values
	}
	return out
}

// changed is a scoring workbook that was changed by hand: was is its overview before the change, want that of the changed plan.
type changed struct {
	named
	was, want map[string][]sheet.Value
}

// compareChanged compares what LibreOffice computes in the changed workbooks with the scores of the changed plans.
func compareChanged(t *testing.T, changes []changed) {
	t.Helper()
	var books []*sheet.Book
	for _, c := range changes {
		books = append(books, c.book)
	}
	for i, fresh := range office.Recalculated(t, books...) {
		t.Run(changes[i].name, func(t *testing.T) {
			got, want, was := overviewOf(fresh), changes[i].want, changes[i].was
			if len(got) != len(want) {
				t.Fatalf("%d bureaus, want %d", len(got), len(want))
			}
			moved := 0
			for name, values := range want {
				for i, v := range values {
					if i >= len(got[name]) || !sameScore(v, got[name][i]) {
						t.Errorf("%s: %v, want %v", name, got[name], values)
						break
					}
					if !sameScore(v, was[name][i]) {
						moved++
					}
				}
			}
			if moved == 0 {
				t.Error("the change moves nobody")
			}
		})
	}
}

// A coordinator who changes the parameters in the workbook gets what the program computes from the changed plan.
func TestLibreOfficeScoresChangedParametersAsTheChangedPlan(t *testing.T) {
	var changes []changed
	for _, change := range []struct {
		name     string
		plan     [2]string // of the plan's text: old and new
		label    string    // of the parameter's row
		from, to float64
	}{
		{"weight", [2]string{"2024-10-31 | | | | 2 |", "2024-10-31 | | | | 7 |"}, "CY-01", 2, 7},
		{"weight nothing", [2]string{"2024-10-31 | | | | 2 |", "2024-10-31 | | | | 0 |"}, "CY-01", 2, 0},
		{"share", [2]string{"| 配合系数 | 0.5 |", "| 配合系数 | 0 |"}, "角色系数（配合）", 0.5, 0},
		{"decimals", [2]string{"| 配合系数 | 0.5 |", "| 配合系数 | 0.5 |\n| 得分小数位 | 0 |"}, "得分小数位", 2, 0},
		{"grade", [2]string{"| 配合系数 | 0.5 |", "| 配合系数 | 0.5 |\n| 等次 | 优秀≥98.6、良好≥80、一般≥60、较差 |"}, "优秀", 90, 98.6},
	} {
		c := score.County(t, score.CountyDecisions)
		book := score.Book(c.Scores(), c.Words)
		was, cells := overviewOf(book), 0
		for _, row := range book.Sheet("参数").Rows {
			if row.Cell(1) == nil || row.Cell(1).Value.Text != change.label {
				continue
			}
			if cell := row.Cell(4); cell != nil && cell.Value.Num == change.from {
				cell.Value = sheet.Num(change.to)
				cells++
			}
		}
		if cells != 1 {
			t.Fatalf("%s: %d parameters changed", change.name, cells)
		}
		c.Decode(strings.Replace(score.CountyPipes, change.plan[0], change.plan[1], 1) + score.CountyDecisions)
		changes = append(changes, changed{named{change.name, book}, was, overviewOf(score.Book(c.Scores(), c.Words))})
	}
	compareChanged(t, changes)
}

// Changing a section's weight, a parameter, a band, a factor or an adjustment in the workbook gives the scores of the changed plan.
func TestLibreOfficeScoresChangedSchemesAsTheChangedPlan(t *testing.T) {
	var changes []changed
	for _, change := range []struct {
		scheme, sheet string
		// where is a text in the row, col the cell that is changed.
		where    string
		col      int
		from, to float64
		plan     func(p *workbook.Plan)
	}{
		{"categories", "参数", "业务工作", 4, 85, 60, func(p *workbook.Plan) { p.Sections[0].Weight = workbook.Known(60) }},
		{"categories", "参数", "迟报得分", 4, 60, 20, func(p *workbook.Plan) { p.Parameters[0].Value = 20 }},
		{"bands", "参数", "二档", 8, 57, 50, func(p *workbook.Plan) { p.Bands[1].Score = 50 }},
		{"ranks", "参数", "名次递减比例", 4, 5, 20, func(p *workbook.Plan) {
			p.Parameters = append(p.Parameters, &workbook.Parameter{Name: "名次递减比例", Value: 20})
		}},
		{"honours", "参数", "K 扣分", 11, 2, 1, func(p *workbook.Plan) { p.Items[4].Factor = "1" }},
		{"honours", "加减分", "信访积案", 8, -1.5, -4, func(p *workbook.Plan) { p.Adjustments[1].Amount = -4 }},
		{"ratings", "参数", "企业代表", 4, 3, 9, func(p *workbook.Plan) { p.RaterGroups[3].Weight = 9 }},
		{"quotas", "参数", "优秀", 5, 40, 20, func(p *workbook.Plan) { p.GradeRules[0].QuotaShare = workbook.Known(20) }},
		{"quotas", "参数", "A1", 5, 1.35, 1, func(p *workbook.Plan) { p.Tasks[0].Difficulty = 1 }},
	} {
		c, _ := score.SchemeCase(t, change.scheme)
		book := score.Book(c.Scores(), c.Words)
		was, cells := overviewOf(book), 0
		for _, row := range book.Sheet(change.sheet).Rows {
			cell, found := row.Cell(change.col), false
			for _, x := range row.Cells {
				found = found || x.Value.Text == change.where
			}
			if found && cells == 0 && cell != nil && cell.Value.Kind == sheet.Number && cell.Value.Num == change.from {
				cell.Value = sheet.Num(change.to)
				cells++
			}
		}
		if cells != 1 {
			t.Fatalf("%s %s: %d cells changed", change.scheme, change.where, cells)
		}
		change.plan(c.Plan)
		changes = append(changes, changed{named{change.scheme + " " + change.where, book}, was, overviewOf(score.Book(c.Scores(), c.Words))})
	}
	compareChanged(t, changes)
}

// A leader who adds adjustments in the workbook's spare rows gets what the program computes from a plan with those rows: a matter that is
// there already counts once, at its largest, and a row without an approver does not count.
func TestLibreOfficeScoresAddedAdjustmentsAsThePlanWithThem(t *testing.T) {
	added := []workbook.Adjustment{
		{Item: "S5", Amount: -2.5, Matter: "被省级通报", Approver: "李四"},
		{Item: "S5", Amount: 3, Matter: " 获省级表彰 ", Approver: "李四"},
		{Item: "S5", Amount: 1, Matter: "没有批准的事", Approver: ""},
	}
	c := score.County(t, score.CountyDecisions)
	book := score.Book(c.Scores(), c.Words)
	was := overviewOf(book)
	sh := book.Sheet("加减分")
	at := map[string]int{}
	for _, cell := range sh.Row(4).Cells {
		at[cell.Value.Text] = cell.Col
	}
	row := 5
	for ; sh.Value(sheet.At(row, at["单位"])).Text != ""; row++ {
	}
	for i, a := range added {
		for heading, v := range map[string]sheet.Value{"单位": sheet.Str("发改局"), "计分项": sheet.Str("S5 加减分"), "事项": sheet.Str(a.Matter),
			"批准人": sheet.StrOrBlank(a.Approver), "加减分": sheet.Num(a.Amount)} {
			sh.Cell(sheet.At(row+i, at[heading])).Value = v
		}
		a.Bureau = c.Plan.Directory.Bureau("发改局")
		c.Plan.Adjustments = append(c.Plan.Adjustments, &a)
	}
	compareChanged(t, []changed{{named{"added", book}, was, overviewOf(score.Book(c.Scores(), c.Words))}})
}
