package validate

import (
	"strings"
	"testing"
)

func TestCheckPlanClean(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		k := newKit(t, county, lang)
		if got := New().CheckPlan(k.plan, k.forms, k.returns); len(got) > 0 {
			t.Errorf("%s: %s", lang, strings.Join(lines(got), "\n"))
		}
	}
}

// TestCheckPlanSmallest: bureaus and tasks are enough.
func TestCheckPlanSmallest(t *testing.T) {
	k := newKit(t, `
# 单位
| 单位名称 | 单位类别 |
| 发改局 | 部门 |
# 任务
| 任务编号 | 重点任务 | 牵头单位 |
| T1 | 编制规划 | 发改局 |
| T2 | 修桥 | |
| T3 | 修路 | 未明确 |
`, "zh")
	same(t, lines(New().CheckPlan(k.plan, k.forms, k.returns)), []string{
		"warning document-date-missing", "info plan-id-missing",
		"info pending-due 任务!A2", "info pending-due 任务!A3", "info pending-lead 任务!C3", "info pending-due 任务!A4",
		"info pending-lead 任务!C4",
	})
}

func TestCheckPlanEmpty(t *testing.T) {
	for name, c := range map[string]struct {
		plan string
		want []string
	}{
		"no sheets":  {"# 别的\n| a |", []string{"error sheet-missing", "error sheet-missing"}},
		"no rows":    {"# 单位\n| 单位编码 | 单位名称 |\n# 任务\n| 任务编号 | 重点任务 |", []string{"error plan-empty 任务"}},
		"no bureaus": {"# 单位\n| 单位编码 | 单位名称 |\n# 任务\n| 任务编号 | 重点任务 | 完成日期 | 牵头单位 | 开始日期 |\n| T1 | 规划 | 2024-12-31 | 未明确 | 2024-09-01 |", []string{"error bureaus-missing 单位"}},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKit(t, c.plan, "zh")
			got := lines(New().CheckPlan(k.plan, k.forms, k.returns))
			for _, w := range c.want {
				found := false
				for _, g := range got {
					found = found || g == w
				}
				if !found {
					t.Errorf("no %s in %v", w, got)
				}
			}
		})
	}
}

func TestCheckPlan(t *testing.T) {
	cases := []struct {
		name    string
		changes []string
		want    []string
	}{
		{"near name", []string{"| T1 | 产业 | 编制园区规划 | 规划获批 | 事项 | 发改局 | => | T1 | 产业 | 编制园区规划 | 规划获批 | 事项 | 发改委 |"}, []string{"error name-unknown 任务!F2"}},
		{"number twice", []string{"| T2 | 招商 | => | T1 | 招商 |"}, []string{"error task-twice 任务!A3"}},
		{"bar in a name that is a code", []string{"| SWJ | 商务局 | 商务 | => | | 商务\\|招商局 | 商务、商务局 |"}, []string{"error bureau-code-bar 单位!B3"}},
		{"no number", []string{"| T5 | 招商 | => | | 招商 |"}, []string{"error task-without-number 任务!A6"}},
		{"bar in number", []string{"| T5 | 招商 | => | T\\|5 | 招商 |"}, []string{"error task-number-bar 任务!A6"}},
		{"number as date", []string{"| T5 | 招商 | => | 2024-01-05 | 招商 |"}, []string{"error task-number-date 任务!A6"}},
		{"no title", []string{"| T5 | 招商 | 外出招商 | => | T5 | 招商 | |"}, []string{"error required 任务!C6"}},
		{"not a choice", []string{"| 每月两次 | 例行 | => | 每月两次 | 例行的 |"}, []string{"error not-a-choice 任务!E6"}},
		{"not a number", []string{"| 个 | 累计 | 20 | => | 个 | 累计 | 二十来个吧 |"}, []string{"error not-a-number 任务!M3"}},
		{"not a date", []string{"| 例行 | 商务局 | | 年底前 | 2024-12-31 | => | 例行 | 商务局 | | 年底前 | 12月底 |"}, []string{"error not-a-date 任务!I6"}},
		{"cadence", []string{"| 2024-12-31 | 每月 | 次 | => | 2024-12-31 | 常常 | 次 |"}, []string{"error cadence-unknown 任务!J6"}},
		{"no cadence", []string{"| 2024-12-31 | 每月 | 次 | => | 2024-12-31 | | 次 |"}, []string{"warning cadence-missing 任务!J6"}},
		{"wording differs", []string{"| 10月底前 | 2024-10-31 | 每月 | => | 10月底前 | 2024-11-30 | 每月 |"}, []string{"warning due-differs 任务!I4"}},
		{"start after due", []string{"| 10月底前 | 2024-10-31 | 每月 | => | | 2024-08-31 | 每月 |"}, []string{"error start-after-due 任务!I4"}},
		{"wording without a day", []string{"| 项目 | 发改局 | | 年底前 | 2024-12-31 | => | 项目 | 发改局 | | 尽快 | |"}, []string{"info pending-due-wording 任务!H5"}},
		{"no target", []string{"| 个 | 累计 | 20 | => | 个 | 累计 | 未明确 |"}, []string{"info pending-target 任务!M3"}},
		{"target is baseline", []string{"| 个 | 累计 | 20 | => | 个 | 累计 | 0 |"}, []string{"error target-is-baseline 任务!M3"}},
		{"growth by days, in English", []string{"| 招引亿元项目 | 全年20个 | 数量 | 发改局 | 各镇 | 年底前 | 2024-12-31 | 每月 | 个 | => | Industrial growth | 全年20% | 数量 | 发改局 | 各镇 | 年底前 | 2024-12-31 | 每月 | % |"}, []string{"info rate-by-days 任务!A3"}},
		{"stages do not sum", []string{"| 10月底前 | 2024-10-31 | 每月 | 个 | | 15 | => | 10月底前 | 2024-10-31 | 每月 | 个 | | 157 |"}, []string{"error stages-sum 分段!E2"}},
		{"parts do not sum", []string{"| T7 | 南湖镇 | 400 | => | T7 | 南湖镇 | 500 |"}, []string{"error parts-sum 分配!C2"}},
		{"part open", []string{"| T7 | 南湖镇 | 400 | => | T7 | 南湖镇 | 未明确 |"}, []string{"info pending-part 分配!C3"}},
		{"parts exceed", []string{"| T7 | 南湖镇 | 400 | => | T7 | 南湖镇 | 未明确 |", "| T7 | 白沙镇 | 600 | => | T7 | 白沙镇 | 1600 |"}, []string{"error parts-exceed 分配!C2", "info pending-part 分配!C3"}},
		{"part twice", []string{"| T7 | 南湖镇 | 400 | => | T7 | 白沙镇 | 400 |"}, []string{"error parts-sum 分配!C2", "error part-twice 分配!B3"}},
		{"milestone late", []string{"| T1 | 2 | 规划获批 | 发改局 | 年底前 | 2024-12-31 | => | T1 | 2 | 规划获批 | 发改局 | | 2025-01-31 |"}, []string{"warning milestone-after-task 节点!F3"}},
		{"milestone of no task", []string{"| T1 | 2 | 规划获批 | => | T11 | 2 | 规划获批 |"}, []string{"error task-unknown 节点!A3"}},
		{"step late", []string{"| T4 | 大桥工程 | 2 | 施工许可 | 发改局 | 2024-12-31 | => | T4 | 大桥工程 | 2 | 施工许可 | 发改局 | 2025-03-01 |"}, []string{"warning step-after-task 项目!F3"}},
		{"worth above 100", []string{"| T3 | 3 | 改革完成 | 100 | 1 | => | T3 | 3 | 改革完成 | 120 | 1 |"}, []string{"error field-lte 分段!D4"}},
		{"worths between 0 and 1 are only set against each other", []string{"| T3 | 3 | 改革完成 | 100 | 1 | => | T3 | 3 | 改革完成 | 1 | 1 |", "| T3 | 2 | 具体实施 | 50 | => | T3 | 2 | 具体实施 | 0.5 |"}, nil},
		{"no stages", []string{"| T3 | 1 | 拟定方案 | => | T1 | 1 | 拟定方案 |", "| T3 | 2 | 具体实施 | => | T1 | 2 | 具体实施 |", "| T3 | 3 | 改革完成 | => | T1 | 3 | 改革完成 |"}, []string{"warning stages-missing 任务!E4"}},
		{"idle bureau", []string{"| SWJ | 商务局 | 商务 | 市直部门 | 各部门 | => | SWJ | 商务局 | 商务 | 市直部门 | 各部门 |\n| KJJ | 科技局 | | 市直部门 | 各部门 |"}, []string{"info bureau-without-task 单位!B4"}},
		{"name clash", []string{"| BSZ | 白沙镇 | | => | BSZ | 白沙镇 | 发改 |"}, []string{"error bureau-name-clash 单位!B4"}},
		{"heading twice", []string{"| T6 | 产业 | 经济指标 | => | T6 | 产业 | 经济指标 |", "| 任务编号 | 单位 | 目标值 | => | 任务编号 | 单位 | 目标值 | 目标值 | 备考 |"},
			[]string{"warning heading-twice 分配!D1", "info column-unknown 分配!E1"}},
		{"column missing", []string{"| 任务编号 | 阶段序号 | 阶段名称 | 折算值 | 期初数 | => | 任务编号 | 阶段序号 | 阶段名称 | 折算 | 期初数 |"},
			[]string{"error column-missing 分段", "info column-unknown 分段!D1"}},
		{"scheme sum", []string{"| 全部 | 90 | 任务 | => | 全部 | 97 | 任务 |"}, []string{"warning scheme-sum 计分办法!E2", "warning scheme-cap-below-points 计分办法!J2"}},
		{"method unknown", []string{"| 任务 | 按完成率 | => | 任务 | 按完成 |"}, []string{"error method-unknown 计分办法!G2", "info method-unused 计分方法!A2"}},
		{"method of another grain", []string{"| 任务 | 按完成率 | => | 任务 | 报送扣分 |"}, []string{"error method-input-grain 计分办法!G2", "info method-unused 计分方法!A2"}},
		{"method input", []string{"'=[@分值] | => '=[@分数] |"}, []string{"error method-input-unknown 计分方法!B4"}},
		{"method syntax", []string{"'=[@分值] | => '=[@分值]+） |"}, []string{"error formula-character-full-width 计分方法!B4"}},
		{"method of kinds that do not meet", []string{"'=[@分值] | => '=IF([@分值]=\"高\",1,0) |"}, []string{"warning formula-kinds-never-equal 计分方法!B4"}},
		{"method with a name", []string{"'=[@分值] | => '=分值 |"}, []string{"error formula-name-unknown 计分方法!B4"}},
		{"floor above cap", []string{"| -5 | 5 | 零分 | => | 6 | 5 | 零分 |"}, []string{"error scheme-floor-above-cap 计分办法!I4"}},
		{"scope", []string{"| 任务完成 | 全部 | => | 任务完成 | 市直部们 |"}, []string{"error scheme-scope-unknown 计分办法!D2", "warning scheme-sum 计分办法!E3"}},
		{"lights", []string{"| 计划编号 | qs-2024 | => | 计划编号 | qs-2024 |\n| 黄灯起点 | 30 |\n| 红灯起点 | 20 |"}, []string{"error lights-order 参数!B7"}},
		{"setting", []string{"| 计划编号 | qs-2024 | => | 计划编号 | qs-2024 |\n| 填报截止 | 差不多月底 |"}, []string{"error setting-due 参数!B6"}},
		{"settings of more days than a year has", []string{"| 计划编号 | qs-2024 | => | 计划编号 | qs-2024 |\n| 临期天数 | 367 |\n| 补正期限 | 20241005 |\n| 关闭期限 | 20241010 |\n| 答复期限 | 1000 |\n| 同分处理 | 并列 |"},
			[]string{"error setting-range 参数!B6", "error setting-range 参数!B7", "error setting-range 参数!B8", "error setting-range 参数!B9"}},
		{"change without approval", []string{"# 变更\n| 变更对象 | 对象编号 | 字段 | 新值 | 生效日期 | 原因 | 批准人 |\n| 任务 | T1 | 完成日期 | 2025-01-31 | 2024-10-01 | 用地未批 | |"}, []string{"error approver-missing 变更!G2"}},
		{"change of nothing", []string{"# 变更\n| 变更对象 | 对象编号 | 字段 | 新值 | 生效日期 | 原因 | 批准人 |\n| 任务 | T9 | 完成日期 | 明年 | 2024-10-01 | 用地未批 | 张县长 |"}, []string{"error change-object-unknown 变更!B2", "error change-date 变更!D2"}},
		{"waiver", []string{"# 豁免\n| 规则编码 | 单位 | 原因 | 批准人 |\n| value-fel | 发改局 | 口径调整 | |"}, []string{"error waiver-rule-unknown 豁免!A2", "error approver-missing 豁免!D2"}},
		{"verification", []string{"# 核定\n| 任务编号 | 单位 | 字段 | 核定值 | 原因 | 核定人 |\n| T2 | 发改局 | 累计完成值 | 不少 | 实地核查 | 李四 |"}, []string{"error verification-value 核定!D2"}},
		{"verification of too many digits", []string{"# 核定\n| 任务编号 | 单位 | 字段 | 核定值 | 原因 | 核定人 |\n| T2 | 发改局 | 累计完成值 | '8000000000000000 | 实地核查 | 李四 |"}, []string{"error verification-value 核定!D2"}},
		{"own rule", []string{"# 校验规则\n| 规则编码 | 适用表 | 公式 | 级别 | 提示 |\n| qs-1 | 任务进展 | '=LEN([@进展情况])>=20 | 提醒 | 请写足20字 |"}, nil},
		{"own rule of no column", []string{"# 校验规则\n| 规则编码 | 适用表 | 公式 | 级别 | 提示 |\n| qs-1 | 任务进展 | '=LEN([@进展])>=20 | 提醒 | 请写足20字 |"}, []string{"error rule-column-unknown 校验规则!C2"}},
		{"own rule under a built-in code", []string{"# 校验规则\n| 规则编码 | 适用表 | 公式 | 级别 | 提示 |\n| text-short | 任务进展 | '=LEN([@进展情况])>=20 | 提醒 | 请写足20字 |"}, []string{"error rule-code-taken 校验规则!A2"}},
		{"list", []string{"# 表样\n| 表名 | 列名 | 类型 | 可选项 |\n| 任务进展 | 日期 | 日期 | |\n| 招商/外出 | 阶段 | 选项 | |"}, []string{"error list-name-taken 表样!A2", "error list-name 表样!A3", "error list-no-choices 表样!D3"}},
	}
	c := New()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			k := newKit(t, with(tc.changes...), "zh")
			got := c.CheckPlan(k.plan, k.forms, k.returns)
			complete(t, got)
			same(t, lines(got), tc.want)
		})
	}
}

// TestCheckPlanSuggests checks the arguments that a message gets: a near miss, and both cells of a clash.
func TestCheckPlanSuggests(t *testing.T) {
	k := newKit(t, with("| T2 | 招商 | => | T1 | 招商 |", "| 事项 | 发改局 | => | 事项 | 发改居 |"), "zh")
	for _, f := range New().CheckPlan(k.plan, k.forms, k.returns) {
		switch f.Code {
		case "name-unknown":
			if f.Args["near"] != "发改局" || f.Args["name"] != "发改居" || f.Field != "牵头单位" {
				t.Errorf("name-unknown: %+v", f)
			}
		case "task-twice":
			if f.Args["first"] != "A2" || f.Value != "T1" {
				t.Errorf("task-twice: %+v", f)
			}
		}
	}
}
