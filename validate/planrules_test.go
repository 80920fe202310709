package validate

import (
	"strings"
	"testing"
)

// TestOwnRulesThatWork: rules as counties write them pass, in the plan's own language or the other.
func TestOwnRulesThatWork(t *testing.T) {
	var rows strings.Builder
	for i, r := range []struct{ form, formula string }{
		{"任务进展", `=LEN([@进展情况])>=20`},
		{"任务进展", `=IF([@进展状态]="已完成",[@实际完成日期]<>"",TRUE)`},
		{"任务进展", `=IF(AND([@承担角色]="牵头",[@进展状态]="推进中"),LEN([@下步措施])>=10,TRUE)`},
		{"任务进展", `=IF(AND(ISNUMBER([@完成进度]),[@完成进度]<50),[@存在问题及原因]<>"",TRUE)`},
		{"任务进展", `=ISERROR(FIND("按计划推进",[@进展情况]))`},
		{"任务进展", `=ISNUMBER(SEARCH("会议",[@佐证材料]))`},
		{"任务进展", `=LEFT([@佐证材料],3)<>"见附件"`},
		{"任务进展", `=COUNTIF([任务编号],[@任务编号])=1`},
		{"任务进展", `=COUNTIF([进展状态],"申请调整")<=3`},
		{"任务进展", `=OR([@实际完成日期]="",[@实际完成日期]<=DATE(2024,12,31))`},
		{"任务进展", `=[@累计完成值]>=[@上期累计]`},
		{"任务进展", `=MATCH([@进展状态],{"未启动","推进中","已完成","长期坚持","本期无变化"},0)<=5`},
		{"任务进展", `=IF([@进展状态]="推进中",AND([@进展情况]<>"",[@下步措施]<>"",[@存在问题及原因]<>"",[@佐证材料]<>""),TRUE)`},
		{"分段进展", `=SUMIFS([本期数],[任务编号],[@任务编号])=[@应合计]`},
		{"指标进展", `=[@本期值]<=[@上期值]*2`},
		{"问题清单", `=IF([@是否办结]="是",[@办结日期]<>"",TRUE)`},
		{"问题清单", `=IF(OR([@级别]="县市级",[@级别]="部门"),[@责任人]<>"",TRUE)`},
	} {
		rows.WriteString("| qs-" + string(rune('a'+i)) + " | " + r.form + " | '" + r.formula + " | 提醒 | 请核对 |\n")
	}
	for _, lang := range []string{"zh", "en"} {
		k := newKit(t, with("# 校验规则\n| 规则编码 | 适用表 | 公式 | 级别 | 提示 |\n"+rows.String()), lang)
		for _, f := range k.checker.CheckPlan(k.plan, k.forms, k.returns) {
			// MATCH of a status that is not in the list cannot be worked out; nothing else is found.
			if f.Code != "rule-never-breaks" || f.Place.Ref.Row != 13 {
				t.Errorf("%s: %s %v", lang, line(&f), f.Args)
			}
		}
	}
}

func TestOwnRulesThatDoNot(t *testing.T) {
	for name, tc := range map[string]struct{ rule, want, near string }{
		"a choice nearly":          {`任务进展 | '=[@进展状态]<>"已完结"`, "error rule-choice-unknown 校验规则!C2", "已完成"},
		"a choice of old":          {`任务进展 | '=IF([@进展状态]="完成",[@佐证材料]<>"",TRUE)`, "error rule-choice-unknown 校验规则!C2", "已完成"},
		"a choice in a count":      {`任务进展 | '=COUNTIF([进展状态],"办完了")=0`, "error rule-choice-unknown 校验规则!C2", ""},
		"yes and no":               {`问题清单 | '=[@是否办结]<>"完"`, "error rule-choice-unknown 校验规则!C2", ""},
		"a date as text":           {`任务进展 | '=[@实际完成日期]<"2024-12-31"`, "error rule-text-for-figure 校验规则!C2", ""},
		"a figure in words":        {`任务进展 | '=[@累计完成值]<>"十"`, "error rule-text-for-figure 校验规则!C2", ""},
		"no condition":             {`任务进展 | '=[@进展情况]&[@下步措施]`, "error rule-not-a-condition 校验规则!C2", ""},
		"a number":                 {`任务进展 | '=LEN([@进展情况])`, "error rule-not-a-condition 校验规则!C2", ""},
		"constant":                 {`任务进展 | '=1=1`, "warning rule-never-breaks 校验规则!C2", ""},
		"constant and wrong":       {`任务进展 | '=1>2`, "warning rule-always-breaks 校验规则!C2", ""},
		"or instead of and":        {`任务进展 | '=OR([@进展状态]<>"未启动",[@进展状态]<>"推进中")`, "warning rule-never-breaks 校验规则!C2", ""},
		"and instead of or":        {`任务进展 | '=AND([@进展状态]="未启动",[@进展状态]="推进中")`, "warning rule-always-breaks 校验规则!C2", ""},
		"cannot be worked out":     {`任务进展 | '=1/([@完成进度]-[@完成进度])>0`, "warning rule-always-breaks 校验规则!C2", ""},
		"no such column":           {`任务进展 | '=LEN([@进展情])>=20`, "error rule-column-unknown 校验规则!C2", "进展情况"},
		"another form's column":    {`节点进展 | '=LEN([@下步措施])>=20`, "error rule-column-unknown 校验规则!C2", ""},
		"texts never meet numbers": {`任务进展 | '=[@进展状态]<>1`, "warning formula-kinds-never-equal 校验规则!C2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKit(t, with("# 校验规则\n| 规则编码 | 适用表 | 公式 | 级别 | 提示 |\n| qs-1 | "+tc.rule+" | 提醒 | 请核对 |"), "zh")
			got := k.checker.CheckPlan(k.plan, k.forms, k.returns)
			complete(t, got)
			same(t, lines(got), []string{tc.want})
			if len(got) == 1 && tc.near != "" && got[0].Args["near"] != tc.near {
				t.Errorf("near %q, want %q", got[0].Args["near"], tc.near)
			}
		})
	}
}

// TestRulesOutOfUse: rules and changes of rules that no return will meet are reported, and nothing else.
func TestRulesOutOfUse(t *testing.T) {
	head := "# 校验规则\n| 规则编码 | 适用表 | 公式 | 级别 | 提示 | 启用日期 | 批准人 | 备注 |\n"
	for name, tc := range map[string]struct {
		changes []string
		want    []string
	}{
		"last period":      {[]string{head + "| text-short | | | 停用 | | 2024-12-31 | 张县长 | 试行 |"}, nil},
		"after it":         {[]string{head + "| text-short | | | 停用 | | 2025-01-01 | 张县长 | 试行 |"}, []string{"warning rule-too-late 校验规则!F2"}},
		"a task goes on":   {[]string{"| T1 | 产业 | 编制园区规划 | 规划获批 | 事项 | 发改局 | 商务局 | 年底前 | 2024-12-31 | => | T1 | 产业 | 编制园区规划 | 规划获批 | 事项 | 发改局 | 商务局 | 明年3月底前 | 2025-03-31 |", head + "| text-short | | | 停用 | | 2025-03-31 | 张县长 | 试行 |"}, nil},
		"no required cell": {[]string{head + "| qs-1 | | '=LEN([@进展情况])>=20 | 提醒 | | |"}, []string{"error required 校验规则!B2", "error required 校验规则!E2"}},
		"nothing to do":    {[]string{head + "| qs-1 | 任务进展 | | 提醒 | 请核对 | |"}, []string{"error rule-unknown 校验规则!A2"}},
		"same day twice":   {[]string{head + "| text-short | | | 停用 | | | 张县长 | 试行 |\n| text-short | | | 提示 | | | 张县长 | 试行 |"}, []string{"error rule-twice 校验规则!A3"}},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKit(t, with(tc.changes...), "zh")
			got := k.checker.CheckPlan(k.plan, k.forms, k.returns)
			complete(t, got)
			same(t, lines(got), tc.want)
		})
	}
}
