package workbook_test

import (
	"fmt"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
)

func TestSettingsDefaults(t *testing.T) {
	s := planOf(t, `
		# 单位
		| 单位名称 | 单位类别 |
		| 发改局   |          |`).Settings
	if s.YellowFrom != 10 || s.RedFrom != 30 || s.AheadFrom != 10 || s.NearDays != 10 || s.MendDays != 3 || s.Decimals != 2 {
		t.Errorf("thresholds %+v", s)
	}
	if s.SupportShare != 0 || s.CoLeadShare != 1 {
		t.Errorf("shares %v, %v: supports are neutral by default", s.SupportShare, s.CoLeadShare)
	}
	if got := s.Due.String() + " " + s.WeekDue.String() + " " + s.Cutoff.String(); got != "次月5日 次周周二 期末" || s.Shift != calendar.ShiftNext {
		t.Errorf("due %s, shift %d", got, s.Shift)
	}
	if got := strings.Join(s.LightNames[:], " "); got != " 蓝灯 绿灯 黄灯 红灯" {
		t.Errorf("lights %q", got)
	}
	if got := fmt.Sprint(s.Grades); got != "[{优秀 90 false} {良好 80 false} {一般 60 false} {较差 0 true}]" {
		t.Errorf("grades %s", got)
	}
	if s.Deadlines.MonthStart != 5 || s.Deadlines.EarlyEnd != 10 || s.Deadlines.MidEnd != 20 {
		t.Errorf("deadline words %+v", s.Deadlines)
	}
}

func TestSettingsAreRead(t *testing.T) {
	p := planOf(t, `
		# 参数
		| 参数         | 值                        | 说明 |
		| 县市         | 乳山市                    |      |
		| 编发单位     | 市委督查室                |      |
		| 文件日期     | 2024.9.1                  |      |
		| 计划编号     | '2024                     |      |
		| 填报截止     | 当月28日                  |      |
		| 周报截止     | 周五                      |      |
		| 数据截止日   | 当月25日                  |      |
		| 遇休息日     | 提前                      |      |
		| 月初         | 3                         |      |
		| 上旬         | '8                        |      |
		| 黄灯起点     | 5                         |      |
		| 红灯起点     | '15                       |      |
		| 预警灯名     | 黄牌                      |      |
		| 配合系数     | 0.5                       |      |
		| 得分小数位   | 3                         |      |
		| 等次         | 优秀≥95、合格 >= 60、差   |      |
		| 补正期限     |                           |      |
		| 临期天数     | 未明确                    |      |`)
	s := p.Settings
	if s.County != "乳山市" || s.Office != "市委督查室" || s.PlanID != "2024" || s.LightNames[workbook.Yellow] != "黄牌" {
		t.Errorf("words %+v", s)
	}
	if s.DocDate.String() != "2024-09-01" || s.Start != s.DocDate || s.Year != 2024 || s.Deadlines.Base != s.DocDate {
		t.Errorf("date %v, start %v, year %d, deadlines from %v", s.DocDate, s.Start, s.Year, s.Deadlines.Base)
	}
	if got := s.Due.String() + " " + s.WeekDue.String() + " " + s.Cutoff.String(); got != "当月28日 周五 当月25日" || s.Shift != calendar.ShiftPrevious {
		t.Errorf("due %s, shift %d", got, s.Shift)
	}
	if s.Deadlines.MonthStart != 3 || s.Deadlines.EarlyEnd != 8 || s.YellowFrom != 5 || s.RedFrom != 15 || s.SupportShare != 0.5 || s.Decimals != 3 {
		t.Errorf("numbers %+v", s)
	}
	if s.MendDays != 3 || s.NearDays != 10 {
		t.Errorf("a blank and an open setting are %d and %d, want the defaults", s.MendDays, s.NearDays)
	}
	if got := fmt.Sprint(s.Grades); got != "[{优秀 95 false} {合格 60 false} {差 0 true}]" {
		t.Errorf("grades %s", got)
	}
	if got := s.Places[workbook.SetDueRule].String(); got != "参数!B6" {
		t.Errorf("填报截止 stands in %s", got)
	}
	wantObserved(t, p.Observations)
}

// A setting that cannot be read is reported with its cell, and the default counts.
// Plans of another language, and of before a setting had its present name, are read alike.
func TestSettingsByTheirOtherNames(t *testing.T) {
	for _, name := range []string{"补正期限", "Days to correct", "days to mend"} {
		if p := planOf(t, "# 参数\n| 参数 | 值 |\n| "+name+" | 7 |"); p.Settings.MendDays != 7 {
			t.Errorf("%s is read as %d", name, p.Settings.MendDays)
		}
	}
}

func TestSettingsThatCannotBeRead(t *testing.T) {
	p := planOf(t, `
		# 参数
		| 参数         | 值             |
		| 文件日期     | 2024-09-01     |
		| 填报截止     | 尽快           |
		| 遇休息日     | 随意           |
		| 月初         | 2.5            |
		| 上旬         | -1             |
		| 黄灯起点     | 十来个         |
		| 默认开始日期 | 九月           |
		| 等次         | 良好≥80、优秀≥90 |
		| 县市         | #REF!          |
		| 县市         | 乳山市         |
		| 不认识的参数 | 1              |
		| 年度         | 2025           |`)
	wantObserved(t, p.Observations,
		"setting-twice 参数!A11 first=A10",
		"error-value 参数!B10",
		"not-a-date 参数!B8",
		"setting-due 参数!B3",
		"setting-shift 参数!B4",
		"setting-whole 参数!B5",
		"setting-whole 参数!B6",
		"not-a-number 参数!B7",
		"setting-grades 参数!B9")
	s := p.Settings
	if s.Due.String() != "次月5日" || s.Shift != calendar.ShiftNext || s.Deadlines.MonthStart != 5 || s.Deadlines.EarlyEnd != 10 ||
		s.YellowFrom != 10 || s.Start.String() != "2024-09-01" || s.Grades[0].Name != "优秀" || s.County != "" || s.Year != 2025 {
		t.Errorf("settings %+v", s)
	}
}

func TestGrades(t *testing.T) {
	tests := []struct {
		text, want string
		ok         bool
	}{
		{"优秀≥90、良好≥80、一般≥60、较差", "[{优秀 90 false} {良好 80 false} {一般 60 false} {较差 0 true}]", true},
		{"A>=90.5，B ≥ 80", "[{A 90.5 false} {B 80 false}]", true},
		{"合格", "[{合格 0 true}]", true},
		{"", "[]", false},
		{"较差、优秀≥90", "[]", false},
		{"优秀≥90、良好≥90", "[]", false},
		{"优秀≥9.0.1", "[]", false},
		{"甲、乙", "[]", false},
	}
	for _, tt := range tests {
		got, ok := workbook.ParseGrades(tt.text)
		if ok != tt.ok || ok && fmt.Sprint(got) != tt.want {
			t.Errorf("ParseGrades(%q) = %v, %v", tt.text, got, ok)
		}
	}
}

func TestDueAndCutoffDays(t *testing.T) {
	p := planOf(t, `
		# 参数
		| 参数       | 值       |
		| 文件日期   | 2024-09-01 |
		| 填报截止   | 当月28日 |
		| 数据截止日 | 当月25日 |
		# 节假日
		| 日期       | 安排 |
		| 2024-09-30 | 放假 |
		| 2024-10-12 | 上班 |`)
	tests := []struct{ period, due, cutoff string }{
		{"2024-09", "2024-09-29", "2024-09-25"}, // the 28th is a Saturday, Sunday the 29th is worked before the holidays
		{"2024-11", "2024-11-28", "2024-11-25"},
		{"2024-W36", "2024-09-10", "2024-09-08"},
		{"2024-Q3", "2024-09-29", "2024-09-25"},
	}
	for _, tt := range tests {
		per := period(t, tt.period)
		if due, cut := p.DueDay(per).String(), p.CutoffDay(per).String(); due != tt.due || cut != tt.cutoff {
			t.Errorf("%s: due %s, cutoff %s, want %s and %s", tt.period, due, cut, tt.due, tt.cutoff)
		}
	}
	if p.Workdays.Contains(day(t, "2024-09-30")) || !p.Workdays.Contains(day(t, "2024-10-12")) {
		t.Error("the plan's own holidays and workdays do not count")
	}
}
