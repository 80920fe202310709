package workbook_test

import (
	"testing"

	"duban/workbook"
)

const interims = `
# 参数
| 参数 | 值 |
| 计划编号 | zz-2025 |
| 文件日期 | 2025-01-01 |
# 单位
| 单位名称 |
| 统计局 |
| 白沙镇 |
# 任务
| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 开始日期 | 完成日期 | 基数 | 目标值 | 方向 |
| SL-01 | 造林 | 数量 | 统计局 | 2025-01-01 | 2025-12-31 | 0 | 1000 | |
| SL-02 | 压减能耗 | 数量 | 统计局 | 2025-01-01 | 2025-12-31 | 50 | 40 | 越低越好 |
| SL-03 | 化债 | 数量 | 统计局 | 2025-01-01 | 未明确 | 0 | 100 | |
| SL-04 | 修路 | 数量 | 统计局 | 2025-05-01 | 2025-12-31 | 0 | 100 | |
| SL-05 | 控制支出 | 数量 | 统计局 | 2025-01-01 | 2025-12-31 | 0 | 100 | 不超过 |
| SL-07 | 改厕 | 数量 | 统计局 | 2025-01-01 | 2025-12-31 | 100 | 1100 | |
| SL-06 | 稳定增速 | 数量 | 统计局 | 2025-01-01 | 2025-12-31 | 0 | 6 | 不低于 |
| ZB-T | 经济指标 | 指标 | 统计局 | 2025-01-01 | 2025-12-31 | | | |
# 分配
| 任务编号 | 单位 | 基数 | 目标值 |
| SL-07 | 白沙镇 | 50 | 250 |
# 指标
| 指标编号 | 指标名称 | 任务编号 | 责任单位 | 方向 | 计划值 | 上年值 |
| Z1 | 收入 | ZB-T | 统计局 | 越高越好 | 400 | |
| Z2 | 事故 | ZB-T | 统计局 | 不超过 | 40 | |
| Z3 | 投资 | | 统计局 | 越高越好 | 100 | |
| Z4 | 能耗 | | 统计局 | 越低越好 | 40 | 50 |
# 分期目标
| 任务编号 | 指标编号 | 时限原文 | 截至日期 | 目标值 |
| SL-01 | | 4月底前 | | 700 |
| SL-01 | | | 2025-02-28 | 100 |
| SL-02 | | 上半年 | | 48 |
| SL-03 | | 上半年 | | 60 |
| SL-04 | | 一季度 | | 10 |
| SL-04 | | 8月底 | | 50 |
| SL-05 | | 上半年 | | 60 |
| SL-06 | | 一季度 | | 5 |
| SL-06 | | 上半年 | | 5.5 |
| SL-07 | | 上半年 | | 600 |
| | Z1 | 一季度 | | 100 |
| | Z2 | 一季度 | | 10 |
| | Z3 | 上半年 | | 50 |
| | Z4 | 上半年 | | 46 |
`

func TestExpectedByInterims(t *testing.T) {
	p := planOf(t, interims)
	for _, tt := range []struct{ task, at, want string }{
		{"SL-01", "2024-12-31", "0"},           // not begun
		{"SL-01", "2025-01-01", "0.001694915"}, // 1 of 59 days to 0.1
		{"SL-01", "2025-02-28", "0.1"},
		{"SL-01", "2025-03-31", "0.404918033"}, // 31 of 61 days from 0.1 to 0.7
		{"SL-01", "2025-04-30", "0.7"},
		{"SL-01", "2025-12-31", "1"},
		{"SL-02", "2025-06-30", "0.2"}, // 48 of the way from 50 to 40
		{"SL-03", "2025-06-30", "0.6"},
		{"SL-03", "2025-11-30", "0.6"},        // without a deadline no more is expected by any day
		{"SL-04", "2025-03-31", "0"},          // the target is before the task begins
		{"SL-04", "2025-06-30", "0.24796748"}, // 61 of 123 days to 0.5
		{"SL-05", "2025-02-28", "1"},          // a bound has to be kept
		{"SL-06", "2025-02-28", "1"},
	} {
		x := task(t, p, tt.task)
		s := stand(t, p, tt.at[:7])
		if got := figure(p.Expected(s, x, p.Official(s, x), day(t, tt.at))); got != tt.want {
			t.Errorf("%s on %s: %s, want %s", tt.task, tt.at, got, tt.want)
		}
	}
}

// The bound in force is the one of the quarter: the next one of a ceiling, the last one of a floor.
func TestBoundsByInterims(t *testing.T) {
	p := planOf(t, interims)
	for _, tt := range []struct{ task, period, value, want string }{
		{"SL-05", "2025-03", "60", "1"}, {"SL-05", "2025-03", "66", "0.9"}, {"SL-05", "2025-06", "66", "0.9"},
		{"SL-05", "2025-07", "66", "1"}, {"SL-05", "2025-12", "110", "0.9"},
		{"SL-06", "2025-02", "5", "1"}, {"SL-06", "2025-05", "5", "1"}, {"SL-06", "2025-06", "5.5", "1"}, {"SL-06", "2025-11", "4.4", "0.8"},
		{"SL-06", "2025-12", "4.8", "0.8"},
	} {
		s := stand(t, p, tt.period, "entry "+tt.task+" 统计局 ongoing "+tt.value)
		if got := figure(p.Official(s, task(t, p, tt.task)).Ratio); got != tt.want {
			t.Errorf("%s in %s with %s: %s, want %s", tt.task, tt.period, tt.value, got, tt.want)
		}
	}
}

func TestIndicatorsByInterims(t *testing.T) {
	p := planOf(t, interims)
	lead := bureau(t, p, "统计局")
	for _, tt := range []struct{ id, at, planned, by, expected string }{
		{"Z1", "2025-02-28", "?", "", "0.163888889"}, // 59 of 90 days to a quarter
		{"Z1", "2025-03-31", "100", "一季度", "0.25"},
		{"Z1", "2025-05-31", "100", "一季度", "0.416363636"}, // and 61 of 275 days from there
		{"Z1", "2025-12-31", "400", "", "1"},
		{"Z2", "2025-02-28", "10", "一季度", "1"},
		{"Z2", "2025-04-30", "40", "", "1"},
		{"Z3", "2025-06-30", "50", "上半年", "0.5"}, // without a task: by the year of its targets
		{"Z3", "2025-12-31", "100", "", "1"},
		{"Z4", "2025-06-30", "46", "上半年", "0.4"},
	} {
		in := p.Indicator(tt.id)
		planned, i := p.PlannedAt(in, day(t, tt.at))
		by := ""
		if i != nil {
			by = i.By()
		}
		if expected := figure(p.IndicatorExpected(in, day(t, tt.at))); figure(planned) != tt.planned || by != tt.by || expected != tt.expected {
			t.Errorf("%s on %s: %s by %q, expected %s", tt.id, tt.at, figure(planned), by, expected)
		}
	}
	// Accidents are half above the quarter's bound, and revenue is at its target: the mean of what is left for the bound and of 1.
	x := task(t, p, "ZB-T")
	s := stand(t, p, "2025-03", "indicator Z1 100", "indicator Z2 15")
	c := p.Official(s, x)
	if got := figure(c.Ratio) + " of " + figure(p.Expected(s, x, c, s.Period.Last())); got != "0.375 of 0.625" {
		t.Errorf("the task stands at %s", got)
	}
	if to, ok := p.OfInterim(s, x, lead, c, s.Period.Last()); !ok || figure(to.Ratio) != "0.75" {
		t.Errorf("to date it has reached %s", figure(to.Ratio))
	}
	// Nothing is shown for a single bound, nor before the first one.
	tree := task(t, p, "SL-01")
	early := stand(t, p, "2025-01", "entry SL-01 统计局 ongoing 90")
	if _, ok := p.OfInterim(early, tree, lead, p.Official(early, tree), early.Period.Last()); ok {
		t.Error("a target counted before its day")
	}
	late := stand(t, p, "2025-05", "entry SL-01 统计局 ongoing 560")
	if to, ok := p.OfInterim(late, tree, lead, p.Official(late, tree), late.Period.Last()); !ok || figure(to.Ratio) != "0.8" || figure(to.Of) != "700" {
		t.Errorf("560 of 700 is %s of %s", figure(to.Ratio), figure(to.Of))
	}
}

// Half of the way by June is also half of a town's way: from 50 to 150 of its 250, wherever the county began.
func TestInterimOfAPart(t *testing.T) {
	p := planOf(t, interims)
	x, town := task(t, p, "SL-07"), bureau(t, p, "白沙镇")
	s := stand(t, p, "2025-07", "entry SL-07 白沙镇 ongoing 130")
	if to, ok := p.OfInterim(s, x, town, p.Of(s, x, town), s.Period.Last()); !ok || figure(to.Ratio) != "0.8" || figure(to.Of) != "150" {
		t.Errorf("130 is %s of what is to be there, %s", figure(to.Ratio), figure(to.Of))
	}
}

// An interim target on or after the deadline does not count, as check reports, and is never in force; nor is any other from the deadline
// on.
func TestInterimsBeyondTheEnd(t *testing.T) {
	list := task(t, planOf(t, interims), "SL-06").Interims // 一季度 5, 上半年 5.5
	for _, tt := range []struct{ direction, end, at, want string }{
		{workbook.Higher, "2025-12-31", "2025-04-01", "5.5"},
		{workbook.Higher, "2025-06-30", "2025-04-01", "?"},
		{workbook.Higher, "2025-03-15", "2025-03-20", "?"},
		{workbook.Ceiling, "2025-06-30", "2025-03-31", "5"},
		{workbook.Floor, "2025-12-31", "2025-11-30", "5.5"},
		{workbook.Floor, "2025-12-31", "2025-12-31", "?"},
	} {
		got := workbook.Amount{}
		if i := list.InForce(tt.direction, day(t, tt.end), day(t, tt.at)); i != nil {
			got = i.Target
		}
		if figure(got) != tt.want {
			t.Errorf("%s on %s until %s: %s, want %s", tt.direction, tt.at, tt.end, figure(got), tt.want)
		}
	}
}
