package score

import (
	"runtime"
	"testing"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// monthlyYear makes a large county's year in which every task is also scored by month.
func monthlyYear(tb testing.TB, bureaus, tasks int) Material {
	c := largeCounty(tb, bureaus, tasks, `
# 计分办法
| 编号 | 计分项 | 分值 | 取数 | 计分方法 | 缺期计 | 上限 |
| A | 任务完成 | 60 | 任务 | 按完成率 | | 60 |
| C | 月度进展 | 40 | 任务按期 | 按完成率 | 零分 | 40 |
`)
	in := Material{Plan: c.Plan, Registers: c.regs, AsOf: c.asOf, Catalogues: []*templates.Catalogue{c.Words}}
	var now *workbook.Standing
	for m := 1; m <= 12; m++ {
		before := now
		now = before.Next(c.month(m))
		c.now = now
		for i, t := range c.Plan.Tasks {
			for _, a := range t.Assigned {
				c.entry(t.ID, a.Bureau.Name, workbook.Ongoing, float64((i+m)%100), 0)
				now.Entries[workbook.EntryKey{Task: t.ID, Bureau: a.Bureau.Code}].Period = c.month(m)
			}
		}
		p := c.month(m)
		in.Ledgers = append(in.Ledgers, report.BuildLedger(report.LedgerInput{Plan: c.Plan, Period: p, AsOf: p.Last(), Now: now, Before: before}))
	}
	in.Ledger = in.Ledgers[11]
	return in
}

// A year scored by month has tens of thousands of rows, so there are bounds for the memory of a row and for what it costs to write its cells.
// The first would break if each cell kept a formula, if inputs were kept by name, or if sentences were kept beside their formulas; the
// second if the text of a formula were made from its tree for every cell.
func TestRowsOfAMonthlyYearTakeLittle(t *testing.T) {
	in := monthlyYear(t, 20, 100)
	Compute(in) // so that what is made only once does not count
	var before, scored, laying, laid runtime.MemStats
	heap := func(m *runtime.MemStats) {
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(m)
	}
	heap(&before)
	s := Compute(in)
	heap(&scored)
	rows := len(s.Rows[workbook.GrainTaskPeriod])
	const mostPerRow = 1600
	if got := int(scored.HeapAlloc-before.HeapAlloc) / rows; rows < 3000 || got > mostPerRow {
		t.Errorf("%d rows take %d bytes each, %d at most", rows, got, mostPerRow)
	}
	sh := Book(s, in.Catalogues[0]).Sheet(in.Catalogues[0].T("scoresheet.task-periods"))
	heap(&laying)
	cells := 0
	sh.Lay(func(r *sheet.Row) bool {
		cells += len(r.Cells)
		return true
	})
	runtime.ReadMemStats(&laid)
	const mostPerCell = 2
	if got := float64(laid.Mallocs-laying.Mallocs) / float64(cells); cells < 20*rows || got > mostPerCell {
		t.Errorf("%d cells are laid out with %.2f allocations each, %v at most", cells, got, mostPerCell)
	}
	runtime.KeepAlive(s)
}

func BenchmarkScoreByMonth(b *testing.B) {
	in := monthlyYear(b, 130, 600)
	b.ReportAllocs()
	rows := 0
	for b.Loop() {
		s := Compute(in)
		rows = len(s.Rows[workbook.GrainTaskPeriod])
		for _, sh := range Book(s, in.Catalogues[0]).Sheets {
			if sh.Lay != nil {
				sh.Lay(func(*sheet.Row) bool { return true })
			}
		}
	}
	b.ReportMetric(float64(rows), "rows")
}
