package score

import (
	"slices"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

const aheadPlan = `
# 参数
| 参数 | 值 |
| 年度 | 2024 |
# 单位
| 单位名称 |
| 甲局 |
# 任务
| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 开始日期 | 完成日期 | 基数 | 目标值 |
| JD | 办事大厅 | 事项 | 甲局 | 2024-01-01 | 2024-11-30 | | |
| MN | 明年办结的事项 | 事项 | 甲局 | 2024-01-01 | 2025-04-30 | | |
| XM | 港口 | 项目 | 甲局 | 2024-01-01 | 2025-04-30 | | |
| SL | 造林 | 数量 | 甲局 | 2024-01-01 | 2025-04-30 | | 10 |
| TZ | 投资 | 数量 | 甲局 | 2024-01-01 | 2024-12-31 | | 10 |
| WS | 没有开始日期的投资 | 数量 | 甲局 | | 2025-04-30 | 3 | 10 |
| NM | 年内办结的事项 | 事项 | 甲局 | 2024-01-01 | 2024-12-31 | | |
# 节点
| 任务编号 | 节点编号 | 节点名称 | 完成日期 |
| JD | 1 | 选址 | 2024-03-31 |
| JD | 2 | 设计 | 2024-06-30 |
| JD | 3 | 开办 | 2024-11-30 |
| TZ | 1 | 立项 | 2024-03-31 |
| TZ | 2 | 开工 | 2024-06-30 |
| TZ | 3 | 入库 | 2024-09-30 |
| WS | 1 | 立项 | 2024-03-31 |
# 项目
| 任务编号 | 项目名称 | 环节序号 | 环节 | 计划完成日期 |
| XM | 港口 | 1 | 立项 | 2024-10-31 |
| XM | 港口 | 2 | 开工 | 2025-04-30 |
# 计分办法
| 编号 | 计分项 | 分值 | 取数 | 计分方法 | 上限 |
| S | 完成 | 100 | 任务 | 按完成率 | 100 |
`

// Work that is not due yet costs nothing. In a task with milestones only those count that have fallen due. Work that is either done or not,
// and has until next year, is left out even at the year's end.
func TestWhatIsNotDueCostsNothing(t *testing.T) {
	const interim, year = "2024-06-30", "2024-12-31"
	done := func(ids ...string) []string { return ids }
	for _, c := range []struct {
		name, day, task string
		done            []string
		want            string
	}{
		{"both milestones that are due", interim, "JD", done("1", "2"), "100% of 2"},
		{"one of two", interim, "JD", done("1"), "50% of 2"},
		{"none", interim, "JD", nil, "0% of 2"},
		{"one that is not due makes up for none", interim, "JD", done("1", "3"), "50% of 2"},
		{"nor does the last step for the one of this year", year, "XM", done("2"), "0% of 1"},
		{"all of them", interim, "JD", done("1", "2", "3"), "100% of 3"},
		{"the task is due: all count", year, "JD", done("1", "2"), "66.6666667% of 3"},
		{"nothing of it is due", interim, "XM", nil, "not-due"},
		{"the step of this year is done", year, "XM", done("1"), "100% of 1"},
		{"the step of this year is not done", year, "XM", nil, "0% of 1"},
		{"either done or not, until next year", year, "MN", nil, "not-due"},
		{"so within the year", interim, "MN", nil, "not-due"},
		{"either done or not, until the year's end", year, "NM", nil, "0% of 1"},
		{"so with figures of some days before", "2024-12-25", "NM", nil, "0% of 1"},
		{"either done or not, until next year, with figures of next year", "2025-05-31", "MN", nil, "not-due"},
		{"the step of this year, with figures of next year", "2025-05-31", "XM", done("1"), "100% of 1"},
		{"an amount until next year counts as far as it goes", year, "SL", nil, "40% of 10"},
		{"but not within the year", interim, "SL", nil, "not-due"},
		{"within the year it counts by its milestones that are due", interim, "TZ", done("1", "2"), "100% of 2"},
		{"one of them late costs its share", interim, "TZ", done("1"), "50% of 2"},
		{"and all of them all", interim, "TZ", nil, "0% of 2"},
		{"without a first day too", interim, "WS", nil, "0% of 1"},
		{"and so it is done", interim, "WS", done("1"), "100% of 1"},
		{"once it is due the amount counts", year, "TZ", done("1", "2"), "40% of 10"},
		{"until next year it counts as far as it goes, milestones or not", year, "WS", done("1"), "14.2857143% of 10"},
	} {
		k := NewCase(t, "zh", aheadPlan)
		for _, id := range []string{"SL", "TZ", "WS"} {
			k.entry(id, "甲局", workbook.Ongoing, 4, 0)
		}
		for _, id := range c.done {
			r := &workbook.Reached{Period: k.month(6), Status: workbook.Done, DoneOn: calendar.NewDate(2024, 3, 20), Source: workbook.NewSource(
				workbook.Place{File: "甲局.xlsx", Sheet: "节点进展", Ref: sheet.At(6, 6)}, strings.Repeat("cd", 32), "R-"+id)}
			if key := (workbook.RowKey{Task: c.task, ID: id}); c.task == "XM" {
				k.now.Steps[key] = r
			} else {
				k.now.Milestones[key] = r
			}
		}
		day, _, _ := calendar.ParseDate(c.day, 0)
		k.span = "2024"
		s := k.scoresAt(day, c.day == interim)
		i := slices.IndexFunc(s.Rows[workbook.GrainTask], func(r *Row) bool { return r.Line.Task.ID == c.task })
		r := s.Rows[workbook.GrainTask][i]
		got := r.Left
		if got == "" {
			got = formula.Plain(r.Inputs.of(workbook.InRatio).Num*100, 7) + "% of " + formula.Plain(r.Inputs.of(workbook.InTarget).Num, 7)
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		// All that has fallen due should be reached.
		if elapsed := r.Inputs.of(workbook.InElapsed).Num; r.Fallen > 0 && r.Line.Elapsed.Known && elapsed != 1 {
			t.Errorf("%s: elapsed %v", c.name, elapsed)
		}
		// A county's own method, which computes from figure, baseline and target, must find the same.
		if from := r.Inputs.of(workbook.InBaseline); r.Fallen > 0 && from.Num != 0 {
			t.Errorf("%s: %v is done from %v on", c.name, r.Inputs.of(workbook.InDone), from)
		}
		// The ledger has another completion, so the scores say what they counted.
		said := strings.Join(s.Sources(r, k.Words), "\n")
		if strings.Contains(said, "还没到期，完成率按截至日应完成的") != (r.Fallen > 0) || r.Fallen > 0 && strings.Contains(said, "节点进展") != (len(c.done) > 0) {
			t.Errorf("%s: sources %q", c.name, said)
		}
		notes := Book(s, k.Words).Sheet(k.Words.T("scoresheet.notes"))
		soFar := k.Words.T("scoreleft.so-far")
		noted := slices.ContainsFunc(notes.Rows, func(x sheet.Row) bool { return noteOf(x, r.what()) == soFar })
		if noted != (r.Fallen > 0) {
			t.Errorf("%s: noted %v", c.name, noted)
		}
	}
}

// noteOf gives the reason in a row of the notes, empty if the row is about another matter.
func noteOf(row sheet.Row, what string) string {
	if matter, reason := row.Cell(2), row.Cell(3); matter != nil && reason != nil && strings.Contains(matter.Value.Text, what) {
		return reason.Value.Text
	}
	return ""
}
