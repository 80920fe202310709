package workbook_test

import (
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
)

const changedPlan = `
# 参数
| 参数 | 值 |
| 文件日期 | 2024-09-01 |

# 单位
| 单位编码 | 单位名称 | 别名 | 单位类别 | 所属组 |
| NY | 农业局 | 农业农村局 | 部门 | |
| SW | 商务局 | | 部门 | |
| BS | 白沙镇 | | 镇区 | 各镇 |

# 任务
| 任务编号 | 重点任务 | 目标要求 | 计量方式 | 牵头单位 | 配合单位 | 完成日期 | 计量单位 | 目标值 |
| T1 | 建成高标准农田 | 3万亩 | 数量 | 农业局 | 商务局 | 2024-12-31 | 亩 | 30000 |
| T2 | 开展招商 | 外出招商 | 事项 | 商务局 | | 2024-12-31 | | |

# 变更
| 变更编号 | 变更对象 | 对象编号 | 字段 | 原值 | 新值 | 生效日期 | 原因 | 批准人 |
| C1 | 任务 | T1 | 目标值 | 30000 | 4万 | 2024-10-01 | 追加任务 | 张县长 |
| C2 | 任务 | T1 | 牵头单位 | 农业局 | 商务局、各镇 | 2024-11-01 | 职责调整 | 张县长 |
| C3 | 任务 | T1 | 配合单位 | 商务局 | 农业局 | 2024-11-01 | 职责调整 | 张县长 |
| C4 | 任务 | T2 | 重点任务 | 开展招商 | 开展驻点招商 | 2024-11-01 | 会议明确 | |
| C5 | 任务 | T2 | 牵头单位 | 商务局 | 招商局 | 2024-09-01 | 会议明确 | 张县长 |
| C6 | 任务 | T2 | 目标值 | | 若干 | 2024-09-01 | 会议明确 | 张县长 |
| C7 | 单位 | NY | 单位名称 | 农业局 | 农业农村和海洋局 | 2024-11-01 | 机构改革 | 县委编办 |
| C8 | 单位 | 商务局 | 牵头单位 | | 农业局 | 2024-11-01 | 会议明确 | 张县长 |
`

// An approved change counts from its day on: on an earlier day the plan is as it was, and the row of the task does not change. A change
// that is not approved or cannot be read has no effect.
func TestChangesTakeEffect(t *testing.T) {
	line := func(p *workbook.Plan, id string) string {
		x := p.Task(id)
		out := []string{x.Title}
		for _, a := range x.Assigned {
			out = append(out, a.Role+" "+a.Bureau.Name)
		}
		if x.Target.Known {
			out = append(out, x.Rec.Get(workbook.ColTarget).Text)
		}
		return strings.Join(out, ", ")
	}
	forms := templates.PlanForms(words(t))
	for _, x := range []struct {
		day  calendar.Date
		want []string
	}{
		{calendar.NewDate(2024, 9, 30), []string{"建成高标准农田, lead 农业局, support 商务局, 30000", "开展招商, lead 商务局"}},
		{calendar.NewDate(2024, 10, 31), []string{"建成高标准农田, lead 农业局, support 商务局, 4万", "开展招商, lead 商务局"}},
		{calendar.NewDate(2024, 11, 1), []string{"建成高标准农田, lead 商务局, member 白沙镇, support 农业农村和海洋局, 4万", "开展招商, lead 商务局"}},
		{workbook.LastDay, []string{"建成高标准农田, lead 商务局, member 白沙镇, support 农业农村和海洋局, 4万", "开展招商, lead 商务局"}},
	} {
		p := workbook.DecodePlanOn(bookOf(t, changedPlan), "任务总表.xlsx", forms, x.day)
		if got := []string{line(p, "T1"), line(p, "T2")}; !slices.Equal(got, x.want) {
			t.Errorf("%s: %q, want %q", x.day, got, x.want)
		}
		if got := p.Tables[workbook.FormTasks].Records[0].Get(workbook.ColLeads).Text; got != "农业局" {
			t.Errorf("%s: the row of the task says %s", x.day, got)
		}
		if b := p.Directory.Bureau("农业局"); b == nil || b.Code != "NY" {
			t.Errorf("%s: the former name of NY is not known", x.day)
		}
		if later := x.day < calendar.NewDate(2024, 11, 1); p.ChangesAfter(x.day) != later {
			t.Errorf("%s: changes after it: %v", x.day, !later)
		}
	}
	p := planOf(t, changedPlan)
	if x := p.Task("T1"); x.Target.V != 40000 {
		t.Errorf("target %v", x.Target.V)
	}
	var seen []string
	for _, o := range p.Observations {
		seen = append(seen, o.Code+" "+o.Place.Cell())
	}
	want := []string{"name-unknown F6", "not-a-number F7", "change-field D9"}
	if !slices.Equal(seen, want) {
		t.Errorf("observed %q, want %q", seen, want)
	}
}
