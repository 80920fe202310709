package workbook_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
)

// held is how many bytes more are in use for each of n things that make leaves behind, as long as they are kept.
func held[T any](n int, make func(i int) T) int {
	inUse := func() int {
		var m runtime.MemStats
		for range 3 { // what stands in pools is let go by the second collection
			runtime.GC()
		}
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	kept := []T{make(0)}
	before := inUse()
	for i := range n {
		kept = append(kept, make(i))
	}
	each := (inUse() - before) / n
	runtime.KeepAlive(kept)
	return each
}

// TestRowsHoldWhatStandsInThem: most cells of a county's plan are blank, and a plan is in memory for as long as a run takes.
func TestRowsHoldWhatStandsInThem(t *testing.T) {
	const rows = 500
	var text strings.Builder
	text.WriteString("# 任务\n| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 计量单位 | 目标值 | 完成日期 |\n")
	for i := range rows {
		fmt.Fprintf(&text, "| CY-%04d | 到位资金 | 数量 | 发改局 | 亿元 | 8 | 2024-12-31 |\n", i)
	}
	forms := templates.PlanForms(words(t))
	book := bookOf(t, text.String())
	each := held(4, func(int) *workbook.Table {
		return workbook.DecodePlan(book, "任务总表.xlsx", forms).Tables[workbook.FormTasks]
	}) / rows
	t.Logf("%d bytes a row", each)
	if most := 1000; each > most {
		t.Errorf("a row of seven cells holds %d bytes, at most %d are allowed", each, most)
	}
}

// TestReturnsHoldLittle: of a return whose rows were taken in and of which none is held back nothing is left but whose it is.
func TestReturnsHoldLittle(t *testing.T) {
	p := planOf(t, assignedTasks)
	forms := templates.ReturnForms(words(t))
	each := held(60, func(int) *workbook.Return {
		book := bookOf(t, coverOfSeptember+identity+`
			# 任务进展
			| 任务编号 | 重点任务 | 进展状态 | 累计完成值 | 进展情况 |
			| CY-01    | 编制规划 | 推进中   |            | `+strings.Repeat("初稿已成。", 40)+` |
			| CY-02    | 到位资金 | 推进中   | 3          | `+strings.Repeat("已到三亿。", 40)+` |
		`)
		ret := workbook.DecodeReturn(book, "甲.xlsx", p, forms)
		if len(ret.Tables[workbook.FormProgress].Records) != 2 {
			t.Fatal("the return was not read")
		}
		ret.Forget(func(*workbook.Record) bool { return false })
		return ret
	})
	t.Logf("%d bytes a return", each)
	if most := 1000; each > most {
		t.Errorf("a return holds %d bytes, at most %d are allowed", each, most)
	}
}
