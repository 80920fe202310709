package workbook_test

import (
	"strings"
	"testing"
)

// Whoever writes numbers in the plan in another case, width or spacing loses nothing of what was reported under them.
func TestNumbersWrittenOtherwise(t *testing.T) {
	o := newOffice(t, strings.ReplaceAll(running, "| 1        |", "| a1       |"))
	sep := first(t, "2024-09")
	o.accept(t, sep, nil, "住建局", `
		# 任务进展
		| 任务编号 | 进展状态 | 累计完成值 |
		| CY-03    | 推进中   | 200        |
		# 分段进展
		| 任务编号 | 阶段序号 | 本期数 |
		| CZ-01    | a1       | 5      |
		| CZ-01    | 3        | 60     |
		# 项目进度
		| 任务编号 | 环节序号 | 环节状态 |
		| XM-01    | a1       | 已完成   |`)
	o.accept(t, sep, nil, "发改局", `
		# 节点进展
		| 任务编号 | 节点编号 | 节点状态 |
		| CY-01    | a1       | 已完成   |
		# 指标进展
		| 指标编号 | 本期值 |
		| Z1       | 5      |
		# 外出
		| 去向 |
		| 北京 |`)
	tidy := planOf(t, strings.NewReplacer("| 1        |", "| Ａ1 |", "CY-0", "cy- 0", "CZ-01", "ＣＺ-01", "XM-01", "xm-01", "| Z1 ", "| z1 ", "| 外出", "| 外 出").Replace(running))
	now := sep.HandedOver(o.plan, tidy)
	if again := now.HandedOver(tidy, tidy); again != now {
		t.Error("a standing in the plan's own numbers was copied")
	}
	for i, was := range o.plan.Tasks {
		if got, want := tidy.Official(now, tidy.Tasks[i]), o.plan.Official(sep, was); got != want {
			t.Errorf("%s stands at %+v, as %s it stood at %+v", tidy.Tasks[i].ID, got, was.ID, want)
		}
	}
	if v := now.IndicatorValue(tidy.Indicators[0], bureau(t, tidy, "发改局")); !v.Known {
		t.Error("the indicator's figure is lost")
	}
	if l := now.Lists[0]; l.List != tidy.Lists[0].Name {
		t.Errorf("a row of the list %q, which the plan calls %q", l.List, tidy.Lists[0].Name)
	}
	if sep.Lists[0].List != "外出" {
		t.Error("the standing before was changed")
	}
}
