package score_test

import (
	"testing"

	"duban/report/score"
)

// A score that the plan gives a group without rows counts for the whole group, so that nothing is scaled as if part of it were missing. An
// award in a group in which nothing else counts is added, not scaled.
func TestAGroupWithoutRows(t *testing.T) {
	const award = `
# 加减分
| 单位 | 计分项 | 加减分 | 事项 | 批准人 |
| 档案局 | P | 2 | 获省级表彰 | 李四 |
`
	for _, x := range []struct{ policy, more, want string }{
		{"剔除重算", "", "100"},
		{"满分", "", "100"},
		{"零分", "", "40"},
		{"固定比例", "", "70"},
		{"剔除重算", award, "102"},
		{"满分", award, "102"},
	} {
		c := score.County(t, "")
		c.Decode(score.CountyPipes + `
# 计分方法
| 方法名称 | 公式 |
| 按比例 | '=[@分值]*[@完成率] |
| 按分 | '=[@分值]*[@评议分]/100 |
| 直接 | '=[@加减分] |

# 计分办法
| 编号 | 上级项 | 部分 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 | 无数据时 | 固定比例 |
| G | | 工作 | 工作 | 60 | 组合 | | 合计 | ` + x.policy + ` | 50 |
| A | G | 工作 | 任务 | 60 | 任务 | 按比例 | 合计 | 剔除重算 | |
| P | G | 工作 | 加分 | 0 | 加减分 | 直接 | 合计 | 剔除重算 | |
| B | | 评议 | 评议 | 40 | 评议 | 按分 | 平均 | 剔除重算 | |

# 评议
| 单位 | 评议组 | 评议分 |
| 档案局 | 市领导 | 100 |
` + x.more)
		s := c.Scores()
		if len(s.Faults) > 0 {
			t.Fatal(s.Faults)
		}
		for _, b := range s.Bureaus {
			if b.Bureau.Name == "档案局" && b.Total.String() != x.want {
				t.Errorf("%s %q: 档案局 has %s, want %s", x.policy, x.more, b.Total, x.want)
			}
		}
	}
}
