package validate

import (
	"slices"
	"strings"
	"testing"
)

// yearSettings are the settings of a plan for 2024.
const yearSettings = `
# 参数
| 参数 | 值 |
| 县市 | 青山县 |
| 文件日期 | 2024-09-01 |
| 年度 | 2024 |
| 计划编号 | qs |
`

// An input that no task, indicator or rater of the item's bureaus can supply is reported at the cell that names it.
func TestInputsThatNothingSupplies(t *testing.T) {
	const plan = yearSettings + `
# 单位
| 单位名称 | 单位类别 |
| 甲局 | 部门 |
| 乙局 | 部门 |
# 任务
| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 开始日期 | 完成日期 | 计量单位 | 基数 | 目标值 |
| T1 | 方案 | 事项 | 甲局 | 2024-09-01 | 2024-12-31 | | | |
| T2 | 修路 | 数量 | 乙局 | 2024-09-01 | 2024-12-31 | 公里 | 2 | 10 |
# 指标
| 指标编号 | 指标名称 | 责任单位 | 方向 | 计划值 |
| Z1 | 增速 | 乙局 | 越高越好 | 5 |
# 计分办法
| 编号 | 计分项 | 适用范围 | 分值 | 取数 | 筛选 | 计分方法 | 排名依据 | 上限 |
| A | 试一试 | SCOPE | 100 | GRAIN | FILTER | METHOD | RANK | 100 |
# 计分方法
| 方法名称 | 公式 |
| 试 | 'FORMULA |
`
	for _, c := range []struct {
		scope, grain, filter, method, rank, formula string
		want                                        string
	}{
		{"全部", "任务", "", "控制类", "", "=1", ""},
		{"甲局", "任务", "", "控制类", "", "=1", "计分办法!G2 计分办法!G2"},
		{"甲局", "任务按期", "", "控制类", "", "=1", "计分办法!G2 计分办法!G2"},
		{"乙局", "任务", "", "试", "", "=[@分值]*[@基数]", ""},
		{"甲局", "任务", "", "试", "", "=[@分值]*[@基数]", "计分办法!G2"},
		{"甲局", "任务", "=[@目标值]>1", "按完成率", "", "=1", "计分办法!F2"},
		{"甲局", "任务", "", "名次减分", "完成值", "=1", "计分办法!H2"},
		{"甲局", "任务", "", "名次减分", "=[@完成值]*2", "=1", "计分办法!H2"},
		{"乙局", "单位", "", "试", "", "=[@增速]", ""},
		{"甲局", "单位", "", "试", "", "=[@增速]", "计分办法!G2"},
		{"甲局", "指标", "", "增长类", "", "=1", "计分办法!G2"},
		{"乙局", "指标", "", "增长类", "", "=1", ""},
		{"全部", "评议", "", "评议折算", "", "=1", "计分办法!G2"},
		{"全部", "单位", "", "满意度", "", "=1", "计分办法!G2 计分办法!G2"},
		{"全部", "单位", "", "开工率", "", "=1", "计分办法!G2 计分办法!G2"},
		{"全部", "单位", "", "逾期按件扣", "", "=1", ""},
		{"全部", "报送", "", "试", "", "=[@分值]-[@周报未报数]", "计分办法!G2"},
		{"全部", "报送", "", "试", "", "=[@分值]-[@专项未报数]", ""}, // they come up in the course of the year
	} {
		escape := func(s string) string {
			if strings.HasPrefix(s, "=") {
				return "'" + s
			}
			return s
		}
		pipes := strings.NewReplacer("SCOPE", c.scope, "GRAIN", c.grain, "FILTER", escape(c.filter), "METHOD", c.method, "RANK", escape(c.rank), "FORMULA", c.formula).Replace(plan)
		k := newKit(t, pipes, "zh")
		var got []string
		for _, line := range lines(New().CheckPlan(k.plan, k.forms, k.returns)) {
			if rest, ok := strings.CutPrefix(line, "warning input-unsupplied "); ok {
				got = append(got, rest)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// Points that are divided among a bureau's rows have to be summed: a bureau with three indicators would get a third of them at most.
func TestDividedPointsAreSummed(t *testing.T) {
	const plan = yearSettings + `
# 单位
| 单位名称 |
| 甲局 |
# 任务
| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 开始日期 | 完成日期 |
| T1 | 方案 | 事项 | 甲局 | 2024-09-01 | 2024-12-31 |
# 指标
| 指标编号 | 指标名称 | 责任单位 | 方向 | 计划值 |
| Z1 | 增速 | 甲局 | 越高越好 | 5 |
# 计分办法
| 编号 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 | 上限 |
| A | 试一试 | 100 | GRAIN | 直接计入 | SUMMING | 100 |
`
	for grain, divides := range map[string]bool{"任务": true, "任务按期": true, "指标": true, "单位": false, "期": false, "报送": false} {
		for _, summing := range []string{"合计", "平均", "最高"} {
			k := newKit(t, strings.NewReplacer("GRAIN", grain, "SUMMING", summing).Replace(plan), "zh")
			found := slices.Contains(lines(New().CheckPlan(k.plan, k.forms, k.returns)), "warning scheme-shares-not-summed 计分办法!F2")
			if want := divides && summing != "合计"; found != want {
				t.Errorf("%s, %s: reported %t, want %t", grain, summing, found, want)
			}
		}
	}
}
