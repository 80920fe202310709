package score

import (
	"slices"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

const ratedPlan = `
# 参数
| 参数 | 值 |
| 年度 | 2024 |
# 单位
| 单位编码 | 单位名称 | 单位类别 |
| A | 甲局 | 部门 |
| B | 乙局 | 部门 |
| C | 丙局 | 部门 |
# 任务
| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 配合单位 | 完成日期 |
| T1 | 办件 | 事项 | 甲局 | 乙局、丙局 | 2024-12-31 |
# 评议组
| 评议组 | 评议主体 | 权重 | 评议对象 | 匿名 | 成员 |
| 市领导 | 领导 | 3 | 单位 | | 赵 |
| 牵头单位 | 牵头单位 | 2 | 逐项任务 | | 甲局 |
`

// ratingCopies gives a county's copies of the rating workbook, filled in with 90 throughout.
func ratingCopies(t *testing.T) (forms []RatingForm, books []*sheet.Book) {
	c := NewCase(t, "zh", ratedPlan)
	span, _ := calendar.ParsePeriod("2024")
	forms = RatingForms(c.Plan, span, c.asOf)
	for _, f := range forms {
		book := RatingBook(f, workbook.Key("示例"), c.Words)
		for i := range f.rows() {
			book.Sheets[0].Cell(sheet.At(ratingFirst+i, 6)).Value = sheet.Int(90)
		}
		books = append(books, book)
	}
	return forms, books
}

// A copy rates each line that it asks about once, so that a rater can neither rate himself nor give one bureau several marks.
func TestACopyRatesWhatItAsksAboutOnce(t *testing.T) {
	each := []*templates.Catalogue{wordsIn(t, "zh"), wordsIn(t, "en")}
	for _, c := range []struct {
		name           string
		form, row, col int
		typed          string
		want           []string
	}{
		{"as issued", 0, 0, 3, "部门", []string{"", "", ""}},
		{"the same bureau twice", 0, 1, 2, "甲局", []string{"", "twice", ""}},
		{"an unknown bureau", 0, 1, 2, "丁局", []string{"", "bureau", ""}},
		{"no number", 0, 2, 6, "优", []string{"", "", "mark"}},
		{"a task where bureaus are rated", 0, 0, 4, "T1", []string{"not-rated", "", ""}},
		{"each support of the task", 1, 0, 3, "部门", []string{"", ""}},
		{"the lead itself", 1, 0, 2, "甲局", []string{"self", ""}},
		{"the bureau in all", 1, 1, 4, "", []string{"", "not-rated"}},
		{"an unknown task", 1, 1, 4, "T9", []string{"", "task"}},
	} {
		forms, books := ratingCopies(t)
		books[c.form].Sheets[0].Cell(sheet.At(ratingFirst+c.row, c.col)).Value = sheet.StrOrBlank(c.typed)
		marks, ok := ReadRatings(books[c.form], forms[c.form], "a.xlsx", "R", each)
		var got []string
		for _, m := range marks {
			got = append(got, m.Fault)
		}
		if !ok || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		for _, words := range each {
			RatingSlip(forms[c.form], marks, words)
		}
	}
}

// A rater's 85% is 85 out of 100, as a text and as the 0.85 that a spreadsheet makes of it. A bare 0.85 is refused, since 85 may be meant.
func TestAMarkIsReadAsRatersTypeIt(t *testing.T) {
	each := []*templates.Catalogue{wordsIn(t, "zh"), wordsIn(t, "en")}
	for _, c := range []struct {
		typed  sheet.Value
		format sheet.Format
		want   float64
		fault  string
	}{
		{sheet.Num(85.5), sheet.General, 85.5, ""},
		{sheet.Num(0.85), sheet.Percent, 85, ""},
		{sheet.Num(0.07), sheet.Percent, 7, ""},
		{sheet.Num(1.05), sheet.Percent, 105, "mark"},
		{sheet.Num(0.85), sheet.General, 0.85, "fraction"},
		{sheet.Str("0.85"), sheet.TextFormat, 0.85, "fraction"},
		{sheet.Num(0), sheet.General, 0, ""},
		{sheet.Str("0.8分"), sheet.TextFormat, 0.8, ""},
		{sheet.Num(0.008), sheet.Percent, 0.8, ""},
		{sheet.Str("85%"), sheet.General, 85, ""},
		{sheet.Str("８５％"), sheet.TextFormat, 85, ""},
		{sheet.Str(" 85分 "), sheet.TextFormat, 85, ""},
		{sheet.Str("优秀"), sheet.General, 0, "mark"},
	} {
		forms, books := ratingCopies(t)
		cell := books[0].Sheets[0].Cell(sheet.At(ratingFirst, 6))
		cell.Value, cell.Format = c.typed, c.format
		marks, _ := ReadRatings(books[0], forms[0], "a.xlsx", "R", each)
		if marks[0].Rating.Mark != c.want || marks[0].Fault != c.fault {
			t.Errorf("%v is read as %v with fault %q, want %v with %q", c.typed, marks[0].Rating.Mark, marks[0].Fault, c.want, c.fault)
		}
	}
}

// The table is found on a renamed sheet. A copy without headings is refused, and not taken for one without marks.
func TestTheTableOfACopyIsFoundByItsHeadings(t *testing.T) {
	each := []*templates.Catalogue{wordsIn(t, "zh"), wordsIn(t, "en")}
	forms, books := ratingCopies(t)
	books[0].Sheets[0].Name = "Sheet1"
	if marks, ok := ReadRatings(books[0], forms[0], "a.xlsx", "R", each); !ok || len(marks) != 3 || marks[0].Place.Sheet != "Sheet1" {
		t.Errorf("renamed: %v %+v", ok, marks)
	}
	books[0].Sheets[0].Cell(sheet.At(ratingHead, 6)).Value = sheet.Str("打分")
	if marks, ok := ReadRatings(books[0], forms[0], "a.xlsx", "R", each); ok || len(marks) != 0 {
		t.Errorf("without its headings: %v %+v", ok, marks)
	}
}

// A copy has columns of tasks only if tasks are rated, and is then printed in landscape; both kinds print in readable type.
func TestACopyShowsTasksWhereTheyAreRated(t *testing.T) {
	forms, books := ratingCopies(t)
	for i, f := range forms {
		if size := books[i].Sheets[0].PrintedType(); size < 9 {
			t.Errorf("%s: prints in %.1f points", f.Group.Name, size)
		}
		for _, col := range books[i].Sheets[0].Layout.Columns {
			if task := col.First == 4 || col.First == 5; col.Hidden != (task && !f.Group.ByTask) {
				t.Errorf("%s: column %d hidden %v", f.Group.Name, col.First, col.Hidden)
			}
		}
	}
}
