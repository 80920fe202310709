package validate

import (
	"testing"

	"duban/workbook"
)

// TestFieldsByExample gives each check of a single cell one cell that passes and one that does not. The list is a
// county's own, with a column of each type.
func TestFieldsByExample(t *testing.T) {
	const list = `
# 表样
| 表名 | 列名 | 类型 | 必填 | 可选项 |
| 外出招商 | 外出日期 | 日期 | 是 | |
| 外出招商 | 带队领导 | 文本 | | |
| 外出招商 | 计划投资 | 数值 | | |
| 外出招商 | 进展阶段 | 选项 | | 洽谈、签约、落地 |
`
	k := newKit(t, with(list), "zh")
	own := func(cells string) string {
		return "# 外出招商\n| 外出日期 | 带队领导 | 计划投资 | 进展阶段 |\n" + cells
	}
	for _, tc := range []struct{ code, at, good, bad string }{
		{"required", "外出招商!A2", own("| 2024-09-03 | 张三 | | |"), own("| | 张三 | | |")},
		{workbook.FaultDate, "外出招商!A2", own("| 2024-09-03 | 张三 | | |"), own("| 中旬 | 张三 | | |")},
		{workbook.FaultNumber, "外出招商!C2", own("| 2024-09-03 | | 1.2 | |"), own("| 2024-09-03 | | 一亿多一点 | |")},
		{workbook.FaultUnit, "外出招商!C2", own("| 2024-09-03 | | 1.2 | |"), own("| 2024-09-03 | | 12% | |")},
		{workbook.FaultChoice, "外出招商!D2", own("| 2024-09-03 | | | 签约 |"), own("| 2024-09-03 | | | 签了 |")},
		{workbook.FaultError, "外出招商!C2", own("| 2024-09-03 | | 1.2 | |"), own("| 2024-09-03 | | #DIV/0! | |")},
		{workbook.FaultUnstored, "外出招商!C2", own("| 2024-09-03 | | 2 | |"), own("| 2024-09-03 | | =1+1 | |")},
		{workbook.FaultPercent, "任务进展!K2", "", row1("| 推进中 | | 过半 | | 完成现状调查和初稿 | | | | |")},
		{workbook.FaultBool, "问题清单!J2", "| 张三 | 2024-10-20 | 县市级 | | | => | 张三 | 2024-10-20 | 县市级 | 否 | |", "| 张三 | 2024-10-20 | 县市级 | | | => | 张三 | 2024-10-20 | 县市级 | 快了 | |"},
		{"field-max", "问题清单!E2", "", "| 用地预审未批 | 立项批复 | => | 用地预审未批 | " + longText(201) + " |"},
	} {
		t.Run(tc.code, func(t *testing.T) {
			text := filled
			if tc.good != "" {
				text = change(t, filled, tc.good)
			}
			v, _ := k.judge(t, text, nil)
			same(t, lines(v.Findings), []string{"info identity-lost"})
			v, _ = k.judge(t, change(t, filled, tc.bad), nil)
			same(t, lines(v.Findings)[1:], []string{"error " + tc.code + " " + tc.at})
			if len(v.Held) != 1 {
				t.Errorf("held %d rows", len(v.Held))
			}
		})
	}
}

// TestWordingHasItsColumn: for 12月底 in the column of a deadline's day the finding names the column where it belongs; a return has none.
func TestWordingHasItsColumn(t *testing.T) {
	k := newKit(t, change(t, county, "| 例行 | 商务局 | | 年底前 | 2024-12-31 | => | 例行 | 商务局 | | 年底前 | 12月底 |"), "zh")
	got := map[string]string{}
	for _, f := range k.checker.CheckPlan(k.plan, k.forms, k.returns) {
		if f.Code == workbook.FaultDate {
			got[f.Field] = f.Args["wording"]
		}
	}
	if len(got) != 1 || got["完成日期"] != "时限原文" {
		t.Errorf("%q", got)
	}
	v, _ := k.judge(t, change(t, filled, row1("| 已完成 | | 100 | 下旬 | 规划已获市政府批复 | | | 批复 | |")), nil)
	for _, f := range v.Findings {
		if f.Code == workbook.FaultDate && f.Args["wording"] != "" {
			t.Errorf("a return has no %s", f.Args["wording"])
		}
	}
}

func longText(n int) string {
	s := ""
	for range n {
		s += "长"
	}
	return s
}

// TestLimits has a value on, just within and just beyond each limit that a column may set.
func TestLimits(t *testing.T) {
	f := &workbook.Form{Key: "x", Sheet: "表", Columns: []workbook.Column{
		{Key: "n", Heading: "数", Type: workbook.NumberColumn, Filled: workbook.ByBureau},
		{Key: "t", Heading: "文", Filled: workbook.ByBureau},
	}}
	for _, tc := range []struct {
		tag, number, text, want string
	}{
		{"gte=0", "0", "", ""},
		{"gte=0", "-0.1", "", "error field-gte 表!A2"},
		{"lte=100", "100", "", ""},
		{"lte=100", "100.1", "", "error field-lte 表!A2"},
		{"gte=0,lte=100", "50", "", ""},
		{"max=4", "", "四个汉字", ""},
		{"max=4", "", "五个汉字了", "error field-max 表!B2"},
	} {
		f.Columns[0].Check, f.Columns[1].Check = "", tc.tag
		if tc.number != "" {
			f.Columns[0].Check, f.Columns[1].Check = tc.tag, ""
		}
		b := book(t, "# 表\n| 数 | 文 |\n| "+tc.number+" | "+tc.text+" |")
		table := workbook.ReadTable(f, b.Sheets[0], "", workbook.Reading{})
		c := New()
		fs := &findings{rules: c.rules}
		for i := range f.Columns {
			c.limits(fs, table.Records[0], i)
		}
		got := fs.sorted(nil)
		complete(t, got)
		var want []string
		if tc.want != "" {
			want = []string{tc.want}
		}
		same(t, lines(got), want)
	}
}
