package workbook_test

import (
	"testing"

	"duban/workbook"
)

// A few per cent typed as a fraction give a hundredth of the target or of the last figure; small figures that are real are near one of
// these.
func TestFewPercentTypedAsFraction(t *testing.T) {
	for _, x := range []struct {
		name, basis, direction, unit, baseline, target string
		last                                           workbook.Amount
		value                                          float64
		doubted                                        bool
	}{
		{"a hundredth of the target", "时点", "不低于", "%", "", "5", workbook.Amount{}, 0.05, true},
		{"near it", "时点", "不低于", "％", "", "5", workbook.Amount{}, 0.062, true},
		{"under a ceiling", "时点", "不超过", "%", "", "4.5", workbook.Amount{}, 0.042, true},
		{"a hundredth of the last one", "时点", "", "%", "", "9", workbook.Known(2), 0.021, true},
		{"a hundredth of where it began", "时点", "越低越好", "%", "8", "3", workbook.Amount{}, 0.079, true},
		{"a little below the target", "时点", "不低于", "%", "", "1", workbook.Amount{}, 0.8, false},
		{"below one percent, as before", "时点", "不超过", "%", "", "5", workbook.Known(0.06), 0.05, false},
		{"what begins at nothing", "累计", "", "%", "", "5", workbook.Known(0), 0.05, false},
		{"a low target", "时点", "不超过", "%", "", "0.1", workbook.Amount{}, 0.05, false},
		{"neither a hundredth nor near", "时点", "不超过", "%", "", "5", workbook.Amount{}, 0.3, false},
		{"of the period", "当期", "", "%", "", "5", workbook.Amount{}, 0.05, false},
		{"not in percent", "时点", "", "公里", "", "5", workbook.Amount{}, 0.05, false},
		{"typed as it should be", "时点", "不低于", "%", "", "5", workbook.Known(4.8), 5, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			p := planOf(t, "# 参数\n| 参数 | 值 |\n| 文件日期 | 2024-09-01 |\n# 单位\n| 单位名称 |\n| 文旅局 |\n# 任务\n"+
				"| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 口径 | 方向 | 计量单位 | 基数 | 目标值 |\n"+
				"| T1 | 增速 | 数量 | 文旅局 | "+x.basis+" | "+x.direction+" | "+x.unit+" | "+x.baseline+" | "+x.target+" |")
			var last *workbook.Accepted
			if x.last.Known {
				last = &workbook.Accepted{Value: x.last}
			}
			if got := task(t, p, "T1").PerhapsFraction(bureau(t, p, "文旅局"), last, x.value); got != x.doubted {
				t.Errorf("%v doubted: %v", x.value, got)
			}
		})
	}
}
