package validate

import (
	"fmt"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// returnsOf gives n returns of a bureau with thirty counted tasks, each with figures of its own, and what they are checked
// against. Nothing is wrong in them.
func returnsOf(tb testing.TB, n int) (*kit, Context, []*sheet.Book) {
	tb.Helper()
	const headings = "| 任务编号 | 重点任务 | 目标要求 | 承担角色 | 完成时限 | 目标值 | 上期累计 | 上期进展 | 进展状态 | 累计完成值 | 完成进度 | 实际完成日期 | 进展情况 | 存在问题及原因 | 下步措施 | 佐证材料 | 情况说明 |\n"
	var plan strings.Builder
	plan.WriteString("# 参数\n| 参数 | 值 |\n| 文件日期 | 2024-09-01 |\n| 计划编号 | qs-2024 |\n# 单位\n| 单位编码 | 单位名称 |\n| FGJ | 发改局 |\n" +
		"# 任务\n| 任务编号 | 重点任务 | 目标要求 | 计量方式 | 牵头单位 | 完成日期 | 计量单位 | 目标值 |\n")
	for i := range 30 {
		fmt.Fprintf(&plan, "| T%02d | 第%d项任务 | 全年完成2000个 | 数量 | 发改局 | 2024-12-31 | 个 | 2000 |\n", i, i)
	}
	k := newKit(tb, plan.String(), "zh")
	books := make([]*sheet.Book, n)
	for j := range books {
		var rows strings.Builder
		rows.WriteString(cover + "\n# 任务进展\n" + headings)
		for i := range 30 {
			fmt.Fprintf(&rows, "| T%02d | 第%d项任务 | 全年完成2000个 | 牵头 | 2024-12-31 | 2000个 | | | 推进中 | %d | %g | | 本月新签约%d个项目并开工 | 用地指标未批复 | 10月中旬前报批 | | |\n", i, i, 100+i+j, float64(100+i+j)/20, j)
		}
		rows.WriteString("# _duban\n| duban |\n| kind | template |\n| form | '1 |\n| plan | qs-2024 |\n| bureau | FGJ |\n| period | '2024-09 |\n")
		for i := range 30 {
			fmt.Fprintf(&rows, "| row | progress | '%d | T%02d |\n", i+2, i)
		}
		books[j] = book(tb, rows.String())
	}
	return k, k.context(nil), books
}

// BenchmarkValidate reads and checks 1,000 returns of 30 rows each; its figures are for one return.
func BenchmarkValidate(b *testing.B) {
	const files = 1000
	k, ctx, books := returnsOf(b, files)
	c := New()
	returns := make([]*workbook.Return, files)
	for i := range books {
		returns[i] = workbook.DecodeReturn(books[i], "r.xlsx", k.plan, k.returns)
		if v := c.CheckReturn(ctx, returns[i]); v.Errors()+v.Warnings() != 0 {
			b.Fatal(lines(v.Findings))
		}
	}
	for name, do := range map[string]func(i int){
		"decode":       func(i int) { workbook.DecodeReturn(books[i], "r.xlsx", k.plan, k.returns) },
		"check":        func(i int) { c.CheckReturn(ctx, returns[i]) },
		"decode+check": func(i int) { c.CheckReturn(ctx, workbook.DecodeReturn(books[i], "r.xlsx", k.plan, k.returns)) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				do(i % files)
			}
		})
	}
}

// BenchmarkValidateRule checks 1,000 returns by one row rule each; no-rule is the cost without any. Its
// figures are for one return.
func BenchmarkValidateRule(b *testing.B) {
	const files = 1000
	k, ctx, books := returnsOf(b, files)
	returns := make([]*workbook.Return, files)
	for i := range books {
		returns[i] = workbook.DecodeReturn(books[i], "r.xlsx", k.plan, k.returns)
	}
	all := ctx.Rules
	run := func(name string, rules []workbook.Rule) {
		ctx.Rules = rules
		c := New()
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c.CheckReturn(ctx, returns[i%files])
			}
		})
	}
	run("no-rule", nil)
	for i := range all {
		if all[i].Form == workbook.FormProgress {
			run(all[i].Code, all[i:i+1])
		}
	}
}
