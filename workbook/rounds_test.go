package workbook_test

import (
	"strings"
	"testing"

	"duban/workbook"
)

// Tasks are asked about in rounds of their cadence, from when they begin until they are accepted as finished.
func TestAsked(t *testing.T) {
	p := planOf(t, roster+`
		# 参数
		| 参数     | 值         |
		| 文件日期 | 2024-09-01 |
		# 任务
		| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 配合单位 | 目标值 | 频次       | 开始日期   | 上级任务 |
		| DX       | 大项     | 汇总     | 发改局   |          |        |            |            |          |
		| A        | 月报     |          | 发改局   | 财政局   |        | 每月       |            | DX       |
		| B        | 周月     |          | 发改局   |          |        | 每周、月末 |            | DX       |
		| C        | 未开始   |          | 发改局   |          |        |            | 2024-11-15 | DX       |
		| D        | 数量     | 数量     | 发改局   |          | 10     |            |            | DX       |
		| E        | 别人的   |          | 住建局   |          |        |            |            |          |`)
	tests := []struct {
		name, bureau, period string
		lines                []string // of the standing before
		want                 string
	}{
		{"a month asks for all that has begun", "发改局", "2024-09", nil, "A B D"},
		{"begun within the period", "发改局", "2024-11", nil, "A B C D"},
		{"a week asks for what is weekly", "发改局", "2024-W37", nil, "B"},
		{"the week in which a month ends asks for no more: the month has a round of its own", "发改局", "2024-W44", nil, "B"},
		{"a quarter asks for all", "发改局", "2024-Q3", nil, "A B D"},
		{"done and full is over, done at half is not", "发改局", "2024-10", []string{"entry A 发改局 done - 2024-09-20", "entry D 发改局 done 5 2024-09-20"}, "B D"},
		{"full but not reported done goes on", "发改局", "2024-10", []string{"entry D 发改局 ongoing 10"}, "A B D"},
		{"the lead not being done it goes on for a support", "财政局", "2024-10", []string{"entry A 发改局 ongoing"}, "A"},
		{"the lead being done ends it for a support", "财政局", "2024-10", []string{"entry A 发改局 done - 2024-09-20", "entry A 财政局 ongoing"}, ""},
		{"a support's own part is over", "财政局", "2024-10", []string{"entry A 财政局 done - 2024-09-20"}, ""},
	}
	for _, tt := range tests {
		var prior *workbook.Standing
		if tt.lines != nil {
			prior = stand(t, p, "2024-09", tt.lines...)
		}
		var ids []string
		for _, x := range p.Asked(prior, bureau(t, p, tt.bureau), period(t, tt.period)) {
			ids = append(ids, x.ID)
		}
		if got := strings.Join(ids, " "); got != tt.want {
			t.Errorf("%s: asked %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A support is still asked about a task that its lead reports as done, as long as its own report counts for something.
func TestSupportsAreAskedOn(t *testing.T) {
	const tasks = `
		# 任务
		| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 配合单位 | 目标值 | 开始日期   |
		| A        | 事项     |          | 发改局   | 财政局   |        | 2024-09-01 |
		| D        | 数量     | 数量     | 发改局   | 财政局   | 10     | 2024-09-01 |`
	const done = "entry A 发改局 done - 2024-09-20"
	full, own := "entry D 发改局 done 10 2024-09-20", "\n# 节点\n| 任务编号 | 节点编号 | 节点名称 | 责任单位 |\n| A | 1 | 拨款 | 财政局 |"
	for _, tt := range []struct {
		name, plan string
		lines      []string
		want       string
	}{
		{"nothing is left", "", []string{done, full}, ""},
		{"less was reached than the target", "", []string{done, "entry D 发改局 done 5 2024-09-20"}, "D"},
		{"it is scored by its own word on a deliverable", "\n# 参数\n| 参数 | 值 |\n| 配合系数 | 0.5 |", []string{done, full}, "A"},
		{"a milestone of its own is open", own, []string{done, full}, "A"},
		{"its milestone is done", own, []string{done, full, "milestone A 1 done 2024-09-18"}, ""},
		{"a part is its own", "\n# 分配\n| 任务编号 | 单位 | 目标值 |\n| D | 发改局 | 6 |\n| D | 财政局 | 4 |", []string{done, full}, "D"},
	} {
		p := planOf(t, roster+tasks+tt.plan)
		var ids []string
		for _, x := range p.Asked(stand(t, p, "2024-09", tt.lines...), bureau(t, p, "财政局"), period(t, "2024-10")) {
			ids = append(ids, x.ID)
		}
		if got := strings.Join(ids, " "); got != tt.want {
			t.Errorf("%s: asked %q, want %q", tt.name, got, tt.want)
		}
	}
}
