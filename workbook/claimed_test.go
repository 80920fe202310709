package workbook_test

import (
	"fmt"
	"strings"
	"testing"

	"duban/workbook"
)

// What a bureau reported on a rectification waits for somebody to verify it, and the days until then do not count against the bureau.
func TestRectificationsWaitToBeVerified(t *testing.T) {
	p := planOf(t, `
	# 参数
	| 参数     | 值         |
	| 文件日期 | 2024-08-01 |
	# 单位
	| 单位名称 | 所属组 |
	| 环保局   |        |
	| 甲镇     | 各镇   |
	| 乙镇     | 各镇   |
	# 任务
	| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 计量单位 | 目标值 | 完成日期   |
	| Z1       | 整改     | 整改     | 环保局   | 家       | 12     | 2024-09-30 |
	| Z2       | 整改     | 整改     | 环保局   | 家       | 未明确 | 2024-09-30 |
	| Z3       | 整改     | 整改     | 各镇     | 个       | 10     | 2024-09-30 |
	| Z4       | 整改     | 整改     | 各镇     | 个       | 10     | 2024-09-30 |
	| Z5       | 整改     | 整改     | 环保局   | 家       | 12     | 2024-09-30 |
	| Z6       | 整改     | 整改     | 环保局   | 家       | 未明确 | 2024-09-30 |
	| Z7       | 整改     | 整改     | 环保局   | 家       | 未明确 | 2024-09-30 |
	# 分配
	| 任务编号 | 单位 | 目标值 |
	| Z3       | 甲镇 | 6      |
	| Z3       | 乙镇 | 4      |
	# 核定
	| 任务编号 | 单位   | 期       | 字段 | 核定值 | 原因 | 核定人 | 日期       |
	| Z5       | 环保局 | '2024-09 | 销号 | 10     | 核查 | 整改办 | 2024-10-10 |
	| Z5       | 环保局 | '2024-12 | 销号 | 12     | 核查 | 整改办 | 2024-12-20 |
	| Z6       | 环保局 | '2024-10 | 销号 | 是     | 核查 | 整改办 | 2024-10-20 |
	| Z7       | 环保局 | '2024-10 | 进展状态 | 已完成 | 核查 | 整改办 | 2024-10-20 |
	`)
	days := func(s *workbook.Standing, c workbook.Completion, id string) string {
		return figure(p.DaysLate(s, task(t, p, id), c, s.Period.Last()))
	}
	for _, tt := range []struct {
		name, task, period string
		lines              []string
		want               string // the day on which it was claimed, what is pending, days late
	}{
		{"all of it in time", "Z1", "2024-10", []string{"entry Z1 环保局 done 12 2024-09-20"}, "2024-09-20 12 0"},
		{"all of it in time, not called done", "Z1", "2024-09", []string{"entry Z1 环保局 ongoing 12"}, "2024-09-30 12 0"},
		{"called done, without a figure", "Z1", "2024-10", []string{"entry Z1 环保局 done - 2024-09-20"}, "2024-09-20 12 0"},
		{"all of it late", "Z1", "2024-11", []string{"entry Z1 环保局 done 12 2024-10-05"}, "2024-10-05 12 5"},
		{"some of it", "Z1", "2024-10", []string{"entry Z1 环保局 ongoing 8"}, "- 8 31"},
		{"taken back", "Z1", "2024-10", []string{"entry Z1 环保局 ongoing -"}, "- ? 31"},
		{"open number: called done", "Z2", "2024-10", []string{"entry Z2 环保局 done - 2024-09-20"}, "2024-09-20 ? 0"},
		{"open number: called done with a figure", "Z2", "2024-10", []string{"entry Z2 环保局 done 7 2024-09-20"}, "2024-09-20 7 0"},
		{"open number: to be kept up", "Z2", "2024-10", []string{"entry Z2 环保局 sustained - 2024-09-20"}, "2024-09-20 ? 0"},
		{"open number: under way", "Z2", "2024-10", []string{"entry Z2 环保局 ongoing 7"}, "- 7 31"},
		{"open number: closed after a figure", "Z6", "2024-10", []string{"entry Z6 环保局 done 7 2024-09-20"}, "- ? 0"},
		{"open number: verified as done after a figure", "Z7", "2024-10", []string{"entry Z7 环保局 ongoing 7 2024-09-20"}, "- ? 0"},
		{"parts: all of them", "Z3", "2024-10", []string{"entry Z3 甲镇 done 6 2024-09-20", "entry Z3 乙镇 done 4 2024-10-02"}, "2024-10-02 10 2"},
		{"parts: one of them", "Z3", "2024-10", []string{"entry Z3 甲镇 done 6 2024-09-20"}, "- 6 31"},
		{"group: all of them", "Z4", "2024-10", []string{"entry Z4 甲镇 done 10 2024-09-20", "entry Z4 乙镇 done 10 2024-09-21"}, "2024-09-21 2 0"},
		{"group: one of them", "Z4", "2024-10", []string{"entry Z4 甲镇 done 10 2024-09-20"}, "- 1 31"},
		{"verified with less than was reported", "Z5", "2024-09", []string{"entry Z5 环保局 done 12 2024-09-20"}, "- ? 0"},
		{"reported anew since", "Z5", "2024-11", []string{"entry Z5 环保局 done 12 2024-11-08"}, "2024-11-08 12 39"},
		{"verified in the end", "Z5", "2024-12", []string{"entry Z5 环保局 done 12 2024-11-08"}, "- ? 39"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := stand(t, p, tt.period, tt.lines...)
			c := p.Official(s, task(t, p, tt.task))
			on := "-"
			if c.Claimed {
				on = c.ClaimedOn.String()
			}
			if got := strings.Join([]string{on, figure(c.Pending), days(s, c, tt.task)}, " "); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}

	// What waits may be counted as if it were verified, and what was reported as if nobody had looked.
	for _, tt := range []struct {
		task, period string
		line         string
		want         string // completion as it is, with what is pending, as reported; whether anything awaits verification
	}{
		{"Z1", "2024-10", "entry Z1 环保局 ongoing 8", "0=0/12 0.666666667=8/12 0.666666667=8/12 true"},
		{"Z1", "2024-10", "entry Z1 环保局 ongoing 0", "0=0/12 0=0/12 0=0/12 false"},
		{"Z2", "2024-10", "entry Z2 环保局 done -", "?=0/? ?=0/? ?=0/? true"},
		{"Z2", "2024-10", "entry Z2 环保局 ongoing 7", "?=0/? ?=0/? ?=0/? true"},
		{"Z4", "2024-10", "entry Z4 甲镇 done 10 2024-09-20", "0=0/2 0.5=1/2 0=0/2 true"},
		{"Z5", "2024-10", "entry Z5 环保局 done 11", "0.833333333=10/12 0.916666667=11/12 0.916666667=11/12 true"},
		{"Z5", "2024-09", "entry Z5 环保局 done 11", "0.833333333=10/12 0.833333333=10/12 0.916666667=11/12 false"},
	} {
		s := stand(t, p, tt.period, tt.line)
		c := p.Official(s, task(t, p, tt.task))
		was := func(c workbook.Completion) string { return figure(c.Ratio) + "=" + figure(c.Done) + "/" + figure(c.Of) }
		if got := fmt.Sprint(was(c), " ", was(c.AsPending()), " ", was(c.AsReported()), " ", c.Awaits()); got != tt.want {
			t.Errorf("%s in %s: %s, want %s", tt.line, tt.period, got, tt.want)
		}
	}

	// A return without news does not report again what a verification did not confirm.
	s := stand(t, p, "2024-09", "entry Z5 环保局 done 12 2024-09-20").Next(period(t, "2024-10"))
	x := task(t, p, "Z5")
	if c := p.Official(s, x); c.Claimed || c.Pending.Known || days(s, c, "Z5") != "31" {
		t.Errorf("after a verification with less: %+v, %s days late", c, days(s, c, "Z5"))
	}
	// What is closed has no figure that is higher than the verified one, and stands at the figure with which it was closed.
	s = stand(t, p, "2024-10", "entry Z6 环保局 done 7 2024-09-20")
	if c := p.Official(s, task(t, p, "Z6")); !c.Finished || c.ReportedMore() || c.Awaits() || c.Done != workbook.Known(7) {
		t.Errorf("closed after a figure: %+v", c)
	}
	// A bureau's part that was done in time is not late with the others.
	s = stand(t, p, "2024-10", "entry Z3 甲镇 done 6 2024-09-20")
	if c := p.Of(s, task(t, p, "Z3"), bureau(t, p, "甲镇")); !c.Claimed || days(s, c, "Z3") != "0" {
		t.Errorf("who did its part: %+v", c)
	}
}
