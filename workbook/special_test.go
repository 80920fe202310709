package workbook_test

import (
	"testing"

	"duban/workbook/calendar"
)

// Of rounds that are held every quarter under the same name, the one nearest to the day of asking is found.
func TestSpecialNamedNearest(t *testing.T) {
	p := planOf(t, `
		# 任务
		| 任务编号 | 领域 | 重点任务 | 牵头单位 | 完成日期 |
		| T1 | 工程 | 大桥工程 | 住建局 | 2025-12-31 |
		# 专项调度
		| 调度日 | 专项名称 | 调度内容 |
		| 2025-06-28 | 集中开工 | T1 |
		| 2025-03-28 | 集中开工 | T1 |
		| 2025-09-28 | 集中开工 | T1 |
		| 2025-05-10 | 现场观摩 | T1 |`)
	for _, tt := range []struct{ text, day, want string }{
		{"集中开工", "2024-12-01", "2025-S0328"},
		{"集中开工", "2025-03-31", "2025-S0328"},
		{"集中开工", "2025-05-13", "2025-S0628"}, // equally far from the one before
		{"集中开工", "2025-06-28", "2025-S0628"},
		{"集中开工", "2026-01-01", "2025-S0928"},
		{"现场观摩", "2025-09-28", "2025-S0510"},
		{"2025-03-28", "2025-09-28", "2025-S0328"},
		{"2025-03-29", "2025-03-29", ""},
		{"现场会", "2025-03-29", ""},
	} {
		day, _ := calendar.ParseISO(tt.day)
		got := ""
		if r := p.SpecialNamed(tt.text, day); r != nil {
			got = r.Period.String()
		}
		if got != tt.want {
			t.Errorf("%s asked for on %s is %q, want %q", tt.text, tt.day, got, tt.want)
		}
	}
}
