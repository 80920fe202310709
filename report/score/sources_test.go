package score

import (
	"slices"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// A row says where the figures that it is scored by were read, also if somebody else returned them.
func TestSourcesAreThoseOfTheFigures(t *testing.T) {
	k := NewCase(t, "zh", `
# 参数
| 参数 | 值 |
| 年度 | 2024 |
| 配合系数 | 0.5 |
# 单位
| 单位编码 | 单位名称 | 单位类别 |
| A | 甲局 | 部门 |
| B | 乙局 | 部门 |
# 任务
| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 配合单位 | 完成日期 | 目标值 |
| T1 | 修路 | 数量 | 甲局 | 乙局 | 2024-12-31 | 10 |
| T2 | 增收 | 指标 | 甲局 | 乙局 | 2024-12-31 | |
| T3 | 改造小区 | 分段 | 甲局 | | 2024-12-31 | |
| T4 | 拟方案 | 事项 | 甲局 | 乙局 | 2024-12-31 | |
# 指标
| 指标编号 | 指标名称 | 任务编号 | 责任单位 | 方向 | 计划值 |
| Z1 | 收入 | T2 | 甲局 | 越高越好 | 5 |
# 分段
| 任务编号 | 阶段序号 | 阶段名称 | 折算值 | 期初数 |
| T3 | 1 | 未开工 | 0 | 4 |
| T3 | 2 | 已完工 | 100 | 0 |
# 核定
| 任务编号 | 单位 | 期 | 字段 | 核定值 | 原因 | 核定人 | 日期 |
| T1 | 甲局 | '2024-12 | 累计完成值 | 7 | 核查 | 县长 | 2025-01-05 |
# 计分办法
| 编号 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 | 上限 |
| S | 任务完成 | 100 | 任务 | 按完成率 | 合计 | 100 |
`)
	k.entry("T1", "甲局", workbook.Ongoing, 8, 0)
	for _, id := range []string{"T2", "T3", "T4"} {
		k.entry(id, "甲局", workbook.Ongoing, -1, 0)
	}
	for _, id := range []string{"T1", "T2", "T4"} {
		k.entry(id, "乙局", workbook.Ongoing, -1, 0)
	}
	from := func(sheetName string, row int) workbook.Source {
		return workbook.NewSource(workbook.Place{File: "甲局.xlsx", Sheet: sheetName, Ref: sheet.At(row, 10)}, strings.Repeat("cd", 32), "R-1")
	}
	in, stage := k.Plan.Indicator("Z1"), k.Plan.Task("T3").Stages[1]
	k.now.Indicators[workbook.RowKey{ID: in.ID}] = &workbook.Counted{Period: k.month(12), Bureau: "A", V: 4, Source: from("指标进展", 5)}
	k.now.Stages[workbook.RowKey{Task: "T3", ID: stage.ID}] = &workbook.Counted{Period: k.month(12), Bureau: "A", V: 1, Source: from("分段进展", 6)}
	s := k.scoresAt(calendar.NewDate(2024, 12, 31), false)
	for _, c := range []struct {
		bureau, task string
		has, not     []string
	}{
		{"甲局", "T1", []string{"甲局.xlsx 的 任务进展", "核定!E2"}, []string{"乙局.xlsx"}},
		{"乙局", "T1", []string{"乙局.xlsx 的 任务进展", "甲局.xlsx 的 任务进展", "核定!E2"}, nil},
		{"甲局", "T2", []string{"甲局.xlsx 的 任务进展", "甲局.xlsx 的 指标进展!J5"}, nil},
		{"乙局", "T2", []string{"乙局.xlsx 的 任务进展", "甲局.xlsx 的 指标进展!J5"}, []string{"甲局.xlsx 的 任务进展"}},
		{"甲局", "T3", []string{"甲局.xlsx 的 任务进展", "甲局.xlsx 的 分段进展!J6"}, nil},
		{"乙局", "T4", []string{"乙局.xlsx 的 任务进展"}, []string{"甲局.xlsx"}}, // by its own word
	} {
		i := slices.IndexFunc(s.Rows[workbook.GrainTask], func(r *Row) bool { return r.Line.Task.ID == c.task && r.Bureau.Name == c.bureau })
		got := strings.Join(s.Sources(s.Rows[workbook.GrainTask][i], k.Words), "\n")
		for _, x := range c.has {
			if strings.Count(got, x) != 1 {
				t.Errorf("%s %s: %q is there %d times in\n%s", c.bureau, c.task, x, strings.Count(got, x), got)
			}
		}
		for _, x := range c.not {
			if strings.Contains(got, x) {
				t.Errorf("%s %s: %q is there in\n%s", c.bureau, c.task, x, got)
			}
		}
	}
}
