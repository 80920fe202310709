package workbook_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
)

// held gives the bytes in use for each of the n things that make makes, while they are kept.
func held[T any](n int, make func(i int) T) int {
	inUse := func() int {
		var m runtime.MemStats
		for range 3 { // pools are emptied by the second collection
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

// TestRowsHoldWhatStandsInThem checks that blank cells take little memory: most cells of a plan are blank, and a plan is in memory for the
// whole run.
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

// TestJudgedPlansHoldLess checks that a plan drops the cells that nothing needs once it is judged. Tasks keep their content, and each row
// its place, its number and the names in it.
func TestJudgedPlansHoldLess(t *testing.T) {
	const rows = 500
	var text strings.Builder
	text.WriteString("# 单位\n| 单位名称 |\n| 发改局 |\n| 财政局 |\n# 任务\n| 任务编号 | 领域 | 重点任务 | 目标要求 | 计量方式 | 牵头单位 | 配合单位 | 计量单位 | 目标值 | 开始日期 | 完成日期 | 备注 |\n")
	for i := range rows {
		fmt.Fprintf(&text, "| CY-%04d | 产业 | 到位资金 | 到位八亿元 | 数量 | 发改局 | 财政局 | 亿元 | 8 | 2024-01-01 | 2024-12-31 | 见附件 |\n", i)
	}
	forms := templates.PlanForms(words(t))
	book := bookOf(t, text.String())
	read := func(int) *workbook.Plan { return workbook.DecodePlan(book, "任务总表.xlsx", forms) }
	whole := held(4, read) / rows
	judged := held(4, func(i int) *workbook.Plan {
		p := read(i)
		p.Forget()
		return p
	}) / rows
	t.Logf("%d bytes a task, %d once the plan was judged", whole, judged)
	if least := 700; whole-judged < least {
		t.Errorf("of %d bytes a task %d are left once the plan was judged, at least %d are to be let go of", whole, judged, least)
	}
	p, want := read(0), read(0)
	p.Forget()
	for i, task := range p.Tasks {
		was := want.Tasks[i]
		if task.Rec.Place(workbook.ColTarget) != was.Rec.Place(workbook.ColTarget) || task.Rec.ID != was.Rec.ID || task.Title != was.Title || task.Target != was.Target ||
			!slices.Equal(task.Rec.Get(workbook.ColLeads).List(), was.Rec.Get(workbook.ColLeads).List()) || task.Rec.Get(workbook.ColSupports).Text != "财政局" ||
			task.Rec.Get(workbook.ColTask).Text != was.ID {
			t.Fatalf("%s: %v, %v", was.ID, task.Rec.Place(workbook.ColTarget), task.Rec.Get(workbook.ColLeads).List())
		}
	}
}

// TestReturnsHoldLittle checks that nothing but its identity is kept of a return whose rows were all taken in.
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
