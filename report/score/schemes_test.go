package score

import (
	"strconv"
	"strings"
	"testing"

	"duban/report"
	"duban/seeds"
	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// SchemeCase reads one of the kinds of schemes that counties publish, with its sample data.
func SchemeCase(t testing.TB, name string) (*Case, *sheet.Book) {
	t.Helper()
	plan, sample, err := seeds.Scheme(name)
	if err != nil {
		t.Fatal(err)
	}
	c := &Case{t: t, Words: wordsIn(t, "zh"), asOf: calendar.NewDate(2024, 12, 31)}
	c.Plan = workbook.DecodePlan(plan, "任务总表.xlsx", templates.PlanForms(c.Words))
	c.Plan.SHA256 = strings.Repeat("ab", 32)
	var none *workbook.Standing
	c.now = none.Next(c.month(12))
	for _, row := range sampleRows(sample.Sheet("进展")) {
		value := -1.0
		if row["完成值"] != "" {
			value, err = strconv.ParseFloat(row["完成值"], 64)
			if err != nil {
				t.Fatal(err)
			}
		}
		on, _, _ := calendar.ParseDate(row["完成日期"], c.asOf)
		status := map[string]string{"已完成": workbook.Done, "推进中": workbook.Ongoing}[row["状态"]]
		c.entry(row["任务编号"], row["单位"], status, value, on)
	}
	words := map[string]report.Outcome{"按时": report.OnTime, "迟报": report.Late, "未报": report.Missing, "退回": report.SentBack, "免报": report.Exempt}
	for m := 9; m <= 12; m++ {
		outcomes := map[string]report.Outcome{}
		for _, row := range sampleRows(sample.Sheet("报送")) {
			outcomes[row["单位"]] = words[row[strconv.Itoa(m)+"月"]]
		}
		if len(outcomes) > 0 {
			c.register(m, outcomes)
		}
	}
	return c, sample
}

// sampleRows reads a sheet of sample data by its headings.
func sampleRows(s *sheet.Sheet) []map[string]string {
	if s == nil {
		return nil
	}
	var out []map[string]string
	for _, row := range s.Rows[1:] {
		values := map[string]string{}
		for _, c := range row.Cells {
			values[s.Value(sheet.At(1, c.Col)).String()] = c.Value.String()
		}
		out = append(out, values)
	}
	return out
}

// Every scheme checks clean, scores without faults, and gives what a person computed by hand.
func TestPublishedKindsOfSchemes(t *testing.T) {
	for _, name := range seeds.SchemeNames() {
		t.Run(name, func(t *testing.T) {
			c, sample := SchemeCase(t, name)
			for _, f := range validate.New().CheckPlan(c.Plan, templates.PlanForms(c.Words), templates.ReturnForms(c.Words)) {
				if f.Severity != workbook.Info {
					t.Errorf("%s at %s: %v", f.Code, f.Place, f.Args)
				}
			}
			s := c.Scores()
			if len(s.Faults) > 0 {
				t.Errorf("faults: %+v", s.Faults)
			}
			rows := sampleRows(sample.Sheet("手算"))
			if len(rows) < 6 {
				t.Fatalf("%d rows worked out by hand", len(rows))
			}
			for _, row := range rows {
				if got := schemeResult(c.result(s, row["单位"]), row["项"]); got != row["得数"] {
					t.Errorf("%s %s: %s, by hand %s: %s", row["单位"], row["项"], got, row["得数"], row["算法"])
				}
			}
		})
	}
}

// schemeResult gives the part of a bureau's result that a word of the sample data names.
func schemeResult(b *Result, what string) string {
	value := func(v sheet.Value) string {
		if v.IsBlank() {
			return "/"
		}
		return v.String()
	}
	switch what {
	case "总分":
		return value(b.Total)
	case "名次":
		return strconv.Itoa(b.Rank)
	case "等次":
		return b.Grade
	}
	for _, is := range b.Items {
		if is.Item.ID == what {
			return value(is.Score)
		}
	}
	return "?"
}
