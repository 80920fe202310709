package report

import (
	"fmt"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// The members of a group that leads a task, or answers for steps of another bureau's task, are each judged by their own work, not by that of
// all.
func TestLedgerOfALargeGroup(t *testing.T) {
	c := catalogueOf(t, "zh")
	per, _ := calendar.ParsePeriod("2024-10")
	allocated := func(n int) float64 {
		var b strings.Builder
		b.WriteString("# 参数\n| 参数 | 值 |\n| 文件日期 | 2024-09-01 |\n# 单位\n| 单位名称 | 所属组 |\n| 住建局 | |\n")
		for i := range n {
			fmt.Fprintf(&b, "| 第%d镇 | 各镇 |\n", i)
		}
		b.WriteString("# 任务\n| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 配合单位 | 完成日期 |\n" +
			"| T1 | 整治 | 事项 | 各镇 | | 2024-12-31 |\n| T2 | 管网 | 项目 | 住建局 | 各镇 | 2024-12-31 |\n" +
			"# 节点\n| 任务编号 | 节点编号 | 节点名称 | 完成日期 |\n| T1 | 1 | 方案 | 2024-10-20 |\n| T1 | 2 | 验收 | 2024-12-20 |\n" +
			"# 项目\n| 任务编号 | 环节序号 | 环节 | 责任单位 | 计划完成日期 |\n| T2 | 1 | 用地 | 各镇 | 2024-10-20 |\n| T2 | 2 | 开工 | 各镇 | 2024-12-20 |\n")
		sheets, err := sheet.ParsePipe(b.String())
		if err != nil {
			t.Fatal(err)
		}
		p := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "", templates.PlanForms(c))
		return testing.AllocsPerRun(1, func() {
			l := BuildLedger(LedgerInput{Plan: p, Period: per, AsOf: per.Last(), Now: (*workbook.Standing)(nil).Next(per)})
			if rows := l.overdueRows(); len(rows) != 2 || len(rows[0].Act) != n || len(l.Lines) != 2*n+1 {
				t.Errorf("%d rows, %d lines", len(rows), len(l.Lines))
			}
		})
	}
	if few, many := allocated(50), allocated(200); many > 6*few {
		t.Errorf("four times as many bureaus take %v allocations instead of %v", many, few)
	}
}
