package score_test

import (
	"strings"
	"testing"

	"duban/report/score"
)

// A figure that WhatIf sets gives the same scores as typing it into the plan.
func TestWhatIfIsAsIfTyped(t *testing.T) {
	const sections = `
# 计分部分
| 部分 | 适用范围 | 权重 | 上限 |
| 重点任务 | 市直部门 | 80 | |
| 重点任务 | 各镇 | | 60 |

# 计分参数
| 参数名称 | 适用范围 | 值 |
| 倍数 | 市直部门 | 1 |
| 倍数 | | 0.8 |
| 折扣 | | 0.9 |

# 计分方法
| 方法名称 | 公式 |
| 按比例 | '=[@分值]*[@完成率]*倍数 |
| 评议平均 | '=[@分值]*[@评议分]/100 |

# 计分办法
| 编号 | 部分 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 | 下限 | 上限 | 系数 | 无数据时 |
| A1 | 重点任务 | 任务完成 | 60 | 任务 | 按比例 | 合计 | | 55 | 折扣 | 剔除重算 |
| A2 | 评议 | 评议 | 40 | 评议 | 评议平均 | 分组加权 | | | | 剔除重算 |

# 评议
| 单位 | 评议组 | 评议分 |
| 发改局 | 市领导 | 92 |
| 发改局 | 镇区 | 60 |
| 商务局 | 市领导 | 85 |
| 夏村镇 | 市领导 | 88 |
`
	for _, x := range []struct {
		key, value, was string
		// Typing the figure into the plan means to replace typed by instead, or to add the sheet new.
		typed, instead, new string
	}{
		{key: "A1", value: "50", was: "60", typed: "| 60 | 任务 |", instead: "| 50 | 任务 |"},
		{key: "a1.上限", value: "20", was: "55", typed: "| 合计 | | 55 |", instead: "| 合计 | | 20 |"},
		{key: "a1．系数", value: "0.5", was: "折扣", typed: "| 55 | 折扣 |", instead: "| 55 | 0.5 |"},
		{key: "A2.下限", value: "39", was: "", typed: "| 分组加权 | |", instead: "| 分组加权 | 39 |"},
		{key: "配合系数", value: "0.9", was: "0.5", typed: "| 配合系数 | 0.5 |", instead: "| 配合系数 | 0.9 |"},
		{key: "CY-01", value: "9", was: "2", typed: "| 2024-10-31 | | | | 2 |", instead: "| 2024-10-31 | | | | 9 |"},
		// All rows with the name are set, and all their former values are returned.
		{key: "重点任务", value: "５０％", was: "80、100", typed: "| 市直部门 | 80 | |\n| 重点任务 | 各镇 | | 60 |", instead: "| 市直部门 | 50 | |\n| 重点任务 | 各镇 | 50 | 60 |"},
		{key: "倍数", value: "0.5", was: "1、0.8", typed: "| 市直部门 | 1 |\n| 倍数 | | 0.8 |", instead: "| 市直部门 | 0.5 |\n| 倍数 | | 0.5 |"},
		// A section or group that only an item or a rating names has the full weight, which can be set too.
		{key: "评议", value: "50", was: "100", typed: "| 重点任务 | 市直部门 | 80 | |", instead: "| 评议 | | 50 | |\n| 重点任务 | 市直部门 | 80 | |"},
		{key: "市领导.权重", value: "3", was: "1", new: "\n# 评议组\n| 评议组 | 权重 |\n| 市领导 | 3 |\n"},
	} {
		plan := score.CountyPipes + sections
		typed := strings.Replace(plan, x.typed, x.instead, 1)
		if x.typed != "" && typed == plan {
			t.Errorf("%s: the plan has no %q", x.key, x.typed)
		}
		asked, written := score.County(t, ""), score.County(t, "")
		asked.Decode(plan)
		written.Decode(typed + x.new)
		before := totals(asked.Scores())
		if faults := asked.Scores().Faults; len(faults) > 0 {
			t.Fatal(faults)
		}
		was, _, ok := score.WhatIf(asked.Plan, x.key, x.value, asked.Words)
		if !ok || was != x.was {
			t.Errorf("%s: was %q, %v, want %q", x.key, was, ok, x.was)
		}
		got := totals(asked.Scores())
		if got != totals(written.Scores()) {
			t.Errorf("%s=%s gives %s, typed into the plan it gives %s", x.key, x.value, got, totals(written.Scores()))
		}
		if got == before {
			t.Errorf("%s=%s moves nobody: the case shows nothing", x.key, x.value)
		}
	}
}

// totals writes the totals of all bureaus.
func totals(s *score.Scores) string {
	var out []string
	for _, b := range s.Bureaus {
		out = append(out, b.Bureau.Name+"="+b.Total.String())
	}
	return strings.Join(out, " ")
}

// WhatIfKeys lists each key once, from every sheet of the plan, and WhatIf takes what it lists.
func TestWhatIfKeys(t *testing.T) {
	c := score.County(t, score.CountyDecisions+score.OwnScheme)
	keys := " " + strings.Join(score.WhatIfKeys(c.Plan, c.Words), " ") + " "
	for _, k := range []string{"A1", "重点任务", "市领导", "CY-01", "配合系数"} {
		if strings.Count(keys, " "+k+" ") != 1 {
			t.Errorf("%s is not once in%s", k, keys)
		}
		if _, _, ok := score.WhatIf(c.Plan, k, "1", c.Words); !ok {
			t.Errorf("%s is offered and not taken", k)
		}
	}
}

// A value is read as a cell of the plan is: what is no number there sets nothing, and a percentage sets what the plan gives in percent.
func TestWhatIfReadsNumbersAsThePlanDoes(t *testing.T) {
	c := score.County(t, score.CountyDecisions+score.OwnScheme)
	share := c.Plan.Settings.SupportShare
	for _, x := range []struct{ key, value string }{
		{"配合系数", "NaN"}, {"配合系数", "Inf"}, {"配合系数", "1_0"}, {"配合系数", ""}, {"配合系数", "一半"}, {"配合系数", "50%"}, {"A1", "50%"}, {"CY-01", "50%"},
	} {
		if was, _, ok := score.WhatIf(c.Plan, x.key, x.value, c.Words); ok {
			t.Errorf("%s=%s is taken, in the place of %s", x.key, x.value, was)
		}
	}
	if c.Plan.Settings.SupportShare != share {
		t.Errorf("the share of supports became %v", c.Plan.Settings.SupportShare)
	}
	if _, is, ok := score.WhatIf(c.Plan, "配合系数", " ０．３ ", c.Words); !ok || is != "0.3" || c.Plan.Settings.SupportShare != 0.3 {
		t.Errorf("the share of supports is %v, typed as ０．３", c.Plan.Settings.SupportShare)
	}
}
