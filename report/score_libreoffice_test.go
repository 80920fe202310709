//go:build libreoffice

package report_test

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"duban/report"
	"duban/seeds"
	"duban/workbook"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// scoreProfile makes LibreOffice recalculate on load, whatever program wrote the file.
const scoreProfile = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

// recalculatedScores writes a book, lets LibreOffice compute it afresh, and reads it back.
func recalculatedScores(t *testing.T, book *sheet.Book) *sheet.Book {
	t.Helper()
	data, err := xlsx.Write(book)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	user := filepath.Join(dir, "profile", "user")
	if err := os.MkdirAll(user, 0o755); err != nil {
		t.Fatal(err)
	}
	in := filepath.Join(dir, "score.xlsx")
	for path, content := range map[string][]byte{filepath.Join(user, "registrymodifications.xcu"): []byte(scoreProfile), in: data} {
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "out")
	cmd := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")), "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out, in)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	fresh, err := os.ReadFile(filepath.Join(out, "score.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := xlsx.Read(fresh)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func sameScore(a, b sheet.Value) bool {
	if a.Kind == sheet.Number && b.Kind == sheet.Number {
		return math.Abs(a.Num-b.Num) <= 1e-9*max(1, math.Abs(a.Num))
	}
	return a.Equal(b) || a.IsEmpty() && b.IsEmpty()
}

// compareScores holds every formula cell's stored value against the recalculated one.
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

func TestLibreOfficeComputesTheStoredValues(t *testing.T) {
	for name, more := range map[string]string{"built-in": report.CountyDecisions, "own": report.OwnScheme, "bare": "", "whole columns": report.ColumnScheme} {
		for _, lang := range []string{"zh", "en"} {
			t.Run(name+" "+lang, func(t *testing.T) {
				c := report.County(t, more)
				book := report.ScoreBook(c.Scores(), c.WordsOf(lang))
				compareScores(t, book, recalculatedScores(t, book))
			})
		}
	}
}

// scoreOverview takes name, scores, rank and grade from the first sheet, by bureau.
func scoreOverview(book *sheet.Book) map[string][]sheet.Value {
	out := map[string][]sheet.Value{}
	for _, row := range book.Sheets[0].Rows[4:] {
		// Cells without a value do not survive every program.
		values := make([]sheet.Value, 40)
		for _, cell := range row.Cells[2:] {
			values[cell.Col] = cell.Value
		}
		out[row.Cell(2).Value.Text] = values
	}
	return out
}

// A coordinator who changes the parameters in the workbook gets what the program computes from the changed plan.
func TestLibreOfficeScoresChangedParametersAsTheChangedPlan(t *testing.T) {
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
		t.Run(change.name, func(t *testing.T) {
			c := report.County(t, report.CountyDecisions)
			book := report.ScoreBook(c.Scores(), c.Words)
			changed := 0
			for _, row := range book.Sheet("参数").Rows {
				if row.Cell(1) == nil || row.Cell(1).Value.Text != change.label {
					continue
				}
				if cell := row.Cell(4); cell != nil && cell.Value.Num == change.from {
					cell.Value = sheet.Num(change.to)
					changed++
				}
			}
			if changed != 1 {
				t.Fatalf("%d parameters changed", changed)
			}
			c.Decode(strings.Replace(report.CountyPipes, change.plan[0], change.plan[1], 1) + report.CountyDecisions)
			want := scoreOverview(report.ScoreBook(c.Scores(), c.Words))
			got := scoreOverview(recalculatedScores(t, book))
			if len(got) != len(want) {
				t.Fatalf("%d bureaus, want %d", len(got), len(want))
			}
			for name, values := range want {
				for i, v := range values {
					if i >= len(got[name]) || !sameScore(v, got[name][i]) {
						t.Errorf("%s: %v, want %v", name, got[name], values)
						break
					}
				}
			}
		})
	}
}

func TestLibreOfficeComputesThePublishedKindsOfSchemes(t *testing.T) {
	for _, name := range seeds.SchemeNames() {
		t.Run(name, func(t *testing.T) {
			c, _ := report.SchemeCase(t, name)
			book := report.ScoreBook(c.Scores(), c.Words)
			compareScores(t, book, recalculatedScores(t, book))
		})
	}
}

func TestLibreOfficeComputesWhatPublishedSchemesDoNotUse(t *testing.T) {
	for name, c := range map[string]*report.ScoreCase{"rare": report.RareCase(t), "by period": report.ByPeriodCase(t)} {
		for _, lang := range []string{"zh", "en"} {
			t.Run(name+" "+lang, func(t *testing.T) {
				book := report.ScoreBook(c.Scores(), c.WordsOf(lang))
				compareScores(t, book, recalculatedScores(t, book))
			})
		}
	}
}

// A section's weight, a parameter, a band, a factor and an adjustment that are changed in the workbook give what the
// changed plan gives.
func TestLibreOfficeScoresChangedSchemesAsTheChangedPlan(t *testing.T) {
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
		t.Run(change.scheme+" "+change.where, func(t *testing.T) {
			c, _ := report.SchemeCase(t, change.scheme)
			before := report.ScoreBook(c.Scores(), c.Words)
			changed := 0
			for _, row := range before.Sheet(change.sheet).Rows {
				cell, named := row.Cell(change.col), false
				for _, x := range row.Cells {
					named = named || x.Value.Text == change.where
				}
				if named && changed == 0 && cell != nil && cell.Value.Kind == sheet.Number && cell.Value.Num == change.from {
					cell.Value = sheet.Num(change.to)
					changed++
				}
			}
			if changed != 1 {
				t.Fatalf("%d cells changed", changed)
			}
			was := scoreOverview(before)
			change.plan(c.Plan)
			want := scoreOverview(report.ScoreBook(c.Scores(), c.Words))
			got := scoreOverview(recalculatedScores(t, before))
			moved := 0
			for name, values := range want {
				for i, v := range values {
					if !sameScore(v, got[name][i]) {
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

// A leader who adds adjustments in the workbook's spare rows gets what the program computes from a plan with those rows: a
// matter that is there already counts once, at its highest, and a row without an approver not at all.
func TestLibreOfficeScoresAddedAdjustmentsAsThePlanWithThem(t *testing.T) {
	added := []workbook.Adjustment{
		{Item: "S5", Amount: -2.5, Matter: "被省级通报", Approver: "李四"},
		{Item: "S5", Amount: 3, Matter: " 获省级表彰 ", Approver: "李四"},
		{Item: "S5", Amount: 1, Matter: "没有批准的事", Approver: ""},
	}
	c := report.County(t, report.CountyDecisions)
	book := report.ScoreBook(c.Scores(), c.Words)
	was := scoreOverview(book)
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
	want, got := scoreOverview(report.ScoreBook(c.Scores(), c.Words)), scoreOverview(recalculatedScores(t, book))
	moved := 0
	for name, values := range want {
		for i, v := range values {
			if !sameScore(v, got[name][i]) {
				t.Errorf("%s: %v, want %v", name, got[name], values)
				break
			}
			if !sameScore(v, was[name][i]) {
				moved++
			}
		}
	}
	if moved == 0 {
		t.Error("what was added moves nobody")
	}
}
