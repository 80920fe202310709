package workbook_test

import (
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
)

const intakePlan = `
	# 参数
	| 参数     | 值         |
	| 文件日期 | 2024-09-01 |
	| 关闭期限 | 3          |
	# 单位
	| 单位编码 | 单位名称 | 所属组 |
	| FG | 发改局 | 各部门 |
	| SW | 商务局 | 各部门 |
	| BS | 白沙镇 | |
	# 节假日
	| 日期       | 安排 |
	| 2024-10-09 | 放假 |
`

func TestClosingDay(t *testing.T) {
	p := planOf(t, intakePlan)
	// Returns are due on the 8th, after the holidays; the 9th is the plan's own holiday, Saturday the 12th a make-up workday.
	if got := p.ClosingDay(period(t, "2024-09")).String(); got != "2024-10-12" {
		t.Errorf("closes on %s", got)
	}
	if got := planOf(t, "# 参数\n| 参数 | 值 |\n| 关闭期限 | 0 |").ClosingDay(period(t, "2024-11")).String(); got != "2024-12-05" {
		t.Errorf("no days to closing: the due day itself, not %s", got)
	}
	if got := planOf(t, "# 参数\n| 参数 | 值 |\n| 关闭期限 | |").ClosingDay(period(t, "2024-09")); got != 0 {
		t.Errorf("left blank it closes on %s", got)
	}
}

func TestReopened(t *testing.T) {
	p := planOf(t, intakePlan+`
	# 收件处理
	| 期 | 单位 | 文件 | 处理 | 截至 | 原因 | 批准人 |
	| 2024-09 | | | 重开 | 2024-10-20 | 全县停电 | 督查室 |
	| 2024-09 | 商务局 | | 重开 | 2024-10-31 | 机构合并 | 督查室 |
	| 2024-09 | 白沙镇 | | 重开 | 2024-12-31 | 没有批准 | |
	| 2024-Q4 | 各部门 | | 重开 | 2025-01-31 | 年底补报 | 督查室 |
	| | | | 重开 | 2025-12-31 | 没有写期 | 督查室 |
	| 2024-09 | 没有这个局 | | 重开 | 2025-12-31 | 名字不对 | 督查室 |
	`)
	tests := []struct{ period, bureau, day, want string }{
		{"2024-09", "FG", "2024-10-20", "全县停电"},
		{"2024-09", "fg", "2024-10-20", "全县停电"},
		{"2024-09", "FG", "2024-10-21", ""},
		{"2024-09", "SW", "2024-10-20", "机构合并"},
		{"2024-09", "SW", "2024-10-31", "机构合并"},
		{"2024-09", "BS", "2024-10-21", ""},
		{"2024-11", "FG", "2025-01-31", "年底补报"},
		{"2024-11", "BS", "2025-01-31", ""},
		{"2024-08", "FG", "2024-10-01", ""},
	}
	for _, tt := range tests {
		got := ""
		if d := p.Reopened(period(t, tt.period), tt.bureau, day(t, tt.day)); d != nil {
			got = d.Reason
		}
		if got != tt.want {
			t.Errorf("%s of %s on %s: %q, want %q", tt.period, tt.bureau, tt.day, got, tt.want)
		}
	}
}

func TestDecided(t *testing.T) {
	filed := []workbook.Filed{
		{"R0003", "0a1b2c3d4e5f", "2024-09/发改局.xlsx", "FG", "2024-09"},
		{"R0004", "0a1b2c3d4e5f", "2024-09/发改局 副本.xlsx", "FG", "2024-09"},
		{"R0012", "9f8e7d6c5b4a", "发改局.xlsx", "FG", "2024-10"},
		{"R0013", "1111222233334444", "2024-09/商务局.xlsx", "SW", "2024-09"},
		{"R0014", "1111222299994444", "2024-09/说明.txt", "", "2024-09"},
	}
	tests := []struct{ period, bureau, file, want string }{
		{"", "", "R0012", "9f8e7d6c5b4a"},
		{"", "", "r12", "9f8e7d6c5b4a"},
		{"2024-09", "", "R0012", ""},
		{"", "", "0a1b2c3d", "0a1b2c3d4e5f"},
		{"", "", "0A1B2C3D4E", "0a1b2c3d4e5f"},
		{"", "", "0a1b2c3", ""}, // too short to identify a file
		{"", "", "11112222", "1111222233334444 1111222299994444"},
		{"", "", "1111222233", "1111222233334444"},
		{"", "", "发改局.xlsx", "0a1b2c3d4e5f 9f8e7d6c5b4a"},
		{"2024-09", "", "发改局.xlsx", "0a1b2c3d4e5f"},
		{"2024-10", "发改局", "发改局", "9f8e7d6c5b4a"},
		{"", "", `2024-09\发改局.xlsx`, "0a1b2c3d4e5f"},
		{"", "发改局", "商务局.xlsx", ""},
		{"", "", "发改局 副本.xlsx", "0a1b2c3d4e5f"},
		{"", "", "说明.txt", "1111222299994444"},
		{"", "", "没有这份.xlsx", ""},
	}
	for _, tt := range tests {
		p := planOf(t, intakePlan+"# 收件处理\n| 期 | 单位 | 文件 | 处理 | 原因 | 批准人 |\n| "+tt.period+" | "+tt.bureau+" | '"+tt.file+" | 作废 | 误发 | 督查室 |")
		if len(p.Intake) != 1 {
			t.Fatalf("%+v: %d decisions", tt, len(p.Intake))
		}
		var got []string
		for _, f := range p.Intake[0].Files(filed) {
			got = append(got, f.SHA256)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s %s %s: %v, want %s", tt.period, tt.bureau, tt.file, got, tt.want)
		}
		if aside := p.Decided(workbook.SetAside, filed); len(got) == 1 != (aside[tt.want] != nil) || len(aside) > 1 {
			t.Errorf("%s %s %s sets aside %v", tt.period, tt.bureau, tt.file, aside)
		}
	}
	p := planOf(t, intakePlan+"# 收件处理\n| 文件 | 处理 | 原因 | 批准人 |\n| R0012 | 作废 | 误发 | |")
	if aside := p.Decided(workbook.SetAside, filed); len(aside) != 0 {
		t.Errorf("what nobody approved sets aside %v", aside)
	}
	p = planOf(t, intakePlan+"# 收件处理\n| 文件 | 处理 | 原因 | 批准人 |\n| R0012 | 认定 | 电话问过 | 督查室 |")
	if vouched := p.Decided(workbook.Vouch, filed); len(vouched) != 1 || vouched["9f8e7d6c5b4a"] == nil {
		t.Errorf("vouched for %v", vouched)
	}
	if aside := p.Decided(workbook.SetAside, filed); len(aside) != 0 {
		t.Errorf("what is vouched for is set aside: %v", aside)
	}
}

// If bureaus have no codes the receipts have their names: a decision also applies to returns under a former name.
func TestDecisionReachesFormerName(t *testing.T) {
	p := planOf(t, `
	# 参数
	| 参数     | 值         |
	| 文件日期 | 2024-09-01 |
	| 关闭期限 | 3          |
	# 单位
	| 单位名称 | 别名 |
	| 招商局 | 商务局 |
	| 发改局 | |
	# 收件处理
	| 期 | 单位 | 文件 | 处理 | 截至 | 原因 | 批准人 |
	| 2024-09 | 招商局 | | 重开 | 2024-10-31 | 机构合并 | 督查室 |
	`)
	day, _ := calendar.ParseISO("2024-10-20")
	if p.Reopened(period(t, "2024-09"), "商务局", day) == nil {
		t.Error("what came in as 商务局 is not reached by a decision about 招商局")
	}
	if p.Reopened(period(t, "2024-09"), "发改局", day) != nil {
		t.Error("the decision reaches another bureau")
	}
}
