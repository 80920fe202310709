package validate

import (
	"fmt"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
)

const switchHead = "# 校验规则\n| 规则编码 | 适用表 | 公式 | 级别 | 提示 | 启用日期 | 备注 | 批准人 |\n"

// approvedBy puts an approver at the end of each row.
func approvedBy(rows string) string {
	if rows == "" {
		return ""
	}
	return strings.ReplaceAll(rows, "|\n", "| 张县长 |\n") + " 张县长 |"
}

// TestSwitchesNeedApproval checks that a change of a rule, which applies to all bureaus, needs an approver and a reason.
func TestSwitchesNeedApproval(t *testing.T) {
	for row, want := range map[string][]string{
		"| done-without-date | | | 提醒 | | | 批文未到 | |":     {"error approver-missing 校验规则!H2"},
		"| done-without-date | | | 提醒 | | | | 张县长 |":      {"error switch-reason 校验规则!G2"},
		"| done-without-date | | | 提醒 | | | 批文未到 | 张县长 |": nil,
	} {
		k := newKit(t, with(switchHead+row), "zh")
		same(t, lines(k.checker.CheckPlan(k.plan, k.forms, k.returns)), want)
		if holds := len(k.checker.Settings(k.plan)) == 1; holds != strings.Contains(row, "张县长") {
			t.Errorf("%s: in force %v", row, holds)
		}
	}
}

// TestSwitchesOfOldPlans: a round whose plan had no column for the approver is checked as it was then, and a round to
// come waits for the approver.
func TestSwitchesOfOldPlans(t *testing.T) {
	k := newKit(t, with("# 校验规则\n| 规则编码 | 级别 | 启用日期 | 备注 |\n| done-without-date | 提醒 | | 批文未到 |"), "zh")
	if n := len(k.checker.Settings(k.plan)); n != 1 {
		t.Errorf("%d settings hold, want 1", n)
	}
	same(t, lines(k.checker.CheckPlan(k.plan, k.forms, k.returns)), []string{"error approver-missing 校验规则!A2"})
}

// TestSwitches changes rules of every scope that may be changed, and some that may not.
func TestSwitches(t *testing.T) {
	done := []string{row1("| 已完成 | | | | 规划已获市政府批复 | | | 批复 | |"), "| 规划获批 | 2024-12-31 | | 未启动 | | | => | 规划获批 | 2024-12-31 | | 已完成 | 2024-09-20 | |"}
	for name, tc := range map[string]struct {
		rules   string
		changes []string
		want    []string
		held    int
	}{
		"as built in":        {"", done, []string{"error done-without-date 任务进展!L2"}, 1},
		"a reminder":         {"| done-without-date | | | 提醒 | | | 批文未到 |", done, []string{"warning done-without-date 任务进展!L2"}, 0},
		"in other words":     {"| Done-Without-Date | | | 警告 | | | |", done, []string{"warning done-without-date 任务进展!L2"}, 0},
		"said only":          {"| done-without-date | | | 提示 | | | |", done, []string{"info done-without-date 任务进展!L2"}, 0},
		"off":                {"| done-without-date | | | 停用 | | | |", done, nil, 0},
		"not yet":            {"| done-without-date | | | 停用 | | 2024-10-01 | |", done, []string{"error done-without-date 任务进展!L2"}, 1},
		"on the last day":    {"| done-without-date | | | 停用 | | 2024-09-30 | |", done, nil, 0},
		"on again":           {"| done-without-date | | | 停用 | | | |\n| done-without-date | | | 提醒 | | 2024-09-01 | |", done, []string{"warning done-without-date 任务进展!L2"}, 0},
		"stricter":           {"| locked-changed | | | 错误 | | | |", []string{"| T2 | 招引亿元项目 | 全年20个 | => | T2 | 招引亿元项目 | 全年10个 |"}, []string{"error locked-changed 任务进展!C3"}, 1},
		"between sheets":     {"| figure-expected | | | 错误 | | | |", []string{row2("| 推进中 | | 40 | | 新签约两个亿元项目 | | | | |")}, []string{"error figure-expected 任务进展!J3"}, 1},
		"what is forgiven":   {"| repaired-approx | | | 提醒 | | | |", []string{row2("| 推进中 | 约8 | 40 | | 新签约两个亿元项目 | | | | |")}, []string{"warning repaired-approx 任务进展!J3"}, 0},
		"not for a county":   {"| row-twice | | | 停用 | | | |", []string{t1 + " => " + t1 + "\n" + t1}, []string{"error row-twice 任务进展!A3"}, 2},
		"nor a figure's own": {"| not-a-number | | | 提示 | | | |", []string{row2("| 推进中 | 八个多吧 | 40 | | 新签约两个亿元项目 | | | | |")}, []string{"error not-a-number 任务进展!J3"}, 1},
		// If a rule is off, the finding that it would have hidden appears.
		"off uncovers": {"| done-below-100 | | | 停用 | | | |", []string{row1("| 已完成 | | 0.9 | 2024-09-28 | 规划已获市政府批复 | | | 批复 | |"), "| 规划获批 | 2024-12-31 | | 未启动 | | | => | 规划获批 | 2024-12-31 | | 已完成 | 2024-09-20 | |"},
			[]string{"error progress-fraction 任务进展!K2"}, 1},
		"own rule off": {"| qs-1 | 任务进展 | '=LEN([@进展情况])>99 | 停用 | 请写足 | | |", nil, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKit(t, with(switchHead+approvedBy(tc.rules)), "zh")
			v, _ := k.judge(t, change(t, filled, tc.changes...), nil)
			same(t, lines(v.Findings)[1:], tc.want)
			if len(v.Held) != tc.held {
				t.Errorf("held %d", len(v.Held))
			}
			for _, f := range v.Findings[1:] {
				if s := f.Switch; s != nil && (s.Severity != f.Severity || s.From > calendar.Date(45565)) {
					t.Errorf("%s says it was set by %+v", f.Code, s)
				}
			}
		})
	}
}

// TestSwitchedWaiver: a finding by a changed rule can be waived.
func TestSwitchedWaiver(t *testing.T) {
	k := newKit(t, with(switchHead+"| locked-changed | | | 错误 | | | | 张县长 |", "# 豁免\n| 规则编码 | 单位 | 期 | 原因 | 批准人 |\n| locked-changed | 发改局 | 2024-09 | 文件有误 | 张县长 |"), "zh")
	v, _ := k.judge(t, change(t, filled, "| T2 | 招引亿元项目 | 全年20个 | => | T2 | 招引亿元项目 | 全年10个 |"), nil)
	same(t, lines(v.Findings)[1:], []string{"error locked-changed 任务进展!C3 waived"})
}

// TestRulesOfPlan: the rules of the self-check have the severities and days that the plan gives them.
func TestRulesOfPlan(t *testing.T) {
	k := newKit(t, with(switchHead+approvedBy("| text-short | | | 停用 | | 2024-10-01 | |\n| text-short | | | 错误 | | 2025-01-01 | |\n| done-without-date | | | 提醒 | | | |\n| row-twice | | | 停用 | | | |")), "zh")
	at := func(code, form, day string) string {
		d, _ := calendar.ParseISO(day)
		out := ""
		for _, r := range RulesOf(k.plan, k.returns, k.returns) {
			if r.Code == code && r.Form == form && r.InForce(d) {
				out += r.Severity.String()
			}
		}
		return out
	}
	for _, tc := range []struct{ code, day, want string }{
		{"text-short", "2024-09-30", "warning"}, {"text-short", "2024-10-01", ""}, {"text-short", "2024-12-31", ""}, {"text-short", "2025-01-01", "error"},
		{"done-without-date", "2024-01-01", "warning"}, {"done-without-date", "2025-12-31", "warning"}, {"text-missing", "2024-09-30", "error"},
	} {
		if got := at(tc.code, workbook.FormProgress, tc.day); got != tc.want {
			t.Errorf("%s on %s: %q, want %q", tc.code, tc.day, got, tc.want)
		}
	}
	if plain := len(RowRules(k.returns, k.returns)); plain+4 != len(RulesOf(k.plan, k.returns, k.returns)) {
		t.Errorf("%d rules became %d", plain, len(RulesOf(k.plan, k.returns, k.returns)))
	}
}

// TestSwitchedAmongBureaus: the county's changes hold for rules between bureaus, too.
func TestSwitchedAmongBureaus(t *testing.T) {
	for _, r := range Catalogue() {
		if r.Scope != ScopeOthers || !r.Switchable() {
			continue
		}
		k := newKit(t, ExamplePlan, "zh")
		bad := r.Bad
		bad.Plan += fmt.Sprintf("\n# 校验规则\n| 规则编码 | 级别 | 批准人 |\n| %s | 停用 | 张县长 |\n", r.Code)
		for _, f := range k.act(t, &r, bad).found {
			if f.Code == r.Code {
				t.Errorf("%s is found though it is off", r.Code)
			}
		}
	}
}
