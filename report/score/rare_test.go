package score

import (
	"testing"

	"duban/report"
	"duban/workbook"
	"duban/workbook/sheet"
)

// rareScheme uses what the published kinds of schemes do not: indicators as rows and by name, parameters by bureau, a product, the minimum
// of a group, a ranking from the lowest, periods that count although nothing was due, and a formula that scores bureaus without rows.
const rareScheme = `
# 参数
| 参数 | 值 |
| 年度 | 2024 |

# 单位
| 单位编码 | 单位名称 | 单位类别 |
| A | 甲局 | 部门 |
| B | 乙局 | 部门 |

# 任务
| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 完成日期 | 目标值 |
| T1 | 办件 | 数量 | 甲局 | 2024-12-31 | 10 |

# 指标
| 指标编号 | 指标名称 | 责任单位 | 方向 | 计划值 | 上年值 |
| Z1 | 投诉率 | 甲局 | 越低越好 | 4 | 8 |
| Z2 | 投诉率乙 | 乙局 | 越低越好 | 4 | 8 |
| Z3 | 增速 | 甲局 | 越高越好 | 5 | 4 |

# 计分办法
| 编号 | 上级项 | 计分项 | 适用范围 | 分值 | 取数 | 筛选 | 计分方法 | 排名依据 | 排名方向 | 排名范围 | 汇总方式 | 缺期计 | 系数 | 上限 | 小数位 | 无数据时 | 计分时点 |
| I1 | | 指标位次 | 全部 | 20 | 指标 | '=[@方向]="越低越好" | 名次减分 | 完成值 | 从低到高 | 全部 | 合计 | | | 20 | | 零分 | |
| I2 | | 增速 | 甲局 | 10 | 单位 | | 按增速 | | | | 合计 | | | 10 | 1 | 零分 | |
| P1 | | 报送 | 全部 | 10 | 期 | | 报送赋分 | | | | 平均 | 零分 | | 10 | | 零分 | |
| F1 | | 任务 | 全部 | 30 | 任务 | | 保底 | | | | 合计 | | | 30 | | 由公式定 | |
| G | | 连乘 | 全部 | 30 | 组合 | | | | | | 连乘 | | 倍数 | 30 | | 零分 | |
| G1 | G | 甲数 | 全部 | 5 | 单位 | | 定值 | | | | 合计 | | | 5 | | 零分 | |
| G2 | G | 乙数 | 全部 | 2 | 单位 | | 半值 | | | | 合计 | | | 2 | | 零分 | |
| Y | | 年终一项 | 全部 | 100 | 单位 | | 定值 | | | | 合计 | | | 100 | | 零分 | 年终 |

# 计分方法
| 方法名称 | 公式 |
| 按增速 | '=[@分值]*[@增速]/[@增速·计划]/3 |
| 保底 | '=IF([@完成率]="",基本分,[@分值]*[@完成率]) |
| 定值 | '=[@分值] |
| 半值 | '=[@分值]/2+[@附加] |

# 计分参数
| 参数名称 | 适用范围 | 值 |
| 基本分 | 全部 | 12 |
| 倍数 | 全部 | 1 |
| 倍数 | 甲局 | 3 |
| 附加 | 部门 | 0.5 |
`

// RareCase makes the county of rareScheme, with a year of reports.
func RareCase(t testing.TB) *Case {
	c := NewCase(t, "zh", rareScheme)
	c.entry("T1", "甲局", workbook.Ongoing, 9, 0)
	for id, v := range map[string]float64{"Z1": 6, "Z2": 3, "Z3": 4} {
		c.now.Indicators[workbook.RowKey{ID: id}] = &workbook.Counted{Period: c.month(12), Bureau: "A", V: v}
	}
	c.register(10, map[string]report.Outcome{"甲局": report.OnTime})
	c.register(11, map[string]report.Outcome{"甲局": report.OnTime, "乙局": report.Exempt})
	c.register(12, map[string]report.Outcome{"甲局": report.Late, "乙局": report.OnTime})
	return c
}

func TestWhatPublishedSchemesDoNotUse(t *testing.T) {
	c := RareCase(t)
	s := c.Scores()
	if len(s.Faults) > 0 {
		t.Fatalf("faults: %+v", s.Faults)
	}
	for name, want := range map[string]string{
		// 甲局 is second of two by the lower figure; 10 × 4 ÷ 5 ÷ 3 at one decimal; (10 + 10 + 10) ÷ 3; 30 × 90 %; 3 × (5 × 1.5).
		"甲局": "I1=19 I2=2.7 P1=10 F1=27 G=22.5 G1=5 G2=1.5 Y=100",
		// 乙局 was asked for nothing in October, which counts 0 by the scheme, and was exempt in November, which does not count as missed:
		// (0 + 10) ÷ 2. It has no task, so the formula gives its basis.
		"乙局": "I1=20 P1=5 F1=12 G=7.5 G1=5 G2=1.5 Y=100",
	} {
		if got := c.items(s, name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	interim := Compute(Material{Plan: c.Plan, Ledger: s.Ledger, Registers: c.regs, AsOf: c.asOf, Interim: true})
	for _, b := range interim.Bureaus {
		if is := b.Items[len(b.Items)-1]; is.Counts() {
			t.Errorf("%s: %s counts %v in an interim scoring", b.Bureau.Name, is.Item.Label, is.Score)
		}
	}
	found := false
	sh := Book(interim, c.Words).Sheet(c.Words.T("scoresheet.notes"))
	for row := firstRow; row <= sh.LastRow(); row++ {
		found = found || sh.Value(sheet.At(row, 2)).Text == "Y 年终一项" && sh.Value(sheet.At(row, 3)).Text == c.Words.T("scorebook.note-deferred")
	}
	if !found {
		t.Error("nothing says that the item of the year's end was left out")
	}
}
