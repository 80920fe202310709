package workbook_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"

	"pgregory.net/rapid"
)

// stand makes the standing of a period from lines:
//
//	entry CY-01 发改局 done 40 2024-09-20
//	milestone CY-01 1 done 2024-09-20    (step likewise)
//	stage CZ-01 2 82
//	indicator Z1 5.5
//
// "-" leaves a field out.
func stand(t tester, p *workbook.Plan, per string, lines ...string) *workbook.Standing {
	t.Helper()
	s := (*workbook.Standing)(nil).Next(period(t, per))
	number := func(text string) workbook.Amount {
		if text == "-" {
			return workbook.Amount{}
		}
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		return workbook.Known(f)
	}
	for _, line := range lines {
		f := append(strings.Fields(line), "-", "-")
		on := func(text string) calendar.Date { return day(t, strings.Trim(text, "-")) }
		switch f[0] {
		case "entry":
			b := bureau(t, p, f[2])
			s.Entries[workbook.EntryKey{Task: f[1], Bureau: b.Code}] = &workbook.Accepted{
				Period: s.Period, SaidIn: s.Period, Status: f[3], Value: number(f[4]), DoneOn: on(f[5]), Role: task(t, p, f[1]).Role(b),
			}
		case "milestone", "step":
			r := &workbook.Reached{Period: s.Period, Status: f[3], DoneOn: on(f[4])}
			if k := (workbook.RowKey{Task: f[1], ID: f[2]}); f[0] == "step" {
				s.Steps[k] = r
			} else {
				s.Milestones[k] = r
			}
		case "stage":
			s.Stages[workbook.RowKey{Task: f[1], ID: f[2]}] = &workbook.Counted{Period: s.Period, V: number(f[3]).V}
		case "indicator":
			s.Indicators[workbook.RowKey{ID: f[1]}] = &workbook.Counted{Period: s.Period, V: number(f[2]).V}
		default:
			t.Fatalf("what is %q", line)
		}
	}
	return s
}

// figure writes an amount, "?" if it is not known.
func figure(a workbook.Amount) string {
	if !a.Known {
		return "?"
	}
	return strconv.FormatFloat(a.V, 'f', -1, 64)
}

// reached writes a completion as "ratio done/of", with the day on which it was finished.
func reached(c workbook.Completion) string {
	s := figure(c.Ratio) + " " + figure(c.Done) + "/" + figure(c.Of)
	if c.Finished {
		s += " finished"
		if c.FinishedOn != 0 {
			s += " " + c.FinishedOn.String()
		}
	}
	return s
}

// measures is a plan with a task of every measure, and verifications.
const measures = roster + `
	# 参数
	| 参数     | 值         |
	| 文件日期 | 2024-09-01 |
	# 任务
	| 任务编号 | 重点任务 | 计量方式 | 牵头单位     | 配合单位 | 计量单位 | 口径 | 基数 | 目标值 | 方向     | 频次       | 完成日期   | 上级任务 | 权重 |
	| SX-01    | 事项     | 事项     | 发改局       | 财政局   |          |      |      |        |          |            | 2024-12-31 |          |      |
	| SX-02    | 节点     | 事项     | 发改局       | 财政局   |          |      |      |        |          |            | 2024-12-31 |          |      |
	| SX-03    | 各镇办   | 事项     | 各镇         |          |          |      |      |        |          |            | 2024-12-31 |          |      |
	| SL-01    | 增       | 数量     | 发改局       | 财政局   | 亩       | 累计 | 5000 | 100000 |          |            | 2024-12-31 |          |      |
	| SL-02    | 降       | 数量     | 发改局       |          | 个       | 时点 | 80   | 20     | 越低越好 |            | 2024-12-31 |          |      |
	| SL-03    | 控       | 数量     | 发改局       |          | 亿元     | 时点 |      | 4      | 不超过   |            | 2024-12-31 |          |      |
	| SL-04    | 待定     | 数量     | 发改局       |          | 个       | 累计 |      | 未明确 |          |            | 2024-12-31 |          |      |
	| SL-05    | 零控     | 数量     | 发改局       |          | 起       | 时点 |      | 0      | 不超过   |            | 2024-12-31 |          |      |
	| SL-06    | 忘基数   | 数量     | 发改局       |          | 个       | 时点 |      | 20     | 越低越好 |            | 2024-12-31 |          |      |
	| SL-07    | 各镇量   | 数量     | 各镇         | 财政局   | 个       | 累计 |      | 10     |          |            | 2024-12-31 |          |      |
	| FD-01    | 村庄     | 分段     | 住建局       | 各镇     | 个       |      |      | 157    |          |            | 2024-10-31 |          |      |
	| ZB-01    | 指标     | 指标     | 发改局       |          |          |      |      |        |          |            | 2024-12-31 |          |      |
	| LX-01    | 周报     | 例行     | 发改局       | 财政局   | 次       |      |      |        |          | 每周、月末 | 2024-11-30 |          |      |
	| LX-02    | 月报     | 例行     | 发改局       |          | 次       |      |      |        |          | 每月       |            |          |      |
	| XM-01    | 建桥     | 项目     | 住建局       |          |          | 环节 |      |        |          |            | 2024-12-31 |          |      |
	| XM-02    | 投资     | 项目     | 住建局       |          | 亿元     | 投资 |      | 9      |          |            | 2024-12-31 |          |      |
	| XM-03    | 总投     | 项目     | 住建局       |          | 亿元     | 投资 |      | 9      |          |            | 2024-12-31 |          |      |
	| ZG-01    | 整改     | 整改     | 住建局       |          | 个       |      |      | 12     |          |            | 2024-12-31 |          |      |
	| ZG-02    | 整改     | 整改     | 住建局       |          | 个       |      |      | 未明确 |          |            | 2024-12-31 |          |      |
	| ZG-03    | 整改     | 整改     | 住建局       |          | 个       |      |      | 12     |          |            | 2024-12-31 |          |      |
	| FP-01    | 分配     | 数量     | 财政局       |          | 万元     | 累计 |      | 100    |          |            | 2024-12-31 |          |      |
	| FP-02    | 待分     | 数量     | 财政局       |          | 万元     | 累计 |      | 100    |          |            | 2024-12-31 |          |      |
	| FP-03    | 全待     | 数量     | 财政局       |          | 万元     | 累计 |      | 未明确 |          |            | 2024-12-31 |          |      |
	| FP-04    | 控量     | 数量     | 各镇         |          | 起       | 累计 |      | 10     | 不超过   |            | 2024-12-31 |          |      |
	| FP-05    | 守住     | 数量     | 财政局       |          | 亩      | 时点 |      | 100    | 不低于   |            | 2024-12-31 |          |      |
	| DX       | 大项     |          |              |          |          |      |      |        |          |            |            |          |      |
	| DX-01    | 小项     | 事项     | 发改局       |          |          |      |      |        |          |            | 2024-12-31 | DX       | 3    |
	| DX-02    | 小项     | 数量     | 发改局       |          | 个       | 累计 |      | 10     |          |            | 2024-12-31 | DX       | 1    |
	| DX-03    | 小项     | 数量     | 发改局       |          | 个       | 累计 |      | 未明确 |          |            | 2024-12-31 | DX       | 5    |
	# 节点
	| 任务编号 | 节点编号 | 节点名称 | 责任单位 | 完成日期   |
	| SX-02    | 1        | 甲       |          | 2024-09-20 |
	| SX-02    | 2        | 乙       |          | 2024-10-20 |
	| SX-02    | 3        | 丙       | 财政局   | 2024-11-20 |
	| SX-02    | 4        | 丁       | 财政局   |            |
	# 分段
	| 任务编号 | 阶段序号 | 阶段名称 | 折算值 | 期初数 |
	| FD-01    | 1        | 拟定     | 0      | 15     |
	| FD-01    | 2        | 实施     | 50     | 92     |
	| FD-01    | 3        | 完成     | 100    | 50     |
	# 分配
	| 任务编号 | 单位     | 基数 | 目标值 |
	| FP-01    | 海阳所镇 | 10   | 60     |
	| FP-01    | 白沙滩镇 |      | 40     |
	| FP-02    | 海阳所镇 |      | 60     |
	| FP-02    | 白沙滩镇 |      | 未明确 |
	| FP-03    | 海阳所镇 |      | 未明确 |
	| FP-04    | 海阳所镇 |      | 4      |
	| FP-04    | 白沙滩镇 |      | 4      |
	| FP-04    | 乳山口镇 |      | 2      |
	| FP-05    | 海阳所镇 | 70   | 60     |
	| FP-05    | 白沙滩镇 | 50   | 40     |
	# 指标
	| 指标编号 | 指标名称 | 任务编号 | 方向     | 计划值 | 上年值 | 最新值 |
	| Z1       | 增速     | ZB-01    |          | 8      |        | 4      |
	| Z2       | 能耗     | ZB-01    | 越低越好 | 3      | 5      |        |
	| Z3       | 待定     | ZB-01    |          | 未明确 |        | 9      |
	# 项目
	| 任务编号 | 环节序号 | 环节 | 计划完成日期 | 年度计划投资 |
	| XM-01    | 1        | 立项 | 2024-09-10   |              |
	| XM-01    | 2        | 用地 | 2024-10-10   |              |
	| XM-01    | 3        | 开工 |              |              |
	| XM-02    | 1        | 一期 |              | 3            |
	# 核定
	| 任务编号 | 单位   | 期       | 字段         | 核定值     | 核定人 | 日期       |
	| ZG-01    |        | '2024-09 | 累计完成值   | 5          | 督查室 | 2024-09-29 |
	| ZG-01    |        | '2024-10 | 累计完成值   | 12         | 督查室 | 2024-10-28 |
	| ZG-02    |        | '2024-10 | 进展状态     | 长期坚持   | 督查室 | 2024-10-28 |
	| ZG-03    |        | '2024-09 | 销号         | 5          | 督查室 | 2024-09-29 |
	| ZG-03    |        | '2024-10 | 销号         | 是         | 督查室 | 2024-10-29 |
	| SL-01    |        | '2024-10 | 累计完成值   | '2.4万     | 督查室 | 2024-10-29 |
	| SL-04    |        | '2024-10 | 累计完成值   | 9          |        | 2024-10-29 |
	| SX-01    | 财政局 | '2024-10 | 进展状态     | 办结       | 督查室 | 2024-10-29 |
	| SX-01    | 财政局 | '2024-10 | 实际完成日期 | 2024-10-15 | 督查室 | 2024-10-29 |
	| SX-01    | 发改局 | '2024-11 | 进展状态     | 推进中     | 督查室 | 2024-11-29 |
`

func TestCompletionByMeasure(t *testing.T) {
	p := planOf(t, measures)
	wantObserved(t, p.Observations)
	tests := []struct {
		name, task, bureau, period string
		lines                      []string
		official, own              string // own: of the bureau's part, if a bureau is named
	}{
		{"deliverable: nothing yet", "SX-01", "", "2024-09", nil, "0 0/1", ""},
		{"deliverable: under way", "SX-01", "财政局", "2024-09", []string{"entry SX-01 发改局 ongoing -", "entry SX-01 财政局 done - 2024-09-10"}, "0 0/1", "1 1/1 finished 2024-09-10"},
		{"deliverable: done", "SX-01", "财政局", "2024-09", []string{"entry SX-01 发改局 done - 2024-09-20"}, "1 1/1 finished 2024-09-20", "1 1/1 finished 2024-09-20"},
		{"deliverable: done on no day", "SX-01", "", "2024-09", []string{"entry SX-01 发改局 done -"}, "1 1/1 finished", ""},
		{"长期坚持 unverified is neither", "SX-01", "", "2024-09", []string{"entry SX-01 发改局 sustained - 2024-09-20"}, "? ?/1", ""},
		{"verified status outranks: done without a return", "SX-01", "财政局", "2024-10", nil, "0 0/1", "1 1/1 finished 2024-10-15"},
		{"verified status outranks: not done after all", "SX-01", "发改局", "2024-11", []string{"entry SX-01 发改局 done - 2024-11-20"}, "0 0/1", "0 0/1"},
		{"a verification of a later period does not reach back", "SX-01", "发改局", "2024-10", []string{"entry SX-01 发改局 done - 2024-10-20"}, "1 1/1 finished 2024-10-20", "1 1/1 finished 2024-10-20"},

		{"milestones: one of four", "SX-02", "财政局", "2024-09", []string{"milestone SX-02 1 done 2024-09-18", "milestone SX-02 2 ongoing -"}, "0.25 1/4", "0 0/2"},
		{"milestones: a support's own two", "SX-02", "财政局", "2024-11", []string{"milestone SX-02 3 done 2024-11-18", "milestone SX-02 4 done 2024-11-10"}, "0.5 2/4", "1 2/2 finished 2024-11-18"},
		{"milestones: all", "SX-02", "", "2024-12", []string{"milestone SX-02 1 done 2024-09-18", "milestone SX-02 2 done 2024-10-18", "milestone SX-02 3 done 2024-12-01", "milestone SX-02 4 done -"}, "1 4/4 finished 2024-12-01", ""},
		{"milestones: the whole reported done", "SX-02", "", "2024-12", []string{"milestone SX-02 1 done 2024-09-18", "entry SX-02 发改局 done - 2024-12-05"}, "1 1/4 finished 2024-12-05", ""},

		{"group: mean of the members", "SX-03", "白沙滩镇", "2024-09", []string{"entry SX-03 海阳所镇 done - 2024-09-10", "entry SX-03 白沙滩镇 ongoing -"}, "0.333333333 1/3", "0 0/1"},
		{"group: an unconfirmed 长期坚持 stays out of the mean", "SX-03", "", "2024-09", []string{"entry SX-03 海阳所镇 done - 2024-09-10", "entry SX-03 白沙滩镇 sustained -"}, "0.5 1/2", ""},
		{"group: all", "SX-03", "", "2024-09", []string{"entry SX-03 海阳所镇 done - 2024-09-10", "entry SX-03 白沙滩镇 done - 2024-09-12", "entry SX-03 乳山口镇 done - 2024-09-11"}, "1 3/3 finished 2024-09-12", ""},
		{"group of quantities: 4 and 6 and nothing of 10 each", "SL-07", "海阳所镇", "2024-09", []string{"entry SL-07 海阳所镇 ongoing 4", "entry SL-07 白沙滩镇 ongoing 6"}, "0.333333333 1/3", "0.4 4/10"},
		{"group of quantities: a support stands where the task does", "SL-07", "财政局", "2024-09", []string{"entry SL-07 海阳所镇 ongoing 4", "entry SL-07 白沙滩镇 ongoing 6", "entry SL-07 财政局 ongoing -"}, "0.333333333 1/3", "0.333333333 1/3"},
		{"group of quantities: more than all of one makes up for no other", "SL-07", "海阳所镇", "2024-09", []string{"entry SL-07 海阳所镇 ongoing 30"}, "0.333333333 1/3", "3 30/10 finished 2024-09-30"},

		{"quantity up: nothing reported", "SL-01", "财政局", "2024-09", nil, "0 5000/100000", "0 5000/100000"},
		{"quantity up: (24000-5000)/(100000-5000)", "SL-01", "财政局", "2024-09", []string{"entry SL-01 发改局 ongoing 24000", "entry SL-01 财政局 ongoing 99999"}, "0.2 24000/100000", "0.2 24000/100000"},
		{"quantity up: below the baseline", "SL-01", "", "2024-09", []string{"entry SL-01 发改局 ongoing 4000"}, "0 4000/100000", ""},
		{"quantity up: more than all", "SL-01", "", "2024-09", []string{"entry SL-01 发改局 done 119000 2024-09-28"}, "1.2 119000/100000 finished 2024-09-28", ""},
		{"quantity up: full on no day", "SL-01", "", "2024-09", []string{"entry SL-01 发改局 ongoing 100000"}, "1 100000/100000 finished 2024-09-30", ""},
		{"quantity: 已完成 at 20% is 20%", "SL-01", "", "2024-09", []string{"entry SL-01 发改局 done 24000 2024-09-28"}, "0.2 24000/100000", ""},
		{"verified figure outranks the return", "SL-01", "", "2024-10", []string{"entry SL-01 发改局 ongoing 90000"}, "0.2 24000/100000", ""},
		{"quantity down: (80-50)/(80-20)", "SL-02", "", "2024-09", []string{"entry SL-02 发改局 ongoing 50"}, "0.5 50/20", ""},
		{"quantity down: risen", "SL-02", "", "2024-09", []string{"entry SL-02 发改局 ongoing 95"}, "0 95/20", ""},
		{"quantity down: there", "SL-02", "", "2024-09", []string{"entry SL-02 发改局 ongoing 20"}, "1 20/20 finished 2024-09-30", ""},
		{"quantity down without a baseline is not known", "SL-06", "", "2024-09", []string{"entry SL-06 发改局 ongoing 40"}, "? 40/20", ""},
		{"ceiling: within", "SL-03", "", "2024-09", []string{"entry SL-03 发改局 ongoing 3.5"}, "1 3.5/4", ""},
		{"ceiling: 2 - 5/4", "SL-03", "", "2024-09", []string{"entry SL-03 发改局 ongoing 5"}, "0.75 5/4", ""},
		{"ceiling: more than twice", "SL-03", "", "2024-09", []string{"entry SL-03 发改局 ongoing 9"}, "0 9/4", ""},
		{"ceiling: silence does not keep it", "SL-03", "", "2024-09", nil, "? 0/4", ""},
		{"ceiling: over only when reported done", "SL-03", "", "2024-12", []string{"entry SL-03 发改局 done 3.5 2024-12-30"}, "1 3.5/4 finished 2024-12-30", ""},
		{"ceiling: broken and reported done is not done", "SL-03", "", "2024-12", []string{"entry SL-03 发改局 done 6 2024-12-30"}, "0.5 6/4", ""},
		{"ceiling of nothing: kept", "SL-05", "", "2024-09", []string{"entry SL-05 发改局 ongoing 0"}, "1 0/0", ""},
		{"ceiling of nothing: one is too many", "SL-05", "", "2024-09", []string{"entry SL-05 发改局 ongoing 1"}, "0 1/0", ""},
		{"open target: not known", "SL-04", "", "2024-09", []string{"entry SL-04 发改局 ongoing 7"}, "? 7/?", ""},
		{"open target: done by status", "SL-04", "", "2024-09", []string{"entry SL-04 发改局 done 7 2024-09-20"}, "? 7/? finished 2024-09-20", ""},
		{"a verification that nobody approved does not count", "SL-04", "", "2024-10", []string{"entry SL-04 发改局 ongoing 7"}, "? 7/?", ""},

		// At the start, 92 worth a half and 50 worth one make 96 of 157; 61 remain.
		{"staged: as it was", "FD-01", "", "2024-09", nil, "0 96/157", ""},
		{"staged: 0/95/62 is worth 109.5", "FD-01", "海阳所镇", "2024-09", []string{"stage FD-01 1 0", "stage FD-01 2 95", "stage FD-01 3 62"}, "0.221311475 109.5/157", "0.221311475 109.5/157"},
		{"staged: 0/31/126 is worth 141.5", "FD-01", "", "2024-10", []string{"stage FD-01 1 0", "stage FD-01 2 31", "stage FD-01 3 126"}, "0.745901639 141.5/157", ""},
		{"staged: all", "FD-01", "", "2024-10", []string{"stage FD-01 1 0", "stage FD-01 2 0", "stage FD-01 3 157", "entry FD-01 住建局 done - 2024-10-28"}, "1 157/157 finished 2024-10-28", ""},
		{"staged: fallen back", "FD-01", "", "2024-09", []string{"stage FD-01 1 107", "stage FD-01 2 0"}, "0 50/157", ""},

		{"indicators: from the plan 4/8, one not yet measured, one open", "ZB-01", "", "2024-09", nil, "0.5 0.5/1", ""},
		{"indicators: 6/8 and (5-4)/(5-3)", "ZB-01", "", "2024-09", []string{"indicator Z1 6", "indicator Z2 4"}, "0.625 1.25/2", ""},
		{"indicators: beyond plan makes up for none worse than last year", "ZB-01", "", "2024-09", []string{"indicator Z1 10", "indicator Z2 6"}, "0.5 1/2", ""},
		{"indicators: beyond plan, the only one measured", "ZB-01", "", "2024-09", []string{"indicator Z1 10"}, "1.25 1.25/1", ""},
		{"indicators: short of the plan, reported done", "ZB-01", "", "2024-09", []string{"indicator Z1 10", "indicator Z2 4", "entry ZB-01 发改局 done - 2024-09-20"},
			"0.75 1.5/2", ""},
		{"indicators: all reached and reported done", "ZB-01", "", "2024-09", []string{"indicator Z1 10", "indicator Z2 3", "entry ZB-01 发改局 done - 2024-09-20"},
			"1 2/2 finished 2024-09-20", ""},

		// 2024-09: weeks end on the 1st, 8th, 15th, 22nd and 29th, and one month ends.
		{"recurring: 3 of 6", "LX-01", "", "2024-09", []string{"entry LX-01 发改局 ongoing 3"}, "0.5 3/6", ""},
		{"recurring: a support with a figure of its own", "LX-01", "财政局", "2024-09", []string{"entry LX-01 发改局 ongoing 3", "entry LX-01 财政局 ongoing 6"}, "0.5 3/6", "1 6/6"},
		{"recurring: a support without", "LX-01", "财政局", "2024-09", []string{"entry LX-01 发改局 ongoing 3", "entry LX-01 财政局 ongoing -"}, "0.5 3/6", "0.5 3/6"},
		// To the deadline, 2024-11-30: 13 weeks that end from 09-01 to 11-24, three months.
		{"recurring: duties end with the deadline", "LX-01", "", "2024-12", []string{"entry LX-01 发改局 ongoing 16"}, "1 16/16 finished 2024-11-30", ""},
		{"recurring: short at the deadline", "LX-01", "", "2024-12", []string{"entry LX-01 发改局 ongoing 12"}, "0.75 12/16", ""},
		{"recurring without an end is never over", "LX-02", "", "2024-10", []string{"entry LX-02 发改局 ongoing 2"}, "1 2/2", ""},

		{"steps: two of three", "XM-01", "", "2024-10", []string{"step XM-01 1 done 2024-09-09", "step XM-01 2 done 2024-10-12"}, "0.666666667 2/3", ""},
		{"steps: all", "XM-01", "", "2024-10", []string{"step XM-01 1 done 2024-09-09", "step XM-01 2 done 2024-10-12", "step XM-01 3 done 2024-10-11"}, "1 3/3 finished 2024-10-12", ""},
		{"steps: the whole reported done", "XM-01", "", "2024-10", []string{"step XM-01 1 done 2024-09-09", "entry XM-01 住建局 done - 2024-10-30"}, "1 1/3 finished 2024-10-30", ""},
		{"investment: 1.2 of the year's 3", "XM-02", "", "2024-10", []string{"entry XM-02 住建局 ongoing 1.2"}, "0.4 1.2/3", ""},
		{"investment: no year's plan, the target stands", "XM-03", "", "2024-10", []string{"entry XM-03 住建局 ongoing 4.5"}, "0.5 4.5/9", ""},

		{"rectification: reported is not closed", "ZG-01", "", "2024-08", []string{"entry ZG-01 住建局 done 12 2024-08-20"}, "0 0/12", ""},
		{"rectification: 5 verified of 12", "ZG-01", "", "2024-09", []string{"entry ZG-01 住建局 done 12 2024-09-20"}, "0.416666667 5/12", ""},
		{"rectification: all verified, finished when reported", "ZG-01", "", "2024-10", []string{"entry ZG-01 住建局 done 12 2024-10-20"}, "1 12/12 finished 2024-10-20", ""},
		{"rectification: all verified, no day reported", "ZG-01", "", "2024-11", nil, "1 12/12 finished 2024-10-28", ""},
		{"rectification: 5 closed of 12", "ZG-03", "", "2024-10", []string{"entry ZG-03 住建局 done 12 2024-09-20"}, "0.416666667 5/12", ""},
		{"rectification of an open number: reported", "ZG-02", "", "2024-09", []string{"entry ZG-02 住建局 done - 2024-09-20"}, "? 0/?", ""},
		{"rectification of an open number: verified 长期坚持", "ZG-02", "", "2024-10", []string{"entry ZG-02 住建局 ongoing -"}, "1 0/? finished", ""},

		// Of 10 at the start to 100: (25+20-10)/(100-10).
		{"parts: summed", "FP-01", "海阳所镇", "2024-09", []string{"entry FP-01 海阳所镇 ongoing 25", "entry FP-01 白沙滩镇 ongoing 20", "entry FP-01 财政局 done 100 2024-09-02"}, "0.388888889 45/100", "0.3 25/60"},
		{"parts: one silent", "FP-01", "白沙滩镇", "2024-09", []string{"entry FP-01 海阳所镇 ongoing 25"}, "0.166666667 25/100", "0 0/40"},
		{"parts: all", "FP-01", "", "2024-09", []string{"entry FP-01 海阳所镇 done 60 2024-09-12", "entry FP-01 白沙滩镇 done 40 2024-09-14"}, "1 100/100 finished 2024-09-14", ""},
		{"open part: the task's target stands for the sum", "FP-02", "白沙滩镇", "2024-09", []string{"entry FP-02 海阳所镇 ongoing 30", "entry FP-02 白沙滩镇 ongoing 20"}, "0.5 50/100", "? 20/?"},
		{"all open: not known", "FP-03", "", "2024-09", []string{"entry FP-03 海阳所镇 ongoing 30"}, "? 30/?", ""},
		{"parts of a ceiling: silence of all does not keep it", "FP-04", "海阳所镇", "2024-09", nil, "? 0/10", "? 0/4"},
		{"parts of a ceiling: nor does silence of one", "FP-04", "", "2024-09", []string{"entry FP-04 海阳所镇 ongoing 1", "entry FP-04 白沙滩镇 ongoing 0"}, "? 1/10", ""},
		{"parts of a ceiling: broken by some, whatever the others say", "FP-04", "", "2024-09", []string{"entry FP-04 海阳所镇 ongoing 15"}, "0.5 15/10", ""},
		{"parts of a ceiling: kept", "FP-04", "", "2024-09", []string{"entry FP-04 海阳所镇 ongoing 1", "entry FP-04 白沙滩镇 ongoing 0", "entry FP-04 乳山口镇 ongoing 5"}, "1 6/10", ""},
		{"parts of a floor: what there was does not keep it where all are silent", "FP-05", "海阳所镇", "2024-09", nil, "? 120/100", "? 70/60"},
		{"parts of a floor: nor where one is", "FP-05", "", "2024-09", []string{"entry FP-05 海阳所镇 ongoing 65"}, "? 115/100", ""},
		{"parts of a floor: kept by some, whatever the others say", "FP-05", "", "2024-09", []string{"entry FP-05 海阳所镇 ongoing 105"}, "1.55 155/100", ""},
		{"parts of a floor: broken", "FP-05", "", "2024-09", []string{"entry FP-05 海阳所镇 ongoing 50", "entry FP-05 白沙滩镇 ongoing 40"}, "0.9 90/100", ""},

		// The weights are 3 and 1; the open one does not count.
		{"grouping: mean by weight", "DX", "", "2024-09", []string{"entry DX-01 发改局 ongoing -", "entry DX-02 发改局 ongoing 8"}, "0.2 ?/?", ""},
		{"grouping: more than all counts as all", "DX", "", "2024-09", []string{"entry DX-01 发改局 ongoing -", "entry DX-02 发改局 ongoing 30"}, "0.25 ?/?", ""},
		{"grouping: finished with the last", "DX", "", "2024-09", []string{"entry DX-01 发改局 done - 2024-09-10", "entry DX-02 发改局 done 10 2024-09-20", "entry DX-03 发改局 done - 2024-09-15"}, "1 ?/? finished 2024-09-20", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := stand(t, p, tt.period, tt.lines...)
			x := task(t, p, tt.task)
			if got := reached(p.Official(s, x)); got != tt.official {
				t.Errorf("official %s, want %s", got, tt.official)
			}
			if tt.bureau == "" {
				return
			}
			if got := reached(p.Of(s, x, bureau(t, p, tt.bureau))); got != tt.own {
				t.Errorf("of %s %s, want %s", tt.bureau, got, tt.own)
			}
		})
	}
}

// TestSupportsOfADeliverable: whether a support is finished with a deliverable is its own word if supports are scored, and else the lead's.
func TestSupportsOfADeliverable(t *testing.T) {
	for _, tt := range []struct{ share, said, want string }{
		{"0", "", "1 1/1 finished 2024-09-20"},
		{"0", "entry SX-01 财政局 ongoing -", "1 1/1 finished 2024-09-20"},
		{"0", "entry SX-01 财政局 done - 2024-09-10", "1 1/1 finished 2024-09-10"},
		{"0.5", "", "0 0/1"},
		{"0.5", "entry SX-01 财政局 ongoing -", "0 0/1"},
		{"0.5", "entry SX-01 财政局 done - 2024-09-10", "1 1/1 finished 2024-09-10"},
	} {
		p := planOf(t, strings.Replace(measures, "| 文件日期 | 2024-09-01 |", "| 文件日期 | 2024-09-01 |\n| 配合系数 | "+tt.share+" |", 1))
		lines := []string{"entry SX-01 发改局 done - 2024-09-20"}
		if tt.said != "" {
			lines = append(lines, tt.said)
		}
		s, x, b := stand(t, p, "2024-09", lines...), task(t, p, "SX-01"), bureau(t, p, "财政局")
		if got := reached(p.Of(s, x, b)); got != tt.want {
			t.Errorf("share %s, %q: %s, want %s", tt.share, tt.said, got, tt.want)
		}
		october := period(t, "2024-10")
		asked := slices.Contains(p.Asked(s, b, october), x)
		if open := tt.want == "0 0/1"; asked != open {
			t.Errorf("share %s, %q: asked in October: %t, want %t", tt.share, tt.said, asked, open)
		}
	}
}

func TestVerificationsAndReturnsAreBothKept(t *testing.T) {
	p := planOf(t, measures)
	s := stand(t, p, "2024-10", "entry SL-01 发改局 ongoing 90000")
	x, b := task(t, p, "SL-01"), bureau(t, p, "发改局")
	if e := p.Effective(s, x, b); e.Value.V != 24000 || e.Status != workbook.Ongoing {
		t.Errorf("effective %+v", e)
	}
	if e := s.Entry(x, b); e.Value.V != 90000 {
		t.Errorf("the return was changed: %+v", e)
	}
	if v := p.VerifiedValue(x, b, workbook.ColDoneValue, period(t, "2024-12")); v == nil || v.Number.V != 24000 {
		t.Errorf("a verification does not last: %+v", v)
	}
	if v := p.VerifiedValue(x, b, workbook.ColDoneValue, period(t, "2024-09")); v != nil {
		t.Errorf("a verification reaches back: %+v", v)
	}
	if e := p.Effective(stand(t, p, "2024-09"), x, b); e != nil {
		t.Errorf("an entry out of nothing: %+v", e)
	}
}

func TestElapsed(t *testing.T) {
	tests := []struct{ start, due, at, want string }{
		{"2023-01-01", "2023-12-31", "2023-08-31", "0.665753425"}, // 243 of 365 days, 8 of 12 months
		{"2024-09-01", "2024-09-30", "2024-09-20", "0.666666667"},
		{"2024-09-01", "2024-09-30", "2024-09-01", "0.033333333"},
		{"2024-09-01", "2024-09-30", "2024-08-31", "0"},
		{"2024-09-01", "2024-09-30", "2024-09-30", "1"},
		{"2024-09-01", "2024-09-30", "2025-01-01", "1"},
		{"2024-09-01", "2024-09-01", "2024-09-01", "1"},
		{"2024-09-01", "", "2024-09-20", "?"},
		{"2024-09-02", "2024-09-01", "2024-09-20", "?"},
	}
	for _, tt := range tests {
		if got := figure(workbook.Elapsed(day(t, tt.start), day(t, tt.due), day(t, tt.at))); got != tt.want {
			t.Errorf("from %s to %s on %s: %s, want %s", tt.start, tt.due, tt.at, got, tt.want)
		}
	}
}

// A year's investment is expected to be made in the plan's year, though the project began before it and goes on.
func TestExpectedOfAYearsInvestment(t *testing.T) {
	p := planOf(t, `
		# 参数
		| 参数     | 值         |
		| 年度     | 2024       |
		| 文件日期 | 2024-01-15 |
		# 单位
		| 单位名称 |
		| 水务局   |
		# 任务
		| 任务编号 | 重点任务 | 计量方式 | 口径 | 计量单位 | 牵头单位 | 开始日期   | 完成日期   |
		| XM-01    | 城西水厂 | 项目     | 投资 | 万元     | 水务局   | 2023-10-01 | 2026-06-30 |
		| XM-02    | 环湖路   | 项目     | 投资 | 万元     | 水务局   | 2024-05-01 | 2024-10-31 |
		# 项目
		| 任务编号 | 项目名称 | 总投资 | 年度计划投资 |
		| XM-01    | 城西水厂 | 32000  | 12000        |
		| XM-02    | 环湖路   | 8000   | 8000         |`)
	for _, tt := range []struct{ task, at, want string }{
		{"XM-01", "2024-03-31", "0.24863388"}, // 91 of 366 days
		{"XM-01", "2024-12-31", "1"},          //
		{"XM-01", "2025-03-31", "1"},          // what was not invested in the year is not spread over the next one
		{"XM-02", "2024-07-31", "0.5"},        // 92 of 184 days: its own term
		{"XM-02", "2024-04-30", "0"},          //
	} {
		x := task(t, p, tt.task)
		c := p.Official(stand(t, p, tt.at[:7]), x)
		if got := figure(p.Expected(stand(t, p, tt.at[:7]), x, c, day(t, tt.at))); got != tt.want {
			t.Errorf("%s on %s: %s, want %s", tt.task, tt.at, got, tt.want)
		}
	}
}

func TestExpected(t *testing.T) {
	p := planOf(t, measures+`
		# 变更
		| 变更编号 | 变更对象 | 对象编号 | 字段     | 新值       | 生效日期   | 批准人 |
		| B1       | 节点     | SX-02/2  | 完成日期 | 2024-11-10 | 2024-10-15 | 王某   |
		| B2       | 任务     | SX-01    | 完成日期 | 2025-04-30 | 2024-12-01 | 王某   |`)
	tests := []struct{ task, at, want string }{
		{"SX-01", "2024-10-31", "0.5"},         // 61 of 122 days
		{"SX-01", "2024-12-30", "0.5"},         // the deadline in force is now 2025-04-30: 121 of 242 days
		{"SX-02", "2024-09-19", "0"},           // nothing is due yet
		{"SX-02", "2024-10-14", "0.25"},        // the first
		{"SX-02", "2024-10-31", "0.25"},        // the second was postponed
		{"SX-02", "2024-11-10", "0.5"},         //
		{"SX-02", "2024-12-30", "0.75"},        // the fourth has no day of its own: the task's
		{"SX-02", "2024-12-31", "1"},           //
		{"XM-01", "2024-10-09", "0.333333333"}, //
		{"XM-01", "2024-12-31", "1"},           //
		{"LX-01", "2024-09-30", "1"},           // everything expected was due
		{"SL-01", "2024-09-30", "0.245901639"}, // 30 of 122 days
		{"SL-03", "2024-08-31", "0"},           // not begun
		{"SL-03", "2024-09-01", "1"},           // a ceiling has to be kept from the first day
	}
	for _, tt := range tests {
		x := task(t, p, tt.task)
		c := p.Official(stand(t, p, tt.at[:7]), x)
		if got := figure(p.Expected(stand(t, p, tt.at[:7]), x, c, day(t, tt.at))); got != tt.want {
			t.Errorf("%s on %s: %s, want %s", tt.task, tt.at, got, tt.want)
		}
	}
}

func TestDaysLate(t *testing.T) {
	p := planOf(t, measures+`
		# 变更
		| 变更编号 | 变更对象 | 对象编号 | 字段     | 新值       | 生效日期   | 批准人 |
		| B1       | 任务     | SX-01    | 完成日期 | 2025-01-10 | 2024-12-01 | 王某   |
		| B2       | 任务     | SL-01    | 完成日期 | 2025-06-30 | 2024-12-01 |        |
		| B3       | 节点     | SX-02/1  | 完成日期 | 2024-10-10 | 2024-09-25 | 王某   |`)
	tests := []struct {
		name, task, at string
		lines          []string
		want           string
	}{
		{"before the deadline", "SL-02", "2024-12-30", nil, "?"},
		{"on the day", "SL-02", "2024-12-31", nil, "0"},
		{"ten days after", "SL-02", "2025-01-10", nil, "10"},
		{"no deadline", "LX-02", "2025-01-10", nil, "?"},
		{"finished early, not yet due", "SX-01", "2024-10-31", []string{"entry SX-01 发改局 done - 2024-10-20"}, "?"},
		{"finished in time", "SL-02", "2025-01-10", []string{"entry SL-02 发改局 done 20 2024-12-20"}, "0"},
		{"finished three days late, seen later", "SL-02", "2025-01-31", []string{"entry SL-02 发改局 done 20 2025-01-03"}, "3"},
		{"finished, nobody knows when", "DX-01", "2025-02-10", []string{"entry DX-01 发改局 done -"}, "0"},
		{"the deadline was moved", "SX-01", "2025-01-05", nil, "?"},
		{"the moved deadline passed", "SX-01", "2025-01-12", nil, "2"},
		{"a change that nobody approved moves nothing", "SL-01", "2025-01-12", nil, "12"},
		{"milestones: the first, as it stood", "SX-02", "2024-09-24", nil, "4"},
		{"milestones: done after the day of the figures", "SX-02", "2024-09-24", []string{"milestone SX-02 1 done 2024-09-28"}, "4"},
		{"milestones: the first was put off", "SX-02", "2024-09-30", nil, "?"},
		{"milestones: each on its own, the latest counts", "SX-02", "2024-10-31", []string{"milestone SX-02 1 done 2024-10-12"}, "11"},
		{"milestones: done ones by their own day", "SX-02", "2024-10-31", []string{"milestone SX-02 1 done 2024-10-12", "milestone SX-02 2 done 2024-10-19"}, "2"},
		{"milestones: the whole finished in time, one late", "SX-02", "2024-12-31", []string{
			"milestone SX-02 1 done 2024-10-01", "milestone SX-02 2 done 2024-10-25", "milestone SX-02 3 done 2024-11-01", "milestone SX-02 4 done 2024-11-01",
		}, "5"},
		{"steps: each by its own limit", "XM-01", "2024-10-31", []string{"step XM-01 1 done 2024-09-13", "step XM-01 2 done 2024-10-10"}, "3"},
		{"steps: one outstanding", "XM-01", "2024-10-31", []string{"step XM-01 1 done 2024-09-13"}, "21"},
	}
	for _, tt := range tests {
		x := task(t, p, tt.task)
		s := stand(t, p, tt.at[:7], tt.lines...)
		if got := figure(p.DaysLate(s, x, p.Official(s, x), day(t, tt.at))); got != tt.want {
			t.Errorf("%s: %s days late, want %s", tt.name, got, tt.want)
		}
	}
}

func TestIndicatorRatios(t *testing.T) {
	known := workbook.Known
	none := workbook.Amount{}
	tests := []struct {
		name           string
		direction      string
		value          workbook.Amount
		plan, lastYear workbook.Amount
		want           string
	}{
		{"more is better", workbook.Higher, known(6.5), known(5), none, "1.3"},
		{"last year does not matter there", workbook.Higher, known(4), known(5), known(3), "0.8"},
		{"less is better: half the way", workbook.Lower, known(4), known(3), known(5), "0.5"},
		{"less is better, last year not known: 2 - 4/3.2", workbook.Lower, known(4), known(3.2), none, "0.75"},
		{"less is better, last year was better than the plan", workbook.Lower, known(4), known(3.2), known(3), "0.75"},
		{"ceiling kept", workbook.Ceiling, known(3), known(3), none, "1"},
		{"floor kept", workbook.Floor, known(6.5), known(5), known(8), "1.3"},
		{"floor broken: 4/5", workbook.Floor, known(4), known(5), none, "0.8"},
		{"a floor of nothing", workbook.Floor, known(0), known(0), none, "1"},
		{"below a floor of nothing", workbook.Floor, known(-1), known(0), none, "0"},
		{"not measured", workbook.Higher, none, known(5), none, "?"},
		{"no plan", workbook.Higher, known(5), none, none, "?"},
		{"a plan of nothing", workbook.Higher, known(5), known(0), none, "?"},
	}
	for _, tt := range tests {
		in := &workbook.Indicator{Direction: tt.direction, Planned: tt.plan, LastYear: tt.lastYear}
		if got := figure((&workbook.Plan{}).IndicatorRatio(in, tt.value, 0)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestQuantityRatioProperties(t *testing.T) {
	amount := rapid.Float64Range(-1e9, 1e9)
	rapid.Check(t, func(t *rapid.T) {
		direction := rapid.SampledFrom([]string{workbook.Higher, workbook.Lower, workbook.Ceiling, workbook.Floor}).Draw(t, "direction")
		base, target, value, more := amount.Draw(t, "baseline"), amount.Draw(t, "target"), amount.Draw(t, "value"), math.Abs(amount.Draw(t, "more"))
		r := workbook.QuantityRatio(direction, value, base, target)
		if !r.Known {
			if workbook.IsBound(direction) || direction == workbook.Higher && base != target {
				t.Fatalf("not known: %s %v from %v to %v", direction, value, base, target)
			}
			return
		}
		if r.V < 0 || math.IsNaN(r.V) {
			t.Fatalf("%s %v from %v to %v is %v", direction, value, base, target, r.V)
		}
		next := workbook.QuantityRatio(direction, value+more, base, target)
		rising := direction == workbook.Floor || direction == workbook.Higher && target > base
		switch {
		case rising && next.V < r.V:
			t.Fatalf("%v is %v of the way from %v to %v, %v only %v", value, r.V, base, target, value+more, next.V)
		case !rising && next.V > r.V:
			t.Fatalf("%s: %v is %v, %v is %v", direction, value, r.V, value+more, next.V)
		}
		if direction == workbook.Ceiling && r.V > 1 {
			t.Fatalf("more than all of a ceiling: %v", r.V)
		}
		if direction != workbook.Ceiling {
			if at := workbook.QuantityRatio(direction, target, base, target); at.V != 1 {
				t.Fatalf("at the target %v", at.V)
			}
		}
	})
}

// What overflows is not known, whichever way it is measured.
func TestRatiosThatOverflow(t *testing.T) {
	for _, direction := range []string{workbook.Higher, workbook.Lower, workbook.Ceiling, workbook.Floor} {
		for _, r := range []workbook.Amount{workbook.QuantityRatio(direction, 1e15, 0, 1e-320), workbook.QuantityRatio(direction, -1e15, 0, -1e-320)} {
			if r.Known && (math.IsInf(r.V, 0) || math.IsNaN(r.V)) || !r.Known && r.V != 0 {
				t.Errorf("%s: %+v", direction, r)
			}
		}
	}
}

// Whatever was accepted, no ratio of the plan is negative, and the completion of a finished task is known.
func TestRatiosAreNeverNegative(t *testing.T) {
	p := planOf(t, measures)
	status := rapid.SampledFrom([]string{workbook.NotStarted, workbook.Ongoing, workbook.Done, workbook.Sustained, workbook.AskChange})
	figures := rapid.SampledFrom([]string{"-", "-50", "0", "3", "40", "157", "99999999"})
	rapid.Check(t, func(t *rapid.T) {
		var lines []string
		for _, x := range p.Tasks {
			for _, a := range x.Assigned {
				if rapid.Bool().Draw(t, "reports") {
					lines = append(lines, "entry "+x.ID+" "+a.Bureau.Name+" "+status.Draw(t, "status")+" "+figures.Draw(t, "value"))
				}
			}
			for _, st := range x.Stages {
				lines = append(lines, "stage "+x.ID+" "+st.ID+" "+strings.Replace(figures.Draw(t, "count"), "-", "0", 1))
			}
			for _, m := range x.Milestones {
				lines = append(lines, "milestone "+x.ID+" "+m.ID+" "+status.Draw(t, "milestone"))
			}
		}
		s := stand(t, p, rapid.SampledFrom([]string{"2024-08", "2024-10", "2024-12"}).Draw(t, "period"), lines...)
		for _, x := range p.Tasks {
			judge := func(who string, c workbook.Completion) {
				if c.Ratio.Known && (c.Ratio.V < 0 || math.IsNaN(c.Ratio.V) || math.IsInf(c.Ratio.V, 0)) || !c.Finished && c.FinishedOn != 0 {
					t.Fatalf("%s of %s: %+v", x.ID, who, c)
				}
				if e := p.Expected(s, x, c, s.Period.Last()); e.Known && (e.V < 0 || e.V > 1) {
					t.Fatalf("%s of %s: expected %v", x.ID, who, e.V)
				}
				if l := p.DaysLate(s, x, c, s.Period.Last()); l.V < 0 {
					t.Fatalf("%s of %s: %v days late", x.ID, who, l.V)
				}
			}
			judge("all", p.Official(s, x))
			for _, a := range x.Assigned {
				judge(a.Bureau.Name, p.Of(s, x, a.Bureau))
			}
		}
	})
}
