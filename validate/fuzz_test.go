package validate

import (
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// FuzzReturn reads and checks any tables that may come back, written as pipe tables: nothing panics, every finding has
// its words, and what is taken stands in rows with a number that the plan gives to the bureau.
func FuzzReturn(f *testing.F) {
	f.Add(filled)
	f.Add(filled + "# _duban\n| duban | |\n| kind | template |\n| form | '1 |\n| plan | qs-2024 |\n| bureau | FGJ |\n| period | '2024-09 |\n| row | progress | '2 | T1 |\n")
	f.Add(cover + "# 任务进展\n| 进展状态 | 任务编号 | 完成进度 | 备注 |\n| 推进中 | t1 | ８０％ | |\n| 已完成 | | '0.8 | x |\n")
	f.Add("# 分段进展 (2)\n| T3 | '1 | 5个 |\n| 任务编号 | 阶段序号 | 本期数 |\n| T3 | '2 | =1+1 |\n| T3 | '2 | #REF! |\n")
	f.Add(strings.Replace(filled, "情况说明 |", "情况说明 | "+strings.Repeat("问题及其来由", 20)+" |", 1))
	page := strings.Repeat("没有新增情况，", 20)
	f.Add("# 填报说明\n| 填报单位 | 发改局 | 填报期 | 2024-09 |\n| 零报告 | " + page + " |\n")
	f.Add("# 填报说明\n| 填报单位 | " + page + " | 填报期 | 2024-09 |\n# 任务进展\n| 任务编号 | 进展状态 |\n| T1 | 推进中 |\n")
	f.Add("# 问题清单\n| | T4 | 未批 |\n| 问题编号 | 任务编号 | 问题 | 是否办结 |\n# 问题清单\n| 问题编号 | 问题 |\n")
	k := newKit(f, county, "zh")
	c := New()
	ctx := k.context(nil)
	known := index(Catalogue())
	f.Fuzz(func(t *testing.T, text string) {
		sheets, err := sheet.ParsePipe(text)
		if err != nil || len(text) > 20_000 {
			return
		}
		for _, s := range sheets {
			dress(s)
		}
		ret := workbook.DecodeReturn(&sheet.Book{Sheets: sheets}, "r.xlsx", k.plan, k.returns)
		v := c.CheckReturn(ctx, ret)
		for i := range v.Findings {
			said := v.Findings[i]
			long := len([]rune(said.Value)) > longestQuote
			for name, word := range said.Args {
				long = long || !Lists(name) && len([]rune(word)) > longestQuote
			}
			if known[said.Code] == nil || long {
				t.Errorf("%+v", said)
			}
		}
		if v.Refused || ret.Bureau == nil {
			return
		}
		for key := range taken(&v, ret) {
			row := k.plan.PlanRow(key.form, key.row)
			if key.form == workbook.FormProblems || strings.HasPrefix(key.form, workbook.FormList) {
				continue
			}
			if row == nil {
				t.Errorf("%v is taken, and the plan has no such row", key)
			}
		}
	})
}
